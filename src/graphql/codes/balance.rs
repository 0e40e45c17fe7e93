//! Codes of balances.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;

mirror! {
    /// What a balance comes to.
    BalanceState of analysis::balance::BalanceState {
        /// More comes out than goes in, beyond bounds and tolerance: an input is missing, or a figure is wrong.
        MoreOutThanIn,
        /// More goes in than comes out, beyond bounds and tolerance: an output or a loss is missing.
        MoreInThanOut,
        /// Terms are not known: the residual is a bound at best, and no sign of a fault.
        Open,
        /// Both sides may be the same within their bounds and the tolerance.
        Balanced,
    }
    /// On which side of a balance a term stands.
    BalanceSide of analysis::balance::BalanceSide {
        /// What goes in.
        In,
        /// What comes out.
        Out,
    }
    /// What a term of a balance is.
    BalanceTermKind of analysis::balance::TermKind {
        /// What the site mines.
        Extraction,
        /// What the site took in of a product, from all suppliers.
        Feed,
        /// What a link brought or took away.
        Link,
        /// What the site took back from a side-stream of its own.
        OwnStream,
        /// What the site made of a product.
        Production,
        /// What arose of a side-stream.
        Generation,
    }
    /// Why the tonnes of a term are not known.
    BalanceUnknownReason of analysis::balance::UnknownReason {
        /// No figure is on record.
        NoFigure,
        /// A figure is on record, and no content by which it could be told in tonnes of the material.
        NoContent,
        /// Figures are on record of other years only; `figures` has the nearest.
        OtherYear,
        /// What is on record bounds it from one side alone.
        OnlyBound,
        /// Figures are on record of a part of a year only.
        PartOfYear,
    }
    /// Why a term is shown and not added.
    BalanceLeftOut of analysis::balance::LeftOut {
        /// Another term tells the same mass.
        SameMass,
        /// Its tonnes are within those of another link.
        WithinAnotherLink,
        /// The site both makes and uses the product.
        MadeAndUsedHere,
        /// No activity of the site gives the product: it may be told within another, such as a total of several.
        NotAnOutput,
    }
}
