//! Every form of an export with every option, by command and over HTTP; what is asked and is not there.

use std::path::Path;

use crate::program::Served;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// Forms of records, then one of chains alone.
const FORMS: [&str; 9] = [
    "csv", "xlsx", "graphml", "gexf", "geojson", "parquet", "turtle", "jsonl", "sankey",
];

fn exported(data: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = run(data, &[&["export"], arguments].concat());
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
    output.stdout
}

/// Status and body of an export over HTTP, its bytes as they are.
fn got(server: &Served, path: &str) -> (u16, Vec<u8>) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let address = format!("http://{}/export/{path}", server.address);
    let mut answer = agent.get(address).call().unwrap();
    let body = answer.body_mut().with_config().limit(1 << 30).read_to_vec();
    (answer.status().as_u16(), body.unwrap())
}

#[test]
fn every_form_is_the_same_by_command_and_over_http() {
    let folder = demo_data();
    let data = folder.path().join("data");
    // A commit more, so that there is an earlier revision.
    let extra = folder.path().join("sources.csv");
    std::fs::write(&extra, "id,title\nextra,An extra source\n").unwrap();
    let latest = revision(&data);
    let output = run(&data, &["import", extra.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    let before = latest.to_string();
    let mut expected = Vec::new();
    for form in FORMS {
        let is_chain = form == "sankey";
        let asked: Vec<(&str, &str)> = match is_chain {
            true => vec![
                ("material", "material:nickel"),
                ("year", "2020"),
                ("at", &before),
            ],
            false => vec![
                ("region", "fi1d7"),
                ("region", "region:fi1d8"),
                ("material", "nickel"),
                ("kind", "site"),
                ("kind", "figure"),
                ("year", "2022"),
                ("at", &before),
            ],
        };
        let options: Vec<String> = asked
            .iter()
            .map(|it| format!("--{}={}", it.0, it.1))
            .collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let query: Vec<String> = asked
            .iter()
            .map(|it| format!("{}={}", it.0, it.1))
            .collect();
        let bytes = exported(&data, &[&[form][..], &options].concat());
        assert!(!bytes.is_empty());
        expected.push((format!("{form}?{}", query.join("&")), bytes));
    }
    // A chain in the forms that hold both, and what was before the last commit.
    for form in ["graphml", "gexf"] {
        let bytes = exported(&data, &[form, "--chain", "--material=nickel"]);
        expected.push((format!("{form}?chain=true&material=nickel"), bytes));
    }
    let sources = |at: &str| exported(&data, &["jsonl", "--kind=source", "--at", at]);
    let (was, is) = (sources(&before), sources(&(latest + 1).to_string()));
    let has = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("source:extra\"");
    assert!(!has(&was) && has(&is), "each is of its revision");
    expected.push((format!("jsonl?kind=source&at={before}"), was));
    let server = Served::start(&data);
    for (path, bytes) in expected {
        let (status, body) = got(&server, &path);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        assert!(body == bytes, "{path} is not what the command writes");
    }
}

fn revision(data: &Path) -> u64 {
    let output = run(data, &["query", "src/cli/dataset.graphql"]);
    let answer: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    answer["data"]["dataset"]["revision"].as_u64().unwrap()
}

/// What cannot be asked: the status over HTTP, the query, and what is said. The command says the same where the options can be put.
const REFUSED: [(u16, &str, &str); 17] = [
    (
        400,
        "jsonl?kind=sit",
        "unknown kind `sit`; did you mean `site`?",
    ),
    (
        400,
        "xlsx?region=fi1d77",
        "unknown region `fi1d77`; did you mean `fi1d7`?",
    ),
    (
        400,
        "csv?region=site:kemi-mine",
        "unknown region `site:kemi-mine`",
    ),
    (
        400,
        "graphml?material=nikel",
        "unknown material `nikel`; did you mean `nickel`?",
    ),
    (
        400,
        "gexf?material=material:nikel",
        "did you mean `nickel`?",
    ),
    (404, "turtle?at=999", "unknown revision 999; the latest is "),
    (400, "turtle?at=-1", "expected a whole number"),
    (400, "parquet?year=soon", "expected a whole number"),
    (
        400,
        "geojson?year=1066",
        "1066 is no year that can be asked for: from 1500 to 2200; the nearest is 1500",
    ),
    (400, "csv?chain=true&material=nickel", "graphml"),
    (400, "sankey", "a chain is of one material, and 0 are named"),
    (
        400,
        "sankey?material=nickel&material=cobalt",
        "and 2 are named",
    ),
    (
        400,
        "graphml?chain=true&material=nickel&region=fi",
        "regions and kinds cannot narrow it",
    ),
    (
        400,
        "graphml?chain=yes&material=nickel",
        "expected `true` or `false`",
    ),
    (
        400,
        "csv?materials=nickel",
        "unknown parameter `materials`; did you mean `material`?",
    ),
    (
        404,
        "grahml",
        "unknown format `grahml`; did you mean `graphml`?",
    ),
    (
        404,
        "jsonl?region=fi1d7&year=1600&kind=scenario",
        "nothing is on record of region",
    ),
];

#[test]
fn what_is_not_there_is_told_with_the_nearest() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (_, asked, said) in REFUSED {
        let (form, query) = asked.split_once('?').unwrap_or((asked, ""));
        // What the parser of options refuses it refuses in its own words.
        let is_of_http = ["yes", "materials", "grahml", "soon", "at=-1", "1066"];
        if is_of_http.iter().any(|it| asked.contains(it)) {
            continue;
        }
        let pairs = query.split('&').filter(|it| !it.is_empty());
        let options = pairs.map(|it| match it {
            "chain=true" => "--chain".to_owned(),
            other => format!("--{other}"),
        });
        let options: Vec<String> = options.collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let output = run(&data, &[&["export", form][..], &options].concat());
        assert_eq!(
            output.status.code(),
            Some(2),
            "{asked}: {}",
            stderr(&output)
        );
        assert!(
            stderr(&output).contains(said),
            "{asked}: {}",
            stderr(&output)
        );
        assert!(output.stdout.is_empty(), "{asked}");
    }
    for (options, said) in [
        (&["grahml"][..], "graphml"),
        (&["csv", "--year=1066"], "the nearest is 1500"),
        (&["csv", "--year=soon"], "expected a whole number"),
        (&["csv", "--materials=nickel"], "--material"),
    ] {
        let output = run(&data, &[&["export"], options].concat());
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    let server = Served::start(&data);
    for (expected, asked, said) in REFUSED {
        let (status, body) = got(&server, asked);
        let body = String::from_utf8_lossy(&body);
        assert_eq!(status, expected, "{asked}: {body}");
        assert!(body.contains(said), "{asked}: {body}");
    }
}

#[test]
fn what_is_meant_is_told_by_name_and_a_year_without_figures_is_told() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let asked = |more: &[&str]| {
        let output = run(&data, &[&["export", "jsonl"], more].concat());
        (output.status.code(), stdout(&output), stderr(&output))
    };
    let (status, _, said) = asked(&["--region", "region:lapland"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(
        said.contains("did you mean `fi1d7`? That is Lapland"),
        "{said}"
    );
    let (_, apart, _) = asked(&["--kind", "site", "--kind", "material"]);
    let (status, together, said) = asked(&["--kind", "site,material"]);
    assert_eq!((status, together), (Some(0), apart), "{said}");
    let (status, text, said) = asked(&["--year", "1890"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(text.contains("\"ketju\""));
    assert!(said.contains("warning: no figure is of 1890"), "{said}");
    let (_, _, said) = asked(&["--year", "2022"]);
    assert!(!said.contains("warning"), "{said}");
}
