//! What begins: sites, and projects by their sites, with what is planned of them.

use std::collections::BTreeSet;

use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::later::later_amounts;
use crate::analysis::scenario::laying::Before;
use crate::analysis::scenario::laying::Laying;
use crate::analysis::scenario::laying::Said;
use crate::analysis::scenario::laying::count;
use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::Value;
use crate::model::When;
use crate::model::codes::LinkStatus;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::project;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::network::chain::Concern;
use crate::network::chain::Operating;

/// The years that anything can open in.
const YEARS: std::ops::RangeInclusive<i32> = 1500..=2200;

/// How much opened.
#[derive(Default)]
struct Opened {
    sites: usize,
    activities: usize,
    side_streams: usize,
    links: usize,
    /// Planned links that stay so, as their other end does not operate.
    links_left: usize,
    /// The first year of what is told of later years alone.
    told_from: Option<i32>,
}

impl Laying {
    /// Opens a site, or the sites of a project.
    pub(super) fn open(&mut self, id: &Id, year: Option<i32>) -> Result<Said, ScenarioError> {
        let row = self.find(id, &[Kind::Site, Kind::Project])?;
        let (name, asked) = (self.registry.name(row).to_owned(), self.when.year);
        let from = year.unwrap_or(asked);
        if !YEARS.contains(&from) {
            return Err(ScenarioError::Number {
                change: self.at,
                what: "the year of opening",
                value: from.to_string(),
                expected: format!("a year from {} to {}", YEARS.start(), YEARS.end()),
            });
        }
        if from > asked {
            let sentence = format!("{name} opens in {from}: that changes nothing in {asked}");
            return Ok(self.said(row, Concern::Existence, sentence));
        }
        let sites: Vec<Row> = match id.kind {
            Kind::Site => vec![row],
            _ => self.registry.references(row, project::SITES).collect(),
        };
        let plants = self.plants_of(row, id);
        if sites.is_empty() {
            let sentence = if plants == 0 {
                format!(
                    "opening {name} changes nothing: it names no site, and what it adds is not on record, so that it is not in the network"
                )
            } else {
                format!(
                    "the scenario opens {name} from {from}, {}",
                    plants_words(plants)
                )
            };
            let row = self.find(id, &[id.kind])?;
            return Ok(self.said(row, Concern::Existence, sentence));
        }
        let sites: Vec<Id> = sites.into_iter().map(|it| self.registry.id(it)).collect();
        // What an earlier change closed is given back as it was, no further.
        let (back, rest): (Vec<Id>, Vec<Id>) =
            sites.into_iter().partition(|it| self.reopened(it, false));
        let opened = self.sites_opened(id, &rest, from);
        let sentence = match sentence(&opened) {
            None if !back.is_empty() => format!("the scenario leaves {name} as on record"),
            None => format!("opening {name} changes nothing: it operates already in {asked}"),
            Some(with) if opened.sites == 0 => {
                format!("{name} operates already in {asked}; the scenario opens of it{with}")
            }
            Some(with) => format!("the scenario opens {name} from {from}{with}"),
        };
        let sentence = match plants {
            0 => sentence,
            some => format!("{sentence}, {}", plants_words(some)),
        };
        let row = self.find(id, &[id.kind])?;
        Ok(self.said(row, Concern::Existence, sentence))
    }

    /// Puts the plants into the network that stand for what a project adds and no site of it tells; how many.
    fn plants_of(&mut self, row: Row, id: &Id) -> usize {
        if id.kind != Kind::Project || self.before.contains_key(id) {
            return 0;
        }
        let changes = self.added_by(row);
        let is_plant = |it: &&Change| it.id().kind == Kind::Site;
        let count = changes.iter().filter(is_plant).count();
        let undo = self.put(changes);
        if count > 0 {
            let before = Before {
                is_closed: false,
                undo,
            };
            self.before.insert(id.clone(), before);
        }
        count
    }

    /// Opens sites with what is planned of them, sites first, so that links between them find both ends open.
    fn sites_opened(&mut self, id: &Id, sites: &[Id], from: i32) -> Opened {
        let mut opened = Opened::default();
        let rows: Vec<Row> = sites
            .iter()
            .filter_map(|it| self.registry.find(it))
            .collect();
        let mut changes = Vec::new();
        for row in rows {
            let is_new = !self.operates_now(row);
            if is_new {
                opened.sites += 1;
                changes.extend(self.site_opened(row, from));
                for (figure, year) in later_amounts(&self.registry, row, self.when) {
                    let mut record = self.edited(figure);
                    record.unset(figure::PERIOD);
                    record.set(figure::YEAR, Value::Int(self.when.year.into()));
                    changes.push(Change::Put(record));
                    opened.told_from = opened.told_from.into_iter().chain([year]).min();
                }
            }
            let activities = self.activities_opened(row, from, is_new);
            opened.activities += activities.len();
            let side_streams = self.side_streams_opened(row);
            opened.side_streams += side_streams.len();
            changes.extend(activities.into_iter().chain(side_streams));
        }
        let mut undo = self.put(changes);
        let links = self.links_opened(sites, from, &mut opened);
        undo.splice(0..0, self.put(links));
        if !undo.is_empty() {
            if let Some(plants) = self.before.remove(id) {
                undo.extend(plants.undo);
            }
            let before = Before {
                is_closed: false,
                undo,
            };
            self.before.insert(id.clone(), before);
        }
        opened
    }

    /// Whether a site operates in the year asked without what is planned.
    pub(super) fn operates_now(&self, row: Row) -> bool {
        let now = When {
            include_planned: false,
            ..self.when
        };
        self.registry.operation(row, now).operates
    }

