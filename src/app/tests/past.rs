//! Earlier revisions are kept within a bound, and rebuilding one disturbs nobody.

use std::sync::mpsc;
use std::time::Duration;

use super::*;
use crate::app::past::KEPT_SNAPSHOTS;
use crate::model::Commit;
use crate::store::Backlog;
use crate::store::Checkpoint;
use crate::store::Commits;
use crate::store::Head;
use crate::store::Revision;
use crate::store::StoreError;

/// A store in memory that, once closed, lets nobody rebuild a revision until it is told to.
#[derive(Default)]
struct Gated {
    inner: MemoryStore,
    /// Where a rebuild says that it began, and what it waits for.
    gate: Mutex<Option<(mpsc::Sender<()>, mpsc::Receiver<()>)>>,
}

impl Store for Gated {
    fn head(&self) -> Result<Head, StoreError> {
        self.inner.head()
    }

    fn append(&self, commit: &Commit, expected_head: u64) -> Result<Head, StoreError> {
        self.inner.append(commit, expected_head)
    }

    fn commits(&self, after: u64, through: u64) -> Result<Commits<'_>, StoreError> {
        if let Some((began, go_on)) = lock(&self.gate).take() {
            began.send(()).unwrap();
            go_on.recv().unwrap();
        }
        self.inner.commits(after, through)
    }

    fn oldest(&self) -> Result<u64, StoreError> {
        self.inner.oldest()
    }

    fn revision(&self, revision: u64) -> Result<Option<Revision>, StoreError> {
        self.inner.revision(revision)
    }

    fn checkpoint(&self, at_or_before: u64) -> Result<Option<Checkpoint<'_>>, StoreError> {
        self.inner.checkpoint(at_or_before)
    }

    fn put_checkpoint(
        &self,
        revision: u64,
        state: &mut dyn Iterator<Item = Change>,
    ) -> Result<(), StoreError> {
        self.inner.put_checkpoint(revision, state)
    }

    fn discard_before(&self, revision: u64) -> Result<u64, StoreError> {
        self.inner.discard_before(revision)
    }

    fn backlog(&self) -> Result<Backlog, StoreError> {
        self.inner.backlog()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_the_latest_or_commits_does_not_wait_for_a_rebuild() {
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    // One thread for questions: a rebuild on it would hold up every other.
    let settings = Settings {
        workers: 1,
        ..settings
    };
    let store = Arc::new(Gated::default());
    let app = App::over(Arc::clone(&store) as Arc<dyn Store>, &settings).unwrap();
    for title in ["A1", "A2", "A3"] {
        app.commit(commit(vec![put("a", title)])).unwrap();
    }
    let (began, has_begun) = mpsc::channel();
    let (release, go_on) = mpsc::channel();
    *lock(&store.gate) = Some((began, go_on));
    let asking = |revision: u64| {
        let app = Arc::clone(&app);
        tokio::spawn(async move { app.earlier(revision).await })
    };
    let (one, same, other) = (asking(1), asking(1), asking(2));
    has_begun.recv().unwrap();
    // Somebody waits for revision 1 from here on. The limits of time are for a program that is wrong.
    let soon = Duration::from_secs(20);
    let latest = app.run(|app| titles(&app.snapshot()));
    let latest = tokio::time::timeout(soon, latest).await.unwrap().unwrap();
    assert_eq!(latest, ["A3"]);
    let committing = {
        let app = Arc::clone(&app);
        tokio::task::spawn_blocking(move || app.commit(commit(vec![put("a", "A4")])))
    };
    let made = tokio::time::timeout(soon, committing).await.unwrap();
    assert_eq!(made.unwrap().unwrap().revision.unwrap().revision, 4);
    let latest = app.run(|app| titles(&app.snapshot()));
    let latest = tokio::time::timeout(soon, latest).await.unwrap().unwrap();
    assert_eq!(latest, ["A4"]);
    assert!(!one.is_finished() && !same.is_finished() && !other.is_finished());
    release.send(()).unwrap();
    for (asked, expected) in [(one, "A1"), (same, "A1"), (other, "A2")] {
        let snapshot = asked.await.unwrap().unwrap();
        assert_eq!(titles(&snapshot), [expected]);
    }
}

/// After these are asked for, in turn, which are kept.
#[track_caller]
fn check_kept(most_records: usize, asked: &[u64], kept: &[u64]) {
    let app = app();
    *lock(&app.past) = Past::holding(most_records);
    // Revision n holds n sources.
    for n in 1..10 {
        let slug = format!("s{n}");
        app.commit(commit(vec![put(&slug, &slug)])).unwrap();
    }
    for revision in asked {
        let snapshot = app.snapshot_at(Some(*revision)).unwrap();
        assert_eq!(titles(&snapshot).len() as u64, *revision);
        let held: u64 = lock(&app.past).revisions().iter().sum();
        assert!(held <= most_records as u64 || held == *revision);
    }
    assert_eq!(lock(&app.past).revisions(), kept);
}

#[test]
fn earlier_revisions_are_kept_within_a_number_and_a_size() {
    assert_eq!(KEPT_SNAPSHOTS, 4);
    check_kept(1_000, &[1, 2, 3, 4, 5], &[2, 3, 4, 5]);
    check_kept(1_000, &[1, 2, 3, 4, 1, 5], &[3, 4, 1, 5]);
    check_kept(10, &[1, 2, 3, 4], &[1, 2, 3, 4]);
    check_kept(9, &[1, 2, 3, 4], &[2, 3, 4]);
    check_kept(9, &[4, 3, 8], &[8]);
    check_kept(4, &[3, 8, 8], &[8]);
    check_kept(4, &[8, 1, 2], &[1, 2]);
}

#[tokio::test]
async fn what_is_kept_is_not_rebuilt() {
    let store = Arc::new(Gated::default());
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    let app = App::over(Arc::clone(&store) as Arc<dyn Store>, &settings).unwrap();
    for title in ["A1", "A2", "A3"] {
        app.commit(commit(vec![put("a", title)])).unwrap();
    }
    let first = app.earlier(1).await.unwrap();
    // From here on nobody reads the log: the gate has no other end.
    let (began, _) = mpsc::channel();
    let (_, go_on) = mpsc::channel();
    *lock(&store.gate) = Some((began, go_on));
    assert!(Arc::ptr_eq(&first, &app.earlier(1).await.unwrap()));
    assert!(Arc::ptr_eq(&first, &app.snapshot_at(Some(1)).unwrap()));
    let read = app.earlier(2).await;
    assert!(
        matches!(read, Err(AppError::Panicked)),
        "the gate is what a rebuild meets"
    );
}

#[test]
fn what_cannot_be_rebuilt_drives_out_nothing() {
    let app = app();
    for n in 1..10 {
        let slug = format!("s{n}");
        app.commit(commit(vec![put(&slug, &slug)])).unwrap();
    }
    app.compact(Some(5)).unwrap();
    for revision in [5, 6, 7, 8] {
        app.snapshot_at(Some(revision)).unwrap();
    }
    for asked in [1, 2, 3, 4, 1] {
        let refused = app.snapshot_at(Some(asked));
        assert!(
            matches!(refused, Err(AppError::Discarded { .. })),
            "{asked}"
        );
        assert_eq!(lock(&app.past).revisions(), [5, 6, 7, 8]);
    }
}
