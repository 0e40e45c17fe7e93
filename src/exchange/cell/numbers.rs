//! Cells that hold numbers and times.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

use crate::exchange::cell::bad_type;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Value;
use crate::model::is_date;
use crate::model::period_years;

/// A whole number within bounds.
pub(super) fn whole_number(text: &str, low: i64, high: i64) -> Result<Value, Problem> {
    let expected = || format!("a whole number from {low} to {high}");
    let Ok(number) = text.parse::<i64>() else {
        let whole = text
            .strip_suffix(".0")
            .filter(|it| it.parse::<i64>().is_ok());
        return Err(
            bad_type(format!("`{text}` is no whole number"), &expected())
                .suggestion(whole.map(str::to_owned)),
        );
    };
    if (low..=high).contains(&number) {
        return Ok(Value::Int(number));
    }
    Err(
        Problem::error(ProblemCode::OutOfRange, format!("{number} is out of range"))
            .expected(expected()),
    )
}

/// A number within bounds.
pub(super) fn number(text: &str, low: f64, high: f64) -> Result<Value, Problem> {
    let Some(number) = plain_number(text) else {
        let expected = "a number such as `1234.5`, with a point and without separators";
        return Err(
            bad_type(format!("`{text}` is no number"), expected).suggestion(with_point(text))
        );
    };
    if (low..=high).contains(&number) {
        return Ok(Value::Number(number));
    }
    let said = format!("{number} is out of range");
    Err(Problem::error(ProblemCode::OutOfRange, said)
        .expected(format!("a number from {low} to {high}")))
}

/// A number in digits with point and exponent; words such as `inf` and `NaN` are none.
fn plain_number(text: &str) -> Option<f64> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number: f64 = is_plain.then(|| text.parse().ok())??;
    number.is_finite().then_some(number)
}

/// What a number with decimal comma or separators was meant to be, where it can mean one thing only.
fn with_point(text: &str) -> Option<String> {
    let dense: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let pointed = match dense.split_once(',') {
        // `1,234` may be a thousand or one and a bit.
        Some((_, decimals)) if decimals.len() == 3 => return None,
        Some(_) => dense.replacen(',', ".", 1),
        None => dense,
    };
    plain_number(&pointed).map(|_| pointed)
}

/// A day, a month or a year.
pub(super) fn date(text: &str) -> Result<Value, Problem> {
    if is_date(text) {
        return Ok(Value::Text(text.into()));
    }
    let parts: Vec<&str> = text.split(['.', '/']).collect();
    let turned = match parts[..] {
        [day, month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => None,
    };
    Err(bad_type(
        format!("`{text}` is no date"),
        "a day `YYYY-MM-DD`, a month `YYYY-MM` or a year `YYYY`",
    )
    .suggestion(turned.filter(|it| is_date(it))))
}

/// Two years with a slash between.
pub(super) fn period(text: &str) -> Result<Value, Problem> {
    match period_years(text) {
        Some((first, last)) if first <= last => Ok(Value::Text(text.into())),
        Some((first, last)) => {
            let said = format!("the period `{text}` ends before it begins");
            Err(Problem::error(ProblemCode::DatesOutOfOrder, said)
                .suggestion(Some(format!("{last}/{first}"))))
        }
        None => {
            let near = text.replace(['-', '–'], "/");
            let is_meant = period_years(&near).is_some();
            Err(
                bad_type(format!("`{text}` is no period"), "two years `YYYY/YYYY`")
                    .suggestion(is_meant.then_some(near)),
            )
        }
    }
}
