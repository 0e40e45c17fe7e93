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
