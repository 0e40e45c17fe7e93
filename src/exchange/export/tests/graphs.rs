//! GraphML and GEXF against a second count.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::any;
use proptest::prelude::proptest;

use super::parsed::Parsed;
use super::parsed::Values;
use super::parsed::xml;
use super::seed;
use super::whole;
use super::written;
use crate::analysis::selection::Selection;
use crate::exchange::cell::read_cell;
use crate::exchange::code_lists;
use crate::exchange::export::Content;
use crate::exchange::export::ExportFormat;
use crate::exchange::package::tests::Dice;
use crate::model::*;
use crate::network::Snapshot;
use crate::network::chain::ChainKey;
use crate::network::text;
use crate::network::throughput::moved_on_record;

/// Kinds whose records are edges, and their ends.
const EDGES: [(Kind, &str, &str); 4] = [
    (Kind::Link, "from", "to"),
    (Kind::Match, "offer", "request"),
    (Kind::Membership, "organisation", "cluster"),
    (Kind::Relation, "from", "to"),
];

/// An extract in both forms, which must say the same.
fn graph(snapshot: &Snapshot, content: impl Fn() -> Content) -> Parsed {
    let graphml = Parsed::of_graphml(&written(ExportFormat::Graphml, snapshot, content()));
    let gexf = Parsed::of_gexf(&written(ExportFormat::Gexf, snapshot, content()));
    assert_eq!(graphml, gexf);
    assert_eq!(graphml.graph["title"], "A & B <data>");
    assert_eq!(graphml.graph["revision"], "3");
    assert_eq!(graphml.graph["content_hash"], "ab");
    assert_eq!(graphml.graph["licences"], "CC-BY-4.0");
    graphml
}

/// The record that an element says, from its values alone.
fn record_of(id: &str, values: &Values) -> Record {
    let mut record = Record::new(Id::parse(id).unwrap());
    let kind = record.kind();
    for (name, text) in values {
        let of_graph = ["label", "kind", "relation", "record", "context"];
        if of_graph.contains(&name.as_str()) {
            continue;
        }
        let table = tables::table_of(kind).unwrap();
        let column = name.split_once('.').map_or(name.as_str(), |(of, column)| {
            assert_eq!(of, kind.code());
            column
        });
        let column = table
            .column(column)
            .unwrap_or_else(|| panic!("{name} of {id}"));
        let fault = &mut |problem| panic!("{problem}");
        let value = read_cell(table.field(column), text, code_lists(), fault);
        record.set(column, value.unwrap());
    }
    record
}

/// Compares a graph with the records that it should hold, and with those that stand beside them.
fn check(parsed: &Parsed, records: &[Record], all: &[Record]) {
    let is_edge = |id: &Id| EDGES.iter().any(|it| it.0 == id.kind);
    let nodes: BTreeSet<&Id> = records
        .iter()
        .map(|it| &it.id)
        .filter(|it| !is_edge(it))
        .collect();
    let (mut context, mut references) = (BTreeSet::new(), BTreeMap::new());
    for record in records {
        let id = record.id.to_string();
        let table = tables::table_of(record.kind()).unwrap();
        if let Some((_, from, to)) = EDGES.iter().find(|it| it.0 == record.kind()) {
            let end = |name: &str| record.reference(table.column(name).unwrap()).unwrap();
            let (source, target, values) = &parsed.edges[&id];
            assert_eq!(
                [&end(from).to_string(), &end(to).to_string()],
                [source, target]
            );
            assert_eq!(values["record"], id);
            assert_eq!(values["relation"], record.kind().code());
            assert_eq!(record_of(&id, values), *record);
            context.extend(
                [end(from), end(to)]
                    .into_iter()
                    .filter(|it| !nodes.contains(it)),
            );
        } else {
            let values = &parsed.nodes[&id];
            assert_eq!(values["kind"], record.kind().code());
            assert!(!values.contains_key("context"));
            assert_eq!(record_of(&id, values), *record);
            let ends = record.references().filter(|it| nodes.contains(it.1));
            for (column, to) in ends {
                let relation = format!("{}.{}", record.kind().code(), table.field(column).name);
                *references
                    .entry((id.clone(), to.to_string(), relation))
                    .or_insert(0) += 1;
            }
        }
    }
    assert_eq!(parsed.nodes.len(), nodes.len() + context.len());
    for id in context {
        let values = &parsed.nodes[&id.to_string()];
        assert_eq!(
            (values["context"].as_str(), values.len()),
            ("true", 3),
            "{id}"
        );
        let known = all.iter().find(|it| it.id == *id);
        let name = known.and_then(|it| it.text(NAME_EN)).unwrap_or(&id.slug);
        assert_eq!(values["label"], name);
    }
    let edges = records.len() - nodes.len();
    let mut found = BTreeMap::new();
    for (source, target, values) in parsed
        .edges
        .values()
        .filter(|it| !it.2.contains_key("record"))
    {
        assert_eq!(values.len(), 1, "a reference says its column alone");
        let key = (source.clone(), target.clone(), values["relation"].clone());
        *found.entry(key).or_insert(0) += 1;
    }
    assert_eq!(found, references);
    assert_eq!(
        parsed.edges.len(),
        edges + references.values().sum::<usize>()
    );
}

