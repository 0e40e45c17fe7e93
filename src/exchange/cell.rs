//! One cell of a table: text to value and back, by the type of its column.
//!
//! Text is kept trimmed, with `\n` between lines and no other control characters but tabs. A cell that
//! a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`) is written with an
//! apostrophe before it, as spreadsheets themselves mark text; one apostrophe before such a
//! character, or before more apostrophes and such a character, is taken off again when reading. So
//! every text survives the round trip, `'=1` included, which is written `''=1`. Only columns of free text are
//! treated so: numbers and codes cannot run.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

use std::borrow::Cow;
use std::fmt::Display;
use std::fmt::Write as _;

use crate::model::CodeLists;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::IdError;
use crate::model::Kind;
use crate::model::LentValue;
use crate::model::MAX_SLUG_LEN;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::PublishedList;
use crate::model::Value;
use crate::model::is_date;
use crate::model::is_slug;
use crate::model::nearest;
use crate::model::period_years;

/// Separates the values of a list.
pub(crate) const LIST_SEPARATOR: char = ';';

/// The value in a cell; none if it is empty or holds a fault, which is then handed to `report`
/// without its place and column. Whether an empty cell is a fault is the caller's question.
///
/// The unit of a figure is only taken as text here, since the quantity decides whether it fits.
pub fn read_cell(
    field: &Field,
    cell: &str,
    lists: &CodeLists,
    report: &mut dyn FnMut(Problem),
) -> Option<Value> {
    let text = match field.of {
        FieldType::Text => clean_text(cell),
        _ => Cow::Borrowed(cell.trim()),
    };
    if text.is_empty() {
        return None;
    }
    if !field.many {
        return read_one(field, &text, lists)
            .map_err(|fault| report(fault.value(&*text)))
            .ok();
    }
    let mut items = Vec::new();
    let mut is_good = true;
    for item in text.split(LIST_SEPARATOR).map(str::trim) {
        match read_one(field, item, lists) {
            Ok(value) if items.contains(&value) => {
                is_good = false;
                let said = format!("`{item}` stands twice in the list");
                report(Problem::error(ProblemCode::Inconsistent, said).value(item));
            }
            Ok(value) => items.push(value),
            Err(fault) => {
                is_good = false;
                report(fault.value(item));
            }
        }
    }
    is_good.then_some(Value::List(items))
}

/// The text of a value, as [`read_cell`] reads it back.
pub fn write_cell(field: &Field, value: &Value) -> String {
    let mut text = String::new();
    push_cell(&mut text, field, LentValue::of(value));
    text
}

/// Adds the text of the values of a cell, and tells whether there is any value.
pub(crate) fn push_cell<'v>(
    text: &mut String,
    field: &Field,
    values: impl Iterator<Item = LentValue<'v>>,
) -> bool {
    let start = text.len();
    let is_stated = push_all(text, field, values);
    if field.of == FieldType::Text && may_run(&text[start..]) {
        text.insert(start, '\'');
    }
    is_stated
}

/// Adds values with separators between them, and tells whether there is any.
fn push_all<'v>(
    text: &mut String,
    field: &Field,
    values: impl Iterator<Item = LentValue<'v>>,
) -> bool {
    let mut is_stated = false;
    for value in values {
        if is_stated {
            text.push(LIST_SEPARATOR);
        }
        is_stated = true;
        push_one(text, field, value);
    }
    is_stated
}

fn push_one(text: &mut String, field: &Field, value: LentValue<'_>) {
    match value {
        LentValue::Text(it) => text.push_str(it),
        LentValue::Code(index) => text.push_str(code_of(field, index)),
        LentValue::Int(number) => push_displayed(number, text),
        LentValue::Number(number) => push_number(number, text),
        LentValue::Flag(flag) => text.push_str(if flag { "true" } else { "false" }),
        LentValue::Id(kind, slug) => {
            if !matches!(field.of, FieldType::Ref([_])) {
                text.push_str(kind.code());
                text.push(':');
            }
            text.push_str(slug);
        }
    }
}

