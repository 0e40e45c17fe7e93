//! What a trace walks over: the chain of a material, or the places and the links between them.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::link;
use crate::network::graph::Graph;
use crate::network::site_graph::SiteGraph;
use crate::network::trace::Direction;
use crate::network::trace::untold::Untold;

/// An arc, and where it leads on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) arc: u32,
    pub(super) far: u32,
}

/// Which of the arcs of a vertex are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of them.
    All,
    /// Those of the product traced: its place has it without having got it.
    OfProduct,
    /// The others, once the place is reached.
    Others,
    /// None: the place does not operate.
    Nothing,
}

/// Vertices by number and the steps between them.
pub(super) trait Ground {
    /// How many vertices there are.
    fn vertex_count(&self) -> usize;

    /// How many arcs have to be looked at for the steps of a vertex.
    fn degree(&self, vertex: u32) -> u64;

    /// Appends the steps from a vertex, always in the same order.
    fn steps(&mut self, vertex: u32, part: Part, into: &mut Vec<Step>);

    /// Sorts vertices by slug of place, then product.
    fn sort(&self, vertices: &mut [u32]);
}

/// The steps from a vertex of a graph.
pub(super) fn steps(
    graph: &Graph,
    direction: Direction,
    vertex: u32,
) -> impl Iterator<Item = Step> + '_ {
    let (leaving, entering) = match direction {
        Direction::Downstream => (graph.leaving(vertex), &[][..]),
        Direction::Upstream => (0..0, graph.entering(vertex)),
    };
    let down = leaving.map(|arc| Step {
        arc,
        far: graph.head(arc),
    });
    let up = entering.iter().map(|it| Step {
        arc: it.arc,
        far: it.tail,
    });
    down.chain(up)
}

impl Direction {
    /// The other way.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Upstream => Self::Downstream,
            Self::Downstream => Self::Upstream,
        }
    }
}

/// The chain of a material. Its vertices are in the order of answers.
pub(super) struct ChainGround<'a> {
    pub(super) graph: &'a Graph,
    pub(super) direction: Direction,
}

impl Ground for ChainGround<'_> {
    fn vertex_count(&self) -> usize {
        self.graph.vertex_count()
    }

    fn degree(&self, vertex: u32) -> u64 {
        steps(self.graph, self.direction, vertex).count() as u64
    }

    fn steps(&mut self, vertex: u32, _part: Part, into: &mut Vec<Step>) {
        into.extend(steps(self.graph, self.direction, vertex));
    }

    fn sort(&self, vertices: &mut [u32]) {
        vertices.sort_unstable();
    }
}

/// Places and the links between them that are open in the year; with side-streams also from a site to those that
/// arise there.
pub(super) struct PlaceGround<'a, 'b> {
    pub(super) registry: &'a Registry,
    pub(super) places: &'a SiteGraph,
    pub(super) direction: Direction,
    /// The product traced, if it is one.
    pub(super) product: Option<Row>,
    pub(super) has_side_streams: bool,
    pub(super) untold: &'b mut Untold<'a>,
}

impl PlaceGround<'_, '_> {
    fn is_followed(&mut self, vertex: u32, step: Step, part: Part) -> bool {
        let row = self.places.links()[step.arc as usize];
        if row.kind() == Kind::SideStream {
            let is_meant = matches!(part, Part::All | Part::Others);
            return is_meant && self.has_side_streams && self.untold.arises(row);
        }
        let is_of_product = self.registry.reference(row, link::PRODUCT) == self.product;
        let is_meant = match part {
            Part::All => true,
            Part::OfProduct => is_of_product,
            Part::Others => !is_of_product,
            Part::Nothing => false,
        };
        let near = self.places.places()[vertex as usize];
        is_meant && step.far != vertex && self.untold.reason(row, near).is_none()
    }
}

impl Ground for PlaceGround<'_, '_> {
    fn vertex_count(&self) -> usize {
        self.places.places().len()
    }

    fn degree(&self, vertex: u32) -> u64 {
        steps(self.places.graph(), self.direction, vertex).count() as u64
    }

    fn steps(&mut self, vertex: u32, part: Part, into: &mut Vec<Step>) {
        let links = steps(self.places.graph(), self.direction, vertex);
        for step in links {
            if self.is_followed(vertex, step, part) {
                into.push(step);
            }
        }
    }

    fn sort(&self, vertices: &mut [u32]) {
        let slug = |it: &u32| self.registry.slug(self.places.places()[*it as usize]);
        vertices.sort_unstable_by(|a, b| slug(a).cmp(slug(b)).then(a.cmp(b)));
    }
}
