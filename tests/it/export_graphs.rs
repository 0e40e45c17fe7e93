//! `ketju export` of graphs, at the command line and over HTTP.

use serde_json::Value;

use crate::program::Served;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

#[test]
fn graphs_are_written_by_command_and_over_http_alike() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let chain = ["--chain", "--material", "material:nickel"];
    let export = |form: &str, more: &[&str]| {
        let output = run(&data, &[&["export", form], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let nodes = |text: &str| text.matches("<node ").count();
    let edges = |text: &str| text.matches("<edge ").count();
    let (graphml, gexf) = (export("graphml", &[]), export("gexf", &[]));
    assert_eq!(nodes(&graphml), nodes(&gexf));
    assert_eq!(edges(&graphml), edges(&gexf));
    assert!(nodes(&graphml) > 10_000 && edges(&graphml) > 10_000);
    let drawn = export("graphml", &chain);
    let sankey: Value = serde_json::from_str(&export("sankey", &chain)).unwrap();
    let count = |name: &str| sankey[name].as_array().unwrap().len();
    assert_eq!(nodes(&drawn), count("nodes"));
    assert_eq!(edges(&drawn), count("links") + count("backEdges"));
    assert_eq!(sankey["unknown"]["of"], edges(&drawn));
    // A chain has to be of some material.
    let output = run(&data, &["export", "sankey"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("material"), "{}", stderr(&output));
    let server = Served::start(&data);
    let (status, body) = server.get("/export/graphml?chain=true&material=material:nickel");
    assert_eq!((status, body), (200, drawn));
}
