//! The tables of all kinds of records, one file per theme.

mod actors;
mod chain;
mod circular;
mod facts;
mod things;
pub(crate) mod types;

pub use actors::{cluster, membership, organisation, platform, programme, project, relation};
pub use chain::{activity, link, side_stream, site};
pub use circular::{intake, matching, precedent, usage};
pub use facts::{coverage, dataset, figure, scenario, source, statement};
pub use things::{material, product, region};

use crate::model::kind::Kind;
use crate::model::table::Table;

/// The table of a kind; none for modes of transport, which are a closed list.
pub const fn table_of(kind: Kind) -> Option<&'static Table> {
    Some(match kind {
        Kind::Mode => return None,
        Kind::Source => &source::TABLE,
        Kind::Material => &material::TABLE,
        Kind::Product => &product::TABLE,
        Kind::Region => &region::TABLE,
        Kind::Organisation => &organisation::TABLE,
        Kind::Site => &site::TABLE,
        Kind::Activity => &activity::TABLE,
        Kind::Link => &link::TABLE,
        Kind::SideStream => &side_stream::TABLE,
        Kind::Intake => &intake::TABLE,
        Kind::Use => &usage::TABLE,
        Kind::Precedent => &precedent::TABLE,
        Kind::Match => &matching::TABLE,
        Kind::Project => &project::TABLE,
        Kind::Cluster => &cluster::TABLE,
        Kind::Membership => &membership::TABLE,
        Kind::Relation => &relation::TABLE,
        Kind::Platform => &platform::TABLE,
        Kind::Programme => &programme::TABLE,
        Kind::Coverage => &coverage::TABLE,
        Kind::Statement => &statement::TABLE,
        Kind::Figure => &figure::TABLE,
        Kind::Scenario => &scenario::TABLE,
        Kind::Dataset => &dataset::TABLE,
    })
}
