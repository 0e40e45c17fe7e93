//! Dates as far as they are known: a day, a month or a year.

/// Whether a text is a day `YYYY-MM-DD`, a month `YYYY-MM` or a year `YYYY` of the calendar.
pub fn is_date(text: &str) -> bool {
    let number = |text: &str, len: usize| -> Option<i16> {
        let is_digits = text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
        is_digits.then(|| text.parse().ok())?
    };
    let parts: Vec<&str> = text.splitn(4, '-').collect();
    let (year, month, day) = match parts[..] {
        [year] => (number(year, 4), Some(1), Some(1)),
        [year, month] => (number(year, 4), number(month, 2), Some(1)),
        [year, month, day] => (number(year, 4), number(month, 2), number(day, 2)),
        _ => return false,
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return false;
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// The two years of a period `YYYY/YYYY`, in the order written; none if it is no period.
pub fn period_years(text: &str) -> Option<(u16, u16)> {
    let year = |text: &str| -> Option<u16> {
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| text.parse().ok())?
    };
    let (first, last) = text.split_once('/')?;
    Some((year(first)?, year(last)?))
}

/// Whether one date lies after another for sure: `2024` and `2024-05` are in no order.
pub(super) fn is_after(date: &str, other: &str) -> bool {
    let shared = date.len().min(other.len());
    date.get(..shared) > other.get(..shared)
}
