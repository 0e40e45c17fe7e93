//! `ketju unused`: side-streams of a region without a recorded user.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::benchmarks::end;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The document that `unused` runs.
const DOCUMENT: &str = include_str!("unused.graphql");

#[derive(Args)]
pub(super) struct Unused {
    /// The region: `region:fi`, or `fi`
    region: String,
    /// Only streams that hold this material, or a member of this group
    #[arg(long)]
    material: Option<String>,
    /// How many streams at the most, 1 to 200
    #[arg(long, default_value_t = 50)]
    first: i32,
    /// Look for partners too, and show so many of the best, 1 to 200
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=200))]
    best: Option<i32>,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Unused {
    /// That there are such streams, or none, is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let (backend, at) = (Backend::open_existing(&context.settings)?, self.when.at());
        let material = self.material.as_ref();
        let material = material.map(|it| id_of(&backend, &at, "material", "--material", it));
        let variables = json!({
            "region": id_of(&backend, &at, "region", "REGION", &self.region)?,
            "material": material.transpose()?,
            "first": self.first,
            "best": self.best.unwrap_or(1),
            "withBest": self.best.is_some(),
            "at": at,
        });
        let response = backend.query(DOCUMENT, &variables)?;
        let answer = answer_of(&response, "unusedStreams")?;
        match self.format {
            Format::Table => print(&(rows(answer, false).text() + &below(answer)))?,
            Format::Json | Format::Csv => rows(answer, true).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

const COLUMNS: [&str; 11] = [
    "stream",
    "site",
    "state",
    "fate",
    "t/a arising",
    "t/a unused",
    "stock t",
    "critical t/a",
    "year of figures",
    "note",
    "told in",
];

/// What CSV has besides.
const MORE_COLUMNS: [&str; 3] = ["share", "message", "best"];

/// For reading with names and rounded numbers, and what is not known said so; else with ids and whole ones, and what is not
/// known empty.
fn rows(answer: &Value, is_whole: bool) -> Rows {
    let more: &[&str] = if is_whole { &MORE_COLUMNS } else { &[] };
    let columns = [&COLUMNS[..], more].concat();
    let mut rows = Rows::new(&columns);
    let name = if is_whole { "id" } else { "name" };
    let tonnes = |it: &Value| {
        let told = it.as_f64();
        told.map_or(String::new(), |it| match is_whole {
            true => it.to_string(),
            false => amount(it),
        })
    };
    for it in items(&answer["nodes"]) {
        let fates: Vec<String> = items(&it["fates"]).iter().map(plain).collect();
        let critical = items(&it["contents"]).iter();
        let critical = critical.filter(|it| it["critical"] == true).map(|it| {
            let tonnes = tonnes(&it["tonnesPerYear"]);
            let told = if tonnes.is_empty() {
                "?".to_owned()
            } else {
                tonnes
            };
            format!("{} {told}", plain(&it["material"]["slug"]))
        });
        let best = items(&it["best"]).iter().map(|it| plain(&it["message"]));
        // Where nothing arises on record there is nothing to know.
        let is_open = !is_whole && it["arises"] == true;
        let yearly = |told: &Value| match is_open && told.is_null() {
            true => "unknown".to_owned(),
            false => tonnes(told),
        };
        let cells = [
            plain(&it["sideStream"][name]),
            plain(&it["sideStream"]["site"][name]),
            plain(&it["state"]),
            fates.join("; "),
            yearly(&it["generationTonnesPerYear"]),
            yearly(&it["tonnesPerYear"]),
            tonnes(&it["stockTonnes"]),
            critical.collect::<Vec<_>>().join("; "),
            years(it),
            plain(&it["note"]),
            plain(&it["toldIn"][name]),
            plain(&it["share"]),
            plain(&it["message"]),
            best.collect::<Vec<_>>().join(" "),
        ];
        rows.push(cells.into_iter().take(columns.len()));
    }
    rows
}

/// "2013; 2015; undated".
fn years(stream: &Value) -> String {
    let years = items(&stream["figureYears"]).iter().map(plain);
    let undated = (stream["undatedFigures"] == true).then(|| "undated".to_owned());
    years.chain(undated).collect::<Vec<_>>().join("; ")
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let mut text = String::new();
    for it in items(&answer["nodes"]) {
        let best = items(&it["best"]);
        if !best.is_empty() || !items(&it["waiting"]).is_empty() {
            let _ = writeln!(text, "\n{}", plain(&it["message"]));
        }
        for partner in best {
            let _ = writeln!(text, "  {}", plain(&partner["message"]));
        }
        for taker in items(&it["waiting"]) {
            let _ = writeln!(text, "  besides: {}", plain(&taker["message"]));
        }
    }
    let _ = writeln!(text, "\n{}", plain(&answer["message"]));
    for it in items(&answer["totals"]["contained"]) {
        let sum = &it["perYear"];
        let told = match sum["tonnes"].as_f64() {
            Some(tonnes) => format!("{} t a year", amount(tonnes)),
            None => "tonnes not known".to_owned(),
        };
        let (known, unknown) = (plain(&sum["known"]), plain(&sum["unknown"]));
        let slug = plain(&it["material"]["slug"]);
        let by = match known.as_str() {
            "0" => String::new(),
            "1" => ", by 1 stream".to_owned(),
            many => format!(", by {many} streams"),
        };
        let _ = writeln!(text, "  {slug}: {told}{by}; unknown for {unknown}.");
    }
    let (shown, total) = (items(&answer["nodes"]).len(), plain(&answer["totalCount"]));
    let _ = writeln!(
        text,
        "\n{shown} of {total} streams. {}",
        end(&answer["basis"]).trim_end()
    );
    text
}
