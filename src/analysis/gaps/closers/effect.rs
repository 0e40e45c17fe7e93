//! What a change does to a gap: whether it is still found, and by how many tonnes it is less.

use std::sync::Arc;

use crate::analysis::delivered::Delivery;
use crate::analysis::delivered::compared;
use crate::analysis::gaps::Asked;
use crate::analysis::gaps::Gap;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::Severity;
use crate::analysis::gaps::capacity;
use crate::analysis::gaps::closers::Candidate;
use crate::analysis::gaps::closers::Candidates;
use crate::analysis::gaps::closers::Closers;
use crate::analysis::gaps::closers::Effect;
use crate::analysis::gaps::closers::ranked;
use crate::analysis::gaps::gaps;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::side_stream;
use crate::network::Snapshot;
use crate::network::throughput::Bottleneck;
use crate::network::throughput::Parts;
use crate::network::throughput::ThroughputAnswer;

/// What would close a gap or make it smaller, by laying it over the data and asking again.
///
/// Tried are: opening what is planned or idle in the region, links within 300 km that no source reports, more capacity
/// where it holds back what is delivered, intakes for a side-stream. Of `CAPACITY` a change is worth what the stage can
/// take more, or has to take less; of `SINGLE_POINT` what it delivers although the point is lost; of a side-stream what
/// of it is taken; of the others what more is delivered to sinks of the region. `DATA` has none.
///
/// O(solves · work of one), at most [`MAX_SOLVES`](super::MAX_SOLVES) solves and about the budget.
pub fn closers(
    snapshot: &Arc<Snapshot>,
    question: &GapQuestion,
    gap: &Gap,
    budget: u64,
) -> Closers {
    let tested = Tested {
        snapshot,
        question,
        gap,
        material: snapshot.registry().id(gap.material),
    };
    let (before, work) = tested.before(budget);
    let candidates = tested.candidates(before.as_ref());
    let left = budget.saturating_sub(work);
    let effect = |laid: &Arc<Snapshot>, left: u64| tested.effect(before.as_ref(), laid, left);
    let mut found = ranked(snapshot, question.when, &candidates, left, &effect);
    found.explored += work;
    found
}

/// The gap whose closers are looked for.
struct Tested<'a> {
    snapshot: &'a Arc<Snapshot>,
    question: &'a GapQuestion,
    gap: &'a Gap,
    material: Id,
}

