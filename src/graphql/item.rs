//! One record seen from one place in an answer: what every object of the API is made of.

use std::sync::Arc;

use async_graphql::ID;

use crate::graphql::asked::Asked;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::model::Column;
use crate::model::Kind;
use crate::model::NOTE;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::codes::Code;
use crate::model::tables::precedent;
use crate::model::tables::source;
use crate::model::tables::statement;

/// A record of a revision.
#[derive(Clone)]
pub(crate) struct Item {
    /// What it is asked of.
    pub(crate) asked: Arc<Asked>,
    /// Which record.
    pub(crate) row: Row,
}

/// An object of the API that stands for one record.
pub(crate) trait Recorded: From<Item> + Clone + Send + Sync + 'static {
    /// The kind of its records.
    const KIND: Kind;
}

impl Item {
    /// Another record, seen from the same place.
    pub(crate) fn other<T: From<Self>>(&self, row: Row) -> T {
        T::from(Self {
            asked: Arc::clone(&self.asked),
            row,
        })
    }

    pub(crate) fn registry(&self) -> &Registry {
        self.asked.registry()
    }

    pub(crate) fn id(&self) -> ID {
        ID(self.registry().id(self.row).to_string())
    }

    pub(crate) fn slug(&self) -> &str {
        self.registry().slug(self.row)
    }

    pub(crate) fn name(&self) -> &str {
        name_of(self.registry(), self.row)
    }

    pub(crate) fn note(&self) -> Option<&str> {
        self.text(NOTE)
    }

    pub(crate) fn text(&self, column: Column) -> Option<&str> {
        self.registry().text(self.row, column)
    }

    pub(crate) fn texts(&self, column: Column) -> Vec<&str> {
        self.registry().texts(self.row, column).collect()
    }

    pub(crate) fn code<M: Code, T: From<M>>(&self, column: Column) -> Option<T> {
        self.registry().code::<M>(self.row, column).map(T::from)
    }

    /// The code of a column that every record states.
    pub(crate) fn required_code<M: Code, T: From<M>>(&self, column: Column) -> Result<T, ApiError> {
        self.code(column).ok_or_else(|| self.incomplete())
    }

    pub(crate) fn codes<M: Code, T: From<M>>(&self, column: Column) -> Vec<T> {
        let codes = self.registry().codes::<M>(self.row, column);
        codes.map(T::from).collect()
    }

    pub(crate) fn int(&self, column: Column) -> Option<i32> {
        self.registry().int(self.row, column)
    }

    pub(crate) fn number(&self, column: Column) -> Option<f64> {
        self.registry().number(self.row, column)
    }

    pub(crate) fn flag(&self, column: Column) -> Option<bool> {
        self.registry().flag(self.row, column)
    }

    /// The record a column refers to.
    pub(crate) fn one<T: From<Self>>(&self, column: Column) -> Result<Option<T>, ApiError> {
        let Some(row) = self.registry().reference(self.row, column) else {
            return Ok(None);
        };
        self.asked.work.draw(1)?;
        Ok(Some(self.other(row)))
    }

    /// The record that a column of every record refers to.
    pub(crate) fn required<T: From<Self>>(&self, column: Column) -> Result<T, ApiError> {
        self.one(column)?.ok_or_else(|| self.incomplete())
    }

    /// The records a list column refers to.
    pub(crate) fn many<T: From<Self>>(&self, column: Column) -> Result<Vec<T>, ApiError> {
        self.objects(self.registry().references(self.row, column).collect())
    }

    /// The records whose column refers to this one, ordered by slug.
    pub(crate) fn referring<T: Recorded>(&self, column: Column) -> Result<Vec<T>, ApiError> {
        self.objects(self.registry().referring(T::KIND, column, self.row))
    }

    pub(crate) fn objects<T: From<Self>>(&self, rows: Vec<Row>) -> Result<Vec<T>, ApiError> {
        self.asked.work.draw(rows.len())?;
        Ok(rows.into_iter().map(|row| self.other(row)).collect())
    }

    pub(crate) fn sources<T: From<Self>>(&self) -> Result<Vec<T>, ApiError> {
        self.many(SOURCES)
    }

    /// The statements on a field, or on all, ordered by field, year and id.
    pub(crate) fn statements<T: From<Self>>(
        &self,
        field: Option<&str>,
    ) -> Result<Vec<T>, ApiError> {
        let registry = self.registry();
        let mut rows = registry.referring(Kind::Statement, statement::SUBJECT, self.row);
        rows.retain(|row| {
            field.is_none_or(|field| registry.text(*row, statement::FIELD) == Some(field))
        });
        rows.sort_by_key(|row| {
            let field = registry.text(*row, statement::FIELD);
            let as_of = registry.int(*row, statement::AS_OF);
            (field, as_of, registry.slug(*row))
        });
        self.objects(rows)
    }

    /// What to say of a record that lacks what every record of its kind has.
    pub(crate) fn incomplete(&self) -> ApiError {
        let id = self.registry().id(self.row);
        tracing::error!(%id, "a stored record is incomplete");
        ApiError::new(
            ErrorCode::Internal,
            format!("internal error: `{id}` is incomplete"),
        )
    }
}

/// The name of an entity; of one without a name, what comes nearest to it.
pub(crate) fn name_of(registry: &Registry, row: Row) -> &str {
    let stated = match row.kind() {
        Kind::Source => registry.text(row, source::TITLE),
        Kind::Precedent => registry.text(row, precedent::WASTE),
        _ => None,
    };
    stated.unwrap_or_else(|| registry.name(row))
}
