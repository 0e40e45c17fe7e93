//! The rows of one sheet, one at a time, and what its cells hold as text.

use std::borrow::Cow;
use std::io::BufRead;

use jiff::civil::Date;
use jiff::civil::date;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::exchange::import::xlsx::book::Book;
use crate::exchange::import::xlsx::book::Shown;
use crate::exchange::import::xlsx::parts::Fault;
use crate::exchange::import::xlsx::parts::Xml;
use crate::exchange::import::xlsx::parts::attribute;

/// A cell that is not empty.
pub(super) struct SheetCell<'b> {
    /// Its column, 0 for A.
    pub(super) column: u32,
    pub(super) content: Content<'b>,
}

/// What a cell holds.
pub(super) enum Content<'b> {
    /// Text, or a number, date or flag as text.
    Text(Cow<'b, str>),
    /// A number that is shown times a hundred, with `%`.
    Percent(String),
    /// Nothing that could be read: what is wrong, and what would be right.
    Fault(String, &'static str),
}

/// Cells that are merged, as first and last column and row; rows from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) columns: (u32, u32),
    pub(super) rows: (u32, u32),
}

/// Rows and columns that a sheet may have.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// Merged ranges that are told of.
const MAX_MERGED: usize = 1000;

/// Gives every row with a cell that is not empty to `take`, with its number; the ranges that are merged. `reached` is the row
/// that was begun last.
pub(super) fn each_row<'b>(
    xml: &mut Xml<impl BufRead>,
    book: &'b Book,
    reached: &mut u32,
    mut take: impl FnMut(u32, &[SheetCell<'b>]) -> Result<(), Fault>,
) -> Result<Vec<Merged>, Fault> {
    let mut buffer = Vec::new();
    let mut merged = Vec::new();
    let mut cells: Vec<SheetCell<'b>> = Vec::new();
    let (mut row, mut next_column) = (0, 0);
    let mut is_data = false;
    loop {
        match xml.next(&mut buffer)? {
            Event::Eof => return Ok(merged),
            Event::Start(start) => match start.local_name().as_ref() {
                "sheetData" => is_data = true,
                "row" if is_data => {
                    row = row_number(&start, row)?;
                    *reached = row;
                    next_column = 0;
                    cells.clear();
                }
                "c" if is_data => {
                    let column = column_of(&start, row, next_column)?;
                    next_column = column + 1;
                    let content = content(&start, xml, book)?;
                    cells.extend(content.map(|content| SheetCell { column, content }));
                }
                "mergeCell" if merged.len() < MAX_MERGED => {
                    let range = attribute(&start, "ref")?.unwrap_or_default();
                    merged.extend(merged_of(&range));
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "sheetData" => is_data = false,
                "row" if is_data && !cells.is_empty() => take(row, &cells)?,
                _ => {}
            },
            _ => {}
        }
    }
}

/// The name of a cell, such as `C12`.
pub(super) fn cell_name(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(
            b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0),
        ));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{row}")
}

/// Column and row of a cell that is named as `C12`; none where no sheet has such a cell.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|it: char| it.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let value = |it: u8| {
        it.is_ascii_alphabetic()
            .then(|| u32::from(it.to_ascii_uppercase() - b'A'))
    };
    let column = letters
        .bytes()
        .try_fold(0, |sum, it| Some(sum * 26 + value(it)? + 1))?;
    let row: u32 = digits.parse().ok()?;
    let is_there = (1..=MAX_COLUMNS).contains(&column) && (1..=MAX_ROWS).contains(&row);
    is_there.then_some((column - 1, row))
}

fn row_number(start: &BytesStart<'_>, last: u32) -> Result<u32, Fault> {
    let row = match attribute(start, "r")? {
        Some(told) => told.parse().ok(),
        None => Some(last + 1),
    };
    let row = row.filter(|row| (last + 1..=MAX_ROWS).contains(row));
    row.ok_or_else(|| {
        format!("the rows after row {last} are not in order, or beyond what a sheet has")
    })
}

fn column_of(start: &BytesStart<'_>, row: u32, next: u32) -> Result<u32, Fault> {
    let column = match attribute(start, "r")? {
        Some(name) => position(&name).filter(|it| it.1 == row).map(|it| it.0),
        None => Some(next),
    };
    let column = column.filter(|column| (next..MAX_COLUMNS).contains(column));
    column.ok_or_else(|| {
        format!("the cells of row {row} are not in order, or beyond what a sheet has")
    })
}

fn merged_of(range: &str) -> Option<Merged> {
    let (first, last) = range.split_once(':')?;
    let (first, last) = (position(first)?, position(last)?);
    Some(Merged {
        columns: (first.0, last.0),
        rows: (first.1, last.1),
    })
}

