//! Figures and statements that are missing and would decide: `DATA` of stages. Those of side-streams stand in
//! `side_streams`.
//!
//! - Whether a stage operates hangs on sites whose status is unknown, or on a single site without any status.
//! - What a plant takes in is not on record, so that nothing can be said of what feeds it.

use crate::analysis::area::Phase;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::STAGES;
use crate::analysis::gaps::census::Counted;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::tell::who_knows;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::SiteStatus;
use crate::model::codes::Stage;
use crate::model::tables::activity;

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    let statuses = STAGES.into_iter().filter_map(|it| status_missing(of, it));
    let takers = [Stage::Processing, Stage::Manufacturing];
    let inputs = takers.into_iter().filter_map(|it| inputs_missing(of, it));
    statuses.chain(inputs).map(|it| of.gap(it)).collect()
}

/// A stage of which it is not known whether it operates.
fn status_missing(of: &OfMaterial<'_>, stage: Stage) -> Option<Finding> {
    let operating = of.census.inside_in(stage, Phase::Operating);
    let unknown = of.census.inside_in(stage, Phase::Unknown);
    let (deciding, role, doubt) = match operating.as_slice() {
        [] if !unknown.is_empty() => {
            let doubt = "of unknown status";
            (unknown, EvidenceRole::StatusUnknown, doubt)
        }
        [one] if one.standing.status.is_none() && unknown.is_empty() => {
            let doubt = "taken to operate since no status is stated";
            (vec![*one], EvidenceRole::Operating, doubt)
        }
        _ => return None,
    };
    let text = format!(
        "whether {} operates hangs on {}, {doubt}; {}",
        of.stage_of_material(stage),
        of.counted_names(&deciding),
        knower(of, &deciding),
    );
    let evidence = Evidence::default().counted(role, deciding, of.asked.when.year);
    let flip = of.flip_by_status(&evidence, role, SiteStatus::Operating);
    Some(Finding {
        subject: "status".to_owned(),
        evidence,
        coverage: of.asked.judgements.deciding(of.material, stage),
        flipped_by: flip.into_iter().collect(),
        ..Finding::new(GapKind::Data, Some(stage), text)
    })
}

/// Plants of a stage of which no input at all is on record.
fn inputs_missing(of: &OfMaterial<'_>, stage: Stage) -> Option<Finding> {
    let operating = of.census.inside_in(stage, Phase::Operating);
    let plants: Vec<&Counted> = operating
        .into_iter()
        .filter(|it| it.record.kind() == Kind::Site && is_without_inputs(of, stage, it.record))
        .collect();
    let knower = knower(of, &plants);
    let text = format!(
        "what feeds {} at {} is not on record: its inputs are missing; {knower}",
        of.stage_of_material(stage),
        of.counted_names(&plants),
    );
    let year = of.asked.when.year;
    let evidence =
        Evidence::default().counted(EvidenceRole::Affected, plants.iter().copied(), year);
    (!plants.is_empty()).then(|| Finding {
        subject: "inputs".to_owned(),
        evidence,
        ..Finding::new(GapKind::Data, Some(stage), text)
    })
}

/// Whether a site has activities of the stage, all without inputs, and receives nothing of the material.
fn is_without_inputs(of: &OfMaterial<'_>, stage: Stage, place: Row) -> bool {
    let registry = of.registry;
    let activities = registry.referring(Kind::Activity, activity::SITE, place);
    let mut of_stage = activities
        .into_iter()
        .filter(|it| registry.code(*it, activity::STAGE) == Some(stage))
        .peekable();
    let has_inputs = |it: Row| registry.references(it, activity::INPUTS).next().is_some();
    let vertices = of.chain.vertices_of(registry, place);
    let receives = |at: u32| of.chain.roles()[at as usize].is_received;
    of_stage.peek().is_some() && !of_stage.any(has_inputs) && !vertices.into_iter().any(receives)
}

/// Who would know what is missing of the first of some sites and projects.
fn knower(of: &OfMaterial<'_>, counted: &[&Counted]) -> String {
    let sites = counted.iter().map(|it| it.record);
    let first = sites.into_iter().find(|it| it.kind() == Kind::Site);
    first.map_or_else(
        || "its promoter would know".to_owned(),
        |it| who_knows(of.registry, it, it),
    )
}
