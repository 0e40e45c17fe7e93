//! What all sheets of a workbook share: which there are, texts, how numbers are shown.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::Read;
use std::io::Seek;

use quick_xml::events::Event;

use crate::exchange::import::xlsx::parts::Fault;
use crate::exchange::import::xlsx::parts::Parts;
use crate::exchange::import::xlsx::parts::Xml;
use crate::exchange::import::xlsx::parts::attribute;

/// A workbook, its sheets not yet read.
#[derive(Default)]
pub(super) struct Book {
    /// The worksheets in their order, hidden or not.
    pub(super) sheets: Vec<Sheet>,
    pub(super) texts: Texts,
    /// How numbers of a style are shown.
    pub(super) shown: Vec<Shown>,
    /// Whether days are counted from 1904 and not from 1900.
    pub(super) is_1904: bool,
}

/// A worksheet.
pub(super) struct Sheet {
    pub(super) name: String,
    /// Name of its part.
    pub(super) part: String,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Date,
    Percent,
}

/// The texts that cells share, in one piece.
#[derive(Default)]
pub(super) struct Texts {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Bytes of them that cells may still show: a long text in many cells is small to send and much to read.
    room: Cell<u64>,
}

/// Texts that cells may share; also the bound of styles.
const MAX_TEXTS: usize = 4_000_000;

/// How often the texts of a workbook may be shown that unpacks to as much as it may.
const SHOWN: u64 = 2;

/// A relationship of the workbook: what it is and where.
struct Relation {
    of: String,
    part: String,
}

impl Texts {
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |at| self.ends[at] as usize);
        self.text.get(start..end)
    }

    /// Counts a text that a cell shows.
    pub(super) fn tell(&self, text: &str) -> Result<(), Fault> {
        let room = self.room.get().checked_sub(text.len() as u64);
        let room = room.ok_or("the texts of all cells take too many bytes for so small a file")?;
        self.room.set(room);
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), Fault> {
        self.text.push_str(text);
        match u32::try_from(self.text.len()) {
            Ok(end) if self.ends.len() < MAX_TEXTS => self.ends.push(end),
            _ => return Err(format!("the workbook has more than {MAX_TEXTS} texts")),
        }
        Ok(())
    }
}

impl Book {
    /// Reads what all sheets share.
    pub(super) fn read<F: Read + Seek>(parts: &mut Parts<F>, most: usize) -> Result<Self, Fault> {
        let root = relations(parts, "_rels/.rels", "")?;
        let main = root.values().find(|it| it.of.ends_with("/officeDocument"));
        let main = main.map_or("xl/workbook.xml", |it| &it.part).to_owned();
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let related = relations(parts, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let mut book = Self::default();
        book.texts.room.set(parts.room().saturating_mul(SHOWN));
        let Some(mut xml) = parts.xml(&main)? else {
            return Err(format!("the workbook has no part `{main}`"));
        };
        book.read_sheets(&mut xml, &related, most)?;
        drop(xml);
        for (end, is_texts) in [("/sharedStrings", true), ("/styles", false)] {
            let Some(relation) = related.values().find(|it| it.of.ends_with(end)) else {
                continue;
            };
            match parts.xml(&relation.part)? {
                Some(mut xml) if is_texts => book.read_texts(&mut xml)?,
                Some(mut xml) => book.read_styles(&mut xml)?,
                None => {}
            }
        }
        Ok(book)
    }

    fn read_sheets(
        &mut self,
        xml: &mut Xml<impl BufRead>,
        related: &BTreeMap<String, Relation>,
        most: usize,
    ) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        loop {
            let start = match xml.next(&mut buffer)? {
                Event::Eof => return Ok(()),
                Event::Start(start) => start,
                _ => continue,
            };
            match start.local_name().as_ref() {
                "workbookPr" => {
                    let told = attribute(&start, "date1904")?;
                    self.is_1904 = told.is_some_and(|it| ["1", "true"].contains(&it.as_str()));
                }
                "sheet" => {
                    let name = attribute(&start, "name")?.unwrap_or_default();
                    let relation = related.get(&attribute(&start, "id")?.unwrap_or_default());
                    let Some(relation) = relation else {
                        return Err(format!("the sheet `{name}` is not in the workbook"));
                    };
                    let part = relation.part.clone();
                    // Others are charts and dialogues.
                    if relation.of.ends_with("/worksheet") {
                        self.sheets.push(Sheet { name, part });
                    }
                    if self.sheets.len() > most {
                        return Err(format!("the workbook has more than {most} sheets"));
                    }
                }
                _ => {}
            }
        }
    }

