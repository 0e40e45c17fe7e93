//! Shares of materials in a description: `9 % Cr`, `chromium 9 %`, `9–11 % Cr2O3`, `< 0.5 % Zn`, `Ni at least 5 %`.

use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::DescribedContent;
use crate::analysis::partners::described::bounds;
use crate::analysis::partners::described::bounds::Bound;
use crate::analysis::partners::described::named::Names;
use crate::analysis::partners::described::spans::Span;
use crate::analysis::partners::described::spans::joint;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::Registry;
use crate::model::Row;
use crate::model::mass_fraction;
use crate::model::tables::material;

/// A share in the words, with the material it is of.
struct Share {
    material: Row,
    /// The part of the mass of what is named that is the material.
    part: f64,
    /// Mass fractions of what is named.
    span: Span,
    /// All bounds that stand at it.
    bounds: Vec<Bound>,
    from: usize,
    end: usize,
}

/// What shares in the words tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shares {
    /// How much of each material is in it.
    pub(super) contents: Vec<DescribedContent>,
    /// The least of each compound or element that is named, by the material in it.
    pub(super) least: Vec<(Row, f64)>,
}

/// Takes the shares whose material is known out of the words. A bound is a bound and no number. What cannot be brought
/// together, such as a second share of a material or one that a field has, is refused with the reason.
///
/// # Errors
/// For a share below zero or above the whole.
pub(super) fn take(
    tokens: &mut Tokens<'_>,
    (registry, names): (&Registry, &Names),
    is_in_field: impl Fn(Row) -> bool,
) -> Result<Shares, DescribeError> {
    let mut shares = Shares::default();
    let contents = &mut shares.contents;
    for at in 0..tokens.len() {
        let found = percent(tokens, at).and_then(|it| share(tokens, registry, names, it));
        let Some(share) = found else {
            continue;
        };
        let Span { low, high, .. } = share.span;
        if low < 0.0 || high > 1.0 || low > high {
            return Err(DescribeError::Fraction {
                material: registry.name(share.material).to_owned(),
                fraction: if high > 1.0 { high } else { low },
            });
        }
        if is_in_field(share.material) {
            tokens.refuse(share.from, share.end, "the content in the field counts");
            continue;
        }
        let told = share.content();
        let before = contents.iter().position(|it| it.material == share.material);
        match (told, before) {
            (Err(why), _) => tokens.refuse(share.from, share.end, why),
            (Ok(told), None) => {
                tokens.take(share.from, share.end);
                contents.push(told);
                let named = told.low.map(|_| (share.material, low));
                shares.least.extend(named);
            }
            (Ok(told), Some(before)) => match between(contents[before], told) {
                Some(both) => {
                    tokens.take(share.from, share.end);
                    contents[before] = both;
                }
                None => tokens.refuse(share.from, share.end, "a share of it is told before"),
            },
        }
    }
    Ok(shares)
}

impl Share {
    /// What it says; why it says nothing otherwise.
    fn content(&self) -> Result<DescribedContent, &'static str> {
        let (low, high) = (self.span.low * self.part, self.span.high * self.part);
        let (low, high) = match self.bounds[..] {
            [] => (Some(low), Some(high)),
            [Bound::Low] if self.span.is_one() => (Some(low), None),
            [Bound::High] if self.span.is_one() => (None, Some(high)),
            _ => return Err("more than one bound at one number"),
        };
        Ok(DescribedContent {
            material: self.material,
            fraction: None,
            low,
            high,
        })
    }
}

/// A least and a most of the same material that are told apart, as one; none if they are anything else.
fn between(one: DescribedContent, other: DescribedContent) -> Option<DescribedContent> {
    let is_one_sided = |it: &DescribedContent| it.low.is_none() || it.high.is_none();
    let (low, high) = (one.low.or(other.low)?, one.high.or(other.high)?);
    let is_each = is_one_sided(&one) && is_one_sided(&other) && low <= high;
    is_each.then_some(DescribedContent {
        low: Some(low),
        high: Some(high),
        ..one
    })
}

/// The share that begins at a token, as mass fractions with the sign at its end: `9 %`, `9-11 %`, `9 % - 11 %`.
fn percent(tokens: &Tokens<'_>, at: usize) -> Option<Span> {
    let signed = |span: Span| {
        tokens.is_mark(span.end, '%').then_some(Span {
            low: span.low / 100.0,
            high: span.high / 100.0,
            end: span.end + 1,
            ..span
        })
    };
    let first = signed(Span::at(tokens, at, true)?)?;
    let second = joint(tokens, first.end)
        .filter(|_| first.is_one())
        .and_then(|it| signed(Span::at(tokens, it, true)?))
        .filter(Span::is_one);
    Some(second.map_or(first, |it| first.to(it)))
}

/// What a share is of, with the bounds at it: the material after it, else that before.
fn share(tokens: &Tokens<'_>, registry: &Registry, names: &Names, span: Span) -> Option<Share> {
    let lead = bounds::before(tokens, span.from);
    let start = lead.map_or(span.from, |it| it.1);
    let inner = bounds::after(tokens, span.end);
    let end = inner.map_or(span.end, |it| it.1);
    let of = |from: usize, to: usize| told_of(registry, names, &tokens.phrase(from, to)?);
    let next = [2, 1].into_iter().find_map(|length| {
        let tail = bounds::after(tokens, end + length);
        let to = tail.map_or(end + length, |it| it.1);
        Some((of(end, end + length)?, tail, start, to))
    });
    let before = [2, 1].into_iter().find_map(|length| {
        let from = start.checked_sub(length)?;
        let outer = bounds::before(tokens, from);
        let of = of(from, start)?;
        Some((of, outer, outer.map_or(from, |it| it.1), end))
    });
    // `Cr 5 % Ni 3 %`: the material after it has a share of its own.
    let is_of_another = |to: usize| percent(tokens, to).is_some();
    let next = next.filter(|it| before.is_none() || !is_of_another(it.3));
    let ((material, part), far, from, end) = next.or(before)?;
    let bounds = [lead, inner, far].into_iter().flatten().map(|it| it.0);
    Some(Share {
        material,
        part,
        span,
        bounds: bounds.collect(),
        from,
        end,
    })
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
