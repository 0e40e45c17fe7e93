//! Records on their way into columns: texts become symbols, lists numbers, values words.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::model::kind::Id;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::registry::cells::Growing;
use crate::model::registry::names::Names;
use crate::model::registry::names::Symbol;
use crate::model::registry::segment::PackedColumn;
use crate::model::registry::segment::id_word;
use crate::model::table::Field;
use crate::model::table::FieldType;

/// A column while its rows come.
pub(super) enum GrowingColumn {
    Words(Growing<u32>),
    Lists(Growing<u32>),
    Bytes(Growing<u8>),
    Numbers(Growing<f64>),
}

impl GrowingColumn {
    pub(super) fn of(field: &Field) -> Self {
        match field.of {
            FieldType::Number(..) => Self::Numbers(Growing::new()),
            _ if field.many => Self::Lists(Growing::new()),
            FieldType::Code(_) | FieldType::Flag => Self::Bytes(Growing::new()),
            _ => Self::Words(Growing::new()),
        }
    }

    /// Adds the value of a row, of which these are the words; one that does not fit the column is left out.
    pub(super) fn push(&mut self, row: u32, value: &Value, words: &[u32], lists: &mut ListPool) {
        let is_list = matches!(value, Value::List(_));
        let word = words.first().copied().filter(|_| !is_list);
        match self {
            Self::Words(cells) => {
                if let Some(word) = word {
                    cells.push(row, word);
                }
            }
            Self::Lists(cells) => cells.push(row, lists.intern(words)),
            Self::Bytes(cells) => {
                if let Some(byte) = word.and_then(|it| u8::try_from(it).ok()) {
                    cells.push(row, byte);
                }
            }
            Self::Numbers(cells) => {
                if let Value::Number(number) = value {
                    cells.push(row, *number);
                }
            }
        }
    }

    pub(super) fn pack(self, rows: usize) -> PackedColumn {
        match self {
            Self::Words(cells) | Self::Lists(cells) => PackedColumn::Words(cells.pack(rows)),
            Self::Bytes(cells) => PackedColumn::Bytes(cells.pack(rows)),
            Self::Numbers(cells) => PackedColumn::Numbers(cells.pack(rows)),
        }
    }
}

/// The symbols of all texts of some records, in order; none for those that are new.
pub(super) fn known_symbols(records: &[Cow<'_, Record>], names: &Names) -> Vec<Option<Symbol>> {
    let values = records.iter().flat_map(|it| it.values());
    let items = values.flat_map(|(_, value)| value.items());
    items.filter_map(text).map(|it| names.get(it)).collect()
}

/// The text of a value that is one or refers to one.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Id(Id { slug: text, .. }) => Some(text),
        _ => None,
    }
}

/// The word of a value, given what makes a symbol of its [`text`]; none for a number or a list.
pub(super) fn word(value: &Value, symbol: &mut impl FnMut(&str) -> Symbol) -> Option<u32> {
    let symbol = text(value).map(symbol);
    match value {
        Value::Text(_) => symbol,
        Value::Code(index) => Some(u32::from(*index)),
        Value::Int(number) => i32::try_from(*number).ok().map(i32::cast_unsigned),
        Value::Flag(flag) => Some(u32::from(*flag)),
        Value::Id(Id { kind, .. }) => Some(id_word(*kind, symbol?)),
        Value::Number(_) | Value::List(_) => None,
    }
}

/// Lists of words, each kept once.
pub(super) struct ListPool {
    pool: Vec<u32>,
    starts: Vec<u32>,
    known: HashMap<Vec<u32>, u32>,
}

impl ListPool {
    pub(super) fn new() -> Self {
        Self {
            pool: Vec::new(),
            starts: vec![0],
            known: HashMap::new(),
        }
    }

    /// The number of a list.
    fn intern(&mut self, words: &[u32]) -> u32 {
        if let Some(known) = self.known.get(words) {
            return *known;
        }
        let at = u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX);
        self.pool.extend(words);
        self.starts
            .push(u32::try_from(self.pool.len()).unwrap_or(u32::MAX));
        self.known.insert(words.to_vec(), at);
        at
    }

    /// The words of a list.
    pub(super) fn items(&self, list: u32) -> &[u32] {
        &self.pool[self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize]
    }

    /// All lists one after the other, and where each starts.
    pub(super) fn finish(self) -> (Vec<u32>, Vec<u32>) {
        (self.pool, self.starts)
    }
}
