//! Networks made to be hard: many ties, long ways, and places to pass that lie across the way.

use super::*;
use crate::network::search::Run;

/// Places in a square, each with links to its neighbours, all of one length; the places to pass are the two
/// corners that lie across the way.
fn grid(side: u32, dice: &mut Dice) -> Case {
    let at = |row: u32, column: u32| row * side + column;
    let mut ends = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let here = at(row, column);
            for (is_inside, there) in [(column + 1 < side, here + 1), (row + 1 < side, here + side)]
            {
                ends.extend(is_inside.then_some([(here, there), (there, here)]));
            }
        }
    }
    let via = vec![at(0, side - 1), at(side - 1, 0)];
    case(side * side, ends.concat(), via, 6, dice)
}

/// A line of places with two links from each to the next.
fn line(length: u32, dice: &mut Dice) -> Case {
    let ends = (0..length - 1).flat_map(|it| [(it, it + 1), (it, it + 1)]);
    case(
        length,
        ends.collect(),
        vec![length / 3, length / 2],
        20,
        dice,
    )
}

/// Layers of places, each with links to all of the next and some back.
fn layers(width: u32, depth: u32, dice: &mut Dice) -> Case {
    let mut ends = Vec::new();
    for tail in 0..width * (depth - 1) {
        let next = (tail / width + 1) * width;
        ends.extend((next..next + width).map(|head| (tail, head)));
        ends.push((next + dice.number(width as usize), tail));
    }
    let via = vec![width + 1, width * (depth / 2)];
    case(width * depth, ends, via, 4, dice)
}

/// All places are one vertex, and all lengths are 1, of every 40th link unknown; of so many links one is read.
fn case(places: u32, ends: Vec<(u32, u32)>, via: Vec<u32>, read: usize, dice: &mut Dice) -> Case {
    let links: Vec<Link> = ends
        .into_iter()
        .map(|(tail, head)| Link {
            tail,
            head,
            metric: (dice.roll(40) > 0).then_some(1),
            assumptions: 0,
        })
        .collect();
    let none = vec![None; places as usize];
    let wanted = Wanted {
        runs: vec![Run { min: 1, max: 2 }, Run { min: 0, max: 2 }],
        readings: links
            .iter()
            .map(|_| (dice.roll(read) == 0).then(|| [0b01, 0b10, 0b11][dice.roll(3)]))
            .collect(),
        first: none.clone(),
        last: none,
        via,
        barred: links.iter().map(|_| dice.roll(6 * read) == 0).collect(),
    };
    Case {
        origins: vec![0],
        destinations: vec![places - 1],
        k: 200,
        max_steps: 200,
        places: (0..places).collect(),
        links,
        budget: 0,
        wanted: Some(wanted),
    }
}

fn searched(case: &Case, budget: u64, workspace: &mut Workspace) -> Ranked {
    let numbers: Vec<u32> = (0..u32::try_from(case.places.len()).unwrap()).collect();
    let case = Case {
        budget,
        ..case.clone()
    };
    case.searched(&numbers, workspace)
}

#[test]
fn small_ones_are_bounded_as_brute_force_says() {
    let mut dice = Dice(17);
    let mut workspace = Workspace::default();
    let (mut cut, mut whole, mut beaten) = (0, 0, 0);
    for round in 0..60 {
        let case = match round % 3 {
            0 => grid(3 + dice.number(2), &mut dice),
            1 => line(6 + dice.number(5), &mut dice),
            _ => layers(3, 4, &mut dice),
        };
        let case = Case {
            k: [3, 200][dice.roll(2)],
            ..case
        };
        let mut all = case.all();
        all.retain(|it| it.metric.is_some());
        all.sort();
        for budget in [1, 40, 300, 2_000, DEFAULT_BUDGET] {
            let found = searched(&case, budget, &mut workspace);
            let told = found.routes.len();
            let best: Vec<Route> = all.iter().take(told).map(Brute::route).collect();
            assert_eq!(found.routes, best);
            let Some(next) = all.get(told) else {
                continue;
            };
            let bound = found.next_at_least.expect("more to come");
            assert!(!found.truncations.is_empty() && bound <= next.metric.unwrap());
            beaten += usize::from(bound < next.metric.unwrap());
            cut += usize::from(found.truncations.contains(&Truncation::Budget));
        }
        whole += usize::from(!all.is_empty());
    }
    assert!(
        cut > 30 && whole > 20 && beaten > 5,
        "{cut} {whole} {beaten}"
    );
}

#[test]
fn large_ones_end_within_their_budget() {
    let mut dice = Dice(19);
    let mut workspace = Workspace::default();
    let mut cut = 0;
    for case in [
        grid(40, &mut dice),
        line(180, &mut dice),
        line(400, &mut dice),
        layers(30, 12, &mut dice),
    ] {
        let budget = 150_000;
        let little = searched(&case, budget, &mut workspace);
        assert!(
            !little.truncations.is_empty(),
            "{} places",
            case.places.len()
        );
        // Two searches, each of which may end the path it is at.
        assert!(little.explored < 2 * budget + 30_000, "{}", little.explored);
        let much = searched(&case, 4 * budget, &mut workspace);
        let told = little.routes.len();
        assert_eq!(little.routes[..], much.routes[..told]);
        let bound = little.next_at_least.expect("more to come");
        if let Some(next) = much.routes.get(told) {
            assert!(bound <= next.weight.metric());
        }
        assert!(much.next_at_least.is_none_or(|it| bound <= it));
        cut += usize::from(little.truncations.contains(&Truncation::Budget));
    }
    assert!(cut >= 2, "{cut}");
}
