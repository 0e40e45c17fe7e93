//! Traces of random networks against a brute force that shares no code with them: depths by relaxing all arcs,
//! shares by adding up every single way from the start.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::tests::network;
use super::*;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::Chain;
use crate::network::dice::Dice;

const NETWORKS: usize = 1_000;

/// Networks of the laws.
const FEWER: usize = 300;

/// Links, and activities as (site, input, output), by which a network can be turned round.
struct Case {
    sites: Vec<&'static str>,
    links: Vec<(usize, usize, usize)>,
    activities: Vec<(usize, usize, usize)>,
    figures: String,
}

impl Case {
    fn random(dice: &mut Dice) -> Self {
        let kinds = ["TERMINAL", "TERMINAL", "PROCESSOR", "HARBOUR", "EXTERNAL"];
        let sites: Vec<_> = (0..3 + dice.roll(6)).map(|_| kinds[dice.roll(5)]).collect();
        let (count, forward) = (sites.len(), dice.roll(3) > 0);
        let mut links = Vec::new();
        for _ in 0..3 + dice.roll(2 * count) {
            let (a, b) = (dice.roll(count), dice.roll(count));
            let ends = if forward {
                (a.min(b), a.max(b))
            } else {
                (a, b)
            };
            if a != b {
                links.push((ends.0, ends.1, dice.roll(4).saturating_sub(1)));
            }
        }
        let processors = (0..count).filter(|it| sites[*it] == "PROCESSOR");
        let activities = processors.filter(|_| dice.roll(2) == 0);
        let mut activities: Vec<_> = activities
            .collect::<Vec<_>>()
            .into_iter()
            .map(|site| (site, 0, 1))
            .collect();
        activities.dedup();
        let mut figures = String::new();
        let certain = dice.roll(3) > 0;
        for at in 0..links.len() {
            for basis in ["GROSS", "CONTAINED material=m"] {
                if certain || dice.roll(3) > 0 {
                    let value = dice.roll(5);
                    writeln!(
                        figures,
                        "figure link:l{at} flow {value} basis={basis} year=2024"
                    )
                    .unwrap();
                }
            }
            if dice.roll(12) == 0 && links.len() > 1 {
                let of = dice.roll(links.len());
                if of < at {
                    writeln!(figures, "part l{at} l{of}").unwrap();
                }
            }
        }
        Self {
            sites,
            links,
            activities,
            figures,
        }
    }

    fn text(&self, is_reversed: bool) -> String {
        let mut text = String::from(
            "product p0 REFINED carries=m\nproduct p1 REFINED carries=m\nproduct p2 REFINED state=MOLTEN carries=m\n",
        );
        for (at, kind) in self.sites.iter().enumerate() {
            writeln!(text, "site s{at} {kind} status=OPERATING@2025").unwrap();
        }
        for (at, (from, to, product)) in self.links.iter().enumerate() {
            let (from, to) = if is_reversed { (to, from) } else { (from, to) };
            writeln!(text, "link l{at} s{from} s{to} p{product} of=m mode=ROAD").unwrap();
        }
        for (site, input, output) in &self.activities {
            let (input, output) = if is_reversed {
                (output, input)
            } else {
                (input, output)
            };
            writeln!(
                text,
                "activity s{site} PROCESSING in=p{input} out=p{output}"
            )
            .unwrap();
        }
        text + &self.figures
    }
}

/// What a trace says, in terms of slugs: by place and product, depth and share.
type Nodes = BTreeMap<(String, String), (u32, Option<f64>)>;

fn nodes(registry: &Registry, answer: &Trace) -> Nodes {
    let slug = |row| registry.slug(row).to_owned();
    let node = |it: &TraceNode| {
        let product = it.product.map_or(String::new(), slug);
        ((slug(it.place), product), (it.depth, it.share))
    };
    answer.nodes.iter().map(node).collect()
}

/// A chain as lists, turned so that the trace goes from first to second.
struct Brute<'a> {
    registry: &'a Registry,
    chain: &'a Chain,
    is_down: bool,
    arcs: Vec<(u32, u32)>,
    starts: BTreeSet<u32>,
    whole: Option<Row>,
}

