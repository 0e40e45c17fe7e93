//! The arithmetic of a benchmark: which tellings of a capacity decide, and what each says with each consumption.

use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::amounts::Between;

/// Shares that differ by less, relatively, are the same: what a sum of decimals leaves over decides nothing.
const TOLERANCE: f64 = 1e-12;

/// What is known of a capacity, in tonnes of the material a year.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Capacities {
    /// What sites can give, and whether that is all there is.
    pub(super) sites: Option<(f64, bool)>,
    /// What sources state as capacity.
    pub(super) stated: Vec<Between>,
    /// What sources state as production.
    pub(super) production: Vec<Between>,
}

/// Which telling of a capacity it is, by its position among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    Sites,
    Stated(usize),
    Production(usize),
}

impl Capacities {
    /// The tellings that decide, each with the capacity it stands for; see the decision on benchmarks for the order.
    /// `reaches` says whether so much is enough by every figure of consumption that decides.
    pub(super) fn deciding(&self, reaches: impl Fn(f64) -> bool) -> Vec<(Telling, Between)> {
        let stated = self.stated.iter().enumerate();
        let mut deciding: Vec<(Telling, Between)> =
            stated.map(|(at, it)| (Telling::Stated(at), *it)).collect();
        if !deciding.is_empty() {
            if let Some((sites, _)) = self.sites
                && self.stated.iter().any(|it| is_less(it.1, sites))
            {
                deciding.push((Telling::Sites, (Some(sites), Some(sites))));
            }
            return deciding;
        }
        match self.sites {
            Some((sites, true)) => vec![(Telling::Sites, (Some(sites), Some(sites)))],
            Some((sites, false)) if self.production.is_empty() || reaches(sites) => {
                vec![(Telling::Sites, (Some(sites), None))]
            }
            _ => self.by_production(),
        }
    }

    /// Production, where it is not less than what sites alone can give: one that is stands in for no capacity. Where that
    /// leaves none, sites are a lower bound, and more may be there.
    fn by_production(&self) -> Vec<(Telling, Between)> {
        let sites = self.sites.map(|it| it.0);
        let production = self.production.iter().enumerate();
        let stands_in =
            production.filter(|(_, it)| !sites.is_some_and(|sites| is_less(it.1, sites)));
        let told = stands_in.map(|(at, (low, high))| {
            let least = match (*low, sites) {
                (Some(low), Some(sites)) => Some(low.max(sites)),
                (low, sites) => low.or(sites),
            };
            (Telling::Production(at), (least, *high))
        });
        let mut deciding: Vec<(Telling, Between)> = told.collect();
        if deciding.is_empty() {
            deciding.extend(sites.map(|it| (Telling::Sites, (Some(it), None))));
        }
        deciding
    }
}

/// Whether a total is less than what sites can give.
fn is_less(most: Option<f64>, sites: f64) -> bool {
    most.is_some_and(|it| sites > it + TOLERANCE * it.max(1.0))
}

/// What a capacity says with a consumption, against the part of consumption that it has to be at least.
pub(super) fn at_least(capacity: Between, consumption: Between, threshold: f64) -> BenchmarkStatus {
    let is_some_consumed = consumption.1.is_none_or(|it| it > 0.0);
    if !is_some_consumed {
        return BenchmarkStatus::Unknown;
    }
    let needed = |consumed: f64| threshold * consumed * (1.0 - TOLERANCE);
    let is_met = capacity
        .0
        .zip(consumption.1)
        .is_some_and(|(capacity, consumed)| capacity >= needed(consumed));
    let is_missed = capacity.1.is_some_and(|capacity| {
        let least = consumption.0.unwrap_or(0.0);
        capacity <= 0.0 || capacity < needed(least)
    });
    undecided(is_met, is_missed, capacity, consumption)
}

/// What imports from a country say with a consumption, against the part of it that they may be at most.
pub(super) fn at_most(imports: Between, consumption: Between, threshold: f64) -> BenchmarkStatus {
    let is_some_consumed = consumption.1.is_none_or(|it| it > 0.0);
    if !is_some_consumed {
        return BenchmarkStatus::Unknown;
    }
    let allowed = |consumed: f64| threshold * consumed * (1.0 + TOLERANCE);
    let is_missed = imports
        .0
        .zip(consumption.1)
        .is_some_and(|(imports, consumed)| imports > allowed(consumed));
    let is_met = imports.1.is_some_and(|imports| {
        let least = consumption.0.unwrap_or(0.0);
        imports <= 0.0 || imports <= allowed(least)
    });
    undecided(is_met, is_missed, imports, consumption)
}

fn undecided(is_met: bool, is_missed: bool, of: Between, consumption: Between) -> BenchmarkStatus {
    let is_bounded = [of.0, of.1, consumption.0, consumption.1]
        .iter()
        .all(Option::is_some);
    match (is_met, is_missed) {
        (true, _) => BenchmarkStatus::Met,
        (_, true) => BenchmarkStatus::Missed,
        _ if is_bounded => BenchmarkStatus::DependsOnFigure,
        _ => BenchmarkStatus::Unknown,
    }
}

/// What several verdicts come to: theirs where all agree.
pub(super) fn together(verdicts: impl IntoIterator<Item = BenchmarkStatus>) -> BenchmarkStatus {
    let mut verdicts = verdicts.into_iter();
    let Some(first) = verdicts.next() else {
        return BenchmarkStatus::Unknown;
    };
    if verdicts.all(|it| it == first) {
        first
    } else {
        BenchmarkStatus::DependsOnFigure
    }
}
