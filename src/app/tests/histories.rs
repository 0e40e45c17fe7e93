//! Long random histories: every revision re-read is the state that was recorded when it was made, before and after a
//! compaction, and after opening again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::merges::consumption;
use super::merges::merge;
use super::merges::region;
use super::*;
use crate::app::commit::write_checkpoint;
use crate::app::verify::verify_store;
use crate::model::Became;
use crate::model::differences;

/// So many revisions a history has.
const REVISIONS: u64 = 500;
/// A checkpoint is written after each so many: the data of a test are too small to make one due.
const CHECKPOINT_EVERY: u64 = 37;

fn slug() -> impl Strategy<Value = String> {
    "[a-l]"
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        5 => (slug(), proptest::option::of(slug())).prop_map(|(a, b)| region(&a, b.filter(|b| *b < a).as_deref())),
        4 => (slug(), 1..50i32).prop_map(|(a, n)| consumption(&a, f64::from(n))),
        3 => (slug(), "[A-Z]{1,3}").prop_map(|(a, title)| put(&format!("s-{a}"), &title)),
        2 => slug().prop_map(|a| Change::Delete(Id::new(Kind::Region, a))),
        2 => slug().prop_map(|a| Change::Delete(Id::new(Kind::Source, format!("s-{a}")))),
        1 => (slug(), slug()).prop_map(|(a, b)| merge(&a, &b)),
    ]
}

/// What was recorded of a revision when it was made.
struct Recorded {
    info: RevisionInfo,
    records: Vec<Record>,
}

/// Commits at random until there are enough revisions; refused commits and such that change nothing make none.
fn make(app: &App) -> Vec<Recorded> {
    let mut runner = TestRunner::deterministic();
    let commits = proptest::collection::vec(change(), 1..6);
    app.commit(commit(vec![put("a", "A")])).unwrap();
    let mut made = vec![recorded(app)];
    for _ in 0..20 * REVISIONS {
        let changes = commits.new_tree(&mut runner).unwrap().current();
        let outcome = app.commit(commit(changes)).unwrap();
        let Some(revision) = outcome.revision else {
            continue;
        };
        made.push(recorded(app));
        if revision.revision % CHECKPOINT_EVERY == 0 {
            write_checkpoint(app.store.as_ref(), &app.snapshot()).unwrap();
        }
        if revision.revision == REVISIONS {
            return made;
        }
    }
    panic!("{} revisions only", made.len());
}

fn recorded(app: &App) -> Recorded {
    let snapshot = app.snapshot();
    Recorded {
        info: app.revision(snapshot.revision()).unwrap().unwrap(),
        records: snapshot.registry().records().collect(),
    }
}

/// Every revision from the oldest on reads as recorded, earlier ones are typed errors, and all are told of as before.
fn reads_as_recorded(app: &App, made: &[Recorded], oldest: u64) {
    for (revision, it) in (1..).zip(made) {
        let info = RevisionInfo {
            is_discarded: revision < oldest,
            ..it.info.clone()
        };
        assert_eq!(app.revision(revision).unwrap(), Some(info));
        match app.snapshot_at(Some(revision)) {
            Ok(snapshot) if revision >= oldest => {
                assert_eq!(snapshot.revision(), revision);
                assert!(
                    snapshot.registry().records().eq(it.records.iter().cloned()),
                    "revision {revision}"
                );
            }
            Err(AppError::Discarded {
                asked,
                oldest: told,
            }) if revision < oldest => {
                assert_eq!((asked, told), (revision, oldest));
            }
            other => panic!("revision {revision}: {:?}", other.map(|it| it.revision())),
        }
    }
}

/// Checked up to the head, without a fault.
fn is_whole(app: &App, oldest: u64) {
    let told = verify_store(app.store.as_ref()).unwrap();
    assert!(told.faults.is_empty(), "{:?}", told.faults);
    assert_eq!(told.commits, REVISIONS - oldest);
    let checkpoints = (oldest + 1..=REVISIONS).filter(|it| it % CHECKPOINT_EVERY == 0);
    assert_eq!(told.checkpoints, checkpoints.count() as u64);
    assert_eq!(
        told.not_compared,
        Vec::from_iter((oldest > 0).then_some(oldest))
    );
}

