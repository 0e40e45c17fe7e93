//! The form `graphml`: GraphML as NetworkX, igraph, yEd and Gephi write it, and our own.

use std::collections::BTreeMap;

use crate::exchange::import::ReadOptions;
use crate::exchange::import::graph;
use crate::exchange::import::graph::Attribute;
use crate::exchange::import::graph::Item;
use crate::exchange::import::graph::MAX_DECLARED;
use crate::exchange::import::graph::Scan;
use crate::exchange::import::graph::ValueType;
use crate::exchange::import::graph::default_of;
use crate::exchange::import::graph::pass_over;
use crate::exchange::import::graph::required;
use crate::exchange::import::xml::Fault;
use crate::exchange::import::xml::Markup;
use crate::exchange::import::xml::Tag;
use crate::exchange::import::xml::Xml;
use crate::exchange::package::PackageRead;
use crate::model::Problem;
use crate::model::ProblemCode;

/// Reads a file.
pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> PackageRead {
    graph::read(name, bytes, options, document)
}

fn document(xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let mut graph = Graphs::default();
    let mut has_root = false;
    loop {
        match xml.next()? {
            Markup::Open(tag) if !has_root => {
                if tag.name != "graphml" {
                    return Err(format!(
                        "its first element is `{}`, and not `graphml`",
                        tag.name
                    ));
                }
                has_root = true;
            }
            Markup::Open(tag) => match tag.name.as_str() {
                "key" => graph.key(&tag, xml, scan)?,
                "graph" if graph.count == 0 => graph.graph(&tag, xml, scan)?,
                "graph" => {
                    let expected = "one graph in a file";
                    scan.refuse("a second graph is not read", expected, tag.line);
                    scan.told.is_partial = true;
                    xml.skip()?;
                }
                "desc" => xml.skip()?,
                _ => pass_over(&tag, xml, scan)?,
            },
            Markup::End if !has_root => return Err("it holds no XML".into()),
            Markup::End => return Ok(()),
            _ => {}
        }
    }
}

/// What a file says of its graph.
#[derive(Default)]
struct Graphs {
    count: usize,
    is_directed: bool,
    /// Keys of values of the graph itself, and their names.
    keys: BTreeMap<String, String>,
}

impl Graphs {
    fn key(&mut self, tag: &Tag, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
        let default = default_of(xml)?;
        let key = tag.get("id").unwrap_or_default();
        if key.is_empty() {
            let said = "an attribute is declared without `id`";
            scan.push(Problem::error(ProblemCode::MissingValue, said), tag.line);
            return Ok(());
        }
        let name = tag.get("attr.name").unwrap_or(key);
        // What yEd draws by has no name; the labels in it are read.
        let is_drawn = tag.get("attr.name").is_none() && tag.get("yfiles.type").is_some();
        let of = ValueType::of(tag.get("attr.type").unwrap_or("string"));
        let is_for = tag.get("for").unwrap_or("all");
        for (is_edge, class) in [(false, "node"), (true, "edge")] {
            if is_for == class || is_for == "all" {
                let attribute = Attribute {
                    key: key.to_owned(),
                    name: if is_drawn {
                        String::new()
                    } else {
                        name.to_owned()
                    },
                    of,
                    default: default.clone(),
                    is_dynamic: false,
                    line: tag.line,
                };
                scan.declare(is_edge, attribute);
            }
        }
        if is_for == "graph" || is_for == "all" {
            if self.keys.len() < MAX_DECLARED {
                let named = self.keys.entry(key.to_owned());
                named.or_insert_with(|| name.to_owned());
            } else if is_for == "graph" {
                scan.too_many(tag.line);
            }
        }
        Ok(())
    }

