//! Relations between clusters.

use crate::graphql::cluster::Cluster;
use crate::graphql::codes::RelationType;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::model::codes;
use crate::model::tables::relation;

object! {
    /// How one cluster stands to another.
    subject Relation {
        /// The cluster the relation is told of.
        async fn from(&self) -> Result<Cluster, ApiError> {
            self.0.required(relation::FROM)
        }

        /// The other cluster.
        async fn to(&self) -> Result<Cluster, ApiError> {
            self.0.required(relation::TO)
        }

        /// What the first is to the second.
        async fn r#type(&self) -> Result<RelationType, ApiError> {
            self.0.required_code::<codes::RelationType, _>(relation::TYPE)
        }
    }
}
