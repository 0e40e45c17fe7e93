//! What closes a gap of a benchmark: planned or idle sites and projects of the Union, whose effects add up.
//!
//! Each is laid over the data alone and the benchmark asked again. As what they add adds up, the largest first give the
//! smallest set; that set is laid over the data once more, so that what is told of it is found and not summed. More capacity
//! where something is bound is no closer here: it would be the gap in other words.
//!
//! Of a dependence the same openings are worth what they supply at the stage. How many tonnes from elsewhere bring a
//! country to what the Act allows is c − 0.65 · C of its c tonnes and a consumption of C: what is imported from others in its
//! stead leaves consumption as it is.

use std::sync::Arc;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::benchmarks;
use crate::analysis::delivered::tolerance;
use crate::analysis::gaps::Gap;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::closers::Candidate;
use crate::analysis::gaps::closers::Candidates;
use crate::analysis::gaps::closers::Closer;
use crate::analysis::gaps::closers::Closers;
use crate::analysis::gaps::closers::Effect;
use crate::analysis::gaps::closers::MAX_SOLVES;
use crate::analysis::gaps::closers::laying;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::told_from;
use crate::analysis::scenario::under;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::throughput::ThroughputError;

/// What is asked of a benchmark again and again.
struct Asking<'a> {
    snapshot: &'a Arc<Snapshot>,
    question: &'a GapQuestion,
    gap: &'a Gap,
    /// The benchmark of capacity that openings are measured by.
    measured: Benchmark,
    stage: Stage,
    budget: u64,
    closers: Closers,
}

/// What the stage can give, and how the benchmarks of capacity and of the gap stand.
#[derive(Clone, Copy, Debug)]
struct Standing {
    capacity: Option<f64>,
    is_met: bool,
    /// Whether a figure that decides tells consumption only as at least so much, so that no capacity meets it for sure.
    is_open: bool,
}

/// What closes a `BENCHMARK` or makes it smaller, or would supply what a `DEPENDENCE` has from one country: first the
/// smallest set, where it takes several, then each by itself, the largest effect first.
///
/// O((candidates + 1) · one asking), at most [`MAX_SOLVES`] askings and about the budget.
///
/// # Errors
/// [`ThroughputError`] if an amount does not stand its own check.
pub(super) fn of_benchmark(
    snapshot: &Arc<Snapshot>,
    question: &GapQuestion,
    gap: &Gap,
    budget: u64,
) -> Result<Closers, ThroughputError> {
    let Some(stage) = gap.stage else {
        return Ok(Closers::default());
    };
    let measured = match stage {
        Stage::Extraction => Benchmark::Extraction,
        Stage::Recycling => Benchmark::Recycling,
        _ => Benchmark::Processing,
    };
    let mut asking = Asking {
        snapshot,
        question,
        gap,
        measured,
        stage,
        budget,
        closers: Closers::default(),
    };
    let Some(before) = asking.standing(snapshot)? else {
        return Ok(asking.closers);
    };
    let looking = Candidates {
        snapshot,
        material: gap.material,
        region: Some(gap.region),
        when: question.when,
    };
    let mut found: Vec<(Candidate, Effect)> = Vec::new();
    for mut it in looking.opened() {
        let changes = std::slice::from_ref(&it.change);
        let Some(effect) = asking.effect(before, changes)?.filter(|it| it.helps()) else {
            continue;
        };
        let registry = snapshot.registry();
        let year = it
            .subject
            .and_then(|it| told_from(registry, it, question.when));
        if let Some(year) = year {
            it.message += &format!(" What it gives is told from {year}.");
        }
        found.push((it, effect));
    }
    found.sort_by(|(a, of_a), (b, of_b)| {
        let amount = |it: &Effect| it.delivers.unwrap_or_default();
        amount(of_b)
            .total_cmp(&amount(of_a))
            .then_with(|| a.message.cmp(&b.message))
    });
    let effects: Vec<f64> = found
        .iter()
        .map(|it| it.1.delivers.unwrap_or_default())
        .collect();
    let set = smallest_set(&effects, gap.shortfall_tonnes_per_year);
    if set > 1 {
        let changes: Vec<ScenarioChange> =
            found[..set].iter().map(|it| it.0.change.clone()).collect();
        if let Some(effect) = asking.effect(before, &changes)? {
            let mut set = together(&found[..set], (effect, before.is_open), gap.kind);
            set.message += not_sure(effect, before, gap);
            asking.closers.found.push(set);
        }
    }
    let singles = found.iter().map(|(it, effect)| {
        let mut closer = it.closer(*effect);
        closer.message += not_sure(*effect, before, gap);
        closer
    });
    asking.closers.found.extend(singles);
    Ok(asking.closers)
}

/// How many of some effects, the largest first, come to what is needed: the smallest set that does, as no other of so many
/// comes to more. All of them where they do not suffice, or it is not known what is needed.
pub(super) fn smallest_set(effects: &[f64], needed: Option<f64>) -> usize {
    let Some(needed) = needed else {
        return effects.len();
    };
    let mut sum = 0.0;
    for (at, it) in effects.iter().enumerate() {
        sum += it;
        if sum >= needed - tolerance(needed) {
            return at + 1;
        }
    }
    effects.len()
}

