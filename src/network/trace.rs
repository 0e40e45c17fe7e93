//! Where a place or product leads to, or comes from: its closure along a chain or the links between places.
//!
//! With a material the trace follows the chain of that material; without one, the links of the year between
//! places, whatever they move. Each node has its depth (fewest arcs) and, where flows are known, the
//! part of what leaves (or reaches) the start that passes it. What was not followed is told with its reason.
//!
//! In this module a step goes *on*: downstream from tail to head, upstream from head to tail. *Near* is the end
//! it is taken from, *far* the one it leads to.

mod answer;
mod closure;
mod flows;
mod ground;
mod not_followed;
#[cfg(test)]
mod oracle;
mod shares;
#[cfg(test)]
mod tests;
mod totals;
mod untold;

use thiserror::Error;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Mode;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainKey;
use crate::network::chain::Ways;
use crate::network::paths::At;
use crate::network::paths::Basis;
use crate::network::paths::Completeness;
use crate::network::paths::MAX_STEPS;
use crate::network::paths::QuestionError;
use crate::network::paths::find;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::snapshot::Snapshot;
pub use crate::network::trace::not_followed::NotFollowed;
pub use crate::network::trace::not_followed::NotFollowedReason;

/// Which way a trace goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To where things come from.
    Upstream,
    /// To where things go.
    Downstream,
}

/// A question for what lies up or down the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceQuestion {
    /// What is traced: a site, a side-stream or a product.
    pub of: Id,
    /// Which way.
    pub direction: Direction,
    /// The material whose chain is followed, `material:slug`; none to follow links whatever they move.
    pub material: Option<Id>,
    /// How many arcs from the start a node may be, 1 to [`MAX_STEPS`].
    pub max_steps: u32,
    /// For which year, and whether planned things count.
    pub at: At,
    /// Ways beside reported links between sites. A trace of a side-stream follows side-streams in any case.
    pub ways: Ways,
    /// How many arcs may be looked at.
    pub budget: u64,
}

/// What lies up or down the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What was traced.
    pub of: Row,
    /// The start and what was reached, by depth, then slug of place, then product. Empty only if a product is
    /// nowhere.
    pub nodes: Vec<TraceNode>,
    /// The arcs between the nodes, by the node they were looked at from.
    pub arcs: Vec<TraceArc>,
    /// The links among the arcs, each once, in their order.
    pub links: Vec<Row>,
    /// Whether there is more: beyond the number of steps, or beyond the budget.
    pub completeness: Completeness,
    /// What was not followed and why, by node, then reason, then slug.
    pub not_followed: Vec<NotFollowed>,
    /// What the answer rests on.
    pub basis: Basis,
}

/// A place, with a product where a chain was followed.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceNode {
    /// The site or side-stream.
    pub place: Row,
    /// The product. Without a material the one that the arcs to the place move, none if they move several; at the
    /// start the product traced, none for a place.
    pub product: Option<Row>,
    /// The fewest arcs from the start, 0 at the start.
    pub depth: u32,
    /// Downstream the part of what leaves the start that passes here, upstream the part of what reaches the
    /// start that has passed here: 0 to 1, by how reported flows split and join, not by what is lost on the way.
    /// The start is taken as a whole and has 1; what comes back to it is not counted again. None if a flow, or
    /// what it is a part of, is not known on some way here, if the node is on or behind a loop, or without a material.
    pub share: Option<f64>,
    /// Position in [`Trace::arcs`] of the first arc that reached it at its depth; none at the start.
    pub via: Option<u32>,
}

/// An arc between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceArc {
    /// Position in [`Trace::nodes`] of where it begins, in the direction things move.
    pub from: u32,
    /// Position of where it ends.
    pub to: u32,
    /// What it is.
    pub kind: ArcKind,
    /// The link, the activity, the site whose conversion is assumed, or the side-stream that arises.
    pub record: Row,
    /// How the product moves; none unless a link moves it.
    pub mode: Option<Mode>,
    /// The figure of the flow that its share rests on; none where the share needs no figure or is not known.
    pub flow: Option<Row>,
    /// The part of what leaves (upstream: reaches) the start that goes along it; none if not known.
    pub share: Option<f64>,
}

/// What is wrong with a question.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TraceError {
    /// Only sites, side-streams and products can be traced.
    #[error("`{0}` is no site, side-stream or product")]
    NotTraceable(Id),
    /// Something is unknown or out of range.
    #[error(transparent)]
    Question(#[from] QuestionError),
}

/// The kinds of what can be traced.
pub const TRACEABLE: [Kind; 3] = [Kind::Site, Kind::SideStream, Kind::Product];

impl TraceQuestion {
    /// A question for everything within 12 arcs in the reference year.
    pub fn new(of: Id, direction: Direction) -> Self {
        Self {
            of,
            direction,
            material: None,
            max_steps: 12,
            at: At::default(),
            ways: Ways::default(),
            budget: DEFAULT_BUDGET,
        }
    }
}

/// Everything up or down the chain.
///
/// O(V + E) of the part that is reached, and the figures of its flows; a product without a material is looked for
/// among all links. Where the number of steps cuts the closure and a share hangs on what lies beyond, the closure is
/// finished for that share, within the budget.
///
/// # Errors
/// [`TraceError`] if the question names what is not there or is out of range.
pub fn trace(snapshot: &Snapshot, question: &TraceQuestion) -> Result<Trace, TraceError> {
    let asked = Asked::new(snapshot, question)?;
    Ok(match asked.material {
        Some(material) => {
            let key = ChainKey {
                ways: asked.ways,
                ..ChainKey::new(material, asked.when)
            };
            answer::along_chain(snapshot, &snapshot.chain(key), &asked)
        }
        None => answer::between_places(snapshot, &asked),
    })
}

/// A question whose names are resolved.
#[derive(Clone, Copy, Debug)]
struct Asked {
    of: Row,
    direction: Direction,
    material: Option<Row>,
    max_steps: u32,
    when: When,
    ways: Ways,
    budget: u64,
}

impl Asked {
    fn new(snapshot: &Snapshot, question: &TraceQuestion) -> Result<Self, TraceError> {
        let registry = snapshot.registry();
        if !(1..=MAX_STEPS).contains(&question.max_steps) {
            return Err(QuestionError::StepCount(question.max_steps).into());
        }
        if !TRACEABLE.contains(&question.of.kind) {
            return Err(TraceError::NotTraceable(question.of.clone()));
        }
        let material = question.material.as_ref();
        let material = material.map(|it| find(registry, it, Kind::Material));
        let of = find(registry, &question.of, question.of.kind)?;
        Ok(Self {
            of,
            direction: question.direction,
            material: material.transpose()?,
            max_steps: question.max_steps,
            when: question.at.when(snapshot.reference_year())?,
            ways: Ways {
                side_streams: question.ways.side_streams || of.kind() == Kind::SideStream,
                ..question.ways
            },
            budget: question.budget,
        })
    }

    fn is_downstream(&self) -> bool {
        self.direction == Direction::Downstream
    }
}
