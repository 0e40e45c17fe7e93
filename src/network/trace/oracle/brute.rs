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
        if ways.iter().any(|it| it.kind() != Kind::Link) {
            return (ways.len() == 1).then_some(1.0);
        }
        self.part_of_flows(&ways, record(arc))
    }

    /// The part of a link in what several carry, by their flows and the totals of their places.
    fn part_of_flows(&self, ways: &[Row], link: Row) -> Option<f64> {
        let column = if self.is_down { link::FROM } else { link::TO };
        let product = |row: Row| self.registry.reference(row, link::PRODUCT);
        let place = |row: Row| self.registry.reference(row, column);
        let mut best: Option<(usize, Option<f64>)> = None;
        for basis in [MassBasis::Contained, MassBasis::Gross] {
            let is_mixed = ways.iter().any(|it| product(*it) != product(ways[0]));
            if basis == MassBasis::Gross && is_mixed {
                continue;
            }
            let figure = |of: Row, quantity: Quantity, named: Option<Option<Row>>| {
                let mut told = self.registry.figures(of, quantity);
                told.retain(|it| {
                    let is_named = |named| self.registry.reference(*it, figure::PRODUCT) == named;
                    self.registry.code(*it, figure::BASIS) == Some(basis)
                        && named.is_none_or(is_named)
                });
                self.registry.figure_value(*told.first()?)
            };
            let flow = |row: Row| figure(row, Quantity::Flow, None);
            let quantity = match self.is_down {
                true => Quantity::Production,
                false => Quantity::Feed,
            };
            // Tonnes that are known to go on, ways without flow, and places without total.
            let (mut whole, mut without_total) = (0.0, 0);
            let mut is_told = true;
            for site in ways.iter().map(|it| place(*it)).collect::<BTreeSet<_>>() {
                let here = || ways.iter().filter(|it| place(**it) == site);
                let (mut sum, mut is_sure, mut has_all) = (0.0, true, true);
                for kind in here().map(|it| product(*it)).collect::<BTreeSet<_>>() {
                    let moved: Vec<Option<f64>> = here()
                        .filter(|it| product(**it) == kind)
                        .map(|it| flow(*it))
                        .collect();
                    let told: f64 = moved.iter().map(|it| it.unwrap_or(0.0)).sum();
                    let total = figure(site.unwrap(), quantity, Some(kind));
                    let is_short = moved.contains(&None) && total.unwrap_or(0.0) <= told;
                    is_sure &= !is_short;
                    has_all &= total.is_some();
                    sum += f64::max(told, total.unwrap_or(0.0));
                }
                let any = figure(site.unwrap(), quantity, Some(None))
                    .filter(|_| basis == MassBasis::Contained);
                is_told &= is_sure || any.unwrap_or(0.0) > sum;
                without_total += usize::from(!has_all && any.is_none());
                whole += any.unwrap_or(0.0).max(sum);
            }
            let without_flow = ways.iter().filter(|it| flow(**it).is_none()).count();
            if !is_told || whole <= 0.0 || without_flow == ways.len() {
                continue;
            }
            let worse = without_flow * 1_000 + without_total;
            if best.is_none_or(|it| worse < it.0) {
                best = Some((worse, flow(link).map(|it| it / whole)));
            }
        }
        best?.1
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
