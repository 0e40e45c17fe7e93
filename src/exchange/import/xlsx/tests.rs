//! That a workbook with the cells of a package is read as the package.

use std::path::PathBuf;

use rust_xlsxwriter::Workbook;

use crate::exchange::PackageFile;
use crate::exchange::PackageSource;
use crate::exchange::ReadOptions;
use crate::exchange::package_files;
use crate::exchange::read_import;
use crate::exchange::read_package;
use crate::model::Record;
use crate::model::record_json;

/// A sheet for each table; what looks like a number is one, as people would type it.
fn workbook(files: &[PackageFile]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for file in files {
        let Some(name) = file.name.strip_suffix(".csv") else {
            continue;
        };
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        let mut rows = csv::ReaderBuilder::new();
        let rows = rows.has_headers(false).from_reader(&file.bytes[..]);
        for (row, record) in (0..).zip(rows.into_records()) {
            for (column, cell) in (0..).zip(&record.unwrap()) {
                let number = cell.parse::<f64>().ok();
                // Codes with zeros in front would lose them, as they do in a spreadsheet.
                let number = number.filter(|it| it.is_finite() && it.to_string() == cell);
                match number {
                    Some(number) => sheet.write_number(row, column, number),
                    None => sheet.write_string(row, column, cell),
                }
                .unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_the_package_it_holds() {
    for name in ["enf", "eu", "reuse", "transport"] {
        let folder = PathBuf::from("fixtures").join(name);
        let package = read_package(PackageSource::Folder(folder)).unwrap();
        let mut records: Vec<Record> = package.records.into_iter().map(|it| it.0).collect();
        records.sort_by_key(Record::kind);
        let files = package_files(&package.info, records.clone());
        let read = read_import("all.xlsx", &workbook(&files), &ReadOptions::default());
        assert_eq!(read.problems, [], "{name}");
        let json = |records: &mut dyn Iterator<Item = &Record>| {
            let mut lines: Vec<String> = records.map(record_json).collect();
            lines.sort();
            lines
        };
        let found = json(&mut read.records.iter().map(|it| &it.0));
        let expected = json(&mut records.iter());
        assert!(expected.len() > 5, "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}
