//! Graphs of other programs, by a mapping from their attributes to our columns.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::exchange::export::ends_of;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::Undirected;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::graph::Attribute;
use crate::exchange::import::graph::Item;
use crate::exchange::import::graph::Told;
use crate::exchange::import::mapped::Mapped;
use crate::exchange::import::mapped::Values;
use crate::exchange::import::mapping::Part;
use crate::model::Column;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;

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
        let mut mapped = |part: &'a Option<Part>, usual, attributes: &[Attribute], what: &str| {
            let place = |line| Place {
                file: file.into(),
                line,
            };
            let Some(part) = part else {
                let said = format!("the mapping says nothing of {what}, which are passed over");
                let problem = Problem::warning(ProblemCode::MissingValue, said);
                rows.problems.push(problem.at(Some(&place(told.line))));
                return None;
            };
            let named = attributes.iter().filter(|it| !it.name.is_empty());
            let names = named.map(|it| (it.name.as_str(), it.line));
            let names: Vec<_> = names.collect();
            let mapped = Mapped::of(part, usual, &names, &place, rows.problems)?;
            for attribute in attributes.iter().filter(|it| it.is_dynamic) {
                if mapped.uses(&attribute.name) {
                    let said = format!(
                        "`{}` changes over time, which no column holds",
                        attribute.name
                    );
                    let problem = Problem::error(ProblemCode::BadType, said);
                    let problem = problem.column(&attribute.name);
                    rows.problems.push(problem.at(Some(&place(attribute.line))));
                }
            }
            Some(mapped)
        };
        let nodes = mapped(&options.mapping.nodes, Kind::Site, &told.nodes, "nodes");
        let edges = mapped(&options.mapping.edges, Kind::Link, &told.edges, "edges");
        let edges = edges.and_then(|it| {
            let ends = ends_of(it.table.kind);
            if ends.is_none() {
                let said = format!(
                    "a {} has no two ends, and cannot be an edge",
                    it.table.kind.code()
                );
                let place = Place {
                    file: file.into(),
                    line: told.line,
                };
                let problem = Problem::error(ProblemCode::BadType, said).at(Some(&place));
                rows.problems
                    .push(problem.expected("a link, match, membership or relation"));
            }
            Some((it, ends?))
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
        let (Some(nodes), Some((edges, columns))) = (&self.nodes, &self.edges) else {
            return;
        };
        let [Some(from), Some(to)] = ends.map(|it| self.slugs.get(it)) else {
            return;
        };
        let values = values(told, item);
        let slug = match edges.has_slug() {
            true => edges.slug(&item.id, &values),
            false => format!("{from}-{to}"),
        };
        let count = self.edges_made.entry(slug.clone()).or_default();
        *count += 1;
        // Parallel edges, and the way back of one without direction, are told apart by number.
        let slug = match *count {
            1 => slug,
            count => format!("{slug}-{count}"),
        };
        let kind = nodes.table.kind;
        let ends = [from, to].map(|slug| Id::new(kind, slug.as_str()));
        let cells = columns.iter().zip(ends).map(|(column, id)| {
            let cell = match edges.table.field(*column).of {
                FieldType::Ref([_]) => id.slug,
                _ => id.to_string(),
            };
            (*column, cell)
        });
        let cells: Vec<_> = cells.collect();
        edges.read(&slug, &values, &cells, place, &mut self.rows);
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
    let values = item.values.iter().map(|(at, value)| {
        let attribute = &attributes[*at];
        (
            attribute.name.as_str(),
            super::value_fault(attribute, value),
        )
    });
    let mut values: Values<'_> = values.collect();
    values.entry("id").or_insert_with(|| Ok(item.id.clone()));
    values
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

/// Attributes that are named in one sentence.
const MAX_SHOWN: usize = 30;

/// A name as TOML has it.
fn quoted(name: &str) -> String {
    serde_json::Value::from(name.chars().take(80).collect::<String>()).to_string()
}
