//! Graphs of other programs, by a mapping from their attributes to our columns.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::exchange::import::ReadOptions;
use crate::exchange::import::Undirected;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::graph::Attribute;
use crate::exchange::import::graph::Item;
use crate::exchange::import::graph::Told;
use crate::exchange::import::graph::value_fault;
use crate::exchange::import::mapped::Mapped;
use crate::exchange::import::mapped::Values;
use crate::exchange::import::mapped::add;
use crate::exchange::import::mapped::slug_of;
use crate::exchange::import::mapping::Part;
use crate::model::Column;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Table;

/// Reads nodes and edges.
pub(super) struct Foreign<'a> {
    file: &'a str,
    rows: Rows<'a>,
    undirected: Undirected,
    nodes: Option<Mapped<'a>>,
    edges: Option<(Mapped<'a>, [Column; 2])>,
    /// The slug of each node by its id.
    slugs: BTreeMap<String, String>,
    /// The line in which each slug was made first.
    made: BTreeMap<String, u64>,
    /// How many edges have each slug.
    edges_made: BTreeMap<String, u32>,
}

impl<'a> Foreign<'a> {
    /// A reader; none, and problems, if the mapping does not fit the file.
    pub(super) fn of(
        told: &Told,
        options: &'a ReadOptions,
        file: &'a str,
        rows: Rows<'a>,
    ) -> Option<Self> {
        let errors = rows.problems.errors();
        let place = |line| Place {
            file: file.into(),
            line,
        };
        let mut report = |it: Problem| rows.problems.push(it.at(Some(&place(told.line))));
        let [nodes, edges] = [&options.mapping.nodes, &options.mapping.edges];
        let passed_over = |what: &str| {
            let said = format!("the mapping says nothing of {what}, which are passed over");
            Problem::warning(ProblemCode::MissingValue, said)
        };
        match (nodes, edges) {
            (None, _) => report(passed_over("nodes").expected(KNOWN_NODES)),
            (_, None) => report(passed_over("edges")),
            _ => {}
        }
        let nodes = nodes.as_ref().and_then(|part| {
            let table = part.table(Kind::Site)?;
            Some(mapped(
                part,
                (table, &[]),
                &told.nodes,
                &place,
                rows.problems,
            ))
        });
        let edges = edges.as_ref().and_then(|part| {
            let table = part.table(Kind::Link)?;
            let Some(ends) = table.ends() else {
                let kind = table.kind.code();
                let said = format!("a {kind} has no two ends, and cannot be an edge");
                let problem = Problem::error(ProblemCode::BadType, said);
                let expected = "a link, match, membership or relation";
                let problem = problem.expected(expected).at(Some(&place(told.line)));
                rows.problems.push(problem);
                return None;
            };
            let edges = mapped(part, (table, &ends), &told.edges, &place, rows.problems);
            Some((edges, ends))
        });
        (rows.problems.errors() == errors).then(|| Self {
            file,
            rows,
            undirected: options.undirected,
            nodes,
            edges,
            slugs: BTreeMap::new(),
            made: BTreeMap::new(),
            edges_made: BTreeMap::new(),
        })
    }

    /// Names a node, before edges refer to it.
    pub(super) fn name(&mut self, told: &Told, item: &Item) {
        let (Some(nodes), None) = (&self.nodes, &item.ends) else {
            return;
        };
        // Of a second node of the same id it has been told.
        if self.slugs.contains_key(&item.id) {
            return;
        }
        let slug = nodes.slug(&item.id, &values(told, item));
        let place = self.place(item.line);
        if let Some(line) = self.made.get(&slug).filter(|_| !slug.is_empty()) {
            let said = format!(
                "the node `{}` gets the slug `{slug}`, as the one in line {line}",
                item.id
            );
            let problem = Problem::error(ProblemCode::DuplicateId, said).at(Some(&place));
            let expected = "nodes that differ in letters or digits, or another attribute as `slug`";
            self.rows.problems.push(problem.expected(expected));
        } else {
            self.made.insert(slug.clone(), item.line);
        }
        self.slugs.insert(item.id.clone(), slug);
    }

    /// Reads a node or an edge.
    pub(super) fn item(&mut self, told: &Told, item: &Item) {
        let place = self.place(item.line);
        let Some(ends) = &item.ends else {
            if let Some(nodes) = &self.nodes {
                let slug = self.slugs.get(&item.id).map_or("", String::as_str);
                nodes.read(slug, &values(told, item), &[], &place, &mut self.rows);
            }
            return;
        };
        if self.edges.is_none() {
            return;
        }
        if !item.is_directed && self.undirected == Undirected::Refuse {
            return self.rows.problems.push(undirected().at(Some(&place)));
        }
        self.edge(told, item, [&ends[0], &ends[1]], &place);
        if !item.is_directed && ends[0] != ends[1] {
            self.edge(told, item, [&ends[1], &ends[0]], &place);
        }
    }

