//! The form `jsonl`.

use crate::exchange::import::ReadOptions;
use crate::exchange::package::PackageRead;

/// Reads a file.
pub(super) fn read(_name: &str, _bytes: &[u8], _options: &ReadOptions) -> PackageRead {
    PackageRead::default()
}
