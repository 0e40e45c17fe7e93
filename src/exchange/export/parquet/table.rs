//! Which files there are, and which columns each has.

use std::sync::Arc;

use parquet::basic::ConvertedType;
use parquet::basic::LogicalType;
use parquet::basic::Repetition;
use parquet::basic::Type as PhysicalType;
use parquet::errors::ParquetError;
use parquet::schema::types::Type;
use parquet::schema::types::TypePtr;

use crate::exchange::export::parquet::column::Held;
use crate::exchange::export::parquet::column::Source;
use crate::exchange::export::parquet::column::SourceOf;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::tables;
use crate::model::tables::table_of;

/// A file of rows.
pub(super) struct ParquetTable {
    /// Its name.
    pub(super) file: &'static str,
    /// The kinds of records that are its rows, one after the other.
    pub(super) kinds: Vec<Kind>,
    /// Its columns.
    pub(super) columns: Vec<Source>,
}

/// Columns that many kinds have, by the name in the tables and in the file. They mean the same in each.
pub(super) const SHARED: [(&str, &str); 11] = [
    ("name_en", "name"),
    ("name_fi", "name_fi"),
    ("name_sv", "name_sv"),
    ("aliases", "aliases"),
    ("country", "country"),
    ("region", "region"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
    ("sources", "sources"),
    ("note", "note"),
    ("visibility", "visibility"),
];

impl ParquetTable {
    /// The files, in the order of the archive.
    pub(super) fn all() -> [Self; 3] {
        [
            entities(),
            of_table("links.parquet", &tables::link::TABLE),
            of_table("figures.parquet", &tables::figure::TABLE),
        ]
    }

    /// The schema of the file.
    pub(super) fn schema(&self) -> Result<TypePtr, ParquetError> {
        let fields: Result<Vec<TypePtr>, ParquetError> =
            self.columns.iter().map(of_column).collect();
        let schema = Type::group_type_builder("schema").with_fields(fields?);
        Ok(Arc::new(schema.build()?))
    }
}

/// Every record that is no link and no figure.
fn entities() -> ParquetTable {
    let is_entity =
        |kind: &Kind| ![Kind::Link, Kind::Figure].contains(kind) && table_of(*kind).is_some();
    let mut columns = vec![
        Source::new("id", Held::Text, SourceOf::Id),
        Source::new("kind", Held::Text, SourceOf::Kind),
        Source::new("slug", Held::Text, SourceOf::Slug),
    ];
    columns.extend(SHARED.iter().filter_map(|(name, shown)| {
        let mut fields = Kind::ALL.iter().filter_map(|kind| {
            let table = table_of(*kind)?;
            Some(table.field(table.column(name)?))
        });
        Some(Source::new(
            shown,
            held(fields.next()?),
            SourceOf::Named(name),
        ))
    }));
    columns.push(Source::new("record", Held::Text, SourceOf::Json));
    ParquetTable {
        file: "entities.parquet",
        kinds: Kind::ALL.iter().copied().filter(is_entity).collect(),
        columns,
    }
}

fn of_table(file: &'static str, table: &'static crate::model::Table) -> ParquetTable {
    let own = table.file_order().into_iter().map(|column| {
        let field = table.field(column);
        Source::new(field.name, held(field), SourceOf::Column(column))
    });
    let id = Source::new("id", Held::Text, SourceOf::Id);
    ParquetTable {
        file,
        kinds: vec![table.kind],
        columns: std::iter::once(id).chain(own).collect(),
    }
}

/// How the values of a column are held.
fn held(field: &Field) -> Held {
    match field.of {
        _ if field.many => Held::Texts,
        FieldType::Int(..) => Held::Int,
        FieldType::Number(..) => Held::Number,
        FieldType::Flag => Held::Flag,
        _ => Held::Text,
    }
}

fn of_column(source: &Source) -> Result<TypePtr, ParquetError> {
    let text = |name: &str, repetition| {
        let text = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY);
        let text = text.with_logical_type(Some(LogicalType::String));
        let text = text.with_repetition(repetition);
        text.build().map(Arc::new)
    };
    let number = |of| {
        let number = Type::primitive_type_builder(source.name, of);
        let number = number.with_repetition(Repetition::OPTIONAL);
        number.build().map(Arc::new)
    };
    match source.held {
        Held::Text if source.is_always_stated() => text(source.name, Repetition::REQUIRED),
        Held::Text => text(source.name, Repetition::OPTIONAL),
        Held::Int => number(PhysicalType::INT32),
        Held::Number => number(PhysicalType::DOUBLE),
        Held::Flag => number(PhysicalType::BOOLEAN),
        Held::Texts => {
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![text("element", Repetition::REQUIRED)?]);
            let outer = Type::group_type_builder(source.name)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::List))
                .with_converted_type(ConvertedType::LIST)
                .with_fields(vec![Arc::new(list.build()?)]);
            Ok(Arc::new(outer.build()?))
        }
    }
}
