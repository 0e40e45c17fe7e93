//! From a data package to a commit.

mod onto;

use crate::app::App;
use crate::app::AppError;
use crate::app::CommitOutcome;
use crate::app::CommitRequest;
use crate::app::Permission;
use crate::app::clock;
use crate::app::import::onto::Onto;
use crate::app::import::onto::listed;
use crate::app::lock;
use crate::app::origin::MOST_TITLE;
use crate::app::origin::Origin;
use crate::app::origin::in_a_line;
use crate::exchange::MembersFile;
use crate::exchange::PackageRead;
use crate::exchange::StatedFacts;
use crate::exchange::read_members;
use crate::model::Change;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
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

/// A name that a file gives itself, as it stands in a message.
fn short(name: &str) -> String {
    in_a_line(name, MOST_TITLE)
}

impl App {
    /// Commits the memberships of a table with what they need, or nothing. Importing it twice changes nothing.
    ///
    /// # Errors
    /// As for [`App::commit`]; [`AppError::Conflict`] if somebody commits while the table is read.
    pub fn import_members(&self, import: &MembersImport<'_>) -> Result<CommitOutcome, AppError> {
        self.import_members_permitted(import, Permission::default())
    }

    /// The same, stored only with leave.
    ///
    /// # Errors
    /// As for [`App::import_members`].
    pub fn import_members_permitted(
        &self,
        import: &MembersImport<'_>,
        permission: Permission,
    ) -> Result<CommitOutcome, AppError> {
        let snapshot = self.snapshot();
        let this_year = clock::year_of(clock::now_ms());
        let read = read_members(snapshot.registry(), &import.file, this_year);
        let (records, places): (Vec<_>, Vec<_>) = read.records.into_iter().unzip();
        self.commit(CommitRequest {
            changes: records.into_iter().map(Change::Put).collect(),
            places,
            problems: read.problems,
            message: format!("import of members from {}", short(import.file.name)),
            author: "import".into(),
            expected_revision: Some(snapshot.revision()),
            dry_run: import.dry_run,
            permission,
        })
    }

    /// Commits all records of a package, or none of them. Importing it twice changes nothing. Columns that a file does not
    /// have stay as they are on record; what is emptied, and what was changed since an export was written, is told.
    ///
    /// # Errors
    /// As for [`App::commit`].
    pub fn import(&self, request: ImportRequest) -> Result<CommitOutcome, AppError> {
        self.import_permitted(request, Permission::default())
    }

    /// The same, stored only with leave.
    ///
    /// # Errors
    /// As for [`App::commit`].
    pub fn import_permitted(
        &self,
        request: ImportRequest,
        permission: Permission,
    ) -> Result<CommitOutcome, AppError> {
        let PackageRead {
            info,
            stated,
            mut records,
            given,
            mut problems,
        } = request.package;
        let is_of_package = |it: &(Record, Place)| it.0.kind() == Kind::Dataset;
        if records.first().is_some_and(is_of_package) {
            // In the order of kinds, which is that of the log, the package's own record is the last: so nothing is copied.
            records.rotate_left(1);
        }
        // What is on record must not move on between here and the commit.
        let _writer = lock(&self.writer);
        let before = self.snapshot();
        let onto = Onto::of(before.registry(), &given, records, &problems);
        onto.settle(before.registry(), &mut problems);
        // Only packages say what they are called.
        let message = match (Origin::of(&stated), info.name.as_str(), onto.places.first()) {
            (Some(origin), ..) => origin.to_string(),
            (None, "", Some(place)) => format!("import of {}", short(&place.file)),
            (None, name, _) => format!("import of {} {}", short(name), short(&info.version)),
        };
        let set_back = self.set_back(&stated, &onto, before.revision())?;
        problems.extend(onto.emptied);
        problems.extend(set_back);
        self.commit_alone(CommitRequest {
            changes: onto.changes,
            places: onto.places,
            problems,
            message,
            author: request.author,
            expected_revision: None,
            dry_run: request.dry_run,
            permission,
        })
    }

    /// What is told of an export that sets back records which were changed after it.
    fn set_back(
        &self,
        stated: &StatedFacts,
        onto: &Onto,
        latest: u64,
    ) -> Result<Option<Problem>, AppError> {
        let known_as = match onto.differing[..] {
            [] => None,
            _ => self.known_as(stated, latest)?,
        };
        let Some((known_as, written)) = known_as.zip(stated.revision) else {
            return Ok(None);
        };
        let differing = || onto.differing.iter().map(|it| onto.changes[*it].id());
        let count = match self.touched_of(known_as, latest, differing()) {
            Ok(touched) => {
                let since = differing().filter(|it| touched.contains(it));
                let since: Vec<String> = since.map(ToString::to_string).collect();
                let names: Vec<&str> = since.iter().map(String::as_str).collect();
                match names[..] {
                    [] => return Ok(None),
                    [one] => format!("1 record that was changed since is set back: {one}"),
                    _ => {
                        let (count, names) = (names.len(), listed(&names));
                        format!("{count} records that were changed since are set back: {names}")
                    }
                }
            }
            Err(AppError::Discarded { .. }) => {
                "which records were changed since is no longer known, and they are set back"
                    .to_owned()
            }
            Err(other) => return Err(other),
        };
        let title = stated.title.as_deref().unwrap_or("the data");
        let imported = match known_as == written {
            true => String::new(),
            false => format!(", here revision {known_as}"),
        };
        let said = format!(
            "this is revision {written} of {title}{imported}; on record is revision {latest}; {count}"
        );
        Ok(Some(Problem::warning(ProblemCode::SetsBack, said)))
    }
}
