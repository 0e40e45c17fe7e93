//! How much gets through, of the seed data: amounts worked out by hand from the figures of `fixtures/enf`, and the
//! command as users meet it.

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use serde_json::json;

use crate::api::Api;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// Relative atomic masses: chromium, oxygen, lithium, hydrogen.
const CR: f64 = 51.9961;
const O: f64 = 15.999;
const LI: f64 = 6.94;
const H: f64 = 1.008;

const DOCUMENT: &str = "query ($input: ThroughputInput!) {
  throughput(input: $input) {
    status message whyNone unknownCount sourcesWithoutWay { id }
    unknowns(first: 200) { message record { id } link { id } atLeastTonnesPerYear isEvaluated }
    upper { ...Bound } lower { ...Bound }
    baseline { status whyNone upper { ...Bound } lower { ...Bound } }
  }
}
fragment Bound on Throughput {
  deliveredTonnesPerYear
  unboundedAlong { id }
  bySource { site { id } tonnesPerYear }
  bySink { site { id } tonnesPerYear }
  bottlenecks { site { id } activity { id } shadowPrice message }
  stageBalance { stage tonnesPerYear leftOut { id } }
}";

fn asked(input: &Value) -> Value {
    let answer = Api::shared().ask(DOCUMENT, &json!({ "input": input }));
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["throughput"].clone()
}

fn delivered(answer: &Value, bound: &str) -> Option<f64> {
    answer[bound]["deliveredTonnesPerYear"].as_f64()
}

fn assert_amount(answer: &Value, bound: &str, expected: f64) {
    let found = delivered(answer, bound);
    let is_near = found.is_some_and(|it| (it - expected).abs() <= 1e-6 * expected.abs().max(1.0));
    assert!(is_near, "{bound}: {found:?} for {expected} in {answer}");
}

/// What a site gives or gets in a list of an answer.
fn at(list: &Value, site: &str) -> Option<f64> {
    let mut found = list
        .as_array()?
        .iter()
        .filter(|it| it["site"]["id"] == site);
    found.next()?["tonnesPerYear"].as_f64()
}

#[test]
fn iron_is_bounded_by_production_and_by_what_was_moved() {
    // Production × content: 2.0 Mt × 0.69, 14.7 Mt × 0.65, 12.6 Mt × 0.65.
    let (kaunisvaara, kiruna, malmberget) = (1_380_000.0, 9_555_000.0, 8_190_000.0);
    // Flows × content: fl-106 2.0 Mt × 0.69, fl-098 12.9 Mt × 0.65. The 11.9 Mt of fl-099 are told of Malmberget and
    // Svappavaara together, so that they say nothing of Malmberget at least.
    let moved = 1_380_000.0 + 8_385_000.0;
    let mines = [
        "site:kaunisvaara-mine",
        "site:kiruna-mine",
        "site:malmberget-mine",
    ];
    let answer = asked(&json!({
        "material": "material:iron", "from": { "ids": mines }, "to": { "kind": "HARBOUR" },
    }));
    assert_eq!(answer["status"], "BOUNDED");
    assert_amount(&answer, "upper", kaunisvaara + kiruna + malmberget);
    assert_amount(&answer, "lower", moved);
    let from = &answer["upper"]["bySource"];
    for (mine, tonnes) in mines.iter().zip([kaunisvaara, kiruna, malmberget]) {
        assert_eq!(at(from, mine), Some(tonnes));
    }
    // Narvik takes what comes from Kaunisvaara and Kiruna, Luleå the rest.
    let to = &answer["upper"]["bySink"];
    assert_eq!(at(to, "site:port-narvik"), Some(kaunisvaara + kiruna));
    assert_eq!(at(to, "site:port-lulea"), Some(malmberget));

    let answer = asked(&json!({
        "material": "material:iron", "from": { "id": mines[0] }, "to": { "id": "site:port-narvik" },
    }));
    assert_eq!(answer["status"], "DETERMINED");
    assert_amount(&answer, "upper", kaunisvaara);
}

