use proptest::prelude::*;

use super::*;
use crate::model::kind::Kind;
use crate::model::record::Change;
use crate::model::table::NAME_EN;
use crate::model::table::NOTE;
use crate::model::tables::link;

fn region(slug: &str, name: &str, note: Option<&str>) -> Change {
    let mut record = Record::new(Id::new(Kind::Region, slug));
    record.set(NAME_EN, Value::Text(name.into()));
    if let Some(note) = note {
        record.set(NOTE, Value::Text(note.into()));
    }
    Change::Put(record)
}

fn ship(slug: &str, from: &str, year: i64) -> Change {
    let mut record = Record::new(Id::new(Kind::Link, slug));
    record.set(link::FROM, Value::Id(Id::new(Kind::Region, from)));
    record.set(link::FIRST_YEAR, Value::Int(year));
    Change::Put(record)
}

fn delete(slug: &str) -> Change {
    Change::Delete(Id::new(Kind::Region, slug))
}

fn merge(from: &str, into: &str) -> Change {
    Change::Merge {
        from: Id::new(Kind::Region, from),
        into: Id::new(Kind::Region, into),
    }
}

/// A registry after commits, and the ids each of them logs.
fn history(commits: &[Vec<Change>]) -> Vec<(Registry, Vec<Id>)> {
    let mut states = vec![(Registry::default(), Vec::new())];
    for changes in commits {
        let before = &states[states.len() - 1].0;
        let net = before.net(changes).changes;
        let touched = net.iter().map(|it| it.id().clone()).collect();
        states.push((before.with(&net), touched));
    }
    states
}

fn between(states: &[(Registry, Vec<Id>)], from: usize, to: usize) -> Vec<Difference> {
    let touched = states[from + 1..=to].iter().flat_map(|(_, ids)| ids);
    differences(&states[from].0, &states[to].0, touched)
}

/// Every record of both revisions, compared as a whole.
fn brute_force(before: &Registry, after: &Registry) -> Vec<(Id, Became)> {
    let map = |it: &Registry| -> BTreeMap<Id, Record> {
        it.records().map(|it| (it.id.clone(), it)).collect()
    };
    let (was, is) = (map(before), map(after));
    let ids: BTreeSet<&Id> = was.keys().chain(is.keys()).collect();
    let became = |id: &Id| match (was.get(id), is.get(id)) {
        (None, Some(_)) => Some(Became::Created),
        (Some(_), None) => Some(Became::Deleted),
        (one, other) => (one != other).then_some(Became::Changed),
    };
    ids.into_iter()
        .filter_map(|id| Some((id.clone(), became(id)?)))
        .collect()
}

fn change() -> impl Strategy<Value = Change> {
    let slug = "[a-f]";
    prop_oneof![
        4 => (slug, "[X-Z]", proptest::option::of("[mn]")).prop_map(|(a, name, note)| region(&a, &name, note.as_deref())),
        2 => ("[l-n]", slug, 2000..2003i64).prop_map(|(a, from, year)| ship(&a, &from, year)),
        2 => slug.prop_map(|a| delete(&a)),
        1 => (slug, slug).prop_map(|(a, b)| merge(&a, &b)),
    ]
}

proptest! {
    #[test]
    fn what_differs_is_what_a_comparison_of_everything_finds(
        commits in proptest::collection::vec(proptest::collection::vec(change(), 1..6), 1..8),
        from in 0usize..8,
        to in 0usize..8,
    ) {
        let states = history(&commits);
        let (from, to) = (from.min(commits.len()), to.min(commits.len()));
        let (from, to) = (from.min(to), from.max(to));
        let (before, after) = (&states[from].0, &states[to].0);
        let found = between(&states, from, to);
        let told: Vec<(Id, Became)> = found.iter().map(|it| (it.id.clone(), it.became)).collect();
        prop_assert_eq!(told, brute_force(before, after));
        for it in &found {
            // The earlier record with the differences laid over it is the later one.
            let mut record = super::record(before, &it.id).unwrap_or_else(|| Record::new(it.id.clone()));
            let fields = field_differences(before, after, &it.id);
            prop_assert!(!fields.is_empty() || it.became != Became::Changed);
            let table = table_of(it.id.kind).unwrap();
            for field in fields {
                let column = table.column(field.field.name).unwrap();
                prop_assert_eq!(record.get(column), field.before.as_ref());
                match field.after {
                    Some(value) => record.set(column, value),
                    None => record.unset(column),
                }
            }
            let later = super::record(after, &it.id).unwrap_or_else(|| Record::new(it.id.clone()));
            prop_assert_eq!(record, later);
            if let Some(heir) = &it.merged_into {
                prop_assert_eq!(it.became, Became::Deleted);
                prop_assert!(after.find(heir).is_some());
            }
        }
    }
}

#[test]
fn what_was_changed_back_differs_in_nothing() {
    let states = history(&[
        vec![region("a", "X", None)],
        vec![region("a", "Y", None), region("b", "Z", None)],
        vec![region("a", "X", None), delete("b")],
    ]);
    assert_eq!(between(&states, 1, 3), []);
    assert_eq!(between(&states, 1, 2).len(), 2);
    assert_eq!(between(&states, 2, 2), []);
}

#[test]
fn a_merge_is_told_as_deleted_with_what_it_went_into() {
    let states = history(&[
        vec![
            region("a", "X", None),
            region("b", "Y", None),
            region("c", "Z", None),
        ],
        vec![merge("a", "b"), delete("c")],
        vec![region("d", "V", None)],
        vec![merge("b", "d")],
    ]);
    let told = |from: usize, to: usize| -> Vec<(String, Became, Option<String>)> {
        let found = between(&states, from, to).into_iter();
        let into = |it: &Difference| it.merged_into.as_ref().map(|it| it.slug.to_string());
        found
            .map(|it| (it.id.slug.to_string(), it.became, into(&it)))
            .collect()
    };
    let row = |slug: &str, became, into: Option<&str>| (slug.into(), became, into.map(Into::into));
    assert_eq!(
        told(1, 2),
        [
            row("a", Became::Deleted, Some("b")),
            row("b", Became::Changed, None),
            row("c", Became::Deleted, None),
        ]
    );
    assert_eq!(
        told(1, 4),
        [
            row("a", Became::Deleted, Some("d")),
            row("b", Became::Deleted, Some("d")),
            row("c", Became::Deleted, None),
            row("d", Became::Created, None),
        ],
        "over two merges"
    );
    let fields = field_differences(&states[1].0, &states[2].0, &Id::new(Kind::Region, "b"));
    let text = |it: &str| Value::Text(it.into());
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert_eq!(fields[0].field.name, "aliases");
    assert_eq!(fields[0].before, None, "not stated, which is not empty");
    assert_eq!(
        fields[0].after,
        Some(Value::List(vec![text("a"), text("X")]))
    );
}

#[test]
fn two_that_took_the_slug_leave_it_open() {
    let alias = |slug: &str| {
        let mut record = Record::new(Id::new(Kind::Region, slug));
        record.set(ALIASES, Value::List(vec![Value::Text("a".into())]));
        Change::Put(record)
    };
    let states = history(&[
        vec![region("a", "X", None)],
        vec![alias("b"), alias("c"), delete("a")],
        vec![region("a", "X", None)],
        vec![delete("a")],
    ]);
    assert_eq!(between(&states, 1, 2)[0].merged_into, None);
    assert_eq!(
        between(&states, 3, 4)[0].merged_into,
        None,
        "an alias from before is none of this deletion's"
    );
}
