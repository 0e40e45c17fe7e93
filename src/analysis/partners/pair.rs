//! An offer and a request beside each other, with all that gates and score read: facts, no judgement.
//!
//! One side is given by the question and is the same for many pairs; what only depends on it is worked out once
//! ([`OfferSide`], [`RequestSide`]).

use crate::analysis::partners::ComponentScore;
use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::Warning;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::sides::OfferSide;
use crate::analysis::partners::sides::RequestSide;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Knowledge;
use crate::model::Operation;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;

/// The side of a pair that the question gives; the partner is the other one.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// The offer is asked about.
    Offer(&'a OfferSide<'a>),
    /// The request is asked about.
    Request(&'a RequestSide),
}

/// What the question sets for all pairs.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// For which year.
    pub when: When,
    /// Only partners so near, in km.
    pub within_km: Option<f64>,
}

/// How far the two are apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Distance {
    /// Kilometres by road as far as known; none if a place is not known.
    pub km: Option<f64>,
    /// Whether it is the great circle, with or without a detour, and not a route over links.
    pub is_assumed: bool,
    /// How many km the way may be longer or shorter than told, since a place is known to lie in an area only; 0 where both are
    /// known better, and along a route.
    pub uncertain_km: f64,
    /// What it rests on, such as the detour factor and the half-distance.
    pub evidence: [Option<Row>; 2],
    /// The distance at which half is left for bulk, in km: a figure of a region, or the fallback. Where the request
    /// takes the stream for a material it carries, the score counts [`FOR_A_MATERIAL`](super::components::distance::FOR_A_MATERIAL) times as much.
    pub half_km: f64,
}

/// An offer and a request, and what they are compared by.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// The records.
    pub registry: &'a Registry,
    /// Words, wastes and trades.
    pub knowledge: &'a Knowledge,
    /// What the numbers of `words` mean.
    pub vocabulary: &'a Vocabulary,
    /// What is offered.
    pub offer: &'a Offer,
    /// What is asked for.
    pub request: &'a Request,
    /// The side that is the same for many pairs.
    pub given: Given<'a>,
    /// What the question sets.
    pub terms: &'a Terms,
    /// How far apart.
    pub distance: Distance,
    /// Exchanges that exist or were studied, those of hidden links left out.
    pub precedents: &'a Precedents,
    /// The link on record by which the taker takes this stream already; none if hidden.
    pub existing: Option<Row>,
    /// Whether the taker's site operates in the year; none where the taker is no site.
    pub operation: Option<Operation>,
    /// Whether the partner lies in a region asked; none where none is asked, its place is not known, or it is a kind of use.
    pub is_inside: Option<bool>,
}

impl Pair<'_> {
    /// Whether the taker is on record as asking, by this request, for other products than the one that is offered. That is
    /// knowledge of the request, not of what else the taker may use; no where either side names no product.
    pub(in crate::analysis::partners) fn is_other_product(&self) -> bool {
        let (asked, offered) = (&self.request.products, self.offer.product);
        let is_other = offered.is_some_and(|it| !asked.is_empty() && !asked.contains(&it));
        is_other && self.request.taker.is_some() && self.existing.is_none()
    }
}

/// What a pair comes to, in numbers: made without a text, so that thousands can be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Weighted geometric mean of the known components, 0.01 to 1; 0.01 where none is known.
    pub score: f64,
    /// Weight of what is known over the weight of all, 0 to 1.
    pub confidence: f64,
    /// 1 for a confidence of at least 0.5, 2 for at least 0.25, else 3.
    pub tier: u8,
    /// The components in the order of [`Component::ALL`](super::Component::ALL); none where not known.
    pub values: [Option<f64>; 6],
    /// The precedent record that counts; none if none does.
    pub precedent: Option<Row>,
}

/// What a pair comes to, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// All six, in the order of [`Component::ALL`](super::Component::ALL).
    pub components: Vec<ComponentScore>,
    /// What to know before acting.
    pub warnings: Vec<Warning>,
}