    /// What lets a site operate: its years, and a status for the year asked before which no other of that year goes.
    fn site_opened(&self, row: Row, from: i32) -> Vec<Change> {
        let (registry, year) = (&self.registry, self.when.year);
        let mut record = self.edited(row);
        if registry.int(row, site::OPENED).is_some_and(|it| it > from) {
            record.set(site::OPENED, Value::Int(from.into()));
        }
        if registry.int(row, site::CLOSED).is_some_and(|it| it < year) {
            record.unset(site::CLOSED);
        }
        let said = self.operating_status(&record.id);
        let rivals = registry.statements(row, "status").into_iter();
        let rivals = rivals.filter(|it| registry.int(*it, statement::AS_OF) == Some(year));
        let rivals = rivals.map(|it| Change::Delete(registry.id(it)));
        rivals
            .chain([Change::Put(record), Change::Put(said)])
            .collect()
    }

    /// What lets the activities of a site run that are to begin, or that ended with the site.
    fn activities_opened(&self, place: Row, from: i32, is_new: bool) -> Vec<Change> {
        let (registry, year) = (&self.registry, self.when.year);
        let site_closed = registry.int(place, site::CLOSED).filter(|_| is_new);
        let activities = registry.referring(Kind::Activity, activity::SITE, place);
        let opened = activities.into_iter().filter_map(|row| {
            let begins = registry
                .int(row, activity::OPENED)
                .is_some_and(|it| it > year);
            let closed = registry.int(row, activity::CLOSED).filter(|it| *it < year);
            let ended_with_it = closed.zip(site_closed).is_some_and(|(it, of)| it >= of);
            let opens = ended_with_it || (begins && closed.is_none());
            if !opens {
                return None;
            }
            let mut record = self.edited(row);
            if begins {
                record.set(activity::OPENED, Value::Int(from.into()));
            }
            if ended_with_it {
                record.unset(activity::CLOSED);
            }
            Some(Change::Put(record))
        });
        opened.collect()
    }

    fn side_streams_opened(&self, place: Row) -> Vec<Change> {
        let registry = &self.registry;
        let streams = registry.referring(Kind::SideStream, side_stream::SITE, place);
        let planned = streams
            .into_iter()
            .filter(|it| registry.flag(*it, side_stream::PLANNED) == Some(true));
        let opened = planned.map(|it| {
            let mut record = self.edited(it);
            record.unset(side_stream::PLANNED);
            Change::Put(record)
        });
        opened.collect()
    }

    /// What puts the planned links of sites and their side-streams to use whose other end operates.
    fn links_opened(&self, sites: &[Id], from: i32, opened: &mut Opened) -> Vec<Change> {
        let (registry, year) = (&self.registry, self.when.year);
        let sites = sites.iter().filter_map(|it| registry.find(it));
        let with_streams = sites.flat_map(|it| {
            let streams = registry.referring(Kind::SideStream, side_stream::SITE, it);
            std::iter::once(it).chain(streams)
        });
        let links = with_streams.flat_map(|it| {
            let of_end = move |end| registry.referring(Kind::Link, end, it);
            [link::FROM, link::TO].into_iter().flat_map(of_end)
        });
        let is_planned = |it: &Row| {
            let begins_later = registry
                .int(*it, link::FIRST_YEAR)
                .is_some_and(|it| it > year);
            match registry
                .code(*it, link::STATUS)
                .unwrap_or(LinkStatus::Active)
            {
                LinkStatus::Planned => true,
                LinkStatus::Active => begins_later,
                LinkStatus::Historical => false,
            }
        };
        let planned: BTreeSet<Row> = links.filter(is_planned).collect();
        let now = When {
            include_planned: false,
            ..self.when
        };
        let mut operating = Operating::new(registry, now);
        let mut changes = Vec::new();
        for row in planned {
            let ends = [link::FROM, link::TO].map(|end| registry.reference(row, end));
            let operates = ends
                .into_iter()
                .flatten()
                .all(|it| operating.place(it).is_some());
            if !operates {
                opened.links_left += 1;
                continue;
            }
            opened.links += 1;
            let mut record = self.edited(row);
            record.set(link::STATUS, Value::Code(LinkStatus::Active as u16));
            if registry
                .int(row, link::FIRST_YEAR)
                .is_some_and(|it| it > year)
            {
                record.set(link::FIRST_YEAR, Value::Int(from.into()));
            }
            changes.push(Change::Put(record));
        }
        changes
    }
}

/// That what a project adds stands for itself.
fn plants_words(plants: usize) -> String {
    let told = count(plants, "figure of the project", "figures of the project");
    format!("with the capacity that {told} tells, at no place on record")
}

/// How a sentence goes on that says what opened; none if nothing did.
fn sentence(opened: &Opened) -> Option<String> {
    let parts = [
        (opened.sites.saturating_sub(1), "more site", "more sites"),
        (opened.activities, "planned activity", "planned activities"),
        (
            opened.side_streams,
            "planned side-stream",
            "planned side-streams",
        ),
        (opened.links, "planned link", "planned links"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(number, one, several)| count(number, one, several))
        .collect();
    if opened.sites == 0 && parts.is_empty() {
        return None;
    }
    let mut told = String::new();
    if !parts.is_empty() {
        told = format!(", with {}", parts.join(" and "));
    }
    if let Some(year) = opened.told_from {
        told += &format!(", with amounts that are told from {year}");
    }
    if opened.links_left > 0 {
        let left = count(
            opened.links_left,
            "planned link stays",
            "planned links stay",
        );
        told += &format!("; {left} closed, as the other end does not operate");
    }
    Some(told)
}
