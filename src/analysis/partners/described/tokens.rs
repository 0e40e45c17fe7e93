//! A description cut into words, numbers and marks, from which those that are read are taken out.

use crate::model::fold;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Letters, with digits after them: `slag`, `Cr2O3`.
    Word,
    /// Digits alone.
    Digits,
    /// One other character that is no space.
    Mark(char),
}

/// A piece of the text.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Whether a space stands before it.
    pub(super) after_space: bool,
    is_taken: bool,
}

/// A text in pieces.
#[derive(Clone, Debug)]
pub(in crate::analysis::partners) struct Tokens<'a> {
    all: Vec<Token<'a>>,
    /// What was read and does not count: where it begins, and it with the reason.
    refused: Vec<(usize, String)>,
    /// How what may be read in several ways was read: where it begins, and the sentence.
    assumed: Vec<(usize, String)>,
}

/// A number, and how many tokens it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    /// The token after it.
    pub(super) end: usize,
    /// What it is if its only comma or dot, with three digits after it, is a decimal mark and sets off no thousands; none where
    /// that is no question.
    pub(super) as_decimal: Option<f64>,
}

impl Number {
    /// Two numbers with decimals where one of them may have some, put together; none where neither may.
    pub(super) fn or_decimal<T>(&self, other: &Self, both: impl Fn(f64, f64) -> T) -> Option<T> {
        let is_open = self.as_decimal.is_some() || other.as_decimal.is_some();
        let read = |it: &Self| it.as_decimal.unwrap_or(it.value);
        is_open.then(|| both(read(self), read(other)))
    }
}

impl<'a> Tokens<'a> {
    /// O(length).
    pub(in crate::analysis::partners) fn of(text: &'a str) -> Self {
        let mut all = Vec::new();
        let (mut rest, mut after_space) = (text, false);
        while let Some(first) = rest.chars().next() {
            if first.is_whitespace() {
                rest = &rest[first.len_utf8()..];
                after_space = true;
                continue;
            }
            let (kind, end) = if first.is_ascii_digit() {
                (Kind::Digits, run(rest, |it| it.is_ascii_digit()))
            } else if first.is_alphanumeric() {
                (Kind::Word, run(rest, char::is_alphanumeric))
            } else {
                (Kind::Mark(first), first.len_utf8())
            };
            let (text, after) = rest.split_at(end);
            all.push(Token {
                kind,
                text,
                after_space,
                is_taken: false,
            });
            (rest, after_space) = (after, false);
        }
        Self {
            all,
            refused: Vec::new(),
            assumed: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// A token that is not taken; none beyond the end.
    pub(super) fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.all.get(at).filter(|it| !it.is_taken)
    }

    /// A word that is not taken.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        let token = self.get(at).filter(|it| it.kind == Kind::Word)?;
        Some(token.text)
    }

