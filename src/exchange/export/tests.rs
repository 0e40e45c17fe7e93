//! The forms, read back by readers that are not ours and counted again from the records.

mod back;
mod graphs;
mod parsed;
mod sankey;

use crate::analysis::selection::Selection;
use crate::exchange::export::Content;
use crate::exchange::export::DatasetFacts;
use crate::exchange::export::ExportFormat;
use crate::exchange::export::Extract;
use crate::exchange::export::write_export;
use crate::exchange::package::PackageSource;
use crate::exchange::package::read_package;
use crate::model::Record;
use crate::model::Registry;
use crate::network::Snapshot;

/// The bytes of an extract in a form.
fn written(format: ExportFormat, snapshot: &Snapshot, content: Content) -> Vec<u8> {
    let facts = DatasetFacts {
        title: "A & B <data>".into(),
        revision: 3,
        at: "2026-02-03T04:05:06Z".into(),
        reference_year: 2025,
        content_hash: "ab".into(),
        chain_hash: "cd".into(),
        citation: "A & B <data>. Revision 3.".into(),
        licences: vec!["CC-BY-4.0".into()],
        part_of: None,
    };
    let extract = Extract {
        snapshot,
        facts: &facts,
        part: None,
        content,
    };
    let mut bytes = Vec::new();
    write_export(format, &extract, &mut bytes).unwrap();
    let mut again = Vec::new();
    write_export(format, &extract, &mut again).unwrap();
    assert_eq!(bytes, again, "the same extract makes the same bytes");
    bytes
}

fn whole() -> Content {
    Content::Records(Selection::whole())
}

/// The seed data as one revision; of records that several packages hold, the last.
fn seed() -> Snapshot {
    let mut records: std::collections::BTreeMap<_, Record> = std::collections::BTreeMap::new();
    for package in ["enf", "transport", "eu", "reuse"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let source = PackageSource::open(&folder.join(package)).unwrap();
        let read = read_package(source).unwrap().records;
        records.extend(read.into_iter().map(|(it, _)| (it.id.clone(), it)));
    }
    let registry = Registry::of_records(records.into_values().collect());
    Snapshot::new(registry, 3, 2025)
}
