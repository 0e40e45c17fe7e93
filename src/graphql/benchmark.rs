//! One benchmark of one material. Its fields are made when they are asked for, as most questions ask for few.

use std::sync::Arc;

use async_graphql::Object;
use async_graphql::SimpleObject;
use async_graphql::Union;

use crate::analysis::benchmarks;
use crate::analysis::shares;
use crate::graphql::codes::BenchmarkKind;
use crate::graphql::codes::BenchmarkStatus;
use crate::graphql::codes::CapacityBasis;
use crate::graphql::codes::Stage;
use crate::graphql::codes::UnusedReason;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::gap::Flip;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Assumption;
use crate::graphql::project::Project;
use crate::graphql::region::Region;
use crate::graphql::site::Site;
use crate::graphql::source::Source;
use crate::model::Kind;
use crate::network::paths::sources;

/// One benchmark of one material, of dependence at one stage. Tonnes are contained tonnes of the material a year, shares are
/// parts of annual consumption in processed form, Art. 2(12).
#[derive(Clone)]
pub(crate) struct MaterialBenchmark {
    telling: Telling,
    it: Arc<benchmarks::MaterialBenchmark>,
}

/// One benchmark of one material, of dependence at one stage. Tonnes are contained tonnes of the material a year, shares are
/// parts of annual consumption in processed form, Art. 2(12).
#[Object]
impl MaterialBenchmark {
    /// The material.
    async fn material(&self) -> Result<Material, ApiError> {
        self.telling.object(self.it.material)
    }

    /// The group that it belongs to and that is told before it, so that it is not counted beside it; none for those that are counted.
    async fn member_of(&self) -> Result<Option<Material>, ApiError> {
        let group = self.it.member_of;
        group.map(|it| self.telling.object(it)).transpose()
    }

    /// Which benchmark.
    async fn benchmark(&self) -> BenchmarkKind {
        self.it.benchmark.into()
    }

    /// The stage looked at.
    async fn stage(&self) -> Stage {
        self.it.stage.into()
    }

    /// How it stands.
    async fn status(&self) -> BenchmarkStatus {
        self.it.status.into()
    }

    /// How it stands if what is planned counts; null where nothing is planned, and of dependence.
    async fn status_with_planned(&self) -> Option<BenchmarkStatus> {
        self.it.status_with_planned.map(BenchmarkStatus::from)
    }

    /// The share of consumption, 0 to 1: at least so much, of dependence at most. Either is met exactly.
    async fn threshold(&self) -> f64 {
        self.it.benchmark.threshold()
    }

