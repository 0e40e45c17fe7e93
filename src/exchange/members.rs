//! Members of clusters from a table of five columns: `organisation,cluster,role,as_of,source`.
//!
//! Organisations and clusters are named by id or by a name on record; a role by its code or in the words of the source; a
//! source by its address or title, and made if it is not on record. A membership that is on record is not made twice: it
//! takes over a later year and a further source. The file is read by the rules of packages.

mod names;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::exchange::import::ReadOptions;
use crate::exchange::members::names::Names;
use crate::exchange::members::names::slug_of;
use crate::exchange::package::CsvText;
use crate::exchange::package::is_blank;
use crate::model::Id;
use crate::model::Kind;
use crate::model::NAME_EN;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Registry;
use crate::model::SOURCES;
use crate::model::Value;
use crate::model::codes::MembershipRole;
use crate::model::fold;
use crate::model::nearest;
use crate::model::tables::membership;
use crate::model::tables::source;

/// The columns, in any order.
pub const MEMBER_COLUMNS: [&str; 5] = ["organisation", "cluster", "role", "as_of", "source"];

/// A table of members, and how it is read.
#[derive(Clone, Debug)]
pub struct MembersFile<'a> {
    /// Name of the file, for problems.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// Whether organisations that are not on record are made, and not a problem.
    pub create: bool,
}

/// What was read of a table of members.
#[derive(Debug, Default)]
pub struct MembersRead {
    /// Sources and organisations that are new, then memberships, each with where it was read first.
    pub records: Vec<(Record, Place)>,
    /// What is wrong, with line, column and value. Nothing may be stored if a problem is an error.
    pub problems: Vec<Problem>,
}

/// Reads a table of members against the records there are. O(bytes + names on record).
pub fn read_members(registry: &Registry, file: &MembersFile<'_>) -> MembersRead {
    let mut reader = Reader {
        registry,
        create: file.create,
        names: Names::of(registry),
        made: Vec::new(),
        memberships: Vec::new(),
        by_key: BTreeMap::new(),
    };
    let options = ReadOptions::default();
    let limits = &options.limits;
    let mut problems = ProblemList::default();
    let mut header: Option<Header> = None;
    if let Some(text) = CsvText::open(file.name, file.bytes, &options, &mut problems) {
        text.each_row(
            limits,
            &mut problems,
            |row, place, problems| match &header {
                None => header = Some(Header::of(row, place, problems)),
                Some(header) if header.is_whole() && !is_blank(row) => {
                    if text.is_sound(row, header.width, limits, place, problems) {
                        reader.row(&header.cells(row), place, problems);
                    }
                }
                Some(_) => {}
            },
        );
    }
    let records = reader.made.into_iter().chain(reader.memberships);
    MembersRead {
        records: records.collect(),
        problems: problems.finish(),
    }
}

/// Where the columns stand.
struct Header {
    places: [Option<usize>; 5],
    width: usize,
}

impl Header {
    fn of(row: &csv::StringRecord, place: &Place, problems: &mut ProblemList) -> Self {
        let mut places = [None; 5];
        for (at, name) in row.iter().map(str::trim).enumerate() {
            let Some(column) = MEMBER_COLUMNS.iter().position(|it| *it == name) else {
                let near = nearest(name, MEMBER_COLUMNS).map(str::to_owned);
                let said = format!("unknown column `{name}`");
                let problem = Problem::error(ProblemCode::UnknownColumn, said).at(Some(place));
                problems.push(problem.column(name).suggestion(near));
                continue;
            };
            if places[column].replace(at).is_some() {
                let said = format!("column `{name}` stands there twice");
                let problem = Problem::error(ProblemCode::DuplicateColumn, said);
                problems.push(problem.at(Some(place)).column(name));
            }
        }
        for (name, at) in MEMBER_COLUMNS.iter().zip(places) {
            if at.is_none() {
                let said = format!("no column `{name}`");
                let problem = Problem::error(ProblemCode::MissingColumn, said).at(Some(place));
                problems.push(problem.column(*name).expected(MEMBER_COLUMNS.join(",")));
            }
        }
        Self {
            places,
            width: row.len(),
        }
    }

    fn is_whole(&self) -> bool {
        self.places.iter().all(Option::is_some)
    }

    fn cells<'r>(&self, row: &'r csv::StringRecord) -> [&'r str; 5] {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        self.places.map(cell)
    }
}