impl Tested<'_> {
    /// What is delivered in the region, of a point of failure without it; none where that does not matter or the
    /// budget does not suffice.
    fn before(&self, budget: u64) -> (Option<ThroughputAnswer>, u64) {
        let is_of_amounts = !matches!(
            self.gap.kind,
            GapKind::Capacity | GapKind::UnusedSideStream | GapKind::Data
        );
        let answer = is_of_amounts.then(|| self.delivered(self.snapshot, true, budget));
        let answer = answer.flatten();
        let work = answer.as_ref().map_or(0, |it| it.explored);
        (answer, work)
    }

    fn delivered(
        &self,
        snapshot: &Arc<Snapshot>,
        with_bottlenecks: bool,
        budget: u64,
    ) -> Option<ThroughputAnswer> {
        let delivery = Delivery {
            material: self.material.clone(),
            region: Some(self.snapshot.registry().id(self.gap.region)),
            when: self.question.when,
        };
        let parts = Parts {
            bottlenecks: with_bottlenecks,
            ..Parts::default()
        };
        match lost_point(self.gap) {
            None => delivery.asked(snapshot, parts, budget).ok(),
            Some(lost) => {
                let without = under(snapshot, &[lost], self.question.when).ok()?;
                delivery.asked(&without.snapshot, parts, budget).ok()
            }
        }
    }

    fn candidates(&self, before: Option<&ThroughputAnswer>) -> Vec<Candidate> {
        let (snapshot, question, gap) = (self.snapshot, self.question, self.gap);
        let looking = Candidates {
            snapshot,
            material: gap.material,
            region: Some(gap.region),
            when: question.when,
        };
        match gap.kind {
            GapKind::Data => Vec::new(),
            GapKind::UnusedSideStream => {
                let streams = gap.evidence.side_streams.iter();
                streams.flat_map(|it| looking.intakes(*it)).collect()
            }
            kind => {
                let mut found = looking.opened();
                if kind == GapKind::Capacity {
                    found.extend(self.wider_stage(&looking));
                }
                let more = gap.shortfall_tonnes_per_year.unwrap_or_default();
                if let Some(before) = before.filter(|_| more > 0.0) {
                    let places = self.places(before);
                    found.extend(looking.widened(&places, more));
                }
                found.extend(looking.links());
                found
            }
        }
    }

    /// What holds back what is delivered, of a point of failure without it.
    fn places(&self, before: &ThroughputAnswer) -> Vec<Bottleneck> {
        let own = self.snapshot.registry();
        let laid = lost_point(self.gap).map(|it| under(self.snapshot, &[it], self.question.when));
        match laid {
            None => widest(before, own, own),
            Some(Ok(laid)) => widest(before, laid.snapshot.registry(), own),
            Some(Err(_)) => Vec::new(),
        }
    }

    /// More capacity at each activity of a stage that can take less than the stage before gives.
    fn wider_stage(&self, looking: &Candidates<'_>) -> Vec<Candidate> {
        let asked = Asked::of(self.snapshot, self.question);
        let of = OfMaterial::of(&asked, self.gap.material);
        let intake = self.gap.stage.and_then(|it| capacity::intake(&of, it));
        let more = self.gap.shortfall_tonnes_per_year.unwrap_or_default();
        let each = intake.into_iter().flat_map(|it| it.of);
        let each = each.filter(|(_, tonnes)| *tonnes > 0.0);
        each.map(|(row, tonnes)| looking.scaled(row, tonnes, more))
            .collect()
    }

    /// What laying changes over the data did.
    fn effect(
        &self,
        before: Option<&ThroughputAnswer>,
        laid: &Arc<Snapshot>,
        budget: u64,
    ) -> Option<Effect> {
        if self.gap.kind == GapKind::UnusedSideStream {
            return Some(self.taken(laid));
        }
        let registry = laid.registry();
        let own = self.snapshot.registry();
        let question = GapQuestion {
            region: registry.find(&own.id(self.gap.region))?,
            materials: Some(vec![registry.find(&self.material)?]),
            kinds: Some(vec![self.gap.kind]),
            stages: None,
            min_severity: Severity::Low,
            budget,
            ..self.question.clone()
        };
        let found = gaps(laid, &question);
        let is_cut = !found.not_looked_at.is_empty();
        let still = found.gaps.iter().find(|it| it.id == self.gap.id);
        let mut effect = Effect {
            closes: still.is_none() && !is_cut,
            work: found.explored,
            delivers: None,
        };
        if self.gap.kind == GapKind::Capacity {
            let short = |it: Option<&Gap>| it.and_then(|it| it.shortfall_tonnes_per_year);
            let before = short(Some(self.gap)).unwrap_or_default();
            effect.delivers = Some(before - short(still).unwrap_or_default());
        } else if let Some(before) = before {
            let left = budget.saturating_sub(effect.work);
            let after = self.delivered(laid, false, left);
            effect.work += after.as_ref().map_or(0, |it| it.explored);
            let told = after.and_then(|after| compared(before, &after));
            effect.delivers = told.map(|it| 0.0 - it.lost());
        }
        (!is_cut).then_some(effect)
    }

    /// What of a side-stream is taken, once somebody takes its product: all of what is not used.
    fn taken(&self, laid: &Arc<Snapshot>) -> Effect {
        let own = self.snapshot.registry();
        let (is, was) = [(laid, laid.registry()), (self.snapshot, own)]
            .map(|(snapshot, registry)| {
                let takers = snapshot.takers(self.question.when);
                let streams = self.gap.evidence.side_streams.iter();
                let products = streams.filter_map(|it| {
                    let row = registry.find(&own.id(*it))?;
                    registry.reference(row, side_stream::PRODUCT)
                });
                products.map(|it| takers.all(it).count()).sum::<usize>()
            })
            .into();
        Effect {
            delivers: self.gap.shortfall_tonnes_per_year.filter(|_| is > was),
            closes: is > was,
            work: 1,
        }
    }
}

/// The change that takes a point of failure away; none of other gaps.
pub(in crate::analysis) fn lost_point(gap: &Gap) -> Option<ScenarioChange> {
    if gap.kind != GapKind::SinglePoint {
        return None;
    }
    match gap.subject.split_once(':') {
        Some(("country", code)) => Some(ScenarioChange::CloseCountry(code.to_owned())),
        _ => Id::parse(&gap.subject).ok().map(ScenarioChange::Close),
    }
}

/// The bottlenecks of an answer, each place once, as the registry asked knows them.
pub(in crate::analysis) fn widest(
    answer: &ThroughputAnswer,
    of: &Registry,
    own: &Registry,
) -> Vec<Bottleneck> {
    let all = [&answer.upper, &answer.lower].into_iter();
    let mut places: Vec<Bottleneck> = Vec::new();
    for it in all.flat_map(|it| &it.bottlenecks) {
        let Some(record) = own.find(&of.id(it.record)) else {
            continue;
        };
        let is_meant = matches!(record.kind(), Kind::Activity | Kind::Link);
        if is_meant && places.iter().all(|known| known.record != record) {
            let same = |row: Option<Row>| row.and_then(|it| own.find(&of.id(it)));
            let figures = it.figures.iter().filter_map(|it| same(Some(*it)));
            places.push(Bottleneck {
                record,
                site: same(it.site),
                product: same(it.product),
                host: same(it.host),
                figures: figures.collect(),
                notes: Vec::new(),
                ..it.clone()
            });
        }
    }
    places
}
