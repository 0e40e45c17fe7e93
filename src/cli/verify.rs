//! `ketju verify`: whether what is stored fits together, or an exported file holds what it says.

mod facts;
mod file;

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::app::Verification;
use crate::app::verify;
use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::model::hex;

#[derive(Args)]
pub(super) struct Verify {
    /// An exported file to check: a data package (a folder or a .zip), JSON Lines, a workbook or a graph of records; the store if left out
    file: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        if let Some(path) = &self.file {
            return file::run(path, self.format, context);
        }
        let folder = &context.settings.data;
        if !folder.exists() {
            bail!("there are no data in `{}`", folder.display());
        }
        let told = match verify(folder) {
            Ok(told) => told,
            Err(error) if error.is_in_use() => {
                bail!("`verify` works on the whole store by itself: {error}")
            }
            // What cannot even be opened is broken; what cannot be read for now is a failure.
            Err(error) if error.is_damage() => {
                print(&format!("broken: {error}\n"))?;
                return Ok(Outcome::Negative);
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot open `{}`", folder.display()));
            }
        };
        match self.format {
            Format::Table => print(&text(&told))?,
            Format::Json | Format::Csv => faults(&told).print(self.format, &value(&told))?,
        }
        Ok(match told.faults.is_empty() {
            true => Outcome::Done,
            false => Outcome::Negative,
        })
    }
}

fn faults(told: &Verification) -> Rows {
    let mut rows = Rows::new(&["revision", "fault"]);
    for (revision, fault) in &told.faults {
        rows.push([revision.to_string(), fault.to_string()]);
    }
    rows
}

fn value(told: &Verification) -> Value {
    let faults = told.faults.iter();
    let faults =
        faults.map(|(revision, fault)| json!({ "revision": revision, "fault": fault.to_string() }));
    json!({
        "oldest": told.oldest.max(1),
        "latest": told.latest,
        "chainHash": hex(&told.chain),
        "commits": told.commits,
        "changes": told.changes,
        "checkpoints": told.checkpoints,
        "notCompared": told.not_compared,
        "faults": faults.collect::<Vec<_>>(),
    })
}

/// What was checked, in sentences, below the faults.
fn text(told: &Verification) -> String {
    let mut text = String::new();
    if !told.faults.is_empty() {
        text = faults(told).text() + "\n";
    }
    let many = |count: u64, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {more}"),
    };
    if told.oldest > 0 {
        let _ = writeln!(
            text,
            "How revision {} came about was discarded: it is taken as its checkpoint has it.",
            told.oldest
        );
    }
    let _ = writeln!(
        text,
        "{} with {} {} to the stored chain hashes.",
        many(told.commits, "commit", "commits"),
        many(told.changes, "change", "changes"),
        if told.commits == 1 { "comes" } else { "come" },
    );
    let _ = writeln!(
        text,
        "{} what the commits before come to.",
        many(told.checkpoints, "checkpoint is", "checkpoints are")
    );
    let beyond = told.not_compared.iter().filter(|it| **it != told.oldest);
    let beyond: Vec<String> = beyond.map(u64::to_string).collect();
    if !beyond.is_empty() {
        let _ = writeln!(
            text,
            "Not compared, as commits before cannot be read: the checkpoints of revisions {}.",
            beyond.join(", ")
        );
    }
    let chain = hex(&told.chain);
    let _ = match told.faults.len() {
        0 => writeln!(
            text,
            "Whole up to revision {}, chain hash {chain}.",
            told.latest
        ),
        1 => writeln!(text, "Broken: one revision has a fault."),
        faults => writeln!(text, "Broken: {faults} revisions have faults."),
    };
    text
}
