//! The layers of a registry, as one.
//!
//! Each layer hides what it replaces or deletes of those below it, so that no more than one row of an id is seen.
//! Rows carry their layer: what is laid over a registry leaves its rows alone.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::kind::Kind;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::registry::edits::Edited;
use crate::model::registry::edits::Edits;
use crate::model::registry::names::Names;
use crate::model::registry::segment::Segment;

/// Records that stand above others, and the rows below that they replace, or that are deleted.
pub(super) struct Layer {
    pub(super) segment: Segment,
    /// Rows of lower layers that would be seen otherwise.
    pub(super) hides: BTreeSet<Row>,
}

/// Which layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LayerAt {
    Base,
    Overlay,
    Top,
}

/// A record that differs from what it is laid over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Its row in the registry below; none where it is new.
    pub before: Option<Row>,
    /// Its row in the registry laid over; none where it is deleted.
    pub after: Option<Row>,
}

/// Bits of a row's position that say where it is within its layer.
const AT_BITS: u32 = 30;

impl LayerAt {
    /// From the lowest.
    pub(super) const ALL: [Self; 3] = [Self::Base, Self::Overlay, Self::Top];

    pub(super) fn row(self, kind: Kind, at: u32) -> Row {
        Row {
            kind,
            at: (self as u32) << AT_BITS | at,
        }
    }
}

impl Row {
    /// Whether it is of a record that differs from the registry below, see [`Registry::laid_over`].
    pub fn is_laid(self) -> bool {
        self.layer() == LayerAt::Top
    }

    pub(super) fn layer(self) -> LayerAt {
        LayerAt::ALL[(self.at >> AT_BITS) as usize]
    }

    pub(super) fn at_in_layer(self) -> u32 {
        self.at & ((1 << AT_BITS) - 1)
    }
}

impl Layer {
    /// Packs records of distinct ids, in any order. O(n log n).
    pub(super) fn pack(
        records: Vec<Cow<'_, Record>>,
        hides: BTreeSet<Row>,
        names: &mut Names,
    ) -> Self {
        Self {
            segment: Segment::pack(records, names),
            hides,
        }
    }

    /// The rows of a layer and kind that it hides, ascending.
    fn hidden_of(&self, layer: LayerAt, kind: Kind) -> impl Iterator<Item = Row> + '_ {
        let (first, last) = (layer.row(kind, 0), layer.row(kind, (1 << AT_BITS) - 1));
        self.hides.range(first..=last).copied()
    }
}

