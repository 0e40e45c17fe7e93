//! Stages that can take less than the stage before can give: `CAPACITY`.
//!
//! What the stage before gives is what can leave it, plants of unknown capacity left out: it is at least so much. What
//! the stage takes is the sum over its activities of what each can take in, in tonnes of the material: activities
//! fed by the stage itself are left out, so that plants in series are not counted twice. Where either side rests on a
//! recovery that is not known nothing is claimed. That is the most the stage
//! takes, as a later plant in series may be narrower; where the capacity of a single one is not known, nothing is claimed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::area::Phase;
use crate::analysis::delivered::at;
use crate::analysis::delivered::tolerance;
use crate::analysis::delivered::within;
use crate::analysis::gaps::Asked;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::Flip;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::looked::Told;
use crate::analysis::gaps::tell::tonnes_word;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Confidence;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Note;
use crate::network::graph::Entering;
use crate::network::throughput::StageAmount;
use crate::network::throughput::ThroughputError;
use crate::network::throughput::stage_capacity;

/// Stages with the one before. What is recycled may need no processing, so that it is not counted as feed.
const PAIRS: [(Stage, Stage); 2] = [
    (Stage::Extraction, Stage::Processing),
    (Stage::Processing, Stage::Manufacturing),
];

/// So many capacities are tried for the one that decides.
const FLIPS: usize = 5;

/// What a stage can take of the material, tonnes a year.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Intake {
    pub(super) tonnes: f64,
    /// What each of its activities can take.
    pub(super) of: BTreeMap<Row, f64>,
    pub(super) figures: Vec<Row>,
    pub(super) notes: Vec<Note>,
}

pub(super) fn find(of: &OfMaterial<'_>, budget: u64) -> Result<Told, ThroughputError> {
    let mut told = Told::default();
    for pair in PAIRS {
        let (short, work) = short(of, pair, budget.saturating_sub(told.work))?;
        told.work += work;
        let Some(short) = short else {
            told.is_cut = true;
            break;
        };
        if let Some((given, intake)) = short {
            let mut finding = finding(of, pair, &given, &intake);
            let left = budget.saturating_sub(told.work);
            let flipping = flip(of, pair, (&given, &intake), left)?;
            told.work += flipping.work;
            told.is_cut |= flipping.is_cut;
            finding.flipped_by.extend(flipping.found);
            told.gaps.push(of.gap(finding));
        }
    }
    Ok(told)
}

/// What a stage gives and the next can take.
type Short = (StageAmount, Intake);

/// What a stage gives and the next can take, where that is less; inner none where it is not, or not known; outer none
/// if the budget does not suffice. And the work of it.
fn short(
    of: &OfMaterial<'_>,
    (before, stage): (Stage, Stage),
    budget: u64,
) -> Result<(Option<Option<Short>>, u64), ThroughputError> {
    let look = of.chain.arcs().len() as u64;
    let Some(intake) = intake(of, stage) else {
        return Ok((Some(None), look));
    };
    let answer = given(of, before, budget.saturating_sub(look));
    let (given, work) = within(answer, |it| it.1)?;
    let told = given.map(|(given, _)| {
        let tonnes = given.tonnes.unwrap_or_default();
        let is_short = tonnes - intake.tonnes > tolerance(tonnes);
        // A recovery taken as 1 makes of what comes out too small an intake, and of what goes in too much that is given.
        let is_assumed = |it: &Note| it.code == AssumptionCode::RecoveryAssumed;
        let rests_on_it = intake.notes.iter().chain(&given.notes).any(is_assumed);
        (is_short && !rests_on_it).then_some((given, intake))
    });
    Ok((told, look + work))
}

/// The capacity that decides, if one does.
#[derive(Default)]
struct Flipping {
    found: Option<Flip>,
    is_cut: bool,
    work: u64,
}

