//! Statements read back by the parser of the same library, value by value.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use expect_test::expect;
use oxttl::TurtleParser;

use crate::exchange::code_lists;
use crate::exchange::export::ExportFormat;
use crate::exchange::export::csv::tests::Counted;
use crate::exchange::export::csv::tests::exported;
use crate::exchange::package::tests::Dice;
use crate::model::*;
use crate::network::text::records;

/// Objects by subject and predicate; literals as N-Triples write them, `<iri>` for the rest.
type Statements = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn turtle(records: Vec<Record>, part: Option<&str>) -> String {
    let mut out = Vec::new();
    exported(ExportFormat::Turtle, records, part, &mut out);
    String::from_utf8(out).unwrap()
}

/// The IRI of a code with its letters as they are.
fn plain(term: String) -> String {
    if !term.starts_with("<urn:ketju:code:") {
        return term;
    }
    let plain = percent_encoding::percent_decode_str(&term).decode_utf8();
    plain.unwrap().into_owned()
}

/// Reads what is written; no statement is there twice.
fn read(turtle: &str) -> Statements {
    let mut statements = Statements::new();
    for triple in TurtleParser::new().for_slice(turtle.as_bytes()) {
        let triple = triple.unwrap();
        let of = statements
            .entry(plain(triple.subject.to_string()))
            .or_default();
        let of = of.entry(triple.predicate.as_str().to_owned()).or_default();
        let object = plain(triple.object.to_string());
        assert!(of.insert(object.clone()), "{object} twice in {of:?}");
    }
    statements
}

