//! The chain as a network with losses.
//!
//! Vertices are those of the chain, two for every activity (what it takes in all, what it works), one source and one
//! sink, and some that keep apart what begins at a place from what arrives there. An activity is a fan: inputs lead
//! to it, one arc is its running, outputs lead away, each with its recovery; so its outputs share what it can take.
//! Mining and recycling begin within the activity, so that their capacity bounds what they give. Material that enters an
//! activity comes out in one of its outputs: they are alternatives, never counted twice.

mod asked;
mod drawing;
mod product;
mod works;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Row;
use crate::model::codes::Stage;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Recovered;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::snapshot::Snapshot;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Limit;
pub(super) use crate::network::throughput::model::asked::Asked;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::question::ThroughputQuestion;

/// A chain with what bounds it, ready to be solved.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) chain: Arc<Chain>,
    /// The activities that turn something of the chain into something, by slug.
    pub(super) works: Vec<Works>,
    /// The arcs of the network, in the order that decides among equal answers.
    pub(super) arcs: Vec<ModelArc>,
    /// What is to be said beside the notes of arcs and limits.
    pub(super) notes: Vec<Note>,
    /// Arcs and vertices looked at to find the limits of by-products.
    pub(super) work: u64,
    /// Vertices between, beside those of the chain and of activities.
    extra: u32,
}

/// An activity in the network.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Works {
    /// The activity.
    pub(super) row: Row,
    pub(super) site: Row,
    pub(super) stage: Option<Stage>,
    /// Whether it takes nothing out of other hands: an activity of extraction without inputs.
    pub(super) is_mining: bool,
    /// Vertices it takes from, ascending.
    pub(super) inputs: Vec<u32>,
    /// Vertices it gives, ascending, with the recovery where it is known.
    pub(super) outputs: Vec<(u32, Option<f64>)>,
    /// By output, what tells the recovery.
    pub(super) recovered: Vec<Option<Recovered>>,
    /// What is assumed of it, by its arcs of the chain.
    pub(super) notes: Vec<Note>,
    /// Whether material begins in it: it mines, or it recycles what no source follows.
    pub(super) begins: bool,
}

impl Works {
    /// What tells the recovery of an output, by its position.
    pub(super) fn recovery(&self, output: usize) -> Option<&Recovered> {
        self.recovered.get(output)?.as_ref()
    }
}

/// An arc of the network.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ModelArc {
    pub(super) means: Means,
    pub(super) tail: u32,
    pub(super) head: u32,
    /// What comes out per tonne that goes in, 0 to 1; 1 where it is not known.
    pub(super) gain: f64,
    /// Kilometres; none if not known.
    pub(super) km: Option<f64>,
    /// What bounds it; none where nothing does by nature, such as delivering.
    pub(super) limit: Option<Limit>,
}

/// What an arc of the network stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Material begins at a vertex of the chain.
    Supply(u32),
    /// Material begins within an activity, by its position in `works`.
    Begin(u32),
    /// Nothing happens: from what arrives at a vertex to what leaves it.
    Pass(u32),
    /// An activity takes from a vertex.
    Take(u32, u32),
    /// An activity runs.
    Run(u32),
    /// An activity gives to a vertex.
    Give(u32, u32),
    /// A movement or an assumed conversion: an arc of the chain.
    Along(u32),
    /// What arrives at a vertex is delivered.
    Deliver(u32),
}

impl Model {
    /// The model of a question.
    pub(super) fn of(
        snapshot: &Snapshot,
        question: &ThroughputQuestion,
    ) -> Result<Self, ThroughputError> {
        Asked::new(snapshot, question)?.model()
    }

    /// Number of vertices of the network.
    fn vertex_count(&self) -> u32 {
        self.source() + 2 + self.extra
    }

    /// The vertex at which everything begins; the next one is the sink.
    pub(super) fn source(&self) -> u32 {
        count(self.chain.vertices().len() + 2 * self.works.len())
    }

