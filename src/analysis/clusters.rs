//! Clusters: whom and what they reach, whom they could work with, what came of their matches.

pub mod reach;
