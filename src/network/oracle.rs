//! The search of paths against brute force over all paths of small random networks.

mod hard;
mod laws;
mod shapes;
mod wanted;

use std::collections::BTreeSet;

use crate::network::dice::Dice;
use crate::network::graph::Graph;
use crate::network::oracle::wanted::Wanted;
use crate::network::search::Costs;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::search::Net;
use crate::network::search::Ranked;
use crate::network::search::Route;
use crate::network::search::Search;
use crate::network::search::Shape;
use crate::network::search::Truncation;
use crate::network::search::UNPRICED;
use crate::network::search::Workspace;
use crate::network::search::best_routes;

/// An arc whose position in the list is its id.
#[derive(Clone, Copy, Debug)]
struct Link {
    tail: u32,
    head: u32,
    metric: Option<u64>,
    assumptions: u16,
}

#[derive(Clone, Debug)]
struct Case {
    places: Vec<u32>,
    links: Vec<Link>,
    origins: Vec<u32>,
    destinations: Vec<u32>,
    k: usize,
    max_steps: u32,
    budget: u64,
    /// What the paths have to look like, if that matters.
    wanted: Option<Wanted>,
}

impl Case {
    fn random(dice: &mut Dice, places: usize, links: usize) -> Self {
        let mut of_vertex: Vec<u32> = Vec::new();
        for place in 0..places {
            for _ in 0..=dice.roll(3).saturating_sub(1) {
                of_vertex.push(u32::try_from(place).unwrap());
            }
        }
        let vertices = of_vertex.len();
        let vertex = |dice: &mut Dice| dice.number(vertices);
        let links = (0..links)
            .map(|_| Link {
                tail: vertex(dice),
                head: vertex(dice),
                metric: (dice.roll(10) > 0).then(|| dice.roll(5) as u64),
                assumptions: u16::try_from(dice.roll(5).saturating_sub(2)).unwrap(),
            })
            .collect();
        let ends = |dice: &mut Dice| {
            let mut ends: BTreeSet<u32> = (0..=dice.roll(2)).map(|_| vertex(dice)).collect();
            if dice.roll(2) == 0 {
                let place = of_vertex[*ends.first().unwrap() as usize];
                ends = (0..)
                    .zip(&of_vertex)
                    .filter(|(_, it)| **it == place)
                    .map(|(at, _)| at)
                    .collect();
            }
            ends.into_iter().collect()
        };
        Self {
            origins: ends(dice),
            destinations: ends(dice),
            k: [1, 2, 3, 5, 200][dice.roll(5)],
            max_steps: [2, 3, 4, 6, 24, 24][dice.roll(6)],
            places: of_vertex,
            links,
            budget: DEFAULT_BUDGET,
            wanted: None,
        }
    }

    /// What the search says, with arcs by id, when vertices are numbered and arcs are listed in some order.
    fn searched(&self, renumber: &[u32], workspace: &mut Workspace) -> Ranked {
        let to = |vertex: u32| renumber[vertex as usize];
        let mut places = vec![0; self.places.len()];
        for (vertex, place) in (0..).zip(&self.places) {
            places[to(vertex) as usize] = *place;
        }
        let mut ids: Vec<u32> = (0..u32::try_from(self.links.len()).unwrap()).collect();
        ids.sort_by_key(|id| (to(self.links[*id as usize].tail), *id));
        let links: Vec<Link> = ids.iter().map(|id| self.links[*id as usize]).collect();
        let ends: Vec<(u32, u32)> = links.iter().map(|it| (to(it.tail), to(it.head))).collect();
        let graph = Graph::new(self.places.len(), &ends);
        let metric: Vec<u64> = links
            .iter()
            .map(|it| it.metric.unwrap_or(UNPRICED))
            .collect();
        let assumptions: Vec<u16> = links.iter().map(|it| it.assumptions).collect();
        let sorted = |vertices: &[u32]| {
            let mut vertices: Vec<u32> = vertices.iter().map(|it| to(*it)).collect();
            vertices.sort_unstable();
            vertices
        };
        let net = Net {
            graph: &graph,
            places: &places,
            order: &ids,
        };
        let costs = Costs {
            metric: &metric,
            assumptions: &assumptions,
        };
        let origins = sorted(&self.origins);
        let shape = self.wanted.as_ref().map(|it| {
            let outline = it.outline(&self.places, renumber, &ids);
            Shape::new(net, &origins, &outline).expect("few memories")
        });
        let search = Search {
            origins: &origins,
            destinations: &sorted(&self.destinations),
            k: self.k,
            max_steps: self.max_steps,
            budget: self.budget,
            shape: shape.as_ref(),
        };
        let mut ranked = best_routes(net, costs, &search, workspace);
        let back = |vertex: u32| {
            u32::try_from(renumber.iter().position(|it| *it == vertex).unwrap()).unwrap()
        };
        for route in ranked.routes.iter_mut().chain(&mut ranked.unpriced_route) {
            route.origin = back(route.origin);
            for arc in &mut route.arcs {
                *arc = ids[*arc as usize];
            }
        }
        ranked
    }

