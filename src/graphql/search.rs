//! Finding entities by name.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::Enum;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::graphql::asked::Asked;
use crate::graphql::codes::EntityKind;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Key;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::node::Entity;
use crate::graphql::numbers::int;
use crate::graphql::page::PageArgs;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::model::Hit;
use crate::model::Kind;
use crate::model::MAX_SEARCH_CHARS;
use crate::model::MatchKind;
use crate::model::Registry;

/// How well an entity matches the text searched for; better first.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum SearchMatch {
    /// A name is the text.
    Exact,
    /// A name begins with the text.
    Prefix,
    /// The words of the text are words of the names, or begin them.
    Word,
    /// Some word differs by a letter or two.
    Typo,
}

impl From<MatchKind> for SearchMatch {
    fn from(kind: MatchKind) -> Self {
        match kind {
            MatchKind::Exact => Self::Exact,
            MatchKind::Prefix => Self::Prefix,
            MatchKind::Word => Self::Word,
            MatchKind::Typo => Self::Typo,
        }
    }
}

/// One page of what a search found, best first.
#[derive(SimpleObject)]
pub(crate) struct SearchConnection {
    /// The items of the page, each with its cursor.
    edges: Vec<SearchEdge>,
    /// The items of the page.
    nodes: Vec<Entity>,
    /// Where the page stands in the whole result.
    page_info: PageInfo,
    /// Number of entities found.
    total_count: i32,
}

/// One entity that a search found.
#[derive(Clone, SimpleObject)]
pub(crate) struct SearchEdge {
    /// Where the item stands; pass it as `after`. It continues at the revision it began with.
    cursor: String,
    /// The entity.
    node: Entity,
    /// How well it matches.
    matched: SearchMatch,
}

/// The search of `Query`.
#[derive(Default)]
pub(crate) struct SearchQuery;

/// Finding entities by name.
#[Object]
impl SearchQuery {
    /// Entities by name in any language, alias, slug or code; forgives case, å, ä and ö, word order
    /// and small typing errors. Exact names come before beginnings, those before words, those
    /// before near misses.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for; at most 200 characters.")] text: String,
        #[graphql(desc = "Only entities of these kinds.")] kinds: Option<Vec<EntityKind>>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 20)] first: i32,
        #[graphql(
            desc = "Only what comes after this cursor; the answer is then of the revision the search began with."
        )]
        after: Option<String>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<SearchConnection, ApiError> {
        let session = Session::of(ctx)?;
        let kinds: Vec<Kind> = kinds
            .unwrap_or_default()
            .into_iter()
            .map(Kind::from)
            .collect();
        if text.chars().count() > MAX_SEARCH_CHARS {
            let message = format!("`text` is longer than {MAX_SEARCH_CHARS} characters");
            return Err(ApiError::limit(message));
        }
        let question = Question::new("search")
            .with(&text)
            .with(&format!("{kinds:?}"));
        let asked = session
            .asked_on(at.as_ref(), after.as_deref(), question, None)
            .await?;
        let args = PageArgs {
            first: Some(first),
            after,
            ..PageArgs::default()
        };
        let search = move || {
            asked.work.scan(asked.registry().count(Kind::Site))?;
            let hits = asked.snapshot.search_index().search(&text, &kinds);
            answer(&asked, &hits, question, &args)
        };
        session.app.run(move |_| search()).await?
    }
}

fn answer(
    asked: &Arc<Asked>,
    hits: &[Hit],
    question: Question,
    args: &PageArgs,
) -> Result<SearchConnection, ApiError> {
    let registry = asked.registry();
    let found = |at: usize| {
        asked.work.draw(1)?;
        let hit = hits[at];
        let item = Item {
            asked: Arc::clone(asked),
            row: hit.row,
        };
        let node = Entity::of(item.clone()).ok_or_else(|| item.incomplete())?;
        let matched = hit.matched.into();
        Ok((node, matched))
    };
    let key_of = |at: usize| key(registry, &hits[at]);
    let ranked = (question, asked.snapshot.revision());
    let page = Connection::of(hits.len(), key_of, ranked, args, found)?;
    let (edges, page_info, total) = page.into_parts();
    let edges: Vec<SearchEdge> = edges
        .into_iter()
        .map(|(cursor, (node, matched))| SearchEdge {
            cursor,
            node,
            matched,
        })
        .collect();
    Ok(SearchConnection {
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        page_info,
        total_count: int(total),
    })
}

/// Orders hits as the search ranks them.
fn key(registry: &Registry, hit: &Hit) -> Key {
    let Hit {
        row,
        matched,
        cost,
        letters,
    } = *hit;
    let rank = format!("{}-{cost:06}-{letters:06}", matched as u8);
    (
        rank,
        format!("{:02}:{}", row.kind() as u8, registry.slug(row)),
    )
}
