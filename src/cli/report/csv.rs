//! A report as one long tidy table: a row for each value.

use std::collections::BTreeMap;

use crate::cli::output::harmless;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Document;
use crate::cli::report::document::Section;
use crate::cli::report::document::Table;

/// The columns.
const COLUMNS: [&str; 8] = [
    "section", "item", "field", "value", "unit", "year", "article", "sources",
];

/// The table as CSV. Texts that a spreadsheet would run as a formula are prefixed; numbers are whole.
pub(super) fn write(document: &Document) -> anyhow::Result<String> {
    let mut tidy = Tidy {
        document,
        writer: ::csv::Writer::from_writer(Vec::new()),
    };
    tidy.writer.write_record(COLUMNS)?;
    tidy.row(["report", "", "title", &document.title, "", "", ""], &[])?;
    tidy.row(
        ["report", "", "summary", &document.summary, "", "", ""],
        &[],
    )?;
    for (name, value) in &document.about {
        tidy.row(["report", "", name, value, "", "", ""], &[])?;
    }
    for section in &document.sections {
        tidy.section(section)?;
    }
    for it in &document.sources {
        let told = [
            ("title", &it.title),
            ("publisher", &it.publisher),
            ("date", &it.date),
            ("licence", &it.licence),
            ("address", &it.address),
        ];
        for (field, value) in told.into_iter().filter(|(_, value)| !value.is_empty()) {
            tidy.row(["sources", &it.id, field, value, "", "", ""], &[])?;
        }
    }
    Ok(String::from_utf8(tidy.writer.into_inner()?)?)
}

struct Tidy<'a> {
    document: &'a Document,
    writer: ::csv::Writer<Vec<u8>>,
}

impl Tidy<'_> {
    fn row(&mut self, cells: [&str; 7], sources: &[usize]) -> anyhow::Result<()> {
        let texts = cells.map(harmless);
        self.write(texts.into(), sources)
    }

    fn write(&mut self, mut cells: Vec<String>, sources: &[usize]) -> anyhow::Result<()> {
        cells.push(self.document.ids(sources));
        self.writer.write_record(cells)?;
        Ok(())
    }

    fn section(&mut self, section: &Section) -> anyhow::Result<()> {
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) => {
                    self.row([section.anchor, "", "note", text, "", "", ""], &[])?;
                }
                Block::Sentences(all) => {
                    for (at, it) in all.iter().enumerate() {
                        let item = (at + 1).to_string();
                        let cells = [
                            section.anchor,
                            &item,
                            "sentence",
                            &it.text,
                            "",
                            "",
                            &it.article,
                        ];
                        self.row(cells, &it.sources)?;
                    }
                }
                Block::Table(table) => self.table(section.anchor, table)?,
            }
        }
        Ok(())
    }

    /// Rows of the same item are numbered, so that what belongs together can be told.
    fn table(&mut self, anchor: &str, table: &Table) -> anyhow::Result<()> {
        let name = format!("{anchor}/{}", table.name);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for row in &table.rows {
            let keys = row.cells.iter().take(table.keys).map(Cell::plain);
            let item = keys.collect::<Vec<_>>().join(" / ");
            let times = seen.entry(item.clone()).or_default();
            *times += 1;
            let item = match times {
                1 => item,
                _ => format!("{item} #{times}"),
            };
            let columns = table.columns.iter().zip(&row.cells).skip(table.keys);
            for (column, cell) in columns {
                let (value, unit) = match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => (harmless(text), ""),
                    Cell::Share(_) => (cell.plain(), "fraction"),
                    Cell::Number(_) if column.unit.is_empty() => (cell.plain(), row.unit.as_str()),
                    Cell::Number(_) => (cell.plain(), column.unit),
                };
                let cells = [
                    name.clone(),
                    harmless(&item),
                    column.title.to_owned(),
                    value,
                ];
                let rest = [unit.to_owned(), row.year.clone(), row.article.clone()];
                self.write(cells.into_iter().chain(rest).collect(), &row.sources)?;
            }
        }
        Ok(())
    }
}
