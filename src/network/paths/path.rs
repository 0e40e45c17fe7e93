//! One path with everything it says: steps, totals, countries, where it goes on.

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Mode;
use crate::model::codes::Stage;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::Metric;
use crate::network::chain::Note;
use crate::network::chain::Vertex;
use crate::network::chain::share_lost;
use crate::network::chain::site_of;
use crate::network::paths::pattern::stage_of_arc;
use crate::network::paths::pattern::stage_of_making;
use crate::network::search::BARRED;
use crate::network::search::Route;
use crate::network::snapshot::Snapshot;

/// A path of a material.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// First 16 hexadecimal digits of the SHA-256 of the keys of its arcs, a line each: the same in every
    /// revision that has the path.
    pub id: String,
    /// Its place among the paths of the answer, from 1.
    pub rank: u32,
    /// Its total in the metric asked: km, kg CO2e per tonne, EUR per tonne, the share of the material lost, or steps;
    /// none where a part is not known. What is lost is told to seven decimals, recoveries not known taken as 1.
    pub total: Option<f64>,
    /// The length of its legs of known length, in km.
    pub distance_km: f64,
    /// Whether the length of every leg is known.
    pub is_distance_complete: bool,
    /// Emissions of transport in kg CO2e per tonne moved; none where a part is not known.
    pub emissions_kg_per_tonne: Option<f64>,
    /// Costs of transport in EUR per tonne moved; none where a part is not known.
    pub cost_eur_per_tonne: Option<f64>,
    /// The share of the material that comes out of all its transformations, 0 to 1; none where one is not known.
    pub recovery: Option<f64>,
    /// The smallest capacity known along it, in tonnes a year of contained material; capacities that cannot be told
    /// so are among the figures of the arcs.
    pub smallest_capacity_tonnes_per_year: Option<f64>,
    /// The countries it passes in order, ISO 3166-1 alpha-2, each stay once.
    pub countries: Vec<String>,
    /// Whether it goes from a country of the European Union to one outside.
    pub leaves_eu: bool,
    /// Links that take the product on from where the path ends, ordered by slug.
    pub continues_to: Vec<Row>,
    /// Its places and products in order.
    pub steps: Vec<PathStep>,
}

/// A product at a place, and how it came there.
#[derive(Clone, Debug, PartialEq)]
pub struct PathStep {
    /// Its place in the path, from 0.
    pub index: u32,
    /// The site or side-stream.
    pub place: Row,
    /// The product.
    pub product: Row,
    /// The stage of the transformation that gave the product, at the first step of the activity that makes it; none after a
    /// movement and where nothing is known.
    pub stage: Option<Stage>,
    /// How it came here; none at the first step.
    pub via: Option<PathArc>,
    /// The length of the legs of known length up to here, in km.
    pub distance_km: f64,
    /// The share of the material that comes out of the transformations up to here, 0 to 1; none from the first on of
    /// which it is not known.
    pub recovery: Option<f64>,
}

/// An arc of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathArc {
    /// What it is.
    pub kind: ArcKind,
    /// The link, the activity, the side-stream, the site whose conversion is assumed, or the taker of a
    /// candidate.
    pub record: Row,
    /// How the product moves; none where nothing moves.
    pub mode: Option<Mode>,
    /// Its length in km, 0 on site; none if not known.
    pub distance_km: Option<f64>,
    /// Its emissions in kg CO2e per tonne moved; none if not known.
    pub emissions_kg_per_tonne: Option<f64>,
    /// Its costs in EUR per tonne moved; none if not known.
    pub cost_eur_per_tonne: Option<f64>,
    /// Its capacity in tonnes a year of contained material; none if not known.
    pub capacity_tonnes_per_year: Option<f64>,
    /// The figures it rests on, capacities and the contents they were converted by included.
    pub figures: Vec<Row>,
    /// What was assumed or doubted.
    pub notes: Vec<Note>,
}

impl PathArc {
    /// The arc of a chain as answers show it, apart from any metric.
    pub(in crate::network) fn of(registry: &Registry, chain: &Chain, arc: u32) -> Self {
        let it = &chain.arcs()[arc as usize];
        let mut figures = it.figures.clone();
        let mut notes = it.notes.clone();
        if matches!(it.kind, ArcKind::Movement | ArcKind::Transformation) {
            let chosen = registry.chosen(it.record, Quantity::Capacity, chain.key().when);
            figures.extend(chosen.iter().map(|it| it.figure));
        }
        if let Some(capacity) = &it.capacity {
            let new = capacity.figures.iter().filter(|it| !figures.contains(it));
            let new: Vec<Row> = new.copied().collect();
            figures.extend(new);
            notes.extend_from_slice(&capacity.notes);
        }
        Self {
            kind: it.kind,
            record: it.record,
            mode: it.mode,
            distance_km: it.length_m.map(thousandth),
            emissions_kg_per_tonne: it.emissions_g.map(thousandth),
            cost_eur_per_tonne: it.cost_cents.map(hundredth),
            capacity_tonnes_per_year: chain.capacity_of(arc),
            figures,
            notes,
        }
    }

    /// The arc in an answer to a question for metrics, with what only these take for granted.
    fn under(
        registry: &Registry,
        chain: &Chain,
        arc: u32,
        (first, second): (Metric, Option<Metric>),
    ) -> Self {
        let mut it = Self::of(registry, chain, arc);
        let metrics = [Some(first), second].into_iter().flatten();
        let open = |metric| chain.arcs()[arc as usize].open_question(metric);
        it.notes.extend(metrics.filter_map(open));
        it
    }
}

