//! `ketju report`: all that is known of a material, a region or a match as one document that can be printed, or as tables.
//!
//! The questions are asked first (`ask`), then put into a neutral list of sections and tables (`document`, filled by `material`,
//! `region` and what they share), which the writers (`html`, `csv`, `xlsx`) print. No writer knows a field of GraphQL.

mod ask;
mod basis;
mod card;
mod citing;
mod csv;
mod depends;
mod document;
mod figures;
mod html;
mod in_short;
mod material;
mod places;
mod policy;
mod region;
mod risk;
mod xlsx;

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use clap::ValueEnum;

use crate::cli::Context;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::print;
use crate::cli::output::print_json;
use crate::cli::report::ask::Questions;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::when::WhenArgs;

#[derive(Args)]
pub(super) struct Report {
    /// What the report is about
    #[arg(value_enum)]
    about: About,
    /// Its id or name: `material:cobalt`, `cobalt`, `Kobolt`; `region:fi`, `fi`, `Finland`; of a match the side-stream
    subject: String,
    /// Of a match who could take it: a site by id or name, `intake:…`, `activity:…` or `use:…`
    request: Option<String>,
    /// Where to write it; standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The form; by the ending of the file if left out, else html
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
}

/// What a report can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum About {
    /// A material, for the whole Union
    Material,
    /// A country, a region, a bloc
    Region,
    /// A side-stream and who could take it, on one page
    Match,
}

impl About {
    /// The kind of its records.
    fn kind(self) -> &'static str {
        match self {
            Self::Material => "material",
            Self::Region => "region",
            Self::Match => "side-stream",
        }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// One page that prints on A4
    Html,
    /// One long table: section, item, field, value, unit, year, article, sources
    Csv,
    /// The answers it is made of
    Json,
    /// A workbook with a sheet for each table
    Xlsx,
}

impl ReportFormat {
    /// The form that a file's ending asks for.
    fn of_file(path: &Path) -> anyhow::Result<Self> {
        let ending = path.extension().and_then(|it| it.to_str());
        let ending = ending.unwrap_or_default().to_lowercase();
        match ending.as_str() {
            "html" | "htm" => Ok(Self::Html),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "xlsx" => Ok(Self::Xlsx),
            _ => bail!(
                "the ending of `{}` is none of .html, .csv, .json, .xlsx; say which is meant with --format",
                path.display()
            ),
        }
    }
}

impl Report {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let format = match (self.format, &self.output) {
            (Some(format), _) => format,
            (None, Some(path)) => ReportFormat::of_file(path)?,
            (None, None) => ReportFormat::Html,
        };
        if format == ReportFormat::Xlsx && self.output.is_none() {
            bail!("a workbook is no text: name a file with -o");
        }
        if self.scenario.shows_baseline() {
            bail!("a report shows one state: write one with the scenario and one without it");
        }
        if self.request.is_some() != (self.about == About::Match) {
            bail!(
                "a match has an offer and who takes it: `ketju report match OFFER REQUEST`; other reports have one subject"
            );
        }
        let backend = Backend::open_existing(&context.settings)?;
        let questions = Questions::new(&backend, self.when.at(), self.scenario.input()?);
        let id = questions.id_of(self.about.kind(), "SUBJECT", &self.subject)?;
        let (answers, report) = match self.about {
            About::Material => {
                let answers = material::ask(&questions, &id)?;
                let report = material::report(&answers);
                (answers, report)
            }
            About::Region => {
                let answers = region::ask(&questions, &id)?;
                let report = region::report(&answers);
                (answers, report)
            }
            About::Match => {
                let request = self.request.as_deref().unwrap_or_default();
                let request = questions.id_of("site", "REQUEST", request)?;
                let answers = card::ask(&questions, &id, &request)?;
                let report = card::report(&answers);
                (answers, report)
            }
        };
        let bytes = match format {
            ReportFormat::Html => html::write(&report)?.into_bytes(),
            ReportFormat::Csv => csv::write(&report)?.into_bytes(),
            ReportFormat::Xlsx => xlsx::write(&report)?,
            ReportFormat::Json if self.output.is_none() => {
                print_json(&answers)?;
                return Ok(Outcome::Done);
            }
            ReportFormat::Json => (serde_json::to_string_pretty(&answers)? + "\n").into_bytes(),
        };
        match &self.output {
            None => print(&String::from_utf8(bytes)?)?,
            Some(path) => std::fs::write(path, bytes)
                .with_context(|| format!("cannot write `{}`", path.display()))?,
        }
        Ok(Outcome::Done)
    }
}
