//! The values of one column, as Parquet wants them: those that are stated, and at which rows they are.

use parquet::data_type::BoolType;
use parquet::data_type::ByteArray;
use parquet::data_type::ByteArrayType;
use parquet::data_type::DataType;
use parquet::data_type::DoubleType;
use parquet::data_type::Int32Type;
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedColumnWriter;

use crate::exchange::cell::global_text;
use crate::model::Column;
use crate::model::Field;
use crate::model::LentValue;
use crate::model::Registry;
use crate::model::Row;
use crate::model::record_json;
use crate::model::tables::table_of;

/// Rows whose values are gathered at a time.
const BATCH_ROWS: usize = 1 << 10;

/// How the values of a column are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Text, codes and references.
    Text,
    /// Lists of them.
    Texts,
    /// Whole numbers of 32 bits.
    Int,
    /// Numbers of 64 bits.
    Number,
    /// Yes or no.
    Flag,
}

/// Where the values of a column are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceOf {
    /// The global id.
    Id,
    /// The kind.
    Kind,
    /// The slug.
    Slug,
    /// The whole record.
    Json,
    /// A column of the one table.
    Column(Column),
    /// The column of that name, of the tables that have one.
    Named(&'static str),
}

/// One column of a file.
pub(super) struct Source {
    /// Its name.
    pub(super) name: &'static str,
    /// How its values are held.
    pub(super) held: Held,
    of: SourceOf,
}

/// Values of some rows, and the levels that say where they stand. A row that states nothing has level 0; a value has level 1, an item of
/// a list 2, repeated 1 but for the first of a row.
struct Gathered<T> {
    values: Vec<T>,
    levels: Vec<i16>,
    repeated: Vec<i16>,
}

impl Source {
    pub(super) fn new(name: &'static str, held: Held, of: SourceOf) -> Self {
        Self { name, held, of }
    }

    /// Whether every row has a value.
    pub(super) fn is_always_stated(&self) -> bool {
        !matches!(self.of, SourceOf::Column(_) | SourceOf::Named(_))
    }

    /// Whether no two rows have the same value.
    pub(super) fn is_unique(&self) -> bool {
        matches!(self.of, SourceOf::Id | SourceOf::Json)
    }

    /// Writes the values of a group of rows.
    pub(super) fn write(
        &self,
        registry: &Registry,
        group: &[Row],
        out: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        let text =
            |field: &Field, value: LentValue<'_>| Some(global_text(field, value).as_str().into());
        match self.held {
            Held::Text | Held::Texts if self.is_always_stated() => {
                let whole = |row: Row| self.whole(registry, row);
                each_batch::<ByteArrayType>(group, out, false, |row, add| add(whole(row)))
            }
            Held::Text | Held::Texts => self.stated::<ByteArrayType>(registry, group, out, text),
            Held::Int => self.stated::<Int32Type>(registry, group, out, |_, it| match it {
                LentValue::Int(number) => i32::try_from(number).ok(),
                _ => None,
            }),
            Held::Number => self.stated::<DoubleType>(registry, group, out, |_, it| match it {
                LentValue::Number(number) => Some(number),
                _ => None,
            }),
            Held::Flag => self.stated::<BoolType>(registry, group, out, |_, it| match it {
                LentValue::Flag(flag) => Some(flag),
                _ => None,
            }),
        }
    }

    /// Writes what the rows state in a column of their tables.
    fn stated<T: DataType>(
        &self,
        registry: &Registry,
        group: &[Row],
        out: &mut SerializedColumnWriter<'_>,
        value: impl Fn(&Field, LentValue<'_>) -> Option<T::T>,
    ) -> Result<(), ParquetError> {
        let is_list = self.held == Held::Texts;
        each_batch::<T>(group, out, is_list, |row, add| {
            let Some((field, column)) = self.column_of(row) else {
                return;
            };
            let values = registry.lent(row, column);
            values.filter_map(|it| value(field, it)).for_each(add);
        })
    }

    fn column_of(&self, row: Row) -> Option<(&'static Field, Column)> {
        let table = table_of(row.kind())?;
        let column = match self.of {
            SourceOf::Column(column) => column,
            SourceOf::Named(name) => table.column(name)?,
            _ => return None,
        };
        Some((table.field(column), column))
    }

    /// What every row has.
    fn whole(&self, registry: &Registry, row: Row) -> ByteArray {
        match self.of {
            SourceOf::Kind => row.kind().code().into(),
            SourceOf::Slug => registry.slug(row).into(),
            SourceOf::Json => record_json(&registry.record(row)).as_str().into(),
            _ => registry.id(row).to_string().as_str().into(),
        }
    }
}

/// Writes the values that `values` adds for each row, some rows at a time.
fn each_batch<T: DataType>(
    group: &[Row],
    out: &mut SerializedColumnWriter<'_>,
    is_list: bool,
    values: impl Fn(Row, &mut dyn FnMut(T::T)),
) -> Result<(), ParquetError> {
    let out = out.typed::<T>();
    let mut gathered = Gathered {
        values: Vec::new(),
        levels: Vec::new(),
        repeated: Vec::new(),
    };
    for batch in group.chunks(BATCH_ROWS) {
        gathered.values.clear();
        gathered.levels.clear();
        gathered.repeated.clear();
        for row in batch {
            let start = gathered.levels.len();
            values(*row, &mut |value| {
                gathered.values.push(value);
                gathered.levels.push(1 + i16::from(is_list));
            });
            if gathered.levels.len() == start {
                gathered.levels.push(0);
            }
            gathered.repeated.push(0);
            gathered.repeated.resize(gathered.levels.len(), 1);
        }
        let repeated = is_list.then_some(&gathered.repeated[..]);
        out.write_batch(&gathered.values, Some(&gathered.levels), repeated)?;
    }
    Ok(())
}
