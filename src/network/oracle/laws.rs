//! What holds of searches of any size, and of searches that are cut off.

use super::*;

#[test]
fn larger_networks_keep_the_laws() {
    let mut dice = Dice(2);
    let mut workspace = Workspace::default();
    for _ in 0..20 {
        let mut case = Case::random(&mut dice, 300, 1_200);
        case.k = 100;
        let mut numbers: Vec<u32> = (0..u32::try_from(case.places.len()).unwrap()).collect();
        let found = case.searched(&numbers, &mut workspace);
        dice.shuffle(&mut numbers);
        assert_eq!(found.routes, case.searched(&numbers, &mut workspace).routes);
        let distinct: BTreeSet<&Vec<u32>> = found.routes.iter().map(|it| &it.arcs).collect();
        assert_eq!(distinct.len(), found.routes.len());
        assert!(
            found
                .routes
                .is_sorted_by_key(|it| (it.weight, it.arcs.clone()))
        );
        for route in &found.routes {
            let heads = route.arcs.iter().map(|it| case.links[*it as usize].head);
            let mut places: Vec<u32> = std::iter::once(route.origin)
                .chain(heads)
                .map(|it| case.places[it as usize])
                .collect();
            places.dedup();
            let distinct: BTreeSet<&u32> = places.iter().collect();
            assert_eq!(distinct.len(), places.len(), "no place is entered twice");
            assert!(route.arcs.len() <= case.max_steps as usize);
        }
    }
}

#[test]
fn a_spent_budget_is_said_and_bounds_what_is_missing() {
    let mut dice = Dice(3);
    let (mut cut, mut checked) = (0, 0);
    for _ in 0..200 {
        let case = Case {
            k: 200,
            max_steps: 24,
            ..Case::random(&mut dice, 8, 22)
        };
        let case = Case {
            budget: 1 + dice.roll(120) as u64,
            ..case
        };
        let numbers: Vec<u32> = (0..u32::try_from(case.places.len()).unwrap()).collect();
        let found = case.searched(&numbers, &mut Workspace::default());
        let mut all = case.all();
        all.retain(|it| it.metric.is_some());
        all.sort();
        // What is told is a beginning of the list, and what is missing is not better than said.
        let told = found.routes.len();
        assert!(
            found
                .routes
                .iter()
                .zip(&all)
                .all(|(a, b)| a.weight == b.route().weight)
        );
        if let Some(next) = all.get(told) {
            assert!(found.next_at_least.unwrap() <= next.metric.unwrap());
            assert!(found.truncations.contains(&Truncation::Budget));
            checked += 1;
        }
        cut += usize::from(found.truncations.contains(&Truncation::Budget));
    }
    assert!(cut > 50 && checked > 30, "{cut} {checked}");
}
