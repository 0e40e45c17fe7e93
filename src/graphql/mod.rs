//! The API: GraphQL types and resolvers, one file per type, and the limits that guard them.
//!
//! A request passes the guard (`guard`: size, nesting, selections with fragments expanded), is
//! parsed once, and runs on one revision (`session`). Objects are a row of a registry and what it is
//! asked for (`item`), so that a field reads its column when it is asked for and not before.
//! Answers are bounded by the records they hold and look through (`asked::Work`).
//!
//! Here are no rules of the domain, no graph library and no store.

mod activity;
mod asked;
mod benchmark;
mod benchmarks;
mod bottleneck;
mod change;
mod closer;
mod cluster;
mod cluster_impact;
mod cluster_partners;
mod codes;
mod commit;
mod connection;
mod coverage;
mod cursor;
mod dataset;
mod dependence;
mod directory;
mod error;
mod explain;
mod exposure;
mod figure;
mod filter;
mod filters;
mod gap;
mod gaps;
mod guard;
mod in_order;
mod intake;
mod item;
pub mod limits;
mod link;
mod lists;
mod lookup;
mod matching;
mod material;
mod membership;
mod no_path;
mod node;
mod numbers;
mod object;
mod order;
mod organisation;
mod page;
mod pareto;
mod partner;
mod partner_input;
mod partners;
mod path;
mod path_basis;
mod path_input;
mod path_limits;
mod path_subgraph;
mod paths;
mod platform;
mod position;
mod precedent;
mod problem;
mod product;
mod programme;
mod project;
mod record_input;
mod record_read;
mod region;
mod relation;
mod revision;
mod scalars;
mod scenario;
mod scenario_input;
mod schema;
mod search;
mod session;
mod side_stream;
mod site;
mod source;
mod statement;
mod stream_input;
mod stress;
mod supply_risk;
mod supply_risk_terms;
mod supply_risks;
#[cfg(test)]
mod tests;
mod throughput;
mod throughput_bound;
mod throughput_input;
mod trace;
mod uncertainty;
mod understood;
mod unknown_figure;
mod unused_stream;
mod unused_streams;
mod usage;

pub use schema::Answer;
pub use schema::KetjuSchema;
pub use schema::execute;
pub use schema::schema;
pub use schema::sdl;
pub use session::Caller;