impl<'a> Brute<'a> {
    fn new(registry: &'a Registry, chain: &'a Chain, asked: &TraceQuestion) -> Self {
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
    fn depths(&self) -> BTreeMap<u32, u32> {
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

    fn nodes(&self, max_steps: u32) -> Nodes {
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

fn assert_same(found: &Nodes, expected: &Nodes, case: &str) {
    assert_eq!(
        found
            .iter()
            .map(|(name, it)| (name, it.0))
            .collect::<Vec<_>>(),
        expected
            .iter()
            .map(|(name, it)| (name, it.0))
            .collect::<Vec<_>>(),
        "{case}"
    );
    for (name, (_, share)) in found {
        let expected = expected[name].1;
        let is_same = match (share, expected) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(
            is_same,
            "{name:?}: {share:?}, expected {expected:?}\n{case}"
        );
    }
}

fn asked(dice: &mut Dice, case: &Case) -> TraceQuestion {
    let direction = [Direction::Upstream, Direction::Downstream][dice.roll(2)];
    // Most networks go from low to high numbers.
    let (a, b) = (dice.roll(case.sites.len()), dice.roll(case.sites.len()));
    let site = match direction {
        Direction::Upstream => a.max(b),
        Direction::Downstream => a.min(b),
    };
    let of = match dice.roll(8) {
        0 => Id::new(Kind::Product, "p0"),
        _ => Id::new(Kind::Site, format!("s{site}")),
    };
    TraceQuestion {
        material: Some(Id::new(Kind::Material, "m")),
        max_steps: [1, 2, 3, 4, 12, 200][dice.roll(6)],
        ..TraceQuestion::new(of, direction)
    }
}

#[test]
fn random_networks_agree_with_a_brute_force() {
    let mut dice = Dice(11);
    let (mut known, mut split, mut cut) = (0, 0, 0);
    for _ in 0..NETWORKS {
        let case = Case::random(&mut dice);
        let question = asked(&mut dice, &case);
        let text = case.text(false);
        let snapshot = network(&text);
        let registry = snapshot.registry();
        let key = ChainKey::new(
            registry.find(question.material.as_ref().unwrap()).unwrap(),
            question.at.when(2025).unwrap(),
        );
        let chain = snapshot.chain(key);
        let brute = Brute::new(registry, &chain, &question);
        let answer = trace(&snapshot, &question).unwrap();
        let why = format!("{question:?}\n{text}");
        if brute.starts.is_empty() {
            assert!(answer.nodes.len() <= 1 && answer.arcs.is_empty(), "{why}");
            continue;
        }
        let found = nodes(registry, &answer);
        assert_same(&found, &brute.nodes(question.max_steps), &why);
        let deepest = brute.depths().into_values().max().unwrap();
        assert_eq!(
            answer.completeness.is_exhaustive(),
            deepest <= question.max_steps,
            "{why}"
        );
        let order: Vec<_> = answer
            .nodes
            .iter()
            .map(|it| {
                (
                    it.depth,
                    registry.slug(it.place),
                    it.product.map(|it| registry.slug(it)),
                )
            })
            .collect();
        assert!(order.is_sorted(), "{why}");
        cut += usize::from(!answer.completeness.is_exhaustive());
        let inner = found.values().filter(|it| it.0 > 0);
        known += inner.clone().filter(|it| it.1.is_some()).count();
        split += inner
            .filter(|it| it.1.is_some_and(|it| it > 0.0 && it < 1.0))
            .count();
    }
    assert!(
        known > 800 && split > 400 && cut > 50,
        "{known} known, {split} split, {cut} cut"
    );
}

#[test]
fn upstream_is_downstream_of_the_network_turned_round() {
    let mut dice = Dice(12);
    for _ in 0..FEWER {
        let case = Case::random(&mut dice);
        let mut question = asked(&mut dice, &case);
        if dice.roll(3) == 0 {
            question.material = None;
        }
        let turned = TraceQuestion {
            direction: question.direction.reversed(),
            ..question.clone()
        };
        let (one, other) = (network(&case.text(false)), network(&case.text(true)));
        let first = trace(&one, &question).unwrap();
        let second = trace(&other, &turned).unwrap();
        let why = format!("{question:?}\n{}", case.text(false));
        assert_same(
            &nodes(one.registry(), &first),
            &nodes(other.registry(), &second),
            &why,
        );
        let links = |registry: &Registry, it: &Trace| -> BTreeSet<String> {
            it.links
                .iter()
                .map(|it| registry.slug(*it).to_owned())
                .collect()
        };
        assert_eq!(
            links(one.registry(), &first),
            links(other.registry(), &second),
            "{why}"
        );
        let left = |registry: &Registry, it: &Trace| -> BTreeSet<(NotFollowedReason, String)> {
            let all = it.not_followed.iter();
            all.map(|it| {
                (
                    it.reason,
                    registry.slug(it.record).replace("p0", "").replace("p1", ""),
                )
            })
            .collect()
        };
        assert_eq!(
            left(one.registry(), &first),
            left(other.registry(), &second),
            "{why}"
        );
    }
}

#[test]
fn without_a_material_every_link_is_followed_once() {
    let mut dice = Dice(13);
    for _ in 0..FEWER {
        let case = Case::random(&mut dice);
        let snapshot = network(&case.text(false));
        let start = dice.roll(case.sites.len());
        let of = Id::new(Kind::Site, format!("s{start}"));
        let answer = trace(&snapshot, &TraceQuestion::new(of, Direction::Downstream)).unwrap();
        let mut depths = BTreeMap::from([(start, 0_u32)]);
        for _ in &case.sites {
            for (from, to, _) in &case.links {
                if let Some(depth) = depths.get(from).map(|it| it + 1) {
                    let known = depths.entry(*to).or_insert(depth);
                    *known = depth.min(*known);
                }
            }
        }
        let registry = snapshot.registry();
        let found: BTreeMap<String, u32> = answer
            .nodes
            .iter()
            .map(|it| (registry.slug(it.place).to_owned(), it.depth))
            .collect();
        let expected = depths.iter().map(|(at, depth)| (format!("s{at}"), *depth));
        assert_eq!(found, expected.collect());
        let links = case
            .links
            .iter()
            .filter(|it| depths.contains_key(&it.0))
            .count();
        assert_eq!(answer.links.len(), links);
    }
}

#[test]
fn a_budget_cuts_and_never_lies() {
    let mut dice = Dice(14);
    for _ in 0..FEWER {
        let case = Case::random(&mut dice);
        let mut question = asked(&mut dice, &case);
        let snapshot = network(&case.text(false));
        let registry = snapshot.registry();
        let whole = nodes(registry, &trace(&snapshot, &question).unwrap());
        question.budget = dice.roll(6) as u64;
        let answer = trace(&snapshot, &question).unwrap();
        assert!(answer.completeness.explored <= question.budget);
        for (name, (depth, share)) in nodes(registry, &answer) {
            assert_eq!(whole[&name].0, depth);
            if let Some(share) = share {
                assert!((whole[&name].1.unwrap() - share).abs() < 1e-9);
            }
        }
        let is_cut = answer.nodes.len() < whole.len();
        assert!(!is_cut || !answer.completeness.is_exhaustive());
    }
}
