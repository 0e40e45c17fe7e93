//! `ketju benchmarks`: how a region stands to the benchmarks of the Act, a row for each material, benchmark and stage.

mod details;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::benchmarks::details::details;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::number;
use crate::cli::show::percent;
use crate::cli::show::plain;
use crate::cli::show::scenario;
use crate::cli::when::WhenArgs;

pub(super) use details::consumed;
pub(super) use details::figure;
pub(super) use details::of_kind;
pub(super) use details::telling;

/// The document that `benchmarks` runs.
pub(super) const DOCUMENT: &str = include_str!("benchmarks.graphql");

/// The document that names the critical raw materials.
const CRITICAL: &str = "query Critical($at: At) { materials(filter: { critical: true }, first: 200, at: $at) { nodes { id } } }";

#[derive(Args)]
pub(super) struct Benchmarks {
    /// The materials: `material:cobalt`, or `cobalt`; the strategic raw materials if left out
    material: Vec<String>,
    /// The region: `region:fi`, or `fi`
    #[arg(long, default_value = "eu")]
    region: String,
    /// All critical raw materials, not only the strategic ones
    #[arg(long, conflicts_with = "material")]
    all_critical: bool,
    /// Tell every figure, site and assumption of each row, as is done for a single material
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Benchmarks {
    /// A benchmark that is missed is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let materials = match (self.all_critical, self.material.as_slice()) {
            (true, _) => critical(&backend, &self.when.at())?,
            (false, []) => Value::Null,
            (false, some) => some
                .iter()
                .map(|it| id_of(&backend, &self.when.at(), "material", "MATERIAL", it))
                .collect::<anyhow::Result<_>>()?,
        };
        let variables = json!({
            "region": id_of(&backend, &self.when.at(), "region", "--region", &self.region)?,
            "materials": materials,
            "at": self.when.at(),
            "scenario": self.scenario.input()?,
        });
        let document = self.scenario.document(DOCUMENT);
        let response = backend.query(&document, &variables)?;
        let answer = answer_of(&response, "benchmarks")?;
        match self.format {
            Format::Table => {
                let with_details = self.details || self.material.len() == 1;
                let planned = match self.when.include_planned {
                    true => PLANNED,
                    false => "",
                };
                let text =
                    |it: &Value| above(it) + &rows(it).text() + &below(it, with_details, planned);
                print(&self.scenario.text(answer, text))?;
            }
            Format::Json | Format::Csv => csv_rows(answer).print(self.format, answer)?,
        }
        Ok(Outcome::Done)
    }
}

/// The ids of the critical raw materials.
fn critical(backend: &Backend, at: &Value) -> anyhow::Result<Value> {
    let response = backend.query(CRITICAL, &json!({ "at": at }))?;
    let nodes = items(&answer_of(&response, "materials")?["nodes"]);
    Ok(nodes.iter().map(|it| it["id"].clone()).collect())
}

/// The columns of the table; CSV has more.
const COLUMNS: [&str; 9] = [
    "material",
    "stage",
    "Art. 5(1)",
    "wants",
    "status",
    "share",
    "capacity",
    "consumed",
    "planned",
];

fn rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&COLUMNS);
    for it in items(&answer["byMaterial"]) {
        rows.push([
            plain(&it["material"]["slug"]),
            plain(&it["stage"]),
            plain(&it["article"]).replace("Art. 5(1)", ""),
            wants(it),
            plain(&it["status"]),
            share(it),
            capacity(it),
            consumption(it),
            tonnes(&it["plannedTonnesPerYear"]),
        ]);
    }
    rows
}

/// What the Act wants, with its direction.
pub(super) fn wants(row: &Value) -> String {
    let sign = match row["benchmark"].as_str() {
        Some("DEPENDENCE") => "≤",
        _ => "≥",
    };
    let threshold = row["threshold"].as_f64().map(percent);
    format!("{sign} {}", threshold.unwrap_or_default())
}

