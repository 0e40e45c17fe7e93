//! Looking up records by id.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;

use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::asked::parse_id;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::node::Node;
use crate::graphql::session::At;
use crate::graphql::session::Session;

/// The look-ups of `Query`.
#[derive(Default)]
pub(crate) struct LookUp;

/// Looking up records by id.
#[Object]
impl LookUp {
    /// The record of a global id; null if there is none. A text that is no id is an error.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id, `kind:slug`.")] id: ID,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<Option<Node>, ApiError> {
        let asked = Session::of(ctx)?.asked(at.as_ref()).await?;
        find(&asked, "id", &id)
    }

    /// The records of global ids, in the order asked; null where there is none.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global ids, `kind:slug`; at most 200.")] ids: Vec<ID>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<Vec<Option<Node>>, ApiError> {
        check_count("ids", ids.len())?;
        let asked = Session::of(ctx)?.asked(at.as_ref()).await?;
        ids.iter().map(|id| find(&asked, "ids", id)).collect()
    }
}

fn find(asked: &Arc<Asked>, argument: &str, id: &ID) -> Result<Option<Node>, ApiError> {
    let Some(row) = asked.registry().find(&parse_id(argument, id)?) else {
        return Ok(None);
    };
    asked.work.draw(1)?;
    Ok(Node::of(Item {
        asked: Arc::clone(asked),
        row,
    }))
}
