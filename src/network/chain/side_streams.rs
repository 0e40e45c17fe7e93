//! Side-streams in a chain: from the products they arise with to what they are.
//!
//! A side-stream is a place of its own, so that what goes back from it to its site is no path through that site. One
//! without a product is in no chain: nothing could move from it. Nor is a stock a step of anything: its links begin there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::side_stream;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainArc;
use crate::network::chain::Vertex;
use crate::network::chain::build::Draft;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::conversions::Running;
use crate::network::chain::operating::Operating;

/// The arcs to some side-streams: from what activities of the site take, mining activities give, or, where no activity
/// runs, the site ships.
pub(super) fn side_streams(
    rows: impl Iterator<Item = Row>,
    registry: &Registry,
    carrying: &Carrying<'_>,
    running: &[Running],
    shipped: impl Iterator<Item = Vertex>,
    operating: &mut Operating<'_>,
) -> Vec<Draft> {
    let with = arising_with(running, shipped);
    let mut drafts = Vec::new();
    for row in rows {
        let site = registry.reference(row, side_stream::SITE);
        let product = registry.reference(row, side_stream::PRODUCT);
        let Some((site, product)) = site.zip(product) else {
            continue;
        };
        if operating.place(site).is_none()
            || operating.place(row).is_none()
            || carrying.at(row, product).is_none()
        {
            continue;
        }
        for source in with.get(&site).into_iter().flatten() {
            let key = format!("{}/{}", registry.id(row), registry.slug(*source));
            let mut arc = ChainArc::on_the_spot(ArcKind::SideStream, row, key);
            // What is assumed of the site is said where the site is reached.
            let notes = operating.place(row).unwrap_or_default().iter();
            arc.notes.extend(notes.filter(|it| it.subject == row));
            arc.notes.extend(carrying.note(row, product));
            drafts.push(Draft {
                tail: Vertex {
                    place: site,
                    product: *source,
                },
                head: Vertex {
                    place: row,
                    product,
                },
                arc,
            });
        }
    }
    drafts
}

/// By site, the products that carry the material and with which its side-streams arise.
fn arising_with(
    running: &[Running],
    shipped: impl Iterator<Item = Vertex>,
) -> BTreeMap<Row, BTreeSet<Row>> {
    let mut with: BTreeMap<Row, BTreeSet<Row>> = BTreeMap::new();
    let active: BTreeSet<Row> = running.iter().map(|it| it.site).collect();
    for it in running {
        let mined = it.outputs.iter().filter(|_| it.is_mining);
        let products = with.entry(it.site).or_default();
        products.extend(it.inputs.iter().chain(mined));
    }
    for Vertex { place, product } in shipped {
        if !active.contains(&place) {
            with.entry(place).or_default().insert(product);
        }
    }
    with
}
