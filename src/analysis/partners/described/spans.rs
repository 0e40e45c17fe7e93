//! A number or a range of numbers in a description: `300 000`, `5-10`, `5 to 10`, `between 5 and 10`, `9 ± 1`.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// Words between the ends of a range, folded.
const TO: &[&str] = &["to", "till"];

/// Words before a range whose ends stand on both sides of an `and`.
const BETWEEN: &[&str] = &["between", "mellan"];

/// What stands between the ends then.
const AND: &[&str] = &["and", "och"];

/// Words for a minus sign, folded.
const MINUS: &[&str] = &["minus", "miinus"];

/// The least and the most that is told, equal where that is one number, and the tokens it is told by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) low: f64,
    pub(super) high: f64,
    /// The first token.
    pub(super) from: usize,
    /// The token after it.
    pub(super) end: usize,
    /// The least and the most if what may set off thousands is a decimal mark; none where that is no question.
    pub(super) as_decimals: Option<(f64, f64)>,
}

impl Span {
    /// The number or range whose first digits are at a token. A number after a minus sign is negative.
    pub(super) fn at(tokens: &Tokens<'_>, at: usize, is_share: bool) -> Option<Self> {
        let first = tokens.number(at, is_share)?;
        if is_negative(tokens, at) {
            return Some(Self {
                low: -first.value,
                high: -first.value,
                from: at - 1,
                end: first.end,
                as_decimals: first.as_decimal.map(|it| (-it, -it)),
            });
        }
        let one = Self {
            low: first.value,
            high: first.value,
            from: at,
            end: first.end,
            as_decimals: first.as_decimal.map(|it| (it, it)),
        };
        let is_led = at
            .checked_sub(1)
            .is_some_and(|it| is_word(tokens, it, BETWEEN));
        let second = |joint: usize| tokens.number(joint, is_share);
        let other = if is_word(tokens, first.end, AND) && is_led {
            second(first.end + 1)
        } else {
            joint(tokens, first.end).and_then(second)
        };
        let Some(other) = other else {
            let error = second(first.end + 1).filter(|_| tokens.is_mark(first.end, '±'));
            return Some(error.map_or(one, |error| Self {
                low: first.value - error.value,
                high: first.value + error.value,
                end: error.end,
                as_decimals: first.or_decimal(&error, |one, other| (one - other, one + other)),
                ..one
            }));
        };
        Some(Self {
            high: other.value,
            from: if is_led { at - 1 } else { at },
            end: other.end,
            as_decimals: first.or_decimal(&other, |one, other| (one, other)),
            ..one
        })
    }

    /// The range to the end of another, which follows it.
    pub(super) fn to(self, other: Self) -> Self {
        Self {
            high: other.high,
            end: other.end,
            as_decimals: self.as_decimals.or(other.as_decimals),
            ..self
        }
    }

    /// Whether it is one number.
    pub(super) fn is_one(&self) -> bool {
        self.low == self.high
    }
}

/// The token after what joins the ends of a range, from a token on; none if that does not stand there.
pub(super) fn joint(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_dash = ['-', '–', '—', '−', '…']
        .iter()
        .any(|it| tokens.is_mark(at, *it));
    let dots = (at..).take_while(|it| tokens.is_mark(*it, '.')).count();
    if dots >= 2 {
        return Some(at + dots);
    }
    (is_dash || is_word(tokens, at, TO)).then_some(at + 1)
}

/// Whether a minus sign stands before the digits: no space between, and nothing that a dash would join them to. A word for it
/// is one with a space too.
fn is_negative(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(sign) = at.checked_sub(1) else {
        return false;
    };
    if is_word(tokens, sign, MINUS) {
        return true;
    }
    let is_minus = tokens.is_mark(sign, '-') || tokens.is_mark(sign, '−');
    let is_close = tokens.get(at).is_some_and(|it| !it.after_space);
    let before = sign.checked_sub(1).and_then(|it| tokens.get(it));
    let is_number = before.is_some_and(|it| it.kind == Kind::Digits);
    let is_word = before.is_some_and(|it| it.kind == Kind::Word);
    let is_apart = tokens.get(sign).is_some_and(|it| it.after_space);
    is_minus && is_close && !is_number && (is_apart || !is_word)
}

fn is_word(tokens: &Tokens<'_>, at: usize, among: &[&str]) -> bool {
    let word = tokens.word(at).map(fold);
    word.is_some_and(|it| among.contains(&it.as_str()))
}
