//! One side of an answer for throughput: at most, or at least.

use std::sync::Arc as Shared;

use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::graphql::bottleneck::Bottleneck;
use crate::graphql::bottleneck::SinglePoint;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::numbers::solved;
use crate::graphql::path::Arc;
use crate::graphql::path_basis::Assumption;
use crate::graphql::path_subgraph::Subgraph;
use crate::graphql::site::Site;
use crate::graphql::throughput::Solved;
use crate::model::Row;
use crate::network::chain::site_of;
use crate::network::throughput;

/// How much gets through, at most or at least. Tonnes are tonnes a year of the material contained, or gross tonnes where
/// the question is of a product.
pub(crate) struct Throughput {
    solved: Shared<Solved>,
    is_upper: bool,
}

impl Throughput {
    /// The upper or the lower side of an answer.
    pub(crate) fn new(solved: &Shared<Solved>, is_upper: bool) -> Self {
        Self {
            solved: Shared::clone(solved),
            is_upper,
        }
    }

    fn bound(&self) -> &throughput::Throughput {
        match self.is_upper {
            true => &self.solved.answer.upper,
            false => &self.solved.answer.lower,
        }
    }

    fn is_bounded(&self) -> bool {
        self.bound().delivered.is_some()
    }

    /// Amounts by site; none where nothing bounds them.
    fn amounts(&self, all: &[throughput::SiteAmount]) -> Result<Option<Vec<SiteAmount>>, ApiError> {
        let amount = |it: &throughput::SiteAmount| {
            Ok(SiteAmount {
                site: self.solved.telling.object(it.site)?,
                tonnes_per_year: solved(it.tonnes),
            })
        };
        let all = all.iter().map(amount);
        self.is_bounded().then(|| all.collect()).transpose()
    }
}

/// How much gets through, at most or at least. Tonnes are tonnes a year of the material contained, or gross tonnes where
/// the question is of a product.
#[Object]
impl Throughput {
    /// What arrives at the destinations; null if nothing known bounds it.
    async fn delivered_tonnes_per_year(&self) -> Option<f64> {
        self.bound().delivered.map(solved)
    }

    /// The sites of a way that nothing known bounds, in its order; null if something does.
    async fn unbounded_along(&self) -> Result<Option<Vec<Site>>, ApiError> {
        if self.is_bounded() {
            return Ok(None);
        }
        let telling = &self.solved.telling;
        let places = self.bound().unbounded_along.iter();
        // A side-stream stands for where it arises.
        let sites = places.filter_map(|it| site_of(telling.asked.registry(), *it));
        let mut sites: Vec<Row> = sites.collect();
        sites.dedup();
        telling.objects(&sites).map(Some)
    }

    /// What is delivered at each site, by slug; null where nothing bounds it. Where several ways deliver as much, the
    /// shortest are taken: single sites may get more or less than told here, together they get no more.
    async fn by_sink(&self) -> Result<Option<Vec<SiteAmount>>, ApiError> {
        self.amounts(&self.bound().by_sink)
    }

    /// What enters the chain at each site, before losses, by slug; null where nothing bounds it.
    async fn by_source(&self) -> Result<Option<Vec<SiteAmount>>, ApiError> {
        self.amounts(&self.bound().by_source)
    }

    /// What comes to places and goes no further, since nothing takes it; null where nothing bounds deliveries.
    async fn unplaced_tonnes_per_year(&self) -> Option<f64> {
        self.is_bounded().then(|| solved(self.bound().unplaced))
    }

    /// Capacities that hold back deliveries each by itself: more of it would deliver more. The highest shadow price
    /// first.
    async fn bottlenecks(&self) -> Result<Vec<Bottleneck>, ApiError> {
        let wording = self.solved.wording();
        let all = self.bound().bottlenecks.iter();
        all.map(|it| self.solved.telling.bottleneck(it, wording))
            .collect()
    }

    /// Capacities that hold back deliveries only together, such as several in series that are all used up: more of one
    /// alone delivers no more, less of it delivers less. By slug.
    async fn jointly_binding(&self) -> Result<Vec<Bottleneck>, ApiError> {
        let wording = self.solved.wording();
        let all = self.bound().jointly_binding.iter();
        all.map(|it| self.solved.telling.bottleneck(it, wording))
            .collect()
    }

    /// Capacities that together are just what is delivered, so that no way avoids all of them; null where something is
    /// lost on the ways, as they add up only without losses, and where nothing bounds deliveries.
    async fn minimum_cut(&self) -> Result<Option<Vec<Arc>>, ApiError> {
        let cut = self.bound().minimum_cut.as_ref();
        cut.map(|it| {
            it.iter()
                .map(|arc| self.solved.telling.arc(arc))
                .collect::<Result<_, _>>()
        })
        .transpose()
    }

    /// Sites, links and countries whose loss cuts deliveries, the greatest loss first.
    async fn single_points(&self) -> Result<Vec<SinglePoint>, ApiError> {
        let wording = self.solved.wording();
        let all = self.bound().single_points.iter();
        all.map(|it| self.solved.telling.single_point(it, wording, self.is_upper))
            .collect()
    }

    /// What each stage can give, in the order of the chain.
    async fn stage_balance(&self) -> Result<Vec<StageAmount>, ApiError> {
        let telling = &self.solved.telling;
        let amount = |it: &throughput::StageAmount| {
            let assumptions = it.notes.iter().map(|note| telling.assumption(note));
            Ok(StageAmount {
                stage: it.stage.into(),
                tonnes_per_year: it.tonnes.map(solved),
                counted: telling.objects(&it.counted)?,
                left_out: telling.objects(&it.left_out)?,
                figures: telling.objects(&it.figures)?,
                assumptions: assumptions.collect::<Result<_, _>>()?,
            })
        };
        self.bound().stage_balance.iter().map(amount).collect()
    }

    /// The arcs that carry something, ready for a map or a Sankey diagram.
    async fn subgraph(&self) -> Result<Subgraph, ApiError> {
        self.solved.telling.subgraph(&self.bound().subgraph)
    }
}

/// Tonnes at a site.
#[derive(SimpleObject)]
pub(crate) struct SiteAmount {
    /// The site.
    site: Site,
    /// Tonnes a year.
    tonnes_per_year: f64,
}

/// What a stage can give.
#[derive(SimpleObject)]
pub(crate) struct StageAmount {
    /// The stage.
    stage: Stage,
    /// The most that can leave it, tonnes a year contained in what its last step gives, were it fed without end: the
    /// flow through it, never a sum over plants in series. Null if no capacity of it is known.
    tonnes_per_year: Option<f64>,
    /// The sites that are counted, by slug.
    counted: Vec<Site>,
    /// Sites at which something of the stage has no capacity on record; that is left out, so that it may give more.
    left_out: Vec<Site>,
    /// The figures it rests on.
    figures: Vec<Figure>,
    /// What was assumed.
    assumptions: Vec<Assumption>,
}