#[test]
fn the_seed_data_are_all_there() {
    let snapshot = seed();
    let records: Vec<Record> = snapshot.registry().records().collect();
    let parsed = graph(&snapshot, whole);
    check(&parsed, &records, &records);
    assert!(parsed.nodes.len() > 3_000 && parsed.edges.len() > 10_000);
    // Names of attributes follow from the tables.
    let types = |of: usize, name: &str| parsed.types[of].get(name).map(String::as_str);
    assert_eq!(types(0, "figure.value"), Some("double"));
    assert_eq!(types(0, "statement.value"), Some("string"));
    assert_eq!(types(0, "site.kind"), Some("string"));
    assert_eq!(types(0, "year"), Some("long"));
    assert_eq!(types(0, "strategic"), Some("boolean"));
    assert_eq!(types(1, "link.kind"), Some("string"));
    assert_eq!(types(1, "both_ways"), Some("boolean"));
    assert_eq!(types(0, "value"), None);
}

#[test]
fn ends_that_are_left_out_stand_as_context() {
    let snapshot = seed();
    let registry = snapshot.registry();
    let some = || {
        let kinds = [Kind::Link, Kind::Membership, Kind::Product];
        let whole = kinds.into_iter().flat_map(|it| registry.rows(it));
        let mut rows = RowSet::default();
        for row in whole.chain(registry.rows(Kind::Site).step_by(3)) {
            rows.insert(row);
        }
        rows
    };
    let rows = some();
    let all: Vec<Record> = registry.records().collect();
    let is_in = |it: &&Record| rows.contains(registry.find(&it.id).unwrap());
    let records: Vec<Record> = all.iter().filter(is_in).cloned().collect();
    let parsed = graph(&snapshot, || Content::Records(Selection::of_rows(some())));
    check(&parsed, &records, &all);
    assert!(parsed.nodes.values().any(|it| it.contains_key("context")));
}

#[test]
fn hostile_text_makes_no_broken_file() {
    use tables::source;
    let said = "<a href=\"x\">&amp;'\u{1}\u{8}</a>]]>\u{fffe}\u{ffff}\u{fb01}\u{7f}\u{85}\u{1f69c} \r\n\tend";
    let mut record = Record::new(Id::new(Kind::Source, "a"));
    record.set(source::TITLE, Value::Text(said.into()));
    record.set(NOTE, Value::Text("'=1".into()));
    let plain = Record::new(Id::new(Kind::Source, "b"));
    let snapshot = Snapshot::new(Registry::of_records(vec![record, plain]), 3, 2025);
    let parsed = graph(&snapshot, whole);
    let values = &parsed.nodes["source:a"];
    let kept = said.replace(['\u{1}', '\u{8}', '\u{fffe}', '\u{ffff}'], "\u{fffd}");
    assert_eq!(values["title"], kept);
    assert_eq!(values["label"], kept);
    // Four characters, in the title and in the label made of it.
    assert_eq!(values["characters_replaced"], "8");
    assert_eq!(values["note"], "''=1", "as a cell holds it");
    assert!(!parsed.nodes["source:b"].contains_key("characters_replaced"));
    let bytes = written(ExportFormat::Graphml, &snapshot, whole());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.ends_with("<!-- 8 characters that XML cannot hold were written as U+FFFD -->\n"));
}

#[test]
fn an_edge_record_without_an_end_is_a_node() {
    use tables::link;
    let mut record = Record::new(Id::new(Kind::Link, "a"));
    record.set(link::TO, Value::Id(Id::new(Kind::Site, "nowhere")));
    record.set(link::PRODUCT, Value::Id(Id::new(Kind::Product, "p")));
    let product = Record::new(Id::new(Kind::Product, "p"));
    let snapshot = Snapshot::new(Registry::of_records(vec![record.clone(), product]), 3, 2025);
    let parsed = graph(&snapshot, whole);
    let nodes: Vec<&String> = parsed.nodes.keys().collect();
    assert_eq!(nodes, ["link:a", "product:p"]);
    assert_eq!(record_of("link:a", &parsed.nodes["link:a"]), record);
    let edges: Vec<&String> = parsed.edges.keys().collect();
    assert_eq!(edges, ["link:a.product"]);
}

