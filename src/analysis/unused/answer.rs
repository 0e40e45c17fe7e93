//! What is told of side-streams without a recorded user, and of all of them.

use crate::analysis::unused::former::FormerLink;
use crate::analysis::unused::state::UnusedState;
use crate::model::Row;
use crate::model::codes::Fate;
use crate::network::paths::Basis;

/// Tonnes, or tonnes a year, and what they rest on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tonnes {
    /// How many.
    pub tonnes: f64,
    /// The figures.
    pub figures: Vec<Row>,
}

/// A material in a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedContent {
    /// The material.
    pub material: Row,
    /// Whether it is a critical or strategic raw material.
    pub is_critical: bool,
    /// Mass of it per mass of the stream; none where it is only named, withheld or bounded.
    pub fraction: Option<f64>,
    /// Lower bound of that, where a figure tells one.
    pub low: Option<f64>,
    /// Upper bound of that, where a figure tells one.
    pub high: Option<f64>,
    /// The figures of the content.
    pub figures: Vec<Row>,
    /// Tonnes of it a year in what is not used; none if not known.
    pub tonnes_per_year: Option<Tonnes>,
    /// Tonnes of it in the stock; none if not known.
    pub stock: Option<Tonnes>,
}

/// Whether a site operates in the year asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SitePhase {
    /// It does on record.
    Operating,
    /// It does not: it is planned, idle or closed.
    NotOperating,
    /// Its status is told as unknown.
    Unknown,
}

/// A side-stream without a recorded user.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedStream {
    /// The side-stream.
    pub row: Row,
    /// Where it arises.
    pub site: Row,
    /// Whether its site operates on record in the year asked; only then there are tonnes a year.
    pub site_phase: SitePhase,
    /// What is known of its use, in one word.
    pub state: UnusedState,
    /// What becomes of it; empty if nothing is stated.
    pub fates: Vec<Fate>,
    /// The statement that says so.
    pub statement: Option<Row>,
    /// The part that is not used, above 0 to 1; none if not known.
    pub part: Option<f64>,
    /// Tonnes a year that arise; none if not on record, or it no longer arises.
    pub generated: Option<Tonnes>,
    /// Tonnes that arose in a part of a year, where no figure tells those of a whole one; in no sum.
    pub part_of_year: Option<Tonnes>,
    /// Tonnes a year that are not used; none if that or the part is not known.
    pub tonnes_per_year: Option<Tonnes>,
    /// Tonnes that lie there; none if not on record.
    pub stock: Option<Tonnes>,
    /// What is in it: critical materials first, then by slug.
    pub contents: Vec<UnusedContent>,
    /// Links in use that take a part of it, by slug.
    pub links: Vec<Row>,
    /// Links that took of it and do no longer, by slug.
    pub former: Vec<FormerLink>,
    /// Years of the figures of the tonnes that its sentence names, the earliest first.
    pub years: Vec<i32>,
    /// Whether one of these figures tells no year.
    pub has_undated: bool,
    /// What its tonnes are told of where that is not just the stream: dry, a scope; none where they are.
    pub told_of: Option<String>,
    /// The stream that its tonnes a year are a part of or told again by; none where they count on their own.
    pub told_in: Option<Row>,
    /// The same of its stock.
    pub stock_told_in: Option<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// Sums of what is known, and how many are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// Sum of what is known; none if nothing is.
    pub tonnes: Option<f64>,
    /// How many streams it is of.
    pub known: usize,
    /// How many streams it is not known of.
    pub unknown: usize,
    /// The figures of what is added.
    pub figures: Vec<Row>,
}

/// What there is over the region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnusedTotals {
    /// Tonnes a year that are not used; streams that no longer arise are not among the unknown.
    pub per_year: Sum,
    /// Of those unknown, the tonnes a year that arise, of a figure with a range its upper end: how much of them is not used is
    /// not known, so they bound nothing. Known of streams whose unused part is not on record, unknown of streams without tonnes
    /// of a whole year on record.
    pub at_most_more: Sum,
    /// Streams at sites that do not operate on record: what arises there in a year is nothing to know.
    pub not_arising: usize,
    /// Of these, streams at sites of which it is not known whether they operate.
    pub operation_unknown: usize,
    /// Years of the figures added in any of the sums, the earliest first.
    pub years: Vec<i32>,
    /// Whether one of these figures tells no year.
    pub has_undated: bool,
    /// Tonnes that lie there, as far as a stock is on record.
    pub stock: Sum,
    /// Of each critical material the tonnes a year in what is not used, by slug. Groups and their members stand side by side
    /// and are never added.
    pub contained: Vec<(Row, Sum)>,
    /// Streams whose tonnes a year are told with another stream and not added.
    pub told_elsewhere: usize,
    /// Streams whose stock is told with that of another one and not added.
    pub stock_told_elsewhere: usize,
    /// Streams of unknown fate that are not listed since a link in use leads from them.
    pub with_user: usize,
}

/// The streams found.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedAnswer {
    /// Contained tonnes of critical materials a year, as far as known, the most first; then tonnes a year that are not used,
    /// then tonnes a year that arise, then slug.
    pub streams: Vec<UnusedStream>,
    /// What there is over the region.
    pub totals: UnusedTotals,
    /// A sentence that may be quoted.
    pub message: String,
    /// What the answer rests on.
    pub basis: Basis,
}

impl UnusedContent {
    /// The tonnes of it that the sentence on its stream names: of critical materials, those a year before those in the stock.
    pub(super) fn told(&self) -> Option<&Tonnes> {
        let told = self.tonnes_per_year.as_ref().or(self.stock.as_ref());
        told.filter(|_| self.is_critical)
    }
}

impl Tonnes {
    /// A part of it, by more figures.
    pub(super) fn times(&self, part: f64, more: &[Row]) -> Self {
        let mut figures = self.figures.clone();
        figures.extend(more.iter().filter(|it| !self.figures.contains(it)));
        Self {
            tonnes: self.tonnes * part,
            figures,
        }
    }
}

impl UnusedStream {
    /// Whether something arises in the year asked, as far as is on record.
    pub fn arises(&self) -> bool {
        self.site_phase == SitePhase::Operating
    }

    /// Every record that it rests on.
    pub(super) fn records(&self) -> impl Iterator<Item = Row> + '_ {
        let yearly = [&self.generated, &self.tonnes_per_year, &self.part_of_year];
        let amounts = yearly.into_iter().chain([&self.stock]);
        let of_contents = self.contents.iter().flat_map(|it| {
            let amounts = [&it.tonnes_per_year, &it.stock].into_iter().flatten();
            let figures = amounts.flat_map(|it| &it.figures);
            it.figures.iter().chain(figures)
        });
        let figures = amounts.flatten().flat_map(|it| &it.figures);
        let former = self.former.iter().map(|it| &it.link);
        let all = figures.chain(of_contents).chain(&self.links).chain(former);
        all.copied().chain([self.row]).chain(self.statement)
    }
}
