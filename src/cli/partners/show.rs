//! Partners as text and as a table.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::output::Rows;
use crate::cli::show::basis;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::number;
use crate::cli::show::percent;
use crate::cli::show::plain;

/// The answer in words: what was understood, the table, what is behind each row, and what it rests on.
pub(super) fn text(answer: &Value) -> String {
    understood(&answer["understood"]) + &list(answer) + &basis(&answer["basis"], &[])
}

/// Named takers before kinds of use, each as a list of its own: who wants somebody to call sees them first.
pub(super) fn lists(answer: &Value) -> String {
    let (takers, uses) = (&answer["takers"], &answer["uses"]);
    let parts = [("Who could take it", takers), ("What it can become", uses)];
    let parts = parts.map(|(title, part)| format!("{title}\n\n{}\n", list(part)));
    let rests_on = both(&takers["basis"], &uses["basis"]);
    understood(&takers["understood"]) + &parts.concat() + &basis(&rests_on, &[])
}

/// What two answers of one revision and year rest on.
fn both(one: &Value, other: &Value) -> Value {
    let mut both = one.clone();
    for key in ["assumptions", "sources"] {
        let mut all: Vec<&Value> = items(&one[key]).iter().collect();
        for it in items(&other[key]) {
            if !all.contains(&it) {
                all.push(it);
            }
        }
        both[key] = all.into_iter().cloned().collect();
    }
    both
}

/// The table, then what is behind each row, and what is ruled out.
fn list(answer: &Value) -> String {
    let nodes = items(&answer["nodes"]);
    let found = |it: &&Value| it["rejectionReason"].is_null();
    let partners: Vec<&Value> = nodes.iter().filter(found).collect();
    let mut text = String::new();
    if partners.is_empty() {
        text += "No partner is found. That does not show that there is none.\n";
    } else {
        text += &table(&partners).text();
    }
    for (at, it) in (1..).zip(&partners) {
        text += &behind(at, it);
    }
    // A pair tells its own reason; else what is ruled out is a list of its own.
    let ruled_out = &answer["ruledOut"];
    let listed = nodes.iter().filter(|it| !found(it));
    text += &rejected(answer, listed.chain(items(&ruled_out["nodes"])));
    if let Some(total) = ruled_out["totalCount"].as_u64() {
        let shown = items(&ruled_out["nodes"]).len() as u64;
        let _ = writeln!(
            text,
            "  {shown} of {total} ruled out shown, first what would have fitted best{}.",
            how_to_see_more(shown, total)
        );
    }
    text += &waiting(answer);
    if answer["completeness"]["status"] == "TRUNCATED" {
        text += "\nNot all pairs were looked at: there may be more.\n";
    }
    let total = answer["totalCount"].as_u64().unwrap_or_default();
    let _ = writeln!(text, "\n{} of {total} shown.", nodes.len());
    text
}

/// What was made of the stream asked for.
fn understood(offer: &Value) -> String {
    let mut told = Vec::new();
    let mut tell = |what: &str, value: String| {
        if !value.is_empty() {
            told.push(format!("{what} {value}"));
        }
    };
    let names = |key: &str| names(&offer[key]);
    tell("product", plain(&offer["product"]["name"]));
    tell("materials", names("materials"));
    tell("words", in_a_row(&offer["concepts"]));
    tell("waste codes", waste_codes(&offer["ewc"]));
    let tonnes = offer["tonnesPerYear"].as_f64().map(number);
    let ends = ["tonnesLow", "tonnesHigh"].map(|it| offer[it].as_f64().map(number));
    let between = match ends {
        [Some(low), Some(high)] => format!(", the middle of {low} to {high}"),
        _ => String::new(),
    };
    let tonnes = tonnes.map(|it| it + &between);
    tell("t/a", tonnes.unwrap_or_default());
    let places = [&offer["place"], &offer["region"]["name"]].map(plain);
    let place = places.into_iter().find(|it| !it.is_empty());
    tell("at", place.unwrap_or_else(|| position(&offer["position"])));
    tell("contents", contents(&offer["contents"]));
    match offer["hazardous"].as_bool() {
        Some(true) => told.push("hazardous".to_owned()),
        Some(false) => told.push("not hazardous".to_owned()),
        None => (),
    }
    let mut text = match offer["name"].as_str() {
        None => return String::new(),
        Some(name) => format!("{name}: {}.\n", told.join("; ")),
    };
    let not = in_a_row(&offer["notUnderstood"]);
    if !not.is_empty() {
        let _ = writeln!(text, "Not understood: {not}.");
    }
    for it in items(&offer["assumed"]) {
        let _ = writeln!(text, "Assumed: {}", plain(it));
    }
    text + "\n"
}

