//! The form `gexf`: GEXF 1.1 to 1.3 as Gephi, NetworkX and igraph write it, and our own.

use crate::exchange::import::ReadOptions;
use crate::exchange::import::graph;
use crate::exchange::import::graph::Attribute;
use crate::exchange::import::graph::Item;
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

/// What of a tag says when something was.
const TIMES: [&str; 5] = ["start", "end", "startopen", "endopen", "timestamp"];

fn document(xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let mut has_root = false;
    let mut is_directed = false;
    let mut graphs = 0;
    loop {
        let tag = match xml.next()? {
            Markup::Open(tag) => tag,
            Markup::End if !has_root => return Err("it holds no XML".into()),
            Markup::End => return Ok(()),
            _ => continue,
        };
        match tag.name.as_str() {
            "gexf" if !has_root => {
                has_root = true;
                version(&tag, scan);
            }
            other if !has_root => {
                return Err(format!("its first element is `{other}`, and not `gexf`"));
            }
            "meta" => meta(xml, scan)?,
            "graph" if graphs == 0 => {
                graphs += 1;
                scan.told.line = tag.line;
                is_directed = tag.get("defaultedgetype") == Some("directed");
                if tag.get("mode") == Some("dynamic") {
                    scan.pass_over("when things were there", tag.line);
                }
            }
            "graph" => {
                scan.refuse(
                    "a second graph is not read",
                    "one graph in a file",
                    tag.line,
                );
                xml.skip()?;
            }
            "attributes" => attributes(&tag, xml, scan)?,
            "nodes" | "edges" => {}
            "node" => node(&tag, xml, scan)?,
            "edge" => edge(&tag, is_directed, xml, scan)?,
            _ => pass_over(&tag, xml, scan)?,
        }
    }
}

fn version(tag: &Tag, scan: &mut Scan<'_>) {
    let version = tag.get("version").unwrap_or("none");
    if !version.starts_with("1.") {
        let said = format!("GEXF of version `{version}` may mean other things by the same words");
        let problem = Problem::warning(ProblemCode::Inconsistent, said);
        scan.push(problem.expected("1.1, 1.2 or 1.3"), tag.line);
    }
}

/// Of what the file says of itself, who made it and the year it is of.
fn meta(xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    loop {
        match xml.next()? {
            Markup::Open(tag) => {
                let text = xml.text()?;
                if tag.name == "creator" {
                    scan.told.is_ours = text.trim() == "Ketju";
                }
                let lines = text.lines().filter_map(|it| it.split_once(": "));
                let is_ours = scan.told.is_ours;
                for (name, told) in lines.filter(|_| is_ours) {
                    scan.told.note(name, told);
                }
            }
            Markup::Close => return Ok(()),
            _ => {}
        }
    }
}

fn attributes(tag: &Tag, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let is_edge = tag.get("class") == Some("edge");
    let is_dynamic = tag.get("mode") == Some("dynamic");
    loop {
        match xml.next()? {
            Markup::Open(tag) if tag.name == "attribute" => {
                let default = default_of(xml)?;
                let Some(key) = tag.get("id").filter(|it| !it.is_empty()) else {
                    let said = "an attribute is declared without `id`";
                    scan.push(Problem::error(ProblemCode::MissingValue, said), tag.line);
                    continue;
                };
                let attribute = Attribute {
                    key: key.to_owned(),
                    name: tag.get("title").unwrap_or(key).to_owned(),
                    of: ValueType::of(tag.get("type").unwrap_or("string")),
                    default,
                    is_dynamic,
                    line: tag.line,
                };
                scan.declare(is_edge, attribute);
            }
            Markup::Open(tag) => pass_over(&tag, xml, scan)?,
            Markup::Close => return Ok(()),
            _ => {}
        }
    }
}

fn node(tag: &Tag, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let mut item = Item {
        id: required(tag, "id", scan),
        ends: None,
        is_directed: true,
        line: tag.line,
        values: Vec::new(),
    };
    if tag.get("pid").is_some() {
        within(tag, scan);
    }
    of_form(tag, &mut item, &["label"], scan);
    element(item, xml, scan)
}

fn edge(tag: &Tag, is_directed: bool, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let is_directed = match tag.get("type") {
        Some("directed") => true,
        None => is_directed,
        // Of both ways at once no direction is told.
        Some(_) => false,
    };
    let mut item = Item {
        id: tag.get("id").unwrap_or_default().to_owned(),
        ends: Some(["source", "target"].map(|it| required(tag, it, scan))),
        is_directed,
        line: tag.line,
        values: Vec::new(),
    };
    of_form(tag, &mut item, &["label", "kind", "weight"], scan);
    element(item, xml, scan)
}

/// Values that are attributes of XML.
fn of_form(tag: &Tag, item: &mut Item, names: &[&str], scan: &mut Scan<'_>) {
    for name in names {
        let of = if *name == "weight" {
            ValueType::Number
        } else {
            ValueType::Text
        };
        if let Some(value) = tag.get(name) {
            let at = scan.of_form(item.ends.is_some(), name, of, tag.line);
            item.values.push((at, value.to_owned()));
        }
    }
    if TIMES.iter().any(|it| tag.get(it).is_some()) {
        scan.told.times.get_or_insert(tag.line);
        scan.pass_over("when things were there", tag.line);
    }
}

/// The rest of a node or an edge.
fn element(mut item: Item, xml: &mut Xml<'_>, scan: &mut Scan<'_>) -> Result<(), Fault> {
    let mut depth = 0;
    loop {
        let tag = match xml.next()? {
            Markup::Open(tag) => tag,
            Markup::Close if depth == 0 => break,
            Markup::Close => {
                depth -= 1;
                continue;
            }
            _ => continue,
        };
        match tag.name.as_str() {
            "attvalues" => depth += 1,
            "attvalue" => {
                // The first version said `id` where the later ones say `for`.
                let key = tag.get("for").or(tag.get("id")).unwrap_or_default();
                let value = tag.get("value").unwrap_or_default().to_owned();
                if TIMES.iter().any(|it| tag.get(it).is_some()) {
                    scan.pass_over("when things were there", tag.line);
                }
                let is_edge = item.ends.is_some();
                let attribute = scan.told.find(is_edge, key);
                let is_dynamic = attribute.is_some_and(|at| scan.told.of(is_edge)[at].is_dynamic);
                if !is_dynamic {
                    scan.value(&mut item, key, value, tag.line);
                }
                xml.skip()?;
            }
            "spells" | "spell" | "slices" => {
                scan.pass_over("when things were there", tag.line);
                xml.skip()?;
            }
            "color" | "size" | "position" | "shape" | "thickness" => {
                scan.pass_over("how things are drawn", tag.line);
                xml.skip()?;
            }
            "nodes" | "edges" | "parents" => {
                within(&tag, scan);
                xml.skip()?;
            }
            _ => pass_over(&tag, xml, scan)?,
        }
    }
    scan.item(item)
}

fn within(tag: &Tag, scan: &mut Scan<'_>) {
    let expected = "a graph without groups; ungroup the nodes before saving";
    scan.refuse("a node within a node is not read", expected, tag.line);
    scan.told.is_partial = true;
}
