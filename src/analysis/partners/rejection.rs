//! Why pairs are no match.

use crate::model::Row;
use crate::model::codes::codes;

codes! {
    /// Why a pair is no match, the first gate that fails.
    pub enum RejectionReason {
        /// The request is of the producer itself at the same site, or offers what the other offers.
        Direction = "DIRECTION",
        /// The taker does not operate in the year.
        NotOperating = "NOT_OPERATING",
        /// It is not known whether the taker operates in the year.
        OperationUnknown = "OPERATION_UNKNOWN",
        /// The taker is known not to take hazardous waste, and the stream is hazardous.
        Hazardous = "HAZARDOUS",
        /// The request does not hold on the day or in the year asked.
        NotValid = "NOT_VALID",
        /// A known content is beyond a hard limit of the request.
        OverLimit = "OVER_LIMIT",
        /// Farther away than asked.
        TooFar = "TOO_FAR",
        /// In none of the regions asked.
        OutsideRegions = "OUTSIDE_REGIONS",
        /// The product cannot be moved so far: molten, solution, gas.
        NotMovable = "NOT_MOVABLE",
        /// Neither precedent, code nor words say that the one is of use to the other.
        NothingInCommon = "NOTHING_IN_COMMON",
    }
}

impl RejectionReason {
    /// How many pairs it ruled out, as a sentence.
    pub fn told(self, count: usize) -> String {
        let pairs = match count {
            1 => "1 pair is".to_owned(),
            _ => format!("{count} pairs are"),
        };
        let why = match self {
            Self::Direction => "of the producer itself, or of somebody who offers the same",
            Self::NotOperating => "with a taker that does not operate in the year",
            Self::OperationUnknown => {
                "with a taker of which it is not known whether it operates in the year"
            }
            Self::Hazardous => "with a taker known not to take hazardous waste",
            Self::NotValid => "with a request that does not hold in the year",
            Self::OverLimit => "over a limit that the taker sets to a content",
            Self::TooFar => "farther apart than asked",
            Self::OutsideRegions => "outside the regions asked",
            Self::NotMovable => "too far apart for what is molten, a solution or a gas",
            Self::NothingInCommon => {
                "without a sign, by precedent, code or words, that the one is of use to the other"
            }
        };
        format!("{pairs} {why}.")
    }
}

/// Why a pair is ruled out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The first gate that fails.
    pub reason: RejectionReason,
    /// A sentence with the values that decide.
    pub message: String,
    /// Records it rests on.
    pub evidence: Vec<Row>,
}
