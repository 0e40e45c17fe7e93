//! An answer about paths as text and as rows.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::output::Rows;
use crate::cli::paths::Asked;
use crate::cli::paths::Metric;
use crate::cli::paths::none::candidate_text;
use crate::cli::paths::none::none_text;
use crate::cli::sampling::band;
use crate::cli::sampling::band_cells;
use crate::cli::sampling::uncertainty;
use crate::cli::sampling::uncertainty_cells;
use crate::cli::show::basis;
use crate::cli::show::by;
use crate::cli::show::criticality;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::mode;
use crate::cli::show::number;
use crate::cli::show::place;
use crate::cli::show::plain;
use crate::cli::show::word;

/// What stands where a length is not known.
const UNKNOWN: &str = "unknown";

/// The answer for people: every path as a table of its steps, then whether there are more.
pub(in crate::cli) fn path_texts(answer: &Value, asked: Asked) -> String {
    texts(answer, asked, &RANKED)
}

/// The same for paths that no other beats in two metrics.
pub(super) fn front_texts(answer: &Value, asked: Asked) -> String {
    texts(answer, asked, &FRONT)
}

/// How completeness is put into words.
pub(super) struct Words {
    only: &'static str,
    all: &'static str,
    more: &'static str,
    any_other: &'static str,
}

pub(super) const RANKED: Words = Words {
    only: "This is the only path on record.",
    all: "are all paths on record.",
    more: " more paths exist than were asked for;",
    any_other: " any other",
};

const FRONT: Words = Words {
    only: "On record, no path is better than this one in either metric.",
    all: "are all paths on record that none beats; of paths equal in both metrics one is shown.",
    more: " more paths than were asked for are beaten by none;",
    any_other: " any other that none beats",
};

fn texts(answer: &Value, asked: Asked, words: &Words) -> String {
    let mut text = String::new();
    let paths = items(&answer["paths"]);
    text += &routes(paths, asked);
    text += &completeness(answer, paths.len(), asked, words);
    text += &none_text(&answer["whyNone"]);
    text += &candidate_text(&answer["candidatePaths"], asked);
    text += &uncertainty(&answer["uncertainty"], "The paths");
    text += &criticality(&answer["material"]);
    let steps = paths.iter().flat_map(|path| items(&path["steps"]));
    let shown: Vec<&Value> = steps
        .flat_map(|step| items(&step["via"]["assumptions"]))
        .collect();
    text + &basis(&answer["basis"], &shown)
}

/// Every path as a table of its steps.
pub(super) fn routes(paths: &[Value], asked: Asked) -> String {
    let mut text = String::new();
    for path in paths {
        text += &headline(path, asked);
        text += &bands(path, asked);
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
    text
}

/// How far the total may lie off, and how often the path comes first.
fn bands(path: &Value, asked: Asked) -> String {
    let (written, unit): (fn(f64) -> String, _) = match asked.metric {
        Metric::Loss => (|it| format!("{:.2}", it * 100.0), "% lost"),
        metric => (number, metric.unit()),
    };
    let Some(band) = band(&path["totalInterval"], written) else {
        return String::new();
    };
    let mut text = format!("  {unit}: {band}");
    if let Some(share) = path["firstShare"].as_f64() {
        let _ = write!(text, "; first in {:.0} %", share * 100.0);
    }
    text + "\n"
}

/// The columns of a row: of the path, of the step, of the answer, of its uncertainty.
const COLUMNS: [&str; 38] = [
    "route",
    "rank",
    "total",
    "total_complete",
    "emissions_kg_per_tonne",
    "cost_eur_per_tonne",
    "recovery",
    "smallest_capacity_tonnes_per_year",
    "countries",
    "leaves_eu",
    "step",
    "site",
    "country",
    "product",
    "stage",
    "arc",
    "mode",
    "link",
    "leg_km",
    "distance_km",
    "sources",
    "notes",
    "completeness",
    "reasons",
    "next_at_least",
    "critical",
    "strategic",
    "revision",
    "year",
    "reason",
    "message",
    "total_p05",
    "total_p50",
    "total_p95",
    "first_share",
    "estimated_share",
    "samples",
    "no_uncertainty",
];

/// One row a step, for spreadsheets; what is true of the whole path or answer stands on every row.
pub(super) fn step_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&COLUMNS);
    let candidates = &answer["candidatePaths"];
    for (route, told) in [("reported", answer), ("candidate", candidates)] {
        let of_answer = of_answer(answer, &told["completeness"]);
        let estimated = plain(&told["basis"]["estimatedShare"]);
        let [samples, no_uncertainty] = uncertainty_cells(&told["uncertainty"]);
        for path in items(&told["paths"]) {
            let of_path = path_cells(route, path);
            let [low, middle, high] = band_cells(&path["totalInterval"]);
            let first = plain(&path["firstShare"]);
            let drawn = [low, middle, high, first, estimated.clone(), samples.clone()];
            let of_answer = of_answer.iter().chain(&drawn).chain([&no_uncertainty]);
            let mut is_known = true;
            for step in items(&path["steps"]) {
                is_known &= !is_movement(&step["via"]) || !step["via"]["distanceKm"].is_null();
                let of_step = step_cells(step, is_known);
                rows.push(
                    of_path
                        .iter()
                        .chain(&of_step)
                        .chain(of_answer.clone())
                        .cloned(),
                );
            }
        }
    }
    if items(&answer["paths"]).is_empty() && items(&candidates["paths"]).is_empty() {
        let mut none = vec![String::new(); STEP_COLUMNS];
        none[0] = "none".to_owned();
        none.extend(of_answer(answer, &answer["completeness"]));
        none.resize(none.len() + DRAWN_COLUMNS, String::new());
        rows.push(none);
    }
    rows
}

