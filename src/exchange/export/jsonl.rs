//! JSON Lines: first `{"ketju":{…}}` with what the data say of themselves, then a record a line.
//!
//! A record is the canonical JSON (RFC 8785) of [`record_json`]: its global id, and every stated value under the name of its
//! column. Records come by kind in stored order, then by slug.

#[cfg(test)]
mod tests;

use std::io::BufWriter;
use std::io::Write;

use serde_json::json;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::model::record_json;

/// Writes an extract. O(cells).
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut out = BufWriter::new(out);
    writeln!(out, "{}", json!({ "ketju": extract.facts_json() }))?;
    for record in extract.records() {
        writeln!(out, "{}", record_json(&record))?;
    }
    out.flush()?;
    Ok(())
}
