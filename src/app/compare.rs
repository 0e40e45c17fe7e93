//! Comparing two revisions: what the commits in between touched, and fields as the cells of files.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::app::App;
use crate::app::AppError;
use crate::app::CommitOutcome;
use crate::exchange::ImportReport;
use crate::exchange::ReportedChange;
use crate::exchange::ReportedField;
use crate::exchange::write_cell;
use crate::model::Became;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Value;
use crate::model::field_differences;
use crate::store::StoreError;

/// The records that commits touched, each with the revisions that did, ascending.
pub type Touched = BTreeMap<Id, Vec<u64>>;

/// A column in which a record differs, as the cells of a data package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldCells {
    /// Name of the column.
    pub field: &'static str,
    /// What the earlier revision states; none if it states nothing.
    pub before: Option<String>,
    /// What the later revision states; none if it states nothing.
    pub after: Option<String>,
}

/// A record that is not the same in two revisions, or would not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDifference {
    /// The record.
    pub id: Id,
    /// What became of it.
    pub became: Became,
    /// Of one that changed, in what it differs.
    pub fields: Vec<FieldCells>,
}

impl RecordDifference {
    /// What became of a record that differs. O(columns · log records).
    pub(super) fn of(before: &Registry, after: &Registry, id: &Id) -> Self {
        let (became, fields) = match (before.find(id), after.find(id)) {
            (Some(_), Some(_)) => (Became::Changed, field_cells(before, after, id)),
            (Some(_), None) => (Became::Deleted, Vec::new()),
            (None, _) => (Became::Created, Vec::new()),
        };
        Self {
            id: id.clone(),
            became,
            fields,
        }
    }
}

impl CommitOutcome {
    /// The same as JSON is written of.
    pub fn report(&self) -> ImportReport {
        let revision = self.revision.as_ref().map(|it| it.revision);
        let report = ImportReport::of(&self.counts, revision, &self.problems);
        let of = |it: &RecordDifference| ReportedChange {
            record: it.id.to_string(),
            became: it.became.code().to_owned(),
            fields: it.fields.iter().map(FieldCells::reported).collect(),
        };
        report.with_changes(self.differences.iter().map(of).collect())
    }
}

impl FieldCells {
    fn reported(&self) -> ReportedField {
        ReportedField {
            field: self.field.to_owned(),
            before: self.before.clone(),
            after: self.after.clone(),
        }
    }
}

impl App {
    /// How many changes the commits after revision `from` up to `to` have: what [`touched`](Self::touched) reads.
    /// O(revisions between).
    ///
    /// # Errors
    /// [`AppError::Store`] if a commit is damaged.
    pub fn changes_between(&self, from: u64, to: u64) -> Result<u64, AppError> {
        let mut changes = 0;
        for revision in from.saturating_add(1)..=to {
            changes += self.store.revision(revision)?.map_or(0, |it| it.changes);
        }
        Ok(changes)
    }

    /// The records that the commits after revision `from` up to `to` touched; of these kinds, or of all if none is named.
    /// O(changes · log changes), one commit at a time in memory.
    ///
    /// # Errors
    /// [`AppError::Discarded`] if the first of them was discarded; [`AppError::Store`] if one is damaged.
    pub fn touched(&self, from: u64, to: u64, kinds: &[Kind]) -> Result<Touched, AppError> {
        let mut touched = Touched::new();
        self.each_touched(from, to, |revision, id| {
            if kinds.is_empty() || kinds.contains(&id.kind) {
                let revisions = touched.entry(id.clone()).or_default();
                if revisions.last() != Some(&revision) {
                    revisions.push(revision);
                }
            }
            true
        })?;
        Ok(touched)
    }

    /// Those of the ids that the commits after revision `from` up to `to` touched. Nothing else is kept, and nothing is read
    /// on once all are found. O(changes · log ids), one commit at a time in memory.
    ///
    /// # Errors
    /// As for [`touched`](Self::touched).
    pub(super) fn touched_of<'a>(
        &self,
        from: u64,
        to: u64,
        ids: impl Iterator<Item = &'a Id>,
    ) -> Result<BTreeSet<&'a Id>, AppError> {
        let mut untouched: BTreeSet<&Id> = ids.collect();
        let mut touched = BTreeSet::new();
        self.each_touched(from, to, |_revision, id| {
            touched.extend(untouched.take(id));
            !untouched.is_empty()
        })?;
        Ok(touched)
    }

    /// Hands out the records that the commits after revision `from` up to `to` touched, in order, as long as more are wanted.
    fn each_touched(
        &self,
        from: u64,
        to: u64,
        mut is_more_wanted: impl FnMut(u64, &Id) -> bool,
    ) -> Result<(), AppError> {
        let discarded = |error| match error {
            StoreError::Discarded { oldest, .. } => AppError::Discarded {
                asked: from,
                oldest,
            },
            other => AppError::from(other),
        };
        for commit in self.store.commits(from, to).map_err(discarded)? {
            let commit = commit.map_err(discarded)?;
            for change in &commit.changes {
                if !is_more_wanted(commit.revision, change.id()) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// The columns in which a record differs, in the order of files.
pub fn field_cells(before: &Registry, after: &Registry, id: &Id) -> Vec<FieldCells> {
    let differences = field_differences(before, after, id).into_iter();
    let cells = differences.map(|it| {
        let cell = |value: Option<Value>| value.map(|value| write_cell(it.field, &value));
        FieldCells {
            field: it.field.name,
            before: cell(it.before),
            after: cell(it.after),
        }
    });
    cells.collect()
}
