//! A commit: the changes that make one revision, and the hash that chains it to those before.

use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;
use sha2::Digest as _;
use sha2::Sha256;

use crate::model::canonical::push_change_json;
use crate::model::record::Change;

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The changes of one revision, as they are logged.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    /// Number of the revision the commit makes: 1 for the first, then without gaps.
    pub revision: u64,
    /// What changes, in order.
    pub changes: Vec<Change>,
    /// What the author says of it.
    pub message: String,
    /// Who made it.
    pub author: String,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Hash over the changes and the chain hash of the revision before.
    pub chain: Hash,
}

/// The chain hash before the first commit.
pub const CHAIN_START: Hash = [0; 32];

/// Chain hash of a commit: SHA-256 over the previous chain hash, followed by the RFC 8785 JSON array of the changes.
pub fn chain_hash(previous: &Hash, changes: &[Change]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update("[");
    for (at, batch) in changes.chunks(BATCH).enumerate() {
        let texts = batch.par_chunks(PIECE).map(joined_json);
        for (piece, text) in texts.collect::<Vec<String>>().iter().enumerate() {
            if at + piece > 0 {
                hasher.update(",");
            }
            hasher.update(text);
        }
    }
    hasher.update("]");
    hasher.finalize().into()
}

/// So many changes are in memory as JSON at one time, and so many are written by one thread.
const BATCH: usize = 8 * PIECE;
const PIECE: usize = 1024;

fn joined_json(changes: &[Change]) -> String {
    let mut json = String::new();
    for (at, change) in changes.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        push_change_json(change, &mut json);
    }
    json
}

/// A hash as 64 hexadecimal digits.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::canonical::change_json;
    use crate::model::kind::Id;
    use crate::model::kind::Kind;

    #[test]
    fn a_chain_hash_is_that_of_the_array_however_many_changes_there_are() {
        for count in [0, 1, 2, PIECE - 1, PIECE, PIECE + 1, BATCH, 2 * BATCH + 3] {
            let ids = (0..count).map(|it| Id::new(Kind::Site, format!("s{it}")));
            let changes: Vec<Change> = ids.map(Change::Delete).collect();
            let texts: Vec<String> = changes.iter().map(change_json).collect();
            let mut hasher = Sha256::new();
            hasher.update([7; 32]);
            hasher.update(format!("[{}]", texts.join(",")));
            let expected: Hash = hasher.finalize().into();
            assert_eq!(chain_hash(&[7; 32], &changes), expected, "{count} changes");
        }
    }
}
