//! Tonnes a year in a description: `300 000 t/a`, `300 kt/vuosi`, `1.2 Mt a year`.
//!
//! Units are those of the unit lists. An amount without a time is not read: it may as well be a stock.

use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::CodeLists;
use crate::model::UnitSpelling;
use crate::model::fold;

/// Most tokens of a unit: `thousand metric tonnes a year`.
const LONGEST_UNIT: usize = 6;

/// What stands after a unit of mass to say that it is a year's, folded, in English, Finnish and Swedish.
const A_YEAR: &[&str] = &[
    "a",
    "y",
    "yr",
    "pa",
    "year",
    "annum",
    "annually",
    "yearly",
    "vuosi",
    "v",
    "vuodessa",
    "vuosittain",
    "ar",
    "aret",
    "arligen",
];

/// Words that may stand between the two.
const PER: &[&str] = &["a", "per", "each", "in", "om", "i"];

/// Takes the first amount out of the words.
///
/// # Errors
/// For one that is negative or zero.
pub(super) fn take(
    tokens: &mut Tokens<'_>,
    lists: &CodeLists,
) -> Result<Option<f64>, DescribeError> {
    for at in 0..tokens.len() {
        let Some(number) = tokens.number(at, false) else {
            continue;
        };
        let Some((factor, end)) = unit(tokens, number.end, lists) else {
            continue;
        };
        let before = at.checked_sub(1);
        let is_minus = |it: &usize| tokens.is_mark(*it, '-') || tokens.is_mark(*it, '−');
        let is_range = |it: &usize| {
            let left = it.checked_sub(1).and_then(|it| tokens.get(it));
            left.is_some_and(|it| it.kind == Kind::Digits)
        };
        let sign = before.filter(is_minus).filter(|it| !is_range(it));
        let value = if sign.is_some() { -1.0 } else { 1.0 } * number.value * factor;
        offered(value)?;
        tokens.take(at, end);
        return Ok(Some(value));
    }
    Ok(None)
}

/// Checks an amount that somebody offers.
///
/// # Errors
/// If it is negative, zero or no number.
pub(super) fn offered(tonnes: f64) -> Result<f64, DescribeError> {
    if tonnes > 0.0 && tonnes.is_finite() {
        Ok(tonnes)
    } else {
        Err(DescribeError::Tonnes(tonnes))
    }
}

/// How many tonnes a year the unit that begins at a token is, and the token after it.
fn unit(tokens: &Tokens<'_>, at: usize, lists: &CodeLists) -> Option<(f64, usize)> {
    let longest = LONGEST_UNIT.min(tokens.len() - at);
    (1..=longest).rev().find_map(|length| {
        let spelling = tokens.phrase(at, at + length)?;
        let lower = || lists.unit(&spelling.to_lowercase());
        let unit: &UnitSpelling = lists.unit(&spelling).or_else(lower)?;
        let (canonical, factor) = unit.canonical.as_ref()?;
        match canonical.as_str() {
            "t/a" => Some((*factor, at + length)),
            "t" => Some((*factor, a_year(tokens, at + length)?)),
            _ => None,
        }
    })
}

/// The token after the words that say "a year" from a token on; none if they do not stand there.
fn a_year(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_slash = tokens.is_mark(at, '/');
    let at = if is_slash { at + 1 } else { at };
    let said = |at: usize, among: &[&str]| {
        let word = tokens.word(at).map(fold);
        word.is_some_and(|it| among.contains(&it.as_str()))
    };
    // `t a year` before `t a`.
    if said(at, PER) && said(at + 1, A_YEAR) {
        return Some(at + 2);
    }
    let one = said(at, A_YEAR).then_some(at + 1)?;
    // `t p.a.` and `t a` alone are a year's only with their sign.
    let word = tokens.word(at).map(fold).unwrap_or_default();
    (is_slash || word.len() > 1).then_some(one)
}
