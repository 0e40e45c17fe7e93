//! Questions to the seed data, as data: `queries/NAME.graphql`, with `NAME.variables.json` where
//! there are variables, answers as `NAME.json`. `UPDATE_EXPECT=1 cargo test` writes the answers,
//! which are then read like code.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use expect_test::expect_file;
use serde_json::Value;
use serde_json::json;

use crate::api::Api;
use crate::api::EDITOR;

#[test]
fn questions_have_their_answers() {
    let api = Api::seeded();
    let cases = cases();
    assert!(!cases.is_empty());
    for case in cases {
        let document = fs::read_to_string(&case).expect("a document");
        let answer = api.ask_as(EDITOR, &document, &variables(&case));
        // A value that keeps the order of its fields.
        let response: async_graphql::Value = serde_json::from_slice(&answer.json).expect("JSON");
        let shown = format!(
            "{}\n",
            serde_json::to_string_pretty(&response).expect("JSON")
        );
        let name = case.display();
        assert!(
            !shown.contains("\"INTERNAL\""),
            "a fault of the program: {name}"
        );
        expect_file![case.with_extension("json")].assert_eq(&shown);
    }
}

#[test]
fn the_same_question_has_the_same_answer_byte_for_byte() {
    let (one, other) = (Api::seeded(), Api::seeded());
    for case in cases() {
        let document = fs::read_to_string(&case).expect("a document");
        let ask = |api: &Api| {
            api.ask_as(Default::default(), &document, &variables(&case))
                .json
        };
        assert_eq!(ask(&one), ask(&other), "{}", case.display());
        assert_eq!(ask(&one), ask(&one), "{}", case.display());
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/queries");
    let entries = fs::read_dir(folder).expect("the folder of cases");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "graphql"))
        .collect();
    cases.sort();
    cases
}

fn variables(case: &Path) -> Value {
    match fs::read_to_string(case.with_extension("variables.json")) {
        Ok(text) => serde_json::from_str(&text).expect("variables are JSON"),
        Err(_) => json!({}),
    }
}
