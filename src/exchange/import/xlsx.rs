//! The form `xlsx`: a workbook with a sheet per kind, read row by row.
//!
//! The XML is read by ourselves, over quick-xml. calamine 0.38 does not stand files that mean ill: it reserves memory
//! for as many texts as a file claims to have, clones a font for every style that names it, adds up numbers of
//! rows unchecked, and reads the archive by its own rules after ours.

mod book;
mod parts;
mod rows;
mod sheet;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::io::Seek;

use crate::exchange::code_lists::code_lists;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::size_of;
use crate::exchange::import::xlsx::book::Book;
use crate::exchange::import::xlsx::parts::Fault;
use crate::exchange::import::xlsx::parts::Parts;
use crate::exchange::import::xlsx::rows::Rows;
use crate::exchange::import::xlsx::sheet::Content;
use crate::exchange::import::xlsx::sheet::each_row;
use crate::exchange::package::PackageRead;
use crate::exchange::package::Records;
use crate::exchange::package::tables;
use crate::exchange::package::unreadable;
use crate::exchange::rows::Rules;
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Table;
use crate::model::nearest;

/// Sheets that hold no data.
const IGNORED: [&str; 3] = [ABOUT, "lists", "readme"];

/// The sheet in which our exports say what they are, in the first of its rows.
const ABOUT: &str = "about";
const ABOUT_ROWS: u32 = 20;

/// Reads a workbook. O(bytes unpacked); one row is in memory at a time, and the texts that cells share.
pub(super) fn read(name: &str, mut file: impl Read + Seek, options: &ReadOptions) -> PackageRead {
    let mut problems = ProblemList::with_limit(options.limits.problems);
    let mut records = Records::of(size_of(&mut file));
    let mut stated = StatedFacts::default();
    let read = match is_compound(&mut file) {
        true => Err("an .xls workbook, or one that needs a password, is not read".into()),
        false => {
            read_book(name, file, options, &mut records, &mut problems).map(|told| stated = told)
        }
    };
    if let Err(fault) = read {
        let expected = "an .xlsx workbook without password, as a spreadsheet program saves it";
        problems.push(unreadable(name, fault).expected(expected));
    }
    PackageRead {
        stated,
        given: std::mem::take(&mut records.given),
        records: records.finish(),
        problems: problems.finish(),
        ..PackageRead::default()
    }
}

/// Whether a file is of the kind that older workbooks and those with a password are.
fn is_compound(file: &mut (impl Read + Seek)) -> bool {
    let mut first = [0; 4];
    let read = file.rewind().and_then(|()| file.read_exact(&mut first));
    read.is_ok() && first == [0xd0, 0xcf, 0x11, 0xe0]
}

fn read_book(
    name: &str,
    file: impl Read + Seek,
    options: &ReadOptions,
    records: &mut Records,
    problems: &mut ProblemList,
) -> Result<StatedFacts, Fault> {
    let mut parts = Parts::open(file, &options.limits)?;
    if parts.has("mimetype") {
        return Err("an OpenDocument spreadsheet (.ods) is not read".into());
    }
    if parts.has("xl/workbook.bin") {
        return Err("a binary workbook (.xlsb) is not read".into());
    }
    let book = Book::read(&mut parts, options.limits.files)?;
    let mut sheets: Vec<(Option<&'static Table>, &book::Sheet)> = book
        .sheets
        .iter()
        .filter(|sheet| !is_ignored(&sheet.name))
        .map(|sheet| (table_of_sheet(&sheet.name), sheet))
        .collect();
    // In the order of the tables, as in a package; sheets without table come first.
    sheets.sort_by_key(|(table, _)| table.map(|it| it.kind));
    let (stated, year) = about(&mut parts, &book);
    let rules = Rules::new(code_lists(), year);
    for (table, sheet) in sheets {
        let Some(mut xml) = parts.xml(&sheet.part)? else {
            return Err(format!("the workbook has no part `{}`", sheet.part));
        };
        let mut place = Place {
            file: format!("{name}#{}", sheet.name).into(),
            line: 0,
        };
        let mut reached = 0;
        let read = match table {
            Some(table) => {
                let mut rows =
                    Rows::new((table, &rules), place.clone(), options, records, problems);
                let read = each_row(&mut xml, &book, &mut reached, |row, cells| {
                    rows.take(row, cells)
                });
                read.map(|merged| rows.finish(&merged))
            }
            None => {
                let mut first = None;
                let read = each_row(&mut xml, &book, &mut reached, |row, _| {
                    first.get_or_insert(row);
                    Ok(())
                });
                place.line = first.unwrap_or(0).into();
                let unknown = first.map(|_| unknown_sheet(&sheet.name).at(Some(&place)));
                problems.extend(unknown);
                read.map(drop)
            }
        };
        place.line = reached.into();
        problems.extend(
            read.err()
                .map(|fault| unreadable(&place.file, fault).at(Some(&place))),
        );
    }
    Ok(stated)
}

/// What the workbook says of itself, and the year by which its codes must be valid; in one of another program nothing,
/// whatever its sheet of that name holds.
fn about<F: Read + Seek>(parts: &mut Parts<F>, book: &Book) -> (StatedFacts, Option<i64>) {
    let (mut stated, mut year) = (StatedFacts::default(), None);
    let sheet = book.sheets.iter().find(|it| it.name == ABOUT);
    if let Some(Ok(Some(mut xml))) = sheet.map(|it| parts.xml(&it.part)) {
        // It is read no further than it may say something; that it then breaks off is no fault.
        let _ = each_row(&mut xml, book, &mut 0, |row, cells| match cells {
            _ if row > ABOUT_ROWS => Err(Fault::new()),
            [name, told, ..] => {
                if let (Content::Text(name), Content::Text(told)) = (&name.content, &told.content) {
                    stated.note(name, told);
                    if *name == "referenceYear" {
                        year = told.trim().parse().ok();
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        });
    }
    (stated, year)
}

fn unknown_sheet(name: &str) -> Problem {
    let near = nearest(name, tables().map(|table| table.name)).map(str::to_owned);
    let problem = Problem::error(ProblemCode::UnknownFile, format!("unknown sheet `{name}`"));
    let expected = "the name of a table; drafts stand in sheets that begin with `_`";
    problem.expected(expected).suggestion(near)
}

/// Whether a sheet is for people: it says what the workbook is, or has drafts.
fn is_ignored(name: &str) -> bool {
    name.starts_with('_') || IGNORED.contains(&name.trim().to_lowercase().as_str())
}

/// The table that a sheet is named after: case, spaces and hyphens do not count, nor does a number in parentheses.
fn table_of_sheet(name: &str) -> Option<&'static Table> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    let counted = name.strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let counted = counted.filter(|(_, count)| count.parse::<u32>().is_ok());
    let name = counted.map_or(name.as_str(), |(name, _)| name.trim_end_matches('_'));
    tables().find(|table| table.name == name)
}
