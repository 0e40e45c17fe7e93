//! Tonnes a year in a description: `300 000 t/a`, `300 kt/vuosi`, `1.2 Mt a year`, `5-10 kt/a`.
//!
//! Units are those of the unit lists. An amount without a time is not read: it may as well be a stock.

use crate::analysis::benchmarks::tonnes;
use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::bounds;
use crate::analysis::partners::described::scales;
use crate::analysis::partners::described::spans;
use crate::analysis::partners::described::spans::Span;
use crate::analysis::partners::described::times;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::CodeLists;
use crate::model::UnitSpelling;

/// Most tokens of a unit: `thousand metric tonnes a year`.
pub(super) const LONGEST_UNIT: usize = 6;

/// More tonnes a year than anybody has: a slip of the pen, or another unit.
pub(super) const MOST_TONNES: f64 = 1e10;

/// Units of so many tonnes, such as millions, have decimals: nobody has a thousand of them.
const WITH_DECIMALS: f64 = 1e6;

/// The ends of a range so many times apart are told in different units: `250-300 000 t/a`.
const TOO_FAR_APART: f64 = 1_000.0;

/// Takes the amounts out of the words. The first counts; a bound, an amount whose unit means several things, and all further
/// ones are refused with the reason, all of them where a field tells the amount. Both ends of a range are told, in tonnes a year, or one number twice.
///
/// # Errors
/// For one that is negative or zero.
pub(super) fn take(
    tokens: &mut Tokens<'_>,
    lists: &CodeLists,
    is_in_field: bool,
) -> Result<Option<(f64, f64)>, DescribeError> {
    let mut taken = None;
    for at in 0..tokens.len() {
        let (span, why) = match amount(tokens, at, lists) {
            Some(Read::Tonnes(span)) => {
                offered(span.low)?;
                offered(span.high)?;
                let of_field = is_in_field.then(|| "the amount in the field counts".to_owned());
                let why = of_field.or_else(|| refusal(tokens, &span, taken.is_some()));
                (span, why)
            }
            Some(Read::Ambiguous(span, meanings)) => (span, Some(meanings)),
            None => continue,
        };
        match why {
            Some(why) => {
                let from = bounds::before(tokens, span.from).map_or(span.from, |it| it.1);
                let end = bounds::after(tokens, span.end).map_or(span.end, |it| it.1);
                tokens.refuse(from, end, &why);
            }
            None => {
                assume(tokens, &span);
                tokens.take(span.from, span.end);
                taken = Some((span.low, span.high));
            }
        }
    }
    Ok(taken)
}

/// Tells how digits were read that may be thousands or decimals.
fn assume(tokens: &mut Tokens<'_>, span: &Span) {
    if let Some(said) = tokens.phrase(span.from, span.end)
        && span.as_decimals.is_some()
    {
        let read = match span.is_one() {
            true => tonnes(span.low),
            false => format!("{} to {}", tonnes(span.low), tonnes(span.high)),
        };
        let how = format!(
            "`{said}` is read as {read} t/a: three digits after one comma or dot are thousands, and decimals before millions"
        );
        tokens.assume(span.from, how);
    }
}

/// What stands at a token.
enum Read {
    /// Tonnes a year.
    Tonnes(Span),
    /// A number of a unit that may be several, which these words tell apart.
    Ambiguous(Span, String),
}

/// Why an amount does not count; none if it does.
fn refusal(tokens: &Tokens<'_>, span: &Span, is_further: bool) -> Option<String> {
    let is_bound =
        bounds::before(tokens, span.from).is_some() || bounds::after(tokens, span.end).is_some();
    let why = if is_bound {
        "a bound is no amount: say how much arises"
    } else if span.low > span.high {
        "a range that runs backwards"
    } else if span.high >= span.low * TOO_FAR_APART {
        "the ends of the range are too far apart to be of one unit"
    } else if is_further {
        "an amount is told before"
    } else {
        return None;
    };
    Some(why.to_owned())
}

