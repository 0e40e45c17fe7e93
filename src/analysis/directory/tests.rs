//! Criteria, words, labels and dates, on records made for it.

use super::admission::CriterionStatus;
use super::admission::admission;
use super::admission::member_count;
use super::can_test::StreamWords;
use super::can_test::TestsHow;
use super::can_test::can_test;
use super::labels::labels;
use super::members::clusters_with;
use super::programmes::may_be_open;
use super::words::Wanted;
use crate::analysis::clusters::reach::in_other_roles;
use crate::model::AdmissionCode;
use crate::model::AdmissionRule;
use crate::model::ClusterLists;
use crate::model::ClusterTypeEntry;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Knowledge;
use crate::model::LabelEntry;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Row;
use crate::model::Value;
use crate::model::When;
use crate::model::codes::ClusterType;
use crate::model::tables::figure;
use crate::model::tables::table_of;

/// Records, a line each: the id, then `column=value`, with `_` for spaces and `;` between values.
fn registry(lines: &str) -> Registry {
    let record = |line: &str| {
        let (id, rest) = line.trim().split_once(' ').unwrap();
        let id = Id::parse(id).unwrap();
        let table = table_of(id.kind).unwrap();
        let mut record = Record::new(id);
        for part in rest.split_whitespace() {
            let (name, text) = part.split_once('=').unwrap();
            let column = table.column(name).unwrap();
            let field = table.field(column);
            let value = |text: &str| match field.of {
                FieldType::Code(codes) => {
                    let at = codes.iter().position(|it| *it == text).unwrap();
                    Value::Code(u16::try_from(at).unwrap())
                }
                FieldType::Int(..) => Value::Int(text.parse().unwrap()),
                FieldType::Number(..) => Value::Number(text.parse().unwrap()),
                FieldType::Ref([kind]) => Value::Id(Id::new(*kind, text)),
                FieldType::Ref(_) => Value::Id(Id::parse(text).unwrap()),
                _ => Value::Text(text.replace('_', " ").into()),
            };
            let all: Vec<Value> = text.split(';').map(value).collect();
            let one = all[0].clone();
            record.set(column, if field.many { Value::List(all) } else { one });
        }
        record
    };
    let lines = lines.trim().lines().filter(|it| !it.trim().is_empty());
    Registry::of_records(lines.map(record).collect())
}

fn row(registry: &Registry, id: &str) -> Row {
    registry.find(&Id::parse(id).unwrap()).unwrap()
}

fn lists() -> ClusterLists {
    let rule = |code: AdmissionCode, threshold: Option<f64>| AdmissionRule {
        code,
        text: "asked".into(),
        judged: "judged".into(),
        threshold,
        source: "a page".into(),
    };
    let entry = |is_cluster_organisation: bool| ClusterTypeEntry {
        label: "thing".into(),
        definition: "a thing".into(),
        is_cluster_organisation,
        source: "a page".into(),
    };
    ClusterLists {
        types: [
            (ClusterType::Cluster, entry(true)),
            (ClusterType::IndustrialPark, entry(false)),
        ]
        .into(),
        admission: vec![
            rule(AdmissionCode::Type, None),
            rule(AdmissionCode::Management, Some(0.5)),
            rule(AdmissionCode::Website, None),
            rule(AdmissionCode::Members, Some(3.0)),
            rule(AdmissionCode::Diversity, Some(2.0)),
            rule(AdmissionCode::PublicBodies, Some(1.0)),
        ],
        labels: [(
            "bronze".to_owned(),
            LabelEntry {
                label: "bronze".into(),
                valid_years: 2,
                source: "a page".into(),
            },
        )]
        .into(),
    }
}

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// The statuses of all criteria as letters: met, not met, unknown.
#[track_caller]
fn judged(more: &str, members: Option<f64>, expected: &str) {
    let mut lines = format!(
        "organisation:firm name_en=Firm type=COMPANY
        organisation:other name_en=Other
        organisation:school name_en=School type=UNIVERSITY
        organisation:town name_en=Town type=AUTHORITY
        {more}"
    );
    if !more.contains("cluster:c ") {
        lines += "\ncluster:c name_en=C type=CLUSTER";
    }
    let mut records = registry(&lines).records().collect::<Vec<Record>>();
    if let Some(count) = members {
        let mut told = Record::new(Id::parse("figure:told").unwrap());
        told.set(figure::SUBJECT, Value::Id(Id::parse("cluster:c").unwrap()));
        told.set(figure::QUANTITY, Value::Code(Quantity::Members as u16));
        told.set(figure::VALUE, Value::Number(count));
        records.push(told);
    }
    let registry = Registry::of_records(records);
    let lists = lists();
    let criteria = admission(&registry, &lists, row(&registry, "cluster:c"), WHEN);
    let letters = criteria.iter().map(|it| match it.status {
        CriterionStatus::Met => 'm',
        CriterionStatus::NotMet => 'n',
        CriterionStatus::Unknown => '?',
    });
    assert_eq!(letters.collect::<String>(), expected);
    assert!(criteria.iter().all(|it| !it.message.is_empty()));
    let without_evidence = |it: &&super::admission::Criterion<'_>| {
        it.status != CriterionStatus::Unknown && it.evidence.is_empty()
    };
    assert_eq!(criteria.iter().filter(without_evidence).count(), 0);
}

