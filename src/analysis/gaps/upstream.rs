//! Plants that nothing of the region feeds: `MISSING_UPSTREAM`, and `NONE_RECORDED` of the same.
//!
//! A plant is fed where a recorded way leads to one of its inputs from a source inside the region: a mine, a recycler,
//! a party the sources name there; to manufacturing also from processing inside. The stage that is missing before
//! processing is extraction; before manufacturing it is processing, or extraction where ore or concentrate is
//! taken. A plant of which no input that carries the material is on record is no case of this: see `data`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::area::Phase;
use crate::analysis::gaps::area::Whereabouts;
use crate::analysis::gaps::census::Counted;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::reach::Way;
use crate::analysis::gaps::tell::names_with_countries;
use crate::analysis::gaps::tell::stage_word;
use crate::analysis::gaps::tell::who_knows;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Row;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::product;
use crate::model::tables::site;

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    let fed = [Stage::Processing, Stage::Manufacturing];
    let plants = fed.into_iter().flat_map(|stage| unfed(of, stage));
    plants.map(|it| of.gap(finding(of, &it))).collect()
}

/// Plants of one stage that lack the same stage before them.
struct Unfed {
    stage: Stage,
    missing: Stage,
    /// By slug.
    plants: Vec<Row>,
    /// Their inputs, as vertices.
    inputs: BTreeSet<usize>,
}

/// The plants of a stage without feed, by the stage that is missing.
fn unfed(of: &OfMaterial<'_>, stage: Stage) -> Vec<Unfed> {
    let registry = of.registry;
    let vertices = of.chain.vertices();
    let begins = |at: usize| {
        let is_inside =
            of.asked.area.whereabouts(registry, vertices[at].place) == Whereabouts::Inside;
        let is_processed =
            stage == Stage::Manufacturing && of.chain.roles()[at].is_made_in(Stage::Processing);
        is_inside && (of.is_source(at) || is_processed)
    };
    let reached = of.reached(Way::Onward, begins, |_| true);
    // By place; vertices are ordered by its slug, then the product's.
    let mut inputs: Vec<(Row, Vec<usize>)> = Vec::new();
    for (at, vertex) in vertices.iter().enumerate() {
        if of.chain.roles()[at].is_taken_in(stage) && of.is_own_vertex(at) {
            match inputs.last_mut() {
                Some((place, of_place)) if *place == vertex.place => of_place.push(at),
                _ => inputs.push((vertex.place, vec![at])),
            }
        }
    }
    let mut found: BTreeMap<Stage, Unfed> = BTreeMap::new();
    for (plant, inputs) in inputs {
        if inputs.iter().any(|it| reached[*it]) {
            continue;
        }
        let missing = stage_before(of, stage, &inputs);
        let unfed = found.entry(missing).or_insert_with(|| Unfed {
            stage,
            missing,
            plants: Vec::new(),
            inputs: BTreeSet::new(),
        });
        unfed.plants.push(plant);
        unfed.inputs.extend(inputs);
    }
    found.into_values().collect()
}

/// The stage that would give what is taken.
fn stage_before(of: &OfMaterial<'_>, stage: Stage, inputs: &[usize]) -> Stage {
    let is_raw = |at: &usize| {
        let taken = of.chain.vertices()[*at].product;
        let form = of.registry.code(taken, product::FORM);
        matches!(form, Some(ProductForm::Ore | ProductForm::Concentrate))
    };
    if stage == Stage::Processing || inputs.iter().any(is_raw) {
        Stage::Extraction
    } else {
        Stage::Processing
    }
}