    fn read_texts(&mut self, xml: &mut Xml<impl BufRead>) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        loop {
            match xml.next(&mut buffer)? {
                Event::Eof => return Ok(()),
                Event::Start(start) if start.local_name().as_ref() == "si" => {
                    self.texts.push(&xml.text(Some("t"))?)?;
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &mut Xml<impl BufRead>) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        let mut formats: BTreeMap<String, Shown> = BTreeMap::new();
        let mut is_within = false;
        loop {
            match xml.next(&mut buffer)? {
                Event::Eof => return Ok(()),
                Event::Start(start) => match start.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&start, "numFmtId")?.unwrap_or_default();
                        let code = attribute(&start, "formatCode")?.unwrap_or_default();
                        formats.insert(id, shown_by(&code));
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        let id = attribute(&start, "numFmtId")?.unwrap_or_default();
                        let own = formats.get(&id).copied();
                        self.shown.push(own.unwrap_or_else(|| built_in(&id)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "cellXfs" => is_within = false,
                _ => {}
            }
            if formats.len().max(self.shown.len()) > MAX_TEXTS / 10 {
                return Err("the workbook has too many styles".into());
            }
        }
    }
}

/// The relationships that a part states, by id; targets are relative to a folder.
fn relations<F: Read + Seek>(
    parts: &mut Parts<F>,
    name: &str,
    folder: &str,
) -> Result<BTreeMap<String, Relation>, Fault> {
    let mut relations = BTreeMap::new();
    let Some(mut xml) = parts.xml(name.trim_start_matches('/'))? else {
        return Ok(relations);
    };
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Eof => return Ok(relations),
            Event::Start(start) if start.local_name().as_ref() == "Relationship" => {
                let text = |name| Ok::<_, Fault>(attribute(&start, name)?.unwrap_or_default());
                let target = text("Target")?.replace('\\', "/");
                let part = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => resolved(folder, &target),
                };
                let of = text("Type")?;
                relations.insert(text("Id")?, Relation { of, part });
            }
            _ => {}
        }
        if relations.len() > MAX_TEXTS / 10 {
            return Err("the workbook has too many relationships".into());
        }
    }
}

/// A path within a folder, without `.` and `..`.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// How the formats that need no code show a number: ECMA-376, 18.8.30, with those of East Asian dates.
fn built_in(id: &str) -> Shown {
    match id.parse::<u16>() {
        Ok(9 | 10) => Shown::Percent,
        Ok(14..=22 | 27..=36 | 45..=47 | 50..=58) => Shown::Date,
        _ => Shown::Number,
    }
}

/// How a format code shows a number. Quoted text, escaped characters and what stands in brackets say nothing.
fn shown_by(code: &str) -> Shown {
    let first = code.split(';').next().unwrap_or_default();
    let mut characters = first.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => drop(characters.by_ref().find(|it| *it == '"')),
            '[' => drop(characters.by_ref().find(|it| *it == ']')),
            '\\' | '_' | '*' => drop(characters.next()),
            '%' => return Shown::Percent,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Shown::Date,
            // `General` holds no letter of a date before its `G`.
            'G' | 'E' | 'e' => return Shown::Number,
            _ => {}
        }
    }
    Shown::Number
}
