//! What stops: sites, links, activities, countries.
//!
//! A site that stops has a last year before the one asked. What lies of its side-streams stays where it is, but their
//! links stop with it. An activity takes with it what only it supplies: what only it makes is shipped no more, and
//! activities of the site that have nothing else to take run no more, so that no conversion is assumed in its stead.

use std::collections::BTreeSet;

use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::laying::Before;
use crate::analysis::scenario::laying::Laying;
use crate::analysis::scenario::laying::Said;
use crate::analysis::scenario::laying::count;
use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::Value;
use crate::model::codes::LinkStatus;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::chain::Concern;
use crate::network::chain::Operating;
use crate::network::chain::told_name;

impl Laying {
    /// Closes a site, link or activity.
    pub(super) fn close(&mut self, id: &Id) -> Result<Said, ScenarioError> {
        let row = self.find(id, &[Kind::Site, Kind::Link, Kind::Activity])?;
        let name = told_name(&self.registry, row);
        let year = self.when.year;
        let was_opened = self.reopened(id, true);
        let row = self.find(id, &[id.kind])?;
        let (changes, with) = match id.kind {
            Kind::Site => self.site_closed(row),
            Kind::Activity => self.activity_closed(row),
            _ => (self.link_closed(row).into_iter().collect(), String::new()),
        };
        let sentence = match (changes.is_empty(), was_opened) {
            (true, true) => format!("the scenario leaves {name} as on record"),
            (true, false) => {
                let does = match id.kind {
                    Kind::Link => "is not in use",
                    Kind::Activity => "does not run",
                    _ => "does not operate",
                };
                format!("closing {name} changes nothing: it {does} in {year}")
            }
            (false, _) => format!("the scenario closes {name}{with}"),
        };
        self.keep(id, changes);
        Ok(self.said(row, Concern::Existence, sentence))
    }

    /// Closes the sites and external parties of a country that operate, and takes it out of all supplies.
    pub(super) fn close_country(&mut self, code: &str) -> Result<Said, ScenarioError> {
        let unknown = |suggestion| ScenarioError::UnknownCountry {
            change: self.at,
            code: code.to_owned(),
            suggestion,
        };
        let code = self.registry.known_country(code).map_err(unknown)?;
        let (mut of_country, mut unplaced) = (Vec::new(), 0);
        for row in self.registry.rows(Kind::Site) {
            match self.registry.country_of(row) {
                Some(it) if it == code => of_country.push(row),
                None if self.registry.operation(row, self.when).operates => unplaced += 1,
                _ => {}
            }
        }
        let mut closed: Vec<(Id, Vec<Change>)> = of_country
            .into_iter()
            .map(|it| (self.registry.id(it), self.site_closed(it).0))
            .filter(|(_, changes)| !changes.is_empty())
            .collect();
        let region = self.registry.country_named(&code);
        let name = region.map_or_else(|| code.clone(), |it| self.registry.name(it).to_owned());
        let about = region.map(|it| self.registry.id(it));
        let year = self.when.year;
        let (shares, materials) = match region {
            Some(region) => self.supplies_without(region)?,
            None => (Vec::new(), 0),
        };
        let supplies = count(materials, "material", "materials");
        let mut sentence = match (closed.len(), materials) {
            (0, 0) => format!(
                "closing {name} changes nothing: no site or external party there operates in {year}"
            ),
            (0, _) => format!(
                "the scenario takes {name} out of the supply of {supplies}; no site or external party there operates in {year}"
            ),
            (many, _) => format!(
                "the scenario closes {name}: {} there",
                count(many, "site or external party", "sites and external parties")
            ),
        };
        if !closed.is_empty() && materials > 0 {
            sentence += &format!(", and takes it out of the supply of {supplies}");
        }
        closed.extend(
            about
                .clone()
                .filter(|_| materials > 0)
                .map(|it| (it, shares)),
        );
        if unplaced > 0 {
            let places = count(unplaced, "place goes", "places go");
            sentence += &format!("; {places} on whose country is not on record");
        }
        self.keep_all(closed);
        Ok(Said {
            about,
            concern: Concern::Existence,
            sentence,
        })
    }

    /// Gives back what an earlier change closed (or opened), as it was; whether there was such a change.
    pub(super) fn reopened(&mut self, id: &Id, was_opened: bool) -> bool {
        match self.before.remove(id) {
            Some(before) if before.is_closed != was_opened => {
                self.put(before.undo);
                true
            }
            Some(before) => {
                self.before.insert(id.clone(), before);
                false
            }
            None => false,
        }
    }

