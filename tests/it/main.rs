//! The tests of the whole program, in one binary.

mod packages;
mod restart;
mod tidy;
