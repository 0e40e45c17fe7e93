//! From a data package to a commit.

use crate::app::App;
use crate::app::AppError;
use crate::app::CommitOutcome;
use crate::app::CommitRequest;
use crate::exchange::PackageRead;
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

impl App {
    /// Commits all records of a package, or none of them. Importing it twice changes nothing.
    ///
    /// # Errors
    /// As for [`App::commit`].
    pub fn import(&self, request: ImportRequest) -> Result<CommitOutcome, AppError> {
        let PackageRead {
            info,
            records,
            problems,
        } = request.package;
        let (records, places): (Vec<_>, Vec<_>) = records.into_iter().unzip();
        self.commit(CommitRequest {
            changes: records.into_iter().map(Change::Put).collect(),
            places,
            problems,
            message: format!("import of {} {}", info.name, info.version),
            author: request.author,
            expected_revision: None,
            dry_run: request.dry_run,
        })
    }
}
