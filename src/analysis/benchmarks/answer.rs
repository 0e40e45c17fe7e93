//! What is asked of benchmarks, and what is answered.

use crate::analysis::gaps::Flip;
use crate::analysis::shares::CountryShare;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::network::chain::Note;
use crate::network::paths::Basis;

codes! {
    /// What the Act wants by 2030, Article 5(1).
    pub enum Benchmark {
        /// Extraction capacity of at least 10 % of annual consumption, point (a)(i).
        Extraction = "EXTRACTION",
        /// Processing capacity of at least 40 % of annual consumption, point (a)(ii).
        Processing = "PROCESSING",
        /// Recycling capacity of at least 25 % of annual consumption, point (a)(iii).
        Recycling = "RECYCLING",
        /// No third country with more than 65 % of annual consumption at any relevant stage, point (b).
        Dependence = "DEPENDENCE",
    }
}

impl Benchmark {
    /// The share of consumption: at least so much for capacities, at most for a third country. Either is met exactly.
    pub const fn threshold(self) -> f64 {
        match self {
            Self::Extraction => 0.10,
            Self::Processing => 0.40,
            Self::Recycling => 0.25,
            Self::Dependence => 0.65,
        }
    }

    /// Where the Act says it.
    pub const fn article(self) -> &'static str {
        match self {
            Self::Extraction => "Art. 5(1)(a)(i)",
            Self::Processing => "Art. 5(1)(a)(ii)",
            Self::Recycling => "Art. 5(1)(a)(iii)",
            Self::Dependence => "Art. 5(1)(b)",
        }
    }
}

codes! {
    /// How a benchmark stands.
    pub enum BenchmarkStatus {
        /// Met by every figure that may be used.
        Met = "MET",
        /// Missed by every figure that may be used.
        Missed = "MISSED",
        /// Met by one figure and missed by another, or between the bounds of one.
        DependsOnFigure = "DEPENDS_ON_FIGURE",
        /// A figure is missing that would decide it.
        Unknown = "UNKNOWN",
    }
}

codes! {
    /// What tells how much a stage of a region can give.
    pub enum CapacityBasis {
        /// What can leave the stage at the sites on record: at least so much where sites or capacities are missing.
        Sites = "SITES",
        /// A total of the region that a source states as capacity.
        Stated = "STATED",
        /// A total that a source states as production, where no capacity is known: a fallback.
        Production = "PRODUCTION",
        /// The sum over the members of the group that the material is.
        Members = "MEMBERS",
    }
}

