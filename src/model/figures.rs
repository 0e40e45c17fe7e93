//! Figures of a subject, and the choice among those that answer the same question.
//!
//! The *key* of a figure is its identity without year and sources: figures of one key are tellings
//! of the same number for several years or by several sources, and one of them is chosen. Figures of
//! different keys never replace one another; where one number is needed and several keys have one, those of
//! whole years come before those of a part of one, then what happened before forecasts, then the better founded, then
//! the order of keys.

mod part_year;
mod rivals;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::cmp::Reverse;

use crate::model::codes::Confidence;
use crate::model::codes::Vintage;
pub use crate::model::figures::rivals::LostBy;
pub use crate::model::figures::rivals::Rivals;
use crate::model::kind::Kind;
use crate::model::quantity::Quantity;
use crate::model::record::Record;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::table::Column;
use crate::model::table::NOTE;
use crate::model::table::SOURCES;
use crate::model::tables::figure;
use crate::model::tables::source;
use crate::model::tables::table_of;

/// For which year a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The year.
    pub year: i32,
    /// Whether a later figure may stand in where there is none up to the year.
    pub nearest_years: bool,
    /// Whether what is planned counts as if it operated.
    pub include_planned: bool,
}

/// A figure chosen within its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The figure.
    pub figure: Row,
    /// Whether its year needs an assumption.
    pub year: ChosenYear,
}

/// How the year of a chosen figure stands to the year asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenYear {
    /// The latest year not after the one asked.
    UpTo,
    /// The figure has no year, and no dated one is usable.
    Undated,
    /// All years are later, and the question allows the nearest.
    Later,
}

impl Registry {
    /// The figures of a subject and quantity, ordered by slug.
    pub fn figures(&self, subject: Row, quantity: Quantity) -> Vec<Row> {
        let mut rows = self.figures_of(subject);
        rows.retain(|row| self.code(*row, figure::QUANTITY) == Some(quantity));
        rows
    }

    /// All figures of a subject, ordered by slug.
    pub fn figures_of(&self, subject: Row) -> Vec<Row> {
        self.referring(Kind::Figure, figure::SUBJECT, subject)
    }

    /// The chosen figure of each key of a subject and quantity, best first; keys without a usable
    /// figure are left out. O(f log f).
    pub fn chosen(&self, subject: Row, quantity: Quantity, when: When) -> Vec<Choice> {
        self.chosen_among(&self.figures(subject, quantity), when)
    }

    /// The same among some figures of a subject and quantity.
    pub fn chosen_among(&self, figures: &[Row], when: When) -> Vec<Choice> {
        self.chosen_of(figures, when, |it| self.figure_value(it).is_some())
    }

    /// The same, where a figure of which only bounds are known counts as one with a value.
    pub fn chosen_or_bounded(&self, figures: &[Row], when: When) -> Vec<Choice> {
        self.chosen_of(figures, when, |it| self.figure_between(it).is_some())
    }

    fn chosen_of(
        &self,
        figures: &[Row],
        when: When,
        is_usable: impl Fn(Row) -> bool,
    ) -> Vec<Choice> {
        let choose = |rows: &[Row]| {
            let usable = rows.iter().copied().filter(|it| is_usable(*it));
            self.choose(usable, when)
        };
        // Most subjects have at most one figure of a quantity, and a key costs far more than a look at a figure.
        if let [] | [_] = figures {
            return choose(figures).into_iter().collect();
        }
        let mut by_key = figures.to_vec();
        let key_order = |a: &Row, b: &Row| self.key_order(*a, *b);
        by_key.sort_by(key_order);
        let keys = by_key.chunk_by(|a, b| key_order(a, b).is_eq());
        let mut chosen: Vec<Choice> = keys.filter_map(choose).collect();
        self.sort_best_first(&mut chosen);
        for alike in chosen.chunk_by_mut(|a, b| self.how_good(*a) == self.how_good(*b)) {
            if alike.len() > 1 {
                alike.sort_by_cached_key(|it| self.figure_key(it.figure));
            }
        }
        chosen
    }

