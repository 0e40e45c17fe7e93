//! Stress tests on the command line.

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

#[test]
fn the_command_tells_what_shocks_cut() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let ask = |format: &str| {
        let asked = [
            "stress",
            "--material",
            "nickel",
            "--region",
            "fi",
            "--close-country",
            "ru",
        ];
        let output = run(&data, &[&asked[..], &["--format", format]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let table = ask("table");
    for told in ["closes Russia", "UPPER", "Article 20(3), point (f)"] {
        assert!(table.contains(told), "{told}: {table}");
    }
    let json: Value = serde_json::from_str(&ask("json")).unwrap();
    assert!(json.to_string().contains("53034"), "{json}");
    let csv = ask("csv");
    let header = "shock,material,before_t/a,after_t/a,lost_t/a,lost_share,measured_by,lost_share_of_consumption,";
    assert!(csv.starts_with(header), "{csv}");
}

#[test]
fn the_command_refuses_what_cannot_be_a_shock() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let none = run(&data, &["stress", "--material", "nickel"]);
    assert_eq!(none.status.code(), Some(2), "{}", stdout(&none));
    assert!(stderr(&none).contains("no shock"), "{}", stderr(&none));
    let near = run(
        &data,
        &["stress", "--material", "nickel", "--close", "kemi-mne"],
    );
    assert_eq!(near.status.code(), Some(2), "{}", stdout(&near));
    assert!(stderr(&near).contains("kemi-mine"), "{}", stderr(&near));
}

#[test]
fn closers_are_a_column_only_if_asked_for() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let asked = [
        "gaps",
        "--region",
        "fi",
        "--material",
        "chromium",
        "--format",
        "csv",
    ];
    let plain = stdout(&run(&data, &asked));
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    assert!(first(&plain).ends_with(",flips"), "{plain}");
    let with = stdout(&run(&data, &[&asked[..], &["--closers", "1"]].concat()));
    assert!(first(&with).ends_with(",flips,closers"), "{with}");
}
