//! The chain as a network with losses.
//!
//! Vertices are those of the chain, two for every activity (what it takes in all, what it works), one source
//! and one sink. An activity is a fan: inputs lead to it, one arc is its running, outputs lead away, each with its
//! recovery; so its outputs share what it can take. Mining and recycling begin within the activity, so
//! that their capacity bounds what they give. Material that enters an activity comes out in one of its outputs: they are
//! alternatives, never counted twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Note;
use crate::network::chain::Operating;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::paths::Avoided;
use crate::network::paths::End;
use crate::network::paths::Endpoint;
use crate::network::paths::Endpoints;
use crate::network::paths::find;
use crate::network::snapshot::Snapshot;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Limit;
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
}

/// An activity in the network.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Works {
    /// The activity.
    pub(super) row: Row,
    pub(super) site: Row,
    pub(super) stage: Option<Stage>,
    /// Vertices it takes from, ascending.
    pub(super) inputs: Vec<u32>,
    /// Vertices it gives, ascending, with the recovery where it is known.
    pub(super) outputs: Vec<(u32, Option<f64>)>,
    /// Whether material begins in it: it mines, or it recycles what no source follows.
    pub(super) begins: bool,
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
        let registry = snapshot.registry();
        let when = question.at.when(snapshot.reference_year())?;
        let material = find(registry, &question.material, Kind::Material)?;
        let key = ChainKey::new(material, when);
        let chain = snapshot.chain(key);
        let from = Endpoints::resolve(registry, &question.from, None, key.ways)?;
        let to = Endpoints::resolve(registry, &question.to, None, key.ways)?;
        let avoided = Avoided::resolve(registry, &question.avoid)?;
        let may_pass = |vertex: u32| {
            let place = chain.vertices()[vertex as usize].place;
            avoided.place(registry, place) != Some(true)
        };
        let mut origins = from.vertices(registry, &chain, End::Origin);
        let mut destinations = to.vertices(registry, &chain, End::Destination);
        if let Some(region) = &question.to_within {
            let region = Endpoint::Region(region.clone());
            let within = Endpoints::resolve(registry, &region, None, key.ways)?;
            destinations.retain(|it| within.is_at(chain.vertices()[*it as usize].place));
        }
        origins.retain(|it| may_pass(*it));
        destinations.retain(|it| may_pass(*it));
        let mut drawing = Drawing::new(registry, &chain, &origins);
        drawing.works(&may_pass);
        drawing.begin(&origins);
        for arc in 0..count(chain.arcs().len()) {
            let is_used = may_pass(chain.graph().tail(arc))
                && may_pass(chain.graph().head(arc))
                && avoided.mode(chain.arcs()[arc as usize].mode) != Some(true);
            if is_used {
                drawing.along(arc);
            }
        }
        drawing.deliver(&destinations);
        let (works, arcs) = (drawing.works, drawing.arcs);
        Ok(Self { chain, works, arcs })
    }

    /// Number of vertices of the network.
    fn vertex_count(&self) -> u32 {
        count(self.chain.vertices().len() + 2 * self.works.len() + 2)
    }

    /// The network, with unknown capacities unbounded or at what is on record that they carried.
    pub(super) fn net(&self, is_upper: bool) -> FlowNet {
        let capacity = |limit: &Limit| match &limit.known {
            Some(known) => known.tonnes,
            None if is_upper => f64::INFINITY,
            None => limit.at_least.as_ref().map_or(0.0, |it| it.tonnes),
        };
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
        let vertex_count = self.vertex_count();
        FlowNet {
            vertex_count,
            source: vertex_count - 2,
            sink: vertex_count - 1,
            arcs: arcs.collect(),
        }
    }

    /// The places that arcs of the network pass, each stay once.
    pub(super) fn places(&self, along: &[u32]) -> Vec<Row> {
        let mut places: Vec<Row> = Vec::new();
        let vertices = self.chain.vertices();
        for arc in along {
            let head = self.arcs[*arc as usize].head as usize;
            let works = head.checked_sub(vertices.len()).map(|it| it / 2);
            let place = match works {
                None => Some(vertices[head].place),
                Some(it) => self.works.get(it).map(|it| it.site),
            };
            if place.is_some() && places.last().copied() != place {
                places.extend(place);
            }
        }
        places
    }

    /// What comes to places and goes no further, tonnes a year.
    pub(super) fn unplaced(&self, flow: &Flow) -> f64 {
        let mut surplus = vec![0.0; self.vertex_count() as usize];
        for (it, tonnes) in self.arcs.iter().zip(&flow.flows) {
            surplus[it.head as usize] += it.gain * tonnes;
            surplus[it.tail as usize] -= tonnes;
        }
        let between = surplus.len() - 2;
        surplus[..between].iter().filter(|it| **it > 0.0).sum()
    }

    /// What was assumed of the arcs and of their limits.
    pub(super) fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        let of_arcs = self.arcs.iter().filter_map(|it| match it.means {
            Means::Along(arc) => Some(&self.chain.arcs()[arc as usize].notes),
            _ => None,
        });
        let limits = self.arcs.iter().filter_map(|it| it.limit.as_ref());
        let of_limits = limits.filter_map(|it| it.bound()).map(|it| &it.notes);
        of_arcs.chain(of_limits).flatten().copied()
    }

    /// The records it rests on.
    pub(super) fn records(&self) -> impl Iterator<Item = Row> + '_ {
        let of_arcs = self.arcs.iter().filter_map(|it| match it.means {
            Means::Along(arc) => Some(self.chain.arcs()[arc as usize].record),
            Means::Run(works) => Some(self.works[works as usize].row),
            _ => None,
        });
        let limits = self.arcs.iter().filter_map(|it| it.limit.as_ref());
        let figures = limits
            .filter_map(Limit::bound)
            .flat_map(|it: &Bound| &it.figures);
        of_arcs.chain(figures.copied())
    }
}

