//! Who takes a product: sites that use it, are supplied with it or look for it, and where the nearest are.
//!
//! Harbours and terminals take whatever can be shipped. External parties and areas are never takers: nobody knows
//! where they are. Positions are kept as points of the unit sphere, where the order of straight distances is that
//! of great circles; the distances told are great circles of the model.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::collections::HashMap;

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::PhysicalState;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::geo::Position;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::site;
use crate::network::chain::Operating;

/// Points of the sphere and great circles are rounded apart by less than this.
const ROUNDING_KM: f64 = 0.001;

type Point = [f64; 3];
type Stop = GeomWithData<Point, (Row, Position)>;

/// The takers of all products in one year.
pub struct Takers {
    by_product: HashMap<Row, RTree<Stop>>,
    /// Harbours and terminals.
    of_anything: RTree<Stop>,
    /// By site, its place in the order of slugs, which decides between equally near takers.
    order: HashMap<Row, u32>,
}

/// A taker, and how far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The site.
    pub site: Row,
    /// Great-circle distance in km.
    pub km: f64,
}

/// The nearest takers of a product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nearest {
    /// Nearest first, then by slug.
    pub found: Vec<Near>,
    /// How far the nearest taker within reach is that was left out, in km; none if there is none.
    pub left_out_km: Option<f64>,
    /// How many takers were looked at.
    pub work: u64,
}

impl Takers {
    /// The kinds of records that they are found by.
    pub(in crate::network) const READ: &[Kind] = &[
        Kind::Site,
        Kind::Activity,
        Kind::Link,
        Kind::SideStream,
        Kind::Intake,
        Kind::Statement,
        Kind::Product,
        Kind::Organisation,
    ];

    /// Finds the takers of a year; `when.nearest_years` does not matter. O((activities + links + sites) · log).
    pub fn of(registry: &Registry, when: When) -> Self {
        let mut operating = Operating::new(registry, when);
        let mut pairs = BTreeSet::new();
        pairs.extend(users(registry, &mut operating));
        pairs.extend(receivers(registry, &mut operating));
        pairs.extend(seekers(registry, when.year));
        let mut stop = |place: Row| {
            let kind = registry.code::<SiteKind>(place, site::KIND);
            let is_taker = kind != Some(SiteKind::External) && operating.place(place).is_some();
            let position = registry.position(place).filter(|_| is_taker)?;
            Some((kind, Stop::new(point(&position), (place, position))))
        };
        let (mut of_anything, mut order) = (Vec::new(), HashMap::new());
        for (number, place) in (0..).zip(registry.rows(Kind::Site)) {
            order.insert(place, number);
            if let Some((kind, it)) = stop(place)
                && kind.is_some_and(takes_anything)
            {
                of_anything.push(it);
            }
        }
        let mut by_product: HashMap<Row, Vec<Stop>> = HashMap::new();
        for (product, place) in pairs {
            if let Some((kind, it)) = stop(place)
                && !kind.is_some_and(takes_anything)
            {
                by_product.entry(product).or_default().push(it);
            }
        }
        Self {
            by_product: by_product
                .into_iter()
                .map(|(product, stops)| (product, RTree::bulk_load(stops)))
                .collect(),
            of_anything: RTree::bulk_load(of_anything),
            order,
        }
    }

    /// All takers of a product, in no order.
    pub fn all(&self, product: Row) -> impl Iterator<Item = Row> + '_ {
        let of_product = self.by_product.get(&product);
        let stops = of_product.into_iter().chain([&self.of_anything]);
        stops.flat_map(|it| it.iter().map(|stop| stop.data.0))
    }

    /// The takers of a product within a distance of great circle that are accepted, at most `most`.
    /// O(log n) for each that is looked at.
    pub fn nearest(
        &self,
        product: Row,
        from: &Position,
        within_km: f64,
        most: usize,
        accept: impl Fn(Row) -> bool,
    ) -> Nearest {
        let mut nearest = Nearest::default();
        let target = point(from);
        let of_product = self.by_product.get(&product);
        for stops in of_product.into_iter().chain([&self.of_anything]) {
            let (mut accepted, mut enough_km) = (0, f64::INFINITY);
            for stop in stops.nearest_neighbor_iter(&target) {
                nearest.work += 1;
                let (site, position) = stop.data;
                let km = from.distance_km(&position);
                // The order of points is that of great circles but for the last digits.
                if km > within_km.min(enough_km) + ROUNDING_KM {
                    break;
                }
                if km <= within_km && accept(site) {
                    nearest.found.push(Near { site, km });
                    accepted += 1;
                    if accepted == most + 1 {
                        enough_km = km;
                    }
                }
            }
        }
        let order = |it: &Near| self.order.get(&it.site).copied();
        nearest
            .found
            .sort_by(|a, b| a.km.total_cmp(&b.km).then_with(|| order(a).cmp(&order(b))));
        nearest.left_out_km = nearest.found.get(most).map(|it| it.km);
        nearest.found.truncate(most);
        nearest
    }
}

