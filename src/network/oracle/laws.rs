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
        let ends: Vec<(u32, u32)> = case.links.iter().map(|it| (it.tail, it.head)).collect();
        let mut ids: Vec<u32> = (0..22).collect();
        ids.sort_by_key(|id| (ends[*id as usize].0, *id));
        let sorted: Vec<(u32, u32)> = ids.iter().map(|it| ends[*it as usize]).collect();
        let graph = Graph::new(case.places.len(), &sorted);
        let links = || ids.iter().map(|id| case.links[*id as usize]);
        let metric: Vec<u64> = links().map(|it| it.metric.unwrap_or(UNPRICED)).collect();
        let assumptions: Vec<u16> = links().map(|it| it.assumptions).collect();
        let search = Search {
            origins: &case.origins,
            destinations: &case.destinations,
            k: 200,
            max_steps: 24,
            budget: 1 + dice.roll(120) as u64,
        };
        let net = Net {
            graph: &graph,
            places: &case.places,
            order: &ids,
        };
        let costs = Costs {
            metric: &metric,
            assumptions: &assumptions,
        };
        let found = best_routes(net, costs, &search, &mut Workspace::default());
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
