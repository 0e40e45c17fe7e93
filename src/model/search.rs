//! Finding records by name, forgiving of case, accents, word order, inflections and small typing errors.
//!
//! Texts are folded (`Röyttä` to `roytta`), and cut into words at whatever is no letter or digit.
//! Every word asked for must match a word of the record: be equal, begin it, share a base form with it, or differ by
//! one letter (two from eight letters on). Words of what a record works on, offers and where it is count as well; a
//! record that is found by one of them comes after all that are found by name. A source whose title is its address comes after these.
//!
//! An index holds its words in order with the records that have each. The records of all words that match are gathered
//! in one pass, and of those found only the page asked for is put in order.

mod dictionary;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::HashMap;

pub use texts::fold;

use crate::model::kind::Kind;
use crate::model::knowledge::Knowledge;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::search::dictionary::Dictionary;
use crate::model::search::dictionary::MAX_WORD_CHARS;
use crate::model::search::texts::is_searched;
use crate::model::search::texts::names_of;
use crate::model::search::texts::texts_of;

/// Longest text that is searched for, in characters.
pub const MAX_SEARCH_CHARS: usize = 200;

/// How well a record matches; better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// A name is the text.
    Exact,
    /// A name begins with the text.
    Prefix,
    /// The words of the text are words of the names, inflected or not, or begin them.
    Word,
    /// Some word differs by a letter or two.
    Typo,
    /// Some word is one of what the record works on, offers, or where it is.
    Text,
}

impl MatchKind {
    /// All, better first.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::Prefix,
        Self::Word,
        Self::Typo,
        Self::Text,
    ];
}

/// A record that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which record.
    pub row: Row,
    /// How well it matches.
    pub matched: MatchKind,
    /// Words that are only begun, inflected, mistyped or no names, over all words; less is better.
    pub cost: u32,
    /// Letters of the name that matches, or of the shortest one; less is better.
    pub letters: u32,
}

/// The best of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestHits {
    /// In order.
    pub hits: Vec<Hit>,
    /// How many come before these.
    pub before: usize,
    /// How many were found in all.
    pub total: usize,
}

/// The names of one registry, ready to be searched. Its rows mean nothing in any other registry, also of
/// the same revision.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// By kind and slug.
    entries: Vec<Entry>,
    dictionary: Dictionary,
    /// The entries that have a word, one word after the other, ascending within a word.
    postings: Vec<Posting>,
    /// Where the postings of each word end.
    ends: Vec<usize>,
}

#[derive(Debug)]
struct Entry {
    row: Row,
    names: Vec<String>,
    /// Letters of the shortest name; [`NONE`] if it has none but an address.
    shortest: u32,
}

/// That an entry has a word.
#[derive(Clone, Copy, Debug)]
struct Posting {
    entry: u32,
    /// Letters of the shortest name that begins with the word; [`NONE`] if none does.
    begun: u32,
    /// What it costs that the word is in no name; 0 if it is in one.
    beside_names: u32,
}

const NONE: u32 = u32::MAX;

/// A word that is begun only.
const BEGUN_COST: u32 = 1;
/// An inflected word counts as worse than any number of words that are only begun.
const INFLECTED_COST: u32 = 10;
/// A word with an error counts as worse than any number of inflected ones.
const TYPO_COST: u32 = 100;
/// A word that is in no name counts as worse than any errors in names.
const TEXT_COST: u32 = 10_000;
/// A word of an address counts as worse than one of what a record says of itself.
const ADDRESS_COST: u32 = 2 * TEXT_COST;

