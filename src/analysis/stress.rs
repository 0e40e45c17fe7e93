//! Stress tests: shocks laid over the data one at a time, and what of deliveries is lost by each.
//!
//! A shock is a change of a scenario. For each and each material the chain is solved anew; what is lost is told of the
//! upper amounts where both are bounded, else of the lower ones. `elements` says of the six elements that Article
//! 20(3) of Regulation (EU) 2024/1252 names what the data say of them.

mod basis;
mod detour;
mod elements;
mod policy;
mod shocks;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use thiserror::Error;

use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::delivered::Delivery;
pub use crate::analysis::delivered::MeasuredBy;
use crate::analysis::delivered::compared;
use crate::analysis::delivered::is_critical;
use crate::analysis::delivered::side;
use crate::analysis::gaps::closers::Closer;
use crate::analysis::gaps::closers::Closers;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::ScenarioError;
pub use crate::analysis::stress::elements::ElementCode;
pub use crate::analysis::stress::elements::StressElement;
pub use crate::analysis::stress::policy::BenchmarksAfter;
pub use crate::analysis::stress::policy::StageShare;
use crate::analysis::stress::shocks::Shock;
pub(in crate::analysis) use crate::analysis::stress::shocks::reached;
pub(in crate::analysis) use crate::analysis::stress::shocks::with_chain;
use crate::model::Id;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::Snapshot;
use crate::network::paths::Basis;
use crate::network::throughput::Parts;
use crate::network::throughput::Pinch;
use crate::network::throughput::Throughput;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;

/// The most shocks of one stress test.
pub const MAX_SHOCKS: usize = 200;

/// What is to be tested. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct StressQuestion {
    /// Materials; none for all whose chain delivers something.
    pub materials: Option<Vec<Row>>,
    /// Only what is delivered there counts; none for everywhere.
    pub region: Option<Row>,
    /// Shocks, each alone.
    pub shocks: Vec<ScenarioChange>,
    /// Also the loss of each country with a site between a source and a sink.
    pub each_country: bool,
    /// Also the loss of each such site.
    pub each_site: bool,
    /// For which year.
    pub when: When,
    /// The part of deliveries, 0 to 1, whose loss makes a site critical.
    pub critical_share: f64,
    /// Whether remedies are wanted.
    pub remedies: bool,
    /// Whether the benchmarks of the Act are wanted, before and after each shock.
    pub benchmarks: bool,
    /// Arcs, vertices and records that may be looked at.
    pub budget: u64,
}

/// What the shocks do, and what the answer rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct StressAnswer {
    /// Per shock and material: the greatest loss first, those of unknown loss last, then by label, then material.
    pub results: Vec<ShockResult>,
    /// What the data say of the six elements.
    pub elements: Vec<StressElement>,
    /// Pairs of shock and material that were not solved since the budget was used up.
    pub not_evaluated: u64,
    /// Remedies, detours or points of failure of some results were not looked for since the budget was used up.
    pub is_cut: bool,
    /// Arcs, vertices and records looked at.
    pub explored: u64,
    /// What the answer rests on.
    pub basis: Basis,
}

/// What a shock does to a material. Tonnes are tonnes a year of contained material.
#[derive(Clone, Debug, PartialEq)]
pub struct ShockResult {
    /// What happens, a sentence without full stop.
    pub label: String,
    /// The material.
    pub material: Row,
    /// By which amounts it is told; none where neither says anything.
    pub measured_by: Option<MeasuredBy>,
    /// Why nothing is told of amounts although they would be 0 by the chain: nothing is on record that gives or takes the
    /// material, or what is shut lies on no way on record; none elsewhere.
    pub no_amount: Option<String>,
    /// What was delivered before.
    pub delivered_before: Option<f64>,
    /// What is delivered after.
    pub delivered_after: Option<f64>,
    /// What is lost; below 0 if more is delivered.
    pub lost_tonnes: Option<f64>,
    /// The same as a part of what was delivered; none where nothing was.
    pub lost_share: Option<f64>,
    /// The same as a part of what the region consumes.
    pub lost_share_of_consumption: Option<f64>,
    /// The figure of consumption.
    pub consumption: Option<Row>,
    /// Why there is no share of consumption.
    pub no_consumption: Option<String>,
    /// How much longer, in km, the shortest way to a sink became, of the origin that still delivers for which it is most;
    /// none if no length is known before and after.
    pub longest_detour_km: Option<f64>,
    /// That origin, where its way became longer.
    pub detour_of: Option<Row>,
    /// Sites that are critical after it and were not before, by slug.
    pub newly_critical: Vec<Row>,
    /// What would make good the loss, if that is asked for; what delivers most first.
    pub remedies: Vec<Closer>,
    /// How many changes that may make it good could not be laid over the shock, so that what they would do is not known.
    pub remedies_not_laid: u32,
    /// What a country that is lost has of what the Union sources and of the world's supply, by stage; empty for other shocks.
    pub sourcing_lost: Vec<StageShare>,
    /// The benchmarks before any shock, if they are asked for.
    pub benchmarks_before: Vec<MaterialBenchmark>,
    /// The same after it.
    pub benchmarks_after: Option<BenchmarksAfter>,
}