    /// The network, with unknown capacities unbounded or at what is on record that they carried.
    pub(super) fn net(&self, is_upper: bool) -> FlowNet {
        let capacity = |limit: &Limit| limit.capacity(is_upper);
        // Ways of unknown length come after all of known length.
        let longest = self.arcs.iter().filter_map(|it| it.km);
        let longest = longest.fold(1.0, f64::max);
        let arcs = self.arcs.iter().map(|it| FlowArc {
            tail: it.tail,
            head: it.head,
            gain: it.gain,
            capacity: it.limit.as_ref().map_or(f64::INFINITY, capacity),
            cost: it.km.unwrap_or(10.0 * longest),
        });
        FlowNet {
            vertex_count: self.vertex_count(),
            source: self.source(),
            sink: self.source() + 1,
            arcs: arcs.collect(),
        }
    }

    /// The places that arcs of the network pass, each stay once.
    pub(super) fn places(&self, along: &[u32]) -> Vec<Row> {
        let mut places: Vec<Row> = Vec::new();
        for arc in along {
            let place = self.place(self.arcs[*arc as usize].head);
            if place.is_some() && places.last().copied() != place {
                places.extend(place);
            }
        }
        places
    }

    /// Where a vertex of the network is; none of source, sink and vertices between.
    fn place(&self, vertex: u32) -> Option<Row> {
        let vertices = self.chain.vertices();
        let vertex = vertex as usize;
        match vertices.get(vertex) {
            Some(it) => Some(it.place),
            None => {
                let works = self.works.get((vertex - vertices.len()) / 2);
                works.map(|it| it.site)
            }
        }
    }

    /// By arc, whether it lies on some way from the source to the sink, however little passes.
    pub(super) fn on_a_way(&self) -> Vec<bool> {
        let net = self.net(true);
        between(&net, |_| true)
    }

    /// The sites in whose activities material begins, of which it has no way to the sink; in the order of the chain.
    pub(super) fn without_way(&self) -> Vec<Row> {
        let mut has_way: BTreeMap<usize, bool> = BTreeMap::new();
        for (it, is_on) in self.arcs.iter().zip(self.on_a_way()) {
            if let Means::Begin(at) = it.means {
                *has_way.entry(at as usize).or_default() |= is_on;
            }
        }
        let site = |at: &usize| self.works[*at].site;
        let leading = has_way.iter().filter(|(_, is_on)| **is_on);
        let leading: BTreeSet<Row> = leading.map(|(at, _)| site(at)).collect();
        let mut sites: Vec<Row> = has_way.keys().map(site).collect();
        sites.retain(|it| !leading.contains(it));
        sites.dedup();
        sites
    }

