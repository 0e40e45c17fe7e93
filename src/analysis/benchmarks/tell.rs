//! The words of benchmarks: sentences that may be quoted.

use crate::analysis::benchmarks::Asked;
use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::capacity::Judged;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::gaps::tonnes_word;
use crate::model::Row;
use crate::model::tables::region;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// Tonnes with groups of three digits: "82 613".
pub(super) fn tonnes(amount: f64) -> String {
    let word = if amount == 0.0 {
        "0".to_owned()
    } else {
        tonnes_word(amount)
    };
    let (whole, rest) = word.split_once('.').unwrap_or((&word, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    if !rest.is_empty() {
        grouped += &format!(".{rest}");
    }
    grouped
}

/// A share in percent: "33.1 %".
pub(super) fn percent(share: f64) -> String {
    format!("{} %", significant(100.0 * share, 3))
}

/// The same with as many digits as tell it from what it is held against.
fn percent_beside(share: f64, threshold: f64) -> String {
    let told = percent(share);
    if told == percent(threshold) && share != threshold {
        return format!("{} %", significant(100.0 * share, 9));
    }
    told
}

pub(super) fn status_word(status: BenchmarkStatus) -> &'static str {
    match status {
        BenchmarkStatus::Met => "met",
        BenchmarkStatus::Missed => "missed",
        BenchmarkStatus::DependsOnFigure => "met by one figure and missed by another",
        BenchmarkStatus::Unknown => "not decided",
    }
}

impl Asked<'_> {
    /// The region within a sentence; blocs and groups have an article.
    pub(super) fn region_word(&self) -> String {
        let name = self.registry.name(self.region);
        // What stands in brackets tells a region from its namesakes; a sentence need not.
        let name = name.split_once(" (").map_or(name, |it| it.0);
        let mut members = self.registry.references(self.region, region::MEMBERS);
        if members.next().is_some() {
            format!("the {name}")
        } else {
            name.to_owned()
        }
    }
}

fn can(benchmark: Benchmark) -> &'static str {
    match benchmark {
        Benchmark::Extraction => "extract",
        Benchmark::Processing => "process",
        Benchmark::Recycling | Benchmark::Dependence => "recycle",
    }
}

impl OfMaterial<'_> {
    pub(super) fn material_word(&self) -> String {
        in_sentence(self.asked.registry.name(self.material))
    }

    /// "of 2021", or nothing for what has no year.
    fn of_year(&self, figure: Option<Row>) -> String {
        let year = figure.and_then(|it| self.asked.registry.figure_year(it));
        year.map_or_else(String::new, |it| format!(" of {it}"))
    }

    /// What a consumption is in a sentence: "249 400 t", "40 to 45 t".
    pub(super) fn amount_word(&self, it: &Amount) -> String {
        match it.between {
            (Some(low), Some(high)) if low < high => {
                format!("{} to {} t", tonnes(low), tonnes(high))
            }
            (Some(low), None) => format!("at least {} t", tonnes(low)),
            (None, Some(high)) => format!("at most {} t", tonnes(high)),
            (low, high) => format!("{} t", tonnes(low.or(high).unwrap_or_default())),
        }
    }

    pub(super) fn capacity_message(&self, judged: &Judged<'_>, told: &MaterialBenchmark) -> String {
        let benchmark = judged.benchmark;
        let norm = format!(
            "the {} of {}",
            percent(benchmark.threshold()),
            benchmark.article()
        );
        let capacity = self.capacity_words(judged, told);
        let Some(consumed) = judged.consumption.first() else {
            let relative = self.members_consumed() + &self.relative_words(told);
            return format!(
                "{capacity}; how much of it is consumed there is not on record in tonnes, so that {norm} cannot be judged{relative}."
            );
        };
        let amount = self.amount_word(consumed);
        let of_year = self.of_year(Some(consumed.figure));
        if typical(consumed).is_none_or(|it| it <= 0.0) {
            return format!(
                "{capacity}; a consumption of {amount}{of_year} is no consumption that a share could be of, so that {norm} cannot be judged."
            );
        }
        let share = told.coverage.map_or_else(String::new, |it| {
            let bound = match consumed.between {
                (_, None) if told.coverage_is_about => "about ",
                (_, None) => "at most ",
                (low, high) if low != high && it > 0.0 => "at least ",
                _ => "",
            };
            format!("{bound}{} of ", percent_beside(it, benchmark.threshold()))
        });
        let verdict = match told.status {
            BenchmarkStatus::Met => format!("{norm} is met"),
            BenchmarkStatus::Missed => format!("below {norm}"),
            BenchmarkStatus::DependsOnFigure => {
                format!("whether {norm} is met depends on the figure")
            }
            BenchmarkStatus::Unknown => format!("whether {norm} is met is not known"),
        };
        let relative = self.relative_words(told);
        if told.capacity.is_none() {
            return format!(
                "{capacity}, of which {amount}{of_year} is consumed there: {verdict}{relative}."
            );
        }
        format!("{capacity}, {share}the consumption of {amount}{of_year}: {verdict}{relative}.")
    }

    /// "In 2025 the European Union can process at least 82 613 t of nickel a year by production of 2021".
    fn capacity_words(&self, judged: &Judged<'_>, told: &MaterialBenchmark) -> String {
        let (year, region) = (self.asked.when.year, self.asked.region_word());
        let (can, material) = (can(judged.benchmark), self.material_word());
        let first = judged.tells.iter().find(|it| it.decides.is_some());
        let (Some(capacity), Some(first)) = (told.capacity, first) else {
            return format!(
                "In {year} nothing on record tells how much {material} {region} can {can}"
            );
        };
        let at_least = if told.capacity_is_at_least {
            "at least "
        } else {
            ""
        };
        let of_year = self.of_year(first.amount.as_ref().map(|it| it.figure));
        let laid = if first.is_adjusted() {
            " and what the scenario changes at sites"
        } else {
            ""
        };
        let by = match first.basis {
            CapacityBasis::Sites => "at the sites on record".to_owned(),
            CapacityBasis::Stated => format!("by a stated capacity{of_year}{laid}"),
            CapacityBasis::Production if told.status == BenchmarkStatus::Missed => {
                format!("by production{of_year}{laid}, which stands in for its capacity")
            }
            CapacityBasis::Production => format!("by production{of_year}{laid}"),
            CapacityBasis::Members => "as the sum over its members".to_owned(),
        };
        format!(
            "In {year} {region} can {can} {at_least}{} t of {material} a year {by}",
            tonnes(capacity)
        )
    }

    /// What the Union's sourcing tells, after a sentence on tonnes.
    pub(super) fn relative_words(&self, told: &MaterialBenchmark) -> String {
        let Some(relative) = &told.relative else {
            return String::new();
        };
        let own = percent(relative.own_share);
        let region = self.asked.region_word();
        let third = relative.third_countries.first().map(|it| {
            let country = self.asked.registry.name(it.country);
            format!(
                ", of third countries the most from {country} ({})",
                percent(it.share)
            )
        });
        format!(
            "; of what the Union sources at this stage, {own} comes from {region}{}",
            third.unwrap_or_default()
        )
    }
}
