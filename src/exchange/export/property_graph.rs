//! Data as a graph whose nodes and edges have attributes: what GraphML and GEXF are written from.
//!
//! Attributes are declared first; then nodes come, one at a time, and then edges. A value is text as an import cell holds
//! it; one that is not stated is left out and never a zero. [`records`] makes the graph of records, [`chain`] that of a chain.

mod chain;
mod columns;
mod records;
mod told;
mod xml;

use std::io;

pub(super) use crate::exchange::export::property_graph::told::facts_told;
pub(super) use crate::exchange::export::property_graph::xml::Xml;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;

/// What the values of an attribute are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttributeType {
    /// Text; the values of a list with `;` between them.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// `true` or `false`.
    Flag,
}

/// An attribute of nodes or of edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Its name, of which there is one among nodes and one among edges.
    pub(super) name: String,
    /// What it says.
    pub(super) doc: String,
    /// What its values are.
    pub(super) of: AttributeType,
}

/// What nodes and edges say: the first of nodes is their label, the first of edges what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    /// Of nodes.
    pub(super) nodes: Vec<Attribute>,
    /// Of edges.
    pub(super) edges: Vec<Attribute>,
}

/// A node or an edge; filled anew for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its id, of which there is one among nodes and one among edges.
    pub(super) id: String,
    /// The node an edge begins at.
    pub(super) source: String,
    /// The node it ends at.
    pub(super) target: String,
    texts: String,
    /// The number of an attribute, and where its text ends.
    values: Vec<(usize, usize)>,
}

/// Writes the nodes and edges of a graph in some form.
pub(super) trait GraphForm {
    /// Writes what stands before the nodes.
    fn begin(&mut self, extract: &Extract<'_>, declared: &Declared) -> io::Result<()>;
    /// Writes a node.
    fn node(&mut self, node: &Element) -> io::Result<()>;
    /// Writes what stands between nodes and edges.
    fn between(&mut self) -> io::Result<()>;
    /// Writes an edge.
    fn edge(&mut self, edge: &Element) -> io::Result<()>;
    /// Writes what stands after the edges.
    fn end(&mut self) -> io::Result<()>;
}

/// Writes an extract as a graph. O(values), or O(vertices + arcs + their figures) of a chain.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, form: &mut dyn GraphForm) -> Result<(), ExportError> {
    match extract.chain() {
        Some(told) => chain::write(extract, told, form),
        None => records::write(extract, form),
    }
    .map_err(ExportError::from)
}

impl AttributeType {
    /// What GraphML and GEXF call it.
    pub(super) fn xml_name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "long",
            Self::Number => "double",
            Self::Flag => "boolean",
        }
    }
}

impl Attribute {
    fn new(name: impl Into<String>, of: AttributeType, doc: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            doc: doc.into(),
            of,
        }
    }

    /// Says how many characters of a node or edge had to be replaced.
    pub(super) fn replaced() -> Self {
        let doc = "How many characters of it XML cannot hold; each is written as U+FFFD. Absent means none.";
        Self::new("characters_replaced", AttributeType::Integer, doc)
    }
}

impl Element {
    /// Makes it an element that says nothing yet.
    fn clear(&mut self) {
        for text in [
            &mut self.id,
            &mut self.source,
            &mut self.target,
            &mut self.texts,
        ] {
            text.clear();
        }
        self.values.clear();
    }

    /// Puts the value of an attribute, which `write` adds to the text.
    fn put(&mut self, attribute: usize, write: impl FnOnce(&mut String)) {
        self.put_stated(attribute, |text| {
            write(text);
            true
        });
    }

    /// The same where `write` tells whether there is any value.
    fn put_stated(&mut self, attribute: usize, write: impl FnOnce(&mut String) -> bool) {
        if write(&mut self.texts) {
            self.values.push((attribute, self.texts.len()));
        }
    }

    /// Puts a text.
    fn put_text(&mut self, attribute: usize, text: &str) {
        self.put(attribute, |out| out.push_str(text));
    }

    /// The values that are stated, by number of the attribute, in the order they were put.
    pub(super) fn values(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.values.iter().map(move |(attribute, end)| {
            let text = &self.texts[start..*end];
            start = *end;
            (*attribute, text)
        })
    }

    /// The value of the first attribute, see [`Declared`].
    pub(super) fn first(&self) -> &str {
        let first = self.values().find(|(attribute, _)| *attribute == 0);
        first.map_or("", |(_, text)| text)
    }
}
