//! The shell over a store in memory: commits, history, import and export.

use super::*;
use crate::exchange::ExportFormat;
use crate::exchange::PackageSource;
use crate::exchange::read_package;
use crate::exchange::read_zip;
use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Value;
use crate::model::tables::source;

mod exports;
mod histories;
mod imports;
mod merges;
mod past;
mod verifying;
mod writing;

fn app() -> Arc<App> {
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    App::in_memory(&settings).unwrap()
}

fn put(slug: &str, title: &str) -> Change {
    let mut record = Record::new(Id::new(Kind::Source, slug));
    record.set(source::TITLE, Value::Text(title.into()));
    Change::Put(record)
}

fn commit(changes: Vec<Change>) -> CommitRequest {
    CommitRequest {
        changes,
        message: "test".into(),
        author: "a test".into(),
        ..CommitRequest::default()
    }
}

fn titles(snapshot: &Snapshot) -> Vec<String> {
    let registry = snapshot.registry();
    registry
        .rows(Kind::Source)
        .filter_map(|row| registry.text(row, source::TITLE))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_commit_is_one_revision_and_readers_keep_theirs() {
    let app = app();
    let empty = app.snapshot();
    let outcome = app
        .commit(commit(vec![put("a", "A"), put("b", "B")]))
        .unwrap();
    assert_eq!(outcome.revision.unwrap().revision, 1);
    assert_eq!((outcome.counts.created, outcome.counts.changed), (2, 0));
    assert_eq!(titles(&empty), Vec::<String>::new());
    assert_eq!(titles(&app.snapshot()), ["A", "B"]);

    let outcome = app
        .commit(commit(vec![
            put("a", "A"),
            put("b", "B2"),
            Change::Delete(Id::new(Kind::Source, "a")),
        ]))
        .unwrap();
    assert_eq!(outcome.revision.unwrap().revision, 2);
    assert_eq!(titles(&app.snapshot()), ["B2"]);
    assert_eq!(
        titles(&app.snapshot_at(Some(1)).unwrap()),
        ["A", "B"],
        "what was known then"
    );
    assert!(matches!(
        app.snapshot_at(Some(3)),
        Err(AppError::UnknownRevision {
            asked: 3,
            latest: 2
        })
    ));
    assert!(matches!(
        app.snapshot_at(Some(0)),
        Err(AppError::UnknownRevision { .. })
    ));
}

#[test]
fn what_changes_nothing_makes_no_revision() {
    let app = app();
    app.commit(commit(vec![put("a", "A")])).unwrap();
    let again = app.commit(commit(vec![put("a", "A")])).unwrap();
    assert!(again.revision.is_none());
    assert_eq!((again.counts.unchanged, app.snapshot().revision()), (1, 1));
    let dry = app
        .commit(CommitRequest {
            dry_run: true,
            ..commit(vec![put("b", "B")])
        })
        .unwrap();
    assert!(dry.revision.is_none());
    assert_eq!((dry.counts.created, app.snapshot().revision()), (1, 1));
}

#[test]
fn a_lost_update_is_a_conflict() {
    let app = app();
    app.commit(commit(vec![put("a", "A")])).unwrap();
    let late = CommitRequest {
        expected_revision: Some(0),
        ..commit(vec![put("a", "Z")])
    };
    assert!(matches!(
        app.commit(late),
        Err(AppError::Conflict {
            expected: 0,
            found: 1
        })
    ));
    assert_eq!(titles(&app.snapshot()), ["A"]);
}

#[test]
fn a_commit_with_an_error_stores_nothing() {
    let app = app();
    let mut link = Record::new(Id::new(Kind::Link, "l"));
    link.set(
        crate::model::tables::link::FROM,
        Value::Id(Id::new(Kind::Site, "nowhere")),
    );
    let outcome = app
        .commit(commit(vec![put("a", "A"), Change::Put(link)]))
        .unwrap();
    assert!(outcome.problems.iter().any(crate::model::Problem::is_error));
    assert!(outcome.revision.is_none());
    assert_eq!(app.snapshot().revision(), 0);
    assert_eq!(titles(&app.snapshot()), Vec::<String>::new());
}

#[test]
fn what_is_exported_is_what_was_imported() {
    let first = app();
    for package in SEED_PACKAGES {
        let package = read_package(PackageSource::Files(seed_files(package))).unwrap();
        let outcome = first
            .import(ImportRequest {
                package,
                author: "a test".into(),
                dry_run: false,
            })
            .unwrap();
        let errors: Vec<String> = outcome
            .problems
            .iter()
            .filter(|it| it.is_error())
            .map(ToString::to_string)
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    let mut zip = Vec::new();
    let export = first.export(ExportFormat::Csv, &ExportRequest::default());
    export.unwrap().write(&mut zip).unwrap();
    let second = app();
    let outcome = second
        .import(ImportRequest {
            package: read_zip(&zip),
            author: "a test".into(),
            dry_run: false,
        })
        .unwrap();
    assert_eq!(outcome.revision.unwrap().revision, 1);
    assert!(
        second
            .snapshot()
            .registry()
            .records()
            .eq(first.snapshot().registry().records())
    );
    let facts = |app: &App| app.dataset(&app.snapshot()).unwrap();
    assert_eq!(facts(&first).content_hash, facts(&second).content_hash);
    assert_ne!(
        facts(&first).chain_hash,
        facts(&second).chain_hash,
        "the way there differs"
    );
    assert_eq!(facts(&first).reference_year, 2025);
    let again = first
        .import(ImportRequest {
            package: read_zip(&zip),
            author: "a test".into(),
            dry_run: false,
        })
        .unwrap();
    assert!(
        again.revision.is_none(),
        "importing one's own export changes nothing"
    );
}

#[test]
fn a_store_opened_again_has_every_revision() {
    let folder = tempfile::tempdir().unwrap();
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    let open = || App::open(folder.path(), &settings).unwrap();
    let chain = {
        let app = open();
        app.commit(commit(vec![put("a", "A")])).unwrap();
        app.commit(commit(vec![put("a", "A2")]))
            .unwrap()
            .revision
            .unwrap()
            .chain
    };
    let app = open();
    assert_eq!(titles(&app.snapshot()), ["A2"]);
    assert_eq!(titles(&app.snapshot_at(Some(1)).unwrap()), ["A"]);
    assert_eq!(app.revision(2).unwrap().unwrap().chain, chain);
    assert!(app.revision(3).unwrap().is_none());
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_a_panic_stays_inside() {
    let app = app();
    let pool = Pool::new(1, 1).unwrap();
    let (release, wait) = std::sync::mpsc::channel::<()>();
    let running = pool.run(move || wait.recv().is_ok());
    let waiting = pool.run(|| true);
    let ((running, waiting), refused) =
        tokio::join!(async { tokio::join!(running, waiting) }, async {
            // Both futures above were polled before this one, so that the places are taken.
            let refused = pool.run(|| true).await;
            release.send(()).unwrap();
            refused
        });
    assert!(matches!(refused, Err(AppError::Busy)));
    assert!(running.unwrap() && waiting.unwrap());
    let panicked: Result<(), AppError> = app.run(|_| panic!("a bug")).await;
    assert!(matches!(panicked, Err(AppError::Panicked)));
    assert_eq!(
        app.run(|app| app.snapshot().revision()).await.unwrap(),
        0,
        "and the next question is answered"
    );
}
