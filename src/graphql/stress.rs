//! Stress tests: the question and its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputObject;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::stress;
use crate::analysis::stress::MAX_SHOCKS;
use crate::analysis::stress::StressError;
use crate::analysis::stress::StressQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::benchmark::MaterialBenchmark;
use crate::graphql::closer::GapCloser;
use crate::graphql::codes::MeasuredBy;
use crate::graphql::codes::Stage;
use crate::graphql::codes::StressElementCode;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::material::Material;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::scenario_input::ScenarioChangeInput;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::site::Site;
use crate::graphql::throughput::unanswered;
use crate::model::Kind;
use crate::network::paths;
use crate::network::search::Truncation;
use crate::network::throughput::ThroughputError;

/// What is to be tested. At least one shock, or `shockEachCountry`, or `shockEachSite`.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct StressTestInput {
    /// Materials, `material:slug`; by default all whose chain delivers something.
    pub(crate) materials: Option<Vec<ID>>,
    /// Only what is delivered to sinks of this region counts, and its consumption; by default everywhere.
    pub(crate) region: Option<ID>,
    /// Shocks, each laid over the data alone; at most 200 with those of each country and site.
    pub(crate) shocks: Option<Vec<ScenarioChangeInput>>,
    /// Also the loss of each country with a site between a source and a sink of a material asked for.
    #[graphql(default = false)]
    pub(crate) shock_each_country: bool,
    /// Also the loss of each such site.
    #[graphql(default = false)]
    pub(crate) shock_each_site: bool,
    /// As of which revision and for which year.
    pub(crate) at: Option<At>,
    /// Changes laid over the data before any shock.
    pub(crate) scenario: Option<ScenarioInput>,
}

/// What shocks do to deliveries, each alone.
#[derive(SimpleObject)]
pub(crate) struct StressTestAnswer {
    /// Per shock and material: the greatest loss in tonnes first, those of unknown loss last, then by label, then material.
    results: Vec<ShockResult>,
    /// What the data say of the elements that Article 20(3) of Regulation (EU) 2024/1252 wants to be taken into account.
    elements: Vec<StressElement>,
    /// Pairs of shock and material that were not solved since the work of the request was used up.
    not_evaluated: i32,
    /// Whether all was solved, and all remedies were tried.
    completeness: Completeness,
    /// What the answer before any shock rests on, and the figures of consumption.
    basis: Basis,
}

/// What a shock does to a material. Tonnes are tonnes a year of contained material.
#[derive(SimpleObject)]
pub(crate) struct ShockResult {
    /// What happens, without full stop.
    label: String,
    /// The material.
    material: Material,
    /// By which amounts it is told: the upper ones where both are bounded, else the lower ones; none where neither says anything.
    measured_by: Option<MeasuredBy>,
    /// Why no amount is told although nothing gets through by the records: nothing on record gives or takes the material, or
    /// what is shut lies on no way on record. None elsewhere.
    no_amount: Option<String>,
    /// What was delivered before.
    delivered_before: Option<f64>,
    /// What is delivered after.
    delivered_after: Option<f64>,
    /// What is lost; below 0 if more is delivered.
    lost_tonnes: Option<f64>,
    /// The same as a part of what was delivered; none where nothing was.
    lost_share: Option<f64>,
    /// The same as a part of what the region consumes; none without exactly one figure of that.
    lost_share_of_consumption: Option<f64>,
    /// The figure of consumption.
    consumption: Option<Figure>,
    /// Why there is no share of consumption; none where there is one.
    no_consumption: Option<String>,
    /// How many km longer the shortest way to a sink became, of the origin that still delivers for which it is most; none if
    /// no length is known before and after.
    longest_detour_km: Option<f64>,
    /// That origin; none where no way became longer.
    detour_of: Option<Site>,
    /// Sites that every way passes, or whose loss cuts more than a share (setting `gaps.single_point_share`), after the
    /// shock and not before; by slug.
    newly_critical: Vec<Site>,
    /// Changes that deliver more after the shock, what delivers most first. Worked out only if asked for.
    remedies: Vec<GapCloser>,
    /// How many changes could not be laid over the shock, so that what they would do is not known.
    remedies_not_laid: i32,
    /// What a country that is lost has of what the Union sources and of the world's supply, by stage; empty for other
    /// shocks, and where no share of it is on record.
    sourcing_lost: Vec<StageShare>,
    /// The benchmarks of the Act for the material before any shock, for the region asked, else the Union. Worked out only if
    /// asked for.
    benchmarks_before: Vec<MaterialBenchmark>,
    /// The same after it.
    benchmarks_after: Vec<MaterialBenchmark>,
}

