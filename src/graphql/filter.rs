//! What the filters of lists have in common: every criterion that is given must hold, and of a
//! criterion with several values any one.

use std::collections::HashSet;

use async_graphql::ID;

use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::error::ApiError;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Code;

/// The filter of one list.
pub(crate) trait Filter: Send + Sync + 'static {
    /// Looks up what the filter names, so that rows can be tried.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id, `LIMIT` for too many values.
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError>;
}

type Criterion = Box<dyn Fn(&Registry, Row) -> bool + Send + Sync>;

/// What a row must fulfil.
#[derive(Default)]
pub(crate) struct Check(Vec<Criterion>);

impl Check {
    /// Whether a row fulfils every criterion.
    pub(crate) fn holds(&self, registry: &Registry, row: Row) -> bool {
        self.0.iter().all(|criterion| criterion(registry, row))
    }
}

/// Collects the criteria of a filter.
pub(crate) struct Test<'a> {
    /// What is asked of.
    pub(crate) asked: &'a Asked,
    /// Path of the filter in the arguments, for errors.
    pub(crate) argument: &'a str,
    criteria: Vec<Criterion>,
}

impl<'a> Test<'a> {
    /// No criterion yet.
    pub(crate) fn new(asked: &'a Asked, argument: &'a str) -> Self {
        Self {
            asked,
            argument,
            criteria: Vec::new(),
        }
    }

    /// The check of all criteria.
    pub(crate) fn check(self) -> Check {
        Check(self.criteria)
    }

    /// One more criterion.
    pub(crate) fn holds(
        mut self,
        criterion: impl Fn(&Registry, Row) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.criteria.push(Box::new(criterion));
        self
    }

    /// The code of a column, or some code of a list column, is one of these.
    pub(crate) fn codes<M, T>(self, values: Option<&Vec<T>>, column: Column) -> Self
    where
        M: Code + PartialEq + Send + Sync + 'static,
        T: Copy + Into<M>,
    {
        let Some(values) = values else { return self };
        let wanted: Vec<M> = values.iter().map(|it| (*it).into()).collect();
        self.holds(move |registry, row| {
            registry
                .code::<M>(row, column)
                .is_some_and(|it| wanted.contains(&it))
        })
    }

    /// Some code of a list column is one of these.
    pub(crate) fn some_code<M, T>(self, values: Option<&Vec<T>>, column: Column) -> Self
    where
        M: Code + PartialEq + Send + Sync + 'static,
        T: Copy + Into<M>,
    {
        let Some(values) = values else { return self };
        let wanted: Vec<M> = values.iter().map(|it| (*it).into()).collect();
        self.holds(move |registry, row| {
            registry
                .codes::<M>(row, column)
                .any(|it| wanted.contains(&it))
        })
    }

    /// The flag of a column is this; one that is not stated is neither.
    pub(crate) fn flag(self, value: Option<bool>, column: Column) -> Self {
        let Some(value) = value else { return self };
        self.holds(move |registry, row| registry.flag(row, column) == Some(value))
    }

    /// The flag of a column is this; one that is not stated means no.
    pub(crate) fn flag_or_no(self, value: Option<bool>, column: Column) -> Self {
        let Some(value) = value else { return self };
        self.holds(move |registry, row| registry.flag(row, column).unwrap_or(false) == value)
    }

    /// The text of a column is one of these, the case aside.
    pub(crate) fn texts(
        self,
        field: &str,
        values: Option<&Vec<String>>,
        column: Column,
    ) -> Result<Self, ApiError> {
        let Some(values) = values else {
            return Ok(self);
        };
        check_count(&format!("{}.{field}", self.argument), values.len())?;
        let wanted: HashSet<String> = values.iter().map(|it| it.to_lowercase()).collect();
        Ok(self.holds(move |registry, row| {
            registry
                .text(row, column)
                .is_some_and(|it| wanted.contains(&it.to_lowercase()))
        }))
    }

    /// Some text of a list column begins with one of these, or is begun by it (a prefix on record
    /// covers every code that begins with it).
    pub(crate) fn code_prefixes(
        self,
        field: &str,
        values: Option<&Vec<String>>,
        column: Column,
    ) -> Result<Self, ApiError> {
        let Some(values) = values else {
            return Ok(self);
        };
        check_count(&format!("{}.{field}", self.argument), values.len())?;
        let digits = |text: &str| {
            text.chars()
                .filter(|it| !it.is_whitespace())
                .collect::<String>()
        };
        let wanted: Vec<String> = values.iter().map(|it| digits(it)).collect();
        Ok(self.holds(move |registry, row| {
            registry.texts(row, column).any(|it| {
                let stated = digits(it);
                wanted
                    .iter()
                    .any(|want| stated.starts_with(want) || want.starts_with(&stated))
            })
        }))
    }

    /// The record a column refers to, or some record of a list column, is one of these.
    pub(crate) fn refs(
        self,
        field: &str,
        ids: Option<&Vec<ID>>,
        column: Column,
        kinds: &[Kind],
    ) -> Result<Self, ApiError> {
        let Some(rows) = self.rows(field, ids, kinds)? else {
            return Ok(self);
        };
        Ok(self.holds(move |registry, row| {
            registry
                .reference(row, column)
                .is_some_and(|it| rows.contains(&it))
        }))
    }

    /// Some record of a list column is one of these.
    pub(crate) fn some_ref(
        self,
        field: &str,
        ids: Option<&Vec<ID>>,
        column: Column,
        kinds: &[Kind],
    ) -> Result<Self, ApiError> {
        let Some(rows) = self.rows(field, ids, kinds)? else {
            return Ok(self);
        };
        Ok(self.holds(move |registry, row| {
            registry
                .references(row, column)
                .any(|it| rows.contains(&it))
        }))
    }

    /// The region of a column is one of these or lies in one.
    pub(crate) fn regions(
        self,
        field: &str,
        ids: Option<&Vec<ID>>,
        column: Column,
    ) -> Result<Self, ApiError> {
        let Some(rows) = self.rows(field, ids, &[Kind::Region])? else {
            return Ok(self);
        };
        let inside = self.asked.registry().regions_within(rows);
        self.asked.work.scan(inside.len())?;
        Ok(self.holds(move |registry, row| {
            registry
                .reference(row, column)
                .is_some_and(|it| inside.contains(&it))
        }))
    }

    /// The records some ids name; none if the criterion is not given.
    pub(crate) fn rows(
        &self,
        field: &str,
        ids: Option<&Vec<ID>>,
        kinds: &[Kind],
    ) -> Result<Option<HashSet<Row>>, ApiError> {
        let argument = format!("{}.{field}", self.argument);
        let rows = ids
            .map(|ids| self.asked.find_all(&argument, ids, kinds))
            .transpose()?;
        Ok(rows.map(|rows| rows.into_iter().collect()))
    }
}
