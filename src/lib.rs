//! Ketju.
pub mod exchange;
pub mod model;
