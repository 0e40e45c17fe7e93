//! Clusters.

use crate::analysis::clusters::reach::in_other_roles;
use crate::analysis::directory::admission::member_count;
use crate::graphql::codes::ClusterType;
use crate::graphql::codes::Quantity;
use crate::graphql::directory::AdmissionCriterion;
use crate::graphql::directory::ClusterLabel;
use crate::graphql::directory::ClusterMember;
use crate::graphql::directory::ReachedSite;
use crate::graphql::directory::cluster_labels;
use crate::graphql::directory::criteria;
use crate::graphql::directory::members;
use crate::graphql::directory::sites_reached;
use crate::graphql::directory::type_definition;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::figure::figures;
use crate::graphql::membership::Membership;
use crate::graphql::numbers::int;
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

        /// What its type means.
        async fn type_definition(&self) -> Result<&str, ApiError> {
            let code = self.0.required_code::<codes::ClusterType, codes::ClusterType>(cluster::TYPE)?;
            type_definition(&self.0, code)
        }

        /// How many organisations are members on record by their role (manager, founder, member, partner), each once; lists
        /// of members are seldom complete. Who is on record in another role is counted in `otherRolesCount`.
        async fn member_count(&self) -> i32 {
            int(member_count(self.0.registry(), self.0.row))
        }

        /// How many organisations are on record with it in other roles alone (project partner, supporter, other), each once;
        /// `memberCount` has none of them.
        async fn other_roles_count(&self) -> i32 {
            int(in_other_roles(self.0.registry(), self.0.row).len())
        }

        /// How many members sources tell, of all years; what each counts is in its definition and note.
        async fn claimed_members(&self) -> Result<Vec<Figure>, ApiError> {
            figures(&self.0, Some(&[Quantity::Members]), None, true)
        }

        /// The organisations that are members by their role, each once, with the sites they reach.
        async fn members(&self) -> Result<Vec<ClusterMember>, ApiError> {
            members(&self.0)
        }

        /// The sites that members reach; one that several reach is told for each.
        async fn sites_reached(&self) -> Result<Vec<ReachedSite>, ApiError> {
            sites_reached(&self.0)
        }

        /// What the European Cluster Collaboration Platform asks of a cluster organisation, and what the data say of this one.
        async fn admission(&self) -> Result<Vec<AdmissionCriterion>, ApiError> {
            criteria(&self.0)
        }

        /// Labels of cluster management it was given, the latest first; they lapse if they are not renewed.
        async fn labels(&self) -> Result<Vec<ClusterLabel>, ApiError> {
            cluster_labels(&self.0)
        }
    }
}
