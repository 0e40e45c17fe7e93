//! What stands around the arcs of a chain: who makes and takes what, and which arc is which link.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::Laid;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::contained::Counted;
use crate::network::throughput::model::Works;

/// What is around the arcs of a chain.
#[derive(Debug)]
pub(in crate::network::throughput) struct Ground {
    /// By vertex, how many activities and assumed conversions give it.
    makers: Vec<u32>,
    /// By vertex, how many take it.
    takers: Vec<u32>,
    /// The arc of each link.
    pub(super) links: BTreeMap<Row, u32>,
    /// By link, the arcs of those whose tonnes are within its own.
    pub(super) parts: BTreeMap<Row, Vec<u32>>,
    /// What a scenario changes.
    pub(super) laid: Vec<Laid>,
}

impl Ground {
    /// O(arcs · log links).
    pub(in crate::network::throughput) fn new(
        registry: &Registry,
        chain: &Chain,
        works: &[Works],
    ) -> Self {
        let mut makers = vec![0; chain.vertices().len()];
        let mut takers = makers.clone();
        for it in works {
            it.outputs.iter().for_each(|at| makers[at.0 as usize] += 1);
            it.inputs.iter().for_each(|at| takers[*at as usize] += 1);
        }
        let mut links = BTreeMap::new();
        let mut parts: BTreeMap<Row, Vec<u32>> = BTreeMap::new();
        for (arc, it) in (0_u32..).zip(chain.arcs()) {
            match it.kind {
                ArcKind::Movement => {
                    links.insert(it.record, arc);
                    if let Some(whole) = registry.reference(it.record, link::PART_OF) {
                        parts.entry(whole).or_default().push(arc);
                    }
                }
                ArcKind::AssumedTransformation => {
                    makers[chain.graph().head(arc) as usize] += 1;
                    takers[chain.graph().tail(arc) as usize] += 1;
                }
                ArcKind::Transformation | ArcKind::SideStream | ArcKind::Candidate => {}
            }
        }
        Self {
            makers,
            takers,
            links,
            parts,
            laid: registry.laid(),
        }
    }

    /// Whether one activity or conversion at most gives a vertex, so that what is made there is its own.
    pub(super) fn has_one_maker(&self, vertex: u32) -> bool {
        self.makers[vertex as usize] <= 1
    }

    /// Whether one activity or conversion at most takes it.
    pub(super) fn has_one_taker(&self, vertex: u32) -> bool {
        self.takers[vertex as usize] <= 1
    }

    /// Whether something at the place gives it.
    pub(super) fn is_made(&self, vertex: u32) -> bool {
        self.makers[vertex as usize] > 0
    }

    /// Whether something at the place took it before a scenario changed that.
    pub(super) fn was_taken(&self, registry: &Registry, at: Counted) -> bool {
        let before = self.laid.iter().filter_map(|it| it.before);
        let mut works = before.filter(|it| it.kind() == Kind::Activity);
        works.any(|row| {
            let mut inputs = registry.references(row, activity::INPUTS);
            registry.reference(row, activity::SITE) == Some(at.place)
                && inputs.any(|it| it == at.product)
        })
    }

    /// Whether something at the place takes it.
    pub(super) fn is_taken(&self, vertex: u32) -> bool {
        self.takers[vertex as usize] > 0
    }
}
