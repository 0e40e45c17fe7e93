//! A code of the List of Waste in a description: `100202`, `10 02 02`, `10 02 07*`.

use crate::analysis::partners::WasteCode;
use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::amounts::LONGEST_UNIT;
use crate::analysis::partners::described::amounts::listed;
use crate::analysis::partners::described::scales;
use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::CodeLists;
use crate::model::PublishedList;
use crate::model::fold;

/// Words that may stand before a code, folded.
const BEFORE: &[&str] = &["ewc", "low", "code", "koodi", "kod", "jatekoodi"];

/// A code told in a field: two, four or six digits.
///
/// # Errors
/// If the list does not have it.
fn known(lists: &CodeLists, told: &str) -> Result<WasteCode, DescribeError> {
    let digits: String = told
        .chars()
        .filter(|it| !it.is_whitespace() && *it != '*')
        .collect();
    // Fewer digits stand for all codes below them.
    let list = match digits.len() {
        2 | 4 => PublishedList::EwcPrefix,
        _ => PublishedList::Ewc,
    };
    if lists.get(list, &digits).is_some() {
        return Ok(WasteCode {
            code: digits,
            is_assigned: false,
        });
    }
    Err(DescribeError::UnknownWaste {
        code: told.to_owned(),
        nearest: lists.nearest(list, &digits),
    })
}

/// A code in the words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) code: WasteCode,
    /// Whether a star stands after it: the waste is hazardous.
    pub(super) is_starred: bool,
}

/// The code in the field, if one is told, else those in the words, which are taken out of them.
///
/// # Errors
/// If the list does not have the code in the field.
pub(super) fn all(
    tokens: &mut Tokens<'_>,
    lists: &CodeLists,
    field: Option<&str>,
) -> Result<Vec<Told>, DescribeError> {
    let told = |it: &str| {
        known(lists, it).map(|code| Told {
            code,
            is_starred: it.contains('*'),
        })
    };
    let in_field = field.map(told).transpose()?;
    let in_words = take(tokens, lists, in_field.is_some());
    Ok(in_field.into_iter().chain(in_words).collect())
}

/// Takes the codes of the list out of the words, each once; digits that are no code of it stay. Where a field tells a code,
/// those in the words do not count.
fn take(tokens: &mut Tokens<'_>, lists: &CodeLists, is_in_field: bool) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::new();
    for at in 0..tokens.len() {
        let Some((code, mut end)) = six_digits(tokens, at) else {
            continue;
        };
        let is_code = lists.get(PublishedList::Ewc, &code).is_some();
        if !is_code || is_amount(tokens, end, lists) {
            continue;
        }
        let is_starred = tokens.is_mark(end, '*');
        end += usize::from(is_starred);
        let from = begin(tokens, at);
        if is_in_field {
            tokens.refuse(from, end, "the code in the field counts");
            continue;
        }
        tokens.take(from, end);
        match found.iter_mut().find(|it| it.code.code == code) {
            Some(told) => told.is_starred |= is_starred,
            None => found.push(Told {
                code: WasteCode {
                    code,
                    is_assigned: false,
                },
                is_starred,
            }),
        }
    }
    found
}

/// Checks that no digits are left that have the form of a code.
///
/// # Errors
/// With the first of those, which the list does not have.
pub(super) fn none_unknown(tokens: &Tokens<'_>, lists: &CodeLists) -> Result<(), DescribeError> {
    let unknown = (0..tokens.len()).find_map(|at| {
        let (code, end) = six_digits(tokens, at)?;
        let is_listed = lists.get(PublishedList::Ewc, &code).is_some();
        let is_other = is_listed || is_amount(tokens, end, lists);
        (!is_other).then_some((code, tokens.phrase(at, end)?))
    });
    unknown.map_or(Ok(()), |(digits, told)| {
        Err(DescribeError::UnknownWaste {
            nearest: lists.nearest(PublishedList::Ewc, &digits),
            code: told,
        })
    })
}

/// Whether a unit or a sign stands after digits: they are an amount, whatever they look like.
fn is_amount(tokens: &Tokens<'_>, end: usize, lists: &CodeLists) -> bool {
    let is_sign = ['%', '€', '$', '‰']
        .iter()
        .any(|it| tokens.is_mark(end, *it));
    let is_unit = |length: usize| listed(tokens, end, end + length, lists).is_some();
    let longest = LONGEST_UNIT.min(tokens.len() - end);
    is_sign || scales::at(tokens, end).is_some() || (1..=longest).any(is_unit)
}

/// The first of the words that lead to a code, else the code.
fn begin(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut from = at;
    while let Some(word) = from.checked_sub(1).and_then(|it| tokens.word(it)) {
        if !BEFORE.contains(&fold(word).as_str()) {
            break;
        }
        from -= 1;
    }
    from
}

/// Six digits, in one or in pairs, from a token on, and the token after them.
fn six_digits(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let digits = |at: usize| {
        let token = tokens.get(at).filter(|it| it.kind == Kind::Digits)?;
        Some(token.text)
    };
    let first = digits(at)?;
    let before = at.checked_sub(1).and_then(digits);
    let (code, end) = match first.len() {
        6 => (first.to_owned(), at + 1),
        2 if before.is_none() => {
            let pairs = [first, digits(at + 1)?, digits(at + 2)?];
            let all_pairs = pairs.iter().all(|it| it.len() == 2);
            (all_pairs.then(|| pairs.concat())?, at + 3)
        }
        _ => return None,
    };
    // A pair more is no code; a number after pairs may be an amount.
    let is_more = |it: &str| first.len() == 6 || it.len() <= 2;
    (!digits(end).is_some_and(is_more)).then_some((code, end))
}
