//! Values lent from a registry: what a record says, cell by cell, without a copy.

use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::record::Value;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::registry::names::Names;
use crate::model::registry::segment::id_of_word;
use crate::model::table::Column;
use crate::model::table::Field;
use crate::model::table::FieldType;
use crate::model::tables::table_of;

/// One value of a record, or one item of a list; see [`Value`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LentValue<'a> {
    /// Free text, a date, or a code of a published list.
    Text(&'a str),
    /// Position in the closed list of the column.
    Code(u16),
    /// A whole number.
    Int(i64),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A reference: kind and slug.
    Id(Kind, &'a str),
}

impl<'a> LentValue<'a> {
    /// The values of a cell: the items of a list, or the one value.
    pub fn of(value: &'a Value) -> impl Iterator<Item = Self> + 'a {
        value.items().iter().filter_map(|item| match item {
            Value::Text(text) => Some(Self::Text(text)),
            Value::Code(index) => Some(Self::Code(*index)),
            Value::Int(number) => Some(Self::Int(*number)),
            Value::Number(number) => Some(Self::Number(*number)),
            Value::Flag(flag) => Some(Self::Flag(*flag)),
            Value::Id(id) => Some(Self::Id(id.kind, &id.slug)),
            // A list holds no lists.
            Value::List(_) => None,
        })
    }

    /// The value on its own.
    pub(super) fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Code(index) => Value::Code(index),
            Self::Int(number) => Value::Int(number),
            Self::Number(number) => Value::Number(number),
            Self::Flag(flag) => Value::Flag(flag),
            Self::Id(kind, slug) => Value::Id(Id::new(kind, slug)),
        }
    }

    /// What a word in a column means.
    pub(super) fn of_word(field: &Field, word: u32, names: &'a Names) -> Self {
        match field.of {
            FieldType::Code(_) => Self::Code(u16::try_from(word).unwrap_or(u16::MAX)),
            FieldType::Flag => Self::Flag(word != 0),
            FieldType::Int(..) => Self::Int(i64::from(word.cast_signed())),
            FieldType::Ref(_) => {
                let (kind, slug) = id_of_word(word);
                Self::Id(kind, names.text(slug))
            }
            _ => Self::Text(names.text(word)),
        }
    }
}

impl Registry {
    /// What a record says in a column: one value, the items of a list in order, or nothing where it is not stated. O(items), and
    /// O(log n) more where few rows state the column.
    ///
    /// # Panics
    /// If the column is not of the record's table.
    pub fn lent(&self, row: Row, column: Column) -> impl Iterator<Item = LentValue<'_>> + '_ {
        let field = table_of(row.kind).map(|table| table.field(column));
        let (segment, at) = self.place(row);
        let is_list = field.is_some_and(|it| it.many);
        let is_number = field.is_some_and(|it| matches!(it.of, FieldType::Number(..)));
        let words = if is_list {
            segment.list(row.kind, at, column)
        } else {
            &[]
        };
        let number = (!is_list && is_number)
            .then(|| segment.number(row.kind, at, column))
            .flatten();
        let word = (!is_list && !is_number)
            .then(|| segment.word(row.kind, at, column))
            .flatten();
        let words = words.iter().copied().chain(word);
        words
            .filter_map(move |word| Some(LentValue::of_word(field?, word, &self.names)))
            .chain(number.map(LentValue::Number))
    }
}
