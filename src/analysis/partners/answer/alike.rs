//! What says the same twice, told once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use crate::analysis::partners::Partner;
use crate::analysis::partners::Request;
use crate::analysis::partners::answer::Asked;
use crate::analysis::partners::answer::Judged;
use crate::analysis::partners::telling::partner;
use crate::model::Kind;
use crate::model::Row;

/// Rows told at most to see whether they say the same: the first, since the reader begins there. What comes after stays apart.
const MOST_TOLD: usize = 1_000;

impl Asked<'_> {
    /// Keeps, of an ordered list, the first of what says the same of an offer: uses of the same application, and an intake and
    /// an activity by which one taker takes the same product. What is ruled out is kept.
    pub(super) fn keep_one_of_each(&self, found: &mut Vec<Judged<'_>>) {
        let mut applications: BTreeSet<(Option<Row>, Option<Row>, usize)> = BTreeSet::new();
        let mut taken: BTreeMap<[Option<Row>; 3], Vec<&Request>> = BTreeMap::new();
        found.retain(|it| {
            let (offer, request) = (it.pair.offer, it.pair.request);
            if it.outcome.is_err() {
                return true;
            }
            if let Some(application) = self.index.applications[it.request] {
                return applications.insert((offer.record, offer.product, application));
            }
            let before = taken.entry([offer.record, offer.product, request.taker]);
            let before = before.or_default();
            let is_told = before.iter().any(|it| is_same_taking(it, request));
            before.push(&self.index.requests[it.request]);
            !is_told
        });
    }

    /// Joins, in an ordered list, requests of one taker of which the same is told of one offer to the first of them: two rows
    /// that look alike tell nobody more than one. Those that differ in anything stay apart, and are marked to be told by line.
    /// What is ruled out stays apart, since it is counted by pairs. Beside them, how many were told.
    ///
    /// O(pairs · log pairs), and what it takes to tell those that come to the same numbers as another one, [`MOST_TOLD`] at most.
    pub(super) fn joined<'b>(&self, found: Vec<Judged<'b>>) -> (Vec<Judged<'b>>, usize) {
        let matches: Vec<Row> = self.registry.rows(Kind::Match).collect();
        let told = Cell::new(0);
        let shown = |it: &Judged<'b>| {
            told.set(told.get() + 1);
            Shown::of(partner(self, it, &matches))
        };
        let kept = alike(found, MOST_TOLD, numbers, shown);
        let mut rows: BTreeMap<[Option<Row>; 3], usize> = BTreeMap::new();
        for (it, _) in &kept {
            if let Some(taking) = taking(it) {
                *rows.entry(taking).or_default() += 1;
            }
        }
        let kept = kept.into_iter().map(|(it, others)| Judged {
            also: others.iter().map(|it| it.pair.request.record).collect(),
            has_twin: taking(&it).is_some_and(|it| rows.get(&it).is_some_and(|it| *it > 1)),
            ..it
        });
        (kept.collect(), told.get())
    }
}

/// The offer, its product, and who takes it; none of what is ruled out, and of kinds of use.
fn taking(it: &Judged<'_>) -> Option<[Option<Row>; 3]> {
    let (offer, taker) = (it.pair.offer, it.pair.request.taker?);
    let is_found = it.outcome.is_ok();
    is_found.then_some([offer.record, offer.product, Some(taker)])
}

/// Puts together what has the same numbers and shows the same, each first one with those like it, in order; what has no numbers
/// stays apart. What something shows is dear to work out, so it is asked for once at most, only of what shares its numbers, and `most`
/// times in all, those with the first of the list before others; what is not looked at stays apart.
///
/// O(n · log n) comparisons.
fn alike<T, N: Ord, S: Ord>(
    all: Vec<T>,
    most: usize,
    numbers: impl Fn(&T) -> Option<N>,
    shown: impl Fn(&T) -> S,
) -> Vec<(T, Vec<T>)> {
    let mut of_numbers: BTreeMap<N, Vec<usize>> = BTreeMap::new();
    for (at, it) in all.iter().enumerate() {
        if let Some(numbers) = numbers(it) {
            of_numbers.entry(numbers).or_default().push(at);
        }
    }
    // By place: the place of the first that is alike.
    let mut first: Vec<usize> = (0..all.len()).collect();
    let mut shared: Vec<Vec<usize>> = of_numbers.into_values().collect();
    shared.retain(|it| it.len() > 1);
    // Places ascend, so that this is in the order of the first of each.
    shared.sort_unstable();
    let mut left = most;
    for places in shared {
        let looked_at = places.len().min(left);
        left -= looked_at;
        let mut of_shown: BTreeMap<S, usize> = BTreeMap::new();
        for at in &places[..looked_at] {
            first[*at] = *of_shown.entry(shown(&all[*at])).or_insert(*at);
        }
    }
    let mut kept: BTreeMap<usize, (T, Vec<T>)> = BTreeMap::new();
    for (it, at) in all.into_iter().zip(first) {
        match kept.entry(at) {
            Entry::Occupied(mut before) => before.get_mut().1.push(it),
            Entry::Vacant(place) => {
                place.insert((it, Vec::new()));
            }
        }
    }
    kept.into_values().collect()
}

/// Offer, product, taker, precedent and link of a pair, and the bits of its score, confidence, distance and components.
type Numbers = ([Option<Row>; 5], Vec<Option<u64>>);

/// What a pair comes to, without a text; none of what is ruled out, and of kinds of use.
fn numbers(it: &Judged<'_>) -> Option<Numbers> {
    let (scored, pair) = (it.outcome.ok()?, &it.pair);
    let [record, product, taker] = taking(it)?;
    let rows = [record, product, taker, scored.precedent, pair.existing];
    let whole = [
        Some(scored.score),
        Some(scored.confidence),
        pair.distance.km,
    ];
    let all = whole.into_iter().chain(scored.values);
    Some((rows, all.map(|it| it.map(f64::to_bits)).collect()))
}

/// What a row shows beside its numbers, but for which of its requests the taker takes it by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    message: String,
    /// Message and evidence of the known components; why one is not known makes no row another.
    components: Vec<Option<(String, Vec<Row>)>>,
    warnings: Vec<(String, Option<Row>)>,
    missing_treatment: Vec<String>,
    legal_route: Option<String>,
    /// Who offers a missing step, clusters, and the record of it being pursued.
    others: [Vec<Row>; 3],
}

impl Shown {
    fn of(it: Partner) -> Self {
        let record = it.request.record;
        let components = it.components.into_iter().map(|mut it| {
            it.evidence.retain(|it| *it != record);
            it.value.map(|_| (it.message, it.evidence))
        });
        let warnings = it.warnings.into_iter();
        let warnings = warnings.map(|it| (it.message, it.record.filter(|it| *it != record)));
        Self {
            message: it.message,
            components: components.collect(),
            warnings: warnings.collect(),
            missing_treatment: it.missing_treatment,
            legal_route: it.legal_route,
            others: [
                it.treatment_offers,
                it.brokers,
                it.matching.into_iter().collect(),
            ],
        }
    }
}

/// Whether an intake and an activity of one taker take the same product: one thing told twice.
fn is_same_taking(one: &Request, other: &Request) -> bool {
    let takes = |it: &Row| other.products.contains(it);
    one.record.kind() != other.record.kind() && one.products.iter().any(takes)
}

#[cfg(test)]
mod tests;
