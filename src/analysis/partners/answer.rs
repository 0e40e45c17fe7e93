//! The question for partners: pairs the offers and requests asked about, rules out, scores, orders, and tells the first.

mod alike;
mod waiting;

pub use waiting::Waiting;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::partners::Offer;
use crate::analysis::partners::PartnersAnswer;
use crate::analysis::partners::PartnersQuestion;
use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::Request;
use crate::analysis::partners::Subject;
use crate::analysis::partners::described::is_compared;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::distance::Lengths;
use crate::analysis::partners::exchanges::Hidden;
use crate::analysis::partners::exchanges::Supply;
use crate::analysis::partners::index::Index;
use crate::analysis::partners::offers;
use crate::analysis::partners::pair::Distance;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;
use crate::analysis::partners::pair::Terms;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::score::better;
use crate::analysis::partners::score::judged;
use crate::analysis::partners::score::scored;
use crate::analysis::partners::sides::OfferSide;
use crate::analysis::partners::sides::RequestSide;
use crate::analysis::partners::telling::tell;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::network::Snapshot;

/// Who can use what is offered, or what meets a need, the best first.
///
/// A described offer has its words numbered here, by its name and product. A side-stream that does not arise in the year is
/// answered when it is asked about by name, with a warning.
///
/// O(pairs · log pairs + told · evidence), and once per snapshot and year O(records) for the index. Told once are the pairs shown,
/// and once more those that come to the same numbers as another one of the same taker, to see whether the same is told of them.
pub fn partners(
    snapshot: &Arc<Snapshot>,
    knowledge: &Knowledge,
    question: &PartnersQuestion,
) -> PartnersAnswer {
    let index = Index::of(snapshot, knowledge, question.when);
    let registry = snapshot.registry();
    let hidden = Hidden::of(registry, &question.hidden_links);
    let left = hidden.without(&index.precedents);
    let asked = Asked {
        snapshot,
        registry,
        knowledge,
        question,
        precedents: left.as_ref().unwrap_or(&index.precedents),
        index: &index,
        hidden,
        terms: Terms {
            when: question.when,
            within_km: question.within_km,
        },
        inside: registry.regions_within(question.regions.iter().copied()),
        around: registry.regions_around(question.regions.iter().copied()),
    };
    let is_asked = |at: &usize| question.among.holds(&index.requests[*at]);
    let all = || (0..index.requests.len()).filter(is_asked).collect();
    let offers = asked.offers();
    match question.subject {
        Subject::Need(row) => asked.givers(index.requests_of(row)),
        Subject::Pair(_, need) => asked.takers(&offers, index.requests_of(need).to_vec()),
        Subject::Offer(_) | Subject::Described(_) => asked.takers(&offers, all()),
    }
}

/// A question, and all that it is answered from.
pub(super) struct Asked<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) registry: &'a Registry,
    pub(super) knowledge: &'a Knowledge,
    pub(super) question: &'a PartnersQuestion,
    pub(super) index: &'a Index,
    pub(super) hidden: Hidden,
    precedents: &'a Precedents,
    terms: Terms,
    /// The regions asked, with their parts.
    inside: BTreeSet<Row>,
    /// The regions asked, with what they are parts of.
    around: BTreeSet<Row>,
}

/// A pair that was looked at.
#[derive(Clone)]
pub(super) struct Judged<'a> {
    pub(super) pair: Pair<'a>,
    /// By place in the index.
    request: usize,
    pub(super) outcome: Result<Scored, RejectionReason>,
    /// Requests of the same taker of which the same is told.
    pub(super) also: Vec<Row>,
    /// Whether there is another row of the same taker, so that the line has to be named.
    pub(super) has_twin: bool,
}

/// One side of the pairs, with what depends on it alone.
struct OfSide<'a> {
    lengths: Lengths,
    supplies: Vec<&'a Supply>,
    half: (f64, Option<Row>),
}

impl<'a> Asked<'a> {
    /// The offers asked about, their words numbered; none for a need.
    fn offers(&self) -> Vec<Offer> {
        let row = match &self.question.subject {
            Subject::Offer(row) | Subject::Pair(row, _) => *row,
            Subject::Described(offer) => return vec![self.worded(offer)],
            Subject::Need(_) => return Vec::new(),
        };
        let known = self.index.offers.iter();
        let known: Vec<Offer> = known.filter(|it| it.record == Some(row)).cloned().collect();
        if !known.is_empty() {
            return known;
        }
        let told = offers::of_record(self.registry, self.knowledge, row, self.question.when);
        let told = told.map(|it| Offer {
            words: self.index.vocabulary.words(self.knowledge, it.texts),
            ..it.it
        });
        told.into_iter().collect()
    }

