//! What the vertices and arcs of a chain are told as, in every form that holds chains.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::geo::Position;
use crate::model::tables::link;
use crate::network::chain::Chain;
use crate::network::chain::Vertex;
use crate::network::throughput::moved_on_record;

/// A product at a place.
pub(super) struct VertexTold<'a> {
    /// The id of the place, a point, and the slug of the product.
    pub(super) id: String,
    /// Names of place and product.
    pub(super) label: String,
    /// The id of the site or side-stream.
    pub(super) place: String,
    /// Its name.
    pub(super) place_name: &'a str,
    /// What the site does; none at a side-stream.
    pub(super) place_kind: Option<&'static str>,
    /// The id of the product.
    pub(super) product: String,
    /// Its name.
    pub(super) product_name: &'a str,
    /// Stages of what gives the product.
    pub(super) stages: Vec<&'static str>,
    /// What happens with it, and whether paths begin or end here.
    pub(super) roles: Vec<&'static str>,
    /// Where it is; none if that is not known.
    pub(super) position: Option<Position>,
}

/// An arc. Numbers that are not known are none.
pub(super) struct ArcTold<'a> {
    /// The key of the arc with points in place of strokes, so that it is a name in XML.
    pub(super) id: String,
    /// What it is.
    pub(super) kind: &'static str,
    /// The key of the arc.
    pub(super) arc: &'a str,
    /// The id of the link or activity, or of the site whose conversion is assumed.
    pub(super) record: String,
    /// How the product moves.
    pub(super) mode: Option<&'static str>,
    /// Length in km.
    pub(super) distance_km: Option<f64>,
    /// Emissions of transport.
    pub(super) emissions_kg_per_tonne: Option<f64>,
    /// Costs of transport.
    pub(super) cost_eur_per_tonne: Option<f64>,
    /// The share of the material that comes out.
    pub(super) recovery: Option<f64>,
    /// The most of the material that it can take.
    pub(super) capacity_tonnes_per_year: Option<f64>,
    /// What of the material is on record to have moved.
    pub(super) tonnes_per_year: Option<f64>,
    /// The figures that those tonnes rest on, and the content they were converted by.
    pub(super) flow_figures: Vec<String>,
    /// The link whose tonnes include those of this one.
    pub(super) part_of: Option<String>,
    /// What was assumed or doubted, as codes, each once.
    pub(super) assumptions: Vec<&'static str>,
    /// Ids of all figures that its numbers rest on, each once.
    pub(super) figures: Vec<String>,
}

impl<'a> VertexTold<'a> {
    /// A vertex of a chain.
    pub(super) fn of(registry: &'a Registry, chain: &Chain, at: u32) -> Self {
        let vertex = chain.vertices()[at as usize];
        let Vertex { place, product } = vertex;
        let it = chain.roles()[at as usize];
        let roles = [
            ("MINED", it.is_mined),
            ("MADE", it.is_made),
            ("RECEIVED", it.is_received),
            ("SHIPPED", it.is_shipped),
            ("SOURCE", it.is_source(vertex)),
            ("SINK", it.is_sink(registry, vertex)),
        ];
        let stages = Stage::ALL.iter().filter(|stage| it.is_made_in(**stage));
        let site = (place.kind() == Kind::Site).then_some(place);
        Self {
            id: Self::id_of(registry, vertex),
            label: format!("{}: {}", registry.name(place), registry.name(product)),
            place: registry.id(place).to_string(),
            place_name: registry.name(place),
            place_kind: it.kind.map(|it| it.code()),
            product: registry.id(product).to_string(),
            product_name: registry.name(product),
            stages: stages.map(|it| it.code()).collect(),
            roles: roles.into_iter().filter(|it| it.1).map(|it| it.0).collect(),
            position: site.and_then(|it| registry.position(it)),
        }
    }

    /// The id of a vertex, the same in every revision.
    pub(super) fn id_of(registry: &Registry, vertex: Vertex) -> String {
        format!(
            "{}.{}",
            registry.id(vertex.place),
            registry.slug(vertex.product)
        )
    }
}

impl<'a> ArcTold<'a> {
    /// An arc of a chain. O(figures of its link).
    pub(super) fn of(registry: &Registry, chain: &'a Chain, at: u32) -> Self {
        let arc = &chain.arcs()[at as usize];
        let moved = moved_on_record(registry, chain, at);
        let ids = |rows: BTreeSet<Row>| rows.into_iter().map(|it| registry.id(it).to_string());
        let flow: BTreeSet<Row> = moved.iter().flat_map(|it| &it.figures).copied().collect();
        let capacity = arc.capacity.as_deref();
        let of_capacity = capacity.iter().flat_map(|it| &it.figures);
        let rests = arc.figures.iter().chain(of_capacity).copied();
        let notes = arc
            .notes
            .iter()
            .chain(capacity.iter().flat_map(|it| &it.notes));
        let notes = notes.chain(moved.iter().flat_map(|it| &it.notes));
        let assumptions: BTreeSet<&str> = notes.map(|it| it.code.code()).collect();
        let link = (arc.record.kind() == Kind::Link).then_some(arc.record);
        let part_of = link.and_then(|it| registry.reference(it, link::PART_OF));
        Self {
            id: arc.key.replace('/', "."),
            kind: arc.kind.code(),
            arc: &arc.key,
            record: registry.id(arc.record).to_string(),
            mode: arc.mode.map(|it| it.code()),
            distance_km: arc.length_m.map(|it| parts(it, 1000.0)),
            emissions_kg_per_tonne: arc.emissions_g.map(|it| parts(it, 1000.0)),
            cost_eur_per_tonne: arc.cost_cents.map(|it| parts(it, 100.0)),
            recovery: arc.recovery,
            capacity_tonnes_per_year: capacity.map(|it| it.tonnes_per_year),
            tonnes_per_year: moved.as_ref().map(|it| it.tonnes_per_year),
            part_of: part_of.map(|it| registry.id(it).to_string()),
            assumptions: assumptions.into_iter().collect(),
            figures: ids(rests.chain(flow.iter().copied()).collect()).collect(),
            flow_figures: ids(flow).collect(),
        }
    }
}

/// A whole number of parts as a number of wholes.
#[expect(
    clippy::cast_precision_loss,
    reason = "metres, grams and cents of a leg stay below 2^53"
)]
fn parts(number: u64, in_one: f64) -> f64 {
    number as f64 / in_one
}
