//! Text to value.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::exchange::cell::Known;
use crate::exchange::cell::LIST_SEPARATOR;
use crate::exchange::cell::bad_type;
use crate::exchange::cell::may_run;
use crate::exchange::cell::names::closed_code;
use crate::exchange::cell::names::published_code;
use crate::exchange::cell::names::reference;
use crate::exchange::cell::numbers::date;
use crate::exchange::cell::numbers::number;
use crate::exchange::cell::numbers::period;
use crate::exchange::cell::numbers::whole_number;
use crate::exchange::cell::write_cell;
use crate::model::CodeLists;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::PublishedList;
use crate::model::Value;
use crate::model::nearest;

/// The value in a cell; none if it is empty or holds a fault, which is then handed to `report`
/// without its place and column. Whether an empty cell is a fault is the caller's question.
///
/// The unit of a figure is only taken as text here, since the quantity decides whether it fits.
pub fn read_cell(
    field: &Field,
    cell: &str,
    lists: &CodeLists,
    report: &mut dyn FnMut(Problem),
) -> Option<Value> {
    read_known(field, cell, Known::of(lists), report)
}

/// The same by the codes that are known, and the nearest sought or not.
pub(crate) fn read_known(
    field: &Field,
    cell: &str,
    known: Known<'_>,
    report: &mut dyn FnMut(Problem),
) -> Option<Value> {
    let text = match field.of {
        FieldType::Text => clean_text(cell),
        _ => Cow::Borrowed(cell.trim()),
    };
    if text.is_empty() {
        return None;
    }
    if !field.many {
        return read_one(field, &text, known)
            .map_err(|fault| report(fault.value(&*text)))
            .ok();
    }
    let (mut items, mut seen) = (Vec::new(), BTreeSet::new());
    let (mut is_good, are_many) = (true, text.contains(LIST_SEPARATOR));
    for item in text.split(LIST_SEPARATOR).map(str::trim) {
        match read_one(field, item, known) {
            // One value may be written in several ways, but is written in one.
            Ok(value) if are_many && !seen.insert(write_cell(field, &value)) => {
                is_good = false;
                let said = format!("`{item}` stands twice in the list");
                report(Problem::error(ProblemCode::Inconsistent, said).value(item));
            }
            Ok(value) => items.push(value),
            Err(fault) => {
                is_good = false;
                report(fault.value(item));
            }
        }
    }
    is_good.then_some(Value::List(items))
}

/// The text as it is kept: without the apostrophe of [`write_cell`], trimmed, lines ended by `\n`.
fn clean_text(cell: &str) -> Cow<'_, str> {
    let text = match cell.strip_prefix('\'') {
        Some(rest) if may_run(rest) => rest,
        _ => cell,
    };
    let text = text.trim();
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn read_one(field: &Field, text: &str, known: Known<'_>) -> Result<Value, Problem> {
    if text.is_empty() {
        return Err(bad_type(
            "an item of the list is empty",
            "a value between two `;`",
        ));
    }
    match field.of {
        FieldType::Text => free_text(text),
        FieldType::Code(codes) => closed_code(text, codes, known),
        FieldType::Published(PublishedList::Unit) => Ok(Value::Text(text.into())),
        FieldType::Published(list) => published_code(text, list, known),
        FieldType::Ref(kinds) => reference(text, kinds, known),
        FieldType::Int(low, high) => whole_number(text, low, high),
        FieldType::Number(low, high) => number(text, low, high),
        FieldType::Date => date(text),
        FieldType::Period => period(text),
        FieldType::Flag => match text {
            "true" => Ok(Value::Flag(true)),
            "false" => Ok(Value::Flag(false)),
            _ => {
                let near = nearest(text, ["true", "false"]).map(str::to_owned);
                Err(bad_type(
                    format!("`{text}` is neither true nor false"),
                    "`true` or `false`",
                )
                .suggestion(near))
            }
        },
    }
}

fn free_text(text: &str) -> Result<Value, Problem> {
    let is_control = |it: char| it.is_control() && it != '\n' && it != '\t';
    match text.chars().find(|it| is_control(*it)) {
        None => Ok(Value::Text(text.into())),
        Some(character) => {
            let said = format!(
                "the text holds the control character U+{:04X}",
                u32::from(character)
            );
            Err(bad_type(said, "text without control characters"))
        }
    }
}
