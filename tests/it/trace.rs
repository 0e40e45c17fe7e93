//! `ketju trace` as users meet it.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

fn trace(data: &Path, arguments: &[&str]) -> Output {
    let mut all = vec!["trace"];
    all.extend(arguments);
    run(data, &all)
}

#[test]
fn chromium_is_followed_from_the_mine_to_the_buyers() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let output = trace(&data, &["kemi-mine", "--material", "chromium"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    let expected = [
        "Kemi mine",
        "100.0 %",
        "?",
        "Tornio ferrochrome works",
        "processing",
        "Not followed:",
        "side-streams were not asked for (at Tornio ferrochrome works)",
        "the data end at what sources only name",
        "This is all that can be followed downstream of Kemi mine (Elijärvi).",
        "for the year 2025",
    ];
    for word in expected {
        assert!(text.contains(word), "`{word}` is missing in\n{text}");
    }
    let json = trace(
        &data,
        &["kemi-mine", "--material", "chromium", "--format", "json"],
    );
    let answer: Value = serde_json::from_str(&stdout(&json)).unwrap();
    let nodes = answer["nodes"].as_array().unwrap();
    assert_eq!(nodes[1]["site"]["id"], "site:tornio-ferrochrome");
    assert_eq!(nodes[1]["share"], 1.0);
    let csv = trace(
        &data,
        &["kemi-mine", "--material", "chromium", "--format", "csv"],
    );
    assert_eq!(stdout(&csv).lines().count(), nodes.len() + 1);
    assert!(stdout(&csv).contains(",SIDE_STREAM side-stream:ss-fecr-slag;CORRIDOR link:corridor"));
}

#[test]
fn steps_cut_and_say_so() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let asked = [
        "port-tornio-roytta",
        "--direction",
        "up",
        "--material",
        "chromium",
        "--max-steps",
        "1",
    ];
    let output = trace(&data, &asked);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(
        text.contains("There is more: the chain goes on beyond 1 steps."),
        "{text}"
    );
    assert!(
        text.contains("beyond the number of steps (at Tornio stainless steel works)"),
        "{text}"
    );
    assert!(!text.contains("Kemi mine"), "{text}");
}

#[test]
fn nothing_reached_is_an_answer_of_its_own() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let output = trace(&data, &["kemi-mine", "--direction", "up"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("Nothing upstream of Kemi mine (Elijärvi) is on record"),
        "{}",
        stdout(&output)
    );
    let planned = ["keliber-refinery", "--material", "lithium"];
    let output = trace(&data, &planned);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("Keliber lithium refinery Kokkola: planned"),
        "{}",
        stdout(&output)
    );
    let output = trace(
        &data,
        &[
            "keliber-refinery",
            "--direction",
            "up",
            "--material",
            "lithium",
            "--include-planned",
        ],
    );
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
}

#[test]
fn misuse_is_named() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (arguments, expected) in [
        (&["kemi-mien"][..], "site:kemi-mine"),
        (&["ss-fecr-slag"], "did you mean `side-stream:ss-fecr-slag`"),
        (&["ferrochrome"], "did you mean `product:ferrochrome`"),
        (&["material:iron"], "no site or side-stream or product"),
        (
            &["kemi-mine", "--material", "crhomium"],
            "material:chromium",
        ),
        (&["kemi-mine", "--max-steps", "0"], "1 to 200"),
        (&["kemi-mine", "--max-steps", "-1"], "1 to 200"),
        (&["kemi-mine", "--direction", "sideways"], "sideways"),
        (&["kemi-mine", "--year", "99"], "99"),
        (&["kemi-mine", "--revision", "99"], "99"),
    ] {
        let output = trace(&data, arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            stdout(&output)
        );
        assert!(
            stderr(&output).contains(expected),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn shares_are_parts_of_what_is_known_in_all() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let shares = |arguments: &[&str]| -> Vec<Option<f64>> {
        let output = trace(&data, &[arguments, &["--format", "json"]].concat());
        let answer: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let nodes = answer["nodes"].as_array().unwrap().iter();
        let next = nodes.filter(|it| it["depth"] == 1);
        next.map(|it| it["share"].as_f64()).collect()
    };
    let harjavalta = [
        "boliden-harjavalta",
        "--direction",
        "upstream",
        "--material",
        "nickel",
    ];
    let fed = shares(&harjavalta);
    let known = |it: &Option<f64>| it.is_some_and(|it| (it - 135_058.0 / 296_000.0).abs() < 1e-9);
    assert!(fed.iter().any(known), "{fed:?}");
    let gypsum = shares(&["side-stream:ss-siil-gypsum", "--material", "phosphorus"]);
    assert_eq!(gypsum, [None]);
    let umicore = [
        "umicore-kokkola",
        "--direction",
        "up",
        "--material",
        "cobalt",
    ];
    assert!(shares(&umicore).iter().all(Option::is_none));
    let zinc = shares(&["boliden-kokkola", "--material", "zinc"]);
    assert!(zinc.contains(&Some(0.85)), "{zinc:?}");
}
