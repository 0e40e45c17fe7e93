//! Gaps as they are asked for and answered.

use crate::analysis::gaps::coverage::NotCovered;
use crate::analysis::gaps::silent::NothingOnRecord;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::network::paths::Basis;

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
