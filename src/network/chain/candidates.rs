//! The part of a chain that some vertices lead to, with candidate links laid over it.
//!
//! From every vertex that ships its product on record, or whose product is made there, candidates go to the nearest
//! takers. A candidate never stands where a source reports the movement, and never leads back to its own site. What
//! a taker does with the product is what the chain has of it; a taker of which the chain has nothing, such as a
//! harbour, is an end.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Mode;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::ChainArc;
use crate::network::chain::CostRates;
use crate::network::chain::Roles;
use crate::network::chain::Vertex;
use crate::network::chain::build::finish;
use crate::network::chain::carrying::Carried;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::operating::Operating;
use crate::network::chain::price::Movement;
use crate::network::chain::price::Pricing;
use crate::network::chain::rates::Rates;
use crate::network::chain::site_kind;
use crate::network::chain::site_of;
use crate::network::chain::supplies::Supplies;
use crate::network::graph::Graph;
use crate::network::snapshot::Snapshot;
use crate::network::takers::Near;
use crate::network::takers::Takers;
use crate::network::takers::can_be_shipped;

/// From one vertex candidates go to so many of the nearest takers.
pub const TAKERS_PER_VERTEX: usize = 25;

/// So many candidates are made for one question at most.
pub const MAX_CANDIDATES: usize = 200_000;

/// How far candidates reach.
#[derive(Clone, Copy, Debug)]
pub(in crate::network) struct Reach {
    /// Great-circle distance in km.
    pub(in crate::network) within_km: f64,
    /// So many candidates are made at most.
    pub(in crate::network) most: usize,
    /// So many arcs and takers are looked at; beyond that the search ends at the next vertex.
    pub(in crate::network) budget: u64,
}

/// Part of a chain with candidates.
#[derive(Debug)]
pub(in crate::network) struct Extended {
    /// Everything that the origins lead to.
    pub(in crate::network) chain: Chain,
    /// By arc, whether it is a candidate.
    pub(in crate::network) is_candidate: Vec<bool>,
    /// How far the nearest of the takers is that were left out because others are nearer, in km.
    pub(in crate::network) left_out_km: Option<f64>,
    /// Whether not all candidates were made.
    pub(in crate::network) is_cut: bool,
    /// Products that could go on but are carried by no candidate, by slug.
    pub(in crate::network) not_carried: Vec<Row>,
    /// Arcs and takers looked at.
    pub(in crate::network) work: u64,
}

impl Extended {
    /// What the origins, vertices of the chain, lead to over its arcs and candidates. O(V + E + candidates · log),
    /// and O(links) to see what carries the material.
    pub(in crate::network) fn new(
        snapshot: &Snapshot,
        chain: &Chain,
        takers: &Takers,
        origins: &[u32],
        reach: Reach,
    ) -> Self {
        let (registry, when) = (snapshot.registry(), chain.key.when);
        let mut operating = Operating::new(registry, when);
        let carrying = Carrying::new(registry, chain.key, &mut operating);
        let mut spread = Spread {
            registry,
            chain,
            takers,
            carrying,
            operating,
            pricing: Pricing {
                registry,
                when,
                rates: Rates::new(registry, when, snapshot.cost_rates()),
            },
            supplies: Supplies::new(registry),
            reach,
            number: numbered(&chain.vertices),
            is_reached: vec![false; chain.vertices.len()],
            queue: VecDeque::new(),
            candidates: Vec::new(),
            told: Told::default(),
        };
        for origin in origins {
            spread.visit(*origin);
        }
        while let Some(vertex) = spread.queue.pop_front() {
            if spread.told.work >= reach.budget {
                spread.told.is_cut = true;
                break;
            }
            for arc in chain.graph.leaving(vertex) {
                spread.told.work += 1;
                spread.visit(chain.graph.head(arc));
            }
            spread.candidates_from(vertex);
        }
        spread.extended()
    }
}

/// A candidate before its ends have numbers.
struct Draft {
    tail: u32,
    head: Vertex,
    arc: ChainArc,
}

/// What is told of the search for candidates.
#[derive(Default)]
struct Told {
    left_out_km: Option<f64>,
    is_cut: bool,
    not_carried: BTreeSet<Row>,
    work: u64,
}

