//! What a kilometre is by each mode of transport: detour factors, emission and cost rates, looked up once a chain.

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Mode;
use crate::model::tables::figure;
use crate::network::chain::told::Told;

/// The parameters of transport used unless a link has figures of its own, by their `definition`.
const DEFAULT_DEFINITIONS: &[&str] = &[
    "road-artic33-avg-uk",
    "rail-mixed-diesel-fi",
    "sea-bulk-10k-uk",
    "road-fi-all",
    "rail-nordic-network",
];

/// What its operator says a tonne-kilometre costs, in EUR; none where he says nothing. What sources tell mixes years
/// and currencies, so that there are no rates of our own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostRates {
    /// By road.
    pub road: Option<f64>,
    /// By rail.
    pub rail: Option<f64>,
    /// By sea.
    pub sea: Option<f64>,
}

impl CostRates {
    /// That of a mode.
    pub fn of(self, mode: Mode) -> Option<f64> {
        match mode {
            Mode::Road => self.road,
            Mode::Rail => self.rail,
            Mode::Sea => self.sea,
            Mode::Conveyor | Mode::Pipeline | Mode::OnSite | Mode::Unknown => None,
        }
    }

    /// Whether any mode has a rate, be it here or by a figure on record. O(modes).
    pub(in crate::network) fn any(self, registry: &Registry, when: When) -> bool {
        let rates = Rates::new(registry, when, self);
        Mode::ALL.iter().any(|it| rates.cost(*it).is_some())
    }
}

/// The parameters of all modes.
pub(super) struct Rates {
    by_mode: Vec<OfMode>,
    set: CostRates,
}

/// The parameters of one mode, where they are known.
struct OfMode {
    detour: Option<Told>,
    emissions: Option<Told>,
    cost: Option<Told>,
}

/// The rate of a mode, EUR/t·km.
pub(super) enum CostRate {
    /// By a figure.
    Told(Told),
    /// By the operator's setting.
    Set(f64),
}

impl Rates {
    /// Looks them up.
    pub(super) fn new(registry: &Registry, when: When, set: CostRates) -> Self {
        let of_mode = |mode: &Mode| {
            let parameter = |quantity| parameter(registry, registry.mode(*mode), quantity, when);
            OfMode {
                detour: parameter(Quantity::DetourFactor),
                emissions: parameter(Quantity::EmissionRate),
                cost: parameter(Quantity::CostRate),
            }
        };
        Self {
            by_mode: Mode::ALL.iter().map(of_mode).collect(),
            set,
        }
    }

    /// How much longer than the great circle the way is.
    pub(super) fn detour(&self, mode: Mode) -> Option<Told> {
        self.by_mode[mode as usize].detour
    }

    /// Grams CO2e per tonne-kilometre.
    pub(super) fn emissions(&self, mode: Mode) -> Option<Told> {
        self.by_mode[mode as usize].emissions
    }

    /// The figure on record, else the setting.
    pub(super) fn cost(&self, mode: Mode) -> Option<CostRate> {
        let told = self.by_mode[mode as usize].cost.map(CostRate::Told);
        told.or_else(|| self.set.of(mode).map(CostRate::Set))
    }
}

/// How much longer than the great circle the way by road is; none if no figure tells it.
pub(crate) fn road_detour(registry: &Registry, when: When) -> Option<Told> {
    parameter(
        registry,
        registry.mode(Mode::Road),
        Quantity::DetourFactor,
        when,
    )
}

/// A parameter of a mode: the one of the default definition, else the best. Parameters describe a way of
/// transport rather than a year, so that a later one may stand in, flagged.
fn parameter(registry: &Registry, mode: Row, quantity: Quantity, when: When) -> Option<Told> {
    let when = When {
        nearest_years: true,
        ..when
    };
    let chosen = registry.chosen(mode, quantity, when);
    let is_default = |it: &&Choice| {
        let definition = registry.text(it.figure, figure::DEFINITION);
        definition.is_some_and(|it| DEFAULT_DEFINITIONS.contains(&it))
    };
    match chosen.iter().find(is_default) {
        Some(default) => Told::first(registry, &[*default]),
        None => Told::first(registry, &chosen),
    }
}
