//! Blocks: the unit in which changes are written, and the checksum that guards each.
//!
//! A commit or a checkpoint is one header (block 0) and the blocks 1, 2, … with its changes one
//! after the other, each about [`BLOCK_BYTES`] long; a change is never split. Every value is
//! preceded by a checksum of its tree, its key and its bytes, so that a flipped bit and a value
//! under the wrong key are both found.

use std::borrow::Borrow;

use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;
use serde::Deserialize;
use serde::Serialize;

use crate::model::Change;
use crate::model::Commit;
use crate::model::Hash;
use crate::store::error::Flaw;
use crate::store::error::StoreError;
use crate::store::record::StoredChange;

/// A block is closed once it is this long.
pub(super) const BLOCK_BYTES: usize = 64 * 1024;
/// The longest encoding of one change.
pub(super) const MAX_CHANGE_BYTES: usize = 8 * 1024 * 1024;
/// The longest message and author together.
pub(super) const MAX_MESSAGE_BYTES: usize = 64 * 1024;
/// Nothing longer is ever decoded.
const MAX_VALUE_BYTES: usize = BLOCK_BYTES + MAX_CHANGE_BYTES;
const CHECKSUM_BYTES: usize = 8;

/// What is stored of a commit beside its changes. It outlives them when they are discarded.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum CommitHeader {
    V1 {
        message: String,
        author: String,
        at_ms: i64,
        chain: Hash,
        changes: u64,
        blocks: u32,
        /// Bytes of the changes of this commit and all before it.
        total_bytes: u64,
    },
}

/// What is stored of a checkpoint beside its changes; written last, so that it marks completeness.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum CheckpointHeader {
    V1 {
        chain: Hash,
        changes: u64,
        blocks: u32,
        bytes: u64,
    },
}

/// How much was packed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Packed {
    pub(super) changes: u64,
    pub(super) blocks: u32,
    pub(super) bytes: u64,
}

/// Whether message and author fit into a header.
pub(super) fn check_message(commit: &Commit) -> Result<(), StoreError> {
    let bytes = commit.message.len() + commit.author.len();
    if bytes > MAX_MESSAGE_BYTES {
        return Err(StoreError::MessageTooLong {
            bytes,
            most: MAX_MESSAGE_BYTES,
        });
    }
    Ok(())
}

/// Encodes changes, on all threads there are, and hands out blocks, numbered from 1, as they fill.
pub(super) fn pack<C: Borrow<Change> + Send + Sync>(
    changes: impl IntoIterator<Item = C>,
    mut write: impl FnMut(u32, &[u8]) -> Result<(), StoreError>,
) -> Result<Packed, StoreError> {
    let mut packed = Packed::default();
    let mut bytes = Vec::with_capacity(BLOCK_BYTES + BLOCK_BYTES / 8);
    let mut close = |packed: &mut Packed, bytes: &mut Vec<u8>| {
        packed.blocks += 1;
        packed.bytes += bytes.len() as u64;
        let written = write(packed.blocks, bytes);
        bytes.clear();
        written
    };
    let mut changes = changes.into_iter();
    loop {
        let batch: Vec<C> = changes.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let encoded = batch.par_chunks(PIECE).map(Encoded::of);
        for encoded in encoded.collect::<Vec<Encoded>>() {
            let mut start = 0;
            for end in encoded.ends {
                bytes.extend_from_slice(&encoded.bytes[start..end]);
                start = end;
                packed.changes += 1;
                if bytes.len() >= BLOCK_BYTES {
                    close(&mut packed, &mut bytes)?;
                }
            }
            encoded.fault.map_or(Ok(()), Err)?;
        }
    }
    if !bytes.is_empty() {
        close(&mut packed, &mut bytes)?;
    }
    Ok(packed)
}

/// So many changes are encoded at one time, and so many by one thread.
const BATCH: usize = 8 * PIECE;
const PIECE: usize = 512;

