//! The canonical files made the plain way, all records at hand: what the streamed ones are compared with.

use proptest::prelude::any;
use proptest::prelude::proptest;
use sha2::Digest as _;
use sha2::Sha256;

use crate::exchange::package::tests::Dice;
use crate::exchange::package::tests::by_kind;
use crate::exchange::package::tests::problems;
use crate::exchange::package::*;
use crate::exchange::write_cell;
use crate::model::*;

/// The CSV files of records by name, in the order of the kinds.
fn files(mut records: Vec<Record>) -> Vec<(String, String)> {
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let groups = records.chunk_by(|a, b| a.kind() == b.kind());
    let file = |group: &[Record]| {
        let table = tables::table_of(group[0].kind()).unwrap();
        let mut columns = table.file_order();
        columns.retain(|it| {
            table.field(*it).required || group.iter().any(|record| record.get(*it).is_some())
        });
        let id = (!table.computed_id).then_some("id");
        let names = columns.iter().map(|it| table.field(*it).name);
        let mut text = line(id.into_iter().chain(names).map(str::to_owned).collect());
        for record in group {
            let id = (!table.computed_id).then(|| record.id.slug.to_string());
            let cell = |it: &Column| {
                record
                    .get(*it)
                    .map_or_else(String::new, |value| write_cell(table.field(*it), value))
            };
            text += &line(id.into_iter().chain(columns.iter().map(cell)).collect());
        }
        (format!("{}.csv", table.name), text)
    };
    groups.map(file).collect()
}

fn line(cells: Vec<String>) -> String {
    let quoted = cells
        .into_iter()
        .map(|cell| match cell.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        });
    quoted.collect::<Vec<String>>().join(",") + "\n"
}

fn hash(files: &[(String, String)]) -> Hash {
    let mut hasher = Sha256::new();
    for part in files.iter().flat_map(|(name, text)| [name, text]) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Streamed files, hash and archive are those of the plain way; a package read back gives them again.
fn check(records: Vec<Record>) {
    let expected = files(records.clone());
    let text = |file: &PackageFile| {
        (
            file.name.clone(),
            String::from_utf8(file.bytes.clone()).unwrap(),
        )
    };
    let mut streamed: Vec<_> = package_files(&PackageInfo::default(), records.clone())
        .iter()
        .map(text)
        .collect();
    assert_eq!(streamed.pop().unwrap().0, DESCRIPTOR);
    assert_eq!(streamed, expected);
    assert_eq!(
        hex(&registry_hash(&Registry::of_records(records.clone()))),
        hex(&hash(&expected))
    );
    let zip = write_zip(&PackageInfo::default(), records).unwrap();
    let mut unpacked = unpack_zip(&zip).unwrap();
    unpacked.retain(|(name, _)| name != DESCRIPTOR);
    unpacked.sort_by_key(|(name, _)| expected.iter().position(|it| it.0 == *name));
    let unpacked: Vec<_> = unpacked
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect();
    assert_eq!(unpacked, expected);
    let read = read_zip(&zip);
    assert_eq!(problems(&read), "");
    let back: Vec<Record> = read.records.into_iter().map(|it| it.0).collect();
    assert_eq!(write_zip(&PackageInfo::default(), back).unwrap(), zip);
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 64, ..Default::default() })]

    #[test]
    fn streamed_packages_are_those_of_the_plain_way(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        check(by_kind(dice.records(4)));
    }
}

#[test]
fn a_package_of_nothing_is_the_descriptor_alone() {
    check(Vec::new());
}

/// Rows of what recent commits changed and of what they left are in one order.
#[test]
fn rows_of_several_layers_are_ordered_as_one() {
    let mut dice = Dice(3);
    let records = dice.records(6);
    let (early, late) = records.split_at(records.len() / 2);
    let registry = Registry::of_records(early.to_vec());
    let changes: Vec<Change> = late.iter().cloned().map(Change::Put).collect();
    let registry = registry.laid_over(&changes);
    assert_eq!(hex(&registry_hash(&registry)), hex(&hash(&files(records))));
}
