//! `ketju match`: offers and requests that are pursued, and what became of them.

mod record;

use anyhow::bail;
use clap::Args;
use clap::Subcommand;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::matching::record::Told;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::paths::finite;
use crate::cli::paths::with_kind;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;
use crate::model::codes::MatchStatus;

/// The operations that `match` runs; each is sent with the fragment alone.
const DOCUMENT: &str = include_str!("matching.graphql");

#[derive(Args)]
pub(super) struct Matching {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List matches
    List(List),
    /// Begin a match as an idea, or take up again one that was dropped
    Begin(Begin),
    /// Say where a match stands
    Set(Set),
}

#[derive(Args)]
struct List {
    /// Only matches that this cluster brought together or a member has to do with: `cluster:…`, or its slug
    #[arg(long)]
    cluster: Option<String>,
    /// Only matches of this status: `IDEA`, `CONTACTED`, `TESTED`, `AGREED`, `RUNNING`, `DROPPED`; several with commas
    #[arg(long, value_delimiter = ',')]
    status: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the list
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Args)]
struct Begin {
    /// What is offered: a side-stream by id or name
    offer: String,
    /// Who or what takes it: `intake:…`, `activity:…`, `use:…`, `organisation:…`, or a site by id or name
    request: String,
    /// The cluster that brings the two together
    #[arg(long, value_name = "CLUSTER")]
    broker: Option<String>,
    #[command(flatten)]
    told: Told,
}

#[derive(Args)]
struct Set {
    /// The match: `match:…`, or its slug
    #[arg(value_name = "MATCH")]
    matching: String,
    /// Where it stands: `CONTACTED`, `TESTED`, `AGREED`, `RUNNING`, `DROPPED`, or `IDEA` for one that was dropped
    status: String,
    /// Tonnes of product a year that move, or would; needs a source
    #[arg(long, value_name = "N")]
    tonnes: Option<f64>,
    /// The year the tonnes are of
    #[arg(long, requires = "tonnes")]
    year: Option<i32>,
    /// When it ran out, for one that ran: `2025`, `2025-03` or `2025-03-31`
    #[arg(long, value_name = "DATE")]
    ended: Option<String>,
    #[command(flatten)]
    told: Told,
}

impl Matching {
    /// A change that is refused is a negative answer.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        match self.command {
            Command::List(list) => list.run(&backend),
            Command::Begin(begin) => begin.run(&backend),
            Command::Set(set) => set.run(&backend),
        }
    }
}

const COLUMNS: [&str; 10] = [
    "id", "status", "offer", "request", "broker", "started", "ended", "reason", "t/a", "year",
];

impl List {
    fn run(self, backend: &Backend) -> anyhow::Result<Outcome> {
        let statuses: Vec<String> = self.status.iter().map(|it| code(it)).collect();
        for (status, told) in statuses.iter().zip(&self.status) {
            known_status("--status", status, told)?;
        }
        let matches: Vec<Value> = match &self.cluster {
            None => all(backend, &statuses, &self.when.at())?,
            Some(cluster) => {
                let at = self.when.at();
                let cluster = id_of(backend, &at, "cluster", "--cluster", cluster)?;
                let variables = json!({ "cluster": cluster, "at": at });
                let response = ask(backend, "OfCluster", &variables)?;
                let answer = answer_of(&response, "clusterImpact")?;
                let all = items(&answer["matches"])
                    .iter()
                    .map(|it| it["match"].clone());
                let is_asked = |it: &Value| {
                    let status = plain(&it["status"]);
                    statuses.is_empty() || statuses.contains(&status)
                };
                all.filter(is_asked).collect()
            }
        };
        let mut rows = Rows::new(&COLUMNS);
        for it in &matches {
            let figure = items(&it["figures"]).first();
            let tonnes = figure.and_then(|it| it["value"].as_f64());
            rows.push([
                plain(&it["id"]),
                plain(&it["status"]),
                plain(&it["offer"]["id"]),
                plain(&it["request"]["id"]),
                plain(&it["broker"]["id"]),
                plain(&it["started"]),
                plain(&it["ended"]),
                plain(&it["reason"]),
                tonnes.map_or(String::new(), |it| match self.format {
                    Format::Table => amount(it),
                    _ => it.to_string(),
                }),
                figure.map_or(String::new(), |it| plain(&it["year"])),
            ]);
        }
        rows.print(self.format, &Value::Array(matches))?;
        Ok(Outcome::Done)
    }
}

/// All matches of some statuses, of all if none is named.
fn all(backend: &Backend, statuses: &[String], at: &Value) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let variables = json!({
            "statuses": (!statuses.is_empty()).then_some(statuses),
            "after": after,
            "at": at,
        });
        let response = ask(backend, "Matches", &variables)?;
        let answer = answer_of(&response, "matches")?;
        found.extend(items(&answer["nodes"]).iter().cloned());
        if answer["pageInfo"]["hasNextPage"] != true {
            return Ok(found);
        }
        after = answer["pageInfo"]["endCursor"].clone();
    }
}

