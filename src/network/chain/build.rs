//! Puts a chain together: movements and transformations, then vertices, numbers and prices.

use std::collections::HashMap;

use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::ChainArc;
use crate::network::chain::ChainKey;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Priced;
use crate::network::chain::Vertex;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::conversions::Running;
use crate::network::chain::conversions::assumed;
use crate::network::chain::conversions::running;
use crate::network::chain::conversions::transformations;
use crate::network::chain::movements::movements;
use crate::network::chain::operating::Operating;
use crate::network::chain::roles::Roles;
use crate::network::graph::Graph;
use crate::network::search::UNPRICED;

/// An arc before its ends have numbers.
pub(super) struct Draft {
    pub(super) tail: Vertex,
    pub(super) head: Vertex,
    pub(super) arc: ChainArc,
}

pub(super) fn build(registry: &Registry, key: ChainKey) -> Chain {
    let mut operating = Operating::new(registry, key.when);
    let carrying = Carrying::new(registry, key, &mut operating);
    let (mut drafts, unmovable) = movements(registry, key, &carrying, &mut operating);
    let running = running(registry, &carrying, &mut operating);
    let assumed = assumed(registry, &carrying, &running, &drafts);
    drafts.extend(transformations(registry, &carrying, &running));
    let stages: Vec<_> = assumed
        .iter()
        .map(|(stage, draft)| (*stage, draft.tail, draft.head))
        .collect();
    drafts.extend(assumed.into_iter().map(|(_, draft)| draft));

    let vertices = vertices(registry, &drafts, &running);
    let number: HashMap<(Row, Row), u32> = vertices
        .iter()
        .map(|it| (it.place, it.product))
        .zip(0..)
        .collect();
    let at = |it: Vertex| number.get(&(it.place, it.product)).copied().unwrap_or(0);
    drafts.sort_by(|a, b| (at(a.tail), &a.arc.key).cmp(&(at(b.tail), &b.arc.key)));
    let ends: Vec<(u32, u32)> = drafts.iter().map(|it| (at(it.tail), at(it.head))).collect();
    let graph = Graph::new(vertices.len(), &ends);
    let arcs: Vec<ChainArc> = drafts.into_iter().map(|it| it.arc).collect();

    let mut roles = roles(&graph, &arcs, &running, at);
    for (stage, tail, head) in stages {
        roles[at(tail) as usize].take(stage);
        roles[at(head) as usize].make(stage);
    }
    finish(key, graph, vertices, roles, arcs, unmovable)
}

/// A chain with what follows from its vertices and arcs.
pub(super) fn finish(
    key: ChainKey,
    graph: Graph,
    vertices: Vec<Vertex>,
    roles: Vec<Roles>,
    arcs: Vec<ChainArc>,
    unmovable: Vec<Row>,
) -> Chain {
    Chain {
        key,
        places: places(&vertices),
        order: order(&arcs),
        distance: priced(&arcs, |it| it.length_m, bears_on_length),
        emissions: priced(&arcs, |it| it.emissions_g, bears_on_emissions),
        steps: priced(
            &arcs,
            |_| Some(1),
            |_, note| note.concern == Concern::Existence,
        ),
        graph,
        vertices,
        roles,
        arcs,
        unmovable,
    }
}

/// The ends of all arcs and what activities take and give, ordered by slug of place, then product.
fn vertices(registry: &Registry, drafts: &[Draft], running: &[Running]) -> Vec<Vertex> {
    let mut vertices: Vec<Vertex> = drafts.iter().flat_map(|it| [it.tail, it.head]).collect();
    for it in running {
        let products = it.inputs.iter().chain(&it.outputs);
        vertices.extend(products.map(|product| Vertex {
            place: it.site,
            product: *product,
        }));
    }
    vertices.sort_by_cached_key(|it| {
        (
            registry.slug(it.place).to_owned(),
            registry.slug(it.product).to_owned(),
        )
    });
    vertices.dedup();
    vertices
}

/// Numbers of the places, which stand together in the order of vertices.
fn places(vertices: &[Vertex]) -> Vec<u32> {
    let mut places: Vec<u32> = Vec::with_capacity(vertices.len());
    let mut last = 0;
    for (at, vertex) in vertices.iter().enumerate() {
        if at > 0 && vertices[at - 1].place != vertex.place {
            last += 1;
        }
        places.push(last);
    }
    places
}

/// By arc, its position in the order of keys.
fn order(arcs: &[ChainArc]) -> Vec<u32> {
    let mut by_key: Vec<(&str, usize)> = arcs.iter().map(|it| it.key.as_str()).zip(0..).collect();
    by_key.sort_unstable();
    let mut order = vec![0; arcs.len()];
    for ((_, arc), position) in by_key.iter().zip(0..) {
        order[*arc] = position;
    }
    order
}

/// One metric of every arc, with the number of assumptions that bear on it.
fn priced(
    arcs: &[ChainArc],
    metric: impl Fn(&ChainArc) -> Option<u64>,
    bears: impl Fn(&ChainArc, &Note) -> bool,
) -> Priced {
    let assumptions = |arc: &ChainArc| {
        let counted = arc.notes.iter().filter(|it| it.code.is_counted());
        let count = counted.filter(|it| bears(arc, it)).count();
        u16::try_from(count).unwrap_or(u16::MAX)
    };
    Priced {
        metric: arcs
            .iter()
            .map(|it| metric(it).unwrap_or(UNPRICED))
            .collect(),
        assumptions: arcs.iter().map(assumptions).collect(),
    }
}

fn bears_on_length(_arc: &ChainArc, note: &Note) -> bool {
    note.concern != Concern::Emissions
}

/// What is assumed of the length bears on emissions that follow from it.
fn bears_on_emissions(arc: &ChainArc, note: &Note) -> bool {
    let is_rated = |it: &Note| it.code == AssumptionCode::RateAssumed;
    note.concern != Concern::Length || arc.notes.iter().any(is_rated)
}

fn roles(
    graph: &Graph,
    arcs: &[ChainArc],
    running: &[Running],
    at: impl Fn(Vertex) -> u32,
) -> Vec<Roles> {
    let mut roles = vec![Roles::default(); graph.vertex_count()];
    for (arc, it) in (0_u32..).zip(arcs) {
        let (tail, head) = (graph.tail(arc) as usize, graph.head(arc) as usize);
        roles[tail].goes_on = true;
        if it.mode.is_some() {
            roles[tail].is_shipped = true;
            roles[head].is_received = true;
        }
    }
    for it in running {
        let vertex = |product: &Row| {
            at(Vertex {
                place: it.site,
                product: *product,
            }) as usize
        };
        for output in &it.outputs {
            let role = &mut roles[vertex(output)];
            role.is_made = true;
            role.is_mined |= it.is_mining;
            it.stage.into_iter().for_each(|stage| role.make(stage));
        }
        for input in &it.inputs {
            let role = &mut roles[vertex(input)];
            it.stage.into_iter().for_each(|stage| role.take(stage));
        }
    }
    roles
}
