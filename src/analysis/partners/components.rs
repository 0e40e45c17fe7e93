//! The six components of a score, a file each: a value or none, and a sentence that says why.
//!
//! Values are made without a text, so that thousands of pairs can be compared; sentences are made of those shown.

pub(in crate::analysis::partners) mod code;
pub(in crate::analysis::partners) mod composition;
pub mod distance;
pub(in crate::analysis::partners) mod precedent;
pub(in crate::analysis::partners) mod quantity;
pub(in crate::analysis::partners) mod text;

use crate::model::Row;

/// Why a component has its value: a sentence without full stop, and the records it rests on.
pub(in crate::analysis::partners) type Why = (String, Vec<Row>);
