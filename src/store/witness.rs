//! A note beside sled of the last commit that was acknowledged: the file `head`.
//!
//! Where bytes of its log are damaged, sled takes all that follows for the torn end of an
//! interrupted write and opens without it. The note tells the difference. It is written after the
//! head is durable and not flushed itself, so that after a power failure it may be older than the
//! head, never newer.

use std::fs::File;
use std::io;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write as _;
use std::path::Path;

use crate::store::block::seal;
use crate::store::block::unseal;

const NAME: &str = "head";

/// The open note.
pub(super) struct Witness {
    file: File,
}

impl Witness {
    /// Opens the note, and tells which revision it knows to have been acknowledged.
    pub(super) fn open(folder: &Path) -> io::Result<(Self, u64)> {
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(folder.join(NAME))?;
        let mut bytes = Vec::new();
        (&mut file).take(64).read_to_end(&mut bytes)?;
        // A note that a power failure left torn says nothing.
        let noted = unseal(NAME, &[], &bytes).ok();
        let noted = noted.and_then(|it| it.try_into().ok());
        Ok((Self { file }, noted.map_or(0, u64::from_be_bytes)))
    }

    /// Notes an acknowledged revision.
    pub(super) fn note(&self, revision: u64) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&seal(NAME, &[], &revision.to_be_bytes()))
    }
}