struct Reader<'a> {
    registry: &'a Registry,
    create: bool,
    names: Names,
    made: Vec<(Record, Place)>,
    memberships: Vec<(Record, Place)>,
    /// The memberships read so far by organisation, cluster and role.
    by_key: BTreeMap<(Id, Id, u16), usize>,
}

/// A problem of a cell.
fn of_cell(code: ProblemCode, said: String, column: &str, value: &str) -> Problem {
    let problem = Problem::error(code, said).column(column);
    match value {
        "" => problem,
        value => problem.value(value),
    }
}

impl Reader<'_> {
    /// Reads a row; all its faults are told, and one with a fault makes no record.
    fn row(&mut self, cells: &[&str; 5], place: &Place, problems: &mut ProblemList) {
        let [organisation, cluster, role, as_of, source] = *cells;
        let mut faults = Vec::new();
        for (name, cell) in MEMBER_COLUMNS.iter().zip(cells) {
            if cell.is_empty() && *name != "as_of" {
                let said = format!("`{name}` is empty");
                faults.push(of_cell(ProblemCode::MissingValue, said, name, ""));
            }
        }
        let mut found = |kind, column: &str, text: &str| match text {
            "" => None,
            text => match self.names.find(self.registry, kind, text) {
                Ok(id) => id,
                Err(fault) => {
                    faults.push(fault.column(column).value(text));
                    None
                }
            },
        };
        let who = found(Kind::Organisation, "organisation", organisation);
        let of = found(Kind::Cluster, "cluster", cluster);
        if who.is_none()
            && !organisation.is_empty()
            && !has_fault(&faults, "organisation")
            && !self.create
        {
            faults.push(
                self.names
                    .unknown(self.registry, Kind::Organisation, organisation),
            );
        }
        if of.is_none() && !cluster.is_empty() && !has_fault(&faults, "cluster") {
            faults.push(self.names.unknown(self.registry, Kind::Cluster, cluster));
        }
        let role = self
            .role(role)
            .map_err(|fault| faults.extend(fault.map(|it| *it)))
            .ok();
        let as_of = year(as_of).map_err(|fault| faults.push(*fault)).ok();
        if !faults.is_empty() {
            for fault in faults {
                problems.push(fault.at(Some(place)));
            }
            return;
        }
        let (Some(of), Some(role), Some(as_of)) = (of, role, as_of) else {
            return;
        };
        let source = self.source(source, place);
        let who = who.unwrap_or_else(|| self.organisation(organisation, &source, place));
        self.membership(who, of, role, as_of, source, place);
    }

    /// The role of a code or of words, with the words where they say more than the code.
    fn role(&self, text: &str) -> Result<(MembershipRole, Option<String>), Option<Box<Problem>>> {
        if text.is_empty() {
            return Err(None);
        }
        let words = Some(text.to_owned());
        if let Some(role) = MembershipRole::from_code(text) {
            return Ok((role, None));
        }
        let folded = fold(text);
        let is_code = |it: &&MembershipRole| fold(it.code()) == folded;
        let named = MembershipRole::ALL.iter().find(is_code).copied();
        if let Some(role) = named.or_else(|| self.names.role(&folded)) {
            return Ok((role, words));
        }
        // Words around a code: `project partner` before `partner`.
        let mut roles = MembershipRole::ALL.to_vec();
        roles.sort_by_key(|it| std::cmp::Reverse(it.code().len()));
        let padded = format!(" {folded} ");
        let is_in = |it: &&MembershipRole| padded.contains(&format!(" {} ", fold(it.code())));
        if let Some(role) = roles.iter().find(is_in) {
            return Ok((*role, words));
        }
        let said = format!("unknown role `{text}`");
        let near = nearest(
            &folded.to_uppercase().replace(' ', "_"),
            MembershipRole::CODES.iter().copied(),
        );
        let fault = of_cell(ProblemCode::UnknownCode, said, "role", text);
        let codes = MembershipRole::CODES.join(", ");
        let fault = fault.expected(format!("one of {codes}, or words used for one before"));
        Err(Some(Box::new(fault.suggestion(near.map(str::to_owned)))))
    }

    /// The source of an address or title, made if it is new.
    fn source(&mut self, text: &str, place: &Place) -> Id {
        if let Some(id) = self.names.source(text) {
            return id;
        }
        let id = self
            .names
            .new_id(self.registry, Kind::Source, &slug_of(text));
        let mut record = Record::new(id.clone());
        record.set(source::TITLE, Value::Text(text.to_owned()));
        if text.starts_with("http://") || text.starts_with("https://") {
            record.set(source::ADDRESS, Value::Text(text.to_owned()));
        }
        self.names.add_source(text, &id);
        self.made.push((record, place.clone()));
        id
    }

    /// An organisation that is not on record, made once.
    fn organisation(&mut self, name: &str, source: &Id, place: &Place) -> Id {
        let plain = name.strip_prefix("organisation:").unwrap_or(name);
        let id = self
            .names
            .new_id(self.registry, Kind::Organisation, &slug_of(plain));
        let mut record = Record::new(id.clone());
        record.set(NAME_EN, Value::Text(plain.to_owned()));
        record.set(SOURCES, Value::List(vec![Value::Id(source.clone())]));
        self.names.add(name, &id);
        self.made.push((record, place.clone()));
        id
    }

    fn membership(
        &mut self,
        who: Id,
        of: Id,
        (role, words): (MembershipRole, Option<String>),
        as_of: Option<i64>,
        source: Id,
        place: &Place,
    ) {
        let key = (who.clone(), of.clone(), role as u16);
        let at = self.by_key.get(&key).copied().unwrap_or_else(|| {
            let known = self.on_record(&who, &of, role, words.as_deref());
            let record = known.unwrap_or_else(|| {
                let slug = format!("{}-in-{}", who.slug, of.slug);
                let id = self
                    .names
                    .new_id(self.registry, Kind::Membership, &slug_of(&slug));
                let mut record = Record::new(id);
                record.set(membership::ORGANISATION, Value::Id(who));
                record.set(membership::CLUSTER, Value::Id(of));
                record.set(membership::ROLE, Value::Code(role as u16));
                record
            });
            self.memberships.push((record, place.clone()));
            self.by_key.insert(key, self.memberships.len() - 1);
            self.memberships.len() - 1
        });
        let (record, _) = &mut self.memberships[at];
        if let Some(words) = words.filter(|_| record.get(membership::ROLE_TEXT).is_none()) {
            record.set(membership::ROLE_TEXT, Value::Text(words));
        }
        let known = match record.get(membership::AS_OF) {
            Some(Value::Int(year)) => Some(*year),
            _ => None,
        };
        if let Some(year) = as_of.max(known) {
            record.set(membership::AS_OF, Value::Int(year));
        }
        let sources = record.get(SOURCES).map(Value::items).unwrap_or_default();
        if !sources.contains(&Value::Id(source.clone())) {
            let mut sources = sources.to_vec();
            sources.push(Value::Id(source));
            record.set(SOURCES, Value::List(sources));
        }
    }

    /// The membership of that role on record: the one in the same words, else the first.
    fn on_record(
        &self,
        who: &Id,
        of: &Id,
        role: MembershipRole,
        words: Option<&str>,
    ) -> Option<Record> {
        let registry = self.registry;
        let (who, of) = (registry.find(who)?, registry.find(of)?);
        let mut rows = registry.referring(Kind::Membership, membership::ORGANISATION, who);
        rows.retain(|it| {
            registry.reference(*it, membership::CLUSTER) == Some(of)
                && registry.code(*it, membership::ROLE) == Some(role)
        });
        let same = |it: &&_| words.is_some() && registry.text(**it, membership::ROLE_TEXT) == words;
        let row = rows.iter().find(same).or(rows.first())?;
        Some(registry.record(*row))
    }
}

fn has_fault(faults: &[Problem], column: &str) -> bool {
    faults.iter().any(|it| it.column.as_deref() == Some(column))
}

/// A year; none for an empty cell.
fn year(text: &str) -> Result<Option<i64>, Box<Problem>> {
    if text.is_empty() {
        return Ok(None);
    }
    let year = text.parse().ok();
    match year.filter(|it| (1800..=2100).contains(it)) {
        Some(year) => Ok(Some(year)),
        None => {
            let said = format!("`{text}` is no year");
            let fault = of_cell(ProblemCode::BadType, said, "as_of", text);
            Err(Box::new(fault.expected("a year such as 2024, or nothing")))
        }
    }
}
