//! Files of other programs with a mapping, by command, beside a server and straight over HTTP.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::Served;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const GRAPH: &str = "fixtures/wild/graphml-networkx/graph.graphml";
const UNDIRECTED: &str = "fixtures/wild/graphml-igraph-doubled/graph.graphml";
const POINTS: &str = "fixtures/wild/geojson-mapping/points.geojson";

/// The mapping that the page shows.
fn mapping() -> String {
    let page = fs::read_to_string("docs/import.md").unwrap();
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// Mappings in files, beside the data.
struct Mappings {
    graph: PathBuf,
    undirected: PathBuf,
    points: PathBuf,
}

impl Mappings {
    fn beside(data: &Path) -> Self {
        let file = |name: &str, text: &str| {
            let path = data.with_file_name(name);
            fs::write(&path, text).unwrap();
            path
        };
        let nodes = "constants = { kind = \"MINE\", sources = \"survey\" }";
        let edges = "[edges]\nignore = [\"weight\"]\nconstants = { kind = \"CORRIDOR\", sources = \"survey\" }";
        let named = |name| {
            format!("[nodes]\nslug = \"{name}\"\ncolumns = {{ {name} = \"name_en\" }}\n{nodes}\n")
        };
        Self {
            graph: file("graph.toml", &mapping()),
            undirected: file("undirected.toml", &(named("name") + edges)),
            points: file(
                "points.toml",
                &(named("Nimi") + "ignore = [\"Omistaja\"]\n"),
            ),
        }
    }
}

/// A folder in which the source that the mappings name is on record.
fn data() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let sources = folder.path().join("sources.csv");
    fs::write(&sources, "id,title\nsurvey,A survey\n").unwrap();
    let output = run(&data, &["import", sources.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    (folder, data)
}

/// The ids of all that was imported, the source apart.
fn ids(data: &Path) -> Vec<String> {
    let output = run(data, &["export", "jsonl"]);
    let text = stdout(&output);
    let records = text.lines().skip(1).map(|it| {
        let record: Value = serde_json::from_str(it).unwrap();
        record["id"].as_str().unwrap().to_owned()
    });
    records.filter(|it| it != "source:survey").collect()
}

#[test]
fn a_mapping_makes_records_of_a_foreign_graph_alone_and_beside_a_server() {
    let (_alone, data) = data();
    let (_served, other) = self::data();
    let server = Served::start(&other);
    for data in [&data, &other] {
        let mappings = Mappings::beside(data);
        let with = |it: &PathBuf| it.to_str().unwrap().to_owned();
        let output = run(data, &["import", GRAPH]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stdout(&output).contains("mapping"), "{}", stdout(&output));
        let output = run(
            data,
            &["import", GRAPH, "--mapping", &with(&mappings.graph)],
        );
        assert!(
            output.status.success(),
            "{}{}",
            stdout(&output),
            stderr(&output)
        );
        assert!(stderr(&output).contains("4 created"), "{}", stderr(&output));
        let graph = [UNDIRECTED, "--mapping", &with(&mappings.undirected)];
        let output = run(data, &[&["import"], &graph[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(
            stdout(&output).contains("graph.graphml:19"),
            "{}",
            stdout(&output)
        );
        let doubled = run(
            data,
            &[&["import"], &graph[..], &["--undirected", "double"]].concat(),
        );
        assert!(
            stderr(&doubled).contains("7 created"),
            "{}",
            stderr(&doubled)
        );
        let points = run(
            data,
            &["import", POINTS, "--mapping", &with(&mappings.points)],
        );
        assert!(
            points.status.success(),
            "{}{}",
            stdout(&points),
            stderr(&points)
        );
    }
    let found = ids(&data);
    assert!(found.contains(&"site:loytokaivos".to_owned()), "{found:?}");
    assert!(found.contains(&"link:port-mill".to_owned()), "{found:?}");
    assert_eq!(found, ids(&other), "a server takes the same");
    drop(server);
}

fn import(server: &Served, secret: &str, query: &[(&str, &str)], body: &[u8]) -> (u16, String) {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    let head = format!(
        "POST /import?{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {secret}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    server.raw(&[head.as_bytes(), body].concat())
}

#[test]
fn the_mapping_that_the_docs_show_can_be_imported() {
    let (folder, data) = data();
    let page = fs::read_to_string("docs/import.md").unwrap();
    let (_, after) = page.split_once("```toml\n").unwrap();
    let (mapping, _) = after.split_once("```").unwrap();
    let path = folder.path().join("mapping.toml");
    fs::write(&path, mapping).unwrap();
    let mapping = path.to_str().unwrap();
    let output = run(&data, &["import", GRAPH, "--mapping", mapping]);
    assert!(output.status.success(), "{}", stdout(&output));
    assert_eq!(ids(&data).len(), 4, "two sites, a link and a figure");
}

#[test]
fn a_mapping_in_the_address_is_read_or_refused_with_the_nearest() {
    let (_folder, data) = data();
    let server = Served::start(&data);
    let told: Value = serde_json::from_slice(&fs::read(data.join("serve.json")).unwrap()).unwrap();
    let secret = told["secret"].as_str().unwrap();
    let graph = fs::read(GRAPH).unwrap();
    let mapping = mapping();
    let name = ("file", "graph.graphml");
    for (from, to, said) in [
        ("\"name_en\"", "\"name_em\"", "did you mean `name_en`?"),
        ("[nodes]", "[node]", "nodes"),
        ("kind = \"MINE\"", "kind = { a = 1 }", "`kind` is no text"),
        (
            "[nodes]",
            "[nodes]\nkind = \"sites\"",
            "did you mean `site`?",
        ),
        ("slug = \"name\"", "slug = name", "TOML"),
    ] {
        let wrong = mapping.replacen(from, to, 1);
        let (status, text) = import(&server, secret, &[name, ("mapping", &wrong)], &graph);
        assert_eq!(status, 400, "{to}: {text}");
        assert!(text.contains(said), "{to}: {text}");
        // The command refuses it before it sends anything.
        let path = data.with_file_name("mapping.toml");
        fs::write(&path, &wrong).unwrap();
        let output = run(
            &data,
            &["import", GRAPH, "--mapping", path.to_str().unwrap()],
        );
        assert_eq!(output.status.code(), Some(2), "{to}: {}", stderr(&output));
        assert!(stderr(&output).contains(said), "{to}: {}", stderr(&output));
    }
    // One that does not fit the file is told with its place.
    let other = mapping.replacen("lat =", "latt =", 1);
    let (status, text) = import(&server, secret, &[name, ("mapping", &other)], &graph);
    assert_eq!(status, 422, "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["problems"][0]["suggestion"], "lat", "{text}");
    let dry = [name, ("mapping", &mapping), ("dryRun", "true")];
    let (status, text) = import(&server, secret, &dry, &graph);
    assert_eq!(status, 200, "{text}");
    assert!(ids(&data).is_empty(), "a dry run stores nothing");
    let (status, text) = import(&server, secret, &[name, ("mapping", &mapping)], &graph);
    assert_eq!(status, 200, "{text}");
    assert_eq!(ids(&data).len(), 4);
}

#[test]
fn a_mapping_file_that_is_none_is_refused() {
    let (folder, data) = data();
    let path = folder.path().join("mapping.toml");
    let refused = |bytes: &[u8], said: &str| {
        fs::write(&path, bytes).unwrap();
        let output = run(
            &data,
            &["import", GRAPH, "--mapping", path.to_str().unwrap()],
        );
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    };
    refused(&vec![b'#'; 3 << 20], "a mapping has at most");
    refused(b"\xff\xfe[nodes]", "cannot read");
    let missing = run(&data, &["import", GRAPH, "--mapping", "no-such-file"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        stderr(&missing).contains("no-such-file"),
        "{}",
        stderr(&missing)
    );
    assert!(ids(&data).is_empty());
}
