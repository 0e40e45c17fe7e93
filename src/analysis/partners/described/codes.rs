//! A code of the List of Waste in a description: `100202`, `10 02 02`, `10 02 07*`.

use crate::analysis::partners::WasteCode;
use crate::analysis::partners::described::DescribeError;
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
pub(super) fn known(lists: &CodeLists, told: &str) -> Result<WasteCode, DescribeError> {
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

/// Takes the first code of the list out of the words; digits that are no code of it stay.
pub(super) fn take(tokens: &mut Tokens<'_>, lists: &CodeLists) -> Option<WasteCode> {
    for at in 0..tokens.len() {
        let Some((code, mut end)) = six_digits(tokens, at) else {
            continue;
        };
        // A number with a unit is an amount, whatever its digits.
        let is_amount = tokens.word(end).is_some_and(|it| lists.unit(it).is_some());
        let is_code = lists.get(PublishedList::Ewc, &code).is_some();
        if !is_code || is_amount {
            continue;
        }
        if tokens.is_mark(end, '*') {
            end += 1;
        }
        let mut from = at;
        while let Some(word) = from.checked_sub(1).and_then(|it| tokens.word(it)) {
            if !BEFORE.contains(&fold(word).as_str()) {
                break;
            }
            from -= 1;
        }
        tokens.take(from, end);
        return Some(WasteCode {
            code,
            is_assigned: false,
        });
    }
    None
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
    digits(end).is_none().then_some((code, end))
}
