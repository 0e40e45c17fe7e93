//! Codes of the benchmarks of Regulation (EU) 2024/1252.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;

mirror! {
    /// How a benchmark stands.
    BenchmarkStatus of analysis::benchmarks::BenchmarkStatus {
        /// Met by every figure that may be used.
        Met,
        /// Missed by every figure that may be used.
        Missed,
        /// Met by one figure and missed by another, or between the bounds of one.
        DependsOnFigure,
        /// A figure is missing that would decide it.
        Unknown,
    }
}
