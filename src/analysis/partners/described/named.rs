//! The products and materials that a description names.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::partners::exchanges;
use crate::analysis::partners::requests;
use crate::model::ALIASES;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::ProductForm;
use crate::model::fold;
use crate::model::stem::base_forms;
use crate::model::tables::material;
use crate::model::tables::product;
use crate::model::tables::side_stream;

/// The names of products and materials as concepts.
pub(in crate::analysis::partners) struct Names {
    /// The concepts of each name of a product, in order of products.
    products: Vec<(Row, BTreeSet<String>)>,
    /// The products of side-streams on record.
    of_streams: BTreeSet<Row>,
    /// The same of materials.
    materials: Vec<(Row, BTreeSet<String>)>,
    /// Materials by folded name and alias.
    by_name: BTreeMap<String, Row>,
    /// Materials by symbol, as it is written.
    by_symbol: BTreeMap<String, Row>,
    /// Every concept and word of a name, of the kind of a side-stream, and of requests and exchanges.
    words: BTreeSet<String>,
}

/// The names of a record in all languages, and its aliases.
pub(in crate::analysis::partners) fn names_of(
    registry: &Registry,
    row: Row,
) -> impl Iterator<Item = &str> {
    let columns = [NAME_EN, NAME_FI, NAME_SV];
    let names = columns
        .into_iter()
        .filter_map(move |column| registry.text(row, column));
    names.chain(registry.texts(row, ALIASES))
}

impl Names {
    /// O(names).
    pub(super) fn of(registry: &Registry, knowledge: &Knowledge) -> Self {
        let concepts = |kind: Kind| {
            let rows = registry.rows(kind);
            let named = rows.flat_map(|row| names_of(registry, row).map(move |it| (row, it)));
            let sets = named.map(|(row, name)| (row, knowledge.concepts(name)));
            sets.filter(|(_, it)| !it.is_empty())
                .map(|(row, it)| (row, it.into_iter().collect()))
                .collect::<Vec<(Row, BTreeSet<String>)>>()
        };
        let (products, materials) = (concepts(Kind::Product), concepts(Kind::Material));
        let streams = registry.rows(Kind::SideStream);
        let of_streams = registry.rows(Kind::SideStream);
        let of_streams = of_streams.filter_map(|it| registry.reference(it, side_stream::PRODUCT));
        let of_streams = of_streams.collect();
        let streams = streams.flat_map(|row| {
            let kind = registry.text(row, side_stream::KIND);
            names_of(registry, row).chain(kind)
        });
        let of_stream_names = streams.flat_map(|it| knowledge.concepts(it));
        let of_names = products.iter().chain(&materials).flat_map(|it| &it.1);
        // What is asked for and exchanged counts in any year.
        let when = When {
            year: 0,
            nearest_years: true,
            include_planned: true,
        };
        let requests = requests::all(registry, when);
        let exchanges = exchanges::all(registry);
        let of_requests = requests.iter().flat_map(|it| it.texts.iter().copied());
        let of_exchanges = exchanges.iter().flat_map(|it| it.texts());
        let texts = of_requests.chain(of_exchanges);
        let of_others = texts.flat_map(|it| knowledge.concepts(it));
        let words = of_names
            .cloned()
            .chain(of_stream_names)
            .chain(of_others)
            .collect();
        let (mut by_name, mut by_symbol) = (BTreeMap::new(), BTreeMap::new());
        for row in registry.rows(Kind::Material) {
            for name in names_of(registry, row) {
                by_name.entry(fold(name)).or_insert(row);
            }
            if let Some(symbol) = registry.text(row, material::SYMBOL) {
                by_symbol.entry(symbol.to_owned()).or_insert(row);
            }
        }
        Self {
            products,
            of_streams,
            materials,
            by_name,
            by_symbol,
            words,
        }
    }

    /// How many names there are.
    pub(super) fn count(&self) -> usize {
        self.products.len() + self.materials.len()
    }

