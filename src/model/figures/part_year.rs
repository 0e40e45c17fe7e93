//! Figures a year that are told of a part of it only.

use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::figure;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that single out one half or quarter.
const WHICH: [&str; 5] = ["first", "second", "third", "fourth", "last"];

impl Registry {
    /// Whether what a figure counts is told to be that of a part of a year: its definition or scope names such months, a half or
    /// a quarter of a year. A period is of whole years. O(length of the texts).
    pub fn is_of_part_of_year(&self, figure: Row) -> bool {
        let texts = [figure::DEFINITION, figure::SCOPE].into_iter();
        let mut texts = texts.filter_map(|it| self.text(figure, it));
        texts.any(tells_part)
    }
}

fn tells_part(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split(|it: char| !it.is_alphanumeric());
    let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    match dated_months(&words).as_slice() {
        [] => (0..words.len()).any(|at| is_share_of_year(&words[at..])),
        [_] => words.contains(&"only"),
        [(from, first), (to, last)] => {
            let across = match (first, last) {
                (Some(first), Some(last)) => last - first,
                _ => i64::from(to < from),
            };
            // From a day of a month to that of the same month a year later is 13 by this, and a year.
            (1..12).contains(&(12 * across + to - from + 1))
        }
        _ => false,
    }
}

/// Months in the order named, from 0, each with the year told between it and the next. "May" is one beside a number.
fn dated_months(words: &[&str]) -> Vec<(i64, Option<i64>)> {
    let number = |at: usize| words.get(at).and_then(|it| it.parse::<i64>().ok());
    let mut found: Vec<(i64, Option<i64>)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let beside = number(at + 1).or_else(|| at.checked_sub(1).and_then(number));
        let month = (0..).zip(MONTHS).find(|it| it.1 == *word);
        match month.filter(|it| it.1 != "may" || beside.is_some()) {
            Some((month, _)) => found.push((month, None)),
            None => {
                let year = number(at).filter(|it| *it >= 1000);
                if let Some((last, year)) = found.last_mut().zip(year) {
                    last.1 = Some(year);
                }
            }
        }
    }
    found
}

/// "first half of 2015", "last quarter of the year".
fn is_share_of_year(words: &[&str]) -> bool {
    let [which, "half" | "quarter", "of", rest @ ..] = words else {
        return false;
    };
    let is_year = |it: &str| it.len() == 4 && it.parse::<u16>().is_ok();
    let of_year = matches!(rest, ["the", "year", ..]) || rest.first().is_some_and(|it| is_year(it));
    WHICH.contains(which) && of_year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_halves_and_quarters_are_parts_of_a_year_and_a_year_is_not() {
        for part in [
            "15 August to 31 December 2015 only",
            "January to November",
            "November 2014 to March 2015",
            "November to March",
            "June to June 2015",
            "from 3 May to October",
            "August 2015 only",
            "first half of 2015",
            "Last quarter of the year",
        ] {
            assert!(tells_part(part), "{part}");
        }
        for whole in [
            "",
            "dry",
            "January to December",
            "1 July 2014 to 30 June 2015",
            "October to September",
            "1 June 2014 to 1 June 2015",
            "August 2014 to March 2016",
            "year to June 2020",
            "during about two years of construction",
            "first half of the heap",
            "what may arise to June",
            "up to, design",
        ] {
            assert!(!tells_part(whole), "{whole}");
        }
    }
}
