//! An answer about paths as text and as rows.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::output::Rows;
use crate::cli::paths::Metric;

/// What stands where a length is not known.
const UNKNOWN: &str = "unknown";

/// The answer for people: every path as a table of its steps, then whether there are more.
pub(in crate::cli) fn path_texts(answer: &Value, metric: Metric) -> String {
    let mut text = String::new();
    let paths = items(&answer["paths"]);
    for path in paths {
        text += &headline(path);
        text += &steps(path);
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
    text += &completeness(answer, paths.len(), metric);
    text += &criticality(&answer["material"]);
    text += &basis(answer);
    text
}

/// One row a step, for spreadsheets; what is true of the whole path or answer stands on every row.
pub(super) fn step_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&[
        "rank",
        "total",
        "total_complete",
        "emissions_kg_per_tonne",
        "countries",
        "leaves_eu",
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
        "completeness",
        "reasons",
        "next_at_least",
        "critical",
        "strategic",
        "revision",
        "year",
    ]);
    let (completeness, basis, material) = (
        &answer["completeness"],
        &answer["basis"],
        &answer["material"],
    );
    let of_answer = [
        plain(&completeness["status"]),
        joined(&completeness["reasons"]),
        plain(&completeness["nextAtLeast"]),
        plain(&material["critical"]),
        plain(&material["strategic"]),
        plain(&basis["revision"]),
        plain(&basis["year"]),
    ];
    for path in items(&answer["paths"]) {
        let of_path = [
            plain(&path["rank"]),
            plain(&path["total"]),
            plain(&path["totalComplete"]),
            plain(&path["emissionsKgPerTonne"]),
            joined(&path["countries"]),
            plain(&path["leavesEu"]),
        ];
        for step in items(&path["steps"]) {
            let via = &step["via"];
            let of_step = [
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
            ];
            rows.push(of_path.iter().chain(&of_step).chain(&of_answer).cloned());
        }
    }
    rows
}

