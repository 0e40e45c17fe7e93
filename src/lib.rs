//! Ketju.
pub mod exchange;
pub mod model;
pub mod store;
