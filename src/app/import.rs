//! From a data package to a commit.

use crate::app::App;
use crate::app::AppError;
use crate::app::CommitOutcome;
use crate::app::CommitRequest;
use crate::app::clock;
use crate::exchange::MembersFile;
use crate::exchange::PackageRead;
use crate::exchange::read_members;
use crate::model::Change;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Record;

/// A package to be imported.
pub struct ImportRequest {
    /// What was read of it, with the problems found so far.
    pub package: PackageRead,
    /// Who imports it.
    pub author: String,
    /// Whether only to tell what would happen.
    pub dry_run: bool,
}

/// A table of members to be imported.
#[derive(Clone, Debug)]
pub struct MembersImport<'a> {
    /// The table, and whether it makes organisations that are not on record.
    pub file: MembersFile<'a>,
    /// Whether only to tell what would happen.
    pub dry_run: bool,
}

impl From<ImportRequest> for CommitRequest {
    fn from(request: ImportRequest) -> Self {
        let PackageRead {
            info,
            mut records,
            problems,
            ..
        } = request.package;
        let is_of_package = |it: &(Record, Place)| it.0.kind() == Kind::Dataset;
        if records.first().is_some_and(is_of_package) {
            // In the order of kinds, which is that of the log, the package's own record is the last: so nothing is copied.
            records.rotate_left(1);
        }
        let (records, places): (Vec<_>, Vec<_>) = records.into_iter().unzip();
        // Only packages say what they are called.
        let message = match (info.name.as_str(), places.first()) {
            ("", Some(place)) => format!("import of {}", place.file),
            (name, _) => format!("import of {name} {}", info.version),
        };
        Self {
            changes: records.into_iter().map(Change::Put).collect(),
            places,
            problems,
            message,
            author: request.author,
            dry_run: request.dry_run,
            ..Self::default()
        }
    }
}

impl App {
    /// The commit of the memberships of a table with what they need. It holds for the revision on record now.
    pub fn commit_of_members(&self, import: &MembersImport<'_>) -> CommitRequest {
        let snapshot = self.snapshot();
        let this_year = clock::year_of(clock::now_ms());
        let read = read_members(snapshot.registry(), &import.file, this_year);
        let (records, places): (Vec<_>, Vec<_>) = read.records.into_iter().unzip();
        CommitRequest {
            changes: records.into_iter().map(Change::Put).collect(),
            places,
            problems: read.problems,
            message: format!("import of members from {}", import.file.name),
            author: "import".into(),
            expected_revision: Some(snapshot.revision()),
            dry_run: import.dry_run,
            ..CommitRequest::default()
        }
    }

    /// Commits the memberships of a table with what they need, or nothing. Importing it twice changes nothing.
    ///
    /// # Errors
    /// As for [`App::commit`]; [`AppError::Conflict`] if somebody commits while the table is read.
    pub fn import_members(&self, import: &MembersImport<'_>) -> Result<CommitOutcome, AppError> {
        self.commit(self.commit_of_members(import))
    }

    /// Commits all records of a package, or none of them. Importing it twice changes nothing.
    ///
    /// # Errors
    /// As for [`App::commit`].
    pub fn import(&self, request: ImportRequest) -> Result<CommitOutcome, AppError> {
        self.commit(request.into())
    }
}