/// The share of consumption that a benchmark is about; empty where it is not known.
pub(super) fn share(row: &Value) -> String {
    if row["benchmark"] == "DEPENDENCE" {
        return country(&row["largestThirdCountry"]);
    }
    let mut used = items(&row["consumption"]).iter();
    let first = used.find(|it| it["unused"].is_null());
    let is_more = first.is_some_and(|it| it["tonnesPerYear"].is_null());
    // A capacity that can be more makes the share larger, a consumption that can be more makes it smaller.
    let sign = match (row["capacityIsAtLeast"] == true, is_more) {
        (true, true) => "~ ",
        (true, false) => "≥ ",
        (false, true) => "≤ ",
        (false, false) => "",
    };
    // Of nothing, whatever the whole: a stated zero is exactly none.
    let is_none = row["coverage"] == 0.0 && row["capacityIsAtLeast"] != true;
    let sign = if is_none { "" } else { sign };
    let share = row["coverage"].as_f64().map(percent);
    share.map_or_else(String::new, |it| format!("{sign}{it}"))
}

/// A country and its share; empty without one.
pub(super) fn country(told: &Value) -> String {
    let share = told["share"].as_f64().map(percent);
    let code = match told["country"]["code"].as_str() {
        Some(code) => code.to_owned(),
        None => plain(&told["country"]["name"]),
    };
    share.map_or_else(String::new, |it| format!("{code} {it}"))
}

/// What a region can give at a stage; empty where it is not known.
pub(super) fn capacity(row: &Value) -> String {
    match row["capacityTonnesPerYear"].as_f64() {
        Some(it) => format!("{}{}", at_least(row), number(it)),
        None => String::new(),
    }
}

fn at_least(row: &Value) -> &'static str {
    match row["capacityIsAtLeast"].as_bool() {
        Some(true) => "≥ ",
        _ => "",
    }
}

/// The consumption that decides first, and how many figures more there are.
pub(super) fn consumption(row: &Value) -> String {
    let mut used = items(&row["consumption"])
        .iter()
        .filter(|it| it["unused"].is_null());
    let Some(first) = used.next() else {
        return String::new();
    };
    match used.count() {
        0 => consumed(first),
        more => format!("{} +{more}", consumed(first)),
    }
}

/// Tonnes for reading; empty where not known.
fn tonnes(value: &Value) -> String {
    value.as_f64().map_or_else(String::new, number)
}

/// What `--include-planned` does here.
const PLANNED: &str = "--include-planned changes nothing here: what planned sites and projects would add always stands apart, in the column planned.\n";

/// That materials which are not strategic are none of the Act's concern here; nothing where all are.
pub(super) fn not_strategic(answer: &Value) -> Option<String> {
    let is_other =
        |it: &&Value| it["material"]["strategic"] == false && it["memberOf"]["strategic"] != true;
    let others = items(&answer["byMaterial"]).iter().filter(is_other);
    let names: BTreeSet<String> = others.map(|it| plain(&it["material"]["slug"])).collect();
    let names: Vec<String> = names.into_iter().collect();
    (!names.is_empty()).then(|| {
        format!(
            "Article 5(1) speaks of strategic raw materials. What is told of others is information alone: {}.",
            names.join(", ")
        )
    })
}

/// What is judged over all materials, where there is one that counts.
pub(super) fn overall(answer: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["met", "missed", "dependsOnFigure", "unknown"];
    let all = items(&answer["overall"]).iter();
    all.filter(move |it| lists.iter().any(|key| !items(&it[*key]).is_empty()))
}

/// What is told above the table.
fn above(answer: &Value) -> String {
    not_strategic(answer).map_or_else(String::new, |it| format!("{it}\n\n"))
}

/// What is told below the table.
fn below(answer: &Value, with_details: bool, planned: &str) -> String {
    let mut text = String::from(
        "\nTonnes are tonnes a year of the material contained. (a): capacity as a part of consumption; (b): the third country with the\n\
         largest part. ≥: at least, ≤: at most so much, ~: neither is told. A cell is empty where the data do not tell it; that is never a zero.\n",
    );
    let more = items(&answer["byMaterial"]).iter().map(consumption);
    if more.into_iter().any(|it| it.contains(" +")) {
        text += "+1, +2, …: so many more figures of consumption are on record; each has a verdict of its own.\n";
    }
    text += planned;
    if answer["isBenchmark"] == false {
        let region = plain(&answer["region"]["name"]);
        let _ = writeln!(
            text,
            "The Act sets benchmarks for the Union alone: for {region} they are information."
        );
    }
    text.push('\n');
    for it in overall(answer) {
        let _ = writeln!(text, "{}", plain(&it["message"]));
    }
    for it in items(&answer["byMaterial"]) {
        match with_details {
            true => text += &details(it),
            false => {
                let _ = writeln!(text, "\n{}", plain(&it["message"]));
            }
        }
    }
    let cut = items(&answer["notLookedAt"]).iter();
    let cut: Vec<String> = cut.map(|it| plain(&it["id"])).collect();
    if !cut.is_empty() {
        let _ = writeln!(
            text,
            "\nNot looked at, since the work allowed was used up: {}.",
            cut.join(", ")
        );
    }
    text + "\n" + &end(&answer["basis"])
}