    /// Where the Act says it.
    async fn article(&self) -> &'static str {
        self.it.benchmark.article()
    }

    /// A sentence that may be quoted.
    async fn message(&self) -> &str {
        &self.it.message
    }

    /// What the region can give, by the first telling that decides, of a range its lower end; null where nothing tells it, where
    /// only an upper bound is known, and of dependence.
    async fn capacity_tonnes_per_year(&self) -> Option<f64> {
        self.it.capacity.map(solved)
    }

    /// Whether the capacity is a lower bound: sites or their capacities are missing, or a source says at least. Production that
    /// stands in for it is none, and marked `PRODUCTION_AS_CAPACITY`.
    async fn capacity_is_at_least(&self) -> bool {
        self.it.capacity_is_at_least
    }

    /// What planned sites and projects would add; null where nothing is planned, or nothing is known of it.
    async fn planned_tonnes_per_year(&self) -> Option<f64> {
        self.it.planned.map(solved)
    }

    /// All that tells a capacity, what decides first.
    async fn capacities(&self) -> Result<Vec<CapacityTold>, ApiError> {
        let told = self.it.capacities.iter();
        told.map(|it| self.telling.capacity_told(it)).collect()
    }

    /// The verdict of every figure of consumption, those that decide first.
    async fn consumption(&self) -> Result<Vec<ConsumptionVerdict>, ApiError> {
        let told = self.it.consumption.iter();
        told.map(|it| self.telling.consumption_verdict(it))
            .collect()
    }

    /// Capacity as a part of consumption, by the first figures that decide; of a range of consumption by its upper end. Null where either is unknown.
    async fn coverage(&self) -> Option<f64> {
        self.it.coverage.map(solved)
    }

    /// Whether the coverage bounds nothing, neither from above nor from below: capacity and consumption can both be more. So is
    /// the gap then.
    async fn coverage_is_about(&self) -> bool {
        self.it.coverage_is_about
    }

    /// What is lacking to meet it, by the same figures; 0 where nothing is, null where that is not known, and of dependence.
    async fn gap_tonnes_per_year(&self) -> Option<f64> {
        self.it.gap.map(solved)
    }

    /// Of dependence: the third country with the largest share of consumption, at least so much. Null where none is known.
    async fn largest_third_country(&self) -> Result<Option<CountryShare>, ApiError> {
        let country = self.it.largest_third_country.as_ref();
        country.map(|it| self.telling.country_share(it)).transpose()
    }

    /// From where the Union sources the material at this stage, where tonnes do not tell how the benchmark stands; null
    /// where they do, where that is not on record, and for regions that are neither the Union nor a country of it.
    async fn relative(&self) -> Result<Option<RelativeView>, ApiError> {
        let told = self.it.relative.as_ref().map(|it| {
            let third = it.third_countries.iter();
            let third = third.map(|it| self.telling.country_share(it));
            Ok(RelativeView {
                own_share: solved(it.own_share),
                third_countries: third.collect::<Result<_, ApiError>>()?,
            })
        });
        told.transpose()
    }

    /// The region's capacity as a part of the Union's, 0 to 1, where both are told by the same: by stated capacities or by
    /// production of the same definition or source, or by sites where none of the Union's is missing. Else null, as for the Union.
    async fn share_of_union_capacity(&self) -> Option<f64> {
        self.it.share_of_union_capacity.map(solved)
    }

    /// Sites whose capacity is counted, by slug.
    async fn counted_sites(&self) -> Result<Vec<Site>, ApiError> {
        self.telling.objects(&self.it.counted_sites)
    }

    /// Sites that operate the stage and whose capacity is not known, by slug.
    async fn left_out_sites(&self) -> Result<Vec<Site>, ApiError> {
        self.telling.objects(&self.it.left_out_sites)
    }

    /// Sites of the stage of which it is not known whether they operate, by slug.
    async fn unknown_sites(&self) -> Result<Vec<Site>, ApiError> {
        self.telling.objects(&self.it.unknown_sites)
    }

    /// Sites and projects that do not operate in the year asked since they are planned then, by slug, sites first.
    async fn planned_sites(&self) -> Result<Vec<PlannedPlace>, ApiError> {
        let planned = self.it.planned_sites.iter().map(|row| {
            Ok(match row.kind() {
                Kind::Site => PlannedPlace::Site(self.telling.object(*row)?),
                _ => PlannedPlace::Project(self.telling.object(*row)?),
            })
        });
        planned.collect()
    }

    /// Figures that look as if they told capacity or imports, with the reason why they do not.
    async fn unused_figures(&self) -> Result<Vec<UnusedFigure>, ApiError> {
        let unused = self.it.unused.iter().map(|it| {
            Ok(UnusedFigure {
                figure: self.telling.object(it.figure)?,
                reason: it.reason.into(),
            })
        });
        unused.collect()
    }

    /// Single figures that would turn the status around, the smallest relative change first.
    async fn flipped_by(&self) -> Result<Vec<Flip>, ApiError> {
        let flips = self.it.flipped_by.iter();
        flips.map(|it| self.telling.flip(it)).collect()
    }

    /// What was assumed.
    async fn assumptions(&self) -> Result<Vec<Assumption>, ApiError> {
        let notes = self.it.notes.iter();
        notes.map(|it| self.telling.assumption(it)).collect()
    }

    /// Sources of the figures it rests on, by slug.
    async fn sources(&self) -> Result<Vec<Source>, ApiError> {
        let registry = self.telling.asked.registry();
        let rows = sources(registry, self.it.figures.iter().copied(), &self.it.notes);
        self.telling.objects(&rows)
    }
}

/// A site or project that is planned.
#[derive(Union)]
pub(crate) enum PlannedPlace {
    /// A site.
    Site(Site),
    /// A project.
    Project(Project),
}

