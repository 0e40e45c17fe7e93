//! The tables of a set of records, packed into columns, with the indexes over them.
//!
//! Rows are ordered by slug. A value is one word of 32 bits (a symbol, a packed id, a position in
//! a list pool, a year), one byte (closed codes, flags) or one number.

use std::borrow::Cow;

use hashbrown::HashMap;
use rayon::iter::IntoParallelIterator as _;
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;
use rayon::slice::ParallelSliceMut as _;

use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::registry::cells::Cells;
use crate::model::registry::names::Names;
use crate::model::registry::names::Symbol;
use crate::model::registry::packing::GrowingColumn;
use crate::model::registry::packing::ListPool;
use crate::model::registry::packing::known_symbols;
use crate::model::registry::packing::word;
use crate::model::table::Column;
use crate::model::table::Field;
use crate::model::table::FieldType;
use crate::model::tables;

/// Bits of a packed id that hold the symbol of the slug; the rest hold the kind.
const SYMBOL_BITS: u32 = 27;

/// The columns by which records are looked up.
const INDEXED: &[(Kind, Column)] = &[
    (Kind::Figure, tables::figure::SUBJECT),
    (Kind::Figure, tables::figure::PARTNER),
    (Kind::Statement, tables::statement::SUBJECT),
    (Kind::Link, tables::link::FROM),
    (Kind::Link, tables::link::TO),
    (Kind::Link, tables::link::PART_OF),
    (Kind::Activity, tables::activity::SITE),
    (Kind::SideStream, tables::side_stream::SITE),
    (Kind::Site, tables::site::OPERATOR),
    (Kind::Site, tables::site::PART_OF),
    (Kind::Organisation, tables::organisation::PARENT),
    (Kind::Membership, tables::membership::CLUSTER),
    (Kind::Membership, tables::membership::ORGANISATION),
    (Kind::Relation, tables::relation::FROM),
    (Kind::Relation, tables::relation::TO),
    (Kind::Project, tables::project::SITES),
    (Kind::Platform, tables::platform::OPERATOR),
    (Kind::Use, tables::usage::SIDE_STREAM),
    (Kind::Coverage, tables::coverage::REGION),
    (Kind::Region, tables::region::PARENT),
];

/// Packs an id into one word.
pub(super) fn id_word(kind: Kind, slug: Symbol) -> u32 {
    (kind as u32) << SYMBOL_BITS | slug
}

/// Kind and slug of a packed id.
pub(super) fn id_of_word(word: u32) -> (Kind, Symbol) {
    (
        Kind::ALL[(word >> SYMBOL_BITS) as usize],
        word & ((1 << SYMBOL_BITS) - 1),
    )
}

/// A packed set of records.
pub(super) struct Segment {
    tables: Vec<Packed>,
    /// Lists of words, one after the other.
    pool: Vec<u32>,
    /// Where each list of the pool starts; one more than there are lists.
    starts: Vec<u32>,
}

/// The rows of one kind.
struct Packed {
    slugs: Vec<Symbol>,
    by_slug: HashMap<Symbol, u32>,
    columns: Vec<PackedColumn>,
    /// Rows by the word of an indexed column, ascending.
    indexes: Vec<(Column, Vec<(u32, u32)>)>,
}

pub(super) enum PackedColumn {
    Words(Cells<u32>),
    Bytes(Cells<u8>),
    Numbers(Cells<f64>),
}

impl Segment {
    /// Packs records of distinct ids, in any order. O(n log n).
    pub(super) fn pack(mut records: Vec<Cow<'_, Record>>, names: &mut Names) -> Self {
        records.par_sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut lists = ListPool::new();
        let slugs = if records.is_empty() {
            Vec::new()
        } else {
            let mut adding = names.adding();
            let slugs = records.iter().map(|it| adding.intern(&it.id.slug));
            slugs.collect()
        };
        let (mut records, mut slugs) = (records.as_slice(), slugs.as_slice());
        let tables = Kind::ALL
            .iter()
            .map(|kind| {
                let count = records.partition_point(|it| it.id.kind <= *kind);
                let (of_kind, slugs_of_kind);
                (of_kind, records) = records.split_at(count);
                (slugs_of_kind, slugs) = slugs.split_at(count);
                Packed::pack(*kind, (of_kind, slugs_of_kind), names, &mut lists)
            })
            .collect();
        let (pool, starts) = lists.finish();
        Self {
            tables,
            pool,
            starts,
        }
    }

    /// Number of rows of a kind.
    pub(super) fn len(&self, kind: Kind) -> u32 {
        // Rows are counted in 32 bits throughout.
        u32::try_from(self.tables[kind as usize].slugs.len()).unwrap_or(u32::MAX)
    }

    /// Number of rows of all kinds.
    pub(super) fn total_len(&self) -> usize {
        self.tables.iter().map(|it| it.slugs.len()).sum()
    }

    pub(super) fn slug(&self, kind: Kind, row: u32) -> Symbol {
        self.tables[kind as usize].slugs[row as usize]
    }

    pub(super) fn row(&self, kind: Kind, slug: Symbol) -> Option<u32> {
        self.tables[kind as usize].by_slug.get(&slug).copied()
    }

    /// The word of a value that is no number and no list.
    pub(super) fn word(&self, kind: Kind, row: u32, column: Column) -> Option<u32> {
        match self.column(kind, column)? {
            PackedColumn::Words(cells) => cells.get(row),
            PackedColumn::Bytes(cells) => cells.get(row).map(u32::from),
            PackedColumn::Numbers(_) => None,
        }
    }

    pub(super) fn number(&self, kind: Kind, row: u32, column: Column) -> Option<f64> {
        match self.column(kind, column)? {
            PackedColumn::Numbers(cells) => cells.get(row),
            _ => None,
        }
    }

