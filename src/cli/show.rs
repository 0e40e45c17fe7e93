//! Parts that answers have in common, as text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

/// What the Critical Raw Materials Act says of the material, with the grade each list limits it to.
pub(super) fn criticality(material: &Value) -> String {
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

/// What an answer stands on, with the assumptions that have not been shown before.
pub(super) fn basis(basis: &Value, shown: &[&Value]) -> String {
    let mut text = String::new();
    let besides = items(&basis["assumptions"])
        .iter()
        .filter(|it| !shown.contains(it) && it["code"] != "SCENARIO");
    // Several figures of one record may be alike in what is assumed of them: that is told once.
    let mut told = BTreeSet::new();
    for message in besides.map(|it| word(&it["message"])) {
        if told.insert(message) {
            let _ = writeln!(text, "Besides: {message}.");
        }
    }
    text += &scenario(basis);
    let sources = items(&basis["sources"]).len();
    let _ = writeln!(
        text,
        "Revision {}, for the year {}; {sources} sources.",
        plain(&basis["revision"]),
        plain(&basis["year"])
    );
    text
}

/// The scenario that an answer was asked under, as a line; nothing without one.
pub(super) fn scenario(basis: &Value) -> String {
    let told = basis["scenario"].as_str();
    told.map_or_else(String::new, |it| format!("Scenario: {it}.\n"))
}

/// How something came to a place, from the arc that brought it.
pub(super) fn by(via: &Value) -> &str {
    match via["kind"].as_str() {
        None => "",
        Some("MOVEMENT") => mode(&via["mode"]),
        Some("TRANSFORMATION") => "processing",
        Some("ASSUMED_TRANSFORMATION") => "assumed processing",
        Some("SIDE_STREAM") => "side-stream",
        Some("CANDIDATE") => "candidate",
        Some(other) => other,
    }
}

/// The site or side-stream of a step or node.
pub(super) fn place(step: &Value) -> &Value {
    if step["site"].is_null() {
        &step["sideStream"]
    } else {
        &step["site"]
    }
}

/// A mode of transport in words.
pub(super) fn mode(value: &Value) -> &str {
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
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// An amount with four significant digits where it is small, so that what is not zero is not shown as zero.
pub(super) fn amount(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 100.0 || size <= 1e-6 => return number(value),
        _ if size >= 10.0 => 2,
        _ if size >= 1.0 => 3,
        _ if size >= 0.1 => 4,
        _ if size >= 0.01 => 5,
        _ if size >= 0.001 => 6,
        _ => 9,
    };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A part of a whole in percent, at three significant digits: 98.5 %, 1.49 %, 0.00312 %; never a whole that it is not.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let digits = (1..=12).find(|it| {
        let least = 10_f64.powi(2 - it);
        percent.abs() >= least
    });
    let digits = usize::try_from(digits.unwrap_or(1)).unwrap_or(1);
    let words = |digits: usize| {
        let text = format!("{percent:.digits$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let is_honest = |it: &String| it != "100" || percent >= 100.0;
    let text = (digits..=12).map(words).find(is_honest);
    format!("{} %", text.unwrap_or_else(|| words(digits)))
}

/// The items of a list; none of anything else.
pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text, or a question mark.
pub(super) fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// The texts of a list in one cell.
pub(super) fn joined(value: &Value) -> String {
    items(value).iter().map(plain).collect::<Vec<_>>().join(";")
}

/// A text in one line of at most so many characters; what is left out is told by `…`.
pub(super) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        None => line,
        Some(_) => {
            let kept = line.chars().take(most.saturating_sub(1));
            kept.chain(['…']).collect()
        }
    }
}

/// A JSON scalar as text; empty for null.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
