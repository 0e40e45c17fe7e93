//! Numbers as GraphQL has them.

/// A count or revision as a GraphQL `Int`, which has 32 bits.
pub(crate) fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}
