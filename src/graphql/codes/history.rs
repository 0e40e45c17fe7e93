//! Codes of the history of the data.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
    /// What became of a record between two revisions.
    Became of model::Became {
        /// It is there, and was not.
        Created,
        /// It was there and says something else.
        Changed,
        /// It was there, and is not; also if it was merged into another.
        Deleted,
    }
}
