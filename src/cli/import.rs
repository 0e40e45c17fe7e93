//! `ketju import`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::progress::with_progress;
use crate::exchange::ImportReport;
use crate::exchange::PackageSource;

#[derive(Args)]
pub(super) struct Import {
    /// A data package: a folder or a .zip
    path: PathBuf,
    /// Only tell what would be created, changed and left as it is
    #[arg(long)]
    dry_run: bool,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Import {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open(&context.settings)?;
        let source = PackageSource::open(&self.path)?;
        let report = with_progress("importing", || backend.import(source, self.dry_run))?;
        print_report(&report, self.format)?;
        eprintln!("{}", summary(&report, self.dry_run));
        Ok(if report.has_errors() {
            Outcome::Negative
        } else {
            Outcome::Done
        })
    }
}

/// Prints the problems of an import, or all of its report.
pub(super) fn print_report(report: &ImportReport, format: Format) -> anyhow::Result<()> {
    let mut rows = Rows::new(&[
        "severity", "place", "column", "problem", "expected", "nearest",
    ]);
    for problem in &report.problems {
        let place = match (&problem.file, problem.line) {
            (Some(file), Some(line)) if line > 0 => format!("{file}:{line}"),
            (Some(file), _) => file.clone(),
            (None, _) => String::new(),
        };
        let or_empty = |it: &Option<String>| it.clone().unwrap_or_default();
        rows.push([
            problem.severity.to_lowercase(),
            place,
            or_empty(&problem.column),
            problem.message.clone(),
            or_empty(&problem.expected),
            or_empty(&problem.suggestion),
        ]);
    }
    if format == Format::Table && report.problems.is_empty() {
        return Ok(());
    }
    rows.print(format, &serde_json::to_value(report)?)
}

/// What became of the import, in one line.
pub(super) fn summary(report: &ImportReport, dry_run: bool) -> String {
    let counts = format!(
        "{} created, {} changed, {} unchanged",
        report.created, report.changed, report.unchanged
    );
    match report.revision {
        _ if report.has_errors() => "nothing was stored: the package has errors".to_owned(),
        Some(revision) => format!("revision {revision}: {counts}"),
        None if dry_run => format!("would be: {counts}"),
        None => format!("nothing to do: {counts}"),
    }
}
