//! Tables of members, good and bad, against a few records.

mod ended;
mod many;
mod roles;

use super::*;
use crate::model::ALIASES;
use crate::model::Change;
use crate::model::codes::ClusterType;
use crate::model::codes::MembershipRole;
use crate::model::tables::cluster;

fn registry() -> Registry {
    let named = |id: &str, name: &str| {
        let mut record = Record::new(Id::parse(id).unwrap());
        record.set(NAME_EN, Value::Text(name.into()));
        record
    };
    let mut ore = named("organisation:ore-oy", "Ore Oy");
    ore.set(ALIASES, Value::List(vec![Value::Text("Malmi".into())]));
    let mut ring = named("cluster:ring", "The Ring");
    ring.set(cluster::ESTABLISHED, Value::Int(1990));
    ring.set(cluster::TYPE, Value::Code(ClusterType::Cluster as u16));
    let mut page = Record::new(Id::parse("source:page").unwrap());
    page.set(source::TITLE, Value::Text("A page".into()));
    let mut known = Record::new(Id::parse("membership:ore-oy-in-ring").unwrap());
    known.set(membership::ORGANISATION, Value::Id(ore.id.clone()));
    known.set(membership::CLUSTER, Value::Id(ring.id.clone()));
    known.set(
        membership::ROLE,
        Value::Code(MembershipRole::Founder as u16),
    );
    known.set(
        membership::ROLE_TEXT,
        Value::Text("one of the first".into()),
    );
    known.set(SOURCES, Value::List(vec![Value::Id(page.id.clone())]));
    let twins = [
        named("organisation:twin-a", "Twin"),
        named("organisation:twin-b", "Twin"),
    ];
    let records = [ore, ring, page, known].into_iter().chain(twins);
    Registry::of_records(records.collect())
}

/// The year in which the tables are read.
const THIS_YEAR: i32 = 2026;

fn read(registry: &Registry, rows: &str, create: bool) -> MembersRead {
    read_making(registry, rows, CreateOrganisations::of(create, false))
}

fn read_making(registry: &Registry, rows: &str, create: CreateOrganisations) -> MembersRead {
    let text = format!("organisation,cluster,role,as_of,source\n{rows}");
    let file = MembersFile {
        name: "members.csv",
        bytes: text.as_bytes(),
        encoding: Encoding::default(),
        create,
    };
    read_members(registry, &file, THIS_YEAR)
}

#[track_caller]
fn check(rows: &str, create: bool, expected: &[&str]) {
    let read = read(&registry(), rows, create);
    let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    let told: Vec<String> = read
        .records
        .iter()
        .map(|(it, place)| {
            let year = match it.get(membership::AS_OF) {
                Some(Value::Int(year)) if it.kind() == Kind::Membership => format!(" {year}"),
                _ => String::new(),
            };
            let sources = it.get(SOURCES).map_or(0, |it| it.items().len());
            format!("{} {}{year} {sources}", place.line, it.id)
        })
        .collect();
    assert_eq!(told, expected);
}

#[track_caller]
fn refused(rows: &str, expected: &str) {
    let read = read(&registry(), rows, false);
    let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.join("\n"), expected);
}

#[test]
fn rows_are_read_by_id_name_alias_code_and_words() {
    check(
        "organisation:twin-a,cluster:ring,MEMBER,2024,A page\n\
         malmi,the ring,Project partner,,https://ring.example/members\n\
         Ore Oy,ring,one of the first,2023,A page\n\
         twin-b,ring,silver member,2020,https://ring.example/members\n",
        false,
        &[
            "3 source:ring-example-members 0",
            "2 membership:twin-a-in-ring 2024 1",
            "3 membership:ore-oy-in-ring-2 1",
            "4 membership:ore-oy-in-ring 2023 1",
            "5 membership:twin-b-in-ring 2020 1",
        ],
    );
}

#[test]
fn what_is_not_on_record_is_made_once_where_that_is_asked_for() {
    check(
        "New Works AB,ring,member,2024,A page\nNEW WORKS AB,ring,member,2025,Another page\n",
        true,
        &[
            "2 organisation:new-works-ab 1",
            "3 source:another-page 0",
            "2 membership:new-works-ab-in-ring 2025 2",
        ],
    );
}

#[test]
fn reading_again_what_was_stored_changes_nothing() {
    let before = registry();
    let rows = "New Works AB,ring,key member,2024,Some list\n\
                Malmi,ring,FOUNDER,2021,Some list\n\
                Malmi,ring,founder,2020,A page\n";
    let first = read(&before, rows, true);
    let changes: Vec<Change> = first
        .records
        .into_iter()
        .map(|(it, _)| Change::Put(it))
        .collect();
    let after = before.with(&changes);
    let second = read(&after, rows, true);
    let changes: Vec<Change> = second
        .records
        .into_iter()
        .map(|(it, _)| Change::Put(it))
        .collect();
    assert!(!changes.is_empty());
    assert_eq!(after.net(&changes).changes, []);
}

