//! The columns of tables as attributes of one graph.
//!
//! Columns of the same name are one attribute, called by that name, where all tables give it values of the same type. Where
//! they do not, or where the graph itself uses the name, each table has its own: `figure.value`, `statement.value`. The
//! names follow from the tables alone, not from what is exported.

use std::collections::BTreeMap;

use crate::exchange::export::property_graph::Attribute;
use crate::exchange::export::property_graph::AttributeType;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::Table;
use crate::model::tables::table_of;

/// Names that the graph uses itself, for nodes or for edges.
pub(super) const RESERVED: &[&str] = &[
    "label",
    "kind",
    "context",
    "relation",
    "record",
    "characters_replaced",
];

/// Which attribute each column of some tables is.
#[derive(Default)]
pub(super) struct Columns {
    /// By kind, by number of the column, the number of the attribute.
    numbers: BTreeMap<Kind, Vec<usize>>,
}

impl Columns {
    /// Adds the columns of some kinds to the attributes of nodes or of edges.
    pub(super) fn of(kinds: &[Kind], attributes: &mut Vec<Attribute>) -> Self {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let mut docs: BTreeMap<usize, Vec<(Kind, &str)>> = BTreeMap::new();
        let mut columns = Self::default();
        for table in kinds.iter().filter_map(|it| table_of(*it)) {
            let numbers = table.fields.iter().map(|field| {
                let name = attribute_name(table, field);
                let number = *found.entry(name.clone()).or_insert_with(|| {
                    attributes.push(Attribute::new(name, type_of(field), ""));
                    attributes.len() - 1
                });
                docs.entry(number)
                    .or_default()
                    .push((table.kind, field.doc));
                number
            });
            columns.numbers.insert(table.kind, numbers.collect());
        }
        for (number, told) in docs {
            attributes[number].doc = doc(&told);
        }
        columns
    }

    /// The numbers of the attributes of a kind, by number of the column.
    pub(super) fn of_kind(&self, kind: Kind) -> &[usize] {
        self.numbers.get(&kind).map_or(&[], Vec::as_slice)
    }
}

/// What several tables say of a column of one name, each thing once.
fn doc(told: &[(Kind, &str)]) -> String {
    if told.iter().all(|it| it.1 == told[0].1) {
        return told[0].1.to_owned();
    }
    let said = told
        .iter()
        .map(|(kind, doc)| format!("{}: {doc}", kind.code()));
    said.collect::<Vec<_>>().join(" ")
}

/// The name of the attribute that a column is.
pub(super) fn attribute_name(table: &Table, field: &Field) -> String {
    let tables = Kind::ALL.iter().filter_map(|it| table_of(*it));
    let mut alike = tables
        .flat_map(|it| it.fields)
        .filter(|it| it.name == field.name);
    let is_one = alike.all(|it| type_of(it) == type_of(field));
    if is_one && !RESERVED.contains(&field.name) {
        field.name.to_owned()
    } else {
        format!("{}.{}", table.kind.code(), field.name)
    }
}

fn type_of(field: &Field) -> AttributeType {
    match field.of {
        _ if field.many => AttributeType::Text,
        FieldType::Int(..) => AttributeType::Integer,
        FieldType::Number(..) => AttributeType::Number,
        FieldType::Flag => AttributeType::Flag,
        FieldType::Text
        | FieldType::Code(_)
        | FieldType::Published(_)
        | FieldType::Ref(_)
        | FieldType::Date
        | FieldType::Period => AttributeType::Text,
    }
}