/// Everything a route says, in the first of the metrics.
pub(super) fn path(
    snapshot: &Snapshot,
    chain: &Chain,
    metrics: (Metric, Option<Metric>),
    rank: u32,
    route: &Route,
) -> Path {
    let registry = snapshot.registry();
    let arcs = || route.arcs.iter().map(|it| &chain.arcs()[*it as usize]);
    let known_m = arcs().filter_map(|it| it.length_m).sum::<u64>();
    let is_distance_complete = arcs().all(|it| it.length_m.is_some());
    let emissions_g = arcs().map(|it| it.emissions_g).sum::<Option<u64>>();
    let distance_km = thousandth(known_m);
    let emissions_kg_per_tonne = emissions_g.map(thousandth);
    let cost_cents = arcs().map(|it| it.cost_cents).sum::<Option<u64>>();
    let cost_eur_per_tonne = cost_cents.map(hundredth);
    let steps = steps(registry, chain, metrics, route);
    let countries = countries(registry, &steps);
    let union = snapshot.union_countries();
    let is_inside = |country: &String| union.contains(country);
    Path {
        id: path_id(chain, route),
        rank,
        total: match metrics.0 {
            Metric::Distance => is_distance_complete.then_some(distance_km),
            Metric::Emissions => emissions_kg_per_tonne,
            Metric::Steps => Some(f64::from(route.weight.steps())),
            Metric::Cost => cost_eur_per_tonne,
            Metric::Loss => lost(chain, route),
        },
        distance_km,
        is_distance_complete,
        emissions_kg_per_tonne,
        cost_eur_per_tonne,
        recovery: steps.last().and_then(|it| it.recovery),
        smallest_capacity_tonnes_per_year: smallest_capacity(chain, route),
        leaves_eu: countries
            .windows(2)
            .any(|pair| is_inside(&pair[0]) && !is_inside(&pair[1])),
        countries,
        continues_to: continues_to(registry, chain, route),
        steps,
    }
}

fn steps(
    registry: &Registry,
    chain: &Chain,
    metrics: (Metric, Option<Metric>),
    route: &Route,
) -> Vec<PathStep> {
    let origin = chain.vertices()[route.origin as usize];
    let roles = chain.roles()[route.origin as usize];
    let mut steps = vec![PathStep {
        index: 0,
        place: origin.place,
        product: origin.product,
        stage: stage_of_making(roles),
        via: None,
        distance_km: 0.0,
        recovery: Some(1.0),
    }];
    let mut known_m = 0;
    let mut recovery = Some(1.0);
    for (index, arc) in (1..).zip(&route.arcs) {
        let head = chain.graph().head(*arc) as usize;
        let Vertex { place, product } = chain.vertices()[head];
        let kind = chain.roles()[head].kind;
        let it = &chain.arcs()[*arc as usize];
        known_m += it.length_m.unwrap_or(0);
        recovery = recovery.zip(it.recovery).map(|(a, b)| a * b);
        steps.push(PathStep {
            index,
            place,
            product,
            stage: stage_of_arc(registry, chain, *arc, kind),
            via: Some(PathArc::under(registry, chain, *arc, metrics)),
            distance_km: thousandth(known_m),
            recovery,
        });
    }
    steps
}

fn countries(registry: &Registry, steps: &[PathStep]) -> Vec<String> {
    let known = steps
        .iter()
        .filter_map(|it| registry.country_of(site_of(registry, it.place)?));
    let mut countries: Vec<String> = known.map(str::to_owned).collect();
    countries.dedup();
    countries
}

fn continues_to(registry: &Registry, chain: &Chain, route: &Route) -> Vec<Row> {
    let last = route.arcs.last().map(|it| chain.graph().head(*it));
    let leaving = last.into_iter().flat_map(|it| chain.graph().leaving(it));
    let arcs = leaving.map(|it| &chain.arcs()[it as usize]);
    let mut links: Vec<Row> = arcs
        .filter(|it| it.kind == ArcKind::Movement)
        .map(|it| it.record)
        .collect();
    links.sort_by_key(|it| registry.slug(*it));
    links
}

/// The smallest of the capacities that are known in tonnes of the material itself.
fn smallest_capacity(chain: &Chain, route: &Route) -> Option<f64> {
    let known = route.arcs.iter().filter_map(|it| chain.capacity_of(*it));
    known.reduce(f64::min)
}

/// The share of the material lost along a route; none where nothing comes out of one of its arcs.
fn lost(chain: &Chain, route: &Route) -> Option<f64> {
    let losses = chain.costs(Metric::Loss).metric;
    let mut losses = route.arcs.iter().map(|it| losses[*it as usize]);
    let sum = losses.try_fold(0, |sum, it| (it != BARRED).then_some(sum + it));
    sum.map(share_lost)
}

fn path_id(chain: &Chain, route: &Route) -> String {
    let mut hasher = Sha256::new();
    for arc in &route.arcs {
        hasher.update(&chain.arcs()[*arc as usize].key);
        hasher.update("\n");
    }
    let digest = hasher.finalize();
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Metres as km, grams as kg.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of lengths and emissions are far below 2^53"
)]
pub(super) fn thousandth(whole: u64) -> f64 {
    whole as f64 / 1_000.0
}

/// Cents as EUR.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of costs are far below 2^53"
)]
pub(super) fn hundredth(cents: u64) -> f64 {
    cents as f64 / 100.0
}
