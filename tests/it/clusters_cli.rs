//! What a cluster manager does on the command line: members, matches, partners, streams that nobody uses.

use std::path::Path;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const CLUSTER: &str = "kokkola-industrial-park";
const STREAM: &str = "side-stream:ss-siil-gypsum";
const TAKER: &str = "site:terrafame-metals-plant";
const MATCH: &str = "match:ss-siil-gypsum-to-site-terrafame-metals-plant";

/// What a command printed that did what it was asked to.
fn told(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}{}",
        stdout(&output),
        stderr(&output)
    );
    stdout(&output)
}

/// What a command printed that was refused, so that nothing was stored.
fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{arguments:?}: {}",
        stdout(&output)
    );
    assert!(
        stderr(&output).contains("nothing was stored"),
        "{}",
        stderr(&output)
    );
    stdout(&output)
}

/// The answer of a command as JSON.
fn json(data: &Path, arguments: &[&str]) -> Value {
    let text = told(data, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

fn impact(data: &Path, more: &[&str]) -> Value {
    json(data, &[&["clusters", "impact", CLUSTER], more].concat())
}

/// The statuses that at least one match of the cluster has.
fn statuses(of: &Value) -> Vec<(String, i64)> {
    let all = of["byStatus"].as_array().unwrap().iter();
    let counts = all.map(|it| {
        let status = it["status"].as_str().unwrap().to_owned();
        (status, it["count"].as_i64().unwrap())
    });
    counts.filter(|it| it.1 > 0).collect()
}

#[test]
fn the_life_of_a_match_is_seen_in_the_impact_of_its_cluster() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    let nothing = impact(data, &[]);
    assert!(statuses(&nothing).is_empty());
    assert!(nothing["runningTonnesPerYear"].is_null(), "{nothing}");

    let begin = ["match", "begin", STREAM, TAKER];
    let more = ["--broker", CLUSTER, "--on", "2024"];
    let begun = told(data, &[&begin[..], &more].concat());
    assert!(begun.starts_with(&format!("{MATCH}: begun")), "{begun}");
    let again = run(data, &begin);
    assert!(!again.status.success());
    let why = stderr(&again);
    assert!(why.contains("is pursued already: it is `IDEA`"), "{why}");

    // Tonnes need a source.
    let set = ["match", "set", MATCH, "RUNNING"];
    let tonnes = [&set[..], &["--tonnes", "5000", "--year", "2024"]].concat();
    let why = refused(data, &tonnes);
    assert!(why.contains("a figure without source"), "{why}");
    told(data, &[&tonnes[..], &["--source", "A contract"]].concat());
    let running = impact(data, &[]);
    assert_eq!(statuses(&running), [("RUNNING".to_owned(), 1)]);
    assert_eq!(running["runningTonnesPerYear"], 5000.0);
    assert_eq!(running["matches"][0]["match"]["id"], MATCH);
    assert_eq!(running["matches"][0]["brokered"], true);
    // Before it began it moved nothing.
    let earlier = impact(data, &["--year", "2023"]);
    assert!(earlier["runningTonnesPerYear"].is_null(), "{earlier}");
    assert_eq!(earlier["notBegun"], 1);
    assert_eq!(earlier["runningWithoutTonnes"], 0);

    // It goes forward only.
    let why = refused(data, &["match", "set", MATCH, "CONTACTED"]);
    assert!(
        why.contains("was `RUNNING` and cannot become `CONTACTED`")
            && why.contains("one of RUNNING, DROPPED"),
        "{why}"
    );
    assert_eq!(statuses(&impact(data, &[])), [("RUNNING".to_owned(), 1)]);

    let drop = ["match", "set", MATCH, "DROPPED", "--on", "2025"];
    let why = refused(data, &drop);
    assert!(why.contains("`DROPPED` without `reason`"), "{why}");
    told(data, &[&drop[..], &["--reason", "too wet"]].concat());
    let dropped = impact(data, &[]);
    assert_eq!(statuses(&dropped), [("DROPPED".to_owned(), 1)]);
    assert!(dropped["runningTonnesPerYear"].is_null(), "{dropped}");
    assert_eq!(dropped["droppedBecause"][0]["reason"], "too wet");
    let text = told(data, &["clusters", "impact", CLUSTER]);
    assert!(
        text.contains("1 dropped; dropped because: too wet (1)."),
        "{text}"
    );

    let list = ["match", "list", "--cluster", CLUSTER, "--format", "csv"];
    let listed = told(data, &list);
    let columns = [
        MATCH,
        "DROPPED",
        STREAM,
        TAKER,
        "cluster:kokkola-industrial-park",
    ]
    .join(",");
    let row = format!("{columns},2024,2025,too wet,5000,2024");
    assert_eq!(listed.lines().nth(1), Some(row.as_str()), "{listed}");
    let none = json(data, &["match", "list", "--status", "running"]);
    assert_eq!(none.as_array().map(Vec::len), Some(0), "{none}");
    // One that was dropped may be taken up again.
    told(data, &begin);
    assert_eq!(statuses(&impact(data, &[])), [("IDEA".to_owned(), 1)]);
}

#[test]
fn a_match_that_is_not_on_record_is_not_set() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    let output = run(data, &["match", "set", "nothing-like-it", "RUNNING"]);
    assert!(!output.status.success());
    let why = stderr(&output);
    assert!(
        why.contains("unknown match `match:nothing-like-it`"),
        "{why}"
    );
}

