//! The near miss: the valid name somebody most likely meant.

use strsim::damerau_levenshtein;
use strsim::jaro_winkler;

use crate::model::kind::Id;
use crate::model::registry::Registry;
use crate::model::table::ALIASES;
use crate::model::tables::table_of;

impl Registry {
    /// The slug that somebody most likely meant by an id of no record: that of the record which has it as an alias,
    /// as after a merge, or else the one most like it; none if none is near. O(records of the kind · length²).
    pub fn suggestion(&self, id: &Id) -> Option<&str> {
        let is_named = table_of(id.kind).is_some_and(|table| table.named);
        let is_alias = |row: &_| is_named && self.texts(*row, ALIASES).any(|it| it == id.slug);
        let row = self.rows(id.kind).find(is_alias);
        let near = || nearest(&id.slug, self.rows(id.kind).map(|it| self.slug(it)));
        row.map(|it| self.slug(it)).or_else(near)
    }
}

/// The candidate most like `text`; none if no candidate is near. O(candidates · length²).
///
/// A name that starts with or holds the text counts as near, so that `kevitsa` finds
/// `kevitsa-mine`; otherwise a third of the letters may differ. Ties go to the candidate that
/// comes first in the alphabet.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: String = text
        .chars()
        .take(100)
        .flat_map(char::to_lowercase)
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let score = |candidate: &str| {
        let lower = candidate.to_lowercase();
        if lower.starts_with(&wanted) {
            return Some(2.0);
        }
        if wanted.len() >= 4 && lower.contains(&wanted) {
            return Some(1.5);
        }
        let lengths = (wanted.chars().count(), lower.chars().count());
        let longest = lengths.0.max(lengths.1);
        // So many letters differ at least, and to count them takes time and memory.
        if lengths.0.abs_diff(lengths.1) * 3 > longest {
            return None;
        }
        (damerau_levenshtein(&wanted, &lower) * 3 <= longest).then(|| jaro_winkler(&wanted, &lower))
    };
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let Some(score) = score(candidate) else {
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

/// How many letters a folded word is off from a name that is not it: one, or up to two of a name of eight letters or more; none if
/// it is farther off, or has less than four letters. Two letters in each other's place are one. O(length²).
pub fn slip(word: &str, name: &str) -> Option<usize> {
    let letters = |it: &str| it.chars().count();
    let most = if letters(name) >= 8 { 2 } else { 1 };
    let is_near = letters(word) >= 4 && letters(word).abs_diff(letters(name)) <= most;
    let off = is_near.then(|| damerau_levenshtein(word, name))?;
    (1..=most).contains(&off).then_some(off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_or_two() {
        for (word, name, off) in [
            ("torino", "tornio", Some(1)),
            ("kokola", "kokkola", Some(1)),
            ("siilinjavi", "siilinjarvi", Some(1)),
            ("silinjavi", "siilinjarvi", Some(2)),
            ("tornio", "tornio", None),
            ("trnoi", "tornio", None),
            ("por", "pori", None),
        ] {
            assert_eq!(slip(word, name), off, "{word} {name}");
        }
    }
}
