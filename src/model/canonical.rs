//! Records and changes as RFC 8785 (JCS) JSON: one text for one meaning, to be hashed.
//!
//! Every key is ASCII, so that the byte order of the names is the order the RFC asks for.

use std::fmt;
use std::fmt::Write as _;

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::kind::Text;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::table::Column;
use crate::model::table::Field;
use crate::model::table::FieldType;
use crate::model::table::NOTE;
use crate::model::tables::figure;
use crate::model::tables::table_of;

/// The JSON of a change: `{"put":{…}}`, `{"delete":"site:x"}` or `{"merge":{"from":…,"into":…}}`.
pub fn change_json(change: &Change) -> String {
    let mut json = String::new();
    push_change_json(change, &mut json);
    json
}

/// Adds the JSON of a change to a text, which is not held twice so.
pub(crate) fn push_change_json(change: &Change, json: &mut String) {
    match change {
        Change::Put(record) => {
            json.push_str("{\"put\":");
            push_record_json(record, json);
        }
        Change::Delete(id) => {
            json.push_str("{\"delete\":");
            push_id(id, json);
        }
        Change::Merge { from, into } => {
            json.push_str("{\"merge\":{\"from\":");
            push_id(from, json);
            json.push_str(",\"into\":");
            push_id(into, json);
            json.push('}');
        }
    }
    json.push('}');
}

/// The JSON of a record: its id and every stated value under the name of its column.
pub fn record_json(record: &Record) -> String {
    let mut json = String::new();
    push_record_json(record, &mut json);
    json
}

/// Adds the JSON of a record to a text.
pub(crate) fn push_record_json(record: &Record, json: &mut String) {
    push_object(record, Some(&record.id), |_| true, json);
}

/// The slug of a figure or statement: the first 16 hexadecimal digits of the SHA-256 of the JSON
/// of its identity, which is every column but those that may be corrected without it becoming
/// another figure: value, bounds, raw text, confidence, note.
pub fn computed_slug(record: &Record) -> Text {
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
    let mut json = String::new();
    push_object(record, None, is_identity, &mut json);
    let digest = Sha256::digest(json);
    let mut slug = Text::default();
    for byte in &digest[..SLUG_LEN / 2] {
        // Writing to a text cannot fail.
        let _ = write!(slug, "{byte:02x}");
    }
    slug
}

/// Digits of a computed slug.
const SLUG_LEN: usize = 16;

/// The JSON of a record without its id.
pub(crate) fn key_json(record: &Record) -> String {
    let mut json = String::new();
    push_object(record, None, |_| true, &mut json);
    json
}

fn push_object(record: &Record, id: Option<&Id>, keep: impl Fn(Column) -> bool, json: &mut String) {
    let Some(table) = table_of(record.kind()) else {
        return json.push_str("{}");
    };
    // The id is the one member that is no column.
    let mut members: Vec<(&str, Option<(&Field, &Value)>)> = Vec::with_capacity(16);
    members.extend(id.map(|_| ("id", None)));
    let kept = record.values().iter().filter(|(column, _)| keep(*column));
    members.extend(kept.map(|(column, value)| {
        let field = table.field(*column);
        (field.name, Some((field, value)))
    }));
    members.sort_unstable_by_key(|(name, _)| *name);
    json.push('{');
    for (at, (name, member)) in members.into_iter().enumerate() {
        json.push_str(if at == 0 { "\"" } else { ",\"" });
        json.push_str(name);
        json.push_str("\":");
        match (member, id) {
            (Some((field, value)), _) => push_value(field, value, json),
            (None, Some(id)) => push_id(id, json),
            (None, None) => {}
        }
    }
    json.push('}');
}

fn push_value(field: &Field, value: &Value, json: &mut String) {
    match value {
        Value::Text(text) => push_string(text, json),
        Value::Code(index) => match field.of {
            FieldType::Code(codes) => push_string(codes[usize::from(*index)], json),
            _ => push_shown(format_args!("{index}"), json),
        },
        Value::Int(number) => push_shown(format_args!("{number}"), json),
        Value::Number(number) => json.push_str(ryu_js::Buffer::new().format(*number)),
        Value::Flag(flag) => json.push_str(if *flag { "true" } else { "false" }),
        Value::Id(id) => push_id(id, json),
        Value::List(items) => {
            json.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    json.push(',');
                }
                push_value(field, item, json);
            }
            json.push(']');
        }
    }
}

/// A global id is ASCII without marks that would have to be escaped.
fn push_id(id: &Id, json: &mut String) {
    for part in ["\"", id.kind.code(), ":", &id.slug, "\""] {
        json.push_str(part);
    }
}

fn push_shown(shown: fmt::Arguments<'_>, json: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = json.write_fmt(shown);
}

/// Adds a JSON string with the escapes of RFC 8785, section 3.2.2.2.
fn push_string(text: &str, json: &mut String) {
    json.push('"');
    let is_special = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\');
    if text.bytes().any(is_special) {
        push_escaped(text, json);
    } else {
        json.push_str(text);
    }
    json.push('"');
}

fn push_escaped(text: &str, json: &mut String) {
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
                push_shown(format_args!("\\u{:04x}", u32::from(control)), json);
            }
            other => json.push(other),
        }
    }
}