fn finding(of: &OfMaterial<'_>, unfed: &Unfed) -> Finding {
    let year = of.asked.when.year;
    let missing = unfed.missing;
    let in_phase = |phase| of.census.inside_in(missing, phase);
    let operating = in_phase(Phase::Operating);
    let is_complete = of.asked.judgements.is_complete(of.material, missing);
    let is_surely_missing =
        is_complete && operating.is_empty() && in_phase(Phase::Unknown).is_empty();
    let kind = if is_surely_missing {
        GapKind::MissingUpstream
    } else {
        GapKind::NoneRecorded
    };
    let senders = senders(of, unfed);
    let around = of.census.around(missing);
    let text = text(of, unfed, &senders, &operating, kind);
    let plants = of.census.inside(unfed.stage);
    let plants = plants.filter(|it| unfed.plants.contains(&it.record));
    let mut evidence = Evidence::default()
        .counted(EvidenceRole::Affected, plants, year)
        .counted(EvidenceRole::Operating, operating.iter().copied(), year);
    for phase in [Phase::Planned, Phase::Idle, Phase::Closed, Phase::Unknown] {
        evidence = evidence.counted(EvidenceRole::of(phase), in_phase(phase), year);
    }
    let mut products: Vec<Row> = Vec::new();
    for at in &unfed.inputs {
        let taken = of.chain.vertices()[*at].product;
        if !products.contains(&taken) {
            products.push(taken);
        }
    }
    let mut flipped_by = Vec::new();
    if operating.is_empty() && in_phase(Phase::Unknown).is_empty() {
        let other = match kind {
            GapKind::MissingUpstream => GapKind::NoneRecorded,
            _ => GapKind::MissingUpstream,
        };
        flipped_by.push(of.flip_by_coverage(missing, other));
    }
    Finding {
        subject: format!("upstream of {}", unfed.stage.code()),
        is_around: !around.is_empty(),
        evidence: Evidence {
            products,
            links: senders.links,
            ..evidence
                .sites(EvidenceRole::Sender, &senders.places)
                .counted(EvidenceRole::WiderBloc, around, year)
        },
        coverage: of.asked.judgements.deciding(of.material, missing),
        flipped_by,
        ..Finding::new(kind, Some(missing), text)
    }
}

fn text(
    of: &OfMaterial<'_>,
    unfed: &Unfed,
    senders: &Senders,
    operating: &[&Counted],
    kind: GapKind,
) -> String {
    let plants = super::tell::names(of.registry, unfed.plants.iter().copied());
    let missing = of.stage_of_material(unfed.missing);
    let unknown = of.census.inside_in(unfed.missing, Phase::Unknown);
    let why = match kind {
        GapKind::MissingUpstream => format!("no site there operates {missing}"),
        _ if operating.is_empty() && unknown.is_empty() => {
            format!("no site on record there operates {missing}")
        }
        _ if operating.is_empty() => format!(
            "whether {missing} operates there is not known of {}",
            of.counted_names(&unknown)
        ),
        _ => format!(
            "though {missing} operates at {}, no recorded way leads from it",
            of.counted_names(operating)
        ),
    };
    let fed = if senders.places.is_empty() {
        "and no sender is on record".to_owned()
    } else {
        let places = names_with_countries(of.registry, &senders.places);
        format!("and what is on record comes from {places}")
    };
    let judged = match kind {
        GapKind::MissingUpstream => String::new(),
        _ if operating.is_empty() && unknown.is_empty() => {
            format!("; {}", of.judged(unfed.missing))
        }
        _ => {
            let knower = unfed.plants.first();
            let knower = knower.map(|it| who_knows(of.registry, *it, *it));
            let knower = knower.map_or(String::new(), |it| format!("; {it}"));
            format!("; to be checked: where the feed comes from{knower}")
        }
    };
    format!(
        "{} of {} at {plants} has no recorded feed from within the region: {why}, {fed}{judged}",
        stage_word(unfed.stage),
        of.material_word(),
    )
}

/// Who sends what the plants take, from outside the region.
struct Senders {
    /// By slug.
    places: Vec<Row>,
    /// The movements that leave them, in the order of arcs.
    links: Vec<Row>,
}

/// The first places outside the region on the recorded ways back from the inputs that do more than pass on.
fn senders(of: &OfMaterial<'_>, unfed: &Unfed) -> Senders {
    let registry = of.registry;
    let place = |at: u32| of.chain.vertices()[at as usize].place;
    let sends = |it: Row| !of.is_own(it) && !passes_on(of, it);
    let graph = of.chain.graph();
    let mut reached: BTreeSet<u32> = BTreeSet::new();
    let begins = unfed.inputs.iter().filter_map(|it| u32::try_from(*it).ok());
    let mut open: Vec<u32> = begins.collect();
    let (mut places, mut arcs) = (BTreeMap::new(), BTreeSet::new());
    while let Some(vertex) = open.pop() {
        for entering in graph.entering(vertex) {
            let tail = place(entering.tail);
            if sends(tail) {
                places.insert(registry.slug(tail), tail);
                arcs.insert(entering.arc);
            } else if reached.insert(entering.tail) {
                open.push(entering.tail);
            }
        }
    }
    let links = arcs.into_iter().take(super::MAX_EVIDENCE);
    Senders {
        places: places.into_values().collect(),
        links: links
            .map(|it| of.chain.arcs()[it as usize].record)
            .collect(),
    }
}

/// Whether a place only passes products on.
pub(super) fn passes_on(of: &OfMaterial<'_>, place: Row) -> bool {
    let kind = of.registry.code(place, site::KIND);
    matches!(
        kind,
        Some(SiteKind::Harbour | SiteKind::Terminal | SiteKind::Storage)
    )
}
