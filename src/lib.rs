//! Ketju: critical-raw-materials value chains as a graph service.
//!
//! `docs/ARCHITECTURE.md` is the map. Modules depend one way: `model`, then `network`, `analysis`,
//! `exchange` and `store`, then `app`, `graphql`, `http`, `cli`.

pub mod analysis;
pub mod app;
pub mod cli;
pub mod exchange;
pub mod graphql;
pub mod http;
pub mod model;
pub mod network;
pub mod store;
