//! What a flow carries, laid over the chain: movements and conversions with the tonnes that enter and leave them.
//!
//! What an activity takes of several products and gives as several is told for each pair of them, in proportion. At each
//! product of a place, what comes in (and begins there) is what goes on, is delivered, or stays unplaced.

use std::collections::BTreeMap;

use crate::model::Registry;
use crate::network::chain::ArcKind;
use crate::network::flow::Flow;
use crate::network::paths::Carried;
use crate::network::paths::Subgraph;
use crate::network::paths::laid_over;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;

/// What an activity takes and gives in a flow, by vertex of the chain; tonnes as they go into it.
#[derive(Clone, Debug, Default)]
struct Working {
    taken: Vec<(u32, f64)>,
    begun: f64,
    /// With what comes out.
    given: Vec<(u32, f64, f64)>,
}

/// The arcs of a chain that carry something. O(arcs · log).
pub(super) fn laid(registry: &Registry, model: &Model, flow: &Flow) -> Subgraph {
    let mut carried: BTreeMap<u32, Carried> = BTreeMap::new();
    let mut starts: Vec<u32> = Vec::new();
    let mut works = vec![Working::default(); model.works.len()];
    for (it, tonnes) in model.arcs.iter().zip(flow.flows.iter().copied()) {
        if tonnes <= tolerance(0.0) {
            continue;
        }
        match it.means {
            Means::Supply(vertex) => starts.push(vertex),
            Means::Begin(at) => works[at as usize].begun += tonnes,
            Means::Take(at, vertex) => works[at as usize].taken.push((vertex, tonnes)),
            Means::Give(at, vertex) => {
                works[at as usize]
                    .given
                    .push((vertex, tonnes, it.gain * tonnes));
            }
            Means::Along(arc) => add(&mut carried, arc, (tonnes, it.gain * tonnes)),
            Means::Run(_) | Means::Deliver(_) => {}
        }
    }
    for (it, working) in model.works.iter().zip(&works) {
        let all: f64 = working.taken.iter().map(|it| it.1).sum::<f64>() + working.begun;
        if working.begun > 0.0 {
            starts.extend(working.given.iter().map(|it| it.0));
        }
        for (tail, taken) in working.taken.iter().copied() {
            let leaving = model.chain.graph().leaving(tail).filter(|arc| {
                let arc = &model.chain.arcs()[*arc as usize];
                arc.kind == ArcKind::Transformation && arc.record == it.row
            });
            for (head, entering, arriving) in working.given.iter().copied() {
                let is_it = |arc: &u32| model.chain.graph().head(*arc) == head;
                if let Some(arc) = leaving.clone().find(is_it) {
                    let part = taken / all;
                    add(&mut carried, arc, (part * entering, part * arriving));
                }
            }
        }
    }
    laid_over(registry, &model.chain, &carried, starts)
}

fn add(carried: &mut BTreeMap<u32, Carried>, arc: u32, (entering, arriving): (f64, f64)) {
    let it = carried.entry(arc).or_default();
    let (before, after) = it.tonnes.unwrap_or_default();
    it.tonnes = Some((before + entering, after + arriving));
}
