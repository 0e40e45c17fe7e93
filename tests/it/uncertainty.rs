//! Bands on the command line.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::api::Api;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// A way whose length is estimated, with bounds.
const KIRUNA: [&str; 7] = [
    "paths",
    "--from",
    "kiruna-mine",
    "--to",
    "kind=HARBOUR",
    "--material",
    "iron",
];

/// What one capacity with bounds holds back: 80 000 to 100 000 t a year, told as 100 000 t.
const OTANMAKI: [&str; 7] = [
    "throughput",
    "titanium",
    "--from",
    "otanmaki-tailings",
    "--product",
    "ilmenite-concentrate",
    "--include-planned",
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
    let text = shown(&data, &KIRUNA, &sampled);
    assert!(text.contains("in nine of ten draws"), "{text}");
    assert!(text.contains("drawn 100 times, seed 1"), "{text}");
    assert_eq!(
        text,
        shown(&data, &KIRUNA, &["--samples", "100", "--seed", "1"])
    );
    assert_ne!(
        text,
        shown(&data, &KIRUNA, &["--samples", "100", "--seed", "2"])
    );
    let json = shown(&data, &KIRUNA, &["--samples", "100", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let band = &json["paths"][0]["totalInterval"];
    let [low, high] = ["p05", "p95"].map(|it| band[it].as_f64().unwrap());
    let total = json["paths"][0]["total"].as_f64().unwrap();
    assert!(low < total && total < high, "{band}");
    let csv = shown(&data, &KIRUNA, &["--samples", "100", "--format", "csv"]);
    assert_eq!(column(&csv, "total_p05")[0], low.to_string());
    assert_eq!(column(&csv, "samples")[0], "100");
    let plain = shown(&data, &KIRUNA, &["--format", "csv"]);
    assert_eq!(column(&plain, "total_p05")[0], "");
    let text = shown(&data, &OTANMAKI, &sampled);
    assert!(text.contains("The most delivered: 8"), "{text}");
    assert!(
        text.contains("The most: drawn 100 times, seed 1."),
        "{text}"
    );
    let none = shown(&data, &["throughput", "chromium"], &sampled);
    // Besides, half of the weight has no bounds; recoveries that are not known decide.
    let why = "The most: no uncertainty recorded: figures are missing that the answer rests on";
    assert!(none.contains(why), "{none}");
    assert!(none.contains("  Without bounds: "), "{none}");
    assert!(!none.contains("nine of ten"), "{none}");
}

#[test]
fn a_number_of_samples_out_of_range_is_refused() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for samples in ["0", "10001", "-1"] {
        let all: Vec<&str> = KIRUNA
            .iter()
            .copied()
            .chain(["--samples", samples])
            .collect();
        let output = run(&data, &all);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("expected 1 to 10000"),
            "{}",
            stderr(&output)
        );
    }
    let alone: Vec<&str> = KIRUNA.iter().copied().chain(["--seed", "3"]).collect();
    assert_eq!(
        run(&data, &alone).status.code(),
        Some(2),
        "a seed of nothing"
    );
}

const ALL: &str = "query All($material: ID!, $planned: Boolean!, $product: ID) {
  throughput(input: { material: $material, product: $product, at: { includePlanned: $planned }, uncertainty: { samples: 40, seed: 7 } }) {
    upper { ...Band }
    lower { ...Band }
  }
}
fragment Band on Throughput {
  deliveredTonnesPerYear
  deliveredInterval { p05 p50 p95 }
  unplacedInterval { p05 p50 p95 }
  bySinkIntervals { tonnesPerYear { p05 p50 p95 } }
  bySourceIntervals { tonnesPerYear { p05 p50 p95 } }
  bindingShares { share }
  uncertainty { samples withoutBoundsShare notRecorded { code } }
}";

/// The three ranks of a band; none where there is none. They never fall.
fn ranks(band: &Value) -> Option<[f64; 3]> {
    let [low, middle, high] = ["p05", "p50", "p95"].map(|it| band[it].as_f64());
    let (low, middle, high) = (low?, middle?, high?);
    assert!(low <= middle && middle <= high, "{band}");
    Some([low, middle, high])
}

