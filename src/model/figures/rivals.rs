//! Why one figure is used and another one is not: the choice within a key, told for every figure that could be taken for
//! an answer to the same question.

use crate::model::figures::ChosenYear;
use crate::model::figures::When;
use crate::model::figures::key_columns;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::table::Column;
use crate::model::tables::figure;

/// Why a figure is not the one chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LostBy {
    /// It has no value: only bounds are known, or the source withholds it.
    NoValue,
    /// It is of a year after the one asked.
    LaterYear,
    /// It has no year, and a dated one is usable.
    Undated,
    /// Its year is farther from the one asked.
    Year,
    /// It is less well founded.
    Confidence,
    /// Its source is older.
    Source,
    /// Nothing tells them apart but the order of their ids.
    Order,
    /// It answers another question: the columns in which it differs. Neither replaces the other.
    OtherQuestion(Vec<Column>),
}

/// A figure among those that may be taken for answers to the same question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rivals {
    /// The figure of its key that counts for the year asked; none if none does.
    pub chosen: Option<Row>,
    /// Whether the year of the chosen one needs an assumption.
    pub year: Option<ChosenYear>,
    /// Why the figure asked for is not the chosen one; none if it is.
    pub lost_by: Option<LostBy>,
    /// The others, by slug, each with the reason why it is not chosen; none for the one that is.
    pub others: Vec<(Row, Option<LostBy>)>,
}

/// Columns in which a figure is no rival of another: it is of something else altogether.
const OF_SOMETHING_ELSE: &[Column] = &[
    figure::MATERIAL,
    figure::STAGE,
    figure::PARTNER,
    figure::SECTOR,
];

impl Registry {
    /// The figures of the same subject, quantity, material, stage, partner and sector, and why which of them is used.
    /// O(figures of the subject · columns).
    pub fn rivals(&self, of: Row, when: When) -> Rivals {
        let subject = self.reference(of, figure::SUBJECT);
        let alike: Vec<Row> = subject.map_or_else(Vec::new, |it| self.figures_of(it));
        let differing = |row: Row| (row, self.key_columns_apart(of, row));
        let told = alike.into_iter().filter(|it| *it != of).map(differing);
        let told: Vec<(Row, Vec<Column>)> = told
            .filter(|(_, apart)| {
                let is_else =
                    |it: &Column| *it == figure::QUANTITY || OF_SOMETHING_ELSE.contains(it);
                !apart.iter().any(is_else)
            })
            .collect();
        let of_key = told.iter().filter(|it| it.1.is_empty()).map(|it| it.0);
        let of_key: Vec<Row> = of_key.chain([of]).collect();
        let usable = of_key.iter().copied();
        let usable = usable.filter(|it| self.figure_value(*it).is_some());
        let choice = self.choose(usable, when);
        let lost = |row: Row| match choice {
            Some(choice) if choice.figure == row => None,
            Some(choice) => Some(self.lost_to(row, choice.figure, choice.year)),
            None if self.figure_value(row).is_none() => Some(LostBy::NoValue),
            None => Some(LostBy::LaterYear),
        };
        let reason = |(row, apart): (Row, Vec<Column>)| match apart.is_empty() {
            true => (row, lost(row)),
            false => (row, Some(LostBy::OtherQuestion(apart))),
        };
        Rivals {
            chosen: choice.map(|it| it.figure),
            year: choice.map(|it| it.year),
            lost_by: lost(of),
            others: told.into_iter().map(reason).collect(),
        }
    }

    /// Why a figure of a key lost against the chosen one.
    fn lost_to(&self, row: Row, chosen: Row, year: ChosenYear) -> LostBy {
        let is_dated = self.figure_year(row).is_some();
        if self.figure_value(row).is_none() {
            return LostBy::NoValue;
        }
        match year {
            ChosenYear::UpTo if !is_dated => LostBy::Undated,
            ChosenYear::UpTo if self.figure_year(row) > self.figure_year(chosen) => {
                LostBy::LaterYear
            }
            ChosenYear::Undated if is_dated => LostBy::LaterYear,
            _ => self.ranked_by(row, chosen, year).1,
        }
    }

    /// The columns of the key in which two figures differ.
    /// Whether two figures answer the same question, for any year and by any source. O(columns).
    pub fn are_of_one_key(&self, one: Row, other: Row) -> bool {
        self.key_columns_apart(one, other).is_empty()
    }

    fn key_columns_apart(&self, one: Row, other: Row) -> Vec<Column> {
        key_columns()
            .filter(|column| !self.is_same(one, other, *column))
            .collect()
    }
}