/// Changes as they are stored, up to the first that cannot be.
#[derive(Default)]
struct Encoded {
    bytes: Vec<u8>,
    /// Where the bytes of each change end.
    ends: Vec<usize>,
    fault: Option<StoreError>,
}

impl Encoded {
    fn of<C: Borrow<Change>>(changes: &[C]) -> Self {
        let mut encoded = Self::default();
        for change in changes {
            if let Err(flaw) = encoded.push(change.borrow()) {
                let id = change.borrow().id().clone();
                encoded.fault = Some(StoreError::Unstorable { id, flaw });
                break;
            }
        }
        encoded
    }

    fn push(&mut self, change: &Change) -> Result<(), Flaw> {
        let stored = StoredChange::from_model(change)?;
        self.bytes = encode(&stored, std::mem::take(&mut self.bytes))?;
        let start = self.ends.last().copied().unwrap_or_default();
        if self.bytes.len() - start > MAX_CHANGE_BYTES {
            return Err(Flaw::TooLong);
        }
        self.ends.push(self.bytes.len());
        Ok(())
    }
}

/// The changes of a block.
pub(super) fn unpack(mut bytes: &[u8]) -> Result<Vec<Change>, Flaw> {
    let mut changes = Vec::new();
    while !bytes.is_empty() {
        let (change, rest): (StoredChange, _) =
            postcard::take_from_bytes(bytes).or(Err(Flaw::Undecodable))?;
        changes.push(change.into_model()?);
        bytes = rest;
    }
    Ok(changes)
}

/// Appends the encoding of a value.
pub(super) fn encode(value: &impl Serialize, bytes: Vec<u8>) -> Result<Vec<u8>, Flaw> {
    postcard::to_extend(value, bytes).or(Err(Flaw::Undecodable))
}

/// Decodes a value that takes up all of the bytes.
pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Flaw> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(Flaw::Undecodable),
    }
}

/// The bytes with their checksum in front.
pub(super) fn seal(tree: &str, key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(CHECKSUM_BYTES + bytes.len());
    sealed.extend_from_slice(&checksum(&[tree.as_bytes(), key, bytes]).to_le_bytes());
    sealed.extend_from_slice(bytes);
    sealed
}

/// The bytes without their checksum, if it is right.
pub(super) fn unseal<'a>(tree: &str, key: &[u8], sealed: &'a [u8]) -> Result<&'a [u8], Flaw> {
    let (sum, bytes) = sealed
        .split_first_chunk::<CHECKSUM_BYTES>()
        .ok_or(Flaw::Checksum)?;
    if bytes.len() > MAX_VALUE_BYTES {
        return Err(Flaw::TooLong);
    }
    if u64::from_le_bytes(*sum) != checksum(&[tree.as_bytes(), key, bytes]) {
        return Err(Flaw::Checksum);
    }
    Ok(bytes)
}

/// A 64-bit checksum of the parts and their lengths, eight bytes at a time.
///
/// Each step is a bijection of the state, so that damage within one word is always found, and any
/// other with odds of 1 to 2⁻⁶⁴. It guards against accidents, not against forgery, which is what
/// the chain hash is for. Part of the stored format.
fn checksum(parts: &[&[u8]]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325;
    let mut step = |word: u64| {
        state = (state ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 32;
    };
    for part in parts {
        step(part.len() as u64);
        let (words, rest) = part.as_chunks::<8>();
        words.iter().for_each(|it| step(u64::from_le_bytes(*it)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        step(u64::from_le_bytes(last));
    }
    state
}

/// The key of a block: revision and number, big-endian, so that keys sort as they count.
pub(super) fn block_key(revision: u64, block: u32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&revision.to_be_bytes());
    key[8..].copy_from_slice(&block.to_be_bytes());
    key
}

/// Revision and number of a block's key; none if it is no such key.
pub(super) fn parse_key(key: &[u8]) -> Option<(u64, u32)> {
    let (revision, block) = key.split_first_chunk::<8>()?;
    let block: [u8; 4] = block.try_into().ok()?;
    Some((u64::from_be_bytes(*revision), u32::from_be_bytes(block)))
}
