//! What depends on one side of a pair alone, worked out once for all its pairs: which precedents it is like, and by how
//! much.

use std::collections::BTreeSet;

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::components::code::takers;
use crate::analysis::partners::components::code::waste_fit;
use crate::analysis::partners::precedents::Precedent;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::precedents::status_weight;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Knowledge;
use crate::model::Row;
use crate::model::TradeLink;

/// The least likeness of waste and of receiver for an exchange to be a precedent.
pub(in crate::analysis::partners) const LEAST_ALIKE: f64 = 0.3;

/// A precedent that one side is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Which, by place in the precedents.
    pub at: u32,
    /// How alike waste or receiver are, 0.3 to 1.
    pub likeness: f64,
    /// The same times how far the exchange came: the most it can count.
    pub value: f64,
}

/// An offer, with the precedents of a waste like it and the trades that take its codes.
#[derive(Clone, Debug)]
pub struct OfferSide<'a> {
    /// The precedents it is like, those that can count most first.
    pub alike: Vec<Likeness>,
    /// The trades that take its waste codes.
    pub takers: Vec<&'a TradeLink>,
}

/// A request, with the precedents of a receiver like it.
#[derive(Clone, Debug)]
pub struct RequestSide {
    /// The precedents it is like, those that can count most first.
    pub alike: Vec<Likeness>,
}

impl<'a> OfferSide<'a> {
    /// O(precedents · log precedents + codes of the offer).
    pub fn of(
        knowledge: &'a Knowledge,
        vocabulary: &Vocabulary,
        precedents: &Precedents,
        offer: &'a Offer,
    ) -> Self {
        Self {
            alike: alike(
                precedents,
                |it| waste_likeness(knowledge, vocabulary, offer, it),
                |it| (&it.receiver_words, &it.receiver_nace),
            ),
            takers: takers(knowledge, &offer.ewc).collect(),
        }
    }
}

impl RequestSide {
    /// O(precedents · log precedents).
    pub fn of(
        knowledge: &Knowledge,
        vocabulary: &Vocabulary,
        precedents: &Precedents,
        request: &Request,
    ) -> Self {
        Self {
            alike: alike(
                precedents,
                |it| receiver_likeness(knowledge, vocabulary, request, it),
                |it| {
                    let codes = it.ewc.iter().map(|it| (&it.code, it.is_assigned));
                    let codes: Vec<_> = codes.collect();
                    (&it.waste_words, codes, it.product, it.stream)
                },
            ),
        }
    }
}

/// The precedents that a side is like. Of those whose other side is the same only the one that can count most stays, since no
/// partner tells them apart: a pair is compared with as many as there are other sides, however many exchanges these have.
fn alike<'a, K: Ord>(
    precedents: &'a Precedents,
    likeness: impl Fn(&Precedent) -> f64,
    other_side: impl Fn(&'a Precedent) -> K,
) -> Vec<Likeness> {
    let each = precedents.all.iter().zip(0..).map(|(it, at)| {
        let likeness = likeness(it);
        Likeness {
            at,
            likeness,
            value: likeness * status_weight(it.status),
        }
    });
    let mut alike: Vec<Likeness> = each.filter(|it| it.likeness >= LEAST_ALIKE).collect();
    alike.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.at.cmp(&b.at)));
    let mut seen = BTreeSet::new();
    alike.retain(|it| seen.insert(other_side(&precedents.all[it.at as usize])));
    alike
}

/// How alike an offer and the waste of a precedent are, 0 to 1: the better of code and text; 1 for the same stream or
/// product.
pub(in crate::analysis::partners) fn waste_likeness(
    knowledge: &Knowledge,
    vocabulary: &Vocabulary,
    offer: &Offer,
    precedent: &Precedent,
) -> f64 {
    let is_same = |a: Option<Row>, b| a.is_some() && a == b;
    if is_same(offer.record, precedent.stream) || is_same(offer.product, precedent.product) {
        return 1.0;
    }
    let code = waste_fit(knowledge, &offer.ewc, &precedent.ewc).map_or(0.0, |it| it.0);
    let text = vocabulary.likeness(&offer.words, &precedent.waste_words);
    code.max(text.unwrap_or(0.0))
}

/// How alike a request and the receiver of a precedent are, 0 to 1: the better of trade and text.
pub(in crate::analysis::partners) fn receiver_likeness(
    knowledge: &Knowledge,
    vocabulary: &Vocabulary,
    request: &Request,
    precedent: &Precedent,
) -> f64 {
    let of_precedent = precedent.receiver_nace.iter();
    let pairs = of_precedent.flat_map(|a| request.nace.iter().map(move |b| (a, b)));
    let trade = pairs.map(|(a, b)| knowledge.trade_similarity(a, b));
    let text = vocabulary.likeness(&request.words, &precedent.receiver_words);
    trade.fold(text.unwrap_or(0.0), f64::max)
}
