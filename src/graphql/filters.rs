//! The filters of lists. Every criterion given must hold; of a criterion with several values any one.

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
use crate::model::tables::activity;
use crate::model::tables::membership;

/// Which sites. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SiteFilter {
    /// What the place does.
    pub(crate) kinds: Option<Vec<codes::SiteKind>>,
    /// Status in the year asked; a site without a stated status has none of them.
    pub(crate) statuses: Option<Vec<codes::SiteStatus>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// Who runs it.
    pub(crate) operators: Option<Vec<ID>>,
    /// Stages of its activities.
    pub(crate) stages: Option<Vec<codes::Stage>>,
    /// Products its activities take or give.
    pub(crate) products: Option<Vec<ID>>,
    /// Whether it belongs to a Strategic Project.
    pub(crate) strategic: Option<bool>,
}

impl Filter for SiteFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::site;
        let year = test.asked.when.year;
        let mut test = test
            .codes::<model::SiteKind, _>(self.kinds.as_ref(), site::KIND)
            .texts("countries", self.countries.as_ref(), site::COUNTRY)?
            .regions("regions", self.regions.as_ref(), site::REGION)?
            .refs(
                "operators",
                self.operators.as_ref(),
                site::OPERATOR,
                &[Kind::Organisation],
            )?
            .flag_or_no(self.strategic, site::STRATEGIC);
        if let Some(statuses) = &self.statuses {
            let wanted: Vec<model::SiteStatus> = statuses.iter().map(|it| (*it).into()).collect();
            test = test.holds(move |registry, row| {
                registry
                    .status(row, year)
                    .is_some_and(|(it, _)| wanted.contains(&it))
            });
        }
        if let Some(stages) = &self.stages {
            let wanted: Vec<model::Stage> = stages.iter().map(|it| (*it).into()).collect();
            test = test.holds(move |registry, row| {
                let activities = registry.referring(Kind::Activity, activity::SITE, row);
                let mut stages = activities
                    .into_iter()
                    .filter_map(|it| registry.code(it, activity::STAGE));
                stages.any(|it| wanted.contains(&it))
            });
        }
        if let Some(products) = test.rows("products", self.products.as_ref(), &[Kind::Product])? {
            test = test.holds(move |registry, row| {
                let mut activities = registry
                    .referring(Kind::Activity, activity::SITE, row)
                    .into_iter();
                activities.any(|it| {
                    let inputs = registry.references(it, activity::INPUTS);
                    inputs
                        .chain(registry.references(it, activity::OUTPUTS))
                        .any(|it| products.contains(&it))
                })
            });
        }
        Ok(test.check())
    }
}

/// Which side-streams. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SideStreamFilter {
    /// Sites where it arises.
    pub(crate) sites: Option<Vec<ID>>,
    /// Regions of these sites, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// What it is as a product.
    pub(crate) products: Option<Vec<ID>>,
    /// Materials stated or inferred for it.
    pub(crate) materials: Option<Vec<ID>>,
    /// Codes of the European List of Waste, or their beginnings.
    pub(crate) ewc_codes: Option<Vec<String>>,
    /// Whether it is hazardous waste; one of which that is not known is neither.
    pub(crate) hazardous: Option<bool>,
    /// Legal standing.
    pub(crate) legal_standings: Option<Vec<codes::LegalStanding>>,
    /// Whether it arises only once a planned site operates.
    pub(crate) planned: Option<bool>,
}

impl Filter for SideStreamFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::side_stream;
        let mut test = test
            .refs(
                "sites",
                self.sites.as_ref(),
                side_stream::SITE,
                &[Kind::Site],
            )?
            .refs(
                "products",
                self.products.as_ref(),
                side_stream::PRODUCT,
                &[Kind::Product],
            )?
            .some_ref(
                "materials",
                self.materials.as_ref(),
                side_stream::MATERIALS,
                &[Kind::Material],
            )?
            .code_prefixes("ewcCodes", self.ewc_codes.as_ref(), side_stream::EWC_CODES)?
            .flag(self.hazardous, side_stream::HAZARDOUS)
            .codes::<model::LegalStanding, _>(
                self.legal_standings.as_ref(),
                side_stream::LEGAL_STANDING,
            )
            .flag_or_no(self.planned, side_stream::PLANNED);
        if self.regions.is_some() {
            let of_site = Test::new(test.asked, test.argument)
                .regions("regions", self.regions.as_ref(), tables::site::REGION)?
                .check();
            test = test.holds(move |registry, row| {
                registry
                    .reference(row, side_stream::SITE)
                    .is_some_and(|it| of_site.holds(registry, it))
            });
        }
        Ok(test.check())
    }
}

