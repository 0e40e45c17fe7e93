//! An answer for throughput as text.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::output::Rows;
use crate::cli::sampling::band;
use crate::cli::sampling::uncertainty;
use crate::cli::show::amount;
use crate::cli::show::basis;
use crate::cli::show::criticality;
use crate::cli::show::items;
use crate::cli::show::scenario;
use crate::cli::show::word;

/// So many lines are shown of each list; the other formats have all.
const SHOWN: usize = 8;

/// The answer for people: a sentence, the amounts as a table, what holds them back, what is not known.
pub(super) fn text(answer: &Value) -> String {
    let mut text = format!("{}\n", word(&answer["message"]));
    if answer["whyNone"].is_null() {
        text += &format!("{}\n\n", status(answer));
        text += &amounts(answer);
        text += &bands(answer);
        text += &held_back(answer);
        text += &stages(answer);
    }
    text += &not_known(answer);
    if answer["completeness"]["status"] != "EXHAUSTIVE" {
        text += "Not all of this was worked out: the work allowed was used up.\n";
    }
    if let Some(share) = answer["basis"]["estimatedShare"].as_f64() {
        let _ = writeln!(
            text,
            "Of what that hangs on, {:.0} % is estimated, assumed or not known.",
            share * 100.0
        );
    }
    text += &scenario(&answer["basis"]);
    text += &criticality(&answer["material"]);
    text + &basis(&answer["basis"], &[])
}

/// How well the amount is known, and what is counted.
fn status(answer: &Value) -> String {
    let known = match answer["status"].as_str() {
        Some("DETERMINED") => "DETERMINED: the most and the least are the same",
        Some("BOUNDED") => "BOUNDED: the most and the least differ",
        _ => "UNDETERMINED: the least is zero only because of what is not known",
    };
    let counted = match answer["product"]["name"].as_str() {
        Some(product) => format!("gross tonnes of {product}"),
        None => format!("tonnes of {} contained", word(&answer["material"]["name"])),
    };
    format!("{known}. Counted are {counted}.")
}

/// What is delivered, and by site what is delivered and enters in the flow of the most and in that of the least: no bounds
/// of each site.
fn amounts(answer: &Value) -> String {
    let mut rows = Rows::new(&[
        "t a year",
        "in the flow of the most",
        "in the flow of the least",
    ]);
    let (upper, lower) = (&answer["upper"], &answer["lower"]);
    let mut push = |what: String, upper: &Value, lower: &Value| {
        rows.push([what, tonnes(upper), tonnes(lower)]);
    };
    let delivered = "deliveredTonnesPerYear";
    push("delivered".to_owned(), &upper[delivered], &lower[delivered]);
    for (list, way) in [("bySource", "from"), ("bySink", "to")] {
        for (site, most, least) in paired(&upper[list], &lower[list]) {
            push(format!("  {way} {site}"), &most, &least);
        }
    }
    let unplaced = "unplacedTonnesPerYear";
    if [upper, lower]
        .iter()
        .any(|it| it[unplaced].as_f64() > Some(0.0))
    {
        let what = "  taken on by nobody".to_owned();
        push(what, &upper[unplaced], &lower[unplaced]);
    }
    rows.text()
}

/// How far the amounts may lie off, and what binds in the draws.
fn bands(answer: &Value) -> String {
    let mut text = String::new();
    for (bound, name) in [("upper", "most"), ("lower", "least")] {
        let bound = &answer[bound];
        let Some(band) = band(&bound["deliveredInterval"], amount) else {
            text += &uncertainty(&bound["uncertainty"], &format!("The {name}"));
            continue;
        };
        let _ = writeln!(text, "The {name} delivered: {band}.");
        let binding = items(&bound["bindingShares"]).iter().take(5);
        let binding: Vec<String> = binding
            .map(|it| {
                let share = it["share"].as_f64().unwrap_or_default() * 100.0;
                format!("{} in {share:.0} %", word(&it["record"]["id"]))
            })
            .collect();
        let _ = writeln!(text, "  It is held back by {}.", binding.join(", "));
        text += &uncertainty(&bound["uncertainty"], &format!("The {name}"));
    }
    text
}

/// Tonnes; what is not bounded has no number.
fn tonnes(value: &Value) -> String {
    value.as_f64().map_or_else(|| "?".to_owned(), amount)
}

/// The amounts of two lists by site, in their order; a site that one of them lacks has 0 there, or nothing if
/// the whole list is missing.
fn paired(upper: &Value, lower: &Value) -> Vec<(String, Value, Value)> {
    let of = |list: &Value, id: &Value| match list.is_null() {
        true => Value::Null,
        false => {
            let mut found = items(list).iter().filter(|it| it["site"]["id"] == *id);
            found
                .next()
                .map_or(0.0.into(), |it| it["tonnesPerYear"].clone())
        }
    };
    let mut sites: Vec<&Value> = items(upper)
        .iter()
        .chain(items(lower))
        .map(|it| &it["site"])
        .collect();
    sites.sort_by_key(|it| word(&it["id"]));
    sites.dedup();
    let told = sites.into_iter().map(|site| {
        let id = &site["id"];
        (word(&site["name"]).to_owned(), of(upper, id), of(lower, id))
    });
    told.collect()
}

/// Bottlenecks and points of failure: of the most, or of the least where nothing bounds the most.
fn held_back(answer: &Value) -> String {
    let is_bounded = !answer["upper"]["deliveredTonnesPerYear"].is_null();
    let (bound, of) = match is_bounded {
        true => (&answer["upper"], "most"),
        false => (&answer["lower"], "least"),
    };
    let mut text = String::new();
    for (lists, title) in [
        (
            ["bottlenecks", "jointlyBinding"].as_slice(),
            "What bounds the",
        ),
        (&["singlePoints"], "What would be missed of the"),
    ] {
        let told = lists.iter().flat_map(|it| items(&bound[*it]));
        let told: Vec<&str> = told.map(|it| word(&it["message"])).collect();
        if told.is_empty() {
            continue;
        }
        let shown = told.len().min(SHOWN);
        let _ = writeln!(text, "{title} {of}:\n  {}", told[..shown].join("\n  "));
        if told.len() > shown {
            let _ = writeln!(text, "  and {} more", told.len() - shown);
        }
        let is_empty = |list: &str| items(&bound[list]).is_empty();
        if lists.contains(&"bottlenecks") && is_empty("bottlenecks") {
            text += "  They bind together: more of one alone delivers no more.\n";
        }
    }
    text
}

/// What each stage can give.
fn stages(answer: &Value) -> String {
    let stages = items(&answer["upper"]["stageBalance"]);
    if stages.is_empty() {
        return String::new();
    }
    let mut rows = Rows::new(&[
        "stage",
        "can give, t a year",
        "left out, capacity not known",
    ]);
    for it in stages {
        let left_out = items(&it["leftOut"]).iter();
        let left_out: Vec<&str> = left_out.map(|it| word(&it["name"])).collect();
        rows.push([
            word(&it["stage"]).to_lowercase(),
            tonnes(&it["tonnesPerYear"]),
            left_out.join(", "),
        ]);
    }
    format!("\n{}", rows.text())
}

/// The capacities that are not known, the most decisive first.
fn not_known(answer: &Value) -> String {
    let shown = items(&answer["unknowns"]);
    let count = answer["unknownCount"].as_u64().unwrap_or_default();
    let mut text = String::new();
    if count > 0 {
        text += "Not known:\n";
    }
    for it in shown {
        let _ = writeln!(text, "  {}", word(&it["message"]));
    }
    let more = count.saturating_sub(shown.len() as u64);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
    text
}
