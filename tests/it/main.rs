//! x
mod restart;
