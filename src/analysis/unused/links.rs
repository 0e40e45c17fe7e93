//! Links in use that take a side-stream, and how much.

use std::collections::BTreeMap;

use crate::analysis::streams::Stream;
use crate::analysis::unused::Tonnes;
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
    /// Links in force from a side-stream, whatever product they name: it is the stream that goes.
    of_streams: BTreeMap<Row, Vec<Row>>,
    /// Links in force from a site, by its product.
    of_sites: BTreeMap<(Row, Row), Vec<Row>>,
    /// How many side-streams of a site are of one product.
    streams: BTreeMap<(Row, Row), usize>,
}

impl Users {
    /// O(links + streams).
    pub(super) fn of(registry: &Registry, when: When) -> Self {
        let operating = Operating::new(registry, when);
        let mut of_streams: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        let mut of_sites: BTreeMap<(Row, Row), Vec<Row>> = BTreeMap::new();
        let in_force = registry.rows(Kind::Link);
        for row in in_force.filter(|it| operating.is_supply_in_force(*it)) {
            match [link::FROM, link::PRODUCT].map(|it| registry.reference(row, it)) {
                [Some(from), _] if from.kind() == Kind::SideStream => {
                    of_streams.entry(from).or_default().push(row);
                }
                [Some(from), Some(product)] => {
                    of_sites.entry((from, product)).or_default().push(row);
                }
                _ => {}
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
            of_streams,
            of_sites,
            streams,
        }
    }

    /// Links that take the stream: from it, or from its site with its product; by slug.
    pub(super) fn links(&self, stream: &Stream<'_>) -> Vec<Row> {
        let registry = stream.registry;
        let own = self.of_streams.get(&stream.row);
        let found = own.into_iter().chain(self.of_site(stream)).flatten();
        let mut found: Vec<Row> = found.copied().collect();
        found.sort_by(|a, b| registry.slug(*a).cmp(registry.slug(*b)));
        found
    }

    /// Links from the site of the stream with its product; none if no product is told.
    fn of_site(&self, stream: &Stream<'_>) -> Option<&Vec<Row>> {
        let product = stream
            .registry
            .reference(stream.row, side_stream::PRODUCT)?;
        self.of_sites.get(&(stream.site, product))
    }

    /// Tonnes of product a year that links take; none if a flow is not on record, or a link from the site may be of another
    /// stream of the same product. Links whose tonnes are within those of another are not added.
    pub(super) fn taken(&self, stream: &Stream<'_>) -> Option<Tonnes> {
        let registry = stream.registry;
        let product = registry.reference(stream.row, side_stream::PRODUCT);
        let same = product.and_then(|it| self.streams.get(&(stream.site, it)));
        if same.is_some_and(|it| *it > 1) && self.of_site(stream).is_some() {
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
