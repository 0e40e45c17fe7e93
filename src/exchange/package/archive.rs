//! Zip archives that are always the same for the same files, written to whatever takes bytes.

use std::io;
use std::io::Write;

use zip::write::StreamWriter;

use crate::exchange::package::error::PackageError;

/// Entries of up to so many bytes are written with the sizes that every program reads; larger ones in the 64-bit form. Packing
/// makes no entry so much larger that it leaves 32 bits.
const SMALL_ENTRY: u64 = 1 << 31;

/// An archive that is written from its start to its end, without going back. Entries are dated 1980-01-01.
pub(in crate::exchange) struct Archive<W: Write> {
    writer: zip::ZipWriter<StreamWriter<W>>,
}

impl<W: Write> Archive<W> {
    /// An archive written to `out`.
    pub(in crate::exchange) fn new(out: W) -> Self {
        let writer = zip::ZipWriter::new_stream(out);
        Self { writer }
    }

    /// Begins an entry of at most so many bytes, and lends what takes them.
    pub(in crate::exchange) fn entry(
        &mut self,
        name: &str,
        at_most: u64,
    ) -> Result<&mut (impl Write + use<W>), PackageError> {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .large_file(at_most > SMALL_ENTRY);
        self.writer.start_file(name, options)?;
        Ok(&mut self.writer)
    }

    /// Adds a file that is at hand.
    pub(in crate::exchange) fn add(
        &mut self,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), PackageError> {
        let entry = self.entry(name, bytes.len() as u64)?;
        entry.write_all(bytes).map_err(archive_error)
    }

    /// Ends the archive and gives back what it was written to.
    pub(in crate::exchange) fn finish(self) -> Result<W, PackageError> {
        Ok(self.writer.finish()?.into_inner())
    }
}

/// What the operating system says of an archive.
pub(super) fn archive_error(error: io::Error) -> PackageError {
    PackageError::Archive(error.into())
}
