//! Opening a data folder: one process at a time, known formats only, and interrupted work undone.
//!
//! In the folder are `lock`, which the kernel releases however the process ends, `sled`, and `head`
//! (see `witness`).

use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::store::Head;
use crate::store::barrier::Barrier;
use crate::store::barrier::make_folder;
use crate::store::barrier::sync_folder;
use crate::store::block::CheckpointHeader;
use crate::store::block::CommitHeader;
use crate::store::block::block_key;
use crate::store::error::Flaw;
use crate::store::error::StoreError;
use crate::store::trees::Area;
use crate::store::trees::FLOOR;
use crate::store::trees::HEAD;
use crate::store::trees::META;
use crate::store::trees::SWEPT;
use crate::store::trees::Trees;
use crate::store::trees::cause;
use crate::store::witness::Witness;

/// The format this program writes, and the latest it reads.
pub(super) const FORMAT: u32 = 1;
pub(super) const FORMAT_KEY: &str = "format";

/// sled's cache; its default is 1 GiB, and the records are in memory anyway.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;
/// How often, 10 ms apart, sled is asked again while threads of a store that this process just
/// closed still hold its file.
const ATTEMPTS: u32 = 300;

/// An open folder, and from where to where its log goes.
pub(super) struct Opened {
    pub(super) trees: Trees,
    pub(super) head: Head,
    pub(super) floor: u64,
    pub(super) witness: Witness,
    pub(super) lock: File,
}

/// Opens the folder, creating it if need be, and undoes what an earlier process left half done.
pub(super) fn open(folder: &Path) -> Result<Opened, StoreError> {
    let io_error = |source| StoreError::Io {
        folder: folder.to_owned(),
        source,
    };
    let inner = folder.join("sled");
    make_folder(&inner).map_err(io_error)?;
    let lock = take_lock(folder)?;
    remove_leftovers(&inner).map_err(io_error)?;
    let (witness, acknowledged) = Witness::open(folder).map_err(io_error)?;
    let trees = open_trees(folder, &inner)?;
    check_format(&trees)?;
    // At every start: the process that made the files may have been killed before it came to this.
    sync_files(&inner).map_err(io_error)?;
    sync_folder(folder).map_err(io_error)?;
    let (revision, chain) = trees
        .meta(HEAD)?
        .unwrap_or((Head::EMPTY.revision, Head::EMPTY.chain));
    if revision < acknowledged {
        return Err(trees.damaged(format!("{META}/{HEAD}"), Flaw::Behind));
    }
    let floor = trees.meta(FLOOR)?.unwrap_or(0);
    recover(&trees, revision, floor)?;
    Ok(Opened {
        trees,
        head: Head { revision, chain },
        floor,
        witness,
        lock,
    })
}

/// Removes the changes and checkpoints below the floor, as far as that is not done yet.
pub(super) fn sweep(trees: &Trees, floor: u64) -> Result<(), StoreError> {
    let swept: u64 = trees.meta(SWEPT)?.unwrap_or(0);
    if swept < floor {
        let keys = block_key(swept, 1)..block_key(floor + 1, 0);
        trees.clear(Area::Commits, keys, true)?;
        trees.clear(Area::Checkpoints, ..block_key(floor, 0), false)?;
        trees.flush()?;
        trees.put_meta(SWEPT, &floor)?;
    }
    Ok(())
}

fn take_lock(folder: &Path) -> Result<File, StoreError> {
    let folder = folder.to_owned();
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("lock"));
    let file = match opened {
        Ok(file) => file,
        Err(source) => return Err(StoreError::Io { folder, source }),
    };
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { folder }),
        Err(TryLockError::Error(source)) => Err(StoreError::Io { folder, source }),
    }
}

/// Removes what a killed process may leave and sled 0.34.7 cannot stand: `snap.*.generating`, which
/// it takes for the newest snapshot, and a part of `conf` from before there were any data.
fn remove_leftovers(inner: &Path) -> io::Result<()> {
    let mut has_snapshot = false;
    for entry in fs::read_dir(inner)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(entry.path())?;
        } else if name.starts_with("snap.") {
            has_snapshot = true;
        }
    }
    let has_data = fs::metadata(inner.join("db")).is_ok_and(|it| it.len() > 0);
    let conf = inner.join("conf");
    if !has_data && !has_snapshot && conf.exists() {
        fs::remove_file(conf)?;
    }
    Ok(())
}

