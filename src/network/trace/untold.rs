//! What a trace did not follow, and why: nothing that touches a place of the answer is left out in silence.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::OperationReason;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::LinkStatus;
use crate::model::codes::SiteKind;
use crate::model::is_planned;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::network::chain::Chain;
use crate::network::chain::Operating;
use crate::network::chain::Ways;
use crate::network::chain::is_stock;
use crate::network::chain::site_kind;
use crate::network::chain::site_of;
use crate::network::trace::Asked;
use crate::network::trace::ground::steps;
use crate::network::trace::not_followed::NotFollowedReason;
use crate::network::trace::not_followed::is_corridor;

/// Says of links why they are not followed.
pub(super) struct Untold<'a> {
    registry: &'a Registry,
    asked: Asked,
    operating: Operating<'a>,
    /// The chain that is followed; none without a material.
    chain: Option<&'a Chain>,
    unmovable: BTreeSet<Row>,
}

impl<'a> Untold<'a> {
    pub(super) fn new(registry: &'a Registry, asked: Asked, chain: Option<&'a Chain>) -> Self {
        let unmovable = chain.into_iter().flat_map(|it| it.unmovable());
        Self {
            registry,
            asked,
            operating: Operating::new(registry, asked.when),
            chain,
            unmovable: unmovable.copied().collect(),
        }
    }

    /// Why a link of a place that is in no chain is not followed, whatever the bounds; none if it has nothing to do
    /// with the material. Without a material, of any link; none if it is followed.
    pub(super) fn reason(&mut self, row: Row, near: Row) -> Option<NotFollowedReason> {
        let (registry, Asked { when, ways, .. }) = (self.registry, self.asked);
        let moved = registry.reference(row, link::PRODUCT);
        if let Some(material) = self.asked.material
            && moved.is_some()
            && !registry.link_names(row, material)
        {
            return None;
        }
        if is_corridor(registry, row) && !ways.corridors {
            return Some(NotFollowedReason::Corridor);
        }
        let ends = [link::FROM, link::TO].map(|it| registry.reference(row, it));
        let far = ends.into_iter().flatten().find(|it| *it != near);
        not_in_use(registry, row, when)
            .or_else(|| far.and_then(|it| self.closed(it)))
            .or_else(|| self.ends_at_stock(row))
            .or_else(|| self.by_side_stream(ends.into_iter().flatten(), ways))
            .or_else(|| {
                let is_unmovable = self.unmovable.contains(&row);
                is_unmovable.then_some(NotFollowedReason::Unmovable)
            })
            .or_else(|| {
                let is_apart = self.chain.is_some() && far.is_some();
                is_apart.then_some(NotFollowedReason::NotCarried)
            })
    }

    /// Why nothing goes on at a place; none if something may.
    pub(super) fn closed(&mut self, place: Row) -> Option<NotFollowedReason> {
        if self.operating.place(place).is_some() {
            return None;
        }
        let (registry, when) = (self.registry, self.asked.when);
        let is_only_planned = place.kind() == Kind::SideStream
            && registry.flag(place, side_stream::PLANNED) == Some(true);
        if is_only_planned && !when.include_planned {
            return Some(NotFollowedReason::Planned);
        }
        let site = site_of(registry, place)?;
        if site_kind(registry, site) == Some(SiteKind::Area) {
            return Some(NotFollowedReason::Area);
        }
        let operation = registry.operation(site, when);
        let is_planned =
            matches!(operation.because, OperationReason::Status(status) if is_planned(status));
        Some(if is_planned {
            NotFollowedReason::Planned
        } else {
            NotFollowedReason::NotOperating
        })
    }

    /// Nothing comes to a side-stream that no longer arises.
    fn ends_at_stock(&self, row: Row) -> Option<NotFollowedReason> {
        let (registry, when) = (self.registry, self.asked.when);
        let is_both_ways = registry.flag(row, link::BOTH_WAYS) == Some(true);
        let from = registry.reference(row, link::FROM).filter(|_| is_both_ways);
        let mut ends = registry.reference(row, link::TO).into_iter().chain(from);
        let is_into = ends.any(|it| is_stock(registry, it, when));
        is_into.then_some(NotFollowedReason::NotOperating)
    }

