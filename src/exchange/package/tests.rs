//! What cannot lie in a folder of `fixtures/broken`: archives, limits, bytes out, laws.

mod archives;
mod dice;
mod held;
mod many_rows;

pub(crate) use dice::Dice;

use expect_test::Expect;
use expect_test::expect;
use proptest::prelude::any;
use proptest::prelude::proptest;

use crate::exchange::import::ReadOptions;
use crate::exchange::package::*;
use crate::model::*;

/// Reads files by name and shows its records as JSON, then its problems.
fn check(files: &[(&str, &str)], expected: Expect) {
    let read = read(files, &Limits::default());
    let records = read
        .records
        .iter()
        .map(|(record, place)| format!("{}:{} {}\n", place.file, place.line, record_json(record)));
    let problems = read.problems.iter().map(|problem| format!("{problem}\n"));
    expected.assert_eq(&records.chain(problems).collect::<String>());
}

fn with(limits: &Limits) -> ReadOptions {
    ReadOptions {
        limits: *limits,
        ..ReadOptions::default()
    }
}

fn read(files: &[(&str, &str)], limits: &Limits) -> PackageRead {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    read_package_with(PackageSource::Files(files.collect()), &with(limits)).unwrap()
}

fn problems(read: &PackageRead) -> String {
    read.problems.iter().map(|it| format!("{it}\n")).collect()
}

