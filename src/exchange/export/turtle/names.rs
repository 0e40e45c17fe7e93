//! The names of things, as IRIs.

use std::fmt::Display;

use oxrdf::NamedNode;
use oxrdf::NamedNodeRef;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;

use crate::model::Kind;

/// Prefixes of the file; the longest that fits is taken.
pub(super) const PREFIXES: [(&str, &str); 10] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("def", "urn:ketju:def:"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("ketju", "urn:ketju:"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Letters that stand in an IRI as they are, beside letters of ASCII and digits.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'.')
    .remove(b':')
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

macro_rules! names {
    ($($name:ident = $iri:literal;)+) => {
        $(pub(super) const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)+
    };
}

names! {
    DATASET = "http://www.w3.org/ns/dcat#Dataset";
    VERSION = "http://www.w3.org/ns/dcat#version";
    CITATION = "http://purl.org/dc/terms/bibliographicCitation";
    DESCRIPTION = "http://purl.org/dc/terms/description";
    IDENTIFIER = "http://purl.org/dc/terms/identifier";
    IS_PART_OF = "http://purl.org/dc/terms/isPartOf";
    ISSUED = "http://purl.org/dc/terms/issued";
    LICENSE = "http://purl.org/dc/terms/license";
    PUBLISHER = "http://purl.org/dc/terms/publisher";
    TITLE = "http://purl.org/dc/terms/title";
    PAGE = "http://xmlns.com/foaf/0.1/page";
    AS_WKT = "http://www.opengis.net/ont/geosparql#asWKT";
    GEOMETRY = "http://www.opengis.net/ont/geosparql#Geometry";
    HAS_GEOMETRY = "http://www.opengis.net/ont/geosparql#hasGeometry";
    ENTITY = "http://www.w3.org/ns/prov#Entity";
    DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom";
    ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
    CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept";
    CONCEPT_SCHEME = "http://www.w3.org/2004/02/skos/core#ConceptScheme";
    IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme";
    NOTATION = "http://www.w3.org/2004/02/skos/core#notation";
    PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";
}

/// A word of the own vocabulary.
pub(super) fn def(word: impl Display) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:ketju:def:{word}"))
}

/// The class of a kind: `SideStream` of `side-stream`.
pub(super) fn class(kind: Kind) -> NamedNode {
    let words = kind.code().split('-').flat_map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        [first.to_ascii_uppercase(), rest.to_owned()]
    });
    def(words.collect::<String>())
}

/// A record, or a mode of transport.
pub(super) fn record(kind: Kind, slug: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:ketju:{}:{slug}", kind.code()))
}

/// The data, by their hash.
pub(super) fn data(hash: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:ketju:data:{hash}"))
}

/// A list of codes.
pub(super) fn scheme(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:ketju:code:{name}"))
}

/// A code of a list.
pub(super) fn code(scheme: &str, code: &str) -> NamedNode {
    let code = utf8_percent_encode(code, PLAIN);
    NamedNode::new_unchecked(format!("urn:ketju:code:{scheme}:{code}"))
}
