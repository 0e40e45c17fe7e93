//! `ketju trace`: what lies up or down the chain.

use std::fmt::Write as _;

use clap::Args;
use clap::ValueEnum;
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
use crate::cli::show::basis;
use crate::cli::show::by;
use crate::cli::show::criticality;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::place;
use crate::cli::show::plain;
use crate::cli::show::word;
use crate::cli::when::WhenArgs;

/// The document that `trace` runs.
const DOCUMENT: &str = include_str!("trace.graphql");

#[derive(Args)]
pub(super) struct Trace {
    /// What to trace: a site such as `site:kemi-mine`, a side-stream or a product such as `product:ferrochrome`; a word
    /// without kind is a site
    #[arg(value_name = "PLACE_OR_PRODUCT")]
    of: String,
    /// Up to where things come from, or down to where they go
    #[arg(long, value_enum, default_value_t = Direction::Down)]
    direction: Direction,
    /// The material to follow: `material:chromium`, or `chromium`; without one, links are followed whatever they move
    #[arg(long)]
    material: Option<String>,
    /// How many steps from the start a place may be, 1 to 200
    #[arg(long, default_value_t = 12)]
    max_steps: i32,
    /// Follow products into the side-streams that arise with them
    #[arg(long)]
    side_streams: bool,
    /// Follow ways that could be taken, though no source reports that they are
    #[arg(long)]
    corridors: bool,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Which way to go.
#[derive(Clone, Copy, ValueEnum)]
enum Direction {
    /// To where things come from
    #[value(alias = "upstream")]
    Up,
    /// To where things go
    #[value(alias = "downstream")]
    Down,
}

impl Trace {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let variables = self.variables()?;
        let document = self.scenario.document(DOCUMENT);
        let response = Backend::open_existing(&context.settings)?.query(&document, &variables)?;
        let answer = answer_of(&response, "trace")?;
        match self.format {
            Format::Table => print(&self.scenario.text(answer, |it| self.text(it)))?,
            Format::Json | Format::Csv => node_rows(answer).print(self.format, answer)?,
        }
        let is_reached = items(&answer["nodes"]).iter().any(|it| it["depth"] != 0);
        Ok(if is_reached {
            Outcome::Done
        } else {
            Outcome::Negative
        })
    }

    fn variables(&self) -> anyhow::Result<Value> {
        let material = self.material.as_ref();
        Ok(json!({
            "of": with_kind("site", &self.of),
            "direction": match self.direction {
                Direction::Up => "UPSTREAM",
                Direction::Down => "DOWNSTREAM",
            },
            "material": material.map(|it| with_kind("material", it)),
            "maxSteps": self.max_steps,
            "includeSideStreams": self.side_streams,
            "includeCorridors": self.corridors,
            "at": self.when.at(),
            "scenario": self.scenario.input()?,
        }))
    }

    /// The answer for people: the nodes as a table, what was not followed, whether there is more.
    fn text(&self, answer: &Value) -> String {
        let mut rows = Rows::new(&["depth", "place", "product", "share", "by"]);
        for node in items(&answer["nodes"]) {
            let product = node["product"]["name"].as_str().unwrap_or_default();
            rows.push([
                plain(&node["depth"]),
                word(&place(node)["name"]).to_owned(),
                product.to_owned(),
                share(&node["share"]),
                by(&node["via"]).to_owned(),
            ]);
        }
        let mut text = rows.text();
        text += &not_followed(answer);
        text += &self.completeness(answer);
        text += &criticality(&answer["material"]);
        text + &basis(&answer["basis"], &[])
    }

    fn completeness(&self, answer: &Value) -> String {
        let (of, steps) = (word(&answer["of"]["name"]), self.max_steps);
        let is_reached = items(&answer["nodes"]).iter().any(|it| it["depth"] != 0);
        let way = match self.direction {
            Direction::Up => "upstream",
            Direction::Down => "downstream",
        };
        let mut text = match (is_reached, answer["completeness"]["status"].as_str()) {
            (true, Some("EXHAUSTIVE")) => {
                format!("This is all that can be followed {way} of {of}.")
            }
            (false, Some("EXHAUSTIVE")) => {
                let year = plain(&answer["basis"]["year"]);
                let there = match self.when.include_planned {
                    true => "operates or is planned",
                    false => "is known to operate",
                };
                format!("Nothing {way} of {of} is on record among what {there} in {year}.")
            }
            _ => "There is more:".to_owned(),
        };
        for reason in items(&answer["completeness"]["reasons"]) {
            text += &match reason.as_str() {
                Some("STEPS") => format!(" the chain goes on beyond {steps} steps;"),
                Some("BUDGET") => " the search was stopped at its budget;".to_owned(),
                _ => " some data may not be seen;".to_owned(),
            };
        }
        if let Some(cut) = text.strip_suffix(';') {
            text = format!("{cut}.");
        }
        text + "\n"
    }
}

/// What was not followed, a line each, with the place where it would go on.
fn not_followed(answer: &Value) -> String {
    let (nodes, all) = (items(&answer["nodes"]), items(&answer["notFollowed"]));
    let mut text = String::new();
    if !all.is_empty() {
        text += "Not followed:\n";
    }
    for it in all {
        let at = it["at"].as_u64().and_then(|at| usize::try_from(at).ok());
        let at = at.and_then(|at| nodes.get(at));
        // A place that is itself the reason needs not be named twice.
        let at = at.filter(|node| place(node)["id"] != it["record"]["id"]);
        let at = at.map_or(String::new(), |node| {
            format!(" (at {})", word(&place(node)["name"]))
        });
        let _ = writeln!(text, "  {}{at}", word(&it["message"]));
    }
    text
}

/// A share in percent; a question mark if not known.
fn share(value: &Value) -> String {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    value.as_f64().map_or("?".to_owned(), percent)
}

/// One row a node, for spreadsheets; what is true of the whole answer stands on every row.
fn node_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&[
        "index",
        "depth",
        "place",
        "country",
        "product",
        "share",
        "arc",
        "mode",
        "link",
        "from",
        "not_followed",
        "completeness",
        "reasons",
        "revision",
        "year",
    ]);
    let (completeness, basis) = (&answer["completeness"], &answer["basis"]);
    for node in items(&answer["nodes"]) {
        let via = &node["via"];
        let here = items(&answer["notFollowed"])
            .iter()
            .filter(|it| it["at"] == node["index"]);
        let left: Vec<String> = here
            .map(|it| format!("{} {}", plain(&it["reason"]), plain(&it["record"]["id"])))
            .collect();
        let near = match via["to"] == node["index"] {
            true => &via["from"],
            false => &via["to"],
        };
        rows.push([
            plain(&node["index"]),
            plain(&node["depth"]),
            plain(&place(node)["id"]),
            plain(&node["site"]["country"]),
            plain(&node["product"]["id"]),
            plain(&node["share"]),
            plain(&via["kind"]),
            plain(&via["mode"]),
            plain(&via["link"]["id"]),
            plain(near),
            left.join(";"),
            plain(&completeness["status"]),
            joined(&completeness["reasons"]),
            plain(&basis["revision"]),
            plain(&basis["year"]),
        ]);
    }
    rows
}
