//! Records and changes as RFC 8785 (JCS) JSON: one text for one meaning, to be hashed.
//!
//! Every key is ASCII, so that the byte order of the names is the order the RFC asks for.

use std::fmt::Write as _;

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::table::Column;
use crate::model::table::FieldType;
use crate::model::table::NOTE;
use crate::model::table::Table;
use crate::model::tables::figure;
use crate::model::tables::table_of;

/// The JSON of a change: `{"put":{…}}`, `{"delete":"site:x"}` or `{"merge":{"from":…,"into":…}}`.
pub fn change_json(change: &Change) -> String {
    match change {
        Change::Put(record) => format!("{{\"put\":{}}}", record_json(record)),
        Change::Delete(id) => format!("{{\"delete\":\"{id}\"}}"),
        Change::Merge { from, into } => {
            format!("{{\"merge\":{{\"from\":\"{from}\",\"into\":\"{into}\"}}}}")
        }
    }
}

/// The JSON of a record: its id and every stated value under the name of its column.
pub fn record_json(record: &Record) -> String {
    object(record, Some(&record.id), |_| true)
}

/// The slug of a figure or statement: the first 16 hexadecimal digits of the SHA-256 of the JSON
/// of its identity, which is every column but those that may be corrected without it becoming
/// another figure: value, bounds, raw text, confidence, note.
pub fn computed_slug(record: &Record) -> String {
    let is_identity = |column: Column| match record.kind() {
        Kind::Figure => ![
            NOTE,
            figure::VALUE,
            figure::LOW,
            figure::HIGH,
            figure::RAW,
            figure::CONFIDENCE,
        ]
        .contains(&column),
        _ => column != NOTE,
    };
    let digest = Sha256::digest(object(record, None, is_identity));
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The JSON of a record without its id.
pub(crate) fn key_json(record: &Record) -> String {
    object(record, None, |_| true)
}

fn object(record: &Record, id: Option<&Id>, keep: impl Fn(Column) -> bool) -> String {
    let Some(table) = table_of(record.kind()) else {
        return "{}".into();
    };
    let mut members: Vec<(&str, String)> = record
        .values()
        .iter()
        .filter(|(column, _)| keep(*column))
        .map(|(column, value)| (table.field(*column).name, value_json(table, *column, value)))
        .collect();
    if let Some(id) = id {
        members.push(("id", format!("\"{id}\"")));
    }
    members.sort_unstable();
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn value_json(table: &Table, column: Column, value: &Value) -> String {
    match value {
        Value::Text(text) => string(text),
        Value::Code(index) => match table.field(column).of {
            FieldType::Code(codes) => format!("\"{}\"", codes[usize::from(*index)]),
            _ => index.to_string(),
        },
        Value::Int(number) => number.to_string(),
        Value::Number(number) => ryu_js::Buffer::new().format(*number).to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::Id(id) => format!("\"{id}\""),
        Value::List(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| value_json(table, column, item))
                .collect();
            format!("[{}]", items.join(","))
        }
    }
}

/// A JSON string with the escapes of RFC 8785, section 3.2.2.2.
fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{c}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            control if control < ' ' => {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
