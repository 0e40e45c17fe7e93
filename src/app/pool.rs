//! Threads for what takes longer than an async worker may be held: questions and the store.
//!
//! The queue is bounded, so that a flood of heavy questions is refused at once instead of making
//! everybody wait.

use std::sync::Arc;

use rayon::ThreadPool;
use rayon::ThreadPoolBuilder;
use tokio::sync::Semaphore;
use tokio::sync::oneshot;

use crate::app::AppError;

/// A bounded pool of threads.
pub(super) struct Pool {
    threads: ThreadPool,
    /// A permit for every job that runs or waits.
    places: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(workers: usize, queue: usize) -> Result<Self, AppError> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(workers)
            .thread_name(|at| format!("question-{at}"))
            .build()?;
        Ok(Self {
            threads,
            places: Arc::new(Semaphore::new(workers + queue)),
        })
    }

    /// Runs a job on the pool.
    ///
    /// # Errors
    /// [`AppError::Busy`] if the queue is full; [`AppError::Panicked`] if the job panics.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_full| AppError::Busy)?;
        let (send, receive) = oneshot::channel();
        self.threads.spawn(move || {
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
            drop(place);
            // Nobody waits any more when the request was given up.
            let _ = send.send(result);
        });
        match receive.await {
            Ok(Ok(answer)) => Ok(answer),
            _ => Err(AppError::Panicked),
        }
    }
}
