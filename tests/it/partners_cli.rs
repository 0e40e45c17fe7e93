//! Partners and the card of a match on the command line.

use std::path::Path;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// What a command printed that ended with a code.
fn done(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(data, arguments);
    let ended = output.status.code();
    assert_eq!(ended, Some(code), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn nodes(answer: &Value) -> &[Value] {
    answer["nodes"].as_array().expect("a list")
}

fn ids(nodes: &[Value]) -> Vec<&str> {
    let ids = nodes.iter().map(|it| it["entity"]["id"].as_str());
    ids.map(|it| it.expect("an id")).collect()
}

#[test]
fn partners_on_the_command_line() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let done = |arguments: &[&str], code: i32| done(&data, arguments, code);
    let some = ["partners", "ss-fecr-slag", "--first", "4"];
    let json: Value =
        serde_json::from_str(&done(&[&some[..], &["--format", "json"]].concat(), 0)).expect("JSON");
    let csv = done(&[&some[..], &["--format", "csv"]].concat(), 0);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|it| it.expect("a record")).collect();
    let partners: Vec<&str> = rows.iter().map(|it| &it[1]).collect();
    assert_eq!(partners, ids(nodes(&json)));
    // The table tells who can be called before what it can become, each in its own order.
    let table = done(&some, 0);
    let (takers, uses) = table.split_once("What it can become").expect("two lists");
    assert!(takers.contains("Who could take it"), "{takers}");
    for (option, part) in [("--takers", takers), ("--uses", uses)] {
        let alone = done(&[&some[..], &[option, "--format", "json"]].concat(), 0);
        let alone: Value = serde_json::from_str(&alone).expect("JSON");
        assert!(!nodes(&alone).is_empty(), "{option}");
        for it in nodes(&alone) {
            let message = it["message"].as_str().expect("a sentence");
            assert!(part.contains(message), "{option}: {table}");
        }
        let alone = done(&[&some[..], &[option]].concat(), 0);
        assert!(!alone.contains("What it can become"), "{alone}");
    }
    // By name as by id, and in words.
    assert_eq!(
        done(&["partners", "Jarosite residue"], 0),
        done(&["partners", "side-stream:ss-kok-jarosite"], 0)
    );
    let described = [
        "partners",
        "--describe",
        "xyzzy slag, 20 kt/a, Tornio",
        "--content",
        "cr=0.02",
    ];
    let told = done(&described, 0);
    assert!(told.contains("Not understood: xyzzy."), "{told}");
}

#[test]
fn what_is_ruled_out_is_a_list_of_its_own() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let done = |arguments: &[&str], code: i32| done(&data, arguments, code);
    // A pair that is ruled out is a negative answer.
    let none = done(
        &[
            "partners",
            "ss-black-mass",
            "--need",
            "use:fecr-slag-as-road-building",
            "--rejected",
        ],
        1,
    );
    assert!(none.contains("Ruled out"), "{none}");
    // However many partners there are.
    let table = done(
        &["partners", "ss-fecr-slag", "--rejected", "--first", "2"],
        0,
    );
    assert_eq!(table.matches("\n  2 of ").count(), 2, "{table}");
    assert_eq!(
        table.matches("`--first` with a larger").count(),
        2,
        "{table}"
    );
}

#[test]
fn wrong_arguments_are_refused() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let done = |arguments: &[&str], code: i32| done(&data, arguments, code);
    // A link that is told as another one now is named by the id of that.
    let merged = run(
        &data,
        &["partners", "ss-black-mass", "--hide-link", "fl-065"],
    );
    assert_eq!(merged.status.code(), Some(2));
    assert!(
        stderr(&merged).contains("link:fl-064"),
        "{}",
        stderr(&merged)
    );
    for wrong in [
        &["partners"][..],
        &["partners", "no-such-stream"],
        &["partners", "--describe", "slag", "--position", "north"],
        &["partners", "--describe", "slag", "--tonnes", "-3"],
        &["partners", "--ewc", "100202"],
        &["partners", "ss-fecr-slag", "--takers", "--uses"],
        &["partners", "--need", "fortum-harjavalta", "--uses"],
    ] {
        done(wrong, 2);
    }
}

#[test]
fn the_card_of_a_match_is_one_page_in_each_form() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let write = |name: &str| {
        let file = folder.path().join(name);
        let path = file.to_str().expect("UTF-8");
        let arguments = [
            "report",
            "match",
            "ss-tornio-steel-slag",
            "tapojarvi-tornio",
            "-o",
            path,
        ];
        let output = run(&data, &arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        std::fs::read(&file).expect("the card")
    };
    let text = |name: &str| String::from_utf8(write(name)).expect("UTF-8");
    let html = text("card.html");
    let csv = text("card.csv");
    let json: Value = serde_json::from_str(&text("card.json")).expect("JSON");
    let pair = &json["partners"]["nodes"][0];
    for it in pair["components"].as_array().expect("six") {
        let why = it["message"].as_str().expect("a sentence");
        assert!(csv.contains(why), "{why}");
    }
    assert!(html.contains("class=\"card\""), "{html}");
    assert!(html.contains("Whom to call"), "{html}");
    for (name, it) in [
        ("giver", &pair["sideStream"]["site"]["operator"]),
        ("taker", &pair["organisation"]),
    ] {
        let who = it["name"].as_str().expect("a name");
        assert!(csv.contains(who), "{name}: {who}");
    }
    assert!(write("card.xlsx").starts_with(b"PK"));
    // What is not known stands on the page, and so does who can test the stream.
    for it in [
        "none on record",
        "not known",
        "no website on record",
        "could test it",
    ] {
        assert!(csv.contains(it), "{it}: {csv}");
    }
    for what in ["precedent", "missing treatment", "legal route", "product"] {
        assert!(csv.contains(&format!("{what},")), "{what}: {csv}");
    }
    let unknown = run(&data, &["report", "match", "ss-fecr-slag", "nosuch"]);
    assert!(stderr(&unknown).contains("REQUEST"), "{}", stderr(&unknown));
    assert!(
        !stderr(&unknown).contains("SUBJECT"),
        "{}",
        stderr(&unknown)
    );
    let alone = run(&data, &["report", "match", "ss-tornio-steel-slag"]);
    assert_eq!(alone.status.code(), Some(2));
    assert!(
        stderr(&alone).contains("OFFER REQUEST"),
        "{}",
        stderr(&alone)
    );
}
