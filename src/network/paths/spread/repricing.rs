//! The arcs of some routes, priced anew for every sample.

use std::collections::BTreeMap;

use crate::model::Registry;
use crate::network::chain::Chain;
use crate::network::chain::ChainArc;
use crate::network::chain::Factor;
use crate::network::chain::Metric;
use crate::network::chain::loss;
use crate::network::chain::site_of;
use crate::network::chain::whole;
use crate::network::paths::spread::counted;
use crate::network::search::Route;
use crate::network::uncertainty::Draws;
use crate::network::uncertainty::Rests;
use crate::network::uncertainty::Sampling;

/// What can differ between samples; [`Metric::Steps`] cannot.
const DRAWN: [Metric; 4] = [
    Metric::Distance,
    Metric::Emissions,
    Metric::Cost,
    Metric::Loss,
];

/// The arcs of some routes, each once, with what their numbers follow from.
pub(super) struct Repricing<'a> {
    chain: &'a Chain,
    pub(super) draws: Draws<'a>,
    arcs: Vec<Priced>,
    /// By arc of the chain, its position in `arcs`.
    position: BTreeMap<u32, u32>,
    /// The routes as positions in `arcs`.
    routes: Vec<Vec<u32>>,
}

/// An arc as it is told, and the numbers of the draws that each of its own follows from.
struct Priced {
    told: Numbers,
    /// In the order of [`DRAWN`].
    by: [Vec<u32>; 4],
}

/// The numbers of an arc or a route: whole ones, so that sums do not depend on an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    /// Metres of the legs of known length, grams, cents, none if not known.
    pub(super) metres: u64,
    pub(super) grams: Option<u64>,
    pub(super) cents: Option<u64>,
    pub(super) recovery: Option<f64>,
    /// 10⁻⁹ neper; recoveries not known count as 1.
    pub(super) lost: u64,
    /// How many arcs.
    pub(super) steps: u32,
}

impl<'a> Repricing<'a> {
    pub(super) fn new(
        registry: &'a Registry,
        chain: &'a Chain,
        sampling: Sampling,
        routes: &[&Route],
    ) -> Self {
        let mut it = Self {
            chain,
            draws: Draws::new(registry, sampling),
            arcs: Vec::new(),
            position: BTreeMap::new(),
            routes: Vec::new(),
        };
        for route in routes {
            let arcs = route.arcs.iter().map(|arc| it.enter(registry, *arc));
            let arcs = arcs.collect();
            it.routes.push(arcs);
        }
        it
    }

    /// The position of an arc.
    fn enter(&mut self, registry: &Registry, arc: u32) -> u32 {
        if let Some(position) = self.position.get(&arc) {
            return *position;
        }
        let (chain, it) = (self.chain, &self.chain.arcs()[arc as usize]);
        let ends = [chain.graph().tail(arc), chain.graph().head(arc)];
        let [tail, head] = ends.map(|at| {
            let place = chain.vertices()[at as usize].place;
            site_of(registry, place).unwrap_or(place)
        });
        let by = DRAWN.map(|metric| {
            let factors = it.factors(registry, metric).into_iter();
            let numbered = factors.map(|factor| match factor {
                Factor::Figure(row) => self.draws.figure(row),
                Factor::Circle { low, high } => self.draws.between((tail, head), (low, high)),
                Factor::Set(mode) => self.draws.set(mode),
            });
            numbered.collect()
        });
        let position = u32::try_from(self.arcs.len()).unwrap_or(u32::MAX);
        let told = Numbers::told(it);
        self.arcs.push(Priced { told, by });
        self.position.insert(arc, position);
        position
    }

    /// The numbers of the routes in one sample.
    pub(super) fn sums(&self, sample: u32) -> Vec<Numbers> {
        let factors = self.draws.draw(sample);
        let arcs: Vec<Numbers> = self.arcs.iter().map(|it| it.drawn(&factors)).collect();
        let routes = self.routes.iter();
        let sum = |route: &Vec<u32>| Numbers::sum(route.iter().map(|it| arcs[*it as usize]));
        routes.map(sum).collect()
    }

