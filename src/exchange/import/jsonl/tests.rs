//! That canonical JSON is read back as the records it was written of.

use std::path::PathBuf;

use crate::exchange::PackageSource;
use crate::exchange::ReadOptions;
use crate::exchange::read_import;
use crate::exchange::read_package;
use crate::model::Record;
use crate::model::record_json;

#[test]
fn records_come_back_as_they_were() {
    for name in ["enf", "eu", "reuse", "transport"] {
        let folder = PathBuf::from("fixtures").join(name);
        let package = read_package(PackageSource::Folder(folder)).unwrap();
        let year = package.info.reference_year.unwrap_or(2025);
        let records = package.records.iter().map(|(record, _)| record);
        let lines = records.clone().map(|record| record_json(record) + "\n");
        let text = format!("{{\"ketju\":{{\"referenceYear\":{year}}}}}\n");
        let text: String = std::iter::once(text).chain(lines).collect();
        let read = read_import("all.jsonl", text.as_bytes(), &ReadOptions::default());
        assert_eq!(read.problems, [], "{name}");
        let (expected, found): (Vec<&Record>, Vec<&Record>) = (
            records.collect(),
            read.records.iter().map(|it| &it.0).collect(),
        );
        assert_eq!(found.len(), expected.len(), "{name}");
        assert!(found.len() > 5, "{name}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(record_json(found), record_json(expected), "{name}");
            assert_eq!(found.id, expected.id);
        }
    }
}
