//! Which sites, links and activities count in the year asked.

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
use crate::model::tables::site;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;

/// Answers for one year; remembers what it found out about sites.
pub(crate) struct Operating<'a> {
    registry: &'a Registry,
    when: When,
    sites: HashMap<Row, Option<Vec<Note>>>,
}

impl<'a> Operating<'a> {
    pub(crate) fn new(registry: &'a Registry, when: When) -> Self {
        Self {
            registry,
            when,
            sites: HashMap::new(),
        }
    }

    /// What is assumed of a site that a path may pass; none if it does not operate, or is several sites
    /// told as one, or is no site.
    pub(crate) fn site(&mut self, site: Row) -> Option<&[Note]> {
        let (registry, when) = (self.registry, self.when);
        let known = self.sites.entry(site);
        known
            .or_insert_with(|| site_notes(registry, site, when))
            .as_deref()
    }

    /// What is assumed of a link that may be used, without what is assumed of its ends; none if it may not.
    ///
    /// Links of every status need both ends operating: no path passes a site that does not.
    pub(crate) fn link(&mut self, row: Row) -> Option<Vec<Note>> {
        let registry = self.registry;
        if !self.is_in_force(row) {
            return None;
        }
        for end in [link::FROM, link::TO] {
            let place = registry.reference(row, end)?;
            self.site(place)?;
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
        self.is_in_force(row) && sites.all(|it| it.kind() != Kind::Site || self.site(it).is_some())
    }

    /// Whether a link is a reported flow of the year, whatever its ends do.
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
        let is_reported =
            registry.code(row, link::KIND).unwrap_or(LinkKind::Supply) == LinkKind::Supply;
        is_in_years && is_in_force && is_reported
    }

    /// Whether an activity runs in the year: its site operates, and the year is within its own.
    pub(crate) fn activity(&mut self, row: Row) -> bool {
        let (registry, year) = (self.registry, self.when.year);
        let opened = registry.int(row, activity::OPENED);
        let closed = registry.int(row, activity::CLOSED);
        let is_in_years = opened.is_none_or(|it| it <= year) && closed.is_none_or(|it| year <= it);
        let place = registry.reference(row, activity::SITE);
        is_in_years && place.is_some_and(|it| self.site(it).is_some())
    }
}

/// What is assumed of a site that a path may pass; none if no path may.
pub(crate) fn site_notes(registry: &Registry, place: Row, when: When) -> Option<Vec<Note>> {
    if place.kind() != Kind::Site || registry.code(place, site::KIND) == Some(SiteKind::Area) {
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
