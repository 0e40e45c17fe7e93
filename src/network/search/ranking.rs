//! Paths one after the other, best first: Yen's algorithm, lazily.
//!
//! The paths not yet told are kept as *classes*: all that begin with the first items of a told path and
//! go on otherwise (Lawler's deviation index keeps the classes disjoint). A class waits in the queue under a
//! lower bound taken from the potentials, and is only searched when nothing better is left; its best path
//! then waits under its true weight. Ties go to the path whose arcs come first in the order of ids.
//!
//! Items of a path are its origin (item 0), its arcs, and [`END`].
//! Yen, J. Y. (1971), Management Science 17(11); Lawler, E. L. (1972), Management Science 18(7).

mod spur;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::search::ends::Ends;
use crate::network::search::potentials::Backward;
use crate::network::search::potentials::potentials;
use crate::network::search::ranking::spur::Spur;
use crate::network::search::route::Fault;
use crate::network::search::route::Route;
use crate::network::search::route::fault;
use crate::network::search::space::Net;
use crate::network::search::space::Rule;
use crate::network::search::weight::Weight;
use crate::network::search::workspace::Workspace;

/// The item that ends a path; no arc has this number, nor is it the mark of an absent arc.
const END: u32 = u32::MAX - 1;

/// The paths between two ends in order, as far as a budget of relaxed arcs allows.
pub(crate) struct Ranking<'a, R> {
    pub(crate) net: Net<'a>,
    pub(crate) rule: R,
    pub(crate) ends: &'a Ends<'a>,
    pub(crate) workspace: &'a mut Workspace,
    max_steps: usize,
    budget: u64,
    /// Arcs relaxed so far.
    pub(crate) work: u64,
    /// The least weight of a path that was left out for having too many steps.
    pub(crate) too_long: Option<Weight>,
    found: Vec<Found>,
    queue: BinaryHeap<Reverse<Entry>>,
    classes: u32,
}

/// The next of the paths.
pub(crate) enum Next {
    /// It.
    Route(Route),
    /// There is none, and none was cut off by the budget.
    Nothing,
    /// The budget ran out; any further path has at least this weight.
    Cut(Weight),
}

/// A path with what Lawler's rule needs.
struct Found {
    route: Route,
    /// The item at which it left the path it comes from.
    deviation: usize,
    /// Items that were not allowed there.
    banned: Vec<u32>,
}

/// What waits: a class under its bound, or a path under its weight, classes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    weight: Weight,
    is_route: bool,
    /// The places of the path's arcs in the order of ids.
    order: Vec<u32>,
    /// Number of the class, so that no two entries are equal.
    class: u32,
    /// The path told, or the path the class deviates from; none for the class of all paths.
    route: Option<u32>,
    /// The item at which the class deviates.
    position: usize,
}

impl<'a, R: Rule> Ranking<'a, R> {
    /// A ranking before its first path; runs the backward search.
    pub(crate) fn new(
        net: Net<'a>,
        rule: R,
        ends: &'a Ends<'a>,
        workspace: &'a mut Workspace,
        max_steps: u32,
        budget: u64,
    ) -> Self {
        let mut work = 0;
        let backward = potentials(net, rule, ends, workspace, &mut work, budget);
        let known = |vertex: &u32| {
            let state = vertex * rule.memories() + rule.start(*vertex);
            workspace.potentials.get(state)
        };
        let nearest = ends.origins.iter().filter_map(known).min();
        let bound = match backward {
            Backward::Whole => nearest,
            Backward::Cut(radius) => Some(nearest.map_or(radius, |it| it.min(radius))),
        };
        let mut ranking = Self {
            net,
            rule,
            ends,
            workspace,
            max_steps: max_steps as usize,
            budget,
            work,
            too_long: None,
            found: Vec::new(),
            queue: BinaryHeap::new(),
            classes: 0,
        };
        if let Some(bound) = bound {
            ranking.push_class(bound, None, 0);
        }
        ranking
    }

