//! A code of the List of Waste in a description: `100202`, `10 02 02`, `10 02 07*`.

use std::ops::RangeInclusive;

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
const BEFORE: &[&str] = &[
    "ewc",
    "low",
    "code",
    "codes",
    "koodi",
    "koodit",
    "kod",
    "jatekoodi",
    "jatekoodit",
    "avfallskod",
    "avfallskoder",
];

/// Words that may join a code to the one before it, folded.
const JOINTS: &[&str] = &["and", "or", "ja", "tai", "seka", "och", "eller"];

/// What has numbers that are no codes, folded: words that may stand before one.
const NUMBERED: &[&str] = &[
    "order",
    "invoice",
    "contract",
    "reference",
    "ref",
    "sample",
    "lot",
    "batch",
    "tilaus",
    "lasku",
    "sopimus",
    "viite",
    "nayte",
    "era",
    "bestallning",
    "faktura",
    "avtal",
    "referens",
    "prov",
    "parti",
];

/// Lengths that numbers in a row may be of, folded: they are sizes then.
const LENGTHS: &[&str] = &[
    "nm",
    "um",
    "µm",
    "μm",
    "mm",
    "cm",
    "m",
    "micron",
    "microns",
    "micrometre",
    "micrometres",
    "mikron",
    "mikronia",
    "mikrometria",
    "millimetre",
    "millimetres",
];

/// Years that a date may end with.
const YEARS: RangeInclusive<u32> = 1900..=2100;

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
        nearest: nearest(lists, list, &digits),
    })
}

/// The code of a list that is most like one that it does not have: of the same process, else of the same chapter, else any.
fn nearest(lists: &CodeLists, list: PublishedList, digits: &str) -> Option<String> {
    let within = |width: usize| {
        let begin = digits.get(..width)?;
        let all = lists.codes(list).map(|(it, _)| it);
        crate::model::nearest(digits, all.filter(|it| it.starts_with(begin)))
    };
    let near = [4, 2, 0].into_iter().find_map(within);
    near.map(str::to_owned)
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
    let is_in_field = in_field.is_some();
    let mut found: Vec<Told> = in_field.into_iter().collect();
    take(tokens, lists, is_in_field, &mut found);
    Ok(found)
}

/// Takes what is a code now that amounts are taken out of the words: of `10 02 02 30 t/a` nobody knew which pairs it is.
///
/// # Errors
/// If digits are left that are told as a code and the list does not have them.
pub(super) fn rest(
    tokens: &mut Tokens<'_>,
    lists: &CodeLists,
    field: Option<&str>,
    found: &mut Vec<Told>,
) -> Result<(), DescribeError> {
    take(tokens, lists, field.is_some(), found);
    none_unknown(tokens, lists)
}

