//! Graphs that we export are read back as the records they were made of.

use std::collections::BTreeMap;

use super::seed;
use super::whole;
use super::written;
use crate::exchange::content_hash;
use crate::exchange::export::ExportFormat;
use crate::exchange::import::Mapping;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::read_import;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Value;
use crate::model::record_json;
use crate::model::tables::source;
use crate::network::Snapshot;

const FORMS: [(ExportFormat, &str); 2] = [
    (ExportFormat::Graphml, "graph.graphml"),
    (ExportFormat::Gexf, "graph.gexf"),
];

fn come_back(snapshot: &Snapshot) {
    for (format, name) in FORMS {
        let bytes = written(format, snapshot, whole());
        let read = read_import(name, &bytes, &ReadOptions::default());
        assert_eq!(read.problems, []);
        let records = read.records.into_iter().map(|it| it.0);
        let registry = Registry::of_records(records.collect());
        assert_eq!(
            registry.records().count(),
            snapshot.registry().records().count()
        );
        assert_eq!(
            content_hash(registry.records()),
            content_hash(snapshot.registry().records())
        );
    }
}

#[test]
fn the_seed_data_come_back_with_the_same_hash() {
    come_back(&seed());
}

#[test]
fn records_with_a_place_come_back_from_geojson() {
    let snapshot = seed();
    let bytes = written(ExportFormat::Geojson, &snapshot, whole());
    let read = read_import("points.geojson", &bytes, &ReadOptions::default());
    assert_eq!(read.problems, []);
    let registry = snapshot.registry();
    let mut of_kind: BTreeMap<Kind, usize> = BTreeMap::new();
    for (record, _) in &read.records {
        let row = registry.find(&record.id).unwrap();
        assert_eq!(record_json(record), record_json(&registry.record(row)));
        *of_kind.entry(record.id.kind).or_default() += 1;
    }
    let records = registry.records();
    let placed = records.filter(|it| {
        registry
            .find(&it.id)
            .and_then(|row| registry.coordinates(row))
            .is_some()
    });
    let placed = placed.count();
    let links = of_kind.remove(&Kind::Link).unwrap_or(0);
    assert!(links > 0 && of_kind.len() > 1, "{of_kind:?}");
    assert_eq!(of_kind.values().sum::<usize>(), placed);
}

#[test]
fn texts_that_xml_and_spreadsheets_mark_come_back() {
    let titles = ["'=1", "=1", "<&>\"'", "a\nb\tc", "''@x", "å 𝄞", "]]>"];
    let records = titles.iter().zip(0..).map(|(title, at)| {
        let mut record = Record::new(Id::new(Kind::Source, format!("s{at}")));
        record.set(source::TITLE, Value::Text((*title).into()));
        record
    });
    come_back(&Snapshot::new(
        Registry::of_records(records.collect()),
        3,
        2025,
    ));
}

#[test]
fn the_mapping_of_the_page_is_the_one_that_a_case_reads_by() {
    let page = include_str!("../../../../docs/import.md");
    let mapping = include_str!("../../../../fixtures/wild/graphml-networkx/mapping.txt");
    assert!(page.contains(&format!("```toml\n{mapping}```")));
    Mapping::parse(mapping).unwrap();
}

#[test]
fn a_mapping_that_cannot_be_is_told() {
    let said = |text| Mapping::parse(text).unwrap_err();
    let near = said("[nodes]\ncolumns = { x = \"latitud\" }");
    assert_eq!(
        near,
        "unknown column of sites `latitud`; did you mean `latitude`?"
    );
    let kind = said("[edges]\nkind = \"lnk\"");
    assert_eq!(kind, "unknown kind `lnk`; did you mean `link`?");
    assert!(said("[node]").contains("unknown field `node`"));
    assert!(said("{\"nodes\": 1}").contains("invalid type"));
    assert!(said("[nodes.constants]\nnote = { a = 1 }").contains("`note` is no text"));
}

#[test]
fn a_mapping_that_would_lose_a_value_is_told() {
    let said = |text: &str| Mapping::parse(text).unwrap_err();
    let two = said("[nodes]\ncolumns = { a = \"name_en\", b = \"name_en\" }");
    assert_eq!(
        two,
        "the column `name_en` is the attribute `a` and the attribute `b`"
    );
    let constant = said("[edges]\ncolumns = { a = \"mode\" }\nconstants = { mode = \"RAIL\" }");
    assert_eq!(
        constant,
        "the column `mode` is the attribute `a` and a constant"
    );
    let figure = |column: &str| {
        said(&format!(
            "[[nodes.figures]]\nattribute = \"t\"\n{column} = 1"
        ))
    };
    let own = "of a figure is what the attribute belongs to and says";
    assert_eq!(figure("value"), format!("the column `value` {own}"));
    assert_eq!(figure("subject"), format!("the column `subject` {own}"));
    let json = said(r#"{"nodes":{"constants":{"note":"a","note":"b"}}}"#);
    assert!(json.starts_with("`note` stands there twice"), "{json}");
    let figures = "[[nodes.figures]]\nattribute = \"t\"\n".repeat(101);
    assert_eq!(said(&figures), "there are more than 100 figures");
    Mapping::parse(&"[[nodes.figures]]\nattribute = \"t\"\n".repeat(100)).unwrap();
}