    fn by_side_stream(
        &self,
        mut ends: impl Iterator<Item = Row>,
        ways: Ways,
    ) -> Option<NotFollowedReason> {
        let touches = ends.any(|it| it.kind() == Kind::SideStream);
        (touches && !ways.side_streams).then_some(NotFollowedReason::SideStream)
    }

    /// The links that lead on from a place and are not followed, with their reasons, by slug.
    pub(super) fn links_of(&mut self, place: Row) -> Vec<(Row, NotFollowedReason)> {
        let (near, far) = match self.asked.is_downstream() {
            true => (link::FROM, link::TO),
            false => (link::TO, link::FROM),
        };
        let mut rows = self.registry.referring(Kind::Link, near, place);
        let mut both_ways = self.registry.referring(Kind::Link, far, place);
        both_ways.retain(|it| self.registry.flag(*it, link::BOTH_WAYS) == Some(true));
        rows.extend(both_ways);
        let arcs = self.arcs_at(place);
        rows.retain(|it| !arcs.contains(it));
        let reasons = rows.into_iter();
        reasons
            .filter_map(|row| Some((row, self.reason(row, place)?)))
            .collect()
    }

    /// Records of the arcs by which the chain goes on from a place.
    fn arcs_at(&self, place: Row) -> BTreeSet<Row> {
        let Some(chain) = self.chain else {
            return BTreeSet::new();
        };
        let vertices = chain.vertices_of(self.registry, place);
        let on = vertices
            .iter()
            .flat_map(|it| steps(chain.graph(), self.asked.direction, *it));
        on.map(|it| chain.arcs()[it.arc as usize].record).collect()
    }

    /// What speaks of a product and is not followed: its links, and the sites that take or give it. O(links + activities).
    pub(super) fn of_product(
        &mut self,
        product: Row,
        arcs: &BTreeSet<Row>,
    ) -> Vec<(Row, NotFollowedReason)> {
        let registry = self.registry;
        let mut found = Vec::new();
        for row in registry.rows(Kind::Link) {
            let is_of_it = registry.reference(row, link::PRODUCT) == Some(product);
            if !is_of_it || arcs.contains(&row) {
                continue;
            }
            let ends = [link::FROM, link::TO].map(|it| registry.reference(row, it));
            // Either end may keep it from being followed; a reason that is not about an end is the same from both.
            let mut reasons = ends
                .into_iter()
                .flatten()
                .map(|near| self.reason(row, near));
            found.extend(reasons.find_map(|it| it).map(|it| (row, it)));
        }
        for row in registry.rows(Kind::Activity) {
            let of = |column| registry.references(row, column).any(|it| it == product);
            if of(activity::INPUTS) || of(activity::OUTPUTS) {
                let place = registry.reference(row, activity::SITE);
                let reason = place.and_then(|it| self.closed(it));
                found.extend(place.zip(reason));
            }
        }
        for row in registry.rows(Kind::SideStream) {
            let is_of_it = registry.reference(row, side_stream::PRODUCT) == Some(product);
            if is_of_it && self.is_told_of(row) {
                found.extend(self.of_side_stream(row).map(|it| (row, it)));
            }
        }
        found
    }

    /// Whether a side-stream has to do with what is traced.
    fn is_told_of(&self, stream: Row) -> bool {
        let material = self.asked.material;
        material.is_none_or(|it| names(self.registry, stream, it))
    }

    /// Why a side-stream is no place of the trace; none if it is.
    fn of_side_stream(&mut self, row: Row) -> Option<NotFollowedReason> {
        let is_asked = self.asked.ways.side_streams;
        let in_chain = |chain: &Chain| !chain.vertices_of(self.registry, row).is_empty();
        let is_place = self.chain.is_none_or(in_chain);
        self.closed(row)
            .or_else(|| (!is_asked).then_some(NotFollowedReason::SideStream))
            .or_else(|| (!is_place).then(|| self.apart(row)))
    }

    /// Why nothing is known to bring the material into a side-stream.
    fn apart(&self, stream: Row) -> NotFollowedReason {
        match self.registry.reference(stream, side_stream::PRODUCT) {
            None => NotFollowedReason::NoProduct,
            Some(_) => NotFollowedReason::NotCarried,
        }
    }

