//! Texts as concepts: phrases, words, inflections and compounds of several languages.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;

use crate::model::nearest::slip;
use crate::model::search::fold;
use crate::model::stem::base_forms;

/// Most words of a phrase.
const LONGEST_PHRASE: usize = 4;
/// Most known words of a compound.
const MOST_PARTS: usize = 3;
/// Letters of a part of a compound at least.
const LEAST_PART: usize = 3;

/// Folded words and phrases, each with the concept it names; an empty concept is a word that says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    known: BTreeMap<String, String>,
    /// By folded word: how it is written, where that differs.
    written: BTreeMap<String, String>,
    /// The concepts.
    concepts: BTreeSet<String>,
}

impl Words {
    /// Enters a word or phrase, and hands back the concept it had.
    pub(super) fn insert(&mut self, word: &str, concept: &str) -> Option<String> {
        self.concepts.insert(concept.to_owned());
        let folded = fold(word);
        if folded != word {
            self.written.insert(folded.clone(), word.to_owned());
        }
        self.known.insert(folded, concept.to_owned())
    }

    /// The concepts a text names, in order, each once.
    pub(super) fn concepts(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
        let mut found: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (taken, concepts) = self.concepts_at(&words[at..]);
            for concept in concepts {
                if !concept.is_empty() && !found.iter().any(|it| it == concept) {
                    found.push(concept.to_owned());
                }
            }
            at += taken;
        }
        found
    }

    /// Whether a word, an inflection or compound of known ones, or a concept is known. O(letters² · log words).
    pub(super) fn knows(&self, word: &str) -> bool {
        let is_word = self.word(word).is_some() || self.parts(word, MOST_PARTS).is_some();
        is_word || self.concepts.contains(word)
    }

    /// Whether a word stands in the lists as it is, neither inflected nor a compound.
    pub(super) fn has(&self, word: &str) -> bool {
        self.known.contains_key(&fold(word))
    }

    /// The word that a folded one, which is not known, is nearly, as it is written; the nearest first, then by letters. Words
    /// that say nothing are none. O(words that begin with the same letter · length²).
    pub(super) fn near_miss(&self, word: &str) -> Option<&str> {
        let first = word.chars().next()?;
        let known = self.known.range(first.to_string()..);
        let known = known.take_while(|it| it.0.starts_with(first));
        let telling = known.filter(|it| !it.1.is_empty());
        let near = telling.filter_map(|it| Some((slip(word, it.0)?, it.0)));
        let near = near.min_by_key(|it| it.0)?.1;
        Some(self.written.get(near).unwrap_or(near))
    }

    /// The concepts that a list of words begins with, and of how many words they take.
    fn concepts_at<'a>(&'a self, words: &[&'a str]) -> (usize, Vec<&'a str>) {
        for length in (2..=words.len().min(LONGEST_PHRASE)).rev() {
            if let Some(concept) = self.phrase(&words[..length]) {
                return (length, vec![concept]);
            }
        }
        let of_word = self.word(words[0]).map(|it| vec![it]);
        let concepts = of_word.or_else(|| self.parts(words[0], MOST_PARTS));
        (1, concepts.unwrap_or_else(|| vec![words[0]]))
    }

    /// The concept of a phrase, whose last word may be inflected.
    fn phrase(&self, words: &[&str]) -> Option<&str> {
        let (last, first) = words.split_last()?;
        let first = first.join(" ");
        if !self.may_begin(&first) {
            return None;
        }
        let forms = base_forms(last).into_iter();
        let mut known = forms.filter_map(|it| self.known.get(&format!("{first} {it}")));
        known.next().map(String::as_str)
    }

    /// The concept of a word or of the word it is an inflection of.
    fn word(&self, word: &str) -> Option<&str> {
        let forms = base_forms(word);
        forms
            .iter()
            .find_map(|it| self.known.get(it))
            .map(String::as_str)
    }

    /// The concepts of two or more known words that make up a compound: the longest first part of which the rest can be
    /// told too. A part may be inflected, as in the genitive within a compound.
    fn parts(&self, compound: &str, most: usize) -> Option<Vec<&str>> {
        let ends = compound
            .char_indices()
            .map(|(at, _)| at)
            .skip(LEAST_PART)
            .collect::<Vec<_>>();
        for end in ends.into_iter().rev() {
            let (first, rest) = compound.split_at(end);
            if rest.chars().count() < LEAST_PART || !self.may_hold(first) || !self.may_hold(rest) {
                continue;
            }
            let Some(concept) = self.word(first) else {
                continue;
            };
            let of_rest = self.word(rest).map(|it| vec![it]);
            let of_rest = of_rest.or_else(|| {
                let more = most.checked_sub(1).filter(|it| *it >= 2)?;
                self.parts(rest, more)
            });
            if let Some(of_rest) = of_rest {
                return Some([vec![concept], of_rest].concat());
            }
        }
        None
    }

    /// Whether a known word begins with the same three letters, which inflection hardly ever touches: where none does,
    /// neither the text nor what it is a compound of is known, which is soon told.
    fn may_hold(&self, text: &str) -> bool {
        let end = text.char_indices().nth(LEAST_PART).map(|(at, _)| at);
        self.may_begin(end.map_or(text, |end| &text[..end]))
    }

    fn may_begin(&self, prefix: &str) -> bool {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let next = self.known.range::<str, _>(from).next();
        next.is_some_and(|(word, _)| word.starts_with(prefix))
    }
}
