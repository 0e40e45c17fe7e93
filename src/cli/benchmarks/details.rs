//! All that one row of the benchmarks rests on, as text.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::benchmarks::country;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::number;
use crate::cli::show::percent;
use crate::cli::show::plain;

/// The sentence of a row, and below it what it rests on.
pub(super) fn details(row: &Value) -> String {
    let mut text = format!("\n{}\n", plain(&row["message"]));
    let mut tell = |line: String| {
        let _ = writeln!(text, "  {line}");
    };
    items(&row["capacities"])
        .iter()
        .for_each(|it| tell(capacity(it)));
    for it in items(&row["consumption"]) {
        let why = it["unused"].as_str();
        let why = why.map_or_else(String::new, |it| format!(" (does not decide: {it})"));
        let share = it["share"].as_f64().map(percent);
        let share = share.map_or_else(String::new, |it| format!(", {it}"));
        tell(format!(
            "consumption: {}{share}: {}{why}",
            telling(it),
            plain(&it["status"])
        ));
    }
    let with_planned = row["statusWithPlanned"].as_str();
    if let Some(status) = with_planned {
        tell(format!("with what is planned: {status}"));
    }
    tell_of_shares(row, &mut tell);
    for (key, kind, words) in SITES {
        let names = of_kind(&row[key], kind).map(named);
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            tell(format!("{words}: {}", names.join(", ")));
        }
    }
    for it in items(&row["unusedFigures"]) {
        let (figure, reason) = (figure(&it["figure"]), plain(&it["reason"]));
        tell(format!("left out, {reason}: {figure}"));
    }
    items(&row["flippedBy"])
        .iter()
        .for_each(|it| tell(plain(&it["message"])));
    for it in items(&row["assumptions"]) {
        tell(format!("assumed: {}", plain(&it["message"])));
    }
    text
}

/// Lists of sites with what they are.
const SITES: [(&str, &str, &str); 5] = [
    ("countedSites", "site:", "counted"),
    ("leftOutSites", "site:", "capacity not known"),
    ("unknownSites", "site:", "not known to operate"),
    ("plannedSites", "site:", "planned sites"),
    ("plannedSites", "project:", "planned projects"),
];

/// The records of a list whose ids are of a kind.
pub(crate) fn of_kind<'a>(list: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    let is_meant = move |it: &&Value| it["id"].as_str().is_some_and(|it| it.starts_with(kind));
    items(list).iter().filter(is_meant)
}

fn tell_of_shares(row: &Value, tell: &mut impl FnMut(String)) {
    if let Some(share) = row["shareOfUnionCapacity"].as_f64() {
        tell(format!("{} of the Union's capacity", percent(share)));
    }
    if let Some(own) = row["relative"]["ownShare"].as_f64() {
        let others = items(&row["relative"]["thirdCountries"]).iter();
        let others: Vec<String> = others.map(country).collect();
        let others = match others.is_empty() {
            true => "no third country is on record".to_owned(),
            false => others.join(", "),
        };
        tell(format!(
            "of the Union's sourcing: own {}; {others}",
            percent(own)
        ));
    }
}

/// A telling of a capacity in words.
fn capacity(told: &Value) -> String {
    let at_least = match told["isAtLeast"].as_bool() {
        Some(true) => "at least ",
        _ => "",
    };
    let tonnes = told["tonnesPerYear"].as_f64().map_or_else(
        || "?".to_owned(),
        |it| format!("{at_least}{} t/a", number(it)),
    );
    let decides = match told["decides"].as_bool() {
        Some(true) => "",
        _ => " (does not decide)",
    };
    let figures: Vec<String> = items(&told["figures"]).iter().map(figure).collect();
    let figures = match figures.is_empty() {
        true => String::new(),
        false => format!(", by {}", figures.join("; ")),
    };
    let basis = plain(&told["basis"]);
    format!("capacity ({basis}): {tonnes}{decides}{figures}")
}

/// What a consumption figure says, with its words.
pub(crate) fn telling(verdict: &Value) -> String {
    let tonnes = consumed(verdict);
    let figure = figure(&verdict["figure"]);
    match tonnes.is_empty() {
        true => figure,
        false => format!("{tonnes} t/a, by {figure}"),
    }
}

/// Consumption in tonnes, as a value, a range or a bound; empty where it cannot be told.
pub(crate) fn consumed(verdict: &Value) -> String {
    let of = |key: &str| verdict[key].as_f64();
    match (of("tonnesPerYear"), of("tonnesAtLeast"), of("tonnesAtMost")) {
        (Some(it), ..) => number(it),
        (None, Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
        (None, Some(low), None) => format!("≥ {}", number(low)),
        (None, None, Some(high)) => format!("≤ {}", number(high)),
        (None, None, None) => String::new(),
    }
}

/// A figure in words: whose, what, how much, when, and as what.
pub(crate) fn figure(figure: &Value) -> String {
    let of = |key: &str| figure[key].as_f64();
    let value = match (of("value"), of("low"), of("high")) {
        (Some(it), ..) => amount(it),
        (None, Some(low), Some(high)) => format!("{}–{}", amount(low), amount(high)),
        (None, Some(low), None) => format!("at least {}", amount(low)),
        (None, None, Some(high)) => format!("at most {}", amount(high)),
        (None, None, None) => "no number".to_owned(),
    };
    let subject = match figure["subject"]["name"].as_str() {
        Some(name) => name.to_owned(),
        None => plain(&figure["subjectId"]),
    };
    let when = match figure["period"].as_str() {
        Some(period) => period.replace('/', " to "),
        None => figure["year"]
            .as_i64()
            .map_or_else(|| "undated".to_owned(), |it| it.to_string()),
    };
    let quantity = plain(&figure["quantity"]).to_lowercase().replace('_', " ");
    let vintage = match figure["vintage"].as_str() {
        Some(it) if it.starts_with("FORECAST") => "FORECAST".to_owned(),
        _ => String::new(),
    };
    let as_what = [
        vintage,
        plain(&figure["product"]["name"]),
        plain(&figure["form"]),
        plain(&figure["definition"]),
    ];
    let as_what: Vec<String> = as_what.into_iter().filter(|it| !it.is_empty()).collect();
    let as_what = match as_what.is_empty() {
        true => String::new(),
        false => format!(" ({})", as_what.join("; ")),
    };
    let unit = plain(&figure["unit"]);
    format!("{subject}, {quantity} {value} {unit}, {when}{as_what}")
}

/// A site or project with its country.
fn named(place: &Value) -> String {
    let name = plain(&place["name"]);
    match place["country"].as_str() {
        Some(country) => format!("{name} ({country})"),
        None => name,
    }
}
