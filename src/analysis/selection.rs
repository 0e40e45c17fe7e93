//! Which records belong together when somebody takes out a part of the data: those of a region, of materials, of a year, of some kinds.
//!
//! A part is worked out in four steps, so that it makes sense on its own and can be imported into an empty store.
//!
//! 1. **Topics** are the regions asked with what lies in them, the materials asked with the members of groups, and the products
//!    that usually carry these materials.
//! 2. **Seeds** are the sites, organisations, clusters, platforms, programmes, projects and precedents that are placed in the
//!    regions (`selection/members.rs`), are of the materials (`selection/material.rs`), and were not closed or over before the year. Where neither a
//!    region nor a material is asked, all materials, products and regions are seeds, too.
//! 3. **Attached** is what belongs to a seed or is told of a topic: activities, side-streams, intakes, links with at least one
//!    end, projects of its sites, memberships, relations, uses, precedents, matches, statements, figures, coverage. Of a year:
//!    figures of that year or undated; links, intakes and matches in force in it; memberships, statements and coverage that are
//!    not younger; no activity that had ended. Of materials: no figure that names another one. What is attached makes nothing a seed:
//!    of the other end of a link nothing is taken but its record.
//! 4. **Context** is whatever these refer to, and what that refers to: bare records, without figures of their own. The general
//!    figures of modes of transport and the data sets that were loaded come with every part; scenarios with none.
//!
//! Kinds cut last: what the records of these kinds refer to may then be missing.

mod material;
mod members;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::analysis::selection::members::Members;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::RowSet;
use crate::model::tables::table_of;

/// What is asked for; every part narrows it, and one that is empty or none does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectionFilter {
    /// Kinds of records; applied last, so that what the others refer to may be left out.
    pub kinds: Vec<Kind>,
    /// Regions, with what lies in them.
    pub regions: Vec<Row>,
    /// Materials; of a group, its members as well.
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

/// Why nothing can be selected.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectionError {
    /// Nothing is on record of what is asked.
    #[error("nothing is on record")]
    Nothing,
}

impl SelectionFilter {
    /// Whether it leaves nothing out.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// What part of the data it leaves, in words: `region Lapland, material nickel, year 2024`; none if all.
    pub fn words(&self, registry: &Registry) -> Option<String> {
        let named = |rows: &[Row], one: &str, more: &str| {
            let names: Vec<&str> = rows.iter().map(|it| registry.name(*it)).collect();
            listed(&names, one, more)
        };
        let kinds: Vec<&str> = self.kinds.iter().map(|it| it.code()).collect();
        let words = [
            named(&self.regions, "region", "regions"),
            named(&self.materials, "material", "materials"),
            self.year.map(|it| format!("year {it}")),
            listed(&kinds, "kind", "kinds"),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// `region Lapland`, `regions Lapland and Kainuu`; none of nothing.
fn listed(names: &[&str], one: &str, more: &str) -> Option<String> {
    match names {
        [] => None,
        [name] => Some(format!("{one} {name}")),
        [first @ .., last] => Some(format!("{more} {} and {last}", first.join(", "))),
    }
}

impl Selection {
    /// All records.
    pub fn whole() -> Self {
        Self::default()
    }

    /// These records.
    #[cfg(test)]
    pub(crate) fn of_rows(rows: RowSet) -> Self {
        Self { rows: Some(rows) }
    }

    /// The records that a filter leaves, as the module says. O(records · columns).
    ///
    /// # Errors
    /// [`SelectionError::Nothing`] if there is no seed and nothing attached, or nothing of the kinds asked.
    pub fn of(registry: &Registry, filter: &SelectionFilter) -> Result<Self, SelectionError> {
        if filter.is_whole() {
            return Ok(Self::whole());
        }
        let is_cut = filter.kinds.is_empty();
        let only_kinds = SelectionFilter {
            kinds: filter.kinds.clone(),
            ..SelectionFilter::default()
        };
        let found = if *filter == only_kinds {
            Self::whole()
        } else {
            let members = Members::of(registry, filter);
            if members.rows.is_empty() {
                return Err(SelectionError::Nothing);
            }
            let rows = Some(with_context(registry, members));
            Self { rows }
        };
        let selection = if is_cut {
            found
        } else {
            found.cut(registry, &filter.kinds)
        };
        let is_empty = selection.rows.as_ref().is_some_and(RowSet::is_empty);
        (!is_empty)
            .then_some(selection)
            .ok_or(SelectionError::Nothing)
    }

    /// Only the records of some kinds.
    fn cut(&self, registry: &Registry, kinds: &[Kind]) -> Self {
        let mut rows = RowSet::default();
        for kind in kinds {
            for row in self.rows(registry, *kind) {
                rows.insert(row);
            }
        }
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

/// Seeds, what is attached, topics, and whatever these refer to.
fn with_context(registry: &Registry, members: Members<'_>) -> RowSet {
    let mut open: Vec<Row> = registry.rows(Kind::Dataset).collect();
    open.extend(members.general_figures());
    open.extend(members.topics());
    let Members { mut rows, .. } = members;
    for kind in Kind::ALL {
        open.extend(registry.rows(*kind).filter(|it| rows.contains(*it)));
    }
    while let Some(row) = open.pop() {
        rows.insert(row);
        let fields = table_of(row.kind()).map_or(&[][..], |it| it.fields);
        for (field, column) in fields.iter().zip((0u8..).map(crate::model::Column)) {
            if !matches!(field.of, FieldType::Ref(_)) {
                continue;
            }
            let one = (!field.many).then(|| registry.reference(row, column));
            let many = field.many.then(|| registry.references(row, column));
            let told = one.flatten().into_iter().chain(many.into_iter().flatten());
            // A mode of transport is no record.
            let records = told.filter(|it| it.kind() != Kind::Mode);
            open.extend(records.filter(|it| rows.insert(*it)));
        }
    }
    rows
}
