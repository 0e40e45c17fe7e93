//! What is found out about a network before its fronts: how far everything is from a destination, and which places
//! a path could return to.

use petgraph::algo::kosaraju_scc;

use crate::network::graph::Graph;
use crate::network::graph::number;
use crate::network::search::ends::Ends;
use crate::network::search::pareto::known::Pair;
use crate::network::search::potentials::Backward;
use crate::network::search::potentials::potentials;
use crate::network::search::space::Net;
use crate::network::search::space::Rule;
use crate::network::search::weight::MAX_METRIC;
use crate::network::search::weight::Weight;
use crate::network::search::workspace::Workspace;

/// What is searched for a front.
#[derive(Clone, Copy)]
pub(super) struct Space<'a, R> {
    pub(super) net: Net<'a>,
    /// Prices arcs in the first metric; allows none that is unknown in the second.
    pub(super) rule: R,
    /// By arc, the second metric.
    pub(super) second: &'a [u64],
    pub(super) ends: &'a Ends<'a>,
}

impl<R> Space<'_, R> {
    /// The second metric of an arc, capped like the first.
    pub(super) fn second(&self, arc: u32) -> u64 {
        self.second[arc as usize].min(MAX_METRIC)
    }

    pub(super) fn place(&self, vertex: u32) -> u32 {
        self.net.places[vertex as usize]
    }
}

/// A rule with another metric; none for steps alone.
#[derive(Clone, Copy)]
struct Repriced<'a, R> {
    rule: R,
    metric: Option<&'a [u64]>,
}

impl<R> Repriced<'_, R> {
    fn price(&self, arc: u32) -> Weight {
        Weight::of_arc(self.metric.map_or(0, |it| it[arc as usize]), 0)
    }
}

impl<R: Rule> Rule for Repriced<'_, R> {
    fn memories(&self) -> u32 {
        self.rule.memories()
    }

    fn start(&self, vertex: u32) -> u32 {
        self.rule.start(vertex)
    }

    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)> {
        let (after, _) = self.rule.step(memory, arc)?;
        Some((after, self.price(arc)))
    }

    fn accepts(&self, memory: u32, vertex: u32) -> bool {
        self.rule.accepts(memory, vertex)
    }

    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = (u32, Weight)> {
        let price = self.price(arc);
        let memories = self.rule.before(after, arc);
        memories.map(move |(memory, _)| (memory, price))
    }
}

/// Numbers of the potentials that a workspace keeps apart.
const FIRST: usize = 0;
const SECOND: usize = 1;
const STEPS: usize = 2;

/// The least that is left from a state to a destination, in each metric apart; none if none can be reached.
pub(super) fn least_left(workspace: &Workspace, state: u32) -> Option<Pair> {
    let least = |number: usize| workspace.apart[number].get(state).map(Weight::metric);
    let (first, second) = (least(FIRST)?, least(SECOND)?);
    Some(Pair { first, second })
}

/// The fewest steps from a state to a destination; 0 where they are not limited.
pub(super) fn fewest_left(workspace: &Workspace, state: u32, is_limited: bool) -> u32 {
    let fewest = is_limited.then(|| workspace.apart[STEPS].get(state));
    fewest.flatten().map_or(0, Weight::steps)
}

/// A space whose potentials stand in the workspace, with what can be returned to.
pub(super) struct Ground<'a, R> {
    pub(super) space: Space<'a, R>,
    /// Whether all that a label has visited matters: the rule remembers more than the vertex, or does not accept
    /// every destination.
    pub(super) is_exact: bool,
    /// By vertex, whether an arc of another place leads there.
    is_entry: Vec<bool>,
    /// By place, how many entries it has.
    entries: Vec<u32>,
    /// By place, whether one of its vertices is both origin and destination.
    has_both: Vec<bool>,
    /// By place, its strongly connected component; empty if no place can be returned to in a way that matters.
    zones: Vec<u32>,
    /// By place, the least that is left to a destination: pair and steps.
    least: Vec<(Pair, u32)>,
    /// Arcs relaxed to find all this out.
    pub(super) work: u64,
}

impl<'a, R: Rule> Ground<'a, R> {
    /// Runs the backward searches, three if steps are limited. O(E log V).
    ///
    /// # Errors
    /// A bound on the first metric of all paths and the work done, if the budget ran out.
    pub(super) fn new(
        space: Space<'a, R>,
        workspace: &mut Workspace,
        is_limited: bool,
        budget: u64,
    ) -> Result<Self, (u64, u64)> {
        let Space {
            net, rule, ends, ..
        } = space;
        let mut work = 0;
        let mut nearest = None;
        for number in [FIRST, SECOND, STEPS] {
            if number == STEPS && !is_limited {
                break;
            }
            let backward = if number == FIRST {
                potentials(net, rule, ends, workspace, &mut work, budget)
            } else {
                let metric = (number == SECOND).then_some(space.second);
                let rule = Repriced { rule, metric };
                potentials(net, rule, ends, workspace, &mut work, budget)
            };
            let known = |vertex: &u32| {
                let state = vertex * rule.memories() + rule.start(*vertex);
                workspace.potentials.get(state)
            };
            let of_origins = ends.origins.iter().filter_map(known);
            if number == FIRST {
                nearest = of_origins.min();
            }
            if let Backward::Cut(radius) = backward {
                let bound = match nearest {
                    Some(nearest) if number == FIRST => nearest.min(radius),
                    Some(nearest) => nearest,
                    None => radius,
                };
                return Err((bound.metric(), work));
            }
            let Workspace {
                potentials, apart, ..
            } = workspace;
            std::mem::swap(potentials, &mut apart[number]);
        }
        let mut ground = Self {
            space,
            is_exact: rule.memories() > 1
                || !ends.destinations.iter().all(|it| rule.accepts(0, *it)),
            is_entry: Vec::new(),
            entries: Vec::new(),
            has_both: Vec::new(),
            zones: Vec::new(),
            least: Vec::new(),
            work,
        };
        if nearest.is_some() {
            ground.survey(workspace, is_limited);
        }
        Ok(ground)
    }

