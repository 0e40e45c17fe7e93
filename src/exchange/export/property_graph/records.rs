//! Records as a graph.
//!
//! A record whose table has exactly two required references (a link, a relation, a membership, a match) is an edge between
//! the two, in the order of the columns; every other record is a node. A reference of a node to another node is an edge as
//! well, which names no `record`: what it says stands in the attribute of that column too, so that a reader of
//! records leaves it out. An end of an edge record that is not exported is a node that says `context` and nothing else of
//! its record. An edge record without an end, which no checked data have, is a node.
//!
//! The records are gone through twice, for nodes and for edges. In memory is a bit for every end that is not exported.

use std::collections::BTreeSet;
use std::io;

use crate::exchange::cell::push_displayed;
use crate::exchange::cell::push_plain_cell;
use crate::exchange::export::Extract;
use crate::exchange::export::property_graph::Attribute;
use crate::exchange::export::property_graph::AttributeType;
use crate::exchange::export::property_graph::Declared;
use crate::exchange::export::property_graph::Element;
use crate::exchange::export::property_graph::GraphForm;
use crate::exchange::export::property_graph::columns::Columns;
use crate::model::Column;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::LentValue;
use crate::model::Row;
use crate::model::RowSet;
use crate::model::Table;
use crate::model::tables::source;
use crate::model::tables::table_of;

/// Attributes of nodes.
const LABEL: usize = 0;
const KIND: usize = 1;
const CONTEXT: usize = 2;
/// Attributes of edges.
const RELATION: usize = 0;
const RECORD: usize = 1;

/// Writes the records of an extract.
pub(super) fn write(extract: &Extract<'_>, form: &mut dyn GraphForm) -> io::Result<()> {
    let graph = Graph::of(extract);
    form.begin(extract, &graph.declared)?;
    graph.write_nodes(form)?;
    form.between()?;
    graph.write_edges(form)?;
    form.end()
}

/// What has to be known of an extract before it is written.
struct Graph<'a> {
    extract: &'a Extract<'a>,
    declared: Declared,
    node_columns: Columns,
    edge_columns: Columns,
    /// Ends of edge records that are not exported.
    context: RowSet,
    /// Those that are no records of the data either.
    unknown: BTreeSet<Id>,
    /// Edge records that lack an end.
    endless: RowSet,
    /// Of each kind, the columns that are the ends of an edge, see [`Table::ends`].
    ends: Vec<Option<[Column; 2]>>,
}

impl<'a> Graph<'a> {
    fn of(extract: &'a Extract<'a>) -> Self {
        let mut graph = Self {
            extract,
            declared: declared(),
            node_columns: Columns::default(),
            edge_columns: Columns::default(),
            context: RowSet::default(),
            unknown: BTreeSet::new(),
            endless: RowSet::default(),
            ends: Kind::ALL
                .iter()
                .map(|it| table_of(*it).and_then(Table::ends))
                .collect(),
        };
        let (mut node_kinds, mut edge_kinds) = (Vec::new(), Vec::new());
        for kind in Kind::ALL.iter().copied() {
            let Some(ends) = graph.ends(kind) else {
                let is_any = extract.rows(kind).next().is_some();
                node_kinds.extend(is_any.then_some(kind));
                continue;
            };
            let (mut is_node, mut is_edge) = (false, false);
            for row in extract.rows(kind) {
                let has_ends = graph.note_ends(row, ends);
                is_edge |= has_ends;
                is_node |= !has_ends;
            }
            node_kinds.extend(is_node.then_some(kind));
            edge_kinds.extend(is_edge.then_some(kind));
        }
        graph.node_columns = Columns::of(&node_kinds, &mut graph.declared.nodes);
        graph.edge_columns = Columns::of(&edge_kinds, &mut graph.declared.edges);
        graph
    }

    /// Notes what an edge record needs beside the records exported; whether it has both ends.
    fn note_ends(&mut self, row: Row, ends: [Column; 2]) -> bool {
        let registry = self.extract.registry();
        let rows = ends.map(|it| registry.reference(row, it));
        let is_edge = rows.iter().all(Option::is_some) || {
            // What dangles is a text of the record alone.
            let record = registry.record(row);
            let ids = ends.map(|it| record.reference(it).cloned());
            let is_edge = ids.iter().all(Option::is_some);
            let dangling = ids.into_iter().zip(rows).filter(|it| it.1.is_none());
            self.unknown
                .extend(dangling.filter_map(|it| it.0).filter(|_| is_edge));
            is_edge
        };
        if is_edge {
            let left_out = rows.into_iter().flatten();
            let left_out = left_out.filter(|it| !self.extract.holds(*it));
            for row in left_out {
                self.context.insert(row);
            }
        } else {
            self.endless.insert(row);
        }
        is_edge
    }

    fn ends(&self, kind: Kind) -> Option<[Column; 2]> {
        self.ends[kind as usize]
    }

    /// Whether a record is exported as a node.
    fn is_node(&self, row: Row) -> bool {
        // Modes of transport are no records.
        let is_record = table_of(row.kind()).is_some() && self.extract.holds(row);
        is_record && (self.ends(row.kind()).is_none() || self.endless.contains(row))
    }

