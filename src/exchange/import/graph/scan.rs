//! What a graph says while it is gone through.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::exchange::import::xml::Fault;
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

/// What the values of an attribute are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange::import) enum ValueType {
    Text,
    Integer,
    Number,
    Flag,
}

/// A declared attribute.
pub(in crate::exchange::import) struct Attribute {
    /// What values refer to it by; empty if it is part of the form itself.
    pub(in crate::exchange::import) key: String,
    pub(in crate::exchange::import) name: String,
    pub(in crate::exchange::import) of: ValueType,
    /// The value of those that state none.
    pub(in crate::exchange::import) default: Option<String>,
    /// Whether values are of times.
    pub(in crate::exchange::import) is_dynamic: bool,
    pub(in crate::exchange::import) line: u64,
}

/// What is known of the whole graph.
#[derive(Default)]
pub(in crate::exchange::import) struct Told {
    pub(in crate::exchange::import) nodes: Vec<Attribute>,
    pub(in crate::exchange::import) edges: Vec<Attribute>,
    /// The number of each by its key, of nodes and of edges.
    keys: [BTreeMap<String, usize>; 2],
    /// The line the graph begins in.
    pub(in crate::exchange::import) line: u64,
    /// Whether it says that it is ours.
    pub(in crate::exchange::import) is_ours: bool,
    pub(in crate::exchange::import) reference_year: Option<i64>,
    /// What it says of the revision it was exported from.
    pub(in crate::exchange::import) stated: StatedFacts,
    /// The line of the first node or edge that says when it was there.
    pub(in crate::exchange::import) times: Option<u64>,
    /// Whether a part of it is not read, which has been told.
    pub(in crate::exchange::import) is_partial: bool,
}

/// A node or an edge.
pub(in crate::exchange::import) struct Item {
    pub(in crate::exchange::import) id: String,
    /// Source and target of an edge.
    pub(in crate::exchange::import) ends: Option<[String; 2]>,
    pub(in crate::exchange::import) is_directed: bool,
    pub(in crate::exchange::import) line: u64,
    /// Values by number of the attribute.
    pub(in crate::exchange::import) values: Vec<(usize, String)>,
}

/// A passage through a file.
pub(in crate::exchange::import) struct Scan<'s> {
    pub(in crate::exchange::import) told: Told,
    file: &'s str,
    problems: &'s mut ProblemList,
    each: &'s mut dyn FnMut(&Told, Item, &mut ProblemList),
    passed_over: BTreeSet<String>,
    /// Bytes of declared values that nodes and edges may still be given.
    room: u64,
}

impl Told {
    /// Takes in what the file says of itself by a name.
    pub(in crate::exchange::import) fn note(&mut self, name: &str, told: &str) {
        if name == "reference_year" {
            self.reference_year = told.trim().parse().ok();
        }
        self.stated.note(name, told);
    }
}

impl ValueType {
    /// The type that GraphML or GEXF calls so.
    pub(in crate::exchange::import) fn of(name: &str) -> Self {
        match name {
            "int" | "integer" | "long" | "short" | "byte" | "biginteger" => Self::Integer,
            "float" | "double" | "bigdecimal" => Self::Number,
            "boolean" => Self::Flag,
            _ => Self::Text,
        }
    }

    /// The words for what is expected.
    fn expected(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "a whole number, as the file declares",
            Self::Number => "a number, as the file declares",
            Self::Flag => "`true` or `false`, as the file declares",
        }
    }
}

/// The text of a value as a cell holds it; a fault if it is not of the type that is declared.
pub(super) fn value_fault(attribute: &Attribute, value: &str) -> Result<String, Box<Problem>> {
    let trimmed = value.trim();
    let cell = match attribute.of {
        _ if trimmed.is_empty() => Some(String::new()),
        ValueType::Text => Some(value.to_owned()),
        ValueType::Integer => trimmed.parse::<i64>().ok().map(|it| it.to_string()),
        ValueType::Number => {
            let number = trimmed.parse::<f64>().ok().filter(|it| it.is_finite());
            number.map(|it| ryu_js::Buffer::new().format(it).to_owned())
        }
        ValueType::Flag => match trimmed.to_ascii_lowercase().as_str() {
            "true" | "1" => Some("true".into()),
            "false" | "0" => Some("false".into()),
            _ => None,
        },
    };
    cell.ok_or_else(|| {
        let shown: String = value.chars().take(80).collect();
        let said = format!("`{shown}` is not of the type of `{}`", attribute.name);
        let problem = Problem::error(ProblemCode::BadType, said).expected(attribute.of.expected());
        problem.column(&attribute.name).value(shown).into()
    })
}

/// Names of elements that are told of.
const MAX_PASSED_OVER: usize = 100;

impl Told {
    /// The attributes of nodes or of edges.
    pub(in crate::exchange::import) fn of(&self, is_edge: bool) -> &[Attribute] {
        if is_edge { &self.edges } else { &self.nodes }
    }

    /// The number of the attribute that values refer to by a key. O(log attributes).
    pub(in crate::exchange::import) fn find(&self, is_edge: bool, key: &str) -> Option<usize> {
        self.keys[usize::from(is_edge)].get(key).copied()
    }
}

