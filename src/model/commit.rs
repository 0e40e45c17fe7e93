//! A commit: the changes that make one revision, and the hash that chains it to those before.

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::canonical::change_json;
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
    for (at, change) in changes.iter().enumerate() {
        hasher.update(if at == 0 { "[" } else { "," });
        hasher.update(change_json(change));
    }
    hasher.update(if changes.is_empty() { "[]" } else { "]" });
    hasher.finalize().into()
}

/// A hash as 64 hexadecimal digits.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
