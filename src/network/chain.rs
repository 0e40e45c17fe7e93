//! The chain of a material in a year: where products that carry it are, and how they go on.
//!
//! A vertex is a product at a place; an arc is a movement along a link or a transformation at a site
//! (domain model, §5). Arcs are numbered by tail, then by their key; everything about arc *a* stands at
//! index *a* of its array. Side-streams, corridors and candidate links are not in the chain yet.
//! A chain is built from a registry once and never changes; its rows are rows of that registry.

mod build;
mod carrying;
mod conversions;
mod movements;
mod note;
mod operating;
mod price;
mod roles;

use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Mode;
use crate::model::codes::codes;
pub(crate) use crate::network::chain::carrying::Carried;
pub(crate) use crate::network::chain::carrying::Carrying;
pub use crate::network::chain::note::AssumptionCode;
pub use crate::network::chain::note::Concern;
pub use crate::network::chain::note::Note;
pub(crate) use crate::network::chain::operating::site_notes;
pub use crate::network::chain::roles::Roles;
pub(crate) use crate::network::chain::roles::stage_of;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vertex {
    /// The site.
    pub place: Row,
    /// The product.
    pub product: Row,
}

codes! {
    /// What an arc is.
    pub enum ArcKind {
        /// A link moves the product to another place.
        Movement = "MOVEMENT",
        /// An activity turns it into another product.
        Transformation = "TRANSFORMATION",
        /// The site receives the one and ships the other, and no activity is known.
        AssumedTransformation = "ASSUMED_TRANSFORMATION",
        /// A side-stream arises with the product.
        SideStream = "SIDE_STREAM",
        /// A place that ships the product could supply one that takes it; no source says that it does.
        Candidate = "CANDIDATE",
    }
}

/// A step of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainArc {
    /// What it is.
    pub kind: ArcKind,
    /// The link, the activity, or the site whose conversion is assumed.
    pub record: Row,
    /// How the product moves; none for a transformation.
    pub mode: Option<Mode>,
    /// Length in metres, 0 for a transformation; none if not known.
    pub length_m: Option<u64>,
    /// Emissions of transport in grams CO2e per tonne moved, 0 for a transformation; none if not known.
    pub emissions_g: Option<u64>,
    /// Figures that length and emissions rest on.
    pub figures: Vec<Row>,
    /// What was assumed or doubted.
    pub notes: Vec<Note>,
    /// Global id of the arc: `link:slug`, or `activity:slug` or `site:slug` with the products. The same in every revision.
    pub key: String,
}

codes! {
    /// What paths are ordered by.
    pub enum Metric { Distance = "DISTANCE", Emissions = "EMISSIONS", Steps = "STEPS" }
}

/// The chain of one material.
#[derive(Debug)]
pub struct Chain {
    key: ChainKey,
    graph: Graph,
    vertices: Vec<Vertex>,
    roles: Vec<Roles>,
    /// By vertex, the number of its place.
    places: Vec<u32>,
    arcs: Vec<ChainArc>,
    /// By arc, its position in the order of keys.
    order: Vec<u32>,
    distance: Priced,
    emissions: Priced,
    steps: Priced,
    unmovable: Vec<Row>,
}

/// One metric of every arc.
#[derive(Debug, Default)]
struct Priced {
    metric: Vec<u64>,
    assumptions: Vec<u16>,
}

impl Chain {
    /// Builds the chain of a material. O(links + activities + figures used), and a sort.
    pub fn build(registry: &Registry, key: ChainKey) -> Self {
        build::build(registry, key)
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

    /// By vertex, what happens with the product there.
    pub fn roles(&self) -> &[Roles] {
        &self.roles
    }

    /// The arcs, ordered by tail, then key.
    pub fn arcs(&self) -> &[ChainArc] {
        &self.arcs
    }

    /// Links in use that carry the material but are used in no path: a molten product, a solution or a gas
    /// that is said to move otherwise than on site or by pipeline. Ordered by slug.
    pub fn unmovable(&self) -> &[Row] {
        &self.unmovable
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
        };
        Costs {
            metric: &priced.metric,
            assumptions: &priced.assumptions,
        }
    }
}