/// What a cell holds; none if nothing.
fn content<'b>(
    start: &BytesStart<'_>,
    xml: &mut Xml<impl BufRead>,
    book: &'b Book,
) -> Result<Option<Content<'b>>, Fault> {
    let of = attribute(start, "t")?.unwrap_or_else(|| "n".into());
    let style = attribute(start, "s")?.and_then(|it| it.parse::<usize>().ok());
    let (mut value, mut formula, mut inline) = (None, None, None);
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "v" => value = Some(xml.text(None)?),
                "f" => formula = Some(xml.text(None)?),
                "is" => inline = Some(xml.text(Some("t"))?),
                _ => drop(xml.text(None)?),
            },
            Event::End(_) => break,
            _ => {}
        }
    }
    if of == "inlineStr" {
        let text = inline.filter(|it| !it.trim().is_empty());
        return Ok(text.map(|text| Content::Text(text.into())));
    }
    let Some(value) = value.filter(|it| !it.trim().is_empty()) else {
        // The formula `=""` has the text without letters as its value.
        return Ok(formula.filter(|_| of != "str").map(|formula| {
            let shown: String = formula.chars().take(80).collect();
            Content::Fault(
                format!("the formula `={shown}` has no value"),
                "a workbook that was saved by a spreadsheet program after it had computed the formulas",
            )
        }));
    };
    typed(&of, value, style, book).map(Some)
}

/// A stored value by its type.
fn typed<'b>(
    of: &str,
    value: String,
    style: Option<usize>,
    book: &'b Book,
) -> Result<Content<'b>, Fault> {
    let fault = |said: &str, expected| Content::Fault(said.to_owned(), expected);
    Ok(match of {
        "s" => match value.trim().parse().ok().and_then(|at| book.texts.get(at)) {
            Some(text) => {
                book.texts.tell(text)?;
                Content::Text(text.into())
            }
            None => fault(
                "the cell names a text that is not in the workbook",
                "a text",
            ),
        },
        "str" => Content::Text(value.into()),
        "b" => match value.trim() {
            "0" | "false" => Content::Text("false".into()),
            "1" | "true" => Content::Text("true".into()),
            _ => fault(
                "the cell holds a truth value that is neither",
                "true or false",
            ),
        },
        "e" => {
            let shown: String = value.chars().take(80).collect();
            let said = format!("the cell holds the error `{shown}`");
            Content::Fault(said, "a value, or nothing")
        }
        "d" => {
            let day = value
                .split_once('T')
                .filter(|it| it.1.starts_with("00:00:00"));
            let day = day.map(|it| it.0.to_owned());
            Content::Text(day.unwrap_or(value).into())
        }
        "n" => {
            let shown = style.and_then(|it| book.shown.get(it));
            let shown = shown.copied().unwrap_or(Shown::Number);
            number(value.trim(), shown, book.is_1904)
        }
        _ => fault(
            "the cell is of a type that no spreadsheet program writes",
            "a value",
        ),
    })
}

/// A number as it is shown: as a date, or in the shortest digits that mean the same.
fn number(text: &str, shown: Shown, is_1904: bool) -> Content<'static> {
    let Some(number) = text.parse::<f64>().ok().filter(|it| it.is_finite()) else {
        let shown: String = text.chars().take(80).collect();
        return Content::Fault(format!("the cell holds `{shown}` as a number"), "a number");
    };
    let digits = || ryu_js::Buffer::new().format(number).to_owned();
    match shown {
        Shown::Number => Content::Text(digits().into()),
        Shown::Percent => Content::Percent(digits()),
        Shown::Date => match day(number, is_1904) {
            Some(day) => Content::Text(day.to_string().into()),
            None => Content::Fault(
                format!("the cell is shown as a date, and holds `{}`", digits()),
                "a day, or a format of the cell that shows the number",
            ),
        },
    }
}

/// The day that a serial number counts; none for times of day, days before 1900 and the 29 February 1900, which
/// there was not but which is counted.
fn day(serial: f64, is_1904: bool) -> Option<Date> {
    let is_day = serial.fract() == 0.0 && (0.0..3_000_000.0).contains(&serial);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number in a small range"
    )]
    let days = is_day.then_some(serial as i64)?;
    let (zero, days) = match days {
        days if is_1904 => (date(1904, 1, 1), days),
        0 | 60 => return None,
        days if days < 60 => (date(1899, 12, 31), days),
        days => (date(1899, 12, 30), days),
    };
    zero.checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}
