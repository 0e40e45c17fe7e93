//! Finding records by name, forgiving of case, accents, word order and small typing errors.
//!
//! Texts are folded (`Röyttä` to `roytta`), and cut into words at whatever is no letter or digit.
//! Every word asked for must match a word of the record: be equal, begin it, or differ by one
//! letter (two from eight letters on). The dictionary is walked as a sorted list whose entries
//! share the rows of the edit-distance matrix with their common prefix, and a prefix that has
//! become too different is skipped as a whole.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::kind::Kind;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::table::ALIASES;
use crate::model::table::Column;
use crate::model::table::NAME_EN;
use crate::model::table::NAME_FI;
use crate::model::table::NAME_SV;
use crate::model::tables::material;
use crate::model::tables::precedent;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::model::tables::source;
use crate::model::tables::table_of;

/// Longest text that is searched for, in characters.
pub const MAX_SEARCH_CHARS: usize = 200;
/// Most words that are searched for; the rest is ignored.
const MAX_WORDS: usize = 8;
/// Most letters of a word that are compared.
const MAX_WORD_CHARS: usize = 32;

/// How well a record matches; better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// A name is the text.
    Exact,
    /// A name begins with the text.
    Prefix,
    /// The words of the text are words of the names, or begin them.
    Word,
    /// Some word differs by a letter or two.
    Typo,
}

/// A record that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which record.
    pub row: Row,
    /// How well it matches.
    pub matched: MatchKind,
    /// Letters that differ and words that are only begun, over all words; less is better.
    pub cost: u32,
    /// Letters of the name that matches, or of the shortest one; less is better.
    pub letters: u32,
}

/// The names of one registry, ready to be searched. Its rows mean nothing in any other registry, also of
/// the same revision.
#[derive(Debug, Default)]
pub struct SearchIndex {
    entries: Vec<Entry>,
    /// Words in order, each with the entries that have it, ascending.
    words: Vec<(Vec<char>, Vec<u32>)>,
}

#[derive(Debug)]
struct Entry {
    row: Row,
    names: Vec<String>,
}

impl SearchIndex {
    /// Reads the names of all records of a registry. O(names · log names).
    pub fn of(registry: &Registry) -> Self {
        let mut entries = Vec::new();
        let mut words: BTreeMap<Vec<char>, Vec<u32>> = BTreeMap::new();
        let rows = Kind::ALL.iter().filter(|kind| is_searched(**kind));
        for row in rows.flat_map(|kind| registry.rows(*kind)) {
            let at = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            let names = names_of(registry, row);
            for word in names.iter().flat_map(|name| name.split(' ')) {
                let entries = words
                    .entry(word.chars().take(MAX_WORD_CHARS).collect())
                    .or_default();
                if entries.last() != Some(&at) {
                    entries.push(at);
                }
            }
            entries.push(Entry { row, names });
        }
        Self {
            entries,
            words: words.into_iter().collect(),
        }
    }

    /// The records of the kinds (all, if none are named) that match the text: exact before prefix
    /// before word before typo, then fewer differing letters, shorter names, kind, slug.
    ///
    /// O(matching words + hits · log hits); a text of nothing but marks finds nothing.
    pub fn search(&self, text: &str, kinds: &[Kind]) -> Vec<Hit> {
        let text: String = text.chars().take(MAX_SEARCH_CHARS).collect();
        let folded = fold(&text);
        let mut costs: Option<BTreeMap<u32, u32>> = None;
        for word in folded
            .split(' ')
            .filter(|it| !it.is_empty())
            .take(MAX_WORDS)
        {
            let found = self.entries_with(word);
            costs = Some(match costs {
                None => found,
                Some(before) => before
                    .into_iter()
                    .filter_map(|(at, cost)| Some((at, cost + found.get(&at)?)))
                    .collect(),
            });
        }
        let hits = costs.into_iter().flatten().filter_map(|(at, cost)| {
            let entry = &self.entries[at as usize];
            let is_asked = kinds.is_empty() || kinds.contains(&entry.row.kind());
            is_asked.then(|| (hit(entry, &folded, cost), at))
        });
        let mut hits: Vec<(Hit, u32)> = hits.collect();
        // Entries are numbered by kind and slug.
        hits.sort_by_key(|(hit, at)| (hit.matched, hit.cost, hit.letters, *at));
        hits.into_iter().map(|(hit, _)| hit).collect()
    }

    /// The entries with a word like this one, each with the least cost.
    fn entries_with(&self, word: &str) -> BTreeMap<u32, u32> {
        let word: Vec<char> = word.chars().take(MAX_WORD_CHARS).collect();
        let mut found: BTreeMap<u32, u32> = BTreeMap::new();
        let mut add = |at: usize, cost: u32| {
            for entry in &self.words[at].1 {
                let known = found.entry(*entry).or_insert(cost);
                *known = cost.min(*known);
            }
        };
        let start = self.words.partition_point(|(it, _)| *it < word);
        for at in start..self.words.len() {
            if !self.words[at].0.starts_with(&word) {
                break;
            }
            add(at, u32::from(self.words[at].0.len() > word.len()));
        }
        let allowed = allowed_errors(&word);
        if allowed > 0 {
            self.near_words(&word, allowed, &mut |at, errors| {
                add(at, TYPO_COST * errors)
            });
        }
        found
    }