/// Why there is no answer.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum StressError {
    /// There is nothing to test.
    #[error("no shock is asked for: name some, or ask for each country or each site")]
    NoShock,
    /// More shocks than one test may have.
    #[error(
        "the test has {0} shocks: at most {MAX_SHOCKS} are laid over the data; name fewer materials or shocks"
    )]
    TooManyShocks(usize),
    /// A shock is no change that can be laid over the data.
    #[error("{error}")]
    Shock {
        /// The position of the shock, from 0.
        shock: usize,
        /// What is wrong with it.
        error: ScenarioError,
    },
    /// The answer does not stand its own check, or a question is wrong.
    #[error(transparent)]
    Throughput(#[from] ThroughputError),
}

/// A material before any shock.
struct Before {
    material: Row,
    delivery: Delivery,
    answer: ThroughputAnswer,
    benchmarks: Vec<MaterialBenchmark>,
}

const PARTS: Parts = Parts {
    unknowns: false,
    bottlenecks: true,
    single_points: true,
    stage_balance: false,
};

/// What shocks do to deliveries, each alone. O(shocks · materials · one solving), at most about the budget.
///
/// # Errors
/// [`StressError`] if a shock cannot be laid over the data, or there are none or too many.
pub fn stress_test(
    snapshot: &Arc<Snapshot>,
    question: &StressQuestion,
) -> Result<StressAnswer, StressError> {
    if question.shocks.is_empty() && !question.each_country && !question.each_site {
        return Err(StressError::NoShock);
    }
    let registry = snapshot.registry();
    let mut testing = Testing {
        snapshot,
        question,
        explored: 0,
        is_cut: false,
    };
    // Shocks are counted before anything is solved, and laid one at a time: a chain of each would fill the memory.
    let materials = testing.materials();
    let changes = shocks::shocks(snapshot, question, &materials)?;
    let (before, unsolved) = testing.before(&materials)?;
    let pairs = |materials: usize| (materials * changes.len()) as u64;
    let mut not_evaluated = pairs(unsolved);
    let mut results = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if testing.left() == 0 {
            not_evaluated += before.len() as u64;
            continue;
        }
        let shock = shocks::lay(snapshot, question, at, change.clone())?;
        for it in &before {
            if testing.left() == 0 {
                not_evaluated += 1;
                continue;
            }
            match testing.result(it, &shock)? {
                Some(result) => results.push(result),
                None => not_evaluated += 1,
            }
        }
    }
    results.sort_by(|a, b| {
        let amount = |it: &ShockResult| it.lost_tonnes.unwrap_or(f64::NEG_INFINITY);
        let by_loss = amount(b).total_cmp(&amount(a));
        let names = |it: &ShockResult| (it.label.clone(), registry.slug(it.material).to_owned());
        by_loss.then_with(|| names(a).cmp(&names(b)))
    });
    let answers: Vec<(Row, &ThroughputAnswer)> =
        before.iter().map(|it| (it.material, &it.answer)).collect();
    Ok(StressAnswer {
        elements: elements::elements(snapshot, question, &answers, &results),
        basis: basis::basis(snapshot, question, &before, &results),
        results,
        not_evaluated,
        is_cut: testing.is_cut,
        explored: testing.explored,
    })
}

/// A test under way.
struct Testing<'a> {
    snapshot: &'a Arc<Snapshot>,
    question: &'a StressQuestion,
    explored: u64,
    is_cut: bool,
}

