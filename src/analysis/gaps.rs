//! Gaps: what a region lacks along the chains of materials, each a finding with its evidence.
//!
//! Per material one chain is looked at and one census of stages taken; a file per family of kinds looks for
//! its findings in these (`stages`, `upstream`, `leaves`, `unconnected`, `side_streams`, `data`). What a finding
//! may claim follows from `coverage`: no kind claims an absence that no judgement on the data supports.

mod benchmark;
mod capacity;
mod census;
pub mod closers;
mod coverage;
mod data;
mod evidence;
mod leaves;
mod looked;
mod question;
mod reach;
mod side_streams;
mod silent;
mod single_point;
mod stages;
mod tell;
#[cfg(test)]
mod tests;
mod unconnected;
mod upstream;
mod verdict;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::area::Area;
use crate::analysis::gaps::census::Census;
use crate::analysis::gaps::coverage::Judgements;
pub use crate::analysis::gaps::coverage::NotCovered;
pub use crate::analysis::gaps::evidence::Evidence;
pub use crate::analysis::gaps::evidence::EvidenceRole;
pub use crate::analysis::gaps::evidence::MAX_EVIDENCE;
pub use crate::analysis::gaps::evidence::Party;
use crate::analysis::gaps::looked::Looked;
pub use crate::analysis::gaps::question::GapAnswer;
pub use crate::analysis::gaps::question::GapKind;
pub use crate::analysis::gaps::question::GapQuestion;
pub use crate::analysis::gaps::question::SINGLE_POINT_SHARE;
pub use crate::analysis::gaps::question::STAGES;
pub use crate::analysis::gaps::question::Severity;
pub use crate::analysis::gaps::silent::NothingOnRecord;
pub(in crate::analysis) use crate::analysis::gaps::tell::listed;
pub(in crate::analysis) use crate::analysis::gaps::tell::stage_word;
pub(in crate::analysis) use crate::analysis::gaps::tell::tonnes_word;
pub use crate::analysis::gaps::verdict::Flip;
pub use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Note;
use crate::network::chain::place_notes;
use crate::network::paths::Basis;
use crate::network::paths::group_note;
use crate::network::paths::sources;
use crate::network::throughput::ThroughputError;

/// What all materials of a question share.
struct Asked<'a> {
    registry: &'a Registry,
    snapshot: &'a Arc<Snapshot>,
    question: &'a GapQuestion,
    when: When,
    area: Area,
    judgements: Judgements<'a>,
}

/// One material of a question.
struct OfMaterial<'a> {
    asked: &'a Asked<'a>,
    registry: &'a Registry,
    material: Row,
    chain: Arc<Chain>,
    census: Census,
}

impl<'a> Asked<'a> {
    fn of(snapshot: &'a Arc<Snapshot>, question: &'a GapQuestion) -> Self {
        let registry = snapshot.registry();
        let when = question.when;
        Self {
            registry,
            snapshot,
            question,
            when,
            area: Area::of(registry, question.region, when),
            judgements: Judgements {
                registry,
                region: question.region,
                year: when.year,
            },
        }
    }
}

impl<'a> OfMaterial<'a> {
    fn of(asked: &'a Asked<'a>, material: Row) -> Self {
        let chain = asked.snapshot.chain(ChainKey::new(material, asked.when));
        Self {
            asked,
            registry: asked.registry,
            material,
            census: Census::take(asked, material, &chain),
            chain,
        }
    }
}

/// The gaps of a region. O(materials · (links + activities + arcs)), at most about the budget.
///
/// First all materials are looked at for the kinds that take no solving; what the budget leaves goes to the others, so
/// that these never cut those.
///
/// # Errors
/// [`ThroughputError::Unproven`] if an amount does not stand its own check: a fault of the program.
pub fn gaps(
    snapshot: &Arc<Snapshot>,
    question: &GapQuestion,
) -> Result<GapAnswer, ThroughputError> {
    let registry = snapshot.registry();
    let asked = Asked::of(snapshot, question);
    let mut looked = Looked::of(&asked);
    looked.look_at_amounts(question)?;
    looked.look_at_benchmarks(&asked)?;
    let Looked {
        found: mut gaps, ..
    } = looked;
    gaps.retain(|gap| is_asked(question, gap));
    gaps.sort_by_cached_key(|gap| {
        let stage = gap.stage.map(|it| it as u8);
        let slug = registry.slug(gap.material).to_owned();
        let weight = std::cmp::Reverse(gap.severity);
        (weight, slug, stage, gap.kind, gap.id.clone())
    });
    let nothing = looked
        .silent
        .into_iter()
        .filter(|_| question.materials.is_some())
        .map(|it| NothingOnRecord::of(registry, question.region, question.when.year, it));
    let mut not_covered = asked.judgements.not_covered(question, &looked.looked_at);
    not_covered.message += &contents_not_stated(question, &looked.of);
    Ok(GapAnswer {
        nothing_on_record: nothing.collect(),
        not_covered,
        basis: basis(snapshot, question, &gaps),
        gaps,
        not_looked_at: looked.not_looked_at,
        explored: looked.explored,
    })
}

/// A sentence on the side-streams that may hold a critical material unused and that no gap `UNUSED_SIDE_STREAM` counts; empty
/// if there are none, or that kind is not asked for by name.
fn contents_not_stated(question: &GapQuestion, looked_at: &[OfMaterial<'_>]) -> String {
    let kinds = question.kinds.as_ref();
    if !kinds.is_some_and(|it| it.contains(&GapKind::UnusedSideStream)) {
        return String::new();
    }
    let streams = looked_at.iter().flat_map(side_streams::without_content);
    let streams: BTreeSet<Row> = streams.collect();
    let told = match streams.len() {
        0 => return String::new(),
        1 => "1 more side-stream that is not used, or of unknown fate, is".to_owned(),
        many => format!("{many} more side-streams that are not used, or of unknown fate, are"),
    };
    format!(
        " {told} named to hold a critical material, but how much is not stated: those landfilled or stored are gaps of kind \
         DATA, and all are among the unused streams (`ketju unused`)."
    )
}

fn is_asked(question: &GapQuestion, gap: &Gap) -> bool {
    let is_kind = |it: &Vec<GapKind>| it.contains(&gap.kind);
    let is_stage = |it: &Vec<Stage>| gap.stage.is_some_and(|stage| it.contains(&stage));
    gap.severity >= question.min_severity
        && question.kinds.as_ref().is_none_or(is_kind)
        && question.stages.as_ref().is_none_or(is_stage)
}

fn basis(snapshot: &Snapshot, question: &GapQuestion, gaps: &[Gap]) -> Basis {
    let registry = snapshot.registry();
    let named = question.materials.iter().flatten().copied();
    let groups: BTreeSet<Row> = gaps.iter().map(|it| it.material).chain(named).collect();
    let sites = gaps.iter().flat_map(|it| &it.evidence.parties);
    let sites = sites.filter(|it| it.record.kind() == Kind::Site);
    let of_sites = sites.filter_map(|it| place_notes(registry, it.record, question.when));
    let all = groups
        .iter()
        .filter_map(|it| group_note(registry, *it))
        .chain(of_sites.flatten())
        .chain(gaps.iter().flat_map(|it| it.evidence.notes.iter().copied()));
    let mut notes: Vec<Note> = Vec::new();
    for note in all {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let records = gaps.iter().flat_map(|it| {
        let coverage = it.coverage.into_iter();
        it.evidence.records().chain(coverage)
    });
    Basis {
        revision: snapshot.revision(),
        year: question.when.year,
        sources: sources(registry, records, &notes),
        notes,
    }
}
