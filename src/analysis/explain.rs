//! What a figure stands on: what its source wrote, how that became a number, which other figures could have been used, and
//! which answers it enters.

mod conversion;
mod enters;
#[cfg(test)]
mod tests;

use crate::analysis::explain::conversion::conversion;
use crate::analysis::explain::enters::enters;
use crate::model::ChosenYear;
use crate::model::Column;
use crate::model::LostBy;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::When;
use crate::model::codes::Confidence;
use crate::model::tables::figure;
use crate::network::words::at_the_start;

/// What a figure stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The figure.
    pub figure: Row,
    /// What it is about; none for a figure without subject.
    pub subject: Option<Row>,
    /// The number and unit as the source has them, where they were converted.
    pub raw: Option<String>,
    /// How the number became what it is, and what it comes to in the material's own mass; none where it has no value.
    pub conversion: Option<String>,
    /// Figures of the same subject and quantity that could be taken for answers to the same question, by id.
    pub rivals: Vec<Rival>,
    /// Its sources, in their order.
    pub sources: Vec<Row>,
    /// The terms of answers it enters if it is chosen, in words.
    pub enters: Vec<&'static str>,
    /// A sentence that may be quoted, without full stop: what it says, and whether it counts for the year asked.
    pub message: String,
}

/// A figure that could have been used instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rival {
    /// The figure.
    pub figure: Row,
    /// Why it is used, or not, without full stop.
    pub reason: String,
}

/// What a figure stands on, and whether it counts for the year asked. O(figures of its subject).
pub fn explain(registry: &Registry, of: Row, when: When) -> Derivation {
    let found = registry.rivals(of, when);
    let told = found.others.iter().map(|(row, lost_by)| Rival {
        figure: *row,
        reason: match lost_by {
            Some(lost_by) => reason(registry, *row, lost_by, when),
            None => format!("it is the one that counts for {}", when.year),
        },
    });
    let quantity = registry.code::<Quantity>(of, figure::QUANTITY);
    Derivation {
        figure: of,
        subject: registry.reference(of, figure::SUBJECT),
        raw: registry.text(of, figure::RAW).map(str::to_owned),
        conversion: conversion(registry, of),
        rivals: told.collect(),
        sources: registry.references(of, SOURCES).collect(),
        enters: quantity.map_or_else(Vec::new, |it| enters(it).to_vec()),
        message: message(registry, of, (found.lost_by.as_ref(), found.year), when),
    }
}

fn message(
    registry: &Registry,
    of: Row,
    (lost_by, year_of): (Option<&LostBy>, Option<ChosenYear>),
    when: When,
) -> String {
    let subject = registry.reference(of, figure::SUBJECT);
    let subject = subject.map_or_else(String::new, |it| at_the_start(registry.name(it)));
    let quantity = registry.code::<Quantity>(of, figure::QUANTITY);
    let quantity = quantity.map_or("", |it| it.code()).replace('-', " ");
    let of_stage = registry.code::<crate::model::codes::Stage>(of, figure::STAGE);
    let of_stage = of_stage.map(|it| format!(" at {}", it.code().to_lowercase()));
    let name_of = |column| registry.reference(of, column).map(|it| registry.name(it));
    let material = name_of(figure::MATERIAL).map(|it| format!(" of {it}"));
    let partner = name_of(figure::PARTNER).map(|it| format!(", {it}"));
    let year = registry.figure_year(of);
    let year = year.map_or_else(|| "without year".to_owned(), |it| it.to_string());
    let told = told_value(registry, of);
    let counts = match (lost_by, year_of) {
        (Some(lost_by), _) => format!(
            "not used for {}: {}",
            when.year,
            reason(registry, of, lost_by, when)
        ),
        (None, Some(ChosenYear::Later)) => {
            format!("used for {}, as a later year may stand in", when.year)
        }
        (None, Some(ChosenYear::Undated)) => {
            format!("used for {}, as no dated figure is usable", when.year)
        }
        (None, _) => format!("used for {}", when.year),
    };
    let what = [of_stage, material, partner].into_iter().flatten();
    let what: String = what.collect();
    format!("{subject}, {quantity}{what}: {told} ({year}); {counts}")
}

/// The value of a figure with its unit, or its bounds.
pub(super) fn told_value(registry: &Registry, of: Row) -> String {
    let unit = match registry.text(of, figure::UNIT) {
        Some("1") | None => String::new(),
        Some(unit) => format!(" {unit}"),
    };
    let number = |column| registry.number(of, column);
    let (low, high) = (number(figure::LOW), number(figure::HIGH));
    match (registry.figure_value(of), low, high) {
        (Some(value), Some(low), None) if low == value => format!("at least {value}{unit}"),
        (Some(value), ..) => format!("{value}{unit}"),
        (None, Some(low), Some(high)) => format!("between {low} and {high}{unit}"),
        (None, Some(low), None) => format!("at least {low}{unit}"),
        (None, None, Some(high)) => format!("at most {high}{unit}"),
        (None, None, None) => "no value".to_owned(),
    }
}

/// Why a figure is not used.
fn reason(registry: &Registry, row: Row, lost_by: &LostBy, when: When) -> String {
    match lost_by {
        LostBy::NoValue => "it has no value: only bounds, or withheld by the source".to_owned(),
        LostBy::LaterYear => format!("it is of a year after the one asked, {}", when.year),
        LostBy::Undated => "it has no year, and a figure with one is usable".to_owned(),
        LostBy::Year => format!("its year is farther from the one asked, {}", when.year),
        LostBy::Confidence => {
            let confidence = registry.code::<Confidence>(row, figure::CONFIDENCE);
            let confidence = confidence.map_or("less well founded", |it| it.code());
            format!(
                "it is {}, and one that is better founded is usable",
                confidence.to_lowercase()
            )
        }
        LostBy::Source => "its source is older".to_owned(),
        LostBy::Order => "nothing tells them apart, so that the order of ids decides".to_owned(),
        LostBy::OtherQuestion(columns) => {
            let names: Vec<String> = columns.iter().map(|it| column_name(*it)).collect();
            format!(
                "it is of another {}, and never replaces this one",
                names.join(" and ")
            )
        }
    }
}

fn column_name(column: Column) -> String {
    let name = figure::TABLE.field(column).name.replace('_', " ");
    match column {
        figure::CONTAINED_OF => "element or compound contained".to_owned(),
        _ => name,
    }
}
