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
use crate::analysis::benchmarks::supply::STAGES;
use crate::analysis::benchmarks::supply::Supply;
use crate::analysis::benchmarks::tells::Tells;
use crate::analysis::benchmarks::tells::decide;
use crate::analysis::benchmarks::tells::status;
use crate::analysis::benchmarks::verdict::at_least;
use crate::analysis::benchmarks::verdict::together;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

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
        let (own, elsewhere) = self.consumption();
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
    pub(super) fn tells(&self, supply: &Supply) -> Vec<Tells> {
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

    /// The answer.
    fn told(&self, judged: &Judged<'_>, (own, elsewhere): (&Told, &Told)) -> MaterialBenchmark {
        let threshold = judged.benchmark.threshold();
        let deciding = || judged.tells.iter().filter(|it| it.decides.is_some());
        let first = deciding().next();
        let capacity = first.and_then(|it| it.decides);
        // One that is only told to be at most so much is no number.
        let capacity = capacity.and_then(|it| it.0);
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
        told.rest_on(&supply.planned_figures, &supply.planned_notes);
        let only = supply.amount.only_intermediates.iter();
        let only =
            only.map(|it| Note::new(AssumptionCode::OnlyIntermediates, Concern::Capacity, *it));
        told.rest_on(&[], &only.collect::<Vec<Note>>());
        told.flipped_by = self.capacity_flips(judged);
        told.message = self.capacity_message(judged, &told, own);
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

impl Judged<'_> {
    pub(super) fn deciding(&self) -> impl Iterator<Item = Between> + '_ {
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
            is_at_most: it.decides.unwrap_or(it.between).0.is_none(),
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
