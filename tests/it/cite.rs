//! Citations, parts and checks of exported files, by the built program.

use std::fs;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

#[test]
fn the_citation_leads_back_to_the_content() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let done = |arguments: &[&str]| {
        let output = run(&data, arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            stderr(&output)
        );
        stdout(&output)
    };
    let told: Value = serde_json::from_str(&done(&["cite", "--format", "json"])).unwrap();
    let (citation, hash) = (
        told["citation"].as_str().unwrap(),
        told["contentHash"].as_str().unwrap(),
    );
    assert!(citation.contains(hash), "{citation}");
    assert_eq!(done(&["cite"]), format!("{citation}\n"));
    let bibtex = done(&["cite", "--format", "bibtex"]);
    assert!(
        bibtex.starts_with("@misc{ketju-") && bibtex.contains(hash),
        "{bibtex}"
    );
    assert_eq!(done(&["cite", "--bibtex"]), bibtex);
    // What is written as text carries both, whatever the form.
    for form in ["jsonl", "geojson"] {
        let text = done(&["export", form]);
        assert!(text.contains(citation) && text.contains(hash), "{form}");
    }
    // The whole.
    for name in ["whole.zip", "whole"] {
        done(&["export", "csv", "-o", &path(name)]);
        let said = done(&["verify", &path(name)]);
        assert!(said.starts_with("The content is revision "), "{said}");
        assert!(said.contains(hash), "{said}");
    }
    // A change of one letter.
    let file = folder.path().join("whole/materials.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("ickel", "ickle", 1)).unwrap();
    let output = run(&data, &["verify", &path("whole")]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(
        said.starts_with("Changed: it says it is revision "),
        "{said}"
    );
    // What is no export.
    fs::write(folder.path().join("none.jsonl"), "{}\n").unwrap();
    let output = run(&data, &["verify", &path("none.jsonl")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("states no revision"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_part_is_a_package_of_its_own() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let asked = [
        "--region",
        "fi1d7",
        "--material",
        "nickel",
        "--year",
        "2024",
    ];
    let output = run(
        &data,
        &[&["export", "csv", "-o", &path("part.zip")][..], &asked].concat(),
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let output = run(&data, &["verify", &path("part.zip")]);
    let said = stdout(&output);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("material nickel, year 2024") || said.contains("material Nickel, year 2024"),
        "{said}"
    );
    let empty = folder.path().join("empty");
    let output = run(&empty, &["import", &path("part.zip"), "--format", "json"]);
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let report: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert!(report["created"].as_u64().unwrap() > 20, "{report}");
    let output = run(
        &data,
        &[
            "export", "jsonl", "--region", "fi1d7", "--year", "1600", "--kind", "scenario",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("nothing is on record of region"),
        "{}",
        stderr(&output)
    );
}
