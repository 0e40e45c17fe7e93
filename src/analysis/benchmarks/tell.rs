//! The words of benchmarks: sentences that may be quoted.

use std::collections::BTreeSet;

use crate::analysis::benchmarks::Asked;
use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::capacity::Judged;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::benchmarks::supply::Supply;
use crate::analysis::gaps::listed;
use crate::analysis::gaps::tonnes_word;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::region;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// Tonnes with groups of three digits: "82 613".
pub(in crate::analysis) fn tonnes(amount: f64) -> String {
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
pub(in crate::analysis) fn percent(share: f64) -> String {
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
        let year = figure.and_then(|it| self.asked.time_word(it));
        year.map_or_else(String::new, |it| format!(" of {it}"))
    }

    /// What a consumption is in a sentence: "249 400 t", "40 to 45 t".
    pub(super) fn amount_word(&self, it: &Amount) -> String {
        between_word(it.between)
    }

    pub(super) fn capacity_message(
        &self,
        judged: &Judged<'_>,
        told: &MaterialBenchmark,
        own: &Told,
    ) -> String {
        let rest = [
            self.parts_words(judged),
            self.superseded_words(judged, own),
            self.planned_words(judged.supply),
            self.lacking_words(judged, told),
        ];
        let sentence = self.judged_words(judged, told);
        format!("{sentence}{}.", rest.concat())
    }
}

/// "40 t", "40 to 45 t", "at least 40 t".
fn between_word(it: Between) -> String {
    match it {
        (Some(low), Some(high)) if low < high => {
            format!("{} to {} t", tonnes(low), tonnes(high))
        }
        (Some(low), None) => format!("at least {} t", tonnes(low)),
        (None, Some(high)) => format!("at most {} t", tonnes(high)),
        (low, high) => format!("{} t", tonnes(low.or(high).unwrap_or_default())),
    }
}