    fn write_nodes(&self, form: &mut dyn GraphForm) -> io::Result<()> {
        let registry = self.extract.registry();
        let mut node = Element::default();
        for kind in Kind::ALL.iter().copied() {
            let rows = self.extract.rows(kind).filter(|it| self.is_node(*it));
            for row in rows {
                begin(&mut node, kind, registry.slug(row), self.label(row));
                self.put_columns(&mut node, row, self.node_columns.of_kind(kind));
                form.node(&node)?;
            }
        }
        for kind in Kind::ALL
            .iter()
            .copied()
            .filter(|_| !self.context.is_empty())
        {
            for row in registry.rows(kind).filter(|it| self.context.contains(*it)) {
                begin(&mut node, kind, registry.slug(row), self.label(row));
                node.put_text(CONTEXT, "true");
                form.node(&node)?;
            }
        }
        for id in &self.unknown {
            begin(&mut node, id.kind, &id.slug, &id.slug);
            node.put_text(CONTEXT, "true");
            form.node(&node)?;
        }
        Ok(())
    }

    fn label(&self, row: Row) -> &str {
        let registry = self.extract.registry();
        let title = (row.kind() == Kind::Source).then(|| registry.text(row, source::TITLE));
        title.flatten().unwrap_or_else(|| registry.name(row))
    }

    fn write_edges(&self, form: &mut dyn GraphForm) -> io::Result<()> {
        let mut edge = Element::default();
        for kind in Kind::ALL.iter().copied() {
            let rows = self.extract.rows(kind);
            match self.ends(kind) {
                None => {
                    for row in rows {
                        self.write_references(row, &mut edge, form)?;
                    }
                }
                Some(ends) => {
                    for row in rows {
                        if self.endless.contains(row) {
                            self.write_references(row, &mut edge, form)?;
                        } else {
                            self.fill_edge(row, ends, &mut edge);
                            form.edge(&edge)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn fill_edge(&self, row: Row, ends: [Column; 2], edge: &mut Element) {
        let registry = self.extract.registry();
        let kind = row.kind();
        edge.clear();
        push_id(kind, registry.slug(row), &mut edge.id);
        for (column, end) in ends.into_iter().zip([&mut edge.source, &mut edge.target]) {
            for value in registry.lent(row, column) {
                if let LentValue::Id(kind, slug) = value {
                    push_id(kind, slug, end);
                }
            }
        }
        edge.put_text(RELATION, kind.code());
        edge.put(RECORD, |out| push_id(kind, registry.slug(row), out));
        self.put_columns(edge, row, self.edge_columns.of_kind(kind));
    }

    fn put_columns(&self, element: &mut Element, row: Row, attributes: &[usize]) {
        let registry = self.extract.registry();
        let fields = table_of(row.kind()).map_or(&[][..], |it| it.fields);
        let columns = (0u8..).map(Column).zip(fields).zip(attributes);
        for ((column, field), attribute) in columns {
            element.put_stated(*attribute, |out| {
                push_plain_cell(out, field, registry.lent(row, column))
            });
        }
    }

    /// Writes an edge for every reference of a node to a node.
    fn write_references(
        &self,
        row: Row,
        edge: &mut Element,
        form: &mut dyn GraphForm,
    ) -> io::Result<()> {
        let registry = self.extract.registry();
        let kind = row.kind();
        let fields = table_of(row.kind()).map_or(&[][..], |it| it.fields);
        for (field, column) in fields.iter().zip((0u8..).map(Column)) {
            if !matches!(field.of, FieldType::Ref(_)) {
                continue;
            }
            let one = (!field.many).then(|| registry.reference(row, column));
            let many = field.many.then(|| registry.references(row, column));
            let targets = one.flatten().into_iter().chain(many.into_iter().flatten());
            for (target, number) in targets.zip(1..).filter(|it| self.is_node(it.0)) {
                edge.clear();
                push_id(kind, registry.slug(row), &mut edge.source);
                push_id(target.kind(), registry.slug(target), &mut edge.target);
                edge.id.clone_from(&edge.source);
                edge.id.push('.');
                edge.id.push_str(field.name);
                if field.many {
                    edge.id.push('.');
                    push_displayed(number, &mut edge.id);
                }
                edge.put(RELATION, |out| {
                    out.push_str(kind.code());
                    out.push('.');
                    out.push_str(field.name);
                });
                form.edge(edge)?;
            }
        }
        Ok(())
    }
}

/// What the graph says of nodes and edges beside the columns.
fn declared() -> Declared {
    use AttributeType::Flag;
    use AttributeType::Text;
    let context = "Whether it is only an end of an edge, and its record is not in this file; absent means no.";
    let record = "Id of the record that the edge is; absent where it is only a reference of its source, which the attribute of that column holds too.";
    let nodes = [
        ("label", Text, "Name, title, or slug of the record."),
        ("kind", Text, "Kind of the record."),
        ("context", Flag, context),
    ];
    let edges = [
        (
            "relation",
            Text,
            "Kind of the record, or kind and column of the reference.",
        ),
        ("record", Text, record),
    ];
    let attributes = |told: &[(&str, AttributeType, &str)]| {
        let told = told.iter();
        told.map(|(name, of, doc)| Attribute::new(*name, *of, *doc))
            .collect()
    };
    Declared {
        nodes: attributes(&nodes),
        edges: attributes(&edges),
    }
}

/// Makes an element the node of a record.
fn begin(node: &mut Element, kind: Kind, slug: &str, label: &str) {
    node.clear();
    push_id(kind, slug, &mut node.id);
    node.put_text(LABEL, label);
    node.put_text(KIND, kind.code());
}

fn push_id(kind: Kind, slug: &str, out: &mut String) {
    out.push_str(kind.code());
    out.push(':');
    out.push_str(slug);
}