/// A breadth-first search that makes candidates as it goes.
struct Spread<'a> {
    registry: &'a Registry,
    chain: &'a Chain,
    takers: &'a Takers,
    carrying: Carrying<'a>,
    operating: Operating<'a>,
    pricing: Pricing<'a>,
    supplies: Supplies<'a>,
    reach: Reach,
    /// The vertices of the chain by place and product.
    number: HashMap<(Row, Row), u32>,
    is_reached: Vec<bool>,
    queue: VecDeque<u32>,
    candidates: Vec<Draft>,
    told: Told,
}

impl Spread<'_> {
    fn visit(&mut self, vertex: u32) {
        if !std::mem::replace(&mut self.is_reached[vertex as usize], true) {
            self.queue.push_back(vertex);
        }
    }

    fn candidates_from(&mut self, tail: u32) {
        let roles = self.chain.roles[tail as usize];
        if !roles.is_shipped && !roles.is_made {
            return;
        }
        let registry = self.registry;
        let Vertex { place, product } = self.chain.vertices[tail as usize];
        if !can_be_shipped(registry, product) {
            self.told.not_carried.insert(product);
            return;
        }
        let Some(home) = site_of(registry, place) else {
            return;
        };
        let Some(position) = registry.position(home) else {
            return;
        };
        let before = self.supplies.work;
        let supplied = self.supplies.from(self.chain, tail);
        self.told.work += self.supplies.work - before;
        let nearest = {
            let carrying = &self.carrying;
            let accept =
                |it: Row| it != home && !supplied.contains(&it) && !carrying.is_denied(it, product);
            let within_km = self.reach.within_km;
            self.takers
                .nearest(product, &position, within_km, TAKERS_PER_VERTEX, accept)
        };
        self.told.work += nearest.work;
        let left_out = nearest.left_out_km.into_iter();
        self.told.left_out_km = left_out.chain(self.told.left_out_km).reduce(f64::min);
        for near in nearest.found {
            if self.candidates.len() >= self.reach.most {
                self.told.is_cut = true;
                return;
            }
            self.add(tail, home, near);
        }
    }

    fn add(&mut self, tail: u32, home: Row, near: Near) {
        let product = self.chain.vertices[tail as usize].product;
        let head = Vertex {
            place: near.site,
            product,
        };
        let arc = self.arc(self.chain.vertices[tail as usize], home, near);
        self.candidates.push(Draft { tail, head, arc });
        if let Some(known) = self.number.get(&(head.place, head.product)) {
            self.visit(*known);
        }
    }

    fn arc(&mut self, tail: Vertex, home: Row, near: Near) -> ChainArc {
        let registry = self.registry;
        let candidate = Note {
            value: Some(near.km),
            ..Note::new(AssumptionCode::Candidate, Concern::Existence, near.site)
        };
        let mut notes = vec![candidate];
        notes.extend(self.operating.place(near.site).unwrap_or_default());
        if self.carrying.at(tail.place, tail.product) == Some(Carried::Usually) {
            let code = AssumptionCode::ContentAssumed;
            notes.push(Note::new(code, Concern::Existence, tail.product));
        }
        let movement = Movement {
            link: tail.product,
            from: home,
            to: near.site,
            mode: Mode::Unknown,
        };
        let priced = self.pricing.price(movement, &[]);
        notes.extend(priced.notes);
        let from = match tail.place.kind() {
            Kind::Site => registry.slug(tail.place).to_owned(),
            _ => registry.id(tail.place).to_string(),
        };
        let (to, product) = (registry.slug(near.site), registry.slug(tail.product));
        ChainArc {
            kind: ArcKind::Candidate,
            record: near.site,
            mode: Some(Mode::Unknown),
            length_m: priced.length_m,
            emissions_g: priced.emissions_g,
            cost_cents: priced.cost_cents,
            recovery: Some(1.0),
            capacity: None,
            figures: priced.figures,
            notes,
            key: format!("candidate:{from}/{to}/{product}"),
        }
    }

    /// The part reached as a chain of its own.
    fn extended(self) -> Extended {
        let (registry, chain) = (self.registry, self.chain);
        let reached = (0_u32..).zip(&self.is_reached).filter(|(_, it)| **it);
        let reached: Vec<u32> = reached.map(|(vertex, _)| vertex).collect();
        let mut vertices: Vec<Vertex> = reached
            .iter()
            .map(|it| chain.vertices[*it as usize])
            .collect();
        let mut roles: Vec<Roles> = reached.iter().map(|it| chain.roles[*it as usize]).collect();
        let new = self.candidates.iter().map(|it| it.head);
        insert_new(registry, &mut vertices, &mut roles, new);
        let here = numbered(&vertices);
        let at = |it: Vertex| here.get(&(it.place, it.product)).copied().unwrap_or(0);
        // By vertex of the whole chain, its number here.
        let mut number = vec![0_u32; chain.vertices.len()];
        for vertex in &reached {
            number[*vertex as usize] = at(chain.vertices[*vertex as usize]);
        }
        let mut arcs: Vec<(u32, u32, Arc<ChainArc>)> = Vec::new();
        for tail in &reached {
            for arc in chain.graph.leaving(*tail) {
                let head = number[chain.graph.head(arc) as usize];
                let it = Arc::clone(&chain.arcs[arc as usize]);
                arcs.push((number[*tail as usize], head, it));
            }
        }
        for it in self.candidates {
            let (tail, head) = (number[it.tail as usize], at(it.head));
            roles[tail as usize].is_shipped = true;
            roles[head as usize].is_received = true;
            arcs.push((tail, head, Arc::new(it.arc)));
        }
        arcs.sort_by(|a, b| (a.0, &a.2.key).cmp(&(b.0, &b.2.key)));
        let ends: Vec<(u32, u32)> = arcs.iter().map(|it| (it.0, it.1)).collect();
        let graph = Graph::new(vertices.len(), &ends);
        let arcs: Vec<Arc<ChainArc>> = arcs.into_iter().map(|it| it.2).collect();
        let by_slug: BTreeMap<&str, Row> = self
            .told
            .not_carried
            .iter()
            .map(|it| (registry.slug(*it), *it))
            .collect();
        Extended {
            is_candidate: arcs
                .iter()
                .map(|it| it.kind == ArcKind::Candidate)
                .collect(),
            chain: finish(chain.key, graph, vertices, roles, arcs, Vec::new()),
            left_out_km: self.told.left_out_km,
            is_cut: self.told.is_cut,
            not_carried: by_slug.into_values().collect(),
            work: self.told.work,
        }
    }
}

