//! The directory: which clusters, organisations, platforms and programmes meet what somebody looks for, and what is
//! known of a cluster.
//!
//! A file a question: words in tags ([`words`]), members that can do something ([`members`]), platforms that can test a
//! stream ([`can_test`]), programmes open on a day ([`programmes`]), what a cluster organisation has to show
//! ([`admission`]), labels as dated facts ([`labels`]), where something is ([`places`]).

pub mod admission;
pub mod can_test;
pub mod labels;
pub mod members;
pub mod places;
pub mod programmes;
#[cfg(test)]
mod tests;
pub mod words;
