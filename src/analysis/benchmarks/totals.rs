//! Totals of a region under a scenario: they tell the world without it.
//!
//! What sites can give is found in both worlds. A total is changed by the difference, and not used where that is not known.

use std::collections::BTreeSet;

use crate::analysis::area::Phase;
use crate::analysis::benchmarks::Asked;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::supply::Supply;
use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::throughput::StageAmount;

/// What a scenario does to what the sites of a stage can give.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Difference {
    /// Tonnes of the material a year, and whether it may be more: a site of unknown capacity begins.
    Tonnes(f64, bool),
    /// A site of unknown capacity ends, or its capacity is told in one world only.
    NotKnown,
}

impl Supply {
    /// Lays the scenario over the totals: `of` is the material in the world `before` it, `was` what its sites gave there.
    /// O(sites · log sites + totals).
    pub(super) fn lay_scenario(&mut self, asked: &Asked<'_>, before: &Asked<'_>, was: Was<'_>) {
        let difference = self.difference(asked, before, &was);
        if difference == Difference::Tonnes(0.0, false) {
            return;
        }
        let sites: Vec<Row> = self.amount.figures.clone();
        lay(&mut self.stated, (asked, before), difference, &sites, true);
        let production = &mut self.production;
        lay(production, (asked, before), difference, &sites, false);
    }

    fn difference(&self, asked: &Asked<'_>, before: &Asked<'_>, was: &Was<'_>) -> Difference {
        let stage = self.amount.stage;
        let waiting = before.places.waiting(stage, was.of, Phase::Unknown);
        let unknown_before = slugs(before.registry, &[&was.amount.left_out, &waiting]);
        let known_before = slugs(before.registry, &[&was.amount.counted]);
        let unknown = slugs(asked.registry, &[&self.amount.left_out, &self.unknown]);
        let ends = unknown_before.difference(&unknown).next().is_some();
        let mut begins = unknown.difference(&unknown_before).peekable();
        let is_more = begins.peek().is_some();
        if ends || begins.any(|it| known_before.contains(it)) {
            return Difference::NotKnown;
        }
        let (then, now) = (was.amount.tonnes, self.amount.tonnes);
        let more = now.unwrap_or_default() - then.unwrap_or_default();
        let scale = now.unwrap_or_default().max(then.unwrap_or_default());
        // What a solving leaves over is no difference.
        let more = if more.abs() <= 1e-9 * scale {
            0.0
        } else {
            more
        };
        Difference::Tonnes(more, is_more)
    }
}

/// What sites gave without the scenario.
#[derive(Clone, Copy)]
pub(super) struct Was<'a> {
    /// The material there.
    pub(super) of: Row,
    pub(super) amount: &'a StageAmount,
}

fn slugs<'a>(registry: &'a Registry, sites: &[&Vec<Row>]) -> BTreeSet<&'a str> {
    let sites = sites.iter().flat_map(|it| it.iter());
    sites.map(|it| registry.slug(*it)).collect()
}

fn lay(
    told: &mut Told,
    (asked, before): (&Asked<'_>, &Asked<'_>),
    difference: Difference,
    sites: &[Row],
    is_stated: bool,
) {
    let registry = asked.registry;
    // What the scenario says of a total itself stands as it says.
    let is_own = |it: Row| before.registry.find(&registry.id(it)) != Some(it);
    let (more, is_open) = match difference {
        Difference::Tonnes(more, is_open) => (more, is_open),
        Difference::NotKnown => {
            let (own, of_record): (Vec<_>, Vec<_>) =
                told.amounts.drain(..).partition(|it| is_own(it.figure));
            told.amounts = own;
            let unused = of_record.iter();
            told.unused
                .extend(unused.map(|it| (it.figure, UnusedReason::Scenario)));
            return;
        }
    };
    for it in told.amounts.iter_mut().filter(|it| !is_own(it.figure)) {
        let changed = |it: f64| (it + more).max(0.0);
        // What ends may have produced less than it could.
        let keeps_high = !is_stated && more < 0.0;
        let high = it
            .between
            .1
            .map(|it| if keeps_high { it } else { changed(it) });
        it.between = (it.between.0.map(changed), high.filter(|_| !is_open));
        // The figure alone does not tell it.
        it.factor = 0.0;
        it.notes.push(Note {
            rests_on: Some(it.figure),
            value: Some(more),
            ..Note::new(
                AssumptionCode::TotalAdjusted,
                Concern::Capacity,
                asked.region,
            )
        });
        it.figures.extend(sites);
    }
}