#[test]
fn rows_are_found_at_their_true_lines() {
    let text = "\u{feff}\"id\",title\r\n\r\n\na,\"two\r\nlines, \"\"quoted\"\"\"\r\n,,\r\n b , spaced \r\n";
    check(
        &[("sources.csv", text)],
        expect![[r#"
            sources.csv:4 {"id":"source:a","title":"two\nlines, \"quoted\""}
            sources.csv:7 {"id":"source:b","title":"spaced"}
        "#]],
    );
}

#[test]
fn units_are_converted_and_the_raw_text_is_kept() {
    let head = "subject,quantity,value,low,high,unit,raw,confidence,sources\n";
    let rows = "site:a,production,1.1,,,Mt/a,,REPORTED,s\n\
                site:a,grade,26.10,25,27,%,,REPORTED,s\n\
                site:a,resource,,1.0,,koz,\"1 thousand oz\",REPORTED,s\n\
                programme:p,budget,1.5,,,MEUR,,REPORTED,s\n\
                site:a,fairway-depth,0.0151,,,km,,REPORTED,s\n\
                site:a,production,5,,,t/a,,REPORTED,s\n";
    let text = format!("{head}{rows}");
    let read = read(&[("figures.csv", &text)], &Limits::default());
    let numbers = read.records.iter().map(|(record, _)| {
        use crate::model::tables::figure;
        let shown = |column| record.get(column).map(|it| format!("{it:?}"));
        let columns = [
            figure::VALUE,
            figure::LOW,
            figure::HIGH,
            figure::UNIT,
            figure::RAW,
        ];
        let cells: Vec<String> = columns.into_iter().filter_map(shown).collect();
        format!("{}\n", cells.join(" "))
    });
    expect![[r#"
        Number(1100000.0) Text("t/a") Text("1.1 Mt/a")
        Number(0.261) Number(0.25) Number(0.27) Text("fraction") Text("26.10 (25–27) %")
        Number(0.0311034768) Text("t") Text("1 thousand oz")
        Number(1500000.0) Text("EUR") Text("1.5 MEUR")
        Number(15.1) Text("m") Text("0.0151 km")
        Number(5.0) Text("t/a")
    "#]]
    .assert_eq(&numbers.collect::<String>());
    assert_eq!(problems(&read), "");
}

#[test]
fn the_package_itself_is_a_record() {
    let descriptor = r#"{ "name": "demo", "title": "Demo data", "version": "1", "referenceYear": 2025,
        "licenses": [{ "name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/" }] }"#;
    let record = r#"{"id":"dataset:demo","licences":["CC-BY-4.0"],"reference_year":2025,"title":"Demo data","version":"1"}"#;
    let read = read(&[(DESCRIPTOR, descriptor)], &Limits::default());
    assert_eq!(record_json(&read.records[0].0), record);
    // An export lists the packages it was made of, and is none itself.
    let records: Vec<Record> = read.records.into_iter().map(|(record, _)| record).collect();
    let again = read_zip(&write_zip(&read.info, records.clone()).unwrap());
    assert_eq!(again.info, read.info);
    assert_eq!(again.records.len(), 1);
    assert_eq!(again.records[0].0, records[0]);
}

#[test]
fn text_that_spreadsheets_would_run_survives() {
    let texts = [
        "=1+1",
        "'=1",
        "''=1",
        "+358",
        "-5 degrees",
        "@home",
        "'quoted'",
        "a=b",
    ];
    let records = texts.iter().enumerate().map(|(at, text)| {
        let mut record = Record::new(Id::new(Kind::Source, format!("s{at}")));
        record.set(tables::source::TITLE, Value::Text((*text).into()));
        record
    });
    let records: Vec<Record> = records.collect();
    let files = package_files(&PackageInfo::default(), records.clone());
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    expect![[r#"
        id,title
        s0,'=1+1
        s1,''=1
        s2,'''=1
        s3,'+358
        s4,'-5 degrees
        s5,'@home
        s6,'quoted'
        s7,a=b
    "#]]
    .assert_eq(&text);
    let back = read_zip(&write_zip(&PackageInfo::default(), records.clone()).unwrap());
    assert!(
        back.records
            .into_iter()
            .map(|(record, _)| record)
            .eq(records)
    );
}

#[test]
fn a_canonical_package_has_only_the_columns_in_use() {
    let mut record = Record::new(Id::new(Kind::Source, "a"));
    record.set(tables::source::TITLE, Value::Text("A, \"B\"".into()));
    record.set(NOTE, Value::Text("two\nlines".into()));
    let files = package_files(
        &PackageInfo {
            name: "p".into(),
            ..PackageInfo::default()
        },
        [record],
    );
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["sources.csv", DESCRIPTOR]);
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    expect![[r#"
        id,title,note
        a,"A, ""B""","two
        lines"
    "#]]
    .assert_eq(&text);
    let json: serde_json::Value = serde_json::from_slice(&files[1].bytes).unwrap();
    let fields = json["resources"][0]["schema"]["fields"].as_array().unwrap();
    let names: Vec<&str> = fields
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["id", "title", "note"]);
}

#[test]
fn a_folder_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = Record::new(Id::new(Kind::Source, "a"));
    record.set(tables::source::TITLE, Value::Text("A".into()));
    let path = folder.path().join("new");
    write_folder(&PackageInfo::default(), [record.clone()], &path).unwrap();
    std::fs::write(path.join(".DS_Store"), "litter").unwrap();
    std::fs::create_dir(path.join("old")).unwrap();
    let source = PackageSource::open(&path).unwrap();
    let zip = PackageSource::open(&path).unwrap().into_zip().unwrap();
    for read in [read_package(source).unwrap(), read_zip(&zip)] {
        assert_eq!(problems(&read), "");
        assert_eq!(read.records[0].0, record);
    }
    let missing = PackageSource::open(&path.join("nothing")).err().unwrap();
    assert!(missing.to_string().contains("nothing"), "{missing}");
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    /// What is written is read back as it was, is written again as the same bytes, in any order.
    #[test]
    fn writing_and_reading_is_the_identity(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut records: Vec<Record> = Vec::new();
        for table in Kind::ALL.iter().filter_map(|kind| tables::table_of(*kind)) {
            let start = records.len();
            for _ in 0..dice.roll(4) {
                let record = dice.record(table);
                if !records.iter().any(|it| it.id == record.id) {
                    records.push(record);
                }
            }
            records[start..].sort_by(|a, b| a.id.cmp(&b.id));
        }
        let info = PackageInfo { name: "p".into(), ..PackageInfo::default() };
        let zip = write_zip(&info, records.clone()).unwrap();
        let read = read_zip(&zip);
        assert_eq!(problems(&read), "");
        let itself = info.record().unwrap().id;
        let back: Vec<Record> = read.records.into_iter().map(|it| it.0).filter(|it| it.id != itself).collect();
        let mut sorted = back.clone();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        records.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(sorted, records);
        assert_eq!(write_zip(&info, sorted.clone()).unwrap(), write_zip(&info, by_kind(records)).unwrap());
        assert_eq!(content_hash(by_kind(sorted)), content_hash(by_kind(back)));
    }
}

/// Records grouped by kind, within a kind the last first.
fn by_kind(mut records: Vec<Record>) -> Vec<Record> {
    records.reverse();
    records.sort_by_key(Record::kind);
    records
}

/// Hashes are in citations: they stay what they were.
#[test]
fn the_content_hash_of_the_same_records_stays_the_same() {
    let hash = |records| hex(&content_hash(records));
    expect!["5ec1a64c261e5b238d0041028dbcfe6b1fcf231734133beb62020c41ef18b44e"]
        .assert_eq(&hash(Dice(7).records(9)));
    expect!["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]
        .assert_eq(&hash(Vec::new()));
}
