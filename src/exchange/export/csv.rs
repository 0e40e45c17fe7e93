//! The data package: a CSV file per kind of record and a descriptor, as a `.zip`.

use std::io::Write;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::exchange::package::Licence;
use crate::exchange::package::PackageInfo;
use crate::exchange::package::write_zip;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    out.write_all(&write_zip(&info(extract), extract.records())?)?;
    Ok(())
}

/// What the descriptor says; its version is the revision.
fn info(extract: &Extract<'_>) -> PackageInfo {
    let facts = extract.facts;
    let licence = |title: &String| Licence {
        title: Some(title.clone()),
        name: Some("other".into()),
        path: None,
    };
    PackageInfo {
        name: "ketju".into(),
        title: facts.title.clone(),
        version: facts.revision.to_string(),
        reference_year: Some(i64::from(facts.reference_year)),
        licences: facts.licences.iter().map(licence).collect(),
    }
}