/// The last line of an answer: scenario, revision, year, sources.
pub(super) fn end(basis: &Value) -> String {
    let sources = match items(&basis["sources"]).len() {
        1 => "1 source".to_owned(),
        many => format!("{many} sources"),
    };
    format!(
        "{}Revision {}, for the year {}; {sources}.\n",
        scenario(basis),
        basis["revision"],
        basis["year"]
    )
}

const CSV_COLUMNS: [&str; 31] = [
    "material",
    "member_of",
    "region",
    "benchmark",
    "stage",
    "status",
    "status_with_planned",
    "threshold",
    "article",
    "capacity_tonnes_per_year",
    "capacity_is_at_least",
    "capacity_basis",
    "planned_tonnes_per_year",
    "consumption",
    "coverage",
    "gap_tonnes_per_year",
    "largest_third_country",
    "largest_third_country_share",
    "own_share_of_sourcing",
    "third_countries_of_sourcing",
    "share_of_union_capacity",
    "counted_sites",
    "left_out_sites",
    "unknown_sites",
    "planned_sites",
    "figures_left_out",
    "flips",
    "assumptions",
    "sources",
    "year",
    "revision",
];

/// Numbers whole, empty where not known; the sentence last. Lists are joined with semicolons.
fn csv_rows(answer: &Value) -> Rows {
    let columns = CSV_COLUMNS.into_iter().chain(["message"]);
    let mut rows = Rows::new(&columns.collect::<Vec<_>>());
    for it in items(&answer["byMaterial"]) {
        rows.push(csv_row(answer, it));
    }
    rows
}

fn csv_row(answer: &Value, it: &Value) -> Vec<String> {
    let list = |value: &Value, word: fn(&Value) -> String| {
        let words = items(value).iter().map(word);
        words.collect::<Vec<_>>().join(";")
    };
    let ids = |value: &Value| list(value, |it| plain(&it["id"]));
    let messages = |value: &Value| list(value, |it| plain(&it["message"]));
    let decides = items(&it["capacities"]).iter();
    let decides = decides.filter(|it| it["decides"] == true);
    let bases: Value = decides.map(|it| it["basis"].clone()).collect();
    let largest = &it["largestThirdCountry"];
    vec![
        plain(&it["material"]["slug"]),
        plain(&it["memberOf"]["slug"]),
        plain(&answer["region"]["id"]),
        plain(&it["benchmark"]),
        plain(&it["stage"]),
        plain(&it["status"]),
        plain(&it["statusWithPlanned"]),
        plain(&it["threshold"]),
        plain(&it["article"]),
        plain(&it["capacityTonnesPerYear"]),
        plain(&it["capacityIsAtLeast"]),
        joined(&bases),
        plain(&it["plannedTonnesPerYear"]),
        list(&it["consumption"], |it| {
            format!("{}: {}", telling(it), plain(&it["status"]))
        }),
        plain(&it["coverage"]),
        plain(&it["gapTonnesPerYear"]),
        plain(&largest["country"]["id"]),
        plain(&largest["share"]),
        plain(&it["relative"]["ownShare"]),
        list(&it["relative"]["thirdCountries"], country),
        plain(&it["shareOfUnionCapacity"]),
        ids(&it["countedSites"]),
        ids(&it["leftOutSites"]),
        ids(&it["unknownSites"]),
        ids(&it["plannedSites"]),
        list(&it["unusedFigures"], |it| {
            format!("{} ({})", figure(&it["figure"]), plain(&it["reason"]))
        }),
        messages(&it["flippedBy"]),
        messages(&it["assumptions"]),
        ids(&it["sources"]),
        plain(&answer["basis"]["year"]),
        plain(&answer["basis"]["revision"]),
        plain(&it["message"]),
    ]
}
