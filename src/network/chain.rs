//! The chain of a material in a year: where products that carry it are, and how they go on.
//!
//! A vertex is a product at a place; an arc is a movement along a link or a transformation at a site
//! (domain model, §5). Arcs are numbered by tail, then by their key; everything about arc *a* stands at
//! index *a* of its array. Side-streams and corridors are in it only if its key asks for them; candidate links
//! are laid over a part of it for one question.
//! A chain is built from a registry once and never changes; its rows are rows of that registry.

mod arc;
mod build;
mod candidates;
mod capacity;
mod carrying;
mod conversions;
mod corridors;
mod factors;
mod measures;
mod movements;
mod note;
mod numbering;
mod operating;
mod patch;
mod place;
mod price;
mod rates;
mod recovery;
mod roles;
mod side_streams;
mod supplies;
mod told;

use std::sync::Arc;

use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::codes;
pub use crate::network::chain::arc::ArcKind;
pub use crate::network::chain::arc::ChainArc;
pub(in crate::network) use crate::network::chain::candidates::Extended;
pub use crate::network::chain::candidates::MAX_CANDIDATES;
pub(in crate::network) use crate::network::chain::candidates::Reach;
pub use crate::network::chain::candidates::TAKERS_PER_VERTEX;
pub(in crate::network) use crate::network::chain::candidates::candidate_km;
pub(in crate::network) use crate::network::chain::candidates::numbered;
pub use crate::network::chain::capacity::Capacity;
pub(in crate::network) use crate::network::chain::capacity::going_in;
pub(crate) use crate::network::chain::carrying::Carried;
pub(crate) use crate::network::chain::carrying::Carrying;
pub(in crate::network) use crate::network::chain::factors::Factor;
pub(crate) use crate::network::chain::movements::may_move;
pub use crate::network::chain::note::AssumptionCode;
pub use crate::network::chain::note::Concern;
pub use crate::network::chain::note::Note;
pub(crate) use crate::network::chain::note::told_name;
pub(crate) use crate::network::chain::operating::Operating;
pub(crate) use crate::network::chain::operating::is_stock;
pub(crate) use crate::network::chain::operating::place_notes;
pub(in crate::network) use crate::network::chain::patch::Patch;
pub(crate) use crate::network::chain::place::passes_on;
pub(crate) use crate::network::chain::place::site_kind;
pub(crate) use crate::network::chain::place::site_of;
pub(in crate::network) use crate::network::chain::price::whole;
pub use crate::network::chain::rates::CostRates;
pub(crate) use crate::network::chain::rates::road_detour;
pub(crate) use crate::network::chain::recovery::Recovered;
pub(in crate::network) use crate::network::chain::recovery::loss;
pub(crate) use crate::network::chain::recovery::recovered;
pub(crate) use crate::network::chain::recovery::share_lost;
pub use crate::network::chain::roles::Roles;
pub(crate) use crate::network::chain::roles::stage_of;
pub(in crate::network) use crate::network::chain::supplies::Supplies;
pub(crate) use crate::network::chain::told::Told;
pub(crate) use crate::network::chain::told::year_code;
use crate::network::graph::Graph;
use crate::network::search::Costs;
use crate::network::search::Net;

/// Which chain is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainKey {
    /// The material.
    pub material: Row,
    /// The year, and whether planned and later things count.
    pub when: When,
    /// Which ways are in it beside reported links between sites.
    pub ways: Ways,
}

/// Ways that a chain holds only if it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ways {
    /// From products to the side-streams that arise with them, and along the links of those.
    pub side_streams: bool,
    /// Corridors: ways that products could take, where no source reports that they do.
    pub corridors: bool,
}

impl ChainKey {
    /// The chain of reported links between sites.
    pub fn new(material: Row, when: When) -> Self {
        Self {
            material,
            when,
            ways: Ways::default(),
        }
    }
}

/// A product that carries the material, at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vertex {
    /// The site or side-stream.
    pub place: Row,
    /// The product.
    pub product: Row,
}

