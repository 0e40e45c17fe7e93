//! What a report rests on: assumptions, what the data do not cover, revision, year, how to cite.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Document;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Table;
use crate::cli::report::document::printed;
use crate::cli::report::figures::words;
use crate::cli::report::places::coverage;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::plain;

/// What the data do not cover: a sentence, and the judgements on record.
pub(super) fn not_covered(message: &str, judgements: &Value, citing: &mut Citing) -> Section {
    let table = coverage(judgements, citing);
    Section {
        anchor: "not-covered",
        title: "What the data do not cover".to_owned(),
        blocks: vec![
            Block::Paragraph(message.to_owned()),
            Block::table_or(table, "Nothing is on record of how complete the data are."),
        ],
    }
}

/// Every assumption anywhere in the answers, each once, in the order of the answers.
pub(super) fn assumptions(answers: &Value) -> Section {
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    let mut found = Vec::new();
    within(answers, &mut found);
    for it in found {
        let (code, message) = (words(&it["code"]), plain(&it["message"]));
        if seen.insert((code.clone(), message.clone())) {
            rows.push(Row::of(
                vec![Cell::text(code), Cell::text(message)],
                Vec::new(),
            ));
        }
    }
    let table = Table {
        name: "Assumptions",
        caption: "What was assumed or doubted".to_owned(),
        keys: 1,
        columns: vec![printed("assumption", ""), printed("in words", "")],
        rows,
    };
    Section {
        anchor: "assumptions",
        title: "Assumptions".to_owned(),
        blocks: vec![Block::table_or(table, "Nothing was assumed.")],
    }
}

/// Every item of a list `assumptions`. O(size of the answer).
fn within<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                match key.as_str() {
                    "assumptions" => found.extend(items(inner)),
                    _ => within(inner, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|it| within(it, found)),
        _ => (),
    }
}

/// The report of these sections; `basis` is one of an answer.
pub(super) fn document(
    title: String,
    summary: String,
    sections: Vec<Section>,
    mut citing: Citing,
    answers: &Value,
) -> Document {
    let basis = &answers["benchmarks"]["basis"];
    let dataset = &answers["dataset"];
    // What answers rest on without a row of its own is listed after what is cited.
    let rest = answers["sources"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    citing.of(&serde_json::json!({ "sources": rest }));
    let mut about = vec![
        ("Revision", plain(&basis["revision"])),
        ("Year", plain(&basis["year"])),
    ];
    if let Some(scenario) = basis["scenario"].as_str() {
        let told = format!(
            "{scenario}. Benchmarks, supply risk, dependence and gaps are told under it; sites, figures, side-streams and projects as they are on record."
        );
        about.push(("Scenario", told));
    }
    about.extend(cited(dataset));
    Document {
        title,
        summary,
        is_card: false,
        about,
        sections,
        sources: citing.sources(&answers["sources"]),
    }
}

/// The data as they are cited.
pub(super) fn cited(dataset: &Value) -> [(&'static str, String); 4] {
    [
        ("Data", plain(&dataset["title"])),
        ("Licences", joined(&dataset["licences"]).replace(';', ", ")),
        ("Content hash", plain(&dataset["contentHash"])),
        ("Cite as", plain(&dataset["citation"])),
    ]
}
