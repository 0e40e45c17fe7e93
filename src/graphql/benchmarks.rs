//! Benchmarks of the Critical Raw Materials Act: the question and its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::benchmarks;
use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::benchmark::MaterialBenchmark;
use crate::graphql::codes::BenchmarkKind;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
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
use crate::network::paths;
use crate::network::search::Truncation;

/// The benchmarks of a region, material by material.
#[derive(SimpleObject)]
pub(crate) struct BenchmarkAnswer {
    /// The region asked.
    region: Region,
    /// Whether the region is the Union: for any other one the answer is information, not a benchmark of the Act.
    is_benchmark: bool,
    /// By benchmark, over the strategic raw materials asked for. The Act does not say how tonnes of different materials
    /// add up: materials are counted, and there is no mean.
    overall: Vec<OverallBenchmark>,
    /// By slug of the material, those that belong to a group after it; then by benchmark and stage.
    by_material: Vec<MaterialBenchmark>,
    /// Whether all materials asked for were looked at.
    completeness: Completeness,
    /// Materials that were not looked at, since the work of the request was used up.
    not_looked_at: Vec<Material>,
    /// What the answer rests on.
    basis: Basis,
    /// The same answer without the scenario; none without one.
    baseline: Option<Box<BenchmarkAnswer>>,
}

/// One benchmark over the strategic raw materials asked for. What belongs to a group among them is not counted beside it.
#[derive(SimpleObject)]
pub(crate) struct OverallBenchmark {
    /// Which one.
    benchmark: BenchmarkKind,
    /// The share of annual consumption, 0 to 1: at least so much, of `DEPENDENCE` at most. Either is met exactly.
    threshold: f64,
    /// Where the Act says it.
    article: &'static str,
    /// Materials that meet it, by slug; of `DEPENDENCE` at every stage.
    met: Vec<Material>,
    /// Materials that miss it; of `DEPENDENCE` at a stage.
    missed: Vec<Material>,
    /// Materials of which that depends on the figure.
    depends_on_figure: Vec<Material>,
    /// Materials of which a figure is missing that would decide it.
    unknown: Vec<Material>,
    /// Groups of materials among those not in `missed` of which a member misses it, such as one that has no figures of its
    /// own; told are members among the materials asked for.
    missed_by_members: Vec<Material>,
    /// A sentence that may be quoted.
    message: String,
}

/// The question for benchmarks.
#[derive(Default)]
pub(crate) struct BenchmarkQuery;

/// The question for benchmarks.
#[Object]
impl BenchmarkQuery {
    /// How a region stands to the benchmarks of Article 5(1) of Regulation (EU) 2024/1252: capacities of extraction,
    /// processing and recycling, and dependence on one third country, each against annual consumption. What is
    /// planned never counts, and is told apart.
    async fn benchmarks(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The region, with its parts and members.",
            default_with = "ID::from(\"region:eu\")"
        )]
        region: ID,
        #[graphql(
            desc = "Materials, `material:slug`; by default the strategic raw materials, with those that belong to a group among them."
        )]
        materials: Option<Vec<ID>>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
        #[graphql(desc = "Changes laid over the data for this question.")] scenario: Option<
            ScenarioInput,
        >,
    ) -> Result<BenchmarkAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(at.as_ref(), "scenario", scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        let run = move |_: &_| {
            let told = |asked| answer(asked, &region, materials.as_deref());
            let baseline = base.map(told).transpose()?.map(Box::new);
            Ok(BenchmarkAnswer {
                baseline,
                ..told(asked)?
            })
        };
        session.app.run(run).await?
    }
}

fn answer(
    asked: Arc<Asked>,
    region: &ID,
    materials: Option<&[ID]>,
) -> Result<BenchmarkAnswer, ApiError> {
    let materials = materials.map(|ids| asked.find_all("materials", ids, &[Kind::Material]));
    let question = BenchmarkQuestion {
        region: asked.find("region", region, &[Kind::Region])?,
        materials: materials.transpose()?,
        when: asked.when,
        budget: asked.work.path_budget(),
    };
    let found = benchmarks::benchmarks(&asked.snapshot, &question).map_err(unanswered)?;
    let telling = Telling { asked };
    let is_cut = !found.not_looked_at.is_empty();
    let completeness = paths::Completeness {
        reasons: is_cut.then_some(Truncation::Budget).into_iter().collect(),
        explored: found.explored,
        ..paths::Completeness::default()
    };
    let overall = found.overall.iter().map(|it| telling.overall(it));
    let each = found.by_material.into_iter();
    Ok(BenchmarkAnswer {
        region: telling.object(question.region)?,
        is_benchmark: found.is_union,
        overall: overall.collect::<Result<_, _>>()?,
        completeness: (&completeness).into(),
        not_looked_at: telling.objects(&found.not_looked_at)?,
        basis: telling.basis(&found.basis)?,
        by_material: each.map(|it| telling.material_benchmark(it)).collect(),
        baseline: None,
    })
}

impl Telling {
    fn overall(&self, it: &benchmarks::OverallBenchmark) -> Result<OverallBenchmark, ApiError> {
        Ok(OverallBenchmark {
            benchmark: it.benchmark.into(),
            threshold: it.benchmark.threshold(),
            article: it.benchmark.article(),
            met: self.objects(&it.met)?,
            missed: self.objects(&it.missed)?,
            depends_on_figure: self.objects(&it.depends_on_figure)?,
            unknown: self.objects(&it.unknown)?,
            missed_by_members: self.objects(&it.missed_by_members)?,
            message: it.message.clone(),
        })
    }
}
