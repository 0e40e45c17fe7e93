//! `ketju risk`: supply risk and economic importance, a row for each material; of a single one with every term.

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
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::percent;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The document for several materials.
const DOCUMENT: &str = concat!(
    include_str!("risk.graphql"),
    include_str!("risk_answer.graphql")
);

/// The document for one material.
pub(super) const OF_MATERIAL: &str = concat!(
    include_str!("risk_of_material.graphql"),
    include_str!("risk_answer.graphql")
);

#[derive(Args)]
pub(super) struct Risk {
    /// The materials: `material:cobalt`, or `cobalt`; all that are assessed if left out
    material: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Risk {
    /// A risk is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let ids: Vec<String> = self
            .material
            .iter()
            .map(|it| id_of(&backend, &self.when.at(), "material", "MATERIAL", it))
            .collect::<anyhow::Result<_>>()?;
        let (document, field) = match ids.len() {
            1 => (OF_MATERIAL, "supplyRisk"),
            _ => (DOCUMENT, "supplyRisks"),
        };
        let variables = json!({
            "material": ids.first(),
            "materials": (!ids.is_empty()).then_some(&ids),
            "at": self.when.at(),
            "scenario": self.scenario.input()?,
        });
        let response = backend.query(&self.scenario.document(document), &variables)?;
        let answer = answer_of(&response, field)?;
        let is_one = ids.len() == 1;
        match self.format {
            Format::Table => {
                let text = |it: &Value| match is_one {
                    true => one(it),
                    false => rows(items(&it["risks"]), true).text() + &below(it),
                };
                print(&self.scenario.text(answer, text))?;
            }
            Format::Json | Format::Csv if is_one => {
                term_rows(answer).print(self.format, answer)?;
            }
            Format::Json | Format::Csv => {
                rows(items(&answer["risks"]), false).print(self.format, answer)?;
            }
        }
        Ok(Outcome::Done)
    }
}

const COLUMNS: [&str; 9] = [
    "material",
    "SR",
    "stage",
    "EI",
    "critical_by_rule",
    "listed",
    "strategic",
    "published_SR",
    "published_EI",
];

/// What CSV has besides.
const MORE_COLUMNS: [&str; 5] = [
    "published_year",
    "missing",
    "message",
    "SR_is_at_least",
    "EI_is_at_least",
];

/// In the table numbers are for reading; in CSV they are whole.
fn rows(risks: &[Value], is_table: bool) -> Rows {
    let more: &[&str] = if is_table { &[] } else { &MORE_COLUMNS };
    let columns = [&COLUMNS[..], more].concat();
    let mut rows = Rows::new(&columns);
    for it in risks {
        let told = |key: &str| match it[key].as_f64() {
            Some(number) if is_table => format!("{}{number:.2}", at_least(it, key)),
            _ => plain(&it[key]),
        };
        let flag = |key: &str| yes_or_no(&it[format!("{key}IsAtLeast")]);
        let latest = latest(it);
        let missing = items(&it["missing"]).iter().map(plain);
        let cells = [
            plain(&it["material"]["slug"]),
            told("supplyRisk"),
            plain(&it["bottleneckStage"]),
            told("economicImportance"),
            yes_or_no(&it["critical"]),
            yes_or_no(&it["listedCritical"]),
            yes_or_no(&it["strategic"]),
            plain(&latest["supplyRisk"]),
            plain(&latest["economicImportance"]),
            plain(&latest["year"]),
            missing.collect::<Vec<_>>().join(";"),
            plain(&it["message"]),
            flag("supplyRisk"),
            flag("economicImportance"),
        ];
        rows.push(cells.into_iter().take(columns.len()));
    }
    rows
}

/// The sign before a value that is a lower bound.
pub(super) fn at_least(of: &Value, key: &str) -> &'static str {
    match of[format!("{key}IsAtLeast")].as_bool() {
        Some(true) => "≥ ",
        _ => "",
    }
}