impl SearchIndex {
    /// Reads the names and texts of all records of a registry, and other words for the texts. O(words · log words).
    pub fn of(registry: &Registry, knowledge: &Knowledge) -> Self {
        let mut entries = Vec::new();
        let mut words: HashMap<String, Vec<Posting>> = HashMap::new();
        let rows = Kind::ALL.iter().filter(|kind| is_searched(**kind));
        for row in rows.flat_map(|kind| registry.rows(*kind)) {
            let at = number(entries.len());
            let names = names_of(registry, row);
            for name in &names {
                let letters = letters_of(name);
                for (place, word) in name.split(' ').enumerate() {
                    let begun = if place == 0 { letters } else { NONE };
                    enter(&mut words, word, at, begun, 0);
                }
            }
            let cost = match names.is_empty() {
                true => ADDRESS_COST,
                false => TEXT_COST,
            };
            for text in texts_of(registry, knowledge, row) {
                for word in text.split(' ') {
                    enter(&mut words, word, at, NONE, cost);
                }
            }
            let shortest = names.iter().map(letters_of).min().unwrap_or(NONE);
            entries.push(Entry {
                row,
                names,
                shortest,
            });
        }
        let mut words: Vec<(String, Vec<Posting>)> = words.into_iter().collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut index = Self {
            entries,
            dictionary: Dictionary::of(words.iter().map(|(word, _)| word.as_str())),
            ..Self::default()
        };
        for (_, postings) in words {
            index.postings.extend(postings);
            index.ends.push(index.postings.len());
        }
        index
    }

    /// The records of the kinds (all, if none are named) that match the text: exact before prefix
    /// before word before typo before text, then by cost, shorter names, kind, slug.
    ///
    /// As for [`best`](Self::best), with all found put in order.
    pub fn search(&self, text: &str, kinds: &[Kind]) -> Vec<Hit> {
        self.best(text, kinds, None, usize::MAX).hits
    }

    /// The first `count` of the records that [`search`](Self::search) finds, after one of them if it is given.
    ///
    /// O(matching words + records found + count · log count); a text of nothing but marks finds nothing.
    pub fn best(&self, text: &str, kinds: &[Kind], after: Option<&Hit>, count: usize) -> BestHits {
        let mut ranks = self.ranks(text, kinds);
        let total = ranks.len();
        let after = after.map(|hit| {
            let at = self.entries.iter().position(|it| it.row == hit.row);
            rank(hit, at.map_or(NONE, number))
        });
        ranks.retain(|it| after.is_none_or(|after| *it > after));
        let before = total - ranks.len();
        if count < ranks.len() {
            ranks.select_nth_unstable(count);
            ranks.truncate(count);
        }
        ranks.sort_unstable();
        let hits = ranks.into_iter().map(|it| self.hit(it)).collect();
        BestHits {
            hits,
            before,
            total,
        }
    }

    /// The ranks of all that match, in no order.
    fn ranks(&self, text: &str, kinds: &[Kind]) -> Vec<u128> {
        let text: String = text.chars().take(MAX_SEARCH_CHARS).collect();
        let folded = fold(&text);
        let words = folded.split(' ').filter(|it| !it.is_empty());
        let words: Vec<&str> = words.collect();
        let Some((first, others)) = words.split_first() else {
            return Vec::new();
        };
        let mut found = self.entries_with(first);
        for word in others {
            if found.entries.is_empty() {
                break;
            }
            found.keep_those_of(&self.entries_with(word));
        }
        let is_one_word = *first == folded && first.chars().count() < MAX_WORD_CHARS;
        let asked = letters_of(&folded);
        let is_asked = |at: &u32| {
            let kind = self.entries[*at as usize].row.kind();
            kinds.is_empty() || kinds.contains(&kind)
        };
        let rank_of = |at: u32| {
            let entry = &self.entries[at as usize];
            let (cost, begun) = found.best[at as usize];
            // Of one word it is known from the words alone whether it begins a name.
            let (is_exact, begun) = match is_one_word {
                true => (begun == asked, begun),
                false => entry.begun_by(&folded),
            };
            let (matched, letters) = match (is_exact, begun) {
                (_, NONE) => (kind_of(cost), entry.shortest),
                (true, letters) => (MatchKind::Exact, letters),
                (false, letters) => (MatchKind::Prefix, letters),
            };
            let row = entry.row;
            let hit = Hit {
                row,
                matched,
                cost,
                letters,
            };
            rank(&hit, at)
        };
        let asked_for = found.entries.iter().copied().filter(is_asked);
        asked_for.map(rank_of).collect()
    }

