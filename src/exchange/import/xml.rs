//! XML as graphs are written in: tags and texts with their lines, over quick-xml.
//!
//! Entities beyond the five of XML are not known, so that no text grows; elements nest within a bound. The text is in memory
//! as a whole, names and values are taken from it.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::exchange::import::Encoding;
use crate::exchange::package::decode;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

/// Why a file cannot be read on, as a sentence without full stop.
pub(super) type Fault = String;

/// Elements within elements.
const MAX_DEPTH: usize = 64;

/// Attributes of one element.
const MAX_ATTRIBUTES: usize = 200;

/// Bytes in which the encoding is declared.
const DECLARATION: usize = 200;

/// The next of what a file holds.
pub(super) enum Markup<'t> {
    /// An element begins.
    Open(Tag),
    /// The element ends that was begun last.
    Close,
    /// Text of an element, or a part of it.
    Text(Cow<'t, str>),
    /// The file ends.
    End,
}

/// A begun element.
pub(super) struct Tag {
    /// Its name without prefix.
    pub(super) name: String,
    /// The line it begins in.
    pub(super) line: u64,
    attributes: Vec<(String, String)>,
}

/// A file of XML.
pub(super) struct Xml<'t> {
    reader: Reader<&'t [u8]>,
    text: &'t str,
    depth: usize,
    line: u64,
    counted: usize,
}

/// The text of a file in the encoding that it declares: UTF-8, UTF-16 with its mark, Latin-1. None, and a problem, for others.
pub(super) fn xml_text<'b>(
    name: &str,
    bytes: &'b [u8],
    problems: &mut ProblemList,
) -> Option<Cow<'b, str>> {
    let mut refuse = |said: String| {
        let place = Place {
            file: name.into(),
            line: 1,
        };
        let problem = Problem::error(ProblemCode::NotUtf8, said).at(Some(&place));
        problems.push(problem.expected("a file in UTF-8"));
        None
    };
    let wide = match bytes {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = wide {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units = pairs.iter().map(|pair| unit(*pair));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return match text {
            Ok(text) if rest.is_empty() => {
                Some(text.trim_start_matches('\u{feff}').to_owned().into())
            }
            _ => refuse(format!("`{name}` is no whole UTF-16")),
        };
    }
    match declared_encoding(bytes).as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii" | "ascii") => {
            decode(name, bytes, Encoding::Utf8, problems)
        }
        Some("iso-8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252") => {
            decode(name, bytes, Encoding::Latin1, problems)
        }
        Some(other) => refuse(format!(
            "`{name}` is in the encoding `{other}`, which is not read"
        )),
    }
}

/// The encoding that the first line declares, in lower case.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').strip_prefix("<?xml")?;
    let (declaration, _) = start.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.strip_prefix(['"', '\''])?;
    value.split(['"', '\'']).next().map(str::to_owned)
}

impl<'t> Xml<'t> {
    /// A file from its beginning.
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            text,
            depth: 0,
            line: 1,
            counted: 0,
        }
    }

    /// The line that the last of what was read begins in.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Markup<'t>, Fault> {
        loop {
            self.count_lines(self.reader.buffer_position());
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    self.count_lines(self.reader.error_position());
                    return Err(format!("no XML: {error}"));
                }
            };
            return Ok(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(format!("elements are within more than {MAX_DEPTH} others"));
                    }
                    Markup::Open(Tag::of(&start, self.line)?)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Markup::Close
                }
                Event::Text(said) => Markup::Text(said.xml10_content()),
                Event::CData(said) => Markup::Text(said.xml10_content()),
                Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                    Ok(Some(character)) => Markup::Text(character.to_string().into()),
                    _ => match resolve_predefined_entity(&entity) {
                        Some(known) => Markup::Text(known.into()),
                        None => {
                            let shown: String = entity.chars().take(80).collect();
                            return Err(format!(
                                "it uses the entity `{shown}`, which XML does not know"
                            ));
                        }
                    },
                },
                Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                    return Err("it declares entities of its own".into());
                }
                Event::Eof if self.depth > 0 => return Err("the file ends in the middle".into()),
                Event::Eof => Markup::End,
                _ => continue,
            });
        }
    }

    /// Passes over the rest of the element that was begun last.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let end = self.depth;
        while self.depth >= end {
            self.next()?;
        }
        Ok(())
    }

    /// All text in the element that was begun last.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        let end = self.depth;
        let mut text = String::new();
        loop {
            match self.next()? {
                Markup::Text(said) => text.push_str(&said),
                Markup::Close if self.depth < end => return Ok(text),
                _ => {}
            }
        }
    }

    fn count_lines(&mut self, position: u64) {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        let position = position.min(self.text.len());
        if let Some(passed) = self.text.as_bytes().get(self.counted..position) {
            self.line += passed.iter().filter(|it| **it == b'\n').count() as u64;
            self.counted = position;
        }
    }
}

impl Tag {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|it| it.0 == name);
        found.map(|it| it.1.as_str())
    }

    fn of(start: &BytesStart<'_>, line: u64) -> Result<Self, Fault> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("no XML: {error}"))?;
            if attributes.len() == MAX_ATTRIBUTES {
                return Err(format!(
                    "an element has more than {MAX_ATTRIBUTES} attributes"
                ));
            }
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|error| format!("no XML: {error}"))?;
            let name = attribute.key.local_name().as_ref().to_owned();
            attributes.push((name, value.into_owned()));
        }
        Ok(Self {
            name: start.local_name().as_ref().to_owned(),
            line,
            attributes,
        })
    }
}
