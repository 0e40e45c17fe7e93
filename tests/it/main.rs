//! The tests of the whole program, in one binary.

mod api;
mod graphql;
mod packages;
mod queries;
mod restart;
mod schema;
mod tidy;
