//! Clusters.

use crate::graphql::codes::ClusterType;
use crate::graphql::error::ApiError;
use crate::graphql::membership::Membership;
use crate::graphql::object::object;
use crate::graphql::organisation::Organisation;
use crate::graphql::position::Position;
use crate::graphql::region::Region;
use crate::graphql::relation::Relation;
use crate::graphql::scalars::Year;
use crate::model::codes;
use crate::model::tables::cluster;
use crate::model::tables::membership;
use crate::model::tables::relation;

object! {
    /// A cluster organisation, meta-cluster, network or industrial park.
    named Cluster {
        /// What it is.
        async fn r#type(&self) -> Result<ClusterType, ApiError> {
            self.0.required_code::<codes::ClusterType, _>(cluster::TYPE)
        }

        /// Organisation that manages it.
        async fn manager(&self) -> Result<Option<Organisation>, ApiError> {
            self.0.one(cluster::MANAGER)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(cluster::COUNTRY)
        }

        /// Smallest region known.
        async fn region(&self) -> Result<Option<Region>, ApiError> {
            self.0.one(cluster::REGION)
        }

        /// Town or city of its seat.
        async fn city(&self) -> Option<&str> {
            self.0.text(cluster::CITY)
        }

        /// Where the town is.
        async fn position(&self) -> Option<Position> {
            Position::of(&self.0, cluster::LATITUDE, cluster::LONGITUDE, cluster::PRECISION)
        }

        /// What it works on, in the words of the source.
        async fn themes(&self) -> Vec<&str> {
            self.0.texts(cluster::THEMES)
        }

        /// Address of its website.
        async fn website(&self) -> Option<&str> {
            self.0.text(cluster::WEBSITE)
        }

        /// First year a source gives for the initiative.
        async fn established(&self) -> Option<Year> {
            self.0.int(cluster::ESTABLISHED).map(Year)
        }

        /// Whether a source says it has a profile on the European Cluster Collaboration Platform; none if not known.
        async fn eccp_profile(&self) -> Option<bool> {
            self.0.flag(cluster::ECCP_PROFILE)
        }

        /// Who has to do with it, and as what.
        async fn memberships(&self) -> Result<Vec<Membership>, ApiError> {
            self.0.referring(membership::CLUSTER)
        }

        /// How it stands to other clusters.
        async fn relations(&self) -> Result<Vec<Relation>, ApiError> {
            self.0.referring(relation::FROM)
        }

        /// How other clusters stand to it.
        async fn related_from(&self) -> Result<Vec<Relation>, ApiError> {
            self.0.referring(relation::TO)
        }
    }
}
