//! What the filters of lists have in common: every criterion that is given must hold, and of a
//! criterion with several values any one.

use std::collections::HashSet;

use async_graphql::ID;

use crate::analysis::directory::words::Wanted;
use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::error::ApiError;
use crate::graphql::order::Sort;
use crate::model::ALIASES;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::MAX_SEARCH_CHARS;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::PublishedList;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Code;
use crate::model::tables::table_of;

/// The filter of one list.
pub(crate) trait Filter: Send + Sync + 'static {
    /// Looks up what the filter names, so that rows can be tried.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id, `LIMIT` for too many values.
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError>;

    /// The argument and id of what the filter is about, from where distances are told if no point is given.
    fn place(&self) -> Option<(&'static str, &ID)> {
        None
    }

    /// What comes before the order asked for, the least first; none if nothing does.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id.
    fn rank(&self, _asked: &Asked, _sort: Sort) -> Result<Option<Rank>, ApiError> {
        Ok(None)
    }
}

/// In which group of a list a row is told.
pub(crate) type Rank = Box<dyn Fn(&Registry, Row) -> u8 + Send + Sync>;

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

    /// Some text is told by columns of tags, in words that mean the same or are forms of the same; not given, any is.
    ///
    /// # Errors
    /// `BAD_INPUT` for a text without words, `LIMIT` for too many or too much to compare.
    pub(crate) fn told<'v>(
        self,
        field: &str,
        values: impl Iterator<Item = &'v String>,
        columns: &'static [Column],
    ) -> Result<Self, ApiError> {
        let argument = format!("{}.{field}", self.argument);
        let knowledge = self.asked.knowledge;
        let mut wanted = Vec::new();
        for value in values {
            wanted.push(read_words(&argument, value, knowledge)?);
        }
        if wanted.is_empty() {
            return Ok(self);
        }
        check_count(&argument, wanted.len())?;
        Ok(self.holds(move |registry, row| {
            let tags = || columns.iter().flat_map(|it| texts(registry, row, *it));
            wanted.iter().any(|it| it.is_told_by(knowledge, tags()))
        }))
    }

    /// The record is found by the text, or its names and tags tell it in words that mean the same.
    ///
    /// # Errors
    /// As for [`told`](Self::told).
    pub(crate) fn text(
        self,
        text: Option<&str>,
        kind: Kind,
        tags: &'static [Column],
    ) -> Result<Self, ApiError> {
        let Some(text) = text else { return Ok(self) };
        let argument = format!("{}.text", self.argument);
        let knowledge = self.asked.knowledge;
        let wanted = read_words(&argument, text, knowledge)?;
        self.asked.work.scan(self.asked.registry().count(kind))?;
        let hits = self
            .asked
            .snapshot
            .search_index(knowledge)
            .search(text, &[kind]);
        let found: HashSet<Row> = hits.into_iter().map(|it| it.row).collect();
        Ok(self.holds(move |registry, row| {
            let names = [NAME_EN, NAME_FI, NAME_SV, ALIASES];
            let columns = names.iter().chain(tags);
            let told = columns.flat_map(|it| texts(registry, row, *it));
            found.contains(&row) || wanted.is_told_by(knowledge, told)
        }))
    }

    /// Refuses processing steps that no list has.
    ///
    /// # Errors
    /// `BAD_INPUT` with the nearest code, `LIMIT` for too many.
    pub(crate) fn known_steps(&self, field: &str, codes: &[String]) -> Result<(), ApiError> {
        let argument = format!("{}.{field}", self.argument);
        check_count(&argument, codes.len())?;
        let lists = &self.asked.knowledge.lists;
        let is_unknown = |it: &&String| lists.get(PublishedList::Process, it).is_none();
        let Some(unknown) = codes.iter().find(is_unknown) else {
            return Ok(());
        };
        let meant = self
            .asked
            .knowledge
            .code_meaning(PublishedList::Process, unknown);
        let meant = meant.map(str::to_owned);
        let near = meant.or_else(|| lists.nearest(PublishedList::Process, unknown));
        let mut message = format!("`{unknown}` is no CGI code of a processing step");
        if let Some(near) = &near {
            message += &format!("; did you mean `{near}`?");
        }
        let error = ApiError::bad_input(&argument, unknown.as_str(), message);
        Err(error.suggesting(near.into_iter().collect()))
    }
}

/// The texts of a column, one or many.
fn texts(registry: &Registry, row: Row, column: Column) -> Vec<&str> {
    let is_list = table_of(row.kind()).is_some_and(|it| it.field(column).many);
    match is_list {
        true => registry.texts(row, column).collect(),
        false => registry.text(row, column).into_iter().collect(),
    }
}

/// Reads words that are looked for.
fn read_words(argument: &str, text: &str, knowledge: &Knowledge) -> Result<Wanted, ApiError> {
    if text.chars().count() > MAX_SEARCH_CHARS {
        let message = format!("`{argument}` is longer than {MAX_SEARCH_CHARS} characters");
        return Err(ApiError::limit(message));
    }
    let wanted = Wanted::of(knowledge, text);
    if wanted.is_empty() {
        let message = format!("`{argument}` has no words");
        return Err(ApiError::bad_input(argument, text, message));
    }
    Ok(wanted)
}
