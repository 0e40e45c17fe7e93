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
use crate::exchange::PackageSource;
use crate::exchange::read_package;
use crate::graphql::schema;
use crate::model::Id;
use crate::model::Kind;

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
            let loaded = with_progress("loading", || load(&app, package))?;
            eprintln!("{package}: {loaded}");
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

/// Commits a package that comes with the program, unless it was loaded before: what was corrected
/// or deleted since stays so. Returns what was done, in a few words.
fn load(app: &App, package: &str) -> anyhow::Result<String> {
    let package_read = read_package(PackageSource::Files(seed_files(package)))?;
    let id = Id::new(Kind::Dataset, &package_read.info.name);
    if app.snapshot().registry().find(&id).is_some() {
        return Ok("was loaded before".to_owned());
    }
    let outcome = app.import(ImportRequest {
        package: package_read,
        author: "ketju demo".into(),
        dry_run: false,
    })?;
    let report = outcome.report();
    if report.has_errors() {
        let errors = outcome.problems.iter().filter(|it| it.is_error());
        let errors: Vec<String> = errors.take(10).map(ToString::to_string).collect();
        let errors = errors.join("\n");
        bail!("the package `{package}` cannot be loaded onto these data:\n{errors}");
    }
    Ok(summary(&report, false))
}