/// A network being drawn.
struct Drawing<'a> {
    registry: &'a Registry,
    chain: &'a Chain,
    bounds: Bounds<'a>,
    works: Vec<Works>,
    arcs: Vec<ModelArc>,
}

impl<'a> Drawing<'a> {
    fn new(registry: &'a Registry, chain: &'a Chain, origins: &[u32]) -> Self {
        Self {
            registry,
            chain,
            bounds: Bounds {
                registry,
                key: chain.key(),
            },
            works: works(registry, chain, origins),
            arcs: Vec::new(),
        }
    }

    fn source(&self) -> u32 {
        count(self.chain.vertices().len() + 2 * self.works.len())
    }

    /// The vertices of an activity: what it takes in all, and what it works.
    fn of_works(&self, at: u32) -> (u32, u32) {
        let first = count(self.chain.vertices().len()) + 2 * at;
        (first, first + 1)
    }

    fn push(&mut self, means: Means, (tail, head): (u32, u32), gain: f64, limit: Option<Limit>) {
        self.arcs.push(ModelArc {
            means,
            tail,
            head,
            gain,
            km: Some(0.0),
            limit,
        });
    }

    fn works(&mut self, may_pass: &dyn Fn(u32) -> bool) {
        for (at, it) in (0_u32..).zip(self.works.clone()) {
            let (taken, worked) = self.of_works(at);
            for vertex in it.inputs.iter().copied().filter(|it| may_pass(*it)) {
                let product = self.chain.vertices()[vertex as usize].product;
                let limit = self.bounds.of_input(&it, product);
                self.push(Means::Take(at, vertex), (vertex, taken), 1.0, limit);
            }
            let limit = self.bounds.of_running(&it, self.chain);
            self.push(Means::Run(at), (taken, worked), 1.0, Some(limit));
            for (vertex, recovery) in it.outputs.iter().copied() {
                if !may_pass(vertex) {
                    continue;
                }
                let product = self.chain.vertices()[vertex as usize].product;
                let limit = self.bounds.of_output(&it, product, recovery);
                let gain = recovery.unwrap_or(1.0);
                self.push(Means::Give(at, vertex), (worked, vertex), gain, limit);
            }
        }
    }

