//! Packages as exports: facts, parts, memory.

use std::io;
use std::io::Write;

use expect_test::expect;

use crate::analysis::selection::Selection;
use crate::exchange::export::Content;
use crate::exchange::export::DatasetFacts;
use crate::exchange::export::ExportFormat;
use crate::exchange::export::Extract;
use crate::exchange::export::write_export;
use crate::exchange::package::tests::Dice;
use crate::exchange::read_zip;
use crate::model::Record;
use crate::model::Registry;
use crate::network::Snapshot;

/// What an export of records says of itself.
pub(in crate::exchange) fn facts() -> DatasetFacts {
    DatasetFacts {
        title: "Test data".into(),
        revision: 3,
        at: "2026-11-22T16:58:16Z".into(),
        reference_year: 2025,
        content_hash: "c0ffee".into(),
        chain_hash: "beef".into(),
        citation: "Test data. Revision 3. ketju:ketju@3#c0ffee".into(),
        licences: vec!["CC-BY-4.0".into(), "Own terms".into()],
        part_of: None,
    }
}

/// Writes records in a form.
pub(in crate::exchange) fn exported(
    format: ExportFormat,
    records: Vec<Record>,
    part: Option<&str>,
    out: &mut dyn Write,
) {
    let snapshot = Snapshot::new(Registry::of_records(records), 3, 2025);
    let extract = Extract {
        snapshot: &snapshot,
        facts: &facts(),
        part: part.map(str::to_owned),
        content: Content::Records(Selection::whole()),
    };
    write_export(format, &extract, out).unwrap();
}

/// Counts what it is given.
#[derive(Default)]
pub(in crate::exchange) struct Counted {
    pub(in crate::exchange) all: usize,
    pub(in crate::exchange) largest: usize,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.all += bytes.len();
        self.largest = self.largest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_descriptor_carries_the_facts() {
    let mut zip = Vec::new();
    let records = Dice(5).records(1);
    exported(
        ExportFormat::Csv,
        records.clone(),
        Some("only some"),
        &mut zip,
    );
    let files = crate::exchange::unpack_zip(&zip).unwrap();
    let (_, descriptor) = files.iter().find(|it| it.0 == "datapackage.json").unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(descriptor).unwrap();
    json["resources"] = "…".into();
    expect![[r#"
        {
          "profile": "tabular-data-package",
          "name": "ketju",
          "title": "Test data",
          "version": "3",
          "referenceYear": 2025,
          "licenses": [
            {
              "name": "other",
              "title": "CC-BY-4.0"
            },
            {
              "name": "other",
              "title": "Own terms"
            }
          ],
          "created": "2026-11-22T16:58:16Z",
          "revision": 3,
          "contentHash": "c0ffee",
          "chainHash": "beef",
          "citation": "Test data. Revision 3. ketju:ketju@3#c0ffee",
          "part": "only some",
          "partHash": "614947caf5a207b3ec5554f296b1bc77d8fa94c79c6573e17503ed9b2c64abe4",
          "resources": "…"
        }"#]]
    .assert_eq(&format!("{json:#}"));
}

/// An export is no data set of its own, with or without the list of those it was made of.
#[test]
fn an_export_that_is_read_adds_no_data_set() {
    for with_datasets in [true, false] {
        let mut records = Dice(5).records(2);
        records.retain(|it| with_datasets || it.kind() != crate::model::Kind::Dataset);
        let mut zip = Vec::new();
        exported(ExportFormat::Csv, records.clone(), None, &mut zip);
        let read = read_zip(&zip);
        assert!(!read.has_errors());
        let mut back: Vec<Record> = read.records.into_iter().map(|it| it.0).collect();
        back.sort_by(|a, b| a.id.cmp(&b.id));
        records.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(back, records);
    }
}

/// However many records there are, a package is handed on in pieces as large as a buffer.
#[test]
fn a_package_is_handed_on_while_it_is_written() {
    let mut dice = Dice(11);
    let record = |at: usize| {
        let mut record = dice.record(&crate::model::tables::source::TABLE);
        record.id.slug = format!("s{at}").into();
        record
    };
    let records: Vec<Record> = (0..20_000).map(record).collect();
    let mut out = Counted::default();
    exported(ExportFormat::Csv, records, None, &mut out);
    assert!(out.all > 300_000, "{}", out.all);
    assert!(out.largest <= 128 << 10, "{}", out.largest);
}
