//! Codes of traces.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::network;

mirror! {
    /// Why a trace did not follow something.
    NotFollowedReason of network::trace::NotFollowedReason {
        /// It lies beyond the number of steps.
        Steps,
        /// The work budget was spent before.
        Budget,
        /// The place is a party or place that sources only name: the data end there.
        External,
        /// The product is molten, a solution or a gas and cannot move the way the link says.
        Unmovable,
        /// The link, or the site it leads to, is planned.
        Planned,
        /// The site does not operate in the year.
        NotOperating,
        /// The link is not in use in the year.
        NotInUse,
        /// The other end is several sites told as one.
        Area,
        /// Side-streams were not asked for.
        SideStream,
        /// A way that could be taken, where no source reports that it is, and ways like it were not asked for.
        Corridor,
        /// The record names the material, and what is known of a place keeps it from there: the product of a link does
        /// not carry it at one of the ends; nothing with it is known to go into a side-stream, or to take a corridor.
        NotCarried,
        /// The product of the side-stream is not on record, so that nothing could be said to move from it.
        NoProduct,
    }
}

/// Which way a trace goes.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "network::trace::Direction")]
pub(crate) enum Direction {
    /// To where things come from.
    Upstream,
    /// To where things go.
    Downstream,
}
