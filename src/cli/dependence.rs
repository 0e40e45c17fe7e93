//! `ketju dependence`: the shares of countries in what a region gets of a material, and which sites hang on them.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::benchmarks::country;
use crate::cli::benchmarks::end;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::percent;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The document that `dependence` runs.
pub(super) const DOCUMENT: &str = include_str!("dependence.graphql");

#[derive(Args)]
pub(super) struct Dependence {
    /// The material: `material:cobalt`, or `cobalt`
    material: String,
    /// The region: `region:fi`, or `fi`
    #[arg(long, default_value = "eu")]
    region: String,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Dependence {
    /// To depend or not is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let (backend, at) = (Backend::open_existing(&context.settings)?, self.when.at());
        let variables = json!({
            "material": id_of(&backend, &at, "material", "MATERIAL", &self.material)?,
            "region": id_of(&backend, &at, "region", "--region", &self.region)?,
            "at": self.when.at(),
            "scenario": self.scenario.input()?,
        });
        let document = self.scenario.document(DOCUMENT);
        let response = backend.query(&document, &variables)?;
        let answer = answer_of(&response, "dependence")?;
        match self.format {
            Format::Table => print(&self.scenario.text(answer, text))?,
            Format::Json | Format::Csv => csv_rows(answer).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

fn text(answer: &Value) -> String {
    let mut rows = Rows::new(&[
        "stage",
        "status",
        "article",
        "largest third country",
        "concentration",
        "shares",
    ]);
    for it in items(&answer["byStage"]) {
        let shares: Vec<String> = items(&it["shares"]).iter().map(country).collect();
        rows.push([
            plain(&it["stage"]),
            plain(&it["status"]),
            plain(&it["article"]),
            country(&it["largestThirdCountry"]),
            it["concentration"]
                .as_f64()
                .map_or_else(String::new, amount),
            shares.join(", "),
        ]);
    }
    let mut text = rows.text();
    for it in items(&answer["byStage"]) {
        let _ = writeln!(text, "\n{}", plain(&it["message"]));
    }
    for it in items(&answer["exposures"]) {
        let sites = items(&it["sites"]);
        let _ = writeln!(text, "\nSites that hang on {}", plain(&it["country"]));
        for it in sites {
            let _ = writeln!(text, "  {}", plain(&it["message"]));
        }
        if sites.is_empty() {
            text += "  none on record\n";
        }
    }
    text += &not_known(answer);
    text += &cut(&answer["completeness"]);
    text + "\n" + &end(&answer["basis"])
}

/// A row per stage and country, then one per site that hangs on a country.
fn csv_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&[
        "material", "region", "of", "stage", "status", "country", "share", "site", "directly",
        "steps", "through", "message", "sources", "year", "revision",
    ]);
    let basis = &answer["basis"];
    let about = [
        plain(&answer["material"]["slug"]),
        plain(&answer["region"]["id"]),
    ];
    let dates = [plain(&basis["year"]), plain(&basis["revision"])];
    let ids = |list: &Value| {
        let ids = items(list).iter().map(|it| plain(&it["id"]));
        ids.collect::<Vec<_>>().join(";")
    };
    for at in items(&answer["byStage"]) {
        let told = |country: String, share: String, sources: String| {
            let stage = [plain(&at["stage"]), plain(&at["status"])];
            let blank = [const { String::new() }; 4];
            let cells = about.iter().cloned().chain(["SHARE".to_owned()]);
            let cells = cells.chain(stage).chain([country, share]).chain(blank);
            let cells = cells.chain([plain(&at["message"]), sources]);
            cells.chain(dates.clone()).collect::<Vec<_>>()
        };
        let shares = items(&at["shares"]);
        if shares.is_empty() {
            rows.push(told(String::new(), String::new(), String::new()));
        }
        for it in shares {
            let sources = ids(&it["figure"]["sources"]);
            rows.push(told(
                plain(&it["country"]["id"]),
                plain(&it["share"]),
                sources,
            ));
        }
    }
    for of in items(&answer["exposures"]) {
        for it in items(&of["sites"]) {
            let cells = [
                "EXPOSURE".to_owned(),
                String::new(),
                String::new(),
                plain(&of["country"]),
                plain(&it["share"]),
                plain(&it["site"]["id"]),
                plain(&it["directly"]),
                plain(&it["steps"]),
                ids(&it["through"]),
                plain(&it["message"]),
                String::new(),
            ];
            let cells = about.iter().cloned().chain(cells);
            rows.push(cells.chain(dates.clone()));
        }
    }
    rows
}

/// The sites of which it is not known from where they are fed, a sentence each.
pub(super) fn not_known(answer: &Value) -> String {
    let told = items(&answer["notKnown"]).iter();
    let told = told.map(|it| format!("  {}\n", plain(&it["message"])));
    let told: String = told.collect();
    match told.is_empty() {
        true => told,
        false => format!("\nWhere the origin is not on record, in whole or part\n{told}"),
    }
}

/// That not all was looked at, and why; nothing where all was.
pub(super) fn cut(completeness: &Value) -> String {
    let why = match completeness["status"].as_str() {
        None | Some("EXHAUSTIVE") => return String::new(),
        Some(_) => joined(&completeness["reasons"]).to_lowercase(),
    };
    let why = why.replace('_', " ").replace(';', ", ");
    format!("\nNot everything was looked at ({why}): there may be more.\n")
}

/// How far a site hangs on a country: its share of what comes in; empty where it is not known.
pub(super) fn share(exposed: &Value) -> String {
    exposed["share"].as_f64().map_or_else(String::new, percent)
}
