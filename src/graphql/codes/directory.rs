//! Codes of what is known of clusters.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis::clusters::reach;
use crate::analysis::directory::admission;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;

mirror! {
    /// By which way an organisation reaches a site.
    Reach of reach::Reach {
        /// It operates the site.
        Direct,
        /// An organisation it owns or heads does.
        Subsidiary,
        /// The organisation that took over its business does.
        Successor,
    }
    /// Whether a criterion is met.
    CriterionStatus of admission::CriterionStatus {
        /// The data show it.
        Met,
        /// A source says what it is against.
        NotMet,
        /// The data do not say.
        Unknown,
    }
}
