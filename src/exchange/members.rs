//! Members of clusters from a table of five columns: `organisation,cluster,role,as_of,source`.
//!
//! Organisations and clusters are named by id or by a name on record; a role by its code or in the words of the source; a
//! source by its address or title, and made if it is not on record. A membership that is on record is not made twice: it
//! takes over a later year and a further source. The file is read by the rules of packages.

mod ended;
mod header;
mod names;
mod roles;
#[cfg(test)]
mod tests;
mod years;

use std::collections::BTreeMap;

use crate::exchange::import::Encoding;
use crate::exchange::import::ReadOptions;
use crate::exchange::members::ended::Ended;
use crate::exchange::members::header::Header;
use crate::exchange::members::names::Names;
use crate::exchange::members::names::slug_in;
use crate::exchange::members::names::slug_of;
use crate::exchange::members::roles::Role;
use crate::exchange::members::roles::is_past;
use crate::exchange::members::roles::role;
use crate::exchange::members::years::before_cluster;
use crate::exchange::members::years::year;
use crate::exchange::package::CsvText;
use crate::exchange::package::Limits;
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
    /// How its text is encoded.
    pub encoding: Encoding,
    /// Which organisations that are not on record are made, and not a problem.
    pub create: CreateOrganisations,
}

/// Which organisations that are not on record are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreateOrganisations {
    /// None.
    #[default]
    None,
    /// Those whose name is not that of one on record but for the legal form; of a name that is near another it is said.
    New,
    /// Those too.
    Alike,
}

impl CreateOrganisations {
    /// As two switches say it, of which the second has the first in it.
    pub const fn of(new: bool, alike: bool) -> Self {
        match (new, alike) {
            (_, true) => Self::Alike,
            (true, false) => Self::New,
            (false, false) => Self::None,
        }
    }
}

/// So many rows a table of members has, which is more than any cluster has members.
const MOST_ROWS: u64 = 10_000;

/// What was read of a table of members.
#[derive(Debug, Default)]
pub struct MembersRead {
    /// Sources and organisations that are new, then memberships, each with where it was read first.
    pub records: Vec<(Record, Place)>,
    /// What is wrong, with line, column and value. Nothing may be stored if a problem is an error.
    pub problems: Vec<Problem>,
}

/// Reads a table of members against the records there are; nothing in it can be of a year after this one. O(bytes + names on
/// record), and names that are not on record are compared with the others within a bound; that it was reached is told.
pub fn read_members(registry: &Registry, file: &MembersFile<'_>, this_year: i32) -> MembersRead {
    let mut reader = Reader {
        registry,
        create: file.create,
        this_year: this_year.into(),
        names: Names::of(registry),
        made: Vec::new(),
        memberships: Vec::new(),
        by_key: BTreeMap::new(),
        ended: Vec::new(),
    };
    let options = ReadOptions {
        encoding: file.encoding,
        limits: Limits {
            rows: MOST_ROWS,
            ..Limits::default()
        },
        ..ReadOptions::default()
    };
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
    for doubt in reader.standing() {
        problems.push(doubt);
    }
    if reader.names.is_spent() {
        let said = "too many names are not on record to compare each with all others: a name that is near another may not be told";
        problems.push(Problem::warning(ProblemCode::LimitExceeded, said));
    }
    let records = reader.made.into_iter().chain(reader.memberships);
    MembersRead {
        records: records.collect(),
        problems: problems.finish(),
    }
}

