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

use std::collections::BTreeMap;
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
pub use crate::analysis::gaps::silent::NothingOnRecord;
pub(in crate::analysis) use crate::analysis::gaps::tell::listed;
pub(in crate::analysis) use crate::analysis::gaps::tell::stage_word;
pub(in crate::analysis) use crate::analysis::gaps::tell::tonnes_word;
pub use crate::analysis::gaps::verdict::Flip;
pub use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::project;
use crate::model::tables::side_stream;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Note;
use crate::network::chain::place_notes;
use crate::network::paths::Basis;
use crate::network::paths::group_note;
use crate::network::paths::sources;
use crate::network::throughput::ThroughputError;

codes! {
    /// What is missing, and how surely.
    pub enum GapKind {
        /// The stage before operates, and none operates this one or plans to: the data are complete.
        MissingStage = "MISSING_STAGE",
        /// Plants operate, and none operates the stage that would feed them: the data are complete.
        MissingUpstream = "MISSING_UPSTREAM",
        /// As one of these two, where nothing is on record and the data are not known to be complete.
        NoneRecorded = "NONE_RECORDED",
        /// The stage exists only in sites or projects that do not operate yet.
        PlannedOnly = "PLANNED_ONLY",
        /// What a stage gives goes on record only to external buyers.
        LeavesMap = "LEAVES_MAP",
        /// A site has no way from a source or to a sink: the data are complete.
        Unconnected = "UNCONNECTED",
        /// A side-stream that holds a critical material is landfilled or stored.
        UnusedSideStream = "UNUSED_SIDE_STREAM",
        /// A figure or statement is missing that decides one of the others.
        Data = "DATA",
        /// A stage can take less than the stage before can give.
        Capacity = "CAPACITY",
        /// One site, link or country whose loss cuts more than a share of what is delivered.
        SinglePoint = "SINGLE_POINT",
        /// The Union's capacity at a stage is below what Article 5(1)(a) of the Act wants of its consumption.
        Benchmark = "BENCHMARK",
        /// A third country has more of the Union's consumption at a stage than Article 5(1)(b) allows.
        Dependence = "DEPENDENCE",
    }
}

codes! {
    /// How much a gap weighs; see [`Gap`] for the rule.
    pub enum Severity { Low = "LOW", Medium = "MEDIUM", High = "HIGH" }
}

/// The stages that gaps are of, in the order of the chain; what is recycled goes to processing.
pub const STAGES: [Stage; 4] = [
    Stage::Extraction,
    Stage::Processing,
    Stage::Manufacturing,
    Stage::Recycling,
];

/// The part of deliveries whose loss makes a point critical, where nothing else is set.
pub const SINGLE_POINT_SHARE: f64 = 0.25;

/// Which gaps are asked for. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct GapQuestion {
    /// The region; its parts and members belong to it.
    pub region: Row,
    /// Materials; none asks for all on record.
    pub materials: Option<Vec<Row>>,
    /// Kinds; none asks for all.
    pub kinds: Option<Vec<GapKind>>,
    /// Stages of the gaps; none asks for all.
    pub stages: Option<Vec<Stage>>,
    /// Only gaps of at least this severity.
    pub min_severity: Severity,
    /// For which year; what is planned counts as if it operated, if so asked.
    pub when: When,
    /// The part of deliveries, 0 to 1, that a point has to cut to be a `SINGLE_POINT`.
    pub single_point_share: f64,
    /// Records and arcs that may be looked at; the first material is looked at in any case.
    pub budget: u64,
}

/// The gaps found, and what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct GapAnswer {
    /// The gaps: severity, the highest first, then slug of the material, stage, kind, id.
    pub gaps: Vec<Gap>,
    /// Materials that were not looked at, or not for every kind asked, since the budget was used up; ordered by slug.
    pub not_looked_at: Vec<Row>,
    /// Records and arcs looked at.
    pub explored: u64,
    /// What the data do not cover of the question.
    pub not_covered: NotCovered,
    /// Of the materials asked by name those of which nothing is on record in the region, ordered by slug.
    pub nothing_on_record: Vec<NothingOnRecord>,
    /// What the answer rests on.
    pub basis: Basis,
}

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

/// What was looked at, and found.
#[derive(Default)]
struct Looked<'a> {
    found: Vec<Gap>,
    /// The materials of which something is on record.
    of: Vec<OfMaterial<'a>>,
    looked_at: Vec<Row>,
    not_looked_at: Vec<Row>,
    silent: Vec<Row>,
    explored: u64,
}

