//! Degrees in a description: `65.8 N 24.1 E`, `65,8°N, 24,1°E`. They are told as one thing and not read: there is a field.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// Letters and words for north and south, folded.
const NORTH: &[&str] = &["n", "s", "north", "south"];

/// The same for east and west.
const EAST: &[&str] = &["e", "w", "east", "west"];

/// Refuses degrees north and east.
pub(super) fn refuse(tokens: &mut Tokens<'_>, is_in_field: bool) {
    let why = if is_in_field {
        "the position in the field counts"
    } else {
        "degrees in words are not read; give the position in its field"
    };
    for at in 0..tokens.len() {
        let north = degrees(tokens, at, NORTH);
        let next = north.map(|it| it + usize::from(tokens.is_mark(it, ',')));
        if let Some(end) = next.and_then(|it| degrees(tokens, it, EAST)) {
            tokens.refuse(at, end, why);
        }
    }
}

/// The token after a number of degrees with its side, which stands before or after it.
fn degrees(tokens: &Tokens<'_>, at: usize, sides: &[&str]) -> Option<usize> {
    let is_side = |at: usize| {
        let word = tokens.word(at);
        word.is_some_and(|it| sides.contains(&fold(it).as_str()))
    };
    let from = at + usize::from(is_side(at));
    let number = tokens.number(from, true)?;
    let is_sign = |it| matches!(it, Kind::Mark('°' | 'º'));
    let end = number.end + usize::from(tokens.get(number.end).is_some_and(|it| is_sign(it.kind)));
    if from > at {
        return Some(end);
    }
    is_side(end).then_some(end + 1)
}