    /// The entries with a word like this one, each with the least cost.
    fn entries_with(&self, word: &str) -> Found {
        let letters: Vec<char> = word.chars().take(MAX_WORD_CHARS).collect();
        let mut found = Found::among(self.entries.len());
        let begun = self.dictionary.begun_by(&letters);
        for at in begun.clone() {
            let is_whole = self.dictionary.word(at).len() == letters.len();
            let cost = if is_whole { 0 } else { BEGUN_COST };
            found.add(self.postings_of(at), cost, true);
        }
        for at in self.dictionary.inflections(word) {
            if !begun.contains(&at) {
                found.add(self.postings_of(at), INFLECTED_COST, false);
            }
        }
        let allowed = allowed_errors(&letters);
        if allowed > 0 {
            self.dictionary.near(&letters, allowed, &mut |at, errors| {
                found.add(self.postings_of(at), TYPO_COST * number(errors), false);
            });
        }
        found
    }

    fn postings_of(&self, word: usize) -> &[Posting] {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.postings[start..self.ends[word]]
    }

    /// What a rank is of.
    fn hit(&self, rank: u128) -> Hit {
        let part = |shift: u32| u32::try_from((rank >> shift) & u128::from(NONE)).unwrap_or(NONE);
        Hit {
            row: self.entries[part(0) as usize].row,
            matched: MatchKind::ALL[part(96) as usize],
            cost: part(64),
            letters: part(32),
        }
    }
}

/// A hit and the number of its entry as one number, less for better ones.
fn rank(hit: &Hit, entry: u32) -> u128 {
    let parts = [hit.matched as u32, hit.cost, hit.letters, entry];
    parts
        .iter()
        .fold(0, |rank, part| rank << 32 | u128::from(*part))
}

/// Notes that an entry, the last one read, has a word.
fn enter(
    words: &mut HashMap<String, Vec<Posting>>,
    word: &str,
    entry: u32,
    begun: u32,
    beside_names: u32,
) {
    let cut = word.char_indices().nth(MAX_WORD_CHARS);
    let word = cut.map_or(word, |(at, _)| &word[..at]);
    if word.is_empty() {
        return;
    }
    let known = words.get_mut(word).and_then(|it| it.last_mut());
    match known.filter(|it| it.entry == entry) {
        // Names are read before texts.
        Some(known) => known.begun = known.begun.min(begun),
        None => words.entry(word.to_owned()).or_default().push(Posting {
            entry,
            begun,
            beside_names,
        }),
    }
}

/// Entries that have a word, or all of several.
struct Found {
    /// In no order, each once.
    entries: Vec<u32>,
    /// Of every entry the least cost, and the letters of the shortest name that begins so; [`NONE`] for both where it has no such word.
    best: Vec<(u32, u32)>,
}

impl Found {
    fn among(entries: usize) -> Self {
        Self {
            entries: Vec::new(),
            best: vec![(NONE, NONE); entries],
        }
    }

    /// Adds the entries of a word of the dictionary, which begins with the one asked for or not.
    fn add(&mut self, postings: &[Posting], cost: u32, begins: bool) {
        for posting in postings {
            let best = &mut self.best[posting.entry as usize];
            if best.0 == NONE {
                self.entries.push(posting.entry);
            }
            best.0 = best.0.min(cost + posting.beside_names);
            if begins {
                best.1 = best.1.min(posting.begun);
            }
        }
    }

    /// Keeps what has another word as well.
    fn keep_those_of(&mut self, other: &Self) {
        let best = &mut self.best;
        self.entries.retain(|at| {
            let (cost, _) = other.best[*at as usize];
            let is_kept = cost != NONE;
            if is_kept {
                best[*at as usize].0 += cost;
            }
            is_kept
        });
    }
}

impl Entry {
    /// Whether a name is the text, and the letters of it, or of the shortest that the text begins.
    fn begun_by(&self, folded: &str) -> (bool, u32) {
        let begun = self.names.iter().filter(|it| it.starts_with(folded));
        let letters = begun.map(letters_of).min().unwrap_or(NONE);
        // What begins with a text and is as long as it is the text.
        (letters == letters_of(&folded), letters)
    }
}

/// How well what has this cost matches, if no name begins with the text.
fn kind_of(cost: u32) -> MatchKind {
    match cost {
        0..TYPO_COST => MatchKind::Word,
        TYPO_COST..TEXT_COST => MatchKind::Typo,
        _ => MatchKind::Text,
    }
}

/// So many letters of a word may differ.
fn allowed_errors(word: &[char]) -> usize {
    match word.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn letters_of(text: &impl AsRef<str>) -> u32 {
    number(text.as_ref().chars().count())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}
