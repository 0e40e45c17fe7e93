//! The brute force: depths by relaxing all arcs, shares by adding up every single way from the start.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::Chain;
use crate::network::trace::Direction;
use crate::network::trace::TraceQuestion;
use crate::network::trace::oracle::Nodes;

/// A chain as lists, turned so that the trace goes from first to second.
pub(super) struct Brute<'a> {
    registry: &'a Registry,
    chain: &'a Chain,
    is_down: bool,
    arcs: Vec<(u32, u32)>,
    pub(super) starts: BTreeSet<u32>,
    whole: Option<Row>,
}

impl<'a> Brute<'a> {
    pub(super) fn new(registry: &'a Registry, chain: &'a Chain, asked: &TraceQuestion) -> Self {
        let of = registry.find(&asked.of).unwrap();
        let is_down = asked.direction == Direction::Downstream;
        let graph = chain.graph();
        let arcs = 0..u32::try_from(graph.arc_count()).unwrap();
        let turned = arcs.map(|it| (graph.tail(it), graph.head(it)));
        let vertices = (0..).zip(chain.vertices());
        let starts = vertices.filter(|(_, it)| it.place == of || it.product == of);
        Self {
            registry,
            chain,
            is_down,
            arcs: turned
                .map(|(a, b)| if is_down { (a, b) } else { (b, a) })
                .collect(),
            starts: starts.map(|(at, _)| at).collect(),
            whole: (of.kind() == Kind::Site).then_some(of),
        }
    }

    /// Relaxes every arc as often as there are vertices.
    pub(super) fn depths(&self) -> BTreeMap<u32, u32> {
        let mut depths: BTreeMap<u32, u32> = self.starts.iter().map(|it| (*it, 0)).collect();
        for _ in self.chain.vertices() {
            for (a, b) in &self.arcs {
                if let Some(depth) = depths.get(a).map(|it| it + 1) {
                    let known = depths.entry(*b).or_insert(depth);
                    *known = depth.min(*known);
                }
            }
        }
        depths
    }

    fn leads(&self, from: u32, to: u32, seen: &mut BTreeSet<u32>) -> bool {
        let on = self
            .arcs
            .iter()
            .filter(|it| it.0 == from && !self.starts.contains(&it.1));
        on.clone().any(|it| it.1 == to)
            || on
                .clone()
                .any(|it| seen.insert(it.1) && self.leads(it.1, to, seen))
    }

    /// What is on a loop of what is reached, or behind one.
    fn on_and_behind_loops(&self, reached: &BTreeMap<u32, u32>) -> BTreeSet<u32> {
        let inner = reached.keys().filter(|it| !self.starts.contains(it));
        let leads = |from: &u32, to: &u32| self.leads(*from, *to, &mut BTreeSet::new());
        let looped: Vec<&u32> = inner.clone().filter(|it| leads(it, it)).collect();
        let is_behind = |it: &&u32| looped.iter().any(|from| from == it || leads(from, it));
        inner.filter(is_behind).copied().collect()
    }

    /// The share of a vertex: every way from the start, with the parts along it multiplied.
    fn share(
        &self,
        vertex: u32,
        reached: &BTreeMap<u32, u32>,
        unknown: &BTreeSet<u32>,
    ) -> Option<f64> {
        if self.starts.contains(&vertex) {
            return Some(1.0);
        }
        if unknown.contains(&vertex) {
            return None;
        }
        let mut total = Some(0.0);
        for at in 0..self.arcs.len() {
            let (near, far) = self.arcs[at];
            if far == vertex && reached.contains_key(&near) {
                let here = self.share(near, reached, unknown).zip(self.adds(at));
                total = total
                    .zip(here)
                    .map(|(total, (share, part))| total + share * part);
            }
        }
        total
    }

    /// What an arc adds to its end, as a part of what goes on from its beginning.
    fn adds(&self, arc: usize) -> Option<f64> {
        let near = self.arcs[arc].0;
        let is_start = self.starts.contains(&near);
        let group: BTreeSet<u32> = if is_start {
            self.starts.clone()
        } else {
            [near].into()
        };
        let is_on =
            |(a, b): &(u32, u32)| group.contains(a) && !(is_start && self.starts.contains(b));
        let record = |at: usize| self.chain.arcs()[at].record;
        let on: Vec<usize> = (0..self.arcs.len())
            .filter(|it| is_on(&self.arcs[*it]))
            .collect();
        // Every link of the network carries the material and is in use, also those that are in no chain.
        let column = if self.is_down { link::FROM } else { link::TO };
        let begins_here = |row: &Row| {
            let place = self.registry.reference(*row, column).unwrap();
            let product = self.registry.reference(*row, link::PRODUCT).unwrap();
            let in_chain = (0..self.arcs.len()).any(|it| record(it) == *row);
            let here = group.iter().map(|it| self.chain.vertices()[*it as usize]);
            let is_vertex = here
                .clone()
                .any(|it| it.place == place && it.product == product);
            !in_chain && (is_vertex || (is_start && Some(place) == self.whole))
        };
        let others: Vec<Row> = self.registry.rows(Kind::Link).filter(begins_here).collect();
        let links: Vec<Row> = on
            .iter()
            .map(|it| record(*it))
            .chain(others.iter().copied())
            .collect();
        let parent = |row: Row| {
            let of =
                (row.kind() == Kind::Link).then(|| self.registry.reference(row, link::PART_OF));
            of.flatten().filter(|it| links.contains(it))
        };
        if let Some(of) = parent(record(arc)) {
            let same = |it: &usize| record(*it) == of && self.arcs[*it].1 == self.arcs[arc].1;
            let counts = on.iter().any(|it| same(it) && parent(of).is_none());
            return counts.then_some(0.0);
        }
        let ways: Vec<Row> = links
            .iter()
            .copied()
            .filter(|it| parent(*it).is_none())
            .collect();
        if ways.len() == 1 {
            return Some(1.0);
        }
        let product = |row: Row| self.registry.reference(row, link::PRODUCT);
        let bases = [MassBasis::Contained, MassBasis::Gross];
        let flows = bases.into_iter().find_map(|basis| {
            let is_one = ways.iter().all(|it| it.kind() == Kind::Link)
                && (basis == MassBasis::Contained
                    || ways.iter().all(|it| product(*it) == product(ways[0])));
            let flow = |row: Row| {
                let told = self.registry.figures(row, Quantity::Flow);
                let of_basis = |it: &Row| self.registry.code(*it, figure::BASIS) == Some(basis);
                self.registry.figure_value(told.into_iter().find(of_basis)?)
            };
            let all: Option<Vec<(Row, f64)>> =
                ways.iter().map(|it| Some((*it, flow(*it)?))).collect();
            all.filter(|_| is_one)
        })?;
        let whole: f64 = flows.iter().map(|it| it.1).sum();
        let own = flows.iter().find(|it| it.0 == record(arc))?.1;
        (whole > 0.0).then(|| own / whole)
    }

    pub(super) fn nodes(&self, max_steps: u32) -> Nodes {
        let reached = self.depths();
        let told = reached.iter().filter(|(_, depth)| **depth <= max_steps);
        let slug = |row| self.registry.slug(row).to_owned();
        let unknown = self.on_and_behind_loops(&reached);
        told.map(|(vertex, depth)| {
            let it = self.chain.vertices()[*vertex as usize];
            let name = (slug(it.place), slug(it.product));
            (name, (*depth, self.share(*vertex, &reached, &unknown)))
        })
        .collect()
    }
}
