//! Why there is no path, and routes that no source reports, as text.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::output::Rows;
use crate::cli::paths::Asked;
use crate::cli::paths::show::RANKED;
use crate::cli::paths::show::cut;
use crate::cli::paths::show::km;
use crate::cli::paths::show::routes;
use crate::cli::sampling::uncertainty;
use crate::cli::show::items;
use crate::cli::show::mode;
use crate::cli::show::word;

/// Why there is no path: the reason in sentences, how far the chain goes, and who could take it on. Empty where
/// nothing is said.
pub(super) fn none_text(none: &Value) -> String {
    if none.is_null() {
        return String::new();
    }
    let mut text = format!("Why: {}\n", word(&none["message"]));
    if let Some(stage) = none["furthestStage"].as_str() {
        let stage = stage.to_lowercase();
        let _ = writeln!(
            text,
            "Furthest stage: {stage} at {}.",
            names(&none["reached"])
        );
    }
    for link in items(&none["buyerLinks"]) {
        let (to, by) = (word(&link["to"]["name"]), mode(&link["mode"]));
        let note = link["note"].as_str().map_or(String::new(), |it| {
            format!("; {}", it.trim_end_matches('.'))
        });
        let _ = writeln!(text, "Goes to {to}, {by}{note}.");
    }
    for link in items(&none["corridors"]) {
        let note = link["note"].as_str().map_or(String::new(), |it| {
            format!(": {}", it.trim_end_matches('.'))
        });
        let [from, to] = ["from", "to"].map(|end| word(&link[end]["name"]));
        let by = mode(&link["mode"]);
        let _ = writeln!(text, "Possible way: {from} to {to} ({by}){note}.");
    }
    let filters: Vec<&str> = items(&none["blockedBy"])
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if !filters.is_empty() {
        let _ = writeln!(text, "Blocked by: {}.", filters.join(", "));
    }
    text + &takers(none)
}

/// The nearest takers as a table.
fn takers(none: &Value) -> String {
    let takers = items(&none["nearestTakers"]);
    if takers.is_empty() {
        return String::new();
    }
    let mut rows = Rows::new(&[
        "nearest taker",
        "of",
        "from",
        "straight km",
        "by road about km",
    ]);
    for it in takers {
        rows.push([
            word(&it["site"]["name"]).to_owned(),
            word(&it["product"]["name"]).to_owned(),
            word(&it["from"]["name"]).to_owned(),
            km(&it["greatCircleKm"]),
            km(&it["estimatedKm"]),
        ]);
    }
    let rest = match none["takersComplete"] == false {
        true => "Not every product was tried for takers.\n",
        false => "",
    };
    rows.text() + rest
}

/// Routes over candidate links under a heading of their own. Empty where they were not asked for.
pub(super) fn candidate_text(candidates: &Value, asked: Asked) -> String {
    if candidates.is_null() {
        return String::new();
    }
    let paths = items(&candidates["paths"]);
    let mut text = "\nCandidate routes (no source reports them)\n\n".to_owned();
    text += &routes(paths, asked);
    text += match paths.len() {
        0 => "There is none within reach",
        _ => "These are the best",
    };
    text += match candidates["completeness"]["status"].as_str() {
        Some("EXHAUSTIVE") if paths.is_empty() => "",
        Some("EXHAUSTIVE") => ", and all there are",
        _ => ", but the list may not be complete:",
    };
    text += &cut(&candidates["completeness"], asked.metric, &RANKED);
    text.truncate(text.trim_end_matches([';', ':']).len());
    text += ".\n";
    if !items(&candidates["notCarried"]).is_empty() {
        let _ = writeln!(
            text,
            "Carried by none, as it is or may be a melt, a solution or a gas: {}.",
            names(&candidates["notCarried"])
        );
    }
    text + &uncertainty(&candidates["uncertainty"], "Candidate routes")
}

fn names(list: &Value) -> String {
    let names: Vec<&str> = items(list).iter().map(|it| word(&it["name"])).collect();
    names.join(", ")
}
