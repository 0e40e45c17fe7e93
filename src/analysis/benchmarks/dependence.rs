//! The benchmark of dependence: no third country with more than 65 % of consumption at any relevant stage.
//!
//! Imports by country, in tonnes, are held against consumption. Where these do not decide, the Union's sourcing gives a lower
//! bound of a country's share of consumption, since what is consumed is at most what is produced and imported.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::ConsumptionVerdict;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::UnusedFigure;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::capacity::unusable;
use crate::analysis::benchmarks::imports::Imports;
use crate::analysis::benchmarks::imports::largest;
use crate::analysis::benchmarks::verdict::together;
use crate::model::codes::Stage;

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
        let has_countries = !imports.countries.is_empty();
        let each = own.amounts.iter();
        let each = each.map(|it| imports.verdict(it.between, threshold));
        let verdicts: Vec<BenchmarkStatus> = each.filter(|_| has_countries).collect();
        let by_tonnes = together(verdicts.iter().copied());
        let mut told = self.undecided(stage, by_tonnes);
        if has_countries {
            told.consumption = self.import_verdicts(&imports, (own, elsewhere));
            told.largest_third_country = largest(&imports, own.amounts.first());
            for it in imports.amounts().chain(&own.amounts) {
                told.rest_on(&it.figures, &it.notes);
            }
        }
        told.unused
            .extend(imports.unused.iter().map(|it| UnusedFigure {
                figure: it.0,
                reason: it.1,
            }));
        let by_imports = told.largest_third_country;
        let bound = self.sourcing_bound(&mut told, &verdicts);
        if let Some(bound) = bound {
            self.by_sourcing(&mut told, bound, threshold);
        } else if by_tonnes != BenchmarkStatus::Unknown {
            told.flipped_by = self.import_flips(&imports, own, by_tonnes);
        }
        told.message = self.dependence_message(&told, (by_imports, bound));
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
}
