//! Whether an exported file still holds what it says: the hash of its records, worked out anew, against the one it states.
//!
//! A data package (a folder or a `.zip`) states its facts in its descriptor, JSON Lines in the first line. A part states a hash of its own,
//! `partHash`; the content hash beside it is that of the whole, which a part cannot show.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use thiserror::Error;

use crate::exchange::content_hash;
use crate::exchange::import::ImportForm;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::read_import;
use crate::exchange::package::DESCRIPTOR;
use crate::exchange::package::PackageError;
use crate::exchange::package::PackageRead;
use crate::exchange::package::PackageSource;
use crate::exchange::package::read_package;
use crate::exchange::package::read_zip;
use crate::exchange::package::unpack_zip;
use crate::model::hex;

/// What an exported file says of itself, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVerification {
    /// Title of the data.
    pub title: String,
    /// The revision it says it is of.
    pub revision: u64,
    /// Which part of the revision, in words; none where it is the whole.
    pub part: Option<String>,
    /// Content hash of the whole revision, as stated.
    pub content_hash: String,
    /// The hash its records should come to: the content hash, or of a part its own.
    pub stated: String,
    /// The hash they come to.
    pub found: String,
    /// How many records it holds.
    pub records: usize,
    /// What cannot be read or is there twice, with its place.
    pub faults: Vec<String>,
}

/// Why a file cannot be checked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileVerifyError {
    /// It cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// It does not say what it should come to.
    #[error(
        "`{0}` states no revision and hash: what can be checked are data packages and JSON Lines that `export` wrote"
    )]
    NoFacts(String),
}

impl FileVerification {
    /// Whether it holds what it says.
    pub fn is_unchanged(&self) -> bool {
        self.faults.is_empty() && self.stated == self.found
    }
}

/// Checks an exported file or folder. O(cells).
///
/// # Errors
/// [`FileVerifyError`] if it cannot be read or states no hash.
pub fn verify_file(path: &Path) -> Result<FileVerification, FileVerifyError> {
    let (facts, read) = read(path)?;
    let no_facts = || FileVerifyError::NoFacts(path.display().to_string());
    let facts = facts.ok_or_else(no_facts)?;
    let text = |name: &str| facts[name].as_str().map(str::to_owned);
    let part = text("part");
    let content_hash = text("contentHash").ok_or_else(no_facts)?;
    let stated = match part {
        Some(_) => text("partHash").ok_or_else(no_facts)?,
        None => content_hash.clone(),
    };
    let problems = read.problems.iter().filter(|it| it.is_error());
    let mut faults: Vec<String> = problems.map(ToString::to_string).collect();
    let mut records = BTreeMap::new();
    for (record, place) in read.records {
        let id = record.id.clone();
        if records.insert(id.clone(), record).is_some() {
            faults.push(format!(
                "{}:{}: `{id}` is there twice",
                place.file, place.line
            ));
        }
    }
    Ok(FileVerification {
        title: text("title").unwrap_or_default(),
        revision: facts["revision"].as_u64().ok_or_else(no_facts)?,
        part,
        content_hash,
        stated,
        records: records.len(),
        found: hex(&self::content_hash(records.into_values())),
        faults,
    })
}

/// What a file says of itself, and its records.
fn read(path: &Path) -> Result<(Option<Json>, PackageRead), PackageError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let json = |bytes: &[u8]| serde_json::from_slice::<Json>(bytes).ok();
    Ok(match PackageSource::open(path)? {
        PackageSource::Zip(bytes) => match ImportForm::of(&name, &bytes) {
            ImportForm::Package => {
                let files = unpack_zip(&bytes)?;
                let descriptor = files.iter().find(|it| it.0 == DESCRIPTOR);
                (descriptor.and_then(|it| json(&it.1)), read_zip(&bytes))
            }
            ImportForm::Jsonl => {
                let first = bytes.split(|it| *it == b'\n').next();
                let head = first.and_then(json).map(|mut it| it["ketju"].take());
                (head, read_import(&name, &bytes, &ReadOptions::default()))
            }
            _ => (None, PackageRead::default()),
        },
        source => {
            let file = path.join(DESCRIPTOR);
            let descriptor = fs::read(&file).map_err(PackageError::at(&file))?;
            (json(&descriptor), read_package(source)?)
        }
    })
}
