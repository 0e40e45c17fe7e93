//! Whether an exported file holds what it says.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::exchange::FileVerification;
use crate::exchange::verify_file;

/// So many faults are listed.
const LISTED: usize = 10;

/// Checks a file and says what came of it.
pub(super) fn run(path: &Path, format: Format) -> anyhow::Result<Outcome> {
    let told = verify_file(path)?;
    match format {
        Format::Table => print(&text(&told))?,
        Format::Json | Format::Csv => {
            let mut rows = Rows::new(&["fault"]);
            for fault in &told.faults {
                rows.push([fault.as_str()]);
            }
            rows.print(format, &value(&told))?;
        }
    }
    Ok(match told.is_unchanged() {
        true => Outcome::Done,
        false => Outcome::Negative,
    })
}

fn value(told: &FileVerification) -> Value {
    json!({
        "title": told.title,
        "revision": told.revision,
        "part": told.part,
        "contentHash": told.content_hash,
        "stated": told.stated,
        "found": told.found,
        "records": told.records,
        "unchanged": told.is_unchanged(),
        "faults": told.faults,
    })
}

/// What was found, in sentences.
fn text(told: &FileVerification) -> String {
    let FileVerification {
        title,
        revision,
        records,
        stated,
        found,
        ..
    } = told;
    let mut text = String::new();
    for fault in told.faults.iter().take(LISTED) {
        let _ = writeln!(text, "{fault}");
    }
    if told.faults.len() > LISTED {
        let _ = writeln!(text, "… and {} faults more", told.faults.len() - LISTED);
    }
    let what = match &told.part {
        Some(part) => format!("a part of revision {revision} of {title} ({part})"),
        None => format!("revision {revision} of {title}"),
    };
    let _ = if told.is_unchanged() {
        writeln!(
            text,
            "The content is {what}, unchanged.\n{records} records, hash {found}."
        )
    } else if stated == found {
        writeln!(text, "Not all of it can be read. It says it is {what}.")
    } else {
        writeln!(
            text,
            "Changed: it says it is {what}.\nStated hash {stated},\nbut {records} records come to {found}."
        )
    };
    if told.part.is_some() {
        let _ = writeln!(
            text,
            "The whole has content hash {}, which a part cannot show.",
            told.content_hash
        );
    }
    text
}