    /// Finds out what can be returned to.
    fn survey(&mut self, workspace: &Workspace, is_limited: bool) {
        let Space { net, ends, .. } = self.space;
        // Places are numbered below the number of vertices, since each has at least one.
        let count = net.graph.vertex_count();
        self.is_entry = vec![false; count];
        self.entries = vec![0; count];
        self.has_both = vec![false; count];
        self.least = self.least_by_place(workspace, is_limited);
        let crossings = self.crossings(workspace);
        for (_, head) in &crossings {
            let place = self.space.place(*head) as usize;
            if !std::mem::replace(&mut self.is_entry[*head as usize], true) {
                self.entries[place] += 1;
            }
        }
        let mut has_many = self.entries.iter().any(|it| *it > 1);
        for vertex in ends.origins {
            let place = self.space.place(*vertex) as usize;
            self.has_both[place] |= ends.is_destination(*vertex);
            has_many |= self.entries[place] > 0;
        }
        self.work += net.graph.arc_count() as u64;
        if has_many || self.is_exact {
            let place = |vertex: u32| self.space.place(vertex);
            let crossings = crossings.iter();
            let mut between: Vec<(u32, u32)> = crossings
                .map(|(tail, head)| (place(*tail), place(*head)))
                .collect();
            between.sort_unstable();
            between.dedup();
            self.zones = vec![0; count];
            for (zone, places) in (0..).zip(kosaraju_scc(&Graph::new(count, &between))) {
                for place in places {
                    self.zones[number(place) as usize] = zone;
                }
            }
        }
    }

    /// The arcs between places that paths can use, as (tail, head).
    fn crossings(&self, workspace: &Workspace) -> Vec<(u32, u32)> {
        let Space {
            net, rule, ends, ..
        } = self.space;
        let memories = rule.memories();
        let leads_on = |arc: u32, head: u32| {
            let mut after = (0..memories).filter_map(|it| rule.step(it, arc));
            after.any(|(it, _)| workspace.apart[FIRST].has(head * memories + it))
        };
        let arcs = (0..).take(net.graph.arc_count());
        let crossings = arcs.filter_map(|arc| {
            let (tail, head) = (net.graph.tail(arc), net.graph.head(arc));
            let crosses = self.space.place(tail) != self.space.place(head);
            (crosses && ends.allow(net, tail, head) && leads_on(arc, head)).then_some((tail, head))
        });
        crossings.collect()
    }

    fn least_by_place(&self, workspace: &Workspace, is_limited: bool) -> Vec<(Pair, u32)> {
        let Space { net, rule, .. } = self.space;
        let never = Pair {
            first: u64::MAX,
            second: u64::MAX,
        };
        let mut least = vec![(never, u32::MAX); net.graph.vertex_count()];
        let memories = rule.memories();
        for (vertex, place) in (0..).zip(net.places) {
            let (pair, steps) = &mut least[*place as usize];
            for state in (0..memories).map(|it| vertex * memories + it) {
                let Some(left) = least_left(workspace, state) else {
                    continue;
                };
                pair.first = pair.first.min(left.first);
                pair.second = pair.second.min(left.second);
                *steps = (*steps).min(fewest_left(workspace, state, is_limited));
            }
        }
        least
    }

    /// Whether a path that has left the first place for the second could return, other than to a vertex that it
    /// has visited, for which the label there stands already.
    pub(super) fn can_return(&self, left: u32, to: u32) -> bool {
        let zone = |place: u32| self.zones.get(place as usize);
        zone(left).is_some() && zone(left) == zone(to)
    }

    /// Whether a place that a path has left could be entered again in a way that matters: at a vertex other than
    /// those of its stay there, or at any if all matter or the first stay may hold the end of another path.
    pub(super) fn is_open(
        &self,
        place: u32,
        is_first: bool,
        stay: impl Iterator<Item = u32>,
    ) -> bool {
        let entries = self.entries[place as usize];
        if self.is_exact || (is_first && self.has_both[place as usize]) {
            return entries > 0;
        }
        let entered = stay.filter(|it| self.is_entry[*it as usize]).count();
        entered < entries as usize
    }

    /// The least that is left to a destination from some vertex of a place: pair and steps.
    pub(super) fn least_from(&self, place: u32) -> (Pair, u32) {
        self.least[place as usize]
    }
}
