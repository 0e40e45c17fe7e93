//! `ketju exposure`: the sites of a region that hang on a country, directly or through others.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::benchmarks::end;
use crate::cli::dependence::cut;
use crate::cli::dependence::not_known;
use crate::cli::dependence::share;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::risk::yes_or_no;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The document that `exposure` runs.
pub(super) const DOCUMENT: &str = include_str!("exposure.graphql");

#[derive(Args)]
pub(super) struct Exposure {
    /// The country, such as `RU`
    country: String,
    /// The region whose sites are asked for: `region:fi`, or `fi`
    #[arg(long, default_value = "eu")]
    region: String,
    /// Only this material: `material:nickel`, or `nickel`; several with commas
    #[arg(long, value_delimiter = ',')]
    material: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Exposure {
    /// That no site hangs on the country is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let (backend, at) = (Backend::open_existing(&context.settings)?, self.when.at());
        let materials: Vec<String> = self
            .material
            .iter()
            .map(|it| id_of(&backend, &at, "material", "--material", it))
            .collect::<anyhow::Result<_>>()?;
        // A code in any case; a name as it is written, so that a refusal names it so.
        let country = match self.country.trim() {
            code if code.len() == 2 => code.to_uppercase(),
            name => name.to_owned(),
        };
        let variables = json!({
            "country": country,
            "region": id_of(&backend, &at, "region", "--region", &self.region)?,
            "materials": (!materials.is_empty()).then_some(materials),
            "at": self.when.at(),
            "scenario": self.scenario.input()?,
        });
        let document = self.scenario.document(DOCUMENT);
        let response = backend.query(&document, &variables)?;
        let answer = answer_of(&response, "exposure")?;
        match self.format {
            Format::Table => {
                let text = |it: &Value| rows(it, false).text() + &below(it);
                print(&self.scenario.text(answer, text))?;
            }
            Format::Json | Format::Csv => rows(answer, true).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

const COLUMNS: [&str; 6] = ["site", "material", "directly", "steps", "share", "through"];

/// What CSV has besides.
const MORE_COLUMNS: [&str; 5] = ["country", "region", "message", "year", "revision"];

/// For reading with names and percents; else with ids and whole numbers.
fn rows(answer: &Value, is_whole: bool) -> Rows {
    let more: &[&str] = if is_whole { &MORE_COLUMNS } else { &[] };
    let columns = [&COLUMNS[..], more].concat();
    let mut rows = Rows::new(&columns);
    let name = if is_whole { "id" } else { "name" };
    for it in items(&answer["sites"]) {
        let through = items(&it["through"]).iter().map(|it| plain(&it[name]));
        let cells = [
            plain(&it["site"][name]),
            plain(&it["material"]["slug"]),
            yes_or_no(&it["directly"]),
            plain(&it["steps"]),
            if is_whole {
                plain(&it["share"])
            } else {
                share(it)
            },
            through.collect::<Vec<_>>().join("; "),
            plain(&answer["country"]),
            plain(&answer["region"]["id"]),
            plain(&it["message"]),
            plain(&answer["basis"]["year"]),
            plain(&answer["basis"]["revision"]),
        ];
        rows.push(cells.into_iter().take(columns.len()));
    }
    rows
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "\n{}", plain(&answer["message"]));
    for it in items(&answer["sites"]) {
        let _ = writeln!(text, "  {}", plain(&it["message"]));
    }
    text += &not_known(answer);
    text += &cut(&answer["completeness"]);
    let left: Vec<String> = items(&answer["notLookedAt"])
        .iter()
        .map(|it| plain(&it["id"]))
        .collect();
    if !left.is_empty() {
        let left = left.join(", ");
        let _ = writeln!(
            text,
            "\nNot looked at, since the work allowed was used up: {left}."
        );
    }
    text + "\n" + &end(&answer["basis"])
}
