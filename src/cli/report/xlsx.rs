//! A report as a workbook: a sheet for each table, numbers as numbers, texts never as formulas.

use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Document;
use crate::cli::report::document::Table;

/// Columns are no wider than so many pixels.
const WIDEST: u32 = 420;

/// The workbook as bytes; the same report gives the same bytes.
pub(super) fn write(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    // The time of writing is no part of a report, so that two of the same answers are the same.
    let properties = DocProperties::new()
        .set_title(&document.title)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    about(&mut workbook, document)?;
    sentences(&mut workbook, document)?;
    for block in document.sections.iter().flat_map(|it| &it.blocks) {
        if let Block::Table(table) = block {
            sheet(&mut workbook, document, table)?;
        }
    }
    sources(&mut workbook, document)?;
    Ok(workbook.save_to_buffer()?)
}

fn about(workbook: &mut Workbook, document: &Document) -> Result<(), XlsxError> {
    let mut rows = vec![
        ["Title".to_owned(), document.title.clone()],
        ["Summary".to_owned(), document.summary.clone()],
    ];
    let about = document.about.iter();
    rows.extend(about.map(|(name, value)| [(*name).to_owned(), value.clone()]));
    texts(workbook, "About", &["what", "told"], rows)
}

fn sentences(workbook: &mut Workbook, document: &Document) -> Result<(), XlsxError> {
    let mut rows = Vec::new();
    for section in &document.sections {
        for block in &section.blocks {
            let told = match block {
                Block::Paragraph(text) => vec![[text.clone(), String::new(), String::new()]],
                Block::Sentences(all) => {
                    let told = all.iter().map(|it| {
                        [
                            it.text.clone(),
                            it.article.clone(),
                            document.ids(&it.sources),
                        ]
                    });
                    told.collect()
                }
                Block::Table(_) => Vec::new(),
            };
            let told = told.into_iter();
            rows.extend(
                told.map(|[text, article, ids]| [section.title.clone(), text, article, ids]),
            );
        }
    }
    texts(
        workbook,
        "Sentences",
        &["section", "sentence", "article", "sources"],
        rows,
    )
}

fn sources(workbook: &mut Workbook, document: &Document) -> Result<(), XlsxError> {
    let rows = document.sources.iter().map(|it| {
        [
            &it.id,
            &it.title,
            &it.publisher,
            &it.date,
            &it.licence,
            &it.address,
        ]
        .map(Clone::clone)
    });
    let columns = ["source", "title", "publisher", "date", "licence", "address"];
    texts(workbook, "Sources", &columns, rows)
}

/// A sheet of texts alone.
fn texts<const N: usize>(
    workbook: &mut Workbook,
    name: &str,
    columns: &[&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name(name)?;
    header(sheet, columns.iter().copied())?;
    for (row, cells) in (1..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text)?;
        }
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}

/// The first row, which stays while one scrolls.
fn header<'a>(
    sheet: &mut Worksheet,
    titles: impl IntoIterator<Item = &'a str>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(titles) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn sheet(workbook: &mut Workbook, document: &Document, table: &Table) -> Result<(), XlsxError> {
    let percent = Format::new().set_num_format("0.0%");
    let sheet = workbook.add_worksheet().set_name(table.name)?;
    let own = table.columns.iter().map(|it| it.title);
    let has = |title: &str| table.columns.iter().any(|it| it.title == title);
    let rows = &table.rows;
    let with_year = !has("year") && rows.iter().any(|it| !it.year.is_empty());
    let with_article = !has("article") && rows.iter().any(|it| !it.article.is_empty());
    let year = with_year.then_some("year");
    let article = with_article.then_some("article");
    header(sheet, own.chain(year).chain(article).chain(["sources"]))?;
    for (at, row) in (1..).zip(rows) {
        let more = [
            with_year.then_some(&row.year),
            with_article.then_some(&row.article),
        ];
        let more = more.into_iter().flatten().map(|it| Cell::text(it.clone()));
        let sources = Cell::text(document.ids(&row.sources));
        let more: Vec<Cell> = more.chain([sources]).collect();
        for (column, cell) in (0..).zip(row.cells.iter().chain(&more)) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => sheet.write_string(at, column, text)?,
                Cell::Number(number) => sheet.write_number(at, column, *number)?,
                Cell::Share(share) => {
                    sheet.write_number_with_format(at, column, *share, &percent)?
                }
            };
        }
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}