    /// What somebody described, its words those of its name and product without what was not understood of the name.
    fn worded(&self, offer: &Offer) -> Offer {
        let vocabulary = &self.index.vocabulary;
        let product = offer.product.into_iter();
        let of_product = product.flat_map(|it| names_of(self.registry, it));
        let of_product = of_product.flat_map(|it| self.knowledge.concepts(it));
        let said = offer.is_named.then(|| self.knowledge.concepts(&offer.name));
        let mut concepts = said.unwrap_or_default();
        concepts.retain(|it| is_compared(self.knowledge, it, |it| vocabulary.has(it)));
        let concepts = concepts.into_iter().chain(of_product).collect();
        Offer {
            words: vocabulary.numbers_of(&concepts),
            ..offer.clone()
        }
    }

    /// Who takes some offers.
    fn takers(&self, offers: &[Offer], requests: Vec<usize>) -> PartnersAnswer {
        let index = self.index;
        let sides: Vec<(OfferSide<'_>, OfSide<'_>)> = offers
            .iter()
            .map(|offer| {
                let vocabulary = &index.vocabulary;
                let (knowledge, precedents) = (self.knowledge, self.precedents);
                let side = match self.question.subject {
                    Subject::Described(_) => {
                        let offers = (offer, &index.offers[..]);
                        OfferSide::described(knowledge, vocabulary, precedents, offers)
                    }
                    _ => OfferSide::of(knowledge, vocabulary, precedents, offer),
                };
                let start = offer.whereabouts.site;
                let of_side = OfSide {
                    lengths: index.legs.from(start, &self.hidden.links),
                    supplies: index.supplies_of(offer, &self.hidden.links).collect(),
                    half: index.half_of(self.registry, offer),
                };
                (side, of_side)
            })
            .collect();
        let pairs = offers
            .iter()
            .zip(&sides)
            .flat_map(|(offer, (side, of_side))| {
                requests.iter().copied().map(move |at| {
                    let request = &index.requests[at];
                    let (one, other) = (&offer.whereabouts, &request.whereabouts);
                    let yardstick = &index.yardstick;
                    let distance = yardstick.between(one, other, &of_side.lengths, of_side.half);
                    let existing = self.existing(&of_side.supplies, request);
                    let is_inside = self.is_inside(other.region, request.taker.is_some());
                    let pair = self.pair(offer, at, Given::Offer(side));
                    let pair = Pair {
                        distance,
                        existing,
                        is_inside,
                        ..pair
                    };
                    (pair, at)
                })
            });
        self.answer(pairs, offers.first().cloned())
    }

    /// What meets some needs.
    fn givers(&self, requests: &[usize]) -> PartnersAnswer {
        let index = self.index;
        let sides: Vec<(RequestSide, Lengths)> = requests
            .iter()
            .map(|at| {
                let request = &index.requests[*at];
                let vocabulary = &index.vocabulary;
                let side = RequestSide::of(self.knowledge, vocabulary, self.precedents, request);
                let start = request.whereabouts.site;
                (side, index.legs.from(start, &self.hidden.links))
            })
            .collect();
        let pairs = requests
            .iter()
            .zip(&sides)
            .flat_map(|(at, (side, lengths))| {
                index.offers.iter().map(move |offer| {
                    let request = &index.requests[*at];
                    let (one, other) = (&request.whereabouts, &offer.whereabouts);
                    let half = index.half_of(self.registry, offer);
                    let distance = index.yardstick.between(one, other, lengths, half);
                    let supplies: Vec<&Supply> =
                        index.supplies_of(offer, &self.hidden.links).collect();
                    let pair = self.pair(offer, *at, Given::Request(side));
                    let pair = Pair {
                        distance,
                        existing: self.existing(&supplies, request),
                        is_inside: self.is_inside(other.region, true),
                        ..pair
                    };
                    (pair, *at)
                })
            });
        self.answer(pairs, None)
    }

