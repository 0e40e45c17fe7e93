//! Who could take the product where the chain stops, and how far away they are.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Row;
use crate::model::codes::SiteKind;
use crate::model::tables::site;
use crate::network::chain::Chain;
use crate::network::chain::Roles;
use crate::network::chain::Supplies;
use crate::network::chain::Vertex;
use crate::network::chain::candidate_km;
use crate::network::chain::numbered;
use crate::network::chain::site_kind;
use crate::network::chain::site_of;
use crate::network::paths::endpoint::End;
use crate::network::paths::why_none::Known;
use crate::network::paths::why_none::MOST_TOLD;
use crate::network::takers::can_be_shipped;
use crate::network::takers::takes_anything;

/// How far takers are looked for where the question does not say, in km of great circle.
const DEFAULT_REACH_KM: f64 = 300.0;

/// So many are told then.
const DEFAULT_TOLD: usize = 10;

/// A site that takes a product, and how far it is from where that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taker {
    /// The taker.
    pub site: Row,
    /// The site that ships or makes the product.
    pub from: Row,
    /// The product.
    pub product: Row,
    /// Great-circle distance in km.
    pub great_circle_km: f64,
    /// The great circle times the detour factor of roads, in km; none if it cannot be estimated.
    pub estimated_km: Option<f64>,
    /// Whether it is a harbour or terminal, which take whatever can be shipped.
    pub takes_anything: bool,
    /// Whether the destination of the question means it.
    pub is_destination: bool,
}

/// What is looked at for takers: a part of the chain where something can be shipped from.
struct Shipping {
    vertex: u32,
    home: Row,
    depth: u32,
}

/// Takers, and whether all products were tried.
type Found = (Vec<Taker>, bool);

/// The nearest takers of what the furthest sites ship or make, each once, those to be avoided left out. Destinations
/// if there are any within reach. Once as many takers were looked at as the budget has arcs, no further products are tried.
pub(super) fn nearest_takers(known: &Known<'_>, chain: &Chain) -> Found {
    let shipping = shipping(known, chain);
    let number = numbered(chain.vertices());
    let is_destination = |site: Row, product: Row| {
        let at = number.get(&(site, product));
        let registry = known.snapshot.registry();
        let unknown = || Roles::at(site_kind(registry, site));
        let mut roles = at.map_or_else(unknown, |it| chain.roles()[*it as usize]);
        roles.is_received = true;
        let vertex = Vertex {
            place: site,
            product,
        };
        known
            .asked
            .to
            .means(registry, vertex, roles, End::Destination)
    };
    let may_pass = |site: Row, _: Row| {
        let registry = known.snapshot.registry();
        known.asked.limits.may_pass(registry, site)
    };
    let is_meant = |site, product| is_destination(site, product) && may_pass(site, product);
    let meant = nearest(known, chain, &shipping, &is_meant, &is_destination);
    if !meant.0.is_empty() {
        return meant;
    }
    nearest(known, chain, &shipping, &may_pass, &is_destination)
}

/// Products at the furthest sites that can be shipped, most steps away first.
fn shipping(known: &Known<'_>, chain: &Chain) -> Vec<Shipping> {
    let registry = known.snapshot.registry();
    let sites: BTreeSet<Row> = known.reached.sites.iter().copied().collect();
    let with_roles = chain.vertices().iter().zip(chain.roles());
    let all = (0_u32..).zip(with_roles);
    let mut found: Vec<Shipping> = all
        .filter_map(|(vertex, (it, roles))| {
            let depth = known.reached.depth(vertex)?;
            let home = site_of(registry, it.place).filter(|home| sites.contains(home))?;
            let is_shipping = roles.is_shipped || roles.is_made;
            (is_shipping && can_be_shipped(registry, it.product)).then_some(Shipping {
                vertex,
                home,
                depth,
            })
        })
        .collect();
    found.sort_by_key(|it| (std::cmp::Reverse(it.depth), it.vertex));
    found
}

fn nearest(
    known: &Known<'_>,
    chain: &Chain,
    shipping: &[Shipping],
    accept: &dyn Fn(Row, Row) -> bool,
    is_destination: &dyn Fn(Row, Row) -> bool,
) -> Found {
    let registry = known.snapshot.registry();
    let (within_km, most) = match known.question.candidates_within_km {
        Some(km) => (km, MOST_TOLD),
        None => (DEFAULT_REACH_KM, DEFAULT_TOLD),
    };
    let when = chain.key().when;
    let takers = known.snapshot.takers(when);
    // By taker, the nearest product; of equally near ones the one that is most steps away, which comes first.
    let mut found: BTreeMap<Row, (f64, &Shipping)> = BTreeMap::new();
    // No taker beyond the last one told is told.
    let mut within_km = within_km;
    // Many products are taken by nobody who is accepted.
    let mut is_taken: BTreeMap<Row, bool> = BTreeMap::new();
    let mut supplies = Supplies::new(registry);
    let (mut work, mut is_complete) = (0, true);
    for from in shipping {
        if work + supplies.work >= known.question.budget {
            is_complete = false;
            break;
        }
        let Some(position) = registry.position(from.home) else {
            continue;
        };
        let product = chain.vertices()[from.vertex as usize].product;
        let is_taken = is_taken.entry(product).or_insert_with(|| {
            takers
                .all(product)
                .inspect(|_| work += 1)
                .any(|it| accept(it, product))
        });
        if !*is_taken {
            continue;
        }
        let supplied = supplies.from(chain, from.vertex);
        let accept = |it: Row| it != from.home && !supplied.contains(&it) && accept(it, product);
        let near = takers.nearest(product, &position, within_km, most, accept);
        work += near.work;
        for it in near.found {
            let best = found.entry(it.site).or_insert((it.km, from));
            if it.km < best.0 {
                *best = (it.km, from);
            }
        }
        within_km = last_told_km(&found, most).unwrap_or(within_km);
        found.retain(|_, it| it.0 <= within_km);
    }
    let mut found: Vec<(Row, f64, &Shipping)> = found
        .into_iter()
        .map(|(site, (km, from))| (site, km, from))
        .collect();
    found.sort_by(|a, b| {
        let slugs = || registry.slug(a.0).cmp(registry.slug(b.0));
        a.1.total_cmp(&b.1).then_with(slugs)
    });
    found.truncate(most);
    let told = found.into_iter().map(|(site, great_circle_km, from)| {
        let product = chain.vertices()[from.vertex as usize].product;
        let kind = registry.code::<SiteKind>(site, site::KIND);
        Taker {
            site,
            from: from.home,
            product,
            great_circle_km,
            estimated_km: candidate_km(registry, when, product, from.home, site),
            takes_anything: kind.is_some_and(takes_anything),
            is_destination: is_destination(site, product),
        }
    });
    (told.collect(), is_complete)
}

/// How far the last of so many takers is; none if there are fewer.
fn last_told_km(found: &BTreeMap<Row, (f64, &Shipping)>, most: usize) -> Option<f64> {
    let mut distances: Vec<f64> = found.values().map(|it| it.0).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(most.checked_sub(1)?).copied()
}
