//! Fronts of two metrics against brute force over all paths of small random networks.

mod laws;

use super::*;
use crate::network::search::Run;
use crate::network::search::pareto_routes;

/// A network with a second metric by link.
struct Two {
    case: Case,
    second: Vec<Option<u64>>,
}

/// A path that brute force found: pair, then what decides between equals.
type Candidate = ((u64, u64), (usize, u32, Vec<u32>), u32);

impl Two {
    fn random(dice: &mut Dice, places: usize, links: usize, largest: usize) -> Self {
        let mut case = Case::random(dice, places, links);
        if dice.roll(3) == 0 {
            // Places of more vertices, to which more ways return.
            case.places.iter_mut().for_each(|it| *it /= 2);
        }
        case.k = [1, 2, 3, 200, 200][dice.roll(5)];
        let metric = |dice: &mut Dice, of_six: usize| match dice.roll(40) {
            0 | 1 => None,
            _ if dice.roll(6) < of_six => Some(0),
            _ => Some(dice.roll(largest) as u64),
        };
        for link in &mut case.links {
            link.metric = metric(dice, 1);
        }
        Self {
            second: case.links.iter().map(|_| metric(dice, 2)).collect(),
            case,
        }
    }

    fn identity(&self) -> Vec<u32> {
        (0..u32::try_from(self.case.places.len()).unwrap()).collect()
    }

    /// What the search says, with arcs by id, when vertices are numbered in some order.
    fn searched(&self, renumber: &[u32], workspace: &mut Workspace) -> Ranked {
        self.case.searched_by(renumber, |net, first, search, ids| {
            let known = |id: &u32| self.second[*id as usize].unwrap_or(UNPRICED);
            let second = Costs {
                metric: &ids.iter().map(known).collect::<Vec<_>>(),
                ..first
            };
            pareto_routes(net, [first, second], search, workspace)
        })
    }

    /// The network as a question for one metric sees it: links unknown in either are unknown.
    fn merged(&self) -> Case {
        let mut case = self.case.clone();
        for (link, second) in case.links.iter_mut().zip(&self.second) {
            link.metric = link.metric.filter(|_| second.is_some());
        }
        case
    }

    fn second_of(&self, arcs: &[u32]) -> u64 {
        arcs.iter()
            .map(|it| self.second[*it as usize].unwrap())
            .sum()
    }

    /// The front of some paths: of each pair that none beats, the path that comes first.
    fn front(&self, paths: &[Brute]) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = paths
            .iter()
            .map(|it| {
                let pair = (it.metric.unwrap(), self.second_of(&it.arcs));
                (pair, (it.steps, it.assumptions, it.arcs.clone()), it.origin)
            })
            .collect();
        all.sort();
        all.dedup_by_key(|it| it.0);
        let mut least = u64::MAX;
        all.retain(|((_, second), ..)| {
            let is_better = *second < least;
            least = least.min(*second);
            is_better
        });
        all
    }

    /// Fronts without and with the limit of steps, and the paths of unknown metric.
    fn brute(&self) -> (Vec<Candidate>, Vec<Candidate>, Vec<Brute>) {
        let case = self.merged();
        let (known, mut unknown): (Vec<_>, Vec<_>) =
            case.all().into_iter().partition(|it| it.metric.is_some());
        let is_short = |it: &Brute| it.steps <= case.max_steps as usize;
        let short: Vec<Brute> = known.iter().filter(|it| is_short(it)).cloned().collect();
        unknown.sort_by_key(|it| (it.steps, it.assumptions, it.arcs.clone()));
        (self.front(&known), self.front(&short), unknown)
    }

    /// Compares with brute force; says how many paths were told.
    fn check(&self, number: usize, workspace: &mut Workspace) -> usize {
        let expected = self.expected();
        let mut found = self.searched(&self.identity(), workspace);
        found.explored = 0;
        assert_eq!(
            found, expected,
            "network {number}: {:#?} {:?}",
            self.case, self.second
        );
        expected.routes.len()
    }

    fn expected(&self) -> Ranked {
        let (whole, short, unknown) = self.brute();
        let case = self.merged();
        let is_long = |it: &Candidate| it.1.0 > case.max_steps as usize;
        let mut expected = Ranked {
            unpriced: case.unpriced(),
            ..Ranked::default()
        };
        let next = short.get(case.k);
        let long = whole.iter().find(|it| is_long(it));
        // A pair of too many steps matters if it stands before the first that was not asked for.
        let long = long.filter(|it| next.is_none_or(|next| it.0 < next.0));
        let mut why = Vec::new();
        why.extend(next.map(|_| Truncation::K));
        why.extend(long.map(|_| Truncation::Steps));
        expected.next_at_least = next.into_iter().chain(long).map(|it| it.0.0).min();
        let told = short.iter().take(case.k);
        expected.routes = told.map(route).collect();
        if expected.unpriced > 0 {
            why.push(Truncation::UnknownMetric);
            let fits = |it: &&Brute| it.steps <= case.max_steps as usize;
            expected.unpriced_route = unknown.iter().find(fits).map(|it| {
                let metric = Some(0);
                Brute {
                    metric,
                    ..it.clone()
                }
                .route()
            });
            if expected.unpriced_route.is_none() && !unknown.is_empty() {
                why.push(Truncation::Steps);
            }
        }
        why.sort();
        why.dedup();
        expected.truncations = why;
        expected
    }
}

