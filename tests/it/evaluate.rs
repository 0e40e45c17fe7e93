//! `ketju evaluate partners` on files of exchanges.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// The variable that names a file of real exchanges; they are nobody's to ship, so that none is here. Variables that begin with
/// `KETJU_` are settings of the program, so that this one does not.
const EXCHANGES: &str = "EXCHANGES_FILE";

fn evaluated(file: &Path, format: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = file.to_str().unwrap();
    run(
        folder.path(),
        &["evaluate", "partners", file, "--format", format],
    )
}

fn json(file: &Path) -> Value {
    let output = evaluated(file, "json");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn a_small_file_is_evaluated_in_each_format() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("exchanges.csv");
    let rows = "case_id,waste,ewc,receiver_nace,status\n\
        1,blast furnace slag,100202,2351,Implemented\n1,quux liquor,,3511,Implemented\n\
        2,blast furnace slag,100202,2351,Planned\n2,quux liquor,,3511,Planned\n3,water,,,Planned\n";
    std::fs::write(&file, rows).unwrap();
    let answer = json(&file);
    assert_eq!(answer["asked"], 4);
    assert_eq!(answer["cases"], 2);
    assert_eq!(answer["withoutTruth"], 1);
    let measures = answer["compared"].as_array().unwrap();
    let mrr = measures.iter().find(|it| it["measure"] == "MRR").unwrap();
    // Each waste went to the same trade in the other case.
    assert_eq!(mrr["score"], 1.0);
    // Equally common, so by code: 23.51 first, 35.11 second, before all trades of the table of takers.
    assert_eq!(mrr["popularity"], 0.75);
    let csv = stdout(&evaluated(&file, "csv"));
    assert!(csv.contains("MRR,1.0000,0.7500,0.2500,"), "{csv}");
    let table = stdout(&evaluated(&file, "table"));
    assert!(table.starts_with("4 exchanges of 2 cases"), "{table}");
}

#[test]
fn a_file_that_cannot_be_evaluated_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("exchanges.csv");
    std::fs::write(&file, "case_id,waste\n1,slag\n").unwrap();
    let output = evaluated(&file, "table");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("receiver_nace"),
        "{}",
        stderr(&output)
    );
    std::fs::write(
        &file,
        "case_id,waste,ewc,receiver_nace,status\n1,slag,,2351,Planned\n",
    )
    .unwrap();
    let output = evaluated(&file, "table");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("two cases"), "{}", stderr(&output));
    let output = evaluated(&folder.path().join("none.csv"), "table");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_score_finds_takers_earlier_than_popularity_on_the_file_of_the_environment() {
    let Some(file) = std::env::var_os(EXCHANGES) else {
        return;
    };
    let answer = json(Path::new(&file));
    let measures = answer["compared"].as_array().unwrap();
    let mrr = measures.iter().find(|it| it["measure"] == "MRR").unwrap();
    // The interval of the difference is told, not asserted: on the development file its lower end lies just below 0.
    assert!(mrr["difference"].as_f64().unwrap() > 0.0, "{answer:#}");
}