/// The texts of a list with commas; a text may have a semicolon of its own.
fn in_a_row(list: &Value) -> String {
    let texts: Vec<String> = items(list).iter().map(plain).collect();
    texts.join(", ")
}

fn waste_codes(codes: &Value) -> String {
    let codes = items(codes).iter().map(|it| {
        let assigned = match it["isAssigned"] == true {
            true => " (assigned)",
            false => "",
        };
        format!("{}{assigned}", plain(&it["code"]))
    });
    codes.collect::<Vec<_>>().join(", ")
}

fn position(position: &Value) -> String {
    let degrees = |key: &str| position[key].as_f64();
    let pair = degrees("latitude").zip(degrees("longitude"));
    pair.map_or_else(String::new, |(north, east)| format!("{north}, {east}"))
}

fn contents(contents: &Value) -> String {
    let told = items(contents).iter().map(|it| {
        let much = match (it["low"].as_f64(), it["high"].as_f64()) {
            (Some(low), Some(high)) if low < high => {
                format!("{} to {}", percent(low), percent(high))
            }
            (Some(low), None) => format!("at least {}", percent(low)),
            (None, Some(high)) => format!("at most {}", percent(high)),
            (_, high) => high.map_or_else(String::new, percent),
        };
        format!("{} {much}", plain(&it["material"]["name"]))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The names of a list, in one cell.
pub(super) fn names(list: &Value) -> String {
    let names = items(list).iter().map(|it| plain(&it["name"]));
    names.collect::<Vec<_>>().join(", ")
}

/// What the partner is, in a word.
fn kind(partner: &Value) -> &'static str {
    match partner["entity"]["__typename"].as_str() {
        Some("Site") => "site",
        Some("Organisation") => "organisation",
        Some("Use") => "use",
        Some("SideStream") => "side-stream",
        _ => "",
    }
}

fn kilometres(partner: &Value) -> String {
    partner["distanceKm"]
        .as_f64()
        .map_or_else(String::new, number)
}

/// What the precedent is, in a few words.
fn precedent(partner: &Value) -> String {
    let it = &partner["precedent"];
    match it["receiver"].as_str() {
        None => plain(&it["name"]),
        Some(receiver) => format!("{} to {receiver}", plain(&it["name"])),
    }
}

/// A code in words.
fn word(code: &Value) -> String {
    plain(code).to_lowercase().replace('_', " ")
}

fn table(partners: &[&Value]) -> Rows {
    let mut rows = Rows::new(&[
        "no",
        "partner",
        "kind",
        "score",
        "confidence",
        "tier",
        "km",
        "precedent",
    ]);
    for (at, it) in (1..).zip(partners) {
        let at: i32 = at;
        let hundredths = |key: &str| {
            let number = it[key].as_f64();
            number.map_or_else(String::new, |it| format!("{it:.2}"))
        };
        rows.push([
            at.to_string(),
            plain(&it["entity"]["name"]),
            kind(it).to_owned(),
            hundredths("score"),
            hundredths("confidence"),
            plain(&it["tier"]),
            kilometres(it),
            precedent(it),
        ]);
    }
    rows
}

/// The reason, and what somebody needs to act on it.
fn behind(at: i32, partner: &Value) -> String {
    let mut text = format!("\n{at}. {}\n", plain(&partner["message"]));
    let mut tell = |what: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "   {what}: {value}");
        }
    };
    let steps = items(&partner["missingTreatment"]).iter();
    let steps: Vec<String> = steps.map(|it| plain(&it["label"])).collect();
    tell("missing treatment", steps.join(", "));
    if !steps.is_empty() {
        let offers = names(&partner["treatmentOffers"]) + &more_offers(partner);
        tell("done or offered by", offers);
    }
    tell("meet through", names(&partner["brokers"]));
    tell("legal route", plain(&partner["legalRoute"]));
    if let Some(id) = partner["match"]["id"].as_str() {
        let status = word(&partner["match"]["status"]);
        tell("pursued", format!("{id} ({status})"));
    }
    for it in items(&partner["warnings"]) {
        tell("note", plain(it));
    }
    text
}

/// How many more do or offer a missing step than are named; nothing where all are.
pub(in crate::cli) fn more_offers(partner: &Value) -> String {
    let told = items(&partner["treatmentOffers"]).len() as u64;
    let total = partner["treatmentOffersTotal"].as_u64();
    match total.unwrap_or_default().saturating_sub(told) {
        0 => String::new(),
        more => format!(", and {more} more"),
    }
}

