//! Stands in for the shell until it is merged.
#![allow(missing_docs, dead_code, reason = "goes away")]

use std::sync::Arc;
use std::sync::Mutex;

use crate::model::Change;
use crate::model::ChangeCounts;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Registry;

#[derive(Clone)]
pub struct Snapshot {
    registry: Registry,
    revision: u64,
}
impl Snapshot {
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
    pub fn revision(&self) -> u64 {
        self.revision
    }
    pub fn reference_year(&self) -> i32 {
        2025
    }
}
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("the data are at revision {found}, not at revision {expected} as expected")]
    Conflict { expected: u64, found: u64 },
    #[error("unknown revision {asked}; the latest is {latest}")]
    UnknownRevision { asked: u64, latest: u64 },
    #[error("too many questions at once; try again in a second")]
    Busy,
    #[error("the question failed inside the program")]
    Panicked,
}
#[derive(Clone, Debug, Default)]
pub struct CommitRequest {
    pub changes: Vec<Change>,
    pub places: Vec<Place>,
    pub problems: Vec<Problem>,
    pub message: String,
    pub author: String,
    pub expected_revision: Option<u64>,
    pub dry_run: bool,
}
#[derive(Clone, Debug)]
pub struct RevisionInfo {
    pub revision: u64,
    pub at_ms: i64,
    pub author: String,
    pub message: String,
    pub changes: u64,
    pub chain: [u8; 32],
}
#[derive(Clone, Debug)]
pub struct CommitOutcome {
    pub revision: Option<RevisionInfo>,
    pub counts: ChangeCounts,
    pub problems: Vec<Problem>,
}
pub struct DatasetFacts {
    pub title: String,
    pub revision: u64,
    pub reference_year: i32,
    pub content_hash: String,
    pub chain_hash: String,
    pub citation: String,
    pub licences: Vec<String>,
}
#[derive(Debug, Clone, Default)]
pub struct Settings;
pub struct App {
    log: Mutex<Vec<(RevisionInfo, Arc<Snapshot>)>>,
}
impl App {
    pub fn in_memory(_settings: &Settings) -> Result<Arc<Self>, AppError> {
        Ok(Arc::new(Self {
            log: Mutex::default(),
        }))
    }
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let log = self
            .log
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        log.last().map_or_else(
            || {
                Arc::new(Snapshot {
                    registry: Registry::default(),
                    revision: 0,
                })
            },
            |it| Arc::clone(&it.1),
        )
    }
    pub fn snapshot_at(&self, revision: Option<u64>) -> Result<Arc<Snapshot>, AppError> {
        let Some(asked) = revision else {
            return Ok(self.snapshot());
        };
        let log = self
            .log
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let latest = log.len() as u64;
        log.iter()
            .find(|it| it.0.revision == asked)
            .map(|it| Arc::clone(&it.1))
            .ok_or(AppError::UnknownRevision { asked, latest })
    }
    pub fn revision(&self, revision: u64) -> Result<Option<RevisionInfo>, AppError> {
        let log = self
            .log
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(log
            .iter()
            .find(|it| it.0.revision == revision)
            .map(|it| it.0.clone()))
    }
    pub fn commit(&self, request: CommitRequest) -> Result<CommitOutcome, AppError> {
        let before = self.snapshot();
        if let Some(expected) = request
            .expected_revision
            .filter(|it| *it != before.revision)
        {
            return Err(AppError::Conflict {
                expected,
                found: before.revision,
            });
        }
        let (changes, counts) = before.registry.effective(request.changes);
        let problems = request.problems;
        if request.dry_run || changes.is_empty() || problems.iter().any(Problem::is_error) {
            return Ok(CommitOutcome {
                revision: None,
                counts,
                problems,
            });
        }
        let info = RevisionInfo {
            revision: before.revision + 1,
            at_ms: 1_763_769_600_000,
            author: request.author,
            message: request.message,
            changes: changes.len() as u64,
            chain: [0; 32],
        };
        let after = Arc::new(Snapshot {
            registry: before.registry.with(&changes),
            revision: info.revision,
        });
        self.log
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push((info.clone(), after));
        Ok(CommitOutcome {
            revision: Some(info),
            counts,
            problems,
        })
    }
    pub fn dataset(&self, snapshot: &Snapshot) -> Result<DatasetFacts, AppError> {
        Ok(DatasetFacts {
            title: "Test".into(),
            revision: snapshot.revision,
            reference_year: 2025,
            content_hash: "0".into(),
            chain_hash: "0".into(),
            citation: "Test".into(),
            licences: vec![],
        })
    }
    pub async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        Ok(job(self))
    }
}
pub fn rfc3339(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .map(|it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}
