//! Candidate links over all materials of the seed data.

use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const DOCUMENT: &str = "query($input: PathInput!) { paths(input: $input, first: 100) {
    paths { steps { via { kind } } }
    candidatePaths { paths { steps { product { id state } via { kind } } } notCarried { id } }
} }";

#[test]
fn no_candidate_carries_a_melt_a_solution_or_a_gas() {
    let api = Api::shared();
    let list = "{ materials(first: 200) { nodes { id } } }";
    let materials = ask(api, list, &json!({}));
    let materials = materials["data"]["materials"]["nodes"]
        .as_array()
        .unwrap()
        .clone();
    assert!(materials.len() > 50);
    let (mut candidates, mut held_back) = (0, 0);
    for material in &materials {
        for kind in ["MINE", "PROCESSOR", "RECYCLER"] {
            let input = json!({
                "from": { "kind": kind }, "to": { "kind": "HARBOUR" }, "material": material["id"],
                "candidateLinksWithinKm": 300, "at": { "includePlanned": true }
            });
            let answer = ask(api, DOCUMENT, &json!({ "input": input }));
            let answer = &answer["data"]["paths"];
            let reported = steps(&answer["paths"]);
            assert!(reported.iter().all(|it| it["via"]["kind"] != "CANDIDATE"));
            for step in steps(&answer["candidatePaths"]["paths"]) {
                if step["via"]["kind"] == "CANDIDATE" {
                    candidates += 1;
                    let state = step["product"]["state"].as_str().unwrap_or("");
                    assert!(!["MOLTEN", "SOLUTION", "GAS"].contains(&state), "{step}");
                    let id = step["product"]["id"].as_str().unwrap();
                    assert!(!id.ends_with("-unspecified"), "{id}");
                }
            }
            held_back += answer["candidatePaths"]["notCarried"]
                .as_array()
                .unwrap()
                .len();
        }
    }
    assert!(
        candidates > 1_000 && held_back > 20,
        "{candidates} {held_back}"
    );
}

fn ask(api: &Api, document: &str, variables: &Value) -> Value {
    let answer = api.ask_as(Default::default(), document, variables);
    let answer: Value = serde_json::from_slice(&answer.json).unwrap();
    assert!(answer["errors"].is_null(), "{answer}");
    answer
}

fn steps(paths: &Value) -> Vec<&Value> {
    let paths = paths.as_array().unwrap().iter();
    paths
        .flat_map(|it| it["steps"].as_array().unwrap())
        .collect()
}
