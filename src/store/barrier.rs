//! What makes a flush of sled outlast a loss of power.
//!
//! On Linux sled 0.34.7 writes its log out with `sync_file_range`, which leaves the bytes in the
//! cache of the drive and the length of the file in memory, and it does not sync the blobs, the
//! files beside the log into which it puts what is longer than a quarter of a segment. The barrier
//! syncs both: first the blobs, then the log that points at them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

/// The open log, and the blobs of which it is known how far they are on disk.
pub(super) struct Barrier {
    log: File,
    blobs: PathBuf,
    /// The length of each blob when it was last synced. A blob is written once from front to end,
    /// so that one of the same length has not changed.
    synced: Mutex<BTreeMap<OsString, u64>>,
}

impl Barrier {
    /// A barrier for the folder that sled has open.
    pub(super) fn open(inner: &Path) -> io::Result<Self> {
        // Writable, since not every system syncs what is open for reading alone.
        let log = File::options().write(true).open(inner.join("db"))?;
        Ok(Self {
            log,
            blobs: inner.join("blobs"),
            synced: Mutex::default(),
        })
    }

    /// Waits until all that sled has written is on the medium.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.sync_blobs()?;
        self.log.sync_data()
    }

    fn sync_blobs(&self) -> io::Result<()> {
        let mut synced = self.synced.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.lengths()?;
        let mut is_changed = false;
        for (name, length) in &found {
            if synced.get(name) != Some(length) {
                let blob = File::options().write(true).open(self.blobs.join(name));
                if let Some(blob) = unless_gone(blob)? {
                    blob.sync_all()?;
                    is_changed = true;
                }
            }
        }
        if is_changed {
            sync_folder(&self.blobs)?;
        }
        *synced = found;
        Ok(())
    }

    /// The blobs that are there, with their lengths.
    fn lengths(&self) -> io::Result<BTreeMap<OsString, u64>> {
        let mut lengths = BTreeMap::new();
        for entry in fs::read_dir(&self.blobs)? {
            let entry = entry?;
            if let Some(metadata) = unless_gone(entry.metadata())? {
                lengths.insert(entry.file_name(), metadata.len());
            }
        }
        Ok(lengths)
    }

    /// The blobs that the next sync would sync.
    #[cfg(test)]
    pub(super) fn unsynced(&self) -> io::Result<Vec<OsString>> {
        let synced = self.synced.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = self.lengths()?;
        found.retain(|name, length| synced.get(name) != Some(length));
        Ok(found.into_keys().collect())
    }
}

/// What sled removed in between, as it does with blobs that nothing points at any more, is none.
fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes the folder and those above it that are not there, each on the medium before the next.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(above) = above {
        make_folder(above)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        other => other?,
    }
    sync_folder(above.unwrap_or(Path::new(".")))
}

/// Waits until the names in a folder are on the medium.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems do not open folders; the names go with what was last written.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
