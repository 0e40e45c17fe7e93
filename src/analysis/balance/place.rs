//! What stands at a site: its activities, its side-streams and the links around both.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::recorded::total_of;

/// Rows by the product they are of.
type ByProduct = BTreeMap<Row, Vec<Row>>;

/// A site with all that is on record around it, whatever the year and material. What is asked for by product is grouped once,
/// since it is asked for each material and year.
pub(super) struct Place {
    pub(super) site: Row,
    pub(super) works: Vec<Work>,
    pub(super) streams: Vec<Stream>,
    /// All links around the site and its side-streams.
    pub(super) links: Vec<Row>,
    /// All products that anything here speaks of, by slug.
    pub(super) products: Vec<Row>,
    /// Links from elsewhere to the site.
    incoming: ByProduct,
    /// Links from the site to elsewhere.
    outgoing: ByProduct,
    /// Links by which the site takes side-streams of its own back.
    back: ByProduct,
    /// All links.
    moved: ByProduct,
    /// Figures that tell all of a product.
    totals: BTreeMap<(Quantity, Row), Vec<Row>>,
    /// Figures of what the site made in all, told without a product or of several together.
    pub(super) of_all: Vec<Row>,
    given: BTreeSet<Row>,
    taken: BTreeSet<Row>,
    is_mine: bool,
}

/// An activity of the site.
pub(super) struct Work {
    pub(super) row: Row,
    pub(super) inputs: Vec<Row>,
    pub(super) outputs: Vec<Row>,
}

/// A side-stream of the site.
pub(super) struct Stream {
    pub(super) row: Row,
    pub(super) product: Option<Row>,
    /// Links that take it elsewhere.
    pub(super) away: Vec<Row>,
}

/// Quantities that tell how much of a product a site takes in or gives.
pub(super) const TOTALS: [Quantity; 3] =
    [Quantity::Feed, Quantity::OreProcessed, Quantity::Production];

impl Place {
    /// O(records around the site).
    pub(super) fn of(registry: &Registry, site: Row) -> Self {
        let works = registry.referring(Kind::Activity, activity::SITE, site);
        let works = works.into_iter().map(|row| Work {
            row,
            inputs: registry.references(row, activity::INPUTS).collect(),
            outputs: registry.references(row, activity::OUTPUTS).collect(),
        });
        let works: Vec<Work> = works.collect();
        let streams = registry.referring(Kind::SideStream, side_stream::SITE, site);
        let own: BTreeSet<Row> = streams.iter().copied().chain([site]).collect();
        let ends = |row: Row| [link::FROM, link::TO].map(|it| registry.reference(row, it));
        let is_own = |it: Option<Row>| it.is_some_and(|it| own.contains(&it));
        let leaving = |from: Row, to_site: bool| {
            let mut links = registry.referring(Kind::Link, link::FROM, from);
            links.retain(|it| match to_site {
                true => ends(*it)[1] == Some(site),
                false => !is_own(ends(*it)[1]),
            });
            links
        };
        let back: Vec<Row> = streams.iter().flat_map(|it| leaving(*it, true)).collect();
        let streams = streams.into_iter().map(|row| Stream {
            row,
            product: registry.reference(row, side_stream::PRODUCT),
            away: leaving(row, false),
        });
        let streams: Vec<Stream> = streams.collect();
        let mut incoming = registry.referring(Kind::Link, link::TO, site);
        incoming.retain(|it| !is_own(ends(*it)[0]));
        let outgoing = leaving(site, false);
        let away = streams.iter().flat_map(|it| &it.away);
        let links = [&incoming, &outgoing, &back].into_iter().flatten();
        let links: Vec<Row> = links.chain(away).copied().collect();
        let mut place = Self {
            site,
            streams,
            products: Vec::new(),
            incoming: by_product(registry, &incoming),
            outgoing: by_product(registry, &outgoing),
            back: by_product(registry, &back),
            moved: by_product(registry, &links),
            links,
            totals: totals(registry, site),
            of_all: Vec::new(),
            given: works
                .iter()
                .flat_map(|it| it.outputs.iter().copied())
                .collect(),
            taken: works
                .iter()
                .flat_map(|it| it.inputs.iter().copied())
                .collect(),
            works,
            is_mine: registry.code(site, site::KIND) == Some(SiteKind::Mine),
        };
        let is_mining = |it: &Work| {
            it.inputs.is_empty()
                && registry.code(it.row, activity::STAGE) == Some(Stage::Extraction)
        };
        place.is_mine |= place.works.iter().any(is_mining);
        place.products = place.all_products(registry);
        place.of_all = place.told_of_all(registry);
        place
    }

