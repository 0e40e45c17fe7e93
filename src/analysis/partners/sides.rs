//! What depends on one side of a pair alone, worked out once for all its pairs.

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Knowledge;
use crate::model::TradeLink;

/// A precedent that one side is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Which, by place in the precedents.
    pub at: u32,
    /// The likeness of waste or receiver, times how far the exchange came.
    pub value: f64,
}

/// An offer, with the precedents of a waste like it and the trades that take its codes.
#[derive(Clone, Debug)]
pub struct OfferSide<'a> {
    /// The precedents it is like, the most weighty first.
    pub alike: Vec<Likeness>,
    /// The trades that take its waste codes.
    pub takers: Vec<&'a TradeLink>,
}

impl<'a> OfferSide<'a> {
    /// O(precedents + codes of the offer).
    pub fn of(
        knowledge: &'a Knowledge,
        vocabulary: &Vocabulary,
        precedents: &Precedents,
        offer: &'a Offer,
    ) -> Self {
        let _ = (knowledge, vocabulary, precedents, offer);
        Self {
            alike: Vec::new(),
            takers: Vec::new(),
        }
    }
}

/// A request, with the precedents of a receiver like it.
#[derive(Clone, Debug)]
pub struct RequestSide {
    /// The precedents it is like, the most weighty first.
    pub alike: Vec<Likeness>,
}

impl RequestSide {
    /// O(precedents).
    pub fn of(
        knowledge: &Knowledge,
        vocabulary: &Vocabulary,
        precedents: &Precedents,
        request: &Request,
    ) -> Self {
        let _ = (knowledge, vocabulary, precedents, request);
        Self { alike: Vec::new() }
    }
}
