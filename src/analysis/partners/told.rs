//! What figures tell of an offer or request: contents, bounds of contents, tonnes a year.

use std::collections::BTreeMap;

use crate::analysis::partners::Amount;
use crate::analysis::partners::Content;
use crate::analysis::partners::Limit;
use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::MassBasis;
use crate::model::codes::Side;
use crate::model::codes::Vintage;
use crate::model::tables::figure;
use crate::network::contained::element_share;

/// What figures of a subject tell to be in a product, or in the subject itself where it is one: a share of each material.
/// Within a key one figure is chosen; figures of different keys do not replace one another, so that the content lies
/// between the least and the most of them. An end that no figure tells is none. Forecasts do not count. Compounds are converted by atomic weights.
pub(super) fn contents(
    registry: &Registry,
    subject: Row,
    product: Option<Row>,
    may_be_unnamed: bool,
    when: When,
) -> Vec<Content> {
    let mut by_material: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
    for figure in registry.figures_of(subject) {
        let quantity = registry.code::<Quantity>(figure, figure::QUANTITY);
        let is_content = matches!(quantity, Some(Quantity::Content | Quantity::Grade));
        let is_of_product = is_of(registry, figure, product.as_slice(), may_be_unnamed);
        if let Some(material) = registry.reference(figure, figure::MATERIAL)
            && is_content
            && is_of_product
            && !is_forecast(registry, figure)
        {
            by_material.entry(material).or_default().push(figure);
        }
    }
    let mut contents: Vec<Content> = by_material
        .into_iter()
        .filter_map(|(material, figures)| content(registry, material, &figures, when))
        .collect();
    contents.sort_by_key(|it| registry.slug(it.material));
    contents
}

/// What some figures tell of one material.
fn content(registry: &Registry, material: Row, figures: &[Row], when: When) -> Option<Content> {
    let chosen = registry.chosen_or_bounded(figures, when);
    let between = chosen.iter().filter_map(|it| {
        let share = element_share(registry, it.figure, material)?;
        let (least, most) = registry.figure_between(it.figure)?;
        let number = |column| registry.number(it.figure, column);
        let low = number(figure::LOW).or(least);
        let high = most.map(|it| number(figure::HIGH).unwrap_or(it));
        Some(Content {
            material,
            low: low.map(|it| it * share),
            high: high.map(|it| it * share),
            figures: vec![it.figure],
        })
    });
    between_all(material, &between.collect::<Vec<_>>())
}

/// The least and the most of what several figures tell of one material. An end that one of them leaves open stays open, but
/// where that is so of both ends, those that are told bound each other; none where they contradict each other.
fn between_all(material: Row, told: &[Content]) -> Option<Content> {
    let least = told.iter().filter_map(|it| it.low).reduce(f64::min);
    let most = told.iter().filter_map(|it| it.high).reduce(f64::max);
    let is_open_below = told.iter().any(|it| it.low.is_none());
    let is_open_above = told.iter().any(|it| it.high.is_none());
    let (low, high) = match (is_open_below, is_open_above) {
        (true, true) => (least, most),
        _ => (
            least.filter(|_| !is_open_below),
            most.filter(|_| !is_open_above),
        ),
    };
    let is_turned = low.zip(high).is_some_and(|(low, high)| low > high);
    let is_told = low.is_some() || high.is_some();
    (is_told && !is_turned).then(|| Content {
        material,
        low,
        high,
        figures: told.iter().flat_map(|it| it.figures.clone()).collect(),
    })
}

/// The bounds that figures of a subject set to contents of some products, the strictest of each material.
pub(super) fn limits(
    registry: &Registry,
    subject: Row,
    products: &[Row],
    quantity: Quantity,
    when: When,
) -> Vec<Limit> {
    let mut figures = registry.figures(subject, quantity);
    figures.retain(|it| is_of(registry, *it, products, true));
    let told = registry.chosen(subject, quantity, when);
    let told = told.into_iter().filter(|it| figures.contains(&it.figure));
    let limit = |it: Choice| {
        let material = registry.reference(it.figure, figure::MATERIAL)?;
        let share = element_share(registry, it.figure, material)?;
        Some(Limit {
            material,
            fraction: registry.figure_value(it.figure)? * share,
            figure: it.figure,
        })
    };
    told.filter_map(limit).collect()
}

/// Keeps the strictest bound of each material: the least of the highest, or the highest of the least.
pub(super) fn strictest(
    registry: &Registry,
    mut limits: Vec<Limit>,
    quantity: Quantity,
) -> Vec<Limit> {
    let is_most = quantity == Quantity::ContentMax;
    limits.sort_by(|a, b| {
        let by_material = registry.slug(a.material).cmp(registry.slug(b.material));
        let by_fraction = a.fraction.total_cmp(&b.fraction);
        let by_fraction = if is_most {
            by_fraction
        } else {
            by_fraction.reverse()
        };
        let by_figure = || registry.slug(a.figure).cmp(registry.slug(b.figure));
        by_material.then(by_fraction).then_with(by_figure)
    });
    limits.dedup_by_key(|it| it.material);
    limits
}

/// The tonnes of product a year that figures of a subject and quantity tell: the best founded; none if only contained
/// tonnes are told. Where a range is told alone it is its middle.
pub(super) fn amount(
    registry: &Registry,
    subject: Row,
    quantity: Quantity,
    products: &[Row],
    when: When,
) -> Option<Amount> {
    let mut figures = registry.figures(subject, quantity);
    figures.retain(|it| {
        let basis = registry.code::<MassBasis>(*it, figure::BASIS);
        // What is not said to be of the product may be of what is in it.
        let is_unsaid = basis.is_none() && registry.reference(*it, figure::MATERIAL).is_none();
        let is_gross = basis == Some(MassBasis::Gross) || is_unsaid;
        let side = registry.code::<Side>(*it, figure::SIDE);
        // A capacity says what is taken only where it bounds the input.
        let is_of_side = match quantity {
            Quantity::Capacity => side == Some(Side::Input),
            _ => side != Some(Side::Output),
        };
        // What a part of a year gives or takes is no amount a year.
        let is_whole = !registry.is_of_part_of_year(*it);
        is_gross && is_of_side && is_whole && is_of(registry, *it, products, true)
    });
    let chosen = registry.chosen_or_bounded(&figures, when);
    chosen.into_iter().find_map(|it| {
        let tonnes_per_year = middle(registry, it.figure)?;
        Some(Amount {
            tonnes_per_year,
            figures: vec![it.figure],
        })
    })
}

/// The value of a figure, or the middle of its bounds; none where only one of these is told.
fn middle(registry: &Registry, row: Row) -> Option<f64> {
    let number = |column| registry.number(row, column);
    let of_bounds = || Some(f64::midpoint(number(figure::LOW)?, number(figure::HIGH)?));
    registry.figure_value(row).or_else(of_bounds)
}

/// Whether a figure is of one of some products, or names none.
fn is_of(registry: &Registry, row: Row, products: &[Row], may_be_unnamed: bool) -> bool {
    match registry.reference(row, figure::PRODUCT) {
        Some(named) => products.contains(&named),
        None => may_be_unnamed,
    }
}

fn is_forecast(registry: &Registry, row: Row) -> bool {
    let vintage = registry.code(row, figure::VINTAGE);
    vintage.unwrap_or(Vintage::Actual) != Vintage::Actual
}

#[cfg(test)]
mod tests;
