//! The corpus of the fuzz targets, replayed on stable, and files that unpack to far more than they are: no reader panics, and
//! none takes more than 256 MiB for an input under 1 MB.
//!
//! A binary of its own, since memory is counted for the whole process: there is one test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

#[path = "../../fuzz/reads.rs"]
mod reads;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const TARGETS: [&str; 7] = ["csv", "xlsx", "jsonl", "graphml", "gexf", "geojson", "zip"];

/// Bytes that reading an input of less than a million bytes may take.
const MOST: usize = 256 << 20;

#[test]
fn no_input_makes_a_reader_panic_or_take_much_memory() {
    for target in TARGETS {
        let folder = PathBuf::from("fuzz/corpus").join(target);
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap_or_else(|_| panic!("{} has no corpus", folder.display()))
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{target} has no corpus");
        for file in files {
            replay(
                target,
                &file.display().to_string(),
                &fs::read(&file).unwrap(),
            );
        }
    }
    for (target, name, bytes) in bombs() {
        replay(target, name, &bytes);
    }
}

fn replay(target: &str, name: &str, bytes: &[u8]) {
    assert!(bytes.len() < 1_000_000, "{name} is no small input");
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    reads::read(target, bytes);
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken < MOST, "{target} took {taken} bytes for {name}");
    if taken > MOST / 8 {
        println!(
            "{target} {name}: {} MiB for {} bytes",
            taken >> 20,
            bytes.len()
        );
    }
}

/// Small files that are large once read.
fn bombs() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let text = "x".repeat(90_000);
    let one_text = format!(
        "<sst uniqueCount='18446744073709551615'><si><t>id</t></si><si><t>title</t></si><si><t>{text}</t></si></sst>"
    );
    let header = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>";
    let row = "<row><c t='s'><v>2</v></c><c t='s'><v>2</v></c></row>";
    let named = "<row><c t='inlineStr'><is><t>a</t></is></c><c t='s'><v>2</v></c></row>";
    let many = |text: &str, bytes: usize| text.repeat(bytes / text.len());
    vec![
        ("csv", "rows of a letter", many("a\n", 999_000).into_bytes()),
        (
            "csv",
            "records of a letter",
            format!("id\n{}", many("a\n", 990_000)).into_bytes(),
        ),
        ("csv", "cells of nothing", many(",", 999_000).into_bytes()),
        ("csv", "one column", "a".repeat(999_000).into_bytes()),
        (
            "csv",
            "quotation marks",
            many("\"\"\n", 999_000).into_bytes(),
        ),
        ("jsonl", "empty objects", many("{}\n", 999_000).into_bytes()),
        (
            "jsonl",
            "records",
            many("{\"id\":\"site:a\"}\n", 999_000).into_bytes(),
        ),
        (
            "jsonl",
            "a list",
            format!(
                "{{\"id\":\"site:a\",\"aliases\":[{}1]}}",
                many("0,", 990_000)
            )
            .into_bytes(),
        ),
        (
            "jsonl",
            "keys",
            format!("{{{}\"id\":1}}", many("\"\":1,", 990_000)).into_bytes(),
        ),
        (
            "zip",
            "a table that unpacks to 30 MB",
            zipped(&[("sites.csv", &format!("id\n{}", many("a\n", 30_000_000)))]),
        ),
        (
            "zip",
            "a table that unpacks to 300 MB",
            zipped(&[("sites.csv", &many("a\n", 300_000_000))]),
        ),
        ("zip", "many tables", {
            let table = format!("id,title\n{}", many("a,b\n", 1_000_000));
            let names: Vec<String> = (0..99).map(|at| format!("x{at}.csv")).collect();
            let mut files: Vec<(&str, &str)> = names
                .iter()
                .map(|it| (it.as_str(), table.as_str()))
                .collect();
            files.push(("sources.csv", &table));
            zipped(&files)
        }),
        (
            "xlsx",
            "one text in many cells",
            workbook(
                &one_text,
                &sheet(&format!("{header}{}", many(row, 2_000_000))),
            ),
        ),
        (
            "xlsx",
            "one text in many records",
            workbook(
                &one_text,
                &sheet(&format!("{header}{}", many(named, 20_000_000))),
            ),
        ),
        (
            "xlsx",
            "texts of nothing",
            workbook(
                &format!("<sst>{}</sst>", many("<si/>", 30_000_000)),
                &sheet(header),
            ),
        ),
        (
            "xlsx",
            "nested elements",
            workbook("<sst/>", &many("<a>", 30_000_000)),
        ),
        (
            "xlsx",
            "a name that does not end",
            workbook("<sst/>", &format!("<{}", many("a", 30_000_000))),
        ),
        (
            "xlsx",
            "an attribute that does not end",
            workbook(
                "<sst/>",
                &format!("<worksheet a='{}", many("a", 30_000_000)),
            ),
        ),
        (
            "xlsx",
            "cells without end",
            workbook(
                "<sst/>",
                &sheet(&format!(
                    "<row>{}</row>",
                    many("<c><v>1</v></c>", 30_000_000)
                )),
            ),
        ),
        (
            "xlsx",
            "merged cells",
            workbook(
                "<sst/>",
                &format!(
                    "<worksheet>{}</worksheet>",
                    many("<mergeCell ref='A1:B2'/>", 20_000_000)
                ),
            ),
        ),
    ]
}

fn workbook(texts: &str, sheet: &str) -> Vec<u8> {
    let relation = |id: &str, of: &str, part: &str| {
        format!("<Relationship Id='{id}' Type='/{of}' Target='{part}'/>")
    };
    let relations = format!(
        "<Relationships>{}{}</Relationships>",
        relation("a", "worksheet", "sheet.xml"),
        relation("b", "sharedStrings", "texts.xml")
    );
    zipped(&[
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='sources' r:id='a'/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/texts.xml", texts),
        ("xl/sheet.xml", sheet),
    ])
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
