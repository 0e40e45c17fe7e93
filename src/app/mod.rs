//! The shell: opens the store, writes commits one at a time, hands out immutable snapshots, reads
//! the clock.
//!
//! A commit is durable first and visible after, as a whole. Readers never wait for the writer.

mod beside;
mod clock;
mod commit;
mod compact;
mod compare;
mod dataset;
mod error;
mod evaluate;
mod export;
mod history;
mod import;
mod origin;
mod past;
mod permission;
mod pool;
mod run_file;
mod seed;
mod settings;
#[cfg(test)]
mod tests;
mod verify;

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::time::Duration;

use arc_swap::ArcSwap;

pub use beside::FileDifference;
pub use beside::beside;
pub use clock::rfc3339;
pub use commit::CommitOutcome;
pub use commit::CommitRequest;
pub use compact::Compacted;
pub use compare::FieldCells;
pub use compare::RecordDifference;
pub use compare::Touched;
pub use compare::field_cells;
pub use error::AppError;
pub use evaluate::Compared;
pub use evaluate::Evaluation;
pub use evaluate::Measure;
pub use evaluate::evaluate_partners;
pub use export::Export;
pub use export::ExportRequest;
pub use history::RevisionInfo;
pub use import::ImportRequest;
pub use import::MembersImport;
pub use permission::Permission;
pub use run_file::RunFile;
pub use seed::SEED_PACKAGES;
pub use seed::seed_files;
pub use seed::tour_questions;
pub use settings::CostRateSettings;
pub use settings::Flags;
pub use settings::GapSettings;
pub use settings::SETTINGS_FILE;
pub use settings::Setting;
pub use settings::Settings;
pub use settings::SettingsError;
pub use verify::Fault;
pub use verify::Verification;
pub use verify::verify;

pub use crate::exchange::DatasetFacts;

use crate::app::dataset::ContentHashes;
use crate::app::past::Past;
use crate::app::pool::Pool;
use crate::exchange;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::network::Snapshot;
use crate::network::chain::CostRates;
use crate::store::DiskStore;
use crate::store::MemoryStore;
use crate::store::Store;

/// The running program, whatever asks it.
pub struct App {
    store: Arc<dyn Store>,
    current: ArcSwap<Snapshot>,
    /// Held while a commit is made, so that there is one writer.
    writer: Mutex<()>,
    past: Mutex<Past>,
    content: Mutex<ContentHashes>,
    checkpointing: Arc<Mutex<()>>,
    pool: Pool,
    /// A thread that rebuilds earlier revisions, so that no question on the latest waits behind them.
    rebuilding: Pool,
    /// A thread for what writes, in line, so that no question waits behind an import.
    writing: Pool,
    /// What every snapshot prices movements by where nothing on record does.
    cost_rates: CostRates,
    gaps: GapSettings,
}

impl App {
    /// Opens the data in a folder, which is made if there is none, and builds the latest snapshot.
    ///
    /// # Errors
    /// [`AppError::Store`] if the folder is in use, damaged or of a newer version.
    pub fn open(folder: &Path, settings: &Settings) -> Result<Arc<Self>, AppError> {
        Self::over(Arc::new(DiskStore::open(folder)?), settings)
    }

    /// An empty program that keeps its data until the process ends.
    ///
    /// # Errors
    /// [`AppError::Threads`] if no threads can be started.
    pub fn in_memory(settings: &Settings) -> Result<Arc<Self>, AppError> {
        Self::over(Arc::new(MemoryStore::default()), settings)
    }

    fn over(store: Arc<dyn Store>, settings: &Settings) -> Result<Arc<Self>, AppError> {
        let head = store.head()?;
        let cost_rates = settings.cost_rates.into();
        let snapshot = history::rebuilt(store.as_ref(), head.revision)?;
        let snapshot = snapshot.with_cost_rates(cost_rates);
        Ok(Arc::new(Self {
            store,
            current: ArcSwap::from_pointee(snapshot),
            writer: Mutex::new(()),
            past: Mutex::default(),
            content: Mutex::default(),
            checkpointing: Arc::default(),
            pool: Pool::new(settings.workers, settings.queue)?,
            rebuilding: Pool::new(1, settings.queue)?,
            writing: Pool::new(1, settings.queue)?,
            cost_rates,
            gaps: settings.gaps,
        }))
    }

    /// The latest revision, which does not change while it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// What makes a gap.
    pub fn gap_settings(&self) -> GapSettings {
        self.gaps
    }

    /// Words, wastes and trades: what the program knows beside the records.
    pub fn knowledge(&self) -> &'static Knowledge {
        exchange::knowledge()
    }

    /// Runs a job that takes longer than an async worker may be held.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many jobs wait already; [`AppError::Panicked`] if the job panics.
    pub async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let app = Arc::clone(self);
        self.pool.run(move || job(&app)).await
    }

    /// Runs a job that commits, in line with others. The job stores only with the permission it is given, which is withdrawn
    /// when nobody waits any more: because the caller is gone, or has waited for `patience`. What is being stored by then is
    /// waited for, so that the answer is always what became of it.
    ///
    /// # Errors
    /// [`AppError::GivenUp`] if nothing was stored in time; else as for [`App::run`].
    pub async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        patience: Duration,
        job: impl FnOnce(&Self, Permission) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let app = Arc::clone(self);
        let permission = Permission::default();
        let lent = permission.clone();
        let mut running = pin!(self.writing.run(move || job(&app, lent)));
        let withdrawn = permission.withdrawn_on_drop();
        match tokio::time::timeout(patience, &mut running).await {
            Ok(done) => done,
            Err(_late) if withdrawn.withdraw() => Err(AppError::GivenUp),
            Err(_late) => running.await,
        }
    }
}

/// The snapshot of a registry; its default year is the latest reference year of the packages
/// loaded, or the year of its last commit where no package names one.
fn snapshot_of(registry: Registry, revision: u64, at_ms: i64) -> Snapshot {
    let reference_year =
        dataset::reference_year(&registry).unwrap_or_else(|| clock::year_of(at_ms));
    Snapshot::new(registry, revision, reference_year)
}

/// The guard of a lock, also after a thread panicked while holding it: what the locks here protect
/// is replaced as a whole, so that it is never half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
