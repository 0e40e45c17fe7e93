//! Traces: what lies up or down the chain from a place or product.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::graphql::activity::Activity;
use crate::graphql::asked::Asked;
use crate::graphql::codes::ArcKind;
use crate::graphql::codes::Direction;
use crate::graphql::codes::Mode;
use crate::graphql::codes::NotFollowedReason;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::node::Node;
use crate::graphql::numbers::int;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::product::Product;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::model::Kind;
use crate::network::chain::Ways;
use crate::network::paths;
use crate::network::paths::MAX_STEPS;
use crate::network::trace;
use crate::network::trace::TRACEABLE;
use crate::network::trace::TraceQuestion;

/// Everything up or down the chain from a place or product.
#[derive(SimpleObject)]
pub(crate) struct Trace {
    /// What was traced: a site, a side-stream or a product.
    of: Option<Node>,
    /// The material whose chain was followed; none if links were followed whatever they move.
    material: Option<Material>,
    /// The start and what was reached, by depth, then slug of place, then product. Empty only if a product is nowhere.
    nodes: Vec<TraceNode>,
    /// The arcs between the nodes.
    arcs: Vec<TraceArc>,
    /// The links among the arcs, each once.
    links: Vec<Link>,
    /// Whether there is more beyond the number of steps or the work budget. Steps are not ranked, so that
    /// `nextAtLeast` is none and `unpriced` is 0.
    completeness: Completeness,
    /// What was not followed from the nodes, and why.
    not_followed: Vec<NotFollowed>,
    /// What the answer rests on.
    basis: Basis,
    /// The same without the scenario; none without one.
    baseline: Option<Box<Trace>>,
}

/// A place, with a product where a chain was followed.
#[derive(SimpleObject)]
pub(crate) struct TraceNode {
    /// Its position in `nodes`, from 0.
    index: i32,
    /// The site; none at a side-stream.
    site: Option<Site>,
    /// The side-stream; none at a site.
    side_stream: Option<SideStream>,
    /// The product. Without a material the one that the arcs to the place move, none if they move several; at
    /// the start the product traced, none for a place.
    product: Option<Product>,
    /// The fewest arcs from the start, 0 at the start.
    depth: i32,
    /// Downstream the part of what leaves the start that passes here, upstream the part of what reaches the start
    /// that has passed here: 0 to 1, by how reported flows split and join, not by what is lost on the way. The
    /// start is taken as a whole and has 1; what comes back to it is not counted again. None if a flow is not known on
    /// some way here, on and behind a loop, and without a material.
    share: Option<f64>,
    /// The first arc that reached it at its depth; none at the start.
    via: Option<TraceArc>,
}

/// An arc between two nodes of a trace, in the direction things move.
#[derive(SimpleObject)]
pub(crate) struct TraceArc {
    /// Where it begins: the index of a node.
    from: i32,
    /// Where it ends: the index of a node.
    to: i32,
    /// What it is.
    kind: ArcKind,
    /// The link of a movement.
    link: Option<Link>,
    /// The activity of a transformation; none where it is assumed.
    activity: Option<Activity>,
    /// How the product moves; none unless a link moves it.
    mode: Option<Mode>,
    /// The figure of the flow that `share` rests on; none where the share needs no figure or is not known.
    flow: Option<Figure>,
    /// The part of what leaves the start, or upstream of what reaches it, that goes along it; none if not known.
    share: Option<f64>,
}

/// Something that a trace did not follow.
#[derive(SimpleObject)]
pub(crate) struct NotFollowed {
    /// Why.
    reason: NotFollowedReason,
    /// A sentence that may be quoted.
    message: String,
    /// The link, activity, side-stream or site.
    record: Option<Node>,
    /// Where it would go on: the index of a node; none if that is no node, as where a product has no place.
    at: Option<i32>,
}

/// What a trace is asked for, apart from when.
struct Arguments {
    of: ID,
    direction: Direction,
    material: Option<ID>,
    max_steps: i32,
    ways: Ways,
}

/// The question for what lies up or down the chain.
#[derive(Default)]
pub(crate) struct TraceQuery;