    /// The next path.
    pub(crate) fn next(&mut self) -> Next {
        while let Some(Reverse(entry)) = self.queue.pop() {
            let Some(at) = entry.route.filter(|_| entry.is_route) else {
                if self.work >= self.budget {
                    return Next::Cut(entry.weight);
                }
                if let Err(bound) = self.search_class(&entry) {
                    let others = self.queue.peek().map(|it| it.0.weight);
                    return Next::Cut(others.map_or(bound, |it| it.min(bound)));
                }
                continue;
            };
            if let Some(route) = self.tell(at) {
                return Next::Route(route);
            }
        }
        Next::Nothing
    }

    /// Opens the classes that deviate from a path, and returns it if it is one in the sense of the question.
    fn tell(&mut self, at: u32) -> Option<Route> {
        let route = self.found[at as usize].route.clone();
        let fault = fault(self.net, self.ends, &route);
        let is_too_long = route.arcs.len() > self.max_steps;
        if fault == Fault::None && is_too_long && self.too_long.is_none() {
            self.too_long = Some(route.weight);
        }
        let mut last = route.arcs.len() + 1;
        if let Fault::At(vertex) = fault {
            last = last.min(vertex);
        }
        if self.too_long.is_some() {
            // Beyond this item every path of the class is too long as well, and one such is known.
            last = last.min(self.max_steps);
        }
        self.open_classes(at, last);
        (fault == Fault::None && !is_too_long).then_some(route)
    }

    /// The items banned for the class that deviates from a path at an item.
    fn banned(&self, route: Option<u32>, position: usize) -> Vec<u32> {
        let Some(at) = route else {
            return Vec::new();
        };
        let found = &self.found[at as usize];
        let own = match position {
            0 => found.route.origin,
            _ => found.route.arcs.get(position - 1).copied().unwrap_or(END),
        };
        let mut banned = if position == found.deviation {
            found.banned.clone()
        } else {
            Vec::new()
        };
        banned.push(own);
        banned
    }

    /// Pushes the classes that deviate from a path at the items from its deviation to `last`, each under
    /// the least weight that its next item allows.
    fn open_classes(&mut self, at: u32, last: usize) {
        let first = self.found[at as usize].deviation;
        let mut spur = Spur::begin(self);
        for position in 0..=last {
            if position > 0 {
                let route = &spur.ranking.found[at as usize].route;
                let item = match position {
                    1 => route.origin,
                    _ => route.arcs[position - 2],
                };
                if position == 1 {
                    spur.start(item);
                } else {
                    spur.follow(item);
                }
            }
            if position < first {
                continue;
            }
            let banned = spur.ranking.banned(Some(at), position);
            if let Some(bound) = spur.bound(&banned) {
                spur.ranking.push_class(bound, Some(at), position);
            }
        }
    }

    fn push_class(&mut self, weight: Weight, route: Option<u32>, position: usize) {
        self.classes += 1;
        self.queue.push(Reverse(Entry {
            weight,
            is_route: false,
            order: Vec::new(),
            class: self.classes,
            route,
            position,
        }));
    }

    /// Finds the best path of a class and lets it wait; the bound reached if the budget ran out.
    fn search_class(&mut self, entry: &Entry) -> Result<(), Weight> {
        let banned = self.banned(entry.route, entry.position);
        let prefix = match entry.route {
            Some(at) if entry.position > 0 => {
                let route = &self.found[at as usize].route;
                Some((route.origin, route.arcs[..entry.position - 1].to_vec()))
            }
            _ => None,
        };
        let mut spur = Spur::begin(self);
        if let Some((origin, arcs)) = &prefix {
            spur.start(*origin);
            arcs.iter().for_each(|arc| spur.follow(*arc));
        }
        let Some(rest) = spur.search(&banned, entry.weight)? else {
            return Ok(());
        };
        let (origin, mut arcs) = prefix.unwrap_or((rest.origin, Vec::new()));
        arcs.extend(rest.arcs);
        let order = arcs.iter().map(|it| self.net.order[*it as usize]).collect();
        let route = Some(u32::try_from(self.found.len()).unwrap_or(u32::MAX));
        self.found.push(Found {
            route: Route {
                origin,
                arcs,
                weight: rest.weight,
            },
            deviation: entry.position,
            banned,
        });
        self.queue.push(Reverse(Entry {
            weight: rest.weight,
            is_route: true,
            order,
            class: entry.class,
            route,
            position: entry.position,
        }));
        Ok(())
    }
}