impl<'a> Looked<'a> {
    /// All materials, for the kinds that take no solving.
    fn of(asked: &'a Asked<'a>) -> Self {
        let (registry, question) = (asked.registry, asked.question);
        let told_of = told_of(registry);
        let per_material = per_material(registry);
        let mut it = Self::default();
        for material in materials(registry, question) {
            if it.explored >= question.budget && it.explored > 0 {
                it.not_looked_at.push(material);
                continue;
            }
            it.looked_at.push(material);
            // Nothing on record speaks of it, so that there is nothing to look for.
            if !told_of.contains(&material) {
                it.silent.push(material);
                continue;
            }
            let of = OfMaterial::of(asked, material);
            let (arcs, vertices) = (of.chain.arcs().len(), of.chain.vertices().len());
            it.explored += per_material + arcs as u64 + vertices as u64;
            if of.is_silent() {
                it.silent.push(material);
            }
            it.found.extend(of_material(&of));
            it.of.push(of);
        }
        it
    }

    /// The kinds that take solving, as far as they are asked for and the budget suffices.
    fn look_at_amounts(&mut self, question: &GapQuestion) -> Result<(), ThroughputError> {
        let is_wanted = |kind| question.kinds.as_ref().is_none_or(|it| it.contains(&kind));
        let finders: [(GapKind, Finder); 2] = [
            (GapKind::Capacity, capacity::find),
            (GapKind::SinglePoint, single_point::find),
        ];
        let finders: Vec<Finder> = finders
            .into_iter()
            .filter(|it| is_wanted(it.0))
            .map(|it| it.1)
            .collect();
        for of in &self.of {
            let mut is_cut = false;
            for find in &finders {
                let told = find(of, question.budget.saturating_sub(self.explored))?;
                self.explored += told.work;
                self.found.extend(told.gaps);
                is_cut |= told.is_cut;
            }
            if is_cut {
                self.not_looked_at.push(of.material);
            }
        }
        Ok(())
    }

    /// The benchmarks of the Act, as far as they are asked for and the budget suffices.
    fn look_at_benchmarks(&mut self, asked: &Asked<'_>) -> Result<(), ThroughputError> {
        let kinds = asked.question.kinds.as_ref();
        if kinds.is_none_or(|it| benchmark::KINDS.iter().any(|kind| it.contains(kind))) {
            let left = asked.question.budget.saturating_sub(self.explored);
            let found = benchmark::find(asked, left)?;
            self.explored += found.explored;
            self.found.extend(found.gaps);
            self.not_looked_at.extend(found.not_looked_at);
        }
        let slug = |it: &Row| asked.registry.slug(*it);
        self.not_looked_at.sort_by(|a, b| slug(a).cmp(slug(b)));
        self.not_looked_at.dedup();
        Ok(())
    }
}

/// Gaps of one kind of a material.
#[derive(Default)]
struct Told {
    gaps: Vec<Gap>,
    /// Whether the budget did not suffice for all of it.
    is_cut: bool,
    /// Records and arcs looked at.
    work: u64,
}

/// Finds gaps of one kind within a budget.
type Finder = fn(&OfMaterial<'_>, u64) -> Result<Told, ThroughputError>;

fn of_material(of: &OfMaterial<'_>) -> Vec<Gap> {
    let mut found = stages::find(of);
    found.extend(upstream::find(of));
    found.extend(leaves::find(of));
    found.extend(unconnected::find(of));
    found.extend(side_streams::find(of));
    found.extend(data::find(of));
    found
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

/// The materials asked for, each once, ordered by slug.
fn materials(registry: &Registry, question: &GapQuestion) -> Vec<Row> {
    match &question.materials {
        None => registry.rows(Kind::Material).collect(),
        Some(rows) => {
            let by_slug: BTreeMap<&str, Row> =
                rows.iter().map(|it| (registry.slug(*it), *it)).collect();
            by_slug.into_values().collect()
        }
    }
}

/// The materials that products, movements, contents, side-streams or projects speak of.
fn told_of(registry: &Registry) -> BTreeSet<Row> {
    let listed = [
        (Kind::Product, product::MATERIALS),
        (Kind::Link, link::MATERIALS),
        (Kind::SideStream, side_stream::MATERIALS),
        (Kind::Project, project::MATERIALS),
    ];
    let in_lists = listed.into_iter().flat_map(|(kind, column)| {
        let rows = registry.rows(kind);
        rows.flat_map(move |row| registry.references(row, column))
    });
    let contents = registry.rows(Kind::Figure).filter_map(|row| {
        let is_content = registry.code(row, figure::QUANTITY) == Some(Quantity::Content);
        is_content
            .then(|| registry.reference(row, figure::MATERIAL))
            .flatten()
    });
    in_lists.chain(contents).collect()
}

/// Records that are read for each material.
fn per_material(registry: &Registry) -> u64 {
    let kinds = [Kind::Link, Kind::Activity, Kind::SideStream, Kind::Project];
    kinds.iter().map(|it| registry.count(*it) as u64).sum()
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