    /// Calls `found` with every word of the dictionary that differs by 1 to `allowed` letters.
    fn near_words(&self, word: &[char], allowed: u32, found: &mut impl FnMut(usize, u32)) {
        let mut matrix = Matrix::new(word);
        let mut at = 0;
        while at < self.words.len() {
            let candidate = &self.words[at].0;
            match matrix.advance(candidate, allowed) {
                Ok(errors) => {
                    if (1..=allowed).contains(&errors) {
                        found(at, errors);
                    }
                    at += 1;
                }
                Err(prefix) => {
                    let skip = &candidate[..prefix];
                    let rest = &self.words[at..];
                    at += rest.partition_point(|(it, _)| it.starts_with(skip)).max(1);
                }
            }
        }
    }
}

/// A word with errors counts as worse than any number of words that are only begun.
const TYPO_COST: u32 = 100;

/// So many letters of a word may differ.
fn allowed_errors(word: &[char]) -> u32 {
    match word.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn hit(entry: &Entry, folded: &str, cost: u32) -> Hit {
    let letters = |name: &String| u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
    let shortest = |matching: &dyn Fn(&String) -> bool| {
        entry
            .names
            .iter()
            .filter(|it| matching(it))
            .map(letters)
            .min()
    };
    let exact = shortest(&|name| name == folded).map(|it| (MatchKind::Exact, it));
    let prefix = || shortest(&|name| name.starts_with(folded)).map(|it| (MatchKind::Prefix, it));
    let (matched, letters) = exact.or_else(prefix).unwrap_or_else(|| {
        let kind = if cost < TYPO_COST {
            MatchKind::Word
        } else {
            MatchKind::Typo
        };
        (kind, shortest(&|_| true).unwrap_or(0))
    });
    Hit {
        row: entry.row,
        matched,
        cost,
        letters,
    }
}

/// The edit distances (insertion, deletion, substitution, swapped neighbours) between one word and
/// the words of a sorted list; the rows of a common prefix are kept.
struct Matrix<'a> {
    word: &'a [char],
    prefix: Vec<char>,
    /// One more than the prefix has letters.
    rows: Vec<Vec<u32>>,
}

impl<'a> Matrix<'a> {
    fn new(word: &'a [char]) -> Self {
        let first = (0u32..).take(word.len() + 1).collect();
        Self {
            word,
            prefix: Vec::new(),
            rows: vec![first],
        }
    }

    /// The distance to a candidate, or the length of a prefix all words of which differ by more.
    fn advance(&mut self, candidate: &[char], allowed: u32) -> Result<u32, usize> {
        let same = self
            .prefix
            .iter()
            .zip(candidate)
            .take_while(|(a, b)| a == b)
            .count();
        self.prefix.truncate(same);
        self.rows.truncate(same + 1);
        for letter in &candidate[same..] {
            self.push(*letter);
            // With swapped neighbours a row may still lead back to a lower one before it.
            let is_far = |row: &Vec<u32>| row.iter().all(|it| *it > allowed);
            if self.rows.iter().rev().take(2).all(is_far) {
                return Err(self.prefix.len());
            }
        }
        Ok(self
            .rows
            .last()
            .and_then(|row| row.last())
            .copied()
            .unwrap_or(u32::MAX))
    }

    fn push(&mut self, letter: char) {
        let at = self.prefix.len();
        let above = &self.rows[at];
        let mut row = Vec::with_capacity(above.len());
        row.push(above[0] + 1);
        for (column, wanted) in self.word.iter().enumerate() {
            let changed = above[column] + u32::from(*wanted != letter);
            let mut least = changed.min(above[column + 1] + 1).min(row[column] + 1);
            let is_swapped = at > 0
                && column > 0
                && *wanted == self.prefix[at - 1]
                && self.word[column - 1] == letter;
            if is_swapped {
                least = least.min(self.rows[at - 1][column - 1] + 1);
            }
            row.push(least);
        }
        self.rows.push(row);
        self.prefix.push(letter);
    }
}

/// A text as it is compared: decomposed, without marks over and under letters, in lower case, with
/// single spaces between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text
        .nfkd()
        .filter(|it| !is_combining_mark(*it))
        .flat_map(char::to_lowercase);
    for letter in letters {
        match letter {
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            // Sámi letters beside those that decompose.
            'ŋ' => folded.push('n'),
            'ŧ' | 'þ' => folded.push('t'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether records of a kind have names to be searched.
fn is_searched(kind: Kind) -> bool {
    let is_named = table_of(kind).is_some_and(|table| table.named);
    kind != Kind::Scenario && (is_named || matches!(kind, Kind::Source | Kind::Precedent))
}

/// The folded names of a record, its slug and well-known codes included.
fn names_of(registry: &Registry, row: Row) -> Vec<String> {
    let columns: &[Column] = match row.kind() {
        Kind::Source => &[source::TITLE],
        Kind::Precedent => &[precedent::WASTE],
        Kind::Material => &[NAME_EN, NAME_FI, NAME_SV, material::SYMBOL],
        Kind::Region => &[NAME_EN, NAME_FI, NAME_SV, region::CODE],
        Kind::Site => &[NAME_EN, NAME_FI, NAME_SV, site::UNLOCODE],
        _ => &[NAME_EN, NAME_FI, NAME_SV],
    };
    let is_named = table_of(row.kind()).is_some_and(|table| table.named);
    let aliases = is_named
        .then(|| registry.texts(row, ALIASES))
        .into_iter()
        .flatten();
    let texts = columns
        .iter()
        .filter_map(|column| registry.text(row, *column));
    let mut names: Vec<String> = texts
        .chain(aliases)
        .chain([registry.slug(row)])
        .map(fold)
        .filter(|it| !it.is_empty())
        .collect();
    names.sort();
    names.dedup();
    names
}
