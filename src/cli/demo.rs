//! `ketju demo`: the data sets that come with the program, a tour of answers, then the server.

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;

use crate::app::App;
use crate::app::ImportRequest;
use crate::app::SEED_PACKAGES;
use crate::app::seed_files;
use crate::cli::Context;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::import::summary;
use crate::cli::progress::with_progress;
use crate::cli::serve::serve;
use crate::cli::tour;
use crate::exchange::ImportReport;
use crate::exchange::PackageSource;
use crate::exchange::read_package;
use crate::graphql::schema;

#[derive(Args)]
pub(super) struct Demo {
    /// Exit after the tour instead of serving
    #[arg(long)]
    once: bool,
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(super) listen: Option<String>,
}

impl Demo {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let folder = &context.settings.data;
        let app = App::open(folder, &context.settings)
            .with_context(|| format!("cannot open `{}`", folder.display()))?;
        let found = app.snapshot().revision();
        if found > 0 {
            eprintln!(
                "kept the data in `{}`, at revision {found}",
                folder.display()
            );
        }
        for package in SEED_PACKAGES {
            let report = with_progress("loading", || load(&app, package))?;
            eprintln!("{package}: {}", summary(&report, false));
        }
        let backend = Backend::Here(
            std::sync::Arc::clone(&app),
            schema(std::sync::Arc::clone(&app)),
        );
        tour::show(&backend)?;
        if self.once {
            return Ok(Outcome::Done);
        }
        drop(backend);
        serve(app, context)
    }
}

/// Commits a package that comes with the program. What is already there is left as it is.
fn load(app: &App, package: &str) -> anyhow::Result<ImportReport> {
    let package_read = read_package(PackageSource::Files(seed_files(package)))?;
    let outcome = app.import(ImportRequest {
        package: package_read,
        author: "ketju demo".into(),
        dry_run: false,
    })?;
    let report = ImportReport::of(
        &outcome.counts,
        outcome.revision.map(|it| it.revision),
        &outcome.problems,
    );
    if report.has_errors() {
        let errors: Vec<String> = outcome
            .problems
            .iter()
            .filter(|it| it.is_error())
            .take(10)
            .map(ToString::to_string)
            .collect();
        bail!(
            "the package `{package}` cannot be loaded onto these data:\n{}",
            errors.join("\n")
        );
    }
    Ok(report)
}
