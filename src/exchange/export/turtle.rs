//! The form `turtle`.

use std::io::Write;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(_extract: &Extract<'_>, _out: &mut dyn Write) -> Result<(), ExportError> {
    Err(std::io::Error::other("not built").into())
}