impl OfMaterial<'_> {
    fn judged_words(&self, judged: &Judged<'_>, told: &MaterialBenchmark) -> String {
        let benchmark = judged.benchmark;
        let is_judged = !self.asked.is_before_the_act();
        let article = if is_judged {
            benchmark.article()
        } else {
            "the benchmark, which the Act sets for 2030,"
        };
        let norm = format!("the {} of {article}", percent(benchmark.threshold()));
        let capacity = self.capacity_words(judged);
        let Some(consumed) = judged.consumption.first() else {
            let relative = self.members_consumed() + &self.relative_words(told);
            return format!(
                "{capacity}; how much of it is consumed there is not on record in tonnes, so that {norm} cannot be judged{relative}"
            );
        };
        let amount = self.amount_word(consumed);
        let of_year = self.of_year(Some(consumed.figure));
        if typical(consumed).is_none_or(|it| it <= 0.0) {
            return format!(
                "{capacity}; a consumption of {amount}{of_year} is no consumption that a share could be of, so that {norm} cannot be judged"
            );
        }
        let share = told.coverage.map_or_else(String::new, |it| {
            let bound = match consumed.between {
                (_, None) if told.coverage_is_about => "about ",
                (_, None) => "at most ",
                (low, high) if low != high && it > 0.0 => "at least ",
                _ => "",
            };
            let most = judged.deciding().next().and_then(|it| it.1);
            let most = most.filter(|it| told.capacity.is_some_and(|low| low < *it));
            let up_to = most.map_or_else(String::new, |most| {
                let share = most / typical(consumed).unwrap_or(f64::INFINITY);
                format!(" to {}", percent_beside(share, benchmark.threshold()))
            });
            let least = percent_beside(it, benchmark.threshold());
            format!("{bound}{least}{up_to} of ")
        });
        let verdict = match told.status {
            BenchmarkStatus::Met if is_judged => format!("{norm} is met"),
            BenchmarkStatus::Met => format!("no less than {}", norm.trim_end_matches(',')),
            BenchmarkStatus::Missed => format!("below {}", norm.trim_end_matches(',')),
            BenchmarkStatus::DependsOnFigure if !is_judged => {
                format!("whether it comes to {norm} depends on the figure")
            }
            BenchmarkStatus::Unknown if !is_judged => {
                format!("whether it comes to {norm} is not known")
            }
            BenchmarkStatus::DependsOnFigure => {
                format!("whether {norm} is met depends on the figure")
            }
            BenchmarkStatus::Unknown => format!("whether {norm} is met is not known"),
        };
        let relative = self.relative_words(told);
        if told.capacity.is_none() && judged.deciding().next().is_some() {
            return format!(
                "{capacity}, against a consumption of {amount}{of_year}: {verdict}{relative}"
            );
        }
        if told.capacity.is_none() {
            return format!(
                "{capacity}, of which {amount}{of_year} is consumed there: {verdict}{relative}"
            );
        }
        format!("{capacity}, {share}the consumption of {amount}{of_year}: {verdict}{relative}")
    }

    /// "In 2025 the European Union can process 82 613 t of nickel a year by production of 2021, which stands in for capacity".
    fn capacity_words(&self, judged: &Judged<'_>) -> String {
        let (year, region) = (self.asked.when.year, self.asked.region_word());
        let (can, material) = (can(judged.benchmark), self.material_word());
        let mut tells = judged.tells.iter();
        let first = tells.find_map(|it| Some((it, it.decides?)));
        let Some((first, between)) = first else {
            return format!(
                "In {year} nothing on record tells how much {material} {region} can {can}"
            );
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
            CapacityBasis::Production => {
                format!("by production{of_year}{laid}, which stands in for capacity")
            }
            CapacityBasis::Members => "as the sum over its members".to_owned(),
        };
        let amount = between_word(between);
        format!("In {year} {region} can {can} {amount} of {material} a year {by}")
    }

    /// What parts of the region are told to give, where nothing tells the capacity of the whole: "; of its parts: Belgium 50 t".
    fn parts_words(&self, judged: &Judged<'_>) -> String {
        if judged.deciding().next().is_some() {
            return String::new();
        }
        let registry = self.asked.registry;
        let supply = judged.supply;
        let stated = supply.stated.parts.iter().map(|it| (it, ""));
        let production = supply.production.parts.iter();
        let all = stated.chain(production.map(|it| (it, " by production")));
        let told = all.filter_map(|(it, by)| {
            let region = registry.reference(it.figure, figure::SUBJECT)?;
            let (name, amount) = (registry.name(region), self.amount_word(it));
            let of_year = self.of_year(Some(it.figure));
            Some(format!("{name} {amount}{by}{of_year}"))
        });
        let told: Vec<String> = told.collect();
        match told.len() {
            0 => String::new(),
            _ => format!("; of its parts: {}", listed(told)),
        }
    }

    /// Other years or sources of the figures that decide, where they tell more than twice or less than half as much.
    fn superseded_words(&self, judged: &Judged<'_>, own: &Told) -> String {
        let registry = self.asked.registry;
        let deciding = judged.tells.iter().filter(|it| it.decides.is_some());
        let deciding = deciding.filter_map(|it| it.amount.as_ref());
        let used: Vec<&Amount> = deciding.chain(judged.consumption).collect();
        let supply = judged.supply;
        let all = [&supply.stated, &supply.production, own].into_iter();
        let pairs = all.flat_map(|it| it.superseded.iter());
        let value = |row: Row| {
            let (low, high) = registry.figure_between(row)?;
            high.or(low)
        };
        let told = pairs.filter_map(|(winner, loser)| {
            let amount = used.iter().find(|it| it.figure == *winner)?;
            let (used, other) = (value(*winner)?, value(*loser)?);
            let differ = used.max(other) > 2.0 * used.min(other);
            let other = other
                * if amount.factor > 0.0 {
                    amount.factor
                } else {
                    1.0
                };
            let of_year = self.of_year(Some(*loser));
            differ.then(|| format!("{} t{of_year}", tonnes(other)))
        });
        let told: Vec<String> = told.collect();
        match told.len() {
            0 => String::new(),
            _ => format!("; other figures of the same tell {}", listed(told)),
        }
    }

    /// "; what is planned would add 50 t a year from 2028".
    fn planned_words(&self, supply: &Supply) -> String {
        let registry = self.asked.registry;
        let Some(more) = supply.planned.filter(|it| *it > 0.0) else {
            return String::new();
        };
        let is_capacity = |it: &&Row| {
            let quantity = registry.code::<Quantity>(**it, figure::QUANTITY);
            matches!(quantity, Some(Quantity::Capacity | Quantity::CapacityAdded))
        };
        let figures = supply.planned_figures.iter().filter(is_capacity);
        let years = figures.filter_map(|it| registry.figure_year(*it));
        let years: BTreeSet<i32> = years.filter(|it| *it > self.asked.when.year).collect();
        let from = match (years.first(), years.last()) {
            (Some(first), Some(last)) if first < last => {
                format!(" from {first}, all of it from {last}")
            }
            (Some(first), _) => format!(" from {first}"),
            _ => String::new(),
        };
        format!(
            "; what is planned would add {} t a year{from}",
            tonnes(more)
        )
    }

    /// How much is lacking at least, where more may be consumed than is told.
    fn lacking_words(&self, judged: &Judged<'_>, told: &MaterialBenchmark) -> String {
        let is_open = judged
            .consumption
            .first()
            .is_some_and(|it| it.between.1.is_none());
        let gap = told
            .gap
            .filter(|it| *it > 0.0 && is_open && !told.coverage_is_about);
        gap.map_or_else(String::new, |gap| {
            format!("; at least {} t a year are lacking", tonnes(gap))
        })
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