    fn keep(&mut self, id: &Id, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.keep_all(vec![(id.clone(), changes)]);
        }
    }

    /// Lays what closes some things, all at once.
    fn keep_all(&mut self, closed: Vec<(Id, Vec<Change>)>) {
        let mut all = Vec::new();
        for (id, changes) in closed {
            let undo = changes.iter().rev().filter_map(|it| self.as_it_is(it));
            let before = Before {
                is_closed: true,
                undo: undo.collect(),
            };
            self.before.insert(id, before);
            all.extend(changes);
        }
        self.put(all);
    }

    fn as_it_is(&self, change: &Change) -> Option<Change> {
        let row = self.registry.find(change.id())?;
        Some(Change::Put(self.registry.record(row)))
    }

    /// What closes a site, and a part of a sentence of what closes with it; nothing if it does not operate.
    fn site_closed(&self, row: Row) -> (Vec<Change>, String) {
        if !self.registry.operation(row, self.when).operates {
            return (Vec::new(), String::new());
        }
        let mut record = self.edited(row);
        record.set(site::CLOSED, Value::Int(i64::from(self.when.year) - 1));
        let links = self.links_of_side_streams(row);
        let told = count(
            links.len(),
            "link of its side-streams",
            "links of its side-streams",
        );
        let told = if links.is_empty() { vec![] } else { vec![told] };
        let with = with(&told);
        let changes = std::iter::once(Change::Put(record)).chain(links);
        (changes.collect(), with)
    }

    /// What stops the links in use that begin at side-streams of a site.
    fn links_of_side_streams(&self, site: Row) -> Vec<Change> {
        let registry = &self.registry;
        let streams = registry.referring(Kind::SideStream, side_stream::SITE, site);
        let links = streams
            .into_iter()
            .flat_map(|it| registry.referring(Kind::Link, link::FROM, it));
        links.filter_map(|it| self.link_closed(it)).collect()
    }

    /// What stops a link; nothing if it is not in use.
    fn link_closed(&self, row: Row) -> Option<Change> {
        let mut operating = Operating::new(&self.registry, self.when);
        if !operating.speaks(row)
            && operating.link(row).is_none()
            && operating.corridor(row).is_none()
        {
            return None;
        }
        let mut record = self.edited(row);
        // A historical link without years is in use in none.
        record.set(link::STATUS, Value::Code(LinkStatus::Historical as u16));
        record.unset(link::FIRST_YEAR);
        record.unset(link::LAST_YEAR);
        Some(Change::Put(record))
    }

    /// What closes an activity with all that hangs on it alone; nothing if it does not run.
    fn activity_closed(&self, row: Row) -> (Vec<Change>, String) {
        let registry = &self.registry;
        let mut operating = Operating::new(registry, self.when);
        let Some(site) = registry
            .reference(row, activity::SITE)
            .filter(|_| operating.activity(row))
        else {
            return (Vec::new(), String::new());
        };
        let mut running = registry.referring(Kind::Activity, activity::SITE, site);
        running.retain(|it| operating.activity(*it));
        let in_use = |end| {
            let mut links = registry.referring(Kind::Link, end, site);
            let mut operating = Operating::new(registry, self.when);
            links.retain(|it| operating.speaks(*it));
            links
        };
        let product = |it: &Row| registry.reference(*it, link::PRODUCT);
        let received: BTreeSet<Row> = in_use(link::TO).iter().filter_map(product).collect();
        let (stopped, lost) = self.stopping(row, &running, &received);
        let mut changes: Vec<Change> = Vec::new();
        for it in &stopped {
            let mut record = self.edited(*it);
            record.set(activity::CLOSED, Value::Int(i64::from(self.when.year) - 1));
            changes.push(Change::Put(record));
        }
        let shipped = in_use(link::FROM);
        let of_lost = shipped
            .iter()
            .filter(|it| product(it).is_some_and(|it| lost.contains(&it)));
        let mut links: Vec<Change> = of_lost.filter_map(|it| self.link_closed(*it)).collect();
        if stopped.len() == running.len() {
            links.extend(self.links_of_side_streams(site));
        }
        let mut parts = Vec::new();
        if stopped.len() > 1 {
            parts.push(count(
                stopped.len() - 1,
                "activity that hangs on it",
                "activities that hang on it",
            ));
        }
        if !links.is_empty() {
            parts.push(count(
                links.len(),
                "link of what is made no more",
                "links of what is made no more",
            ));
        }
        changes.extend(links);
        (changes, with(&parts))
    }

    /// The activities of a site that stop with one of them, that one first, and the products that nobody gives there
    /// any more. An activity stops when it loses something it takes and has nothing left to take.
    fn stopping(
        &self,
        first: Row,
        running: &[Row],
        received: &BTreeSet<Row>,
    ) -> (Vec<Row>, BTreeSet<Row>) {
        let registry = &self.registry;
        let products = |it: Row, column| registry.references(it, column);
        let mut stopped = vec![first];
        let mut lost: BTreeSet<Row> = BTreeSet::new();
        loop {
            let going = || running.iter().copied().filter(|it| !stopped.contains(it));
            let is_given = |by: &dyn Fn(Row) -> bool, it: Row| {
                let mut givers = going().filter(|giver| by(*giver));
                received.contains(&it)
                    || givers.any(|giver| products(giver, activity::OUTPUTS).any(|of| of == it))
            };
            let made = stopped
                .iter()
                .flat_map(|it| products(*it, activity::OUTPUTS));
            lost.extend(made.filter(|it| !is_given(&|_| true, *it)));
            let next = going().find(|it| {
                let mut inputs = products(*it, activity::INPUTS);
                let loses = products(*it, activity::INPUTS).any(|it| lost.contains(&it));
                // What it gives itself does not keep it going.
                loses && !inputs.any(|input| is_given(&|giver| giver != *it, input))
            });
            match next {
                Some(next) => stopped.push(next),
                None => return (stopped, lost),
            }
        }
    }
}

/// `, and with it 1 link and 2 activities`; empty for nothing.
fn with(parts: &[String]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    format!(", and with it {}", parts.join(" and "))
}
