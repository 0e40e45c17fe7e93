//! Whether an exported file still holds what it says: the hash of its records, worked out anew, against the one it states.
//!
//! Data packages (a folder or a `.zip`), JSON Lines, workbooks and graphs of records hold every value of every record, and are
//! read as an import would read them. A part states a hash of its own, `partHash`; the content hash beside it is that of the
//! whole, which a part cannot show. Of other forms nothing is checked, and that is an error: it is never taken for an answer.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

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
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Id;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Record;
use crate::model::hex;

/// What an exported file says of itself, and what it holds.
#[derive(Clone, Debug, PartialEq)]
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
    /// Its records by id, each with its place.
    pub records: BTreeMap<Id, (Record, Place)>,
    /// All that it says of itself, which its hash does not cover.
    pub facts: StatedFacts,
    /// What cannot be read or is there twice, with its place; of a file that is not what it says also what is doubtful.
    pub faults: Vec<String>,
}

/// Why a file cannot be checked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileVerifyError {
    /// It cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// It breaks off, or is damaged, before it says what it should come to.
    #[error("`{file}`{}: {problem}: nothing was checked", at_line(*line))]
    Broken {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
        /// In which line; 0 where there are none.
        line: u64,
    },
    /// It does not say what it should come to.
    #[error(
        "`{0}` states no revision and hash, so that nothing was checked: what can be checked are data packages, JSON Lines, workbooks and graphs that `export` wrote"
    )]
    NoFacts(String),
    /// It says of which part it is and not what that comes to, as chains do.
    #[error(
        "`{file}` says it is {part} of revision {revision}, and states no hash of that: nothing was checked. The same data make the same bytes: export it again and compare"
    )]
    NoPartHash {
        /// The file.
        file: String,
        /// The part, in words.
        part: String,
        /// The revision that it names.
        revision: u64,
    },
    /// A form that does not hold all of the records, or is not read.
    #[error(
        "`{file}` is {form}, which {why}: nothing was checked. The same data make the same bytes: export it again and compare"
    )]
    NotRead {
        /// The file.
        file: String,
        /// The form.
        form: &'static str,
        /// Why it cannot be checked.
        why: &'static str,
    },
}

/// The line of a file, in words; none for 0.
fn at_line(line: u64) -> String {
    match line {
        0 => String::new(),
        line => format!(", line {line}"),
    }
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
/// [`FileVerifyError`] if it cannot be read, is of a form that cannot be checked, or states no hash.
pub fn verify_file(path: &Path) -> Result<FileVerification, FileVerifyError> {
    let read = read(path)?;
    let file = || path.display().to_string();
    let StatedFacts {
        title,
        revision: Some(revision),
        content_hash: Some(content_hash),
        part,
        part_hash,
        ..
    } = read.stated.clone()
    else {
        let is_broken = |it: &&Problem| it.is_error() && it.code == ProblemCode::Unreadable;
        return Err(match read.problems.iter().find(is_broken) {
            Some(problem) => FileVerifyError::Broken {
                file: file(),
                problem: problem.message.clone(),
                line: problem.place.as_ref().map_or(0, |it| it.line),
            },
            None => FileVerifyError::NoFacts(file()),
        });
    };
    let stated = match (&part, part_hash) {
        (None, _) => content_hash.clone(),
        (Some(_), Some(hash)) => hash,
        (Some(part), None) => {
            return Err(FileVerifyError::NoPartHash {
                file: file(),
                part: part.clone(),
                revision,
            });
        }
    };
    let (records, twice) = by_id(read.records);
    let found = hex(&self::content_hash(records.values().map(|it| it.0.clone())));
    let counts = |it: &&Problem| it.is_error() || stated != found;
    let problems = read.problems.iter().filter(counts);
    Ok(FileVerification {
        title: title.unwrap_or_default(),
        revision,
        part,
        content_hash,
        facts: read.stated,
        faults: problems.map(ToString::to_string).chain(twice).collect(),
        stated,
        found,
        records,
    })
}

/// Records by id, and those that are there twice.
fn by_id(read: Vec<(Record, Place)>) -> (BTreeMap<Id, (Record, Place)>, Vec<String>) {
    let mut twice = Vec::new();
    let mut records = BTreeMap::new();
    for (record, place) in read {
        match records.entry(record.id.clone()) {
            Entry::Vacant(entry) => drop(entry.insert((record, place))),
            Entry::Occupied(entry) => {
                let Place { file, line } = place;
                twice.push(format!("{file}:{line}: `{}` is there twice", entry.key()));
            }
        }
    }
    (records, twice)
}

/// What is in a file or folder, if it is of a form that holds all of the records.
fn read(path: &Path) -> Result<PackageRead, FileVerifyError> {
    let not_read = |form, why| FileVerifyError::NotRead {
        file: path.display().to_string(),
        form,
        why,
    };
    let tables = || not_read("Parquet", "is written for data frames and not read");
    let bytes = match PackageSource::open(path)? {
        PackageSource::Zip(bytes) => bytes,
        _ if path.join(PARQUET).exists() => return Err(tables()),
        _ if !path.join(DESCRIPTOR).exists() => {
            return Err(FileVerifyError::NoFacts(path.display().to_string()));
        }
        folder => return Ok(read_package(folder)?),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let starts_with = |start: &[u8]| bytes.trim_ascii_start().starts_with(start);
    match ImportForm::of(&name, &bytes) {
        ImportForm::Geojson => Err(not_read(
            "GeoJSON",
            "holds only what has a place on a map, and not all of that",
        )),
        ImportForm::Package if starts_with(b"@prefix") => {
            Err(not_read("RDF", "is written for triple stores and not read"))
        }
        ImportForm::Jsonl if starts_with(b"{\n") => Err(not_read(
            "a chain",
            "is computed from records and holds none",
        )),
        form => {
            let options = ReadOptions {
                form: Some(form),
                ..ReadOptions::default()
            };
            let read = read_import(&name, &bytes, &options);
            let is_tables = |it: &Problem| it.place.as_ref().is_some_and(|it| it.file == PARQUET);
            match read.problems.iter().any(is_tables) {
                true => Err(tables()),
                false => Ok(read),
            }
        }
    }
}

/// A file that every Parquet export has.
const PARQUET: &str = "entities.parquet";
