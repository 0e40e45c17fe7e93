//! `ketju clusters`: whom a cluster could work with, and what came of its matches.

use std::fmt::Write as _;

use clap::Args;
use clap::Subcommand;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::benchmarks::end;
use crate::cli::dependence::cut;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::risk::yes_or_no;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The operations that `clusters` runs, each sent by itself.
const DOCUMENT: &str = include_str!("clusters.graphql");

#[derive(Args)]
pub(super) struct Clusters {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Other clusters that share something with one, and what
    Partners(Partners),
    /// What came of the matches of a cluster
    Impact(Impact),
}

#[derive(Args)]
struct Partners {
    /// The cluster that asks: `cluster:…`, or its slug
    cluster: String,
    /// Only reasons of products that carry this material
    #[arg(long)]
    material: Option<String>,
    /// Only reasons whose receiving activity is of this stage, such as `PROCESSING`
    #[arg(long)]
    stage: Option<String>,
    /// How many clusters at the most, 1 to 200
    #[arg(long, default_value_t = 10)]
    first: i32,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Args)]
struct Impact {
    /// The cluster: `cluster:…`, its slug or a name
    cluster: String,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Clusters {
    /// That nothing is found is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        match self.command {
            Command::Partners(it) => it.run(&backend),
            Command::Impact(it) => it.run(&backend),
        }
    }
}

/// The operation of the document of a name.
fn operation(name: &str) -> String {
    let parts = DOCUMENT.split("\n\n");
    let is_meant = |it: &&str| it.starts_with(&format!("query {name}("));
    parts.filter(is_meant).collect()
}

const PARTNER_COLUMNS: [&str; 6] = ["cluster", "country", "reason", "product", "step", "message"];

impl Partners {
    fn run(self, backend: &Backend) -> anyhow::Result<Outcome> {
        let at = self.when.at();
        let material = self.material.as_ref();
        let material = material.map(|it| id_of(backend, &at, "material", "--material", it));
        let stage = self.stage.as_ref();
        let variables = json!({
            "cluster": id_of(backend, &at, "cluster", "CLUSTER", &self.cluster)?,
            "material": material.transpose()?,
            "stage": stage.map(|it| it.trim().to_uppercase()),
            "first": self.first,
            "at": at,
        });
        let response = backend.query(&operation("Partners"), &variables)?;
        let answer = answer_of(&response, "clusterPartners")?;
        match self.format {
            Format::Table => print(&partners_text(answer))?,
            Format::Json | Format::Csv => partner_rows(answer).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

/// A row a reason.
fn partner_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&PARTNER_COLUMNS);
    for it in items(&answer["nodes"]) {
        for reason in items(&it["reasons"]) {
            rows.push([
                plain(&it["cluster"]["id"]),
                plain(&it["cluster"]["country"]),
                plain(&reason["kind"]),
                plain(&reason["product"]["id"]),
                plain(&reason["process"]),
                plain(&reason["message"]),
            ]);
        }
    }
    rows
}

fn partners_text(answer: &Value) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", plain(&answer["message"]));
    for it in items(&answer["nodes"]) {
        let _ = writeln!(text, "\n{}", plain(&it["message"]));
        for reason in items(&it["reasons"]) {
            let (kind, message) = (plain(&reason["kind"]), plain(&reason["message"]));
            let _ = writeln!(text, "  {kind:<16} {message}");
        }
        for pair in items(&it["pairs"]) {
            let abroad = match pair["differentCountries"] == true {
                true => " (two countries)",
                false => "",
            };
            let _ = writeln!(text, "  PAIR{abroad} {}", plain(&pair["message"]));
        }
        let names = items(&it["sharedProgrammes"]).iter();
        let names: Vec<String> = names.map(|it| plain(&it["name"])).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "  Programmes of both: {}.", names.join(", "));
        }
    }
    text += &cut(&answer["completeness"]);
    let (shown, total) = (items(&answer["nodes"]).len(), plain(&answer["totalCount"]));
    let _ = writeln!(
        text,
        "\n{shown} of {total} clusters. {}",
        end(&answer["basis"]).trim_end()
    );
    text
}

const IMPACT_COLUMNS: [&str; 8] = [
    "match", "status", "started", "ended", "offer", "brokered", "members", "t/a",
];

impl Impact {
    fn run(self, backend: &Backend) -> anyhow::Result<Outcome> {
        let at = self.when.at();
        let cluster = id_of(backend, &at, "cluster", "CLUSTER", &self.cluster)?;
        let variables = json!({ "cluster": cluster, "at": at });
        let response = backend.query(&operation("Impact"), &variables)?;
        let answer = answer_of(&response, "clusterImpact")?;
        match self.format {
            Format::Table => {
                let table = match items(&answer["matches"]).is_empty() {
                    true => String::new(),
                    false => impact_rows(answer, false).text() + "\n",
                };
                let message = plain(&answer["message"]);
                print(&format!("{table}{message}\n{}", end(&answer["basis"])))?;
            }
            Format::Json | Format::Csv => impact_rows(answer, true).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

/// A row a match; for reading with rounded numbers.
fn impact_rows(answer: &Value, is_whole: bool) -> Rows {
    let mut rows = Rows::new(&IMPACT_COLUMNS);
    for it in items(&answer["matches"]) {
        let members = items(&it["membersInvolved"]).iter();
        let members: Vec<String> = members.map(|it| plain(&it["id"])).collect();
        let tonnes = it["tonnesPerYear"].as_f64();
        rows.push([
            plain(&it["match"]["id"]),
            plain(&it["match"]["status"]),
            plain(&it["match"]["started"]),
            plain(&it["match"]["ended"]),
            plain(&it["match"]["offer"]["id"]),
            yes_or_no(&it["brokered"]),
            members.join("; "),
            tonnes.map_or(String::new(), |it| match is_whole {
                true => it.to_string(),
                false => amount(it),
            }),
        ]);
    }
    rows
}
