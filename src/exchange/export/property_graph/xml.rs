//! XML, text by text, in a buffer of bounded size.
//!
//! Whatever a text holds, the file is well-formed: what has a meaning in XML is escaped, tabs and ends of lines too, since
//! readers would make spaces of them; what XML 1.0 cannot hold at all (control characters, U+FFFE, U+FFFF) becomes
//! U+FFFD and is counted. A library would not do the latter, nor without a text for each value.

use std::io;
use std::io::Write;

use crate::exchange::export::property_graph::Element;

/// Bytes that are written at once.
const CHUNK: usize = 64 << 10;

/// Writes XML.
pub(in crate::exchange::export) struct Xml<'w> {
    out: &'w mut dyn Write,
    buffer: Vec<u8>,
    replaced: u64,
    replaced_in_all: u64,
}

impl<'w> Xml<'w> {
    /// Begins a document.
    pub(in crate::exchange::export) fn new(out: &'w mut dyn Write) -> Self {
        let mut xml = Self {
            out,
            buffer: Vec::with_capacity(2 * CHUNK),
            replaced: 0,
            replaced_in_all: 0,
        };
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml
    }

    /// Adds markup as it is.
    pub(in crate::exchange::export) fn raw(&mut self, markup: &str) {
        self.buffer.extend_from_slice(markup.as_bytes());
    }

    /// Adds a number.
    pub(in crate::exchange::export) fn number(&mut self, number: u64) {
        // Writing into memory cannot fail.
        let _ = write!(self.buffer, "{number}");
    }

    /// Adds text, between tags or between quotation marks.
    pub(in crate::exchange::export) fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut done = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if !IS_SPECIAL[usize::from(*byte)] {
                continue;
            }
            let (written, width) = match byte {
                b'<' => ("&lt;", 1),
                b'>' => ("&gt;", 1),
                b'&' => ("&amp;", 1),
                b'"' => ("&quot;", 1),
                b'\t' => ("&#9;", 1),
                b'\n' => ("&#10;", 1),
                b'\r' => ("&#13;", 1),
                0xEF if !matches!(&bytes[at..], [_, 0xBF, 0xBE | 0xBF, ..]) => continue,
                _ => {
                    self.replaced += 1;
                    ("\u{fffd}", if *byte == 0xEF { 3 } else { 1 })
                }
            };
            self.buffer.extend_from_slice(&bytes[done..at]);
            self.raw(written);
            done = at + width;
        }
        self.buffer.extend_from_slice(&bytes[done..]);
    }

    /// Adds an attribute to the tag that is open.
    pub(in crate::exchange::export) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.text(value);
        self.raw("\"");
    }

    /// Opens the tag of a node, to which attributes may be added.
    pub(in crate::exchange::export) fn open_node(&mut self, node: &Element) {
        self.raw("<node");
        self.attribute("id", &node.id);
    }

    /// Opens the tag of an edge, to which attributes may be added.
    pub(in crate::exchange::export) fn open_edge(&mut self, edge: &Element) {
        self.raw("<edge");
        self.attribute("id", &edge.id);
        self.attribute("source", &edge.source);
        self.attribute("target", &edge.target);
    }

    /// Characters that were replaced since this was asked last.
    pub(in crate::exchange::export) fn take_replaced(&mut self) -> u64 {
        let replaced = std::mem::take(&mut self.replaced);
        self.replaced_in_all += replaced;
        replaced
    }

    /// Hands on what is written, if it is much.
    pub(in crate::exchange::export) fn step(&mut self) -> io::Result<()> {
        if self.buffer.len() >= CHUNK {
            self.hand_on()?;
        }
        Ok(())
    }

    /// Ends the document. What was lost is said in a comment.
    pub(in crate::exchange::export) fn end(&mut self) -> io::Result<()> {
        self.take_replaced();
        if self.replaced_in_all > 0 {
            let said = format!(
                "<!-- {} characters that XML cannot hold were written as U+FFFD -->\n",
                self.replaced_in_all
            );
            self.raw(&said);
        }
        self.hand_on()
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// Bytes that may not stand in XML as they are; 0xEF begins U+FFFE and U+FFFF among others.
const IS_SPECIAL: [bool; 256] = {
    let mut is_special = [false; 256];
    let mut at = 0;
    while at < 0x20 {
        is_special[at] = true;
        at += 1;
    }
    is_special[b'<' as usize] = true;
    is_special[b'>' as usize] = true;
    is_special[b'&' as usize] = true;
    is_special[b'"' as usize] = true;
    is_special[0xEF] = true;
    is_special
};
