//! The paths of an answer laid over one another.

use async_graphql::SimpleObject;

use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::node::Entity;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::path::Arc;
use crate::graphql::path::Telling;
use crate::graphql::product::Product;
use crate::network::chain::Vertex;
use crate::network::paths;

/// The paths found up to this page, or the arcs of a flow, laid over one another, ready for a map or a Sankey diagram:
/// `links` form no cycle, `backLinks` are the loops taken out of it.
#[derive(SimpleObject)]
pub(crate) struct Subgraph {
    /// Products at places.
    nodes: Vec<SubgraphNode>,
    /// Arcs that form no cycle.
    links: Vec<SubgraphLink>,
    /// Arcs taken out so that the others form no cycle.
    back_links: Vec<SubgraphLink>,
}

/// A product at a place.
#[derive(SimpleObject)]
pub(crate) struct SubgraphNode {
    /// Its position in `nodes`, from 0.
    index: i32,
    /// The site or side-stream.
    place: Entity,
    /// The product.
    product: Product,
}

/// An arc between two nodes.
#[derive(SimpleObject)]
pub(crate) struct SubgraphLink {
    /// Where it begins: the index of a node.
    from: i32,
    /// Where it ends: the index of a node.
    to: i32,
    /// How many of the paths use it; 0 in a flow.
    path_count: i32,
    /// Tonnes a year that go into it; null of paths.
    tonnes_per_year: Option<f64>,
    /// Tonnes a year that come out of it, after losses; null of paths.
    arriving_tonnes_per_year: Option<f64>,
    /// The arc.
    arc: Arc,
}

impl Telling {
    /// The paths laid over one another.
    pub(crate) fn subgraph(&self, subgraph: &paths::Subgraph) -> Result<Subgraph, ApiError> {
        let nodes = subgraph.nodes.iter().enumerate();
        let nodes = nodes.map(|(index, vertex)| self.subgraph_node(int(index), *vertex));
        Ok(Subgraph {
            nodes: nodes.collect::<Result<_, _>>()?,
            links: self.subgraph_links(&subgraph.links)?,
            back_links: self.subgraph_links(&subgraph.back_links)?,
        })
    }

    fn subgraph_node(&self, index: i32, vertex: Vertex) -> Result<SubgraphNode, ApiError> {
        let place: Item = self.object(vertex.place)?;
        Ok(SubgraphNode {
            index,
            place: Entity::of(place.clone()).ok_or_else(|| place.incomplete())?,
            product: self.object(vertex.product)?,
        })
    }

    fn subgraph_links(&self, links: &[paths::SubgraphLink]) -> Result<Vec<SubgraphLink>, ApiError> {
        let link = |link: &paths::SubgraphLink| {
            Ok(SubgraphLink {
                from: int(link.from),
                to: int(link.to),
                path_count: int(link.path_count),
                tonnes_per_year: link.tonnes_per_year.map(solved),
                arriving_tonnes_per_year: link.arriving_tonnes_per_year.map(solved),
                arc: self.arc(&link.arc)?,
            })
        };
        links.iter().map(link).collect()
    }
}
