//! What no file can bring: deletions, merges, values of a mutation that do not fit.

mod many;

use expect_test::Expect;
use expect_test::expect;

use crate::model::codes::MatchStatus;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::matching;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::source;
use crate::model::*;

fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// A site with the least it needs.
fn site_of(slug: &str) -> Record {
    let mut record = Record::new(Id::new(Kind::Site, slug));
    record.set(NAME_EN, Value::Text(format!("Site {slug}").into()));
    record.set(site::KIND, Value::Code(0));
    record
}

/// A corridor between two sites.
fn link_of(slug: &str, from: &str, to: &str) -> Record {
    let mut record = Record::new(Id::new(Kind::Link, slug));
    record.set(link::FROM, Value::Id(id(from)));
    record.set(link::TO, Value::Id(id(to)));
    record.set(link::KIND, Value::Code(1));
    record
}

/// Validates the changes laid over the records.
fn check(records: Vec<Record>, changes: &[Change], expected: Expect) {
    let before = Registry::of_records(records);
    let after = before.with(changes);
    let mut lists = CodeLists::default();
    for quantity in Quantity::ALL {
        lists.insert(
            PublishedList::Unit,
            quantity.unit(),
            PublishedCode::default(),
        );
    }
    let found = validate(&before, &after, changes, &|_| None, &lists);
    let shown = found.iter().map(|it| format!("{} {it}\n", it.code.code()));
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn what_is_referred_to_cannot_be_deleted() {
    let records = || {
        vec![
            site_of("a"),
            site_of("b"),
            site_of("c"),
            link_of("ab", "site:a", "site:b"),
            link_of("ac", "site:a", "site:c"),
        ]
    };
    check(
        records(),
        &[Change::Delete(id("site:a")), Change::Delete(id("site:aa"))],
        expect![[r#"
            UNKNOWN_REFERENCE unknown site `aa`
            STILL_REFERENCED `site:a` is still referred to by `link:ab` and 1 more
        "#]],
    );
    // With what refers to it, it can.
    let deleted = ["site:a", "link:ab", "link:ac"].map(|it| Change::Delete(id(it)));
    check(records(), &deleted, expect![[""]]);
    // Many at once are searched in another way, with the same answer.
    let mut many = records();
    many.extend((0..20).map(|at| site_of(&format!("s{at}"))));
    let mut changes: Vec<Change> = (0..20)
        .map(|at| Change::Delete(id(&format!("site:s{at}"))))
        .collect();
    changes.push(Change::Delete(id("site:a")));
    changes.push(Change::Put(link_of("new", "site:s3", "site:b")));
    check(
        many,
        &changes,
        expect![[r#"
        UNKNOWN_REFERENCE from: unknown site `s3`
        STILL_REFERENCED `site:s3` is still referred to by `link:new`
        STILL_REFERENCED `site:a` is still referred to by `link:ab` and 1 more
    "#]],
    );
    // Deleted and put again in one commit, it is there.
    let again = [Change::Delete(id("site:a")), Change::Put(site_of("a"))];
    check(records(), &again, expect![[""]]);
}

#[test]
fn merges_need_two_records_of_one_kind() {
    let records = || {
        vec![
            site_of("a"),
            site_of("b"),
            site_of("c"),
            link_of("ab", "site:a", "site:b"),
        ]
    };
    let merge = |from: &str, into: &str| Change::Merge {
        from: id(from),
        into: id(into),
    };
    check(records(), &[merge("site:a", "site:c")], expect![[""]]);
    // References to what was merged away, put in the same commit, mean what stays.
    check(
        records(),
        &[
            Change::Put(link_of("new", "site:a", "site:b")),
            merge("site:c", "site:a"),
            merge("site:a", "site:d"),
            Change::Put(site_of("d")),
        ],
        expect![[""]],
    );
    check(
        records(),
        &[merge("site:a", "site:b")],
        expect![[r#"
        INCONSISTENT `link:ab` would end where it starts
    "#]],
    );
    check(
        records(),
        &[
            merge("site:a", "link:ab"),
            merge("site:b", "site:b"),
            merge("site:x", "site:b"),
            merge("site:c", "site:bb"),
        ],
        expect![[r#"
            INCONSISTENT `site:a` and `link:ab` are of two kinds
            INCONSISTENT `site:b` is merged into itself
            UNKNOWN_REFERENCE unknown site `x`
            UNKNOWN_REFERENCE unknown site `bb`
        "#]],
    );
}

#[test]
fn values_that_do_not_fit_are_found_without_a_file() {
    let mut record = Record::new(Id::new(Kind::Site, "Kemi"));
    record.set(NAME_EN, Value::Text(" Kemi".into()));
    record.set(
        ALIASES,
        Value::List(vec![Value::Text("a;b".into()), Value::Text("".into())]),
    );
    record.set(site::KIND, Value::Code(99));
    record.set(site::SUBKIND, Value::Text("bell\u{7}".into()));
    record.set(site::COUNTRY, Value::Text("XX".into()));
    record.set(site::LATITUDE, Value::Number(f64::NAN));
    record.set(site::OPENED, Value::Int(1));
    record.set(site::CLOSED, Value::Text("1999".into()));
    record.set(site::REGION, Value::Id(id("site:a")));
    record.set(
        site::MUNICIPALITY,
        Value::List(vec![Value::Text("Kemi".into())]),
    );
    let mut dated = Record::new(Id::new(Kind::Source, "s"));
    dated.set(source::TITLE, Value::Text("S".into()));
    dated.set(source::DATE, Value::Text("2024-02-30".into()));
    let mode = Record::new(Id::new(Kind::Mode, "road"));
    check(
        vec![site_of("a")],
        &[Change::Put(record), Change::Put(dated), Change::Put(mode)],
        expect![[r#"
            BAD_SLUG id: `Kemi` is no slug
            BAD_TYPE name_en: the text begins or ends with white space
            BAD_TYPE aliases: an item of the list holds `;`, which separates items
            BAD_TYPE aliases: the text is empty
            BAD_TYPE kind: the value does not fit `kind`
            BAD_TYPE subkind: the text holds a control character
            UNKNOWN_CODE country: unknown code `XX`
            BAD_TYPE municipality: `municipality` of site:Kemi holds a list; expected one value
            OUT_OF_RANGE latitude: NaN is out of range; expected a number from -90 to 90
            OUT_OF_RANGE opened: 1 is out of range; expected a whole number from 1500 to 2200
            BAD_TYPE closed: the value does not fit `closed`
            BAD_TYPE region: `site:a` is of a kind that `region` does not take; expected an id of kind region
            BAD_TYPE date: the value does not fit `date`
            BAD_TYPE `mode:road` is no record: modes of transport are a closed list
        "#]],
    );
}

#[test]
fn figures_of_a_mutation_are_checked_as_those_of_a_file() {
    let mut record = Record::new(Id::new(Kind::Figure, "0123456789abcdef"));
    let production = Quantity::ALL
        .iter()
        .position(|it| *it == Quantity::Grade)
        .unwrap();
    record.set(figure::SUBJECT, Value::Id(id("site:a")));
    record.set(
        figure::QUANTITY,
        Value::Code(u16::try_from(production).unwrap()),
    );
    record.set(figure::VALUE, Value::Number(26.0));
    record.set(figure::UNIT, Value::Text("fraction".into()));
    record.set(figure::CONFIDENCE, Value::Code(0));
    let mut other = record.clone();
    other.set(figure::UNIT, Value::Text("t/a".into()));
    other.id.slug = computed_slug(&other);
    check(
        vec![site_of("a")],
        &[Change::Put(record), Change::Put(other)],
        expect![[r#"
            BAD_SLUG id: `0123456789abcdef` is not the id that follows from the values
            NO_SOURCE sources: a figure without source; expected the document or page the number is from
            OUT_OF_RANGE value: a grade of 26 fraction is out of range; expected 0 to 1 fraction
            NO_SOURCE sources: a figure without source; expected the document or page the number is from
            WRONG_UNIT unit: `t/a` is not the unit of `grade`; expected `fraction`, with the numbers converted to it
        "#]],
    );
}

#[test]
fn of_many_problems_errors_are_never_lost() {
    let mut list = ProblemList::with_limit(2);
    for at in 0..5 {
        list.push(Problem::warning(
            ProblemCode::NoEwcCode,
            format!("doubt {at}"),
        ));
    }
    list.push(Problem::error(ProblemCode::NoSource, "fault"));
    assert_eq!(list.errors(), 1);
    let shown: Vec<String> = list.finish().iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "doubt 0",
            "doubt 1",
            "fault",
            "3 more warnings are not listed"
        ]
    );
}

#[test]
fn dates_are_those_of_the_calendar() {
    for date in ["2024", "2024-02", "2024-02-29", "0001-01-01"] {
        assert!(is_date(date), "{date}");
    }
    for text in [
        "",
        "24",
        "2024-2",
        "2024-13",
        "2023-02-29",
        "2024-02-29-1",
        "2024-02-",
        "-2024",
        "２０２４",
    ] {
        assert!(!is_date(text), "{text}");
    }
}

/// A match of one offer and request; `told` are columns of text.
fn match_of(slug: &str, status: MatchStatus, told: &[(Column, &str)]) -> Record {
    let mut record = Record::new(Id::new(Kind::Match, slug));
    record.set(NAME_EN, Value::Text(slug.into()));
    record.set(matching::OFFER, Value::Id(id("side-stream:slag")));
    record.set(matching::REQUEST, Value::Id(id("site:b")));
    record.set(matching::STATUS, Value::Code(status as u16));
    for (column, text) in told {
        record.set(*column, Value::Text((*text).into()));
    }
    record
}

fn slag() -> Record {
    let mut record = Record::new(id("side-stream:slag"));
    record.set(NAME_EN, Value::Text("Slag".into()));
    record.set(side_stream::SITE, Value::Id(id("site:a")));
    record
}

const STARTED: (Column, &str) = (matching::STARTED, "2024");
const DROPPED: [(Column, &str); 2] = [(matching::REASON, "too far"), (matching::ENDED, "2025-03")];

#[test]
fn a_match_goes_forward_is_dropped_and_begins_again() {
    // Worked out by hand: row is what it was, column what it becomes.
    let all = [
        ("IDEA", "yyyyyy"),
        ("CONTACTED", "nyyyyy"),
        ("TESTED", "nnyyyy"),
        ("AGREED", "nnnyyy"),
        ("RUNNING", "nnnnyy"),
        ("DROPPED", "ynnnny"),
    ];
    let told = |status: MatchStatus| match status {
        MatchStatus::Dropped => match_of("m", status, &DROPPED),
        _ => match_of("m", status, &[STARTED]),
    };
    for (was, becomes) in all {
        let was = MatchStatus::from_code(was).unwrap();
        let before = Registry::of_records(vec![site_of("a"), site_of("b"), slag(), told(was)]);
        for (status, is_allowed) in MatchStatus::ALL.iter().zip(becomes.chars()) {
            let changes = [Change::Put(told(*status))];
            let after = before.with(&changes);
            let lists = CodeLists::default();
            let found = validate(&before, &after, &changes, &|_| None, &lists);
            let codes: Vec<ProblemCode> = found.iter().map(|it| it.code).collect();
            let expected = match is_allowed {
                'y' => vec![],
                _ => vec![ProblemCode::StatusTakenBack],
            };
            assert_eq!(codes, expected, "{} to {}", was.code(), status.code());
        }
    }
}

#[test]
fn a_step_back_names_both_statuses_and_what_is_allowed() {
    let records = |status, told: &[(Column, &str)]| {
        vec![
            site_of("a"),
            site_of("b"),
            slag(),
            match_of("m", status, told),
        ]
    };
    check(
        records(MatchStatus::Running, &[STARTED]),
        &[Change::Put(match_of("m", MatchStatus::Tested, &[STARTED]))],
        expect![[r#"
            STATUS_TAKEN_BACK status: match:m was `RUNNING` and cannot become `TESTED`; expected one of RUNNING, DROPPED
        "#]],
    );
    check(
        records(MatchStatus::Dropped, &DROPPED),
        &[Change::Put(match_of("m", MatchStatus::Agreed, &[]))],
        expect![[r#"
            STATUS_TAKEN_BACK status: match:m was `DROPPED` and cannot become `AGREED`; expected one of IDEA, DROPPED
        "#]],
    );
    // Reopened with the day it was dropped: either it is dropped, or it has no such day.
    check(
        records(MatchStatus::Dropped, &DROPPED),
        &[Change::Put(match_of("m", MatchStatus::Idea, &DROPPED))],
        expect![[r#"
            INCONSISTENT ended: match:m is `IDEA` although it has ended; expected no day, or the status `DROPPED`
        "#]],
    );
}

#[test]
fn one_match_of_an_offer_and_request_is_open() {
    let records = |first: Record| vec![site_of("a"), site_of("b"), slag(), first];
    let second = |status| match_of("second", status, &[STARTED]);
    let open = || match_of("first", MatchStatus::Tested, &[]);
    check(
        records(open()),
        &[Change::Put(second(MatchStatus::Idea))],
        expect![[r#"
            SECOND_MATCH request: match:second and match:first pursue the same offer and request; expected one open match: go on with `match:first`, or drop it first
        "#]],
    );
    // The first is dropped in the same commit.
    let dropped = match_of("first", MatchStatus::Dropped, &DROPPED);
    let changes = [
        Change::Put(second(MatchStatus::Idea)),
        Change::Put(dropped.clone()),
    ];
    check(records(open()), &changes, expect![[""]]);
    // Reopening what another took the place of.
    let mut both = records(dropped);
    both.push(second(MatchStatus::Running));
    let again = [Change::Put(match_of("first", MatchStatus::Idea, &[]))];
    check(
        both,
        &again,
        expect![[r#"
        SECOND_MATCH request: match:first and match:second pursue the same offer and request; expected one open match: go on with `match:second`, or drop it first
    "#]],
    );
    // What ran out is open no more, and is not put here.
    let ran_out = match_of(
        "first",
        MatchStatus::Running,
        &[STARTED, (matching::ENDED, "2024")],
    );
    check(
        records(ran_out),
        &[Change::Put(second(MatchStatus::Idea))],
        expect![[""]],
    );
}
