//! What a stage can give: the most that can flow through it, never a sum over plants in series.
//!
//! The *steps* of a stage are its activities, and the conversions assumed at sites of its kind, at the sites asked for. A
//! step whose capacity is known (or stands in for by what is on record that it produced or took, which is noted) is kept; the others are left out, as if
//! they were not of the stage, and their sites are listed. The network of the stage is:
//!
//! - the steps kept, with what bounds their inputs, all of them, and their outputs, and with their recoveries;
//! - movements on ways from what a step gives to what a step takes, also over sites in between, with their capacities;
//! - feed without end at every input that something else can supply: a step that is not kept, a place that no step kept leads
//!   to, a source of the chain; and within steps that take nothing on record, such as mines;
//! - delivery without end of what has passed a step, wherever it goes on out of the stage: into a step that is not kept,
//!   by a movement to elsewhere, to a site in between that is not asked for, to a sink, or to nothing on record.
//!
//! For the stages asked for alone, a capacity that is told to be at most so much is not known, and what a site produced before it
//! operates, such as in a trial, stands in for no capacity.
//!
//! Where products are named that are no delivery, nothing is delivered of them, so that only what comes out of the last step
//! counts, also where what is made before it goes elsewhere.
//!
//! So a plant fed only by another of the same stage counts once, at what comes out of the last of them; and two that others feed
//! and that sell to others count side by side. Feed goes straight into steps: what only passes through is not counted.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Id;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::site_kind;
use crate::network::chain::stage_of;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::paths::At;
use crate::network::snapshot::Snapshot;
use crate::network::throughput::answer::StageAmount;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::model::count;
use crate::network::throughput::question::Parts;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::question::ThroughputQuestion;
use crate::network::throughput::solved::Incidence;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::solved::once;
use crate::network::throughput::solved::reached;

/// The most of a material that can come out of a stage in a year: contained tonnes of its last steps, with as much feed as they can
/// take, and with buyers without end.
///
/// `sites` are the sites that count, such as those of a region; none for all. Plants in series count once. Capacities of
/// movements bound only what moves within the stage. Unknown recoveries count as 1, which is noted, as is production that stands in
/// for a capacity. `tonnes` is none if the capacity of no step is known; then `left_out` lists the sites, and is empty
/// if no step of the stage is on record there at all. `budget` is the number of arcs and vertices that may be looked at.
/// O(V + E), and one solving.
///
/// # Errors
/// [`ThroughputError`] if the material is not there, the year cannot be, or the budget does not suffice.
pub fn stage_capacity(
    snapshot: &Snapshot,
    material: &Id,
    wanted: (Stage, Option<&BTreeSet<Row>>),
    at: &At,
    budget: u64,
) -> Result<(StageAmount, u64), ThroughputError> {
    let (stage, sites) = wanted;
    let wanted = Wanted {
        stage,
        sites,
        intermediates: None,
    };
    let (mut told, work) = stage_capacities(snapshot, material, &[wanted], at, budget)?;
    let told = told.pop().unwrap_or_else(|| StageAmount::nothing(stage));
    Ok((told, work))
}

/// A stage, and what of it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted<'a> {
    /// The stage.
    pub stage: Stage,
    /// The sites that count; none for all.
    pub sites: Option<&'a BTreeSet<Row>>,
    /// Products that are no delivery, also where they leave the stage: what its later steps take, here or elsewhere. None
    /// where all that leaves the stage counts.
    pub intermediates: Option<&'a BTreeSet<Row>>,
}

impl Wanted<'_> {
    fn has(&self, site: Row) -> bool {
        self.sites.is_none_or(|it| it.contains(&site))
    }

    fn delivers(&self, product: Row) -> bool {
        self.intermediates.is_none_or(|it| !it.contains(&product))
    }
}