    fn edge(&mut self, told: &Told, item: &Item, ends: [&String; 2], place: &Place) {
        let Some((edges, columns)) = &self.edges else {
            return;
        };
        let cell_of = |column: Column| &edges.table.field(column).of;
        let at = |end: usize| self.end(ends[end], cell_of(columns[end]));
        let (Some(from), Some(to)) = (at(0), at(1)) else {
            return;
        };
        let values = values(told, item);
        let slug = match edges.has_slug() {
            true => edges.slug(&item.id, &values),
            false => format!("{}-{}", from.slug, to.slug),
        };
        let count = self.edges_made.entry(slug.clone()).or_default();
        *count += 1;
        // Parallel edges, and the way back of one without direction, are told apart by number.
        let slug = match *count {
            1 => slug,
            count => format!("{slug}-{count}"),
        };
        let cells = columns.iter().zip([from, to]).map(|(column, id)| {
            let cell = match cell_of(*column) {
                FieldType::Ref([_]) => id.slug.to_string(),
                _ => id.to_string(),
            };
            (*column, cell)
        });
        let cells: Vec<_> = cells.collect();
        edges.read(&slug, &values, &cells, place, &mut self.rows);
    }

    /// The record at an end of an edge: that of the node, or if nodes are passed over the one that the id of the node names,
    /// of the kind that the column takes, of sites if there are several.
    fn end(&self, node: &str, of: &FieldType) -> Option<Id> {
        if let Some(nodes) = &self.nodes {
            let slug = self.slugs.get(node)?;
            return Some(Id::new(nodes.table.kind, slug.as_str()));
        }
        let FieldType::Ref(kinds) = of else {
            return None;
        };
        let stated = Id::parse(node).ok();
        stated.or_else(|| {
            let kind = kinds
                .iter()
                .find(|it| **it == Kind::Site)
                .or(kinds.first())?;
            Some(Id::new(*kind, slug_of(node)))
        })
    }

    fn place(&self, line: u64) -> Place {
        Place {
            file: self.file.into(),
            line,
        }
    }
}

/// The problem of an edge without direction.
pub(super) fn undirected() -> Problem {
    let said = "the edge has no direction, and links have one";
    let expected = "directed edges; `--undirected double` makes a link each way of those without";
    Problem::error(ProblemCode::Inconsistent, said).expected(expected)
}

/// The values of an item by name; one at fault has the fault instead.
fn values<'v>(told: &'v Told, item: &'v Item) -> Values<'v> {
    let attributes = told.of(item.ends.is_some());
    let mut values = Values::new();
    for (at, value) in &item.values {
        let attribute = &attributes[*at];
        if !attribute.name.is_empty() {
            add(&mut values, &attribute.name, value_fault(attribute, value));
        }
    }
    values.entry("id").or_insert_with(|| Ok(item.id.clone()));
    values
}

/// A part of a mapping that fits the attributes of nodes, or of edges.
fn mapped<'a>(
    part: &'a Part,
    table: (&'static Table, &[Column]),
    attributes: &[Attribute],
    place: &dyn Fn(u64) -> Place,
    problems: &mut ProblemList,
) -> Mapped<'a> {
    let named = attributes.iter().filter(|it| !it.name.is_empty());
    let names: Vec<_> = named.map(|it| (it.name.as_str(), it.line)).collect();
    let mapped = Mapped::of(part, table, &names, place, problems);
    for attribute in attributes.iter().filter(|it| it.is_dynamic) {
        let name = &attribute.name;
        if mapped.uses(name) {
            let said = format!("`{name}` changes over time, which no column holds");
            let problem = Problem::error(ProblemCode::BadType, said).column(name);
            problems.push(problem.at(Some(&place(attribute.line))));
        }
    }
    mapped
}

/// What is said of a graph of another program where no mapping is stated: its attributes, and a mapping to begin with.
pub(super) fn no_mapping(told: &Told) -> Problem {
    let names = |attributes: &[Attribute]| {
        let names = attributes.iter().filter(|it| !it.name.is_empty());
        let names: Vec<_> = names
            .map(|it| format!("`{}`", it.name))
            .take(MAX_SHOWN)
            .collect();
        match names.is_empty() {
            true => "none".to_owned(),
            false => names.join(", "),
        }
    };
    let said = format!(
        "the graph is of another program, and it is not known what its attributes mean; nodes have {}, edges have {}",
        names(&told.nodes),
        names(&told.edges)
    );
    let mut mapping = String::from("a mapping, `--mapping FILE`; one to begin with:\n");
    for (what, kind, column, attributes) in [
        ("nodes", "site", "name_en", &told.nodes),
        ("edges", "link", "note", &told.edges),
    ] {
        let named = attributes.iter().filter(|it| !it.name.is_empty());
        let mut names = named.map(|it| &it.name);
        let label = names
            .clone()
            .find(|it| it.eq_ignore_ascii_case("label"))
            .or(names.next());
        // Writing into a text cannot fail.
        let _ = write!(mapping, "[{what}]\nkind = \"{kind}\"\n");
        let named = attributes.iter().filter(|it| !it.name.is_empty());
        let rest = named.map(|it| &it.name).filter(|it| Some(*it) != label);
        let rest: Vec<_> = rest.take(MAX_SHOWN).map(|it| quoted(it)).collect();
        let _ = writeln!(mapping, "ignore = [{}]", rest.join(", "));
        if let Some(label) = label {
            let _ = writeln!(mapping, "columns = {{ {} = \"{column}\" }}", quoted(label));
        }
    }
    Problem::error(ProblemCode::UnknownColumn, said).expected(mapping.trim_end())
}

/// What edges end at where the mapping says nothing of nodes.
const KNOWN_NODES: &str =
    "`[nodes]`; without it edges end at what is known under the ids of their nodes";

/// Attributes that are named in one sentence.
const MAX_SHOWN: usize = 30;

/// A name as TOML has it.
fn quoted(name: &str) -> String {
    serde_json::Value::from(name.chars().take(80).collect::<String>()).to_string()
}
