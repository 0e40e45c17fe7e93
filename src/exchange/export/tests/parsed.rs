//! GraphML and GEXF as any reader of XML sees them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

/// Values by the name of their attribute.
pub(super) type Values = BTreeMap<String, String>;

/// A graph that was read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed {
    /// What is said of the whole.
    pub(super) graph: Values,
    /// By the name of an attribute of nodes, its type; the same of edges.
    pub(super) types: [Values; 2],
    /// By id.
    pub(super) nodes: BTreeMap<String, Values>,
    /// By id, source, target and values.
    pub(super) edges: BTreeMap<String, (String, String, Values)>,
}

/// An element of XML: its name, attributes, text and children.
#[derive(Debug, Default)]
pub(super) struct Xml {
    name: String,
    attributes: Values,
    text: String,
    children: Vec<Xml>,
}

/// The root of a document; every entity is resolved, every end matched.
pub(super) fn xml(bytes: &[u8]) -> Xml {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = Reader::from_str(text);
    let mut open = vec![Xml::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => {
                let child = element(&start);
                open.last_mut().unwrap().children.push(child);
            }
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                let text = quick_xml::escape::unescape(&reference).unwrap();
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open.len(), 1, "all is closed");
    open.remove(0).children.remove(0)
}

fn element(start: &BytesStart<'_>) -> Xml {
    let name = start.name().as_ref().to_owned();
    let attributes = start.attributes().map(|it| {
        let it = it.unwrap();
        let name = it.key.as_ref().to_owned();
        let value: &str = &it.value;
        (
            name,
            quick_xml::escape::unescape(value).unwrap().into_owned(),
        )
    });
    Xml {
        name,
        attributes: attributes.collect(),
        ..Xml::default()
    }
}

impl Xml {
    pub(super) fn child(&self, name: &str) -> &Xml {
        self.children.iter().find(|it| it.name == name).unwrap()
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Xml> {
        self.children.iter().filter(move |it| it.name == name)
    }

    pub(super) fn attribute(&self, name: &str) -> &str {
        &self.attributes[name]
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

impl Parsed {
    pub(super) fn of_graphml(bytes: &[u8]) -> Self {
        let root = xml(bytes);
        let mut parsed = Self::default();
        let mut keys: BTreeMap<&str, &Xml> = BTreeMap::new();
        for key in root.all("key") {
            assert!(keys.insert(key.attribute("id"), key).is_none());
            let of = match key.attribute("for") {
                "node" => 0,
                "edge" => 1,
                _ => continue,
            };
            assert!(!key.child("desc").text.is_empty());
            let (name, kind) = (key.attribute("attr.name"), key.attribute("attr.type"));
            let before = parsed.types[of].insert(name.into(), kind.into());
            assert_eq!(before, None, "{name} stands there once");
        }
        let values = |element: &Xml, of: &str| {
            let mut values = Values::new();
            for data in element.all("data") {
                let key = keys[data.attribute("key")];
                assert_eq!(key.attribute("for"), of);
                checked(&data.text, key.attribute("attr.type"));
                let name = key.attribute("attr.name").to_owned();
                assert_eq!(values.insert(name, data.text.clone()), None);
            }
            values
        };
        let graph = root.child("graph");
        assert_eq!(graph.attribute("edgedefault"), "directed");
        parsed.graph = values(graph, "graph");
        for node in graph.all("node") {
            parsed.add_node(node.attribute("id"), values(node, "node"));
        }
        for edge in graph.all("edge") {
            parsed.add_edge(edge, values(edge, "edge"));
        }
        parsed
    }

    pub(super) fn of_gexf(bytes: &[u8]) -> Self {
        let root = xml(bytes);
        assert_eq!(root.attribute("xmlns"), "http://gexf.net/1.3");
        let mut parsed = Self::default();
        let lines = root.child("meta").child("description").text.lines();
        let lines = lines.filter_map(|it| it.split_once(": "));
        parsed.graph = lines
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        let graph = root.child("graph");
        let mut keys: [BTreeMap<&str, &Xml>; 2] = Default::default();
        for (of, class) in ["node", "edge"].into_iter().enumerate() {
            let declared = graph
                .all("attributes")
                .find(|it| it.attribute("class") == class);
            for it in declared.unwrap().all("attribute") {
                assert!(keys[of].insert(it.attribute("id"), it).is_none());
                let (name, kind) = (it.attribute("title"), it.attribute("type"));
                let before = parsed.types[of].insert(name.into(), kind.into());
                assert_eq!(before, None, "{name} stands there once");
            }
        }
        let values = |element: &Xml, of: usize| {
            let mut values = Values::new();
            for it in element.child("attvalues").all("attvalue") {
                let key = keys[of][it.attribute("for")];
                let value = it.attribute("value");
                checked(value, key.attribute("type"));
                let name = key.attribute("title").to_owned();
                assert_eq!(values.insert(name, value.to_owned()), None);
            }
            values
        };
        parsed.types[0].insert("label".into(), "string".into());
        for node in graph.child("nodes").all("node") {
            let mut told = values(node, 0);
            told.insert("label".into(), node.attribute("label").into());
            parsed.add_node(node.attribute("id"), told);
        }
        for edge in graph.child("edges").all("edge") {
            let told = values(edge, 1);
            let first = told.get("relation").or(told.get("kind")).unwrap();
            assert_eq!(edge.attribute("kind"), first);
            parsed.add_edge(edge, told);
        }
        parsed
    }

    fn add_node(&mut self, id: &str, values: Values) {
        checked_name(id);
        assert!(self.nodes.insert(id.into(), values).is_none(), "{id} twice");
    }

    fn add_edge(&mut self, edge: &Xml, values: Values) {
        let (id, source, target) = (
            edge.attribute("id"),
            edge.attribute("source"),
            edge.attribute("target"),
        );
        checked_name(id);
        for end in [source, target] {
            assert!(self.nodes.contains_key(end), "{id} ends at {end}");
        }
        let told = (source.to_owned(), target.to_owned(), values);
        assert!(self.edges.insert(id.into(), told).is_none(), "{id} twice");
    }
}

/// Ids are names in XML (NMTOKEN).
fn checked_name(id: &str) {
    let is_name = |it: char| it.is_ascii_alphanumeric() || ".-_:".contains(it);
    assert!(!id.is_empty() && id.chars().all(is_name), "{id}");
}

fn checked(value: &str, kind: &str) {
    let is_good = match kind {
        "string" => true,
        "long" => value.parse::<i64>().is_ok(),
        "double" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "boolean" => ["true", "false"].contains(&value),
        _ => false,
    };
    assert!(is_good, "`{value}` is no {kind}");
}