/// The question for what lies up or down the chain.
#[Object]
impl TraceQuery {
    /// Everything up or down the chain from a place or product, with what was not followed. With a material along
    /// its chain; without one along the links of the year, whatever they move.
    #[expect(
        clippy::too_many_arguments,
        reason = "an argument of the field is one of the function"
    )]
    async fn trace(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What to trace: a site, a side-stream or a product. A side-stream's trace follows side-streams in any case."
        )]
        of: ID,
        #[graphql(desc = "Which way.")] direction: Direction,
        #[graphql(
            desc = "The material whose chain is followed, `material:slug`; by default links are followed whatever they move."
        )]
        material: Option<ID>,
        #[graphql(
            desc = "So many arcs from the start a node may be, 1 to 200.",
            default = 12
        )]
        max_steps: i32,
        #[graphql(
            desc = "Whether to follow products into the side-streams that arise with them, and these along their links.",
            default = false
        )]
        include_side_streams: bool,
        #[graphql(
            desc = "Whether to follow ways that products could take, where no source reports that they do.",
            default = false
        )]
        include_corridors: bool,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
        #[graphql(desc = "Changes laid over the data for this question.")] scenario: Option<
            ScenarioInput,
        >,
    ) -> Result<Trace, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(at.as_ref(), "scenario", scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        let arguments = Arguments {
            of,
            direction,
            material,
            max_steps,
            ways: Ways {
                side_streams: include_side_streams,
                corridors: include_corridors,
            },
        };
        session
            .app
            .run(move |_| {
                let told = |asked| answer(asked, &arguments);
                let baseline = base.map(told).transpose()?.map(Box::new);
                Ok(Trace {
                    baseline,
                    ..told(asked)?
                })
            })
            .await?
    }
}

impl Arguments {
    fn question(&self, asked: &Asked) -> Result<TraceQuestion, ApiError> {
        let registry = asked.registry();
        let of = asked.find("of", &self.of, &TRACEABLE)?;
        let material = self.material.as_ref();
        let material = material.map(|it| asked.find("material", it, &[Kind::Material]));
        let steps = self.max_steps;
        let max_steps = u32::try_from(steps)
            .ok()
            .filter(|it| (1..=MAX_STEPS).contains(it))
            .ok_or_else(|| {
                let message = format!("`maxSteps` is {steps}: expected 1 to {MAX_STEPS}");
                ApiError::bad_input("maxSteps", steps.to_string(), message)
            })?;
        Ok(TraceQuestion {
            material: material.transpose()?.map(|it| registry.id(it)),
            max_steps,
            at: paths::At {
                year: Some(asked.when.year),
                nearest_years: asked.when.nearest_years,
                include_planned: asked.when.include_planned,
            },
            ways: self.ways,
            budget: asked.work.path_budget(),
            ..TraceQuestion::new(registry.id(of), self.direction.into())
        })
    }
}

fn answer(asked: Arc<Asked>, arguments: &Arguments) -> Result<Trace, ApiError> {
    let question = arguments.question(&asked)?;
    let found = trace::trace(&asked.snapshot, &question)
        .map_err(|error| ApiError::bad_input("at.year", "", error.to_string()))?;
    let material = question.material.as_ref();
    let material = material.and_then(|it| asked.registry().find(it));
    let telling = Telling { asked };
    let nodes = (0_usize..).zip(&found.nodes);
    let nodes = nodes.map(|(index, it)| telling.trace_node(&found, index, it));
    let arcs = found.arcs.iter().map(|it| telling.trace_arc(it));
    let not_followed = found.not_followed.iter().map(|it| telling.not_followed(it));
    Ok(Trace {
        of: Node::of(telling.object::<Item>(found.of)?),
        material: material.map(|it| telling.object(it)).transpose()?,
        nodes: nodes.collect::<Result<_, _>>()?,
        arcs: arcs.collect::<Result<_, _>>()?,
        links: telling.objects(&found.links)?,
        completeness: (&found.completeness).into(),
        not_followed: not_followed.collect::<Result<_, _>>()?,
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}

impl Telling {
    fn trace_node(
        &self,
        found: &trace::Trace,
        index: usize,
        node: &trace::TraceNode,
    ) -> Result<TraceNode, ApiError> {
        let via = node.via.map(|it| &found.arcs[it as usize]);
        Ok(TraceNode {
            index: int(index),
            site: self.object_of_kind(node.place, Kind::Site)?,
            side_stream: self.object_of_kind(node.place, Kind::SideStream)?,
            product: node.product.map(|it| self.object(it)).transpose()?,
            depth: int(node.depth),
            share: node.share,
            via: via.map(|it| self.trace_arc(it)).transpose()?,
        })
    }

    fn trace_arc(&self, arc: &trace::TraceArc) -> Result<TraceArc, ApiError> {
        Ok(TraceArc {
            from: int(arc.from),
            to: int(arc.to),
            kind: arc.kind.into(),
            link: self.object_of_kind(arc.record, Kind::Link)?,
            activity: self.object_of_kind(arc.record, Kind::Activity)?,
            mode: arc.mode.map(Mode::from),
            flow: arc.flow.map(|it| self.object(it)).transpose()?,
            share: arc.share,
        })
    }

    fn not_followed(&self, it: &trace::NotFollowed) -> Result<NotFollowed, ApiError> {
        Ok(NotFollowed {
            reason: it.reason.into(),
            message: it.message(self.asked.registry()),
            record: Node::of(self.object::<Item>(it.record)?),
            at: it.at.map(int),
        })
    }
}
