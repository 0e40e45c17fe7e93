//! One side of an answer for throughput: at most, or at least.

use std::sync::Arc as Shared;

use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::graphql::bottleneck::Bottleneck;
use crate::graphql::bottleneck::SinglePoint;
use crate::graphql::codes::Side;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::node::Node;
use crate::graphql::numbers::solved;
use crate::graphql::path::Arc;
use crate::graphql::path_basis::Assumption;
use crate::graphql::path_subgraph::Subgraph;
use crate::graphql::product::Product;
use crate::graphql::site::Site;
use crate::graphql::throughput::Solved;
use crate::graphql::uncertainty::Interval;
use crate::graphql::uncertainty::Uncertainty;
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

impl Throughput {
    /// Bands by site; none unless asked for.
    fn intervals(
        &self,
        of: impl Fn(&throughput::Spread) -> &[throughput::SiteSpread],
    ) -> Result<Option<Vec<SiteInterval>>, ApiError> {
        let band = |it: &throughput::SiteSpread| {
            Ok(SiteInterval {
                site: self.solved.telling.object(it.site)?,
                tonnes_per_year: Interval::solved(it.tonnes),
            })
        };
        let spread = self.bound().spread.as_deref();
        spread
            .map(|it| of(it).iter().map(band).collect())
            .transpose()
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

    /// How well the uncertainty of what is delivered can be told; null unless asked for. It goes by the capacities that hold it
    /// back: nothing is drawn where nothing is delivered, and where nothing bounds it.
    async fn uncertainty(&self) -> Result<Option<Uncertainty>, ApiError> {
        let told = self.bound().spread.as_ref().map(|it| &it.uncertainty);
        let telling = &self.solved.telling;
        told.map(|it| telling.uncertainty(it)).transpose()
    }

    /// The band of what arrives; null without samples.
    async fn delivered_interval(&self) -> Option<Interval> {
        let band = self.bound().spread.as_ref()?.delivered;
        band.map(Interval::solved)
    }

    /// The band of what goes no further; null without samples.
    async fn unplaced_interval(&self) -> Option<Interval> {
        let band = self.bound().spread.as_ref()?.unplaced;
        band.map(Interval::solved)
    }

    /// By slug, the bands of what is delivered at each site that gets something in some sample; null unless asked for.
    async fn by_sink_intervals(&self) -> Result<Option<Vec<SiteInterval>>, ApiError> {
        self.intervals(|it| &it.by_sink)
    }

    /// By slug, the bands of what enters the chain at each site; null unless asked for.
    async fn by_source_intervals(&self) -> Result<Option<Vec<SiteInterval>>, ApiError> {
        self.intervals(|it| &it.by_source)
    }

    /// The capacities that hold back deliveries in some sample, those of the most samples first; null unless asked for.
    async fn binding_shares(&self) -> Result<Option<Vec<BindingShare>>, ApiError> {
        let told = self.bound().spread.as_ref();
        let telling = &self.solved.telling;
        let share = |it: &throughput::BindingShare| {
            Ok(BindingShare {
                record: telling.node(Some(it.record))?,
                product: it.product.map(|it| telling.object(it)).transpose()?,
                side: it.side.into(),
                share: it.share,
            })
        };
        told.map(|it| it.binding.iter().map(share).collect())
            .transpose()
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

/// The band of tonnes at a site.
#[derive(SimpleObject)]
pub(crate) struct SiteInterval {
    /// The site.
    site: Site,
    /// Tonnes a year; where it has none in a sample, 0 counts.
    tonnes_per_year: Interval,
}

/// How often a capacity holds back deliveries.
#[derive(SimpleObject)]
pub(crate) struct BindingShare {
    /// The activity or link, or the site whose conversion is assumed.
    record: Option<Node>,
    /// The product it bounds; null where it bounds all of an activity.
    product: Option<Product>,
    /// Whether it bounds what goes in or what comes out.
    side: Side,
    /// The share of samples in which more of it would deliver more, 0 to 1, by the prices of the solution; where several
    /// bind only together, one of them has the price.
    share: f64,
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