    /// The words of a list; empty where none is stated.
    pub(super) fn list(&self, kind: Kind, row: u32, column: Column) -> &[u32] {
        let Some(at) = self.word(kind, row, column) else {
            return &[];
        };
        self.items(at)
    }

    /// The rows whose indexed column holds the word, ascending.
    ///
    /// # Panics
    /// If the column is not indexed.
    pub(super) fn rows_with(
        &self,
        kind: Kind,
        column: Column,
        word: u32,
    ) -> impl Iterator<Item = u32> + '_ {
        let indexes = &self.tables[kind as usize].indexes;
        let index = indexes
            .iter()
            .find(|(it, _)| *it == column)
            .map(|(_, index)| index.as_slice());
        assert!(
            index.is_some(),
            "column {column:?} of {kind:?} is not indexed"
        );
        let index = index.unwrap_or_default();
        let start = index.partition_point(|(it, _)| *it < word);
        index[start..]
            .iter()
            .take_while(move |(it, _)| *it == word)
            .map(|(_, row)| *row)
    }

    /// The rows that hold a packed id in any column of references. O(rows).
    pub(super) fn referrers(&self, word: u32) -> Vec<(Kind, u32)> {
        let mut found = Vec::new();
        for table in Kind::ALL.iter().filter_map(|kind| tables::table_of(*kind)) {
            let packed = &self.tables[table.kind as usize];
            for (field, column) in table.fields.iter().zip(&packed.columns) {
                let (FieldType::Ref(_), PackedColumn::Words(cells)) = (field.of, column) else {
                    continue;
                };
                let holds = |it: u32| {
                    if field.many {
                        self.items(it).contains(&word)
                    } else {
                        it == word
                    }
                };
                found.extend(
                    cells
                        .iter()
                        .filter(|(_, it)| holds(*it))
                        .map(|(row, _)| (table.kind, row)),
                );
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether there is a packed id, in any column of references, of which something is true. O(references).
    pub(super) fn any_reference(&self, is: impl Fn(u32) -> bool + Sync) -> bool {
        let mut tables = Kind::ALL.iter().filter_map(|kind| tables::table_of(*kind));
        tables.any(|table| {
            let packed = &self.tables[table.kind as usize];
            let columns = table.fields.iter().zip(&packed.columns);
            let mut references = columns.filter(|it| matches!(it.0.of, FieldType::Ref(_)));
            references.any(|(field, column)| {
                let PackedColumn::Words(cells) = column else {
                    return false;
                };
                let words = (0..self.len(table.kind))
                    .into_par_iter()
                    .filter_map(|row| cells.get(row));
                if field.many {
                    words.any(|list| self.items(list).iter().any(|word| is(*word)))
                } else {
                    words.any(&is)
                }
            })
        })
    }

    fn items(&self, list: u32) -> &[u32] {
        &self.pool[self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize]
    }

    fn column(&self, kind: Kind, column: Column) -> Option<&PackedColumn> {
        self.tables[kind as usize]
            .columns
            .get(usize::from(column.0))
    }
}

impl Packed {
    /// One pass over the records, since their values lie all over the memory. Most texts are known by then, as slugs: all
    /// threads look for them first.
    fn pack(
        kind: Kind,
        (records, slugs): (&[Cow<'_, Record>], &[Symbol]),
        names: &mut Names,
        lists: &mut ListPool,
    ) -> Self {
        let fields = tables::table_of(kind).map_or(&[][..], |table| table.fields);
        let mut columns: Vec<GrowingColumn> = fields.iter().map(GrowingColumn::of).collect();
        let (mut row, mut words) = (0, Vec::new());
        for batch in records.chunks(BATCH) {
            let pieces = batch.par_chunks(PIECE);
            let known: Vec<_> = pieces.map(|it| known_symbols(it, names)).collect();
            let mut known = known.into_iter().flatten();
            let mut adding = names.adding();
            let mut symbol = |text: &str| {
                let known = known.next().flatten();
                known.unwrap_or_else(|| adding.intern(text))
            };
            for record in batch {
                for (column, value) in record.values() {
                    words.clear();
                    let items = value.items().iter();
                    words.extend(items.filter_map(|it| word(it, &mut symbol)));
                    if let Some(cells) = columns.get_mut(usize::from(column.0)) {
                        cells.push(row, value, &words, lists);
                    }
                }
                row += 1;
            }
        }
        let slugs = slugs.to_vec();
        let by_slug = slugs.iter().copied().zip(0u32..).collect();
        let columns: Vec<PackedColumn> = columns
            .into_iter()
            .map(|it| it.pack(records.len()))
            .collect();
        let indexes = INDEXED
            .iter()
            .filter(|(it, _)| *it == kind)
            .map(|(_, column)| {
                (
                    *column,
                    index(
                        &fields[usize::from(column.0)],
                        &columns[usize::from(column.0)],
                        lists,
                    ),
                )
            })
            .collect();
        Self {
            slugs,
            by_slug,
            columns,
            indexes,
        }
    }
}

fn index(field: &Field, column: &PackedColumn, lists: &ListPool) -> Vec<(u32, u32)> {
    let PackedColumn::Words(cells) = column else {
        return Vec::new();
    };
    let mut pairs: Vec<(u32, u32)> = if field.many {
        cells
            .iter()
            .flat_map(|(row, list)| lists.items(list).iter().map(move |word| (*word, row)))
            .collect()
    } else {
        cells.iter().map(|(row, word)| (word, row)).collect()
    };
    pairs.par_sort_unstable();
    pairs
}

/// So many records are looked at together, and so many by one thread.
const BATCH: usize = 64 * PIECE;
const PIECE: usize = 1024;
