//! Codes of those who act: organisations, clusters, programmes.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
    /// What an organisation is.
    OrganisationType of model::codes::OrganisationType {
        /// A company.
        Company,
        /// A university or university of applied sciences.
        University,
        /// A research institute.
        ResearchInstitute,
        /// A regional development company.
        DevelopmentCompany,
        /// A public authority.
        Authority,
        /// An association.
        Association,
        /// Anything else.
        Other,
    }
    /// What a cluster is; the first three are cluster organisations of the European Cluster Collaboration Platform.
    ClusterType of model::codes::ClusterType {
        /// A cluster organisation.
        Cluster,
        /// A cluster of clusters.
        MetaCluster,
        /// A competitiveness cluster.
        CompetitivenessCluster,
        /// A network of clusters.
        ClusterNetwork,
        /// An industrial park built on exchange of side-streams.
        EcoIndustrialPark,
        /// An industrial park.
        IndustrialPark,
        /// A consortium.
        Consortium,
        /// An initiative.
        Initiative,
        /// An international association.
        InternationalAssociation,
        /// A network of pilot plants.
        PilotPlantNetwork,
    }
    /// What an organisation is to a cluster.
    MembershipRole of model::codes::MembershipRole {
        /// Manages it.
        Manager,
        /// Founded it.
        Founder,
        /// Is a member.
        Member,
        /// Is a partner.
        Partner,
        /// Takes part in a project; not a member.
        ProjectPartner,
        /// Supports it; not a member.
        Supporter,
        /// Anything else; not a member.
        Other,
    }
    /// How one cluster stands to another.
    RelationType of model::codes::RelationType {
        /// Is a part of it.
        PartOf,
        /// Is its partner.
        Partner,
        /// Is allied with it.
        Alliance,
        /// Is its partner in a project.
        ProjectPartner,
        /// Has to do with it in another way.
        Other,
    }
    /// What a programme is.
    ProgrammeType of model::codes::ProgrammeType {
        /// Funding of a project.
        Project,
        /// A programme.
        Programme,
        /// A call for proposals.
        Call,
        /// An event.
        Event,
        /// A network.
        Network,
    }
}
