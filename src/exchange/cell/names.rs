//! Cells that name something: codes and records.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

use crate::exchange::cell::Known;
use crate::model::Id;
use crate::model::IdError;
use crate::model::Kind;
use crate::model::MAX_SLUG_LEN;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::PublishedList;
use crate::model::Value;
use crate::model::is_slug;
use crate::model::nearest;

/// A code of a closed list.
pub(super) fn closed_code(
    text: &str,
    codes: &'static [&'static str],
    known: Known<'_>,
) -> Result<Value, Problem> {
    let at = codes.iter().position(|code| *code == text);
    if let Some(index) = at.and_then(|at| u16::try_from(at).ok()) {
        return Ok(Value::Code(index));
    }
    let near = known.near(|| nearest(text, codes.iter().copied()));
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

/// A code of a published list.
pub(super) fn published_code(
    text: &str,
    list: PublishedList,
    known: Known<'_>,
) -> Result<Value, Problem> {
    let lists = known.lists;
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
            .suggestion(meant.or_else(|| known.near(|| lists.nearest(list, &plain)))),
    )
}

/// The record that a cell names.
pub(super) fn reference(
    text: &str,
    kinds: &'static [Kind],
    known: Known<'_>,
) -> Result<Value, Problem> {
    if let [kind] = kinds {
        if is_slug(text) {
            return Ok(Value::Id(Id::new(*kind, text)));
        }
        if let Ok(id) = Id::parse(text) {
            let said = format!("`{text}` names its kind, which the column already says");
            return Err(Problem::error(ProblemCode::BadSlug, said)
                .expected(format!("a slug of kind `{}`", kind.code()))
                .suggestion((id.kind == *kind).then_some(id.slug.to_string())));
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
            let near = known.near(|| nearest(&kind, kinds.iter().map(|it| it.code())));
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
