//! How far offers and requests are apart, and at which distance half is left.
//!
//! The distance is the shorter of the great circle times the detour factor of roads, and the shortest route over links that
//! all have a distance figure. A leg is as long in both directions. The half-distance is that of the smallest region around
//! the offer that has one: its region, the regions that is a part of, its country, then blocs, the smallest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::HashMap;

use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::pair::Distance;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::LinkStatus;
use crate::model::codes::PositionPrecision;
use crate::model::geo::Position;
use crate::model::tables::link;
use crate::model::tables::region;
use crate::model::tables::side_stream;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Told;
use crate::network::chain::road_detour;

/// The way by road over the great circle where no figure tells it: our judgement, told as a note.
pub(super) const FALLBACK_DETOUR: f64 = 1.3;

/// Half-distance in km where no region has one: the median distance of industrial symbiosis exchanges in the United
/// Kingdom, told as a note.
pub(super) const FALLBACK_HALF_KM: f64 = 33.0;

/// The links that have a length, as legs between sites.
#[derive(Debug, Default)]
pub(super) struct Legs {
    /// By site: the other end, metres, the link. Ordered.
    of_site: HashMap<Row, Vec<(Row, u64, Row)>>,
}

/// Shortest lengths in metres from one place to the sites that links with a length lead to.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    metres: HashMap<Row, u64>,
}

/// What distances rest on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Yardstick {
    detour: Option<Told>,
}

impl Legs {
    /// O(links).
    pub(super) fn of(registry: &Registry, when: When) -> Self {
        let site = |row: Row| match row.kind() {
            Kind::SideStream => registry.reference(row, side_stream::SITE),
            _ => Some(row),
        };
        let mut legs = Self::default();
        for row in registry.rows(Kind::Link) {
            let is_planned = registry.code(row, link::STATUS) == Some(LinkStatus::Planned);
            if is_planned && !when.include_planned {
                continue;
            }
            let end = |column| registry.reference(row, column).and_then(site);
            let Some((from, to)) = end(link::FROM).zip(end(link::TO)) else {
                continue;
            };
            let chosen = registry.chosen(row, Quantity::Distance, when);
            let Some(km) = chosen
                .first()
                .and_then(|it| registry.figure_value(it.figure))
            else {
                continue;
            };
            let length = metres(km);
            legs.of_site
                .entry(from)
                .or_default()
                .push((to, length, row));
            legs.of_site
                .entry(to)
                .or_default()
                .push((from, length, row));
        }
        legs
    }

    /// The shortest lengths from a site, by Dijkstra's algorithm over whole metres; hidden links are no legs.
    /// O((sites + legs) · log).
    pub(super) fn from(&self, start: Option<Row>, hidden: &[Row]) -> Lengths {
        let mut lengths = Lengths::default();
        let mut open: BinaryHeap<Reverse<(u64, Row)>> =
            start.map(|it| Reverse((0, it))).into_iter().collect();
        while let Some(Reverse((length, place))) = open.pop() {
            if lengths.metres.contains_key(&place) {
                continue;
            }
            lengths.metres.insert(place, length);
            for (other, leg, row) in self.of_site.get(&place).into_iter().flatten() {
                if !hidden.contains(row) && !lengths.metres.contains_key(other) {
                    open.push(Reverse((length.saturating_add(*leg), *other)));
                }
            }
        }
        lengths
    }
}

impl Yardstick {
    /// Looks the detour factor up.
    pub(super) fn of(registry: &Registry, when: When) -> Self {
        Self {
            detour: road_detour(registry, when),
        }
    }

    /// How far two places are apart, in km; `lengths` are those from one of them. A route is told of sites only.
    pub(super) fn between(
        &self,
        one: &Whereabouts,
        other: &Whereabouts,
        lengths: &Lengths,
        half: (f64, Option<Row>),
    ) -> Distance {
        let circle = one.position.zip(other.position);
        let factor = self.detour.map_or(FALLBACK_DETOUR, |it| it.value);
        let by_road = circle.map(|(a, b)| a.distance_km(&b) * factor);
        let route = other.site.and_then(|it| lengths.metres.get(&it)).copied();
        let route = route.map(kilometres);
        let is_assumed = match (by_road, route) {
            (Some(by_road), Some(route)) => by_road < route,
            (_, None) => true,
            (None, Some(_)) => false,
        };
        let km = if is_assumed { by_road } else { route };
        let detour = self.detour.map(|it| it.figure);
        let around = circle.filter(|_| is_assumed);
        let around = around.map_or(0.0, |(a, b)| area_km(&a) + area_km(&b));
        Distance {
            km,
            is_assumed,
            uncertain_km: around * factor,
            evidence: [detour.filter(|_| is_assumed && km.is_some()), half.1],
            half_km: half.0,
        }
    }

