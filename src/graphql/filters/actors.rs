//! Filters of what is planned and pursued.

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
