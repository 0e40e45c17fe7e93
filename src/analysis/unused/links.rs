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
    /// Links in force.
    links: ByStart,
    /// Links that ended before.
    former: ByStart,
    /// How many side-streams of a site are of one product.
    streams: BTreeMap<(Row, Row), usize>,
}

/// Links by where they begin.
#[derive(Default)]
struct ByStart {
    /// From a side-stream, whatever product they name: it is the stream that goes.
    of_streams: BTreeMap<Row, Vec<Row>>,
    /// From a site, by its product.
    of_sites: BTreeMap<(Row, Row), Vec<Row>>,
}

impl ByStart {
    fn add(&mut self, registry: &Registry, row: Row) {
        match [link::FROM, link::PRODUCT].map(|it| registry.reference(row, it)) {
            [Some(from), _] if from.kind() == Kind::SideStream => {
                self.of_streams.entry(from).or_default().push(row);
            }
            [Some(from), Some(product)] => {
                self.of_sites.entry((from, product)).or_default().push(row);
            }
            _ => {}
        }
    }

    /// Links from the stream.
    fn of_stream(&self, stream: &Stream<'_>) -> Vec<Row> {
        self.of_streams
            .get(&stream.row)
            .cloned()
            .unwrap_or_default()
    }

    /// Links from the site of the stream with its product; none if no product is told.
    fn of_site(&self, stream: &Stream<'_>) -> Option<&Vec<Row>> {
        let product = stream
            .registry
            .reference(stream.row, side_stream::PRODUCT)?;
        self.of_sites.get(&(stream.site, product))
    }
}

impl Users {
    /// O(links + streams).
    pub(super) fn of(registry: &Registry, when: When) -> Self {
        let operating = Operating::new(registry, when);
        let (mut links, mut former) = (ByStart::default(), ByStart::default());
        for row in registry.rows(Kind::Link) {
            if ended(registry, row, when).is_some() {
                former.add(registry, row);
            } else if operating.is_supply_in_force(row) {
                links.add(registry, row);
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
        let mut found = self.links.of_stream(stream);
        found.extend(self.links.of_site(stream).into_iter().flatten());
        found.sort_by_key(|it| stream.registry.slug(*it));
        found
    }

    /// Links that took of the stream and do no longer: from it, or from its site with its product where no other stream of
    /// that site has it; by slug.
    pub(super) fn former(&self, stream: &Stream<'_>) -> Vec<FormerLink> {
        let mut found = self.former.of_stream(stream);
        if !self.is_shared(stream) {
            found.extend(self.former.of_site(stream).into_iter().flatten());
        }
        found.sort_by_key(|it| stream.registry.slug(*it));
        let ended = |row: Row| ended(stream.registry, row, stream.when);
        found.into_iter().filter_map(ended).collect()
    }

    /// Whether the site of the stream has another of the same product.
    fn is_shared(&self, stream: &Stream<'_>) -> bool {
        let product = stream.registry.reference(stream.row, side_stream::PRODUCT);
        let same = product.and_then(|it| self.streams.get(&(stream.site, it)));
        same.is_some_and(|it| *it > 1)
    }

    /// Tonnes of product a year that links take; none if a flow is not on record, or a link from the site may be of another
    /// stream of the same product. Links whose tonnes are within those of another are not added.
    pub(super) fn taken(&self, stream: &Stream<'_>) -> Option<Tonnes> {
        let registry = stream.registry;
        if self.is_shared(stream) && self.links.of_site(stream).is_some() {
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
            let is_gross = |it: Row| {
                registry.code(it, figure::BASIS) == Some(MassBasis::Gross)
                    && !registry.is_of_part_of_year(it)
            };
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