#[test]
fn chromium_of_kemi_is_bounded_by_its_concentrate_and_none_is_claimed_for_the_harbour() {
    // 1.1 Mt of concentrate with 0.42 of Cr2O3; not 2.7 Mt of ore.
    let concentrate = 1_100_000.0 * 0.42 * 2.0 * CR / (2.0 * CR + 3.0 * O);
    let answer = asked(&json!({
        "material": "material:chromium", "from": { "id": "site:kemi-mine" }, "to": { "id": "site:tornio-ferrochrome" },
    }));
    assert_eq!(answer["status"], "DETERMINED");
    assert_amount(&answer, "upper", concentrate);
    let answer = asked(&json!({
        "material": "material:chromium", "from": { "id": "site:kemi-mine" }, "to": { "id": "site:port-tornio-roytta" },
    }));
    // Ferrochrome leaves the group from Tornio in unknown tonnes.
    assert_eq!(answer["status"], "UNDETERMINED");
    assert_amount(&answer, "lower", 0.0);
    // 540 000 t of ferrochrome by permit, liquid and crushed together, with 0.5 of chromium: less than the concentrate holds,
    // and than 1.65 Mt of steel melted with 0.18, the largest of its capacities.
    let (ferrochrome, melted) = (540_000.0 * 0.5, 1_650_000.0 * 0.18);
    assert!(ferrochrome < concentrate && ferrochrome < melted);
    assert_amount(&answer, "upper", ferrochrome);
    let binding = answer["upper"]["bottlenecks"].as_array().expect("a list");
    assert_eq!(binding.len(), 1, "{answer}");
    assert_eq!(binding[0]["site"]["id"], "site:tornio-ferrochrome");
    let unknowns = answer["unknowns"].as_array().expect("a list");
    assert!(
        unknowns.iter().any(|it| it["link"]["id"] == "link:fl-009"),
        "{answer}"
    );
}

#[test]
fn mines_that_no_way_leads_from_are_named() {
    let answer = asked(&json!({ "material": "material:gold" }));
    // Kittilä gave 7.3 t in 2023, and no link leads from it.
    let left_out = answer["sourcesWithoutWay"].as_array().expect("a list");
    let is_kittila = |it: &Value| it["id"] == "site:kittila-mine";
    assert!(left_out.iter().any(is_kittila), "{answer}");
    let message = answer["message"].as_str().expect("a message");
    assert!(
        message.contains("Left out, as no way on record leads from them:"),
        "{message}"
    );
    let of_one = asked(&json!({ "material": "material:gold", "from": { "kind": "MINE" } }));
    assert_eq!(of_one["sourcesWithoutWay"], json!([]));
}

#[test]
fn nickel_of_harjavalta_hangs_on_the_feed_from_kola() {
    // 135 058 t of concentrate of Kevitsa with 0.096 of nickel.
    let kevitsa = 135_058.0 * 0.096;
    let answer = asked(&json!({
        "material": "material:nickel", "to": { "id": "site:nornickel-harjavalta" },
        "scenario": { "changes": [{ "closeCountry": "RU" }] },
    }));
    assert_eq!(answer["status"], "UNDETERMINED");
    assert_amount(&answer, "upper", kevitsa);
    assert_amount(&answer, "lower", 0.0);
    let before = &answer["baseline"];
    assert_eq!(before["status"], "BOUNDED");
    assert_eq!(delivered(before, "upper"), None);
    assert_eq!(before["upper"]["bySink"], Value::Null);
    let along = before["upper"]["unboundedAlong"].as_array().expect("a way");
    assert!(!along.is_empty());
    // On record from Kola in 2019.
    assert!(delivered(before, "lower") >= Some(58_939.0), "{before}");
}

