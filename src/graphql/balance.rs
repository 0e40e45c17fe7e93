//! The balance of a material at a site.

use async_graphql::SimpleObject;

use crate::analysis::balance;
use crate::graphql::codes::BalanceLeftOut;
use crate::graphql::codes::BalanceSide;
use crate::graphql::codes::BalanceState;
use crate::graphql::codes::BalanceTermKind;
use crate::graphql::codes::BalanceUnknownReason;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::product::Product;
use crate::graphql::scalars::Year;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::model::Kind;
use crate::network::words::as_sentence;

/// What goes into a site of a material, less what comes out, in a year: a check of the data, told in tonnes of the material.
/// Total mass is not balanced.
#[derive(Clone, SimpleObject)]
pub(crate) struct SiteBalance {
    /// The site.
    site: Site,
    /// The material.
    material: Material,
    /// The year its figures are of: the latest up to the year asked in which something is known of both sides.
    year: Year,
    /// What it comes to.
    state: BalanceState,
    /// Sum of what goes in.
    input: BalanceAmount,
    /// Sum of what comes out.
    output: BalanceAmount,
    /// What goes in less what comes out.
    residual: BalanceResidual,
    /// How far the residual is from 0 for sure, as a part of the larger side; null where nothing is known of either. Below 0
    /// more comes out.
    share: Option<f64>,
    /// What goes in, then what comes out, each by product; also what is shown and not added.
    terms: Vec<BalanceTerm>,
    /// What recoveries on record let come out in products; null where they do not say.
    expected: Option<BalanceExpected>,
    /// A sentence that may be quoted.
    message: String,
}

/// Tonnes of the material a year, between bounds.
#[derive(Clone, SimpleObject)]
pub(crate) struct BalanceAmount {
    /// What is told; null where only bounds are known, or nothing.
    tonnes: Option<f64>,
    /// At least so much; 0 where nothing is known.
    low: f64,
    /// At most so much; null where nothing bounds it.
    high: Option<f64>,
}

/// What goes in less what comes out: tonnes of the material a year, below 0 where more comes out.
#[derive(Clone, SimpleObject)]
pub(crate) struct BalanceResidual {
    /// The difference of what is told; null where a term has no value.
    tonnes: Option<f64>,
    /// At least so much; null where an output is not known, so that nothing bounds it from below.
    low: Option<f64>,
    /// At most so much; null where an input is not known, so that nothing bounds it from above.
    high: Option<f64>,
}

/// One thing that goes in or comes out.
#[derive(Clone, SimpleObject)]
pub(crate) struct BalanceTerm {
    /// On which side it stands.
    side: BalanceSide,
    /// What it is.
    kind: BalanceTermKind,
    /// The site it is told of; null where it is told of a link or side-stream.
    site: Option<Site>,
    /// The link it is told of.
    link: Option<Link>,
    /// The side-stream it is told of.
    side_stream: Option<SideStream>,
    /// The product; null where not even that is known.
    product: Option<Product>,
    /// Tonnes of the material a year; where nothing is known, from 0 to no bound.
    amount: BalanceAmount,
    /// The figures it stands on: of tonnes, and of the content used.
    figures: Vec<Figure>,
    /// What was assumed, as sentences.
    assumptions: Vec<String>,
    /// Why it is not known; null where it is.
    unknown: Option<BalanceUnknownReason>,
    /// Why it is not added; null where it is.
    left_out: Option<BalanceLeftOut>,
}

/// What recoveries on record let come out.
#[derive(Clone, SimpleObject)]
pub(crate) struct BalanceExpected {
    /// The part of what goes in that comes out in products, 0 to 1.
    recovery: f64,
    /// Tonnes of the material a year that come out in products by it.
    amount: BalanceAmount,
    /// The figures of the recovery.
    figures: Vec<Figure>,
}

impl From<balance::Amount> for BalanceAmount {
    fn from(it: balance::Amount) -> Self {
        Self {
            tonnes: it.value.map(solved),
            low: solved(it.low),
            high: it.high.map(solved),
        }
    }
}

impl From<balance::Residual> for BalanceResidual {
    fn from(it: balance::Residual) -> Self {
        Self {
            tonnes: it.value.map(solved),
            low: it.low.map(solved),
            high: it.high.map(solved),
        }
    }
}

impl Telling {
    /// The balance of a material at a site.
    pub(crate) fn balance(&self, it: &balance::Balance) -> Result<SiteBalance, ApiError> {
        let expected = it.expected.as_ref().map(|it| {
            Ok::<_, ApiError>(BalanceExpected {
                recovery: solved(it.recovery),
                amount: it.amount.into(),
                figures: self.objects(&it.figures)?,
            })
        });
        let terms = it.terms.iter().map(|it| self.balance_term(it));
        Ok(SiteBalance {
            site: self.object(it.site)?,
            material: self.object(it.material)?,
            year: Year(it.year),
            state: it.state.into(),
            input: it.input.into(),
            output: it.output.into(),
            residual: it.residual.into(),
            share: it.share.map(solved),
            terms: terms.collect::<Result<_, _>>()?,
            expected: expected.transpose()?,
            message: it.message.clone(),
        })
    }

    fn balance_term(&self, it: &balance::Term) -> Result<BalanceTerm, ApiError> {
        let registry = self.asked.registry();
        let notes = it.notes.iter();
        Ok(BalanceTerm {
            side: it.side.into(),
            kind: it.kind.into(),
            site: self.object_of_kind(it.record, Kind::Site)?,
            link: self.object_of_kind(it.record, Kind::Link)?,
            side_stream: self.object_of_kind(it.record, Kind::SideStream)?,
            product: it.product.map(|it| self.object(it)).transpose()?,
            amount: it.amount.into(),
            figures: self.objects(&it.figures)?,
            assumptions: notes.map(|it| as_sentence(&it.message(registry))).collect(),
            unknown: it.unknown.map(Into::into),
            left_out: it.left_out.map(Into::into),
        })
    }
}