/// What was ruled out: how many by each reason, and each with its reason where they are listed.
fn rejected<'a>(answer: &Value, listed: impl Iterator<Item = &'a Value>) -> String {
    let counts = items(&answer["rejected"]);
    if counts.is_empty() {
        return String::new();
    }
    let mut text = "\nRuled out\n".to_owned();
    for it in counts {
        let _ = writeln!(text, "  {}", plain(&it["message"]));
    }
    for it in listed {
        let (name, why) = (&it["entity"]["name"], &it["rejectedBecause"]);
        let _ = writeln!(text, "  {}: {}", plain(name), plain(why));
    }
    text
}

/// What to ask for what is not shown; nothing where all is.
fn how_to_see_more(shown: u64, total: u64) -> &'static str {
    if shown < total {
        "; `--first` with a larger number shows more, up to 200, and JSON of `onlyRejected` pages through all"
    } else {
        ""
    }
}

/// Takers that do not operate and would otherwise be among the first.
fn waiting(answer: &Value) -> String {
    let all = items(&answer["waiting"]);
    if all.is_empty() {
        return String::new();
    }
    let told = all
        .iter()
        .map(|it| format!("  {}\n", plain(&it["message"])));
    format!(
        "\nDo not operate in the year, or are not known to\n{}",
        told.collect::<String>()
    )
}

/// The columns of CSV; lists are joined with semicolons.
const COLUMNS: [&str; 27] = [
    "rank",
    "partner",
    "name",
    "kind",
    "stream",
    "score",
    "confidence",
    "tier",
    "precedent",
    "code",
    "composition",
    "distance",
    "text",
    "quantity",
    "distance_km",
    "precedent_record",
    "missing_treatment",
    "treatment_offers",
    "brokers",
    "legal_route",
    "warnings",
    "rejection_reason",
    "existing",
    "message",
    "sources",
    "year",
    "revision",
];

/// A row a partner, those ruled out last and without a rank.
pub(super) fn csv_rows(answer: &Value) -> Rows {
    let mut rows = Rows::new(&COLUMNS);
    let basis = &answer["basis"];
    for (at, it) in (1..).zip(items(&answer["nodes"])) {
        let at: i32 = at;
        let is_found = it["rejectionReason"].is_null();
        let rank = is_found.then(|| at.to_string());
        let component = |name: &str| {
            let all = items(&it["components"]).iter();
            let mut of = all.filter(|it| it["component"] == name);
            of.next().map_or_else(String::new, |it| plain(&it["value"]))
        };
        let ids = |key: &str, field: &str| {
            let ids = items(&it[key]).iter().map(|it| plain(&it[field]));
            ids.collect::<Vec<_>>().join(";")
        };
        let sources = items(&it["components"]).iter();
        let sources = sources.flat_map(|it| items(&it["sources"]));
        let mut sources: Vec<String> = sources.map(|it| plain(&it["id"])).collect();
        sources.sort();
        sources.dedup();
        let message = match is_found {
            true => &it["message"],
            false => &it["rejectedBecause"],
        };
        rows.push([
            rank.unwrap_or_default(),
            plain(&it["entity"]["id"]),
            plain(&it["entity"]["name"]),
            kind(it).to_owned(),
            plain(&it["sideStream"]["id"]),
            plain(&it["score"]),
            plain(&it["confidence"]),
            plain(&it["tier"]),
            component("PRECEDENT"),
            component("CODE"),
            component("COMPOSITION"),
            component("DISTANCE"),
            component("TEXT"),
            component("QUANTITY"),
            plain(&it["distanceKm"]),
            plain(&it["precedent"]["id"]),
            ids("missingTreatment", "code"),
            ids("treatmentOffers", "id"),
            ids("brokers", "id"),
            plain(&it["legalRoute"]),
            joined(&it["warnings"]),
            plain(&it["rejectionReason"]),
            plain(&it["existing"]["id"]),
            plain(message),
            sources.join(";"),
            plain(&basis["year"]),
            plain(&basis["revision"]),
        ]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reason_keeps_its_own_semicolon() {
        let offer = json!({
            "name": "slag",
            "concepts": ["slag", "steel"],
            "notUnderstood": ["over 5 t (a bound; say more)", "x"],
        });
        assert_eq!(
            understood(&offer),
            "slag: words slag, steel.\nNot understood: over 5 t (a bound; say more), x.\n\n"
        );
    }
}
