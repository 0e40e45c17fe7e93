//! Partners by whether somebody can be called.

use crate::analysis::partners::Request;
use crate::model::codes::codes;

codes! {
    /// Which partners for an offer are asked for.
    pub enum PartnerGroup {
        /// All.
        All = "ALL",
        /// Only who can be called: sites and organisations.
        Takers = "TAKERS",
        /// Only kinds of use, of which no taker is named.
        Uses = "USES",
    }
}

impl PartnerGroup {
    /// Whether a request is of the group.
    pub fn holds(self, request: &Request) -> bool {
        match self {
            Self::All => true,
            Self::Takers => request.taker.is_some(),
            Self::Uses => request.taker.is_none(),
        }
    }
}