/// What was published last.
fn latest(risk: &Value) -> &Value {
    let published = items(&risk["published"]).iter();
    published
        .max_by_key(|it| it["year"].as_i64())
        .unwrap_or(&Value::Null)
}

/// A flag in words; empty where it is not known.
pub(super) fn yes_or_no(flag: &Value) -> String {
    let word = flag.as_bool().map(|it| if it { "yes" } else { "no" });
    word.unwrap_or_default().to_owned()
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let mut text = String::from(
        "\nSR: supply risk; EI: economic importance. Critical by rule: SR at least 1 and EI at least 2.8, or strategic. ≥: a lower bound. Listed: Annex II.\n",
    );
    let disagreements = items(&answer["disagreements"]);
    if !disagreements.is_empty() {
        text += "\nWhere the rule and Annex II disagree\n\n";
    }
    for it in disagreements {
        let _ = writeln!(text, "  {}", plain(&it["message"]));
    }
    let risks = items(&answer["risks"]).iter();
    for it in risks.filter(|it| it["supplyRisk"].is_null()) {
        let _ = writeln!(text, "\n{}", plain(&it["message"]));
    }
    text + "\n" + &end(&answer["basis"])
}

/// One material, with every term.
fn one(answer: &Value) -> String {
    let mut text = format!("{}\n\n", plain(&answer["message"]));
    text += &rows(std::slice::from_ref(answer), true).text();
    for it in items(&answer["byStage"]) {
        text += &stage(it);
    }
    let terms = items(&answer["economicTerms"]);
    if !terms.is_empty() {
        text += "\nEconomic importance\n\n";
        let columns = [
            "sector",
            "application",
            "share",
            "value_added_MEUR",
            "contribution",
        ];
        let mut rows = Rows::new(&columns);
        for it in terms {
            rows.push([
                plain(&it["sector"]),
                plain(&it["application"]),
                it["share"].as_f64().map_or_else(String::new, percent),
                read(&it["valueAddedMeur"]),
                contribution(&it["contribution"]),
            ]);
        }
        text += &rows.text();
    }
    let members = items(&answer["members"]);
    if !members.is_empty() {
        text += "\nThe mean of its members\n\n";
    }
    for it in members {
        let name = plain(&it["material"]["name"]);
        let [risk, importance] = ["supplyRisk", "economicImportance"]
            .map(|key| format!("{}{}", at_least(it, key), read(&it[key])));
        let _ = writeln!(text, "  {name}: SR {risk}, EI {importance}");
    }
    for it in items(&answer["published"]) {
        let (year, stage) = (plain(&it["year"]), plain(&it["stage"]).to_lowercase());
        let (risk, importance) = (read(&it["supplyRisk"]), read(&it["economicImportance"]));
        let of = if stage.is_empty() { "" } else { " at " };
        let _ = writeln!(
            text,
            "\nPublished {year}: SR {risk}{of}{stage}, EI {importance}"
        );
    }
    for it in items(&answer["missing"]) {
        let _ = writeln!(text, "\nMissing: {}", plain(it));
    }
    text + "\n" + &end(&answer["basis"])
}

/// A number for reading; a question mark where it is not known.
fn read(value: &Value) -> String {
    value.as_f64().map_or_else(|| "?".to_owned(), amount)
}

/// What a term adds, with three digits that matter however small it is; a question mark where it is not known.
fn contribution(value: &Value) -> String {
    match value.as_f64() {
        Some(small) if small != 0.0 && small.abs() < 1e-3 => format!("{small:.2e}"),
        _ => read(value),
    }
}

