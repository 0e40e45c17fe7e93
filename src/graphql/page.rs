//! Pages of an ordered list, forwards and backwards.

use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Key;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::limits::MAX_PAGE;

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageArgs {
    /// So many from the start.
    pub(crate) first: Option<i32>,
    /// After this cursor.
    pub(crate) after: Option<String>,
    /// So many from the end.
    pub(crate) last: Option<i32>,
    /// Before this cursor.
    pub(crate) before: Option<String>,
}

/// So many items a page has when the question names no number.
pub(crate) const DEFAULT_PAGE: i32 = 50;

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Which items, by position.
    pub(crate) range: std::ops::Range<usize>,
    /// Whether the list goes on after the page.
    pub(crate) has_next: bool,
    /// Whether the list begins before the page.
    pub(crate) has_previous: bool,
}

/// The part of a list of `len` items that the arguments ask for. `key_of` gives the keys, which
/// ascend strictly. O(log n).
///
/// # Errors
/// `BAD_INPUT` if a number is out of range, both are given, or a cursor is of another question.
pub(crate) fn page(
    len: usize,
    key_of: impl Fn(usize) -> Key,
    question: Question,
    args: &PageArgs,
) -> Result<Page, ApiError> {
    let (first, last) = sizes(args)?;
    let decode = |argument: &str, text: &Option<String>| {
        let text = text.as_deref();
        text.map(|it| Cursor::decode(argument, it, question.digest()))
            .transpose()
    };
    let start = decode("after", &args.after)?
        .map_or(0, |cursor| partition(len, |at| key_of(at) <= cursor.key));
    let end = decode("before", &args.before)?
        .map_or(len, |cursor| partition(len, |at| key_of(at) < cursor.key))
        .max(start);
    let range = match (first, last) {
        (_, Some(last)) => end.saturating_sub(last).max(start)..end,
        (first, None) => start..end.min(start + first.unwrap_or(len)),
    };
    Ok(Page {
        has_next: range.end < len,
        has_previous: range.start > 0,
        range,
    })
}

/// The sizes asked for; the default one where none is.
fn sizes(args: &PageArgs) -> Result<(Option<usize>, Option<usize>), ApiError> {
    if let (Some(first), Some(_)) = (args.first, args.last) {
        let message = "`first` and `last` exclude each other: give one of them";
        return Err(ApiError::bad_input("first", first.to_string(), message));
    }
    match (args.first, args.last) {
        (_, Some(last)) => Ok((None, Some(page_size("last", last)?))),
        (first, None) => Ok((
            Some(page_size("first", first.unwrap_or(DEFAULT_PAGE))?),
            None,
        )),
    }
}

/// A size of a page.
///
/// # Errors
/// `BAD_INPUT` if it is out of range.
pub(crate) fn page_size(argument: &str, number: i32) -> Result<usize, ApiError> {
    let size = usize::try_from(number).ok();
    size.filter(|_| (1..=MAX_PAGE).contains(&number))
        .ok_or_else(|| {
            let message = format!("`{argument}` is {number}: expected 1 to {MAX_PAGE}");
            ApiError::bad_input(argument, number.to_string(), message)
        })
}

/// The first position at which `holds` is false, given that it never becomes true again.
fn partition(len: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
