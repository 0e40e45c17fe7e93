//! What says the same twice, told once.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::partners::Partner;
use crate::analysis::partners::Request;
use crate::analysis::partners::answer::Asked;
use crate::analysis::partners::answer::Judged;
use crate::analysis::partners::telling::partner;
use crate::model::Kind;
use crate::model::Row;

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

    /// Joins, in an ordered list, requests of one taker of which the very same is told of one offer to the first of them: two
    /// rows that look alike tell nobody more than one. What is ruled out stays apart, since it is counted by pairs.
    ///
    /// O(pairs), and of those that come to the same numbers what it takes to tell them.
    pub(super) fn joined<'b>(&self, found: Vec<Judged<'b>>) -> Vec<Judged<'b>> {
        let matches: Vec<Row> = self.registry.rows(Kind::Match).collect();
        let mut kept: Vec<Judged<'b>> = Vec::new();
        let mut of_taker: BTreeMap<[Option<Row>; 3], Vec<usize>> = BTreeMap::new();
        for it in found {
            let (offer, request) = (it.pair.offer, it.pair.request);
            let is_joinable = it.outcome.is_ok() && request.taker.is_some();
            let before = of_taker.entry([offer.record, offer.product, request.taker]);
            let before = before.or_default();
            let same = before.iter().copied().filter(|_| is_joinable).find(|at| {
                let first = &kept[*at];
                first.outcome == it.outcome && {
                    let told = |it| partner(self, it, &matches);
                    is_told_alike(&told(first), &told(&it))
                }
            });
            match same {
                Some(at) => kept[at].also.push(request.record),
                None => {
                    before.extend(is_joinable.then_some(kept.len()));
                    kept.push(it);
                }
            }
        }
        kept
    }
}

/// Whether all that is shown of two partners is the same, but for which of its requests the taker takes it by.
fn is_told_alike(one: &Partner, other: &Partner) -> bool {
    let plain = |it: &Partner| {
        let mut it = it.clone();
        let record = it.request.record;
        for component in &mut it.components {
            component.evidence.retain(|it| *it != record);
        }
        for warning in &mut it.warnings {
            warning.record = warning.record.filter(|it| *it != record);
        }
        it.request = one.request.clone();
        it.also.clear();
        it
    };
    plain(one) == plain(other)
}

/// Whether an intake and an activity of one taker take the same product: one thing told twice.
fn is_same_taking(one: &Request, other: &Request) -> bool {
    let takes = |it: &Row| other.products.contains(it);
    one.record.kind() != other.record.kind() && one.products.iter().any(takes)
}