/// Which intakes. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct IntakeFilter {
    /// Sites or organisations that take it.
    pub(crate) takers: Option<Vec<ID>>,
    /// Products looked for.
    pub(crate) products: Option<Vec<ID>>,
    /// Materials looked for.
    pub(crate) materials: Option<Vec<ID>>,
    /// Codes of the European List of Waste, or their beginnings.
    pub(crate) ewc_codes: Option<Vec<String>>,
}

impl Filter for IntakeFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::intake;
        let test = test
            .refs(
                "takers",
                self.takers.as_ref(),
                intake::TAKER,
                &[Kind::Site, Kind::Organisation],
            )?
            .some_ref(
                "products",
                self.products.as_ref(),
                intake::PRODUCTS,
                &[Kind::Product],
            )?
            .some_ref(
                "materials",
                self.materials.as_ref(),
                intake::MATERIALS,
                &[Kind::Material],
            )?
            .code_prefixes("ewcCodes", self.ewc_codes.as_ref(), intake::EWC_CODES)?;
        Ok(test.check())
    }
}

/// Which uses. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct UseFilter {
    /// Side-streams the source speaks of.
    pub(crate) side_streams: Option<Vec<ID>>,
    /// How far the use is established.
    pub(crate) statuses: Option<Vec<codes::UseStatus>>,
    /// For whom: NACE codes or their beginnings.
    pub(crate) nace: Option<Vec<String>>,
}

impl Filter for UseFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::usage;
        let test = test
            .refs(
                "sideStreams",
                self.side_streams.as_ref(),
                usage::SIDE_STREAM,
                &[Kind::SideStream],
            )?
            .codes::<model::UseStatus, _>(self.statuses.as_ref(), usage::STATUS)
            .code_prefixes("nace", self.nace.as_ref(), usage::NACE)?;
        Ok(test.check())
    }
}

/// Which products. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ProductFilter {
    /// How far it is worked.
    pub(crate) forms: Option<Vec<codes::ProductForm>>,
    /// State in which it moves.
    pub(crate) states: Option<Vec<codes::PhysicalState>>,
    /// Materials it usually carries.
    pub(crate) materials: Option<Vec<ID>>,
}

impl Filter for ProductFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::product;
        let test = test
            .codes::<model::ProductForm, _>(self.forms.as_ref(), product::FORM)
            .codes::<model::PhysicalState, _>(self.states.as_ref(), product::STATE)
            .some_ref(
                "materials",
                self.materials.as_ref(),
                product::MATERIALS,
                &[Kind::Material],
            )?;
        Ok(test.check())
    }
}

/// Which materials. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct MaterialFilter {
    /// What is accounted under the name.
    pub(crate) kinds: Option<Vec<codes::MaterialKind>>,
    /// Groups it belongs to.
    pub(crate) groups: Option<Vec<ID>>,
    /// Whether it is a strategic raw material.
    pub(crate) strategic: Option<bool>,
    /// Whether it is a critical raw material.
    pub(crate) critical: Option<bool>,
}

impl Filter for MaterialFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::material;
        let test = test
            .codes::<model::MaterialKind, _>(self.kinds.as_ref(), material::KIND)
            .some_ref(
                "groups",
                self.groups.as_ref(),
                material::GROUP,
                &[Kind::Material],
            )?
            .flag_or_no(self.strategic, material::STRATEGIC)
            .flag_or_no(self.critical, material::CRITICAL);
        Ok(test.check())
    }
}

/// Which regions. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RegionFilter {
    /// NUTS levels, 0 to 3.
    pub(crate) levels: Option<Vec<i32>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions one level up.
    pub(crate) parents: Option<Vec<ID>>,
}

impl Filter for RegionFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::region;
        let mut test = test
            .texts("countries", self.countries.as_ref(), region::COUNTRY)?
            .refs(
                "parents",
                self.parents.as_ref(),
                region::PARENT,
                &[Kind::Region],
            )?;
        if let Some(levels) = self.levels.clone() {
            test = test.holds(move |registry, row| {
                registry
                    .int(row, region::LEVEL)
                    .is_some_and(|it| levels.contains(&it))
            });
        }
        Ok(test.check())
    }
}

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

/// Which sources. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SourceFilter {
    /// Publishers, by their whole name.
    pub(crate) publishers: Option<Vec<String>>,
    /// Terms of use, by their whole text.
    pub(crate) licences: Option<Vec<String>>,
}

impl Filter for SourceFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::source;
        let test = test
            .texts("publishers", self.publishers.as_ref(), source::PUBLISHER)?
            .texts("licences", self.licences.as_ref(), source::LICENCE)?;
        Ok(test.check())
    }
}
