//! Sets of rows of one registry, a bit a row.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::model::kind::Kind;
use crate::model::registry::Row;

/// Rows of one registry. A bit for every row up to the last one of its kind and layer that is in it.
#[derive(Clone, Debug, Default)]
pub struct RowSet {
    /// By kind and layer.
    bits: BTreeMap<(Kind, u8), FixedBitSet>,
    len: usize,
}

impl RowSet {
    /// Puts a row in; whether it was not in before.
    pub fn insert(&mut self, row: Row) -> bool {
        let bits = self
            .bits
            .entry((row.kind(), row.layer() as u8))
            .or_default();
        let at = row.at_in_layer() as usize;
        bits.grow(at + 1);
        let is_new = !bits.put(at);
        self.len += usize::from(is_new);
        is_new
    }

    /// Whether a row is in it.
    pub fn contains(&self, row: Row) -> bool {
        let bits = self.bits.get(&(row.kind(), row.layer() as u8));
        bits.is_some_and(|it| it.contains(row.at_in_layer() as usize))
    }

    /// Number of rows in it.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no row is in it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind::Id;
    use crate::model::record::Change;
    use crate::model::record::Record;
    use crate::model::registry::Registry;

    #[test]
    fn rows_of_several_layers_are_told_apart() {
        let record = |slug: &str| Record::new(Id::new(Kind::Source, slug));
        let below = Registry::of_records(vec![record("a"), record("b")]);
        let over = below.laid_over(&[Change::Put(record("c"))]);
        let rows: Vec<Row> = over.rows(Kind::Source).collect();
        for left_out in 0..rows.len() {
            let mut set = RowSet::default();
            for (at, row) in rows.iter().enumerate() {
                if at != left_out {
                    assert!(set.insert(*row) && !set.insert(*row));
                }
            }
            assert_eq!(set.len(), rows.len() - 1);
            for (at, row) in rows.iter().enumerate() {
                assert_eq!(set.contains(*row), at != left_out);
            }
        }
    }
}
