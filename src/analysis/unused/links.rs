//! Links in use that take a side-stream, and how much.

use std::collections::BTreeMap;

use crate::analysis::streams::Stream;
use crate::analysis::unused::Tonnes;
use crate::analysis::unused::former::FormerLink;
use crate::analysis::unused::former::ended;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::network::chain::Operating;

/// Who takes what, in one year.
pub(super) struct Users {
    /// By where it begins and the product: links in force.
    links: BTreeMap<(Row, Row), Vec<Row>>,
    /// The same of links that ended before.
    former: BTreeMap<(Row, Row), Vec<FormerLink>>,
    /// How many side-streams of a site are of one product.
    streams: BTreeMap<(Row, Row), usize>,
}

impl Users {
    /// O(links + streams).
    pub(super) fn of(registry: &Registry, when: When) -> Self {
        let operating = Operating::new(registry, when);
        let mut links: BTreeMap<(Row, Row), Vec<Row>> = BTreeMap::new();
        let mut former: BTreeMap<(Row, Row), Vec<FormerLink>> = BTreeMap::new();
        for row in registry.rows(Kind::Link) {
            let ends = [link::FROM, link::PRODUCT].map(|it| registry.reference(row, it));
            let [Some(from), Some(product)] = ends else {
                continue;
            };
            if let Some(it) = ended(registry, row, when) {
                former.entry((from, product)).or_default().push(it);
            } else if operating.is_supply_in_force(row) {
                links.entry((from, product)).or_default().push(row);
            }
        }
        let mut streams: BTreeMap<(Row, Row), usize> = BTreeMap::new();
        for row in registry.rows(Kind::SideStream) {
            let ends = [side_stream::SITE, side_stream::PRODUCT];
            if let [Some(site), Some(product)] = ends.map(|it| registry.reference(row, it)) {
                *streams.entry((site, product)).or_default() += 1;
            }
        }
        Self {
            links,
            former,
            streams,
        }
    }

    /// Links that take the stream: from it, or from its site with its product; by slug.
    pub(super) fn links(&self, stream: &Stream<'_>) -> Vec<Row> {
        let registry = stream.registry;
        let Some(product) = registry.reference(stream.row, side_stream::PRODUCT) else {
            return Vec::new();
        };
        let begins = [stream.row, stream.site].into_iter();
        let found = begins.filter_map(|it| self.links.get(&(it, product)));
        let mut found: Vec<Row> = found.flatten().copied().collect();
        found.sort_by(|a, b| registry.slug(*a).cmp(registry.slug(*b)));
        found
    }

    /// Links that took of the stream and do no longer: from it, or from its site with its product where no other stream of that
    /// site has it; by slug.
    pub(super) fn former(&self, stream: &Stream<'_>) -> Vec<FormerLink> {
        let registry = stream.registry;
        let Some(product) = registry.reference(stream.row, side_stream::PRODUCT) else {
            return Vec::new();
        };
        let is_alone = self.streams.get(&(stream.site, product)) == Some(&1);
        let begins = [stream.row].into_iter();
        let begins = begins.chain(is_alone.then_some(stream.site));
        let found = begins.filter_map(|it| self.former.get(&(it, product)));
        let mut found: Vec<FormerLink> = found.flatten().copied().collect();
        found.sort_by(|a, b| registry.slug(a.link).cmp(registry.slug(b.link)));
        found
    }

    /// Tonnes of product a year that links take; none if a flow is not on record, or a link from the site may be of another
    /// stream of the same product. Links whose tonnes are within those of another are not added.
    pub(super) fn taken(&self, stream: &Stream<'_>) -> Option<Tonnes> {
        let registry = stream.registry;
        let product = registry.reference(stream.row, side_stream::PRODUCT)?;
        let is_shared = self
            .streams
            .get(&(stream.site, product))
            .is_some_and(|it| *it > 1);
        if is_shared && self.links.contains_key(&(stream.site, product)) {
            return None;
        }
        let links = self.links(stream);
        let is_part = |row: Row| {
            let whole = registry.reference(row, link::PART_OF);
            whole.is_some_and(|it| links.contains(&it))
        };
        let mut taken = Tonnes::default();
        for row in links.iter().copied().filter(|it| !is_part(*it)) {
            let mut chosen = registry.chosen(row, Quantity::Flow, stream.when);
            registry.sort_best_first(&mut chosen);
            let is_gross = |it: Row| registry.code(it, figure::BASIS) == Some(MassBasis::Gross);
            let mut figures = chosen
                .into_iter()
                .map(|it| it.figure)
                .filter(|it| is_gross(*it));
            let (tonnes, figure) = figures.find_map(|it| Some((registry.figure_value(it)?, it)))?;
            taken.tonnes += tonnes;
            taken.figures.push(figure);
        }
        Some(taken)
    }
}
