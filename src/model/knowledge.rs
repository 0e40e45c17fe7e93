//! What the program knows of words, wastes and trades beside the records: our own tables, each row with its source.
//!
//! The tables are data, read by `exchange` from `fixtures/knowledge`; here is what is asked of them.

mod gazetteer;
#[cfg(test)]
mod tests;
mod trades;
mod wastes;
mod words;

use std::collections::BTreeMap;

use crate::model::code_lists::CodeLists;
use crate::model::knowledge::trades::Trades;
use crate::model::knowledge::words::Words;
use crate::model::search::fold;
use crate::model::table::PublishedList;

pub use crate::model::knowledge::gazetteer::Town;
pub use crate::model::knowledge::wastes::WasteLikeness;

/// Most words of a term.
const LONGEST_TERM: usize = 4;

/// Words of several languages, which trades take which wastes, and the published lists beside them.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// The published lists: labels of wastes, the tree of trades.
    pub lists: CodeLists,
    words: Words,
    /// Towns and where they are, by name.
    gazetteer: BTreeMap<String, Town>,
    /// Words of other languages and other words by what texts of records say, folded.
    terms: BTreeMap<String, Vec<String>>,
    /// Names of towns in other languages, each with the one that records and the gazetteer use.
    towns: BTreeMap<String, String>,
    /// Trades that take wastes of a code of the List of Waste, two, four or six digits.
    takers: BTreeMap<String, Vec<TradeLink>>,
    /// The tree of trades of `lists`.
    trades: Trades,
}

/// That a trade takes wastes of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradeLink {
    /// The trade, NACE Rev. 2, as in the published list: `23.51`.
    pub nace: String,
    /// What it does with it.
    pub application: String,
    /// Where that is told.
    pub source: String,
}

impl Knowledge {
    /// Knows the published lists and nothing else.
    pub fn new(lists: CodeLists) -> Self {
        Self {
            trades: Trades::of(&lists),
            lists,
            ..Self::default()
        }
    }

    /// Enters a word or phrase of any language; an empty concept is a word that says nothing. One that is there
    /// already gets the new concept, and the one it had is handed back.
    pub fn insert_word(&mut self, word: &str, concept: &str) -> Option<String> {
        self.words.insert(word, concept)
    }

    /// Enters another word for what texts of records say. Whether it was not there.
    pub fn insert_term(&mut self, term: &str, word: &str) -> bool {
        let words = self.terms.entry(fold(term)).or_default();
        let word = fold(word);
        let is_new = !words.contains(&word);
        words.extend(is_new.then_some(word));
        is_new
    }

    /// Other words for the terms that stand in a folded text, folded. O(words · log terms).
    pub fn other_words<'a>(&'a self, folded: &str) -> impl Iterator<Item = &'a str> {
        let words: Vec<&str> = folded.split(' ').collect();
        let starts =
            (0..words.len()).flat_map(|at| (1..=LONGEST_TERM).map(move |it| (at, at + it)));
        let phrases = starts.filter_map(|(at, end)| Some(words.get(at..end)?.join(" ")));
        let phrases: Vec<String> = phrases.collect();
        let found = phrases.into_iter().filter_map(|it| self.terms.get(&it));
        found.flatten().map(String::as_str)
    }

    /// Enters a town. One of the name that is there already is replaced and handed back.
    pub fn insert_in_gazetteer(&mut self, town: Town) -> Option<Town> {
        self.gazetteer.insert(town.name.clone(), town)
    }

    /// Every town of the gazetteer, in order of names.
    pub fn gazetteer(&self) -> impl Iterator<Item = &Town> {
        self.gazetteer.values()
    }

    /// Enters what a town is called in another language than that of the records. One that is there already gets the new town,
    /// and the one it had is handed back.
    pub fn insert_town(&mut self, name: &str, town: &str) -> Option<String> {
        self.insert_term(town, name);
        self.towns.insert(name.to_owned(), town.to_owned())
    }

    /// Every other name of a town, with the one that records use, in order of names.
    pub fn towns(&self) -> impl Iterator<Item = (&str, &str)> {
        let towns = self.towns.iter();
        towns.map(|(name, town)| (name.as_str(), town.as_str()))
    }

    /// Enters a trade that takes wastes of a code.
    pub fn insert_taker(&mut self, ewc: &str, link: TradeLink) {
        self.takers.entry(ewc.to_owned()).or_default().push(link);
    }

    /// Every code with the trades that take its wastes, in order of codes.
    pub fn takers(&self) -> impl Iterator<Item = (&str, &[TradeLink])> {
        self.takers
            .iter()
            .map(|(code, links)| (code.as_str(), links.as_slice()))
    }

    /// The trades that take wastes of a code or of one of the wider ones, the narrowest told first.
    pub fn takers_of<'a>(&'a self, ewc: &'a str) -> impl Iterator<Item = &'a TradeLink> {
        let widths = [6, 4, 2].into_iter();
        let codes = widths.filter_map(move |width| ewc.get(..width));
        codes.flat_map(|code| self.takers.get(code).into_iter().flatten())
    }

    /// The concepts a text names, in order, each once: phrases before words, inflections by their base form, words of
    /// several languages by the concept they share, compounds by their parts; a word that is not known stands for itself.
    pub fn concepts(&self, text: &str) -> Vec<String> {
        self.words.concepts(text)
    }

    /// Whether a word stands in the lists as it is, neither inflected nor a compound.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.has(word)
    }

    /// Whether the word lists have a folded word, an inflection or compound of theirs, or the concept of that name.
    pub fn knows(&self, word: &str) -> bool {
        self.words.knows(word)
    }

    /// The word of the lists that a folded one, which is not known, is nearly; none if none is near.
    pub fn near_word(&self, word: &str) -> Option<&str> {
        self.words.near_miss(word)
    }

    /// The one code of a list whose label names the concepts of a text, which may be of another language; none if no code or
    /// several do. O(codes · words).
    pub fn code_meaning(&self, list: PublishedList, text: &str) -> Option<&str> {
        let wanted = self.concepts(text);
        let means = |label: &str| self.concepts(label) == wanted;
        let mut found = self.lists.codes(list).filter(|it| means(&it.1.label));
        let first = found.next().map(|it| it.0);
        first.filter(|_| !wanted.is_empty() && found.next().is_none())
    }

    /// How alike two trades are, 0 to 1: the index of Wu and Palmer, `2·depth(lca) / (depth a + depth b)`, over
    /// section (1), division (2), group (3) and class (4) of the published list.
    ///
    /// Divisions keep their numbers between the revisions of NACE, sections do not keep their letters, and groups and
    /// classes were cut anew; so codes of two revisions share their division or nothing. O(1), without allocation.
    ///
    /// Z. Wu, M. Palmer: Verb semantics and lexical selection, ACL 1994.
    pub fn trade_similarity(&self, a: &str, b: &str) -> f64 {
        self.trades.similarity(a, b)
    }

    /// How two codes of the List of Waste, two, four or six digits, stand to each other.
    pub fn waste_likeness(&self, a: &str, b: &str) -> WasteLikeness {
        wastes::likeness(&self.lists, a, b)
    }
}
