//! The tests of the whole program, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod api;
mod assessment;
mod balance_cli;
mod benchmarks;
mod candidates;
mod cite;
mod cli;
mod cli_limits;
mod clusters_cli;
mod clusters_data;
mod data;
mod described;
mod docs;
mod eu_sites;
mod evaluate;
mod export_graphs;
mod export_ways;
mod exports;
mod gaps;
mod graphql;
mod history;
mod imports;
mod interrupted;
mod mappings;
mod packages;
mod partners;
mod partners_cli;
mod policy_cli;
mod program;
mod queries;
mod restart;
mod risk;
mod scenarios;
mod schema;
mod search;
mod server;
mod stress;
mod synonyms;
mod tables;
mod throughput;
mod tidy;
mod trace;
mod uncertainty;
mod verify_file;
mod wild;
