//! An answer about paths as text and as rows.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::output::Rows;

/// The answer for people: every path as a table of its steps, then whether there are more.
pub(in crate::cli) fn path_texts(answer: &Value) -> String {
    let mut text = String::new();
    let paths = items(&answer["paths"]);
    for path in paths {
        text += &headline(path);
        text.push('\n');
        text += &steps(path).text();
        for link in items(&path["continuesTo"]) {
            let (to, product) = (word(&link["to"]["name"]), word(&link["product"]["name"]));
            let _ = writeln!(
                text,
                "  goes on by {} to {to} ({product})",
                mode(&link["mode"])
            );
        }
        text.push('\n');
    }
    text += &completeness(answer, paths.len());
    text += &criticality(&answer["material"]);
    text += &basis(&answer["basis"]);
    text
}

/// One row a step, for spreadsheets.
pub(super) fn step_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&[
        "rank",
        "total",
        "total_complete",
        "step",
        "site",
        "country",
        "product",
        "stage",
        "arc",
        "mode",
        "leg_km",
        "distance_km",
        "notes",
    ]);
    for path in items(&answer["paths"]) {
        for step in items(&path["steps"]) {
            let via = &step["via"];
            rows.push([
                plain(&path["rank"]),
                plain(&path["total"]),
                plain(&path["totalComplete"]),
                plain(&step["index"]),
                plain(&place(step)["id"]),
                plain(&step["site"]["country"]),
                plain(&step["product"]["id"]),
                plain(&step["stage"]),
                plain(&via["kind"]),
                plain(&via["mode"]),
                plain(&via["distanceKm"]),
                plain(&step["distanceKm"]),
                notes(via),
            ]);
        }
    }
    rows
}

fn headline(path: &Value) -> String {
    let total = match path["distanceKm"].as_f64() {
        Some(km) if path["totalComplete"] == true => format!("{} km", number(km)),
        Some(km) => format!("{} km known, the rest of unknown length", number(km)),
        None => "length unknown".to_owned(),
    };
    let mut text = format!("Path {}: {total}", plain(&path["rank"]));
    if let Some(kg) = path["emissionsKgPerTonne"].as_f64() {
        let _ = write!(text, ", {} kg CO2e a tonne", number(kg));
    }
    let countries: Vec<&str> = items(&path["countries"])
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if countries.len() > 1 {
        let _ = write!(text, ", {}", countries.join(" > "));
    }
    if path["leavesEu"] == true {
        text += ", leaves the EU";
    }
    text
}

fn steps(path: &Value) -> Rows {
    let mut rows = Rows::new(&["", "place", "product", "by", "leg km", "km so far", "notes"]);
    for step in items(&path["steps"]) {
        let via = &step["via"];
        let by = match via["kind"].as_str() {
            None => "",
            Some("MOVEMENT") => mode(&via["mode"]),
            Some("TRANSFORMATION") => "processing",
            Some("ASSUMED_TRANSFORMATION") => "assumed processing",
            Some(other) => other,
        };
        let leg = if by == "processing" || by == "assumed processing" {
            String::new()
        } else {
            km(via)
        };
        rows.push([
            plain(&step["index"]),
            word(&place(step)["name"]).to_owned(),
            word(&step["product"]["name"]).to_owned(),
            by.to_owned(),
            leg,
            km(step),
            notes(via),
        ]);
    }
    rows
}

fn completeness(answer: &Value, found: usize) -> String {
    let completeness = &answer["completeness"];
    let reasons: Vec<&str> = items(&completeness["reasons"])
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let mut text = match (completeness["status"].as_str(), found) {
        (Some("EXHAUSTIVE"), 0) => "No path is on record.".to_owned(),
        (Some("EXHAUSTIVE"), 1) => "This is the only path on record.".to_owned(),
        (Some("EXHAUSTIVE"), n) => format!("These {n} are all paths on record."),
        _ => "The list may not be complete:".to_owned(),
    };
    for reason in reasons {
        text += match reason {
            "K" => " more paths exist than were asked for;",
            "STEPS" => " longer paths were cut at the number of steps;",
            "BUDGET" => " the search was stopped at its budget;",
            "UNKNOWN_METRIC" => {
                " a leg of unknown length is on the way, so that paths over it cannot be ranked;"
            }
            _ => " some data may not be seen;",
        };
    }
    if let Some(next) = completeness["nextAtLeast"].as_f64() {
        let _ = write!(text, " any other has at least {};", number(next));
    }
    text.truncate(text.trim_end_matches([';', ':']).len());
    if !text.ends_with('.') {
        text.push('.');
    }
    text + "\n"
}

fn criticality(material: &Value) -> String {
    let Some(name) = material["name"].as_str() else {
        return String::new();
    };
    match (
        material["critical"].as_bool(),
        material["strategic"].as_bool(),
    ) {
        (_, Some(true)) => format!("{name} is a strategic raw material of the EU.\n"),
        (Some(true), _) => format!("{name} is a critical raw material of the EU.\n"),
        _ => format!("{name} is not a critical raw material of the EU.\n"),
    }
}

fn basis(basis: &Value) -> String {
    let sources = items(&basis["sources"]).len();
    format!(
        "Revision {}, for the year {}; {sources} sources.\n",
        plain(&basis["revision"]),
        plain(&basis["year"])
    )
}

/// The warnings and assumptions of an arc.
fn notes(via: &Value) -> String {
    let texts: Vec<&str> = items(&via["assumptions"])
        .iter()
        .filter_map(|it| it["message"].as_str())
        .collect();
    texts.join("; ")
}

fn place(step: &Value) -> &Value {
    if step["site"].is_null() {
        &step["sideStream"]
    } else {
        &step["site"]
    }
}

fn km(value: &Value) -> String {
    match value["distanceKm"].as_f64() {
        Some(km) => number(km),
        None if value.is_null() => String::new(),
        None => "unknown".to_owned(),
    }
}

fn mode(value: &Value) -> &str {
    match value.as_str() {
        Some("ON_SITE") => "on site",
        Some("ROAD") => "road",
        Some("RAIL") => "rail",
        Some("SEA") => "sea",
        Some("CONVEYOR") => "conveyor",
        Some("PIPELINE") => "pipeline",
        _ => "unknown means",
    }
}

/// A number with at most one decimal.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// A JSON scalar as text; empty for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
