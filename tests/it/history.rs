//! The history of the data: what was known when, what differs, whether it is whole, and what may be forgotten.

use std::path::Path;

use ketju::model::Change;
use ketju::model::Commit;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Record;
use ketju::model::Value as Told;
use ketju::model::tables::source;
use ketju::store::DiskStore;
use ketju::store::Store as _;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::api::Api;
use crate::program::Served;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

const COMMIT: &str = "mutation($c: CommitInput!) { commit(input: $c) { revision { revision } problems { message } } }";

fn organisation(slug: &str, name: &str, website: Option<&str>) -> Value {
    let put = json!({ "id": format!("organisation:{slug}"), "nameEn": name, "website": website, "type": "COMPANY" });
    json!({ "put": { "organisation": put } })
}

fn site(slug: &str, name: &str, operator: Option<&str>) -> Value {
    let put = json!({
        "id": format!("site:{slug}"), "nameEn": name, "kind": "MINE", "operator": operator.map(|it| format!("organisation:{it}")),
    });
    json!({ "put": { "site": put } })
}

/// Four commits: two sites and two companies; a name and an operator; a merge; a site that goes.
fn commits() -> [(&'static str, Value); 4] {
    [
        (
            "what was known at first",
            json!([
                organisation("alpha", "Alpha", Some("https://alpha.example")),
                organisation("beta", "Beta", None),
                site("north", "North mine", Some("alpha")),
                site("south", "South mine", None),
            ]),
        ),
        (
            "the mine in the south has an operator",
            json!([
                site("south", "South mine", Some("beta")),
                site("north", "North pit", Some("alpha")),
            ]),
        ),
        (
            "one company",
            json!([{ "merge": { "from": "organisation:beta", "into": "organisation:alpha" } }]),
        ),
        ("closed", json!([{ "delete": "site:north" }])),
    ]
}

fn input(message: &str, changes: &Value) -> Value {
    json!({ "c": { "message": message, "changes": changes } })
}

/// A data folder with these four revisions.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (document, variables) = (
        folder.path().join("commit.graphql"),
        folder.path().join("variables.json"),
    );
    std::fs::write(&document, COMMIT).expect("a temporary file");
    for (message, changes) in commits() {
        std::fs::write(&variables, input(message, &changes).to_string()).expect("a temporary file");
        let (document, variables) = (document.to_str().unwrap(), variables.to_str().unwrap());
        let arguments = ["query", document, "--variables", variables];
        let output = run(&data(&folder), &arguments);
        let answer: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let commit = &answer["data"]["commit"];
        assert!(commit["revision"]["revision"].is_i64(), "{answer}");
    }
    folder
}

fn data(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("data")
}

/// What a command that succeeds prints.
fn told(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
    stdout(&output)
}

/// The status of a command that does not, and what it says.
fn refused(data: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(data, arguments);
    assert!(
        !output.status.success(),
        "{arguments:?}: {}",
        stdout(&output)
    );
    (output.status.code(), stdout(&output) + &stderr(&output))
}