/// What holds of one answer, upper or lower; the band of what is delivered.
fn checked(answer: &Value) -> Option<[f64; 3]> {
    let delivered = ranks(&answer["deliveredInterval"]);
    let told = &answer["uncertainty"];
    let is_drawn = told["samples"].as_i64() == Some(40);
    assert_eq!(delivered.is_some(), is_drawn, "{answer}");
    assert!(
        !is_drawn
            || told["notRecorded"].is_null() && told["withoutBoundsShare"].as_f64() < Some(0.34),
        "{answer}"
    );
    ranks(&answer["unplacedInterval"]);
    for list in ["bySinkIntervals", "bySourceIntervals"] {
        let sites = answer[list].as_array().unwrap();
        assert_eq!(sites.is_empty(), !is_drawn, "{answer}");
        sites
            .iter()
            .for_each(|it| assert!(ranks(&it["tonnesPerYear"]).is_some()));
    }
    for it in answer["bindingShares"].as_array().unwrap() {
        let share = it["share"].as_f64().unwrap();
        assert!(share > 0.0 && share <= 1.0, "{answer}");
    }
    delivered
}

#[test]
fn every_material_of_the_seed_data_can_be_asked_with_samples() {
    let api = Api::shared();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/enf/materials.csv");
    let materials = column(&std::fs::read_to_string(path).unwrap(), "id");
    assert!(materials.len() >= 34);
    let (mut bands, mut both) = (0, 0);
    for (material, planned) in materials.iter().flat_map(|it| [(it, false), (it, true)]) {
        let material = format!("material:{material}");
        let variables = json!({ "material": material, "planned": planned });
        let answer = api.ask(ALL, &variables);
        assert!(answer["errors"].is_null(), "{material}: {answer}");
        let told = &answer["data"]["throughput"];
        let (upper, lower) = (checked(&told["upper"]), checked(&told["lower"]));
        let is_drawn = upper.or(lower).is_some();
        assert!(!is_drawn || api.ask(ALL, &variables) == answer);
        bands += usize::from(upper.is_some()) + usize::from(lower.is_some());
        if let (Some(upper), Some(lower)) = (upper, lower) {
            both += 1;
            let is_more = upper
                .iter()
                .zip(lower)
                .all(|(it, other)| *it >= other * (1.0 - 1e-9));
            assert!(is_more, "{material}: {upper:?} {lower:?}");
        }
    }
    let variables = json!({
        "material": "material:titanium", "planned": true, "product": "product:ilmenite-concentrate"
    });
    let answer = api.ask(ALL, &variables);
    let told = &answer["data"]["throughput"];
    if let (Some(upper), Some(lower)) = (checked(&told["upper"]), checked(&told["lower"])) {
        both += 1;
        assert!(
            upper.iter().zip(lower).all(|(it, other)| *it >= other),
            "{answer}"
        );
    }
    assert!(
        bands >= 1 && both >= 1,
        "{bands} bands, {both} of both answers"
    );
}

#[test]
fn one_binding_capacity_has_the_ranks_of_its_triangle() {
    // With the peak at the upper end the u-th part lies at 80 000 + 20 000 √u.
    let document = "{ throughput(input: {
        material: \"material:titanium\", product: \"product:ilmenite-concentrate\",
        from: { id: \"site:otanmaki-tailings\" }, at: { includePlanned: true }, uncertainty: { samples: 2000 }
    }) { upper { deliveredInterval { p05 p50 p95 } } lower { deliveredInterval { p05 p50 p95 } } } }";
    let answer = Api::shared().ask(document, &json!({}));
    let told = &answer["data"]["throughput"];
    let band = |side: &str| ranks(&told[side]["deliveredInterval"]).unwrap();
    // The smaller of two such draws, of capacity and flow, is at most x with chance 1 - (1 - u)².
    let smaller = |chance: f64| 1.0 - (1.0 - chance).sqrt();
    for (at, chance) in [0.05_f64, 0.5, 0.95].into_iter().enumerate() {
        let tonnes = |chance: f64| 80_000.0 + 20_000.0 * chance.sqrt();
        let (upper, lower) = (band("upper")[at], band("lower")[at]);
        assert!((upper - tonnes(chance)).abs() < 900.0, "{upper}");
        assert!((lower - tonnes(smaller(chance))).abs() < 900.0, "{lower}");
    }
}
