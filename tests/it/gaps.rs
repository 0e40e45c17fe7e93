//! What regions of the seed data lack.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::api::Api;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const DOCUMENT: &str = "query($input: GapInput!, $first: Int, $after: String) {
  gaps(input: $input, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id kind severity stage message share shortfallTonnesPerYear
      material { slug critical strategic }
      evidence {
        parties { role site { slug name } project { slug name } status asOf ageYears }
        sideStreams { slug name legalStanding }
        products { name }
        links { id }
        figures { id }
      }
      coverage { level asOf }
      flippedBy { message statement { id } coverage { id } }
    }
    notCovered { message coverage { id level asOf } }
    completeness { status reasons }
  }
}";

/// The answer with the gaps of all its pages.
fn ask(api: &Api, input: &Value) -> Value {
    let mut found: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    loop {
        let asked = json!({ "input": input, "first": 200, "after": after });
        let response = api.ask(DOCUMENT, &asked);
        assert!(response["errors"].is_null(), "{}", response["errors"]);
        let mut page = response["data"]["gaps"].clone();
        found.extend(nodes(&page).iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            page["nodes"] = Value::Array(found);
            return page;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn nodes(answer: &Value) -> &Vec<Value> {
    answer["nodes"].as_array().unwrap()
}

/// The gaps of a material at a stage in Finland.
fn in_finland(api: &Api, material: &str, stage: &str) -> Vec<Value> {
    let input = json!({
        "region": "region:fi", "materials": [format!("material:{material}")], "stages": [stage],
    });
    nodes(&ask(api, &input)).clone()
}

fn parties(gap: &Value, role: &str) -> Vec<String> {
    let parties = gap["evidence"]["parties"].as_array().unwrap();
    let of_role = parties.iter().filter(|it| it["role"] == role);
    let slug = |it: &Value| it["site"]["slug"].as_str().unwrap().to_owned();
    of_role.map(slug).collect()
}

#[test]
fn what_finland_only_plans() {
    let api = Api::shared();
    for (material, stage, severity, planned) in [
        (
            "natural-graphite",
            "EXTRACTION",
            "MEDIUM",
            &["aitolampi"][..],
        ),
        ("rare-earth-elements", "EXTRACTION", "LOW", &["sokli"]),
        (
            "lithium",
            "EXTRACTION",
            "MEDIUM",
            &[
                "keliber-paivaneva",
                "keliber-rapasaari",
                "keliber-satellites",
                "keliber-syvajarvi",
            ],
        ),
        ("lithium", "PROCESSING", "MEDIUM", &["keliber-refinery"]),
    ] {
        let found = in_finland(api, material, stage);
        let gap = &found[0];
        assert_eq!(gap["kind"], "PLANNED_ONLY", "{gap}");
        assert_eq!(gap["severity"], severity);
        assert_eq!(parties(gap, "PLANNED"), planned);
        assert_eq!(gap["evidence"]["parties"][0]["asOf"], 2023);
        assert_eq!(gap["evidence"]["parties"][0]["ageYears"], 2);
        let message = gap["message"].as_str().unwrap();
        assert!(message.contains("2 years old"), "{message}");
        assert!(
            message.contains(": on record, ")
                && message.contains("none is on record as operating; ")
                && message.contains("; the data there are judged "),
            "{message}"
        );
        let is_single = planned.len() == 1;
        assert_eq!(
            gap["flippedBy"].as_array().unwrap().len(),
            usize::from(is_single)
        );
    }
}

#[test]
fn cobalt_is_refined_from_abroad() {
    let api = Api::shared();
    let found = in_finland(api, "cobalt", "EXTRACTION");
    let gap = found
        .iter()
        .find(|it| it["kind"] == "NONE_RECORDED")
        .unwrap();
    assert_eq!(
        parties(gap, "AFFECTED"),
        ["jervois-finland", "umicore-kokkola"]
    );
    assert_eq!(
        parties(gap, "SENDER"),
        ["ext-cobalt-hydroxide-from-drc-glencore-deal"]
    );
    assert!(parties(gap, "OPERATING").contains(&"kevitsa-mine".to_owned()));
    assert_eq!(gap["coverage"]["level"], "SAMPLE");
    assert!(
        !parties(gap, "AFFECTED").contains(&"nornickel-harjavalta".to_owned()),
        "Finnish concentrate reaches it"
    );
}

#[test]
fn a_feed_on_record_is_not_denied() {
    let api = Api::shared();
    for (material, stage, plant) in [
        ("pyrite", "EXTRACTION", "yara-siilinjarvi-plants"),
        ("phosphorus", "PROCESSING", "yara-kokkola"),
        ("nickel", "EXTRACTION", "tornio-steelworks"),
        ("nickel", "PROCESSING", "tornio-steelworks"),
    ] {
        for gap in in_finland(api, material, stage) {
            let is_of_plant = parties(&gap, "AFFECTED").contains(&plant.to_owned());
            let is_feed = gap["message"]
                .as_str()
                .unwrap()
                .contains("no recorded feed");
            assert!(!is_of_plant || !is_feed, "{}", gap["message"]);
        }
    }
    let input = json!({ "region": "region:fi" });
    for gap in nodes(&ask(api, &input)) {
        let message = gap["message"].as_str().unwrap();
        let is_named = !gap["evidence"]["links"].as_array().unwrap().is_empty();
        assert!(
            !message.contains("no sender is on record") || !is_named,
            "{message}"
        );
    }
    for gap in in_finland(api, "phosphorus", "EXTRACTION") {
        assert_ne!(gap["kind"], "PLANNED_ONLY", "Siilinjärvi operates: {gap}");
    }
    for gap in in_finland(api, "iron", "EXTRACTION") {
        let message = gap["message"].as_str().unwrap();
        let is_of_plant = parties(&gap, "AFFECTED").contains(&"tornio-steelworks".to_owned());
        assert!(
            !is_of_plant || message.contains("fl-002) does not name iron"),
            "{message}"
        );
    }
}

#[test]
fn synthetic_graphite_closes_no_gap_of_natural_graphite() {
    let api = Api::shared();
    let input = json!({ "region": "region:fi", "materials": ["material:natural-graphite"], "stages": ["MANUFACTURING"] });
    let answer = ask(api, &input);
    let gap = &nodes(&answer)[0];
    assert_eq!(
        gap["kind"], "PLANNED_ONLY",
        "though synthetic graphite is made"
    );
    assert!(!gap["message"].as_str().unwrap().contains("Hycamite"));
    let other = in_finland(api, "synthetic-graphite", "MANUFACTURING");
    assert!(
        other.iter().all(|it| it["kind"] != "PLANNED_ONLY"),
        "{other:?}"
    );
}

#[test]
fn side_streams_of_finland() {
    let api = Api::shared();
    let input = json!({ "region": "region:fi", "kinds": ["UNUSED_SIDE_STREAM", "DATA"] });
    let answer = ask(api, &input);
    let about = |slug: &str| {
        let of = |it: &&Value| it["evidence"]["sideStreams"][0]["slug"] == slug;
        nodes(&answer).iter().filter(of).collect::<Vec<_>>()
    };
    assert!(about("ss-fecr-slag").is_empty(), "the slag is sold");
    let gypsum = about("ss-siil-gypsum");
    assert_eq!(gypsum.len(), 1);
    // 1 000 000 t/a · 0.002 · 0.9.
    let tonnes = gypsum[0]["shortfallTonnesPerYear"].as_f64().unwrap();
    assert!((tonnes - 1800.0).abs() < 1e-9, "{tonnes}");
    assert_eq!(gypsum[0]["share"], 0.9);
    assert_eq!(
        gypsum[0]["evidence"]["figures"].as_array().unwrap().len(),
        4,
        "stock, content, share, generation"
    );
    let slag = about("ss-raahe-v-slag");
    assert!(
        slag[0]["shortfallTonnesPerYear"].is_null(),
        "no generation is on record"
    );
}

#[test]
fn laws_of_all_gaps() {
    let api = Api::shared();
    for (region, year) in [
        ("eu", 2025),
        ("fi", 2025),
        ("enf", 2025),
        ("fi1d7", 2025),
        ("se", 2022),
        ("no", 2025),
        ("fi", 2019),
    ] {
        let input = json!({ "region": format!("region:{region}"), "at": { "year": year } });
        let answer = ask(api, &input);
        assert_eq!(answer["completeness"]["status"], "EXHAUSTIVE");
        assert_eq!(answer["pageInfo"]["hasNextPage"], false);
        assert!(
            answer["notCovered"]["message"]
                .as_str()
                .unwrap()
                .contains("may exist")
        );
        let mut ids = BTreeSet::new();
        for gap in nodes(&answer) {
            assert!(ids.insert(gap["id"].to_string()), "{gap}");
            let is_claim = ["MISSING_STAGE", "MISSING_UPSTREAM", "UNCONNECTED"]
                .contains(&gap["kind"].as_str().unwrap());
            let as_of = gap["coverage"]["asOf"].as_i64();
            let is_complete = gap["coverage"]["level"] == "COMPLETE"
                && as_of.is_some_and(|it| (year - 5..=year).contains(&it));
            assert!(!is_claim || is_complete, "{gap}");
            let evidence = &gap["evidence"];
            let is_rested = ["parties", "sideStreams", "links", "figures"]
                .iter()
                .any(|it| !evidence[it].as_array().unwrap().is_empty());
            assert!(is_rested || !gap["coverage"].is_null(), "{gap}");
            let has_tonnes = !gap["shortfallTonnesPerYear"].is_null();
            // Tonnes of a side-stream are generation × content; a loss may be one capacity that is told of contained tonnes.
            let is_amount = ["CAPACITY", "SINGLE_POINT"].contains(&gap["kind"].as_str().unwrap());
            let least = if is_amount { 1 } else { 2 };
            assert!(
                !has_tonnes || evidence["figures"].as_array().unwrap().len() >= least,
                "{gap}"
            );
            assert!(!own_words(gap).contains("waste"), "{gap}");
        }
    }
}

/// The message without the names of records, which are as their sources have them.
fn own_words(gap: &Value) -> String {
    let mut message = gap["message"].as_str().unwrap().to_owned();
    let evidence = &gap["evidence"];
    let standing = &evidence["sideStreams"][0]["legalStanding"];
    assert!(standing != "WASTE", "none of the seed data is");
    let parties = evidence["parties"].as_array().unwrap().iter();
    let parties = parties.flat_map(|it| [&it["site"]["name"], &it["project"]["name"]]);
    let others = ["sideStreams", "products"];
    let others = others
        .iter()
        .flat_map(|it| evidence[it].as_array().unwrap());
    for name in parties
        .chain(others.map(|it| &it["name"]))
        .filter_map(Value::as_str)
    {
        message = message.replace(name, "");
    }
    message
}

#[test]
fn pages_join_to_the_whole() {
    let api = Api::shared();
    let input = json!({ "region": "region:fi" });
    let whole = ask(api, &input);
    let mut joined = Vec::new();
    let mut after = Value::Null;
    loop {
        let response = api.ask(
            DOCUMENT,
            &json!({ "input": input, "first": 17, "after": after }),
        );
        let page = &response["data"]["gaps"];
        assert_eq!(page["totalCount"], whole["totalCount"]);
        joined.extend(nodes(page).iter().map(|it| it["id"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let all: Vec<Value> = nodes(&whole).iter().map(|it| it["id"].clone()).collect();
    assert_eq!(joined, all);
    let other = json!({ "region": "region:se" });
    let refused = api.ask(
        DOCUMENT,
        &json!({ "input": other, "first": 17, "after": after }),
    );
    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_INPUT");
}

#[test]
fn the_command_tells_what_the_data_do_not_cover() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let asked = [
        "gaps",
        "--region",
        "fi",
        "--material",
        "lithium,cobalt",
        "--min-severity",
        "medium",
        "--kind",
        "planned-only",
    ];
    let output = run(&data, &asked);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(
        text.contains("PLANNED_ONLY") && text.contains("Keliber"),
        "{text}"
    );
    assert!(!text.contains("NONE_RECORDED"), "{text}");
    assert!(
        text.contains("What the data do not cover") && text.contains("fi-lithium-extraction"),
        "{text}"
    );
    let none = run(
        &data,
        &["gaps", "--region", "fi", "--kind", "missing-stage"],
    );
    assert_eq!(none.status.code(), Some(0), "none is an answer");
    assert!(stdout(&none).contains("0 of 0 gaps"), "{}", stdout(&none));
    let csv = run(&data, &["gaps", "--region", "fi", "--format", "csv"]);
    let header = "severity,kind,material,stage,message,id,region,year,revision,coverage_level,coverage_year,\
        shortfall_tonnes_per_year,share,evidence_sites,sources_of_answer,flips\n";
    assert!(stdout(&csv).starts_with(header), "{}", stdout(&csv));
    assert!(stdout(&csv).contains(",gap:"));
    for format in ["table", "csv"] {
        let silent = run(
            &data,
            &[
                "gaps",
                "--region",
                "fi",
                "--material",
                "dysprosium",
                "--format",
                format,
            ],
        );
        let told = "Nothing is on record of dysprosium in Finland in 2025";
        assert!(stdout(&silent).contains(told), "{}", stdout(&silent));
    }
    let unknown = run(&data, &["gaps", "--region", "suomi"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        stderr(&unknown).contains("unknown region"),
        "{}",
        stderr(&unknown)
    );
}