#[test]
fn what_the_data_do_not_say_is_unknown_and_never_not_met() {
    judged("", None, "m?????");
    judged("cluster:c name_en=C type=INDUSTRIAL_PARK", None, "n?????");
    judged(
        "cluster:c name_en=C type=CLUSTER manager=town website=https://c.example",
        None,
        "m?????",
    );
    judged("", Some(3.0), "m??m??");
    judged("", Some(2.0), "m??n??");
}

#[test]
fn members_count_once_and_by_role() {
    let one = "membership:a organisation=firm cluster=c role=MEMBER";
    let again = "membership:b organisation=firm cluster=c role=FOUNDER";
    let other = "membership:d organisation=other cluster=c role=PARTNER";
    let school = "membership:e organisation=school cluster=c role=MANAGER";
    let supporter = "membership:f organisation=town cluster=c role=SUPPORTER";
    judged(&[one, again, other].join("\n"), None, "m?????");
    judged(&[one, other, school].join("\n"), None, "m??mm?");
    judged(&[one, again, supporter].join("\n"), None, "m????m");
    // Who was a member is none.
    let former = "membership:g organisation=town cluster=c role=OTHER";
    judged(&[one, again, former].join("\n"), None, "m?????");
    // What is on record outweighs a smaller number that a source tells.
    judged(&[one, other, school].join("\n"), Some(2.0), "m??mm?");
}

#[test]
fn who_is_on_record_in_another_role_is_counted_beside_and_found_if_asked_for() {
    let registry = registry(
        "organisation:a name_en=A
        organisation:b name_en=B
        organisation:d name_en=D
        cluster:c name_en=C type=CLUSTER
        membership:1 organisation=a cluster=c role=MEMBER
        membership:2 organisation=a cluster=c role=SUPPORTER
        membership:3 organisation=b cluster=c role=PROJECT_PARTNER
        membership:4 organisation=b cluster=c role=OTHER
        membership:5 organisation=d cluster=c role=SUPPORTER",
    );
    let cluster = row(&registry, "cluster:c");
    let others = in_other_roles(&registry, cluster).into_iter();
    let others: Vec<&str> = others.map(|it| registry.slug(it)).collect();
    assert_eq!(
        (member_count(&registry, cluster), others),
        (1, vec!["b", "d"])
    );
    let able = [row(&registry, "organisation:b")].into();
    assert!(clusters_with(&registry, &able, false).is_empty());
    assert_eq!(clusters_with(&registry, &able, true), [cluster].into());
}

#[test]
fn labels_are_of_their_year_and_lapse() {
    let registry = registry(
        "cluster:c name_en=C type=CLUSTER
        statement:a subject=cluster:c field=label value=bronze as_of=2016
        statement:b subject=cluster:c field=label value=bronze
        statement:d subject=cluster:c field=label value=bronze as_of=2024
        statement:e subject=cluster:c field=label value=glass as_of=2023",
    );
    let told = |year: i32| {
        let found = labels(&registry, &lists(), row(&registry, "cluster:c"), year);
        let found = found.into_iter().map(|it| {
            format!(
                "{}{}",
                it.message,
                if it.may_have_lapsed { "!" } else { "" }
            )
        });
        found.collect::<Vec<_>>()
    };
    let undated = "bronze, undated: whether it still holds is not known!";
    assert_eq!(told(2015), [undated]);
    assert_eq!(
        told(2018),
        [
            "bronze, 2016: holds until 2018 if it was given that year",
            undated
        ]
    );
    assert_eq!(
        told(2019),
        ["bronze, 2016: lapsed unless renewed!", undated]
    );
    assert_eq!(
        told(2025),
        [
            "bronze, 2024: holds until 2026 if it was given that year",
            "glass, 2023: how long it holds is not known!",
            "bronze, 2016: lapsed unless renewed!",
            undated,
        ]
    );
}

