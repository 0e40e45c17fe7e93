//! Sums over the streams of a region, in which nothing counts twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::unused::Sum;
use crate::analysis::unused::UnusedStream;
use crate::analysis::unused::UnusedTotals;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::model::tables::site;

/// Sites are parts of sites of sites at most so deep.
const MAX_DEPTH: usize = 8;

/// Marks streams whose tonnes another one tells: one of the same product at the site that theirs is a part of, if tonnes of
/// that are known; and one of the same product told by the same number, year and scope, with a scope that names more than
/// one place, or at the same site. Of several the first by slug. O(streams · log streams).
pub(super) fn tell_apart(registry: &Registry, streams: &mut [UnusedStream]) {
    let mut order: Vec<usize> = (0..streams.len()).collect();
    order.sort_by(|a, b| {
        let slug = |at: &usize| registry.slug(streams[*at].row);
        slug(a).cmp(slug(b))
    });
    // The first by slug that is told, of a product at a site, and of a product by a number.
    let mut at_site: BTreeMap<(Row, Row), usize> = BTreeMap::new();
    let mut by_number: BTreeMap<(Row, Number<'_>), usize> = BTreeMap::new();
    for (rank, at) in order.iter().enumerate() {
        let it = &streams[*at];
        let Some(product) = registry.reference(it.row, side_stream::PRODUCT) else {
            continue;
        };
        if it.generated.is_some() || it.stock.is_some() {
            at_site.entry((product, it.site)).or_insert(rank);
        }
        if let Some(number) = number(registry, it) {
            by_number.entry((product, number)).or_insert(rank);
        }
    }
    let whole_of = |rank: usize| {
        let it = &streams[order[rank]];
        let product = registry.reference(it.row, side_stream::PRODUCT)?;
        let above = wholes(registry, it.site).filter_map(|site| at_site.get(&(product, site)));
        let again = number(registry, it);
        let again = again.and_then(|number| by_number.get(&(product, number)));
        let again = again.filter(|first| **first < rank);
        let first = above.chain(again).min()?;
        Some((order[rank], streams[order[*first]].row))
    };
    let told_in: Vec<(usize, Row)> = (0..order.len()).filter_map(whole_of).collect();
    for (at, whole) in told_in {
        streams[at].told_in = Some(whole);
    }
}

/// The sites that a site is a part of, at most [`MAX_DEPTH`] steps up.
fn wholes(registry: &Registry, part: Row) -> impl Iterator<Item = Row> + '_ {
    let up = |it: &Row| registry.reference(*it, site::PART_OF);
    let above = std::iter::successors(up(&part), move |it| up(it)).take(MAX_DEPTH);
    above.filter(move |it| *it != part)
}

/// By what a stream is told: the bits of the value, the year, the scope, and the site where no scope is told.
type Number<'a> = (Option<u64>, Option<i32>, Option<&'a str>, Option<Row>);

/// By which number a stream is told; none if what arises is not on record.
fn number<'a>(registry: &'a Registry, it: &UnusedStream) -> Option<Number<'a>> {
    let figure = *it.generated.as_ref()?.figures.first()?;
    let scope = registry.text(figure, figure::SCOPE);
    let site = scope.is_none().then_some(it.site);
    let value = registry.figure_value(figure).map(f64::to_bits);
    Some((value, registry.figure_year(figure), scope, site))
}

/// The sums. What is told with another stream is left out, of knowns and unknowns.
pub(super) fn totals(registry: &Registry, streams: &[UnusedStream]) -> UnusedTotals {
    let mut totals = UnusedTotals::default();
    let mut years: BTreeSet<i32> = BTreeSet::new();
    let mut contained: BTreeMap<&str, (Row, Sum)> = BTreeMap::new();
    for it in streams {
        if it.told_in.is_some() {
            totals.told_elsewhere += 1;
            continue;
        }
        if it.arises {
            let tonnes = it.tonnes_per_year.as_ref().map(|it| it.tonnes);
            totals.per_year.add(tonnes);
            if tonnes.is_none() {
                let arising = it.generated.as_ref().map(|it| it.tonnes);
                totals.at_most_more.add(arising);
            }
            for content in it.contents.iter().filter(|it| it.is_critical) {
                let slug = registry.slug(content.material);
                let sum = contained.entry(slug);
                let sum = sum.or_insert((content.material, Sum::default()));
                sum.1
                    .add(content.tonnes_per_year.as_ref().map(|it| it.tonnes));
            }
        }
        totals.not_arising += usize::from(!it.arises);
        totals.stock.add(it.stock.as_ref().map(|it| it.tonnes));
        years.extend(&it.years);
        totals.has_undated |= it.has_undated;
    }
    totals.years = years.into_iter().collect();
    totals.contained = contained.into_values().collect();
    totals
}

impl Sum {
    fn add(&mut self, tonnes: Option<f64>) {
        match tonnes {
            Some(tonnes) => {
                self.tonnes = Some(self.tonnes.unwrap_or_default() + tonnes);
                self.known += 1;
            }
            None => self.unknown += 1,
        }
    }
}