/// How many columns are of a path or a step; the others are of the answer.
const STEP_COLUMNS: usize = 22;

/// How many columns, the last ones, tell of uncertainty.
const DRAWN_COLUMNS: usize = 7;

/// What is true of the whole answer.
fn of_answer(answer: &Value, completeness: &Value) -> [String; 9] {
    let (basis, material) = (&answer["basis"], &answer["material"]);
    let none = &answer["whyNone"];
    [
        plain(&completeness["status"]),
        joined(&completeness["reasons"]),
        plain(&completeness["nextAtLeast"]),
        plain(&material["critical"]),
        plain(&material["strategic"]),
        plain(&basis["revision"]),
        plain(&basis["year"]),
        plain(&none["reason"]),
        plain(&none["message"]),
    ]
}

fn is_movement(via: &Value) -> bool {
    via["kind"] == "MOVEMENT" || via["kind"] == "CANDIDATE"
}

/// The sources of an arc: those of its record, and of the figures it rests on.
fn source_ids(via: &Value) -> String {
    let figures = items(&via["figures"]).iter();
    let records = [&via["link"], &via["activity"]].into_iter().chain(figures);
    let mut ids: Vec<&str> = Vec::new();
    for source in records.flat_map(|it| items(&it["sources"])) {
        let id = word(&source["id"]);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.join(";")
}

/// The cells of a path, reported or of candidates.
fn path_cells(route: &str, path: &Value) -> [String; 10] {
    [
        route.to_owned(),
        plain(&path["rank"]),
        plain(&path["total"]),
        plain(&path["totalComplete"]),
        plain(&path["emissionsKgPerTonne"]),
        plain(&path["costEurPerTonne"]),
        plain(&path["recovery"]),
        plain(&path["smallestCapacityTonnesPerYear"]),
        joined(&path["countries"]),
        plain(&path["leavesEu"]),
    ]
}

/// The cells of a step; the way so far is empty once the length of a leg is not known.
fn step_cells(step: &Value, is_known: bool) -> [String; 12] {
    let via = &step["via"];
    let so_far = is_known.then(|| plain(&step["distanceKm"]));
    [
        plain(&step["index"]),
        plain(&place(step)["id"]),
        plain(&step["site"]["country"]),
        plain(&step["product"]["id"]),
        plain(&step["stage"]),
        plain(&via["kind"]),
        plain(&via["mode"]),
        plain(&via["link"]["id"]),
        plain(&via["distanceKm"]),
        so_far.unwrap_or_default(),
        source_ids(via),
        notes(via),
    ]
}

fn headline(path: &Value, asked: Asked) -> String {
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
    let costs = path["costEurPerTonne"].as_f64();
    // Steps without costs come to 0 even where nothing is known of rates.
    if let Some(eur) = costs.filter(|it| *it > 0.0 || asked.is_by(Metric::Cost)) {
        let _ = write!(text, ", {eur:.2} EUR a tonne");
    }
    text += &loss(path, asked);
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

/// The share lost on the way; where it was asked for, also that nothing is known to be.
fn loss(path: &Value, asked: Asked) -> String {
    let steps = items(&path["steps"]).iter();
    let mut assumed = steps.flat_map(|it| items(&it["via"]["assumptions"]));
    let is_assumed = assumed.any(|it| it["code"] == "RECOVERY_ASSUMED");
    let is_asked = asked.is_by(Metric::Loss);
    let lost = path["recovery"].as_f64().map(|it| 1.0 - it);
    let rest = match is_asked && is_assumed {
        true => " (recoveries not known are taken as 1)",
        false => "",
    };
    match lost {
        Some(lost) if lost > 0.0 => format!(", {:.2} % lost{rest}", lost * 100.0),
        _ if is_asked && is_assumed => {
            ", nothing known to be lost: recoveries not known are taken as 1".to_owned()
        }
        Some(_) if is_asked => ", nothing lost".to_owned(),
        _ => String::new(),
    }
}

/// The steps as a table, then what was assumed or doubted about each.
fn steps(path: &Value) -> String {
    let mut rows = Rows::new(&["", "place", "product", "by", "leg km", "km so far"]);
    let mut remarks = String::new();
    let mut is_known = true;
    for step in items(&path["steps"]) {
        let (via, index) = (&step["via"], plain(&step["index"]));
        let leg = if is_movement(via) {
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
        let mut told: Vec<&str> = Vec::new();
        for remark in items(&via["assumptions"]) {
            let remark = word(&remark["message"]);
            // A mode assumed for the length and again for the emissions is told once.
            if !told.contains(&remark) {
                let _ = writeln!(remarks, "  {index}: {remark}");
                told.push(remark);
            }
        }
        let place = word(&place(step)["name"]).to_owned();
        rows.push([
            index,
            place,
            word(&step["product"]["name"]).to_owned(),
            by(via).to_owned(),
            leg,
            so_far,
        ]);
    }
    if let Some(tonnes) = path["smallestCapacityTonnesPerYear"].as_f64() {
        let _ = writeln!(
            remarks,
            "  the smallest capacity known on the way is {tonnes:.0} t of the material a year"
        );
    }
    rows.text() + &remarks
}

fn completeness(answer: &Value, found: usize, asked: Asked, words: &Words) -> String {
    let completeness = &answer["completeness"];
    let mut text = match (completeness["status"].as_str(), found) {
        (Some("EXHAUSTIVE"), 0) => {
            let year = plain(&answer["basis"]["year"]);
            let there = asked.there();
            format!("No path is on record among what {there} in {year} and carries the material.")
        }
        (Some("EXHAUSTIVE"), 1) => words.only.to_owned(),
        (Some("EXHAUSTIVE"), n) => format!("These {n} {}", words.all),
        (_, 0) => "No path was found, but the search was not complete:".to_owned(),
        _ => "The list may not be complete:".to_owned(),
    };
    text += &cut(completeness, asked.metric, words);
    text.truncate(text.trim_end_matches([';', ':']).len());
    if !text.ends_with('.') {
        text.push('.');
    }
    text + "\n"
}

/// What was cut off, and the least that anything else comes to.
pub(super) fn cut(completeness: &Value, metric: Metric, words: &Words) -> String {
    let mut text = String::new();
    let reasons = items(&completeness["reasons"]);
    for reason in reasons.iter().filter_map(Value::as_str) {
        text += match reason {
            "K" => words.more,
            "STEPS" => " longer paths were cut at the number of steps;",
            "BUDGET" => " the search was stopped at its budget;",
            "UNKNOWN_METRIC" if metric == Metric::Cost => {
                " a leg of unknown costs is on the way, so that paths over it cannot be ranked;"
            }
            "UNKNOWN_METRIC" => {
                " a leg of unknown length is on the way, so that paths over it cannot be ranked;"
            }
            "CANDIDATES" => {
                " a place has more takers within reach than the nearest 25 that were tried;"
            }
            _ => " some data may not be seen;",
        };
    }
    if let Some(next) = completeness["nextAtLeast"].as_f64() {
        let _ = match metric {
            Metric::Loss => write!(
                text,
                "{} loses at least {:.2} %;",
                words.any_other,
                next * 100.0
            ),
            _ => write!(
                text,
                "{} has at least {} {};",
                words.any_other,
                number(next),
                metric.unit()
            ),
        };
    }
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

pub(super) fn km(value: &Value) -> String {
    value.as_f64().map_or(UNKNOWN.to_owned(), number)
}
