//! Ketju.
pub mod model;
