//! Parquet files read back by the library itself, value by value.

use std::collections::BTreeMap;
use std::fs::File;

use parquet::file::reader::FileReader as _;
use parquet::file::reader::SerializedFileReader;
use parquet::record::Field as Found;
use parquet::record::Row as FoundRow;

use crate::exchange::export::ExportFormat;
use crate::exchange::export::csv::tests::Counted;
use crate::exchange::export::csv::tests::exported;
use crate::exchange::package::tests::Dice;
use crate::model::*;

/// The files of an export by name.
fn files(bytes: &[u8]) -> BTreeMap<String, SerializedFileReader<File>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut file = tempfile::tempfile().unwrap();
        std::io::copy(&mut entry, &mut file).unwrap();
        files.insert(
            entry.name().to_owned(),
            SerializedFileReader::new(file).unwrap(),
        );
    }
    files
}

/// What the values of a cell should be in the file.
fn expected(field: &Field, value: &Value) -> Vec<Found> {
    let one = |value: &Value| match (value, field.of) {
        (Value::Text(text), _) => Found::Str(text.to_string()),
        (Value::Code(at), FieldType::Code(codes)) => Found::Str(codes[usize::from(*at)].into()),
        (Value::Int(number), _) => Found::Int(i32::try_from(*number).unwrap()),
        (Value::Number(number), _) => Found::Double(*number),
        (Value::Flag(flag), _) => Found::Bool(*flag),
        (Value::Id(id), _) => Found::Str(id.to_string()),
        other => panic!("{other:?}"),
    };
    value.items().iter().map(one).collect()
}

/// The values of a row: none, one, or the items of a list.
fn named(row: &FoundRow) -> BTreeMap<String, Vec<Found>> {
    let values = |value: &Found| match value {
        Found::Null => Vec::new(),
        Found::ListInternal(list) => list.elements().to_vec(),
        value => vec![value.clone()],
    };
    row.get_column_iter()
        .map(|(name, value)| (name.clone(), values(value)))
        .collect()
}

fn text(text: impl ToString) -> Vec<Found> {
    vec![Found::Str(text.to_string())]
}

#[test]
fn every_value_is_read_back() {
    let mut records = Dice(31).records(40);
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let mut bytes = Vec::new();
    exported(
        ExportFormat::Parquet,
        records.clone(),
        Some("only some"),
        &mut bytes,
    );
    let files = files(&bytes);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["entities.parquet", "figures.parquet", "links.parquet"]
    );
    let rows = |name: &str| {
        let rows = files[name].get_row_iter(None).unwrap();
        rows.map(|it| named(&it.unwrap())).collect::<Vec<_>>()
    };
    for (file, kind) in [
        ("links.parquet", Kind::Link),
        ("figures.parquet", Kind::Figure),
    ] {
        let rows = rows(file);
        let of_kind: Vec<&Record> = records.iter().filter(|it| it.kind() == kind).collect();
        assert_eq!(rows.len(), of_kind.len());
        let table = tables::table_of(kind).unwrap();
        for (record, row) in of_kind.iter().zip(rows) {
            assert_eq!(row["id"], text(&record.id));
            assert_eq!(row.len(), table.fields.len() + 1);
            for (field, at) in table.fields.iter().zip(0u8..) {
                let value = record
                    .get(Column(at))
                    .map_or_else(Vec::new, |it| expected(field, it));
                assert_eq!(row[field.name], value, "{} {}", record.id, field.name);
            }
        }
    }
    let entities = rows("entities.parquet");
    let others = records
        .iter()
        .filter(|it| ![Kind::Link, Kind::Figure].contains(&it.kind()));
    let others: Vec<&Record> = others.collect();
    assert_eq!(entities.len(), others.len());
    for (record, row) in others.iter().zip(entities) {
        assert_eq!(row["id"], text(&record.id));
        assert_eq!(row["kind"], text(record.kind().code()));
        assert_eq!(row["slug"], text(&record.id.slug));
        assert_eq!(row["record"], text(record_json(record)));
        let table = tables::table_of(record.kind()).unwrap();
        for (name, shown) in [
            ("name_en", "name"),
            ("aliases", "aliases"),
            ("country", "country"),
            ("region", "region"),
            ("latitude", "latitude"),
            ("sources", "sources"),
            ("visibility", "visibility"),
        ] {
            let field = table.column(name).map(|it| (table.field(it), it));
            let value = field.and_then(|(field, it)| Some(expected(field, record.get(it)?)));
            assert_eq!(
                row[shown],
                value.unwrap_or_default(),
                "{} {name}",
                record.id
            );
        }
    }
}

#[test]
fn a_file_says_what_it_is_of_and_is_always_the_same() {
    let written = || {
        let mut bytes = Vec::new();
        exported(
            ExportFormat::Parquet,
            Dice(31).records(3),
            Some("only some"),
            &mut bytes,
        );
        bytes
    };
    let bytes = written();
    assert!(bytes == written(), "the same data make the same bytes");
    for file in files(&bytes).values() {
        let metadata = file.metadata().file_metadata();
        assert_eq!(metadata.created_by(), Some("ketju"));
        let told = metadata.key_value_metadata().unwrap();
        let told: BTreeMap<&str, &str> = told
            .iter()
            .map(|it| (it.key.as_str(), it.value.as_deref().unwrap()))
            .collect();
        assert_eq!(told["contentHash"], "c0ffee");
        assert_eq!(told["revision"], "3");
        assert_eq!(told["licences"], "CC-BY-4.0; Own terms");
        assert_eq!(told["part"], "only some");
    }
}

/// Columns that kinds share hold the same in each.
#[test]
fn shared_columns_are_of_one_type() {
    for table in Kind::ALL.iter().filter_map(|it| tables::table_of(*it)) {
        for (name, _) in super::table::SHARED {
            let Some(column) = table.column(name) else {
                continue;
            };
            let field = table.field(column);
            let is_list = ["aliases", "sources"].contains(&name);
            let is_number = ["latitude", "longitude"].contains(&name);
            assert_eq!(field.many, is_list, "{} {name}", table.name);
            assert_eq!(
                matches!(field.of, FieldType::Number(..)),
                is_number,
                "{} {name}",
                table.name
            );
            assert!(
                !matches!(field.of, FieldType::Int(..) | FieldType::Flag),
                "{} {name}",
                table.name
            );
        }
    }
}

/// More rows than a group holds make more groups, each handed on when it is done.
#[test]
fn rows_are_written_in_groups() {
    let record = |at: usize| {
        let mut record = Record::new(Id::new(Kind::Source, format!("s{at:06}")));
        record.set(
            tables::source::TITLE,
            Value::Text(format!("Title {at}").into()),
        );
        record
    };
    let count = super::GROUP_ROWS + 10;
    let records: Vec<Record> = (0..count).map(record).collect();
    let mut bytes = Vec::new();
    exported(ExportFormat::Parquet, records.clone(), None, &mut bytes);
    let files = files(&bytes);
    let metadata = files["entities.parquet"].metadata();
    assert_eq!(metadata.num_row_groups(), 2);
    assert_eq!(
        metadata.file_metadata().num_rows(),
        i64::try_from(count).unwrap()
    );
    let mut out = Counted::default();
    exported(ExportFormat::Parquet, records, None, &mut out);
    assert!(out.all > 200_000, "{}", out.all);
    assert!(out.largest <= 128 << 10, "{}", out.largest);
}
