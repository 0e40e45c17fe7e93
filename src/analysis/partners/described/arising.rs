//! What is on record where somebody describes a stream, by the words of both.

use std::collections::BTreeSet;

use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::offers::place_of;
use crate::analysis::partners::offers::waste_codes;
use crate::analysis::partners::places::is_same_place;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::side_stream;
use crate::network::words::in_sentence;

/// What is taken from the records.
pub(super) struct Arising {
    /// The product of the streams there; none where it is not known.
    pub(super) product: Option<Row>,
    /// The only stream there.
    stream: Option<Row>,
    /// The sentence that says so, without a full stop.
    pub(super) told: String,
}

/// The streams on record at the place that have all the words, and that are of the product where one is named; none without
/// one, and where they are of several products. What is only planned does not arise. O(side-streams).
pub(super) fn there(
    registry: &Registry,
    knowledge: &Knowledge,
    (whereabouts, named): (&Whereabouts, Option<Row>),
    concepts: &[String],
) -> Option<Arising> {
    if concepts.is_empty() {
        return None;
    }
    let product = |row: Row| registry.reference(row, side_stream::PRODUCT);
    let is_there = |row: &Row| {
        let is_planned = registry.flag(*row, side_stream::PLANNED) == Some(true);
        let site = registry.reference(*row, side_stream::SITE);
        let is_such = named.is_none() || product(*row) == named;
        is_such && !is_planned && is_same_place(whereabouts, &place_of(registry, site))
    };
    let streams = registry.rows(Kind::SideStream).filter(is_there);
    let streams = streams.filter(|it| has_words(registry, knowledge, *it, concepts));
    let streams: Vec<Row> = streams.collect();
    let first = *streams.first()?;
    let of_first = product(first);
    let name = format!(
        "{} ({})",
        in_sentence(registry.name(first)),
        registry.id(first)
    );
    if streams.len() == 1 {
        return Some(Arising {
            product: of_first,
            stream: Some(first),
            told: format!(
                "it is taken to be like {name}, which is on record there and has these words: product, materials and waste codes that are not told are those of it"
            ),
        });
    }
    let is_one = of_first.is_some() && streams.iter().all(|it| product(*it) == of_first);
    let is_news = named.is_none() && is_one;
    let of_all = of_first.filter(|_| is_news)?;
    let product = in_sentence(registry.name(of_all));
    Some(Arising {
        product: Some(of_all),
        stream: None,
        told: format!(
            "it is taken to be {product}, which all streams are that are on record there and have these words, such as {name}"
        ),
    })
}

impl Arising {
    /// The materials that the only stream names.
    pub(super) fn materials<'a>(
        &self,
        registry: &'a Registry,
    ) -> impl Iterator<Item = Row> + use<'a> {
        let stream = self.stream.into_iter();
        stream.flat_map(|it| registry.references(it, side_stream::MATERIALS))
    }

    /// The waste codes of the only stream; nobody says that they are those of what is described, so that they are assigned.
    pub(super) fn codes(&self, registry: &Registry) -> Vec<WasteCode> {
        let stream = self.stream.into_iter();
        let codes = stream.flat_map(|it| waste_codes(registry, it, side_stream::EWC_CODES));
        codes
            .map(|it| WasteCode {
                is_assigned: true,
                ..it
            })
            .collect()
    }
}

/// Whether all concepts are in the names of a stream, its kind and product.
fn has_words(registry: &Registry, knowledge: &Knowledge, row: Row, concepts: &[String]) -> bool {
    let of_product = registry.reference(row, side_stream::PRODUCT).into_iter();
    let of_product = of_product.flat_map(|it| names_of(registry, it));
    let kind = registry.text(row, side_stream::KIND);
    let texts = names_of(registry, row).chain(kind).chain(of_product);
    let words: BTreeSet<String> = texts.flat_map(|it| knowledge.concepts(it)).collect();
    concepts.iter().all(|it| words.contains(it))
}