#[test]
fn what_is_open_by_day_month_and_year() {
    let registry = registry(
        "programme:whole name_en=A type=CALL start=2024-03-15 end=2025-06
        programme:year name_en=B type=CALL start=2025 end=2025
        programme:endless name_en=C type=CALL start=2025-02
        programme:begun name_en=D type=CALL end=2024-12-31
        programme:untold name_en=E type=CALL
        programme:fair name_en=F type=EVENT start=2024-03",
    );
    let open = |on: &str| {
        let rows = registry.rows(crate::model::Kind::Programme);
        let rows = rows.filter(|it| may_be_open(&registry, *it, on));
        rows.map(|it| registry.slug(it))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(open("2024-03-14"), "begun fair untold");
    assert_eq!(open("2024-03-15"), "begun fair untold whole");
    assert_eq!(open("2024-03"), "begun fair untold whole");
    assert_eq!(open("2024-04"), "begun fair untold whole");
    assert_eq!(open("2025"), "endless untold whole year");
    assert_eq!(open("2025-06-30"), "endless untold whole year");
    assert_eq!(open("2025-07"), "endless untold year");
    assert_eq!(open("2026"), "endless untold");
}

fn knowledge() -> Knowledge {
    let mut knowledge = Knowledge::default();
    let words = [
        ("slag", "slag"),
        ("kuona", "slag"),
        ("side stream", ""),
        ("side streams", ""),
        ("mine", "mining"),
        ("extractive", "mining"),
        ("test", "testing"),
        ("pilot", "pilot"),
        ("laboratory", "laboratory"),
        ("waste", ""),
        ("material", ""),
    ];
    for (word, concept) in words {
        knowledge.insert_word(word, concept);
    }
    knowledge
}

#[test]
fn tags_are_told_by_concepts_of_any_language_and_by_forms_of_words() {
    let knowledge = knowledge();
    let told = |asked: &str, tags: &[&str]| {
        Wanted::of(&knowledge, asked).is_told_by(&knowledge, tags.iter().copied())
    };
    assert!(told("kuonat", &["slag"]));
    assert!(told("steel slags", &["slag", "steel works"]));
    assert!(!told("steel slags", &["slag", "works"]));
    assert!(
        told("waste", &["extractive waste"]),
        "a word that names no concept"
    );
    assert!(!told("waste", &["extractive works"]));
    assert!(!told("", &["slag"]));
}

#[test]
fn a_platform_can_test_what_its_tags_name_hold_or_do_not_narrow() {
    let knowledge = knowledge();
    let registry = registry(
        "site:pit name_en=Pit kind=MINE
        site:mill name_en=Mill kind=PROCESSOR
        side-stream:heap name_en=Grey_heap kind=tailings site=pit
        side-stream:slag name_en=Kuona_products site=mill materials=nickel
        side-stream:named name_en=Nickel_slag site=mill materials=nickel
        side-stream:pure name_en=Nickel site=mill materials=nickel
        material:nickel name_en=Nickel
        platform:l name_en=L materials=nickel;cobalt scale=pilot
        platform:a name_en=A materials=slags scale=pilot
        platform:b name_en=B materials=side-streams services=tests
        platform:c name_en=C materials=extractive_waste services=laboratory
        platform:d name_en=D materials=mine_machines services=tests_of_machines
        platform:e name_en=E services=tailings_ponds processes=leaching
        platform:f name_en=F materials=by-products scale=pilot
        platform:g name_en=G materials=wood_waste scale=pilot
        platform:h name_en=H materials=materials scale=pilot
        platform:i name_en=I materials=slags;by-products services=workshops
        platform:j name_en=J materials=mine scale=pilot
        platform:k name_en=K scale=plant processes=grinding
        use:u stream_type=x application=fill status=PRACTISED side_stream=slag treatment=grinding",
    );
    let tests = |stream: &str| {
        let words = StreamWords::of(&registry, &knowledge, row(&registry, stream));
        let rows = registry.rows(crate::model::Kind::Platform);
        let told = rows.filter_map(|it| {
            let reason = can_test(&registry, &knowledge, &words, it)?;
            let mark = match reason.how() {
                TestsHow::Specific => "!",
                TestsHow::Material => "?",
                TestsHow::General => "",
            };
            Some(format!("{}{mark}", registry.slug(it)))
        });
        told.collect::<Vec<_>>().join(" ")
    };
    // Neither who offers no test (i) nor a word of the trade alone (j).
    assert_eq!(tests("side-stream:slag"), "a! b f k! l?");
    assert_eq!(tests("side-stream:heap"), "b c e! f");
    // A material in a name is no more than that, unless the name is all that there is.
    assert_eq!(tests("side-stream:named"), "a! b f l?");
    assert_eq!(tests("side-stream:pure"), "b f l!");
    let words = StreamWords::of(&registry, &knowledge, row(&registry, "side-stream:slag"));
    let by_products = row(&registry, "platform:f");
    let reason = can_test(&registry, &knowledge, &words, by_products).unwrap();
    assert_eq!(
        reason.message(&registry, &words, by_products),
        "F may be able to test Kuona products: it works with residues in general: `by-products`."
    );
}
