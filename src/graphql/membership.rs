//! Memberships.

use crate::graphql::cluster::Cluster;
use crate::graphql::codes::MembershipRole;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::graphql::organisation::Organisation;
use crate::graphql::scalars::Year;
use crate::model::codes;
use crate::model::tables::membership;

object! {
    /// An organisation in a cluster.
    subject Membership {
        /// Who.
        async fn organisation(&self) -> Result<Organisation, ApiError> {
            self.0.required(membership::ORGANISATION)
        }

        /// In which cluster.
        async fn cluster(&self) -> Result<Cluster, ApiError> {
            self.0.required(membership::CLUSTER)
        }

        /// As what; project partners, supporters and others are not members.
        async fn role(&self) -> Result<MembershipRole, ApiError> {
            self.0.required_code::<codes::MembershipRole, _>(membership::ROLE)
        }

        /// Whether the role makes it a member.
        async fn is_member(&self) -> Result<bool, ApiError> {
            let role = self.0.required_code::<codes::MembershipRole, codes::MembershipRole>(membership::ROLE)?;
            Ok(role.is_member())
        }

        /// The words of the source for the role.
        async fn role_text(&self) -> Option<&str> {
            self.0.text(membership::ROLE_TEXT)
        }

        /// Year the membership is told of; none if undated.
        async fn as_of(&self) -> Option<Year> {
            self.0.int(membership::AS_OF).map(Year)
        }
    }
}
