//! The data package: a CSV file per kind of record and a descriptor, as a `.zip`.

#[cfg(test)]
pub(in crate::exchange) mod tests;

use std::io::Write;

use serde_json::Map;
use serde_json::Value as Json;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::exchange::package::Licence;
use crate::exchange::package::PackageInfo;
use crate::exchange::package::PackageRows;
use crate::exchange::package::write_package;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let from = PackageRows {
        registry: extract.registry(),
        rows: |kind| extract.rows(kind),
    };
    write_package(&info(extract), facts(extract), &from, out)?;
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

/// What the descriptor says beyond the standard, spelt as the standard spells. By `revision` and `contentHash` a reader knows an
/// export, which is no data set of its own.
fn facts(extract: &Extract<'_>) -> Map<String, Json> {
    let facts = extract.facts;
    let mut more = Map::new();
    if !facts.at.is_empty() {
        // The standard has a word for this one.
        more.insert("created".into(), facts.at.clone().into());
    }
    more.insert("revision".into(), facts.revision.into());
    more.insert("contentHash".into(), facts.content_hash.clone().into());
    more.insert("chainHash".into(), facts.chain_hash.clone().into());
    more.insert("citation".into(), facts.citation.clone().into());
    for (name, part) in [("part", &extract.part), ("partOf", &facts.part_of)] {
        if let Some(part) = part {
            more.insert(name.into(), part.clone().into());
        }
    }
    let hash = extract.part_hash();
    more.extend(hash.map(|it| ("partHash".into(), it.into())));
    more
}
