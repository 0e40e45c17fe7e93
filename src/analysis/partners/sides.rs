//! What depends on one side of a pair alone, worked out once for all its pairs: which precedents it is like, and by how
//! much.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::components::code::takers;
use crate::analysis::partners::components::code::waste_fit;
use crate::analysis::partners::places::is_same_place;
use crate::analysis::partners::precedents::Precedent;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::precedents::status_weight;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Kind;
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
    /// How alike each precedent's waste is, by place in the precedents.
    pub waste: Vec<f64>,
    /// Sites where such a stream arises by the records, with the side-stream, or the product where none tells it; only for what
    /// somebody described.
    pub producers: Vec<(Row, Row)>,
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
        let likeness = |it| waste_likeness(knowledge, vocabulary, offer, it);
        let waste = precedents.all.iter().map(likeness).collect();
        Self::alike_by(knowledge, precedents, offer, waste)
    }

    /// The same of what somebody described, who says less than a record does: see `described_likeness`. Exchanges of one
    /// stream are of the same waste, so that all are as alike as the one whose record is nearest to what is said.
    /// `recorded` are the offers on record. O(precedents · log precedents + recorded offers).
    pub fn described(
        knowledge: &'a Knowledge,
        vocabulary: &Vocabulary,
        precedents: &Precedents,
        (offer, recorded): (&'a Offer, &[Offer]),
    ) -> Self {
        let mut of_stream: BTreeMap<Row, f64> = BTreeMap::new();
        let each = precedents.all.iter();
        let mut waste: Vec<f64> = each
            .map(|it| described_likeness(knowledge, vocabulary, offer, it))
            .collect();
        for (it, likeness) in precedents.all.iter().zip(&waste) {
            if let Some(stream) = it.stream {
                let most = of_stream.entry(stream).or_default();
                *most = most.max(*likeness);
            }
        }
        for (it, likeness) in precedents.all.iter().zip(&mut waste) {
            let most = it.stream.and_then(|it| of_stream.get(&it));
            *likeness = most.copied().unwrap_or(*likeness);
        }
        Self {
            producers: producers(offer, recorded),
            ..Self::alike_by(knowledge, precedents, offer, waste)
        }
    }

    fn alike_by(
        knowledge: &'a Knowledge,
        precedents: &Precedents,
        offer: &'a Offer,
        waste: Vec<f64>,
    ) -> Self {
        Self {
            alike: alike(
                precedents,
                |at, _| waste.get(at).copied().unwrap_or_default(),
                |it| (&it.receiver_words, &it.receiver_nace),
            ),
            takers: takers(knowledge, &offer.ewc).collect(),
            waste,
            producers: Vec::new(),
        }
    }

    /// The stream or product on record that a site gives and that is like what somebody described.
    pub(in crate::analysis::partners) fn given_by(&self, site: Option<Row>) -> Option<Row> {
        let mut all = self.producers.iter();
        all.find(|it| Some(it.0) == site).map(|it| it.1)
    }
}

/// The sites at the very place of what somebody described that give, by the records, the same product or a stream in whose
/// names all that was said stands. A region is no such place.
fn producers(offer: &Offer, recorded: &[Offer]) -> Vec<(Row, Row)> {
    let is_near = |it: &Offer| is_same_place(&offer.whereabouts, &it.whereabouts);
    let is_such = |it: &Offer| {
        let is_said = |word: &u32| it.words.binary_search(word).is_ok();
        let is_named = !offer.words.is_empty() && offer.words.iter().all(is_said);
        is_named || (offer.product.is_some() && offer.product == it.product)
    };
    let such = recorded.iter().filter(|it| is_near(it) && is_such(it));
    let is_stream = |it: &Row| it.kind() == Kind::SideStream;
    let what = |it: &Offer| it.record.filter(is_stream).or(it.product);
    such.filter_map(|it| Some((it.whereabouts.site?, what(it)?)))
        .collect()
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
                |_, it| receiver_likeness(knowledge, vocabulary, request, it),
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
    likeness: impl Fn(usize, &Precedent) -> f64,
    other_side: impl Fn(&'a Precedent) -> K,
) -> Vec<Likeness> {
    let each = precedents.all.iter().enumerate().zip(0..);
    let each = each.map(|((place, it), at)| {
        let likeness = likeness(place, it);
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
    let text = vocabulary.likeness(&offer.words, &precedent.waste_words);
    same_or_alike(knowledge, offer, precedent, text)
}

/// The same of what somebody described. A record says more than they do, in more languages: half counts how much of what is
/// said the record has, half how much the two have in common of all.
fn described_likeness(
    knowledge: &Knowledge,
    vocabulary: &Vocabulary,
    offer: &Offer,
    precedent: &Precedent,
) -> f64 {
    let words = &precedent.waste_words;
    let common = vocabulary.likeness(&offer.words, words);
    let said = vocabulary.found_in(&offer.words, words);
    let text = common.zip(said).map(|(a, b)| f64::midpoint(a, b));
    same_or_alike(knowledge, offer, precedent, text)
}

fn same_or_alike(
    knowledge: &Knowledge,
    offer: &Offer,
    precedent: &Precedent,
    text: Option<f64>,
) -> f64 {
    let is_same = |a: Option<Row>, b| a.is_some() && a == b;
    if is_same(offer.record, precedent.stream) || is_same(offer.product, precedent.product) {
        return 1.0;
    }
    let code = waste_fit(knowledge, &offer.ewc, &precedent.ewc).map_or(0.0, |it| it.0);
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
