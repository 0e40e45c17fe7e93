//! The stream on record that arises where somebody describes one, by the words of both.

use std::collections::BTreeSet;

use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::offers::place_of;
use crate::analysis::partners::places::is_same_place;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::side_stream;
use crate::network::words::in_sentence;

/// What is taken from a record.
pub(super) struct Arising {
    /// The product of the stream.
    pub(super) product: Row,
    /// The sentence that says so.
    pub(super) told: String,
}

/// The product of the streams on record at the place that have all the words; none where they are of several products, or a
/// product is not known. What is only planned does not arise. O(side-streams).
pub(super) fn only(
    registry: &Registry,
    knowledge: &Knowledge,
    whereabouts: &Whereabouts,
    concepts: &[String],
) -> Option<Arising> {
    if concepts.is_empty() {
        return None;
    }
    let is_there = |row: &Row| {
        let is_planned = registry.flag(*row, side_stream::PLANNED) == Some(true);
        let site = registry.reference(*row, side_stream::SITE);
        !is_planned && is_same_place(whereabouts, &place_of(registry, site))
    };
    let product = |row: Row| registry.reference(row, side_stream::PRODUCT);
    let has_words = |row: &Row| {
        let of_product = product(*row).into_iter();
        let of_product = of_product.flat_map(|it| names_of(registry, it));
        let kind = registry.text(*row, side_stream::KIND);
        let texts = names_of(registry, *row).chain(kind).chain(of_product);
        let words: BTreeSet<String> = texts.flat_map(|it| knowledge.concepts(it)).collect();
        concepts.iter().all(|it| words.contains(it))
    };
    let mut streams = registry.rows(Kind::SideStream);
    let first = streams.find(|it| is_there(it) && has_words(it))?;
    let of_first = product(first)?;
    let mut others = streams.filter(|it| is_there(it) && has_words(it));
    others
        .all(|it| product(it) == Some(of_first))
        .then(|| Arising {
            product: of_first,
            told: format!(
                "it is taken to be {}, the product of the stream on record there that has these words: {} ({})",
                in_sentence(registry.name(of_first)),
                in_sentence(registry.name(first)),
                registry.id(first)
            ),
        })
}
