//! What is stored of a job that somebody stopped waiting for.

use std::sync::mpsc;
use std::time::Duration;

use super::*;

const LONG: Duration = Duration::from_secs(3600);

/// A job that commits once it is let go, and says what became of it.
fn held(
    wait: mpsc::Receiver<()>,
    said: mpsc::Sender<Result<CommitOutcome, AppError>>,
) -> impl FnOnce(&App, Permission) + Send + 'static {
    move |app, permission| {
        wait.recv().unwrap();
        let outcome = app.commit(CommitRequest {
            permission,
            ..commit(vec![put("a", "A")])
        });
        said.send(outcome).unwrap();
    }
}

#[tokio::test]
async fn what_is_not_stored_in_time_is_not_stored_later() {
    let app = app();
    let (release, wait) = mpsc::channel();
    let (said, hear) = mpsc::channel();
    let late = app.write(Duration::ZERO, held(wait, said)).await;
    assert!(matches!(late, Err(AppError::GivenUp)));
    release.send(()).unwrap();
    assert!(matches!(hear.recv().unwrap(), Err(AppError::GivenUp)));
    assert_eq!(app.snapshot().revision(), 0);
}

#[tokio::test]
async fn what_nobody_waits_for_is_not_stored() {
    let app = app();
    let (release, wait) = mpsc::channel();
    let (said, hear) = mpsc::channel();
    {
        let mut gone = std::pin::pin!(app.write(LONG, held(wait, said)));
        assert!(futures_util::poll!(&mut gone).is_pending());
    }
    release.send(()).unwrap();
    assert!(matches!(hear.recv().unwrap(), Err(AppError::GivenUp)));
    assert_eq!(app.snapshot().revision(), 0);
}

#[tokio::test]
async fn what_is_being_stored_is_waited_for() {
    let app = app();
    let (stored, is_stored) = mpsc::channel();
    let (release, wait) = mpsc::channel::<()>();
    let job = move |app: &App, permission| {
        let outcome = app.commit(CommitRequest {
            permission,
            ..commit(vec![put("a", "A")])
        });
        stored.send(()).unwrap();
        wait.recv().unwrap();
        outcome
    };
    let mut waiting = std::pin::pin!(app.write(Duration::from_millis(1), job));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    is_stored.recv().unwrap();
    // However long it has taken by now, the answer is that of the commit.
    let release = async { release.send(()).unwrap() };
    let (outcome, ()) = tokio::join!(waiting, release);
    assert_eq!(outcome.unwrap().unwrap().revision.unwrap().revision, 1);
}

#[tokio::test]
async fn questions_are_answered_while_imports_wait() {
    let app = app();
    let (release, wait) = mpsc::channel();
    let (said, hear) = mpsc::channel();
    let first = app.write(LONG, held(wait, said));
    let second = app.write(LONG, |app, _permission| app.snapshot().revision());
    let ((first, second), revision) = tokio::join!(async { tokio::join!(first, second) }, async {
        let revision = app.run(|app| app.snapshot().revision()).await;
        release.send(()).unwrap();
        revision
    });
    assert_eq!(revision.unwrap(), 0, "before the first import was let go");
    assert_eq!(hear.recv().unwrap().unwrap().counts.created, 1);
    first.unwrap();
    assert_eq!(second.unwrap(), 1, "after the first, in line");
}
