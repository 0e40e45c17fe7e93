//! Shares of materials in a description: `9 % Cr`, `chromium 9 %`, `9–11 % Cr2O3`.

use crate::analysis::partners::Content;
use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::named::Names;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::Registry;
use crate::model::Row;
use crate::model::mass_fraction;
use crate::model::tables::material;

/// Takes the shares whose material is known out of the words; of several of one material the first counts.
///
/// # Errors
/// For a share above the whole.
pub(super) fn take(
    tokens: &mut Tokens<'_>,
    registry: &Registry,
    names: &Names,
) -> Result<Vec<Content>, DescribeError> {
    let mut contents: Vec<Content> = Vec::new();
    for at in 0..tokens.len() {
        let Some((low, high, end)) = percent(tokens, at) else {
            continue;
        };
        let next = |length: usize| {
            let of = told_of(registry, names, &tokens.phrase(end, end + length)?)?;
            Some((of, at, end + length))
        };
        let before = |length: usize| {
            let from = at.checked_sub(length)?;
            let of = told_of(registry, names, &tokens.phrase(from, at)?)?;
            Some((of, from, end))
        };
        let found = [2, 1].into_iter().find_map(next);
        let Some(((of, share), from, end)) = found.or_else(|| [2, 1].into_iter().find_map(before))
        else {
            continue;
        };
        if high > 1.0 || low > high {
            return Err(DescribeError::Fraction {
                material: registry.name(of).to_owned(),
                fraction: if high > 1.0 { high } else { low },
            });
        }
        tokens.take(from, end);
        if contents.iter().all(|it| it.material != of) {
            contents.push(Content {
                material: of,
                low: Some(low * share),
                high: Some(high * share),
                figures: Vec::new(),
            });
        }
    }
    Ok(contents)
}

/// The share that begins at a token, as bounds, and the token after it.
fn percent(tokens: &Tokens<'_>, at: usize) -> Option<(f64, f64, usize)> {
    let first = tokens.number(at, true)?;
    let is_to = ['-', '–', '—']
        .iter()
        .any(|it| tokens.is_mark(first.end, *it));
    let second = tokens.number(first.end + 1, true).filter(|_| is_to);
    let last = second.unwrap_or(first);
    tokens
        .is_mark(last.end, '%')
        .then_some((first.value / 100.0, last.value / 100.0, last.end + 1))
}

/// The material that a name, symbol or formula is of, and its part of the mass of what is named.
fn told_of(registry: &Registry, names: &Names, told: &str) -> Option<(Row, f64)> {
    names.material(told).map(|it| (it, 1.0)).or_else(|| {
        let holds = |row: &Row| {
            let symbol = registry.text(*row, material::SYMBOL)?;
            Some((*row, mass_fraction(told, symbol)?))
        };
        // Of a compound, what is accounted in it; where that is several, nobody knows which is meant.
        let mut held = names.elements().filter_map(|it| holds(&it));
        let first = held.next()?;
        held.next().is_none().then_some(first)
    })
}
