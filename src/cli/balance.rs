//! `ketju balance`: what goes into sites of a material, less what comes out.

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
use crate::cli::paths::finite;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The document that `balance` runs.
const DOCUMENT: &str = include_str!("balance.graphql");

#[derive(Args)]
pub(super) struct Balance {
    /// Only this site, with its terms: `site:SLUG`, a slug or a name
    site: Option<String>,
    /// Only this material
    #[arg(long)]
    material: Option<String>,
    /// Only sites of this region
    #[arg(long)]
    region: Option<String>,
    /// Only balances in this state; may be given several times
    #[arg(long, value_name = "STATE", ignore_case = true, value_parser = ["MORE_OUT_THAN_IN", "MORE_IN_THAN_OUT", "OPEN", "BALANCED"])]
    state: Vec<String>,
    /// The part of the larger side within which a residual counts as none, 0 to 1
    #[arg(long, default_value_t = TOLERANCE)]
    tolerance: f64,
    /// How many balances at the most, 1 to 200
    #[arg(long, default_value_t = 50)]
    first: i32,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The tolerance of the API where none is asked.
const TOLERANCE: f64 = 0.05;

impl Balance {
    /// That a site is out of balance is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let (backend, at) = (Backend::open_existing(&context.settings)?, self.when.at());
        let id = |named: &Option<String>, kind: &str, argument: &str| {
            let named = named.as_ref();
            let id = named.map(|it| id_of(&backend, &at, kind, argument, it));
            id.transpose()
        };
        let states: Vec<String> = self.state.iter().map(|it| it.to_uppercase()).collect();
        let variables = json!({
            "input": {
                "site": id(&self.site, "site", "SITE")?,
                "material": id(&self.material, "material", "--material")?,
                "region": id(&self.region, "region", "--region")?,
                "states": (!states.is_empty()).then_some(states),
                "tolerance": finite("--tolerance", self.tolerance)?,
                "at": at,
                "scenario": self.scenario.input()?,
            },
            "first": self.first,
        });
        let document = self.scenario.document(DOCUMENT);
        let response = backend.query(&document, &variables)?;
        let answer = answer_of(&response, "balances")?;
        let text = |it: &Value| match self.site {
            Some(_) => terms(it) + &below(it),
            None => rows(it, false).text() + &below(it),
        };
        match self.format {
            Format::Table => print(&self.scenario.text(answer, text))?,
            Format::Json | Format::Csv => rows(answer, true).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

const COLUMNS: [&str; 8] = [
    "site",
    "material",
    "year",
    "state",
    "in t/a",
    "out t/a",
    "residual t/a",
    "share",
];

/// What CSV has besides.
const MORE_COLUMNS: [&str; 7] = [
    "in low",
    "in high",
    "out low",
    "out high",
    "residual low",
    "residual high",
    "message",
];

/// For reading with names and rounded numbers; else with ids and whole ones. What is not known is empty.
fn rows(answer: &Value, is_whole: bool) -> Rows {
    let more: &[&str] = if is_whole { &MORE_COLUMNS } else { &[] };
    let columns = [&COLUMNS[..], more].concat();
    let mut rows = Rows::new(&columns);
    let name = if is_whole { "id" } else { "name" };
    for it in items(&answer["nodes"]) {
        let told = |of: &str| match is_whole {
            true => plain(&it[of]["tonnes"]),
            false => between(&it[of]),
        };
        let share = it["share"].as_f64();
        // Nothing is sure of an open balance whose residual may be none.
        let share = share.filter(|it| is_whole || *it != 0.0);
        let share = share.map_or(String::new(), |share| {
            if is_whole {
                share.to_string()
            } else {
                format!("{:.0} %", share * 100.0)
            }
        });
        let mut cells = vec![
            plain(&it["site"][name]),
            plain(&it["material"][if is_whole { "id" } else { "slug" }]),
            plain(&it["year"]),
            plain(&it["state"]),
            told("input"),
            told("output"),
            told("residual"),
            share,
        ];
        if is_whole {
            for of in ["input", "output", "residual"] {
                cells.extend(["low", "high"].map(|bound| plain(&it[of][bound])));
            }
            cells.push(plain(&it["message"]));
        }
        rows.push(cells);
    }
    rows
}

/// An amount for reading: its value, with its bounds where they are apart; `?` where nothing is known.
fn between(of: &Value) -> String {
    let number = |name: &str| of[name].as_f64();
    let words = |it: f64| amount(it);
    let (value, low, high) = (number("tonnes"), number("low"), number("high"));
    let is_nothing = of.get("low").is_some_and(|it| it.as_f64() == Some(0.0));
    match (value, low, high) {
        (Some(value), Some(low), Some(high)) if low < high => {
            format!("{} ({} to {})", words(value), words(low), words(high))
        }
        (Some(value), ..) => words(value),
        (None, Some(low), Some(high)) => format!("{} to {}", words(low), words(high)),
        (None, Some(_), None) if is_nothing => "?".to_owned(),
        (None, Some(low), None) => format!("≥ {}", words(low)),
        (None, None, Some(high)) => format!("≤ {}", words(high)),
        (None, None, None) => "?".to_owned(),
    }
}

/// The terms of each balance, below its sentence.
fn terms(answer: &Value) -> String {
    let mut text = String::new();
    for it in items(&answer["nodes"]) {
        let _ = writeln!(text, "{}: {}", plain(&it["state"]), plain(&it["message"]));
        let mut rows = Rows::new(&[
            "side",
            "what",
            "of",
            "product",
            "t/a",
            "figures of",
            "remark",
        ]);
        for term in items(&it["terms"]) {
            let of = ["site", "link", "sideStream"].map(|of| plain(&term[of]["id"]));
            let years = items(&term["figures"]).iter();
            let years = years.filter(|it| it["unit"] != "fraction");
            let mut years: Vec<String> = years.map(|it| plain(&it["year"])).collect();
            years.dedup();
            let remark = [&term["leftOut"], &term["unknown"]].map(plain);
            let remark: Vec<&str> = remark
                .iter()
                .map(String::as_str)
                .filter(|it| !it.is_empty())
                .collect();
            rows.push([
                plain(&term["side"]),
                plain(&term["kind"]),
                of.concat(),
                plain(&term["product"]["slug"]),
                between(&term["amount"]),
                years.join("; "),
                remark.join(", "),
            ]);
        }
        text += &rows.text();
        text.push('\n');
    }
    text
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let mut text = String::new();
    let not_looked_at = items(&answer["notLookedAt"]).len();
    let _ = writeln!(text, "\n{}", plain(&answer["message"]));
    if not_looked_at > 0 {
        let _ = writeln!(
            text,
            "{not_looked_at} materials were not looked at: ask for fewer."
        );
    }
    let (shown, total) = (items(&answer["nodes"]).len(), plain(&answer["totalCount"]));
    let _ = writeln!(
        text,
        "{shown} of {total} balances. {}",
        end(&answer["basis"]).trim_end()
    );
    text
}