    /// Orders figures so that those of one key stand together. Only figures of equal key are equal; the order says
    /// nothing else. O(columns).
    fn key_order(&self, a: Row, b: Row) -> Ordering {
        let mut by_column = key_columns().map(|column| self.told_order(a, b, column));
        by_column.find(|it| it.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// How good a figure is beside those of other keys, the best first.
    fn how_good(&self, it: Choice) -> (bool, bool, Option<Confidence>) {
        let vintage = self.code(it.figure, figure::VINTAGE);
        let is_forecast = vintage.unwrap_or(Vintage::Actual) != Vintage::Actual;
        let confidence = self.code(it.figure, figure::CONFIDENCE);
        (self.is_of_part_of_year(it.figure), is_forecast, confidence)
    }

    /// Sorts choices of different keys: those of whole years before those of a part of one, what happened before forecasts,
    /// then by confidence; those alike keep their order.
    pub fn sort_best_first(&self, choices: &mut [Choice]) {
        choices.sort_by_cached_key(|it| self.how_good(*it));
    }

    /// The year a figure counts for: its own, or the last of its period; none if undated.
    pub fn figure_year(&self, row: Row) -> Option<i32> {
        self.int(row, figure::YEAR).or_else(|| {
            self.text(row, figure::PERIOD)?
                .split_once('/')?
                .1
                .parse()
                .ok()
        })
    }

    /// The value of a figure in its unit; none if only bounds are known or the source withholds it.
    pub fn figure_value(&self, row: Row) -> Option<f64> {
        self.number(row, figure::VALUE)
    }

    /// Between what a figure tells its number to lie, in its unit: at least and at most, the same where it has a value; none
    /// on a side that is not bounded. A value that is its own lower bound and has no upper one is at least so much, and the
    /// other way round. None if it has neither value nor bound.
    pub fn figure_between(&self, row: Row) -> Option<(Option<f64>, Option<f64>)> {
        let number = |column| self.number(row, column);
        let (low, high) = (number(figure::LOW), number(figure::HIGH));
        match (self.figure_value(row), low, high) {
            (None, None, None) => None,
            (None, low, high) => Some((low, high)),
            (Some(value), Some(low), None) if low >= value => Some((Some(value), None)),
            (Some(value), None, Some(high)) if high <= value => Some((None, Some(value))),
            (Some(value), _, _) => Some((Some(value), Some(value))),
        }
    }

    /// What a forecast tells beside which of its bounds it is: the same for all bounds that a source gives of one.
    pub fn forecast_key(&self, row: Row) -> String {
        let mut but = NOT_IN_KEY.to_vec();
        but.push(figure::VINTAGE);
        self.key_without(row, &but)
    }

    fn choose(&self, usable: impl Iterator<Item = Row>, when: When) -> Option<Choice> {
        let (dated, undated): (Vec<Row>, Vec<Row>) =
            usable.partition(|row| self.figure_year(*row).is_some());
        let (up_to, later): (Vec<Row>, Vec<Row>) = dated
            .into_iter()
            .partition(|row| self.figure_year(*row).is_some_and(|year| year <= when.year));
        let best = |rows: &[Row], year: ChosenYear| {
            rows.iter()
                .copied()
                .max_by(|a, b| self.rank(*a, *b, year))
                .map(|figure| Choice { figure, year })
        };
        best(&up_to, ChosenYear::UpTo)
            .or_else(|| best(&undated, ChosenYear::Undated))
            .or_else(|| best(&later, ChosenYear::Later).filter(|_| when.nearest_years))
    }

    /// Orders figures of one key, the one to choose last.
    fn rank(&self, a: Row, b: Row, year: ChosenYear) -> Ordering {
        self.ranked_by(a, b, year).0
    }

    /// Orders figures of one key, the one to choose last, and says what decides.
    fn ranked_by(&self, a: Row, b: Row, year: ChosenYear) -> (Ordering, LostBy) {
        let confidence = |row| Reverse(self.code::<Confidence>(row, figure::CONFIDENCE));
        let by_year = self.figure_year(a).cmp(&self.figure_year(b));
        let by_year = if year == ChosenYear::Later {
            by_year.reverse()
        } else {
            by_year
        };
        if by_year.is_ne() {
            return (by_year, LostBy::Year);
        }
        let by_confidence = confidence(a).cmp(&confidence(b));
        if by_confidence.is_ne() {
            return (by_confidence, LostBy::Confidence);
        }
        let by_source = self.newest_source(a).cmp(&self.newest_source(b));
        if by_source.is_ne() {
            return (by_source, LostBy::Source);
        }
        (self.slug(b).cmp(self.slug(a)), LostBy::Order)
    }

    /// When the newest source of a figure was published.
    fn newest_source(&self, row: Row) -> Option<&str> {
        let sources = self.references(row, SOURCES);
        sources.filter_map(|it| self.text(it, source::DATE)).max()
    }

    /// The key of a figure as one text: its identity without year and sources.
    fn figure_key(&self, row: Row) -> String {
        self.key_without(row, NOT_IN_KEY)
    }

    fn key_without(&self, row: Row, but: &[Column]) -> String {
        let mut record: Record = self.record(row);
        for column in but {
            record.unset(*column);
        }
        crate::model::canonical::key_json(&record)
    }
}

/// The columns by which figures of one key may differ.
const NOT_IN_KEY: &[Column] = &[
    NOTE,
    SOURCES,
    figure::VALUE,
    figure::LOW,
    figure::HIGH,
    figure::RAW,
    figure::CONFIDENCE,
    figure::YEAR,
    figure::PERIOD,
];

/// The columns of the key of a figure.
fn key_columns() -> impl Iterator<Item = Column> {
    let columns = table_of(Kind::Figure).map_or(0, |table| table.fields.len());
    let all = (0u8..).map(Column).take(columns);
    all.filter(|it| !NOT_IN_KEY.contains(it))
}