    /// Lets material begin: within the activities that give what origins mean, else at the origins themselves.
    fn begin(&mut self, origins: &[u32]) {
        let source = self.source();
        let mut given: BTreeSet<u32> = BTreeSet::new();
        for at in 0..count(self.works.len()) {
            let it = &self.works[at as usize];
            if it.begins {
                given.extend(it.outputs.iter().map(|(vertex, _)| *vertex));
                let taken = self.of_works(at).0;
                self.push(Means::Begin(at), (source, taken), 1.0, None);
            }
        }
        for vertex in origins.iter().filter(|it| !given.contains(it)) {
            self.push(Means::Supply(*vertex), (source, *vertex), 1.0, None);
        }
    }

    fn along(&mut self, arc: u32) {
        let it = &self.chain.arcs()[arc as usize];
        let limit = match it.kind {
            ArcKind::Movement => self.bounds.of_movement(self.chain, arc),
            ArcKind::AssumedTransformation => self.bounds.of_assumed(it.record),
            ArcKind::Transformation | ArcKind::SideStream | ArcKind::Candidate => return,
        };
        #[expect(clippy::cast_precision_loss, reason = "metres around the earth fit")]
        let km = it.length_m.map(|it| it as f64 / 1_000.0);
        let ends = (self.chain.graph().tail(arc), self.chain.graph().head(arc));
        let gain = it.recovery.unwrap_or(1.0);
        self.push(Means::Along(arc), ends, gain, Some(limit));
        if let Some(last) = self.arcs.last_mut() {
            last.km = km;
        }
    }

    fn deliver(&mut self, destinations: &[u32]) {
        let sink = self.source() + 1;
        for vertex in destinations {
            self.push(Means::Deliver(*vertex), (*vertex, sink), 1.0, None);
        }
    }
}

/// The activities that give something of a chain, by slug of site, then activity.
fn works(registry: &Registry, chain: &Chain, origins: &[u32]) -> Vec<Works> {
    let mut operating = Operating::new(registry, chain.key().when);
    let mut inputs: BTreeMap<Row, BTreeSet<u32>> = BTreeMap::new();
    let mut outputs: BTreeMap<(Row, u32), Option<f64>> = BTreeMap::new();
    for (arc, it) in (0_u32..).zip(chain.arcs()) {
        if it.kind == ArcKind::Transformation {
            let (tail, head) = (chain.graph().tail(arc), chain.graph().head(arc));
            inputs.entry(it.record).or_default().insert(tail);
            outputs.insert((it.record, head), it.recovery);
        }
    }
    let mut all = Vec::new();
    let mut first = 0;
    let vertices = chain.vertices();
    while let Some(vertex) = vertices.get(first) {
        let stay = vertices[first..]
            .iter()
            .take_while(|it| it.place == vertex.place);
        let range = first..first + stay.count();
        first = range.end;
        if vertex.place.kind() != Kind::Site {
            continue;
        }
        for row in registry.referring(Kind::Activity, activity::SITE, vertex.place) {
            if !operating.activity(row) {
                continue;
            }
            let given: BTreeSet<Row> = registry.references(row, activity::OUTPUTS).collect();
            let made = range
                .clone()
                .filter(|it| given.contains(&vertices[*it].product));
            let made = made
                .map(count)
                .map(|it| (it, outputs.get(&(row, it)).copied().flatten()));
            let made: Vec<(u32, Option<f64>)> = made.collect();
            if made.is_empty() {
                continue;
            }
            let is_origin = made.iter().any(|(it, _)| origins.binary_search(it).is_ok());
            all.push(Works {
                row,
                site: vertex.place,
                stage: registry.code(row, activity::STAGE),
                inputs: inputs
                    .remove(&row)
                    .unwrap_or_default()
                    .into_iter()
                    .collect(),
                outputs: made,
                begins: is_origin,
            });
        }
    }
    all
}

/// A number of things as the networks count them; they hold fewer than 2³².
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
