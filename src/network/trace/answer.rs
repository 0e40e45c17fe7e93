//! From a closure to its answer: nodes, arcs, what was not followed, and what it all rests on.

mod remainder;
mod rests;

use std::collections::HashMap;
use std::collections::HashSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Mode;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::paths::Completeness;
use crate::network::search::Stamped;
use crate::network::search::Truncation;
use crate::network::snapshot::Snapshot;
use crate::network::trace::Asked;
use crate::network::trace::Trace;
use crate::network::trace::TraceArc;
use crate::network::trace::TraceNode;
use crate::network::trace::answer::remainder::not_followed;
use crate::network::trace::answer::rests::basis;
use crate::network::trace::closure::Bounds;
use crate::network::trace::closure::Closure;
use crate::network::trace::closure::Walked;
use crate::network::trace::flows::Flows;
use crate::network::trace::ground::ChainGround;
use crate::network::trace::ground::Ground as _;
use crate::network::trace::ground::Part;
use crate::network::trace::ground::PlaceGround;
use crate::network::trace::shares::Shares;
use crate::network::trace::shares::shares;
use crate::network::trace::untold::Untold;

/// A closure in the terms of records.
struct Told {
    nodes: Vec<TraceNode>,
    arcs: Vec<TraceArc>,
    notes: Vec<Note>,
    /// Figures that shares rest on beside flows.
    rests: Vec<Row>,
}

/// The trace along the chain of a material.
pub(super) fn along_chain(snapshot: &Snapshot, chain: &Chain, asked: &Asked) -> Trace {
    let registry = snapshot.registry();
    let mut untold = Untold::new(registry, *asked, Some(chain));
    let starts = chain_starts(registry, chain, asked);
    if starts.is_empty() {
        return alone(snapshot, asked, &mut untold);
    }
    let front: Vec<_> = starts.iter().map(|it| (*it, Part::All)).collect();
    let bounds = asked.bounds();
    snapshot.with_workspace(|workspace| {
        let position = &mut workspace.best;
        let mut ground = ChainGround {
            graph: chain.graph(),
            direction: asked.direction,
        };
        let mut closure = Closure::new(&mut ground, &front, bounds, position);
        let mut flows = Flows {
            registry,
            chain,
            asked: *asked,
            untold: &mut untold,
            left: HashMap::new(),
            notes: Vec::new(),
            rests: Vec::new(),
        };
        let (shares, is_enough) = shares(&mut flows, &mut closure, starts.len(), bounds, position);
        let (notes, rests) = (flows.notes, flows.rests);
        let told = told_of_chain(chain, asked, &closure, &shares, notes, position);
        let told = Told { rests, ..told };
        let record = |arc: u32| chain.arcs()[arc as usize].record;
        finish(
            snapshot,
            asked,
            &mut untold,
            told,
            &closure,
            is_enough,
            record,
        )
    })
}

/// The vertices of the place or product, ascending.
fn chain_starts(registry: &Registry, chain: &Chain, asked: &Asked) -> Vec<u32> {
    match asked.of.kind() {
        Kind::Product => {
            let vertices = (0..).zip(chain.vertices());
            let of_it = vertices.filter(|(_, it)| it.product == asked.of);
            of_it.map(|(at, _)| at).collect()
        }
        _ => chain.vertices_of(registry, asked.of),
    }
}

