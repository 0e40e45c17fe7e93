//! The one writer: checks a commit, makes it durable, then visible.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use crate::app::App;
use crate::app::AppError;
use crate::app::Permission;
use crate::app::RecordDifference;
use crate::app::clock;
use crate::app::history::RevisionInfo;
use crate::app::lock;
use crate::app::snapshot_of;
use crate::exchange::code_lists;
use crate::model::Change;
use crate::model::ChangeCounts;
use crate::model::Commit;
use crate::model::Id;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Registry;
use crate::model::Weighed;
use crate::model::chain_hash;
use crate::model::together;
use crate::model::validate;
use crate::network::Snapshot;
use crate::store::Store;
use crate::store::StoreError;

/// A checkpoint is due when a start would read more than this of commits after the last one.
const CHECKPOINT_AFTER_BYTES: u64 = 4 << 20;

/// So many records that would be others are told of a dry run.
const MOST_DIFFERENCES: usize = 100;

/// What is to be committed.
#[derive(Clone, Debug, Default)]
pub struct CommitRequest {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Where each change was read; empty if nowhere.
    pub places: Vec<Place>,
    /// What was already found wrong or doubtful while reading them.
    pub problems: Vec<Problem>,
    /// What the author says of it.
    pub message: String,
    /// Who makes it.
    pub author: String,
    /// The revision the author had seen; none to commit onto whatever is there.
    pub expected_revision: Option<u64>,
    /// Whether only to tell what would happen.
    pub dry_run: bool,
    /// Leave to store it.
    pub permission: Permission,
}

/// What became of a commit.
#[derive(Clone, Debug)]
pub struct CommitOutcome {
    /// The revision it made; none if it was a dry run, had errors, or changed nothing.
    pub revision: Option<RevisionInfo>,
    /// What it changed, or would change.
    pub counts: ChangeCounts,
    /// What is wrong or doubtful; with any error nothing was stored.
    pub problems: Vec<Problem>,
    /// Of a dry run without errors the first records that would be others, and in what.
    pub differences: Vec<RecordDifference>,
}

impl App {
    /// Commits all changes as one revision, or none of them. Blocks until the revision is durable.
    ///
    /// # Errors
    /// [`AppError::Conflict`] if the data moved on; [`AppError::GivenUp`] if the permission was withdrawn;
    /// [`AppError::Store`] if they cannot be written.
    pub fn commit(&self, request: CommitRequest) -> Result<CommitOutcome, AppError> {
        let _writer = lock(&self.writer);
        self.commit_alone(request)
    }

    /// The same for who holds the lock of the writer.
    pub(super) fn commit_alone(&self, request: CommitRequest) -> Result<CommitOutcome, AppError> {
        let before = self.snapshot();
        if let Some(expected) = request
            .expected_revision
            .filter(|it| *it != before.revision())
        {
            return Err(AppError::Conflict {
                expected,
                found: before.revision(),
            });
        }
        let weighed = before.registry().weigh(request.changes);
        let head = self.store.head()?;
        // The chain hash is of what would be stored, whatever the checks come to: both are worked out at one time.
        let ((after, problems), chain) = rayon::join(
            || {
                let after = before.registry().with(&weighed.net.changes);
                let problems = check(before.registry(), &after, &weighed, &request.places);
                (after, problems)
            },
            || chain_hash(&head.chain, &weighed.net.changes),
        );
        let net = weighed.net;
        let problems = together(request.problems, problems);
        let is_refused = problems.iter().any(Problem::is_error);
        if request.dry_run || net.changes.is_empty() || is_refused {
            // What is refused would change nothing.
            let told = match request.dry_run && !is_refused {
                true => &net.changes[..net.changes.len().min(MOST_DIFFERENCES)],
                false => &[],
            };
            let differences = told.iter();
            let differences = differences
                .map(|it| RecordDifference::of(before.registry(), &after, it.id()))
                .collect();
            return Ok(CommitOutcome {
                revision: None,
                counts: net.counts,
                problems,
                differences,
            });
        }
        let commit = Commit {
            revision: before.revision() + 1,
            chain,
            changes: net.changes,
            message: request.message,
            author: request.author,
            at_ms: clock::now_ms(),
        };
        if !request.permission.is_used() {
            return Err(AppError::GivenUp);
        }
        // A head that is not the one the changes were checked against is a conflict.
        self.store.append(&commit, before.revision())?;
        let snapshot = snapshot_of(after, commit.revision, commit.at_ms);
        let snapshot = Arc::new(snapshot.with_cost_rates(self.cost_rates));
        self.current.store(Arc::clone(&snapshot));
        self.checkpoint_if_due(snapshot);
        let revision = Some(RevisionInfo::of_commit(&commit));
        // To free many small texts takes a while, for which nobody has to wait.
        rayon::spawn(move || drop((commit, request.places)));
        Ok(CommitOutcome {
            revision,
            counts: net.counts,
            problems,
            differences: Vec::new(),
        })
    }

