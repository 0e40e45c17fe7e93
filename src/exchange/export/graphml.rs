//! The form `graphml`: GraphML 1.0, see [`property_graph`] for what is in it.

use std::io;
use std::io::Write;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::exchange::export::property_graph;
use crate::exchange::export::property_graph::Attribute;
use crate::exchange::export::property_graph::Declared;
use crate::exchange::export::property_graph::Element;
use crate::exchange::export::property_graph::GraphForm;
use crate::exchange::export::property_graph::Xml;
use crate::exchange::export::property_graph::facts_told;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut form = Graphml {
        xml: Xml::new(out),
        nodes: Keys::default(),
        edges: Keys::default(),
    };
    property_graph::write(extract, &mut form)
}

struct Graphml<'w> {
    xml: Xml<'w>,
    nodes: Keys,
    edges: Keys,
}

/// The markup before the values of nodes or of edges, by number of the attribute; that of replaced characters is last.
#[derive(Default)]
struct Keys(Vec<String>);

impl GraphForm for Graphml<'_> {
    fn begin(&mut self, extract: &Extract<'_>, declared: &Declared) -> io::Result<()> {
        self.xml.raw(concat!(
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" ",
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ",
            "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns ",
            "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
        ));
        let facts = facts_told(extract);
        let of_graph = facts.iter().map(|it| &it.0);
        let replaced = Attribute::replaced();
        let graph_keys = self.declare("graph", "g", of_graph);
        self.nodes = self.declare("node", "n", declared.nodes.iter().chain([&replaced]));
        self.edges = self.declare("edge", "e", declared.edges.iter().chain([&replaced]));
        self.xml
            .raw("<graph id=\"ketju\" edgedefault=\"directed\">\n<desc>");
        self.xml.text(&extract.facts.citation);
        self.xml.raw("</desc>\n");
        for (key, (_, value)) in graph_keys.0.iter().zip(&facts) {
            self.xml.raw(key);
            self.xml.text(value);
            self.xml.raw("</data>\n");
        }
        self.xml.take_replaced();
        self.xml.step()
    }

    fn node(&mut self, node: &Element) -> io::Result<()> {
        self.xml.open_node(node);
        self.xml.raw(">");
        self.nodes.write(node, &mut self.xml);
        self.xml.raw("</node>\n");
        self.xml.step()
    }

    fn between(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn edge(&mut self, edge: &Element) -> io::Result<()> {
        self.xml.open_edge(edge);
        self.xml.raw(">");
        self.edges.write(edge, &mut self.xml);
        self.xml.raw("</edge>\n");
        self.xml.step()
    }

    fn end(&mut self) -> io::Result<()> {
        self.xml.raw("</graph>\n</graphml>\n");
        self.xml.end()
    }
}

impl Graphml<'_> {
    /// Declares the attributes of nodes, of edges or of the graph, under keys that begin with a letter.
    fn declare<'a>(
        &mut self,
        of: &str,
        letter: &str,
        attributes: impl Iterator<Item = &'a Attribute>,
    ) -> Keys {
        let mut keys = Vec::new();
        for (at, attribute) in attributes.enumerate() {
            let kind = attribute.of.xml_name();
            self.xml.raw(&format!(
                "<key id=\"{letter}{at}\" for=\"{of}\" attr.name=\""
            ));
            self.xml.text(&attribute.name);
            self.xml.raw(&format!("\" attr.type=\"{kind}\"><desc>"));
            self.xml.text(&attribute.doc);
            self.xml.raw("</desc></key>\n");
            keys.push(format!("<data key=\"{letter}{at}\">"));
        }
        Keys(keys)
    }
}

impl Keys {
    fn write(&self, element: &Element, xml: &mut Xml<'_>) {
        for (attribute, value) in element.values() {
            xml.raw(&self.0[attribute]);
            xml.text(value);
            xml.raw("</data>");
        }
        let replaced = xml.take_replaced();
        if let Some(key) = self.0.last().filter(|_| replaced > 0) {
            xml.raw(key);
            xml.number(replaced);
            xml.raw("</data>");
        }
    }
}
