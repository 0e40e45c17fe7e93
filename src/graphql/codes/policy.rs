//! Codes of policy: which supply an assessment takes.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
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
