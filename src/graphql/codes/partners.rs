//! Codes of partners.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;

mirror! {
    /// What a score is made of.
    Component of analysis::partners::Component {
        /// Whether something like it is done already: an exchange or use on record, weighed by how far it came. Weight 3.
        Precedent,
        /// Whether product, waste code or trade fit. Weight 2.
        Code,
        /// Whether what is in the stream fits what is wanted and what may be in it at most. Weight 2.
        Composition,
        /// How near the two are; halved with every half distance. Weight 2.
        Distance,
        /// How many words the two have in common, in English, Finnish or Swedish; rare ones count more. Weight 1.
        Text,
        /// Whether the amounts fit: the smaller over the larger. Weight 1.
        Quantity,
    }
    /// Which partners for an offer are asked for.
    PartnerGroup of analysis::partners::PartnerGroup {
        /// All, in one order.
        All,
        /// Only who can be called: sites and organisations.
        Takers,
        /// Only kinds of use: what it can become, without a named taker.
        Uses,
    }
    /// Why an offer and a request are no match: the first gate that fails.
    RejectionReason of analysis::partners::RejectionReason {
        /// The request is of the producer itself at the same site, or offers what the other offers.
        Direction,
        /// The taker does not operate in the year.
        NotOperating,
        /// It is not known whether the taker operates in the year: its status is told as unknown.
        OperationUnknown,
        /// The taker is known not to take hazardous waste, and the stream is hazardous.
        Hazardous,
        /// The request does not hold in the year asked.
        NotValid,
        /// A known content is beyond a hard limit of the request.
        OverLimit,
        /// It is farther away than asked.
        TooFar,
        /// It is in none of the regions asked.
        OutsideRegions,
        /// The product cannot be moved so far: molten, solution, gas.
        NotMovable,
        /// Neither precedent, code nor words say that the one is of use to the other.
        NothingInCommon,
    }
}
