//! What holds of fronts of any size, of fronts that are cut off, and of cases that chance seldom makes.

use super::*;

#[test]
fn larger_fronts_keep_the_laws() {
    let mut dice = Dice(13);
    let mut workspace = Workspace::default();
    let mut told = 0;
    for _ in 0..12 {
        let mut two = Two::random(&mut dice, 120, 420, 1_000);
        two.case.k = 100;
        two.case.max_steps = 24;
        let mut numbers = two.identity();
        let found = two.searched(&numbers, &mut workspace);
        dice.shuffle(&mut numbers);
        assert_eq!(found.routes, two.searched(&numbers, &mut workspace).routes);
        let pairs: Vec<(u64, u64)> = found
            .routes
            .iter()
            .map(|it| (it.weight.metric(), two.second_of(&it.arcs)))
            .collect();
        assert!(
            pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 > b.1),
            "{pairs:?}"
        );
        for route in &found.routes {
            let heads = route
                .arcs
                .iter()
                .map(|it| two.case.links[*it as usize].head);
            let vertices = std::iter::once(route.origin).chain(heads);
            let mut places: Vec<u32> = vertices.map(|it| two.case.places[it as usize]).collect();
            places.dedup();
            let distinct: BTreeSet<&u32> = places.iter().collect();
            assert_eq!(distinct.len(), places.len(), "no place is entered twice");
            assert!(route.arcs.len() <= 24);
        }
        told += pairs.len();
    }
    assert!(told > 30, "{told}");
}

#[test]
fn a_front_cut_by_its_budget_tells_the_truth() {
    let mut dice = Dice(14);
    let (mut cut, mut checked) = (0, 0);
    for number in 0..3_000 {
        let mut two = Two::random(&mut dice, 8, 24, 40);
        two.case.k = 200;
        two.case.budget = 1 + dice.roll(260) as u64;
        let found = two.searched(&two.identity(), &mut Workspace::default());
        let (whole, short, _) = two.brute();
        let told: Vec<Vec<u32>> = found.routes.iter().map(|it| it.arcs.clone()).collect();
        let is_told = |it: &&Candidate| told.contains(&it.1.2);
        let true_ones = short.iter().filter(is_told).count();
        assert_eq!(
            true_ones,
            told.len(),
            "network {number}: all told are on the front"
        );
        let missing = short.iter().chain(&whole).filter(|it| !is_told(it));
        if let Some(least) = missing.map(|it| it.0.0).min() {
            assert!(found.next_at_least.unwrap() <= least, "network {number}");
            assert!(!found.truncations.is_empty());
            checked += usize::from(!told.is_empty());
        }
        cut += usize::from(found.truncations.contains(&Truncation::Budget));
    }
    assert!(cut > 150 && checked > 30, "{cut} {checked}");
}

/// A chain of diamonds in which every way has a pair of its own: 2^40 pairs that none beats.
#[test]
fn a_front_beyond_all_bounds_ends_within_its_budget() {
    let link = |tail, head, metric| Link {
        tail,
        head,
        metric: Some(metric),
        assumptions: 0,
    };
    let diamonds = 40;
    let weight = |it: u32| 1_u64 << it.min(42);
    let links = (0..diamonds).flat_map(|it| [link(it, it + 1, weight(it)), link(it, it + 1, 0)]);
    let second = (0..diamonds).flat_map(|it| [Some(0), Some(weight(it))]);
    let two = Two {
        case: Case {
            places: (0..=diamonds).collect(),
            links: links.collect(),
            origins: vec![0],
            destinations: vec![diamonds],
            k: 200,
            max_steps: 100,
            budget: 3_000,
            wanted: None,
        },
        second: second.collect(),
    };
    let found = two.searched(&two.identity(), &mut Workspace::default());
    assert!(found.explored < 3_100, "{}", found.explored);
    assert_eq!(found.truncations, [Truncation::Budget]);
    // The pairs are (n, 2^40 - 1 - n) for every n.
    let told: Vec<u64> = found.routes.iter().map(|it| it.weight.metric()).collect();
    assert!(told.iter().copied().eq(0..told.len() as u64), "{told:?}");
    assert!(told.len() > 5, "{told:?}");
    assert_eq!(found.next_at_least, Some(told.len() as u64));
}

/// Two paths begin in one place that holds a destination too: the cheaper beginning stands at a destination and
/// cannot end in its place any more, so that it does not stand for the dearer one.
#[test]
fn a_path_that_begins_at_a_destination_does_not_stand_for_others() {
    let link = |tail, head, metric| Link {
        tail,
        head,
        metric: Some(metric),
        assumptions: 0,
    };
    let two = Two {
        case: Case {
            places: vec![0, 0, 0, 0, 1],
            links: vec![link(0, 2, 1), link(1, 2, 2), link(2, 3, 1)],
            origins: vec![0, 1],
            // One elsewhere, so that ends in different places are possible.
            destinations: vec![0, 3, 4],
            k: 5,
            max_steps: 24,
            budget: DEFAULT_BUDGET,
            wanted: None,
        },
        second: vec![Some(1), Some(2), Some(1)],
    };
    let found = two.searched(&two.identity(), &mut Workspace::default());
    let told: Vec<&[u32]> = found.routes.iter().map(|it| it.arcs.as_slice()).collect();
    assert_eq!(told, [[1, 2]]);
    assert_eq!(found.truncations, []);
}

/// Where many short steps are cheaper than few long ones, the limit of steps decides.
#[test]
fn fronts_under_a_limit_of_steps_are_those_of_brute_force() {
    let mut dice = Dice(15);
    let mut workspace = Workspace::default();
    let (mut several, mut replaced) = (0, 0);
    for number in 0..600 {
        let places = 5 + dice.number(4);
        let mut links = Vec::new();
        let mut second = Vec::new();
        for (tail, head) in (0..places).flat_map(|it| (it + 1..places).map(move |to| (it, to))) {
            let far = u64::from(head - tail).pow(2) * 4;
            let mut metric = || Some(far + dice.roll(12) as u64);
            links.push(Link {
                tail,
                head,
                metric: metric(),
                assumptions: 0,
            });
            second.push(metric());
        }
        let two = Two {
            case: Case {
                places: (0..places).collect(),
                links,
                origins: vec![0],
                destinations: vec![places - 1],
                k: 200,
                max_steps: 2 + dice.number(3),
                budget: DEFAULT_BUDGET,
                wanted: None,
            },
            second,
        };
        let expected = two.expected();
        let mut found = two.searched(&two.identity(), &mut workspace);
        found.explored = 0;
        assert_eq!(found, expected, "network {number}");
        let (whole, short, _) = two.brute();
        several += usize::from(short.len() > 1);
        replaced += usize::from(short.iter().any(|it| !whole.contains(it)));
    }
    assert!(several > 300 && replaced > 300, "{several} {replaced}");
}