    /// Whether a mark that is not taken stands there.
    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|it| it.kind == Kind::Mark(mark))
    }

    /// Takes tokens out of the words.
    pub(super) fn take(&mut self, from: usize, to: usize) {
        for token in &mut self.all[from..to] {
            token.is_taken = true;
        }
    }

    /// Takes tokens out of the words that were read and cannot count, with the reason for that.
    pub(super) fn refuse(&mut self, from: usize, to: usize, why: &str) {
        if let Some(said) = self.phrase(from, to) {
            self.refused.push((from, format!("{said} ({why})")));
            self.take(from, to);
        }
    }

    /// Tells how what begins at a token was read, since it may be read otherwise.
    pub(super) fn assume(&mut self, at: usize, how: String) {
        self.assumed.push((at, how));
    }

    /// How what may be read in several ways was read, in the order of the words.
    pub(super) fn assumed(&self) -> Vec<String> {
        let mut told = self.assumed.clone();
        told.sort_by_key(|it| it.0);
        told.into_iter().map(|it| it.1).collect()
    }

    /// The words from one place to another as they are written, for a look-up; none if some token there is taken.
    pub(super) fn phrase(&self, from: usize, to: usize) -> Option<String> {
        let mut phrase = String::new();
        for at in from..to {
            let token = self.get(at)?;
            if token.after_space && !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(token.text);
        }
        Some(phrase)
    }

    /// The number that begins at a token: digits, in groups of three by space, comma, dot or apostrophe, with a
    /// decimal part by comma or dot. Three digits after one comma or dot are a group unless `is_share`; what they are as decimals
    /// is told beside it.
    pub(super) fn number(&self, at: usize, is_share: bool) -> Option<Number> {
        let digits = |at: usize| {
            let token = self.get(at).filter(|it| it.kind == Kind::Digits)?;
            Some((token.text, token.after_space))
        };
        let (first, _) = digits(at)?;
        let (mut text, mut end) = (first.to_owned(), at + 1);
        if first.len() <= 3 && first != "0" && !is_share {
            while let Some((group, after)) = self.group(end) {
                text.push_str(group);
                end = after;
            }
        }
        let is_point = |at: usize| {
            let mark = self.get(at).filter(|it| !it.after_space);
            mark.is_some_and(|it| matches!(it.kind, Kind::Mark(',' | '.')))
        };
        // One group, set off by what may be a decimal mark as well.
        let is_open = end == at + 3 && is_point(at + 1);
        let open = text.strip_prefix(first).filter(|_| is_open);
        let as_decimal = open.and_then(|it| format!("{first}.{it}").parse().ok());
        if let Some((decimals, false)) = digits(end + 1).filter(|_| is_point(end)) {
            text.push('.');
            text.push_str(decimals);
            end += 2;
        }
        // `1e6`.
        if let Some(exponent) = self.word(end).filter(|_| !self.all[end].after_space) {
            let digits = exponent.strip_prefix(['e', 'E']).unwrap_or_default();
            if !digits.is_empty() && digits.chars().all(|it| it.is_ascii_digit()) {
                text.push_str(exponent);
                end += 1;
            }
        }
        let value = text.parse().ok()?;
        let as_decimal = as_decimal.filter(|_| end == at + 3);
        Some(Number {
            value,
            end,
            as_decimal,
        })
    }

    /// Three digits that go on a number, after a space or after a mark without a space on either side, and the token after them.
    fn group(&self, at: usize) -> Option<(&'a str, usize)> {
        let digits = |at: usize, after_space: bool| {
            let token = self.get(at).filter(|it| it.kind == Kind::Digits)?;
            let is_group = token.after_space == after_space && token.text.len() == 3;
            is_group.then_some((token.text, at + 1))
        };
        let mark = self.get(at).filter(|it| !it.after_space);
        let is_mark = mark.is_some_and(|it| matches!(it.kind, Kind::Mark(',' | '.' | '\'' | '’')));
        digits(at, true).or_else(|| digits(at + 1, false).filter(|_| is_mark))
    }

    /// What is left, as it is written: words with the marks between them, without those at the ends and those that stood
    /// beside what was taken.
    pub(in crate::analysis::partners) fn rest(&self) -> String {
        let mut rest = String::new();
        let mut is_apart = false;
        for token in &self.all {
            let is_mark = matches!(token.kind, Kind::Mark(_));
            if token.is_taken {
                is_apart = true;
                continue;
            }
            if is_mark && (is_apart || rest.is_empty()) && !matches!(token.kind, Kind::Mark('(')) {
                is_apart = true;
                continue;
            }
            if !rest.is_empty() && (token.after_space || is_apart) && !rest.ends_with(' ') {
                rest.push(' ');
            }
            is_apart = false;
            rest.push_str(token.text);
        }
        let is_edge = |it: char| !it.is_alphanumeric() && it != ')';
        rest.trim_end_matches(is_edge)
            .trim_start_matches(|it: char| !it.is_alphanumeric())
            .to_owned()
    }

    /// The words and numbers that are left and not known, and what was refused with the reason, in their order.
    pub(super) fn not_understood<'s>(
        &self,
        is_known: impl Fn(&str) -> bool,
        near_miss: impl Fn(&str) -> Option<&'s str>,
    ) -> Vec<String> {
        let is_left = |it: &Token<'_>| match it.kind {
            Kind::Mark(_) => false,
            Kind::Digits => !it.is_taken,
            Kind::Word => !it.is_taken && !is_known(&fold(it.text)),
        };
        let left = self.all.iter().enumerate().filter(|(_, it)| is_left(it));
        let said = |it: &Token<'_>| match near_miss(&fold(it.text)) {
            Some(near) => format!("{} (did you mean `{near}`?)", it.text),
            None => it.text.to_owned(),
        };
        let words = left.map(|(at, it)| (at, said(it)));
        let mut told: Vec<(usize, String)> = words.chain(self.refused.iter().cloned()).collect();
        told.sort_by_key(|it| it.0);
        told.into_iter().map(|it| it.1).collect()
    }
}

/// How many bytes of a text are characters of a kind, from its start.
fn run(text: &str, is_it: impl Fn(char) -> bool) -> usize {
    text.find(|it: char| !is_it(it)).unwrap_or(text.len())
}
