//! How the network of a chain is drawn.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Registry;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::throughput::bounds::Around;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Ground;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::bounds::Measure;
use crate::network::throughput::bounds::WorksLimits;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::ModelArc;
use crate::network::throughput::model::Works;
use crate::network::throughput::model::count;
use crate::network::throughput::model::works::works;

/// A network being drawn.
pub(super) struct Drawing<'a> {
    pub(super) chain: &'a Chain,
    pub(super) bounds: Bounds<'a>,
    pub(super) works: Vec<Works>,
    pub(super) ground: Ground,
    pub(super) arcs: Vec<ModelArc>,
    pub(super) notes: Vec<Note>,
    /// By vertex that material both begins at and is delivered to, the vertex that what leaves it leaves from.
    outward: BTreeMap<u32, u32>,
    pub(super) extra: u32,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(
        registry: &'a Registry,
        chain: &'a Chain,
        origins: &[u32],
        measure: Measure,
    ) -> Self {
        let works = works(registry, chain, origins);
        Self {
            chain,
            bounds: Bounds {
                registry,
                key: chain.key(),
                measure,
            },
            ground: Ground::new(registry, chain, &works),
            works,
            arcs: Vec::new(),
            notes: Vec::new(),
            outward: BTreeMap::new(),
            extra: 0,
        }
    }

    pub(super) fn source(&self) -> u32 {
        count(self.chain.vertices().len() + 2 * self.works.len())
    }

    /// The vertices of an activity: what it takes in all, and what it works.
    pub(super) fn of_works(&self, at: u32) -> (u32, u32) {
        let first = count(self.chain.vertices().len()) + 2 * at;
        (first, first + 1)
    }

    pub(super) fn push(
        &mut self,
        means: Means,
        (tail, head): (u32, u32),
        gain: f64,
        limit: Option<Limit>,
    ) {
        self.arcs.push(ModelArc {
            means,
            tail,
            head,
            gain,
            km: Some(0.0),
            limit,
        });
    }

    fn vertex(&mut self) -> u32 {
        self.extra += 1;
        self.source() + 1 + self.extra
    }

    /// The vertex that what leaves a vertex of the chain leaves from.
    pub(super) fn outward(&self, vertex: u32) -> u32 {
        self.outward.get(&vertex).copied().unwrap_or(vertex)
    }

    /// What bounds the activities, in their order.
    pub(super) fn limits(&self) -> Vec<WorksLimits> {
        let works = 0..self.works.len();
        works
            .map(|at| self.bounds.of_works(self.around(at)))
            .collect()
    }

    pub(super) fn around(&self, at: usize) -> Around<'_> {
        Around {
            works: &self.works[at],
            chain: self.chain,
            ground: &self.ground,
        }
    }

    /// Draws the activities at places that may be passed. Recycling begins at its inputs, within its capacity to take them.
    pub(super) fn works(&mut self, limits: Vec<WorksLimits>, may_pass: &dyn Fn(u32) -> bool) {
        for ((at, it), limits) in (0_u32..).zip(self.works.clone()).zip(limits) {
            if !it.outputs.iter().any(|(vertex, _)| may_pass(*vertex)) {
                continue;
            }
            let (taken, worked) = self.of_works(at);
            for (vertex, limit) in it.inputs.iter().copied().zip(limits.takes) {
                let mut from = self.outward(vertex);
                if it.begins {
                    let within = self.vertex();
                    self.push(Means::Pass(vertex), (from, within), 1.0, None);
                    self.push(Means::Begin(at), (self.source(), within), 1.0, None);
                    from = within;
                }
                self.push(Means::Take(at, vertex), (from, taken), 1.0, limit);
            }
            if it.begins && it.inputs.is_empty() {
                self.push(Means::Begin(at), (self.source(), taken), 1.0, None);
            }
            self.push(Means::Run(at), (taken, worked), 1.0, limits.run);
            let outputs = it.outputs.iter().copied().zip(limits.gives);
            for ((vertex, recovery), limit) in outputs {
                let gain = recovery.unwrap_or(1.0);
                self.push(Means::Give(at, vertex), (worked, vertex), gain, limit);
            }
            let notes = it.recovered.iter().flatten().flat_map(|it| &it.notes);
            let mut notes: Vec<Note> = notes.copied().collect();
            if !it.is_mining && it.recovered.iter().any(Option::is_none) {
                let code = AssumptionCode::RecoveryAssumed;
                notes.push(Note::new(code, Concern::Recovery, it.row));
            }
            notes.extend(limits.notes);
            notes.retain(|note| !it.notes.contains(note));
            self.works[at as usize].notes.extend(notes);
        }
    }

    /// Keeps apart what begins and what arrives at origins that are destinations too, so that nothing is delivered where
    /// it begins; to be called before anything is drawn. Then lets material begin at origins that no activity gives.
    pub(super) fn supply(&mut self, origins: &[u32], destinations: &[u32]) {
        let begun = self.works.iter().filter(|it| it.begins);
        let given: BTreeSet<u32> = begun.flat_map(|it| &it.outputs).map(|it| it.0).collect();
        for vertex in origins.iter().filter(|it| !given.contains(it)) {
            if destinations.binary_search(vertex).is_ok() {
                let out = self.vertex();
                self.outward.insert(*vertex, out);
                self.push(Means::Pass(*vertex), (*vertex, out), 1.0, None);
            }
            let to = self.outward(*vertex);
            self.push(Means::Supply(*vertex), (self.source(), to), 1.0, None);
        }
    }

    /// Draws a movement or an assumed conversion.
    pub(super) fn along(&mut self, arc: u32) {
        let it = &self.chain.arcs()[arc as usize];
        let limit = match it.kind {
            ArcKind::Movement => self.bounds.of_movement(self.chain, &self.ground, arc),
            ArcKind::AssumedTransformation => self.bounds.of_assumed(self.chain, &self.ground, arc),
            ArcKind::Transformation | ArcKind::SideStream | ArcKind::Candidate => return,
        };
        #[expect(clippy::cast_precision_loss, reason = "metres around the earth fit")]
        let km = it.length_m.map(|it| it as f64 / 1_000.0);
        let tail = self.outward(self.chain.graph().tail(arc));
        let ends = (tail, self.chain.graph().head(arc));
        let gain = it.recovery.unwrap_or(1.0);
        self.push(Means::Along(arc), ends, gain, Some(limit));
        if let Some(last) = self.arcs.last_mut() {
            last.km = km;
        }
    }

    pub(super) fn deliver(&mut self, destinations: &[u32]) {
        let sink = self.source() + 1;
        for vertex in destinations {
            self.push(Means::Deliver(*vertex), (*vertex, sink), 1.0, None);
        }
    }
}
