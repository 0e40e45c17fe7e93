//! From a data package to a commit.

use crate::app::App;
use crate::app::AppError;
use crate::app::CommitOutcome;
use crate::app::CommitRequest;
use crate::exchange::MembersFile;
use crate::exchange::PackageRead;
use crate::exchange::read_members;
use crate::model::Change;

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

impl App {
    /// Commits the memberships of a table with what they need, or nothing. Importing it twice changes nothing.
    ///
    /// # Errors
    /// As for [`App::commit`]; [`AppError::Conflict`] if somebody commits while the table is read.
    pub fn import_members(&self, import: &MembersImport<'_>) -> Result<CommitOutcome, AppError> {
        let snapshot = self.snapshot();
        let read = read_members(snapshot.registry(), &import.file);
        let (records, places): (Vec<_>, Vec<_>) = read.records.into_iter().unzip();
        self.commit(CommitRequest {
            changes: records.into_iter().map(Change::Put).collect(),
            places,
            problems: read.problems,
            message: format!("import of members from {}", import.file.name),
            author: "import".into(),
            expected_revision: Some(snapshot.revision()),
            dry_run: import.dry_run,
        })
    }

    /// Commits all records of a package, or none of them. Importing it twice changes nothing.
    ///
    /// # Errors
    /// As for [`App::commit`].
    pub fn import(&self, request: ImportRequest) -> Result<CommitOutcome, AppError> {
        let PackageRead {
            info,
            records,
            problems,
            ..
        } = request.package;
        let (records, places): (Vec<_>, Vec<_>) = records.into_iter().unzip();
        // Only packages say what they are called.
        let message = match (info.name.as_str(), places.first()) {
            ("", Some(place)) => format!("import of {}", place.file),
            (name, _) => format!("import of {name} {}", info.version),
        };
        self.commit(CommitRequest {
            changes: records.into_iter().map(Change::Put).collect(),
            places,
            problems,
            message,
            author: request.author,
            expected_revision: None,
            dry_run: request.dry_run,
        })
    }
}
