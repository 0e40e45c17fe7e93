//! Questions for paths, and from them to the questions of `network`.

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
use crate::graphql::path_limits::AvoidInput;
use crate::graphql::path_limits::PatternStepInput;
use crate::graphql::path_limits::pattern;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::model::Id;
use crate::model::Kind;
use crate::network::chain::Ways;
use crate::network::paths;
use crate::network::paths::Endpoint;
use crate::network::paths::MAX_CANDIDATE_KM;
use crate::network::paths::MAX_STEPS;
use crate::network::paths::PathQuestion;
use crate::network::paths::QuestionError;

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
    /// What paths have to go through, in order; anything if left out.
    pub pattern: Option<Vec<PatternStepInput>>,
    /// Places to pass in this order, the ends included; at most 4.
    pub via: Option<Vec<ID>>,
    /// What paths may not pass or use.
    pub avoid: Option<AvoidInput>,
    /// The least capacity, in tonnes a year of the material, of every step whose capacity is known; those
    /// of unknown capacity are used, and flagged `CAPACITY_UNKNOWN`.
    pub min_capacity_tonnes_per_year: Option<f64>,
    /// Whether paths may go on from products to the side-streams that arise with them.
    #[graphql(default = false)]
    pub include_side_streams: bool,
    /// Whether paths may use ways that products could take, where no source reports that they do.
    #[graphql(default = false)]
    pub include_corridors: bool,
    /// So far, in km of great circle, links may reach that no source tells of, from places that ship a product to those
    /// that take it; above 0, to 5000. Left out, there are none.
    pub candidate_links_within_km: Option<f64>,
    /// So many steps a path may have, 1 to 200.
    #[graphql(default = 24)]
    pub max_steps: i32,
    /// As of which revision and for which year.
    pub at: Option<At>,
    /// Changes laid over the data for this question.
    pub scenario: Option<ScenarioInput>,
}

/// One end of paths. Exactly one way.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum EndpointInput {
    /// At this site, or side-stream if these are included.
    Id(ID),
    /// At any of these sites, or side-streams if these are included.
    Ids(Vec<ID>),
    /// At any site of this kind.
    Kind(SiteKind),
    /// As origin, at what is made in this stage; as destination, at what is taken in it.
    Stage(Stage),
    /// At any site in this region, its parts and members included; a site of unknown region lies where its
    /// country does.
    Region(ID),
    /// At any site that this organisation runs, or one it owns or heads.
    Organisation(ID),
    /// At any site that a member of this cluster runs, or an organisation a member owns or heads.
    Cluster(ID),
}

impl PathInput {
    /// The question for the `k` best paths.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id or a number out of range.
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
        let via = self.via.as_deref().unwrap_or_default();
        let via = asked.find_all("input.via", via, PLACES)?;
        let registry = asked.registry();
        let material = registry.id(material);
        let from = self.from.endpoint(asked, "input.from")?;
        let to = self.to.endpoint(asked, "input.to")?;
        let avoid = self.avoid.as_ref().map(|it| it.avoid(asked));
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
            from_only: kept(asked, "input.fromFilter", self.from_filter.as_ref())?,
            to_only: kept(asked, "input.toFilter", self.to_filter.as_ref())?,
            via: via.into_iter().map(|it| registry.id(it)).collect(),
            avoid: avoid.transpose()?.unwrap_or_default(),
            pattern: pattern(self.pattern.as_deref().unwrap_or_default())?,
            min_capacity: self.min_capacity_tonnes_per_year,
            ways: Ways {
                side_streams: self.include_side_streams,
                corridors: self.include_corridors,
            },
            candidates_within_km: self.candidate_links_within_km,
            ..PathQuestion::new(from, to, material)
        })
    }
}

/// What an id of a place can name.
const PLACES: &[Kind] = &[Kind::Site, Kind::SideStream];

