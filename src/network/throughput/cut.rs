//! Where all recoveries are 1: the arcs that hold back what is delivered, whose capacities add up to it.
//!
//! Max-flow min-cut: with prices that prove a flow, the arcs from where a tonne more is worth less than half to where
//! it is worth more are a minimum cut, since of the prices of such a network any threshold gives one.

use crate::model::Registry;
use crate::network::chain::ArcKind;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::paths::PathArc;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::solved::Incidence;
use crate::network::throughput::solved::Solved;
use crate::network::throughput::solved::reached;

/// The arcs of a minimum cut in the order of the network; none where a recovery on a way from source to sink is
/// not 1. O(V + E).
pub(super) fn cut(solved: &Solved) -> Option<Vec<u32>> {
    let net = &solved.net;
    let on_ways = on_ways(net);
    let numbered = || {
        (0_u32..)
            .zip(&net.arcs)
            .filter(|(arc, _)| on_ways[*arc as usize])
    };
    if numbered().any(|(_, it)| (it.gain - 1.0).abs() > 1e-12) {
        return None;
    }
    let is_beyond = |vertex: u32| solved.flow.prices[vertex as usize] > 0.5;
    let crossing = numbered().filter(|(_, it)| !is_beyond(it.tail) && is_beyond(it.head));
    Some(crossing.map(|(arc, _)| arc).collect())
}

/// By arc, whether something that begins at the source could come to the sink over it, if capacities allowed.
fn on_ways(net: &FlowNet) -> Vec<bool> {
    let (tails, heads) = (
        net.arcs.iter().map(|it| it.tail),
        net.arcs.iter().map(|it| it.head),
    );
    let leaving = Incidence::new(net.vertex_count, tails);
    let entering = Incidence::new(net.vertex_count, heads);
    let arc = |arc: u32| Some(net.arcs[arc as usize]).filter(|it| it.gain > 0.0);
    let before = reached([net.source], &leaving, |it| arc(it).map(|it| it.head));
    let after = reached([net.sink], &entering, |it| arc(it).map(|it| it.tail));
    let is_on = |it: &FlowArc| {
        it.gain > 0.0 && before[it.tail as usize].is_some() && after[it.head as usize].is_some()
    };
    net.arcs.iter().map(is_on).collect()
}

/// The minimum cut of a solved model as answers show it; none where a recovery is not 1.
pub(super) fn minimum_cut(
    registry: &Registry,
    model: &Model,
    solved: &Solved,
) -> Option<Vec<PathArc>> {
    let arcs = cut(solved)?;
    Some(
        arcs.into_iter()
            .map(|it| told(registry, model, it))
            .collect(),
    )
}

/// An arc of a model as answers show it, with the capacity that counts here; none where that is not known.
fn told(registry: &Registry, model: &Model, arc: u32) -> PathArc {
    let it = &model.arcs[arc as usize];
    let limit = it.limit.as_ref();
    let known = limit.and_then(|it| it.known.as_ref());
    let capacity_tonnes_per_year = known.map(|it| it.tonnes);
    if let Means::Along(arc) = it.means {
        return PathArc {
            capacity_tonnes_per_year,
            ..PathArc::of(registry, &model.chain, arc)
        };
    }
    let works = match it.means {
        Means::Begin(at) | Means::Take(at, _) | Means::Run(at) | Means::Give(at, _) => Some(at),
        Means::Supply(_) | Means::Along(_) | Means::Deliver(_) => None,
    };
    let vertex = match it.means {
        Means::Supply(vertex) | Means::Deliver(vertex) => Some(vertex),
        _ => None,
    };
    let place = vertex.map(|it| model.chain.vertices()[it as usize].place);
    let of_works = works.map(|it| model.works[it as usize].row);
    let bound = limit.and_then(|it| it.bound());
    let record = limit.map(|it| it.record).or(of_works).or(place);
    PathArc {
        kind: ArcKind::Transformation,
        record: record.unwrap_or(model.chain.key().material),
        mode: None,
        distance_km: Some(0.0),
        emissions_kg_per_tonne: Some(0.0),
        cost_eur_per_tonne: Some(0.0),
        capacity_tonnes_per_year,
        figures: bound.map_or_else(Vec::new, |it| it.figures.clone()),
        notes: bound.map_or_else(Vec::new, |it| it.notes.clone()),
    }
}
