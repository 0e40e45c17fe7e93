//! `ketju gaps`: what a region lacks, as a table with what the data do not cover below it.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::paths::with_kind;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::items;
use crate::cli::show::number;
use crate::cli::show::plain;
use crate::cli::show::scenario;
use crate::cli::when::WhenArgs;

/// The document that `gaps` runs.
const DOCUMENT: &str = include_str!("gaps.graphql");

#[derive(Args)]
pub(super) struct Gaps {
    /// The region: `region:fi`, or `fi`
    #[arg(long, default_value = "eu")]
    region: String,
    /// Only this material: `material:cobalt`, or `cobalt`; several with commas
    #[arg(long, value_delimiter = ',')]
    material: Vec<String>,
    /// Only gaps of this kind, such as `PLANNED_ONLY`; several with commas
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// Only gaps at this stage, such as `PROCESSING`; several with commas
    #[arg(long, value_delimiter = ',')]
    stage: Vec<String>,
    /// Only gaps of at least this severity: `LOW`, `MEDIUM` or `HIGH`
    #[arg(long)]
    min_severity: Option<String>,
    /// How many gaps at the most, 1 to 200
    #[arg(long, default_value_t = 200)]
    first: i32,
    /// Work out what would close each gap, and show so many of the best, 1 to 200
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=200))]
    closers: Option<i32>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Gaps {
    /// That there are gaps, or none, is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let region = with_kind("region", &self.region);
        let materials = self.material.iter();
        let materials: Vec<String> = materials
            .map(|it| with_kind("material", it.trim()))
            .collect();
        let variables = json!({
            "input": self.input(&region, &materials)?,
            "first": self.first,
            "closers": self.closers.unwrap_or(1),
            "withClosers": self.closers.is_some(),
        });
        let document = self.scenario.document(DOCUMENT);
        let response = backend.query(&document, &variables)?;
        let answer = answer_of(&response, "gaps")?;
        match self.format {
            Format::Table => print(
                &self
                    .scenario
                    .text(answer, |it| rows(it).text() + &below(it)),
            )?,
            Format::Json => rows(answer).print(self.format, answer)?,
            Format::Csv => {
                csv_rows(answer, &region, self.closers.is_some()).print(self.format, answer)?
            }
        }
        Ok(Outcome::Done)
    }

    fn input(&self, region: &str, materials: &[String]) -> anyhow::Result<Value> {
        let mut input = Map::new();
        let words = |all: &[String]| -> Value {
            let words = all.iter().map(|it| it.trim().to_uppercase());
            words.map(|it| it.replace('-', "_")).collect()
        };
        input.insert("region".into(), region.into());
        input.insert("at".into(), self.when.at());
        input.insert("scenario".into(), self.scenario.input()?);
        if !materials.is_empty() {
            input.insert("materials".into(), materials.into());
        }
        if !self.kind.is_empty() {
            input.insert("kinds".into(), words(&self.kind));
        }
        if !self.stage.is_empty() {
            input.insert("stages".into(), words(&self.stage));
        }
        if let Some(severity) = &self.min_severity {
            input.insert("minSeverity".into(), severity.to_uppercase().into());
        }
        Ok(input.into())
    }
}

/// The columns of the table; CSV has more.
const COLUMNS: [&str; 5] = ["severity", "kind", "material", "stage", "message"];

/// What CSV has besides; lists are joined with semicolons.
const MORE_COLUMNS: [&str; 11] = [
    "id",
    "region",
    "year",
    "revision",
    "coverage_level",
    "coverage_year",
    "shortfall_tonnes_per_year",
    "share",
    "evidence_sites",
    "sources_of_answer",
    "flips",
];

/// What CSV has last where closers are asked for.
const CLOSERS: &str = "closers";

fn row(gap: &Value) -> Vec<String> {
    let material = &gap["material"]["slug"];
    let cells = [&gap["severity"], &gap["kind"], material, &gap["stage"]];
    let cells = cells.into_iter().chain([&gap["message"]]);
    cells.map(plain).collect()
}

fn rows(answer: &Value) -> Rows {
    let is_numbered = |gap: &Value| !gap["closers"].is_null();
    let number = items(&answer["nodes"]).iter().any(is_numbered);
    let number = number.then_some("no");
    let columns: Vec<&str> = number.into_iter().chain(COLUMNS).collect();
    let mut rows = Rows::new(&columns);
    for (at, gap) in (1..).zip(items(&answer["nodes"])) {
        let at: Option<i32> = number.map(|_| at);
        rows.push(at.map(|it| it.to_string()).into_iter().chain(row(gap)));
    }
    rows
}