impl Begin {
    fn run(self, backend: &Backend) -> anyhow::Result<Outcome> {
        let at = json!({});
        let offer = id_of(backend, &at, "side-stream", "OFFER", &self.offer)?;
        let request = id_of(backend, &at, "site", "REQUEST", &self.request)?;
        let id = record::id_of_pair(&offer, &request);
        let known = one(backend, &id)?;
        if !known.is_null() && known["status"] != "DROPPED" {
            bail!(
                "`{id}` is pursued already: it is `{}`; go on with `ketju match set`",
                plain(&known["status"])
            );
        }
        let name = match known["name"].as_str() {
            Some(name) => name.to_owned(),
            None => format!("{} to {}", slug(&offer), slug(&request)),
        };
        let mut put = record::as_put(&known);
        for (key, value) in [
            ("id", json!(id)),
            ("nameEn", json!(name)),
            ("offer", json!(offer)),
            ("request", json!(request)),
            ("status", json!("IDEA")),
            ("ended", Value::Null),
            ("reason", json!(self.told.reason)),
        ] {
            put.insert(key.to_owned(), value);
        }
        if let Some(broker) = &self.broker {
            let broker = id_of(backend, &at, "cluster", "--broker", broker)?;
            put.insert("broker".into(), broker.into());
        }
        if let Some(on) = &self.told.on {
            put.insert("started".into(), on.as_str().into());
        }
        let source = self.told.source(backend)?;
        record::commit(backend, put, source, None, "begun")
    }
}

impl Set {
    fn run(self, backend: &Backend) -> anyhow::Result<Outcome> {
        let named = with_kind("match", self.matching.trim());
        let id = id_of(backend, &json!({}), "match", "MATCH", &named)?;
        let known = one(backend, &id)?;
        let status = code(&self.status);
        known_status("STATUS", &status, &self.status)?;
        let mut put = record::as_put(&known);
        put.insert("status".into(), status.as_str().into());
        if let Some(reason) = &self.told.reason {
            put.insert("reason".into(), reason.as_str().into());
        }
        if status == "IDEA" && known["status"] == "DROPPED" {
            put.insert("ended".into(), Value::Null);
            put.insert("reason".into(), json!(self.told.reason));
        }
        match (&self.told.on, status.as_str(), known["started"].as_str()) {
            (None, ..) => {}
            (Some(on), "DROPPED", _) => {
                put.insert("ended".into(), on.as_str().into());
            }
            (Some(on), "CONTACTED" | "TESTED" | "AGREED", _) => bail!(
                "no date of {status} is stored, only when a match began and ended: leave `--on {on}` out, or tell it in `--reason`"
            ),
            (Some(on), _, Some(started)) if started != on => bail!(
                "`{id}` began {started}, as is on record, and no date of {status} is stored: leave `--on {on}` out"
            ),
            (Some(on), ..) => {
                put.insert("started".into(), on.as_str().into());
            }
        }
        if let Some(ended) = &self.ended {
            put.insert("ended".into(), ended.as_str().into());
        }
        let source = self.told.source(backend)?;
        let tonnes = self.tonnes.map(|it| finite("--tonnes", it)).transpose()?;
        let flow = tonnes.map(|it| (it, self.year));
        record::commit(backend, put, source, flow, &format!("now {status}"))
    }
}

/// The operation of the document of a name.
fn ask(backend: &Backend, name: &str, variables: &Value) -> anyhow::Result<Value> {
    let parts = DOCUMENT.split("\n\n");
    let is_meant = |it: &&str| {
        let mut words = it.split(['(', ' ']);
        let kind = words.next();
        kind == Some("fragment") || words.next() == Some(name)
    };
    // No operation has a part that it does not use: the API refuses those.
    let parts: Vec<&str> = parts.filter(is_meant).collect();
    let parts = match name {
        "Commit" => &parts[..1],
        _ => &parts[..],
    };
    backend.query(&parts.join("\n"), variables)
}

/// A record by its id; null if there is none.
fn one(backend: &Backend, id: &str) -> anyhow::Result<Value> {
    let response = ask(backend, "One", &json!({ "id": id }))?;
    Ok(answer_of(&response, "node")?.clone())
}

/// Refuses a status that is none, with those there are.
fn known_status(argument: &str, status: &str, told: &str) -> anyhow::Result<()> {
    if MatchStatus::CODES.contains(&status) {
        return Ok(());
    }
    let known = MatchStatus::CODES.join(", ");
    bail!("`{told}` ({argument}) is no status of a match: expected one of {known}")
}

/// A code in any case.
fn code(text: &str) -> String {
    text.trim().to_uppercase().replace('-', "_")
}

fn slug(id: &str) -> &str {
    id.split_once(':').map_or(id, |it| it.1)
}

/// Prints a line of what was done.
fn done(text: &str) -> anyhow::Result<()> {
    print(&format!("{text}\n"))
}