impl<'s> Scan<'s> {
    /// A passage through a file of so many bytes.
    pub(super) fn new(
        (file, bytes): (&'s str, usize),
        problems: &'s mut ProblemList,
        each: &'s mut dyn FnMut(&Told, Item, &mut ProblemList),
    ) -> Self {
        Self {
            told: Told::default(),
            file,
            problems,
            each,
            passed_over: BTreeSet::new(),
            room: MIN_DECLARED.max((bytes as u64).saturating_mul(DECLARED_OF_BYTE)),
        }
    }

    /// Tells of what is passed over, once for each thing.
    pub(in crate::exchange::import) fn pass_over(&mut self, what: &str, line: u64) {
        if self.passed_over.len() < MAX_PASSED_OVER && self.passed_over.insert(what.to_owned()) {
            let shown: String = what.chars().take(80).collect();
            let said = format!("{shown} is passed over, here and wherever it stands");
            self.push(Problem::warning(ProblemCode::UnknownColumn, said), line);
        }
    }

    /// Tells of what is refused.
    pub(in crate::exchange::import) fn refuse(&mut self, said: &str, expected: &str, line: u64) {
        let problem = Problem::error(ProblemCode::Inconsistent, said);
        self.push(problem.expected(expected), line);
    }

    /// Tells of a problem.
    pub(in crate::exchange::import) fn push(&mut self, problem: Problem, line: u64) {
        let place = Place {
            file: self.file.into(),
            line,
        };
        self.problems.push(problem.at(Some(&place)));
    }

    /// Declares an attribute of nodes or of edges.
    pub(in crate::exchange::import) fn declare(&mut self, is_edge: bool, attribute: Attribute) {
        let attributes = if is_edge {
            &mut self.told.edges
        } else {
            &mut self.told.nodes
        };
        let keys = &mut self.told.keys[usize::from(is_edge)];
        if keys.contains_key(&attribute.key) {
            let said = format!("a second attribute `{}` is declared", attribute.key);
            self.push(
                Problem::error(ProblemCode::DuplicateColumn, said),
                attribute.line,
            );
        } else if keys.len() >= MAX_DECLARED {
            self.too_many(attribute.line);
        } else {
            keys.insert(attribute.key.clone(), attributes.len());
            attributes.push(attribute);
        }
    }

    /// Tells that more attributes are declared than are taken in.
    pub(in crate::exchange::import) fn too_many(&mut self, line: u64) {
        let said = format!("more than {MAX_DECLARED} attributes are declared");
        self.push(Problem::error(ProblemCode::LimitExceeded, said), line);
    }

    /// The number of an attribute that is part of the form itself, such as the label of GEXF.
    pub(in crate::exchange::import) fn of_form(
        &mut self,
        is_edge: bool,
        name: &str,
        of: ValueType,
        line: u64,
    ) -> usize {
        let attributes = if is_edge {
            &mut self.told.edges
        } else {
            &mut self.told.nodes
        };
        let known = attributes
            .iter()
            .position(|it| it.key.is_empty() && it.name == name);
        known.unwrap_or_else(|| {
            attributes.push(Attribute {
                key: String::new(),
                name: name.into(),
                of,
                default: None,
                is_dynamic: false,
                line,
            });
            attributes.len() - 1
        })
    }

    /// Adds a value to an item, by the key it refers to.
    pub(in crate::exchange::import) fn value(
        &mut self,
        item: &mut Item,
        key: &str,
        value: String,
        line: u64,
    ) {
        let is_edge = item.ends.is_some();
        let Some(at) = self.told.find(is_edge, key) else {
            let keys = self.told.keys[usize::from(is_edge)].keys();
            let near = self.problems.near(key, keys.map(String::as_str));
            let shown: String = key.chars().take(80).collect();
            let said = format!("a value of `{shown}`, which is not declared");
            let problem = Problem::error(ProblemCode::UnknownColumn, said);
            return self.push(problem.value(shown).suggestion(near), line);
        };
        if item.values.iter().any(|it| it.0 == at) {
            let said = format!("a second value of `{}`", self.told.of(is_edge)[at].name);
            return self.push(Problem::error(ProblemCode::DuplicateColumn, said), line);
        }
        item.values.push((at, value));
    }

    /// Hands on a whole node or edge, with the values that are declared for all; a fault if those take too many bytes.
    pub(in crate::exchange::import) fn item(&mut self, mut item: Item) -> Result<(), Fault> {
        let stated: BTreeSet<usize> = item.values.iter().map(|it| it.0).collect();
        let attributes = self.told.of(item.ends.is_some()).iter().enumerate();
        let defaults = attributes.filter_map(|(at, it)| Some((at, it.default.as_ref()?)));
        for (at, default) in defaults.filter(|it| !stated.contains(&it.0)) {
            let room = self.room.checked_sub(default.len() as u64 + VALUE_BYTES);
            self.room = room.ok_or(
                "the values that it declares for all nodes or edges take too many bytes for so small a file",
            )?;
            item.values.push((at, default.clone()));
        }
        (self.each)(&self.told, item, self.problems);
        Ok(())
    }
}

/// Attributes that are declared of nodes, of edges or of the graph.
pub(in crate::exchange::import) const MAX_DECLARED: usize = 500;

/// Bytes that the values which are declared for all may take, and for each byte of a larger file: a long value and many
/// nodes are small to send and much to read.
const MIN_DECLARED: u64 = 32 << 20;
const DECLARED_OF_BYTE: u64 = 50;

/// Bytes that a value counts beside its text: many short ones take time as well.
const VALUE_BYTES: u64 = 16;
