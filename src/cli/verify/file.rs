//! Whether an exported file holds what it says, and beside the data at hand, which of its rows do not.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::app::ExportRequest;
use crate::app::FileDifference;
use crate::app::beside;
use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::output::print_json;
use crate::cli::show::short;
use crate::cli::verify::facts::contradictions;
use crate::exchange::ExportFormat;
use crate::exchange::FileVerification;
use crate::exchange::ReadOptions;
use crate::exchange::read_import;
use crate::exchange::verify_file;
use crate::model::Became;

/// So many faults, and rows that differ, are listed.
const LISTED: usize = 10;

/// So much of a value a table shows, in characters.
const SHOWN: usize = 60;

/// Checks a file and says what came of it.
pub(super) fn run(path: &Path, format: Format, context: &Context) -> anyhow::Result<Outcome> {
    let told = verify_file(path)?;
    let (differing, unlike) = match told.is_unchanged() {
        true => (None, contradictions(&told, context)),
        false => (differing(&told, context), None),
    };
    let said = unlike.as_deref();
    match format {
        Format::Table => {
            let data = context.settings.data.display().to_string();
            let below = below(&told, differing.as_deref(), &data);
            print(&(text(&told, said, &data) + &below))?;
        }
        Format::Json => print_json(&value(&told, differing.as_deref(), said))?,
        Format::Csv => rows(&told, differing.as_deref(), said).print(format, &Value::Null)?,
    }
    let is_it = told.is_unchanged() && said.unwrap_or_default().is_empty();
    Ok(match is_it {
        true => Outcome::Done,
        false => Outcome::Negative,
    })
}

/// The rows that differ from the revision that the file names; none if the data at hand have no such revision of that content.
fn differing(told: &FileVerification, context: &Context) -> Option<Vec<FileDifference>> {
    let backend = Backend::open_existing(&context.settings).ok()?;
    let asked = ExportRequest {
        at: Some(told.revision),
        ..ExportRequest::default()
    };
    let mut lines = Vec::new();
    backend
        .export(ExportFormat::Jsonl, &asked, &mut lines)
        .ok()?;
    let form = ReadOptions::default();
    let on_record = read_import("revision.jsonl", &lines, &form);
    let is_it = on_record.stated.content_hash.as_ref() == Some(&told.content_hash);
    let records = on_record.records.into_iter().map(|it| it.0);
    is_it.then(|| beside(told, records.collect()))
}

/// A row for each fault, then one for each value that differs.
fn rows(
    told: &FileVerification,
    differing: Option<&[FileDifference]>,
    unlike: Option<&[String]>,
) -> Rows {
    let mut rows = Rows::new(&[
        "fault",
        "record",
        "became",
        "place",
        "field",
        "on record",
        "in the file",
    ]);
    for fault in told.faults.iter().chain(unlike.unwrap_or_default()) {
        rows.push([fault.as_str(), "", "", "", "", "", ""]);
    }
    for it in differing.unwrap_or_default() {
        for field in &it.fields {
            rows.push([
                String::new(),
                it.id.to_string(),
                it.became.code().to_lowercase(),
                place(it),
                field.field.to_owned(),
                field.before.clone().unwrap_or_default(),
                field.after.clone().unwrap_or_default(),
            ]);
        }
    }
    rows
}

fn value(
    told: &FileVerification,
    differing: Option<&[FileDifference]>,
    unlike: Option<&[String]>,
) -> Value {
    let differing = differing.map(|all| {
        let told = all.iter().map(|it| {
            let fields = it
                .fields
                .iter()
                .map(|it| json!({ "field": it.field, "onRecord": it.before, "inFile": it.after }));
            json!({
                "record": it.id.to_string(),
                "became": it.became.code(),
                "file": it.place.as_ref().map(|it| it.file.as_str()),
                "line": it.place.as_ref().map(|it| it.line),
                "fields": fields.collect::<Vec<_>>(),
            })
        });
        told.collect::<Vec<_>>()
    });
    json!({
        "title": told.title,
        "revision": told.revision,
        "part": told.part,
        "contentHash": told.content_hash,
        "stated": told.stated,
        "found": told.found,
        "records": told.records.len(),
        "unchanged": told.is_unchanged(),
        "faults": told.faults,
        "contradictions": unlike,
        "differing": differing,
    })
}

/// What was found, in sentences.
fn text(told: &FileVerification, unlike: Option<&[String]>, data: &str) -> String {
    let FileVerification {
        title,
        revision,
        stated,
        found,
        ..
    } = told;
    let records = told.records.len();
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
            "{}\n{records} records, hash {found}.\n{}",
            heading(&what, unlike),
            of_itself(unlike, data).trim_end()
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

/// What a file whose rows are unchanged comes to, in one line.
fn heading(what: &str, unlike: Option<&[String]>) -> String {
    match unlike {
        None | Some([]) => format!("The content is {what}, unchanged."),
        Some(_) => format!("The rows are unchanged, but it says it is {what}, which it is not."),
    }
}

/// What is known of what such a file says of itself.
fn of_itself(unlike: Option<&[String]>, data: &str) -> String {
    match unlike {
        None => format!(
            "The hash covers the rows. What the file says of itself (title, revision, licences, reference year, chain hash, citation) was not checked: `{data}` does not have that revision."
        ),
        Some([]) => format!(
            "Title, revision, licences, reference year and chain hash, where it states them, are those of `{data}`."
        ),
        Some(unlike) => {
            let lines = unlike.iter().map(|it| format!("  {it}\n"));
            format!("Against `{data}`:\n{}", lines.collect::<String>())
        }
    }
}

/// What differs from the data at hand, row by row.
fn below(told: &FileVerification, differing: Option<&[FileDifference]>, data: &str) -> String {
    let revision = told.revision;
    let Some(differing) = differing else {
        return match told.is_unchanged() {
            true => String::new(),
            false => format!(
                "Which rows differ cannot be told: `{data}` has no revision {revision} of that content.\n"
            ),
        };
    };
    let mut text = match differing.len() {
        0 => format!("No row of it differs from revision {revision} of `{data}`.\n"),
        1 => format!("1 record differs from revision {revision} of `{data}`:\n"),
        many => format!("{many} records differ from revision {revision} of `{data}`:\n"),
    };
    for it in differing.iter().take(LISTED) {
        let _ = match it.became {
            Became::Created => writeln!(text, "  {} `{}` is not on record", place(it), it.id),
            Became::Deleted => writeln!(text, "  `{}` is missing", it.id),
            Became::Changed => writeln!(text, "  {} `{}`: {}", place(it), it.id, changed(it)),
        };
    }
    if differing.len() > LISTED {
        let _ = writeln!(text, "  … and {} more", differing.len() - LISTED);
    }
    if told.part.is_some() {
        text += "Which records of the part are missing cannot be told.\n";
    }
    text
}

fn place(it: &FileDifference) -> String {
    let place = it.place.as_ref();
    place.map_or(String::new(), |it| format!("{}:{}", it.file, it.line))
}

fn changed(it: &FileDifference) -> String {
    let cell = |it: &Option<String>| match it {
        Some(text) => format!("`{}`", short(text, SHOWN)),
        None => "nothing".to_owned(),
    };
    let fields = it.fields.iter().map(|it| {
        let (before, after) = (cell(&it.before), cell(&it.after));
        format!("{} is {after}, on record {before}", it.field)
    });
    fields.collect::<Vec<_>>().join("; ")
}