/// Whether a product can be shipped to another place on no more than a guess: it is no melt, solution or gas, nor
/// what is only said of a site without naming it. Where its state is not stated, its form has to be one
/// that is solid by nature: an intermediate, chemical or residue may be a solution, a slurry or a melt.
pub fn can_be_shipped(registry: &Registry, product: Row) -> bool {
    if registry.is_unspecified(product) {
        return false;
    }
    match registry.code(product, product::STATE) {
        Some(PhysicalState::Solid | PhysicalState::Liquid) => true,
        Some(PhysicalState::Molten | PhysicalState::Solution | PhysicalState::Gas) => false,
        None => matches!(
            registry.code(product, product::FORM),
            Some(
                ProductForm::Ore
                    | ProductForm::Concentrate
                    | ProductForm::Refined
                    | ProductForm::Alloy
                    | ProductForm::Component
                    | ProductForm::Scrap
            )
        ),
    }
}

/// Whether sites of a kind take whatever can be shipped.
pub(in crate::network) fn takes_anything(kind: SiteKind) -> bool {
    matches!(kind, SiteKind::Harbour | SiteKind::Terminal)
}

/// Inputs of activities that run, with their sites.
fn users(registry: &Registry, operating: &mut Operating<'_>) -> Vec<(Row, Row)> {
    let running = registry
        .rows(Kind::Activity)
        .filter(|it| operating.activity(*it));
    running
        .filter_map(|row| Some((row, registry.reference(row, activity::SITE)?)))
        .flat_map(|(row, place)| {
            let inputs = registry.references(row, activity::INPUTS);
            inputs.map(move |product| (product, place))
        })
        .collect()
}

/// What links in force bring to sites.
fn receivers(registry: &Registry, operating: &mut Operating<'_>) -> Vec<(Row, Row)> {
    let in_force = registry.rows(Kind::Link).filter(|it| operating.speaks(*it));
    in_force
        .filter_map(|row| {
            let place = registry.reference(row, link::TO)?;
            let product = registry.reference(row, link::PRODUCT)?;
            (place.kind() == Kind::Site).then_some((product, place))
        })
        .collect()
}

/// What sites look for; what an organisation looks for, each of the sites it runs may take.
fn seekers(registry: &Registry, year: i32) -> Vec<(Row, Row)> {
    let mut pairs = Vec::new();
    for row in registry.rows(Kind::Intake) {
        let Some(taker) = registry.reference(row, intake::TAKER) else {
            continue;
        };
        let sites = match taker.kind() {
            Kind::Site => vec![taker],
            _ => registry.referring(Kind::Site, site::OPERATOR, taker),
        };
        if holds_in(registry, row, year) {
            let products = registry.references(row, intake::PRODUCTS);
            pairs.extend(products.flat_map(|it| sites.iter().map(move |site| (it, *site))));
        }
    }
    pairs
}

/// Whether an intake holds at some time of a year.
pub(crate) fn holds_in(registry: &Registry, row: Row, year: i32) -> bool {
    let year_of = |column| -> Option<i32> { registry.text(row, column)?.get(..4)?.parse().ok() };
    let is_over = year_of(intake::VALID_TO).is_some_and(|it| it < year);
    let is_ahead = year_of(intake::VALID_FROM).is_some_and(|it| year < it);
    !is_over && !is_ahead
}

/// A position as a point of the unit sphere. The same on every machine, as `libm` is.
fn point(position: &Position) -> Point {
    let (north, east) = (
        position.latitude.to_radians(),
        position.longitude.to_radians(),
    );
    let ring = libm::cos(north);
    [
        ring * libm::cos(east),
        ring * libm::sin(east),
        libm::sin(north),
    ]
}
