//! Finding entities by name.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::Enum;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::graphql::asked::Asked;
use crate::graphql::codes::EntityKind;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Key;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::node::Entity;
use crate::graphql::numbers::int;
use crate::graphql::page::page_size;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::model::BestHits;
use crate::model::Hit;
use crate::model::Id;
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
    /// The words of the text are words of the names, as they are or inflected, or begin them.
    Word,
    /// Some word differs by a letter or two.
    Typo,
    /// Some word is no name, but one of what the entity works on or offers, of its role, type or town.
    Text,
}

impl From<MatchKind> for SearchMatch {
    fn from(kind: MatchKind) -> Self {
        match kind {
            MatchKind::Exact => Self::Exact,
            MatchKind::Prefix => Self::Prefix,
            MatchKind::Word => Self::Word,
            MatchKind::Typo => Self::Typo,
            MatchKind::Text => Self::Text,
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
    /// inflections and small typing errors. Exact names come before beginnings, those before words, those before near
    /// misses, those before entities found by themes, services, tags, roles or towns.
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
        let size = page_size("first", first)?;
        let search = move || {
            asked.work.scan(asked.registry().count(Kind::Site))?;
            let last = after.as_deref().map(|it| hit_of(&asked, it, question));
            let last = last.transpose()?;
            let index = asked.snapshot.search_index(asked.knowledge);
            let found = index.best(&text, &kinds, last.as_ref(), size);
            answer(&asked, &found, question)
        };
        session.app.run(move |_| search()).await?
    }
}

fn answer(
    asked: &Arc<Asked>,
    found: &BestHits,
    question: Question,
) -> Result<SearchConnection, ApiError> {
    let edge = |hit: &Hit| {
        asked.work.draw(1)?;
        let item = Item {
            asked: Arc::clone(asked),
            row: hit.row,
        };
        let node = Entity::of(item.clone()).ok_or_else(|| item.incomplete())?;
        let cursor = Cursor {
            question: question.digest(),
            revision: asked.snapshot.revision(),
            key: key(asked.registry(), hit),
        };
        Ok(SearchEdge {
            cursor: cursor.encode(),
            node,
            matched: hit.matched.into(),
        })
    };
    let edges = found.hits.iter().map(edge);
    let edges = edges.collect::<Result<Vec<_>, ApiError>>()?;
    Ok(SearchConnection {
        page_info: PageInfo {
            has_next_page: found.before + edges.len() < found.total,
            has_previous_page: found.before > 0,
            start_cursor: edges.first().map(|it| it.cursor.clone()),
            end_cursor: edges.last().map(|it| it.cursor.clone()),
        },
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        total_count: int(found.total),
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

/// The hit at which a cursor stands, as [`key`] wrote it.
fn hit_of(asked: &Asked, after: &str, question: Question) -> Result<Hit, ApiError> {
    let cursor = Cursor::decode("after", after, question.digest())?;
    let (rank, id) = cursor.key;
    let numbers: Vec<u32> = rank.split('-').filter_map(|it| it.parse().ok()).collect();
    let named = id.split_once(':').and_then(|(kind, slug)| {
        let kind: usize = kind.parse().ok()?;
        asked.registry().find(&Id::new(*Kind::ALL.get(kind)?, slug))
    });
    let matched = |number: u32| MatchKind::ALL.get(usize::try_from(number).ok()?);
    let hit = match (numbers.as_slice(), named) {
        (&[number, cost, letters], Some(row)) => matched(number).map(|matched| Hit {
            row,
            matched: *matched,
            cost,
            letters,
        }),
        _ => None,
    };
    hit.ok_or_else(|| {
        let message = "this is no cursor: pass one that `edges` or `pageInfo` gave";
        ApiError::bad_input("after", after, message)
    })
}