#[test]
fn every_fault_is_told_with_line_column_value_and_what_is_near() {
    refused(
        "Ore Oyj,ring,MEMBER,2024,A page\n",
        "members.csv:2: organisation: unknown organisation `Ore Oyj`; expected one on record; `--create` (`create=true` over HTTP) makes those that are not; did you mean `Ore Oy`?",
    );
    refused(
        "Ore Oy,The Rign,MEMBER,2024,A page\n",
        "members.csv:2: cluster: unknown cluster `The Rign`; did you mean `The Ring`?",
    );
    refused(
        "Twin,ring,MEMBER,2024,A page\n",
        "members.csv:2: organisation: `Twin` is the name of `organisation:twin-a` and `organisation:twin-b`; expected the id of one of them",
    );
    refused(
        "Ore Oy,ring,membre,24,\n",
        "members.csv:2: source: `source` is empty\n\
         members.csv:2: role: unknown role `membre`; expected one of MANAGER, FOUNDER, MEMBER, PARTNER, PROJECT_PARTNER, SUPPORTER, OTHER, or words used for one before; did you mean `MEMBER`?\n\
         members.csv:2: as_of: `24` is no year; expected a year from 1900 to 2026, or nothing",
    );
    refused(
        "Ore Oy,ring,MEMBER,2024\n",
        "members.csv:2: the row has 4 cells, the header 5; expected 5 cells; one that holds a comma stands in quotation marks",
    );
    refused("\n,,,,\n", "");
}

#[test]
fn a_file_that_is_none_is_told_as_such() {
    let told = |bytes: &[u8]| {
        let file = MembersFile {
            name: "m.csv",
            bytes,
            encoding: Encoding::default(),
            create: CreateOrganisations::None,
        };
        let read = read_members(&registry(), &file, THIS_YEAR);
        assert!(read.records.is_empty());
        let problems = read.problems.iter().map(ToString::to_string);
        problems.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        told(b"organisation;cluster|role;as_of;source\nOre Oy;ring;MEMBER;2024;A page\n"),
        "m.csv:1: the cells of the header are separated by `;` and by `|`; expected one of `,`, `;`, tabs, `|` between all cells"
    );
    assert_eq!(
        told(b"organisation,cluster,rol,as_of,source\nOre Oy,ring,MEMBER,2024,A page\n"),
        "m.csv:1: rol: unknown column `rol`; did you mean `role`?\n\
         m.csv:1: role: no column `role`; expected organisation,cluster,role,as_of,source"
    );
    assert_eq!(told(b""), "m.csv:1: `m.csv` is empty: it has no header");
    assert!(told(b"\xff\xfe").contains("is UTF-16"));
    assert!(
        told(b"organisation,cluster,role,as_of,source\nOre \"Oy,ring,MEMBER,2024,A\n")
            .contains("quotation mark")
    );
    // A byte order mark and columns in another order are no fault.
    let good = "\u{feff}source,role,as_of,cluster,organisation\nA page,MEMBER,,ring,\"Ore Oy\"\n";
    let file = MembersFile {
        name: "m.csv",
        bytes: good.as_bytes(),
        encoding: Encoding::default(),
        create: CreateOrganisations::None,
    };
    assert_eq!(read_members(&registry(), &file, THIS_YEAR).records.len(), 1);
}

#[test]
fn cells_may_be_separated_as_the_header_says() {
    let read = |text: &str| {
        let file = MembersFile {
            name: "m.csv",
            bytes: text.as_bytes(),
            encoding: Encoding::default(),
            create: CreateOrganisations::New,
        };
        let read = read_members(&registry(), &file, THIS_YEAR);
        assert_eq!(read.problems, []);
        read.records
    };
    let text = "organisation,cluster,role,as_of,source\nOre Oy,ring,MEMBER,2024,A page\n";
    assert!(!read(text).is_empty());
    assert_eq!(read(&text.replace(',', ";")), read(text));
}

/// What is said of a table, and how many organisations it makes.
fn told(rows: &str, create: CreateOrganisations) -> (Vec<String>, usize) {
    let read = read_making(&registry(), rows, create);
    let is_new = |it: &&(Record, Place)| it.0.kind() == Kind::Organisation;
    let made = read.records.iter().filter(is_new).count();
    let problems = read.problems.iter();
    let told = problems.map(|it| format!("{} {it}", it.severity.code()));
    (told.collect(), made)
}