    /// The places that give a product and those that take it, by the links and activities that count. O(links + activities).
    pub(super) fn places_of(&mut self, product: Row) -> (BTreeSet<Row>, BTreeSet<Row>) {
        let registry = self.registry;
        let (mut giving, mut taking) = (BTreeSet::new(), BTreeSet::new());
        for row in registry.rows(Kind::Link) {
            let ends = [link::FROM, link::TO].map(|it| registry.reference(row, it));
            let [Some(from), Some(to)] = ends else {
                continue;
            };
            let is_of_it = registry.reference(row, link::PRODUCT) == Some(product);
            let mut reasons = [from, to].into_iter().map(|it| self.reason(row, it));
            if is_of_it && reasons.all(|it| it.is_none()) {
                giving.insert(from);
                taking.insert(to);
            }
        }
        for row in registry.rows(Kind::Activity) {
            let of = |column| registry.references(row, column).any(|it| it == product);
            let place = registry.reference(row, activity::SITE);
            let Some(place) = place.filter(|_| self.operating.activity(row)) else {
                continue;
            };
            if of(activity::OUTPUTS) {
                giving.insert(place);
            }
            if of(activity::INPUTS) {
                taking.insert(place);
            }
        }
        if self.asked.ways.side_streams {
            let streams = registry.rows(Kind::SideStream);
            let of_it =
                streams.filter(|it| registry.reference(*it, side_stream::PRODUCT) == Some(product));
            giving.extend(of_it.filter(|it| self.closed(*it).is_none()));
        }
        (giving, taking)
    }

    /// The rise of side-streams that is not followed: downstream those of a site, upstream that of a side-stream, by
    /// its site where that gives nothing more.
    pub(super) fn side_streams_of(&mut self, place: Row) -> Vec<(Row, NotFollowedReason)> {
        let registry = self.registry;
        let mut streams = match (place.kind(), self.asked.is_downstream()) {
            (Kind::Site, true) => registry.referring(Kind::SideStream, side_stream::SITE, place),
            (Kind::SideStream, false) => vec![place],
            _ => Vec::new(),
        };
        let arcs = self.arcs_at(place);
        streams.retain(|it| self.is_told_of(*it) && !arcs.contains(it));
        let site = site_of(registry, place);
        let mut found = Vec::new();
        for row in streams {
            if let Some((site, reason)) = site.and_then(|it| Some((it, self.closed(it)?))) {
                found.push((site, reason));
                continue;
            }
            let is_asked = self.asked.ways.side_streams;
            let reason = self
                .closed(row)
                .or_else(|| (!is_asked).then_some(NotFollowedReason::SideStream))
                .or_else(|| self.chain.is_some().then(|| self.apart(row)));
            found.extend(reason.map(|it| (row, it)));
        }
        found
    }

    /// Whether a side-stream arises: its site operates, and it is not only planned, or planned things count.
    pub(super) fn arises(&mut self, stream: Row) -> bool {
        let site = site_of(self.registry, stream);
        site.is_some_and(|it| self.closed(it).is_none()) && self.closed(stream).is_none()
    }
}

/// Whether a side-stream is told to carry a material.
fn names(registry: &Registry, stream: Row, material: Row) -> bool {
    let lists = |row, column| registry.references(row, column).any(|it| it == material);
    let has_content = || {
        let contents = registry.figures(stream, Quantity::Content);
        let of = |it: &Row| registry.reference(*it, figure::MATERIAL);
        contents.iter().any(|it| of(it) == Some(material))
    };
    let product = registry.reference(stream, side_stream::PRODUCT);
    lists(stream, side_stream::MATERIALS)
        || product.is_some_and(|it| lists(it, product::MATERIALS))
        || has_content()
}

/// Why a link does not count in the year, whatever its ends do.
fn not_in_use(registry: &Registry, row: Row, when: When) -> Option<NotFollowedReason> {
    let status = registry.code(row, link::STATUS);
    if status == Some(LinkStatus::Planned) && !when.include_planned {
        return Some(NotFollowedReason::Planned);
    }
    let (first, last) = (
        registry.int(row, link::FIRST_YEAR),
        registry.int(row, link::LAST_YEAR),
    );
    let is_in_years =
        first.is_none_or(|it| it <= when.year) && last.is_none_or(|it| when.year <= it);
    let is_dated = status != Some(LinkStatus::Historical) || first.is_some() || last.is_some();
    (!is_in_years || !is_dated).then_some(NotFollowedReason::NotInUse)
}
