//! What the program knows of words, wastes and trades beside the records: our own tables, each row with its source.
//!
//! The tables are data, read by `exchange` from `fixtures/knowledge`; here is what is asked of them.

use std::collections::BTreeMap;

use crate::model::code_lists::CodeLists;
use crate::model::search::fold;
use crate::model::stem::base_forms;

/// Words of several languages, which trades take which wastes, and the published lists beside them.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// The published lists: labels of wastes, the tree of trades.
    pub lists: CodeLists,
    /// Folded words and phrases, each with the concept it names; an empty concept is a word that says nothing.
    words: BTreeMap<String, String>,
    /// Trades that take wastes of a code of the List of Waste, two, four or six digits.
    takers: BTreeMap<String, Vec<TradeLink>>,
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
            lists,
            ..Self::default()
        }
    }

    /// Enters a word or phrase of any language.
    pub fn insert_word(&mut self, word: &str, concept: &str) {
        self.words.insert(fold(word), concept.to_owned());
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
    /// several languages by the concept they share; a word that is not known stands for itself.
    pub fn concepts(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
        let mut found: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (taken, concept) = self.concept_at(&words[at..]);
            if !concept.is_empty() && !found.contains(&concept) {
                found.push(concept);
            }
            at += taken;
        }
        found
    }

    /// The concept that a list of words begins with, and of how many words it takes.
    fn concept_at(&self, words: &[&str]) -> (usize, String) {
        for length in (2..=words.len().min(LONGEST_PHRASE)).rev() {
            if let Some(concept) = self.words.get(&words[..length].join(" ")) {
                return (length, concept.clone());
            }
        }
        let forms = base_forms(words[0]);
        let known = forms.iter().find_map(|it| self.words.get(it));
        (1, known.cloned().unwrap_or_else(|| words[0].to_owned()))
    }
}

/// Most words of a phrase.
const LONGEST_PHRASE: usize = 4;