    fn told_of_all(&self, registry: &Registry) -> Vec<Row> {
        let mut figures = registry.figures(self.site, Quantity::Production);
        figures.retain(|it| {
            let is_of_all = registry
                .reference(*it, figure::PRODUCT)
                .is_none_or(|product| self.is_collective(registry, product));
            is_of_all
                && registry.reference(*it, figure::PARTNER).is_none()
                && registry.code(*it, figure::BASIS) == Some(MassBasis::Contained)
        });
        figures
    }

    fn all_products(&self, registry: &Registry) -> Vec<Row> {
        let of_links = self.moved.keys().copied();
        let of_works = self.taken.union(&self.given);
        let of_streams = self.streams.iter().filter_map(|it| it.product);
        let totals = TOTALS
            .iter()
            .flat_map(|it| registry.figures(self.site, *it));
        let of_figures = totals.filter_map(|it| registry.reference(it, figure::PRODUCT));
        let all = of_links
            .chain(of_works.copied())
            .chain(of_streams)
            .chain(of_figures);
        let once: BTreeSet<Row> = all.collect();
        let mut products: Vec<Row> = once.into_iter().collect();
        products.sort_by(|a, b| registry.slug(*a).cmp(registry.slug(*b)));
        products
    }

    /// Links of a product from elsewhere to the site.
    pub(super) fn incoming(&self, product: Row) -> &[Row] {
        of(&self.incoming, product)
    }

    /// Links of a product from the site to elsewhere.
    pub(super) fn outgoing(&self, product: Row) -> &[Row] {
        of(&self.outgoing, product)
    }

    /// Links by which the site takes a product back that is a side-stream of its own.
    pub(super) fn back(&self, product: Row) -> &[Row] {
        of(&self.back, product)
    }

    /// All links of a product around the site and its side-streams.
    pub(super) fn moved(&self, product: Row) -> &[Row] {
        of(&self.moved, product)
    }

    /// Figures of the site that tell all of a product.
    pub(super) fn totals(&self, quantity: Quantity, product: Row) -> &[Row] {
        let found = self.totals.get(&(quantity, product));
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether an activity gives a product.
    pub(super) fn gives(&self, product: Row) -> bool {
        self.given.contains(&product)
    }

    /// Whether an activity takes it.
    pub(super) fn takes(&self, product: Row) -> bool {
        self.taken.contains(&product)
    }

    /// Whether it arises here as a side-stream.
    pub(super) fn sheds(&self, product: Row) -> bool {
        self.streams.iter().any(|it| it.product == Some(product))
    }

    /// Whether the site both makes and uses it, so that only what links bring and take crosses its fence.
    pub(super) fn is_internal(&self, product: Row) -> bool {
        self.takes(product) && (self.gives(product) || self.sheds(product))
    }

    /// Whether it is ore that the site mines: figures tell how much, and no link brings it.
    pub(super) fn is_mined(&self, registry: &Registry, product: Row) -> bool {
        let is_told = |it: &Quantity| !self.totals(*it, product).is_empty();
        self.is_mine
            && registry.code(product, product::FORM) == Some(ProductForm::Ore)
            && self.incoming(product).is_empty()
            && TOTALS.iter().any(is_told)
    }

    /// Whether a product stands for several of the site together: it usually carries nothing by itself, and neither activities
    /// nor links nor side-streams know it.
    pub(super) fn is_collective(&self, registry: &Registry, product: Row) -> bool {
        let is_known = self.gives(product)
            || self.takes(product)
            || self.sheds(product)
            || !self.moved(product).is_empty();
        let mut carries = registry.references(product, product::MATERIALS);
        !is_known && !self.works.is_empty() && carries.next().is_none()
    }

    /// Whether the site is a mine by its kind or by what is done there.
    pub(super) fn is_mine(&self) -> bool {
        self.is_mine
    }
}

/// Links by the product they move.
fn by_product(registry: &Registry, links: &[Row]) -> ByProduct {
    let mut grouped = ByProduct::new();
    for row in links {
        if let Some(product) = registry.reference(*row, link::PRODUCT) {
            grouped.entry(product).or_default().push(*row);
        }
    }
    grouped
}

fn of(grouped: &ByProduct, product: Row) -> &[Row] {
    grouped.get(&product).map_or(&[], Vec::as_slice)
}

/// Figures of a site that tell all of a product, by quantity and product.
fn totals(registry: &Registry, site: Row) -> BTreeMap<(Quantity, Row), Vec<Row>> {
    let mut grouped: BTreeMap<(Quantity, Row), Vec<Row>> = BTreeMap::new();
    for quantity in TOTALS {
        for row in registry.figures(site, quantity) {
            if let Some(product) = total_of(registry, row) {
                grouped.entry((quantity, product)).or_default().push(row);
            }
        }
    }
    grouped
}
