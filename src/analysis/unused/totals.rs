//! Sums over the streams of a region, in which nothing counts twice.

use std::collections::BTreeMap;

use crate::analysis::streams::years_of;
use crate::analysis::unused::SitePhase;
use crate::analysis::unused::Sum;
use crate::analysis::unused::Tonnes;
use crate::analysis::unused::UnusedStream;
use crate::analysis::unused::UnusedTotals;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::model::tables::site;

/// Sites are parts of sites of sites at most so deep.
const MAX_DEPTH: usize = 8;

/// Marks streams whose tonnes another one tells, tonnes a year and stocks each on their own: one of the same product at the
/// site that theirs is a part of, if such tonnes of that are known; and, of those that are no part so, one of the same product
/// told by the same number, year and scope, with a scope that names more than one place, or at the same site. Of several the
/// first by slug. Going from a stream to the one that tells it ends at one that counts. O(streams · log streams).
pub(super) fn tell_apart(registry: &Registry, streams: &mut [UnusedStream]) {
    let yearly = told_in(registry, streams, |it| it.generated.as_ref());
    let stock = told_in(registry, streams, |it| it.stock.as_ref());
    for ((it, yearly), stock) in streams.iter_mut().zip(yearly).zip(stock) {
        it.told_in = yearly;
        it.stock_told_in = stock;
    }
}

/// By stream the one that tells such tonnes of it; none where they count on their own.
fn told_in(
    registry: &Registry,
    streams: &[UnusedStream],
    tonnes: impl Fn(&UnusedStream) -> Option<&Tonnes>,
) -> Vec<Option<Row>> {
    let product = |it: &UnusedStream| registry.reference(it.row, side_stream::PRODUCT);
    let mut order: Vec<&UnusedStream> = streams.iter().collect();
    order.sort_by(|a, b| registry.slug(a.row).cmp(registry.slug(b.row)));
    // The first by slug that is told, of a product at a site.
    let mut at_site: BTreeMap<(Row, Row), usize> = BTreeMap::new();
    for (rank, it) in order.iter().enumerate() {
        if let Some(product) = product(it).filter(|_| tonnes(it).is_some()) {
            at_site.entry((product, it.site)).or_insert(rank);
        }
    }
    let whole_of = |it: &UnusedStream| {
        let product = product(it)?;
        let above = wholes(registry, it.site).filter_map(|site| at_site.get(&(product, site)));
        above.min().map(|rank| order[*rank].row)
    };
    // What is no part and is told, by its number: a part that comes first must not tell what tells it.
    let key = |it: &UnusedStream| {
        let number = number(registry, it.site, tonnes(it)?)?;
        Some((product(it)?, number)).filter(|_| whole_of(it).is_none())
    };
    let mut by_number: BTreeMap<(Row, Number<'_>), Row> = BTreeMap::new();
    for it in &order {
        if let Some(key) = key(it) {
            by_number.entry(key).or_insert(it.row);
        }
    }
    let again = |it: &UnusedStream| {
        let first = by_number.get(&key(it)?).copied()?;
        (first != it.row).then_some(first)
    };
    let all = streams.iter();
    all.map(|it| whole_of(it).or_else(|| again(it))).collect()
}

/// The sites that a site is a part of, at most [`MAX_DEPTH`] steps up.
fn wholes(registry: &Registry, part: Row) -> impl Iterator<Item = Row> + '_ {
    let up = |it: &Row| registry.reference(*it, site::PART_OF);
    let above = std::iter::successors(up(&part), move |it| up(it)).take(MAX_DEPTH);
    above.filter(move |it| *it != part)
}

/// By what a stream is told: the bits of the value, the year, the scope, and the site where no scope is told.
type Number<'a> = (Option<u64>, Option<i32>, Option<&'a str>, Option<Row>);

/// By which number tonnes of a stream at a site are told; none if they rest on no figure.
fn number<'a>(registry: &'a Registry, site: Row, it: &Tonnes) -> Option<Number<'a>> {
    let figure = *it.figures.first()?;
    let scope = registry.text(figure, figure::SCOPE);
    let site = scope.is_none().then_some(site);
    let value = registry.figure_value(figure).map(f64::to_bits);
    Some((value, registry.figure_year(figure), scope, site))
}

/// The sums. What is told with another stream is left out, of knowns and unknowns.
pub(super) fn totals(registry: &Registry, streams: &[UnusedStream]) -> UnusedTotals {
    let mut totals = UnusedTotals::default();
    let mut contained: BTreeMap<&str, (Row, Sum)> = BTreeMap::new();
    for it in streams {
        match it.stock_told_in {
            Some(_) => totals.stock_told_elsewhere += 1,
            None => totals.stock.add(it.stock.as_ref()),
        }
        if it.told_in.is_some() {
            totals.told_elsewhere += 1;
        } else if it.arises() {
            totals.per_year.add(it.tonnes_per_year.as_ref());
            if it.tonnes_per_year.is_none() {
                let arising = it.generated.as_ref().map(|it| at_most(registry, it));
                totals.at_most_more.add(arising.as_ref());
            }
            for content in it.contents.iter().filter(|it| it.is_critical) {
                let sum = contained.entry(registry.slug(content.material));
                let sum = sum.or_insert((content.material, Sum::default()));
                sum.1.add(content.tonnes_per_year.as_ref());
            }
        } else {
            totals.not_arising += 1;
            let is_unknown = it.site_phase == SitePhase::Unknown;
            totals.operation_unknown += usize::from(is_unknown);
        }
    }
    totals.contained = contained.into_values().collect();
    let sums = [&totals.per_year, &totals.at_most_more, &totals.stock].into_iter();
    let sums = sums.chain(totals.contained.iter().map(|it| &it.1));
    let (years, has_undated) = years_of(registry, sums.flat_map(|it| &it.figures));
    totals.years = years.into_iter().collect();
    totals.has_undated = has_undated;
    totals
}

/// The upper end of the range that the figure of some tonnes tells; the tonnes where it tells none.
fn at_most(registry: &Registry, of: &Tonnes) -> Tonnes {
    let first = of.figures.first();
    let high = first.and_then(|it| registry.number(*it, figure::HIGH));
    Tonnes {
        tonnes: high.map_or(of.tonnes, |it| it.max(of.tonnes)),
        figures: of.figures.clone(),
    }
}

impl Sum {
    fn add(&mut self, tonnes: Option<&Tonnes>) {
        match tonnes {
            Some(it) => {
                self.tonnes = Some(self.tonnes.unwrap_or_default() + it.tonnes);
                self.known += 1;
                self.figures.extend(&it.figures);
            }
            None => self.unknown += 1,
        }
    }
}
