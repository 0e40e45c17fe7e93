//! What tells a capacity, and which of it decides.

use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::supply::Supply;
use crate::analysis::benchmarks::verdict::Capacities;
use crate::analysis::benchmarks::verdict::Telling;
use crate::analysis::benchmarks::verdict::at_least;
use crate::analysis::benchmarks::verdict::together;
use crate::model::Row;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Note;

/// One telling of a capacity while it is judged.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tells {
    pub(super) basis: CapacityBasis,
    /// What it tells.
    pub(super) between: Between,
    /// What it stands for where it decides: at least what sites can give. None where it does not decide.
    pub(super) decides: Option<Between>,
    pub(super) amount: Option<Amount>,
    pub(super) figures: Vec<Row>,
    pub(super) notes: Vec<Note>,
}

impl Tells {
    /// Whether it is a lower bound, so that it can never show that a benchmark is missed. Production that stands in is none:
    /// it is taken as the capacity, which is marked.
    pub(super) fn is_at_least(&self) -> bool {
        let (low, high) = self.decides.unwrap_or(self.between);
        low.is_some() && high.is_none()
    }
}

impl Tells {
    /// Whether a scenario changes a total.
    pub(super) fn is_adjusted(&self) -> bool {
        let mut notes = self.notes.iter();
        notes.any(|it| it.code == AssumptionCode::TotalAdjusted)
    }
}

/// Marks the tellings that decide.
pub(super) fn decide(tells: &mut [Tells], supply: &Supply, consumption: &[Amount], threshold: f64) {
    let of = |basis| {
        let it = tells.iter().filter(move |it| it.basis == basis);
        it.map(|it| it.between).collect::<Vec<Between>>()
    };
    let sites = of(CapacityBasis::Sites).first().copied();
    let is_all = supply.sites.is_some_and(|it| it.1);
    let capacities = Capacities {
        sites: sites.and_then(|it| Some((it.0?, is_all))),
        stated: of(CapacityBasis::Stated),
        production: of(CapacityBasis::Production),
    };
    let reaches = |tonnes: f64| {
        let reached = |it: &Amount| {
            at_least((Some(tonnes), None), it.between, threshold) == BenchmarkStatus::Met
        };
        !consumption.is_empty() && consumption.iter().all(reached)
    };
    let mut positions = [Vec::new(), Vec::new(), Vec::new()];
    for (at, it) in tells.iter_mut().enumerate() {
        it.decides = None;
        match it.basis {
            CapacityBasis::Sites => positions[0].push(at),
            CapacityBasis::Stated => positions[1].push(at),
            CapacityBasis::Production => positions[2].push(at),
            // Only there where nothing else is.
            CapacityBasis::Members => it.decides = Some(it.between),
        }
    }
    for (telling, between) in capacities.deciding(reaches) {
        let at = match telling {
            Telling::Sites => positions[0].first(),
            Telling::Stated(at) => positions[1].get(at),
            Telling::Production(at) => positions[2].get(at),
        };
        if let Some(at) = at {
            tells[*at].decides = Some(between);
        }
    }
}

/// How all pairs of a capacity and a consumption that decide stand together.
pub(super) fn status(tells: &[Tells], consumption: &[Amount], threshold: f64) -> BenchmarkStatus {
    let deciding = tells.iter().filter_map(|it| it.decides);
    let pairs = deciding.flat_map(|capacity| {
        let with = move |it: &Amount| at_least(capacity, it.between, threshold);
        consumption.iter().map(with)
    });
    together(pairs)
}
