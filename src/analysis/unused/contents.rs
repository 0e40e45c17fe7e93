//! What is in a side-stream, and how many tonnes of it are not used.

use crate::analysis::streams::Content;
use crate::analysis::streams::Stream;
use crate::analysis::unused::Tonnes;
use crate::analysis::unused::UnusedContent;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::model::tables::side_stream;
use crate::network::contained::Counted;
use crate::network::contained::contained;
use crate::network::contained::content;

/// Whether a stream is told to hold a material, or a member of it if it is a group.
pub(super) fn holds(stream: &Stream<'_>, of: Row) -> bool {
    let registry = stream.registry;
    materials(stream).into_iter().any(|it| {
        let mut groups = registry.references(it, material::GROUP);
        (it == of || groups.any(|group| group == of)) && !matches!(stream.content(it), Content::Not)
    })
}

/// Whether a material is a critical or strategic raw material.
fn is_critical(registry: &Registry, of: Row) -> bool {
    let columns = [material::CRITICAL, material::STRATEGIC];
    columns
        .iter()
        .any(|it| registry.flag(of, *it) == Some(true))
}

/// What is in it: critical materials first, then by slug. `part` is what is not used, with its figures.
pub(super) fn contents(
    stream: &Stream<'_>,
    part: Option<&(f64, Vec<Row>)>,
    stock: Option<&Tonnes>,
) -> Vec<UnusedContent> {
    let registry = stream.registry;
    let mut found: Vec<UnusedContent> = materials(stream)
        .into_iter()
        .filter_map(|of| {
            let figures = match stream.content(of) {
                Content::Stated(figures) => figures,
                Content::Named => Vec::new(),
                Content::Not => return None,
            };
            let between = figures.first().and_then(|it| registry.figure_between(*it));
            let (low, high) = between.unwrap_or_default();
            Some(UnusedContent {
                material: of,
                is_critical: is_critical(registry, of),
                fraction: fraction(stream, of),
                low,
                high,
                figures,
                tonnes_per_year: part.and_then(|part| yearly(stream, of, part)),
                stock: stock.and_then(|it| in_stock(stream, of, it)),
            })
        })
        .collect();
    found.sort_by_cached_key(|it| (!it.is_critical, registry.slug(it.material).to_owned()));
    found
}

/// Materials that the stream names or a content figure of it tells of, each once.
fn materials(stream: &Stream<'_>) -> Vec<Row> {
    let registry = stream.registry;
    let named = registry.references(stream.row, side_stream::MATERIALS);
    let figures = registry.figures(stream.row, Quantity::Content);
    let told = figures
        .into_iter()
        .filter_map(|it| registry.reference(it, figure::MATERIAL));
    let mut found: Vec<Row> = Vec::new();
    for it in named.chain(told) {
        if !found.contains(&it) {
            found.push(it);
        }
    }
    found
}

fn counted(stream: &Stream<'_>) -> Option<Counted> {
    Some(Counted {
        product: stream
            .registry
            .reference(stream.row, side_stream::PRODUCT)?,
        place: stream.row,
    })
}

/// The content that a source states of the stream itself; what is typical of its product is none.
fn fraction(stream: &Stream<'_>, of: Row) -> Option<f64> {
    let content = content(stream.registry, of, counted(stream)?, stream.when)?;
    content.note.is_none().then_some(content.fraction)
}

fn yearly(stream: &Stream<'_>, of: Row, (part, figures): &(f64, Vec<Row>)) -> Option<Tonnes> {
    let arising = stream.arising(of)?;
    let whole = Tonnes {
        tonnes: arising.tonnes,
        figures: arising.figures,
    };
    Some(whole.times(*part, figures))
}

fn in_stock(stream: &Stream<'_>, of: Row, stock: &Tonnes) -> Option<Tonnes> {
    let counted = counted(stream)?;
    let mut figures = stock.figures.iter();
    let told = figures.find_map(|it| contained(stream.registry, *it, of, counted, stream.when))?;
    told.notes.is_empty().then_some(Tonnes {
        tonnes: told.tonnes,
        figures: told.figures,
    })
}