/// What a country has of a supply at a stage, as parts from 0 to 1.
#[derive(SimpleObject)]
pub(crate) struct StageShare {
    /// The stage.
    stage: Stage,
    /// Its part of what the Union sources; null where that is not on record.
    eu_sourcing: Option<f64>,
    /// Its part of the world's supply; null where that is not on record.
    global: Option<f64>,
}

/// One of the elements that stress tests are to take into account.
#[derive(SimpleObject)]
pub(crate) struct StressElement {
    /// Which one.
    code: StressElementCode,
    /// Its heading, in the words of this program.
    heading: &'static str,
    /// The point of the Act that asks for it.
    article: &'static str,
    /// Sentences that may be quoted, by material; also of what the data cannot say.
    messages: Vec<String>,
}

/// Parts that cost and are worked out only if they are selected.
#[derive(Clone, Copy)]
struct Wanted {
    remedies: bool,
    benchmarks: bool,
}

/// The question for what shocks do.
#[derive(Default)]
pub(crate) struct StressQuery;

/// The question for what shocks do.
#[Object]
impl StressQuery {
    /// What of deliveries is lost by shocks, each alone, and what makes up for it.
    async fn stress_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be tested.")] input: StressTestInput,
    ) -> Result<StressTestAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let scenario = input.scenario.as_ref();
        let asked = session
            .asked_under(input.at.as_ref(), "input.scenario", scenario)
            .await?;
        let results = ctx.look_ahead().field("results");
        let selected = |field: &str| results.field(field).exists();
        let wanted = Wanted {
            remedies: selected("remedies"),
            benchmarks: selected("benchmarksBefore") || selected("benchmarksAfter"),
        };
        session
            .app
            .run(move |app| {
                let share = app.gap_settings().single_point_share;
                answer(asked, &input, share, wanted)
            })
            .await?
    }
}

impl StressTestInput {
    fn question(
        &self,
        asked: &Asked,
        share: f64,
        wanted: Wanted,
    ) -> Result<StressQuestion, ApiError> {
        let materials = self.materials.as_ref();
        let materials =
            materials.map(|it| asked.find_all("input.materials", it, &[Kind::Material]));
        let region = self.region.as_ref();
        let region = region.map(|it| asked.find("input.region", it, &[Kind::Region]));
        let given = self.shocks.as_deref().unwrap_or_default();
        if given.len() > MAX_SHOCKS {
            return Err(ApiError::limit(
                StressError::TooManyShocks(given.len()).to_string(),
            ));
        }
        let shocks = given.iter().enumerate();
        let shocks = shocks.map(|(at, it)| it.change(&format!("input.shocks[{at}]")));
        Ok(StressQuestion {
            materials: materials.transpose()?,
            region: region.transpose()?,
            shocks: shocks.collect::<Result<_, _>>()?,
            each_country: self.shock_each_country,
            each_site: self.shock_each_site,
            when: asked.when,
            critical_share: share,
            remedies: wanted.remedies,
            benchmarks: wanted.benchmarks,
            budget: asked.work.path_budget(),
        })
    }
}

