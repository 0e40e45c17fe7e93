//! The parts of a workbook: XML files in a zip archive, unpacked while they are read and only so far.
//!
//! Everything that a file claims of itself (sizes, counts, ranges) is ignored; what is read is counted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Error;
use std::io::Read;
use std::io::Result as IoResult;
use std::io::Seek;
use std::io::SeekFrom;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::exchange::package::Limits;
use crate::exchange::package::unopened;

/// Why a workbook cannot be read, as a sentence without full stop.
pub(super) type Fault = String;

/// Elements within elements, far more than a workbook has.
const MAX_DEPTH: usize = 64;

/// Parts of a workbook for each file that a package may have.
const PARTS_PER_FILE: usize = 100;

/// The archive of a workbook.
pub(super) struct Parts<F> {
    archive: zip::ZipArchive<F>,
    /// The parts by name in lower case, as programs do not agree on the case.
    names: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    room: u64,
}

impl<F: Read + Seek> Parts<F> {
    /// Opens an archive; of its size nothing is believed.
    pub(super) fn open(mut file: F, limits: &Limits) -> Result<Self, Fault> {
        let told = |error: &dyn std::fmt::Display| format!("the workbook cannot be read: {error}");
        let size = file.seek(SeekFrom::End(0)).map_err(|it| told(&it))?;
        let archive = zip::ZipArchive::new(file).map_err(|it| unopened("workbook", &it))?;
        let most = limits.files.saturating_mul(PARTS_PER_FILE);
        if archive.len() > most {
            return Err(format!("the workbook has more than {most} parts"));
        }
        let names = archive.file_names().enumerate();
        let names = names.map(|(at, name)| (name.to_lowercase().replace('\\', "/"), at));
        Ok(Self {
            names: names.collect(),
            archive,
            room: limits.unpacked_bytes(size),
        })
    }

    /// Bytes that may still be unpacked.
    pub(super) fn room(&self) -> u64 {
        self.room
    }

    /// Whether there is a part of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// A part as XML; none if it is not there.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<impl BufRead + '_>>, Fault> {
        let Some(at) = self.names.get(&name.to_lowercase()) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(*at);
        let entry = entry.map_err(|error| format!("cannot unpack `{name}`: {error}"))?;
        let bounded = Bounded {
            inner: entry,
            room: &mut self.room,
        };
        let mut reader = Reader::from_reader(BufReader::new(bounded));
        reader.config_mut().expand_empty_elements = true;
        Ok(Some(Xml {
            reader,
            name: name.to_owned(),
            depth: 0,
        }))
    }
}

/// Reads as much as there is room for.
struct Bounded<'r, R> {
    inner: R,
    room: &'r mut u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let read = self.inner.read(buffer)?;
        let room = self.room.checked_sub(read as u64);
        *self.room = room.ok_or_else(|| Error::other("it unpacks to too many bytes"))?;
        Ok(read)
    }
}

/// The events of a part.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    name: String,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    /// The next event; a fault for broken XML, and for what no spreadsheet program writes.
    pub(super) fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Fault> {
        buffer.clear();
        let event = self.reader.read_event_into(buffer);
        let event = event.map_err(|error| format!("cannot read `{}`: {error}", self.name))?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(format!("`{}` ends in the middle", self.name));
            }
            Event::DocType(_) => {
                return Err(format!("`{}` declares entities of its own", self.name));
            }
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            return Err(format!("`{}` is nested too deeply", self.name));
        }
        Ok(event)
    }

    /// The text up to the end of the element that was just begun: all of it, or with `only` that in elements of the
    /// name; what is in `rPh` (how to pronounce it) is passed over.
    pub(super) fn text(&mut self, only: Option<&str>) -> Result<String, Fault> {
        let mut buffer = Vec::new();
        let mut text = String::new();
        let (end, mut wanted, mut spoken) = (self.depth, usize::from(only.is_none()), 0);
        loop {
            let event = self.next(&mut buffer)?;
            let said = match &event {
                Event::Start(start) => {
                    wanted += usize::from(only == Some(start.local_name().as_ref()));
                    spoken += usize::from(start.local_name().as_ref() == "rPh");
                    continue;
                }
                Event::End(_) if self.depth < end => return Ok(unescaped(text)),
                Event::End(tag) => {
                    wanted -= usize::from(only == Some(tag.local_name().as_ref()));
                    spoken -= usize::from(tag.local_name().as_ref() == "rPh");
                    continue;
                }
                Event::Text(said) => said.xml10_content(),
                Event::CData(said) => said.xml10_content(),
                Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                    Ok(Some(character)) => Cow::Owned(character.to_string()),
                    _ => match resolve_predefined_entity(entity) {
                        Some(known) => Cow::Borrowed(known),
                        None => {
                            let shown: String = entity.chars().take(80).collect();
                            return Err(format!("`{}` uses the entity `{shown}`", self.name));
                        }
                    },
                },
                Event::Eof => return Err(format!("`{}` ends in the middle", self.name)),
                _ => continue,
            };
            if wanted > 0 && spoken == 0 {
                text.push_str(&said);
            }
        }
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("a broken attribute: {error}"))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|error| format!("a broken attribute: {error}"))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// The text with the characters that are written as `_x000D_`.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_"));
        let code = code.and_then(|it| u32::from_str_radix(it, 16).ok());
        let taken = match code.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                7
            }
            None => {
                plain.push_str("_x");
                2
            }
        };
        rest = &rest[taken..];
    }
    plain + rest
}