    /// Writes a checkpoint in the background if a start would otherwise read a long log.
    fn checkpoint_if_due(&self, snapshot: Arc<Snapshot>) {
        let is_due = match self.store.backlog() {
            Ok(backlog) => {
                backlog.log_bytes >= CHECKPOINT_AFTER_BYTES.max(backlog.checkpoint_bytes)
            }
            Err(error) => {
                // The commit is durable all the same.
                tracing::warn!(%error, "whether a checkpoint is due is not known");
                false
            }
        };
        if !is_due {
            return;
        }
        let (store, checkpointing) = (Arc::clone(&self.store), Arc::clone(&self.checkpointing));
        std::thread::spawn(move || {
            // While one is being written, a second would only repeat it.
            if let Ok(_one_at_a_time) = checkpointing.try_lock()
                && let Err(error) = write_checkpoint(store.as_ref(), &snapshot)
            {
                // The data are safe without it; the next commit tries again.
                tracing::warn!(revision = snapshot.revision(), %error, "no checkpoint was written");
            }
        });
    }
}

/// What is wrong or doubtful about changes, and about the records that merges among them rewrite.
fn check(before: &Registry, after: &Registry, changes: &Weighed, places: &[Place]) -> Vec<Problem> {
    let mut asked = Cow::Borrowed(changes.asked());
    if asked.iter().any(|it| matches!(it, Change::Merge { .. })) {
        let named: HashSet<Id> = asked.iter().map(|change| change.id().clone()).collect();
        let puts = changes.net.changes.iter();
        let rewritten = puts
            .filter(|it| matches!(it, Change::Put(_)) && !named.contains(it.id()))
            .cloned();
        let rewritten: Vec<Change> = rewritten.collect();
        asked.to_mut().extend(rewritten);
    }
    let mut problems = changes.net.problems.clone();
    problems.extend(validate(
        before,
        after,
        &asked,
        &|at| places.get(at),
        code_lists(),
    ));
    if changes.net.counts.unchanged == 0 {
        return problems;
    }
    // Doubts about what is on record as it is were told when it came: only those about what changes are told.
    let differing: HashSet<&Id> = changes.net.changes.iter().map(Change::id).collect();
    let kept = asked.iter().enumerate();
    let kept = kept.filter(|(_, change)| differing.contains(change.id()));
    let (at, changes): (Vec<usize>, Vec<Change>) = kept.map(|(at, it)| (at, it.clone())).unzip();
    let place_of = |it: usize| at.get(it).and_then(|at| places.get(*at));
    let doubts = validate(before, after, &changes, &place_of, code_lists());
    problems.retain(Problem::is_error);
    problems.extend(doubts.into_iter().filter(|it| !it.is_error()));
    problems
}

/// Writes a checkpoint of a snapshot, if its revision has none.
pub(super) fn write_checkpoint(store: &dyn Store, snapshot: &Snapshot) -> Result<(), StoreError> {
    let mut state = snapshot.registry().records().map(Change::Put);
    store.put_checkpoint(snapshot.revision(), &mut state)
}
