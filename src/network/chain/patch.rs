//! The chain of a scenario, out of the chain of the snapshot that it is laid over.
//!
//! Only what a change can reach is put together anew, by the same functions as a whole chain; everything else is
//! shared. What reaches how far is said in [`touched`] and [`spread`]; decision 18 has the argument.

mod cut;
mod merge;
mod spread;
#[cfg(test)]
mod tests;
mod touched;

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::LinkKind;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::CostRates;
use crate::network::chain::Roles;
use crate::network::chain::Vertex;
use crate::network::chain::build::Draft;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::conversions::Running;
use crate::network::chain::conversions::assumed;
use crate::network::chain::conversions::running;
use crate::network::chain::conversions::transformations;
use crate::network::chain::measures::Measures;
use crate::network::chain::movements::movements;
use crate::network::chain::numbering::vertices;
use crate::network::chain::operating::Operating;
use crate::network::chain::patch::cut::Cut;
use crate::network::chain::patch::merge::Joined;
use crate::network::chain::patch::merge::Put;
use crate::network::chain::patch::merge::merged;
use crate::network::chain::patch::spread::Laying;
use crate::network::chain::patch::spread::Spread;
use crate::network::chain::patch::touched::Touched;
use crate::network::chain::roles::perform;
use crate::network::chain::side_streams::side_streams;
use crate::network::chain::site_kind;

/// How the chain of a scenario differs from that of the snapshot below.
pub(in crate::network) struct Patch<'a> {
    laying: Laying<'a>,
    key: ChainKey,
    touched: Touched,
}

impl<'a> Patch<'a> {
    /// What a registry changes of the chain of the one that it is laid over; none if the chain has to be built
    /// anew, since what changes is shared by many places: a product, a material, a source, parameters of a mode.
    /// O(changes · log).
    pub(in crate::network) fn of(
        below: &'a Registry,
        over: &'a Registry,
        key: ChainKey,
    ) -> Option<Self> {
        let laying = Laying { below, over };
        let touched = Touched::of(laying).filter(|_| !key.material.is_laid())?;
        Some(Self {
            laying,
            key,
            touched,
        })
    }

    /// The chain of the registry laid over, given that of the one below, the same as if it were built; none if it
    /// has to be built anew, since a corridor leads to a place that is touched: what it brings goes on along others.
    /// The chain below itself where nothing differs.
    ///
    /// O(V + E) copied numbers, and the records around what is touched.
    pub(in crate::network) fn lay_over(
        &self,
        chain: &Arc<Chain>,
        rates: CostRates,
    ) -> Option<Arc<Chain>> {
        if self.touched.is_empty() {
            return Some(Arc::clone(chain));
        }
        let (over, key) = (self.laying.over, self.key);
        let spread = Spread::of(self.laying, &self.touched, key.ways);
        let links = spread.links_read(over);
        let is_corridor = |it: &Row| over.code(*it, link::KIND) == Some(LinkKind::Corridor);
        if key.ways.corridors && links.iter().chain(&self.touched.links).any(is_corridor) {
            return None;
        }
        let mut operating = Operating::new(over, key.when);
        let contents = contents_at(over, &spread.read);
        let carrying = Carrying::told_by(&links, contents, over, key, &mut operating);
        let measures = Measures::new(over, key, rates);
        let (mut drafts, more) = movements(
            &spread.links,
            over,
            key,
            &carrying,
            &mut operating,
            &measures,
        );
        let unmovable = self.unmovable(chain, &spread, more);

        let cut = Cut::of(
            chain,
            self.laying,
            key.ways,
            &self.touched,
            &spread,
            &drafts,
        );
        let rows = activities(over, &cut.places);
        let running = running(rows.into_iter(), over, &carrying, &mut operating);
        let moved: Vec<(Vertex, Vertex)> = drafts.iter().map(|it| (it.tail, it.head)).collect();
        let moved = || moved.iter().copied().chain(cut.moved(chain));
        let mut conversions = assumed(over, &carrying, &running, moved());
        conversions.retain(|(_, it)| cut.places.contains(&it.tail.place));
        if key.ways.side_streams {
            let rows = held(over, &cut.places, Kind::SideStream);
            let shipped = moved().map(|(tail, _)| tail);
            let arising = side_streams(rows, over, &carrying, &running, shipped, &mut operating);
            drafts.extend(arising);
        }
        let at_sites = running
            .iter()
            .filter(|it| self.is_converted(&spread, it.site));
        drafts.extend(transformations(over, &carrying, at_sites, &measures));

        let stages: Vec<_> = conversions
            .iter()
            .map(|it| (it.0, it.1.tail, it.1.head))
            .collect();
        drafts.extend(conversions.into_iter().map(|it| it.1));
        let mut put = put_together(over, chain, &cut, drafts, &running);
        let number: HashMap<Vertex, u32> = put.vertices.iter().copied().zip(0..).collect();
        let at = |it: Vertex| number.get(&it).copied().unwrap_or(0);
        perform(&mut put.roles, &running, &stages, at);
        put.take_part(chain, &cut, &number);
        let merged = merged(chain, self.laying, &cut, put);
        Some(Arc::new(Chain {
            unmovable,
            measured: measures.count(),
            ..merged
        }))
    }

