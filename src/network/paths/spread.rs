//! The numbers of paths with their figures drawn anew, and how much of them is estimated.
//!
//! Only the paths of the answer are looked at: a way that is longer than all of them could be the shortest
//! in some samples and is not told.

mod repricing;

use crate::model::Registry;
use crate::network::chain::Chain;
use crate::network::chain::ChainArc;
use crate::network::chain::Metric;
use crate::network::chain::loss;
use crate::network::chain::share_lost;
use crate::network::paths::path::Path;
use crate::network::paths::path::hundredth;
use crate::network::paths::path::thousandth;
use crate::network::paths::spread::repricing::Numbers;
use crate::network::paths::spread::repricing::Repricing;
use crate::network::search::BARRED;
use crate::network::search::Route;
use crate::network::uncertainty::Interval;
use crate::network::uncertainty::Rests;
use crate::network::uncertainty::Sampling;
use crate::network::uncertainty::Uncertainty;

/// How far the numbers of a path may lie from what is told. Each is none where the number is not known, where more
/// than a third of it rests on figures without bounds, and where no samples were drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PathSpread {
    /// Of the total; none as well where the answer as a whole has no bands.
    pub total: Option<Interval>,
    /// Of the length of the legs of known length, in km.
    pub distance_km: Option<Interval>,
    /// Of emissions in kg CO2e per tonne moved.
    pub emissions_kg_per_tonne: Option<Interval>,
    /// Of costs in EUR per tonne moved.
    pub cost_eur_per_tonne: Option<Interval>,
    /// Of the share that comes out.
    pub recovery: Option<Interval>,
    /// The share of samples in which it is the best of the paths of the answer whose total is known; none where the
    /// answer as a whole has no bands.
    pub first_share: Option<f64>,
}

/// Of the sum of the totals of some routes, the part that arcs have whose number is estimated or assumed, see
/// [`ChainArc::is_estimated`]; none where the sum is 0. What is not known adds nothing.
pub(super) fn estimated_share(
    registry: &Registry,
    chain: &Chain,
    metric: Metric,
    routes: &[Route],
) -> Option<f64> {
    let (mut all, mut estimated) = (0_u64, 0_u64);
    for arc in routes.iter().flat_map(|it| &it.arcs) {
        let arc = &chain.arcs()[*arc as usize];
        let weight = counted(arc, metric).unwrap_or(0);
        all = all.saturating_add(weight);
        if arc.is_estimated(registry, metric) {
            estimated = estimated.saturating_add(weight);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share of sums")]
    let share = || estimated as f64 / all as f64;
    (all > 0).then(share)
}

/// What an arc adds to a metric; none if it is not known, or bars the way.
fn counted(arc: &ChainArc, metric: Metric) -> Option<u64> {
    match metric {
        Metric::Distance => arc.length_m,
        Metric::Emissions => arc.emissions_g,
        Metric::Steps => Some(1),
        Metric::Cost => arc.cost_cents,
        Metric::Loss => Some(loss(Some(arc.recovery?))).filter(|it| *it != BARRED),
    }
}

/// Draws the numbers of the paths of some routes and enters their bands; the first so many routes are ranked. So many
/// units of work, numbers drawn or added, may be spent; what that does not suffice for is drawn less often.
pub(super) fn spread(
    registry: &Registry,
    chain: &Chain,
    (metric, sampling): (Metric, Sampling),
    (routes, ranked): (&[&Route], usize),
    budget: u64,
    paths: &mut [Path],
) -> Uncertainty {
    let repricing = Repricing::new(registry, chain, sampling, routes);
    let mut of_answer = Rests::default();
    for route in routes.iter().take(ranked) {
        repricing.weigh(&mut of_answer, metric, route);
    }
    let affordable = u32::try_from(budget / repricing.work().max(1)).unwrap_or(u32::MAX);
    let samples = sampling.samples.min(affordable);
    let mut drawn = vec![Drawn::default(); routes.len()];
    for sample in 0..samples {
        let sums = repricing.sums(sample);
        let weights = routes.iter().map(|it| it.weight).zip(&sums).take(ranked);
        let first = (0..).zip(weights).min_by_key(|(at, (weight, sum))| {
            (sum.of(metric), weight.steps(), weight.assumptions(), *at)
        });
        if let Some((at, _)) = first {
            drawn[at].firsts += 1;
        }
        let pairs = drawn.iter_mut().zip(sums);
        pairs.for_each(|(it, sum)| it.sums.push(sum));
    }
    let uncertainty = of_answer.told(registry, &repricing.draws, sampling, samples);
    for (at, (path, drawn)) in paths.iter_mut().zip(&drawn).enumerate() {
        let band = |metric| {
            let mut rests = Rests::default();
            repricing.weigh(&mut rests, metric, routes[at]);
            rests.is_recorded().then(|| drawn.band(metric)).flatten()
        };
        let is_ranked = uncertainty.is_recorded && at < ranked && samples > 0;
        path.spread = Some(PathSpread {
            total: is_ranked.then(|| band(metric)).flatten(),
            distance_km: band(Metric::Distance),
            emissions_kg_per_tonne: band(Metric::Emissions),
            cost_eur_per_tonne: band(Metric::Cost),
            recovery: band(Metric::Loss).and_then(|_| drawn.recovery()),
            first_share: is_ranked.then(|| f64::from(drawn.firsts) / f64::from(samples)),
        });
    }
    uncertainty
}

/// The samples of one path.
#[derive(Clone, Default)]
struct Drawn {
    sums: Vec<Numbers>,
    /// In how many of them it comes first.
    firsts: u32,
}

impl Drawn {
    /// The band of the total in a metric; none where it is not known.
    fn band(&self, metric: Metric) -> Option<Interval> {
        let total = |it: &Numbers| match metric {
            Metric::Distance => Some(thousandth(it.metres)),
            Metric::Emissions => it.grams.map(thousandth),
            Metric::Cost => it.cents.map(hundredth),
            Metric::Loss => Some(share_lost(it.lost)),
            Metric::Steps => Some(f64::from(it.steps)),
        };
        Interval::of(self.sums.iter().map(total).collect::<Option<Vec<f64>>>()?)
    }

    /// The band of what comes out; none where a recovery is not known.
    fn recovery(&self) -> Option<Interval> {
        let recoveries = self.sums.iter().map(|it| it.recovery);
        Interval::of(recoveries.collect::<Option<Vec<f64>>>()?)
    }
}