#[test]
fn lithium_of_keliber_is_bounded_by_its_refinery_once_it_opens() {
    let to = json!({ "id": "site:ext-european-battery-makers" });
    let answer = asked(&json!({ "material": "material:lithium", "to": to }));
    assert!(!answer["whyNone"].is_null(), "{answer}");
    let message = answer["message"].as_str().expect("a message");
    assert!(
        message.contains("What is planned would open a way"),
        "{message}"
    );
    assert_amount(&answer, "upper", 0.0);
    // 15 000 t of hydroxide with 0.565 of LiOH, of which LI / (LI + O + H) is lithium.
    let refinery = 15_000.0 * 0.565 * LI / (LI + O + H);
    // 800 000 t of ore with 0.0092 of Li2O.
    let concentrator = 800_000.0 * 0.0092 * 2.0 * LI / (2.0 * LI + O);
    assert!(concentrator > refinery);
    let answer = asked(&json!({
        "material": "material:lithium", "to": to, "at": { "includePlanned": true },
    }));
    assert_amount(&answer, "upper", refinery);
    let binding = answer["upper"]["bottlenecks"].as_array().expect("a list");
    assert_eq!(binding.len(), 1, "{answer}");
    assert_eq!(binding[0]["site"]["id"], "site:keliber-refinery");
    let of_stage = |stage: &str| {
        let stages = answer["upper"]["stageBalance"].as_array().expect("a list");
        let found = stages
            .iter()
            .find(|it| it["stage"] == stage)
            .expect("a stage");
        found["tonnesPerYear"].as_f64().expect("an amount")
    };
    // The mines, whose capacity is not known, and the concentrator are in series: the latter counts, once.
    assert!((of_stage("EXTRACTION") - concentrator).abs() < 0.01);
    assert!((of_stage("PROCESSING") - refinery).abs() < 0.01);
}

fn throughput(data: &Path, arguments: &[&str]) -> Output {
    let mut all = vec!["throughput"];
    all.extend(arguments);
    run(data, &all)
}

#[test]
fn the_command_tells_amounts_in_every_format() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let asked = [
        "iron",
        "--from",
        "kaunisvaara-mine,kiruna-mine",
        "--to",
        "kind=HARBOUR",
    ];
    let output = throughput(&data, &asked);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    // 1.38 + 9.555 and 1.38 + 8.385 Mt.
    for word in [
        "BOUNDED",
        "10935000",
        "9765000",
        "to Port of Narvik",
        "Not known:",
        "sources",
    ] {
        assert!(text.contains(word), "`{word}` is missing in\n{text}");
    }
    let json = throughput(&data, &[&asked[..], &["--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    let csv = stdout(&throughput(
        &data,
        &[&asked[..], &["--format", "csv"]].concat(),
    ));
    let count = |part: &str| {
        csv.lines()
            .filter(|it| it.starts_with(&format!("{part},")))
            .count()
    };
    let len = |list: &Value| list.as_array().map_or(0, Vec::len);
    let both = |field: &str| len(&answer["upper"][field]) + len(&answer["lower"][field]);
    for (part, rows) in [
        ("delivered", 2),
        ("from", both("bySource")),
        ("to", both("bySink")),
        ("bottleneck", both("bottlenecks")),
        ("jointly_binding", both("jointlyBinding")),
        ("cut", both("minimumCut")),
        ("single_point", both("singlePoints")),
        ("stage", both("stageBalance")),
        ("unknown", len(&answer["unknowns"])),
        ("assumption", len(&answer["basis"]["assumptions"])),
        ("source", len(&answer["basis"]["sources"])),
    ] {
        assert_eq!(count(part), rows, "{part} in\n{csv}");
    }
}

#[test]
fn nothing_delivered_is_a_negative_answer_and_misuse_is_named() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let output = throughput(&data, &["lithium", "--to", "ext-european-battery-makers"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let text = stdout(&output);
    assert!(text.contains("What is planned would open a way"), "{text}");
    for (arguments, expected) in [
        (&["irn"][..], "material:iron"),
        (&["iron", "--from", "kiruna-mien"], "site:kiruna-mine"),
        (
            &["iron", "--to", "product:iron-ore-pellets"],
            "no site or side-stream",
        ),
        (
            &["iron", "--product", "iron-ore-pelets"],
            "product:iron-ore-pellets",
        ),
        (&["iron", "--avoid", "country=XX"], "XX"),
        (&["iron", "--year", "99"], "99"),
        (&["iron", "--unknowns", "201"], "0..=200"),
        (&["iron", "--unknowns", "-1"], "--unknowns"),
        (&["iron", "--scenario", "/nowhere.json"], "/nowhere.json"),
    ] {
        let output = throughput(&data, arguments);
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
