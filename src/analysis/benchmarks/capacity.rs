//! The benchmarks of capacity: extraction, processing, recycling.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::CapacityTold;
use crate::analysis::benchmarks::ConsumptionVerdict;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::UnusedFigure;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::flips::Lever;
use crate::analysis::benchmarks::flips::flips;
use crate::analysis::benchmarks::supply::STAGES;
use crate::analysis::benchmarks::supply::Supply;
use crate::analysis::benchmarks::verdict::Capacities;
use crate::analysis::benchmarks::verdict::Telling;
use crate::analysis::benchmarks::verdict::at_least;
use crate::analysis::benchmarks::verdict::together;
use crate::analysis::gaps::Flip;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::site_of;
use crate::network::contained::Counted;
use crate::network::contained::contained;

/// How many times its capacity a flip may ask of a single site.
const MOST_AT_A_SITE: f64 = 10.0;

/// One telling of a capacity while it is judged.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tells {
    pub(super) basis: CapacityBasis,
    /// What it tells.
    pub(super) between: Between,
    /// What it stands for where it decides: at least what sites can give. None where it does not decide.
    pub(super) decides: Option<Between>,
    pub(super) amount: Option<Amount>,
    pub(super) figures: Vec<Row>,
    pub(super) notes: Vec<Note>,
}

/// A benchmark of capacity of one material while it is judged.
pub(super) struct Judged<'a> {
    pub(super) benchmark: Benchmark,
    pub(super) stage: Stage,
    pub(super) supply: &'a Supply,
    pub(super) tells: Vec<Tells>,
    /// What is consumed by the figures that decide.
    pub(super) consumption: &'a [Amount],
    pub(super) status: BenchmarkStatus,
}

