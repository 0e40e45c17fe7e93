//! Merges, and commits that change a record several times: nothing is lost, and what is served is
//! what a restart rebuilds.

use super::*;
use crate::model::Quantity;
use crate::model::tables::figure;
use crate::model::tables::region as region_table;

/// Sources, regions in one another and figures of them: what merges rewrite and what may collide.
pub(super) fn region(slug: &str, parent: Option<&str>) -> Change {
    let mut record = Record::new(Id::new(Kind::Region, slug));
    record.set(
        crate::model::NAME_EN,
        Value::Text(slug.to_uppercase().into()),
    );
    if let Some(parent) = parent {
        record.set(
            region_table::PARENT,
            Value::Id(Id::new(Kind::Region, parent)),
        );
    }
    Change::Put(record)
}

pub(super) fn consumption(region: &str, value: f64) -> Change {
    let mut record = Record::new(Id::new(Kind::Figure, ""));
    record.set(figure::SUBJECT, Value::Id(Id::new(Kind::Region, region)));
    record.set(figure::QUANTITY, Value::Code(Quantity::Consumption as u16));
    record.set(figure::VALUE, Value::Number(value));
    record.set(figure::UNIT, Value::Text("t/a".into()));
    record.set(figure::CONFIDENCE, Value::Code(0));
    record.set(
        crate::model::SOURCES,
        Value::List(vec![Value::Id(Id::new(Kind::Source, "a"))]),
    );
    record.id.slug = crate::model::computed_slug(&record);
    Change::Put(record)
}

pub(super) fn merge(from: &str, into: &str) -> Change {
    Change::Merge {
        from: Id::new(Kind::Region, from),
        into: Id::new(Kind::Region, into),
    }
}

fn live_and_rebuilt_agree(app: &App) {
    let live = app.snapshot();
    let rebuilt = history::rebuilt(app.store.as_ref(), live.revision()).unwrap();
    let of = |snapshot: &Snapshot| snapshot.registry().records().collect::<Vec<Record>>();
    assert_eq!(
        of(&live),
        of(&rebuilt),
        "what is served is what a restart would serve"
    );
}

#[test]
fn deleting_and_putting_back_in_one_commit_loses_nothing() {
    let app = app();
    app.commit(commit(vec![put("a", "A"), put("b", "B")]))
        .unwrap();
    let back = vec![
        Change::Delete(Id::new(Kind::Source, "a")),
        put("a", "A"),
        put("b", "B2"),
    ];
    assert_eq!(
        app.commit(commit(back)).unwrap().revision.unwrap().revision,
        2
    );
    assert_eq!(titles(&app.snapshot()), ["A", "B2"]);
    live_and_rebuilt_agree(&app);
}

#[test]
fn a_merge_that_would_lose_a_figure_is_refused() {
    let app = app();
    let start = vec![
        put("a", "A"),
        region("x", None),
        region("y", None),
        consumption("x", 100.0),
        consumption("y", 250.0),
    ];
    let outcome = app.commit(commit(start)).unwrap();
    assert!(outcome.revision.is_some(), "{:?}", outcome.problems);
    let outcome = app.commit(commit(vec![merge("x", "y")])).unwrap();
    assert!(outcome.revision.is_none());
    let text: Vec<String> = outcome.problems.iter().map(ToString::to_string).collect();
    assert!(
        text.iter().any(|it| it.contains("which differ")),
        "{text:?}"
    );
    // Told the same of both, the merge keeps one.
    app.commit(commit(vec![consumption("y", 100.0)])).unwrap();
    assert!(
        app.commit(commit(vec![merge("x", "y")]))
            .unwrap()
            .revision
            .is_some()
    );
    assert_eq!(app.snapshot().registry().count(Kind::Figure), 1);
    live_and_rebuilt_agree(&app);
}

#[test]
fn a_merge_leaves_no_reference_behind_and_no_circle() {
    let app = app();
    app.commit(commit(vec![
        region("x", None),
        region("y", None),
        region("z", Some("y")),
    ]))
    .unwrap();
    let outcome = app
        .commit(commit(vec![merge("x", "y"), region("w", Some("x"))]))
        .unwrap();
    assert!(outcome.revision.is_some(), "{:?}", outcome.problems);
    let snapshot = app.snapshot();
    let registry = snapshot.registry();
    let w = registry.find(&Id::new(Kind::Region, "w")).unwrap();
    assert_eq!(
        registry
            .reference(w, region_table::PARENT)
            .map(|it| registry.slug(it)),
        Some("y")
    );
    live_and_rebuilt_agree(&app);
    // `z` is a part of `y`: merged into it, `y` would be a part of itself.
    let outcome = app.commit(commit(vec![merge("y", "z")])).unwrap();
    assert!(outcome.revision.is_none(), "a circle");
    assert!(
        outcome
            .problems
            .iter()
            .any(|it| it.code == crate::model::ProblemCode::Cycle),
        "{:?}",
        outcome.problems
    );
}

#[test]
fn a_merge_into_what_was_merged_away_goes_where_that_went() {
    let app = app();
    let start = vec![
        put("a", "A"),
        region("x", None),
        region("y", None),
        region("z", None),
        consumption("x", 100.0),
    ];
    app.commit(commit(start)).unwrap();
    let both = vec![merge("y", "z"), merge("x", "y")];
    let outcome = app.commit(commit(both)).unwrap();
    assert!(outcome.revision.is_some(), "{:?}", outcome.problems);
    let snapshot = app.snapshot();
    let registry = snapshot.registry();
    let figure = registry.rows(Kind::Figure).next().unwrap();
    let subject = registry.reference(figure, crate::model::tables::figure::SUBJECT);
    assert_eq!(subject.map(|it| registry.slug(it)), Some("z"));
    live_and_rebuilt_agree(&app);
}

mod random_commits {
    use proptest::prelude::*;

    use super::*;

    fn slug() -> impl Strategy<Value = &'static str> {
        prop_oneof![Just("p"), Just("q"), Just("r"), Just("s")]
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            4 => (slug(), proptest::option::of(slug())).prop_map(|(a, b)| region(a, b.filter(|b| *b < a))),
            3 => (slug(), 1..3i32).prop_map(|(a, n)| consumption(a, f64::from(n))),
            2 => slug().prop_map(|a| Change::Delete(Id::new(Kind::Region, a))),
            1 => (slug(), slug()).prop_map(|(a, b)| merge(a, b)),
            1 => Just(put("a", "A")),
        ]
    }

    proptest! {
        #[test]
        fn what_is_served_is_what_a_restart_would_serve(commits in proptest::collection::vec(proptest::collection::vec(change(), 1..6), 1..8)) {
            let app = app();
            app.commit(commit(vec![put("a", "A")])).unwrap();
            for changes in commits {
                // Refused ones change nothing, which is part of what is shown.
                app.commit(commit(changes)).unwrap();
                live_and_rebuilt_agree(&app);
            }
            let dangling = app.snapshot().registry().records().flat_map(|record| {
                record.references().map(|(_, id)| id.clone()).collect::<Vec<_>>()
            }).find(|id| app.snapshot().registry().find(id).is_none());
            prop_assert_eq!(dangling, None);
        }
    }
}
