//! `ketju import`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::app::AppError;
use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::progress::with_phases;
use crate::exchange::ImportReport;
use crate::exchange::StatedOptions;

/// So much of a mapping file is read, which is more than a mapping may have.
const MAPPING_BYTES: u64 = 1 << 20;

#[derive(Args)]
pub(super) struct Import {
    /// A folder with a data package, or a file: .zip, .xlsx, .jsonl, .graphml, .gexf, .geojson, or a .csv named after its table
    path: PathBuf,
    /// Only tell what would be created, changed and left as it is
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    stated: Stated,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How a file is to be read, where it does not say so itself.
#[derive(Args)]
struct Stated {
    /// The form of the file: package, csv, xlsx, jsonl, graphml, gexf or geojson; found from its name and first bytes if not stated
    #[arg(long)]
    form: Option<String>,
    /// How the text of CSV files is encoded: utf8 or latin1
    #[arg(long)]
    encoding: Option<String>,
    /// The decimal sign of numbers in CSV files: point or comma
    #[arg(long)]
    decimal: Option<String>,
    /// A file that says which attributes of a graph are which of our columns
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What becomes of undirected edges of a graph: refuse them, or double them into a link each way
    #[arg(long)]
    undirected: Option<String>,
}

impl Import {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let stated = self.stated.words()?;
        // What cannot be is told before anything is opened or sent.
        stated.read().map_err(anyhow::Error::msg)?;
        let source = ImportSource::open(&self.path)?;
        let backend = Backend::open(&context.settings)?;
        let report = with_phases("reading", |phases| {
            backend.import(source, &stated, self.dry_run, phases)
        });
        let report = report.map_err(with_advice)?;
        print_report(&report, self.format)?;
        eprintln!("{}", summary(&report, self.dry_run));
        Ok(if report.has_errors() {
            Outcome::Negative
        } else {
            Outcome::Done
        })
    }
}

/// A failure with what to do about it, where that is known.
fn with_advice(error: anyhow::Error) -> anyhow::Error {
    let cause = error.downcast_ref::<AppError>();
    match cause.is_some_and(AppError::is_out_of_room) {
        true => error.context("there is no room to store it, and what was there before is as it was; make room and import it again"),
        false => error,
    }
}

impl Stated {
    fn words(self) -> anyhow::Result<StatedOptions> {
        let read = |path: PathBuf| {
            let cannot = || format!("cannot read `{}`", path.display());
            let file = File::open(&path).with_context(cannot)?;
            let mut text = String::new();
            let mut start = file.take(MAPPING_BYTES);
            start.read_to_string(&mut text).with_context(cannot)?;
            Ok::<_, anyhow::Error>(text)
        };
        Ok(StatedOptions {
            form: self.form,
            encoding: self.encoding,
            decimal: self.decimal,
            undirected: self.undirected,
            mapping: self.mapping.map(read).transpose()?,
        })
    }
}

/// What is imported.
pub(super) enum ImportSource {
    /// A folder with a data package.
    Folder(PathBuf),
    /// A file, by its name.
    File(String, File),
}

impl ImportSource {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let cannot = || format!("cannot read `{}`", path.display());
        if std::fs::metadata(path).with_context(cannot)?.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = File::open(path).with_context(cannot)?;
        Ok(Self::File(name.into_owned(), file))
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
    if format != Format::Table || !report.problems.is_empty() {
        rows.print(format, &serde_json::to_value(report)?)?;
    }
    match format {
        Format::Table => print_changes(report),
        _ => Ok(()),
    }
}

/// Prints what would be other, a line for each column of a record.
fn print_changes(report: &ImportReport) -> anyhow::Result<()> {
    let mut rows = Rows::new(&["record", "becomes", "column", "on record", "would be"]);
    for change in &report.changes {
        let row = |cells: [&str; 3]| {
            let becomes = change.became.to_lowercase();
            let [field, before, after] = cells.map(str::to_owned);
            [change.record.clone(), becomes, field, before, after]
        };
        let or_empty = |cell: &Option<String>| cell.clone().unwrap_or_default();
        for it in &change.fields {
            rows.push(row([
                &it.field,
                &or_empty(&it.before),
                &or_empty(&it.after),
            ]));
        }
        if change.fields.is_empty() {
            rows.push(row([""; 3]));
        }
    }
    if report.changes.is_empty() {
        return Ok(());
    }
    if report.changes_left_out > 0 {
        let more = format!("and {} more records", report.changes_left_out);
        rows.push([
            more,
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
    rows.print(Format::Table, &serde_json::Value::Null)
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
