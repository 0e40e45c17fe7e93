//! The answer to a question for throughput.

use std::collections::BTreeMap;

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Side;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::site_of;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;
use crate::network::flow::solve;
use crate::network::paths::Basis;
use crate::network::paths::Endpoint;
use crate::network::paths::PathArc;
use crate::network::paths::Subgraph;
use crate::network::paths::group_note;
use crate::network::paths::sources;
use crate::network::snapshot::Snapshot;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::model::between;
use crate::network::throughput::model::unplaced;
use crate::network::throughput::question::Parts;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::question::ThroughputQuestion;
use crate::network::throughput::reading::read;
use crate::network::throughput::solved::Found;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::spread::Spread;
use crate::network::throughput::spread::spread;
use crate::network::throughput::unknowns::Unknowns;
use crate::network::throughput::weights::estimated_share;

codes! {
    /// How well an amount is known.
    pub enum AnswerStatus {
        /// Upper and lower are the same.
        Determined = "DETERMINED",
        /// The lower is above zero, and the upper is more, or not bounded by anything known.
        Bounded = "BOUNDED",
        /// The lower is zero only because of what is not known.
        Undetermined = "UNDETERMINED",
    }
}

codes! {
    /// Why nothing is delivered.
    pub enum NoFlowReason {
        /// Nothing that the question takes as origin gives the material in the year.
        NoOrigin = "NO_ORIGIN",
        /// Nothing that the question takes as destination takes the material in the year.
        NoDestination = "NO_DESTINATION",
        /// No way on record leads from the one to the other.
        NoWay = "NO_WAY",
        /// A way leads there, and a capacity or recovery on it is zero.
        NothingPasses = "NOTHING_PASSES",
    }
}

/// How much gets through. Tonnes are tonnes a year of contained material, or gross tonnes where the question is of
/// a product.
#[derive(Clone, Debug, PartialEq)]
pub struct ThroughputAnswer {
    /// How well the amount is known.
    pub status: AnswerStatus,
    /// With unknown capacities unbounded.
    pub upper: Throughput,
    /// With unknown capacities at what is on record that they carried, else at zero.
    pub lower: Throughput,
    /// Unknown capacities on the ways of the upper answer, the most decisive first.
    pub unknowns: Vec<UnknownFigure>,
    /// Why nothing can be delivered; none where something can.
    pub why_none: Option<NoFlowReason>,
    /// Whether something could be delivered if what is planned counted, where nothing is without it.
    pub opens_planned: bool,
    /// Where the question is of all sources: sites that mine or recycle the material, and from which no way on record
    /// leads to where it is delivered, by slug. What they give is in no amount.
    pub without_way: Vec<Row>,
    /// Whether some part was left out or not evaluated since the budget was used up.
    pub is_cut: bool,
    /// Of which parts something was left out or not evaluated; the others are whole.
    pub cut: Parts,
    /// Arcs and vertices looked at.
    pub explored: u64,
    /// Of all that the upper answer (where that is unbounded, the lower) hangs on, binding capacities and the recoveries on
    /// the ways, each by how much it moves the answer, the part that is estimated, assumed or not known; none where nothing
    /// is delivered.
    pub estimated_share: Option<f64>,
    /// What the answer rests on.
    pub basis: Basis,
}

/// One answer: upper or lower.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Throughput {
    /// What arrives at the sinks; none if nothing known bounds it.
    pub delivered: Option<f64>,
    /// The places of a way that nothing known bounds; empty if something does.
    pub unbounded_along: Vec<Row>,
    /// By site, what is delivered there, by slug; empty where it is unbounded.
    pub by_sink: Vec<SiteAmount>,
    /// By site, what enters the chain there, before losses, by slug.
    pub by_source: Vec<SiteAmount>,
    /// What is recovered at places and goes no further.
    pub unplaced: f64,
    /// Binding capacities, the highest shadow price first.
    pub bottlenecks: Vec<Bottleneck>,
    /// Capacities that hold it back only together, such as several in series that are all used up: more of one alone
    /// delivers no more (price 0), less of it delivers less. Ordered by record.
    pub jointly_binding: Vec<Bottleneck>,
    /// Where all recoveries on the ways are 1: arcs whose capacities add up to what is delivered; none elsewhere.
    pub minimum_cut: Option<Vec<PathArc>>,
    /// Points of failure, the greatest loss first.
    pub single_points: Vec<SinglePoint>,
    /// By stage in the order of the chain.
    pub stage_balance: Vec<StageAmount>,
    /// The arcs that carry something, with tonnes.
    pub subgraph: Subgraph,
    /// How far its numbers may lie from what is told; none unless asked for.
    pub spread: Option<Box<Spread>>,
}

