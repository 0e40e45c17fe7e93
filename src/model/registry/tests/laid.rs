//! A registry with a scenario laid over it against the same records packed anew.

use super::*;

/// Puts, deletes and now and then a merge.
fn scenario() -> impl Strategy<Value = Vec<Change>> {
    let merge = (0u8..12, 0u8..12).prop_map(|(from, into)| Change::Merge {
        from: site_id(from),
        into: site_id(into),
    });
    proptest::collection::vec(prop_oneof![9 => change(), 1 => merge], 0..8)
}

/// Whatever a registry answers, by ids.
fn told(registry: &Registry) -> Vec<String> {
    let ids = |rows: Vec<Row>| rows.iter().map(|it| registry.id(*it)).collect::<Vec<_>>();
    let mut told = Vec::new();
    for kind in Kind::ALL {
        let rows: Vec<Row> = registry.rows(*kind).collect();
        assert_eq!(registry.count(*kind), rows.len());
        told.push(format!("{:?}", ids(rows)));
    }
    told.extend(registry.records().map(|it| format!("{it:?}")));
    for number in 0..13 {
        let id = site_id(number);
        let mut referrers = ids(registry.referrers(&id));
        referrers.sort();
        told.push(format!("{referrers:?}"));
        let Some(row) = registry.find(&id) else {
            continue;
        };
        assert_eq!(registry.id(row), id);
        for column in [link::FROM, link::TO] {
            let links = registry.referring(Kind::Link, column, row);
            let ends = links.iter().map(|it| registry.reference(*it, column));
            assert!(ends.into_iter().all(|it| it == Some(row)));
            told.push(format!("{:?}", ids(links)));
        }
        let parts = registry.referring(Kind::Site, site::PART_OF, row);
        told.push(format!("{:?}", ids(parts)));
    }
    told
}

/// Rows of `below` mean what they meant, unless their records differ or are gone.
fn assert_rows_stay(below: &Registry, over: &Registry) {
    let mut expected = Vec::new();
    for row in Kind::ALL.iter().flat_map(|it| below.rows(*it)) {
        let (id, record) = (below.id(row), below.record(row));
        let now = over.find(&id);
        if now.map(|it| over.record(it)).as_ref() == Some(&record) {
            assert_eq!(now, Some(row), "{id} is not touched");
            assert_eq!(over.record(row), record);
        } else {
            assert_ne!(now, Some(row), "{id} differs");
            expected.push((id, Some(row), now));
        }
    }
    let rows = Kind::ALL.iter().flat_map(|it| over.rows(*it));
    let new = rows.filter(|it| below.find(&over.id(*it)).is_none());
    expected.extend(new.map(|it| (over.id(it), None, Some(it))));
    expected.sort();
    let id_of = |it: &Laid| match (it.before, it.after) {
        (Some(row), _) => below.id(row),
        (None, row) => over.id(row.unwrap()),
    };
    let laid = over.laid();
    let mut laid: Vec<_> = laid
        .iter()
        .map(|it| (id_of(it), it.before, it.after))
        .collect();
    laid.sort();
    assert_eq!(laid, expected);
}

proptest! {
    #[test]
    fn a_scenario_is_its_records_and_leaves_the_rows_below(
        first in scenario(),
        commits in proptest::collection::vec(scenario(), 0..3),
        scenarios in proptest::collection::vec(scenario(), 1..4),
        late in scenario(),
    ) {
        let first = Registry::default().with(&first).records().collect();
        let below = commits.iter().fold(Registry::of_records(first), |it, changes| it.with(changes));
        prop_assert!(below.laid().is_empty());
        let (mut over, mut plain) = (below.clone(), below.clone());
        for changes in &scenarios {
            (over, plain) = (over.laid_over(changes), plain.with(changes));
            let anew = Registry::of_records(plain.records().collect());
            prop_assert_eq!(told(&over), told(&anew));
            assert_rows_stay(&below, &over);
        }
        // Undone, nothing is left of it.
        let ids: BTreeSet<Id> = below.records().chain(over.records()).map(|it| it.id).collect();
        let back = ids.into_iter().map(|id| match below.find(&id) {
            Some(row) => Change::Put(below.record(row)),
            None => Change::Delete(id),
        });
        let undone = over.laid_over(&back.collect::<Vec<_>>());
        prop_assert!(undone.laid().is_empty());
        prop_assert_eq!(told(&undone), told(&below));
        // A commit over a scenario makes it part of the registry.
        let commit = over.with(&late);
        prop_assert!(commit.laid().is_empty());
        prop_assert_eq!(told(&commit), told(&Registry::of_records(plain.with(&late).records().collect())));
    }
}