    /// What was assumed of the arcs on the ways, and of their limits.
    pub(super) fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        let of_arcs = self.used().flat_map(|it| match it.means {
            Means::Along(arc) => &self.chain.arcs()[arc as usize].notes[..],
            Means::Run(at) => &self.works[at as usize].notes[..],
            _ => &[],
        });
        let limits = self.used().filter_map(|it| it.limit.as_ref());
        let of_limits = limits.flat_map(bounds).flat_map(|it| &it.notes);
        let told = of_arcs.chain(of_limits).chain(&self.notes).copied();
        told.chain(self.shared())
    }

    /// A note on each activity of which several products are on ways to the sink, where all of what it takes goes into
    /// them at once: their recoveries are known, and add up to 1 at most.
    fn shared(&self) -> impl Iterator<Item = Note> + '_ {
        let mut shares: BTreeMap<u32, Vec<Option<f64>>> = BTreeMap::new();
        for it in self.used() {
            if let Means::Give(at, vertex) = it.means {
                let outputs = &self.works[at as usize].outputs;
                let output = outputs.iter().find(|it| it.0 == vertex);
                shares.entry(at).or_default().extend(output.map(|it| it.1));
            }
        }
        let is_joint = |shares: &[Option<f64>]| {
            let sum: Option<f64> = shares.iter().copied().sum();
            shares.len() > 1 && sum.is_some_and(|it| it <= 1.0 + 1e-9)
        };
        let joint = shares.into_iter().filter(move |it| is_joint(&it.1));
        joint.map(|(at, _)| {
            let code = AssumptionCode::OutputsShared;
            Note::new(code, Concern::Recovery, self.works[at as usize].row)
        })
    }

    /// The records that the arcs on the ways rest on.
    pub(super) fn records(&self) -> impl Iterator<Item = Row> + '_ {
        let of_arcs = self.used().flat_map(|it| match it.means {
            Means::Along(arc) => {
                let arc = &self.chain.arcs()[arc as usize];
                let mut rows = vec![arc.record];
                rows.extend(arc.figures.iter().copied());
                rows
            }
            Means::Run(at) => {
                let works = &self.works[at as usize];
                let recoveries = works.recovered.iter().flatten().map(|it| it.figure);
                [works.row].into_iter().chain(recoveries).collect()
            }
            _ => Vec::new(),
        });
        let limits = self.used().filter_map(|it| it.limit.as_ref());
        let figures = limits.flat_map(bounds).flat_map(|it| &it.figures);
        of_arcs.chain(figures.copied())
    }

    fn used(&self) -> impl Iterator<Item = &ModelArc> {
        let used = self.arcs.iter().zip(self.on_a_way());
        used.filter(|it| it.1).map(|it| it.0)
    }
}

/// What is known of a limit for either answer.
fn bounds(limit: &Limit) -> impl Iterator<Item = &Bound> {
    let lower = limit.counted(false);
    limit.known.iter().chain(lower)
}

/// What comes to places and goes no further, tonnes a year.
pub(super) fn unplaced(net: &FlowNet, flow: &Flow) -> f64 {
    let mut surplus = vec![0.0; net.vertex_count as usize];
    for (it, tonnes) in net.arcs.iter().zip(&flow.flows) {
        surplus[it.head as usize] += it.gain * tonnes;
        surplus[it.tail as usize] -= tonnes;
    }
    surplus[net.sink as usize] = 0.0;
    let over = surplus.into_iter().filter(|it| *it > tolerance(flow.value));
    over.fold(0.0, |sum, it| sum + it)
}

/// By arc, whether it lies on some way from the source to the sink along arcs of a kind.
pub(super) fn between(net: &FlowNet, is_open: impl Fn(&FlowArc) -> bool) -> Vec<bool> {
    let open: Vec<bool> = net.arcs.iter().map(is_open).collect();
    let ahead = reached(net, &open, net.source, |it| (it.tail, it.head));
    let behind = reached(net, &open, net.sink, |it| (it.head, it.tail));
    let arcs = net.arcs.iter().zip(open);
    arcs.map(|(it, is_open)| is_open && ahead[it.tail as usize] && behind[it.head as usize])
        .collect()
}

/// By vertex, whether open arcs lead there. O(vertices + arcs).
fn reached(
    net: &FlowNet,
    open: &[bool],
    start: u32,
    ends: impl Fn(&FlowArc) -> (u32, u32),
) -> Vec<bool> {
    let mut on: Vec<Vec<u32>> = vec![Vec::new(); net.vertex_count as usize];
    for (it, _) in net.arcs.iter().zip(open).filter(|it| *it.1) {
        let (from, to) = ends(it);
        on[from as usize].push(to);
    }
    let mut reached = vec![false; on.len()];
    reached[start as usize] = true;
    let mut next = vec![start];
    while let Some(at) = next.pop() {
        for to in &on[at as usize] {
            if !std::mem::replace(&mut reached[*to as usize], true) {
                next.push(*to);
            }
        }
    }
    reached
}

/// A number of things as the networks count them; they hold fewer than 2³².
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