    /// The work of one sample: numbers drawn, arcs priced, and what is added up and kept.
    pub(super) fn work(&self) -> u64 {
        let routes = self.routes.iter().map(|it| it.len() as u64 + 5);
        self.draws.count() + self.arcs.len() as u64 + routes.sum::<u64>()
    }

    /// Adds the weights of a route in a metric: of each arc what it adds to the total. A recovery that is not known
    /// adds nothing and may be anything.
    pub(super) fn weigh(&self, rests: &mut Rests, metric: Metric, route: &Route) {
        for arc in &route.arcs {
            let it = &self.chain.arcs()[*arc as usize];
            let drawn = DRAWN.iter().position(|it| *it == metric);
            let priced = self.position.get(arc).zip(drawn);
            let by = priced.map_or(&[][..], |(at, drawn)| &self.arcs[*at as usize].by[drawn]);
            #[expect(clippy::cast_precision_loss, reason = "a weight")]
            match counted(it, metric) {
                Some(weight) => rests.add(&self.draws, weight as f64, by),
                None if metric == Metric::Loss => rests.add_unknown(it.record),
                None => {}
            }
        }
    }
}

impl Priced {
    /// With factors drawn.
    fn drawn(&self, factors: &[f64]) -> Numbers {
        let [metres, grams, cents, recovery] = &self.by;
        let factor = |by: &[u32]| -> f64 { by.iter().map(|it| factors[*it as usize]).product() };
        let recovery = self.told.recovery.map(|it| {
            let factor = factor(recovery);
            if factor == 1.0 {
                it
            } else {
                (it * factor).min(1.0)
            }
        });
        Numbers {
            metres: scaled(self.told.metres, factor(metres)),
            grams: self.told.grams.map(|it| scaled(it, factor(grams))),
            cents: self.told.cents.map(|it| scaled(it, factor(cents))),
            lost: match recovery == self.told.recovery {
                true => self.told.lost,
                false => loss(recovery),
            },
            recovery,
            steps: self.told.steps,
        }
    }
}

/// A whole number times a factor; itself where that is 1.
fn scaled(number: u64, factor: f64) -> u64 {
    if factor == 1.0 {
        return number;
    }
    #[expect(clippy::cast_precision_loss, reason = "metrics are below 2^53")]
    let number = number as f64;
    whole(number * factor)
}

impl Numbers {
    /// Those of an arc as it is told.
    fn told(arc: &ChainArc) -> Self {
        Self {
            metres: arc.length_m.unwrap_or(0),
            grams: arc.emissions_g,
            cents: arc.cost_cents,
            recovery: arc.recovery,
            lost: loss(arc.recovery),
            steps: 1,
        }
    }

    /// Those of a route, of its arcs in order.
    fn sum(arcs: impl Iterator<Item = Self>) -> Self {
        let none = Self {
            metres: 0,
            grams: Some(0),
            cents: Some(0),
            recovery: Some(1.0),
            lost: 0,
            steps: 0,
        };
        arcs.fold(none, |sum, it| Self {
            metres: sum.metres + it.metres,
            grams: sum.grams.zip(it.grams).map(|(a, b)| a + b),
            cents: sum.cents.zip(it.cents).map(|(a, b)| a + b),
            recovery: sum.recovery.zip(it.recovery).map(|(a, b)| a * b),
            lost: sum.lost.saturating_add(it.lost),
            steps: sum.steps + it.steps,
        })
    }

    /// What routes are ordered by; what is not known comes last.
    pub(super) fn of(self, metric: Metric) -> u64 {
        match metric {
            Metric::Distance => self.metres,
            Metric::Emissions => self.grams.unwrap_or(u64::MAX),
            Metric::Cost => self.cents.unwrap_or(u64::MAX),
            Metric::Loss => self.lost,
            Metric::Steps => u64::from(self.steps),
        }
    }
}