#[test]
fn a_year_to_come_or_before_any_list_is_refused() {
    let expected = "expected a year from 1900 to 2026, or nothing";
    for (year, why) in [
        (
            "2035",
            "`2035` is yet to come: `as_of` is the year in which it was told",
        ),
        (
            "2027",
            "`2027` is yet to come: `as_of` is the year in which it was told",
        ),
        ("1825", "`1825` is before any list of members"),
        ("1899", "`1899` is before any list of members"),
        ("20260", "`20260` is no year"),
        ("-2024", "`-2024` is no year"),
        ("2024-05-01", "`2024-05-01` is no year"),
    ] {
        let row = format!("Ore Oy,ring,MEMBER,{year},A page\n");
        refused(&row, &format!("members.csv:2: as_of: {why}; {expected}"));
    }
    for year in ["2026", "1990", ""] {
        let (problems, _) = told(
            &format!("Ore Oy,ring,MEMBER,{year},A page\n"),
            CreateOrganisations::None,
        );
        assert_eq!(problems, Vec::<String>::new(), "{year}");
    }
    // Before the first year of the cluster is a doubt: that year is one a source gives.
    let (problems, _) = told(
        "Ore Oy,ring,MEMBER,1989,A page\n",
        CreateOrganisations::None,
    );
    let doubt =
        "WARNING members.csv:2: as_of: `1989` is before 1990, the first year on record of The Ring";
    assert_eq!(problems, [doubt]);
}

#[test]
fn a_row_told_twice_is_said_to_be_and_made_once() {
    let rows = "Ore Oy,ring,MEMBER,2024,A page\n\
                malmi,The Ring,member,2024,A page\n\
                Ore Oy,ring,key member,2020,A page\n\
                Ore Oy,ring,MEMBER,2025,A page\n\
                Ore Oy,ring,PARTNER,2024,A page\n";
    let (problems, _) = told(rows, CreateOrganisations::None);
    assert_eq!(
        problems,
        [
            "WARNING members.csv:4: line 2 tells the same membership, as `member`; the words `key member` are not kept",
        ]
    );
    let twice = "Ore Oy,ring,MEMBER,2024,A page\nmalmi,The Ring,MEMBER,2024,A page\n";
    let (problems, _) = told(twice, CreateOrganisations::None);
    let doubt = "WARNING members.csv:3: line 2 tells the same membership; this row adds nothing";
    assert_eq!(problems, [doubt]);
    assert_eq!(read(&registry(), twice, false).records.len(), 1);
    assert_eq!(read(&registry(), rows, false).records.len(), 2);
}

#[test]
fn nothing_is_made_beside_a_near_name_without_a_word() {
    let alike = "`Ore Oyj` is the name of `organisation:ore-oy` (Ore Oy) but for its legal form";
    let (problems, _) = told(
        "Ore Oyj,ring,MEMBER,2024,A page\n",
        CreateOrganisations::New,
    );
    assert_eq!(
        problems,
        [format!(
            "ERROR members.csv:2: organisation: {alike}; expected its id, or `--create-alike` (`createAlike=true` over HTTP) to make another one"
        )]
    );
    let made = told(
        "Ore Oyj,ring,MEMBER,2024,A page\n",
        CreateOrganisations::Alike,
    );
    assert_eq!(
        made,
        (Vec::new(), 1),
        "the checks of the commit say the rest"
    );
    let near = "is made anew, and its name is near that of another on record";
    assert_eq!(
        told("Oer Oy,ring,MEMBER,2024,A page\n", CreateOrganisations::New),
        (
            vec![format!(
                "WARNING members.csv:2: organisation: `Oer Oy` {near}; did you mean `Ore Oy`?"
            )],
            1
        )
    );
    // The same of two new ones in one file.
    let (problems, _) = told(
        "Quarry Oy,ring,MEMBER,2024,A page\nQuarry Oyj,ring,MEMBER,2024,A page\n",
        CreateOrganisations::New,
    );
    assert!(
        problems.len() == 1
            && problems[0].contains(
                "members.csv:3: organisation: `Quarry Oyj` is the name of `organisation:quarry-oy`"
            ),
        "{problems:?}"
    );
    // An id that is on record nowhere is a slip, and no name.
    let (problems, made) = told(
        "organisation:ore-yo,ring,MEMBER,2024,A page\n",
        CreateOrganisations::Alike,
    );
    assert_eq!(
        (problems, made),
        (
            vec![
                "ERROR members.csv:2: organisation: unknown organisation `organisation:ore-yo`; expected the id of one on record, or a name; did you mean `organisation:ore-oy`?"
                    .to_owned()
            ],
            0
        )
    );
}
