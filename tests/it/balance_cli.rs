//! `ketju balance` over the data that come with the program.

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

fn told(arguments: &[&str]) -> String {
    let data = demo_data();
    let output = run(
        &data.path().join("data"),
        &[&["balance"], arguments].concat(),
    );
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
    stdout(&output)
}

#[test]
fn balances_are_listed_with_the_largest_residual_first() {
    let answer: Value =
        serde_json::from_str(&told(&["--region", "fi", "--format", "json"])).expect("JSON");
    let sizes: Vec<f64> = answer["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let bound = |name: &str| it["residual"][name].as_f64();
            let above = bound("low").unwrap_or(0.0).max(0.0);
            above.max(-bound("high").unwrap_or(0.0).min(0.0))
        })
        .collect();
    assert!(
        sizes.len() > 10 && sizes.is_sorted_by(|a, b| a >= b),
        "{sizes:?}"
    );
    let csv = told(&["--region", "fi", "--format", "csv", "--first", "4"]);
    assert_eq!(csv.lines().count(), 5, "{csv}");
    assert!(csv.starts_with("site,material,year,state,"), "{csv}");
}

#[test]
fn the_balance_of_a_site_shows_its_terms_and_what_is_not_known() {
    let text = told(&["kemi-mine", "--material", "chromium"]);
    // 2.4 Mt of ore with 25.9 % Cr2O3, of which 103.9922 / 151.9892 is chromium: 425.3 kt.
    for part in [
        "OPEN: ",
        "425.3 kt of chromium go in",
        "ss-kemi-tailings",
        "NO_CONTENT",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let open = told(&["--state", "open", "--year", "2018", "--first", "1"]);
    assert!(open.contains("OPEN"), "{open}");
}

#[test]
fn a_figure_is_tried_with_another_value_beside_the_one_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.json");
    // Twice the 8253 t of copper concentrate on record.
    let changes = r#"[{ "figure": { "id": "figure:120a921f7123e604", "value": 16506 } }]"#;
    std::fs::write(&file, changes).unwrap();
    let file = file.to_str().unwrap();
    let asked = ["pyhasalmi-mine", "--material", "copper", "--scenario", file];
    let text = told(&[&asked[..], &["--baseline"]].concat());
    let (under, without) = text.split_once("Without the scenario").unwrap();
    // 28.64 % of 16506 t come out of 3289.65 t.
    assert!(under.starts_with("Under the scenario"), "{text}");
    assert!(
        under.contains("MORE_OUT_THAN_IN") && under.contains("4727 t come out"),
        "{text}"
    );
    assert!(
        without.contains("MORE_IN_THAN_OUT") && without.contains("2364 t come out"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_asked_is_refused_with_the_nearest() {
    let data = demo_data();
    let output = run(&data.path().join("data"), &["balance", "--tolerance", "2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("expected 0 to 1"),
        "{}",
        stderr(&output)
    );
    let output = run(&data.path().join("data"), &["balance", "kemi-min"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("kemi-mine"), "{}", stderr(&output));
}