/// Adds the text of the values of a cell as [`read_cell`] reads it back, for forms that no spreadsheet runs, and tells
/// whether there is any value: a text stands as it is, with one more apostrophe only where reading would take one off.
pub(crate) fn push_plain_cell<'v>(
    text: &mut String,
    field: &Field,
    values: impl Iterator<Item = LentValue<'v>>,
) -> bool {
    let start = text.len();
    let is_stated = push_all(text, field, values);
    if field.of == FieldType::Text && text[start..].starts_with('\'') && may_run(&text[start..]) {
        text.insert(start, '\'');
    }
    is_stated
}

/// A free text as its cell holds it: with an apostrophe before what would run.
pub(crate) fn as_cell(text: String) -> String {
    if may_run(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// The code at a position of a column's closed list.
pub(crate) fn code_of(field: &Field, index: u16) -> &'static str {
    match field.of {
        FieldType::Code(codes) => codes.get(usize::from(index)).copied().unwrap_or_default(),
        _ => "",
    }
}

/// Adds a number in the shortest digits that read back the same.
pub(crate) fn push_number(number: f64, out: &mut String) {
    out.push_str(ryu_js::Buffer::new().format(number));
}

/// Adds what is displayed.
pub(crate) fn push_displayed(shown: impl Display, out: &mut String) {
    // Writing into a text cannot fail.
    let _ = write!(out, "{shown}");
}

/// Whether a spreadsheet would run the text, were the apostrophes before it taken off.
fn may_run(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text as it is kept: without the apostrophe of [`write_cell`], trimmed, lines ended by `\n`.
fn clean_text(cell: &str) -> Cow<'_, str> {
    let text = match cell.strip_prefix('\'') {
        Some(rest) if may_run(rest) => rest,
        _ => cell,
    };
    let text = text.trim();
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn read_one(field: &Field, text: &str, lists: &CodeLists) -> Result<Value, Problem> {
    if text.is_empty() {
        return Err(bad_type(
            "an item of the list is empty",
            "a value between two `;`",
        ));
    }
    match field.of {
        FieldType::Text => free_text(text),
        FieldType::Code(codes) => closed_code(text, codes),
        FieldType::Published(PublishedList::Unit) => Ok(Value::Text(text.into())),
        FieldType::Published(list) => published_code(text, list, lists),
        FieldType::Ref(kinds) => reference(text, kinds),
        FieldType::Int(low, high) => whole_number(text, low, high),
        FieldType::Number(low, high) => number(text, low, high),
        FieldType::Date => date(text),
        FieldType::Period => period(text),
        FieldType::Flag => match text {
            "true" => Ok(Value::Flag(true)),
            "false" => Ok(Value::Flag(false)),
            _ => {
                let near = nearest(text, ["true", "false"]).map(str::to_owned);
                Err(bad_type(
                    format!("`{text}` is neither true nor false"),
                    "`true` or `false`",
                )
                .suggestion(near))
            }
        },
    }
}

fn bad_type(said: impl Into<String>, expected: &str) -> Problem {
    Problem::error(ProblemCode::BadType, said).expected(expected)
}

fn free_text(text: &str) -> Result<Value, Problem> {
    let is_control = |it: char| it.is_control() && it != '\n' && it != '\t';
    match text.chars().find(|it| is_control(*it)) {
        None => Ok(Value::Text(text.into())),
        Some(character) => {
            let said = format!(
                "the text holds the control character U+{:04X}",
                u32::from(character)
            );
            Err(bad_type(said, "text without control characters"))
        }
    }
}

fn closed_code(text: &str, codes: &'static [&'static str]) -> Result<Value, Problem> {
    let at = codes.iter().position(|code| *code == text);
    if let Some(index) = at.and_then(|at| u16::try_from(at).ok()) {
        return Ok(Value::Code(index));
    }
    let near = nearest(text, codes.iter().copied());
    Err(
        Problem::error(ProblemCode::UnknownCode, format!("unknown code `{text}`"))
            .expected(one_of(codes))
            .suggestion(near.map(str::to_owned)),
    )
}

/// Longest list of codes that a problem spells out.
const CODES_SPELT_OUT: usize = 12;

fn one_of(codes: &[&str]) -> String {
    let shown: Vec<String> = codes
        .iter()
        .take(CODES_SPELT_OUT)
        .map(|code| format!("`{code}`"))
        .collect();
    let dots = if codes.len() > CODES_SPELT_OUT {
        ", …"
    } else {
        ""
    };
    format!("one of {}{dots}", shown.join(", "))
}

fn published_code(text: &str, list: PublishedList, lists: &CodeLists) -> Result<Value, Problem> {
    if lists.get(list, text).is_some() {
        return Ok(Value::Text(text.into()));
    }
    let plain: String = match list {
        PublishedList::Ewc | PublishedList::EwcPrefix => {
            text.chars().filter(char::is_ascii_digit).collect()
        }
        PublishedList::Country => text.to_uppercase(),
        _ => text.to_lowercase().replace([' ', '_'], "-"),
    };
    let meant = lists.get(list, &plain).map(|_| plain.clone());
    let expected = match list {
        PublishedList::Country => "a country of ISO 3166-1 alpha-2, such as `FI`",
        PublishedList::Ewc => "six digits of the European List of Waste, such as `100202`",
        PublishedList::EwcPrefix => "two, four or six digits of the European List of Waste",
        PublishedList::Nace => "a NACE code, such as `24.10` (revision 2) or `2.1:24.10`",
        PublishedList::Process => "a CGI mining-activity or processing-activity code",
        PublishedList::Unfc => "a UNFC class of CGI",
        PublishedList::Unit => "a unit",
    };
    Err(
        Problem::error(ProblemCode::UnknownCode, format!("unknown code `{text}`"))
            .expected(expected)
            .suggestion(meant.or_else(|| lists.nearest(list, &plain))),
    )
}

fn reference(text: &str, kinds: &'static [Kind]) -> Result<Value, Problem> {
    if let [kind] = kinds {
        if is_slug(text) {
            return Ok(Value::Id(Id::new(*kind, text)));
        }
        if let Ok(id) = Id::parse(text) {
            let said = format!("`{text}` names its kind, which the column already says");
            return Err(Problem::error(ProblemCode::BadSlug, said)
                .expected(format!("a slug of kind `{}`", kind.code()))
                .suggestion((id.kind == *kind).then_some(id.slug)));
        }
        return Err(bad_slug(text));
    }
    let expected = || {
        let shown: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        format!("`kind:slug` with a kind of {}", shown.join(", "))
    };
    match Id::parse(text) {
        Ok(id) if kinds.contains(&id.kind) => Ok(Value::Id(id)),
        Ok(id) => {
            let said = format!(
                "`{text}` is a {}, which the column does not take",
                id.kind.code()
            );
            Err(Problem::error(ProblemCode::BadType, said).expected(expected()))
        }
        Err(IdError::UnknownKind { kind, .. }) => {
            let near = nearest(&kind, kinds.iter().map(|it| it.code()));
            let slug = text.split_once(':').map_or("", |it| it.1);
            Err(Problem::error(
                ProblemCode::BadSlug,
                format!("unknown kind `{kind}` in `{text}`"),
            )
            .expected(expected())
            .suggestion(near.map(|kind| format!("{kind}:{slug}"))))
        }
        Err(IdError::BadSlug(slug)) => {
            let problem = bad_slug(&slug);
            let near = problem.suggestion.as_ref();
            let near = near.map(|it| text.replacen(&slug, it, 1));
            Err(problem.expected(expected()).suggestion(near))
        }
        Err(_) => {
            let said = format!("`{text}` does not say of which kind it is");
            Err(Problem::error(ProblemCode::BadSlug, said).expected(expected()))
        }
    }
}

/// The problem of a text that should be a slug, with the slug it would make.
pub(crate) fn bad_slug(text: &str) -> Problem {
    let folded: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|it| match it {
            'å' | 'ä' => 'a',
            'ö' | 'ø' => 'o',
            it if it.is_ascii_alphanumeric() => it,
            _ => '-',
        })
        .collect();
    let parts: Vec<&str> = folded.split('-').filter(|part| !part.is_empty()).collect();
    let slug = parts.join("-");
    let expected =
        format!("lower-case letters, digits and single hyphens, at most {MAX_SLUG_LEN} characters");
    Problem::error(ProblemCode::BadSlug, format!("`{text}` is no slug"))
        .value(text)
        .expected(expected)
        .suggestion(Some(slug).filter(|it| is_slug(it)))
}

fn whole_number(text: &str, low: i64, high: i64) -> Result<Value, Problem> {
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

fn number(text: &str, low: f64, high: f64) -> Result<Value, Problem> {
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

fn date(text: &str) -> Result<Value, Problem> {
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

fn period(text: &str) -> Result<Value, Problem> {
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