#[test]
fn a_file_is_facts_records_and_codes() {
    let text = "site mine MINE at=65.5,24.25,SITE country=FI\nsite shut MINE";
    expect![[r#"
        @prefix geo: <http://www.opengis.net/ont/geosparql#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix def: <urn:ketju:def:> .
        @prefix ketju: <urn:ketju:> .
        ketju:data:517dd17bda54178caec36120fb4ee306a68047efc68d5313acd837e243778bc6 a dcat:Dataset ;
        	dcterms:title "Test data" ;
        	dcterms:issued "2026-11-22T16:58:16Z"^^xsd:dateTime ;
        	dcterms:license "CC-BY-4.0" , "Own terms" ;
        	dcterms:identifier "c0ffee" ;
        	dcat:version "3" ;
        	dcterms:bibliographicCitation "Test data. Revision 3. ketju:ketju@3#c0ffee" ;
        	def:chainHash "beef" ;
        	def:referenceYear 2025 ;
        	dcterms:description "all of it" ;
        	def:partHash "517dd17bda54178caec36120fb4ee306a68047efc68d5313acd837e243778bc6" ;
        	dcterms:isPartOf ketju:data:c0ffee .
        ketju:source:s-mine a def:Source , prov:Entity .
        ketju:source:s-shut a def:Source , prov:Entity .
        ketju:site:mine a def:Site ;
        	def:sources ketju:source:s-mine ;
        	def:kind ketju:code:site-kind:MINE ;
        	def:country ketju:code:iso-3166-1-alpha-2:FI ;
        	def:latitude 6.55e1 ;
        	def:longitude 2.425e1 ;
        	def:precision ketju:code:precision:SITE ;
        	prov:wasDerivedFrom ketju:source:s-mine ;
        	geo:hasGeometry ketju:site:mine:geometry .
        ketju:site:mine:geometry a geo:Geometry ;
        	geo:asWKT "POINT(24.25 65.5)"^^geo:wktLiteral .
        ketju:site:shut a def:Site ;
        	def:sources ketju:source:s-shut ;
        	def:kind ketju:code:site-kind:MINE ;
        	prov:wasDerivedFrom ketju:source:s-shut .
        ketju:code:iso-3166-1-alpha-2 a skos:ConceptScheme .
        ketju:code:iso-3166-1-alpha-2:FI a skos:Concept ;
        	skos:notation "FI" ;
        	skos:inScheme ketju:code:iso-3166-1-alpha-2 ;
        	skos:prefLabel "Finland"@en .
        ketju:code:precision a skos:ConceptScheme .
        ketju:code:precision:SITE a skos:Concept ;
        	skos:notation "SITE" ;
        	skos:inScheme ketju:code:precision .
        ketju:code:site-kind a skos:ConceptScheme .
        ketju:code:site-kind:MINE a skos:Concept ;
        	skos:notation "MINE" ;
        	skos:inScheme ketju:code:site-kind .
    "#]]
    .assert_eq(&turtle(records(text), Some("all of it")));
}

/// What a value is as an object, worked out from the record alone.
fn object(table: &Table, field: &Field, value: &Value) -> String {
    let xsd = |text: &str, of: &str| format!("\"{text}\"^^<http://www.w3.org/2001/XMLSchema#{of}>");
    match (value, field.of) {
        (Value::Id(id), _) => format!("<urn:ketju:{id}>"),
        (Value::Int(number), _) => xsd(&number.to_string(), "integer"),
        (Value::Number(number), _) => xsd(&format!("{number:e}"), "double"),
        (Value::Flag(flag), _) => xsd(&flag.to_string(), "boolean"),
        (Value::Code(at), FieldType::Code(codes)) => {
            let list = match (table.kind.code(), field.name) {
                (kind, "kind" | "status" | "type" | "basis") => format!("{kind}-{}", field.name),
                (_, "stages") => "stage".into(),
                (_, name) => name.into(),
            };
            format!("<urn:ketju:code:{list}:{}>", codes[usize::from(*at)])
        }
        (Value::Text(text), FieldType::Published(list)) => {
            let list = match list {
                PublishedList::Country => "iso-3166-1-alpha-2",
                PublishedList::Ewc | PublishedList::EwcPrefix => "ewc",
                PublishedList::Nace => "nace",
                PublishedList::Process => "cgi-process",
                PublishedList::Unfc => "cgi-unfc",
                PublishedList::Unit => "unit",
            };
            format!("<urn:ketju:code:{list}:{text}>")
        }
        (Value::Text(text), FieldType::Date) => match text.len() {
            4 => xsd(text, "gYear"),
            7 => xsd(text, "gYearMonth"),
            _ => xsd(text, "date"),
        },
        (Value::Text(text), _) => oxrdf::Literal::from(text.as_str()).to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_stated_value_is_there_and_no_other() {
    let all = Dice(41).records(30);
    let statements = read(&turtle(all.clone(), None));
    let of_records = |it: &&String| {
        let others = ["<urn:ketju:data:", "<urn:ketju:code:"];
        !others.iter().any(|start| it.starts_with(start)) && !it.ends_with(":geometry>")
    };
    let shown: BTreeSet<String> = statements.keys().filter(of_records).cloned().collect();
    let expected: BTreeSet<String> = all
        .iter()
        .map(|it| format!("<urn:ketju:{}>", it.id))
        .collect();
    assert_eq!(shown, expected);
    for record in &all {
        let table = tables::table_of(record.kind()).unwrap();
        let said = &statements[&format!("<urn:ketju:{}>", record.id)];
        let mut own: BTreeMap<&str, &BTreeSet<String>> = said
            .iter()
            .filter_map(|(name, it)| Some((name.strip_prefix("urn:ketju:def:")?, it)))
            .collect();
        for (column, value) in record.values() {
            let field = table.field(*column);
            let expected = value.items().iter().map(|it| object(table, field, it));
            let expected: BTreeSet<String> = expected.collect();
            assert_eq!(
                own.remove(field.name),
                Some(&expected),
                "{} {}",
                record.id,
                field.name
            );
            let order = own.remove(format!("{}-order", field.name).as_str());
            assert_eq!(order.is_some(), value.items().len() > 1);
            let json: serde_json::Value = serde_json::from_str(&record_json(record)).unwrap();
            let list = oxrdf::Literal::from(json[field.name].to_string()).to_string();
            assert!(
                order.is_none_or(|it| it.iter().eq([&list])),
                "{order:?} {list}"
            );
        }
        assert!(own.is_empty(), "{own:?}");
    }
}

/// Each code that a value names is a concept with its notation, in a scheme that is there.
#[test]
fn codes_are_concepts_once() {
    let text = turtle(Dice(43).records(30), None);
    let statements = read(&text);
    let skos = |word: &str| format!("http://www.w3.org/2004/02/skos/core#{word}");
    let (mut named, mut told) = (BTreeSet::new(), BTreeSet::new());
    for (subject, said) in &statements {
        let code = subject.strip_prefix("<urn:ketju:code:");
        let objects = said.values().flatten();
        if code.is_none() {
            named.extend(objects.filter(|it| it.starts_with("<urn:ketju:code:")));
        } else if let Some((scheme, code)) = code.and_then(|it| it.split_once(':')) {
            told.insert(subject);
            let code = code.trim_end_matches('>');
            assert!(
                said[&skos("notation")].contains(&format!("\"{code}\"")),
                "{subject}"
            );
            let scheme = format!("<urn:ketju:code:{scheme}>");
            assert!(statements.contains_key(&scheme));
            assert!(said[&skos("inScheme")].contains(&scheme));
        }
    }
    assert!(named.len() > 100);
    assert_eq!(named, told);
    let countries = "<urn:ketju:code:iso-3166-1-alpha-2:";
    let codes = statements.iter().filter_map(|(subject, said)| {
        let code = subject.strip_prefix(countries)?.strip_suffix('>')?;
        Some((code, said))
    });
    let codes: Vec<_> = codes.collect();
    assert!(!codes.is_empty());
    for (code, said) in codes {
        let entry = code_lists().get(PublishedList::Country, code).unwrap();
        let label = format!("\"{}\"@en", entry.label);
        assert!(said[&skos("prefLabel")].contains(&label), "{code}");
    }
}

/// A code that is no word of an IRI is escaped, and its notation is the code itself.
#[test]
fn a_code_with_strange_letters_makes_an_iri() {
    let name = super::names::code("unit", "a b%/<é>");
    assert_eq!(name.as_str(), "urn:ketju:code:unit:a%20b%25/%3C%C3%A9%3E");
    oxrdf::NamedNode::new(name.as_str()).unwrap();
}

#[test]
fn names_sources_and_origins_are_told_in_well_known_words() {
    let mut site = Record::new(Id::new(Kind::Site, "a"));
    site.set(NAME_EN, Value::Text("A mine".into()));
    site.set(NAME_FI, Value::Text("Kaivos".into()));
    site.set(NAME_SV, Value::Text("Gruva".into()));
    site.set(
        ALIASES,
        Value::List(vec![Value::Text("Old \"pit\"".into())]),
    );
    site.set(
        SOURCES,
        Value::List(vec![Value::Id(Id::new(Kind::Source, "s"))]),
    );
    let mut source = Record::new(Id::new(Kind::Source, "s"));
    source.set(tables::source::TITLE, Value::Text("A page".into()));
    source.set(tables::source::PUBLISHER, Value::Text("Somebody".into()));
    source.set(
        tables::source::ADDRESS,
        Value::Text("https://example.org/a?b=c".into()),
    );
    source.set(tables::source::DATE, Value::Text("2024-02".into()));
    let mut paper = Record::new(Id::new(Kind::Source, "t"));
    paper.set(
        tables::source::ADDRESS,
        Value::Text("https://not an address".into()),
    );
    let text = turtle(vec![site, source, paper], None);
    expect![[r#"
        ketju:source:s a def:Source , prov:Entity ;
        	def:title "A page" ;
        	def:publisher "Somebody" ;
        	def:address "https://example.org/a?b=c" ;
        	def:date "2024-02"^^xsd:gYearMonth ;
        	dcterms:title "A page" ;
        	dcterms:publisher "Somebody" ;
        	foaf:page <https://example.org/a?b=c> ;
        	dcterms:issued "2024-02"^^xsd:gYearMonth .
        ketju:source:t a def:Source , prov:Entity ;
        	def:address "https://not an address" .
        ketju:site:a a def:Site ;
        	def:sources ketju:source:s ;
        	def:name_en "A mine" ;
        	def:name_fi "Kaivos" ;
        	def:name_sv "Gruva" ;
        	def:aliases "Old \"pit\"" ;
        	prov:wasDerivedFrom ketju:source:s ;
        	rdfs:label "A mine"@en , "Kaivos"@fi , "Gruva"@sv ;
        	skos:altLabel "Old \"pit\"" .
    "#]]
    .assert_eq(text.split_once("2025 .\n").unwrap().1);
}

#[test]
fn numbers_are_read_as_the_same_numbers() {
    let numbers = [
        0.0,
        1.0,
        -2.5,
        0.1,
        1e21,
        5e-324,
        1.797_693_134_862_315_7e308,
        123_456.789,
    ];
    let record = |(at, number): (usize, &f64)| {
        let mut record = Record::new(Id::new(Kind::Figure, format!("f{at}")));
        record.set(tables::figure::VALUE, Value::Number(*number));
        record
    };
    let all: Vec<Record> = numbers.iter().enumerate().map(record).collect();
    let statements = read(&turtle(all, None));
    for (at, number) in numbers.iter().enumerate() {
        let said = &statements[&format!("<urn:ketju:figure:f{at}>")]["urn:ketju:def:value"];
        let text = said.first().unwrap().split('"').nth(1).unwrap();
        assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits());
    }
}

#[test]
fn the_same_data_make_the_same_bytes_and_are_handed_on() {
    let first = turtle(Dice(47).records(40), None);
    assert!(first == turtle(Dice(47).records(40), None));
    let mut counted = Counted::default();
    exported(
        ExportFormat::Turtle,
        Dice(47).records(40),
        None,
        &mut counted,
    );
    assert_eq!(counted.all, first.len());
    assert!(counted.largest <= 64 << 10, "{}", counted.largest);
}
