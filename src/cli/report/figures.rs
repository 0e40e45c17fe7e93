//! Figures of a report: amounts side by side, each with what it counts.

use serde_json::Value;

use crate::cli::report::citing::Citing;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Column;
use crate::cli::report::document::Row;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::report::document::spaced;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::plain;

/// A code in words: `CARE_AND_MAINTENANCE` as `care and maintenance`.
pub(super) fn words(code: &Value) -> String {
    plain(code).to_lowercase().replace('_', " ")
}

/// The year or period of a figure, or that it has none.
pub(super) fn when(figure: &Value) -> String {
    match (figure["period"].as_str(), figure["year"].as_i64()) {
        (Some(period), _) => period.replace('/', " to "),
        (None, Some(year)) => year.to_string(),
        (None, None) => "undated".to_owned(),
    }
}

/// The value of a figure with its bounds, in words.
pub(super) fn value(figure: &Value) -> String {
    let of = |key: &str| figure[key].as_f64().map(|it| spaced(&amount(it)));
    match (of("value"), of("low"), of("high")) {
        (Some(value), Some(low), None) if value == low => format!("at least {value}"),
        (Some(value), Some(low), Some(high)) => format!("{value} ({low} to {high})"),
        (Some(value), ..) => value,
        (None, Some(low), Some(high)) => format!("{low} to {high}"),
        (None, Some(low), None) => format!("at least {low}"),
        (None, None, Some(high)) => format!("at most {high}"),
        (None, None, None) => missing(figure),
    }
}

fn missing(figure: &Value) -> String {
    let why = words(&figure["missing"]);
    match why.is_empty() {
        true => "no number".to_owned(),
        false => format!("no number: {why}"),
    }
}

/// A figure in short: value, unit, what it is of, year.
pub(super) fn short(figure: &Value) -> String {
    let of = [
        plain(&figure["product"]["name"]),
        match figure["containedOf"].as_str() {
            Some(of) => format!("contained {of}"),
            None => words(&figure["basis"]),
        },
        plain(&figure["form"]),
        plain(&figure["definition"]),
    ];
    let of: Vec<String> = of.into_iter().filter(|it| !it.is_empty()).collect();
    let (value, unit) = (value(figure), plain(&figure["unit"]));
    format!("{value} {unit} ({}, {})", of.join(", "), when(figure))
}

/// The columns of figures of regions side by side.
pub(super) fn columns(of_material: bool) -> Vec<Column> {
    let first = match of_material {
        true => printed("region", ""),
        false => printed("material", ""),
    };
    vec![
        first,
        printed("what", ""),
        printed("stage", ""),
        printed("amount", ""),
        besides("low", ""),
        besides("high", ""),
        printed("unit", ""),
        printed("year", ""),
        printed("what it counts", ""),
        besides("vintage", ""),
        besides("confidence", ""),
        besides("figure", ""),
    ]
}

/// A row of such a table; `first` is the region or material.
pub(super) fn row(figure: &Value, first: String, citing: &mut Citing) -> Row {
    let counted = [
        plain(&figure["product"]["name"]),
        plain(&figure["form"]),
        match figure["containedOf"].as_str() {
            Some(of) => format!("contained {of}"),
            None => words(&figure["basis"]),
        },
        match figure["partner"]["name"].as_str() {
            Some(partner) => format!("with {partner}"),
            None => String::new(),
        },
        plain(&figure["scope"]),
        plain(&figure["definition"]),
        match figure["vintage"].as_str() {
            Some("ACTUAL") | None => String::new(),
            Some(_) => words(&figure["vintage"]),
        },
    ];
    let counted: Vec<String> = counted.into_iter().filter(|it| !it.is_empty()).collect();
    let value = match figure["value"].as_f64() {
        Some(value) if figure["low"].is_null() && figure["high"].is_null() => Cell::Number(value),
        _ => Cell::text(self::value(figure)),
    };
    Row {
        cells: vec![
            Cell::text(first),
            Cell::text(words(&figure["quantity"])),
            Cell::text(words(&figure["stage"])),
            value,
            Cell::number(&figure["low"]),
            Cell::number(&figure["high"]),
            Cell::text(plain(&figure["unit"])),
            Cell::text(when(figure)),
            Cell::text(counted.join("; ")),
            Cell::text(words(&figure["vintage"])),
            Cell::text(words(&figure["confidence"])),
            Cell::text(plain(&figure["id"])),
        ],
        year: when(figure),
        unit: plain(&figure["unit"]),
        article: String::new(),
        sources: citing.of(figure),
        is_printed: true,
    }
}

/// Names of records, in one cell.
pub(super) fn names(list: &Value) -> String {
    let names = items(list).iter().map(|it| plain(&it["name"]));
    names.collect::<Vec<_>>().join(", ")
}

/// Codes in one cell, in words.
pub(super) fn codes(list: &Value) -> String {
    let codes = items(list).iter().map(words);
    codes.collect::<Vec<_>>().join(", ")
}