    fn pair<'b>(&'b self, offer: &'b Offer, at: usize, given: Given<'b>) -> Pair<'b> {
        Pair {
            registry: self.registry,
            knowledge: self.knowledge,
            vocabulary: &self.index.vocabulary,
            offer,
            request: &self.index.requests[at],
            given,
            terms: &self.terms,
            distance: Distance::default(),
            precedents: self.precedents,
            existing: None,
            operation: self.index.operations[at],
            is_inside: None,
        }
    }

    /// The link by which who asks takes the offer already.
    fn existing(&self, supplies: &[&Supply], request: &Request) -> Option<Row> {
        let mut ending = supplies
            .iter()
            .filter(|it| it.ends_at(self.registry, request));
        ending.next().map(|it| it.link)
    }

    /// Whether a partner lies in a region asked: not known of what is only told to lie in a larger one.
    fn is_inside(&self, region: Option<Row>, is_at_a_place: bool) -> Option<bool> {
        let region = region.filter(|_| is_at_a_place && !self.question.regions.is_empty())?;
        let is_inside = self.inside.contains(&region);
        (is_inside || !self.around.contains(&region)).then_some(is_inside)
    }

    /// Judges pairs within the budget, orders them and tells the first.
    fn answer<'b>(
        &'b self,
        pairs: impl Iterator<Item = (Pair<'b>, usize)>,
        offer: Option<Offer>,
    ) -> PartnersAnswer {
        let (mut explored, mut is_cut) = (0, false);
        let mut found: Vec<Judged<'b>> = Vec::new();
        for (pair, request) in pairs {
            if explored == self.question.budget {
                is_cut = true;
                break;
            }
            explored += 1;
            found.push(Judged {
                outcome: judged(&pair),
                pair,
                request,
                also: Vec::new(),
                has_twin: false,
            });
        }
        let waiting = self.waiting(&found);
        let mut rejected: BTreeMap<RejectionReason, usize> = BTreeMap::new();
        for reason in found.iter().filter_map(|it| it.outcome.err()) {
            *rejected.entry(reason).or_default() += 1;
        }
        let is_pair = matches!(self.question.subject, Subject::Pair(..));
        let is_only_rejected = self.question.only_rejected && !is_pair;
        if is_only_rejected {
            found.retain(|it| it.outcome.is_err());
        } else if !self.question.include_rejected && !is_pair {
            found.retain(|it| it.outcome.is_ok());
        }
        found.sort_by(|a, b| self.order(a, b));
        if is_only_rejected {
            most_telling_first(&mut found);
        }
        if !is_pair {
            self.keep_one_of_each(&mut found);
        }
        let (found, compared) = self.joined(found);
        let total = found.len();
        let shown = found.iter().skip(self.question.skip);
        let shown: Vec<&Judged<'b>> = shown.take(self.question.first).collect();
        let (partners, basis) = tell(self, &shown, &waiting, offer.as_ref());
        PartnersAnswer {
            partners,
            total,
            offer,
            rejected: rejected.into_iter().collect(),
            waiting,
            compared,
            explored,
            is_cut,
            basis,
        }
    }

    /// The better first; what is ruled out last, by reason; then by id of request and offer, and by product.
    fn order(&self, a: &Judged<'_>, b: &Judged<'_>) -> Ordering {
        let by_worth = match (&a.outcome, &b.outcome) {
            (Ok(a), Ok(b)) => better(a, b),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(a), Err(b)) => a.cmp(b),
        };
        let id = |it: Row| (it.kind(), self.registry.slug(it));
        let by_request = || id(a.pair.request.record).cmp(&id(b.pair.request.record));
        let of_offer = |it: &Judged<'_>| {
            let product = it.pair.offer.product;
            (it.pair.offer.record.map(id), product.map(id))
        };
        by_worth
            .then_with(by_request)
            .then_with(|| of_offer(a).cmp(&of_offer(b)))
    }
}

/// Orders what is ruled out as if it were not: what would have been the first partner tells most. Equal ones stay as they are.
fn most_telling_first(found: &mut Vec<Judged<'_>>) {
    let mut all: Vec<_> = found.drain(..).map(|it| (scored(&it.pair), it)).collect();
    all.sort_by(|a, b| better(&a.0, &b.0));
    found.extend(all.into_iter().map(|it| it.1));
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
