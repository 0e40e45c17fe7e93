//! Puts a chain together: movements and transformations, then vertices, numbers and prices.

use std::collections::HashMap;

use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::ChainArc;
use crate::network::chain::ChainKey;
use crate::network::chain::Concern;
use crate::network::chain::CostRates;
use crate::network::chain::Metric;
use crate::network::chain::Note;
use crate::network::chain::Priced;
use crate::network::chain::Vertex;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::conversions::Running;
use crate::network::chain::conversions::assumed;
use crate::network::chain::conversions::running;
use crate::network::chain::conversions::transformations;
use crate::network::chain::corridors::Corridors;
use crate::network::chain::measures::Measures;
use crate::network::chain::movements::movements;
use crate::network::chain::numbering::order;
use crate::network::chain::numbering::places;
use crate::network::chain::numbering::vertices;
use crate::network::chain::operating::Operating;
use crate::network::chain::recovery::loss;
use crate::network::chain::roles::Roles;
use crate::network::chain::side_streams::side_streams;
use crate::network::graph::Graph;
use crate::network::search::UNPRICED;

/// An arc before its ends have numbers.
pub(super) struct Draft {
    pub(super) tail: Vertex,
    pub(super) head: Vertex,
    pub(super) arc: ChainArc,
}

pub(super) fn build(registry: &Registry, key: ChainKey, rates: CostRates) -> Chain {
    let mut operating = Operating::new(registry, key.when);
    let carrying = Carrying::new(registry, key, &mut operating);
    let measures = Measures::new(registry, key, rates);
    let (mut drafts, mut unmovable) =
        movements(registry, key, &carrying, &mut operating, &measures);
    let running = running(registry, &carrying, &mut operating);
    let assumed = assumed(registry, &carrying, &running, &drafts);
    if key.ways.side_streams {
        let arising = side_streams(registry, &carrying, &running, &drafts, &mut operating);
        drafts.extend(arising);
    }
    if key.ways.corridors {
        let corridors = Corridors {
            registry,
            key,
            carrying: &carrying,
            measures: &measures,
        };
        let (possible, more) = corridors.drafts(&mut operating, &running, &drafts);
        drafts.extend(possible);
        unmovable.extend(more);
        unmovable.sort_by_key(|it| registry.slug(*it));
    }
    drafts.extend(transformations(registry, &carrying, &running, &measures));
    let stages: Vec<_> = assumed
        .iter()
        .map(|(stage, draft)| (*stage, draft.tail, draft.head))
        .collect();
    drafts.extend(assumed.into_iter().map(|(_, draft)| draft));

    let vertices = vertices(registry, &drafts, &running);
    let number: HashMap<Vertex, u32> = vertices.iter().copied().zip(0..).collect();
    let at = |it: Vertex| number.get(&it).copied().unwrap_or(0);
    let mut drafts: Vec<(u32, Draft)> = drafts.into_iter().map(|it| (at(it.tail), it)).collect();
    drafts.sort_unstable_by(|a, b| (a.0, &a.1.arc.key).cmp(&(b.0, &b.1.arc.key)));
    let ends: Vec<(u32, u32)> = drafts
        .iter()
        .map(|(tail, it)| (*tail, at(it.head)))
        .collect();
    let graph = Graph::new(vertices.len(), &ends);
    let arcs: Vec<ChainArc> = drafts.into_iter().map(|(_, it)| it.arc).collect();

    let mut roles = roles(&graph, &arcs, &running, at);
    for (stage, tail, head) in stages {
        roles[at(tail) as usize].take(stage);
        roles[at(head) as usize].make(stage);
    }
    Chain {
        key,
        places: places(&vertices),
        order: order(&arcs),
        distance: priced(&arcs, Metric::Distance),
        emissions: priced(&arcs, Metric::Emissions),
        steps: priced(&arcs, Metric::Steps),
        cost: priced(&arcs, Metric::Cost),
        loss: priced(&arcs, Metric::Loss),
        graph,
        vertices,
        roles,
        arcs,
        unmovable,
    }
}

/// One metric of every arc, with the number of assumptions that bear on it.
fn priced(arcs: &[ChainArc], metric: Metric) -> Priced {
    let value = |arc: &ChainArc| match metric {
        Metric::Distance => arc.length_m,
        Metric::Emissions => arc.emissions_g,
        Metric::Steps => Some(1),
        Metric::Cost => arc.cost_cents,
        Metric::Loss => Some(loss(arc.recovery)),
    };
    let assumptions = |arc: &ChainArc| {
        let open = arc.open_question(metric);
        let counted = arc.notes.iter().chain(&open);
        let counted = counted.filter(|it| it.code.is_counted() && bears(arc, it, metric));
        u16::try_from(counted.count()).unwrap_or(u16::MAX)
    };
    Priced {
        metric: arcs
            .iter()
            .map(|it| value(it).unwrap_or(UNPRICED))
            .collect(),
        assumptions: arcs.iter().map(assumptions).collect(),
    }
}

/// Whether what is said of one number of an arc bears on a metric of it. What is assumed of the length bears on
/// what follows from it by a rate.
fn bears(arc: &ChainArc, note: &Note, metric: Metric) -> bool {
    let is_rated = |concern| {
        let is_rate = |it: &Note| it.code == AssumptionCode::RateAssumed && it.concern == concern;
        arc.notes.iter().any(is_rate)
    };
    match note.concern {
        Concern::Existence => true,
        Concern::Length => match metric {
            Metric::Distance => true,
            Metric::Emissions => is_rated(Concern::Emissions),
            Metric::Cost => is_rated(Concern::Cost),
            Metric::Steps | Metric::Loss => false,
        },
        Concern::Emissions => metric == Metric::Emissions,
        Concern::Cost => metric == Metric::Cost,
        Concern::Recovery => metric == Metric::Loss,
        Concern::Capacity => false,
    }
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
        // That a side-stream arises with it, or that it could go somewhere, is no going on.
        roles[tail].goes_on |= it.kind != ArcKind::SideStream && !it.is_corridor();
        roles[head].is_made |= it.kind == ArcKind::SideStream;
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