/// The same of several stages, each with the sites and products that count for it, in the order wanted; the chain is drawn
/// once. Sites whose material comes to no step that delivers are not counted, see [`StageAmount::only_intermediates`].
/// O(V + E), and one solving each.
///
/// # Errors
/// As for [`stage_capacity`].
pub fn stage_capacities(
    snapshot: &Snapshot,
    material: &Id,
    wanted: &[Wanted<'_>],
    at: &At,
    budget: u64,
) -> Result<(Vec<StageAmount>, u64), ThroughputError> {
    let question = ThroughputQuestion {
        at: *at,
        parts: Parts::default(),
        budget,
        ..ThroughputQuestion::new(material.clone())
    };
    let model = Model::of(snapshot, &question)?;
    let mut purse = Purse::new(budget.saturating_sub(model.work));
    let registry = snapshot.registry();
    let now = When {
        year: at.year.unwrap_or_else(|| snapshot.reference_year()),
        nearest_years: at.nearest_years,
        include_planned: false,
    };
    let steps = Steps::new(registry, &model, Some(now));
    let mut told = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        let amount = amount(&steps, wanted, &mut purse)?;
        if purse.is_cut {
            let work = model.work + purse.spent;
            return Err(ThroughputError::Budget { work });
        }
        told.push(amount.unwrap_or_else(|| StageAmount::nothing(wanted.stage)));
    }
    Ok((told, model.work + purse.spent))
}

/// What each stage on record in a model can give, in the order of stages; one that would cost too much is missing.
pub(super) fn stage_balance(
    registry: &Registry,
    model: &Model,
    purse: &mut Purse,
) -> Result<Vec<StageAmount>, ThroughputError> {
    let steps = Steps::new(registry, model, None);
    let all = |stage: &Stage| Wanted {
        stage: *stage,
        sites: None,
        intermediates: None,
    };
    let told = Stage::ALL.iter().map(|it| amount(&steps, &all(it), purse));
    let told: Vec<Option<StageAmount>> = told.collect::<Result<_, _>>()?;
    Ok(told.into_iter().flatten().collect())
}