/// The amount that begins at a token: `5 kt/a`, `5-10 kt/a`, `5 kt/a - 10 kt/a`.
fn amount(tokens: &Tokens<'_>, at: usize, lists: &CodeLists) -> Option<Read> {
    let first = one_amount(tokens, at, lists)?;
    let Read::Tonnes(one) = first else {
        return Some(first);
    };
    let joint = spans::joint(tokens, one.end).filter(|_| one.is_one());
    match joint.and_then(|it| one_amount(tokens, it, lists)) {
        Some(Read::Tonnes(other)) if other.is_one() => Some(Read::Tonnes(one.to(other))),
        _ => Some(first),
    }
}

fn one_amount(tokens: &Tokens<'_>, at: usize, lists: &CodeLists) -> Option<Read> {
    let span = Span::at(tokens, at, false)?;
    let scaled = || {
        let (scale, from) = scales::at(tokens, span.end)?;
        Some((scale, unit(tokens, from, lists)?))
    };
    let plain = unit(tokens, span.end, lists).map(|it| (1.0, it));
    let (scale, unit) = plain.or_else(scaled)?;
    Some(match unit {
        Unit::Tonnes(factor, end) => {
            let is_large = scale >= WITH_DECIMALS || factor >= WITH_DECIMALS;
            let as_decimals = span.as_decimals.filter(|_| is_large);
            let times = scale * factor;
            let (low, high) = as_decimals.unwrap_or((span.low, span.high));
            Read::Tonnes(Span {
                low: low * times,
                high: high * times,
                end,
                ..span
            })
        }
        Unit::Ambiguous(meanings, end) => Read::Ambiguous(Span { end, ..span }, meanings),
    })
}

/// Checks an amount that somebody offers.
///
/// # Errors
/// If it is negative, zero, no number, or more than anybody has.
pub(super) fn offered(tonnes: f64) -> Result<f64, DescribeError> {
    if tonnes > MOST_TONNES && tonnes.is_finite() {
        Err(DescribeError::TooManyTonnes(tonnes))
    } else if tonnes > 0.0 && tonnes.is_finite() {
        Ok(tonnes)
    } else {
        Err(DescribeError::Tonnes(tonnes))
    }
}

/// A unit, and the token after it.
enum Unit {
    /// So many tonnes a year.
    Tonnes(f64, usize),
    /// One of several, as the list says.
    Ambiguous(String, usize),
}

/// The unit that begins at a token. A spelling of several meanings is one only if no part of it has a meaning: `t Ni` begins
/// with tonnes.
fn unit(tokens: &Tokens<'_>, at: usize, lists: &CodeLists) -> Option<Unit> {
    let longest = LONGEST_UNIT.min(tokens.len() - at);
    let mut ambiguous = None;
    for length in (1..=longest).rev() {
        let Some(unit) = listed(tokens, at, at + length, lists) else {
            continue;
        };
        let Some((canonical, factor)) = unit.canonical.as_ref() else {
            let end = times::a_year(tokens, at + length).unwrap_or(at + length);
            ambiguous = ambiguous.or(Some(Unit::Ambiguous(unit.note.clone(), end)));
            continue;
        };
        let rate = match canonical.as_str() {
            "t/a" => Some((1.0, at + length)),
            "t" => times::rate(tokens, at + length, lists),
            _ => None,
        };
        ambiguous = None;
        if let Some((times, end)) = rate {
            return Some(Unit::Tonnes(factor * times, end));
        }
    }
    ambiguous
}

/// What the unit lists have for some tokens, as they are written or in lower case.
pub(super) fn listed<'a>(
    tokens: &Tokens<'_>,
    from: usize,
    to: usize,
    lists: &'a CodeLists,
) -> Option<&'a UnitSpelling> {
    let spelling = tokens.phrase(from, to)?;
    let lower = || lists.unit(&spelling.to_lowercase());
    lists.unit(&spelling).or_else(lower)
}
