//! The filters of lists. Every criterion given must hold; of a criterion with several values any one.

mod actors;
mod directory;
mod things;

pub(crate) use actors::MatchFilter;
pub(crate) use actors::ProjectFilter;
pub(crate) use directory::ClusterFilter;
pub(crate) use directory::OrganisationFilter;
pub(crate) use directory::PlatformFilter;
pub(crate) use directory::ProgrammeFilter;
pub(crate) use things::MaterialFilter;
pub(crate) use things::ProductFilter;
pub(crate) use things::RegionFilter;
pub(crate) use things::SourceFilter;

use std::collections::HashSet;

use async_graphql::ID;
use async_graphql::InputObject;

use crate::analysis::sites::stages_of_sites;
use crate::graphql::codes;
use crate::graphql::error::ApiError;
use crate::graphql::filter::Check;
use crate::graphql::filter::Filter;
use crate::graphql::filter::Test;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes as model;
use crate::model::tables;
use crate::model::tables::activity;

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
    /// Stages of its activities; with `materials`, of those activities that work with one of them.
    pub(crate) stages: Option<Vec<codes::Stage>>,
    /// Materials that an activity of it works with: it gives, or beyond extraction takes, what carries one of them.
    pub(crate) materials: Option<Vec<ID>>,
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
        let wanted: Option<Vec<model::Stage>> = self
            .stages
            .as_ref()
            .map(|all| all.iter().map(|it| (*it).into()).collect());
        if let Some(materials) =
            test.rows("materials", self.materials.as_ref(), &[Kind::Material])?
        {
            let (registry, when) = (test.asked.registry(), test.asked.when);
            test.asked
                .work
                .scan(materials.len() * registry.count(Kind::Activity))?;
            let sites: HashSet<Row> = materials
                .into_iter()
                .flat_map(|it| stages_of_sites(registry, it, when))
                .filter(|(_, stages)| {
                    wanted
                        .as_ref()
                        .is_none_or(|all| all.iter().any(|it| stages.contains(it)))
                })
                .map(|(site, _)| site)
                .collect();
            test = test.holds(move |_, row| sites.contains(&row));
        } else if let Some(wanted) = wanted {
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
