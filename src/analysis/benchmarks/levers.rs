//! Which figures of capacity and consumption could turn a benchmark of capacity around.

use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::capacity::Judged;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::benchmarks::flips::Lever;
use crate::analysis::benchmarks::flips::flips;
use crate::analysis::benchmarks::tells::decide;
use crate::analysis::benchmarks::tells::status;
use crate::analysis::gaps::Flip;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::network::chain::site_of;
use crate::network::contained::Counted;
use crate::network::contained::contained;

/// How many times its capacity a flip may ask of a single site.
const MOST_AT_A_SITE: f64 = 10.0;

impl OfMaterial<'_> {
    pub(super) fn capacity_flips(&self, judged: &Judged<'_>) -> Vec<Flip> {
        let threshold = judged.benchmark.threshold();
        let mut levers: Vec<Lever> = Vec::new();
        let point = |it: Between| it.0.filter(|low| it.1 == Some(*low));
        let capacities: Vec<f64> = judged.deciding().filter_map(|it| it.0.or(it.1)).collect();
        for (at, it) in judged.consumption.iter().enumerate() {
            if point(it.between).is_none() {
                continue;
            }
            // A consumption of nothing has no parts.
            for capacity in capacities.iter().filter(|it| **it > 0.0) {
                levers.push(Lever {
                    figure: it.figure,
                    factor: it.factor,
                    from: it.between.0.unwrap_or_default(),
                    to: capacity / threshold,
                    becomes: Box::new(move |to| {
                        let mut consumption = judged.consumption.to_vec();
                        consumption[at].between = (Some(to), Some(to));
                        let mut tells = judged.tells.clone();
                        decide(&mut tells, judged.supply, &consumption, threshold);
                        status(&tells, &consumption, threshold)
                    }),
                });
            }
        }
        for (at, it) in judged.tells.iter().enumerate() {
            let amount = it.amount.as_ref().filter(|_| it.decides.is_some());
            let Some(amount) = amount.filter(|it| point(it.between).is_some()) else {
                continue;
            };
            for consumed in judged.consumption.iter().filter_map(typical) {
                levers.push(Lever {
                    figure: amount.figure,
                    factor: amount.factor,
                    from: amount.between.0.unwrap_or_default(),
                    to: threshold * consumed,
                    becomes: Box::new(move |to| {
                        let mut tells = judged.tells.clone();
                        tells[at].between = (Some(to), Some(to));
                        decide(&mut tells, judged.supply, judged.consumption, threshold);
                        status(&tells, judged.consumption, threshold)
                    }),
                });
            }
        }
        levers.extend(self.site_levers(judged));
        flips(self, judged.status, levers)
    }

    /// Capacities of single sites, where all that the sites give is told by capacities side by side, so that one more tonne
    /// at any is one more in all.
    fn site_levers<'a>(&self, judged: &'a Judged<'_>) -> Vec<Lever<'a>> {
        let (registry, threshold) = (self.asked.registry, judged.benchmark.threshold());
        let Some(at) = judged
            .tells
            .iter()
            .position(|it| it.basis == CapacityBasis::Sites && it.decides.is_some())
        else {
            return Vec::new();
        };
        let sites = judged.tells[at].between.0.unwrap_or_default();
        let capacities = judged.supply.amount.figures.iter().copied();
        let capacities = capacities.filter(|it| {
            registry.code::<Quantity>(*it, figure::QUANTITY) == Some(Quantity::Capacity)
        });
        let known: Option<Vec<(Row, f64, f64)>> = capacities
            .map(|row| {
                let tonnes = self.tonnes_at_site(row)?;
                let factor = tonnes / registry.figure_value(row)?;
                Some((row, factor, tonnes))
            })
            .collect();
        let known = known.unwrap_or_default();
        let sum: f64 = known.iter().map(|it| it.2).sum();
        if (sum - sites).abs() > 1e-6 * sites.max(1.0) {
            return Vec::new();
        }
        let consumed: Vec<f64> = judged.consumption.iter().filter_map(typical).collect();
        let pairs = known
            .into_iter()
            .flat_map(|it| consumed.iter().map(move |consumed| (it, *consumed)));
        let levers = pairs.filter_map(|((figure, factor, from), consumed)| {
            let to = from + threshold * consumed - sites;
            // What would have to be many times as large is no mistake of a figure.
            let is_possible = to >= 0.0 && from > 0.0 && to <= MOST_AT_A_SITE * from;
            is_possible.then(|| Lever {
                figure,
                factor,
                from,
                to,
                becomes: Box::new(move |to| {
                    let mut tells = judged.tells.clone();
                    let more = sites + to - from;
                    let high = tells[at].between.1.map(|_| more);
                    tells[at].between = (Some(more), high);
                    decide(&mut tells, judged.supply, judged.consumption, threshold);
                    status(&tells, judged.consumption, threshold)
                }),
            })
        });
        levers.collect()
    }
}

impl OfMaterial<'_> {
    /// Tonnes of the material in a capacity of a site or of an activity; none if that is not known.
    fn tonnes_at_site(&self, row: Row) -> Option<f64> {
        let registry = self.asked.registry;
        let subject = registry.reference(row, figure::SUBJECT)?;
        let product = registry.reference(row, figure::PRODUCT);
        let outputs = || registry.references(subject, activity::OUTPUTS).next();
        let is_activity = subject.kind() == Kind::Activity;
        let counted = Counted {
            product: product.or_else(|| is_activity.then(outputs).flatten())?,
            place: if is_activity {
                registry.reference(subject, activity::SITE)?
            } else {
                site_of(registry, subject)?
            },
        };
        let found = contained(registry, row, self.material, counted, self.asked.when)?;
        Some(found.tonnes)
    }
}