fn open_trees(folder: &Path, inner: &Path) -> Result<Trees, StoreError> {
    let corrupt = |source| StoreError::Corrupt {
        folder: folder.to_owned(),
        source,
    };
    let config = sled::Config::new().path(inner).cache_capacity(CACHE_BYTES);
    let open = || -> sled::Result<Trees> {
        let db = open_patiently(&config)?;
        Ok(Trees {
            folder: folder.to_owned(),
            meta: db.open_tree(META)?,
            blocks: db.open_tree(Area::Commits.name())?,
            checkpoints: db.open_tree(Area::Checkpoints.name())?,
            barrier: Barrier::open(inner)?,
        })
    };
    // On files that are damaged in certain places sled panics.
    match catch_unwind(AssertUnwindSafe(open)) {
        Ok(Ok(trees)) => Ok(trees),
        Ok(Err(error)) if is_locked(&error) => Err(StoreError::InUse {
            folder: folder.to_owned(),
        }),
        Ok(Err(sled::Error::Io(source))) if source.kind() != io::ErrorKind::Other => {
            Err(StoreError::Io {
                folder: folder.to_owned(),
                source,
            })
        }
        Ok(Err(error)) => Err(corrupt(cause(error))),
        Err(_) => Err(corrupt("the library panicked on its files".into())),
    }
}

fn open_patiently(config: &sled::Config) -> sled::Result<sled::Db> {
    for _ in 1..ATTEMPTS {
        match config.open() {
            Err(error) if is_locked(&error) => thread::sleep(Duration::from_millis(10)),
            other => return other,
        }
    }
    config.open()
}

fn is_locked(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(it) if it.to_string().contains("could not acquire lock"))
}

/// Whether the format is known; a new folder gets it.
fn check_format(trees: &Trees) -> Result<(), StoreError> {
    let stored = trees.meta.get(FORMAT_KEY).map_err(|it| trees.failure(it))?;
    let damaged = |flaw| trees.damaged(format!("{META}/{FORMAT_KEY}"), flaw);
    let Some(stored) = stored else {
        if trees.first_revision(Area::Commits, 0)?.is_some() {
            return Err(damaged(Flaw::Missing));
        }
        trees
            .meta
            .insert(FORMAT_KEY, &FORMAT.to_be_bytes())
            .map_err(|it| trees.failure(it))?;
        return trees.flush();
    };
    let found = <[u8; 4]>::try_from(&*stored).or(Err(damaged(Flaw::Undecodable)))?;
    match u32::from_be_bytes(found) {
        FORMAT => Ok(()),
        found if found > FORMAT => Err(StoreError::Newer {
            folder: trees.folder.clone(),
            found,
            known: FORMAT,
        }),
        _ => Err(damaged(Flaw::Undecodable)),
    }
}

/// Removes the blocks of a commit that never became the head and of checkpoints that were never
/// finished, and finishes a discarding.
fn recover(trees: &Trees, head: u64, floor: u64) -> Result<(), StoreError> {
    if head > 0 && trees.header::<CommitHeader>(Area::Commits, head)?.is_none() {
        return Err(trees.missing(Area::Commits, head, 0));
    }
    let replaces_log: Option<CheckpointHeader> = trees.header(Area::Checkpoints, floor)?;
    if floor > 0 && replaces_log.is_none() {
        return Err(trees.missing(Area::Checkpoints, floor, 0));
    }
    trees.clear(Area::Commits, block_key(head + 1, 0).., false)?;
    let mut at = 0;
    while let Some(revision) = trees.first_revision(Area::Checkpoints, at)? {
        at = revision + 1;
        let header: Option<CheckpointHeader> = trees.header(Area::Checkpoints, revision)?;
        if header.is_none() {
            let keys = block_key(revision, 0)..block_key(at, 0);
            trees.clear(Area::Checkpoints, keys, false)?;
        }
    }
    trees.flush()?;
    sweep(trees, floor)
}

/// Waits until the files that sled has made in its folder, and their names, are on the medium.
fn sync_files(inner: &Path) -> io::Result<()> {
    for entry in fs::read_dir(inner)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            File::options().write(true).open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(inner)
}