    /// What is assumed of lengths by road.
    pub(super) fn note(&self, registry: &Registry) -> Option<Note> {
        let road = registry.mode(crate::model::codes::Mode::Road);
        let note = Note {
            value: Some(FALLBACK_DETOUR),
            ..Note::new(AssumptionCode::DetourAssumed, Concern::Length, road)
        };
        self.detour.is_none().then_some(note)
    }

    /// What a length by road that is estimated rests on, to a site.
    pub(super) fn estimate(
        &self,
        registry: &Registry,
        distance: &Distance,
        site: Row,
    ) -> Option<Note> {
        use crate::model::tables::figure;
        let (km, told) = distance
            .km
            .filter(|_| distance.is_assumed)
            .zip(self.detour)?;
        let bound = |column| registry.number(told.figure, column).unwrap_or(told.value);
        Some(Note {
            rests_on: Some(told.figure),
            value: Some(km),
            compared_with: Some(km / told.value * bound(figure::LOW)),
            high: Some(km / told.value * bound(figure::HIGH)),
            ..Note::new(AssumptionCode::DistanceEstimated, Concern::Length, site)
        })
    }
}

/// The half-distance of what lies in a region, in km, with its figure; the fallback without one. O(regions).
pub(super) fn half_km(registry: &Registry, region: Option<Row>, when: When) -> (f64, Option<Row>) {
    let told = |row: &Row| {
        let chosen = registry.chosen(*row, Quantity::HalfDistance, when);
        let figure = chosen.first()?.figure;
        Some((registry.figure_value(figure)?, Some(figure)))
    };
    let around = region.map_or_else(Vec::new, |it| around(registry, it));
    around
        .iter()
        .find_map(told)
        .unwrap_or((FALLBACK_HALF_KM, None))
}

/// What is assumed where no half-distance is on record.
pub(super) fn half_note(
    registry: &Registry,
    of: Option<Row>,
    half: (f64, Option<Row>),
) -> Option<Note> {
    let road = registry.mode(crate::model::codes::Mode::Road);
    let note = Note {
        value: Some(half.0),
        ..Note::new(
            AssumptionCode::HalfDistanceAssumed,
            Concern::Length,
            of.unwrap_or(road),
        )
    };
    half.1.is_none().then_some(note)
}

/// A region, those it is a part of, its country, and the blocs these are members of, the one of fewest members first.
fn around(registry: &Registry, start: Row) -> Vec<Row> {
    let mut found = vec![start];
    // Regions are four levels deep; the bound guards against a circle.
    while let Some(parent) = found
        .last()
        .and_then(|it| registry.reference(*it, region::PARENT))
        && found.len() < 10
        && !found.contains(&parent)
    {
        found.push(parent);
    }
    let country = registry.text(start, region::COUNTRY);
    let country = country.and_then(|it| registry.country_named(it));
    found.extend(country.filter(|it| !found.contains(it)));
    let mut blocs: Vec<Row> = registry
        .regions_around(found.iter().copied())
        .into_iter()
        .collect();
    blocs.retain(|it| !found.contains(it));
    blocs.sort_by_key(|it| {
        (
            registry.references(*it, region::MEMBERS).count(),
            registry.slug(*it),
        )
    });
    found.extend(blocs);
    found
}

/// How far from its position something may be that is known to lie in an area only, in km; 0 for what is known better.
fn area_km(position: &Position) -> f64 {
    match position.precision {
        PositionPrecision::Area => position.uncertainty_km,
        _ => 0.0,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no distance is longer than once around the earth, and none is negative"
)]
fn metres(km: f64) -> u64 {
    let (least, most) = Quantity::Distance.range();
    (km.clamp(least, most) * 1_000.0).round() as u64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "distances in metres are far below 2^53"
)]
fn kilometres(metres: u64) -> f64 {
    metres as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use crate::network::text::snapshot;

    #[test]
    fn no_length_is_beyond_what_can_be_counted() {
        // Records that nobody checked may tell anything.
        let network = "site a PROCESSOR
            site b PROCESSOR
            site c PROCESSOR
            link ab a b km=1e300
            link bc b c km=1e300";
        let snapshot = snapshot(network);
        let registry = snapshot.registry();
        let row = |id: &str| registry.find(&Id::parse(id).unwrap()).unwrap();
        let when = When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        };
        let lengths = Legs::of(registry, when).from(Some(row("site:a")), &[]);
        let to = |id: &str| lengths.metres.get(&row(id)).copied();
        assert_eq!(to("site:b"), Some(40_000_000));
        assert_eq!(to("site:c"), Some(80_000_000));
        let mut endless = Legs::default();
        let (a, b, c) = (row("site:a"), row("site:b"), row("site:c"));
        endless.of_site.insert(a, vec![(b, u64::MAX, a)]);
        endless.of_site.insert(b, vec![(c, 1, a)]);
        let lengths = endless.from(Some(a), &[]);
        assert_eq!(lengths.metres.get(&c), Some(&u64::MAX));
    }
}
