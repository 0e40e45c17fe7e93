//! The words of an index in order, and those of them that are like a word asked for.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::stem::base_forms;
use crate::model::stem::share_a_base;

/// Most letters of a word that are compared.
pub(super) const MAX_WORD_CHARS: usize = 32;

/// Words in order, without repetition.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    letters: Vec<char>,
    /// Where each word ends among the letters.
    ends: Vec<usize>,
    /// How many letters each word begins with that the one before it begins with, too.
    shared: Vec<usize>,
    /// The words that may be an inflection of a form.
    by_form: HashMap<String, Vec<usize>>,
}

impl Dictionary {
    /// Takes in words, which ascend strictly and have at most [`MAX_WORD_CHARS`] letters. O(letters).
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut dictionary = Self::default();
        let mut before: Vec<char> = Vec::new();
        for (at, word) in words.enumerate() {
            let letters: Vec<char> = word.chars().collect();
            let same = before.iter().zip(&letters).take_while(|(a, b)| a == b);
            dictionary.shared.push(same.count());
            dictionary.letters.extend(&letters);
            dictionary.ends.push(dictionary.letters.len());
            for form in base_forms(word) {
                dictionary.by_form.entry(form).or_default().push(at);
            }
            before = letters;
        }
        dictionary
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word.
    pub(super) fn word(&self, at: usize) -> &[char] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start..self.ends[at]]
    }

    /// The words that a word begins, itself included. O(log words).
    pub(super) fn begun_by(&self, word: &[char]) -> Range<usize> {
        let start = self.partition(|it| it < word);
        start..self.partition(|it| it < word || it.starts_with(word))
    }

    fn partition(&self, is_before: impl Fn(&[char]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match is_before(self.word(middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// The words that share a base form with a word: plurals and other inflections, each once, ascending.
    pub(super) fn inflections(&self, word: &str) -> Vec<usize> {
        let forms = base_forms(word);
        let known = forms.iter().filter_map(|form| self.by_form.get(form));
        let is_one = |at: &usize| {
            let other: String = self.word(*at).iter().collect();
            share_a_base(word, &other)
        };
        let mut found: Vec<usize> = known.flatten().copied().filter(is_one).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Calls `found` with every word that differs by 1 to `allowed` letters, and by how many. A beginning that has
    /// become too different is skipped with all words that have it. O(words + beginnings tried · allowed).
    pub(super) fn near(&self, word: &[char], allowed: usize, found: &mut impl FnMut(usize, usize)) {
        let mut matrix = Matrix::new(word, allowed);
        let (mut at, mut kept) = (0, 0);
        while at < self.len() {
            kept = self.shared[at].min(kept);
            let candidate = self.word(at);
            let too_far = (kept..candidate.len()).find(|row| matrix.push(candidate, *row));
            match too_far {
                None => {
                    kept = candidate.len();
                    let errors = matrix.distance(kept);
                    if (1..=allowed).contains(&errors) {
                        found(at, errors);
                    }
                    at += 1;
                }
                Some(last) => {
                    kept = last + 1;
                    at += 1;
                    while at < self.len() && self.shared[at] >= kept {
                        at += 1;
                    }
                }
            }
        }
    }
}

/// The edit distances (insertion, deletion, substitution, swapped neighbours) between a word and the beginnings of
/// another, as far as they may be allowed: a cell further from the diagonal is more than that.
struct Matrix<'a> {
    word: &'a [char],
    allowed: usize,
    /// A row for every letter of the other word, after one for none.
    rows: [[usize; MAX_WORD_CHARS + 1]; MAX_WORD_CHARS + 1],
}

impl<'a> Matrix<'a> {
    fn new(word: &'a [char], allowed: usize) -> Self {
        let mut rows = [[allowed + 1; MAX_WORD_CHARS + 1]; MAX_WORD_CHARS + 1];
        for (column, cell) in rows[0].iter_mut().enumerate().take(allowed + 1) {
            *cell = column;
        }
        Self {
            word,
            allowed,
            rows,
        }
    }

    /// Works out the row of a letter of the other word, those before it being there; whether no word that begins so
    /// can be near.
    fn push(&mut self, other: &[char], at: usize) -> bool {
        let (row, length) = (at + 1, self.word.len());
        let first = row.saturating_sub(self.allowed);
        let last = (row + self.allowed).min(length);
        let far = self.allowed + 1;
        if first > last {
            self.rows[row] = [far; MAX_WORD_CHARS + 1];
            return self.is_far(row);
        }
        if first > 0 {
            self.rows[row][first - 1] = far;
        }
        for column in first..=last {
            self.rows[row][column] = self.cell(other, row, column).min(far);
        }
        if last < length {
            self.rows[row][last + 1] = far;
        }
        self.is_far(row)
    }

    fn cell(&self, other: &[char], row: usize, column: usize) -> usize {
        let rows = &self.rows;
        if column == 0 {
            return row;
        }
        let letter = other[row - 1];
        let changed = rows[row - 1][column - 1] + usize::from(self.word[column - 1] != letter);
        let least = changed
            .min(rows[row - 1][column] + 1)
            .min(rows[row][column - 1] + 1);
        let is_swapped = row > 1
            && column > 1
            && self.word[column - 1] == other[row - 2]
            && self.word[column - 2] == letter;
        match is_swapped {
            true => least.min(rows[row - 2][column - 2] + 1),
            false => least,
        }
    }

    /// Whether a row and the one before it are too far: with swapped neighbours a row may still lead back to a lower
    /// one before it.
    fn is_far(&self, row: usize) -> bool {
        [row, row - 1].iter().all(|row| {
            let first = row.saturating_sub(self.allowed);
            let last = (row + self.allowed).min(self.word.len());
            (first..=last).all(|column| self.rows[*row][column] > self.allowed)
        })
    }

    fn distance(&self, row: usize) -> usize {
        self.rows[row][self.word.len()]
    }
}