/// Tonnes at a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteAmount {
    /// The site.
    pub site: Row,
    /// Tonnes a year.
    pub tonnes: f64,
}

/// A capacity that holds back what is delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Bottleneck {
    /// The activity or link.
    pub record: Row,
    /// The site of the activity, or where the link begins.
    pub site: Option<Row>,
    /// The product it bounds; none for all of an activity.
    pub product: Option<Row>,
    /// Whether it bounds what goes in or comes out.
    pub side: Side,
    /// Contained tonnes a year, on its side.
    pub capacity: f64,
    /// Whether it is a known capacity; if not, it is what is on record that the record carried, which bounds the lower answer.
    pub is_known: bool,
    /// What one more tonne a year of it, on its side, would deliver (right derivative).
    pub shadow_price: f64,
    /// The material whose processing bounds this by-product; none for no by-product.
    pub host: Option<Row>,
    /// The figures it rests on.
    pub figures: Vec<Row>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// Something whose loss cuts deliveries.
#[derive(Clone, Debug, PartialEq)]
pub struct SinglePoint {
    /// What is lost.
    pub what: Pinch,
    /// What is delivered less without it; none if deliveries are unbounded, or that was not worked out.
    pub lost: Option<f64>,
    /// The same as a part of what is delivered.
    pub share: Option<f64>,
    /// Whether every way from a source to a sink passes it.
    pub is_structural: bool,
}

/// What may be a point of failure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pinch {
    /// A site.
    Site(Row),
    /// A link.
    Link(Row),
    /// All sites of a country, ISO 3166-1 alpha-2.
    Country(String),
}

/// What a stage can give.
#[derive(Clone, Debug, PartialEq)]
pub struct StageAmount {
    /// The stage.
    pub stage: Stage,
    /// The most that can leave it, in contained tonnes of its last step, fed without end: never a sum over plants in
    /// series. Sites of unknown capacity are left out; none if all are.
    pub tonnes: Option<f64>,
    /// Sites that are counted, by slug.
    pub counted: Vec<Row>,
    /// Sites at which something of the stage is left out since its capacity is not known, by slug.
    pub left_out: Vec<Row>,
    /// Sites that are not counted since what they give comes to no delivery, by slug; empty where whatever leaves the stage is
    /// one.
    pub only_intermediates: Vec<Row>,
    /// The figures it rests on.
    pub figures: Vec<Row>,
    /// What was assumed: recoveries, production in place of capacity.
    pub notes: Vec<Note>,
}

/// A capacity that is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownFigure {
    /// The activity or link.
    pub record: Row,
    /// What is missing.
    pub quantity: Quantity,
    /// Whether it would bound what goes in or comes out.
    pub side: Side,
    /// The product; none for all of an activity.
    pub product: Option<Row>,
    /// What is on record that it carried at least, tonnes a year; 0 if nothing.
    pub at_least: f64,
    /// The figures that tell that.
    pub figures: Vec<Row>,
    /// The upper answer with this one at `at_least`; none if it stays unbounded or was not worked out.
    pub upper_then: Option<f64>,
    /// How much lower that is than the upper answer; none if the upper answer is unbounded or it was not worked out.
    pub effect: Option<f64>,
    /// Whether it was worked out.
    pub is_evaluated: bool,
}

/// The tolerance within which two amounts are the same.
pub(super) fn tolerance(amount: f64) -> f64 {
    1e-6 * amount.abs().max(1.0)
}

