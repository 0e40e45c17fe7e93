//! One path with everything it says: steps, totals, countries, where it goes on.

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Mode;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::site;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::Metric;
use crate::network::chain::Note;
use crate::network::chain::Vertex;
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
    /// Its total in the metric asked: km, kg CO2e per tonne, or steps; none where a part is not known.
    pub total: Option<f64>,
    /// The length of its legs of known length, in km.
    pub distance_km: f64,
    /// Whether the length of every leg is known.
    pub is_distance_complete: bool,
    /// Emissions of transport in kg CO2e per tonne moved; none where a part is not known.
    pub emissions_kg_per_tonne: Option<f64>,
    /// The smallest capacity known along it, in tonnes a year of contained material; capacities in other
    /// terms are among the figures of the arcs.
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
    /// The site.
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
}

/// An arc of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathArc {
    /// What it is.
    pub kind: ArcKind,
    /// The link, the activity, the site whose conversion is assumed, or the taker of a candidate.
    pub record: Row,
    /// How the product moves; none for a transformation.
    pub mode: Option<Mode>,
    /// Its length in km, 0 on site; none if not known.
    pub distance_km: Option<f64>,
    /// Its emissions in kg CO2e per tonne moved; none if not known.
    pub emissions_kg_per_tonne: Option<f64>,
    /// The figures it rests on, capacities included.
    pub figures: Vec<Row>,
    /// What was assumed or doubted.
    pub notes: Vec<Note>,
}

impl PathArc {
    /// The arc of a chain as answers show it.
    pub(super) fn of(registry: &Registry, chain: &Chain, arc: u32) -> Self {
        let it = &chain.arcs()[arc as usize];
        let mut figures = it.figures.clone();
        if !matches!(it.kind, ArcKind::AssumedTransformation | ArcKind::Candidate) {
            let chosen = registry.chosen(it.record, Quantity::Capacity, chain.key().when);
            figures.extend(chosen.iter().map(|it| it.figure));
        }
        Self {
            kind: it.kind,
            record: it.record,
            mode: it.mode,
            distance_km: it.length_m.map(thousandth),
            emissions_kg_per_tonne: it.emissions_g.map(thousandth),
            figures,
            notes: it.notes.clone(),
        }
    }
}

/// Everything a route says.
pub(super) fn path(
    snapshot: &Snapshot,
    chain: &Chain,
    metric: Metric,
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
    let steps = steps(registry, chain, route);
    let countries = countries(registry, &steps);
    let union = snapshot.union_countries();
    let is_inside = |country: &String| union.contains(country);
    Path {
        id: path_id(chain, route),
        rank,
        total: match metric {
            Metric::Distance => is_distance_complete.then_some(distance_km),
            Metric::Emissions => emissions_kg_per_tonne,
            Metric::Steps => Some(f64::from(route.weight.steps())),
        },
        distance_km,
        is_distance_complete,
        emissions_kg_per_tonne,
        smallest_capacity_tonnes_per_year: smallest_capacity(registry, chain, &steps),
        leaves_eu: countries
            .windows(2)
            .any(|pair| is_inside(&pair[0]) && !is_inside(&pair[1])),
        countries,
        continues_to: continues_to(registry, chain, route),
        steps,
    }
}

fn steps(registry: &Registry, chain: &Chain, route: &Route) -> Vec<PathStep> {
    let origin = chain.vertices()[route.origin as usize];
    let roles = chain.roles()[route.origin as usize];
    let mut steps = vec![PathStep {
        index: 0,
        place: origin.place,
        product: origin.product,
        stage: Stage::ALL.iter().copied().find(|it| roles.is_made_in(*it)),
        via: None,
        distance_km: 0.0,
    }];
    let mut known_m = 0;
    for (index, arc) in (1..).zip(&route.arcs) {
        let Vertex { place, product } = chain.vertices()[chain.graph().head(*arc) as usize];
        let it = &chain.arcs()[*arc as usize];
        known_m += it.length_m.unwrap_or(0);
        steps.push(PathStep {
            index,
            place,
            product,
            stage: match it.kind {
                ArcKind::Movement | ArcKind::SideStream | ArcKind::Candidate => None,
                ArcKind::Transformation => registry.code(it.record, activity::STAGE),
                ArcKind::AssumedTransformation => {
                    let kind = registry.code::<SiteKind>(place, site::KIND);
                    kind.and_then(crate::network::chain::stage_of)
                }
            },
            via: Some(PathArc::of(registry, chain, *arc)),
            distance_km: thousandth(known_m),
        });
    }
    steps
}

fn countries(registry: &Registry, steps: &[PathStep]) -> Vec<String> {
    let known = steps
        .iter()
        .filter_map(|it| registry.text(it.place, site::COUNTRY));
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

/// The smallest of the capacities told in tonnes of the material itself.
fn smallest_capacity(registry: &Registry, chain: &Chain, steps: &[PathStep]) -> Option<f64> {
    let arcs = steps.iter().filter_map(|it| it.via.as_ref());
    let figures = arcs.flat_map(|it| &it.figures);
    let contained = figures.filter(|it| {
        registry.code(**it, figure::QUANTITY) == Some(Quantity::Capacity)
            && registry.code(**it, figure::BASIS) == Some(MassBasis::Contained)
            && registry.reference(**it, figure::MATERIAL) == Some(chain.key().material)
    });
    let values = contained.filter_map(|it| registry.figure_value(*it));
    values.reduce(f64::min)
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
fn thousandth(whole: u64) -> f64 {
    whole as f64 / 1_000.0
}
