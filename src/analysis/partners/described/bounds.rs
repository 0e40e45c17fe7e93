//! Bounds in a description: `< 0.5 %`, `at least 5 %`, `alle 1 %`, `max. 3 %`, `5 % or more`.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// Which way a number bounds what it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// At least.
    Low,
    /// At most.
    High,
}

/// Words for at least, folded, in English, Finnish and Swedish.
const LOW: &[&str] = &[
    "at least",
    "more than",
    "greater than",
    "over",
    "above",
    "min",
    "minimum",
    "vahintaan",
    "ainakin",
    "yli",
    "enemman kuin",
    "minst",
    "mer an",
];

/// Words for at most, the same way; `over` is both English and Swedish.
const HIGH: &[&str] = &[
    "at most",
    "less than",
    "under",
    "below",
    "up to",
    "max",
    "maximum",
    "enintaan",
    "korkeintaan",
    "alle",
    "vahemman kuin",
    "hogst",
    "mindre an",
];

/// Words that stand after a number only.
const AFTER: &[(&str, Bound)] = &[
    ("or more", Bound::Low),
    ("or less", Bound::High),
    ("tai enemman", Bound::Low),
    ("tai yli", Bound::Low),
    ("tai vahemman", Bound::High),
    ("tai alle", Bound::High),
    ("eller mer", Bound::Low),
    ("eller mindre", Bound::High),
];

/// Words that turn the bound that follows them round.
const NOT: &[&str] = &["not", "no", "ei", "inte", "ej"];

/// Most words of a bound.
const LONGEST: usize = 2;

/// The bound that ends before a token, and the token it begins at.
pub(super) fn before(tokens: &Tokens<'_>, at: usize) -> Option<(Bound, usize)> {
    by_mark(tokens, at).or_else(|| {
        let is_dotted = at.checked_sub(1).is_some_and(|it| tokens.is_mark(it, '.'));
        let end = if is_dotted { at - 1 } else { at };
        (1..=LONGEST).rev().find_map(|length| {
            let from = end.checked_sub(length)?;
            let bound = worded(&words(tokens, from, end)?)?;
            let negation = from.checked_sub(1).and_then(|it| tokens.word(it));
            let is_turned = negation.is_some_and(|it| NOT.contains(&fold(it).as_str()));
            Some(if is_turned {
                (bound.turned(), from - 1)
            } else {
                (bound, from)
            })
        })
    })
}

/// The bound that begins at a token and is not that of a number after it, and the token after it. `5 % < Cr` is at least.
pub(super) fn after(tokens: &Tokens<'_>, at: usize) -> Option<(Bound, usize)> {
    let by_words = || {
        (1..=LONGEST).rev().find_map(|length| {
            let said = words(tokens, at, at + length)?;
            let told = AFTER.iter().find(|(words, _)| *words == said);
            let bound = told.map(|it| it.1).or_else(|| worded(&said))?;
            Some((bound, at + length))
        })
    };
    let by_mark = || {
        let or_equal = usize::from(tokens.is_mark(at + 1, '='));
        Some((marked(tokens, at)?.turned(), at + 1 + or_equal))
    };
    let found = by_words().or_else(by_mark);
    let is_of_next = |end: usize| tokens.get(end).is_some_and(|it| it.kind == Kind::Digits);
    found.filter(|it| !is_of_next(it.1))
}

impl Bound {
    fn turned(self) -> Self {
        match self {
            Self::Low => Self::High,
            Self::High => Self::Low,
        }
    }
}

/// `<`, `<=`, `≤` and their like before a token.
fn by_mark(tokens: &Tokens<'_>, at: usize) -> Option<(Bound, usize)> {
    let last = at.checked_sub(1)?;
    let or_equal = last.checked_sub(1).filter(|_| tokens.is_mark(last, '='));
    let from = or_equal.unwrap_or(last);
    Some((marked(tokens, from)?, from))
}

fn marked(tokens: &Tokens<'_>, at: usize) -> Option<Bound> {
    match tokens.get(at)?.kind {
        Kind::Mark('<' | '≤' | '⩽') => Some(Bound::High),
        Kind::Mark('>' | '≥' | '⩾') => Some(Bound::Low),
        _ => None,
    }
}

fn worded(said: &str) -> Option<Bound> {
    let is_low = LOW.contains(&said).then_some(Bound::Low);
    is_low.or_else(|| HIGH.contains(&said).then_some(Bound::High))
}

/// Some tokens as folded words; none if one of them is something else, or taken.
fn words(tokens: &Tokens<'_>, from: usize, to: usize) -> Option<String> {
    (from..to)
        .all(|it| tokens.word(it).is_some())
        .then_some(())?;
    tokens.phrase(from, to).map(|it| fold(&it))
}
