//! Sites without a way from a source or to a sink: `UNCONNECTED`.
//!
//! That no way is on record says something only where the data are complete: for the stage of the site and for the one
//! that it should be joined to, before it or after it. Where nothing operates that stage, the stage is what is
//! missing and not the way. Products named by their material alone match nothing, so that they prove nothing.

use crate::analysis::area::Phase;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::STAGES;
use crate::analysis::gaps::census::Counted;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::reach::Way;
use crate::analysis::gaps::tell::stage_word;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::Stage;

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    let is_judged = |stage: &Stage| of.asked.judgements.is_complete(of.material, *stage);
    let stages: Vec<Stage> = STAGES.into_iter().filter(is_judged).collect();
    if stages.is_empty() {
        return Vec::new();
    }
    let from_source = of.reached(Way::Onward, |at| of.is_source(at), |_| true);
    let to_sink = of.reached(Way::Back, |at| of.is_sink(at), |_| true);
    let mut found = Vec::new();
    for stage in stages {
        for it in of.census.inside_in(stage, Phase::Operating) {
            let is_site = it.record.kind() == Kind::Site;
            let lost = |reached: &[bool], joined| {
                is_joinable(of, joined) && is_unreached(of, it.record, reached)
            };
            if is_site && lost(&from_source, before(stage)) {
                found.push(finding(of, stage, it, "from a source"));
            } else if is_site && lost(&to_sink, after(stage)) {
                found.push(finding(of, stage, it, "to a sink"));
            }
        }
    }
    found.into_iter().map(|it| of.gap(it)).collect()
}

/// Whether a stage operates in the region and the data on it are complete.
fn is_joinable(of: &OfMaterial<'_>, stage: Option<Stage>) -> bool {
    stage.is_some_and(|it| {
        of.asked.judgements.is_complete(of.material, it)
            && !of.census.inside_in(it, Phase::Operating).is_empty()
    })
}

/// Whether a site has vertices with products of their own name, none of which is reached.
fn is_unreached(of: &OfMaterial<'_>, site: Row, reached: &[bool]) -> bool {
    let vertices = of.chain.vertices_of(of.registry, site).into_iter();
    let product = |at: u32| of.chain.vertices()[at as usize].product;
    let mut named = vertices
        .filter(|at| !of.registry.is_unspecified(product(*at)))
        .peekable();
    named.peek().is_some() && named.all(|at| !reached[at as usize])
}

/// The stage that should feed another.
fn before(stage: Stage) -> Option<Stage> {
    match stage {
        Stage::Processing => Some(Stage::Extraction),
        Stage::Manufacturing => Some(Stage::Processing),
        Stage::Extraction | Stage::Recycling | Stage::Transport => None,
    }
}

/// The stage that should take what another gives.
fn after(stage: Stage) -> Option<Stage> {
    match stage {
        Stage::Extraction | Stage::Recycling => Some(Stage::Processing),
        Stage::Processing => Some(Stage::Manufacturing),
        Stage::Manufacturing | Stage::Transport => None,
    }
}

fn finding(of: &OfMaterial<'_>, stage: Stage, lost: &Counted, way: &str) -> Finding {
    let registry = of.registry;
    let text = format!(
        "{} operates {} and has no recorded way {way}, in data that are judged complete",
        registry.name(lost.record),
        of.stage_of_material(stage),
    );
    let year = of.asked.when.year;
    let mut flip = of.flip_by_coverage(stage, GapKind::NoneRecorded);
    flip.message = format!(
        "If the data on {} of {} were not judged complete for {year}, nothing would follow from the missing way.",
        stage_word(stage),
        of.material_word(),
    );
    Finding {
        subject: registry.slug(lost.record).to_owned(),
        evidence: Evidence::default().counted(EvidenceRole::Affected, [lost], year),
        coverage: of.asked.judgements.deciding(of.material, stage),
        flipped_by: vec![flip],
        ..Finding::new(GapKind::Unconnected, Some(stage), text)
    }
}
