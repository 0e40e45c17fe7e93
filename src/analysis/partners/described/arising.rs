//! What is on record where somebody describes a stream, by the words of both.

use std::collections::BTreeSet;
use std::collections::HashMap;

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

/// The side-streams on record by the concepts of their names, kinds and products, in order of streams.
pub(super) struct Streams {
    rows: Vec<Row>,
    /// By concept: which of the rows have it, ascending.
    of_word: HashMap<String, Vec<usize>>,
}

impl Streams {
    /// What is only planned does not arise. O(words of side-streams).
    pub(super) fn of(registry: &Registry, knowledge: &Knowledge) -> Self {
        let is_planned = |row: &Row| registry.flag(*row, side_stream::PLANNED) == Some(true);
        let streams = registry.rows(Kind::SideStream);
        let rows: Vec<Row> = streams.filter(|it| !is_planned(it)).collect();
        let mut of_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().copied().enumerate() {
            let of_product = registry.reference(row, side_stream::PRODUCT).into_iter();
            let of_product = of_product.flat_map(|it| names_of(registry, it));
            let kind = registry.text(row, side_stream::KIND);
            let texts = names_of(registry, row).chain(kind).chain(of_product);
            let words: BTreeSet<String> = texts.flat_map(|it| knowledge.concepts(it)).collect();
            for word in words {
                of_word.entry(word).or_default().push(at);
            }
        }
        Self { rows, of_word }
    }

    /// Those that have all of some concepts; none without any. O(streams of the rarest · concepts · log streams).
    fn with_all(&self, concepts: &[String]) -> Vec<Row> {
        let all: Option<Vec<&Vec<usize>>> =
            concepts.iter().map(|it| self.of_word.get(it)).collect();
        let all = all.unwrap_or_default();
        let rarest = all.iter().min_by_key(|it| it.len());
        let streams = rarest.into_iter().flat_map(|it| it.iter().copied());
        let has_all = |at: &usize| all.iter().all(|it| it.binary_search(at).is_ok());
        streams.filter(has_all).map(|it| self.rows[it]).collect()
    }
}

/// The streams on record at the place that have all the words, and that are of the product where one is named; none without
/// one, and where they are of several products. O(streams that have the words).
pub(super) fn there(
    registry: &Registry,
    known: &Streams,
    (whereabouts, named): (&Whereabouts, Option<Row>),
    concepts: &[String],
) -> Option<Arising> {
    let product = |row: Row| registry.reference(row, side_stream::PRODUCT);
    let is_there = |row: &Row| {
        let site = registry.reference(*row, side_stream::SITE);
        let is_such = named.is_none() || product(*row) == named;
        is_such && is_same_place(whereabouts, &place_of(registry, site))
    };
    let mut streams = known.with_all(concepts);
    streams.retain(is_there);
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
