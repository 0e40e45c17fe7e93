//! What goes into a site and what comes out of it: the terms of a balance.

use crate::analysis::balance::amount::Amount;
use crate::analysis::balance::reading::Read;
use crate::model::Row;
use crate::model::codes::codes;
use crate::network::chain::Note;

codes! {
    /// On which side of a balance a term stands.
    pub enum BalanceSide { In = "IN", Out = "OUT" }
}

codes! {
    /// What a term of a balance is.
    pub enum TermKind {
        /// What the site mines.
        Extraction = "EXTRACTION",
        /// What the site took in of a product, from all suppliers.
        Feed = "FEED",
        /// What a link brought or took away.
        Link = "LINK",
        /// What the site drew from a side-stream of its own.
        OwnStream = "OWN_STREAM",
        /// What the site made of a product.
        Production = "PRODUCTION",
        /// What arose of a side-stream.
        Generation = "GENERATION",
    }
}

codes! {
    /// Why the tonnes of a term are not known.
    pub enum UnknownReason {
        /// No figure is on record.
        NoFigure = "NO_FIGURE",
        /// A figure is on record, and no content by which it could be told in tonnes of the material.
        NoContent = "NO_CONTENT",
        /// Figures are on record of other years only.
        OtherYear = "OTHER_YEAR",
        /// What is on record bounds it from one side alone.
        OnlyBound = "ONLY_BOUND",
        /// Figures are on record of a part of a year only.
        PartOfYear = "PART_OF_YEAR",
    }
}

codes! {
    /// Why a term is shown and not added.
    pub enum LeftOut {
        /// Another term tells the same mass.
        SameMass = "SAME_MASS",
        /// Its tonnes are within those of another link.
        WithinAnotherLink = "WITHIN_ANOTHER_LINK",
        /// The site both makes and uses the product.
        MadeAndUsedHere = "MADE_AND_USED_HERE",
        /// No activity of the site gives the product: it may be told within another, such as a total of several.
        NotAnOutput = "NOT_AN_OUTPUT",
    }
}

/// One thing that goes in or comes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// On which side it stands.
    pub side: BalanceSide,
    /// What it is.
    pub kind: TermKind,
    /// The site, link or side-stream it is told of.
    pub record: Row,
    /// The product; none where not even that is known.
    pub product: Option<Row>,
    /// Tonnes of the material a year.
    pub amount: Amount,
    /// The figures it stands on: of tonnes, and of the content used.
    pub figures: Vec<Row>,
    /// What was assumed.
    pub notes: Vec<Note>,
    /// Why it is not known; none where it is.
    pub unknown: Option<UnknownReason>,
    /// Why it is not added; none where it is.
    pub left_out: Option<LeftOut>,
}

impl Term {
    /// A term of which no figure is on record.
    pub(super) fn unknown(
        side: BalanceSide,
        kind: TermKind,
        record: Row,
        product: Option<Row>,
    ) -> Self {
        Self {
            side,
            kind,
            record,
            product,
            amount: Amount::UNKNOWN,
            figures: Vec::new(),
            notes: Vec::new(),
            unknown: Some(UnknownReason::NoFigure),
            left_out: None,
        }
    }

    /// The same, shown and not added.
    pub(super) fn not_added(self, why: LeftOut) -> Self {
        Self {
            left_out: Some(why),
            ..self
        }
    }

    /// Whether it counts and its tonnes are at least bounded.
    pub(super) fn tells(&self) -> bool {
        self.left_out.is_none() && self.amount.is_bounded()
    }
}

impl Term {
    /// The same as figures tell it.
    pub(super) fn told(self, read: Read) -> Self {
        Self {
            amount: read.amount,
            figures: read.figures,
            notes: read.notes,
            unknown: read.unknown,
            ..self
        }
    }

    /// The same if figures tell it.
    pub(super) fn told_if(self, read: Option<Read>) -> Self {
        match read {
            Some(read) => self.told(read),
            None => self,
        }
    }
}
