//! Questions for paths, and from them to the questions of `network`.

use std::collections::HashSet;

use async_graphql::ID;
use async_graphql::InputObject;
use async_graphql::OneofObject;

use crate::graphql::asked::Asked;
use crate::graphql::codes::Metric;
use crate::graphql::codes::SiteKind;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::filter::Filter as _;
use crate::graphql::filter::Test;
use crate::graphql::filters::SiteFilter;
use crate::graphql::session::At;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes;
use crate::model::tables::site;
use crate::network::paths;
use crate::network::paths::Endpoint;
use crate::network::paths::MAX_STEPS;
use crate::network::paths::PathQuestion;

/// Which paths are asked for.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PathInput {
    /// Where paths begin: at the products that are shipped or made there.
    pub from: EndpointInput,
    /// Where they end: at the products that are received there.
    pub to: EndpointInput,
    /// Which of the sites that `from` means.
    pub from_filter: Option<SiteFilter>,
    /// Which of the sites that `to` means.
    pub to_filter: Option<SiteFilter>,
    /// The material whose chain is searched, `material:slug`.
    pub material: ID,
    /// What makes a path better.
    #[graphql(default_with = "Metric::Distance")]
    pub metric: Metric,
    /// Tell also of routes over candidate links, which no source reports: from where a product is
    /// shipped to those who take it, at most so many km of great circle apart, up to 5 000.
    pub candidate_links_within_km: Option<f64>,
    /// So many steps a path may have, 1 to 200.
    #[graphql(default = 24)]
    pub max_steps: i32,
    /// As of which revision and for which year.
    pub at: Option<At>,
}

/// One end of paths. Exactly one way.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum EndpointInput {
    /// At this site.
    Id(ID),
    /// At any of these sites.
    Ids(Vec<ID>),
    /// At any site of this kind.
    Kind(SiteKind),
    /// As origin, at what is made in this stage; as destination, at what is taken in it.
    Stage(Stage),
    /// At any site in this region, its parts and members included.
    Region(ID),
    /// At any site this organisation runs.
    Organisation(ID),
}

impl PathInput {
    /// The question for the `k` best paths.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id, a number out of range, or an end that means no site.
    pub(crate) fn question(&self, asked: &Asked, k: u32) -> Result<PathQuestion, ApiError> {
        let material = asked.find("input.material", &self.material, &[Kind::Material])?;
        let max_steps = u32::try_from(self.max_steps)
            .ok()
            .filter(|it| (1..=MAX_STEPS).contains(it))
            .ok_or_else(|| {
                let steps = self.max_steps;
                let message = format!("`maxSteps` is {steps}: expected 1 to {MAX_STEPS}");
                ApiError::bad_input("input.maxSteps", steps.to_string(), message)
            })?;
        let from = end(asked, "from", &self.from, self.from_filter.as_ref())?;
        let to = end(asked, "to", &self.to, self.to_filter.as_ref())?;
        let material = asked.registry().id(material);
        Ok(PathQuestion {
            metric: self.metric.into(),
            k,
            max_steps,
            at: paths::At {
                year: Some(asked.when.year),
                nearest_years: asked.when.nearest_years,
                include_planned: asked.when.include_planned,
            },
            budget: asked.work.path_budget(),
            candidates_within_km: self.candidate_links_within_km,
            ..PathQuestion::new(from, to, material)
        })
    }
}

/// The endpoint an input means.
fn end(
    asked: &Asked,
    name: &str,
    input: &EndpointInput,
    filter: Option<&SiteFilter>,
) -> Result<Endpoint, ApiError> {
    let argument = format!("input.{name}");
    let sites = match (input, filter) {
        (EndpointInput::Kind(kind), None) => return Ok(Endpoint::Kind((*kind).into())),
        (EndpointInput::Stage(stage), None) => return Ok(Endpoint::Stage((*stage).into())),
        (EndpointInput::Stage(_), Some(_)) => {
            let message = format!("`{name}Filter` chooses among sites, and a stage means none");
            return Err(ApiError::bad_input(
                &format!("{argument}Filter"),
                "",
                message,
            ));
        }
        (input, _) => sites(asked, &argument, input)?,
    };
    let registry = asked.registry();
    let check = match filter {
        Some(filter) => filter.compile(Test::new(asked, &format!("{argument}Filter")))?,
        None => Test::new(asked, &argument).check(),
    };
    let kept = sites.into_iter().filter(|row| check.holds(registry, *row));
    let ids: Vec<Id> = kept.map(|row| registry.id(row)).collect();
    if ids.is_empty() {
        let message = format!("`{argument}` means no site");
        return Err(ApiError::bad_input(&argument, "", message));
    }
    Ok(Endpoint::Sites(ids))
}

/// The sites an endpoint names, each once, in the order given or of ids.
fn sites(asked: &Asked, argument: &str, input: &EndpointInput) -> Result<Vec<Row>, ApiError> {
    let registry = asked.registry();
    let found = match input {
        EndpointInput::Id(id) => vec![asked.find(&format!("{argument}.id"), id, &[Kind::Site])?],
        EndpointInput::Ids(ids) => {
            asked.find_all(&format!("{argument}.ids"), ids, &[Kind::Site])?
        }
        EndpointInput::Region(id) => {
            let filter = SiteFilter {
                regions: Some(vec![id.clone()]),
                ..SiteFilter::default()
            };
            let check = filter.compile(Test::new(asked, argument))?;
            all_sites(asked, |registry, row| check.holds(registry, row))?
        }
        EndpointInput::Organisation(id) => {
            let argument = format!("{argument}.organisation");
            let operator = asked.find(&argument, id, &[Kind::Organisation])?;
            registry.referring(Kind::Site, site::OPERATOR, operator)
        }
        EndpointInput::Kind(kind) => {
            let kind: codes::SiteKind = (*kind).into();
            all_sites(asked, |registry, row| {
                registry.code(row, site::KIND) == Some(kind)
            })?
        }
        EndpointInput::Stage(_) => Vec::new(),
    };
    let mut seen = HashSet::new();
    Ok(found.into_iter().filter(|row| seen.insert(*row)).collect())
}

fn all_sites(asked: &Asked, holds: impl Fn(&Registry, Row) -> bool) -> Result<Vec<Row>, ApiError> {
    let registry = asked.registry();
    asked.work.scan(registry.count(Kind::Site))?;
    Ok(registry
        .rows(Kind::Site)
        .filter(|row| holds(registry, *row))
        .collect())
}
