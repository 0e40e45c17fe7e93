//! The tests of the whole program, in one binary.

mod cli;
mod packages;
mod program;
mod restart;
mod server;
mod tidy;
