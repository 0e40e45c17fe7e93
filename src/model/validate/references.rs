//! Whether what is referred to is there, and stays there.

use std::collections::HashMap;

use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::nearest::nearest;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::registry::Row;
use crate::model::table::FieldType;
use crate::model::tables::link;
use crate::model::tables::table_of;
use crate::model::validate::Check;

/// How many names are compared in all to find what was meant by unknown references.
pub(super) const SEARCH_BUDGET: usize = 2_000_000;

/// With more deletions than this, one pass over all records is cheaper than one search for each.
const SEARCHED_ONE_BY_ONE: usize = 8;

impl<'a> Check<'a> {
    /// Every reference of a record leads to a record of a kind that the column takes.
    pub(super) fn references(&mut self, at: usize, record: &Record) {
        let Some(table) = table_of(record.kind()) else {
            return;
        };
        for (column, id) in record.references() {
            let Some(field) = table.fields.get(usize::from(column.0)) else {
                continue;
            };
            let FieldType::Ref(kinds) = field.of else {
                continue;
            };
            let shown = if kinds.len() == 1 {
                id.slug.to_string()
            } else {
                id.to_string()
            };
            if !kinds.contains(&id.kind) {
                let taken: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
                let said = format!("`{id}` is of a kind that `{}` does not take", field.name);
                let problem = Problem::error(ProblemCode::BadType, said)
                    .column(field.name)
                    .value(shown)
                    .expected(format!("an id of kind {}", taken.join(", ")));
                self.report(at, problem);
                continue;
            }
            if !self.may_dangle || self.after.find(self.after_merges(id)).is_some() {
                continue;
            }
            let near = self.meant(id).map(|slug| match kinds {
                [_] => slug,
                _ => format!("{}:{slug}", id.kind.code()),
            });
            let said = format!("unknown {} `{}`", id.kind.code(), id.slug);
            let problem = Problem::error(ProblemCode::UnknownReference, said)
                .column(field.name)
                .value(shown)
                .suggestion(near);
            self.report(at, problem);
        }
    }

    /// The id that an id means once all merges are made.
    fn after_merges<'i>(&self, id: &'i Id) -> &'i Id
    where
        'a: 'i,
    {
        let mut meant = id;
        // Merges in a circle would go on; none is longer than their number.
        for _ in 0..self.merged.len() {
            match self.merged.get(meant) {
                Some(into) => meant = into,
                None => break,
            }
        }
        meant
    }

    /// The slug of the record whose slug or name is most like that of an unknown id.
    fn meant(&mut self, id: &Id) -> Option<String> {
        let after = self.after;
        let count = after.count(id.kind);
        self.search_budget = self.search_budget.checked_sub(count)?;
        if id.kind == Kind::Mode {
            return None;
        }
        if let Some(slug) = nearest(&id.slug, after.rows(id.kind).map(|row| after.slug(row))) {
            return Some(slug.to_owned());
        }
        let words = id.slug.replace('-', " ");
        let name = nearest(&words, after.rows(id.kind).map(|row| after.name(row)))?;
        let mut rows = after.rows(id.kind);
        let row = rows.find(|row| after.name(*row) == name)?;
        Some(after.slug(row).to_owned())
    }

    pub(super) fn deletion(&mut self, at: usize, id: &Id) {
        if self.before.find(id).is_none() && !self.first_puts.contains_key(id) {
            let near = self.meant(id);
            let said = format!("unknown {} `{}`", id.kind.code(), id.slug);
            let problem = Problem::error(ProblemCode::UnknownReference, said).value(id.to_string());
            self.report(at, problem.suggestion(near));
        }
    }

    pub(super) fn merge(&mut self, at: usize, from: &Id, into: &Id) {
        let fault = if from.kind != into.kind {
            Some(format!("`{from}` and `{into}` are of two kinds"))
        } else if from == into {
            Some(format!("`{from}` is merged into itself"))
        } else {
            None
        };
        if let Some(said) = fault {
            self.report(at, Problem::error(ProblemCode::Inconsistent, said));
            return;
        }
        let meant = self.after.find(self.after_merges(into));
        self.links_turned_back(at, meant);
        let missing = if meant.is_none() {
            Some(into)
        } else {
            let is_known = self.before.find(from).is_some() || self.first_puts.contains_key(from);
            (!is_known).then_some(from)
        };
        if let Some(id) = missing {
            let near = self.meant(id);
            let said = format!("unknown {} `{}`", id.kind.code(), id.slug);
            let problem = Problem::error(ProblemCode::UnknownReference, said).value(id.to_string());
            self.report(at, problem.suggestion(near));
        }
    }

    /// Merging the two ends of a link leaves a link to itself.
    fn links_turned_back(&mut self, at: usize, merged: Option<Row>) {
        let ends = merged.filter(|row| matches!(row.kind(), Kind::Site | Kind::SideStream));
        let links = ends.map(|end| self.after.referring(Kind::Link, link::FROM, end));
        for row in links.into_iter().flatten() {
            if self.after.reference(row, link::TO) == merged {
                let said = format!("`{}` would end where it starts", self.after.id(row));
                self.report(at, Problem::error(ProblemCode::Inconsistent, said));
            }
        }
    }

    /// Nothing that stays refers to what is deleted. Records that change themselves are told of
    /// their unknown reference instead.
    pub(super) fn dangling_after_deletion(&mut self) {
        let gone: HashMap<&Id, usize> = self
            .changes
            .iter()
            .enumerate()
            .filter_map(|(at, change)| match change {
                Change::Delete(id) if self.after.find(id).is_none() => Some((id, at)),
                _ => None,
            })
            .collect();
        let mut found: Vec<(usize, &Id, Id, usize)> = Vec::new();
        if gone.len() <= SEARCHED_ONE_BY_ONE {
            for (id, at) in &gone {
                let referrers = self.after.referrers(id);
                if let Some(row) = referrers.first() {
                    found.push((*at, id, self.after.id(*row), referrers.len()));
                }
            }
        } else {
            found = self.referrers_of_all(&gone);
        }
        found.sort_by_key(|(at, ..)| *at);
        for (at, id, referrer, count) in found {
            let more = match count {
                1 => String::new(),
                _ => format!(" and {} more", count - 1),
            };
            let said = format!("`{id}` is still referred to by `{referrer}`{more}");
            let problem = Problem::error(ProblemCode::StillReferenced, said);
            self.report(at, problem.value(id.to_string()));
        }
    }

    /// One referrer of each id, and how many there are, in one pass over all records.
    fn referrers_of_all(&self, gone: &HashMap<&'a Id, usize>) -> Vec<(usize, &'a Id, Id, usize)> {
        let mut found: HashMap<&Id, (Id, usize)> = HashMap::new();
        for record in self.after.records() {
            for (_, id) in record.references() {
                let Some((id, _)) = gone.get_key_value(id) else {
                    continue;
                };
                let first = || (record.id.clone(), 0);
                found.entry(id).or_insert_with(first).1 += 1;
            }
        }
        found
            .into_iter()
            .map(|(id, (referrer, count))| (gone[id], id, referrer, count))
            .collect()
    }
}