    fn graph(&mut self, tag: &Tag, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
        self.count += 1;
        self.is_directed = tag.get("edgedefault") == Some("directed");
        scan.told.line = tag.line;
        scan.told.is_ours = tag.get("id") == Some("ketju");
        loop {
            let tag = match xml.next()? {
                Markup::Open(tag) => tag,
                Markup::Close => return Ok(()),
                _ => continue,
            };
            match tag.name.as_str() {
                "node" => {
                    let id = required(&tag, "id", scan);
                    self.element(item(id, None, true, &tag), xml, scan)?;
                }
                "edge" => {
                    let ends = ["source", "target"].map(|it| required(&tag, it, scan));
                    let directed = tag.get("directed").map(str::trim);
                    let is_directed = directed.map_or(self.is_directed, |it| it == "true");
                    let id = tag.get("id").unwrap_or_default().to_owned();
                    self.element(item(id, Some(ends), is_directed, &tag), xml, scan)?;
                }
                "data" => {
                    let name = self.keys.get(tag.get("key").unwrap_or_default());
                    let name = name.map(String::as_str);
                    let text = xml.text()?;
                    match name {
                        Some(name) if scan.told.is_ours || name == "reference_year" => {
                            scan.told.note(name, &text);
                        }
                        _ if scan.told.is_ours => {}
                        _ => scan.pass_over("what is said of the graph as a whole", tag.line),
                    }
                }
                "desc" => xml.skip()?,
                "hyperedge" => {
                    let expected = "edges with a source and a target";
                    scan.refuse(
                        "an edge between several nodes is not read",
                        expected,
                        tag.line,
                    );
                    xml.skip()?;
                }
                "locator" => locator(&tag, xml, scan)?,
                _ => pass_over(&tag, xml, scan)?,
            }
        }
    }

    /// The rest of a node or an edge.
    fn element(&self, mut item: Item, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
        loop {
            let tag = match xml.next()? {
                Markup::Open(tag) => tag,
                Markup::Close => break,
                _ => continue,
            };
            match tag.name.as_str() {
                "data" => data(&tag, &mut item, xml, scan)?,
                "graph" => {
                    let expected = "a graph without groups; ungroup the nodes before saving";
                    scan.refuse("a graph within a node is not read", expected, tag.line);
                    scan.told.is_partial = true;
                    xml.skip()?;
                }
                "locator" => locator(&tag, xml, scan)?,
                _ => pass_over(&tag, xml, scan)?,
            }
        }
        scan.item(item)
    }
}

fn item(id: String, ends: Option<[String; 2]>, is_directed: bool, tag: &Tag) -> Item {
    Item {
        id,
        ends,
        is_directed,
        line: tag.line,
        values: Vec::new(),
    }
}

fn locator(tag: &Tag, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let expected = "a graph that is in the file itself";
    scan.refuse("what lies in another file is not read", expected, tag.line);
    scan.told.is_partial = true;
    xml.skip()
}

/// A value. Of one that consists of elements, as yEd has them, the first label is read.
fn data(tag: &Tag, item: &mut Item, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let (mut text, mut label, mut depth, mut has_elements) = (String::new(), None, 0, false);
    loop {
        match xml.next()? {
            Markup::Open(inner) => {
                has_elements = true;
                if ["NodeLabel", "EdgeLabel"].contains(&inner.name.as_str()) {
                    let said = xml.text()?.trim().to_owned();
                    if !said.is_empty() && label.is_none() {
                        label = Some(said);
                    }
                } else {
                    depth += 1;
                }
            }
            Markup::Text(said) if depth == 0 => text.push_str(&said),
            Markup::Close if depth == 0 => break,
            Markup::Close => depth -= 1,
            _ => {}
        }
    }
    let key = tag.get("key").unwrap_or_default();
    if !has_elements {
        scan.value(item, key, text, tag.line);
        return Ok(());
    }
    scan.pass_over("how things are drawn", tag.line);
    if let Some(label) = label {
        let at = scan.of_form(item.ends.is_some(), "label", ValueType::Text, tag.line);
        item.values.retain(|it| it.0 != at);
        item.values.push((at, label));
    }
    Ok(())
}
