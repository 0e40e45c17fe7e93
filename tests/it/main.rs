//! The tests of the whole program, in one binary.

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