fn csv(data: &Path, arguments: &[&str]) -> Vec<Vec<String>> {
    let text = told(data, &[arguments, &["--format", "csv"]].concat());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("CSV"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

fn json_of(data: &Path, arguments: &[&str]) -> Value {
    let text = told(data, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn log_tells_what_was_committed() {
    let folder = folder();
    let data = data(&folder);
    let rows = csv(&data, &["log"]);
    let column = |at: usize| -> Vec<&str> { rows[1..].iter().map(|it| it[at].as_str()).collect() };
    assert_eq!(column(0), ["4", "3", "2", "1"]);
    // A merge is logged as what it comes to: two organisations, and the site that named one.
    assert_eq!(column(3), ["1", "3", "2", "4"]);
    assert_eq!(column(4)[3], "what was known at first");
    assert!(column(5).iter().all(|it| it.len() == 64));
    assert_eq!(csv(&data, &["log", "--first", "2"]).len(), 3);
}

#[test]
fn diff_tells_fields_before_and_after() {
    let folder = folder();
    let data = data(&folder);
    let header = [
        "record",
        "became",
        "field",
        "before",
        "after",
        "revisions",
        "merged into",
    ];
    let expected = [
        &header[..],
        &[
            "organisation:alpha",
            "changed",
            "aliases",
            "",
            "beta;Beta",
            "3",
            "",
        ],
        &[
            "organisation:beta",
            "deleted",
            "name_en",
            "Beta",
            "",
            "3",
            "organisation:alpha",
        ],
        &[
            "organisation:beta",
            "deleted",
            "type",
            "COMPANY",
            "",
            "3",
            "organisation:alpha",
        ],
        &["site:south", "changed", "operator", "", "alpha", "2;3", ""],
    ];
    let rows = csv(&data, &["diff", "1", "3"]);
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let north = [
        "site:north",
        "changed",
        "name_en",
        "North mine",
        "North pit",
        "2",
        "",
    ];
    let (told_north, others): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|it| it[0] == "site:north");
    assert_eq!(told_north, [north]);
    assert_eq!(others, expected);
}

#[test]
fn diff_says_that_nothing_differs() {
    let folder = folder();
    let data = data(&folder);
    let said = "No difference.\n\n0 of 0 records that differ between revisions 2 and 2: 0 created, 0 changed, 0 deleted.\n";
    assert_eq!(told(&data, &["diff", "2", "2"]), said);
}

#[test]
fn diff_of_one_kind_goes_up_to_the_latest() {
    let folder = folder();
    let data = data(&folder);
    let answer = json_of(&data, &["diff", "1", "--kind", "site"]);
    let of = |field: &str| answer[field].as_i64().unwrap();
    assert_eq!(
        ["totalCount", "created", "changed", "deleted"].map(of),
        [2, 0, 1, 1]
    );
    assert_eq!(answer["to"]["revision"], 4, "the latest");
    let south = &answer["nodes"][1];
    assert_eq!(south["name"], "South mine");
    assert_eq!(
        south["fields"],
        json!([{ "field": "operator", "before": null, "after": "alpha" }])
    );
    assert_eq!(south["revisions"][1]["message"], "one company");
    let text = told(&data, &["diff", "3", "4"]);
    assert!(text.contains("0 created, 0 changed, 1 deleted"), "{text}");
    assert!(told(&data, &["diff", "2", "2"]).contains("0 of 0 records"));
}

#[test]
fn revisions_that_are_not_there_are_named_with_what_is() {
    let folder = folder();
    let data = data(&folder);
    for (arguments, said) in [
        (
            ["diff", "3", "2"],
            "`from` is revision 3, which is later than revision 2",
        ),
        (["diff", "1", "9"], "unknown revision 9; the latest is 4"),
        (["diff", "9", "10"], "unknown revision 10; the latest is 4"),
        (["diff", "0", "1"], "unknown revision 0; the latest is 4"),
    ] {
        let (code, text) = refused(&data, &arguments);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains(said), "{text}");
    }
    let (_, text) = refused(&data, &["diff", "1", "--kind", "sits"]);
    assert!(text.contains("did you mean `site`?"), "{text}");
    let (_, text) = refused(&data, &["compact", "--before", "5"]);
    assert!(
        text.contains("unknown revision 5; the latest is 4"),
        "{text}"
    );
}

#[test]
fn what_is_compacted_reads_the_same_or_says_that_it_is_gone() {
    let folder = folder();
    let data = data(&folder);
    let before = (csv(&data, &["log"]), csv(&data, &["diff", "3"]));
    let export = |at: &str| {
        let file = folder.path().join("export.zip");
        told(
            &data,
            &["export", "csv", "--at", at, "-o", file.to_str().unwrap()],
        );
        std::fs::read(file).expect("an export")
    };
    let exports = ["3", "4"].map(export);
    let whole = told(&data, &["verify"]);
    assert!(
        whole.contains("4 commits with 10 changes come to the stored chain hashes."),
        "{whole}"
    );
    told(&data, &["compact", "--before", "3"]);
    assert_eq!((csv(&data, &["log"]), csv(&data, &["diff", "3"])), before);
    assert_eq!(["3", "4"].map(export), exports);
    let table = told(&data, &["log"]);
    let marked: Vec<&str> = table
        .lines()
        .filter(|it| it.contains("(discarded)"))
        .collect();
    let of = |at: usize| marked[at].trim_start().split(' ').next();
    assert_eq!(
        (marked.len(), of(0), of(1)),
        (2, Some("2"), Some("1")),
        "{table}"
    );
    let (code, text) = refused(&data, &["diff", "2", "4"]);
    assert_eq!(code, Some(2));
    let said = "revision 2 was discarded; the oldest that can be rebuilt is 3";
    assert!(text.contains(said), "{text}");
    let (_, text) = refused(&data, &["search", "North", "--revision", "1"]);
    assert!(text.contains("revision 1 was discarded"), "{text}");
    let whole = json_of(&data, &["verify"]);
    assert_eq!(
        (&whole["oldest"], &whole["commits"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(whole["chainHash"], before.0[1][5].as_str());
    let output = run(&data, &["compact", "--before", "2"]);
    assert!(
        stderr(&output).contains("nothing to do"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_forged_commit_is_broken_and_is_not_compacted() {
    let folder = folder();
    let data = data(&folder);
    {
        let store = DiskStore::open(&data).expect("a store");
        let mut record = Record::new(Id::new(Kind::Source, "x"));
        record.set(source::TITLE, Told::Text("X".into()));
        let commit = Commit {
            revision: 5,
            changes: vec![Change::Put(record)],
            message: "forged".into(),
            author: "nobody".into(),
            at_ms: 0,
            chain: [7; 32],
        };
        store.append(&commit, 4).expect("a commit");
    }
    let (code, text) = refused(&data, &["verify"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("Broken: one revision has a fault."), "{text}");
    let rows = run(&data, &["verify", "--format", "csv"]);
    let rows = stdout(&rows);
    assert!(rows.lines().nth(1).unwrap().starts_with("5,"), "{rows}");
    assert!(rows.contains(&"07".repeat(32)), "{rows}");
    let (code, text) = refused(&data, &["compact"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("nothing was discarded"), "{text}");
    assert_eq!(
        csv(&data, &["diff", "1", "2"]).len(),
        3,
        "and revision 1 is still there"
    );
}

#[test]
fn beside_a_server_history_is_asked_and_the_store_is_left_alone() {
    let folder = folder();
    let data = data(&folder);
    let here = (csv(&data, &["log"]), csv(&data, &["diff", "1", "4"]));
    let _server = Served::start(&data);
    assert_eq!(
        (csv(&data, &["log"]), csv(&data, &["diff", "1", "4"])),
        here
    );
    for command in ["verify", "compact"] {
        let (code, text) = refused(&data, &[command]);
        assert_eq!(code, Some(2));
        assert!(
            text.contains("works on the whole store by itself"),
            "{text}"
        );
        assert!(text.contains("in use"), "{text}");
    }
}

#[test]
fn pages_of_changes_continue_at_the_revision_they_began_with() {
    let api = Api::empty();
    let commit = |message: &str, changes: &Value| {
        let answer = api.ask(COMMIT, &input(message, changes));
        assert!(
            answer["data"]["commit"]["revision"]["revision"].is_i64(),
            "{answer}"
        );
    };
    for (message, changes) in commits() {
        commit(message, &changes);
    }
    let document = "query($after: String, $kinds: [ID!], $to: Int) {
        changes(from: 1, to: $to, kinds: $kinds, first: 3, after: $after) { nodes { id } totalCount to { revision } pageInfo { endCursor hasNextPage } }
    }";
    let ask = |variables: Value| api.ask(document, &variables);
    let ids = |answer: &Value| -> Vec<String> {
        let nodes = answer["data"]["changes"]["nodes"]
            .as_array()
            .expect("nodes");
        nodes
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = ask(json!({}));
    assert_eq!(
        ids(&first),
        ["organisation:alpha", "organisation:beta", "site:north"]
    );
    let after = &first["data"]["changes"]["pageInfo"]["endCursor"];
    commit("more", &json!([site("west", "West mine", None)]));
    let rest = ask(json!({ "after": after }));
    assert_eq!(ids(&rest), ["site:south"]);
    assert_eq!(rest["data"]["changes"]["to"]["revision"], 4);
    assert_eq!(rest["data"]["changes"]["pageInfo"]["hasNextPage"], false);
    for other in [
        json!({ "after": after, "kinds": ["site"] }),
        json!({ "after": after, "to": 4 }),
    ] {
        let refused = ask(other);
        let code = &refused["errors"][0]["extensions"]["code"];
        assert_eq!(code, "BAD_INPUT", "a cursor of another question");
    }
    let sites = ask(json!({ "kinds": ["site", "site"] }));
    assert_eq!(ids(&sites), ["site:north", "site:south", "site:west"]);
}

/// Fields of the root that speak of all revisions, or of what the program knows beside the data.
const OF_NO_REVISION: &[&str] = &["clusterTypes", "revisions", "changes"];

#[test]
fn every_question_can_be_asked_of_any_revision() {
    let document = "{ __schema { queryType { fields { name args { name type { name ofType { name inputFields { name type { name } } } inputFields { name type { name } } } } } } } }";
    let answer = Api::empty().ask(document, &json!({}));
    let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let fields = list(&answer["data"]["__schema"]["queryType"]["fields"]);
    assert!(fields.len() > 30, "{answer}");
    let is_at = |it: &Value| it["name"] == "at" && it["type"]["name"] == "At";
    let has_at = |argument: &Value| {
        let of = &argument["type"];
        let inner = [list(&of["inputFields"]), list(&of["ofType"]["inputFields"])];
        is_at(argument) || inner.concat().iter().any(is_at)
    };
    let without = fields
        .iter()
        .filter(|it| !list(&it["args"]).iter().any(has_at));
    let without: Vec<&str> = without.map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(without, OF_NO_REVISION);
}

#[test]
fn every_command_that_asks_takes_a_revision() {
    let questions: &[&[&str]] = &[
        &["search"],
        &["directory"],
        &["paths"],
        &["trace"],
        &["throughput"],
        &["gaps"],
        &["partners"],
        &["stress"],
        &["benchmarks"],
        &["risk"],
        &["dependence"],
        &["exposure"],
        &["match", "list"],
        &["clusters", "partners"],
        &["clusters", "impact"],
        &["unused"],
        &["balance"],
        &["cite"],
        &["report"],
        &["export", "csv"],
    ];
    // Those that ask nothing of the data as they were: they change or run them, or tell of all revisions.
    let others = [
        "demo", "serve", "import", "query", "members", "log", "diff", "verify", "compact",
        "evaluate", "schema", "template", "config", "help",
    ];
    let nowhere = Path::new("no-such-folder");
    for question in questions {
        let help = told(nowhere, &[question, &["--help"][..]].concat());
        let takes = help.contains("--revision") || help.contains("--at <REV>");
        assert!(takes, "{question:?}: {help}");
    }
    let help = told(nowhere, &["--help"]);
    let commands = help.lines().skip_while(|it| *it != "Commands:").skip(1);
    let commands = commands.map_while(|it| it.strip_prefix("  "));
    for command in commands.filter_map(|it| {
        it.split_whitespace()
            .next()
            .filter(|_| !it.starts_with(' '))
    }) {
        let is_known = others.contains(&command) || questions.iter().any(|it| it[0] == command);
        assert!(is_known, "`{command}` is in neither list");
    }
}
