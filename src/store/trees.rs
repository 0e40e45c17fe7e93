//! The three sled trees and what is in them: the only file, with `open`, to name sled.
//!
//! - `meta`: `format`, a bare big-endian `u32` that every version can read; `head`, the last
//!   commit; `floor`, the checkpoint before which all was discarded; `swept`, how far the discarded
//!   blocks have been removed.
//! - `blocks`: per commit its header and its changes.
//! - `checkpoints`: the same per checkpoint.

use std::error::Error;
use std::ops::RangeBounds;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::Change;
use crate::store::barrier::Barrier;
use crate::store::block::block_key;
use crate::store::block::decode;
use crate::store::block::encode;
use crate::store::block::parse_key;
use crate::store::block::seal;
use crate::store::block::unpack;
use crate::store::block::unseal;
use crate::store::error::Flaw;
use crate::store::error::StoreError;

pub(super) const META: &str = "meta";
pub(super) const HEAD: &str = "head";
pub(super) const FLOOR: &str = "floor";
pub(super) const SWEPT: &str = "swept";

/// How many keys are removed at a time.
const REMOVED_AT_ONCE: usize = 512;

/// The open trees of a folder.
pub(super) struct Trees {
    pub(super) folder: PathBuf,
    pub(super) meta: sled::Tree,
    pub(super) blocks: sled::Tree,
    pub(super) checkpoints: sled::Tree,
    pub(super) barrier: Barrier,
}

/// A tree of blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Area {
    Commits,
    Checkpoints,
}

/// The changes under one header, read block by block; nothing follows an error.
pub(super) struct Changes<'a> {
    trees: &'a Trees,
    area: Area,
    revision: u64,
    next_block: u32,
    last_block: u32,
    current: std::vec::IntoIter<Change>,
    left: u64,
    failed: bool,
}

impl Area {
    pub(super) fn name(self) -> &'static str {
        match self {
            Area::Commits => "blocks",
            Area::Checkpoints => "checkpoints",
        }
    }
}