fn answer(
    asked: Arc<Asked>,
    input: &StressTestInput,
    share: f64,
    wanted: Wanted,
) -> Result<StressTestAnswer, ApiError> {
    let question = input.question(&asked, share, wanted)?;
    let found = stress::stress_test(&asked.snapshot, &question).map_err(|it| refused(&it))?;
    let telling = Telling { asked };
    let is_cut = found.is_cut || found.not_evaluated > 0;
    let completeness = paths::Completeness {
        reasons: is_cut.then_some(Truncation::Budget).into_iter().collect(),
        explored: found.explored,
        ..paths::Completeness::default()
    };
    let results = found.results.iter().map(|it| telling.shock_result(it));
    let elements = found.elements.into_iter().map(|it| StressElement {
        code: it.code.into(),
        heading: it.heading,
        article: it.article,
        messages: it.messages,
    });
    Ok(StressTestAnswer {
        results: results.collect::<Result<_, _>>()?,
        elements: elements.collect(),
        not_evaluated: int(found.not_evaluated),
        completeness: (&completeness).into(),
        basis: telling.basis(&found.basis)?,
    })
}

/// A test that cannot be made.
fn refused(error: &StressError) -> ApiError {
    match error {
        StressError::NoShock => ApiError::bad_input("input.shocks", "", error.to_string()),
        StressError::TooManyShocks(_) => ApiError::limit(error.to_string()),
        StressError::Shock { shock, error } => {
            let argument = format!("input.shocks[{shock}]");
            ApiError::bad_input(&argument, error.value(), error.to_string())
                .suggesting(error.suggestions())
        }
        StressError::Throughput(ThroughputError::Question(_)) => {
            ApiError::bad_input("input", "", error.to_string())
        }
        StressError::Throughput(error) => unanswered(error.clone()),
    }
}

impl From<&stress::StageShare> for StageShare {
    fn from(it: &stress::StageShare) -> Self {
        Self {
            stage: it.stage.into(),
            eu_sourcing: it.eu_sourcing.map(solved),
            global: it.global.map(solved),
        }
    }
}

impl Telling {
    fn shock_result(&self, it: &stress::ShockResult) -> Result<ShockResult, ApiError> {
        let remedies = it.remedies.iter().map(|it| self.closer(it));
        let before = it.benchmarks_before.iter().cloned();
        let before = before.map(|it| self.material_benchmark(it));
        let after = it.benchmarks_after.iter().flat_map(|after| {
            // What a shock laid over the data changed is told as it is then.
            let asked = Asked {
                snapshot: Arc::clone(&after.snapshot),
                when: self.asked.when,
                work: Arc::clone(&self.asked.work),
                knowledge: self.asked.knowledge,
                under: None,
            };
            let telling = Self {
                asked: Arc::new(asked),
            };
            let told = after.told.iter().cloned();
            told.map(move |it| telling.material_benchmark(it))
        });
        Ok(ShockResult {
            label: it.label.clone(),
            material: self.object(it.material)?,
            measured_by: it.measured_by.map(MeasuredBy::from),
            no_amount: it.no_amount.clone(),
            delivered_before: it.delivered_before.map(solved),
            delivered_after: it.delivered_after.map(solved),
            lost_tonnes: it.lost_tonnes.map(solved),
            lost_share: it.lost_share.map(solved),
            lost_share_of_consumption: it.lost_share_of_consumption.map(solved),
            consumption: it.consumption.map(|row| self.object(row)).transpose()?,
            no_consumption: it.no_consumption.clone(),
            longest_detour_km: it.longest_detour_km,
            detour_of: it.detour_of.map(|row| self.object(row)).transpose()?,
            newly_critical: self.objects(&it.newly_critical)?,
            remedies: remedies.collect::<Result<_, _>>()?,
            remedies_not_laid: int(it.remedies_not_laid),
            sourcing_lost: it.sourcing_lost.iter().map(StageShare::from).collect(),
            benchmarks_before: before.collect(),
            benchmarks_after: after.collect(),
        })
    }
}
