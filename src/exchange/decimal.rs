//! The decimal sign of numbers in cells: a point, or a comma where that is stated or cannot be misread.
//!
//! `1,234` is one and a bit to some and more than a thousand to others, and so is `1.234`. Such a number is taken only where the sign was
//! stated; a file that has points in some numbers and commas in others is refused unless it was.

use std::borrow::Cow;
use std::cell::Cell;

use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::codes::codes;

codes! {
    /// The sign before the decimals of a number.
    pub enum Decimal {
        /// `1.5`.
        Point = "point",
        /// `1,5`.
        Comma = "comma",
    }
}

/// Which decimal signs a file may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalRule {
    /// This one, as was stated or as the form of the file says.
    Stated(Decimal),
    /// One of them, the same in all of the file, and only where no number can be misread.
    Either,
}

impl Default for DecimalRule {
    fn default() -> Self {
        Self::Stated(Decimal::Point)
    }
}

/// Reads the numbers of one file by a rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decimals {
    rule: DecimalRule,
    /// The first number whose sign showed, where the rule leaves it open.
    seen: Cell<Option<(Decimal, u64)>>,
}

impl Decimals {
    pub(crate) fn new(rule: DecimalRule) -> Self {
        let seen = Cell::new(None);
        Self { rule, seen }
    }

    /// Whether what is read of a number does not depend on the numbers before it.
    pub(crate) fn read_in_any_order(&self) -> bool {
        matches!(self.rule, DecimalRule::Stated(_))
    }

    /// The number with a point, as cells are read; a problem if its sign is not the one of the file or cannot be told.
    /// What is no number at all is left to the reader of cells.
    pub(crate) fn with_point<'c>(
        &self,
        cell: &'c str,
        line: u64,
    ) -> Result<Cow<'c, str>, Box<Problem>> {
        let text = cell.trim();
        let is_in_numbers = |it: u8| it.is_ascii_digit() || b",.+-eE".contains(&it);
        let sign = match (text.contains(','), text.contains('.')) {
            (true, false) if text.bytes().all(is_in_numbers) => Decimal::Comma,
            (false, true) if text.bytes().all(is_in_numbers) => Decimal::Point,
            _ => return Ok(Cow::Borrowed(cell)),
        };
        match self.rule {
            DecimalRule::Stated(Decimal::Point) => return Ok(Cow::Borrowed(cell)),
            DecimalRule::Stated(Decimal::Comma) if sign == Decimal::Point => {
                return Err(refused(
                    format!("`{text}` has a point, and the decimal sign was said to be a comma"),
                    "a number such as `1234,5`",
                    text,
                ));
            }
            DecimalRule::Stated(Decimal::Comma) => {}
            DecimalRule::Either => self.check(text, sign, line)?,
        }
        Ok(match sign {
            Decimal::Point => Cow::Borrowed(cell),
            Decimal::Comma => Cow::Owned(text.replacen(',', ".", 1)),
        })
    }

    /// Whether a number can be read one way only, and with the sign of those before it.
    fn check(&self, text: &str, sign: Decimal, line: u64) -> Result<(), Box<Problem>> {
        if let Some((other, first)) = self.seen.get().filter(|(other, _)| *other != sign) {
            let (here, there) = (sign.code(), other.code());
            return Err(refused(
                format!("`{text}` has a decimal {here}, and line {first} a decimal {there}"),
                "one sign in all of the file, or the sign stated: `--decimal comma`",
                text,
            ));
        }
        if may_be_thousands(text) {
            let pointed = text.replacen(',', ".", 1);
            let whole = text.replacen([',', '.'], "", 1);
            let sign = sign.code();
            return Err(refused(
                format!("`{text}` may be {pointed} or {whole}"),
                &format!(
                    "the decimal sign stated: `--decimal {sign}`, or a number without thousands separator"
                ),
                text,
            ));
        }
        if self.seen.get().is_none() {
            self.seen.set(Some((sign, line)));
        }
        Ok(())
    }
}

fn refused(said: String, expected: &str, text: &str) -> Box<Problem> {
    let problem = Problem::error(ProblemCode::BadType, said).expected(expected);
    problem.value(text).into()
}

/// Whether the comma or point of a number may separate thousands: one to three digits before it, not a lone zero, and three after.
fn may_be_thousands(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let is_number = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .split_once([',', '.'])
        .is_some_and(|(before, after)| {
            is_number(before)
                && is_number(after)
                && (1..=3).contains(&before.len())
                && !before.starts_with('0')
                && after.len() == 3
        })
}
