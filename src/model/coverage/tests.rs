//! Which judgement of coverage decides.

use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Value;
use crate::model::codes::Stage;
use crate::model::tables;

fn region(slug: &str, parent: Option<&str>) -> Record {
    let mut record = Record::new(Id::new(Kind::Region, slug));
    if let Some(parent) = parent {
        record.set(
            tables::region::PARENT,
            Value::Id(Id::new(Kind::Region, parent)),
        );
    }
    record
}

/// `SLUG REGION MATERIAL STAGE LEVEL YEAR`, with `-` for what is not said.
fn judgement(text: &str) -> Record {
    use crate::model::codes::CoverageLevel;
    use tables::coverage::*;
    let words: Vec<&str> = text.split(' ').collect();
    let mut record = Record::new(Id::new(Kind::Coverage, words[0]));
    let code = |codes: &[&str], word| codes.iter().position(|it| *it == word).unwrap();
    record.set(REGION, Value::Id(Id::new(Kind::Region, words[1])));
    if words[2] != "-" {
        record.set(MATERIAL, Value::Id(Id::new(Kind::Material, words[2])));
    }
    if words[3] != "-" {
        let at = code(Stage::CODES, words[3]);
        record.set(STAGE, Value::Code(u16::try_from(at).unwrap()));
    }
    let level = code(CoverageLevel::CODES, words[4]);
    record.set(LEVEL, Value::Code(u16::try_from(level).unwrap()));
    if words[5] != "-" {
        record.set(AS_OF, Value::Int(words[5].parse().unwrap()));
    }
    record
}

/// What decides for nickel processing in the inner region in 2025.
fn decides(judgements: &[&str]) -> (Option<String>, bool) {
    let mut records = vec![
        region("whole", None),
        region("outer", Some("whole")),
        region("inner", Some("outer")),
        region("other", Some("outer")),
        Record::new(Id::new(Kind::Material, "nickel")),
        Record::new(Id::new(Kind::Material, "cobalt")),
    ];
    records.extend(judgements.iter().map(|it| judgement(it)));
    let registry = Registry::of_records(records);
    let find = |kind, slug: &str| registry.find(&Id::new(kind, slug)).unwrap();
    let (inner, nickel) = (find(Kind::Region, "inner"), find(Kind::Material, "nickel"));
    let row = registry.coverage(inner, nickel, Stage::Processing, 2025);
    let complete = registry.complete_coverage(inner, nickel, Stage::Processing, 2025);
    (
        row.map(|it| registry.slug(it).to_owned()),
        complete.is_some(),
    )
}

#[test]
fn the_nearest_region_then_the_more_specific_then_the_newest_decides() {
    let some = |slug: &str, is_complete| (Some(slug.to_owned()), is_complete);
    assert_eq!(decides(&[]), (None, false));
    let far = "a whole nickel PROCESSING COMPLETE 2025";
    assert_eq!(decides(&[far]), some("a", true));
    let near = "b outer - - SAMPLE 2021";
    assert_eq!(decides(&[far, near]), some("b", false));
    let special = "c outer nickel - COMPLETE 2020";
    assert_eq!(decides(&[far, near, special]), some("c", true));
    let newer = "d outer - PROCESSING UNKNOWN 2024";
    assert_eq!(decides(&[far, near, special, newer]), some("d", false));
    // Not for this region, material or stage; too old by a year; of a later year; not dated.
    for other in [
        "x other nickel PROCESSING COMPLETE 2025",
        "x inner cobalt PROCESSING COMPLETE 2025",
        "x inner nickel EXTRACTION COMPLETE 2025",
        "x inner nickel PROCESSING COMPLETE 2019",
        "x inner nickel PROCESSING COMPLETE 2026",
        "x inner nickel PROCESSING COMPLETE -",
    ] {
        assert_eq!(decides(&[near, other]), some("b", false), "{other}");
    }
    let oldest = "e inner nickel PROCESSING COMPLETE 2020";
    assert_eq!(decides(&[near, oldest]), some("e", true));
}

#[test]
fn what_is_a_sample_once_is_not_complete_at_another_time() {
    let decides = |judgements: &[&str]| decides(judgements).0.unwrap_or_default();
    let far = "a whole nickel PROCESSING COMPLETE 2025";
    for year in ["2012", "2026", "-"] {
        let near = format!("b outer - - SAMPLE {year}");
        assert_eq!(decides(&[far, &near]), "b", "{year}");
    }
    // Of one region, and as special: the newest up to the year, then an undated one, then a later one.
    let (old, undated, later) = (
        "b outer - - SAMPLE 2012",
        "c outer - - UNKNOWN -",
        "d outer - - SAMPLE 2026",
    );
    let held = "e outer - - COMPLETE 2020";
    assert_eq!(decides(&[later]), "d");
    assert_eq!(decides(&[undated, later]), "c");
    assert_eq!(decides(&[old, undated, later]), "b");
    assert_eq!(decides(&[old, undated, later, held]), "e");
}
