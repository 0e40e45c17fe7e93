//! Codes of clusters.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;

mirror! {
    /// Why another cluster is worth a call. *Ours* is the cluster that asks, *theirs* the other; what both reach is ours.
    ClusterPartnerReasonKind of analysis::clusters::partners::ReasonKind {
        /// A link on record leads from a site of ours to one of theirs.
        ShipsTo,
        /// A link on record leads from a site of theirs to one of ours.
        ReceivesFrom,
        /// Ours gives a product that theirs takes, and no link between the two is on record.
        CouldSupply,
        /// Ours takes a product that theirs gives, and no link between the two is on record.
        CouldTake,
        /// Theirs offers a step that a side-stream of ours needs and no member of ours offers.
        OffersService,
        /// Ours offers a step that a side-stream of theirs needs and no member of theirs offers.
        NeedsService,
        /// Organisations of both lead a programme or are partners of it.
        SharedProgramme,
    }
}
