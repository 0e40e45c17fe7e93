//! Which places, links and activities count in the year asked.

use std::collections::HashMap;

use crate::model::Kind;
use crate::model::OperationReason;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::LinkKind;
use crate::model::codes::LinkStatus;
use crate::model::codes::SiteKind;
use crate::model::is_planned;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;

/// Answers for one year; remembers what it found out about places.
pub(crate) struct Operating<'a> {
    registry: &'a Registry,
    when: When,
    places: HashMap<Row, Option<Vec<Note>>>,
}

impl<'a> Operating<'a> {
    pub(crate) fn new(registry: &'a Registry, when: When) -> Self {
        Self {
            registry,
            when,
            places: HashMap::new(),
        }
    }

    /// What is assumed of a place that a path may pass or begin at, see [`place_notes`]; none for any other.
    pub(crate) fn place(&mut self, place: Row) -> Option<&[Note]> {
        let (registry, when) = (self.registry, self.when);
        let known = self.places.entry(place);
        known
            .or_insert_with(|| place_notes(registry, place, when))
            .as_deref()
    }

    /// What is assumed of a link that may be used, without what is assumed of its ends; none if it may not.
    ///
    /// Links of every status need both ends operating: no path passes a site that does not. Only an old stock may
    /// be where the link begins.
    pub(crate) fn link(&mut self, row: Row) -> Option<Vec<Note>> {
        self.of_kind(row, LinkKind::Supply)
    }

    /// The same of a way that no source reports to be taken.
    pub(crate) fn corridor(&mut self, row: Row) -> Option<Vec<Note>> {
        self.of_kind(row, LinkKind::Corridor)
    }

    fn of_kind(&mut self, row: Row, kind: LinkKind) -> Option<Vec<Note>> {
        let registry = self.registry;
        if kind_of(registry, row) != kind || !self.is_in_force(row) {
            return None;
        }
        let (from, to) = (
            registry.reference(row, link::FROM)?,
            registry.reference(row, link::TO)?,
        );
        self.place(from)?;
        self.place(to)?;
        let is_both_ways = registry.flag(row, link::BOTH_WAYS) == Some(true);
        if is_stock(registry, to, self.when)
            || (is_both_ways && is_stock(registry, from, self.when))
        {
            return None;
        }
        let is_planned = registry.code(row, link::STATUS) == Some(LinkStatus::Planned);
        let planned = || Note::new(AssumptionCode::Planned, Concern::Existence, row);
        Some(is_planned.then(planned).into_iter().collect())
    }

    /// Whether what a link says of its product holds in the year: it is in force, and those of its ends that are
    /// sites operate. Unlike [`link`](Self::link) it may begin or end at a side-stream.
    pub(crate) fn speaks(&mut self, row: Row) -> bool {
        let ends = [link::FROM, link::TO].map(|it| self.registry.reference(row, it));
        let mut sites = ends.into_iter().flatten();
        kind_of(self.registry, row) == LinkKind::Supply
            && self.is_in_force(row)
            && sites.all(|it| it.kind() != Kind::Site || self.place(it).is_some())
    }

    /// Whether a link reports a supply of the year, whatever its ends do.
    pub(crate) fn is_supply_in_force(&self, row: Row) -> bool {
        kind_of(self.registry, row) == LinkKind::Supply && self.is_in_force(row)
    }

    /// Whether a link is in use in the year, whatever its ends do.
    fn is_in_force(&self, row: Row) -> bool {
        let (registry, year) = (self.registry, self.when.year);
        let status = registry
            .code(row, link::STATUS)
            .unwrap_or(LinkStatus::Active);
        let first = registry.int(row, link::FIRST_YEAR);
        let last = registry.int(row, link::LAST_YEAR);
        let is_in_years = first.is_none_or(|it| it <= year) && last.is_none_or(|it| year <= it);
        let is_in_force = match status {
            LinkStatus::Active => true,
            LinkStatus::Planned => self.when.include_planned,
            LinkStatus::Historical => first.is_some() || last.is_some(),
        };
        is_in_years && is_in_force
    }

    /// Whether an activity runs in the year: its site operates, and the year is within its own.
    pub(crate) fn activity(&mut self, row: Row) -> bool {
        let (registry, year) = (self.registry, self.when.year);
        let opened = registry.int(row, activity::OPENED);
        let closed = registry.int(row, activity::CLOSED);
        let is_in_years = opened.is_none_or(|it| it <= year) && closed.is_none_or(|it| year <= it);
        let place = registry.reference(row, activity::SITE);
        is_in_years && place.is_some_and(|it| self.place(it).is_some())
    }
}

/// What is assumed of a place that a path may pass or begin at; none if no path may: a site that does not operate
/// or is several told as one, a side-stream of such a site unless it is an old stock, one that is only planned.
pub(crate) fn place_notes(registry: &Registry, place: Row, when: When) -> Option<Vec<Note>> {
    match place.kind() {
        Kind::Site => site_notes(registry, place, when),
        Kind::SideStream => side_stream_notes(registry, place, when),
        _ => None,
    }
}

fn kind_of(registry: &Registry, link: Row) -> LinkKind {
    registry.code(link, link::KIND).unwrap_or(LinkKind::Supply)
}

fn side_stream_notes(registry: &Registry, place: Row, when: When) -> Option<Vec<Note>> {
    let note = |code| Note::new(code, Concern::Existence, place);
    let site = registry.reference(place, side_stream::SITE)?;
    if is_stock(registry, place, when) {
        return Some(vec![Note {
            rests_on: registry.operation(site, when).statement,
            ..note(AssumptionCode::StockAssumed)
        }]);
    }
    let mut notes = site_notes(registry, site, when)?;
    if registry.flag(place, side_stream::PLANNED) == Some(true) {
        if !when.include_planned {
            return None;
        }
        notes.push(note(AssumptionCode::Planned));
    }
    Some(notes)
}

/// Whether a place is a side-stream that no longer arises, since its site operates no more: what lies there outlives
/// the mine. A link in use that leaves it shows that it does.
pub(crate) fn is_stock(registry: &Registry, place: Row, when: When) -> bool {
    if place.kind() != Kind::SideStream || registry.flag(place, side_stream::PLANNED) == Some(true)
    {
        return false;
    }
    let Some(site) = registry.reference(place, side_stream::SITE) else {
        return false;
    };
    let operation = registry.operation(site, when);
    let is_one_site = registry.code(site, site::KIND) != Some(SiteKind::Area);
    let has_ended = match operation.because {
        OperationReason::AlreadyClosed => true,
        OperationReason::Status(status) => !is_planned(status),
        _ => false,
    };
    is_one_site && !operation.operates && has_ended
}

/// What is assumed of a site that a path may pass; none if no path may.
fn site_notes(registry: &Registry, place: Row, when: When) -> Option<Vec<Note>> {
    if registry.code(place, site::KIND) == Some(SiteKind::Area) {
        return None;
    }
    let operation = registry.operation(place, when);
    if !operation.operates {
        return None;
    }
    let note = |code| Note {
        rests_on: operation.statement,
        ..Note::new(code, Concern::Existence, place)
    };
    let mut notes = Vec::new();
    match operation.because {
        OperationReason::StatusAssumed => notes.push(note(AssumptionCode::StatusAssumed)),
        OperationReason::Status(status) if is_planned(status) => {
            notes.push(note(AssumptionCode::Planned));
        }
        _ => {}
    }
    if operation.is_stale {
        notes.push(note(AssumptionCode::StaleStatus));
    }
    Some(notes)
}
