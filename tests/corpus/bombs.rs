//! Small files that are large once read: of which target, what they are, their bytes.

use std::io::Write as _;

type Bomb = (&'static str, &'static str, Vec<u8>);

mod graphs;
mod squares;
mod unknown;

pub(crate) use graphs::mappings;

/// All of them.
pub(crate) fn bombs() -> impl Iterator<Item = Bomb> {
    tables()
        .chain(lines())
        .chain(archives())
        .chain(workbooks())
        .chain(graphs::graphs())
        .chain(graphs::points())
        .chain(unknown::unknown())
        .chain(squares::squares())
}

fn many(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

fn tables() -> impl Iterator<Item = Bomb> {
    [
        ("rows of a letter", many("a\n", 999_000)),
        (
            "records of a letter",
            format!("id\n{}", many("a\n", 990_000)),
        ),
        ("cells of nothing", many(",", 999_000)),
        ("one column", "a".repeat(999_000)),
        ("quotation marks", many("\"\"\n", 999_000)),
    ]
    .into_iter()
    .map(|(name, text)| ("csv", name, text.into_bytes()))
}

fn lines() -> impl Iterator<Item = Bomb> {
    let list = many("0,", 990_000);
    let list = format!("{{\"id\":\"site:a\",\"aliases\":[{list}1]}}");
    let keys = format!("{{{}\"id\":1}}", many("\"\":1,", 990_000));
    let deep = format!("{{\"id\":\"site:a\",\"aliases\":{}", "[".repeat(950_000));
    let deep_facts = format!("{{\"ketju\":{}\n", many("{\"a\":", 990_000));
    let deepest = "[".repeat(1_000_000);
    [
        ("empty objects", many("{}\n", 999_000)),
        ("records", many("{\"id\":\"site:a\"}\n", 999_000)),
        ("a list", list),
        ("keys", keys),
        ("lists in lists", deep),
        ("facts in facts", deep_facts),
        ("a million lists in lists", deepest),
    ]
    .into_iter()
    .map(|(name, text)| ("jsonl", name, text.into_bytes()))
}

fn archives() -> impl Iterator<Item = Bomb> {
    let within = format!("id\n{}", many("a\n", 30_000_000));
    let beyond = many("a\n", 150_000_000);
    let table = format!("id,title\n{}", many("a,b\n", 1_000_000));
    let names: Vec<String> = (0..99).map(|at| format!("x{at}.csv")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|it| (&**it, &*table)).collect();
    files.push(("sources.csv", &table));
    [
        ("a table of 30 MB", zipped(&[("sites.csv", &within)])),
        ("a table of 150 MB", zipped(&[("sites.csv", &beyond)])),
        ("many tables", zipped(&files)),
    ]
    .into_iter()
    .map(|(name, bytes)| ("zip", name, bytes))
}

fn workbooks() -> impl Iterator<Item = Bomb> {
    let text = "x".repeat(90_000);
    let texts = format!("<si><t>id</t></si><si><t>title</t></si><si><t>{text}</t></si>");
    let one_text = format!("<sst uniqueCount='18446744073709551615'>{texts}</sst>");
    let header = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>";
    let row = "<row><c t='inlineStr'><is><t>a</t></is></c><c t='s'><v>2</v></c></row>";
    let wide = format!("<row>{}</row>", many("<c t='s'><v>2</v></c>", 300_000));
    let rows = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let records = rows(&format!("{header}{}", many(row, 10_000_000)));
    let cells = rows(&format!(
        "<row>{}</row>",
        many("<c><v>1</v></c>", 10_000_000)
    ));
    let merged = many("<mergeCell ref='A1:B2'/>", 10_000_000);
    let none = format!("<sst>{}</sst>", many("<si/>", 20_000_000));
    [
        ("one text in many records", &*one_text, records),
        (
            "one text in a wide row",
            &one_text,
            rows(&format!("{header}{wide}")),
        ),
        ("texts of nothing", &none, rows(header)),
        ("nested elements", "<sst/>", many("<a>", 30_000_000)),
        (
            "a name without end",
            "<sst/>",
            format!("<{}", many("a", 30_000_000)),
        ),
        (
            "an attribute without end",
            "<sst/>",
            format!("<a b='{}", many("a", 30_000_000)),
        ),
        ("cells without end", "<sst/>", cells),
        (
            "merged cells",
            "<sst/>",
            format!("<worksheet>{merged}</worksheet>"),
        ),
    ]
    .map(|(name, texts, sheet)| ("xlsx", name, workbook(texts, &sheet)))
    .into_iter()
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
