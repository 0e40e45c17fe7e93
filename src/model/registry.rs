//! All records of one revision, packed, with what is asked of them.
//!
//! A registry is a large base and a small overlay, both packed the same way. A commit rebuilds the
//! overlay alone; when that has grown too large to be rebuilt at every commit, both are packed into a new base.
//! A scenario lays a third layer on top, under which the rows of the other two keep their meaning.
//! References may dangle: [`validate`](crate::model::validate()) is what keeps them whole.

mod apply;
mod cells;
mod edits;
mod layers;
mod lent;
mod names;
mod packing;
mod row_set;
mod segment;
#[cfg(test)]
mod tests;

pub use apply::ChangeCounts;
pub use apply::NetChanges;
pub use apply::Weighed;
pub use edits::MAX_MERGES;
pub use layers::Laid;
pub use lent::LentValue;
pub use row_set::RowSet;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::codes::Code;
use crate::model::codes::Mode;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::registry::layers::Layer;
use crate::model::registry::layers::LayerAt;
use crate::model::registry::names::Names;
use crate::model::registry::segment::Segment;
use crate::model::registry::segment::id_of_word;
use crate::model::registry::segment::id_word;
use crate::model::table::Column;
use crate::model::table::NAME_EN;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::site;
use crate::model::tables::table_of;

/// The records of one revision. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    names: Arc<Names>,
    base: Arc<Segment>,
    /// What recent commits changed.
    overlay: Arc<Layer>,
    /// What a scenario changes.
    top: Arc<Layer>,
}

/// Where a record stands in one registry. It means the same record in what is laid over that registry, unless it is
/// changed there, see [`Registry::laid_over`]; in any other registry it is meaningless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    kind: Kind,
    at: u32,
}

impl Row {
    /// The kind of the record.
    pub fn kind(self) -> Kind {
        self.kind
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::of_records(Vec::new())
    }
}

impl Registry {
    /// Packs records of distinct ids, in any order. O(n log n).
    pub fn of_records(records: Vec<Record>) -> Self {
        Self::of_lent(records.into_iter().map(Cow::Owned).collect())
    }

    /// The same of records that need not be owned.
    fn of_lent(records: Vec<Cow<'_, Record>>) -> Self {
        // Nearly every record brings a slug of its own.
        let mut names = Names::with_room(records.len());
        let mut adding = names.adding();
        for mode in Mode::ALL {
            adding.intern(&mode_slug(*mode));
        }
        let base = Segment::pack(records, &mut names);
        let mut names = names.freeze();
        let empty = Arc::new(Layer::pack(Vec::new(), BTreeSet::new(), &mut names));
        Self {
            names: Arc::new(names),
            base: Arc::new(base),
            overlay: Arc::clone(&empty),
            top: empty,
        }
    }

    /// The record with an id; none if there is none. O(1).
    pub fn find(&self, id: &Id) -> Option<Row> {
        // An import into an empty store does not look millions of names up.
        let has_rows = |it: LayerAt| self.segment(it).len(id.kind) > 0;
        if id.kind != Kind::Mode && !LayerAt::ALL.into_iter().any(has_rows) {
            return None;
        }
        self.row_of(id.kind, self.names.get(&id.slug)?)
    }

    /// The row of a mode of transport, to ask for its figures.
    pub fn mode(&self, mode: Mode) -> Row {
        Row {
            kind: Kind::Mode,
            at: mode as u32,
        }
    }

    /// The whole record.
    pub fn record(&self, row: Row) -> Record {
        let mut record = Record::new(self.id(row));
        let fields = table_of(row.kind).map_or(&[][..], |table| table.fields);
        for (field, column) in fields.iter().zip((0u8..).map(Column)) {
            let mut values = self.lent(row, column).map(LentValue::to_value);
            let value = if field.many {
                let items: Vec<Value> = values.collect();
                (!items.is_empty()).then_some(Value::List(items))
            } else {
                values.next()
            };
            if let Some(value) = value {
                record.set(column, value);
            }
        }
        record
    }

    /// Kind and slug of a record.
    pub fn id(&self, row: Row) -> Id {
        Id::new(row.kind, self.slug(row))
    }

    /// The slug of a record.
    pub fn slug(&self, row: Row) -> &str {
        self.names.text(self.slug_symbol(row))
    }