impl StageAmount {
    /// A stage of which nothing is on record.
    pub(crate) fn nothing(stage: Stage) -> Self {
        Self {
            stage,
            tonnes: None,
            counted: Vec::new(),
            left_out: Vec::new(),
            only_intermediates: Vec::new(),
            figures: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// An activity or assumed conversion. Amounts are contained tonnes a year; infinite where no capacity is known.
#[derive(Clone, Debug)]
struct Step {
    record: Row,
    site: Row,
    stage: Option<Stage>,
    /// Whether it takes nothing on record, so that material begins in it.
    begins: bool,
    /// Vertices it takes from, with the most.
    inputs: Vec<(u32, f64)>,
    /// The most it takes in all.
    most: f64,
    /// Vertices it gives, with the recovery and the most that goes in for it.
    outputs: Vec<(u32, f64, f64)>,
    figures: Vec<Row>,
    notes: Vec<Note>,
}

impl Step {
    /// Whether no more than some amount can pass it.
    fn is_bounded(&self) -> bool {
        let by_inputs = !self.begins && self.inputs.iter().all(|(_, most)| most.is_finite());
        let by_outputs = self
            .outputs
            .iter()
            .all(|(_, gain, most)| most.is_finite() || *gain <= 0.0);
        self.most.is_finite() || by_inputs || by_outputs
    }

    /// Notes a limit, and gives what it takes for sure; infinite where no capacity of it alone is known.
    fn limited(&mut self, sure: Option<&Bound>) -> f64 {
        let Some(sure) = sure else {
            return f64::INFINITY;
        };
        self.rest_on(sure);
        sure.tonnes
    }

    fn rest_on(&mut self, bound: &Bound) {
        self.figures.extend_from_slice(&bound.figures);
        self.notes.extend_from_slice(&bound.notes);
    }

    /// Puts what is on record that it carried where its capacity is not known.
    fn stand_in(&mut self, at: Means, limit: Option<&Limit>) {
        let carried = limit.and_then(|it| it.at_least.as_ref());
        let Some(bound) = carried.filter(|it| it.tonnes > 0.0) else {
            return;
        };
        let most = match at {
            Means::Take(_, vertex) => {
                let input = self.inputs.iter_mut().find(|it| it.0 == vertex);
                input.map(|it| &mut it.1)
            }
            Means::Give(_, vertex) => {
                let output = self.outputs.iter_mut().find(|it| it.0 == vertex);
                output.map(|it| &mut it.2)
            }
            _ => Some(&mut self.most),
        };
        let Some(most) = most.filter(|it| it.is_infinite()) else {
            return;
        };
        *most = bound.tonnes;
        self.rest_on(bound);
        let code = AssumptionCode::ProductionAsCapacity;
        self.notes.push(Note {
            value: Some(bound.tonnes),
            ..Note::new(code, Concern::Capacity, self.record)
        });
    }
}

/// All steps and movements of a model.
struct Steps<'a> {
    registry: &'a Registry,
    model: &'a Model,
    steps: Vec<Step>,
    /// Movements as (tail, head, the most).
    movements: Vec<(u32, u32, f64)>,
    leaving: Incidence,
    entering: Incidence,
}

impl<'a> Steps<'a> {
    /// With `now`, the question without what is planned, only what is told to be there counts.
    fn new(registry: &'a Registry, model: &'a Model, now: Option<When>) -> Self {
        let sure = |limit: Option<&'a Limit>| limit.and_then(|it| it.sure.as_ref());
        let is_there = |site: Row| now.is_none_or(|it| registry.operation(site, it).operates);
        let of_works = model.works.iter().map(|it| Step {
            record: it.row,
            site: it.site,
            stage: it.stage,
            begins: it.inputs.is_empty(),
            inputs: Vec::new(),
            most: f64::INFINITY,
            outputs: Vec::new(),
            figures: Vec::new(),
            notes: Vec::new(),
        });
        let mut steps: Vec<Step> = of_works.collect();
        let (mut movements, mut conversions) = (Vec::new(), Vec::new());
        for it in &model.arcs {
            let limit = it.limit.as_ref();
            match it.means {
                Means::Take(at, vertex) => {
                    let step = &mut steps[at as usize];
                    let most = step.limited(sure(limit));
                    step.inputs.push((vertex, most));
                }
                Means::Run(at) => {
                    let step = &mut steps[at as usize];
                    step.most = step.limited(sure(limit));
                }
                Means::Give(at, vertex) => {
                    let step = &mut steps[at as usize];
                    let most = step.limited(sure(limit));
                    step.outputs.push((vertex, it.gain, most));
                    let works = &model.works[at as usize];
                    let recovery = works.outputs.iter().find(|it| it.0 == vertex);
                    // What a mine could take is told before or after losses; see its notes.
                    if !works.is_mining && recovery.is_some_and(|it| it.1.is_none()) {
                        step.notes.push(recovery_assumed(step.record));
                    }
                }
                Means::Along(arc) => match model.chain.arcs()[arc as usize].kind {
                    ArcKind::Movement => {
                        let most = sure(limit).map_or(f64::INFINITY, |it| it.tonnes);
                        let graph = model.chain.graph();
                        movements.push((graph.tail(arc), graph.head(arc), most));
                    }
                    _ => conversions.push(conversion(registry, model, arc, limit)),
                },
                Means::Supply(_) | Means::Begin(_) | Means::Pass(_) | Means::Deliver(_) => {}
            }
        }
        let is_open: Vec<bool> = steps.iter().map(|it| !it.is_bounded()).collect();
        for it in &model.arcs {
            if let Means::Take(at, _) | Means::Run(at) | Means::Give(at, _) = it.means
                && is_open[at as usize]
                && is_there(steps[at as usize].site)
            {
                steps[at as usize].stand_in(it.means, it.limit.as_ref());
            }
        }
        steps.extend(conversions);
        // What is to be avoided gives nothing.
        steps.retain(|it| !it.outputs.is_empty());
        let vertices = count(model.chain.vertices().len());
        Self {
            leaving: Incidence::new(vertices, movements.iter().map(|it| it.0)),
            entering: Incidence::new(vertices, movements.iter().map(|it| it.1)),
            registry,
            model,
            steps,
            movements,
        }
    }

    /// By vertex, whether movements lead there from some.
    fn after(&self, from: impl IntoIterator<Item = u32>) -> Vec<bool> {
        let across = |arc: u32| Some(self.movements[arc as usize].1);
        let reached = reached(from, &self.leaving, across);
        reached.iter().map(Option::is_some).collect()
    }

    /// By vertex, whether movements lead from there to some.
    fn before(&self, to: impl IntoIterator<Item = u32>) -> Vec<bool> {
        let across = |arc: u32| Some(self.movements[arc as usize].0);
        let reached = reached(to, &self.entering, across);
        reached.iter().map(Option::is_some).collect()
    }
}

fn recovery_assumed(record: Row) -> Note {
    Note::new(AssumptionCode::RecoveryAssumed, Concern::Recovery, record)
}

/// A conversion assumed at a site.
fn conversion(registry: &Registry, model: &Model, arc: u32, limit: Option<&Limit>) -> Step {
    let graph = model.chain.graph();
    let (tail, head) = (graph.tail(arc), graph.head(arc));
    let told = &model.chain.arcs()[arc as usize];
    let site = model.chain.vertices()[tail as usize].place;
    let mut step = Step {
        record: told.record,
        site,
        stage: site_kind(registry, site).and_then(stage_of),
        begins: false,
        inputs: vec![(tail, f64::INFINITY)],
        most: f64::INFINITY,
        outputs: vec![(head, told.recovery.unwrap_or(1.0), f64::INFINITY)],
        figures: Vec::new(),
        notes: told.notes.clone(),
    };
    if told.recovery.is_none() {
        step.notes.push(recovery_assumed(site));
    }
    step.most = step.limited(limit.and_then(|it| it.sure.as_ref()));
    step.stand_in(Means::Along(arc), limit);
    step
}

/// What a stage can give; none if it is not on record at these sites, or it would cost too much.
fn amount(
    all: &Steps<'_>,
    wanted: &Wanted<'_>,
    purse: &mut Purse,
) -> Result<Option<StageAmount>, ThroughputError> {
    let stage = wanted.stage;
    let is_of = |it: &&Step| it.stage == Some(stage) && wanted.has(it.site);
    let (kept, unknown): (Vec<&Step>, Vec<&Step>) = all
        .steps
        .iter()
        .filter(is_of)
        .partition(|it| it.is_bounded());
    if kept.is_empty() && unknown.is_empty() {
        return Ok(None);
    }
    let by_slug = |steps: &[&Step]| {
        let named = steps.iter().map(|it| (all.registry.slug(it.site), it.site));
        let sites: BTreeMap<&str, Row> = named.collect();
        sites.into_values().collect::<Vec<Row>>()
    };
    let mut told = StageAmount {
        left_out: by_slug(&unknown),
        ..StageAmount::nothing(stage)
    };
    let others = all
        .steps
        .iter()
        .filter(|it| !(is_of(it) && it.is_bounded()));
    let net = net(all, &kept, &others.collect::<Vec<_>>(), wanted);
    let (kept, not_last) = delivering(&net, kept, wanted);
    told.counted = by_slug(&kept);
    told.only_intermediates = by_slug(&not_last);
    told.only_intermediates
        .retain(|it| !told.counted.contains(it) && !told.left_out.contains(it));
    if kept.is_empty() {
        return Ok(Some(told));
    }
    let Some(flow) = purse.solve(&net)? else {
        return Ok(None);
    };
    told.tonnes = Some(flow.value);
    told.figures = once(kept.iter().flat_map(|it| it.figures.iter().copied()));
    for note in kept.iter().flat_map(|it| &it.notes) {
        if !told.notes.contains(note) {
            told.notes.push(*note);
        }
    }
    Ok(Some(told))
}

/// The steps whose material comes to a delivery, and the others; all of them where whatever leaves the stage is one.
fn delivering<'a>(
    net: &FlowNet,
    kept: Vec<&'a Step>,
    wanted: &Wanted<'_>,
) -> (Vec<&'a Step>, Vec<&'a Step>) {
    if wanted.intermediates.is_none() {
        return (kept, Vec::new());
    }
    let entering = Incidence::new(net.vertex_count, net.arcs.iter().map(|it| it.head));
    let across = |arc: u32| {
        let arc = &net.arcs[arc as usize];
        (arc.gain > 0.0 && arc.capacity > 0.0).then_some(arc.tail)
    };
    let leads = reached([net.sink], &entering, across);
    kept.into_iter().partition(|step| {
        let mut outputs = step.outputs.iter();
        outputs.any(|(vertex, ..)| leads[*vertex as usize].is_some())
    })
}

/// The network of some steps among others: vertices of the chain hold what has passed a step at least once.
fn net(all: &Steps<'_>, kept: &[&Step], others: &[&Step], wanted: &Wanted<'_>) -> FlowNet {
    let (fed, goes_out, within) = borders(all, kept, others, wanted);
    let vertices = count(all.model.chain.vertices().len());
    let (source, sink) = (vertices, vertices + 1);
    let mut arcs = Vec::new();
    let mut push = |tail: u32, head: u32, gain: f64, capacity: f64| {
        let cost = 0.0;
        arcs.push(FlowArc {
            tail,
            head,
            gain,
            capacity,
            cost,
        });
    };
    let mut next = sink + 1;
    for step in kept {
        let (taken, worked) = (next, next + 1);
        next += 2;
        if step.begins {
            push(source, taken, 1.0, f64::INFINITY);
        }
        for (vertex, most) in step.inputs.iter().copied() {
            push(vertex, next, 1.0, f64::INFINITY);
            if fed[vertex as usize] {
                push(source, next, 1.0, f64::INFINITY);
            }
            push(next, taken, 1.0, most);
            next += 1;
        }
        push(taken, worked, 1.0, step.most);
        for (vertex, gain, most) in step.outputs.iter().copied() {
            push(worked, vertex, gain, most);
        }
    }
    for (tail, head, most) in all.movements.iter().copied() {
        if within[tail as usize] && within[head as usize] {
            push(tail, head, 1.0, most);
        }
    }
    for vertex in (0..vertices).filter(|it| goes_out[*it as usize]) {
        push(vertex, sink, 1.0, f64::INFINITY);
    }
    FlowNet {
        vertex_count: next,
        source,
        sink,
        arcs,
    }
}

/// By vertex: whether something other than the steps kept can supply it; whether what comes there goes on out of the stage;
/// and whether it is on a way of movements from one step kept to another.
fn borders(
    all: &Steps<'_>,
    kept: &[&Step],
    others: &[&Step],
    wanted: &Wanted<'_>,
) -> (Vec<bool>, Vec<bool>, Vec<bool>) {
    let chain = &all.model.chain;
    let marked = |vertices: &mut dyn Iterator<Item = u32>| {
        let mut marks = vec![false; chain.vertices().len()];
        vertices.for_each(|it| marks[it as usize] = true);
        marks
    };
    let given =
        |steps: &[&Step]| marked(&mut steps.iter().flat_map(|it| it.outputs.iter().map(|it| it.0)));
    let taken =
        |steps: &[&Step]| marked(&mut steps.iter().flat_map(|it| it.inputs.iter().map(|it| it.0)));
    let (given_here, taken_here) = (given(kept), taken(kept));
    let (given_else, taken_else) = (given(others), taken(others));
    let numbers = 0..count(chain.vertices().len());
    let those = |marks: &[bool]| {
        let marked = numbers.clone().filter(|it| marks[*it as usize]);
        marked.collect::<Vec<u32>>()
    };
    let after = all.after(those(&given_here));
    let before = all.before(those(&taken_here));
    let within: Vec<bool> = after.iter().zip(&before).map(|(a, b)| *a && *b).collect();
    let supplies = numbers.clone().filter(|it| {
        let at = *it as usize;
        let is_source = chain.roles()[at].is_source(chain.vertices()[at]);
        !after[at] || given_else[at] || (is_source && !given_here[at])
    });
    let fed = all.after(supplies);
    let leaves = |vertex: u32| {
        let movements = all.leaving.at(vertex).iter();
        movements
            .map(|it| all.movements[*it as usize].1)
            .any(|it| !within[it as usize])
    };
    let goes_out = numbers.clone().map(|vertex| {
        let at = vertex as usize;
        let it = chain.vertices()[at];
        let is_sink = chain.roles()[at].is_sink(all.registry, it) && !taken_here[at];
        let is_in_use = given_here[at] || within[at];
        let is_left = || !before[at] || taken_else[at] || is_sink || !wanted.has(it.place);
        is_in_use && wanted.delivers(it.product) && (is_left() || leaves(vertex))
    });
    let goes_out = goes_out.collect();
    (fed, goes_out, within)
}
