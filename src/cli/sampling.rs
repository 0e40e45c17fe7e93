//! Bands of an answer: the options that ask for them, and how they are shown.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::show::word;

/// The most numbers without bounds that are named.
const NAMED: usize = 5;

/// How often an answer is worked out with its figures drawn anew.
#[derive(Args)]
pub(in crate::cli) struct SamplingArgs {
    /// Show how far the numbers may lie off: draw so many times, 1 to 10000, between the bounds of the figures
    #[arg(long, value_name = "N")]
    samples: Option<i32>,
    /// From where the draws begin; another seed gives others
    #[arg(long, value_name = "N", default_value_t = 1, requires = "samples")]
    seed: i32,
}

impl SamplingArgs {
    /// The `UncertaintyInput` of the API; none unless asked for.
    pub(in crate::cli) fn input(&self) -> Option<Value> {
        let samples = self.samples?;
        Some(json!({ "samples": samples, "seed": self.seed }))
    }

    /// What a question does while it is waited for.
    pub(in crate::cli) fn doing(&self) -> String {
        match self.samples {
            Some(samples) => format!("asking, and drawing {samples} samples"),
            None => "asking".to_owned(),
        }
    }
}

/// A band in words, its numbers written as the one they are of.
pub(super) fn band(interval: &Value, written: impl Fn(f64) -> String) -> Option<String> {
    let at = |name: &str| interval[name].as_f64().map(&written);
    let (low, middle, high) = (at("p05")?, at("p50")?, at("p95")?);
    Some(format!(
        "{low} to {high} in nine of ten draws, half of them up to {middle}"
    ))
}

/// How many samples of something there are, or why there are no bands; empty where none were asked for.
pub(super) fn uncertainty(told: &Value, of: &str) -> String {
    if told.is_null() {
        return String::new();
    }
    let mut text = String::new();
    match told["notRecorded"]["message"].as_str() {
        Some(why) => {
            let _ = writeln!(text, "{of}: no uncertainty recorded: {why}.");
        }
        None if told["samples"] == 0 && told["withoutBoundsShare"].is_null() => {
            let _ = writeln!(text, "{of}: there is nothing to draw.");
        }
        None => {
            let seed = plain(&told["seed"]);
            let _ = writeln!(text, "{of}: {}, seed {seed}.", drawn(told));
        }
    }
    let open = items(&told["withoutBounds"]);
    if open.is_empty() {
        return text;
    }
    let _ = write!(text, "  Without bounds:");
    for (at, it) in open.iter().take(NAMED).enumerate() {
        let record = &it["record"];
        let id = record["id"].as_str().unwrap_or("a rate that was set");
        let of = record["subjectId"].as_str().map(|subject| {
            let quantity = word(&record["quantity"]).to_lowercase().replace('_', " ");
            format!("{quantity} of {subject}")
        });
        let share = it["share"].as_f64();
        let share = share.map_or("any part".to_owned(), |it| format!("{:.0} %", it * 100.0));
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(text, "{comma} {} ({share})", of.as_deref().unwrap_or(id));
    }
    let _ = match open.len() - open.len().min(NAMED) {
        0 => writeln!(text, "."),
        more => writeln!(text, " and {more} more."),
    };
    text
}

/// How many samples there are, where these are fewer than asked for too.
fn drawn(told: &Value) -> String {
    let (samples, asked) = (plain(&told["samples"]), plain(&told["samplesAsked"]));
    match samples == asked {
        true => format!("drawn {samples} times"),
        false => format!("drawn {samples} of {asked} times: the work allowed was used up"),
    }
}

/// The columns of a band in spreadsheets.
pub(super) fn band_cells(interval: &Value) -> [String; 3] {
    ["p05", "p50", "p95"].map(|it| plain(&interval[it]))
}

/// The columns of an answer in spreadsheets: how many samples, and the code where there are no bands.
pub(super) fn uncertainty_cells(told: &Value) -> [String; 2] {
    [plain(&told["samples"]), plain(&told["notRecorded"]["code"])]
}
