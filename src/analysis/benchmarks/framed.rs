//! What frames the sentences of benchmarks: the scenario, years to come, and years before the Act.

use crate::analysis::benchmarks::Asked;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::tables::figure;
use crate::network::words::in_sentence;

/// The year of Regulation (EU) 2024/1252.
const YEAR_OF_THE_ACT: i32 = 2024;

impl Asked<'_> {
    /// A sentence that begins with the year, or counts materials, as one under the scenario of the question or of what is known
    /// of a year to come.
    pub(super) fn framed(&self, sentence: &str, figures: &[Row]) -> String {
        let year = self.when.year;
        let known = (year > self.snapshot.reference_year()).then(|| {
            let told = self
                .years(figures)
                .map_or_else(String::new, |years| format!(" ({years})"));
            format!("as far as is known{told}, ")
        });
        let scenario = self.before.is_some().then_some("under the scenario, ");
        let frame = [scenario.map(str::to_owned), known];
        let frame: String = frame.into_iter().flatten().collect();
        if frame.is_empty() {
            return sentence.to_owned();
        }
        crate::network::words::at_the_start(&format!("{frame}{}", in_sentence(sentence)))
    }

    /// "figures of 2016 to 2021", up to the year asked; none if no tonnes or shares of supply are of such a year.
    fn years(&self, figures: &[Row]) -> Option<String> {
        let counts = |it: &Row| {
            let quantity = self.registry.code::<Quantity>(*it, figure::QUANTITY);
            quantity.is_some_and(|it| it.unit() == "t/a" || it == Quantity::EuSourcingShare)
        };
        let years = figures.iter().filter(|it| counts(it));
        let years = years.filter_map(|it| self.registry.figure_year(*it));
        let years = years.filter(|it| *it <= self.when.year);
        let (first, last) = years.fold(None, |found: Option<(i32, i32)>, year| {
            let (first, last) = found.unwrap_or((year, year));
            Some((first.min(year), last.max(year)))
        })?;
        if first == last {
            Some(format!("figures of {first}"))
        } else {
            Some(format!("figures of {first} to {last}"))
        }
    }

    /// Whether the Act was not there yet: then nothing is judged by it.
    pub(super) fn is_before_the_act(&self) -> bool {
        self.is_union && self.when.year < YEAR_OF_THE_ACT
    }

    /// The time a figure is of: "2021", "2016 to 2020"; none for one that has none.
    pub(super) fn time_word(&self, row: Row) -> Option<String> {
        let registry = self.registry;
        let year = registry.int(row, figure::YEAR).map(|it| it.to_string());
        let period = || Some(registry.text(row, figure::PERIOD)?.replace('/', " to "));
        year.or_else(period)
    }
}
