//! Sums over the streams of a region, in which nothing counts twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::area::Phase;
use crate::analysis::area::standing;
use crate::analysis::unused::Sum;
use crate::analysis::unused::UnusedStream;
use crate::analysis::unused::UnusedTotals;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::model::tables::site;

/// Sites are parts of sites of sites at most so deep.
const MAX_DEPTH: usize = 8;

/// Marks streams whose tonnes another one tells: one of the same product at the site that theirs is a part of, if tonnes of
/// that are known; and one of the same product told by the same number, year and scope, or at the same site.
/// O(streams²) within a product.
pub(super) fn tell_apart(registry: &Registry, streams: &mut [UnusedStream]) {
    let mut by_product: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    for (at, it) in streams.iter().enumerate() {
        if let Some(product) = registry.reference(it.row, side_stream::PRODUCT) {
            by_product.entry(product).or_default().push(at);
        }
    }
    let mut told_in: Vec<(usize, Row)> = Vec::new();
    for same in by_product.values().filter(|it| it.len() > 1) {
        for at in same {
            let it = &streams[*at];
            let mut others = same
                .iter()
                .filter(|other| *other != at)
                .map(|at| &streams[*at]);
            let whole = others.find(|other| {
                let is_told = other.generated.is_some() || other.stock.is_some();
                (is_told && is_part_of(registry, it.site, other.site))
                    || (is_first(registry, other, it) && is_told_again(registry, it, other))
            });
            told_in.extend(whole.map(|whole| (*at, whole.row)));
        }
    }
    for (at, whole) in told_in {
        streams[at].told_in = Some(whole);
    }
}

fn is_first(registry: &Registry, one: &UnusedStream, other: &UnusedStream) -> bool {
    registry.slug(one.row) < registry.slug(other.row)
}

fn is_part_of(registry: &Registry, part: Row, whole: Row) -> bool {
    let up = |it: &Row| registry.reference(*it, site::PART_OF);
    let above = std::iter::successors(up(&part), up).take(MAX_DEPTH);
    part != whole && above.into_iter().any(|it| it == whole)
}

/// Whether two streams of one product are told by one number: the same value, year and scope, with a scope that names more
/// than one place, or at one site.
fn is_told_again(registry: &Registry, one: &UnusedStream, other: &UnusedStream) -> bool {
    let figures = [one, other].map(|it| it.generated.as_ref().and_then(|it| it.figures.first()));
    let [Some(a), Some(b)] = figures else {
        return false;
    };
    let told = |it: Row| {
        let scope = registry.text(it, figure::SCOPE);
        (registry.figure_value(it), registry.figure_year(it), scope)
    };
    told(*a) == told(*b) && (one.site == other.site || told(*a).2.is_some())
}

/// The sums. What is told with another stream is left out, of knowns and unknowns.
pub(super) fn totals(registry: &Registry, when: When, streams: &[UnusedStream]) -> UnusedTotals {
    let mut totals = UnusedTotals::default();
    let mut years: BTreeSet<i32> = BTreeSet::new();
    let mut contained: BTreeMap<&str, (Row, Sum)> = BTreeMap::new();
    for it in streams {
        if it.told_in.is_some() {
            totals.told_elsewhere += 1;
            continue;
        }
        let arises = standing(registry, it.site, when).phase == Phase::Operating;
        if arises {
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
        totals.not_arising += usize::from(!arises);
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