impl Trees {
    /// A value of `meta`; none if it was never put.
    pub(super) fn meta<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let damaged = |flaw| self.damaged(format!("{META}/{name}"), flaw);
        let Some(sealed) = self.meta.get(name).map_err(|it| self.failure(it))? else {
            return Ok(None);
        };
        let bytes = unseal(META, name.as_bytes(), &sealed).map_err(damaged)?;
        decode(bytes).map_err(damaged).map(Some)
    }

    /// Puts a value of `meta` and waits until it, and all that was put before, is durable.
    pub(super) fn put_meta(&self, name: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let bytes = encode(value, Vec::new())
            .map_err(|flaw| self.damaged(format!("{META}/{name}"), flaw))?;
        self.meta
            .insert(name, seal(META, name.as_bytes(), &bytes))
            .map_err(|it| self.failure(it))?;
        self.flush()
    }

    /// The header of a commit or checkpoint; none if there is none.
    pub(super) fn header<T: DeserializeOwned>(
        &self,
        area: Area,
        revision: u64,
    ) -> Result<Option<T>, StoreError> {
        let read = |bytes: &[u8]| decode(bytes);
        self.read(area, revision, 0, read)
    }

    /// Puts one block; it is durable after the next [`flush`](Self::flush).
    pub(super) fn put(
        &self,
        area: Area,
        revision: u64,
        block: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let key = block_key(revision, block);
        self.tree(area)
            .insert(key, seal(area.name(), &key, bytes))
            .map_err(|it| self.failure(it))?;
        Ok(())
    }

    /// The changes of a commit or checkpoint, as its header announces them.
    pub(super) fn changes(
        &self,
        area: Area,
        revision: u64,
        blocks: u32,
        changes: u64,
    ) -> Changes<'_> {
        Changes {
            trees: self,
            area,
            revision,
            next_block: 1,
            last_block: blocks,
            current: Vec::new().into_iter(),
            left: changes,
            failed: false,
        }
    }

    /// Removes the blocks within a range of keys, and the headers too unless they are to be kept.
    pub(super) fn clear(
        &self,
        area: Area,
        keys: impl RangeBounds<[u8; 12]>,
        keep_headers: bool,
    ) -> Result<(), StoreError> {
        let tree = self.tree(area);
        let mut batch = sled::Batch::default();
        let mut waiting = 0;
        for key in tree.range(keys).keys() {
            let key = key.map_err(|it| self.failure(it))?;
            if keep_headers && parse_key(&key).is_some_and(|(_, block)| block == 0) {
                continue;
            }
            batch.remove(key);
            waiting += 1;
            if waiting == REMOVED_AT_ONCE {
                tree.apply_batch(std::mem::take(&mut batch))
                    .map_err(|it| self.failure(it))?;
                waiting = 0;
            }
        }
        tree.apply_batch(batch).map_err(|it| self.failure(it))
    }

    /// The last revision, not after `at`, under which a block is; none if there is none.
    pub(super) fn last_revision(&self, area: Area, at: u64) -> Result<Option<u64>, StoreError> {
        let mut keys = self.tree(area).range(..=block_key(at, u32::MAX)).keys();
        self.revision_of(area, keys.next_back())
    }

    /// The first revision, not before `at`, under which a block is; none if there is none.
    pub(super) fn first_revision(&self, area: Area, at: u64) -> Result<Option<u64>, StoreError> {
        let mut keys = self.tree(area).range(block_key(at, 0)..).keys();
        self.revision_of(area, keys.next())
    }

    fn revision_of(
        &self,
        area: Area,
        key: Option<sled::Result<sled::IVec>>,
    ) -> Result<Option<u64>, StoreError> {
        let Some(key) = key else {
            return Ok(None);
        };
        let key = key.map_err(|it| self.failure(it))?;
        match parse_key(&key) {
            Some((revision, _)) => Ok(Some(revision)),
            None => Err(self.damaged(format!("{}/{key:?}", area.name()), Flaw::Undecodable)),
        }
    }

    /// Waits until everything that was put is on the medium, whatever sled takes for that.
    pub(super) fn flush(&self) -> Result<(), StoreError> {
        self.meta.flush().map_err(|it| self.failure(it))?;
        self.barrier.sync().map_err(|it| self.failure(it.into()))
    }

    /// The error for a value that is not what was written.
    pub(super) fn damaged(&self, key: String, flaw: Flaw) -> StoreError {
        StoreError::Damaged { key, flaw }
    }

    /// The error for something that must be there.
    pub(super) fn missing(&self, area: Area, revision: u64, block: u32) -> StoreError {
        self.damaged(place(area, revision, block), Flaw::Missing)
    }

    /// What an error of sled means.
    pub(super) fn failure(&self, error: sled::Error) -> StoreError {
        let folder = self.folder.clone();
        match error {
            sled::Error::Io(source) => StoreError::Io { folder, source },
            other => StoreError::Corrupt {
                folder,
                source: cause(other),
            },
        }
    }

    fn read<T>(
        &self,
        area: Area,
        revision: u64,
        block: u32,
        read: impl FnOnce(&[u8]) -> Result<T, Flaw>,
    ) -> Result<Option<T>, StoreError> {
        let key = block_key(revision, block);
        let Some(sealed) = self.tree(area).get(key).map_err(|it| self.failure(it))? else {
            return Ok(None);
        };
        unseal(area.name(), &key, &sealed)
            .and_then(read)
            .map_err(|flaw| self.damaged(place(area, revision, block), flaw))
            .map(Some)
    }

    fn tree(&self, area: Area) -> &sled::Tree {
        match area {
            Area::Commits => &self.blocks,
            Area::Checkpoints => &self.checkpoints,
        }
    }
}

impl Changes<'_> {
    fn read_block(&mut self) -> Result<(), StoreError> {
        let block = self.next_block;
        let changes = self.trees.read(self.area, self.revision, block, unpack)?;
        let missing = || self.trees.missing(self.area, self.revision, block);
        self.current = changes.ok_or_else(missing)?.into_iter();
        self.next_block += 1;
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<Change>, StoreError> {
        loop {
            let wrong_count = || {
                let key = place(self.area, self.revision, 0);
                self.trees.damaged(key, Flaw::Count)
            };
            if let Some(change) = self.current.next() {
                self.left = self.left.checked_sub(1).ok_or_else(wrong_count)?;
                return Ok(Some(change));
            }
            if self.next_block > self.last_block {
                return if self.left == 0 {
                    Ok(None)
                } else {
                    Err(wrong_count())
                };
            }
            self.read_block()?;
        }
    }
}

impl Iterator for Changes<'_> {
    type Item = Result<Change, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let item = self.advance().transpose();
        self.failed = matches!(item, Some(Err(_)));
        item
    }
}

fn place(area: Area, revision: u64, block: u32) -> String {
    format!("{}/{revision}/{block}", area.name())
}

/// What an error of sled says of files that it cannot make sense of; its own words name offsets that it does not know.
pub(super) fn cause(error: sled::Error) -> Box<dyn Error + Send + Sync> {
    match error {
        sled::Error::Corruption { .. } => {
            "bytes of its files are not those that were written".into()
        }
        other => Box::new(other),
    }
}