impl Testing<'_> {
    fn left(&self) -> u64 {
        self.question.budget.saturating_sub(self.explored)
    }

    /// The materials asked for, by slug; else all that have a chain.
    fn materials(&self) -> Vec<Row> {
        let registry = self.snapshot.registry();
        match &self.question.materials {
            None => shocks::with_chain(self.snapshot, self.question.when),
            Some(rows) => {
                let by_slug: BTreeMap<&str, Row> =
                    rows.iter().map(|it| (registry.slug(*it), *it)).collect();
                by_slug.into_values().collect()
            }
        }
    }

    /// Each material as it is delivered before any shock; and how many could not be solved.
    fn before(&mut self, materials: &[Row]) -> Result<(Vec<Before>, usize), StressError> {
        let registry = self.snapshot.registry();
        let all = self.question.materials.is_none();
        let (mut found, mut unsolved) = (Vec::new(), 0);
        for material in materials.iter().copied() {
            let delivery = Delivery {
                material: registry.id(material),
                region: self.question.region.map(|it| registry.id(it)),
                when: self.question.when,
            };
            let Some(answer) = self.solved(self.snapshot, &delivery)? else {
                unsolved += 1;
                continue;
            };
            if all && answer.why_none.is_some() {
                continue;
            }
            found.push(Before {
                material,
                delivery,
                answer,
                benchmarks: self.benchmarks(self.snapshot, material)?,
            });
        }
        Ok((found, unsolved))
    }

    /// The benchmarks of a material, if they are asked for.
    fn benchmarks(
        &mut self,
        snapshot: &Arc<Snapshot>,
        material: Row,
    ) -> Result<Vec<MaterialBenchmark>, StressError> {
        if !self.question.benchmarks {
            return Ok(Vec::new());
        }
        let asked = (self.snapshot.registry(), self.question);
        let (told, work) = policy::benchmarks_of(snapshot, asked, material, self.left())?;
        self.explored += work;
        Ok(told)
    }

    /// How much is delivered; none if the budget does not suffice.
    fn solved(
        &mut self,
        snapshot: &Snapshot,
        delivery: &Delivery,
    ) -> Result<Option<ThroughputAnswer>, StressError> {
        match delivery.asked(snapshot, PARTS, self.left()) {
            Ok(answer) => {
                self.explored += answer.explored.max(1);
                self.is_cut |= answer.is_cut;
                Ok(Some(answer))
            }
            Err(ThroughputError::Budget { work }) => {
                self.explored += work.max(self.left());
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn result(
        &mut self,
        before: &Before,
        shock: &Shock,
    ) -> Result<Option<ShockResult>, StressError> {
        let own = self.snapshot.registry();
        let laid = &shock.laid.snapshot;
        let Some(after) = self.solved(laid, &before.delivery)? else {
            return Ok(None);
        };
        let compared = compared(&before.answer, &after);
        let mut no_amount = before.answer.why_none.and_then(shocks::nothing_on_record);
        if no_amount.is_none() && compared.is_some_and(|it| it.lost() <= 0.0) {
            let (when, change) = (self.question.when, &shock.change);
            no_amount = shocks::why_unknown(self.snapshot, when, change, before.material);
        }
        let compared = compared.filter(|_| no_amount.is_none());
        let lost = compared.map(|it| it.lost());
        let consumed = elements::consumed(own, self.question, before.material);
        let share = lost
            .zip(consumed.as_ref().ok())
            .map(|(lost, it)| lost / it.0);
        // Both by the amounts that the loss is told by: an upper share says nothing of a lower one.
        let by = compared.map_or(MeasuredBy::Upper, |it| it.by);
        let critical_in = |registry: &Registry, answer: &ThroughputAnswer| {
            critical(registry, side(answer, by), self.question.critical_share)
        };
        let was = critical_in(own, &before.answer);
        let is = critical_in(laid.registry(), &after);
        let newly = is.difference(&was);
        let budget = self.left();
        let (detour, work) = detour::longest(self.snapshot, laid, &before.delivery, &after, budget);
        self.explored += work;
        let loss = compared.filter(|it| self.question.remedies && it.lost() > 0.0);
        let remedies = if let Some(loss) = loss {
            let asked = (&after, self.question);
            let found = shocks::remedies(self.snapshot, before, shock, asked, loss, self.left())?;
            self.explored += found.explored;
            self.is_cut |= found.is_cut;
            found
        } else {
            Closers::default()
        };
        let benchmarks_after = if self.question.benchmarks {
            Some(BenchmarksAfter {
                told: self.benchmarks(laid, before.material)?,
                snapshot: Arc::clone(laid),
            })
        } else {
            None
        };
        let change = &shock.change;
        Ok(Some(ShockResult {
            sourcing_lost: policy::sourcing_lost(own, self.question, change, before.material),
            benchmarks_before: before.benchmarks.clone(),
            benchmarks_after,
            label: shock.label.clone(),
            material: before.material,
            measured_by: compared.map(|it| it.by),
            no_amount,
            delivered_before: compared.map(|it| it.before),
            delivered_after: compared.map(|it| it.after),
            lost_tonnes: lost,
            lost_share: compared.and_then(|it| it.share()),
            lost_share_of_consumption: share,
            consumption: consumed.as_ref().ok().map(|it| it.1),
            no_consumption: consumed.err(),
            longest_detour_km: detour.map(|it| it.0),
            detour_of: detour.filter(|it| it.0 > 0.0).map(|it| it.1),
            newly_critical: newly.filter_map(|it| own.find(it)).collect(),
            remedies_not_laid: remedies.not_laid,
            remedies: remedies.found,
        }))
    }
}

/// The sites that are critical, by id.
fn critical(registry: &Registry, amounts: &Throughput, share: f64) -> BTreeSet<Id> {
    let points = amounts.single_points.iter();
    let sites = points
        .filter(|it| is_critical(it, share))
        .filter_map(|it| match it.what {
            Pinch::Site(row) => Some(registry.id(row)),
            Pinch::Link(_) | Pinch::Country(_) => None,
        });
    sites.collect()
}