    /// The English name of an entity, or its slug where it has none.
    pub fn name(&self, row: Row) -> &str {
        let is_named = table_of(row.kind).is_some_and(|table| table.named);
        is_named
            .then(|| self.text(row, NAME_EN))
            .flatten()
            .unwrap_or_else(|| self.slug(row))
    }

    /// The text in a column; none if it is not stated.
    pub fn text(&self, row: Row, column: Column) -> Option<&str> {
        self.word(row, column).map(|word| self.names.text(word))
    }

    /// The texts in a list column; empty if none is stated.
    pub fn texts(&self, row: Row, column: Column) -> impl Iterator<Item = &str> + '_ {
        self.list(row, column)
            .iter()
            .map(|word| self.names.text(*word))
    }

    /// The closed code in a column; none if it is not stated.
    pub fn code<T: Code>(&self, row: Row, column: Column) -> Option<T> {
        T::from_index(u16::try_from(self.word(row, column)?).ok()?)
    }

    /// The closed codes in a list column; empty if none is stated.
    pub fn codes<T: Code>(&self, row: Row, column: Column) -> impl Iterator<Item = T> + '_ {
        self.list(row, column)
            .iter()
            .filter_map(|word| T::from_index(u16::try_from(*word).ok()?))
    }

    /// The whole number, such as a year, in a column; none if it is not stated.
    pub fn int(&self, row: Row, column: Column) -> Option<i32> {
        self.word(row, column).map(u32::cast_signed)
    }

    /// The year of the date in a column; none if it is not stated.
    pub fn year_of_date(&self, row: Row, column: Column) -> Option<i32> {
        self.text(row, column)?.get(..4)?.parse().ok()
    }

    /// The number in a column; none if it is not stated.
    pub fn number(&self, row: Row, column: Column) -> Option<f64> {
        let (segment, at) = self.place(row);
        segment.number(row.kind, at, column)
    }

    /// The flag in a column; none if it is not stated.
    pub fn flag(&self, row: Row, column: Column) -> Option<bool> {
        self.word(row, column).map(|word| word != 0)
    }

    /// The record a column refers to; none if it is not stated or dangles.
    pub fn reference(&self, row: Row, column: Column) -> Option<Row> {
        self.row_of_word(self.word(row, column)?)
    }

    /// The records a list column refers to, in the order given.
    pub fn references(&self, row: Row, column: Column) -> impl Iterator<Item = Row> + '_ {
        self.list(row, column)
            .iter()
            .filter_map(|word| self.row_of_word(*word))
    }

    /// The records of `kind` whose `column` refers to `target`, ordered by slug. O(log n + found · log found).
    ///
    /// # Panics
    /// If the column is not one of those that are indexed.
    pub fn referring(&self, kind: Kind, column: Column, target: Row) -> Vec<Row> {
        let word = id_word(target.kind, self.slug_symbol(target));
        let mut rows: Vec<Row> = Vec::new();
        for layer in LayerAt::ALL {
            let found = self.segment(layer).rows_with(kind, column, word);
            rows.extend(found.map(|at| layer.row(kind, at)));
        }
        rows.retain(|it| !self.is_hidden(*it));
        let is_of_one_layer = rows.windows(2).all(|it| it[0].layer() == it[1].layer());
        if !is_of_one_layer {
            rows.sort_by(|a, b| self.slug(*a).cmp(self.slug(*b)));
        }
        rows
    }

    /// Every record that refers to an id, whether or not there is such a record. O(records).
    pub fn referrers(&self, id: &Id) -> Vec<Row> {
        let Some(slug) = self.names.get(&id.slug) else {
            return Vec::new();
        };
        let word = id_word(id.kind, slug);
        let of_layer = |layer: LayerAt| {
            let found = self.segment(layer).referrers(word).into_iter();
            found.map(move |(kind, at)| layer.row(kind, at))
        };
        let rows = LayerAt::ALL.into_iter().flat_map(of_layer);
        rows.filter(|it| !self.is_hidden(*it)).collect()
    }

    /// Whether any record may refer to what is not there. O(references).
    pub(super) fn may_dangle(&self) -> bool {
        let is_lost = |word| self.row_of_word(word).is_none();
        let mut layers = LayerAt::ALL.into_iter();
        layers.any(|it| self.segment(it).any_reference(is_lost))
    }

    /// The position of a site; none if it is not known.
    pub fn position(&self, site: Row) -> Option<Position> {
        use crate::model::codes::PositionPrecision;
        let precision = self
            .code(site, site::PRECISION)
            .unwrap_or(PositionPrecision::Municipality);
        Some(Position {
            latitude: self.number(site, site::LATITUDE)?,
            longitude: self.number(site, site::LONGITUDE)?,
            precision,
            uncertainty_km: self
                .number(site, site::UNCERTAINTY_KM)
                .unwrap_or(default_uncertainty_km(precision)),
        })
    }

    /// Longitude and latitude of a record of any kind in degrees; none if they are not known, or the kind has none.
    pub fn coordinates(&self, row: Row) -> Option<[f64; 2]> {
        let [longitude, latitude] = table_of(row.kind())?.coordinates()?;
        Some([self.number(row, longitude)?, self.number(row, latitude)?])
    }

    /// Whether a link is told to carry a material: its source states it, or states none and the product
    /// usually carries it. What a chain takes as carried also looks at contents, see `network`.
    pub fn link_names(&self, link: Row, material: Row) -> bool {
        let names = |row, column| self.references(row, column).any(|it| it == material);
        if !self.list(link, link::MATERIALS).is_empty() {
            return names(link, link::MATERIALS);
        }
        let product = self.reference(link, link::PRODUCT);
        product.is_some_and(|it| names(it, product::MATERIALS))
    }

    /// Whether a product is the `<material>-unspecified` of one of its materials: what a site gives of a material
    /// that its sources name without a product. It matches no other product and is never shipped.
    pub fn is_unspecified(&self, product: Row) -> bool {
        let slug = self.slug(product);
        let material = slug.strip_suffix("-unspecified");
        material.is_some_and(|it| {
            self.references(product, product::MATERIALS)
                .any(|row| self.slug(row) == it)
        })
    }

    fn row_of(&self, kind: Kind, slug: u32) -> Option<Row> {
        if kind == Kind::Mode {
            let text = self.names.text(slug);
            return Mode::ALL
                .iter()
                .find(|it| mode_slug(**it) == text)
                .map(|it| self.mode(*it));
        }
        let in_layer = |layer: LayerAt| {
            let at = self.segment(layer).row(kind, slug)?;
            Some(layer.row(kind, at)).filter(|it| !self.is_hidden(*it))
        };
        // No more than one row of an id is not hidden.
        LayerAt::ALL.into_iter().rev().find_map(in_layer)
    }

    fn row_of_word(&self, word: u32) -> Option<Row> {
        let (kind, slug) = id_of_word(word);
        self.row_of(kind, slug)
    }

    fn slug_symbol(&self, row: Row) -> u32 {
        if row.kind == Kind::Mode {
            // Modes are interned first, in order.
            return row.at;
        }
        let (segment, at) = self.place(row);
        segment.slug(row.kind, at)
    }

    /// Whether two records of a kind say the same in a column.
    pub(super) fn is_same(&self, one: Row, other: Row, column: Column) -> bool {
        self.told_order(one, other, column).is_eq()
    }

    /// Orders two records of a kind by a column: equal where they say the same in it, else in an order that means
    /// nothing but is the same for all records of this registry.
    pub(super) fn told_order(&self, one: Row, other: Row, column: Column) -> Ordering {
        let is_list = table_of(one.kind).is_some_and(|it| it.field(column).many);
        if is_list {
            return self.list(one, column).cmp(self.list(other, column));
        }
        let by_word = || self.word(one, column).cmp(&self.word(other, column));
        let by_number = self
            .number(one, column)
            .partial_cmp(&self.number(other, column));
        // NaN is no number of a record.
        by_word().then(by_number.unwrap_or(Ordering::Equal))
    }

    fn word(&self, row: Row, column: Column) -> Option<u32> {
        let (segment, at) = self.place(row);
        segment.word(row.kind, at, column)
    }

    fn list(&self, row: Row, column: Column) -> &[u32] {
        let (segment, at) = self.place(row);
        segment.list(row.kind, at, column)
    }

    fn place(&self, row: Row) -> (&Segment, u32) {
        (self.segment(row.layer()), row.at_in_layer())
    }
}

/// The slug under which a mode of transport is a subject of figures: `on-site` for `ON_SITE`.
fn mode_slug(mode: Mode) -> String {
    mode.code().to_lowercase().replace('_', "-")
}
