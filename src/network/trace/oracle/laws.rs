//! What holds of every trace, whatever the network.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::*;

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
        let (one, other) = (snapshot(&case.text(false)), snapshot(&case.text(true)));
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
        let snapshot = snapshot(&case.text(false));
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
        let snapshot = snapshot(&case.text(false));
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