    /// Every path, by trying everything.
    fn all(&self) -> Vec<Brute> {
        let mut all = Vec::new();
        for origin in &self.origins {
            self.extend(*origin, &mut vec![*origin], &mut Vec::new(), &mut all);
        }
        if let Some(wanted) = &self.wanted {
            all.retain(|it| wanted.holds(self, it));
        }
        all
    }

    fn extend(
        &self,
        origin: u32,
        vertices: &mut Vec<u32>,
        arcs: &mut Vec<u32>,
        all: &mut Vec<Brute>,
    ) {
        let place = |vertex: u32| self.places[vertex as usize];
        let here = *vertices.last().unwrap();
        let stay: Vec<u32> = vertices
            .iter()
            .rev()
            .copied()
            .take_while(|it| place(*it) == place(here))
            .collect();
        if !arcs.is_empty()
            && self.destinations.contains(&here)
            && !stay[1..].iter().any(|it| self.destinations.contains(it))
        {
            let used = || arcs.iter().map(|it| self.links[*it as usize]);
            all.push(Brute {
                origin,
                metric: used().map(|it| it.metric).sum(),
                steps: arcs.len(),
                assumptions: used().map(|it| u32::from(it.assumptions)).sum(),
                arcs: arcs.clone(),
            });
        }
        for (id, link) in (0..).zip(&self.links).filter(|(_, it)| it.tail == here) {
            let is_first_stay = stay.len() == vertices.len();
            let is_barred = if place(link.head) == place(here) {
                stay.contains(&link.head) || (is_first_stay && self.origins.contains(&link.head))
            } else {
                vertices.iter().any(|it| place(*it) == place(link.head))
            };
            if !is_barred {
                vertices.push(link.head);
                arcs.push(id);
                self.extend(origin, vertices, arcs, all);
                arcs.pop();
                vertices.pop();
            }
        }
    }

    /// Whether a walk may use a link that neither returns to the only place of origin nor goes on from the only
    /// place of destination.
    fn usable(&self) -> impl Fn(&Link) -> bool {
        let place = |vertex: u32| self.places[vertex as usize];
        let only = |vertices: &[u32]| {
            let places: BTreeSet<u32> = vertices.iter().map(|it| place(*it)).collect();
            (places.len() == 1).then(|| *places.first().unwrap())
        };
        let (first, last) = (only(&self.origins), only(&self.destinations));
        move |link| {
            let moves = place(link.tail) != place(link.head);
            let back =
                Some(place(link.head)) == first && (moves || self.origins.contains(&link.head));
            let past =
                Some(place(link.tail)) == last && (moves || self.destinations.contains(&link.tail));
            !back && !past
        }
    }

