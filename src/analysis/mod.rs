//! The domain's questions beyond paths: what a region lacks, and what that rests on.
//!
//! Every function is pure: of a snapshot and a question whose records are found already. Absence is told only
//! where a coverage record says that the data are complete; elsewhere a finding says that nothing is on record.

mod area;
pub mod balance;
pub mod benchmarks;
pub mod clusters;
mod delivered;
pub mod dependence;
pub mod directory;
pub mod explain;
pub mod gaps;
pub mod partners;
pub mod risk;
pub mod scenario;
pub mod selection;
pub mod shares;
pub mod sites;
mod streams;
pub mod stress;
pub mod unused;