impl EndpointInput {
    /// The endpoint it means.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id.
    pub(crate) fn endpoint(&self, asked: &Asked, argument: &str) -> Result<Endpoint, ApiError> {
        let one = |field: &str, id: &ID, kinds: &[Kind]| {
            let row = asked.find(&format!("{argument}.{field}"), id, kinds)?;
            Ok::<Id, ApiError>(asked.registry().id(row))
        };
        Ok(match self {
            Self::Id(id) => Endpoint::Sites(vec![one("id", id, PLACES)?]),
            Self::Ids(ids) if ids.is_empty() => {
                let argument = format!("{argument}.ids");
                let message = format!("`{argument}` names no site");
                return Err(ApiError::bad_input(&argument, "", message));
            }
            Self::Ids(ids) => {
                let rows = asked.find_all(&format!("{argument}.ids"), ids, PLACES)?;
                let ids = rows.into_iter().map(|it| asked.registry().id(it));
                Endpoint::Sites(ids.collect())
            }
            Self::Kind(kind) => Endpoint::Kind((*kind).into()),
            Self::Stage(stage) => Endpoint::Stage((*stage).into()),
            Self::Region(id) => Endpoint::Region(one("region", id, &[Kind::Region])?),
            Self::Organisation(id) => {
                Endpoint::Organisation(one("organisation", id, &[Kind::Organisation])?)
            }
            Self::Cluster(id) => Endpoint::Cluster(one("cluster", id, &[Kind::Cluster])?),
        })
    }
}

/// The sites that a filter keeps; none without a filter.
fn kept(
    asked: &Asked,
    argument: &str,
    filter: Option<&SiteFilter>,
) -> Result<Option<Vec<Id>>, ApiError> {
    let Some(filter) = filter else {
        return Ok(None);
    };
    let registry = asked.registry();
    let check = filter.compile(Test::new(asked, argument))?;
    asked.work.scan(registry.count(Kind::Site))?;
    let sites = registry.rows(Kind::Site);
    let kept = sites.filter(|it| check.holds(registry, *it));
    Ok(Some(kept.map(|it| registry.id(it)).collect()))
}

/// A question that `network` refuses, with the place of what is wrong.
pub(crate) fn refused(error: QuestionError) -> ApiError {
    let message = error.to_string();
    let (argument, value) = match &error {
        QuestionError::PathCount(count) => ("first", count.to_string()),
        QuestionError::StepCount(count) => ("input.maxSteps", count.to_string()),
        QuestionError::Year(year) => ("input.at.year", year.to_string()),
        QuestionError::NoCostRates => ("input.metric", String::new()),
        QuestionError::SameMetric(metric) => ("metrics", metric.code().to_owned()),
        QuestionError::SideStreamsNotAsked(id) => ("input.includeSideStreams", id.to_string()),
        QuestionError::ViaCount(count) => ("input.via", count.to_string()),
        QuestionError::RepeatedVia(id) | QuestionError::ViaAvoided(id) => {
            ("input.via", id.to_string())
        }
        QuestionError::PatternLength(count) => ("input.pattern", count.to_string()),
        QuestionError::Repeats { min, max, .. } => ("input.pattern", format!("{min} to {max}")),
        QuestionError::CandidatesInTwoMetrics | QuestionError::CandidatesDoNotCount => {
            ("input.candidateLinksWithinKm", String::new())
        }
        QuestionError::PatternTooLarge { .. } => ("input.pattern", String::new()),
        QuestionError::MinCapacity(value) => ("input.minCapacityTonnesPerYear", value.clone()),
        QuestionError::CandidateReach(value) => {
            let message = format!(
                "`candidateLinksWithinKm` is {value}: expected above 0, to {MAX_CANDIDATE_KM}"
            );
            let argument = "input.candidateLinksWithinKm";
            return ApiError::bad_input(argument, value, message);
        }
        QuestionError::UnknownCountry { code, suggestion } => {
            let suggestions = suggestion.iter().cloned().collect();
            return ApiError::bad_input("input.avoid.countries", code, message)
                .suggesting(suggestions);
        }
        _ => ("input", String::new()),
    };
    ApiError::bad_input(argument, value, message)
}
