//! How far changes reach.
//!
//! Whether a place operates decides whether its links say what they carry; what they say holds at their other ends
//! too; and what is known to come from a side-stream holds where it is brought. No step of this is taken twice.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::network::chain::Ways;
use crate::network::chain::carrying::bringing;
use crate::network::chain::patch::touched::Touched;

/// A registry and the one that it is laid over. A set may hold rows of both: those that stand for records that differ
/// belong to one of them, and all others mean the same in either.
#[derive(Clone, Copy)]
pub(super) struct Laying<'a> {
    pub(super) below: &'a Registry,
    pub(super) over: &'a Registry,
}

impl<'a> Laying<'a> {
    /// The registries in which a row can be read: one that is laid over is not known below.
    fn registries(self, row: Row) -> impl Iterator<Item = &'a Registry> {
        let below = (!row.is_laid()).then_some(self.below);
        below.into_iter().chain([self.over])
    }

    /// The ends of a link, before and after.
    pub(super) fn ends(self, link: Row) -> impl Iterator<Item = Row> {
        let registries = self.registries(link);
        registries.flat_map(move |it| ends(it, link))
    }

    /// The links of a place, before and after.
    fn links_of(self, place: Row) -> impl Iterator<Item = Row> {
        let registries = self.registries(place);
        registries.flat_map(move |it| links_of(it, place))
    }

    /// Adds the sites of side-streams, and all side-streams of these and the other sites: the arcs to them.
    pub(super) fn with_side_streams(self, places: &mut BTreeSet<Row>) {
        let is_place = |it: &&Row| it.kind() == Kind::SideStream;
        let sites = places.iter().filter(is_place).flat_map(|it| {
            let registries = self.registries(*it);
            registries.filter_map(|registry| registry.reference(*it, side_stream::SITE))
        });
        let sites: Vec<Row> = sites.collect();
        places.extend(sites);
        let sites = places.iter().filter(|it| it.kind() == Kind::Site);
        let arising = sites.flat_map(|it| {
            let of_site =
                |it: &Registry, site| it.referring(Kind::SideStream, side_stream::SITE, site);
            let registries = self.registries(*it);
            registries.flat_map(move |registry| of_site(registry, *it))
        });
        let arising: Vec<Row> = arising.collect();
        places.extend(arising);
    }
}

/// What has to be looked at anew.
pub(super) struct Spread {
    /// Places that paths may pass where they might not before, or the other way round, or where it may differ what
    /// carries the material, and why; of both registries.
    pub(super) places: BTreeSet<Row>,
    /// The links laid over or of these places, whose movements may differ.
    pub(super) links: Vec<Row>,
    /// Places of which everything has to be read, so that it is known what carries the material at the ends of these
    /// links.
    pub(super) read: BTreeSet<Row>,
}

impl Spread {
    /// How far changes reach. O(links of what is touched and of its neighbours · log).
    pub(super) fn of(laying: Laying<'_>, touched: &Touched, ways: Ways) -> Self {
        let over = laying.over;
        let places = carrying_differs(laying, touched, ways);
        let differing = touched.links.iter().chain(&touched.measured).copied();
        let links = places.iter().flat_map(|it| links_of(over, *it));
        let links: BTreeSet<Row> = links.chain(differing.clone()).collect();
        let links: Vec<Row> = links.into_iter().filter(|it| over.holds(*it)).collect();

        let mut read: BTreeSet<Row> = places.clone();
        read.extend(&touched.sites);
        read.extend(differing.flat_map(|it| laying.ends(it)));
        read.extend(links.iter().flat_map(|it| ends(over, *it)));
        if ways.side_streams {
            laying.with_side_streams(&mut read);
            let come_in = |it: &Row| over.referring(Kind::Link, link::TO, *it);
            let from = read.iter().flat_map(come_in);
            let from: Vec<Row> = from.filter_map(|it| bringing(over, it)).collect();
            read.extend(from);
        }
        read.retain(|it| over.holds(*it));
        Self {
            places,
            links,
            read,
        }
    }

    /// All links of the places that are read.
    pub(super) fn links_read(&self, over: &Registry) -> Vec<Row> {
        let links = self.read.iter().flat_map(|it| links_of(over, *it));
        let links: BTreeSet<Row> = links.collect();
        links.into_iter().collect()
    }
}

/// The places that are touched, and those where what carries the material may differ because of that.
fn carrying_differs(laying: Laying<'_>, touched: &Touched, ways: Ways) -> BTreeSet<Row> {
    // Links that may say now what they did not say before, or the other way round.
    let of_places = touched.places.iter().flat_map(|it| laying.links_of(*it));
    let speaking: BTreeSet<Row> = of_places.chain(touched.links.iter().copied()).collect();
    let is_telling = |it: &Row| {
        let mut registries = laying.registries(*it);
        registries.any(|registry| registry.references(*it, link::MATERIALS).next().is_some())
    };
    let mut places = touched.places.clone();
    let telling = speaking.iter().filter(|it| is_telling(it));
    places.extend(telling.flat_map(|it| laying.ends(*it)));
    if ways.side_streams {
        let streams = places.iter().filter(|it| it.kind() == Kind::SideStream);
        let of_streams = streams.flat_map(|it| laying.links_of(*it));
        let links: BTreeSet<Row> = of_streams.chain(speaking).collect();
        for row in links {
            for registry in laying.registries(row) {
                let is_bringing = bringing(registry, row).is_some();
                let to = registry.reference(row, link::TO);
                places.extend(to.filter(|_| is_bringing));
            }
        }
    }
    places
}

/// The places at the ends of a link.
pub(super) fn ends(registry: &Registry, link: Row) -> impl Iterator<Item = Row> {
    let ends = [link::FROM, link::TO].map(|it| registry.reference(link, it));
    let is_place = |it: &Row| matches!(it.kind(), Kind::Site | Kind::SideStream);
    ends.into_iter().flatten().filter(is_place)
}

/// The links from and to a place.
fn links_of(registry: &Registry, place: Row) -> impl Iterator<Item = Row> {
    let of_end = |it| registry.referring(Kind::Link, it, place);
    let [from, to] = [link::FROM, link::TO].map(of_end);
    from.into_iter().chain(to)
}
