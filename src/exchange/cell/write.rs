//! Value to text.

use std::fmt::Display;
use std::fmt::Write as _;

use crate::exchange::cell::LIST_SEPARATOR;
use crate::exchange::cell::may_run;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::LentValue;
use crate::model::Value;

/// The text of a value, as [`read_cell`](crate::exchange::cell::read_cell) reads it back.
pub fn write_cell(field: &Field, value: &Value) -> String {
    let mut text = String::new();
    push_cell(&mut text, field, LentValue::of(value));
    text
}

/// Adds the text of the values of a cell, and tells whether there is any value.
pub(crate) fn push_cell<'v>(
    text: &mut String,
    field: &Field,
    values: impl Iterator<Item = LentValue<'v>>,
) -> bool {
    let start = text.len();
    let is_stated = push_all(text, field, values);
    if field.of == FieldType::Text && may_run(&text[start..]) {
        text.insert(start, '\'');
    }
    is_stated
}

/// Adds values with separators between them, and tells whether there is any.
fn push_all<'v>(
    text: &mut String,
    field: &Field,
    values: impl Iterator<Item = LentValue<'v>>,
) -> bool {
    let mut is_stated = false;
    for value in values {
        if is_stated {
            text.push(LIST_SEPARATOR);
        }
        is_stated = true;
        push_one(text, field, value);
    }
    is_stated
}

fn push_one(text: &mut String, field: &Field, value: LentValue<'_>) {
    match value {
        LentValue::Text(it) => text.push_str(it),
        LentValue::Code(index) => text.push_str(code_of(field, index)),
        LentValue::Int(number) => push_displayed(number, text),
        LentValue::Number(number) => push_number(number, text),
        LentValue::Flag(flag) => text.push_str(if flag { "true" } else { "false" }),
        LentValue::Id(kind, slug) => {
            if !matches!(field.of, FieldType::Ref([_])) {
                text.push_str(kind.code());
                text.push(':');
            }
            text.push_str(slug);
        }
    }
}

/// Adds the text of the values of a cell as [`read_cell`](crate::exchange::cell::read_cell) reads it back, for forms that no spreadsheet runs, and tells
/// whether there is any value: a text stands as it is, with one more apostrophe only where reading would take one off.
pub(crate) fn push_plain_cell<'v>(
    text: &mut String,
    field: &Field,
    values: impl Iterator<Item = LentValue<'v>>,
) -> bool {
    let start = text.len();
    let is_stated = push_all(text, field, values);
    if field.of == FieldType::Text && text[start..].starts_with('\'') && may_run(&text[start..]) {
        text.insert(start, '\'');
    }
    is_stated
}

/// A free text as its cell holds it: with an apostrophe before what would run.
pub(crate) fn as_cell(text: String) -> String {
    if may_run(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// The text of a value for forms without tables: a reference says its kind in any column, and no text is marked.
pub(crate) fn global_text(field: &Field, value: LentValue<'_>) -> String {
    let mut text = String::new();
    match value {
        LentValue::Id(kind, slug) => {
            push_displayed(format_args!("{}:{slug}", kind.code()), &mut text)
        }
        LentValue::Number(number) => push_displayed(number, &mut text),
        value => push_one(&mut text, field, value),
    }
    text
}

/// The code at a position of a column's closed list.
pub(crate) fn code_of(field: &Field, index: u16) -> &'static str {
    match field.of {
        FieldType::Code(codes) => codes.get(usize::from(index)).copied().unwrap_or_default(),
        _ => "",
    }
}

/// Adds a number in the shortest digits that read back the same.
pub(crate) fn push_number(number: f64, out: &mut String) {
    out.push_str(ryu_js::Buffer::new().format(number));
}

/// Adds what is displayed.
pub(crate) fn push_displayed(shown: impl Display, out: &mut String) {
    // Writing into a text cannot fail.
    let _ = write!(out, "{shown}");
}
