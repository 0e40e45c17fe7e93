//! What stands at a site: its activities, its side-streams and the links around both.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::recorded::totals;

/// A site with all that is on record around it, whatever the year and material.
pub(super) struct Place {
    pub(super) site: Row,
    pub(super) works: Vec<Work>,
    pub(super) streams: Vec<Stream>,
    /// Links from elsewhere to the site.
    pub(super) incoming: Vec<Row>,
    /// Links from the site to elsewhere.
    pub(super) outgoing: Vec<Row>,
    /// All products that anything here speaks of, by slug.
    pub(super) products: Vec<Row>,
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
    /// Links by which the site takes it back.
    pub(super) back: Vec<Row>,
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
        let streams = streams.into_iter().map(|row| Stream {
            row,
            product: registry.reference(row, side_stream::PRODUCT),
            back: leaving(row, true),
            away: leaving(row, false),
        });
        let mut incoming = registry.referring(Kind::Link, link::TO, site);
        incoming.retain(|it| !is_own(ends(*it)[0]));
        let mut place = Self {
            site,
            works: works.collect(),
            streams: streams.collect(),
            incoming,
            outgoing: leaving(site, false),
            products: Vec::new(),
            is_mine: registry.code(site, site::KIND) == Some(SiteKind::Mine),
        };
        let is_mining = |it: &Work| {
            it.inputs.is_empty()
                && registry.code(it.row, activity::STAGE) == Some(Stage::Extraction)
        };
        place.is_mine |= place.works.iter().any(is_mining);
        place.products = place.all_products(registry);
        place
    }

    fn all_products(&self, registry: &Registry) -> Vec<Row> {
        let of_links = self
            .links()
            .filter_map(|it| registry.reference(it, link::PRODUCT));
        let of_works = self
            .works
            .iter()
            .flat_map(|it| it.inputs.iter().chain(&it.outputs));
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

    /// All links around the site and its side-streams.
    pub(super) fn links(&self) -> impl Iterator<Item = Row> + '_ {
        let of_streams = self
            .streams
            .iter()
            .flat_map(|it| it.back.iter().chain(&it.away));
        let own = self.incoming.iter().chain(&self.outgoing);
        own.chain(of_streams).copied()
    }

    /// Whether an activity gives a product.
    pub(super) fn gives(&self, product: Row) -> bool {
        self.works.iter().any(|it| it.outputs.contains(&product))
    }

    /// Whether an activity takes it.
    pub(super) fn takes(&self, product: Row) -> bool {
        self.works.iter().any(|it| it.inputs.contains(&product))
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
        let is_brought = |it: &Row| registry.reference(*it, link::PRODUCT) == Some(product);
        let mut told = TOTALS
            .iter()
            .map(|it| totals(registry, self.site, *it, product));
        self.is_mine
            && registry.code(product, product::FORM) == Some(ProductForm::Ore)
            && !self.incoming.iter().any(is_brought)
            && told.any(|it| !it.is_empty())
    }

    /// Whether a product stands for several of the site together: it usually carries nothing by itself, and neither activities
    /// nor links nor side-streams know it.
    pub(super) fn is_collective(&self, registry: &Registry, product: Row) -> bool {
        let is_moved = |it: Row| registry.reference(it, link::PRODUCT) == Some(product);
        let is_known = self.gives(product)
            || self.takes(product)
            || self.sheds(product)
            || self.links().any(is_moved);
        let mut carries = registry.references(product, product::MATERIALS);
        !is_known && !self.works.is_empty() && carries.next().is_none()
    }

    /// Whether the site is a mine by its kind or by what is done there.
    pub(super) fn is_mine(&self) -> bool {
        self.is_mine
    }
}
