//! What is in what somebody describes, by fields and words together.

use crate::analysis::partners::Content;
use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::DescribedContent;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::material;

/// What is lost where shares are rounded: they may come to so much more than the whole.
const ROUNDED: f64 = 0.005;

/// Checks that what is in it at the least is no more than the whole. Elements alone are added: a mineral or a group may be the
/// same mass as one of them. `told` are the parts of the mass that are named, each with the material that is in it.
///
/// # Errors
/// With their sum.
pub(super) fn check_sum(registry: &Registry, told: &[(Row, f64)]) -> Result<(), DescribeError> {
    let elements = told.iter().filter(|it| {
        let symbol = registry.text(it.0, material::SYMBOL);
        symbol.is_some()
    });
    let sum: f64 = elements.map(|it| it.1).sum();
    match sum > 1.0 + ROUNDED {
        true => Err(DescribeError::MoreThanWhole(sum)),
        false => Ok(()),
    }
}

/// The materials told without a number. What has one is judged by it: a trace is not what it is taken for.
pub(super) fn only_named(contents: &[DescribedContent]) -> impl Iterator<Item = Row> {
    let named = contents.iter().filter(|it| content(**it).is_none());
    named.map(|it| it.material)
}

/// The contents told in fields, then those in words of other materials.
pub(super) fn all(told: &[DescribedContent], in_words: Vec<DescribedContent>) -> Vec<Content> {
    let mut contents: Vec<Content> = told.iter().copied().filter_map(content).collect();
    for it in in_words.into_iter().filter_map(content) {
        if contents.iter().all(|told| told.material != it.material) {
            contents.push(it);
        }
    }
    contents
}

/// The least of each that fields tell, for [`check_sum`].
pub(super) fn least(told: &[DescribedContent]) -> impl Iterator<Item = (Row, f64)> {
    let told = told.iter();
    told.filter_map(|it| Some((it.material, it.low.or(it.fraction)?)))
}

/// One number is both bounds. What tells neither says no more than that the material is in it.
fn content(told: DescribedContent) -> Option<Content> {
    let low = told.low.or(told.fraction);
    let high = told.high.or(told.fraction);
    (low.is_some() || high.is_some()).then(|| Content {
        material: told.material,
        low,
        high,
        figures: Vec::new(),
    })
}
