//! Bands on the command line.

use std::path::Path;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const KEMI: [&str; 7] = [
    "paths",
    "--from",
    "kemi-mine",
    "--to",
    "kind=HARBOUR",
    "--material",
    "chromium",
];

fn shown(data: &Path, command: &[&str], options: &[&str]) -> String {
    let all: Vec<&str> = command.iter().chain(options).copied().collect();
    let output = run(data, &all);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

/// The rows of a CSV text, by column.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|it| it == name).unwrap();
    let rows = reader.records().map(|row| row.unwrap()[at].to_owned());
    rows.collect()
}

#[test]
fn bands_of_paths_and_of_throughput_are_shown_in_every_format() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let sampled = ["--samples", "100"];
    let text = shown(&data, &KEMI, &sampled);
    assert!(text.contains("in nine of ten draws"), "{text}");
    assert!(text.contains("drawn 100 times, seed 1"), "{text}");
    assert_eq!(
        text,
        shown(&data, &KEMI, &["--samples", "100", "--seed", "1"])
    );
    assert_ne!(
        text,
        shown(&data, &KEMI, &["--samples", "100", "--seed", "2"])
    );
    let json = shown(&data, &KEMI, &["--samples", "100", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let band = &json["paths"][0]["totalInterval"];
    let [low, high] = ["p05", "p95"].map(|it| band[it].as_f64().unwrap());
    let total = json["paths"][0]["total"].as_f64().unwrap();
    assert!(low < total && total < high, "{band}");
    let csv = shown(&data, &KEMI, &["--samples", "100", "--format", "csv"]);
    assert_eq!(column(&csv, "total_p05")[0], low.to_string());
    assert_eq!(column(&csv, "samples")[0], "100");
    let plain = shown(&data, &KEMI, &["--format", "csv"]);
    assert_eq!(column(&plain, "total_p05")[0], "");
    let text = shown(&data, &["throughput", "chromium"], &sampled);
    let is_told = text.contains("nine of ten draws") || text.contains("no uncertainty recorded");
    assert!(is_told, "{text}");
}

#[test]
fn a_number_of_samples_out_of_range_is_refused() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for samples in ["0", "10001", "-1"] {
        let all: Vec<&str> = KEMI.iter().copied().chain(["--samples", samples]).collect();
        let output = run(&data, &all);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("expected 1 to 10000"),
            "{}",
            stderr(&output)
        );
    }
    let alone: Vec<&str> = KEMI.iter().copied().chain(["--seed", "3"]).collect();
    assert_eq!(
        run(&data, &alone).status.code(),
        Some(2),
        "a seed of nothing"
    );
}
