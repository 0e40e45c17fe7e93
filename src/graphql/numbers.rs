//! Numbers as GraphQL has them.

use crate::network::words::significant;

/// A count or revision as a GraphQL `Int`, which has 32 bits.
pub(crate) fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

/// A number that was solved for, at nine significant digits: what lies beyond depends on the order of additions.
pub(crate) fn solved(number: f64) -> f64 {
    significant(number, 9)
}