    /// The product whose names are in the concepts: the one that shares most, if it is the only one. Products of side-streams on
    /// record go before others, since a side-stream is described. What is no such product, no residue and no scrap has to be all
    /// that is said: a slag of a metal is not that metal.
    pub(super) fn product(&self, registry: &Registry, concepts: &[String]) -> Option<Row> {
        let is_said = |it: &BTreeSet<String>| it.iter().all(|it| concepts.contains(it));
        let said = self.products.iter().filter(|(_, name)| is_said(name));
        let (of_streams, others): (Vec<_>, Vec<_>) =
            said.partition(|(row, _)| self.of_streams.contains(row));
        if !of_streams.is_empty() {
            return most(&of_streams).filter(|it| !self.may_be_another(*it, concepts));
        }
        let fits = |(row, name): &&(Row, BTreeSet<String>)| {
            let form = registry.code::<ProductForm>(*row, product::FORM);
            let is_left = matches!(form, Some(ProductForm::Residue | ProductForm::Scrap));
            is_left || name.len() == concepts.len()
        };
        most(&others.into_iter().filter(fits).collect::<Vec<_>>())
    }

    /// Whether the name of another side-stream's product has a word that is said and that no name of this one has, beside all
    /// of one of its names: `alkaline black mass` is not just black mass.
    fn may_be_another(&self, row: Row, concepts: &[String]) -> bool {
        let of_this = || {
            self.products
                .iter()
                .filter(|it| it.0 == row)
                .map(|it| &it.1)
        };
        let is_new =
            |word: &String| concepts.contains(word) && of_this().all(|it| !it.contains(word));
        let others = self.products.iter();
        let mut others = others.filter(|it| it.0 != row && self.of_streams.contains(&it.0));
        others.any(|(_, name)| name.iter().any(is_new) && of_this().any(|it| it.is_subset(name)))
    }

    /// The materials whose names are in the concepts.
    pub(super) fn materials(&self, concepts: &[String]) -> Vec<Row> {
        let named = self.materials.iter();
        let named = named.filter(|(_, name)| name.iter().all(|it| concepts.contains(it)));
        named.map(|it| it.0).collect()
    }

    /// The materials that a product usually carries.
    pub(super) fn carried<'a>(
        &self,
        registry: &'a Registry,
        row: Row,
    ) -> impl Iterator<Item = Row> + 'a {
        registry.references(row, product::MATERIALS)
    }

    /// The material of a symbol or name, inflected or not.
    pub(super) fn material(&self, told: &str) -> Option<Row> {
        let by_name = || {
            let forms = base_forms(&fold(told));
            forms.iter().find_map(|it| self.by_name.get(it))
        };
        self.by_symbol.get(told).or_else(by_name).copied()
    }

    /// Whether a word is the name or symbol of a material, in a language of the word lists, inflected or not.
    pub(super) fn is_material(&self, knowledge: &Knowledge, word: &str) -> bool {
        self.material(word).is_some() || !self.materials(&knowledge.concepts(word)).is_empty()
    }

    /// The materials that have a symbol.
    pub(super) fn elements(&self) -> impl Iterator<Item = Row> + '_ {
        self.by_symbol.values().copied()
    }

    /// Whether a folded word is the name of a material, or the word lists know what it means. A word that only stands in the
    /// name of a stream or product may be the place it is named after.
    pub(super) fn means(&self, knowledge: &Knowledge, word: &str) -> bool {
        let concepts = knowledge.concepts(word);
        let is_other = concepts.first().map(String::as_str) != Some(word);
        is_other || self.by_name.contains_key(word)
    }

    /// Whether a folded word is one that names something, or that the word lists know.
    pub(in crate::analysis::partners) fn knows(&self, knowledge: &Knowledge, word: &str) -> bool {
        let concepts = knowledge.concepts(word);
        let is_other = concepts.first().map(String::as_str) != Some(word);
        is_other || knowledge.knows(word) || self.words.contains(word)
    }
}

/// The product of the longest name, if it is the only one of that length.
fn most(named: &[&(Row, BTreeSet<String>)]) -> Option<Row> {
    let longest = named.iter().map(|it| it.1.len()).max()?;
    let mut best = named.iter().filter(|it| it.1.len() == longest);
    let first = best.next()?.0;
    best.all(|it| it.0 == first).then_some(first)
}
