//! The lists of codes, and which codes of them are used.

use std::collections::BTreeSet;
use std::io;

use oxrdf::Literal;
use oxrdf::NamedNode;
use oxrdf::vocab::rdf;

use crate::exchange::code_lists;
use crate::exchange::export::turtle::Graph;
use crate::exchange::export::turtle::names;
use crate::exchange::table_schema::list_name;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::PublishedList;
use crate::model::tables::table_of;

/// Every list of codes that a column is of, with the codes that are used.
pub(super) struct Concepts {
    schemes: Vec<Scheme>,
}

/// A list of codes.
struct Scheme {
    name: String,
    of: FieldType,
    used: BTreeSet<String>,
}

impl Concepts {
    /// The lists of all tables. A closed list is named after the first column that is of it, with its kind before it where columns of
    /// that name are of several lists; a published list has its own name.
    pub(super) fn new() -> Self {
        let mut schemes: Vec<Scheme> = Vec::new();
        for (kind, field) in fields() {
            let of = list_of(field);
            let name = match field.of {
                FieldType::Code(_) => {
                    let is_other =
                        |it: &Field| it.name == field.name && list_of(it) != of && is_closed(it);
                    let is_shared = fields().any(|(_, it)| is_other(it));
                    let kind = if is_shared { kind.code() } else { "" };
                    let between = if is_shared { "-" } else { "" };
                    format!("{kind}{between}{}", field.name)
                }
                FieldType::Published(list) => list_name(list).to_owned(),
                _ => continue,
            };
            if schemes.iter().all(|it| it.of != of) {
                let used = BTreeSet::new();
                schemes.push(Scheme { name, of, used });
            }
        }
        Self { schemes }
    }

    /// Which list the codes of a column are of; none if it has no codes.
    pub(super) fn scheme_of(&self, field: &Field) -> Option<usize> {
        let of = list_of(field);
        self.schemes.iter().position(|it| it.of == of)
    }

    /// A code, which is used from now on.
    pub(super) fn take(&mut self, scheme: usize, code: &str) -> NamedNode {
        let scheme = &mut self.schemes[scheme];
        if !scheme.used.contains(code) {
            scheme.used.insert(code.to_owned());
        }
        names::code(&scheme.name, code)
    }

    /// Writes the lists and codes that are used.
    pub(super) fn write(&self, graph: &mut Graph<'_>) -> io::Result<()> {
        for scheme in self.schemes.iter().filter(|it| !it.used.is_empty()) {
            let name = names::scheme(&scheme.name);
            graph.say(&name, rdf::TYPE, names::CONCEPT_SCHEME)?;
            for code in &scheme.used {
                let concept = names::code(&scheme.name, code);
                graph.say(&concept, rdf::TYPE, names::CONCEPT)?;
                graph.say_text(&concept, names::NOTATION, code)?;
                graph.say(&concept, names::IN_SCHEME, &name)?;
                if let Some(label) = scheme.label(code) {
                    let label = Literal::new_language_tagged_literal_unchecked(label, "en");
                    graph.say(&concept, names::PREF_LABEL, &label)?;
                }
            }
        }
        Ok(())
    }
}

impl Scheme {
    /// What a code of a published list means.
    fn label(&self, code: &str) -> Option<&'static str> {
        let FieldType::Published(list) = self.of else {
            return None;
        };
        let label = code_lists().get(list, code)?.label.as_str();
        (!label.is_empty()).then_some(label)
    }
}

/// The list that a column is of. Codes of the List of Waste and the beginnings of them are one list.
fn list_of(field: &Field) -> FieldType {
    match field.of {
        FieldType::Published(PublishedList::Ewc) => FieldType::Published(PublishedList::EwcPrefix),
        of => of,
    }
}

fn is_closed(field: &Field) -> bool {
    matches!(field.of, FieldType::Code(_))
}

/// The columns of all tables.
fn fields() -> impl Iterator<Item = (Kind, &'static Field)> {
    let tables = Kind::ALL.iter().filter_map(|kind| table_of(*kind));
    tables.flat_map(|table| table.fields.iter().map(|field| (table.kind, field)))
}
