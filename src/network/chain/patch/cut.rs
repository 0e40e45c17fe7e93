//! What is taken out of a chain before something else is put there.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Row;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::Vertex;
use crate::network::chain::Ways;
use crate::network::chain::build::Draft;
use crate::network::chain::patch::spread::Laying;
use crate::network::chain::patch::spread::Spread;
use crate::network::chain::patch::touched::Touched;

/// The places whose vertices are numbered and cast anew, and what stays of their arcs. Every arc that goes or comes
/// has both ends at such places.
pub(super) struct Cut {
    /// The places, of both registries.
    pub(super) places: BTreeSet<Row>,
    /// Their vertices in the chain below, ascending.
    pub(super) vertices: Vec<u32>,
    /// The arcs of the chain below that leave them and stay.
    pub(super) kept: Vec<u32>,
    /// The arcs of the chain below that enter them from elsewhere; they all stay.
    pub(super) entering: Vec<u32>,
}

impl Cut {
    /// Where a chain is cut, given the new movements.
    pub(super) fn of(
        chain: &Chain,
        laying: Laying<'_>,
        ways: Ways,
        touched: &Touched,
        spread: &Spread,
        drafts: &[Draft],
    ) -> Self {
        let mut places = spread.places.clone();
        places.extend(&touched.sites);
        let links = touched.links.iter().chain(&touched.measured);
        places.extend(links.flat_map(|it| laying.ends(*it)));
        places.extend(drafts.iter().flat_map(|it| [it.tail.place, it.head.place]));
        let numbers = |places: &BTreeSet<Row>| {
            let known = places.iter().filter(|it| !it.is_laid());
            let numbers = known.flat_map(|it| chain.vertices_of(laying.below, *it));
            numbers.collect::<BTreeSet<u32>>()
        };
        let graph = &chain.graph;
        for vertex in numbers(&spread.places) {
            let heads = graph.leaving(vertex).map(|it| graph.head(it));
            let tails = graph.entering(vertex).iter().map(|it| it.tail);
            places.extend(
                heads
                    .chain(tails)
                    .map(|it| chain.vertices[it as usize].place),
            );
        }
        if ways.side_streams {
            laying.with_side_streams(&mut places);
        }
        let vertices = numbers(&places);
        let leaving = vertices.iter().flat_map(|it| graph.leaving(*it));
        let entering = vertices.iter().flat_map(|it| graph.entering(*it));
        Self {
            kept: leaving
                .filter(|it| is_kept(chain, *it, touched, &spread.places))
                .collect(),
            entering: entering
                .filter(|it| !vertices.contains(&it.tail))
                .map(|it| it.arc)
                .collect(),
            vertices: vertices.into_iter().collect(),
            places,
        }
    }

    /// Tails and heads of the movements that stay, apart from corridors.
    pub(super) fn moved(&self, chain: &Chain) -> impl Iterator<Item = (Vertex, Vertex)> {
        let arcs = self.kept.iter().chain(&self.entering);
        let is_movement = |arc: &&u32| {
            let it = &chain.arcs[**arc as usize];
            it.kind == ArcKind::Movement && !it.is_corridor()
        };
        arcs.filter(is_movement).map(|arc| ends(chain, *arc))
    }
}

/// The vertices that an arc joins.
pub(super) fn ends(chain: &Chain, arc: u32) -> (Vertex, Vertex) {
    let at = |vertex: u32| chain.vertices[vertex as usize];
    (at(chain.graph.tail(arc)), at(chain.graph.head(arc)))
}

/// Whether an arc that leaves a place of the cut stays as it is.
fn is_kept(chain: &Chain, arc: u32, touched: &Touched, places: &BTreeSet<Row>) -> bool {
    let it = &chain.arcs[arc as usize];
    let (tail, head) = ends(chain, arc);
    match it.kind {
        // A corridor at a touched place would have the chain built anew.
        ArcKind::Movement if it.is_corridor() => true,
        ArcKind::Movement => {
            let is_at_places = places.contains(&tail.place) || places.contains(&head.place);
            let is_touched =
                touched.links.contains(&it.record) || touched.measured.contains(&it.record);
            !is_at_places && !is_touched
        }
        ArcKind::Transformation => {
            debug_assert_eq!(it.record.kind(), Kind::Activity, "an activity transforms");
            !places.contains(&tail.place) && !touched.sites.contains(&tail.place)
        }
        // These follow from what else is at the place, and are put there again.
        ArcKind::AssumedTransformation | ArcKind::SideStream | ArcKind::Candidate => false,
    }
}
