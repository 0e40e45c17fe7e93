//! Connections: pages of objects with cursors, after the Relay specification.

use std::borrow::Cow;

use async_graphql::ID;
use async_graphql::Object;
use async_graphql::OutputType;
use async_graphql::SimpleObject;
use async_graphql::TypeName;

use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Key;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::numbers::int;
use crate::graphql::page::PageArgs;
use crate::graphql::page::page;
use crate::model::Column;
use crate::model::Kind;

/// Where a page stands in its list.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether the list goes on after the page.
    pub(crate) has_next_page: bool,
    /// Whether the list begins before the page.
    pub(crate) has_previous_page: bool,
    /// Cursor of the first item; none for an empty page.
    pub(crate) start_cursor: Option<String>,
    /// Cursor of the last item; none for an empty page.
    pub(crate) end_cursor: Option<String>,
}

/// One page of a list.
pub(crate) struct Connection<T> {
    edges: Vec<(String, T)>,
    /// Kilometres of each item; empty where none were asked for.
    distances: Vec<Option<f64>>,
    position_unknown: Option<usize>,
    page_info: PageInfo,
    total_count: usize,
}

/// One item of a page with its cursor.
pub(crate) struct Edge<T> {
    cursor: String,
    node: T,
    distance_km: Option<f64>,
}

impl<T> Connection<T> {
    /// The page of an ordered list that the arguments ask for. `key_of` gives the keys of the
    /// list, which ascend strictly; `revision` is that of a ranked list, else 0.
    ///
    /// # Errors
    /// `BAD_INPUT` for arguments that make no sense, `LIMIT` if `item_at` draws too much.
    pub(crate) fn of(
        len: usize,
        key_of: impl Fn(usize) -> Key,
        (question, revision): (Question, u64),
        args: &PageArgs,
        item_at: impl Fn(usize) -> Result<T, ApiError>,
    ) -> Result<Self, ApiError> {
        let page = page(len, &key_of, question, args)?;
        let cursor = |at| {
            let question = question.digest();
            Cursor {
                question,
                revision,
                key: key_of(at),
            }
            .encode()
        };
        let edges = page.range.map(|at| Ok((cursor(at), item_at(at)?)));
        let edges = edges.collect::<Result<Vec<_>, ApiError>>()?;
        let page_info = PageInfo {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: edges.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: edges.last().map(|(cursor, _)| cursor.clone()),
        };
        Ok(Self {
            edges,
            distances: Vec::new(),
            position_unknown: None,
            page_info,
            total_count: len,
        })
    }

    /// The items with their cursors, where they stand, and how many the whole list has.
    pub(crate) fn into_parts(self) -> (Vec<(String, T)>, PageInfo, usize) {
        (self.edges, self.page_info, self.total_count)
    }
}

impl<T> Connection<(T, Option<f64>)> {
    /// The same page, its items with their distance in km from a point; so many items were left out, since where they
    /// are is not known: none without a point.
    pub(crate) fn placed(self, position_unknown: Option<usize>) -> Connection<T> {
        let items = self.edges.into_iter();
        let (edges, distances) = items
            .map(|(cursor, (item, km))| ((cursor, item), km))
            .unzip();
        Connection {
            edges,
            distances,
            position_unknown,
            page_info: self.page_info,
            total_count: self.total_count,
        }
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// One page of a list.
#[Object(name_type)]
impl<T: OutputType + Clone> Connection<T> {
    /// The items of the page, each with its cursor.
    async fn edges(&self) -> Vec<Edge<T>> {
        let edges = self.edges.iter().enumerate();
        edges
            .map(|(at, (cursor, node))| Edge {
                cursor: cursor.clone(),
                node: node.clone(),
                distance_km: self.distances.get(at).copied().flatten(),
            })
            .collect()
    }

    /// The items of the page.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|(_, node)| node).collect()
    }

    /// Where the page stands in its list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// Number of items of the whole list.
    async fn total_count(&self) -> i32 {
        int(self.total_count)
    }

    /// How many items that meet the filter are not in the list, since where they are is not known: with a radius. None
    /// where no point was given.
    async fn position_unknown(&self) -> Option<i32> {
        self.position_unknown.map(int)
    }
}

/// One item of a page with its cursor.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// Where the item stands; pass it as `after` or `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> &T {
        &self.node
    }

    /// Great-circle distance in km from the point asked for; none without one, or if where the item is is not known.
    async fn distance_km(&self) -> Option<f64> {
        self.distance_km
    }
}

/// The links that refer to a site by a column, ordered by id.
///
/// # Errors
/// `BAD_INPUT` for arguments that make no sense, `LIMIT` if the answer holds too much.
pub(crate) fn links(
    item: &Item,
    end: Column,
    field: &str,
    args: PageArgs,
    material: Option<&ID>,
) -> Result<Connection<Link>, ApiError> {
    let registry = item.registry();
    let mut rows = registry.referring(Kind::Link, end, item.row);
    item.asked.work.scan(rows.len())?;
    if let Some(id) = material {
        let material = item.asked.find("material", id, &[Kind::Material])?;
        rows.retain(|row| registry.link_names(*row, material));
    }
    let question = Question::new(field)
        .with(registry.slug(item.row))
        .with(material.map_or("", |it| it.as_str()));
    let key_of = |at: usize| (String::new(), registry.slug(rows[at]).to_owned());
    Connection::of(rows.len(), key_of, (question, 0), &args, |at| {
        item.asked.work.draw(1)?;
        Ok(item.other(rows[at]))
    })
}
