//! Puts a chain together: movements and transformations, then vertices, numbers and prices.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
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
use crate::network::chain::carrying::contents;
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
use crate::network::chain::place::site_kind;
use crate::network::chain::recovery::loss;
use crate::network::chain::roles::Roles;
use crate::network::chain::roles::perform;
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
    let links: Vec<Row> = registry.rows(Kind::Link).collect();
    let mut operating = Operating::new(registry, key.when);
    let contents = contents(registry);
    let carrying = Carrying::told_by(&links, contents, registry, key, &mut operating);
    let measures = Measures::new(registry, key, rates);
    let (mut drafts, mut unmovable) =
        movements(&links, registry, key, &carrying, &mut operating, &measures);
    let activities = registry.rows(Kind::Activity);
    let running = running(activities, registry, &carrying, &mut operating);
    let moved = drafts.iter().map(|it| (it.tail, it.head));
    let assumed = assumed(registry, &carrying, &running, moved);
    if key.ways.side_streams {
        let (rows, shipped) = (
            registry.rows(Kind::SideStream),
            drafts.iter().map(|it| it.tail),
        );
        let arising = side_streams(rows, registry, &carrying, &running, shipped, &mut operating);
        drafts.extend(arising);
    }
    if key.ways.corridors {
        let corridors = Corridors {
            links: &links,
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
    drafts.extend(transformations(
        registry,
        &carrying,
        running.iter(),
        &measures,
    ));
    let chain = numbered(registry, key, drafts, &running, assumed, unmovable);
    Chain {
        measured: measures.count(),
        ..chain
    }
}

/// Gives vertices and arcs their numbers.
fn numbered(
    registry: &Registry,
    key: ChainKey,
    drafts: Vec<Draft>,
    running: &[Running],
    assumed: Vec<(Stage, Draft)>,
    unmovable: Vec<Row>,
) -> Chain {
    let of_assumed = assumed.iter().map(|(_, it)| it);
    let ends = drafts
        .iter()
        .chain(of_assumed)
        .flat_map(|it| [it.tail, it.head]);
    let vertices = vertices(registry, ends, running);
    let number: HashMap<Vertex, u32> = vertices.iter().copied().zip(0..).collect();
    let at = |it: Vertex| number.get(&it).copied().unwrap_or(0);
    let mut roles: Vec<Roles> = vertices
        .iter()
        .map(|it| Roles::at(site_kind(registry, it.place)))
        .collect();
    let stages: Vec<_> = assumed
        .iter()
        .map(|it| (it.0, it.1.tail, it.1.head))
        .collect();
    perform(&mut roles, running, &stages, at);
    let drafts = drafts.into_iter().chain(assumed.into_iter().map(|it| it.1));
    let mut drafts: Vec<(u32, Draft)> = drafts.map(|it| (at(it.tail), it)).collect();
    drafts.sort_unstable_by(|a, b| (a.0, &a.1.arc.key).cmp(&(b.0, &b.1.arc.key)));
    let ends: Vec<(u32, u32)> = drafts
        .iter()
        .map(|(tail, it)| (*tail, at(it.head)))
        .collect();
    let graph = Graph::new(vertices.len(), &ends);
    let arcs: Vec<Arc<ChainArc>> = drafts.into_iter().map(|(_, it)| Arc::new(it.arc)).collect();
    for ((tail, head), arc) in ends.into_iter().zip(&arcs) {
        roles[tail as usize].leave(arc);
        roles[head as usize].enter(arc);
    }
    finish(key, graph, vertices, roles, arcs, unmovable)
}

/// A chain with what follows from its vertices and arcs.
pub(super) fn finish(
    key: ChainKey,
    graph: Graph,
    vertices: Vec<Vertex>,
    roles: Vec<Roles>,
    arcs: Vec<Arc<ChainArc>>,
    unmovable: Vec<Row>,
) -> Chain {
    Chain {
        key,
        places: places(&vertices),
        order: order(&arcs),
        distance: Priced::of(&arcs, Metric::Distance),
        emissions: Priced::of(&arcs, Metric::Emissions),
        steps: Priced::of(&arcs, Metric::Steps),
        cost: Priced::of(&arcs, Metric::Cost),
        loss: Priced::of(&arcs, Metric::Loss),
        graph,
        vertices,
        roles,
        arcs,
        unmovable,
        measured: 0,
    }
}

impl Priced {
    fn of(arcs: &[Arc<ChainArc>], metric: Metric) -> Self {
        let mut priced = Self {
            metric: Vec::with_capacity(arcs.len()),
            assumptions: Vec::with_capacity(arcs.len()),
        };
        arcs.iter().for_each(|it| priced.push(it, metric));
        priced
    }

    /// Adds a metric of an arc, with the number of assumptions that bear on it.
    pub(super) fn push(&mut self, arc: &ChainArc, metric: Metric) {
        let value = match metric {
            Metric::Distance => arc.length_m,
            Metric::Emissions => arc.emissions_g,
            Metric::Steps => Some(1),
            Metric::Cost => arc.cost_cents,
            Metric::Loss => Some(loss(arc.recovery)),
        };
        let open = arc.open_question(metric);
        let counted = arc.notes.iter().chain(&open);
        let counted = counted.filter(|it| it.code.is_counted() && bears(arc, it, metric));
        let assumptions = u16::try_from(counted.count()).unwrap_or(u16::MAX);
        self.metric.push(value.unwrap_or(UNPRICED));
        self.assumptions.push(assumptions);
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
        Concern::Capacity | Concern::Flow => false,
    }
}
