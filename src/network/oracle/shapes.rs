//! Searches for paths of a shape: patterns, places to pass, links not to use.

use super::*;

fn random(dice: &mut Dice, places: usize, links: usize) -> Case {
    let case = Case::random(dice, places, links);
    let wanted = Some(Wanted::random(dice, &case));
    Case { wanted, ..case }
}

fn numbers(case: &Case) -> Vec<u32> {
    (0..u32::try_from(case.places.len()).unwrap()).collect()
}

#[test]
fn paths_of_a_shape_are_those_of_brute_force() {
    let mut dice = Dice(11);
    let mut workspace = Workspace::default();
    let (mut told, mut cut, mut long, mut unpriced, mut exhausted) = (0, 0, 0, 0, 0);
    let (mut patterns, mut passing, mut refused) = (0, 0, 0);
    for number in 0..2_000 {
        let places = 2 + dice.roll(8);
        let links = 4 + dice.roll(24);
        let case = random(&mut dice, places, links);
        let mut renumber = numbers(&case);
        let expected = case.expected();
        for _ in 0..2 {
            let mut found = case.searched(&renumber, &mut workspace);
            found.explored = 0;
            assert_eq!(found, expected, "network {number}: {case:#?}");
            dice.shuffle(&mut renumber);
        }
        let has = |why| usize::from(expected.truncations.contains(&why));
        let wanted = case.wanted.as_ref().unwrap();
        told += expected.routes.len();
        cut += has(Truncation::K);
        long += has(Truncation::Steps);
        unpriced += usize::from(expected.unpriced_route.is_some());
        exhausted += usize::from(expected.truncations.is_empty() && !expected.routes.is_empty());
        let is_found = !expected.routes.is_empty();
        patterns += usize::from(is_found && wanted.runs.len() > 1);
        passing += usize::from(is_found && !wanted.via.is_empty());
        let any = Case {
            wanted: None,
            ..case
        };
        refused += usize::from(any.expected().routes.len() > expected.routes.len());
    }
    // The networks are worth something only if all of this happens often.
    assert!(
        told > 800 && cut > 60 && long > 40 && unpriced > 60 && exhausted > 60,
        "{told} {cut} {long} {unpriced} {exhausted}"
    );
    assert!(
        patterns > 60 && passing > 60 && refused > 300,
        "{patterns} {passing} {refused}"
    );
}

#[test]
fn a_spent_budget_bounds_what_is_missing_of_a_shape() {
    let mut dice = Dice(13);
    let (mut cut, mut checked) = (0, 0);
    for _ in 0..600 {
        let case = Case {
            k: 200,
            max_steps: [3, 24][dice.roll(2)],
            ..random(&mut dice, 8, 26)
        };
        let case = Case {
            budget: 1 + dice.roll(150) as u64,
            ..case
        };
        let found = case.searched(&numbers(&case), &mut Workspace::default());
        let mut all = case.all();
        all.retain(|it| it.metric.is_some() && it.steps <= case.max_steps as usize);
        all.sort();
        let told: Vec<Route> = found.routes.clone();
        let best: Vec<Route> = all.iter().take(told.len()).map(Brute::route).collect();
        assert_eq!(told, best, "{case:#?}");
        if let Some(next) = all.get(told.len()) {
            assert!(found.truncations.contains(&Truncation::Budget));
            assert!(found.next_at_least.unwrap() <= next.metric.unwrap());
            checked += 1;
        }
        cut += usize::from(found.truncations.contains(&Truncation::Budget));
    }
    assert!(cut > 150 && checked > 60, "{cut} {checked}");
}
