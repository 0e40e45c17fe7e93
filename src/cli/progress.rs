//! Progress on a terminal, for what takes longer than a second.

use std::io::Read;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

/// Runs a job under a spinner; nothing is shown when stderr is no terminal.
pub(super) fn with_progress<T>(what: &str, job: impl FnOnce() -> T) -> T {
    with_phases(what, |_| job())
}

/// Runs a job that says which of its phases it is in.
pub(super) fn with_phases<T>(first: &str, job: impl FnOnce(&Phases) -> T) -> T {
    let phases = Phases(ProgressBar::new_spinner());
    phases.enter(first);
    phases.0.enable_steady_tick(Duration::from_millis(200));
    let result = job(&phases);
    phases.0.finish_and_clear();
    result
}

/// What a job is at.
pub(super) struct Phases(ProgressBar);

impl Phases {
    /// Begins a phase of which is not known how long it is.
    pub(super) fn enter(&self, what: &str) {
        self.show("{spinner} {msg} ({elapsed})", what);
    }

    /// Begins a phase that is over when so many bytes were read; what of them was.
    pub(super) fn reading<'r>(
        &self,
        what: &str,
        bytes: u64,
        reader: impl Read + 'r,
    ) -> impl Read + 'r {
        self.0.set_length(bytes);
        self.0.set_position(0);
        self.show("{spinner} {msg} {bytes} of {total_bytes} ({elapsed})", what);
        self.0.wrap_read(reader)
    }

    fn show(&self, template: &str, what: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
        self.0.set_message(what.to_owned());
    }
}