    /// Whether what activities of a site do may differ.
    fn is_converted(&self, spread: &Spread, site: Row) -> bool {
        spread.places.contains(&site) || self.touched.sites.contains(&site)
    }

    /// The links that cannot be used: those of the chain below that are not looked at anew, and those found now.
    fn unmovable(&self, chain: &Chain, spread: &Spread, more: Vec<Row>) -> Vec<Row> {
        let (below, over) = (self.laying.below, self.laying.over);
        let is_looked_at = |it: &Row| {
            let mut ends = spread::ends(below, *it);
            self.touched.links.contains(it) || ends.any(|it| spread.places.contains(&it))
        };
        let measured = |it: &Row| self.touched.measured.contains(it);
        let kept = chain
            .unmovable
            .iter()
            .filter(|it| !is_looked_at(it) && !measured(it));
        let mut unmovable: Vec<Row> = kept.copied().chain(more).collect();
        unmovable.sort_by_key(|it| over.slug(*it));
        unmovable
    }
}

/// What stands at the places of a cut afterwards.
fn put_together(
    over: &Registry,
    chain: &Chain,
    cut: &Cut,
    drafts: Vec<Draft>,
    running: &[Running],
) -> Put {
    let kept = cut.kept.iter().map(|arc| Joined::kept(chain, *arc));
    let arcs: Vec<Joined> = kept.chain(drafts.into_iter().map(Joined::new)).collect();
    let entered = cut
        .entering
        .iter()
        .map(|arc| Joined::kept(chain, *arc).head);
    let ends = arcs.iter().flat_map(|it| [it.tail, it.head]).chain(entered);
    let here = ends.filter(|it| cut.places.contains(&it.place));
    let vertices = vertices(over, here, running);
    let roles = vertices
        .iter()
        .map(|it| Roles::at(site_kind(over, it.place)));
    Put {
        roles: roles.collect(),
        vertices,
        arcs,
    }
}

/// The content figures of some places, in the order of slugs.
fn contents_at(registry: &Registry, places: &BTreeSet<Row>) -> HashMap<Row, Vec<Row>> {
    let of_place = |place: &Row| {
        let mut figures = registry.figures_of(*place);
        figures.retain(|it| registry.code(*it, figure::QUANTITY) == Some(Quantity::Content));
        (!figures.is_empty()).then_some((*place, figures))
    };
    places.iter().filter_map(of_place).collect()
}

/// The activities of some sites.
fn activities(registry: &Registry, places: &BTreeSet<Row>) -> Vec<Row> {
    let of_site = |it| registry.referring(Kind::Activity, activity::SITE, it);
    held(registry, places, Kind::Site)
        .flat_map(of_site)
        .collect()
}

/// The places of a kind that are records of a registry.
fn held(registry: &Registry, places: &BTreeSet<Row>, kind: Kind) -> impl Iterator<Item = Row> {
    let is_held = move |it: &Row| it.kind() == kind && registry.holds(*it);
    places.iter().copied().filter(is_held)
}