impl Registry {
    /// The records of a kind, ordered by slug.
    pub fn rows(&self, kind: Kind) -> impl Iterator<Item = Row> + '_ {
        let mut layers = LayerAt::ALL.map(|it| self.rows_of(it, kind).peekable());
        std::iter::from_fn(move || {
            let [base, overlay, top] = &mut layers;
            let next = [base.peek(), overlay.peek(), top.peek()].map(Option::<&Row>::copied);
            let is_alone = next.iter().flatten().count() < 2;
            let order = |it: &Row| if is_alone { "" } else { self.slug(*it) };
            let first = next.into_iter().flatten().min_by_key(order)?;
            layers[first.layer() as usize].next()
        })
    }

    /// Number of records of a kind. O(records of the kind that are hidden).
    pub fn count(&self, kind: Kind) -> usize {
        let of_layer = |it: LayerAt| {
            let hidden = self.overlay.hidden_of(it, kind).count();
            let covered = self.top.hidden_of(it, kind).count();
            self.segment(it).len(kind) as usize - hidden - covered
        };
        LayerAt::ALL.into_iter().map(of_layer).sum()
    }

    /// The registry with changes laid over it for a while, such as those of a scenario. What does not differ
    /// afterwards keeps its row: every row of this registry means the same record there, unless that is replaced or
    /// deleted. Where this registry is itself laid over another one, that is said of the rows of the other one.
    ///
    /// O(changes + what is laid over already), and O(records) for every merge.
    #[must_use]
    pub fn laid_over(&self, changes: &[Change]) -> Self {
        let below = self.below();
        let mut edits = Edits::of(self, changes).records;
        for it in self.laid() {
            let row = it.after.or(it.before);
            if let Some(id) = row.map(|row| self.id(row)) {
                let entry = edits.entry(Cow::Owned(id));
                entry.or_insert_with(|| it.after.map(|row| Cow::Owned(self.record(row))));
            }
        }
        edits.retain(|id, after| {
            let before = below.find(id).map(|row| below.record(row));
            before.as_ref() != after.as_deref()
        });
        let hides = edits.keys().filter_map(|id| below.find(id)).collect();
        let mut names = self.names.above();
        let records = edits.into_values().flatten().collect();
        Self {
            top: Arc::new(Layer::pack(records, hides, &mut names)),
            names: Arc::new(names),
            ..below
        }
    }

    /// What differs from the registry that this one is laid over, ordered by kind, then row; nothing where it
    /// is laid over none. O(differences).
    pub fn laid(&self) -> Vec<Laid> {
        let below = self.below();
        let put = Kind::ALL
            .iter()
            .flat_map(|it| self.rows_of(LayerAt::Top, *it));
        let put = put.map(|row| Laid {
            before: below.find(&self.id(row)),
            after: Some(row),
        });
        let mut laid: Vec<Laid> = put.collect();
        let replaced: BTreeSet<Row> = laid.iter().filter_map(|it| it.before).collect();
        let deleted = self.top.hides.difference(&replaced);
        laid.extend(deleted.map(|row| Laid {
            before: Some(*row),
            after: None,
        }));
        laid
    }

    /// Whether a row of this registry, or of the one that it is laid over, is that of a record of this one: neither
    /// replaced nor deleted. O(log changes).
    pub fn holds(&self, row: Row) -> bool {
        !self.is_hidden(row)
    }

    /// What commits changed of the base and a scenario of both, with what has been deleted; the edits given win.
    pub(super) fn with_laid<'a>(&self, mut edits: Edited<'a>) -> Edited<'a> {
        for layer in [LayerAt::Top, LayerAt::Overlay] {
            for row in Kind::ALL.iter().flat_map(|it| self.rows_of(layer, *it)) {
                let entry = edits.entry(Cow::Owned(self.id(row)));
                entry.or_insert_with(|| Some(Cow::Owned(self.record(row))));
            }
        }
        edits
    }

    pub(super) fn segment(&self, layer: LayerAt) -> &Segment {
        match layer {
            LayerAt::Base => &self.base,
            LayerAt::Overlay => &self.overlay.segment,
            LayerAt::Top => &self.top.segment,
        }
    }

    pub(super) fn is_hidden(&self, row: Row) -> bool {
        self.overlay.hides.contains(&row) || self.top.hides.contains(&row)
    }

    /// The rows of a layer that are seen, ascending, which is by slug.
    fn rows_of(&self, layer: LayerAt, kind: Kind) -> impl Iterator<Item = Row> + '_ {
        // What is hidden ascends too, and is among the rows.
        let mut hidden = self.overlay.hidden_of(layer, kind).peekable();
        let mut covered = self.top.hidden_of(layer, kind).peekable();
        let rows = (0..self.segment(layer).len(kind)).map(move |at| layer.row(kind, at));
        rows.filter(move |row| {
            hidden.next_if_eq(row).is_none() && covered.next_if_eq(row).is_none()
        })
    }

    /// The registry that this one is laid over; itself where it is laid over none. Its texts are known to both.
    fn below(&self) -> Self {
        let is_laid = self.top.segment.total_len() + self.top.hides.len() > 0;
        let mut below = self.clone();
        if is_laid {
            let mut names = (*self.names).clone();
            below.top = Arc::new(Layer::pack(Vec::new(), BTreeSet::new(), &mut names));
        }
        below
    }
}
