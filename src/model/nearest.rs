//! The near miss: the valid name somebody most likely meant.

#[cfg(test)]
mod tests;

use strsim::damerau_levenshtein;
use strsim::jaro_winkler;

use crate::model::kind::Id;
use crate::model::registry::Registry;
use crate::model::table::ALIASES;
use crate::model::table::NOTE;
use crate::model::tables::table_of;

impl Registry {
    /// The slug that somebody most likely meant by an id of no record: that of the record which has it as an alias, as after
    /// a merge, or, of a kind without names, whose note tells it, where it has a digit, which ordinary words have not; else
    /// the one most like it; none if none is near. O(records of the kind · length²).
    pub fn suggestion(&self, id: &Id) -> Option<&str> {
        self.suggestion_within(id, &mut u64::MAX.clone())
    }

    /// The same where many are asked for: what is compared is taken from `room`, as [`nearest_within`] says.
    pub(crate) fn suggestion_within(&self, id: &Id, room: &mut u64) -> Option<&str> {
        let is_named = table_of(id.kind).is_some_and(|table| table.named);
        let is_alias = |row: &_| is_named && self.texts(*row, ALIASES).any(|it| it == id.slug);
        let is_coded = !is_named && id.slug.contains(|it: char| it.is_ascii_digit());
        let is_told = |row: &_| {
            let note = self.text(*row, NOTE).filter(|_| is_coded);
            let mut words = note
                .into_iter()
                .flat_map(|it| it.split(|it: char| !it.is_ascii_alphanumeric() && it != '-'));
            words.any(|it| it == id.slug)
        };
        let row = self.rows(id.kind).find(|row| is_alias(row) || is_told(row));
        let slugs = self.rows(id.kind).map(|it| self.slug(it));
        let near = || nearest_within(&id.slug, slugs, room);
        row.map(|it| self.slug(it)).or_else(near)
    }
}

/// The candidate most like `text`; none if no candidate is near. O(candidates · length²), where candidates over 150 letters
/// count as near only if they hold the text, O(length).
///
/// A name that starts with or holds the text counts as near, so that `kevitsa` finds
/// `kevitsa-mine`; otherwise a third of the letters may differ. Ties go to the candidate that
/// comes first in the alphabet.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(text, candidates, &mut u64::MAX.clone())
}

/// The same where the candidates are of any number and length: what is compared is taken from `room`, a byte of a
/// candidate or a pair of letters each, and none is found once it is spent.
pub(crate) fn nearest_within<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    room: &mut u64,
) -> Option<&'a str> {
    let wanted = Wanted::of(text)?;
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let left = room.checked_sub(candidate.len() as u64);
        *room = left.unwrap_or(0);
        left?;
        let Some(score) = wanted.score(candidate, room) else {
            continue;
        };
        let is_better =
            best.is_none_or(|(top, name)| score > top || (score == top && candidate < name));
        if is_better {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Letters of a text that are looked at.
const MAX_LETTERS: usize = 100;

/// What is looked for: small letters, and how many.
struct Wanted {
    text: String,
    letters: usize,
}

impl Wanted {
    fn of(text: &str) -> Option<Self> {
        let start = text.chars().take(MAX_LETTERS);
        let text: String = start.flat_map(char::to_lowercase).collect();
        let letters = text.chars().count();
        (letters > 0).then_some(Self { text, letters })
    }

    /// How near a candidate is; none if it is not. Pairs of letters that are compared are taken from `room`.
    fn score(&self, candidate: &str, room: &mut u64) -> Option<f64> {
        let lower = candidate.to_lowercase();
        if lower.starts_with(&self.text) {
            return Some(2.0);
        }
        if self.text.len() >= 4 && lower.contains(&self.text) {
            return Some(1.5);
        }
        let letters = lower.chars().count();
        let longest = self.letters.max(letters);
        // Texts differ in as many letters at least as one is longer than the other.
        if self.letters.abs_diff(letters) * 3 > longest {
            return None;
        }
        *room = room.saturating_sub((self.letters * letters) as u64);
        let differ = damerau_levenshtein(&self.text, &lower);
        (differ * 3 <= longest).then(|| jaro_winkler(&self.text, &lower))
    }
}

/// How many letters a folded word is off from a name that is not it: one, or up to two of a name of eight letters or more; none if
/// it is farther off, or has less than four letters. Two letters in each other's place are one. O(length²).
pub fn slip(word: &str, name: &str) -> Option<usize> {
    let letters = |it: &str| it.chars().count();
    let most = if letters(name) >= 8 { 2 } else { 1 };
    let is_near = letters(word) >= 4 && letters(word).abs_diff(letters(name)) <= most;
    let off = is_near.then(|| damerau_levenshtein(word, name))?;
    (1..=most).contains(&off).then_some(off)
}
