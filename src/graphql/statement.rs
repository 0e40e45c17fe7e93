//! Statements: what is no number but decides an answer.

use crate::graphql::codes::SiteStatus;
use crate::graphql::codes::StatementBasis;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::node::Node;
use crate::graphql::node::node_of;
use crate::graphql::object::object;
use crate::graphql::scalars::Year;
use crate::model::STALE_AFTER_YEARS;
use crate::model::codes;
use crate::model::tables::statement;

object! {
    /// What is not a number but decides an answer and may be inferred, assigned or dated.
    fact Statement {
        /// What it is about.
        async fn subject(&self) -> Result<Option<Node>, ApiError> {
            node_of(&self.0, statement::SUBJECT)
        }

        /// Field it speaks of, such as `status`, `fate`, `ewc_codes`, `operator`.
        async fn field(&self) -> Result<&str, ApiError> {
            self.0.text(statement::FIELD).ok_or_else(|| self.0.incomplete())
        }

        /// What it says; none if it says that the field is empty.
        async fn value(&self) -> Option<&str> {
            self.0.text(statement::VALUE)
        }

        /// Year it is known for; none if undated.
        async fn as_of(&self) -> Option<Year> {
            self.0.int(statement::AS_OF).map(Year)
        }

        /// Whether the source states it, it was inferred, or a compiler assigned it.
        async fn basis(&self) -> Result<StatementBasis, ApiError> {
            self.0.required_code::<codes::StatementBasis, _>(statement::BASIS)
        }
    }
}

/// The status in force in the year asked, and what it stands on.
#[derive(async_graphql::SimpleObject)]
pub(crate) struct StatusStatement {
    /// The status.
    pub(crate) status: SiteStatus,
    /// Year it is known for; none if undated.
    pub(crate) as_of: Option<Year>,
    /// Whether it is undated or more than three years older than the year asked.
    pub(crate) stale: bool,
    /// The statement that says so, with its basis and sources.
    pub(crate) statement: Statement,
}

/// The status of a record in the year asked; none if none is stated.
///
/// # Errors
/// `LIMIT` if the answer holds too many records.
pub(crate) fn status(item: &Item) -> Result<Option<StatusStatement>, ApiError> {
    let year = item.asked.when.year;
    let Some((status, row)) = item.registry().status(item.row, year) else {
        return Ok(None);
    };
    item.asked.work.draw(1)?;
    let as_of = item.registry().int(row, statement::AS_OF);
    Ok(Some(StatusStatement {
        status: status.into(),
        as_of: as_of.map(Year),
        stale: as_of.is_none_or(|it| year - it > STALE_AFTER_YEARS),
        statement: item.other(row),
    }))
}
