//! Revisions: what was committed when, by whom and why.

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::app::App;
use crate::app::AppError;
use crate::app::RevisionInfo;
use crate::graphql::change::ChangeArgs;
use crate::graphql::change::ChangeConnection;
use crate::graphql::change::changes;
use crate::graphql::connection::Connection;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::numbers::int;
use crate::graphql::page::PageArgs;
use crate::graphql::scalars::DateTime;
use crate::graphql::session::Session;
use crate::model::hex;

/// One commit's state of the data.
#[derive(Clone, SimpleObject)]
pub(crate) struct Revision {
    /// Its number, from 1 without gaps.
    revision: i32,
    /// When it was made.
    at: DateTime,
    /// Who made it.
    author: String,
    /// What the author said of it.
    message: String,
    /// How many records it put, deleted or merged.
    changes: i32,
    /// SHA-256 over its changes and all before it, in hexadecimal.
    chain_hash: String,
    /// Whether its state was discarded (`ketju compact`): nothing can be asked at it, and it cannot be compared.
    discarded: bool,
}

impl From<RevisionInfo> for Revision {
    fn from(info: RevisionInfo) -> Self {
        Self {
            revision: int(info.revision),
            at: DateTime { at_ms: info.at_ms },
            author: info.author,
            message: info.message,
            changes: int(info.changes),
            chain_hash: hex(&info.chain),
            discarded: info.is_discarded,
        }
    }
}

/// The revisions of `Query`.
#[derive(Default)]
pub(crate) struct RevisionQuery;

/// The history of the data.
#[Object]
impl RevisionQuery {
    /// The revisions, the latest first.
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 50)] first: i32,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<Connection<Revision>, ApiError> {
        let session = Session::of(ctx)?;
        let latest = session.latest.revision();
        let args = PageArgs {
            first: Some(first),
            after,
            ..PageArgs::default()
        };
        let work = std::sync::Arc::clone(&session.work);
        let answer = move |app: &App| {
            let length = usize::try_from(latest).unwrap_or(usize::MAX);
            let revision_at = |at: usize| latest - at as u64;
            // Descending numbers as ascending keys.
            let key_of = |at: usize| (format!("{:020}", u64::MAX - revision_at(at)), String::new());
            Connection::of(
                length,
                key_of,
                (Question::new("revisions"), 0),
                &args,
                |at| {
                    work.draw(1)?;
                    let asked = revision_at(at);
                    let info = app
                        .revision(asked)?
                        .ok_or(AppError::UnknownRevision { asked, latest })?;
                    Ok(Revision::from(info))
                },
            )
        };
        session.app.run(move |app| answer(app)).await?
    }

    /// What differs between two revisions, record by record and field by field. What was changed and changed back differs in
    /// nothing and is not told.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The earlier revision.")] from: i32,
        #[graphql(desc = "The later revision; the latest if left out.")] to: Option<i32>,
        #[graphql(
            desc = "Only records of these kinds, as in ids: `site`, `side-stream`, …; all if left out or empty."
        )]
        kinds: Option<Vec<ID>>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 100)] first: i32,
        #[graphql(
            desc = "Only records after this cursor; without `to` the answer is then up to the revision the question began with."
        )]
        after: Option<String>,
    ) -> Result<ChangeConnection, ApiError> {
        let args = ChangeArgs {
            from,
            to,
            kinds,
            first,
            after,
        };
        changes(ctx, args).await
    }
}