/// One stage with its terms.
fn stage(told: &Value) -> String {
    let name = plain(&told["stage"]);
    let used = told["supplyUsed"].as_str().unwrap_or("not known");
    let inputs = [
        ("SR", "supplyRisk"),
        ("HHI of global supply", "hhiGlobal"),
        ("HHI of the Union's sourcing", "hhiEuSourcing"),
        ("import reliance", "importReliance"),
        ("end-of-life recycling input rate", "eolRecyclingInputRate"),
        ("substitution index", "substitutionIndex"),
    ];
    let inputs = inputs.map(|(words, key)| format!("{words} {}", read(&told[key])));
    let mut text = format!("\n{name}: supply used {used}; {}\n", inputs.join("; "));
    for it in items(&told["missing"]) {
        let _ = writeln!(text, "  missing: {}", plain(it));
    }
    let terms = items(&told["terms"]);
    if !terms.is_empty() {
        let columns = [
            "supply",
            "country",
            "share",
            "governance",
            "trade",
            "contribution",
        ];
        let mut rows = Rows::new(&columns);
        for it in terms {
            rows.push([
                plain(&it["supply"]),
                plain(&it["country"]["name"]),
                it["share"].as_f64().map_or_else(String::new, percent),
                read(&it["governance"]),
                read(&it["tradeParameter"]),
                contribution(&it["contribution"]),
            ]);
        }
        text.push('\n');
        text += &rows.text();
    }
    text
}

/// A row per term of one material: of supply risk, then of economic importance.
fn term_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&[
        "material",
        "of",
        "stage",
        "supply",
        "country_or_sector",
        "application",
        "share",
        "governance",
        "trade_parameter",
        "value_added_meur",
        "contribution",
        "year",
        "revision",
    ]);
    let (material, basis) = (plain(&answer["material"]["slug"]), &answer["basis"]);
    let dates = [plain(&basis["year"]), plain(&basis["revision"])];
    for at in items(&answer["byStage"]) {
        for it in items(&at["terms"]) {
            let cells = [
                material.clone(),
                "SUPPLY_RISK".to_owned(),
                plain(&at["stage"]),
                plain(&it["supply"]),
                plain(&it["country"]["id"]),
                String::new(),
                plain(&it["share"]),
                plain(&it["governance"]),
                plain(&it["tradeParameter"]),
                String::new(),
                plain(&it["contribution"]),
            ];
            rows.push(cells.into_iter().chain(dates.clone()));
        }
    }
    for it in items(&answer["economicTerms"]) {
        let cells = [
            material.clone(),
            "ECONOMIC_IMPORTANCE".to_owned(),
            String::new(),
            String::new(),
            plain(&it["sector"]),
            plain(&it["application"]),
            plain(&it["share"]),
            String::new(),
            String::new(),
            plain(&it["valueAddedMeur"]),
            plain(&it["contribution"]),
        ];
        rows.push(cells.into_iter().chain(dates.clone()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_small_is_not_shown_as_nothing() {
        for (value, words) in [
            (json!(9.6e-7), "9.60e-7"),
            (json!(0.000_123_4), "1.23e-4"),
            (json!(0.012_34), "0.01234"),
            (json!(0.0), "0"),
            (json!(null), "?"),
        ] {
            assert_eq!(contribution(&value), words);
        }
    }

    #[test]
    fn a_lower_bound_is_marked_in_the_table_and_beside_the_number_in_csv() {
        let risk = json!({ "supplyRisk": 1.5, "supplyRiskIsAtLeast": false,
            "economicImportance": 0.44, "economicImportanceIsAtLeast": true });
        let table = rows(std::slice::from_ref(&risk), true).text();
        assert!(
            table.contains("≥ 0.44") && !table.contains("≥ 1.50"),
            "{table}"
        );
        assert_eq!(COLUMNS.len() + MORE_COLUMNS.len(), 14);
        let members = json!({ "message": "", "members": [{ "material": { "name": "x" }, "supplyRisk": 2.0,
            "supplyRiskIsAtLeast": true, "economicImportance": 3.0 }] });
        assert!(
            one(&members).contains("x: SR ≥ 2, EI 3"),
            "{}",
            one(&members)
        );
    }
}