    /// Links of unknown metric on some walk from an origin to a destination that is as wanted.
    fn unpriced(&self) -> u32 {
        if let Some(wanted) = &self.wanted {
            return wanted.unpriced(self);
        }
        let usable = self.usable();
        let closure = |from: &[u32], ends: fn(&Link) -> (u32, u32)| {
            let mut reached: BTreeSet<u32> = from.iter().copied().collect();
            for _ in 0..self.places.len() {
                for (tail, head) in self.links.iter().filter(|it| usable(it)).map(ends) {
                    if reached.contains(&tail) {
                        reached.insert(head);
                    }
                }
            }
            reached
        };
        let forward = closure(&self.origins, |it| (it.tail, it.head));
        let backward = closure(&self.destinations, |it| (it.head, it.tail));
        let unknown = self
            .links
            .iter()
            .filter(|it| usable(it))
            .filter(|it| it.metric.is_none());
        let found = unknown.filter(|it| forward.contains(&it.tail) && backward.contains(&it.head));
        u32::try_from(found.count()).unwrap()
    }

    fn expected(&self) -> Ranked {
        let (mut known, mut unknown): (Vec<_>, Vec<_>) =
            self.all().into_iter().partition(|it| it.metric.is_some());
        known.sort();
        unknown.sort_by_key(|it| (it.steps, it.assumptions, it.arcs.clone()));
        let mut expected = Ranked {
            unpriced: self.unpriced(),
            ..Ranked::default()
        };
        let is_long = |it: &Brute| it.steps > self.max_steps as usize;
        let mut bound = |metric: Option<u64>, why: Truncation| {
            expected.truncations.push(why);
            expected.next_at_least = expected.next_at_least.or(metric);
        };
        let mut routes = Vec::new();
        for path in &known {
            if is_long(path) {
                bound(path.metric, Truncation::Steps);
            } else if routes.len() == self.k {
                bound(path.metric, Truncation::K);
                break;
            } else {
                routes.push(path.route());
            }
        }
        expected.routes = routes;
        if expected.unpriced > 0 {
            expected.truncations.push(Truncation::UnknownMetric);
            expected.unpriced_route = unknown.iter().find(|it| !is_long(it)).map(Brute::route);
            if expected.unpriced_route.is_none() && !unknown.is_empty() {
                expected.truncations.push(Truncation::Steps);
            }
        }
        expected.truncations.sort();
        expected.truncations.dedup();
        expected
    }
}

/// A path; ordered by metric, steps, assumptions, ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Brute {
    metric: Option<u64>,
    steps: usize,
    assumptions: u32,
    arcs: Vec<u32>,
    origin: u32,
}

impl Brute {
    fn route(&self) -> Route {
        let one = |metric, assumptions| crate::network::search::Weight::of_arc(metric, assumptions);
        let rest = (1..self.steps).map(|_| one(0, 0));
        let total = one(
            self.metric.unwrap_or(0),
            u16::try_from(self.assumptions).unwrap(),
        );
        Route {
            origin: self.origin,
            arcs: self.arcs.clone(),
            weight: rest.fold(total, |a, b| a + b),
        }
    }
}

#[test]
fn paths_are_those_of_brute_force_whatever_the_order_of_input() {
    let mut dice = Dice(1);
    let mut workspace = Workspace::default();
    let (mut told, mut cut, mut exhausted, mut long, mut unpriced) = (0, 0, 0, 0, 0);
    for number in 0..2_000 {
        let places = 2 + dice.roll(8);
        let links = 1 + dice.roll(26);
        let case = Case::random(&mut dice, places, links);
        let mut renumber: Vec<u32> = (0..u32::try_from(case.places.len()).unwrap()).collect();
        let expected = case.expected();
        for _ in 0..2 {
            let mut found = case.searched(&renumber, &mut workspace);
            assert!(found.explored > 0 || found.routes.is_empty());
            found.explored = 0;
            assert_eq!(found, expected, "network {number}: {case:#?}");
            dice.shuffle(&mut renumber);
        }
        told += expected.routes.len();
        let has = |why| usize::from(expected.truncations.contains(&why));
        cut += has(Truncation::K);
        long += has(Truncation::Steps);
        unpriced += usize::from(expected.unpriced_route.is_some());
        exhausted += usize::from(expected.truncations.is_empty() && !expected.routes.is_empty());
    }
    // The networks are worth something only if all of this happens often.
    assert!(
        told > 1_500 && cut > 100 && long > 50 && unpriced > 100 && exhausted > 100,
        "{told} {cut} {long} {unpriced} {exhausted}"
    );
}