struct Reader<'a> {
    registry: &'a Registry,
    create: CreateOrganisations,
    this_year: i64,
    names: Names,
    made: Vec<(Record, Place)>,
    memberships: Vec<(Record, Place)>,
    /// The memberships read so far by organisation, cluster and role.
    by_key: BTreeMap<(Id, Id, u16), usize>,
    /// Whom the table tells as one of the past.
    ended: Vec<Ended>,
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
        let [organisation, cluster, role_text, as_of, source] = *cells;
        self.names.tell_near(!problems.is_full());
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
        if who.is_none() && !organisation.is_empty() && !has_fault(&faults, "organisation") {
            faults.extend(self.not_made(organisation));
        }
        if of.is_none() && !cluster.is_empty() && !has_fault(&faults, "cluster") {
            faults.push(self.names.unknown(self.registry, Kind::Cluster, cluster));
        }
        let role = match role_text {
            "" => None,
            text => role(&self.names, text)
                .map_err(|fault| faults.push(*fault))
                .ok(),
        };
        let as_of = year(as_of, self.this_year);
        let as_of = as_of.map_err(|fault| faults.push(*fault)).ok();
        let is_wrong = faults.iter().any(Problem::is_error);
        for fault in faults {
            problems.push(fault.at(Some(place)));
        }
        let (false, Some(of), Some(role), Some(as_of)) = (is_wrong, of, role, as_of) else {
            return;
        };
        let row = self.registry.find(&of);
        let doubt = row.and_then(|row| before_cluster(self.registry, row, as_of));
        let source = self.source(source, place);
        let who = who.unwrap_or_else(|| self.organisation(organisation, &source, place));
        if role.1.as_deref().is_some_and(is_past) {
            let (who, of, place) = (who.clone(), of.clone(), place.clone());
            self.ended.push(Ended { who, of, place });
        }
        let again = self.membership(
            &Told {
                who,
                of,
                role,
                as_of,
            },
            source,
            place,
        );
        for doubt in doubt.into_iter().chain(again) {
            problems.push(doubt.at(Some(place)));
        }
    }

    /// What is said of an organisation that is not on record: that it is not made, or which name is near; nothing if it is made
    /// and none is.
    fn not_made(&self, name: &str) -> Option<Problem> {
        let (names, registry, kind) = (&self.names, self.registry, Kind::Organisation);
        let unknown = |how: &str| Some(names.unknown(registry, kind, name).expected(how));
        if self.create == CreateOrganisations::None {
            return unknown(
                "one on record; `--create` (`create=true` over HTTP) makes those that are not",
            );
        }
        if slug_in(kind, name).is_some() {
            return unknown("the id of one on record, or a name");
        }
        let alike = names.alike(registry, kind, name);
        if let Some(alike) = alike {
            let said = format!("`{name}` is the name of {alike} but for its legal form");
            let fault = of_cell(ProblemCode::LikelyDuplicate, said, "organisation", name);
            let how =
                "its id, or `--create-alike` (`createAlike=true` over HTTP) to make another one";
            let is_refused = self.create < CreateOrganisations::Alike;
            // Of what is made all the same the checks of the commit say what it is like.
            return is_refused.then(|| fault.expected(how));
        }
        let near = names.near(registry, kind, name)?;
        let said = format!("`{name}` is made anew, and its name is near that of another on record");
        let doubt = Problem::warning(ProblemCode::LikelyDuplicate, said).column("organisation");
        Some(doubt.value(name).suggestion(Some(near)))
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
        record.set(source::TITLE, Value::Text(text.into()));
        if text.starts_with("http://") || text.starts_with("https://") {
            record.set(source::ADDRESS, Value::Text(text.into()));
        }
        self.names.add_source(text, &id);
        self.made.push((record, place.clone()));
        id
    }

    /// An organisation that is not on record, made once.
    fn organisation(&mut self, name: &str, source: &Id, place: &Place) -> Id {
        let slug = slug_of(name);
        let id = self.names.new_id(self.registry, Kind::Organisation, &slug);
        let mut record = Record::new(id.clone());
        record.set(NAME_EN, Value::Text(name.into()));
        record.set(SOURCES, Value::List(vec![Value::Id(source.clone())]));
        self.names.add(name, &id);
        self.made.push((record, place.clone()));
        id
    }

    /// Enters a membership; what is doubtful where the table tells it twice.
    fn membership(&mut self, told: &Told, source: Id, place: &Place) -> Option<Problem> {
        let (role, words) = &told.role;
        let key = (told.who.clone(), told.of.clone(), *role as u16);
        let before = self.by_key.get(&key).copied();
        let at = before.unwrap_or_else(|| {
            let known = self.on_record(told);
            let record = known.unwrap_or_else(|| self.new_membership(told));
            self.memberships.push((record, place.clone()));
            self.by_key.insert(key, self.memberships.len() - 1);
            self.memberships.len() - 1
        });
        let (record, first) = &mut self.memberships[at];
        let as_it_was = record.clone();
        if let Some(words) = words
            .as_ref()
            .filter(|_| record.get(membership::ROLE_TEXT).is_none())
        {
            record.set(membership::ROLE_TEXT, Value::Text(words.into()));
        }
        let known = match record.get(membership::AS_OF) {
            Some(Value::Int(year)) => Some(*year),
            _ => None,
        };
        if let Some(year) = told.as_of.max(known) {
            record.set(membership::AS_OF, Value::Int(year));
        }
        let sources = record.get(SOURCES).map(Value::items).unwrap_or_default();
        if !sources.contains(&Value::Id(source.clone())) {
            let mut sources = sources.to_vec();
            sources.push(Value::Id(source));
            record.set(SOURCES, Value::List(sources));
        }
        before.and_then(|_| told.again(&as_it_was, record, first.line))
    }

    fn new_membership(&mut self, told: &Told) -> Record {
        let slug = slug_of(&format!("{}-in-{}", told.who.slug, told.of.slug));
        let id = self.names.new_id(self.registry, Kind::Membership, &slug);
        let mut record = Record::new(id);
        record.set(membership::ORGANISATION, Value::Id(told.who.clone()));
        record.set(membership::CLUSTER, Value::Id(told.of.clone()));
        record.set(membership::ROLE, Value::Code(told.role.0 as u16));
        record
    }

    /// The membership of that role on record: the one in the same words, else the first.
    fn on_record(&self, told: &Told) -> Option<Record> {
        let registry = self.registry;
        let (role, words) = (told.role.0, told.role.1.as_deref());
        let rows = self.rows_on_record(&told.who, &told.of, role);
        let same = |it: &&_| words.is_some() && registry.text(**it, membership::ROLE_TEXT) == words;
        let row = rows.iter().find(same).or(rows.first())?;
        Some(registry.record(*row))
    }
}

/// A membership as a row tells it.
struct Told {
    who: Id,
    of: Id,
    role: Role,
    as_of: Option<i64>,
}

impl Told {
    /// What is doubtful of a row that tells a membership which a line before it tells: that it adds nothing, or that its words are
    /// not kept. None if it adds a later year or a source.
    fn again(&self, before: &Record, after: &Record, line: u64) -> Option<Problem> {
        let kept = after.text(membership::ROLE_TEXT);
        let words = self.role.1.as_deref().filter(|it| Some(*it) != kept);
        let said = match words {
            Some(words) => format!(
                "line {line} tells the same membership, as `{}`; the words `{words}` are not kept",
                kept.unwrap_or_default()
            ),
            None if before == after => {
                format!("line {line} tells the same membership; this row adds nothing")
            }
            None => return None,
        };
        Some(Problem::warning(ProblemCode::LikelyDuplicate, said))
    }
}

fn has_fault(faults: &[Problem], column: &str) -> bool {
    faults.iter().any(|it| it.column.as_deref() == Some(column))
}