/// The length in km that a candidate of a product would have; none if it cannot be estimated.
pub(in crate::network) fn candidate_km(
    registry: &Registry,
    when: When,
    product: Row,
    from: Row,
    to: Row,
) -> Option<f64> {
    let rates = Rates::new(registry, when, CostRates::default());
    let pricing = Pricing {
        registry,
        when,
        rates,
    };
    let movement = Movement {
        link: product,
        from,
        to,
        mode: Mode::Unknown,
    };
    let priced = pricing.price(movement, &[]);
    let metres = u32::try_from(priced.length_m?).ok()?;
    Some(f64::from(metres) / 1_000.0)
}

/// Vertices by their place and product.
pub(in crate::network) fn numbered(vertices: &[Vertex]) -> HashMap<(Row, Row), u32> {
    let keys = vertices.iter().map(|it| (it.place, it.product));
    keys.zip(0..).collect()
}

/// Enters vertices that are not there yet in the order of the others; nothing happens there.
fn insert_new(
    registry: &Registry,
    vertices: &mut Vec<Vertex>,
    roles: &mut Vec<Roles>,
    wanted: impl Iterator<Item = Vertex>,
) {
    let mut all: Vec<(Vertex, Roles)> = vertices
        .iter()
        .copied()
        .zip(roles.iter().copied())
        .collect();
    let mut known: HashSet<(Row, Row)> = vertices.iter().map(|it| (it.place, it.product)).collect();
    let missing = wanted.filter(|it| known.insert((it.place, it.product)));
    let role = |it: Vertex| Roles::at(site_kind(registry, it.place));
    all.extend(missing.map(|it| (it, role(it))));
    all.sort_by_cached_key(|(it, _)| {
        (
            registry.slug(it.place).to_owned(),
            registry.slug(it.product).to_owned(),
        )
    });
    *vertices = all.iter().map(|it| it.0).collect();
    *roles = all.iter().map(|it| it.1).collect();
}
