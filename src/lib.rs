//! Ketju.
pub mod graphql;
pub mod model;
