//! The six components of a score, a file each: a value or none, and a sentence that says why.

pub mod distance;
