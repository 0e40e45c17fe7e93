//! Matches.

use crate::graphql::cluster::Cluster;
use crate::graphql::codes::MatchStatus;
use crate::graphql::error::ApiError;
use crate::graphql::node::Node;
use crate::graphql::node::node_of;
use crate::graphql::object::object;
use crate::graphql::side_stream::SideStream;
use crate::model::codes;
use crate::model::tables::matching;

object! {
    /// An offer and a request that are being pursued.
    named Match {
        /// What is offered.
        async fn offer(&self) -> Result<SideStream, ApiError> {
            self.0.required(matching::OFFER)
        }

        /// Who or what takes it.
        async fn request(&self) -> Result<Node, ApiError> {
            node_of(&self.0, matching::REQUEST)?.ok_or_else(|| self.0.incomplete())
        }

        /// Where it stands.
        async fn status(&self) -> Result<MatchStatus, ApiError> {
            self.0.required_code::<codes::MatchStatus, _>(matching::STATUS)
        }

        /// Why it was begun or dropped.
        async fn reason(&self) -> Option<&str> {
            self.0.text(matching::REASON)
        }

        /// When it was begun.
        async fn started(&self) -> Option<&str> {
            self.0.text(matching::STARTED)
        }

        /// When it was dropped or ran out.
        async fn ended(&self) -> Option<&str> {
            self.0.text(matching::ENDED)
        }

        /// Cluster that brought the two together.
        async fn broker(&self) -> Result<Option<Cluster>, ApiError> {
            self.0.one(matching::BROKER)
        }
    }
}
