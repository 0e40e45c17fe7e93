//! The values of a record by the names of columns, whatever table it is of; none where the table has no such column.

use crate::model::Id;
use crate::model::Record;
use crate::model::Value;
use crate::model::fold;
use crate::model::tables::table_of;

fn value<'a>(record: &'a Record, name: &str) -> Option<&'a Value> {
    record.get(table_of(record.kind())?.column(name)?)
}

/// The records that a column names.
pub(super) fn refs(record: &Record, name: &str) -> Vec<Id> {
    let items = value(record, name).map_or(&[][..], Value::items).iter();
    let id = |it: &Value| match it {
        Value::Id(id) => Some(id.clone()),
        _ => None,
    };
    items.filter_map(id).collect()
}

/// The last of them.
pub(super) fn ref_of(record: &Record, name: &str) -> Option<Id> {
    refs(record, name).pop()
}

/// The texts of a column.
pub(super) fn texts(record: &Record, name: &str) -> Vec<String> {
    let items = value(record, name).map_or(&[][..], Value::items).iter();
    let text = |it: &Value| match it {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    };
    items.filter_map(text).collect()
}

/// The text of a column.
pub(super) fn text<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    match value(record, name)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The whole number of a column.
pub(super) fn int(record: &Record, name: &str) -> Option<i64> {
    match value(record, name)? {
        Value::Int(number) => Some(*number),
        _ => None,
    }
}

/// The number of a column.
pub(super) fn number(record: &Record, name: &str) -> Option<f64> {
    match value(record, name)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// Whether a tag is a name of a material, whatever its case.
pub(super) fn is_name(material: &Record, tag: &str) -> bool {
    let names = ["name_en", "name_fi", "name_sv", "aliases"];
    let mut names = names.iter().flat_map(|it| texts(material, it));
    names.any(|it| fold(&it) == fold(tag))
}
