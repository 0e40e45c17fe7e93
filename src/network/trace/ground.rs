//! What a trace walks over: the chain of a material, or the places and the links between them.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::link;
use crate::model::tables::side_stream;
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

/// Places and the links between them that are open in the year. With side-streams also from a site to those that
/// arise there: these arcs are numbered after the links, by the vertex of the side-stream.
pub(super) struct PlaceGround<'a, 'b> {
    pub(super) registry: &'a Registry,
    pub(super) places: &'a SiteGraph,
    pub(super) direction: Direction,
    /// The product traced, if it is one.
    pub(super) product: Option<Row>,
    pub(super) has_side_streams: bool,
    pub(super) untold: &'b mut Untold<'a>,
}

/// What an arc between places is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceArc {
    /// A link.
    Link(Row),
    /// A side-stream arises.
    Arising(Row),
}

impl PlaceArc {
    /// What the arc of a number is.
    pub(super) fn of(places: &SiteGraph, arc: u32) -> Self {
        let links = places.links();
        match links.get(arc as usize) {
            Some(link) => Self::Link(*link),
            None => Self::Arising(places.places()[arc as usize - links.len()]),
        }
    }
}

impl PlaceGround<'_, '_> {
    fn is_followed(&mut self, vertex: u32, step: Step, part: Part) -> bool {
        let row = self.places.links()[step.arc as usize];
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

    /// The steps by which side-streams arise.
    fn arising(&self, vertex: u32) -> Vec<Step> {
        let (registry, places) = (self.registry, self.places);
        let place = places.places()[vertex as usize];
        let arc = |stream: u32| u32::try_from(places.links().len()).map(|it| it + stream);
        let step = |stream: Row, far: Row| {
            let (stream, far) = places.number(stream).zip(places.number(far))?;
            let arc = arc(stream).ok()?;
            Some(Step { arc, far })
        };
        match (place.kind(), self.direction) {
            (Kind::Site, Direction::Downstream) => {
                let streams = registry.referring(Kind::SideStream, side_stream::SITE, place);
                let arising = streams.iter().filter(|it| self.untold.arises(**it));
                arising.filter_map(|it| step(*it, *it)).collect()
            }
            (Kind::SideStream, Direction::Upstream) => {
                let site = registry.reference(place, side_stream::SITE);
                site.and_then(|site| step(place, site))
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
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
        if self.has_side_streams && matches!(part, Part::All | Part::Others) {
            into.extend(self.arising(vertex));
        }
    }

    fn sort(&self, vertices: &mut [u32]) {
        let slug = |it: &u32| self.registry.slug(self.places.places()[*it as usize]);
        vertices.sort_unstable_by(|a, b| slug(a).cmp(slug(b)).then(a.cmp(b)));
    }
}