/// Nodes and arcs along a chain, with what is assumed of the arcs.
fn told_of_chain(
    chain: &Chain,
    asked: &Asked,
    closure: &Closure,
    shares: &Shares,
    mut notes: Vec<Note>,
    position: &Stamped<u32>,
) -> Told {
    let nodes = closure.reached.iter().zip(&shares.of_vertices);
    let nodes = nodes.map(|(it, share)| {
        let vertex = chain.vertices()[it.vertex as usize];
        TraceNode {
            place: vertex.place,
            product: Some(vertex.product),
            depth: it.depth,
            share: *share,
            via: None,
        }
    });
    let nodes: Vec<TraceNode> = nodes.collect();
    let arcs = closure.walked.iter().map(|walked| {
        let it = &chain.arcs()[walked.arc as usize];
        let existence = |note: &&Note| note.concern == Concern::Existence;
        notes.extend(it.notes.iter().filter(existence));
        let known = shares.of_arcs.get(&walked.arc).copied();
        let (share, flow) = known.unwrap_or_default();
        let (from, to) = asked.ends(*walked, position.get(walked.far));
        TraceArc {
            from,
            to,
            kind: it.kind,
            record: it.record,
            mode: it.mode,
            flow,
            share,
        }
    });
    Told {
        arcs: arcs.collect(),
        nodes,
        notes,
        rests: Vec::new(),
    }
}

/// The trace along the links between places, whatever they move.
pub(super) fn between_places(snapshot: &Snapshot, asked: &Asked) -> Trace {
    let registry = snapshot.registry();
    let places = snapshot.site_graph();
    let mut untold = Untold::new(registry, *asked, None);
    let is_product = asked.of.kind() == Kind::Product;
    let starts = starts(asked, &mut untold);
    let part: HashMap<u32, Part> = starts
        .into_iter()
        .filter_map(|(place, part)| Some((places.number(place)?, part)))
        .collect();
    snapshot.with_workspace(|workspace| {
        let position = &mut workspace.best;
        let mut ground = PlaceGround {
            registry,
            places,
            direction: asked.direction,
            product: is_product.then_some(asked.of),
            has_side_streams: asked.ways.side_streams,
            untold: &mut untold,
        };
        let mut vertices: Vec<u32> = part.keys().copied().collect();
        ground.sort(&mut vertices);
        let front: Vec<_> = vertices.iter().map(|it| (*it, part[it])).collect();
        let closure = Closure::new(&mut ground, &front, asked.bounds(), position);
        let nodes = closure.reached.iter().map(|it| TraceNode {
            place: places.places()[it.vertex as usize],
            product: (is_product && it.depth == 0).then_some(asked.of),
            depth: it.depth,
            share: (it.depth == 0).then_some(1.0),
            via: None,
        });
        let nodes = nodes.collect();
        let arcs = closure.walked.iter().map(|it| {
            let ends = asked.ends(*it, position.get(it.far));
            place_arc(registry, places.links()[it.arc as usize], ends)
        });
        let mut told = Told {
            arcs: arcs.collect(),
            nodes,
            notes: Vec::new(),
            rests: Vec::new(),
        };
        told.name_products(registry, asked);
        told.notes = told.link_notes(registry);
        let code = AssumptionCode::ProductsNotFollowed;
        told.notes
            .insert(0, Note::new(code, Concern::Existence, asked.of));
        let record = |arc: u32| places.links()[arc as usize];
        finish(snapshot, asked, &mut untold, told, &closure, true, record)
    })
}

/// Where a trace between places begins, and with which of its arcs.
fn starts(asked: &Asked, untold: &mut Untold<'_>) -> Vec<(Row, Part)> {
    if asked.of.kind() != Kind::Product {
        let is_open = untold.closed(asked.of).is_none();
        // A place that does not operate is told, and nothing goes on there.
        let part = if is_open { Part::All } else { Part::Nothing };
        return vec![(asked.of, part)];
    }
    let (giving, taking) = untold.places_of(asked.of);
    let (whole, only) = if asked.is_downstream() {
        (taking, giving)
    } else {
        (giving, taking)
    };
    let only = only.difference(&whole).map(|it| (*it, Part::OfProduct));
    let only: Vec<_> = only.collect();
    whole
        .into_iter()
        .map(|it| (it, Part::All))
        .chain(only)
        .collect()
}

