//! Stages that nothing operates: `MISSING_STAGE`, `NONE_RECORDED` and `PLANNED_ONLY`.
//!
//! A stage counts as lacking only where the region operates the stage before it: extraction before processing,
//! processing before manufacturing; what is recycled goes to processing. Processing is not lacking where all that is
//! extracted or recovered is finished already, or where manufacturing in the region takes it as it is.
//! A site of unknown status may operate: with one, nothing is claimed here, and `data` asks for the status.

use crate::analysis::area::Phase;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::STAGES;
use crate::analysis::gaps::census::Counted;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::reach::Way;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteStatus;
use crate::model::codes::Stage;
use crate::model::tables::product;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainArc;

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    let stages = STAGES.into_iter().filter_map(|stage| at_stage(of, stage));
    stages.map(|it| of.gap(it)).collect()
}

fn at_stage(of: &OfMaterial<'_>, stage: Stage) -> Option<Finding> {
    let in_phase = |phase| of.census.inside_in(stage, phase);
    if !in_phase(Phase::Operating).is_empty() {
        return None;
    }
    let planned = in_phase(Phase::Planned);
    if !planned.is_empty() {
        return Some(planned_only(of, stage, &planned));
    }
    let before = before(of, stage);
    let may_operate = !in_phase(Phase::Unknown).is_empty();
    (!before.is_empty() && !may_operate).then(|| missing(of, stage, &before))
}

fn planned_only(of: &OfMaterial<'_>, stage: Stage, planned: &[&Counted]) -> Finding {
    let is_complete = of.asked.judgements.is_complete(of.material, stage);
    let (on_record, none, judged) = if is_complete {
        ("", "none operates", String::new())
    } else {
        let judged = format!("; {}", of.judged_in_short(stage));
        ("on record, ", "none is on record as operating", judged)
    };
    let text = format!(
        "{on_record}{} is only planned: {}; {none}{}{judged}",
        of.stage_of_material(stage),
        of.standing_names(planned),
        besides(of, stage),
    );
    let mut finding = finding(of, GapKind::PlannedOnly, stage, text, &[]);
    finding.is_unsure = !is_complete;
    let closing = of.flip_by_status(
        &finding.evidence,
        EvidenceRole::Planned,
        SiteStatus::Operating,
    );
    finding.flipped_by.extend(closing);
    finding
}

fn missing(of: &OfMaterial<'_>, stage: Stage, before: &[&Counted]) -> Finding {
    // A site that may lie in the region may be what seems to be missing.
    let may_lie_inside = |it: &&Counted| of.asked.area.may_hold(of.registry, it.record);
    let mut unplaced = of.census.around(stage);
    unplaced.retain(may_lie_inside);
    if !unplaced.is_empty() {
        return unplaced_only(of, stage, before, &unplaced);
    }
    let is_complete = of.asked.judgements.is_complete(of.material, stage);
    let kind = if is_complete {
        GapKind::MissingStage
    } else {
        GapKind::NoneRecorded
    };
    let (none, judged) = if is_complete {
        ("no site operates", String::new())
    } else {
        (
            "no site on record operates",
            format!("; {}", of.judged(stage)),
        )
    };
    let text = format!(
        "{none} {}, though the stage before it operates at {}{}{judged}",
        of.stage_of_material(stage),
        of.counted_names(before),
        besides(of, stage),
    );
    let mut finding = finding(of, kind, stage, text, before);
    let other = if is_complete {
        GapKind::NoneRecorded
    } else {
        GapKind::MissingStage
    };
    finding.flipped_by.push(of.flip_by_coverage(stage, other));
    finding
}

fn unplaced_only(
    of: &OfMaterial<'_>,
    stage: Stage,
    before: &[&Counted],
    unplaced: &[&Counted],
) -> Finding {
    let region = of.registry.name(of.asked.area.region);
    let text = format!(
        "no site that is known to lie in {region} operates {}, though the stage before it operates at {}{}; to be checked: whether {} lies in {region}",
        of.stage_of_material(stage),
        of.counted_names(before),
        besides(of, stage),
        of.counted_names(unplaced),
    );
    finding(of, GapKind::NoneRecorded, stage, text, before)
}

