//! Ketju.
pub mod model;
pub mod network;
