//! Filters of those who act, and of what they plan and pursue.

use async_graphql::ID;
use async_graphql::InputObject;

use crate::graphql::codes;
use crate::graphql::error::ApiError;
use crate::graphql::filter::Check;
use crate::graphql::filter::Filter;
use crate::graphql::filter::Test;
use crate::model::Kind;
use crate::model::codes as model;
use crate::model::tables;
use crate::model::tables::membership;

/// Which organisations. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct OrganisationFilter {
    /// What it is.
    pub(crate) types: Option<Vec<codes::OrganisationType>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// Clusters it has to do with, in any role.
    pub(crate) clusters: Option<Vec<ID>>,
}

impl Filter for OrganisationFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::organisation;
        let mut test = test
            .codes::<model::OrganisationType, _>(self.types.as_ref(), organisation::TYPE)
            .texts("countries", self.countries.as_ref(), organisation::COUNTRY)?
            .regions("regions", self.regions.as_ref(), organisation::REGION)?;
        if let Some(clusters) = test.rows("clusters", self.clusters.as_ref(), &[Kind::Cluster])? {
            test = test.holds(move |registry, row| {
                let memberships =
                    registry.referring(Kind::Membership, membership::ORGANISATION, row);
                let mut of = memberships
                    .into_iter()
                    .filter_map(|it| registry.reference(it, membership::CLUSTER));
                of.any(|it| clusters.contains(&it))
            });
        }
        Ok(test.check())
    }
}

/// Which clusters. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ClusterFilter {
    /// What it is.
    pub(crate) types: Option<Vec<codes::ClusterType>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// Organisations that manage it.
    pub(crate) managers: Option<Vec<ID>>,
}

impl Filter for ClusterFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::cluster;
        let test = test
            .codes::<model::ClusterType, _>(self.types.as_ref(), cluster::TYPE)
            .texts("countries", self.countries.as_ref(), cluster::COUNTRY)?
            .regions("regions", self.regions.as_ref(), cluster::REGION)?
            .refs(
                "managers",
                self.managers.as_ref(),
                cluster::MANAGER,
                &[Kind::Organisation],
            )?;
        Ok(test.check())
    }
}

/// Which platforms. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct PlatformFilter {
    /// Who runs it.
    pub(crate) operators: Option<Vec<ID>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
}

impl Filter for PlatformFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::platform;
        let test = test
            .refs(
                "operators",
                self.operators.as_ref(),
                platform::OPERATOR,
                &[Kind::Organisation],
            )?
            .texts("countries", self.countries.as_ref(), platform::COUNTRY)?
            .regions("regions", self.regions.as_ref(), platform::REGION)?;
        Ok(test.check())
    }
}

/// Which programmes. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ProgrammeFilter {
    /// What it is.
    pub(crate) types: Option<Vec<codes::ProgrammeType>>,
    /// Who leads it.
    pub(crate) leads: Option<Vec<ID>>,
    /// Partners that are organisations of the data.
    pub(crate) partners: Option<Vec<ID>>,
}

impl Filter for ProgrammeFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::programme;
        let test = test
            .codes::<model::ProgrammeType, _>(self.types.as_ref(), programme::TYPE)
            .refs(
                "leads",
                self.leads.as_ref(),
                programme::LEAD,
                &[Kind::Organisation],
            )?
            .some_ref(
                "partners",
                self.partners.as_ref(),
                programme::PARTNERS,
                &[Kind::Organisation],
            )?;
        Ok(test.check())
    }
}

/// Which projects. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ProjectFilter {
    /// Who plans it.
    pub(crate) promoters: Option<Vec<ID>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Materials it is about.
    pub(crate) materials: Option<Vec<ID>>,
    /// Stages it adds to.
    pub(crate) stages: Option<Vec<codes::Stage>>,
    /// Sites it touches.
    pub(crate) sites: Option<Vec<ID>>,
}

impl Filter for ProjectFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::project;
        let test = test
            .refs(
                "promoters",
                self.promoters.as_ref(),
                project::PROMOTER,
                &[Kind::Organisation],
            )?
            .texts("countries", self.countries.as_ref(), project::COUNTRY)?
            .some_ref(
                "materials",
                self.materials.as_ref(),
                project::MATERIALS,
                &[Kind::Material],
            )?
            .some_code::<model::Stage, _>(self.stages.as_ref(), project::STAGES)
            .some_ref("sites", self.sites.as_ref(), project::SITES, &[Kind::Site])?;
        Ok(test.check())
    }
}

/// Which matches. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct MatchFilter {
    /// What is offered.
    pub(crate) offers: Option<Vec<ID>>,
    /// Where it stands.
    pub(crate) statuses: Option<Vec<codes::MatchStatus>>,
}

impl Filter for MatchFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::matching;
        let test = test
            .refs(
                "offers",
                self.offers.as_ref(),
                matching::OFFER,
                &[Kind::SideStream],
            )?
            .codes::<model::MatchStatus, _>(self.statuses.as_ref(), matching::STATUS);
        Ok(test.check())
    }
}