/// That it is not known whether what is added suffices, where consumption is known only as at least so much.
fn not_sure(effect: Effect, before: Standing, gap: &Gap) -> &'static str {
    let adds = effect.delivers.unwrap_or_default();
    let lacks = gap.shortfall_tonnes_per_year.unwrap_or_default();
    let is_enough = adds >= lacks - tolerance(lacks);
    if gap.kind == GapKind::Benchmark && before.is_open && !effect.closes && is_enough {
        " Whether that meets the benchmark is not known, as consumption is told only as at least so much."
    } else {
        ""
    }
}

/// The set as one closer: what each adds stands with the singles.
fn together(
    set: &[(Candidate, Effect)],
    (effect, is_open): (Effect, bool),
    kind: GapKind,
) -> Closer {
    let mut both = set[0].0.closer(effect);
    both.changes = set.iter().map(|it| it.0.change.clone()).collect();
    let names: Vec<&str> = set.iter().map(|it| it.0.message.as_str()).collect();
    let does = match (kind, effect.closes) {
        (GapKind::Dependence, _) => "Together these add to what the Union supplies itself",
        (_, true) => "Together these meet the benchmark, and no fewer do",
        (_, false) if is_open => {
            "Together these add the most that is planned or idle, or what is lacking"
        }
        (_, false) => "All that is planned or idle does not meet the benchmark",
    };
    both.message = format!("{does}: {}", names.join(" And: "));
    for it in set.iter().flat_map(|it| &it.0.sources) {
        if !both.sources.contains(it) {
            both.sources.push(*it);
        }
    }
    both
}

impl Asking<'_> {
    /// What changes do; none if they cannot be laid or asked for, which is counted.
    fn effect(
        &mut self,
        before: Standing,
        changes: &[ScenarioChange],
    ) -> Result<Option<Effect>, ThroughputError> {
        let left = self.budget.saturating_sub(self.closers.explored);
        if self.closers.tried == MAX_SOLVES || left == 0 {
            self.closers.is_cut = true;
            return Ok(None);
        }
        self.closers.tried += 1;
        self.closers.explored += laying(self.snapshot.registry());
        let Ok(laid) = under(self.snapshot, changes, self.question.when) else {
            self.closers.not_laid += 1;
            return Ok(None);
        };
        let Some(after) = self.standing(&laid.snapshot)? else {
            self.closers.is_cut = true;
            return Ok(None);
        };
        let more = after.capacity.unwrap_or_default() - before.capacity.unwrap_or_default();
        Ok(Some(Effect {
            delivers: after.capacity.map(|_| more),
            closes: after.is_met,
            ..Effect::default()
        }))
    }

    /// How the stage stands; none if the budget does not suffice.
    fn standing(&mut self, laid: &Arc<Snapshot>) -> Result<Option<Standing>, ThroughputError> {
        let (own, there) = (self.snapshot.registry(), laid.registry());
        let same = |row| there.find(&own.id(row));
        let Some((region, material)) = same(self.gap.region).zip(same(self.gap.material)) else {
            return Ok(None);
        };
        let told = benchmarks(
            laid,
            &BenchmarkQuestion {
                region,
                materials: Some(vec![material]),
                when: self.question.when,
                budget: self.budget.saturating_sub(self.closers.explored),
            },
        )?;
        self.closers.explored += told.explored;
        if !told.not_looked_at.is_empty() {
            return Ok(None);
        }
        let of = |benchmark: Benchmark| {
            let is_it = |it: &&MaterialBenchmark| {
                it.material == material && it.benchmark == benchmark && it.stage == self.stage
            };
            told.by_material.iter().find(is_it)
        };
        let judged = match self.gap.kind {
            GapKind::Dependence => of(Benchmark::Dependence),
            _ => of(self.measured),
        };
        Ok(Some(Standing {
            capacity: of(self.measured).and_then(|it| it.capacity),
            is_open: judged.is_some_and(|it| {
                let mut deciding = it.consumption.iter().filter(|it| it.unused.is_none());
                deciding.any(|it| it.tonnes.0.is_some() && it.tonnes.1.is_none())
            }),
            is_met: judged.is_some_and(|it| it.status == BenchmarkStatus::Met),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::dice::Dice;

    #[test]
    fn the_largest_first_are_the_smallest_set() {
        let mut dice = Dice(7);
        let (mut several, mut none) = (0, 0);
        for _ in 0..2_000 {
            let count = dice.roll(9);
            let mut effects: Vec<f64> =
                (0..count).map(|_| f64::from(1 + dice.number(40))).collect();
            effects.sort_by(|a, b| b.total_cmp(a));
            let needed = f64::from(1 + dice.number(120));
            // All subsets: the fewest that come to what is needed.
            let sum = |set: u32| -> f64 {
                let of_set = (0..count).filter(|it| set & (1 << it) != 0);
                of_set.map(|it| effects[it]).sum()
            };
            let closing = (0..1_u32 << count).filter(|it| sum(*it) >= needed);
            let fewest = closing.map(u32::count_ones).min();
            let found = smallest_set(&effects, Some(needed));
            match fewest {
                Some(fewest) => assert_eq!(found, fewest as usize, "{effects:?} {needed}"),
                None => assert_eq!(found, count, "{effects:?} {needed}"),
            }
            several += usize::from(fewest.is_some_and(|it| it > 2));
            none += usize::from(fewest.is_none());
        }
        assert!(several > 200 && none > 200, "{several} {none}");
        assert_eq!(smallest_set(&[3.0, 2.0], Some(3.0)), 1);
        assert_eq!(smallest_set(&[3.0, 2.0], None), 2);
        assert_eq!(smallest_set(&[], Some(3.0)), 0);
    }
}
