//! The tests of the whole program, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail like tests"
)]

mod api;
mod cli;
mod graphql;
mod packages;
mod program;
mod queries;
mod restart;
mod schema;
mod server;
mod tidy;
