//! Progress on a terminal, for what takes longer than a second.

use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

/// Runs a job under a spinner; nothing is shown when stderr is no terminal.
pub(super) fn with_progress<T>(what: &str, job: impl FnOnce() -> T) -> T {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    let result = job();
    bar.finish_and_clear();
    result
}