/// One telling of a capacity.
#[derive(SimpleObject)]
pub(crate) struct CapacityTold {
    /// What tells it.
    basis: CapacityBasis,
    /// Tonnes of the material a year.
    tonnes_per_year: f64,
    /// Whether it is a lower bound: more may be there.
    is_at_least: bool,
    /// Whether it is an upper bound alone.
    is_at_most: bool,
    /// Whether the status rests on it.
    decides: bool,
    /// Figures it rests on.
    figures: Vec<Figure>,
    /// What was assumed.
    assumptions: Vec<Assumption>,
}

/// What one figure of consumption says.
#[derive(SimpleObject)]
pub(crate) struct ConsumptionVerdict {
    /// The figure.
    figure: Figure,
    /// Consumption in tonnes of the material a year, where both bounds are the same.
    tonnes_per_year: Option<f64>,
    /// The lower bound; null where there is none, or the figure cannot be told in tonnes of the material.
    tonnes_at_least: Option<f64>,
    /// The upper bound, as for the lower one.
    tonnes_at_most: Option<f64>,
    /// Capacity, or what is imported from the largest third country, as a part of it, of a range of its upper end; null
    /// where either is unknown.
    share: Option<f64>,
    /// The verdict; of a figure that is not used what it would be.
    status: BenchmarkStatus,
    /// Why the status does not rest on it; null if it does.
    unused: Option<UnusedReason>,
    /// What was assumed to tell it in tonnes of the material.
    assumptions: Vec<Assumption>,
}

/// From where the Union sources a material at a stage. Small suppliers are missing: the parts are not scaled up to a whole.
#[derive(SimpleObject)]
pub(crate) struct RelativeView {
    /// The part that comes from countries of the region asked, 0 to 1.
    own_share: f64,
    /// The parts of third countries, the largest first.
    third_countries: Vec<CountryShare>,
}

/// A part that a country has.
#[derive(SimpleObject)]
pub(crate) struct CountryShare {
    /// The country.
    country: Region,
    /// From 0 to 1; of consumption it may be more.
    share: f64,
    /// The figure that tells it.
    figure: Figure,
}

/// A figure that is not used, and why.
#[derive(SimpleObject)]
pub(crate) struct UnusedFigure {
    /// The figure.
    figure: Figure,
    /// Why it is not used.
    reason: UnusedReason,
}

impl Telling {
    /// A benchmark of a material.
    pub(crate) fn material_benchmark(
        &self,
        it: benchmarks::MaterialBenchmark,
    ) -> MaterialBenchmark {
        MaterialBenchmark {
            telling: self.clone(),
            it: Arc::new(it),
        }
    }

    /// A part that a country has.
    pub(crate) fn country_share(
        &self,
        it: &shares::CountryShare,
    ) -> Result<CountryShare, ApiError> {
        Ok(CountryShare {
            country: self.object(it.country)?,
            share: solved(it.share),
            figure: self.object(it.figure)?,
        })
    }

    fn capacity_told(&self, it: &benchmarks::CapacityTold) -> Result<CapacityTold, ApiError> {
        let assumptions = it.notes.iter().map(|it| self.assumption(it));
        Ok(CapacityTold {
            basis: it.basis.into(),
            tonnes_per_year: solved(it.tonnes),
            is_at_least: it.is_at_least,
            is_at_most: it.is_at_most,
            decides: it.decides,
            figures: self.objects(&it.figures)?,
            assumptions: assumptions.collect::<Result<_, _>>()?,
        })
    }

    fn consumption_verdict(
        &self,
        it: &benchmarks::ConsumptionVerdict,
    ) -> Result<ConsumptionVerdict, ApiError> {
        let (low, high) = it.tonnes;
        let same = low.filter(|it| high == Some(*it));
        let assumptions = it.notes.iter().map(|it| self.assumption(it));
        Ok(ConsumptionVerdict {
            figure: self.object(it.figure)?,
            tonnes_per_year: same.map(solved),
            tonnes_at_least: low.map(solved),
            tonnes_at_most: high.map(solved),
            share: it.share.map(solved),
            status: it.status.into(),
            unused: it.unused.map(UnusedReason::from),
            assumptions: assumptions.collect::<Result<_, _>>()?,
        })
    }
}