codes! {
    /// What paths are ordered by.
    pub enum Metric {
        /// Metres.
        Distance = "DISTANCE",
        /// Grams CO2e of transport per tonne moved.
        Emissions = "EMISSIONS",
        /// Arcs.
        Steps = "STEPS",
        /// Cents (EUR) of transport per tonne moved.
        Cost = "COST",
        /// What is lost of the material: 10⁻⁹ neper, which add up as shares multiply.
        Loss = "LOSS",
    }
}

/// The chain of one material.
#[derive(Debug)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Chain {
    key: ChainKey,
    graph: Graph,
    vertices: Vec<Vertex>,
    roles: Vec<Roles>,
    /// By vertex, the number of its place.
    places: Vec<u32>,
    /// Shared with the chains that are laid over this one.
    arcs: Vec<Arc<ChainArc>>,
    /// By arc, its position in the order of keys.
    order: Vec<u32>,
    distance: Priced,
    emissions: Priced,
    steps: Priced,
    cost: Priced,
    loss: Priced,
    unmovable: Vec<Row>,
    measured: usize,
}

/// One metric of every arc.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(PartialEq))]
struct Priced {
    metric: Vec<u64>,
    assumptions: Vec<u16>,
}

impl Chain {
    /// Builds the chain of a material. `rates` price movements where neither their links nor their modes have
    /// figures of costs. O(links + activities + figures), and a sort.
    pub fn build(registry: &Registry, key: ChainKey, rates: CostRates) -> Self {
        build::build(registry, key, rates)
    }

    /// What it is the chain of.
    pub fn key(&self) -> ChainKey {
        self.key
    }

    /// Vertices and arcs by number, under petgraph's traits.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The vertices, ordered by slug of place, then product.
    pub fn vertices(&self) -> &[Vertex] {
        &self.vertices
    }

    /// The vertices of a place, ascending. O(log V).
    pub fn vertices_of(&self, registry: &Registry, place: Row) -> Vec<u32> {
        let slug = registry.slug(place);
        let begin = self
            .vertices
            .partition_point(|it| registry.slug(it.place) < slug);
        let first = u32::try_from(begin).unwrap_or(u32::MAX);
        let numbered = (first..).zip(&self.vertices[begin..]);
        let alike = numbered.take_while(|(_, it)| registry.slug(it.place) == slug);
        // A site and a side-stream may have the same slug.
        let own = alike.filter(|(_, it)| it.place == place);
        own.map(|(at, _)| at).collect()
    }

    /// By vertex, what happens with the product there.
    pub fn roles(&self) -> &[Roles] {
        &self.roles
    }

    /// The arcs, ordered by tail, then key.
    pub fn arcs(&self) -> &[Arc<ChainArc>] {
        &self.arcs
    }

    /// The most of the material that an arc can take, in tonnes a year; none if no figure tells it in such terms.
    pub fn capacity_of(&self, arc: u32) -> Option<f64> {
        let capacity = self.arcs[arc as usize].capacity.as_deref();
        capacity.map(|it| it.tonnes_per_year)
    }

    /// Links in use that carry the material but are used in no path: a molten product, a solution or a gas
    /// that is said to move otherwise than on site or by pipeline. Ordered by slug.
    pub fn unmovable(&self) -> &[Row] {
        &self.unmovable
    }

    /// How many arcs were measured by figures for it: all movements and activities of a chain that was built, those
    /// that a scenario touches of one that was laid over another.
    pub fn measured(&self) -> usize {
        self.measured
    }

    /// What a search walks.
    pub(crate) fn net(&self) -> Net<'_> {
        Net {
            graph: &self.graph,
            places: &self.places,
            order: &self.order,
        }
    }

    /// What a search minimises.
    pub(crate) fn costs(&self, metric: Metric) -> Costs<'_> {
        let priced = match metric {
            Metric::Distance => &self.distance,
            Metric::Emissions => &self.emissions,
            Metric::Steps => &self.steps,
            Metric::Cost => &self.cost,
            Metric::Loss => &self.loss,
        };
        Costs {
            metric: &priced.metric,
            assumptions: &priced.assumptions,
        }
    }
}
