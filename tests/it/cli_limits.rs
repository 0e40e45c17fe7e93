//! The options of `ketju paths` that say what paths have to look like.

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const CHROMIUM: &[&str] = &["--from", "kemi-mine", "--material", "chromium"];

fn asked(data: &std::path::Path, options: &[&str]) -> (Option<i32>, Value, String) {
    let all = [&["paths", "--format", "json"], CHROMIUM, options].concat();
    let output = run(data, &all);
    let answer = serde_json::from_str(&stdout(&output)).unwrap_or(Value::Null);
    (output.status.code(), answer, stderr(&output))
}

#[test]
fn paths_of_a_shape() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (option, value, is_found) in [
        (
            "--pattern",
            "EXTRACTION PROCESSING MANUFACTURING HARBOUR",
            true,
        ),
        ("--pattern", "mine PROCESSING{1,2} MANUFACTURING{1}", true),
        ("--pattern", "EXTRACTION PROCESSING HARBOUR", false),
        ("--via", "tornio-ferrochrome,site:tornio-steelworks", true),
        ("--via", "tornio-steelworks,tornio-ferrochrome", false),
        ("--avoid", "site:tornio-steelworks,country=RU", false),
        ("--avoid", "country=RU,mode=SEA", true),
        ("--avoid", "mode=sea,mode=ROAD", false),
        ("--avoid", "region=fi", false),
        ("--min-capacity", "1", true),
    ] {
        let (code, answer, error) = asked(&data, &["--to", "kind=HARBOUR", option, value]);
        assert_eq!(code, Some(i32::from(!is_found)), "{value}: {error}");
        let count = answer["paths"].as_array().map_or(0, Vec::len);
        assert_eq!(count > 0, is_found, "{value}");
    }
    for end in [
        "region=fi1d7",
        "organisation=outokumpu",
        "cluster=kemi-tornio-eco-industry-zone",
    ] {
        let ways = ["--to", end, "--corridors", "--side-streams"];
        let (code, _, error) = asked(&data, &ways);
        assert_eq!(code, Some(0), "{end}: {error}");
    }
}

#[test]
fn what_is_not_known_is_told() {
    let folder = demo_data();
    let data = folder.path().join("data");
    // How the steel goes to the harbour is not told, nor is what that movement can carry.
    let options = [
        "--to",
        "port-tornio-roytta",
        "--avoid",
        "mode=RAIL",
        "--min-capacity",
        "1",
    ];
    let (_, answer, error) = asked(&data, &options);
    let steps = answer["paths"][0]["steps"].as_array();
    let last = steps
        .and_then(|it| it.last())
        .unwrap_or_else(|| panic!("{error}"));
    let notes = last["via"]["assumptions"].to_string();
    assert!(
        notes.contains("MAY_BE_AVOIDED") && notes.contains("CAPACITY_UNKNOWN"),
        "{notes}"
    );
}

#[test]
fn options_that_cannot_be_read_are_named() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (options, expected) in [
        (["--to", "country=FI"], "unknown endpoint `country=…`"),
        (["--pattern", "PROCESING"], "did you mean `PROCESSING`?"),
        (
            ["--pattern", "PROCESSING{1,x}"],
            "does not repeat a whole number of times",
        ),
        (["--pattern", "PROCESSING{1"], "lacks its `}`"),
        (["--pattern", "PROCESSING{3,1}"], "3 to 1"),
        (["--avoid", "sea"], "unknown site `sea`"),
        (["--avoid", "town=Kemi"], "cannot avoid `town=Kemi`"),
        (["--avoid", "country=XX"], "unknown country `XX`"),
        (["--via", "kemi-mine,kemi-mine"], "to be passed twice"),
        (["--min-capacity", "-1"], "-1"),
        (["--candidates-within", "0"], "above 0, to 5000"),
        (
            ["--candidates-within", "inf"],
            "`--candidates-within` is inf",
        ),
        (
            ["--candidates-within", "nan"],
            "`--candidates-within` is NaN",
        ),
        (["--min-capacity", "inf"], "`--min-capacity` is inf"),
        (["--min-capacity", "nan"], "`--min-capacity` is NaN"),
    ] {
        let to: &[&str] = if options[0] == "--to" {
            &[]
        } else {
            &["--to", "kind=HARBOUR"]
        };
        let (code, _, error) = asked(&data, &[to, &options].concat());
        assert_eq!(code, Some(2), "{options:?}: {error}");
        assert!(error.contains(expected), "{options:?}: {error}");
    }
}

#[test]
fn two_metrics_are_weighed_against_each_other() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let nickel = [
        "--from",
        "kind=MINE",
        "--to",
        "kind=PROCESSOR",
        "--material",
        "nickel",
    ];
    let with = |more: &[&'static str]| [&nickel[..], more].concat();
    let all = with(&["--metric", "steps", "--pareto", "distance"]);
    let output = run(&data, &[&["paths", "--format", "json"][..], &all].concat());
    let answer: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let paths = answer["paths"].as_array().unwrap();
    // The solution of Terrafame is recovered on the spot: one step and no way. Every other path is longer; one of
    // those over a leg of unknown length stands last, without a total although its steps are known.
    let totals: Vec<&Value> = paths.iter().map(|it| &it["total"]).collect();
    assert_eq!(totals, [&serde_json::json!(1.0), &Value::Null]);
    assert_eq!(paths[0]["distanceKm"], 0.0);
    assert_eq!(paths[1]["totalComplete"], false);
    assert_eq!(
        answer["completeness"]["reasons"],
        serde_json::json!(["UNKNOWN_METRIC"])
    );

    let iron = [
        "paths",
        "--from",
        "kaunisvaara-mine",
        "--to",
        "port-narvik",
        "--material",
        "iron",
        "--pareto",
    ];
    let output = run(&data, &[&iron[..], &["emissions"]].concat());
    let text = stdout(&output);
    assert!(
        text.contains("no path is better than this one in either metric"),
        "{text}"
    );
    let output = run(&data, &[&iron[..], &["distance"]].concat());
    assert_eq!(output.status.code(), Some(2), "the same metric twice");
    assert!(
        stderr(&output).contains("two different"),
        "{}",
        stderr(&output)
    );
}
