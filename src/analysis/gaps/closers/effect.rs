//! What a change does to a gap: whether it is still found, and by how many tonnes it is less.

use std::sync::Arc;

use crate::analysis::delivered::Delivery;
use crate::analysis::delivered::compared;
use crate::analysis::delivered::compared_by;
use crate::analysis::delivered::told;
use crate::analysis::delivered::tolerance;
use crate::analysis::delivered::within;
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
use crate::analysis::gaps::closers::benchmark::of_benchmark;
use crate::analysis::gaps::closers::partners::of_stream;
use crate::analysis::gaps::closers::ranked;
use crate::analysis::gaps::gaps;
use crate::analysis::gaps::single_point::EVERY_WAY;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::network::Snapshot;
use crate::network::throughput::Bottleneck;
use crate::network::throughput::Parts;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;

/// What would close a gap or make it smaller, by laying it over the data and asking again.
///
/// Tried are: opening what is planned or idle in the region, links within 300 km that no source reports, more capacity
/// where it holds back what is delivered, intakes for a side-stream. Of `CAPACITY` a change is worth what the stage can
/// take more, or has to take less, as far as that is delivered; of `SINGLE_POINT` what it delivers although the point is lost; of the others what more is
/// delivered to sinks of the region. Of a side-stream the best partners are told: whether it is used is what is
/// stated of its fate, which no change alters. Of `BENCHMARK` and `DEPENDENCE` only openings are tried, each worth what the stage can
/// give more, the smallest set that suffices first. `DATA` has none.
///
/// O(solves · work of one), at most [`MAX_SOLVES`](super::MAX_SOLVES) solves and about the budget.
///
/// # Errors
/// [`ThroughputError`] if what was found does not stand its own check: a fault of the program.
pub fn closers(
    snapshot: &Arc<Snapshot>,
    knowledge: &Knowledge,
    question: &GapQuestion,
    gap: &Gap,
    budget: u64,
) -> Result<Closers, ThroughputError> {
    if gap.kind == GapKind::UnusedSideStream {
        return Ok(of_stream(snapshot, knowledge, question, gap, budget));
    }
    if matches!(gap.kind, GapKind::Benchmark | GapKind::Dependence) {
        return of_benchmark(snapshot, question, gap, budget);
    }
    let tested = Tested {
        snapshot,
        question,
        gap,
        material: snapshot.registry().id(gap.material),
    };
    let (before, work) = tested.before(budget)?;
    let left = budget.saturating_sub(work);
    // A point of failure is told by the amounts of what is delivered with it.
    let (whole, more) = match lost_point(gap) {
        None => (None, 0),
        Some(_) => {
            let asked = tested.delivery().asked(snapshot, Parts::default(), left);
            within(asked, |it| it.explored)?
        }
    };
    let (work, left) = (work + more, left.saturating_sub(more));
    let candidates = tested.candidates(before.as_ref());
    let effect = |laid: &Arc<Snapshot>, left: u64| {
        tested.effect(whole.as_ref(), before.as_ref(), laid, left)
    };
    let mut found = ranked(snapshot, question.when, &candidates, left, &effect)?;
    found.explored += work;
    Ok(found)
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
    fn before(&self, budget: u64) -> Result<(Option<ThroughputAnswer>, u64), ThroughputError> {
        if self.gap.kind != GapKind::Data {
            self.delivered(self.snapshot, true, budget)
        } else {
            Ok((None, 0))
        }
    }

    /// What is delivered to the sinks of the region.
    fn delivery(&self) -> Delivery {
        Delivery {
            material: self.material.clone(),
            region: Some(self.snapshot.registry().id(self.gap.region)),
            when: self.question.when,
        }
    }

    fn delivered(
        &self,
        snapshot: &Arc<Snapshot>,
        with_bottlenecks: bool,
        budget: u64,
    ) -> Result<(Option<ThroughputAnswer>, u64), ThroughputError> {
        let delivery = self.delivery();
        let parts = Parts {
            bottlenecks: with_bottlenecks,
            ..Parts::default()
        };
        match lost_point(self.gap) {
            None => within(delivery.asked(snapshot, parts, budget), |it| it.explored),
            // Where the point cannot be lost any more, what is delivered without it is not told.
            Some(lost) => match under(snapshot, &[lost], self.question.when) {
                Err(_) => Ok((None, 1)),
                Ok(without) => {
                    let asked = delivery.asked(&without.snapshot, parts, budget);
                    within(asked, |it| it.explored)
                }
            },
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
                found.extend(
                    looking.links(matches!(kind, GapKind::Capacity | GapKind::SinglePoint)),
                );
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
        whole: Option<&ThroughputAnswer>,
        before: Option<&ThroughputAnswer>,
        laid: &Arc<Snapshot>,
        budget: u64,
    ) -> Result<Option<Effect>, ThroughputError> {
        if lost_point(self.gap).is_some() {
            let (Some(whole), Some(before)) = (whole, before) else {
                return Ok(None);
            };
            return self.without_point(whole, before, laid, budget);
        }
        let registry = laid.registry();
        let own = self.snapshot.registry();
        let region = registry.find(&own.id(self.gap.region));
        let Some((region, material)) = region.zip(registry.find(&self.material)) else {
            return Ok(None);
        };
        let question = GapQuestion {
            region,
            materials: Some(vec![material]),
            kinds: Some(vec![self.gap.kind]),
            stages: None,
            min_severity: Severity::Low,
            budget,
            ..self.question.clone()
        };
        let found = gaps(laid, &question)?;
        let is_cut = !found.not_looked_at.is_empty();
        // Once amounts are known, the points of all ways are told one by one: as long as there is one, nothing is closed.
        let is_of_all = self.gap.subject == EVERY_WAY;
        let is_same = |it: &&Gap| is_of_all || it.id == self.gap.id;
        let still = found.gaps.iter().find(is_same);
        let mut effect = Effect {
            closes: still.is_none() && !is_cut,
            work: found.explored,
            ..Effect::default()
        };
        let Some(before) = before else {
            return Ok(None);
        };
        let left = budget.saturating_sub(effect.work);
        let (after, work) = self.delivered(laid, false, left)?;
        effect.work += work;
        let Some(after) = after.filter(|_| !is_cut) else {
            return Ok(None);
        };
        let gained = match told(before).0 {
            Some(by) => compared_by(by, before, &after),
            None => compared(before, &after),
        };
        effect.delivers = gained.map(|it| 0.0 - it.lost());
        if self.gap.kind == GapKind::Capacity {
            // What a stage can take more is worth what of it is delivered.
            let short = |it: Option<&Gap>| it.and_then(|it| it.shortfall_tonnes_per_year);
            let less = short(Some(self.gap)).unwrap_or_default() - short(still).unwrap_or_default();
            effect.delivers = effect.delivers.map(|it| it.min(less));
            effect.closes &= effect.delivers.is_some_and(|it| it > tolerance(0.0));
        }
        // Where nothing is delivered any more nothing hangs on one point either.
        effect.closes &= !is_of_all || after.why_none.is_none();
        Ok(Some(effect))
    }

    /// What is delivered more although the point is lost, and whether its loss still cuts too much; by the amounts that
    /// the gap is told by.
    fn without_point(
        &self,
        whole: &ThroughputAnswer,
        without: &ThroughputAnswer,
        laid: &Arc<Snapshot>,
        budget: u64,
    ) -> Result<Option<Effect>, ThroughputError> {
        let asked = self.delivery().asked(laid, Parts::default(), budget);
        let (whole_then, work) = within(asked, |it| it.explored)?;
        let (without_then, more) = self.delivered(laid, false, budget.saturating_sub(work))?;
        let Some((whole_then, without_then)) = whole_then.zip(without_then) else {
            return Ok(None);
        };
        let by = told(whole).0;
        let compared = |before, after| by.and_then(|by| compared_by(by, before, after));
        let delivers = compared(without, &without_then).map(|it| 0.0 - it.lost());
        let helps = delivers.is_some_and(|it| it > tolerance(0.0));
        let is_as_much = compared(whole, &whole_then).is_some_and(|it| it.lost() <= 0.0);
        let share = compared(&whole_then, &without_then).and_then(|it| it.share());
        let is_borne = share.is_some_and(|it| it <= self.question.single_point_share);
        Ok(Some(Effect {
            delivers,
            closes: helps && is_as_much && is_borne,
            work: work + more,
            ..Effect::default()
        }))
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