impl OfMaterial<'_> {
    /// The benchmarks of capacity, in their order.
    pub(super) fn capacities(&self) -> Vec<MaterialBenchmark> {
        let (own, elsewhere) = self.asked.figures.consumption(self.material);
        let all = [
            Benchmark::Extraction,
            Benchmark::Processing,
            Benchmark::Recycling,
        ];
        let each = all.into_iter().zip(STAGES).zip(self.supplies);
        each.map(|((benchmark, stage), supply)| {
            let judged = self.judged((benchmark, stage), supply, &own.amounts);
            self.told(&judged, (&own, &elsewhere))
        })
        .collect()
    }

    fn judged<'a>(
        &self,
        (benchmark, stage): (Benchmark, Stage),
        supply: &'a Supply,
        consumption: &'a [Amount],
    ) -> Judged<'a> {
        let mut tells = self.tells(supply);
        if tells.is_empty() {
            tells.extend(self.sum_of_members(stage));
        }
        decide(&mut tells, supply, consumption, benchmark.threshold());
        let status = status(&tells, consumption, benchmark.threshold());
        Judged {
            benchmark,
            stage,
            supply,
            tells,
            consumption,
            status,
        }
    }

    /// All that tells the capacity of a stage: sites, what is stated, production.
    fn tells(&self, supply: &Supply) -> Vec<Tells> {
        let sites = supply.sites.map(|(tonnes, is_all)| Tells {
            basis: CapacityBasis::Sites,
            between: (Some(tonnes), is_all.then_some(tonnes)),
            decides: None,
            amount: None,
            figures: supply.amount.figures.clone(),
            notes: supply.amount.notes.clone(),
        });
        let told = |basis, it: &Amount| Tells {
            basis,
            between: it.between,
            decides: None,
            amount: Some(it.clone()),
            figures: it.figures.clone(),
            notes: it.notes.clone(),
        };
        let stated = &supply.stated.amounts;
        let production = &supply.production.amounts;
        let stated = stated.iter().map(|it| told(CapacityBasis::Stated, it));
        let mut tells: Vec<Tells> = stated.chain(sites).collect();
        tells.extend(production.iter().map(|it| {
            let mut tells = told(CapacityBasis::Production, it);
            tells.notes.push(self.stands_in(it));
            tells
        }));
        tells
    }

    /// That production stands in for a capacity.
    fn stands_in(&self, it: &Amount) -> Note {
        let code = AssumptionCode::ProductionAsCapacity;
        Note {
            rests_on: Some(it.figure),
            value: it.between.0.or(it.between.1),
            ..Note::new(code, Concern::Capacity, self.asked.region)
        }
    }

    /// What the materials of a group can give together; none if nothing is known of any.
    fn sum_of_members(&self, stage: Stage) -> Option<Tells> {
        let at = STAGES.iter().position(|it| *it == stage)?;
        let mut sum: Between = (Some(0.0), Some(0.0));
        let code = AssumptionCode::SumOfMembers;
        let mut tells = Tells {
            basis: CapacityBasis::Members,
            between: sum,
            decides: None,
            amount: None,
            figures: Vec::new(),
            notes: vec![Note::new(code, Concern::Capacity, self.material)],
        };
        let mut is_any = false;
        for member in self.members {
            let supply = self.all.get(member).and_then(|it| it.get(at));
            let mut of = supply.map_or_else(Vec::new, |it| self.tells(it));
            if let Some(supply) = supply {
                decide(&mut of, supply, &[], 0.0);
            }
            let first = of.into_iter().find(|it| it.decides.is_some());
            let Some(first) = first else {
                // One of which nothing is known may give anything.
                sum.1 = None;
                continue;
            };
            is_any = true;
            let (low, high) = first.decides.unwrap_or_default();
            sum.0 = sum.0.map(|it| it + low.unwrap_or_default());
            sum.1 = sum.1.zip(high).map(|(a, b)| a + b);
            tells.figures.extend(first.figures);
            tells.notes.extend(first.notes);
        }
        tells.between = sum;
        is_any.then_some(tells)
    }

    /// The answer.
    fn told(&self, judged: &Judged<'_>, (own, elsewhere): (&Told, &Told)) -> MaterialBenchmark {
        let threshold = judged.benchmark.threshold();
        let deciding = || judged.tells.iter().filter(|it| it.decides.is_some());
        let first = deciding().next();
        let capacity = first.and_then(|it| it.decides);
        let capacity = capacity.and_then(|it| it.0.or(it.1));
        let consumed = judged.consumption.first().and_then(typical);
        let consumed = consumed.filter(|it| *it > 0.0);
        let with_first = capacity.zip(consumed);
        let verdicts = self.verdicts(judged, (own, elsewhere), capacity);
        let supply = judged.supply;
        let mut told = MaterialBenchmark {
            material: self.material,
            member_of: self.member_of,
            benchmark: judged.benchmark,
            stage: judged.stage,
            status: judged.status,
            status_with_planned: judged.with_planned(),
            capacity,
            capacity_is_at_least: first.is_some_and(Tells::is_at_least),
            planned: supply.planned,
            capacities: judged.capacities(),
            coverage: with_first.map(|(capacity, consumed)| capacity / consumed),
            coverage_is_about: with_first.is_some()
                && first.is_some_and(Tells::is_at_least)
                && judged
                    .consumption
                    .first()
                    .is_some_and(|it| it.between.1.is_none()),
            gap: with_first.map(|(capacity, consumed)| (threshold * consumed - capacity).max(0.0)),
            largest_third_country: None,
            relative: (judged.status == BenchmarkStatus::Unknown)
                .then(|| self.relative(judged.stage))
                .flatten(),
            share_of_union_capacity: supply.share_of_union,
            counted_sites: supply.amount.counted.clone(),
            left_out_sites: self.left_out(supply),
            unknown_sites: supply.unknown.clone(),
            planned_sites: supply.planned_by.clone(),
            unused: judged.unused(),
            flipped_by: Vec::new(),
            notes: Vec::new(),
            figures: Vec::new(),
            consumption: verdicts,
            message: String::new(),
        };
        for it in deciding() {
            told.rest_on(&it.figures, &it.notes);
        }
        for it in judged.consumption {
            told.rest_on(&it.figures, &it.notes);
        }
        told.rest_on(&supply.planned_figures, &[]);
        let only = supply.amount.only_intermediates.iter();
        let only =
            only.map(|it| Note::new(AssumptionCode::OnlyIntermediates, Concern::Capacity, *it));
        told.rest_on(&[], &only.collect::<Vec<Note>>());
        told.flipped_by = self.capacity_flips(judged);
        told.message = self.capacity_message(judged, &told);
        told
    }

    /// Sites that operate the stage and are not counted, by slug: capacities that are not known, and intermediates alone.
    fn left_out(&self, supply: &Supply) -> Vec<Row> {
        let amount = &supply.amount;
        let mut sites = [&amount.left_out[..], &amount.only_intermediates].concat();
        sites.sort_by_key(|it| self.asked.registry.slug(*it));
        sites
    }

    /// What each figure of consumption says.
    fn verdicts(
        &self,
        judged: &Judged<'_>,
        (own, elsewhere): (&Told, &Told),
        capacity: Option<f64>,
    ) -> Vec<ConsumptionVerdict> {
        let threshold = judged.benchmark.threshold();
        let verdict = |it: &Amount, unused| ConsumptionVerdict {
            figure: it.figure,
            tonnes: it.between,
            share: capacity
                .zip(typical(it).filter(|it| *it > 0.0))
                .map(|(capacity, consumed)| capacity / consumed),
            status: together(
                judged
                    .deciding()
                    .map(|capacity| at_least(capacity, it.between, threshold)),
            ),
            unused,
            notes: it.notes.clone(),
        };
        let used = own.amounts.iter().map(|it| verdict(it, None));
        let other = Some(UnusedReason::OtherRegion);
        let others = elsewhere.amounts.iter().map(|it| verdict(it, other));
        let unused = own.unused.iter().map(|it| unusable(*it));
        let of_others = elsewhere
            .unused
            .iter()
            .map(|it| unusable((it.0, UnusedReason::OtherRegion)));
        used.chain(others).chain(unused).chain(of_others).collect()
    }

    fn capacity_flips(&self, judged: &Judged<'_>) -> Vec<Flip> {
        let threshold = judged.benchmark.threshold();
        let mut levers: Vec<Lever> = Vec::new();
        let point = |it: Between| it.0.filter(|low| it.1 == Some(*low));
        let capacities: Vec<f64> = judged.deciding().filter_map(|it| it.0.or(it.1)).collect();
        for (at, it) in judged.consumption.iter().enumerate() {
            if point(it.between).is_none() {
                continue;
            }
            for capacity in &capacities {
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

/// Marks the tellings that decide.
fn decide(tells: &mut [Tells], supply: &Supply, consumption: &[Amount], threshold: f64) {
    let of = |basis| {
        let it = tells.iter().filter(move |it| it.basis == basis);
        it.map(|it| it.between).collect::<Vec<Between>>()
    };
    let sites = of(CapacityBasis::Sites).first().copied();
    let is_all = supply.sites.is_some_and(|it| it.1);
    let capacities = Capacities {
        sites: sites.and_then(|it| Some((it.0?, is_all))),
        stated: of(CapacityBasis::Stated),
        production: of(CapacityBasis::Production),
    };
    let reaches = |tonnes: f64| {
        let reached = |it: &Amount| {
            at_least((Some(tonnes), None), it.between, threshold) == BenchmarkStatus::Met
        };
        !consumption.is_empty() && consumption.iter().all(reached)
    };
    let mut positions = [Vec::new(), Vec::new(), Vec::new()];
    for (at, it) in tells.iter_mut().enumerate() {
        it.decides = None;
        match it.basis {
            CapacityBasis::Sites => positions[0].push(at),
            CapacityBasis::Stated => positions[1].push(at),
            CapacityBasis::Production => positions[2].push(at),
            // Only there where nothing else is.
            CapacityBasis::Members => it.decides = Some(it.between),
        }
    }
    for (telling, between) in capacities.deciding(reaches) {
        let at = match telling {
            Telling::Sites => positions[0].first(),
            Telling::Stated(at) => positions[1].get(at),
            Telling::Production(at) => positions[2].get(at),
        };
        if let Some(at) = at {
            tells[*at].decides = Some(between);
        }
    }
}

/// How all pairs of a capacity and a consumption that decide stand together.
fn status(tells: &[Tells], consumption: &[Amount], threshold: f64) -> BenchmarkStatus {
    let deciding = tells.iter().filter_map(|it| it.decides);
    let pairs = deciding.flat_map(|capacity| {
        let with = move |it: &Amount| at_least(capacity, it.between, threshold);
        consumption.iter().map(with)
    });
    together(pairs)
}

/// The amount that shares are told of: of a range its upper end, so that no more is claimed than is sure.
pub(super) fn typical(it: &Amount) -> Option<f64> {
    it.between.1.or(it.between.0)
}

/// A figure of consumption that cannot be used.
pub(super) fn unusable((figure, reason): (Row, UnusedReason)) -> ConsumptionVerdict {
    ConsumptionVerdict {
        figure,
        tonnes: (None, None),
        share: None,
        status: BenchmarkStatus::Unknown,
        unused: Some(reason),
        notes: Vec::new(),
    }
}

impl Tells {
    /// Whether the capacity can be more: production is a lower bound, unless it is told to be nothing.
    fn is_at_least(&self) -> bool {
        let between = self.between;
        let is_some_produced = between.0 != Some(0.0);
        between
            .1
            .is_none_or(|it| between.0.is_some_and(|low| low < it))
            || (self.basis == CapacityBasis::Production && is_some_produced)
            || self.is_adjusted()
    }
}

impl Tells {
    /// Whether a scenario changes a total.
    pub(super) fn is_adjusted(&self) -> bool {
        let mut notes = self.notes.iter();
        notes.any(|it| it.code == AssumptionCode::TotalAdjusted)
    }
}

impl Judged<'_> {
    fn deciding(&self) -> impl Iterator<Item = Between> + '_ {
        self.tells.iter().filter_map(|it| it.decides)
    }

    /// Those that decide first.
    fn capacities(&self) -> Vec<CapacityTold> {
        let (first, rest): (Vec<&Tells>, Vec<&Tells>) =
            self.tells.iter().partition(|it| it.decides.is_some());
        let told = first.into_iter().chain(rest).map(|it| CapacityTold {
            basis: it.basis,
            tonnes: it.between.0.or(it.between.1).unwrap_or_default(),
            is_at_least: it.is_at_least(),
            decides: it.decides.is_some(),
            figures: it.figures.clone(),
            notes: it.notes.clone(),
        });
        told.collect()
    }

    /// How it stands with what is planned on top of each telling; none where nothing is planned.
    fn with_planned(&self) -> Option<BenchmarkStatus> {
        if self.supply.planned_by.is_empty() {
            return None;
        }
        let more = self.supply.planned.unwrap_or_default();
        let added = |it: Option<f64>| it.map(|it| it + more);
        let mut tells = self.tells.clone();
        for it in &mut tells {
            it.decides = it.decides.map(|it| (added(it.0), added(it.1)));
        }
        if tells.is_empty() {
            // What operates is not known, so that what is planned is a lower bound.
            tells.push(Tells {
                basis: CapacityBasis::Sites,
                between: (Some(more), None),
                decides: Some((Some(more), None)),
                amount: None,
                figures: Vec::new(),
                notes: Vec::new(),
            });
        }
        let threshold = self.benchmark.threshold();
        Some(status(&tells, self.consumption, threshold))
    }

    /// Figures that look as if they told the capacity.
    fn unused(&self) -> Vec<UnusedFigure> {
        let supply = self.supply;
        let told = supply.stated.unused.iter().chain(&supply.production.unused);
        let told = told.map(|(figure, reason)| UnusedFigure {
            figure: *figure,
            reason: *reason,
        });
        let known = self.tells.iter().filter(|it| {
            let stands_in = self
                .tells
                .iter()
                .any(|it| it.basis == CapacityBasis::Production && it.decides.is_some());
            it.basis == CapacityBasis::Production && it.decides.is_none() && !stands_in
        });
        let known = known
            .flat_map(|it| it.figures.first())
            .map(|figure| UnusedFigure {
                figure: *figure,
                reason: UnusedReason::CapacityKnown,
            });
        told.chain(known).collect()
    }
}

impl MaterialBenchmark {
    /// Adds what it rests on, each once.
    pub(super) fn rest_on(&mut self, figures: &[Row], notes: &[Note]) {
        for it in figures {
            if !self.figures.contains(it) {
                self.figures.push(*it);
            }
        }
        for it in notes {
            if !self.notes.contains(it) {
                self.notes.push(*it);
            }
        }
    }
}
