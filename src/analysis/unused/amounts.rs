//! How much of a side-stream arises, and what one is told to be.

use crate::analysis::area::Phase;
use crate::analysis::area::standing;
use crate::analysis::streams::Stream;
use crate::analysis::streams::years_of;
use crate::analysis::unused::answer::SitePhase;
use crate::analysis::unused::answer::Tonnes;
use crate::analysis::unused::answer::UnusedContent;
use crate::analysis::unused::answer::UnusedStream;
use crate::analysis::unused::contents::contents;
use crate::analysis::unused::links::Users;
use crate::analysis::unused::state::state;
use crate::analysis::unused::words;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;

/// Whether the site of a stream operates in the year asked.
fn site_phase(stream: &Stream<'_>) -> SitePhase {
    match standing(stream.registry, stream.site, stream.when).phase {
        Phase::Operating => SitePhase::Operating,
        Phase::Unknown => SitePhase::Unknown,
        Phase::Planned | Phase::Idle | Phase::Closed => SitePhase::NotOperating,
    }
}

/// Tonnes a year of the product that arise; none if not on record of a whole year, or the site does not operate.
pub(super) fn generated(stream: &Stream<'_>) -> Option<Tonnes> {
    arising(stream, |it| !stream.registry.is_of_part_of_year(it))
}

/// Tonnes of the product that arise by the best figure like that.
fn arising(stream: &Stream<'_>, is_like: impl Fn(Row) -> bool) -> Option<Tonnes> {
    (site_phase(stream) == SitePhase::Operating)
        .then(|| gross(stream, Quantity::Generation, is_like))
        .flatten()
}

/// Tonnes of the product by the best figure of a quantity like that.
fn gross(stream: &Stream<'_>, quantity: Quantity, is_like: impl Fn(Row) -> bool) -> Option<Tonnes> {
    let registry = stream.registry;
    let mut chosen = registry.chosen(stream.row, quantity, stream.when);
    registry.sort_best_first(&mut chosen);
    let is_gross = |it: Row| registry.code(it, figure::BASIS) != Some(MassBasis::Contained);
    let mut figures = chosen.into_iter().map(|it| it.figure);
    figures.find_map(|it| {
        let tonnes = registry.figure_value(it);
        let tonnes = tonnes.filter(|_| is_gross(it) && is_like(it))?;
        Some(Tonnes {
            tonnes,
            figures: vec![it],
        })
    })
}

/// What is told of a stream of which such a part is not used; its sentence and what it is told with come later.
pub(super) fn told(
    stream: &Stream<'_>,
    users: &Users,
    part: Option<(f64, Vec<Row>)>,
) -> UnusedStream {
    let generated = generated(stream);
    let is_told = generated.is_some();
    let part_of_year = (!is_told).then(|| arising(stream, |_| true)).flatten();
    let stock = gross(stream, Quantity::Stock, |_| true);
    let share = part.as_ref().map(|it| it.0);
    let yearly = generated.as_ref().zip(part.as_ref());
    let yearly: Option<Tonnes> = yearly.map(|(whole, part)| whole.times(part.0, &part.1));
    let contents = contents(stream, part.as_ref(), stock.as_ref());
    let amounts = [yearly.as_ref().or(generated.as_ref())].into_iter();
    let amounts = amounts.chain([part_of_year.as_ref(), stock.as_ref()]);
    let of_contents = contents.iter().map(UnusedContent::told);
    let figures = amounts.chain(of_contents).flatten();
    let (years, has_undated) = years_of(stream.registry, figures.flat_map(|it| &it.figures));
    let fates = stream.fate.as_ref().map(|it| it.fates.clone());
    let fates = fates.unwrap_or_default();
    let links = users.links(stream);
    let told_of = [&generated, &part_of_year, &stock].into_iter().flatten();
    let mut told_of: Vec<String> = told_of
        .filter_map(|it| words::told_of(stream.registry, it))
        .collect();
    told_of.dedup();
    UnusedStream {
        row: stream.row,
        site: stream.site,
        site_phase: site_phase(stream),
        state: state(&fates, !links.is_empty()),
        fates,
        statement: stream.fate.as_ref().map(|it| it.statement),
        part: share,
        tonnes_per_year: yearly,
        contents,
        generated,
        part_of_year,
        stock,
        links,
        former: users.former(stream),
        years: years.into_iter().collect(),
        has_undated,
        told_of: (!told_of.is_empty()).then(|| told_of.join("; ")),
        told_in: None,
        stock_told_in: None,
        message: String::new(),
    }
}