fn route(((first, _), (steps, assumptions, arcs), origin): &Candidate) -> Route {
    Brute {
        metric: Some(*first),
        steps: *steps,
        assumptions: *assumptions,
        arcs: arcs.clone(),
        origin: *origin,
    }
    .route()
}

#[test]
fn fronts_are_those_of_brute_force_whatever_the_order_of_input() {
    let mut dice = Dice(11);
    let mut workspace = Workspace::default();
    let (mut several, mut cut, mut long, mut hidden, mut unpriced) = (0, 0, 0, 0, 0);
    for number in 0..10_000 {
        let (places, links) = (2 + dice.roll(8), 1 + dice.roll(26));
        let largest = [3, 6, 40][dice.roll(3)];
        let two = Two::random(&mut dice, places, links, largest);
        let expected = two.expected();
        let mut renumber = two.identity();
        for _ in 0..2 {
            let mut found = two.searched(&renumber, &mut workspace);
            assert!(found.explored > 0 || found.routes.is_empty());
            found.explored = 0;
            assert_eq!(
                found, expected,
                "network {number}: {:#?} {:?}",
                two.case, two.second
            );
            dice.shuffle(&mut renumber);
        }
        let has = |why| usize::from(expected.truncations.contains(&why));
        several += usize::from(expected.routes.len() > 1);
        cut += has(Truncation::K);
        let is_known_long = expected.next_at_least.is_some() && has(Truncation::Steps) > 0;
        long += usize::from(is_known_long);
        hidden += usize::from(is_known_long && !expected.routes.is_empty());
        unpriced += usize::from(expected.unpriced_route.is_some());
    }
    // The networks are worth something only if all of this happens often.
    assert!(
        several > 600 && cut > 150 && long > 100 && hidden > 50 && unpriced > 1_000,
        "{several} {cut} {long} {hidden} {unpriced}"
    );
}

#[test]
fn fronts_over_a_marked_link_are_those_of_brute_force() {
    let mut dice = Dice(12);
    let mut workspace = Workspace::default();
    let mut several = 0;
    for number in 0..3_000 {
        let (places, links) = (2 + dice.roll(7), 4 + dice.roll(22));
        let mut two = Two::random(&mut dice, places, links, 6);
        let none = vec![None; two.case.places.len()];
        two.case.wanted = Some(Wanted {
            runs: vec![Run { min: 1, max: 20 }],
            readings: (0..links)
                .map(|_| (dice.roll(3) == 0).then_some(1))
                .collect(),
            first: none.clone(),
            last: none,
            via: Vec::new(),
            barred: vec![false; links],
        });
        several += two.check(number, &mut workspace).min(2) / 2;
    }
    assert!(several > 150, "{several}");
}

#[test]
fn fronts_of_a_shape_are_those_of_brute_force() {
    let mut dice = Dice(16);
    let mut workspace = Workspace::default();
    let (mut several, mut passing, mut refused) = (0, 0, 0);
    for number in 0..6_000 {
        let (places, links) = (2 + dice.roll(8), 6 + dice.roll(24));
        let mut two = Two::random(&mut dice, places, links, 12);
        let mut wanted = Wanted::random(&mut dice, &two.case);
        wanted.via.truncate(2);
        two.case.wanted = Some(wanted);
        let told = two.check(number, &mut workspace);
        several += usize::from(told > 1);
        let wanted = two.case.wanted.take().unwrap();
        passing += usize::from(told > 0 && !wanted.via.is_empty());
        refused += usize::from(two.expected().routes.len() > told);
    }
    assert!(
        several > 200 && passing > 100 && refused > 500,
        "{several} {passing} {refused}"
    );
}