/// The answer where a chain has nothing of what is traced.
fn alone(snapshot: &Snapshot, asked: &Asked, untold: &mut Untold<'_>) -> Trace {
    let start = TraceNode {
        place: asked.of,
        product: None,
        depth: 0,
        share: Some(1.0),
        via: None,
    };
    let is_place = asked.of.kind() != Kind::Product;
    let told = Told {
        nodes: is_place.then_some(start).into_iter().collect(),
        arcs: Vec::new(),
        notes: Vec::new(),
        rests: Vec::new(),
    };
    let closure = Closure::default();
    finish(snapshot, asked, untold, told, &closure, true, |_| asked.of)
}

fn place_arc(registry: &Registry, record: Row, (from, to): (u32, u32)) -> TraceArc {
    let (kind, mode) = match record.kind() {
        Kind::SideStream => (ArcKind::SideStream, None),
        _ => {
            let mode = registry.code(record, link::MODE);
            (ArcKind::Movement, mode.or(Some(Mode::Unknown)))
        }
    };
    TraceArc {
        from,
        to,
        kind,
        record,
        mode,
        flow: None,
        share: None,
    }
}

/// Puts an answer together. `record` is that of an arc.
fn finish(
    snapshot: &Snapshot,
    asked: &Asked,
    untold: &mut Untold<'_>,
    mut told: Told,
    closure: &Closure,
    is_enough: bool,
    record: impl Fn(u32) -> Row,
) -> Trace {
    told.name_ways(asked);
    let mut reasons = Vec::new();
    if !closure.cut.is_empty() {
        reasons.push(Truncation::Steps);
    }
    if !closure.stopped.is_empty() || !is_enough {
        reasons.push(Truncation::Budget);
    }
    let mut seen = HashSet::new();
    let links = told.arcs.iter().map(|it| it.record);
    let links = links.filter(|it| it.kind() == Kind::Link && seen.insert(*it));
    Trace {
        of: asked.of,
        links: links.collect(),
        completeness: Completeness {
            reasons,
            explored: closure.work,
            ..Completeness::default()
        },
        not_followed: not_followed(snapshot.registry(), asked, untold, &told, closure, record),
        basis: basis(snapshot, asked, &told),
        nodes: told.nodes,
        arcs: told.arcs,
    }
}

impl Told {
    /// Gives each node the arc that reached it first.
    fn name_ways(&mut self, asked: &Asked) {
        for (at, arc) in (0..).zip(&self.arcs) {
            let (near, far) = if asked.is_downstream() {
                (arc.from, arc.to)
            } else {
                (arc.to, arc.from)
            };
            let depth = self.nodes[near as usize].depth + 1;
            let node = &mut self.nodes[far as usize];
            if node.via.is_none() && node.depth == depth {
                node.via = Some(at);
            }
        }
    }

    /// Gives each place the product that the arcs to it move, if it is one.
    fn name_products(&mut self, registry: &Registry, asked: &Asked) {
        let mut moved: HashMap<u32, HashSet<Option<Row>>> = HashMap::new();
        for arc in &self.arcs {
            let far = if asked.is_downstream() {
                arc.to
            } else {
                arc.from
            };
            let column = match arc.kind {
                ArcKind::SideStream => side_stream::PRODUCT,
                _ => link::PRODUCT,
            };
            let product = registry.reference(arc.record, column);
            moved.entry(far).or_default().insert(product);
        }
        for (at, node) in (0_u32..).zip(&mut self.nodes) {
            let products = moved.get(&at).filter(|it| it.len() == 1 && node.depth > 0);
            let only = products.and_then(|it| it.iter().next().copied().flatten());
            node.product = node.product.or(only);
        }
    }
}

impl Asked {
    fn bounds(&self) -> Bounds {
        Bounds {
            max_steps: self.max_steps,
            budget: self.budget,
        }
    }

    /// Positions of tail and head of an arc.
    fn ends(&self, walked: Walked, far: Option<u32>) -> (u32, u32) {
        let far = far.unwrap_or(walked.near);
        if self.is_downstream() {
            (walked.near, far)
        } else {
            (far, walked.near)
        }
    }
}
