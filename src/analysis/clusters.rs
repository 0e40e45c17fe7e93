//! Clusters: whom and what they reach, whom they could work with, what came of their matches.

pub mod impact;
mod index;
pub mod partners;
pub mod reach;
