//! How much of what there is carries a number.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::codes::Confidence;
use crate::model::codes::Mode;
use crate::model::kind::Kind;
use crate::model::quantity::Quantity;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::figure;

/// How much is known of a quantity, over all records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantityCompleteness {
    /// The kind of the subjects.
    pub kind: Kind,
    /// The quantity.
    pub quantity: Quantity,
    /// Records of the kind.
    pub total: usize,
    /// Those of them that have a value of the quantity, for whatever year.
    pub known: usize,
    /// Figures of the quantity with such subjects, of all years and sources.
    pub figures: usize,
    /// Figures that a source reports; the rest is estimated or assumed.
    pub reported: usize,
}

impl Registry {
    /// How much is known of each quantity that any record of a kind has a figure of, ordered by
    /// kind and quantity. O(figures · log figures).
    pub fn completeness(&self) -> Vec<QuantityCompleteness> {
        let mut known: BTreeMap<(Kind, Quantity), BTreeSet<Row>> = BTreeMap::new();
        let mut figures: BTreeMap<(Kind, Quantity), (usize, usize)> = BTreeMap::new();
        for row in self.rows(Kind::Figure) {
            let subject = self.reference(row, figure::SUBJECT);
            let quantity = self.code::<Quantity>(row, figure::QUANTITY);
            let (Some(subject), Some(quantity)) = (subject, quantity) else {
                continue;
            };
            let key = (subject.kind(), quantity);
            let count = figures.entry(key).or_default();
            count.0 += 1;
            count.1 +=
                usize::from(self.code(row, figure::CONFIDENCE) == Some(Confidence::Reported));
            if self.figure_value(row).is_some() {
                known.entry(key).or_default().insert(subject);
            }
        }
        let of = |((kind, quantity), (figures, reported))| QuantityCompleteness {
            kind,
            quantity,
            total: match kind {
                Kind::Mode => Mode::ALL.len(),
                _ => self.count(kind),
            },
            known: known.get(&(kind, quantity)).map_or(0, BTreeSet::len),
            figures,
            reported,
        };
        figures.into_iter().map(of).collect()
    }
}
