//! Saved scenarios through the API, and scenarios on the command line.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::api::Api;
use crate::program::demo_data;
use crate::program::ketju;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const SAVE: &str = "mutation Save($id: ID!, $changes: String!) {
  commit(input: { message: \"a scenario\", changes: [{ put: { scenario: { id: $id, nameEn: \"No imports\", changes: $changes } } }] }) {
    revision { revision }
    problems { severity message column }
  }
}";

const TRACE: &str = "query Trace($scenario: ScenarioInput, $at: At) {
  trace(of: \"site:kemi-mine\", direction: DOWNSTREAM, material: \"material:chromium\", at: $at, scenario: $scenario) {
    nodes { site { id } }
    basis { scenario }
  }
}";

fn save(api: &Api, changes: &str) -> Value {
    let variables = json!({ "id": "no-ferrochrome", "changes": changes });
    api.ask(SAVE, &variables)["data"]["commit"].clone()
}

#[test]
fn a_saved_scenario_is_used_by_its_id_from_its_revision_on() {
    let api = Api::seeded();
    let saved = save(&api, r#"[{"close":"site:tornio-ferrochrome"}]"#);
    assert_eq!(saved["problems"], json!([]));
    let listed = "{ scenarios(first: 1) { totalCount nodes { id name changes } } }";
    let listed = api.ask(listed, &json!({}));
    let node = &listed["data"]["scenarios"]["nodes"][0];
    assert_eq!(node["id"], "scenario:no-ferrochrome");
    assert_eq!(node["name"], "No imports");
    let ask = |scenario: Value, at: Value| {
        let variables = json!({ "scenario": scenario, "at": at });
        api.ask(TRACE, &variables)
    };
    let by_id = json!({ "id": "scenario:no-ferrochrome" });
    let found = ask(by_id.clone(), json!({}));
    let trace = &found["data"]["trace"];
    assert_eq!(trace["nodes"].as_array().map(Vec::len), Some(1));
    let told = "scenario:no-ferrochrome; the scenario closes Tornio ferrochrome works, and with it 1 link of its side-streams";
    assert_eq!(trace["basis"]["scenario"], told);
    // The saved changes come first: what they close, another one opens again.
    let both = json!({ "id": "scenario:no-ferrochrome", "changes": [{ "open": { "id": "site:tornio-ferrochrome" } }] });
    let found = ask(both, json!({}));
    let base = ask(Value::Null, json!({}));
    assert_eq!(
        found["data"]["trace"]["nodes"],
        base["data"]["trace"]["nodes"]
    );
    assert_eq!(base["data"]["trace"]["basis"]["scenario"], Value::Null);
    // It is not there at the revision before.
    let before = ask(by_id, json!({ "revision": 2 }));
    let error = &before["errors"][0];
    assert_eq!(error["extensions"]["code"], "BAD_INPUT");
    assert_eq!(error["extensions"]["argument"], "scenario.id");
    assert_eq!(error["message"], "unknown scenario `no-ferrochrome`");
}

#[test]
fn a_scenario_that_cannot_be_read_is_not_saved() {
    let api = Api::seeded();
    for (changes, expected) in [
        ("{", "no JSON"),
        ("{}", "expected a list of changes"),
        (r#"[{"close":"site:x"},{"shut":"site:y"}]"#, "changes[1]"),
        (r#"[{"close":"kemi-mine"}]"#, "expected `kind:slug`"),
        (
            r#"[{"figure":{"id":"figure:ab","value":1,"factor":2}}]"#,
            "exactly one of",
        ),
    ] {
        let saved = save(&api, changes);
        let problem = &saved["problems"][0];
        let message = problem["message"].as_str().unwrap_or_default();
        assert!(message.contains(expected), "{changes}: {saved}");
        assert_eq!(saved["revision"], Value::Null);
        assert_eq!(problem["column"], "changes");
    }
    // What the ids name is looked up when it is used: data and scenarios may come in any order.
    let saved = save(&api, r#"[{"closeCountry":"RU"},{"close":"site:kemi-mne"}]"#);
    assert_eq!(saved["problems"], json!([]));
    let variables = json!({ "scenario": { "id": "scenario:no-ferrochrome" } });
    let found = api.ask(TRACE, &variables);
    let error = &found["errors"][0];
    assert_eq!(
        error["message"],
        "the saved `scenario:no-ferrochrome` cannot be used: changes[1]: unknown site `kemi-mne`; did you mean `kemi-mine`?"
    );
    assert_eq!(
        error["extensions"]["suggestions"],
        json!(["site:kemi-mine"])
    );
}

#[test]
fn a_cursor_belongs_to_the_scenario_it_was_given_under() {
    let api = Api::seeded();
    let document = "query Page($after: String, $scenario: ScenarioInput) {
      paths(first: 1, after: $after, input: { from: { kind: MINE }, to: { kind: HARBOUR }, material: \"material:iron\", scenario: $scenario }) {
        paths { rank } pageInfo { endCursor hasNextPage }
      }
    }";
    let scenario = json!({ "changes": [{ "closeCountry": "RU" }] });
    let first = api.ask(document, &json!({ "scenario": scenario }));
    let page = &first["data"]["paths"]["pageInfo"];
    assert_eq!(page["hasNextPage"], true);
    let after = &page["endCursor"];
    let next = api.ask(document, &json!({ "scenario": scenario, "after": after }));
    assert_eq!(next["data"]["paths"]["paths"][0]["rank"], 2);
    let other = api.ask(document, &json!({ "after": after }));
    assert_eq!(other["errors"][0]["extensions"]["code"], "BAD_INPUT");
}

/// What is told of [`file`].
const TOLD: &str = "Scenario: the scenario closes Tornio ferrochrome works, and with it 1 link of its side-streams.";

/// Writes a scenario into a folder and tells where it is.
fn file(folder: &Path) -> String {
    let file = folder.join("scenario.json");
    std::fs::write(&file, r#"[{ "close": "site:tornio-ferrochrome" }]"#).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_scenario_from_a_file_is_asked_for_by_every_question() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let file = file(folder.path());
    for question in [
        "paths --from kemi-mine --to port-tornio-roytta --material chromium",
        "paths --from kemi-mine --to port-tornio-roytta --material chromium --pareto steps",
        "trace kemi-mine --material chromium",
        "gaps --region fi --material chromium",
    ] {
        let ask = |more: &[&str]| {
            let all: Vec<&str> = question.split(' ').chain(more.iter().copied()).collect();
            let output = run(&data, &all);
            let failed = output.status.code() == Some(2);
            assert!(!failed, "{all:?}: {}", stderr(&output));
            stdout(&output)
        };
        let (base, under) = (ask(&[]), ask(&["--scenario", &file]));
        let is_told = under.contains(TOLD) && !base.contains("Scenario:");
        assert!(is_told, "{under}");
        let both = ask(&["--scenario", &file, "--baseline"]);
        let expected = format!("Under the scenario\n\n{under}\nWithout the scenario\n\n{base}");
        assert_eq!(both, expected, "{question:?}");
    }
}

#[test]
fn a_scenario_comes_from_standard_input_and_its_baseline_in_json() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let file = file(folder.path());
    let trace = ["trace", "kemi-mine", "--scenario"];
    let json = run(
        &data,
        &[&trace[..], &[&file, "--baseline", "--format", "json"]].concat(),
    );
    let json: Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(json["baseline"]["basis"]["scenario"], Value::Null);
    let piped = ketju(&data)
        .args(trace)
        .args(["-", "--material", "chromium"])
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert!(stdout(&piped).contains(TOLD), "{}", stderr(&piped));
}

#[test]
fn a_scenario_that_cannot_be_used_fails_with_the_reason() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let file = folder.path().join("scenario.json");
    for (content, expected) in [
        ("nonsense", "holds no JSON of a scenario"),
        ("3", "holds no scenario"),
        (
            r#"[{ "close": "site:kemi-mne" }]"#,
            "did you mean `kemi-mine`?",
        ),
    ] {
        std::fs::write(&file, content).unwrap();
        let output = run(
            &data,
            &["trace", "kemi-mine", "--scenario", file.to_str().unwrap()],
        );
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    for (named, expected) in [
        ("scenario:none", "unknown scenario `none`"),
        ("none", "unknown scenario `none`"),
        ("no/such.json", "cannot read `no/such.json`"),
    ] {
        let output = run(&data, &["trace", "kemi-mine", "--scenario", named]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    let alone = run(&data, &["trace", "kemi-mine", "--baseline"]);
    assert_eq!(alone.status.code(), Some(2));
}
