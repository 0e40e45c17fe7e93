//! Ketju.
pub mod model;
pub mod store;
