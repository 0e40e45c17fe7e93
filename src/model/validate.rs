//! Checks.
mod problem_list;
pub use problem_list::ProblemList;
pub use problem_list::together;
/// x
pub fn validate() {}