/// What is idle, closed or of unknown status, and what operates around the region.
fn besides(of: &OfMaterial<'_>, stage: Stage) -> String {
    let mut text = String::new();
    for (phase, word) in [
        (Phase::Unknown, "of unknown status"),
        (Phase::Idle, "idle"),
        (Phase::Closed, "closed"),
    ] {
        let counted = of.census.inside_in(stage, phase);
        if !counted.is_empty() {
            text += &format!("; {word}: {}", of.standing_names(&counted));
        }
    }
    let around = of.census.around(stage);
    if !around.is_empty() {
        text += &format!(
            "; elsewhere in the wider bloc: {}",
            of.counted_names(&around)
        );
    }
    text
}

fn finding(
    of: &OfMaterial<'_>,
    kind: GapKind,
    stage: Stage,
    text: String,
    before: &[&Counted],
) -> Finding {
    let year = of.asked.when.year;
    let around = of.census.around(stage);
    let mut evidence =
        Evidence::default().counted(EvidenceRole::StageBefore, before.iter().copied(), year);
    for phase in [Phase::Planned, Phase::Idle, Phase::Closed, Phase::Unknown] {
        let counted = of.census.inside_in(stage, phase);
        evidence = evidence.counted(EvidenceRole::of(phase), counted, year);
    }
    Finding {
        is_around: !around.is_empty(),
        evidence: evidence.counted(EvidenceRole::WiderBloc, around, year),
        coverage: of.asked.judgements.deciding(of.material, stage),
        ..Finding::new(kind, Some(stage), text)
    }
}

/// What operates the stage before in the region and gives something that the stage would take.
fn before<'a>(of: &'a OfMaterial<'_>, stage: Stage) -> Vec<&'a Counted> {
    let operating = |stage| of.census.inside_in(stage, Phase::Operating);
    match stage {
        Stage::Processing => {
            let extracted = operating(Stage::Extraction);
            let recovered = operating(Stage::Recycling);
            if is_skipped(of) {
                return Vec::new();
            }
            let all = extracted.into_iter().chain(recovered);
            all.filter(|it| gives_unfinished(of, it)).collect()
        }
        Stage::Manufacturing => operating(Stage::Processing),
        Stage::Extraction | Stage::Recycling | Stage::Transport => Vec::new(),
    }
}

/// Whether a site gives anything of the material that is yet to be processed; one of which the chain knows no
/// product does.
fn gives_unfinished(of: &OfMaterial<'_>, counted: &Counted) -> bool {
    let vertices = of.chain.vertices_of(of.registry, counted.record);
    let is_given = |at: &u32| {
        let roles = of.chain.roles()[*at as usize];
        roles.is_made_in(Stage::Extraction) || roles.is_made_in(Stage::Recycling)
    };
    let mut given = vertices.into_iter().filter(is_given).peekable();
    given.peek().is_none()
        || given.any(|at| {
            let product = of.chain.vertices()[at as usize].product;
            let form = of.registry.code(product, product::FORM);
            !form.is_some_and(ProductForm::is_finished)
        })
}

/// Whether manufacturing in the region takes what is extracted or recovered there as it is.
fn is_skipped(of: &OfMaterial<'_>) -> bool {
    let is_given = |at: usize| {
        let roles = of.chain.roles()[at];
        of.is_own_vertex(at)
            && (roles.is_made_in(Stage::Extraction) || roles.is_made_in(Stage::Recycling))
    };
    let as_it_is = |arc: &ChainArc| arc.kind == ArcKind::Movement;
    let reached = of.reached(Way::Onward, is_given, as_it_is);
    let mut taken = reached.iter().enumerate().filter(|(_, it)| **it);
    taken.any(|(at, _)| {
        of.is_own_vertex(at) && of.chain.roles()[at].is_taken_in(Stage::Manufacturing)
    })
}
