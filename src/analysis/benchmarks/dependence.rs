//! The benchmark of dependence: no third country with more than 65 % of consumption at any relevant stage.
//!
//! Imports by country, in tonnes, are held against consumption. Where these do not decide, the Union's sourcing gives a lower
//! bound of a country's share of consumption, since what is consumed is at most what is produced and imported.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::ConsumptionVerdict;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::RelativeView;
use crate::analysis::benchmarks::UnusedFigure;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::benchmarks::capacity::unusable;
use crate::analysis::benchmarks::flips::Lever;
use crate::analysis::benchmarks::flips::flips;
use crate::analysis::benchmarks::imports::Imports;
use crate::analysis::benchmarks::imports::largest;
use crate::analysis::benchmarks::tell::percent;
use crate::analysis::benchmarks::verdict::together;
use crate::analysis::gaps::Flip;
use crate::analysis::gaps::stage_word;
use crate::analysis::shares::CountryShare;
use crate::analysis::shares::shares;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::region;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

/// The stages that are looked at.
pub(super) const STAGES: [Stage; 2] = [Stage::Extraction, Stage::Processing];

impl OfMaterial<'_> {
    /// The benchmark of dependence at each stage.
    pub(super) fn dependence(&self) -> Vec<MaterialBenchmark> {
        let (own, elsewhere) = self.consumption();
        let at = |stage| self.dependence_at(stage, &own, &elsewhere);
        STAGES.into_iter().map(at).collect()
    }

    fn dependence_at(&self, stage: Stage, own: &Told, elsewhere: &Told) -> MaterialBenchmark {
        let threshold = Benchmark::Dependence.threshold();
        let imports = self.imports(stage);
        let has_countries = !imports.third.is_empty() || imports.told > 0.0;
        let by_tonnes = if has_countries {
            let each = own.amounts.iter();
            together(each.map(|it| imports.verdict(it.between, threshold)))
        } else {
            BenchmarkStatus::Unknown
        };
        let mut told = self.undecided(stage, by_tonnes);
        if has_countries {
            told.consumption = self.import_verdicts(&imports, (own, elsewhere));
            told.largest_third_country = largest(&imports, own.amounts.first());
            let figures: Vec<Row> = own
                .amounts
                .iter()
                .flat_map(|it| it.figures.clone())
                .collect();
            let third = imports.third.iter().flat_map(|it| &it.1);
            for it in third {
                told.rest_on(&it.figures, &it.notes);
            }
            told.rest_on(&imports.figures, &[]);
            told.rest_on(&figures, &[]);
            for it in &own.amounts {
                told.rest_on(&[], &it.notes);
            }
        }
        told.unused
            .extend(imports.unused.iter().map(|it| UnusedFigure {
                figure: it.0,
                reason: it.1,
            }));
        if by_tonnes == BenchmarkStatus::Unknown {
            self.by_sourcing(&mut told, threshold);
        } else {
            told.flipped_by = self.import_flips(&imports, own, by_tonnes);
        }
        told.message = self.dependence_message(&told, has_countries);
        told
    }

    /// What each figure of consumption says with the imports.
    fn import_verdicts(
        &self,
        imports: &Imports,
        (own, elsewhere): (&Told, &Told),
    ) -> Vec<ConsumptionVerdict> {
        let threshold = Benchmark::Dependence.threshold();
        let verdict = |it: &Amount, unused| ConsumptionVerdict {
            figure: it.figure,
            tonnes: it.between,
            share: largest(imports, Some(it)).map(|it| it.share),
            status: imports.verdict(it.between, threshold),
            unused,
            notes: it.notes.clone(),
        };
        let used = own.amounts.iter().map(|it| verdict(it, None));
        let other = Some(UnusedReason::OtherRegion);
        let others = elsewhere.amounts.iter().map(|it| verdict(it, other));
        let unused = own.unused.iter().map(|it| unusable(*it));
        used.chain(others).chain(unused).collect()
    }

    fn undecided(&self, stage: Stage, status: BenchmarkStatus) -> MaterialBenchmark {
        MaterialBenchmark {
            material: self.material,
            member_of: self.member_of,
            benchmark: Benchmark::Dependence,
            stage,
            status,
            status_with_planned: None,
            capacity: None,
            capacity_is_at_least: false,
            planned: None,
            capacities: Vec::new(),
            consumption: Vec::new(),
            coverage: None,
            coverage_is_about: false,
            gap: None,
            largest_third_country: None,
            relative: None,
            share_of_union_capacity: None,
            counted_sites: Vec::new(),
            left_out_sites: Vec::new(),
            unknown_sites: Vec::new(),
            planned_sites: Vec::new(),
            unused: Vec::new(),
            flipped_by: Vec::new(),
            notes: Vec::new(),
            figures: Vec::new(),
            message: String::new(),
        }
    }

    /// The lower bound by what the Union sources, for the Union alone.
    fn by_sourcing(&self, told: &mut MaterialBenchmark, threshold: f64) {
        told.relative = self.relative(told.stage);
        if !self.asked.is_union {
            return;
        }
        let Some(first) = told
            .relative
            .as_ref()
            .and_then(|it| it.third_countries.first().copied())
        else {
            return;
        };
        if told
            .largest_third_country
            .is_none_or(|it| it.share < first.share)
        {
            told.largest_third_country = Some(first);
        }
        let code = AssumptionCode::LowerBound;
        let bound = Note {
            rests_on: Some(first.figure),
            value: Some(first.share),
            ..Note::new(code, Concern::Flow, first.country)
        };
        let notes = self.sourcing_notes(told.stage);
        told.rest_on(&[first.figure], &notes);
        told.rest_on(&[], &[bound]);
        told.status = by_share(first.share);
        let lever = Lever {
            figure: first.figure,
            factor: 1.0,
            from: first.share,
            to: threshold,
            becomes: Box::new(by_share),
        };
        // Another country may have as much.
        let is_alone = told.relative.as_ref().is_some_and(|it| {
            let over = it.third_countries.iter().filter(|it| it.share > threshold);
            over.count() <= 1
        });
        if is_alone {
            told.flipped_by = flips(self, told.status, vec![lever]);
        }
    }

    fn sourcing_notes(&self, stage: Stage) -> Vec<Note> {
        let asked = (Quantity::EuSourcingShare, stage);
        let found = shares(self.asked.registry, self.material, asked, self.asked.when);
        found.map_or_else(Vec::new, |it| it.notes)
    }

    /// What the Union's sourcing tells of a stage, for the Union and countries of it.
    pub(super) fn relative(&self, stage: Stage) -> Option<RelativeView> {
        let (asked, registry) = (self.asked, self.asked.registry);
        let code = registry.text(asked.region, region::COUNTRY);
        let is_country = registry.is_country(asked.region)
            && code.is_some_and(|it| asked.snapshot.union_countries().contains(it));
        if !asked.is_union && !is_country {
            return None;
        }
        let of = (Quantity::EuSourcingShare, stage);
        let found = shares(registry, self.material, of, asked.when)?;
        let is_own = |it: &&CountryShare| {
            let code = registry.text(it.country, region::COUNTRY);
            code.is_some_and(|it| asked.countries.contains(it))
        };
        let own = found.by_country.iter().filter(is_own);
        let third = found.by_country.iter();
        let third = third.filter(|it| asked.is_third(it.country)).copied();
        Some(RelativeView {
            own_share: own.map(|it| it.share).sum(),
            third_countries: third.collect(),
        })
    }

    fn import_flips(&self, imports: &Imports, own: &Told, status: BenchmarkStatus) -> Vec<Flip> {
        let threshold = Benchmark::Dependence.threshold();
        let all = |imports: &Imports, consumption: &[Amount]| {
            let each = consumption.iter();
            together(each.map(|it| imports.verdict(it.between, threshold)))
        };
        let point = |it: &Amount| it.between.0.filter(|low| it.between.1 == Some(*low));
        let mut levers: Vec<Lever> = Vec::new();
        let consumption = &own.amounts;
        for (country, (_, amounts)) in imports.third.iter().enumerate() {
            for (at, amount) in amounts.iter().enumerate() {
                let Some(from) = point(amount) else { continue };
                for consumed in consumption.iter().filter_map(typical) {
                    levers.push(Lever {
                        figure: amount.figure,
                        factor: amount.factor,
                        from,
                        to: threshold * consumed,
                        becomes: Box::new(move |to| {
                            let mut imports = imports.clone();
                            imports.third[country].1[at].between = (Some(to), Some(to));
                            all(&imports, consumption)
                        }),
                    });
                }
                for (of, consumed) in consumption.iter().enumerate() {
                    let Some(told) = point(consumed) else {
                        continue;
                    };
                    levers.push(Lever {
                        figure: consumed.figure,
                        factor: consumed.factor,
                        from: told,
                        to: from / threshold,
                        becomes: Box::new(move |to| {
                            let mut consumption = consumption.clone();
                            consumption[of].between = (Some(to), Some(to));
                            all(imports, &consumption)
                        }),
                    });
                }
            }
        }
        flips(self, status, levers)
    }

    fn dependence_message(&self, told: &MaterialBenchmark, has_countries: bool) -> String {
        let registry = self.asked.registry;
        let (year, region) = (self.asked.when.year, self.asked.region_word());
        let stage = format!("{} of {}", stage_word(told.stage), self.material_word());
        let norm = format!("the 65 % of {}", Benchmark::Dependence.article());
        let by_sourcing = told
            .notes
            .iter()
            .any(|it| it.code == AssumptionCode::LowerBound);
        let Some(largest) = told.largest_third_country else {
            return format!(
                "In {year} no share of a third country in the consumption of {region} is on record at {stage}, so that {norm} cannot be judged."
            );
        };
        let country = registry.name(largest.country);
        let share = percent(largest.share);
        let first = if has_countries && !by_sourcing {
            format!(
                "In {year} {share} of the consumption of {region} at {stage} is imported from {country}, the most of any third country"
            )
        } else {
            format!(
                "In {year} {region} sources {share} at {stage} from {country}, the most of any third country, which is a lower bound of its share of consumption"
            )
        };
        let verdict = match told.status {
            BenchmarkStatus::Met => format!("{norm} is met"),
            BenchmarkStatus::Missed => format!("more than {norm}"),
            BenchmarkStatus::DependsOnFigure => {
                format!("whether {norm} is met depends on the figure")
            }
            BenchmarkStatus::Unknown => format!("whether {norm} is met is not known"),
        };
        format!("{first}: {verdict}.")
    }
}

/// What a lower bound of a share says.
fn by_share(share: f64) -> BenchmarkStatus {
    if share > Benchmark::Dependence.threshold() {
        BenchmarkStatus::Missed
    } else {
        BenchmarkStatus::Unknown
    }
}
