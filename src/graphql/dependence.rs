//! Dependence: on which countries a region hangs for a material.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::dependence;
use crate::analysis::dependence::DependenceQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::benchmark::CountryShare;
use crate::graphql::codes::BenchmarkStatus;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::exposure::CountryExposure;
use crate::graphql::exposure::UnknownOrigin;
use crate::graphql::exposure::completeness;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::region::Region;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::throughput::unanswered;
use crate::model::Kind;

/// On which countries a region hangs for a material.
#[derive(SimpleObject)]
pub(crate) struct DependenceAnswer {
    /// The material.
    material: Material,
    /// The region.
    region: Region,
    /// By stage, those of which shares are on record or the benchmark is told; in the order of the chain.
    by_stage: Vec<DependenceAtStage>,
    /// Sites of the region by the country they hang on: the three countries with the largest shares of a stage, and every
    /// other third country that a site hangs on.
    exposures: Vec<CountryExposure>,
    /// Sites of which it is not known, in whole or part, on whom they hang.
    not_known: Vec<UnknownOrigin>,
    /// Whether all sites were looked at.
    completeness: Completeness,
    /// What the answer rests on.
    basis: Basis,
    /// The same answer without the scenario; none without one.
    baseline: Option<Box<DependenceAnswer>>,
}

/// On which third countries the supply of a stage hangs.
#[derive(SimpleObject)]
pub(crate) struct DependenceAtStage {
    /// The stage.
    stage: Stage,
    /// How the benchmark stands that no third country has more than the threshold of consumption; `UNKNOWN` where what is
    /// consumed from each country is not on record.
    status: BenchmarkStatus,
    /// The threshold, 0.65: exactly so much meets it.
    threshold: f64,
    /// The point of Regulation (EU) 2024/1252.
    article: &'static str,
    /// The third country with the largest share: of consumption where `isOfConsumption`, else of what the Union sources.
    largest_third_country: Option<CountryShare>,
    /// Whether `largestThirdCountry` is told of consumption.
    is_of_consumption: bool,
    /// The sum of the squares of the shares, 0 to 1; suppliers below 1 % are not named, so that it is at least so much. None
    /// where no share is on record.
    concentration: Option<f64>,
    /// From where the Union sources it, the largest share first; countries of the Union among them.
    shares: Vec<CountryShare>,
    /// A sentence that may be quoted.
    message: String,
}

/// The question for the dependence of a region.
#[derive(Default)]
pub(crate) struct DependenceQuery;

/// The question for the dependence of a region.
#[Object]
impl DependenceQuery {
    /// On which countries a region hangs for a material: by the shares of what the Union sources, and site by site along the
    /// chain.
    async fn dependence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The material, `material:slug`.")] material: ID,
        #[graphql(
            desc = "The region, with its parts and members.",
            default_with = "ID::from(\"region:eu\")"
        )]
        region: ID,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
        #[graphql(desc = "Changes laid over the data for this question.")] scenario: Option<
            ScenarioInput,
        >,
    ) -> Result<DependenceAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(at.as_ref(), "scenario", scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        session
            .app
            .run(move |_| {
                let told = |asked| answer(asked, &material, &region);
                let baseline = base.map(told).transpose()?.map(Box::new);
                Ok(DependenceAnswer {
                    baseline,
                    ..told(asked)?
                })
            })
            .await?
    }
}

fn answer(asked: Arc<Asked>, material: &ID, region: &ID) -> Result<DependenceAnswer, ApiError> {
    let question = DependenceQuestion {
        material: asked.find("material", material, &[Kind::Material])?,
        region: asked.find("region", region, &[Kind::Region])?,
        when: asked.when,
        budget: asked.work.path_budget(),
    };
    let found = dependence::dependence(&asked.snapshot, &question).map_err(unanswered)?;
    let telling = Telling { asked };
    let by_stage = found.by_stage.iter().map(|it| telling.dependence_at(it));
    let exposures = found.exposures.iter().map(|it| telling.exposure_of(it));
    let not_known = found.not_known.iter().map(|it| telling.unknown_origin(it));
    Ok(DependenceAnswer {
        material: telling.object(question.material)?,
        region: telling.object(question.region)?,
        by_stage: by_stage.collect::<Result<_, _>>()?,
        exposures: exposures.collect::<Result<_, _>>()?,
        not_known: not_known.collect::<Result<_, _>>()?,
        completeness: completeness(found.is_cut, found.explored),
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}

impl Telling {
    fn dependence_at(
        &self,
        it: &dependence::DependenceAtStage,
    ) -> Result<DependenceAtStage, ApiError> {
        let shares = it.shares.iter().map(|it| self.country_share(it));
        let largest = it.largest_third_country.as_ref();
        Ok(DependenceAtStage {
            stage: it.stage.into(),
            status: it.status.into(),
            threshold: Benchmark::Dependence.threshold(),
            article: Benchmark::Dependence.article(),
            largest_third_country: largest.map(|it| self.country_share(it)).transpose()?,
            is_of_consumption: it.is_of_consumption,
            concentration: it.concentration.map(solved),
            shares: shares.collect::<Result<_, _>>()?,
            message: it.message.clone(),
        })
    }
}
