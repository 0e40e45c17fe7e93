//! Lines as they are written.

use expect_test::expect;

use crate::exchange::export::ExportFormat;
use crate::exchange::export::csv::tests::Counted;
use crate::exchange::export::csv::tests::exported;
use crate::exchange::package::tests::Dice;
use crate::model::Kind;
use crate::model::record_json;
use crate::network::text::records;

fn lines(text: &str, part: Option<&str>) -> String {
    let mut out = Vec::new();
    exported(ExportFormat::Jsonl, records(text), part, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_first_line_tells_what_the_data_are() {
    let text = lines("site b MINE country=FI\nsite a MINE", None);
    expect![[r#"
        {"ketju":{"title":"Test data","revision":3,"at":"2026-11-22T16:58:16Z","referenceYear":2025,"contentHash":"c0ffee","chainHash":"beef","citation":"Test data. Revision 3. ketju:ketju@3#c0ffee","licences":["CC-BY-4.0","Own terms"]}}
        {"id":"source:s-a"}
        {"id":"source:s-b"}
        {"id":"site:a","kind":"MINE","sources":["source:s-a"]}
        {"country":"FI","id":"site:b","kind":"MINE","sources":["source:s-b"]}
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_part_says_which_and_has_a_hash_of_its_own() {
    let part = lines("site a MINE", Some("region north"));
    let head: serde_json::Value = serde_json::from_str(part.lines().next().unwrap()).unwrap();
    assert_eq!(head["ketju"]["part"], "region north");
    let of_records = crate::exchange::content_hash(records("site a MINE"));
    assert_eq!(head["ketju"]["partHash"], crate::model::hex(&of_records));
}

/// Every record is there once, in the order of kinds and slugs, and nothing is held back.
#[test]
fn every_record_is_a_line() {
    let mut all = Dice(7).records(40);
    let mut out = Vec::new();
    exported(ExportFormat::Jsonl, all.clone(), None, &mut out);
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let expected: Vec<String> = all.iter().map(record_json).collect();
    let text = String::from_utf8(out).unwrap();
    assert!(text.ends_with('\n'));
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), expected);
    assert!(all.iter().any(|it| it.kind() == Kind::Dataset));
    let mut counted = Counted::default();
    exported(ExportFormat::Jsonl, all, None, &mut counted);
    assert!(
        counted.all == text.len() && counted.largest <= 64 << 10,
        "{}",
        counted.largest
    );
}
