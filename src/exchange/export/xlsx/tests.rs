//! Workbooks compared with the CSV files of the same records, cell by cell.

use std::io::Read as _;

use crate::exchange::export::ExportFormat;
use crate::exchange::export::csv::tests::exported;
use crate::exchange::package::PackageInfo;
use crate::exchange::package::package_files;
use crate::exchange::package::tests::Dice;
use crate::exchange::template;
use crate::model::*;

/// Type and text of each cell of a row.
type Cells = Vec<(String, String)>;

/// The sheets of a workbook by name, row by row.
fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Cells>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        let mut entry = archive.by_name(name).unwrap();
        entry.read_to_string(&mut text).unwrap();
        text
    };
    let workbook = text("xl/workbook.xml");
    let names = workbook.split("<sheet name=\"").skip(1);
    let names: Vec<&str> = names.map(|it| it.split('"').next().unwrap()).collect();
    let sheet = |(at, name): (usize, &&str)| {
        let xml = text(&format!("xl/worksheets/sheet{}.xml", at + 1));
        let rows = xml.split("<row ").skip(1);
        ((*name).to_owned(), rows.map(row).collect())
    };
    names.iter().enumerate().map(sheet).collect()
}

/// The cells of a row up to the last that is there.
fn row(xml: &str) -> Cells {
    let mut cells = Vec::new();
    for cell in xml.split("<c r=\"").skip(1) {
        let place = cell.split('"').next().unwrap();
        let letters = place.bytes().take_while(u8::is_ascii_uppercase);
        let column = letters.fold(0, |sum, it| sum * 26 + usize::from(it - b'A') + 1);
        let of = cell
            .split_once(" t=\"")
            .map_or("n", |it| it.1.split('"').next().unwrap());
        let of = if cell.split('>').next().unwrap().contains(" t=\"") {
            of
        } else {
            "n"
        };
        assert!(!cell.contains("<f>"), "a formula: {cell}");
        let inner = cell.split_once("<t").or(cell.split_once("<v")).unwrap().1;
        let inner = inner.split_once('>').unwrap().1;
        let inner = inner.split("</").next().unwrap();
        let plain = inner
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        cells.resize(column, (String::new(), String::new()));
        cells[column - 1] = (of.to_owned(), plain);
    }
    cells
}

#[test]
fn a_workbook_holds_what_the_csv_files_hold() {
    let records = Dice(21).records(12);
    let mut bytes = Vec::new();
    exported(
        ExportFormat::Xlsx,
        records.clone(),
        Some("only some"),
        &mut bytes,
    );
    let sheets = sheets(&bytes);
    let (about, told) = &sheets[0];
    assert_eq!(about, "about");
    let said = |name: &str| {
        told.iter().find(|row| row[0].1 == name).unwrap()[1]
            .1
            .clone()
    };
    assert_eq!(
        said("citation"),
        "Test data. Revision 3. ketju:ketju@3#c0ffee"
    );
    assert_eq!(said("part"), "only some");
    let files = package_files(&PackageInfo::default(), records);
    assert_eq!(
        sheets.len(),
        files.len(),
        "`about` and a sheet per kind, the descriptor and a file per kind"
    );
    let mut numbers = 0;
    for (file, (name, rows)) in files.iter().zip(&sheets[1..]) {
        assert_eq!(file.name, format!("{name}.csv"));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&file.bytes[..]);
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(lines.len(), rows.len());
        for (line, row) in lines.iter().zip(rows) {
            let mut cells = row.clone();
            cells.resize(line.len(), (String::new(), String::new()));
            for (text, (of, shown)) in line.iter().zip(cells) {
                match of.as_str() {
                    "n" => {
                        numbers += 1;
                        assert_eq!(shown.parse::<f64>().unwrap(), text.parse::<f64>().unwrap());
                    }
                    "b" => assert_eq!(shown == "1", text == "true"),
                    _ => assert_eq!(shown, text, "{name}"),
                }
            }
        }
    }
    assert!(numbers > 50, "{numbers}");
    let mut again = Vec::new();
    exported(
        ExportFormat::Xlsx,
        Dice(21).records(12),
        Some("only some"),
        &mut again,
    );
    assert!(again == bytes, "the same data make the same bytes");
}

#[test]
fn a_text_too_long_for_a_cell_is_an_error_that_names_the_record() {
    let mut record = Record::new(Id::new(Kind::Source, "a"));
    record.set(
        tables::source::TITLE,
        Value::Text("x".repeat(40_000).into()),
    );
    let snapshot = crate::network::Snapshot::new(Registry::of_records(vec![record]), 1, 2025);
    let extract = crate::exchange::Extract {
        snapshot: &snapshot,
        facts: &crate::exchange::export::csv::tests::facts(),
        part: None,
        content: crate::exchange::Content::Records(Default::default()),
    };
    let failed = crate::exchange::write_export(ExportFormat::Xlsx, &extract, &mut Vec::new());
    assert_eq!(
        failed.unwrap_err().to_string(),
        "xlsx holds at most 32767 characters in a cell (source:a), and there are 40000"
    );
}

/// A sheet per table with exactly the names of its columns, in the order of the file, and nothing below.
#[test]
fn the_template_has_the_columns_of_the_tables_and_no_rows() {
    let bytes = template().unwrap();
    assert!(bytes == template().unwrap(), "the same bytes each time");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut strings = String::new();
    archive
        .by_name("xl/sharedStrings.xml")
        .unwrap()
        .read_to_string(&mut strings)
        .unwrap();
    let strings: Vec<&str> = strings
        .split("<si><t")
        .skip(1)
        .map(|it| it.split_once('>').unwrap().1.split("</t>").next().unwrap())
        .collect();
    let sheets = sheets(&bytes);
    let tables: Vec<&Table> = Kind::ALL
        .iter()
        .filter_map(|it| tables::table_of(*it))
        .filter(|it| it.name != "datasets")
        .collect();
    assert_eq!(sheets.len(), tables.len() + 2);
    assert_eq!(
        (sheets[0].0.as_str(), sheets.last().unwrap().0.as_str()),
        ("about", "lists")
    );
    for (table, (name, rows)) in tables.iter().zip(&sheets[1..]) {
        assert_eq!(table.name, name);
        assert_eq!(rows.len(), 1);
        let shown = rows[0]
            .iter()
            .map(|(_, at)| strings[at.parse::<usize>().unwrap()]);
        let id = (!table.computed_id).then_some("id");
        let names = table
            .file_order()
            .into_iter()
            .map(|it| table.field(it).name);
        assert_eq!(
            shown.collect::<Vec<&str>>(),
            id.into_iter().chain(names).collect::<Vec<&str>>()
        );
    }
    let read = crate::exchange::read_import("t.xlsx", &bytes, &Default::default());
    assert_eq!(read.problems, []);
    assert_eq!(read.records, []);
}
