//! Which attributes of a foreign graph are which of our columns.

/// Names of attributes and the columns they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {}
