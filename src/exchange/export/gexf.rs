//! The form `gexf`: GEXF 1.3, see [`property_graph`] for what is in it.
//!
//! What an edge is stands in its `kind` as well, so that Gephi keeps parallel edges apart.

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
    let mut form = Gexf {
        xml: Xml::new(out),
        nodes: 0,
        edges: 0,
    };
    property_graph::write(extract, &mut form)
}

struct Gexf<'w> {
    xml: Xml<'w>,
    /// The number under which replaced characters of nodes are counted.
    nodes: usize,
    /// The same of edges.
    edges: usize,
}

impl GraphForm for Gexf<'_> {
    fn begin(&mut self, extract: &Extract<'_>, declared: &Declared) -> io::Result<()> {
        self.xml.raw(concat!(
            "<gexf xmlns=\"http://gexf.net/1.3\" ",
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ",
            "xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n"
        ));
        self.meta(extract);
        self.xml
            .raw("<graph defaultedgetype=\"directed\" idtype=\"string\" mode=\"static\">\n");
        (self.nodes, self.edges) = (declared.nodes.len(), declared.edges.len());
        // The label of a node is an attribute of XML.
        let replaced = Attribute::replaced();
        let nodes = declared.nodes.iter().chain([&replaced]).zip(0..).skip(1);
        self.declare("node", nodes);
        let edges = declared.edges.iter().chain([&replaced]).zip(0..);
        self.declare("edge", edges);
        self.xml.raw("<nodes>\n");
        self.xml.take_replaced();
        self.xml.step()
    }

    fn node(&mut self, node: &Element) -> io::Result<()> {
        self.xml.open_node(node);
        self.xml.attribute("label", node.first());
        self.xml.raw(">");
        let rest = node.values().filter(|(attribute, _)| *attribute != 0);
        self.values(rest, self.nodes);
        self.xml.raw("</node>\n");
        self.xml.step()
    }

    fn between(&mut self) -> io::Result<()> {
        self.xml.raw("</nodes>\n<edges>\n");
        Ok(())
    }

    fn edge(&mut self, edge: &Element) -> io::Result<()> {
        self.xml.open_edge(edge);
        self.xml.attribute("kind", edge.first());
        self.xml.raw(">");
        self.values(edge.values(), self.edges);
        self.xml.raw("</edge>\n");
        self.xml.step()
    }

    fn end(&mut self) -> io::Result<()> {
        self.xml.raw("</edges>\n</graph>\n</gexf>\n");
        self.xml.end()
    }
}

impl Gexf<'_> {
    fn meta(&mut self, extract: &Extract<'_>) {
        self.xml.raw("<meta");
        // The day alone, as the form has it.
        if let Some(day) = extract.facts.at.get(..10) {
            self.xml.attribute("lastmodifieddate", day);
        }
        self.xml.raw(">\n<creator>Ketju</creator>\n<description>");
        let facts = facts_told(extract).into_iter();
        let lines = facts.map(|(attribute, value)| format!("{}: {value}", attribute.name));
        self.xml.text(&lines.collect::<Vec<_>>().join("\n"));
        self.xml.raw("</description>\n</meta>\n");
    }

    fn declare<'a>(&mut self, of: &str, attributes: impl Iterator<Item = (&'a Attribute, usize)>) {
        self.xml.raw(&format!("<attributes class=\"{of}\">\n"));
        for (attribute, number) in attributes {
            let kind = attribute.of.xml_name();
            self.xml
                .raw(&format!("<attribute id=\"{number}\" title=\""));
            self.xml.text(&attribute.name);
            self.xml.raw(&format!("\" type=\"{kind}\"/>\n"));
        }
        self.xml.raw("</attributes>\n");
    }

    fn values<'a>(&mut self, values: impl Iterator<Item = (usize, &'a str)>, replaced_as: usize) {
        self.xml.raw("<attvalues>");
        for (attribute, value) in values {
            self.value(attribute, |xml| xml.text(value));
        }
        let replaced = self.xml.take_replaced();
        if replaced > 0 {
            self.value(replaced_as, |xml| xml.number(replaced));
        }
        self.xml.raw("</attvalues>");
    }

    fn value(&mut self, attribute: usize, write: impl FnOnce(&mut Xml<'_>)) {
        self.xml.raw("<attvalue for=\"");
        self.xml.number(attribute as u64);
        self.xml.raw("\" value=\"");
        write(&mut self.xml);
        self.xml.raw("\"/>");
    }
}
