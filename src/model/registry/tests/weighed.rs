//! Changes weighed against a registry come to what they come to, whether they are copied or not.

use super::*;

proptest! {
    #[test]
    fn weighed_changes_come_to_the_same(
        before in proptest::collection::vec(change(), 0..8),
        asked in proptest::collection::vec(change(), 0..8),
        in_order in any::<bool>(),
    ) {
        let before = Registry::default().with(&before);
        let mut asked = asked;
        if in_order {
            asked.sort_by(|a, b| a.id().cmp(b.id()));
            asked.dedup_by(|a, b| a.id() == b.id());
        }
        let net = before.net(&asked);
        let weighed = before.weigh(asked.clone());
        prop_assert_eq!(weighed.asked(), &asked);
        prop_assert_eq!(&weighed.net, &net);
        let (after, expected) = (before.with(&weighed.net.changes), before.with(&asked));
        let all = |it: &Registry| it.records().collect::<Vec<_>>();
        prop_assert_eq!(all(&after), all(&expected));
    }

    #[test]
    fn a_registry_may_dangle_where_a_record_does(changes in proptest::collection::vec(change(), 0..12)) {
        let mut registry = Registry::default();
        for change in changes {
            registry = registry.with(&[change]);
        }
        let dangles = registry.records().any(|it| it.references().any(|(_, id)| registry.find(id).is_none()));
        // What an overlay hides may dangle and is not told apart.
        prop_assert!(!dangles || registry.may_dangle());
        let packed = Registry::of_records(registry.records().collect());
        prop_assert_eq!(packed.may_dangle(), dangles);
    }
}