/// The smallest change of one capacity of the stage that lets it take all, checked by laying it over the data.
fn flip(
    of: &OfMaterial<'_>,
    pair: (Stage, Stage),
    (given, intake): (&StageAmount, &Intake),
    budget: u64,
) -> Result<Flipping, ThroughputError> {
    let registry = of.registry;
    let more = given.tonnes.unwrap_or_default() - intake.tonnes;
    let mut candidates: Vec<(f64, Row, f64)> = Vec::new();
    for (row, tonnes) in intake.of.iter().filter(|it| *it.1 > 0.0) {
        let own = intake.figures.iter().copied().filter(|it| {
            registry.reference(*it, figure::SUBJECT) == Some(*row)
                && registry.code(*it, figure::QUANTITY) == Some(Quantity::Capacity)
        });
        let factor = (tonnes + more) / tonnes;
        candidates.extend(own.filter_map(|it| Some((factor, it, registry.figure_value(it)?))));
    }
    candidates.sort_by(|a, b| {
        let names = |it: &(f64, Row, f64)| registry.slug(it.1).to_owned();
        a.0.total_cmp(&b.0).then_with(|| names(a).cmp(&names(b)))
    });
    let mut flipping = Flipping::default();
    for (factor, row, from) in candidates.into_iter().take(FLIPS) {
        let to = from * factor;
        let change = ScenarioChange::Figure {
            figure: registry.id(row),
            change: Amount::Set(to),
        };
        let left = budget.saturating_sub(flipping.work);
        let (is_closed, work) = is_closed_by(of, pair, &change, left)?;
        flipping.work += work;
        flipping.is_cut |= is_closed.is_none();
        if is_closed == Some(true) {
            let confidence = registry.code::<Confidence>(row, figure::CONFIDENCE);
            let confidence = confidence
                .map_or("unknown", Confidence::code)
                .to_lowercase();
            flipping.found = Some(Flip {
                figure: Some(row),
                from: Some(from),
                to: Some(to),
                message: format!(
                    "If the capacity of {} t/a ({confidence}) were {} t/a, the stage could take it all.",
                    tonnes_word(from),
                    tonnes_word(to)
                ),
                ..Flip::default()
            });
            break;
        }
    }
    Ok(flipping)
}

/// Whether a stage can take all once a change is laid over the data; none if the budget does not suffice. And the work.
fn is_closed_by(
    of: &OfMaterial<'_>,
    pair: (Stage, Stage),
    change: &ScenarioChange,
    budget: u64,
) -> Result<(Option<bool>, u64), ThroughputError> {
    let changes = std::slice::from_ref(change);
    // A figure that cannot be changed so turns nothing around.
    let Ok(laid) = under(of.asked.snapshot, changes, of.asked.when) else {
        return Ok((Some(false), 1));
    };
    let registry = laid.snapshot.registry();
    let found = |row| registry.find(&of.registry.id(row));
    let (Some(region), Some(material)) = (found(of.asked.area.region), found(of.material)) else {
        return Ok((Some(false), 1));
    };
    let question = GapQuestion {
        region,
        materials: None,
        ..of.asked.question.clone()
    };
    let asked = Asked::of(&laid.snapshot, &question);
    let there = OfMaterial::of(&asked, material);
    let look = there.chain.arcs().len() as u64;
    let (told, work) = short(&there, pair, budget.saturating_sub(look))?;
    Ok((told.map(|it| it.is_none()), look + work))
}

/// What a stage of the region can take; none if it has no plant, or the capacity of one is not known.
pub(super) fn intake(of: &OfMaterial<'_>, stage: Stage) -> Option<Intake> {
    let counted: BTreeSet<Row> = of
        .census
        .inside_in(stage, Phase::Operating)
        .into_iter()
        .map(|it| it.record)
        .collect();
    if counted.is_empty() || !of.census.inside_in(stage, Phase::Unknown).is_empty() {
        return None;
    }
    let mut intake = Intake::default();
    let mut seen: BTreeSet<Row> = BTreeSet::new();
    for (row, arcs) in activities(of, stage) {
        let site = of.registry.reference(row, activity::SITE)?;
        seen.insert(site);
        let is_fed_inside = |arc: &u32| is_within_stage(of, stage, of.chain.graph().tail(*arc));
        if arcs.iter().all(is_fed_inside) {
            continue;
        }
        intake.add(of, row, &arcs)?;
    }
    // A site whose conversion is assumed, or a project, has no capacity on record.
    (seen == counted && !intake.of.is_empty()).then_some(intake)
}

/// The activities of a stage in the region, with their arcs.
fn activities(of: &OfMaterial<'_>, stage: Stage) -> BTreeMap<Row, Vec<u32>> {
    let registry = of.registry;
    let mut activities: BTreeMap<Row, Vec<u32>> = BTreeMap::new();
    for (at, arc) in (0_u32..).zip(of.chain.arcs()) {
        let is_meant = arc.kind == ArcKind::Transformation
            && registry.code::<Stage>(arc.record, activity::STAGE) == Some(stage)
            && of.is_own(of.chain.vertices()[of.chain.graph().tail(at) as usize].place);
        if is_meant {
            activities.entry(arc.record).or_default().push(at);
        }
    }
    activities
}