/// What a model says.
pub(super) fn answered(
    snapshot: &Snapshot,
    question: &ThroughputQuestion,
    model: &Model,
) -> Result<ThroughputAnswer, ThroughputError> {
    let registry = snapshot.registry();
    let left = |spent: u64| question.budget.saturating_sub(spent);
    let most = solved(model, true, left(model.work))?;
    let mut explored = model.work + most.work();
    let least = solved(model, false, left(explored))?;
    explored += least.work();
    let (mut upper, mut lower) = (told(snapshot, model, &most), told(snapshot, model, &least));
    in_order(upper.delivered, lower.delivered)?;
    let mut unknowns = Unknowns::default();
    if question.parts.unknowns {
        unknowns = Unknowns::find(registry, model, &most, left(explored))?;
        explored += unknowns.work;
    }
    let mut purse = Purse::new(left(explored));
    let both = [(&mut upper, &most), (&mut lower, &least)];
    let mut cut = read(snapshot, model, question, both, &mut purse)?;
    cut.unknowns = unknowns.is_cut;
    if let Some(sampling) = question.sampling {
        let both = [(&mut upper, most.flow()), (&mut lower, least.flow())];
        spread(snapshot, model, sampling, both, &mut purse)?;
    }
    let why_none = upper.delivered.filter(|it| *it <= tolerance(0.0));
    let why_none = why_none.map(|_| why_none_of(model));
    let opens_planned = why_none.is_some() && opens_planned(snapshot, question, &mut purse)?;
    explored += purse.spent;
    let best = if upper.delivered.is_some() {
        &most
    } else {
        &least
    };
    let mut notes: Vec<Note> = group_note(registry, model.chain.key().material)
        .into_iter()
        .collect();
    for note in model.notes() {
        if bears(&note) && !notes.contains(&note) {
            notes.push(note);
        }
    }
    Ok(ThroughputAnswer {
        status: status(upper.delivered, lower.delivered),
        estimated_share: best.estimated_share(registry, model),
        upper,
        lower,
        unknowns: unknowns.figures,
        opens_planned,
        without_way: match (&question.from, &question.product) {
            (Endpoint::Sources, None) => model.without_way(),
            _ => Vec::new(),
        },
        why_none,
        is_cut: cut.any() || purse.is_cut,
        cut,
        explored,
        basis: Basis {
            revision: snapshot.revision(),
            year: model.chain.key().when.year,
            sources: sources(registry, model.records(), &notes),
            notes,
        },
    })
}

/// Whether a note is about what amounts rest on; lengths only decide among flows that deliver as much.
const fn bears(note: &Note) -> bool {
    matches!(
        note.concern,
        Concern::Existence | Concern::Recovery | Concern::Capacity | Concern::Flow
    )
}

/// Refuses an answer that delivers more at least than at most.
fn in_order(upper: Option<f64>, lower: Option<f64>) -> Result<(), ThroughputError> {
    let most = upper.unwrap_or(f64::INFINITY);
    let least = lower.unwrap_or(f64::INFINITY);
    if least > most + tolerance(most) {
        let message = format!("{least} t/a at least are more than {most} t/a at most");
        return Err(ThroughputError::Unproven(message));
    }
    Ok(())
}

/// How well an amount is known.
fn status(upper: Option<f64>, lower: Option<f64>) -> AnswerStatus {
    let least = lower.unwrap_or(f64::INFINITY);
    match upper {
        Some(most) if most - least <= tolerance(most) => AnswerStatus::Determined,
        _ if least <= tolerance(0.0) => AnswerStatus::Undetermined,
        _ => AnswerStatus::Bounded,
    }
}

/// Why nothing is delivered.
fn why_none_of(model: &Model) -> NoFlowReason {
    let has = |is_it: fn(&Means) -> bool| model.arcs.iter().any(|it| is_it(&it.means));
    if !has(|it| matches!(it, Means::Supply(_) | Means::Begin(_))) {
        NoFlowReason::NoOrigin
    } else if !has(|it| matches!(it, Means::Deliver(_))) {
        NoFlowReason::NoDestination
    } else if model.on_a_way().contains(&true) {
        NoFlowReason::NothingPasses
    } else {
        NoFlowReason::NoWay
    }
}