#[test]
fn partners_of_a_cluster_are_told_with_their_reasons() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    let answer = json(data, &["clusters", "partners", CLUSTER]);
    let partners = answer["nodes"].as_array().unwrap();
    assert!(!partners.is_empty(), "{answer}");
    assert_eq!(answer["completeness"]["status"], "EXHAUSTIVE", "{answer}");
    for it in partners {
        assert_ne!(it["cluster"]["id"], format!("cluster:{CLUSTER}"));
        assert!(!it["reasons"].as_array().unwrap().is_empty(), "{it}");
    }
    let csv = told(data, &["clusters", "partners", CLUSTER, "--format", "csv"]);
    let reasons = partners.iter().flat_map(|it| it["reasons"].as_array());
    let reasons: usize = reasons.map(Vec::len).sum();
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(rows.records().count(), reasons, "a row a reason: {csv}");
    let text = told(data, &["clusters", "partners", CLUSTER, "--first", "1"]);
    let first = partners[0]["message"].as_str().unwrap();
    assert!(text.contains(first), "{text}");
    let shown = format!("1 of {} clusters.", answer["totalCount"]);
    assert!(text.contains(&shown), "{text}");
    let wrong = run(data, &["clusters", "partners", "kokkola-industrial-prk"]);
    assert!(!wrong.status.success());
    let why = stderr(&wrong);
    assert!(why.contains("cluster:kokkola-industrial-park"), "{why}");
}

#[test]
fn streams_that_nobody_uses_are_listed_with_their_sums() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    let answer = json(data, &["unused", "fi", "--first", "3"]);
    let streams = answer["nodes"].as_array().unwrap();
    assert_eq!(streams.len(), 3);
    let total = answer["totalCount"].as_u64().unwrap();
    assert!(total > 3, "{total}");
    let sum = &answer["totals"]["perYear"];
    let totals = &answer["totals"];
    let count = |it: &Value| it.as_u64().unwrap();
    let counted = count(&sum["known"]) + count(&sum["unknown"]);
    let apart = count(&totals["toldElsewhere"]) + count(&totals["notArising"]);
    assert_eq!(counted + apart, total, "{totals}");
    let more = &totals["atMostMore"];
    let open = count(&more["known"]) + count(&more["unknown"]);
    assert_eq!(open, count(&sum["unknown"]), "{totals}");
    let text = told(
        data,
        &["unused", "region:fi", "--first", "3", "--best", "1"],
    );
    assert!(text.contains(&format!("3 of {total} streams.")), "{text}");
    let name = streams[0]["sideStream"]["name"].as_str().unwrap();
    assert!(text.contains(name), "{text}");
    // The table tells the state and the years of the first one, and which share nobody knows.
    let line = text.lines().find(|it| it.contains(name)).unwrap();
    let state = streams[0]["state"].as_str().unwrap();
    let years = streams[0]["figureYears"].as_array().unwrap();
    assert!(!years.is_empty() && line.contains(state), "{line}");
    for year in years {
        assert!(line.contains(&year.to_string()), "{line}");
    }
    let all = told(data, &["unused", "region:fi", "--first", "200"]);
    assert!(
        all.contains("unknown") && all.contains("year of figures"),
        "{all}"
    );
    // Of one material there are fewer, and each holds it.
    let of = json(data, &["unused", "fi", "--material", "nickel"]);
    let held = of["nodes"].as_array().unwrap();
    assert!(!held.is_empty() && of["totalCount"].as_u64().unwrap() < total);
    for it in held {
        let mut contents = it["contents"].as_array().unwrap().iter();
        assert!(
            contents.any(|it| it["material"]["slug"] == "nickel"),
            "{it}"
        );
    }
}

