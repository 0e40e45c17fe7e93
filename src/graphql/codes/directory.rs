//! Codes of what is known of clusters.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis::clusters::reach;
use crate::analysis::directory::admission;
use crate::analysis::directory::can_test;
use crate::analysis::directory::programmes;
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
    /// How what a platform says of itself speaks for a test of a stream.
    TestsHow of can_test::TestsHow {
        /// It names what the stream is, its kind or product, or it can try a step that the stream is treated by.
        Specific,
        /// It names no more than a material in the stream.
        Material,
        /// It speaks of residues, or of those of the branch, in general.
        General,
    }
    /// Which dates of a programme are on record.
    DatesOnRecord of programmes::DatesOnRecord {
        /// Its start and its end.
        Both,
        /// Its start alone: when it ends, or ended, is not known.
        StartOnly,
        /// Its end alone.
        EndOnly,
        /// Neither: whether it is open is not known.
        Neither,
    }
}