/// Whether something could pass if what is planned counted; false too where that was not worked out.
fn opens_planned(
    snapshot: &Snapshot,
    question: &ThroughputQuestion,
    purse: &mut Purse,
) -> Result<bool, ThroughputError> {
    if question.at.include_planned {
        return Ok(false);
    }
    let mut planned = question.clone();
    planned.at.include_planned = true;
    planned.budget = purse.left();
    let model = match Model::of(snapshot, &planned) {
        Err(ThroughputError::Budget { .. }) => return Ok(false),
        model => model?,
    };
    let net = model.net(true);
    let is_paid = purse.pay(model.work + net.arcs.len() as u64);
    let is_open = |it: &FlowArc| it.capacity > 0.0 && it.gain > 0.0;
    Ok(is_paid && between(&net, is_open).contains(&true))
}

/// A network and what solving it found.
pub(super) struct Solved {
    pub(super) net: FlowNet,
    is_upper: bool,
    /// The flow, or the arcs of a way that nothing bounds.
    pub(super) found: Result<Flow, Vec<u32>>,
}

impl Solved {
    fn work(&self) -> u64 {
        self.found.as_ref().map_or(0, |it| it.work)
    }

    /// The flow with its network; none where nothing bounds it.
    pub(super) fn flow(&self) -> Option<Found<'_>> {
        let flow = self.found.as_ref().ok()?;
        Some(Found {
            net: &self.net,
            flow,
            is_upper: self.is_upper,
        })
    }

    fn estimated_share(&self, registry: &Registry, model: &Model) -> Option<f64> {
        let flow = self.found.as_ref().ok()?;
        estimated_share(registry, model, (&self.net, flow), self.is_upper)
    }
}

/// Solves a model for the upper or the lower answer.
pub(super) fn solved(
    model: &Model,
    is_upper: bool,
    budget: u64,
) -> Result<Solved, ThroughputError> {
    let net = model.net(is_upper);
    let found = match solve(&net, budget) {
        Ok(flow) => Ok(flow),
        Err(FlowError::Unbounded { along }) => Err(along),
        Err(FlowError::Budget { work }) => return Err(ThroughputError::Budget { work }),
        Err(FlowError::Unproven { message }) => return Err(ThroughputError::Unproven(message)),
    };
    Ok(Solved {
        net,
        is_upper,
        found,
    })
}

/// Reads the amounts off a solved model.
fn told(snapshot: &Snapshot, model: &Model, solved: &Solved) -> Throughput {
    match &solved.found {
        Ok(flow) => amounts(snapshot, model, (&solved.net, flow)),
        Err(along) => Throughput {
            unbounded_along: model.places(along),
            ..Throughput::default()
        },
    }
}

/// The amounts of a flow by site.
pub(super) fn amounts(
    snapshot: &Snapshot,
    model: &Model,
    (net, flow): (&FlowNet, &Flow),
) -> Throughput {
    let registry = snapshot.registry();
    let mut by_sink: BTreeMap<&str, SiteAmount> = BTreeMap::new();
    let mut by_source: BTreeMap<&str, SiteAmount> = BTreeMap::new();
    for (it, tonnes) in model.arcs.iter().zip(&flow.flows) {
        let (sums, place) = match it.means {
            Means::Deliver(vertex) => (&mut by_sink, model.chain.vertices()[vertex as usize].place),
            Means::Supply(vertex) => (
                &mut by_source,
                model.chain.vertices()[vertex as usize].place,
            ),
            Means::Begin(works) => (&mut by_source, model.works[works as usize].site),
            _ => continue,
        };
        let Some(site) = site_of(registry, place).filter(|_| *tonnes > tolerance(0.0)) else {
            continue;
        };
        let none = SiteAmount { site, tonnes: 0.0 };
        sums.entry(registry.slug(site)).or_insert(none).tonnes += tonnes;
    }
    Throughput {
        delivered: Some(flow.value),
        by_sink: by_sink.into_values().collect(),
        by_source: by_source.into_values().collect(),
        unplaced: unplaced(net, flow),
        ..Throughput::default()
    }
}
