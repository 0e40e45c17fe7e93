//! What the Union's sourcing says of dependence, and the words of that benchmark.
//!
//! A country's part of what the Union sources is a lower bound of its part of consumption: what is consumed is at most what is
//! produced and imported.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::RelativeView;
use crate::analysis::benchmarks::flips::Lever;
use crate::analysis::benchmarks::flips::flips;
use crate::analysis::benchmarks::materials::members;
use crate::analysis::benchmarks::tell::percent;
use crate::analysis::gaps::listed;
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
use crate::network::words::in_sentence;

impl OfMaterial<'_> {
    /// The third country with the largest part of what the Union sources, where that decides: where imports leave it open, and
    /// where they decide with some figures of consumption only and it is above what is allowed.
    pub(super) fn sourcing_bound(
        &self,
        told: &mut MaterialBenchmark,
        verdicts: &[BenchmarkStatus],
    ) -> Option<CountryShare> {
        let is_unknown = told.status == BenchmarkStatus::Unknown;
        let has = |it: BenchmarkStatus| verdicts.contains(&it);
        let is_open = has(BenchmarkStatus::Unknown)
            && !has(BenchmarkStatus::DependsOnFigure)
            && !(has(BenchmarkStatus::Met) && has(BenchmarkStatus::Missed));
        if !is_unknown && !is_open {
            return None;
        }
        let relative = self.relative(told.stage)?;
        let first = relative.third_countries.first().copied();
        let first = first.filter(|_| self.asked.is_union);
        let is_proven = first.is_some_and(|it| by_share(it.share) == BenchmarkStatus::Missed);
        if !is_unknown && !is_proven {
            return None;
        }
        told.relative = Some(relative);
        first
    }

    /// The lower bound by what the Union sources, for the Union alone.
    pub(super) fn by_sourcing(
        &self,
        told: &mut MaterialBenchmark,
        first: CountryShare,
        threshold: f64,
    ) {
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

    /// "In 2025 66 % of … is imported from …: more than the 65 % of Art. 5(1)(b)."; with the third country of which imports
    /// tell the most, and that of the Union's sourcing where that decides.
    pub(super) fn dependence_message(
        &self,
        told: &MaterialBenchmark,
        (by_imports, bound): (Option<CountryShare>, Option<CountryShare>),
    ) -> String {
        let registry = self.asked.registry;
        let (year, region) = (self.asked.when.year, self.asked.region_word());
        let stage = format!("{} of {}", stage_word(told.stage), self.material_word());
        let norm = format!("the 65 % of {}", Benchmark::Dependence.article());
        let members = self.members_words(told);
        let country = |it: CountryShare| registry.name(it.country);
        let is_decided = told.status != BenchmarkStatus::Unknown;
        let imported = by_imports.map(|it| {
            format!(
                "{} of the consumption of {region} at {stage} is imported from {}, the most of any third country",
                percent(it.share),
                country(it)
            )
        });
        let sourced = bound.map(|it| {
            format!(
                "{region} sources {} at {stage} from {}, the most of any third country, which is a lower bound of its share of consumption",
                percent(it.share),
                country(it)
            )
        });
        let first = match (imported, sourced) {
            (Some(imported), Some(sourced)) => format!("{sourced}; {imported}"),
            (Some(it), None) | (None, Some(it)) => it,
            (None, None) if is_decided => format!(
                "the imports of {region} at {stage} are on record, though of no third country a share of consumption can be told"
            ),
            (None, None) => {
                return format!(
                    "In {year} no share of a third country in the consumption of {region} is on record at {stage}, so that {norm} cannot be judged{members}."
                );
            }
        };
        let verdict = match told.status {
            BenchmarkStatus::Met => format!("{norm} is met"),
            BenchmarkStatus::Missed => format!("more than {norm}"),
            BenchmarkStatus::DependsOnFigure => {
                format!("whether {norm} is met depends on the figure")
            }
            BenchmarkStatus::Unknown => format!("whether {norm} is met is not known"),
        };
        format!("In {year} {first}: {verdict}{members}.")
    }

    /// Which members of a group miss it where of the group it is not known: "; of its members cerium misses it".
    fn members_words(&self, told: &MaterialBenchmark) -> String {
        let registry = self.asked.registry;
        if told.status != BenchmarkStatus::Unknown {
            return String::new();
        }
        let misses = |member: &Row| {
            let of = OfMaterial {
                asked: self.asked,
                material: *member,
                member_of: Some(self.material),
                supplies: &[],
                members: &[],
                all: self.all,
            };
            let mut stages = of.dependence().into_iter();
            stages.any(|it| it.stage == told.stage && it.status == BenchmarkStatus::Missed)
        };
        let missing = members(registry, self.material).into_iter().filter(misses);
        let names: Vec<String> = missing.map(|it| in_sentence(registry.name(it))).collect();
        match names.len() {
            0 => String::new(),
            1 => format!("; of its members {} misses it", names[0]),
            _ => format!("; of its members {} miss it", listed(names)),
        }
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
