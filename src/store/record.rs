//! The stored form of changes: mirror types of `model`, with explicit conversions both ways.
//!
//! The format is append-only. Kinds, columns and codes are stored by their position in the lists of
//! `model`, variants of the enums here by theirs, so that nothing may be removed or reordered; what
//! needs another shape becomes a new variant at the end. `format.txt` pins the positions, and
//! `fixtures/store-v1` holds bytes that every later version must read.

use serde::Deserialize;
use serde::Serialize;

use crate::model::Change;
use crate::model::Column;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Table;
use crate::model::Value;
use crate::model::codes::Code;
use crate::model::tables::table_of;
use crate::store::error::Flaw;

/// A change; texts are borrowed from the model when written and from the block when read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum StoredChange<'a> {
    #[serde(borrow)]
    Put(StoredRecord<'a>),
    Delete(StoredId<'a>),
    Merge {
        from: StoredId<'a>,
        into: StoredId<'a>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredRecord<'a> {
    #[serde(borrow)]
    id: StoredId<'a>,
    values: Vec<(u8, StoredValue<'a>)>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredId<'a> {
    kind: u16,
    slug: &'a str,
}

/// A list holds single values only, so that decoding cannot recurse as deep as the bytes say.
#[derive(Debug, Serialize, Deserialize)]
enum StoredValue<'a> {
    #[serde(borrow)]
    One(StoredItem<'a>),
    Many(Vec<StoredItem<'a>>),
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredItem<'a> {
    Text(&'a str),
    Code(u16),
    Int(i64),
    Number(f64),
    Flag(bool),
    #[serde(borrow)]
    Id(StoredId<'a>),
}

impl<'a> StoredChange<'a> {
    /// The stored form of a change.
    pub(super) fn from_model(change: &'a Change) -> Result<Self, Flaw> {
        Ok(match change {
            Change::Put(record) => Self::Put(StoredRecord::from_model(record)?),
            Change::Delete(id) => Self::Delete(StoredId::from_model(id)),
            Change::Merge { from, into } => Self::Merge {
                from: StoredId::from_model(from),
                into: StoredId::from_model(into),
            },
        })
    }

    /// The change that was stored.
    pub(super) fn into_model(self) -> Result<Change, Flaw> {
        Ok(match self {
            Self::Put(record) => Change::Put(record.into_model()?),
            Self::Delete(id) => Change::Delete(id.into_model()?),
            Self::Merge { from, into } => Change::Merge {
                from: from.into_model()?,
                into: into.into_model()?,
            },
        })
    }
}

impl<'a> StoredRecord<'a> {
    fn from_model(record: &'a Record) -> Result<Self, Flaw> {
        let values = record.values().iter().map(|(column, value)| {
            check(record.kind(), *column, value)?;
            Ok((column.0, StoredValue::from_model(value)?))
        });
        Ok(Self {
            id: StoredId::from_model(&record.id),
            values: values.collect::<Result<_, Flaw>>()?,
        })
    }

    fn into_model(self) -> Result<Record, Flaw> {
        let mut record = Record::new(self.id.into_model()?);
        for (column, value) in self.values {
            let column = Column(column);
            let value = value.into_model()?;
            check(record.kind(), column, &value)?;
            if record.get(column).is_some() {
                return Err(Flaw::Column);
            }
            record.set(column, value);
        }
        Ok(record)
    }
}

impl<'a> StoredId<'a> {
    fn from_model(id: &'a Id) -> Self {
        Self {
            kind: id.kind as u16,
            slug: &id.slug,
        }
    }

    fn into_model(self) -> Result<Id, Flaw> {
        let kind = Kind::from_index(self.kind).ok_or(Flaw::Kind)?;
        Ok(Id::new(kind, self.slug))
    }
}

impl<'a> StoredValue<'a> {
    fn from_model(value: &'a Value) -> Result<Self, Flaw> {
        Ok(match value {
            Value::List(items) => Self::Many(
                items
                    .iter()
                    .map(StoredItem::from_model)
                    .collect::<Result<_, Flaw>>()?,
            ),
            one => Self::One(StoredItem::from_model(one)?),
        })
    }

    fn into_model(self) -> Result<Value, Flaw> {
        Ok(match self {
            Self::One(item) => item.into_model()?,
            Self::Many(items) => Value::List(
                items
                    .into_iter()
                    .map(StoredItem::into_model)
                    .collect::<Result<_, Flaw>>()?,
            ),
        })
    }
}

impl<'a> StoredItem<'a> {
    fn from_model(value: &'a Value) -> Result<Self, Flaw> {
        Ok(match value {
            Value::Text(text) => Self::Text(text),
            Value::Code(index) => Self::Code(*index),
            Value::Int(number) => Self::Int(*number),
            Value::Number(number) => Self::Number(*number),
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Id(id) => Self::Id(StoredId::from_model(id)),
            Value::List(_) => return Err(Flaw::Nesting),
        })
    }

    fn into_model(self) -> Result<Value, Flaw> {
        Ok(match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Code(index) => Value::Code(index),
            Self::Int(number) => Value::Int(number),
            Self::Number(number) => Value::Number(number),
            Self::Flag(flag) => Value::Flag(flag),
            Self::Id(id) => Value::Id(id.into_model()?),
        })
    }
}

/// Refuses what the rest of the program could not look up: it is checked on the way in as on the
/// way out, so that whatever is acknowledged can be read again.
fn check(kind: Kind, column: Column, value: &Value) -> Result<(), Flaw> {
    let fields = table_of(kind).map(|Table { fields, .. }| *fields);
    let field = fields.and_then(|it| it.get(usize::from(column.0)));
    let field = field.ok_or(Flaw::Column)?;
    for item in value.items() {
        if let (Value::Code(index), FieldType::Code(codes)) = (item, field.of)
            && usize::from(*index) >= codes.len()
        {
            return Err(Flaw::Code);
        }
    }
    Ok(())
}