/// Takes the codes of the list out of the words, each once; digits that are no code of it stay. Where a field tells a code,
/// those in the words do not count.
fn take(tokens: &mut Tokens<'_>, lists: &CodeLists, is_in_field: bool, found: &mut Vec<Told>) {
    for at in 0..tokens.len() {
        let Some((code, mut end)) = six_digits(tokens, at) else {
            continue;
        };
        let is_code = lists.get(PublishedList::Ewc, &code).is_some();
        let is_other = is_amount(tokens, end, lists)
            || (!is_told(tokens, at, end)
                && (is_size_or_date(tokens, end) || is_reference(tokens, at, end)));
        if !is_code || is_other {
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
}

/// Checks that no digits are left that are told as a code. Others may be the number of an order, a date or a size.
///
/// # Errors
/// With the first of those, which the list does not have.
fn none_unknown(tokens: &Tokens<'_>, lists: &CodeLists) -> Result<(), DescribeError> {
    let unknown = (0..tokens.len()).find_map(|at| {
        let (code, end) = six_digits(tokens, at)?;
        let is_listed = lists.get(PublishedList::Ewc, &code).is_some();
        let is_other = is_listed || is_amount(tokens, end, lists) || !is_told(tokens, at, end);
        (!is_other).then_some((code, tokens.phrase(at, end)?))
    });
    unknown.map_or(Ok(()), |(digits, told)| {
        Err(DescribeError::UnknownWaste {
            nearest: nearest(lists, PublishedList::Ewc, &digits),
            code: told,
        })
    })
}

/// Whether digits are told as a code, by a word before them or a star after them.
fn is_told(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    lead(tokens, at) < at || tokens.is_mark(end, '*')
}

/// Whether digits are a part of something longer, as the number of an order is: `order 100202-7`, `PO-100202`, `invoice 100202`.
fn is_reference(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let is_joined = |mark: usize| {
        let joins = ['-', '–', '/', '_', '#'];
        let is_close = tokens.get(mark).is_some_and(|it| !it.after_space);
        is_close && joins.iter().any(|it| tokens.is_mark(mark, *it))
    };
    let is_close = |it: usize| tokens.get(it).is_some_and(|it| !it.after_space);
    // Codes may be joined to each other, and pairs of digits to further pairs.
    let length = if end - at == 1 { 6 } else { 2 };
    let is_other = |it: usize| {
        let digits = tokens.get(it).filter(|it| it.kind == Kind::Digits);
        digits.is_some_and(|it| it.text.len() != length)
    };
    let goes_on = is_joined(end) && is_close(end + 1) && is_other(end + 1);
    let before = at
        .checked_sub(2)
        .filter(|_| is_close(at) && is_joined(at - 1));
    let has_begun = before.is_some_and(|it| is_other(it) || tokens.word(it).is_some());
    let named = past(tokens, at, &[':', '.', '#']);
    goes_on || has_begun || named.is_some_and(|it| is_said(tokens, it, NUMBERED))
}

/// Whether pairs of digits go on as a date or a size does: `16 06 01 2024`, `10 02 02 mm`.
fn is_size_or_date(tokens: &Tokens<'_>, end: usize) -> bool {
    let next = tokens.get(end).filter(|it| it.kind == Kind::Digits);
    let year = next.filter(|it| it.text.len() == 4);
    let year = year.and_then(|it| it.text.parse().ok());
    let is_size = is_said(tokens, end, LENGTHS);
    is_size || year.is_some_and(|it| YEARS.contains(&it))
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

/// The first of the words that lead to a code or join it to one that is taken, else the code.
fn begin(tokens: &Tokens<'_>, at: usize) -> usize {
    let from = lead(tokens, at);
    let joint = from
        .checked_sub(1)
        .filter(|it| is_said(tokens, *it, JOINTS));
    let goes_on = |it: &usize| past(tokens, *it, &[',']).is_some_and(|it| tokens.get(it).is_none());
    joint.filter(goes_on).unwrap_or(from)
}

/// The first of the words that lead to a code, else the code.
fn lead(tokens: &Tokens<'_>, at: usize) -> usize {
    let before = |at: usize| past(tokens, at, &[':', '.', '-']);
    let mut from = at;
    while let Some(word) = before(from).filter(|it| is_said(tokens, *it, BEFORE)) {
        from = word;
    }
    from
}

/// The token before one, past a mark between the two.
fn past(tokens: &Tokens<'_>, at: usize, marks: &[char]) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let is_mark = marks.iter().any(|it| tokens.is_mark(before, *it));
    if is_mark {
        before.checked_sub(1)
    } else {
        Some(before)
    }
}

fn is_said(tokens: &Tokens<'_>, at: usize, among: &[&str]) -> bool {
    let word = tokens.word(at).map(fold);
    word.is_some_and(|it| among.contains(&it.as_str()))
}

/// Six digits, in one or in pairs, from a token on, and the token after them.
fn six_digits(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let digits = |at: usize| {
        let token = tokens.get(at).filter(|it| it.kind == Kind::Digits)?;
        Some(token.text)
    };
    let first = digits(at)?;
    if first.len() == 6 {
        return digits(at + 1).is_none().then(|| (first.to_owned(), at + 1));
    }
    // Pairs go on in threes, each a code; neither a pair nor a digit more is one. A longer number may be an amount.
    let all = (at..).map_while(digits);
    let pairs: Vec<&str> = all.take_while(|it| it.len() == 2).collect();
    let has_begun = at.checked_sub(1).and_then(digits).is_some();
    let goes_on = digits(at + pairs.len()).is_some_and(|it| it.len() < 2);
    let is_code = !pairs.is_empty() && pairs.len().is_multiple_of(3) && !has_begun && !goes_on;
    is_code.then(|| (pairs[..3].concat(), at + 3))
}
