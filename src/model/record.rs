//! A record as a list of values: the form in which it is read, compared, hashed and stored.
//!
//! What the columns are is said by the kind's [`Table`](crate::model::Table). An absent value
//! means "not stated"; it is never zero.

use rayon::iter::IntoParallelRefIterator as _;
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::kind::Text;
use crate::model::table::Column;

/// One value of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Free text, a date, or a code of a published list.
    Text(Text),
    /// Position in the closed list of the column.
    Code(u16),
    /// A whole number, such as a year.
    Int(i64),
    /// A finite number, in the unit of the column or of the figure.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A reference to another record.
    Id(Id),
    /// Several values of one type, in the order given; never empty.
    List(Vec<Value>),
}

/// All that is known of one entity, figure or statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Kind and slug.
    pub id: Id,
    /// The values that are stated, ordered by column.
    values: Vec<(Column, Value)>,
}

/// One step of a commit.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Creates the record, or replaces the one with the same id.
    Put(Record),
    /// Removes the record.
    Delete(Id),
    /// Removes `from` and lets every reference to it mean `into`; the old slug stays as an alias.
    Merge {
        /// The record that goes.
        from: Id,
        /// The record that stays, of the same kind.
        into: Id,
    },
}

impl Record {
    /// A record without values.
    pub fn new(id: Id) -> Self {
        Self {
            id,
            values: Vec::new(),
        }
    }

    /// A record without values, and memory for so many: what is read in great numbers takes no more than it needs.
    pub(crate) fn with_room(id: Id, values: usize) -> Self {
        Self {
            id,
            values: Vec::with_capacity(values),
        }
    }

    /// The table of the record.
    pub fn kind(&self) -> Kind {
        self.id.kind
    }

    /// The value of a column; none if it is not stated.
    pub fn get(&self, column: Column) -> Option<&Value> {
        let at = self
            .values
            .binary_search_by_key(&column, |(it, _)| *it)
            .ok()?;
        Some(&self.values[at].1)
    }

    /// States the value of a column, replacing an earlier one.
    pub fn set(&mut self, column: Column, value: Value) {
        match self.values.binary_search_by_key(&column, |(it, _)| *it) {
            Ok(at) => self.values[at].1 = value,
            Err(at) => self.values.insert(at, (column, value)),
        }
    }

    /// Forgets the value of a column.
    pub fn unset(&mut self, column: Column) {
        self.values.retain(|(it, _)| *it != column);
    }

    /// The stated values, ordered by column.
    pub fn values(&self) -> &[(Column, Value)] {
        &self.values
    }

    /// The stated values, to be changed in place.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.values.iter_mut().map(|(_, value)| value)
    }

    /// The text of a column; none if it is not stated or no text.
    pub fn text(&self, column: Column) -> Option<&str> {
        match self.get(column)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The reference in a column; none if it is not stated or no reference.
    pub fn reference(&self, column: Column) -> Option<&Id> {
        match self.get(column)? {
            Value::Id(id) => Some(id),
            _ => None,
        }
    }

    /// Every record this one refers to, with the column, lists included.
    pub fn references(&self) -> impl Iterator<Item = (Column, &Id)> {
        self.values.iter().flat_map(|(column, value)| {
            value.items().iter().filter_map(move |item| match item {
                Value::Id(id) => Some((*column, id)),
                _ => None,
            })
        })
    }
}

impl Value {
    /// The items of a list, or the value itself as the only item.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }
}

impl Change {
    /// Whether changes are puts of different records, ordered by id.
    pub(crate) fn are_puts_by_id(changes: &[Self]) -> bool {
        let are_puts = changes.par_iter().all(|it| matches!(it, Self::Put(_)));
        are_puts && changes.par_windows(2).all(|it| it[0].id() < it[1].id())
    }

    /// The record the change is about.
    pub fn id(&self) -> &Id {
        match self {
            Change::Put(record) => &record.id,
            Change::Delete(id) | Change::Merge { from: id, .. } => id,
        }
    }
}
