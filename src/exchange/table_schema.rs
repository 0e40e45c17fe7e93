//! The columns of a table as a Frictionless *Table Schema* (v1).
//!
//! Where the standard has no word, properties of our own say it: `list` is the separator of a cell that
//! holds several values (`type`, `constraints` and `codeList` are then those of one value),
//! `references` the kinds a reference may have, `codeList` the published list a code is of.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::exchange::cell::LIST_SEPARATOR;
use crate::model::Column;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::MAX_SLUG_LEN;
use crate::model::PublishedList;
use crate::model::Table;
use crate::model::tables::table_of;

const SLUG: &str = "[a-z0-9]+(-[a-z0-9]+)*";

/// The JSON Table Schema of all columns of a table, in the order of its file.
pub fn table_schema(table: &Table) -> Value {
    schema_of(table, &table.file_order())
}

/// The schemas of all tables by name, in the order of the kinds.
pub fn table_schemas() -> Vec<(&'static str, Value)> {
    let tables = Kind::ALL.iter().filter_map(|kind| table_of(*kind));
    tables
        .map(|table| (table.name, table_schema(table)))
        .collect()
}

/// The same, of the columns that a file has.
pub(crate) fn schema_of(table: &Table, columns: &[Column]) -> Value {
    let mut fields = Vec::new();
    let mut foreign_keys = Vec::new();
    if !table.computed_id {
        fields.push(json!({
            "name": "id",
            "type": "string",
            "description": "Slug: names the record within its table.",
            "constraints": { "required": true, "unique": true, "pattern": SLUG, "maxLength": MAX_SLUG_LEN },
        }));
    }
    for column in columns {
        let field = table.field(*column);
        fields.push(field_schema(field));
        foreign_keys.extend(foreign_key(table, field));
    }
    let mut schema = Map::new();
    schema.insert("name".into(), table.name.into());
    schema.insert("description".into(), table.doc.trim().into());
    schema.insert("fields".into(), fields.into());
    schema.insert("missingValues".into(), json!([""]));
    if !table.computed_id {
        schema.insert("primaryKey".into(), "id".into());
    }
    if !foreign_keys.is_empty() {
        schema.insert("foreignKeys".into(), foreign_keys.into());
    }
    Value::Object(schema)
}

fn field_schema(field: &Field) -> Value {
    let mut schema = Map::new();
    let mut constraints = Map::new();
    schema.insert("name".into(), field.name.into());
    schema.insert("description".into(), field.doc.into());
    let kind = match field.of {
        FieldType::Text => "string",
        FieldType::Code(codes) => {
            constraints.insert("enum".into(), json!(codes));
            "string"
        }
        FieldType::Published(list) => {
            schema.insert("codeList".into(), list_name(list).into());
            "string"
        }
        FieldType::Ref(kinds) => {
            let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
            let pattern = match codes[..] {
                [_] => SLUG.into(),
                _ => format!("({}):{SLUG}", codes.join("|")),
            };
            constraints.insert("pattern".into(), pattern.into());
            schema.insert("references".into(), json!(codes));
            "string"
        }
        FieldType::Int(low, high) => {
            constraints.insert("minimum".into(), low.into());
            constraints.insert("maximum".into(), high.into());
            "integer"
        }
        FieldType::Number(low, high) => {
            if low > f64::MIN {
                constraints.insert("minimum".into(), low.into());
            }
            if high < f64::MAX {
                constraints.insert("maximum".into(), high.into());
            }
            "number"
        }
        FieldType::Date => {
            constraints.insert("pattern".into(), "\\d{4}(-\\d{2}(-\\d{2})?)?".into());
            "string"
        }
        FieldType::Period => {
            constraints.insert("pattern".into(), "\\d{4}/\\d{4}".into());
            "string"
        }
        FieldType::Flag => {
            schema.insert("trueValues".into(), json!(["true"]));
            schema.insert("falseValues".into(), json!(["false"]));
            "boolean"
        }
    };
    schema.insert("type".into(), kind.into());
    if field.many {
        schema.insert("list".into(), LIST_SEPARATOR.to_string().into());
    }
    if field.required {
        constraints.insert("required".into(), true.into());
    }
    if !constraints.is_empty() {
        schema.insert("constraints".into(), Value::Object(constraints));
    }
    Value::Object(schema)
}

/// The foreign key of a column that holds one reference to one kind; the standard knows no other.
fn foreign_key(table: &Table, field: &Field) -> Option<Value> {
    let FieldType::Ref([kind]) = field.of else {
        return None;
    };
    let target = table_of(*kind)?;
    // A table refers to itself by the empty name.
    let resource = if target.kind == table.kind {
        ""
    } else {
        target.name
    };
    let key =
        json!({ "fields": field.name, "reference": { "resource": resource, "fields": "id" } });
    (!field.many).then_some(key)
}

/// The name of a published list in files.
pub(super) fn list_name(list: PublishedList) -> &'static str {
    match list {
        PublishedList::Country => "iso-3166-1-alpha-2",
        PublishedList::Ewc => "ewc",
        PublishedList::EwcPrefix => "ewc-prefix",
        PublishedList::Nace => "nace",
        PublishedList::Process => "cgi-process",
        PublishedList::Unfc => "cgi-unfc",
        PublishedList::Unit => "unit",
    }
}