/// What is told to differ between revisions far apart, against a comparison of the recorded states.
fn differs_as_recorded(app: &App, made: &[Recorded], oldest: u64) {
    for step in [1, 13, 101] {
        for from in (oldest..=REVISIONS - step).step_by(71) {
            let to = from + step;
            let at = |it: u64| app.snapshot_at(Some(it)).unwrap();
            let touched = app.touched(from, to, &[]).unwrap();
            let (before, after) = (at(from), at(to));
            let found = differences(before.registry(), after.registry(), touched.keys());
            let found: Vec<(Id, Became)> = found.into_iter().map(|it| (it.id, it.became)).collect();
            let of = |it: u64| &made[usize::try_from(it).unwrap() - 1].records;
            assert_eq!(found, compared(of(from), of(to)), "{from} to {to}");
        }
    }
}

fn compared(was: &[Record], is: &[Record]) -> Vec<(Id, Became)> {
    let map = |it: &[Record]| -> BTreeMap<Id, Record> {
        it.iter().map(|it| (it.id.clone(), it.clone())).collect()
    };
    let (was, is) = (map(was), map(is));
    let ids: BTreeSet<&Id> = was.keys().chain(is.keys()).collect();
    let became = |id: &Id| match (was.get(id), is.get(id)) {
        (None, _) => Some(Became::Created),
        (_, None) => Some(Became::Deleted),
        (was, is) => (was != is).then_some(Became::Changed),
    };
    let ids = ids.into_iter();
    ids.filter_map(|id| Some((id.clone(), became(id)?)))
        .collect()
}

/// A history, re-read and compacted twice, opened again after each step.
fn lives_through(mut app: Arc<App>, reopen: impl Fn(Arc<App>) -> Arc<App>) {
    let made = make(&app);
    reads_as_recorded(&app, &made, 0);
    is_whole(&app, 0);
    differs_as_recorded(&app, &made, 1);
    for oldest in [137, 400] {
        let done = app.compact(Some(oldest)).unwrap();
        assert_eq!((done.oldest, done.latest), (oldest, REVISIONS));
        for _ in 0..2 {
            reads_as_recorded(&app, &made, oldest);
            is_whole(&app, oldest);
            app = reopen(app);
        }
        let again = app.compact(Some(oldest)).unwrap();
        assert_eq!(again.before, again.oldest, "nothing is left to forget");
    }
    differs_as_recorded(&app, &made, 399 + 1);
    let next = app.commit(commit(vec![put("z", "Z")])).unwrap();
    assert_eq!(next.revision.unwrap().revision, REVISIONS + 1);
}

#[test]
fn five_hundred_commits_in_memory() {
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    lives_through(app(), |app| {
        App::over(Arc::clone(&app.store), &settings).unwrap()
    });
}

#[test]
fn five_hundred_commits_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    let open = || App::open(folder.path(), &settings).unwrap();
    lives_through(open(), |app| {
        drop(app);
        open()
    });
}

#[test]
fn compact_takes_a_revision_that_exists() {
    let app = app();
    assert_eq!(app.compact(None).unwrap().latest, 0, "nothing to forget");
    app.commit(commit(vec![put("a", "A")])).unwrap();
    app.commit(commit(vec![put("a", "A2")])).unwrap();
    for asked in [0, 3] {
        let refused = app.compact(Some(asked));
        assert!(
            matches!(refused, Err(AppError::UnknownRevision { latest: 2, .. })),
            "{refused:?}"
        );
    }
    assert_eq!(
        app.compact(Some(1)).unwrap().oldest,
        1,
        "revision 1 is kept"
    );
    assert_eq!(titles(&app.snapshot_at(Some(1)).unwrap()), ["A"]);
    assert_eq!(app.compact(None).unwrap().oldest, 2);
    let gone = app.snapshot_at(Some(1));
    assert!(
        matches!(
            gone,
            Err(AppError::Discarded {
                asked: 1,
                oldest: 2
            })
        ),
        "also where it was kept in memory"
    );
}