/// A row per gap, then one for each material of which nothing is on record.
fn csv_rows(answer: &Value, region: &str, with_closers: bool) -> Rows {
    let last = with_closers.then_some(CLOSERS);
    let columns = COLUMNS.into_iter().chain(MORE_COLUMNS).chain(last);
    let columns: Vec<&str> = columns.collect();
    let mut rows = Rows::new(&columns);
    let basis = &answer["basis"];
    let sources = items(&basis["sources"]).len().to_string();
    for gap in items(&answer["nodes"]) {
        let parties = items(&gap["evidence"]["parties"]).iter();
        let sites = parties.filter_map(|it| it["site"]["id"].as_str());
        let flips = items(&gap["flippedBy"])
            .iter()
            .map(|it| plain(&it["message"]));
        let mut cells = row(gap);
        cells.extend([
            plain(&gap["id"]),
            plain(&gap["region"]["id"]),
            plain(&basis["year"]),
            plain(&basis["revision"]),
            plain(&gap["coverage"]["level"]),
            plain(&gap["coverage"]["asOf"]),
            plain(&gap["shortfallTonnesPerYear"]),
            plain(&gap["share"]),
            sites.collect::<Vec<_>>().join(";"),
            sources.clone(),
            flips.collect::<Vec<_>>().join(" "),
        ]);
        cells.extend(last.map(|_| closers(gap).join(" ")));
        rows.push(cells);
    }
    for it in items(&answer["nothingOnRecord"]) {
        let mut cells = vec![String::new(); columns.len()];
        cells[1] = "NOTHING_ON_RECORD".to_owned();
        cells[2] = plain(&it["material"]["slug"]);
        cells[4] = plain(&it["message"]);
        cells[6] = region.to_owned();
        cells[7] = plain(&basis["year"]);
        cells[8] = plain(&basis["revision"]);
        rows.push(cells);
    }
    rows
}

/// What would close a gap, a line each.
fn closers(gap: &Value) -> Vec<String> {
    let is_stream = gap["kind"] == "UNUSED_SIDE_STREAM";
    let told = items(&gap["closers"]).iter().map(|it| {
        let closes = match it["closes"].as_bool() {
            Some(true) => "closes it",
            _ if is_stream => "a taker; whether it is used then is not told",
            _ => "does not close it",
        };
        let tonnes = it["delivers"].as_f64();
        let tonnes = tonnes.map_or_else(String::new, |it| format!(", {} t/a", number(it)));
        format!("{} ({closes}{tonnes})", plain(&it["message"]))
    });
    told.collect()
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let mut text = String::new();
    for (at, gap) in (1..).zip(items(&answer["nodes"])) {
        if gap["closers"].is_null() {
            continue;
        }
        let at: i32 = at;
        let of = [&gap["kind"], &gap["material"]["slug"], &gap["stage"]].map(plain);
        let of = of.join(" ");
        let _ = writeln!(text, "\nWhat would help with {at}: {}", of.trim_end());
        let told = closers(gap);
        if told.is_empty() {
            let _ = writeln!(text, "  nothing that was tried");
        }
        told.iter().for_each(|it| {
            let _ = writeln!(text, "  {it}");
        });
        if gap["closersCompleteness"]["status"] == "TRUNCATED" {
            let _ = writeln!(text, "  not everything was tried");
        }
        if let Some(count) = gap["closersNotLaid"].as_u64().filter(|it| *it > 0) {
            let _ = writeln!(text, "  {count} changes could not be laid over the data");
        }
    }
    for it in items(&answer["nothingOnRecord"]) {
        let _ = writeln!(text, "\n{}", plain(&it["message"]));
    }
    text += "\nWhat the data do not cover\n\n";
    let _ = writeln!(text, "{}", plain(&answer["notCovered"]["message"]));
    for it in items(&answer["notCovered"]["coverage"]) {
        let as_of = it["asOf"].as_i64();
        let as_of = as_of.map_or_else(|| "undated".to_owned(), |it| it.to_string());
        let note = it["note"]
            .as_str()
            .map_or(String::new(), |it| format!(": {it}"));
        let (id, level) = (plain(&it["id"]), plain(&it["level"]));
        let _ = writeln!(text, "  {id} {level} ({as_of}){note}");
    }
    let cut: Vec<String> = items(&answer["notLookedAt"])
        .iter()
        .map(|it| plain(&it["id"]))
        .collect();
    if !cut.is_empty() {
        let _ = writeln!(
            text,
            "\nNot looked at, since the work allowed was used up: {}.",
            cut.join(", ")
        );
    }
    let shown = items(&answer["nodes"]).len();
    let total = answer["totalCount"].as_u64().unwrap_or_default();
    let basis = &answer["basis"];
    let sources = items(&basis["sources"]).len();
    let sources = match sources {
        1 => "1 source".to_owned(),
        _ => format!("{sources} sources"),
    };
    text.push('\n');
    text += &scenario(basis);
    let _ = writeln!(
        text,
        "{shown} of {total} gaps. Revision {}, for the year {}; {sources}.",
        basis["revision"], basis["year"],
    );
    text
}
