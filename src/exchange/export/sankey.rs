//! The form `sankey`: a chain as JSON for Sankey diagrams.
//!
//! `nodes` are products at places, `links` and `backEdges` the arcs between them, by position in `nodes`. A Sankey diagram
//! has no circles: `backEdges` are the arcs taken out of them, found by a depth-first search from the sources, then from
//! vertices that nothing leads to, in the order of vertices and arcs. None is taken out that closes no circle with those
//! left. `value` is what is on record to have moved; null means not known, and `unknown` counts that.

use std::io;
use std::io::Write;

use serde_json::Value as Json;
use serde_json::json;

use crate::exchange::export::ExportError;
use crate::exchange::export::ExportFormat;
use crate::exchange::export::Extract;
use crate::exchange::export::chain_told::ArcTold;
use crate::exchange::export::chain_told::VertexTold;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::graph::back_arcs;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let chain = extract
        .chain()
        .ok_or(ExportError::OnlyChain(ExportFormat::Sankey))?;
    let registry = extract.registry();
    let is_back = back_arcs(chain.graph(), starts(chain));
    let mut unknown = Unknown::default();
    out.write_all(b"{\n")?;
    for (name, value) in head(extract, chain) {
        writeln!(out, "\"{name}\": {value},")?;
    }
    let nodes = (0..).take(chain.vertices().len());
    let nodes = nodes.map(|at| node_json(&VertexTold::of(registry, chain, at)));
    write_list(out, "nodes", nodes)?;
    for (name, is_back_edge) in [("links", false), ("backEdges", true)] {
        let arcs = (0..).zip(&is_back).filter(|it| *it.1 == is_back_edge);
        let links = arcs.map(|(at, _)| {
            let told = ArcTold::of(registry, chain, at);
            unknown.count(chain.arcs()[at as usize].kind, &told);
            let ends = [chain.graph().tail(at), chain.graph().head(at)];
            link_json(&told, ends)
        });
        write_list(out, name, links)?;
    }
    writeln!(out, "\"unknown\": {}\n}}", unknown.json())?;
    Ok(())
}

/// Arcs whose value is not known.
#[derive(Default)]
struct Unknown {
    movements: u64,
    transformations: u64,
    /// All arcs.
    of: u64,
}

impl Unknown {
    fn count(&mut self, kind: ArcKind, told: &ArcTold<'_>) {
        self.of += 1;
        if told.tonnes_per_year.is_none() {
            match kind {
                ArcKind::Movement | ArcKind::Candidate => self.movements += 1,
                ArcKind::Transformation | ArcKind::AssumedTransformation | ArcKind::SideStream => {
                    self.transformations += 1
                }
            }
        }
    }

    fn json(&self) -> Json {
        json!({
            "values": self.movements + self.transformations,
            "movements": self.movements,
            "transformations": self.transformations,
            "of": self.of,
        })
    }
}

/// Where the search begins: at sources, then at what nothing leads to.
fn starts(chain: &Chain) -> impl Iterator<Item = u32> + '_ {
    let all = || (0..).take(chain.vertices().len());
    let is_source = |at: &u32| {
        let vertex = chain.vertices()[*at as usize];
        chain.roles()[*at as usize].is_source(vertex)
    };
    let is_first = |at: &u32| chain.graph().entering(*at).is_empty();
    all().filter(is_source).chain(all().filter(is_first))
}

/// What the file says of itself.
fn head(extract: &Extract<'_>, chain: &Chain) -> Vec<(&'static str, Json)> {
    let (facts, registry, key) = (extract.facts, extract.registry(), chain.key());
    let facts = json!({
        "title": facts.title,
        "revision": facts.revision,
        "at": facts.at,
        "referenceYear": facts.reference_year,
        "contentHash": facts.content_hash,
        "chainHash": facts.chain_hash,
        "citation": facts.citation,
        "licences": facts.licences,
        "part": extract.part,
    });
    let material = json!({
        "id": registry.id(key.material).to_string(),
        "name": registry.name(key.material),
    });
    vec![
        ("facts", facts),
        ("material", material),
        ("year", key.when.year.into()),
        ("unit", "tonnes of the material contained, a year".into()),
    ]
}

fn node_json(told: &VertexTold<'_>) -> Json {
    json!({
        "id": told.id,
        "name": told.label,
        "place": told.place,
        "placeName": told.place_name,
        "placeKind": told.place_kind,
        "product": told.product,
        "productName": told.product_name,
        "stages": told.stages,
        "roles": told.roles,
        "latitude": told.position.map(|it| it.latitude),
        "longitude": told.position.map(|it| it.longitude),
    })
}

fn link_json(told: &ArcTold<'_>, [source, target]: [u32; 2]) -> Json {
    json!({
        "id": told.arc,
        "source": source,
        "target": target,
        "value": told.tonnes_per_year,
        "figures": told.flow_figures,
        "kind": told.kind,
        "record": told.record,
        "mode": told.mode,
        "partOf": told.part_of,
        "recovery": told.recovery,
        "capacityTonnesPerYear": told.capacity_tonnes_per_year,
        "distanceKm": told.distance_km,
        "assumptions": told.assumptions,
    })
}

/// Writes a list, an item a line, while it is made.
fn write_list(
    out: &mut dyn Write,
    name: &str,
    items: impl Iterator<Item = Json>,
) -> io::Result<()> {
    write!(out, "\"{name}\": [")?;
    for (at, item) in items.enumerate() {
        let separator = if at == 0 { "\n" } else { ",\n" };
        write!(out, "{separator}{item}")?;
    }
    out.write_all(b"\n],\n")
}