fn headline(path: &Value) -> String {
    let known = path["distanceKm"].as_f64().map_or(String::new(), number);
    let length = if path["distanceComplete"] == true {
        format!("{known} km")
    } else {
        format!("{known} km known, and legs of unknown length")
    };
    let mut text = format!("Path {}: {length}", plain(&path["rank"]));
    if let Some(kg) = path["emissionsKgPerTonne"].as_f64() {
        let _ = write!(text, ", {} kg CO2e a tonne", number(kg));
    }
    if let Some(eur) = path["costEurPerTonne"].as_f64() {
        let _ = write!(text, ", {eur:.2} EUR a tonne");
    }
    if let Some(recovery) = path["recovery"].as_f64().filter(|it| *it < 1.0) {
        let _ = write!(text, ", {:.2} % lost", (1.0 - recovery) * 100.0);
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
    text + "\n"
}

/// The steps as a table, then what was assumed or doubted about each.
fn steps(path: &Value) -> String {
    let mut rows = Rows::new(&["", "place", "product", "by", "leg km", "km so far"]);
    let mut remarks = String::new();
    let mut is_known = true;
    for step in items(&path["steps"]) {
        let (via, index) = (&step["via"], plain(&step["index"]));
        let by = match via["kind"].as_str() {
            None => "",
            Some("MOVEMENT") => mode(&via["mode"]),
            Some("TRANSFORMATION") => "processing",
            Some("ASSUMED_TRANSFORMATION") => "assumed processing",
            Some("SIDE_STREAM") => "side-stream",
            Some(other) => other,
        };
        let leg = if via["kind"] == "MOVEMENT" {
            km(&via["distanceKm"])
        } else {
            String::new()
        };
        is_known &= leg != UNKNOWN;
        let so_far = if is_known {
            km(&step["distanceKm"])
        } else {
            UNKNOWN.to_owned()
        };
        for remark in items(&via["assumptions"])
            .iter()
            .filter_map(|it| it["message"].as_str())
        {
            let _ = writeln!(remarks, "  {index}: {remark}");
        }
        let place = word(&place(step)["name"]).to_owned();
        rows.push([
            index,
            place,
            word(&step["product"]["name"]).to_owned(),
            by.to_owned(),
            leg,
            so_far,
        ]);
    }
    rows.text() + &remarks
}

fn completeness(answer: &Value, found: usize, metric: Metric) -> String {
    let completeness = &answer["completeness"];
    let reasons: Vec<&str> = items(&completeness["reasons"])
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let mut text = match (completeness["status"].as_str(), found) {
        (Some("EXHAUSTIVE"), 0) => {
            let year = plain(&answer["basis"]["year"]);
            format!(
                "No path is on record among what is known to operate in {year} and carries the material."
            )
        }
        (Some("EXHAUSTIVE"), 1) => "This is the only path on record.".to_owned(),
        (Some("EXHAUSTIVE"), n) => format!("These {n} are all paths on record."),
        (_, 0) => "No path was found, but the search was not complete:".to_owned(),
        _ => "The list may not be complete:".to_owned(),
    };
    for reason in reasons {
        text += match reason {
            "K" => " more paths exist than were asked for;",
            "STEPS" => " longer paths were cut at the number of steps;",
            "BUDGET" => " the search was stopped at its budget;",
            "UNKNOWN_METRIC" if metric == Metric::Cost => {
                " a leg of unknown costs is on the way, so that paths over it cannot be ranked;"
            }
            "UNKNOWN_METRIC" => {
                " a leg of unknown length is on the way, so that paths over it cannot be ranked;"
            }
            _ => " some data may not be seen;",
        };
    }
    if let Some(next) = completeness["nextAtLeast"].as_f64() {
        let _ = match metric {
            Metric::Loss => write!(text, " any other loses at least {:.2} %;", next * 100.0),
            _ => write!(
                text,
                " any other has at least {} {};",
                number(next),
                metric.unit()
            ),
        };
    }
    text.truncate(text.trim_end_matches([';', ':']).len());
    if !text.ends_with('.') {
        text.push('.');
    }
    text + "\n"
}

/// What the Critical Raw Materials Act says of the material, with the grade each list limits it to.
fn criticality(material: &Value) -> String {
    let Some(name) = material["name"].as_str() else {
        return String::new();
    };
    let listed = |flag: &str, grade: &str| {
        let grade = material[grade]
            .as_str()
            .map_or(String::new(), |it| format!(", as {it} alone"));
        (material[flag] == true).then_some(grade)
    };
    let strategic = listed("strategic", "annexIGrade");
    let critical = listed("critical", "annexIIGrade");
    let of = |list: &str, grade: &str| format!("a {list} raw material of the EU{grade}");
    let said = match (strategic, critical) {
        (Some(grade), Some(other)) if grade == other => of("strategic and critical", &grade),
        (Some(grade), Some(other)) => format!(
            "{}, and {}",
            of("strategic", &grade),
            of("critical", &other)
        ),
        (Some(grade), None) => of("strategic", &grade),
        (None, Some(grade)) => of("critical", &grade),
        (None, None) => "not a critical raw material of the EU".to_owned(),
    };
    format!("{name} is {said}.\n")
}

/// What the answer stands on, with the assumptions that no step has shown.
fn basis(answer: &Value) -> String {
    let basis = &answer["basis"];
    let steps = items(&answer["paths"])
        .iter()
        .flat_map(|path| items(&path["steps"]));
    let shown: Vec<&Value> = steps
        .flat_map(|step| items(&step["via"]["assumptions"]))
        .collect();
    let mut text = String::new();
    for assumption in items(&basis["assumptions"])
        .iter()
        .filter(|it| !shown.contains(it))
    {
        let _ = writeln!(text, "Besides: {}.", word(&assumption["message"]));
    }
    let sources = items(&basis["sources"]).len();
    let _ = writeln!(
        text,
        "Revision {}, for the year {}; {sources} sources.",
        plain(&basis["revision"]),
        plain(&basis["year"])
    );
    text
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
    value.as_f64().map_or(UNKNOWN.to_owned(), number)
}

fn mode(value: &Value) -> &str {
    match value.as_str() {
        Some("ON_SITE") => "on site",
        Some("ROAD") => "road",
        Some("RAIL") => "rail",
        Some("SEA") => "sea",
        Some("CONVEYOR") => "conveyor",
        Some("PIPELINE") => "pipeline",
        _ => "mode not stated",
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

/// The texts of a list in one cell.
fn joined(value: &Value) -> String {
    items(value).iter().map(plain).collect::<Vec<_>>().join(";")
}

/// A JSON scalar as text; empty for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