#[test]
fn members_that_are_imported_bring_matches_of_theirs() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    told(data, &["match", "begin", STREAM, TAKER]);
    let cluster = "georange";
    let matches = || {
        let answer = json(data, &["clusters", "impact", cluster]);
        answer["matches"].as_array().map(Vec::len)
    };
    assert_eq!(matches(), Some(0));
    let file = folder.path().join("members.csv");
    let header = "organisation,cluster,role,as_of,source";
    let row = |cluster: &str| {
        format!(
            "{header}\norganisation:yara-suomi,{cluster},company member,2025,https://members.example/list\n"
        )
    };
    let path = file.to_str().unwrap();
    // A cluster that is not on record is named with its line, and nothing is stored.
    std::fs::write(&file, row("cluster:georang")).unwrap();
    let output = run(data, &["members", "import", path]);
    assert_eq!(output.status.code(), Some(1));
    let why = stdout(&output);
    assert!(
        why.contains("members.csv:2") && why.contains("unknown cluster `cluster:georang`"),
        "{why}"
    );
    std::fs::write(&file, row("cluster:georange")).unwrap();
    told(data, &["members", "import", path, "--dry-run"]);
    assert_eq!(matches(), Some(0), "only tried");
    told(data, &["members", "import", path]);
    assert_eq!(matches(), Some(1));
}

#[test]
fn near_names_and_years_to_come_are_told_before_anything_is_made() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    let file = folder.path().join("members.csv");
    let path = file.to_str().unwrap();
    let asked = |row: &str, options: &[&str]| {
        let header = "organisation,cluster,role,as_of,source";
        let row = row.replace("CLUSTER", "cluster:georange");
        std::fs::write(&file, format!("{header}\n{row},A list\n")).unwrap();
        let output = run(data, &[&["members", "import", path], options].concat());
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    let first = "Invented Works Oy,CLUSTER,jäsen,2025";
    let (code, told) = asked(first, &[]);
    assert!(code == Some(1) && told.contains("--create"), "{told}");
    let (code, told) = asked(first, &["--create"]);
    assert!(code == Some(0) && told.contains("3 created"), "{told}");
    let again = "Invented Works Oyj,CLUSTER,jäsen,2025";
    let (code, told) = asked(again, &["--create"]);
    let near =
        "`Invented Works Oyj` is the name of `organisation:invented-works-oy` (Invented Works Oy)";
    assert!(code == Some(1) && told.contains(near), "{told}");
    assert!(told.contains("--create-alike"), "{told}");
    let (code, told) = asked(again, &["--create-alike"]);
    assert!(code == Some(0) && told.contains("2 created"), "{told}");
    assert!(
        told.contains("Invented Works Oy"),
        "said all the same: {told}"
    );
    let (code, told) = asked("Invented Works Oy,CLUSTER,jäsen,2099", &[]);
    assert!(
        code == Some(1) && told.contains("`2099` is yet to come"),
        "{told}"
    );
    let (code, told) = asked("Invented Works Oy,CLUSTER,jäsn,2025", &[]);
    assert!(code == Some(1) && told.contains("jäsen"), "{told}");
}

#[test]
fn a_negative_number_is_refused_with_what_is_wrong_with_it() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    told(data, &["match", "begin", STREAM, TAKER]);
    let list = json(data, &["match", "list"]);
    let id = list[0]["id"].as_str().unwrap().to_owned();
    let set = [
        "match", "set", &id, "TESTED", "--source", "A page", "--tonnes",
    ];
    for (options, expected) in [
        ([&set[..], &["-5"]].concat(), "-5"),
        ([&set[..], &["nan"]].concat(), "`--tonnes` is NaN"),
        (
            vec!["directory", "clusters", "--first", "-5"],
            "`first` is -5",
        ),
        (vec!["search", "slag", "--first", "-5"], "`first` is -5"),
        (
            vec![
                "directory",
                "platforms",
                "--near",
                "65.7,24.6",
                "--within-km",
                "-5",
            ],
            "-5",
        ),
        (
            vec!["balance", "tornio-steelworks", "--tolerance", "-1"],
            "-1",
        ),
        (vec!["unused", "fi", "--best", "-1"], "-1 is not in 1..=200"),
    ] {
        let output = run(data, &options);
        let told = stdout(&output) + &stderr(&output);
        assert_ne!(output.status.code(), Some(0), "{options:?}: {told}");
        assert!(told.contains(expected), "{options:?}: {told}");
        assert!(!told.contains("unexpected argument"), "{options:?}: {told}");
    }
}

#[test]
fn clusters_are_listed_by_the_stages_of_their_members() {
    let folder = demo_data();
    let data = &folder.path().join("data");
    let found = told(data, &["directory", "clusters", "--stage", "recycling"]);
    assert!(found.contains("cluster:batcircle"), "{found}");
    let narrowed = ["--stage", "recycling", "--process", "leaching"];
    // One and the same member has to meet both, and on record none does.
    let output = run(data, &[&["directory", "clusters"], &narrowed[..]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let output = run(data, &["directory", "platforms", "--stage", "recycling"]);
    let why = stderr(&output);
    assert!(why.contains("--stage says nothing of platforms"), "{why}");
}