#[test]
fn what_breaks_off_is_an_error() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(std::io::ErrorKind::StorageFull.into());
            }
            self.0 -= 1;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let snapshot = seed();
    let extract = crate::exchange::Extract {
        snapshot: &snapshot,
        facts: &crate::exchange::DatasetFacts::default(),
        part: None,
        content: whole(),
    };
    for format in [ExportFormat::Graphml, ExportFormat::Gexf] {
        let error = crate::exchange::write_export(format, &extract, &mut Full(2)).unwrap_err();
        assert!(
            matches!(error, crate::exchange::ExportError::Write(_)),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, failure_persistence: None, ..Default::default() })]

    /// Any records, of which any part is exported, are read back from the graph as they were.
    #[test]
    fn every_cell_is_in_the_graph(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut records: BTreeMap<Id, Record> = BTreeMap::new();
        for table in Kind::ALL.iter().filter_map(|kind| tables::table_of(*kind)) {
            for _ in 0..dice.roll(4) {
                let record = dice.record(table);
                records.insert(record.id.clone(), record);
            }
        }
        let ids: Vec<Id> = records.keys().cloned().collect();
        let all: Vec<Record> = records.into_values().map(|it| redirected(it, &ids, &mut dice)).collect();
        let registry = Registry::of_records(all.clone());
        let left_out: BTreeSet<Id> = ids.into_iter().filter(|_| dice.roll(5) == 0).collect();
        let some = || {
            let mut rows = RowSet::default();
            for record in all.iter().filter(|it| !left_out.contains(&it.id)) {
                rows.insert(registry.find(&record.id).unwrap());
            }
            rows
        };
        let records: Vec<Record> = all.iter().filter(|it| !left_out.contains(&it.id)).cloned().collect();
        let snapshot = Snapshot::new(registry.clone(), 3, 2025);
        check(&graph(&snapshot, || Content::Records(Selection::of_rows(some()))), &records, &all);
        check(&graph(&snapshot, whole), &all, &all);
    }
}

/// A record of whose references most are to records that there are.
fn redirected(mut record: Record, ids: &[Id], dice: &mut Dice) -> Record {
    let table = tables::table_of(record.kind()).unwrap();
    for (column, value) in record.clone().values().to_vec() {
        let FieldType::Ref(kinds) = table.field(column).of else {
            continue;
        };
        let known: Vec<&Id> = ids.iter().filter(|it| kinds.contains(&it.kind)).collect();
        if known.is_empty() || dice.roll(4) == 0 {
            continue;
        }
        let id = Value::Id((*dice.pick(&known)).clone());
        match value {
            Value::List(mut items) => {
                items.retain(|it| *it != id);
                items.push(id);
                record.set(column, Value::List(items));
            }
            _ => record.set(column, id),
        }
    }
    record
}

#[test]
fn a_chain_is_what_its_arrays_say() {
    let snapshot = seed();
    let registry = snapshot.registry();
    let (mut arcs, mut moved) = (0, 0);
    for material in registry.rows(Kind::Material) {
        let when = When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        };
        let chain = snapshot.chain(ChainKey::new(material, when));
        if chain.arcs().is_empty() {
            continue;
        }
        let parsed = graph(&snapshot, || Content::Chain(chain.clone()));
        assert_eq!(parsed.graph["material"], registry.slug(material));
        assert_eq!(parsed.graph["year"], "2025");
        assert_eq!(parsed.nodes.len(), chain.vertices().len());
        assert_eq!(parsed.edges.len(), chain.arcs().len());
        let place = |end: u32| {
            registry
                .id(chain.vertices()[end as usize].place)
                .to_string()
        };
        let product = |end: u32| {
            registry
                .id(chain.vertices()[end as usize].product)
                .to_string()
        };
        let by_arc: BTreeMap<&String, _> =
            parsed.edges.values().map(|it| (&it.2["arc"], it)).collect();
        for (at, arc) in (0..).zip(chain.arcs()) {
            let (source, target, values) = by_arc[&arc.key];
            for (node, end) in [
                (source, chain.graph().tail(at)),
                (target, chain.graph().head(at)),
            ] {
                let told = &parsed.nodes[node];
                assert_eq!(
                    (told["place"].clone(), told["product"].clone()),
                    (place(end), product(end))
                );
            }
            let number = |name: &str| values.get(name).map(|it| it.parse::<f64>().unwrap());
            assert_eq!(values["kind"], arc.kind.code());
            assert_eq!(values["record"], registry.id(arc.record).to_string());
            assert_eq!(number("recovery"), arc.recovery);
            assert_eq!(number("capacity_tonnes_per_year"), chain.capacity_of(at));
            let metres = number("distance_km").map(|it| format!("{:.0}", it * 1000.0));
            assert_eq!(metres, arc.length_m.map(|it| it.to_string()));
            let tonnes = moved_on_record(registry, &chain, at).map(|it| it.tonnes_per_year);
            assert_eq!(number("tonnes_per_year"), tonnes);
            arcs += 1;
            moved += usize::from(tonnes.is_some());
        }
    }
    assert!(arcs > 150 && moved > 10, "{arcs} arcs, {moved} with tonnes");
}

#[test]
fn the_meta_of_gexf_has_the_day() {
    let snapshot = text::snapshot("site a MINE");
    let bytes = written(ExportFormat::Gexf, &snapshot, whole());
    let root = xml(&bytes);
    assert_eq!(
        root.child("meta").attribute("lastmodifieddate"),
        "2026-02-03"
    );
    assert_eq!(root.child("meta").child("creator").text(), "Ketju");
}
