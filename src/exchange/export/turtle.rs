//! RDF as Turtle: what the data are, then each record with every stated value, then the codes that were used.
//!
//! A record is `urn:ketju:KIND:SLUG`, of the class `urn:ketju:def:Kind`; a value is a property `urn:ketju:def:COLUMN`. Titles, names, sources
//! and positions are told in the words of Dublin Core, RDFS, SKOS, PROV and GeoSPARQL as well. There is no blank node, so that
//! the same data make the same statements. RDF has no order: the order of several values is a property of its own, `COLUMN-order`.

mod column;
mod concepts;
mod names;
#[cfg(test)]
mod tests;

use std::io;
use std::io::BufWriter;
use std::io::Write;

use oxrdf::Literal;
use oxrdf::NamedNode;
use oxrdf::NamedNodeRef;
use oxrdf::TermRef;
use oxrdf::TripleRef;
use oxrdf::vocab::geosparql;
use oxrdf::vocab::rdf;
use oxrdf::vocab::xsd;
use oxttl::TurtleSerializer;
use oxttl::turtle::WriterTurtleSerializer;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::exchange::export::turtle::column::TurtleColumn;
use crate::exchange::export::turtle::column::columns;
use crate::exchange::export::turtle::concepts::Concepts;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;

/// Where statements go.
struct Graph<'a>(WriterTurtleSerializer<BufWriter<&'a mut dyn Write>>);

impl Graph<'_> {
    /// States something.
    fn say<'t>(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: impl Into<TermRef<'t>>,
    ) -> io::Result<()> {
        let object: TermRef<'t> = object.into();
        self.0
            .serialize_triple(TripleRef::new(subject, predicate, object))
    }

    /// States a text.
    fn say_text(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        text: &str,
    ) -> io::Result<()> {
        self.say(subject, predicate, &Literal::new_simple_literal(text))
    }
}

/// Writes an extract. O(cells); memory for the codes that are used.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut turtle = TurtleSerializer::new();
    for (name, iri) in names::PREFIXES {
        turtle = turtle.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut graph = Graph(turtle.for_writer(BufWriter::new(out)));
    write_facts(extract, &mut graph)?;
    let mut concepts = Concepts::new();
    for kind in Kind::ALL {
        let class = names::class(*kind);
        let columns = columns(*kind, &concepts);
        for row in extract.rows(*kind) {
            let registry = extract.registry();
            write_record(registry, row, &class, &columns, &mut concepts, &mut graph)?;
        }
    }
    concepts.write(&mut graph)?;
    graph.0.finish()?.flush()?;
    Ok(())
}

/// What the data say of themselves.
fn write_facts(extract: &Extract<'_>, graph: &mut Graph<'_>) -> io::Result<()> {
    let facts = extract.facts;
    let part = extract.part_hash();
    let data = names::data(part.as_ref().unwrap_or(&facts.content_hash));
    graph.say(&data, rdf::TYPE, names::DATASET)?;
    graph.say_text(&data, names::TITLE, &facts.title)?;
    if !facts.at.is_empty() {
        let at = Literal::new_typed_literal(facts.at.as_str(), xsd::DATE_TIME);
        graph.say(&data, names::ISSUED, &at)?;
    }
    for licence in &facts.licences {
        graph.say_text(&data, names::LICENSE, licence)?;
    }
    graph.say_text(&data, names::IDENTIFIER, &facts.content_hash)?;
    graph.say_text(&data, names::VERSION, &facts.revision.to_string())?;
    graph.say_text(&data, names::CITATION, &facts.citation)?;
    let chain_hash = names::def("chainHash");
    graph.say_text(&data, chain_hash.as_ref(), &facts.chain_hash)?;
    let year = Literal::from(facts.reference_year);
    let year = Literal::new_typed_literal(year.value(), xsd::INTEGER);
    graph.say(&data, names::def("referenceYear").as_ref(), &year)?;
    if let Some(words) = &extract.part {
        graph.say_text(&data, names::DESCRIPTION, words)?;
    }
    if let Some(hash) = part {
        graph.say_text(&data, names::def("partHash").as_ref(), &hash)?;
        graph.say(&data, names::IS_PART_OF, &names::data(&facts.content_hash))?;
    }
    Ok(())
}

/// A record: its values, then what of them well-known vocabularies have a word for, then its place.
fn write_record(
    registry: &Registry,
    row: Row,
    class: &NamedNode,
    columns: &[TurtleColumn],
    concepts: &mut Concepts,
    graph: &mut Graph<'_>,
) -> io::Result<()> {
    let record = names::record(row.kind(), registry.slug(row));
    graph.say(&record, rdf::TYPE, class)?;
    if row.kind() == Kind::Source {
        graph.say(&record, rdf::TYPE, names::ENTITY)?;
    }
    for column in columns {
        column.write(registry, row, &record, concepts, graph)?;
    }
    for column in columns {
        column.write_well_known(registry, row, &record, graph)?;
    }
    if let Some([longitude, latitude]) = registry.coordinates(row) {
        let geometry = NamedNode::new_unchecked(format!("{}:geometry", record.as_str()));
        let point = format!("POINT({longitude} {latitude})");
        let point = Literal::new_typed_literal(point, geosparql::WKT_LITERAL);
        graph.say(&record, names::HAS_GEOMETRY, &geometry)?;
        graph.say(&geometry, rdf::TYPE, names::GEOMETRY)?;
        graph.say(&geometry, names::AS_WKT, &point)?;
    }
    Ok(())
}
