//! The tour of `ketju demo`: what is loaded, a few paths, partners of a stream, what the data do not cover. Its questions
//! are data, in `fixtures/tour.json`, and go through the API like everybody's.

use std::fmt::Write as _;

use anyhow::Context as _;
use serde_json::Value;
use serde_json::json;

use crate::app::tour_questions;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::partners;
use crate::cli::paths;
use crate::cli::paths::Asked;
use crate::cli::paths::Metric;
use crate::cli::paths::answer_of;
use crate::cli::paths::path_texts;

/// The document that tells what is loaded.
const DATASET: &str = include_str!("dataset.graphql");

/// How many paths each question of the tour asks for.
const PATHS: u64 = 3;

/// How many partners each question of the tour asks for.
const PARTNERS: i32 = 3;

/// Prints the tour.
pub(super) fn show(backend: &Backend) -> anyhow::Result<()> {
    let response = backend.query(DATASET, &json!({}))?;
    let dataset = answer_of(&response, "dataset")?;
    print(&loaded(dataset))?;
    let questions: Value =
        serde_json::from_str(&tour_questions()).context("the tour's questions are damaged")?;
    for question in questions.as_array().into_iter().flatten() {
        let title = question["title"].as_str().unwrap_or_default();
        let told = match &question["partners"] {
            Value::Null => of_paths(backend, &question["input"])?,
            input => of_partners(backend, input)?,
        };
        print(&format!("\n{}\n{told}", heading(title)))?;
    }
    print(&format!("\n{}", not_covered(dataset)))
}

/// The answer to a question for paths.
fn of_paths(backend: &Backend, input: &Value) -> anyhow::Result<String> {
    let variables = json!({ "input": input, "first": PATHS });
    let response = backend.query(paths::DOCUMENT, &variables)?;
    let asked = Asked {
        metric: Metric::of_code(input["metric"].as_str()),
        ..Asked::default()
    };
    Ok(path_texts(answer_of(&response, "paths")?, asked))
}

/// The answer to a question for partners.
fn of_partners(backend: &Backend, input: &Value) -> anyhow::Result<String> {
    partners::text_in_lists(backend, input, PARTNERS)
}

/// What is loaded, and how complete it is.
fn loaded(dataset: &Value) -> String {
    let mut text = heading("What is loaded");
    let mut rows = Rows::new(&["records", "number"]);
    for count in dataset["counts"].as_array().into_iter().flatten() {
        rows.push([
            count["kind"].as_str().unwrap_or_default().to_owned(),
            count["count"].to_string(),
        ]);
    }
    text += &rows.text();
    text += "\nHow complete it is\n";
    let mut rows = Rows::new(&["figure", "of", "known", "out of"]);
    for quantity in dataset["completeness"].as_array().into_iter().flatten() {
        let word = |name: &str| quantity[name].as_str().unwrap_or_default().to_owned();
        rows.push([
            word("quantity"),
            word("kind"),
            quantity["known"].to_string(),
            quantity["total"].to_string(),
        ]);
    }
    text + &rows.text()
}

/// So many lines are shown of each level but the first.
const SHOWN: usize = 5;

/// For what the data are judged complete, with year and reason, and where they are not.
fn not_covered(dataset: &Value) -> String {
    let mut text = heading("What the data do not cover");
    let coverage: Vec<&Value> = dataset["coverage"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    for (level, meaning) in [
        (
            "COMPLETE",
            "judged complete for their year, each with its reason:",
        ),
        ("SAMPLE", "a sample: more may exist than is on record"),
        (
            "UNKNOWN",
            "not known: nothing was found, which does not mean none",
        ),
    ] {
        let of_level: Vec<String> = coverage
            .iter()
            .filter(|it| it["level"] == level)
            .map(|it| judged(it))
            .collect();
        let _ = writeln!(text, "{} {meaning}", of_level.len());
        let shown = if level == "COMPLETE" {
            of_level.len()
        } else {
            SHOWN
        };
        for line in of_level.iter().take(shown) {
            let _ = writeln!(text, "  - {line}");
        }
        if of_level.len() > shown {
            let _ = writeln!(text, "  … and {} more", of_level.len() - shown);
        }
    }
    text + "Whatever is not listed has not been judged.\n"
}

/// One judgement in one line.
fn judged(coverage: &Value) -> String {
    let name = |field: &str, all: &str| coverage[field]["name"].as_str().unwrap_or(all).to_owned();
    let stage = coverage["stage"]
        .as_str()
        .map_or("every stage".to_owned(), str::to_lowercase);
    let year = coverage["asOf"]
        .as_i64()
        .map_or("undated".to_owned(), |year| year.to_string());
    let note = coverage["note"]
        .as_str()
        .map_or(String::new(), |note| format!(": {note}"));
    format!(
        "{} {stage} in {} ({year}){note}",
        name("material", "every material"),
        name("region", "?")
    )
}

fn heading(title: &str) -> String {
    format!("{title}\n{}\n", "=".repeat(title.chars().count()))
}
