//! Zip archives that are always the same for the same files, written to whatever takes bytes.

use std::fs;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

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

/// Writes the files of an archive that this program made into a folder, which is made if it is not there; other files in it
/// stay. No file is held in memory.
///
/// # Errors
/// [`PackageError::Archive`] if it cannot be taken apart, [`PackageError::File`] with the path that could not be written.
pub fn unpack_into(packed: impl Read + Seek, folder: &Path) -> Result<(), PackageError> {
    fs::create_dir_all(folder).map_err(PackageError::at(folder))?;
    let mut archive = zip::ZipArchive::new(packed)?;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        // Its files lie side by side: whatever a name says, nothing is written elsewhere.
        let name = Path::new(entry.name()).file_name().unwrap_or_default();
        let path = folder.join(name);
        let mut file = fs::File::create(&path).map_err(PackageError::at(&path))?;
        io::copy(&mut entry, &mut file).map_err(PackageError::at(&path))?;
    }
    Ok(())
}

/// Why an archive, or what is one inside, cannot be opened. The list of its files stands at its end.
pub(in crate::exchange) fn unopened(what: &str, error: &zip::result::ZipError) -> String {
    match error {
        zip::result::ZipError::InvalidArchive(why) if why.contains("EOCD") => {
            format!("the {what} is cut off or none: the list of files at its end is missing")
        }
        other => format!("the {what} cannot be read: {other}"),
    }
}

/// What the operating system says of an archive.
pub(super) fn archive_error(error: io::Error) -> PackageError {
    PackageError::Archive(error.into())
}