/// Whether all that comes to a vertex is given by the stage itself.
fn is_within_stage(of: &OfMaterial<'_>, stage: Stage, vertex: u32) -> bool {
    let roles = |at: u32| of.chain.roles()[at as usize];
    let entering = of.chain.graph().entering(vertex);
    let from_outside = |it: &Entering| {
        of.chain.arcs()[it.arc as usize].kind == ArcKind::Movement
            && !roles(it.tail).is_made_in(stage)
    };
    roles(vertex).is_made_in(stage) || (!entering.is_empty() && !entering.iter().any(from_outside))
}

impl Intake {
    /// Adds what an activity can take. Capacities of several products bound each alone: together they are at most
    /// their sum; one that bounds them all is counted once.
    fn add(&mut self, of: &OfMaterial<'_>, row: Row, arcs: &[u32]) -> Option<()> {
        let mut told: Vec<(&[Row], f64)> = Vec::new();
        for arc in arcs {
            let capacity = of.chain.arcs()[*arc as usize].capacity.as_deref()?;
            match told.iter_mut().find(|it| it.0 == capacity.figures) {
                Some(it) => it.1 = it.1.max(capacity.tonnes_per_year),
                None => told.push((&capacity.figures, capacity.tonnes_per_year)),
            }
            for note in &capacity.notes {
                if !self.notes.contains(note) {
                    self.notes.push(*note);
                }
            }
        }
        for figure in told.iter().flat_map(|it| it.0) {
            if !self.figures.contains(figure) {
                self.figures.push(*figure);
            }
        }
        let tonnes = told.iter().map(|it| it.1).sum();
        self.of.insert(row, tonnes);
        self.tonnes += tonnes;
        Some(())
    }
}

/// What can leave a stage of the region, and the work of finding it.
fn given(
    of: &OfMaterial<'_>,
    stage: Stage,
    budget: u64,
) -> Result<(StageAmount, u64), ThroughputError> {
    let sites = of.chain.vertices().iter().map(|it| it.place);
    let sites: BTreeSet<Row> = sites.filter(|it| of.is_own(*it)).collect();
    let material = of.registry.id(of.material);
    let wanted = (stage, Some(&sites));
    stage_capacity(
        of.asked.snapshot,
        &material,
        wanted,
        &at(of.asked.when),
        budget,
    )
}

fn finding(
    of: &OfMaterial<'_>,
    (before, stage): (Stage, Stage),
    given: &StageAmount,
    intake: &Intake,
) -> Finding {
    let tonnes = given.tonnes.unwrap_or_default();
    let short = tonnes - intake.tonnes;
    let is_complete = of.asked.judgements.is_complete(of.material, stage);
    let left_out = match given.left_out.len() {
        0 => String::new(),
        1 => " (one site of unknown capacity left out)".to_owned(),
        many => format!(" ({many} sites of unknown capacity left out)"),
    };
    let mut text = format!(
        "{} can give at least {} t/a{left_out}, and {} there can take at the most {} t/a: {} t/a are more than it can take",
        of.stage_of_material(before),
        tonnes_word(tonnes),
        of.stage_of_material(stage),
        tonnes_word(intake.tonnes),
        tonnes_word(short),
    );
    if !is_complete {
        text = format!("on record, {text}; {}", of.judged_in_short(stage));
    }
    let year = of.asked.when.year;
    let operating = of.census.inside_in(stage, Phase::Operating);
    let feeding = of.census.inside_in(before, Phase::Operating);
    let mut evidence = Evidence::default()
        .counted(EvidenceRole::Affected, operating, year)
        .counted(EvidenceRole::StageBefore, feeding, year);
    for figure in intake.figures.iter().chain(&given.figures) {
        if !evidence.figures.contains(figure) {
            evidence.figures.push(*figure);
        }
    }
    for note in intake.notes.iter().chain(&given.notes) {
        if !evidence.notes.contains(note) {
            evidence.notes.push(*note);
        }
    }
    Finding {
        is_unsure: !is_complete,
        shortfall_tonnes_per_year: Some(short),
        share: Some(short / tonnes),
        coverage: of.asked.judgements.deciding(of.material, stage),
        evidence,
        ..Finding::new(GapKind::Capacity, Some(stage), text)
    }
}
