//! The values of a column, as statements.

use std::io;

use oxrdf::Literal;
use oxrdf::NamedNode;
use oxrdf::NamedNodeRef;
use oxrdf::Term;
use oxrdf::vocab::rdfs;
use oxrdf::vocab::xsd;

use crate::exchange::cell::code_of;
use crate::exchange::cell::global_text;
use crate::exchange::export::turtle::Graph;
use crate::exchange::export::turtle::concepts::Concepts;
use crate::exchange::export::turtle::names;
use crate::model::ALIASES;
use crate::model::Column;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::LentValue;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::tables::source;
use crate::model::tables::table_of;

/// A column and the words for it.
pub(super) struct TurtleColumn {
    column: Column,
    field: &'static Field,
    property: NamedNode,
    /// States the order of several values.
    order: NamedNode,
    /// The list that its codes are of.
    scheme: Option<usize>,
    well_known: Option<WellKnown>,
}

/// A word that others have for a column.
#[derive(Clone, Copy)]
struct WellKnown {
    property: NamedNodeRef<'static>,
    /// What its values are, where not what they are in the own vocabulary.
    said: Said,
}

#[derive(Clone, Copy)]
enum Said {
    AsIs,
    InLanguage(&'static str),
    /// An address on the web; nothing if the text is none.
    Address,
}

/// The columns of a kind in stored order.
pub(super) fn columns(kind: Kind, concepts: &Concepts) -> Vec<TurtleColumn> {
    let Some(table) = table_of(kind) else {
        return Vec::new();
    };
    let fields = (0u8..).map(Column).zip(table.fields);
    let columns = fields.map(|(column, field)| TurtleColumn {
        column,
        field,
        property: names::def(field.name),
        order: names::def(format_args!("{}-order", field.name)),
        scheme: concepts.scheme_of(field),
        well_known: well_known(kind, table.named, column),
    });
    columns.collect()
}

fn well_known(kind: Kind, named: bool, column: Column) -> Option<WellKnown> {
    let (property, said) = match column {
        SOURCES => (names::DERIVED_FROM, Said::AsIs),
        NAME_EN if named => (rdfs::LABEL, Said::InLanguage("en")),
        NAME_FI if named => (rdfs::LABEL, Said::InLanguage("fi")),
        NAME_SV if named => (rdfs::LABEL, Said::InLanguage("sv")),
        ALIASES if named => (names::ALT_LABEL, Said::AsIs),
        source::TITLE if kind == Kind::Source => (names::TITLE, Said::AsIs),
        source::PUBLISHER if kind == Kind::Source => (names::PUBLISHER, Said::AsIs),
        source::ADDRESS if kind == Kind::Source => (names::PAGE, Said::Address),
        source::DATE if kind == Kind::Source => (names::ISSUED, Said::AsIs),
        source::LICENCE if kind == Kind::Source => (names::LICENSE, Said::AsIs),
        _ => return None,
    };
    Some(WellKnown { property, said })
}

impl TurtleColumn {
    /// Writes what a record says in the column.
    pub(super) fn write(
        &self,
        registry: &Registry,
        row: Row,
        record: &NamedNode,
        concepts: &mut Concepts,
        graph: &mut Graph<'_>,
    ) -> io::Result<()> {
        for value in registry.lent(row, self.column) {
            let term = self.term(value, concepts);
            graph.say(record, self.property.as_ref(), &term)?;
        }
        if self.field.many && registry.lent(row, self.column).nth(1).is_some() {
            let values = registry.lent(row, self.column);
            let texts: Vec<String> = values.map(|it| global_text(self.field, it)).collect();
            let order = serde_json::to_string(&texts)?;
            graph.say_text(record, self.order.as_ref(), &order)?;
        }
        Ok(())
    }

    /// Writes the same in the words of others, where they have any.
    pub(super) fn write_well_known(
        &self,
        registry: &Registry,
        row: Row,
        record: &NamedNode,
        graph: &mut Graph<'_>,
    ) -> io::Result<()> {
        let Some(word) = self.well_known else {
            return Ok(());
        };
        for value in registry.lent(row, self.column) {
            if let Some(term) = word.term(self.field, value) {
                graph.say(record, word.property, &term)?;
            }
        }
        Ok(())
    }

    fn term(&self, value: LentValue<'_>, concepts: &mut Concepts) -> Term {
        let code = match value {
            LentValue::Code(index) => Some(code_of(self.field, index)),
            LentValue::Text(text) => Some(text),
            _ => None,
        };
        match (self.scheme, code) {
            (Some(scheme), Some(code)) => concepts.take(scheme, code).into(),
            _ => plain(self.field, value),
        }
    }
}

impl WellKnown {
    fn term(self, field: &Field, value: LentValue<'_>) -> Option<Term> {
        match (self.said, value) {
            (Said::InLanguage(tag), LentValue::Text(text)) => {
                Some(Literal::new_language_tagged_literal_unchecked(text, tag).into())
            }
            (Said::Address, LentValue::Text(text)) => {
                let is_web = text.starts_with("https://") || text.starts_with("http://");
                let address = NamedNode::new(text).ok().filter(|_| is_web);
                address.map(Term::from)
            }
            _ => Some(plain(field, value)),
        }
    }
}

/// A value that is no code. Numbers have the shortest digits that are read as the same number.
fn plain(field: &Field, value: LentValue<'_>) -> Term {
    match value {
        LentValue::Id(kind, slug) => names::record(kind, slug).into(),
        LentValue::Int(number) => Literal::from(number).into(),
        LentValue::Number(number) => {
            Literal::new_typed_literal(format!("{number:e}"), xsd::DOUBLE).into()
        }
        LentValue::Flag(flag) => Literal::from(flag).into(),
        LentValue::Text(text) if field.of == FieldType::Date => date(text).into(),
        LentValue::Text(text) => Literal::new_simple_literal(text).into(),
        LentValue::Code(index) => Literal::new_simple_literal(code_of(field, index)).into(),
    }
}

/// A day, a month or a year.
fn date(text: &str) -> Literal {
    match text.len() {
        4 => Literal::new_typed_literal(text, xsd::G_YEAR),
        7 => Literal::new_typed_literal(text, xsd::G_YEAR_MONTH),
        _ => Literal::new_typed_literal(text, xsd::DATE),
    }
}