codes! {
    /// Why a figure is shown and not used.
    pub enum UnusedReason {
        /// It is of another region, such as a Europe that no source defines: never used as the one asked; or of imports from
        /// a partner that is no country.
        OtherRegion = "OTHER_REGION",
        /// Its tonnes cannot be told in tonnes of the material: form or content is not stated.
        NotConvertible = "NOT_CONVERTIBLE",
        /// It is of a product that the same stage goes on with: not what comes out of its last step.
        Intermediate = "INTERMEDIATE",
        /// Production, where a capacity is known.
        CapacityKnown = "CAPACITY_KNOWN",
        /// A forecast, where what happened is known, or the other way round for a year to come.
        Forecast = "FORECAST",
        /// Only of a year after the one asked.
        LaterYear = "LATER_YEAR",
        /// It tells the world without the scenario, which changes a site whose capacity is not known.
        Scenario = "SCENARIO",
        /// It is of a part of the region asked, such as a country of the Union: shown, and never added up.
        PartOfRegion = "PART_OF_REGION",
        /// It tells a part only: of one sector, or of another stage than that of the processed form.
        Partial = "PARTIAL",
        /// Another figure of the same question is used: of a later year, better founded, or of a newer source.
        Superseded = "SUPERSEDED",
        /// It does not say of which stage it is.
        NoStage = "NO_STAGE",
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkQuestion {
    /// The region. For another than the Union the answer is information, not a benchmark of the Act.
    pub region: Row,
    /// Materials; none asks for the strategic raw materials: those that the data mark, with the members of groups among
    /// them told beside the group.
    pub materials: Option<Vec<Row>>,
    /// For which year.
    pub when: When,
    /// Arcs, vertices and records that may be looked at.
    pub budget: u64,
}

/// The benchmarks of a region.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkAnswer {
    /// Whether the region is the Union, so that these are benchmarks of the Act.
    pub is_union: bool,
    /// By benchmark, over the strategic raw materials asked for.
    pub overall: Vec<OverallBenchmark>,
    /// By slug of the material (members of a group after it), benchmark, stage.
    pub by_material: Vec<MaterialBenchmark>,
    /// Materials that were not looked at since the budget was used up, by slug.
    pub not_looked_at: Vec<Row>,
    /// Arcs, vertices and records looked at.
    pub explored: u64,
    /// What the answer rests on.
    pub basis: Basis,
}

/// One benchmark over all strategic raw materials asked for. The Act does not say how tonnes of different materials add
/// up, so that materials are counted, never averaged. Members of a group are not counted beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct OverallBenchmark {
    /// Which one.
    pub benchmark: Benchmark,
    /// Materials that meet it, by slug; of `DEPENDENCE` at every stage.
    pub met: Vec<Row>,
    /// Materials that miss it; of `DEPENDENCE` at a stage.
    pub missed: Vec<Row>,
    /// Materials of which that hangs on the figure.
    pub depends_on_figure: Vec<Row>,
    /// Materials of which a figure is missing.
    pub unknown: Vec<Row>,
    /// Groups among those not in `missed` of which a member misses it, of the members that are told, by slug.
    pub missed_by_members: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// One benchmark of one material. Tonnes are contained tonnes of the material a year; shares are fractions.
#[derive(Clone, Debug, PartialEq)]
pub struct MaterialBenchmark {
    /// The material.
    pub material: Row,
    /// The group among the materials that it is told under; none for those that are counted.
    pub member_of: Option<Row>,
    /// Which benchmark.
    pub benchmark: Benchmark,
    /// The stage: that of the benchmark; of `DEPENDENCE` the one looked at.
    pub stage: Stage,
    /// How it stands.
    pub status: BenchmarkStatus,
    /// How it stands if what is planned counts; none where nothing is planned, and for `DEPENDENCE`.
    pub status_with_planned: Option<BenchmarkStatus>,
    /// What the region can give, of a range the lower end; none where nothing tells it or only an upper bound is known, and for
    /// `DEPENDENCE`.
    pub capacity: Option<f64>,
    /// Whether it is a lower bound: sites or their capacities are missing, or a source says at least. Production that stands in
    /// is none.
    pub capacity_is_at_least: bool,
    /// What planned sites and projects would add; none where nothing is planned, or nothing is known of it.
    pub planned: Option<f64>,
    /// All that tells a capacity, the one used first.
    pub capacities: Vec<CapacityTold>,
    /// The verdict of every consumption figure, those that decide first.
    pub consumption: Vec<ConsumptionVerdict>,
    /// Capacity as a part of consumption, by the first figure that decides; none where either is unknown.
    pub coverage: Option<f64>,
    /// Whether the coverage is no bound: capacity and consumption can both be more.
    pub coverage_is_about: bool,
    /// What is lacking to meet it, by the same figure: 0 where it is met; none where that is not known, and for `DEPENDENCE`.
    pub gap: Option<f64>,
    /// The third country with the largest share of consumption, at least so much; none where no share is known.
    pub largest_third_country: Option<CountryShare>,
    /// What the Union's sourcing tells, where tonnes do not; none where it is not on record at the stage.
    pub relative: Option<RelativeView>,
    /// The region's capacity as a part of the Union's, where both are told by the same; none for the Union.
    pub share_of_union_capacity: Option<f64>,
    /// Sites whose capacity is counted, by slug.
    pub counted_sites: Vec<Row>,
    /// Sites that operate the stage, whose capacity is not known in such terms, by slug.
    pub left_out_sites: Vec<Row>,
    /// Sites of the stage of which it is not known whether they operate, by slug.
    pub unknown_sites: Vec<Row>,
    /// Sites and projects that are planned, by slug.
    pub planned_sites: Vec<Row>,
    /// Figures that look as if they answered the question, with the reason why they do not.
    pub unused: Vec<UnusedFigure>,
    /// Single figures that would turn the status around, the smallest change first.
    pub flipped_by: Vec<Flip>,
    /// What was assumed.
    pub notes: Vec<Note>,
    /// Figures it rests on.
    pub figures: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// One telling of a capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityTold {
    /// What tells it.
    pub basis: CapacityBasis,
    /// Tonnes a year.
    pub tonnes: f64,
    /// Whether it is a lower bound: more may be there.
    pub is_at_least: bool,
    /// Whether it is an upper bound alone.
    pub is_at_most: bool,
    /// Whether the status rests on it.
    pub decides: bool,
    /// Figures it rests on.
    pub figures: Vec<Row>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// What one consumption figure says.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumptionVerdict {
    /// The figure.
    pub figure: Row,
    /// Consumption in tonnes of the material a year: at least and at most; the same where a value is stated, none where it is
    /// not bounded on that side, or cannot be told in tonnes of the material.
    pub tonnes: (Option<f64>, Option<f64>),
    /// Capacity, or the largest third country's imports, as a part of it; none where either is unknown.
    pub share: Option<f64>,
    /// The verdict.
    pub status: BenchmarkStatus,
    /// Why the status does not rest on it; none if it does.
    pub unused: Option<UnusedReason>,
    /// What was assumed to tell it in tonnes of the material.
    pub notes: Vec<Note>,
}

/// From where the Union sources a material at a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct RelativeView {
    /// The part that comes from countries of the region asked.
    pub own_share: f64,
    /// The parts of third countries, the largest first.
    pub third_countries: Vec<CountryShare>,
}

/// A figure that is not used, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnusedFigure {
    /// The figure.
    pub figure: Row,
    /// Why not.
    pub reason: UnusedReason,
}
