//! Codes of the questions of policy.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
    /// A benchmark of Article 5(1) of Regulation (EU) 2024/1252, to be reached by 2030.
    BenchmarkKind of analysis::benchmarks::Benchmark {
        /// Extraction capacity of at least 10 % of annual consumption: point (a)(i).
        Extraction,
        /// Processing capacity of at least 40 % of annual consumption: point (a)(ii).
        Processing,
        /// Recycling capacity of at least 25 % of annual consumption: point (a)(iii).
        Recycling,
        /// At any relevant stage no more than 65 % of annual consumption from one third country: point (b).
        Dependence,
    }
    /// How a benchmark stands.
    BenchmarkStatus of analysis::benchmarks::BenchmarkStatus {
        /// Met by every figure that may be used.
        Met,
        /// Missed by every figure that may be used.
        Missed,
        /// The figures that may be used do not agree, or the bounds of one leave both possible.
        DependsOnFigure,
        /// A figure is missing that would decide it.
        Unknown,
    }
    /// What tells how much a stage of a region can give.
    CapacityBasis of analysis::benchmarks::CapacityBasis {
        /// What can leave the stage at the sites on record, plants in series once; at least so much where sites or their
        /// capacities are missing.
        Sites,
        /// A total of the region that a source states as capacity.
        Stated,
        /// A total that a source states as production, which stands in where no capacity is known.
        Production,
        /// The sum over the members of the group that the material is.
        Members,
    }
    /// Why a figure is shown and not used.
    UnusedReason of analysis::benchmarks::UnusedReason {
        /// It is of another region, such as a Europe that no source defines.
        OtherRegion,
        /// It cannot be told in tonnes of the material: its form or content is not stated, or the source withholds it.
        NotConvertible,
        /// It is of a product that the same stage goes on with.
        Intermediate,
        /// Production, where a capacity is known.
        CapacityKnown,
        /// A forecast that does not say for which year.
        Forecast,
        /// Only of a year after the one asked.
        LaterYear,
        /// It tells the world without the scenario, which changes a site whose capacity is not known.
        Scenario,
        /// It is of a part of the region asked, such as a country of the Union: shown, and never added up.
        PartOfRegion,
        /// It tells a part only: of one sector, or of another stage than that of the processed form.
        Partial,
        /// Another figure of the same question is used: of a later year, better founded, or of a newer source.
        Superseded,
        /// It does not say of which stage it is.
        NoStage,
    }
    /// Which supply the concentration of an assessment is of: its stored judgement, never computed.
    SupplyUsed of model::codes::SupplyUsed {
        /// Both, weighed by import reliance.
        GlobalAndEu,
        /// The world's supply: data on what the Union sources are missing or poor.
        Global,
        /// What the Union sources: import reliance is zero or below.
        Eu,
    }
}
