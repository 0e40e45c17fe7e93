//! `ketju stress`: what of deliveries is lost by shocks, as a table with the elements of the Act below it.

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
use crate::cli::show::percent;
use crate::cli::show::plain;
use crate::cli::show::scenario;
use crate::cli::when::WhenArgs;

/// The document that `stress` runs.
const DOCUMENT: &str = include_str!("stress.graphql");

#[derive(Args)]
pub(super) struct Stress {
    /// Only this material: `material:nickel`, or `nickel`; several with commas
    #[arg(long, value_delimiter = ',')]
    material: Vec<String>,
    /// Only what is delivered there counts: `region:fi`, or `fi`
    #[arg(long)]
    region: Option<String>,
    /// All sites of this country stop, such as `RU`; several with commas are shocks of their own
    #[arg(long, value_delimiter = ',', value_name = "CC")]
    close_country: Vec<String>,
    /// This site stops: `site:kemi-mine`, or `kemi-mine`; also a `link:` or `activity:`; several with commas
    #[arg(long, value_delimiter = ',', value_name = "SITE")]
    close: Vec<String>,
    /// Each country with a site on a way from a source to a sink stops, one at a time
    #[arg(long)]
    each_country: bool,
    /// Each site on a way from a source to a sink stops, one at a time
    #[arg(long)]
    each_site: bool,
    /// Work out what would make good each loss
    #[arg(long)]
    remedies: bool,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Stress {
    /// That something is lost, or nothing, is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let variables = json!({ "input": self.input()?, "remedies": self.remedies });
        let response = Backend::open_existing(&context.settings)?.query(DOCUMENT, &variables)?;
        let answer = answer_of(&response, "stressTest")?;
        match self.format {
            Format::Table => print(&(rows(answer, &COLUMNS, true).text() + &below(answer)))?,
            Format::Json => rows(answer, &COLUMNS, false).print(self.format, answer)?,
            Format::Csv => {
                let all = [&COLUMNS[..], &MORE_COLUMNS[..]].concat();
                rows(answer, &all, false).print(self.format, answer)?;
            }
        }
        Ok(Outcome::Done)
    }

    fn input(&self) -> anyhow::Result<Value> {
        let mut input = Map::new();
        let countries = self.close_country.iter();
        let countries = countries.map(|it| json!({ "closeCountry": it.trim().to_uppercase() }));
        let closed = self.close.iter();
        let closed = closed.map(|it| json!({ "close": with_kind("site", it.trim()) }));
        let shocks: Vec<Value> = countries.chain(closed).collect();
        input.insert("shocks".into(), shocks.into());
        input.insert("shockEachCountry".into(), self.each_country.into());
        input.insert("shockEachSite".into(), self.each_site.into());
        input.insert("at".into(), self.when.at());
        input.insert("scenario".into(), self.scenario.input()?);
        if let Some(region) = &self.region {
            input.insert("region".into(), with_kind("region", region).into());
        }
        if !self.material.is_empty() {
            let ids = self.material.iter();
            let ids: Value = ids.map(|it| with_kind("material", it.trim())).collect();
            input.insert("materials".into(), ids);
        }
        Ok(input.into())
    }
}

/// The columns of the table; CSV has more.
const COLUMNS: [&str; 7] = [
    "shock",
    "material",
    "before_t/a",
    "after_t/a",
    "lost_t/a",
    "lost_share",
    "measured_by",
];

const MORE_COLUMNS: [&str; 9] = [
    "lost_share_of_consumption",
    "no_consumption",
    "no_amount",
    "longest_detour_km",
    "detour_of",
    "newly_critical",
    "remedies",
    "year",
    "revision",
];

/// In the table numbers are for reading, with shares in percent; in CSV they are whole, and empty where not known.
fn rows(answer: &Value, columns: &[&str], is_table: bool) -> Rows {
    let mut rows = Rows::new(columns);
    for it in items(&answer["results"]) {
        let told = |key: &str, words: fn(f64) -> String| {
            if is_table {
                it[key].as_f64().map_or_else(|| "?".to_owned(), words)
            } else {
                plain(&it[key])
            }
        };
        let newly = items(&it["newlyCritical"])
            .iter()
            .map(|it| plain(&it["id"]));
        let remedies = items(&it["remedies"])
            .iter()
            .map(|it| plain(&it["message"]));
        let basis = &answer["basis"];
        let cells = [
            plain(&it["label"]),
            plain(&it["material"]["slug"]),
            told("deliveredBefore", number),
            told("deliveredAfter", number),
            told("lostTonnes", number),
            told("lostShare", percent),
            match it["measuredBy"].as_str() {
                None if is_table => "?".to_owned(),
                by => by.unwrap_or_default().to_owned(),
            },
            plain(&it["lostShareOfConsumption"]),
            plain(&it["noConsumption"]),
            plain(&it["noAmount"]),
            plain(&it["longestDetourKm"]),
            plain(&it["detourOf"]["id"]),
            newly.collect::<Vec<_>>().join(";"),
            remedies.collect::<Vec<_>>().join(" "),
            plain(&basis["year"]),
            plain(&basis["revision"]),
        ];
        rows.push(cells.into_iter().take(columns.len()));
    }
    rows
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let mut text = String::new();
    for it in items(&answer["results"]) {
        let mut told: Vec<String> = Vec::new();
        let newly: Vec<String> = items(&it["newlyCritical"])
            .iter()
            .map(|it| plain(&it["name"]))
            .collect();
        told.extend(it["noAmount"].as_str().map(str::to_owned));
        if !newly.is_empty() {
            told.push(format!("newly critical: {}", newly.join(", ")));
        }
        if let Some(km) = it["longestDetourKm"].as_f64().filter(|it| *it > 0.0) {
            let of = plain(&it["detourOf"]["name"]);
            told.push(format!("the way of {of} is {} km longer", number(km)));
        }
        if let Some(share) = it["lostShareOfConsumption"].as_f64() {
            told.push(format!("{} of consumption", percent(share)));
        }
        for it in items(&it["remedies"]) {
            let tonnes = it["delivers"]
                .as_f64()
                .map_or_else(|| "?".to_owned(), number);
            told.push(format!("{} (+{tonnes} t/a)", plain(&it["message"])));
        }
        let not_laid = it["remediesNotLaid"].as_u64().filter(|it| *it > 0);
        told.extend(not_laid.map(|it| format!("{it} changes could not be laid over it")));
        if !told.is_empty() {
            let (label, slug) = (plain(&it["label"]), plain(&it["material"]["slug"]));
            let _ = writeln!(text, "\n{label} ({slug})");
            told.iter().for_each(|it| {
                let _ = writeln!(text, "  {it}");
            });
        }
    }
    let elements = items(&answer["elements"]);
    for it in elements {
        let (heading, article) = (plain(&it["heading"]), plain(&it["article"]));
        let _ = writeln!(text, "\n{heading} ({article})");
        for message in items(&it["messages"]) {
            let _ = writeln!(text, "  {}", plain(message));
        }
    }
    let left = answer["notEvaluated"].as_u64().unwrap_or_default();
    if left > 0 {
        let _ = writeln!(
            text,
            "\n{left} pairs of shock and material were not solved, since the work allowed was used up."
        );
    }
    let basis = &answer["basis"];
    text += &scenario(basis);
    let _ = writeln!(
        text,
        "\nA question mark: neither the upper nor the lower amounts say it. Revision {}, for the year {}; {} sources.",
        basis["revision"],
        basis["year"],
        items(&basis["sources"]).len(),
    );
    text
}
