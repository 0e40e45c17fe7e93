//! Which records belong together when somebody takes out a part of the data: those of a region, of materials, of a year, of some kinds.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::RowSet;

/// What is asked for; every part narrows it, and one that is empty or none does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectionFilter {
    /// Kinds of records; applied last, so that what the others refer to may be left out.
    pub kinds: Vec<Kind>,
    /// Regions, with what lies in them.
    pub regions: Vec<Row>,
    /// Materials.
    pub materials: Vec<Row>,
    /// What is true in that year, or of no year.
    pub year: Option<i32>,
}

/// Records of one registry.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The rows; none where all are selected.
    rows: Option<RowSet>,
}

impl SelectionFilter {
    /// Whether it leaves nothing out.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }
}

impl Selection {
    /// All records.
    pub fn whole() -> Self {
        Self::default()
    }

    /// These records.
    #[cfg(test)]
    pub(crate) fn of(rows: RowSet) -> Self {
        Self { rows: Some(rows) }
    }

    /// Whether all records are selected.
    pub fn is_whole(&self) -> bool {
        self.rows.is_none()
    }

    /// Whether a record is selected.
    pub fn holds(&self, row: Row) -> bool {
        self.rows.as_ref().is_none_or(|it| it.contains(row))
    }

    /// The selected records of a kind, ordered by slug.
    pub fn rows<'a>(
        &'a self,
        registry: &'a Registry,
        kind: Kind,
    ) -> impl Iterator<Item = Row> + 'a {
        registry.rows(kind).filter(|row| self.holds(*row))
    }
}
