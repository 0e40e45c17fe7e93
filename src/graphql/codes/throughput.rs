//! Codes of questions for throughput.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::network;

mirror! {
    /// How well an amount is known.
    AnswerStatus of network::throughput::AnswerStatus {
        /// Upper and lower are the same.
        Determined,
        /// The lower is above zero, and the upper is more, or not bounded by anything known.
        Bounded,
        /// The lower is zero only because of what is not known.
        Undetermined,
    }
    /// Why nothing is delivered.
    NoFlowReason of network::throughput::NoFlowReason {
        /// Nothing that the question takes as origin gives the material in the year.
        NoOrigin,
        /// Nothing that the question takes as destination takes the material in the year.
        NoDestination,
        /// No way on record leads from the one to the other.
        NoWay,
        /// A way leads there, and a capacity or recovery on it is zero.
        NothingPasses,
    }
}
