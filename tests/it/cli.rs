//! The commands as users meet them.

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

fn paths_json(data: &std::path::Path, arguments: &[&str]) -> Value {
    let mut all = vec!["paths", "--format", "json"];
    all.extend(arguments);
    let output = run(data, &all);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

#[test]
fn the_demo_loads_once_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = run(&data, &["demo", "--once"]);
    assert!(first.status.success(), "{}", stderr(&first));
    assert!(stderr(&first).contains("revision 1:"), "{}", stderr(&first));
    let second = run(&data, &["demo", "--once"]);
    assert!(second.status.success(), "{}", stderr(&second));
    assert!(
        stderr(&second).contains("kept the data"),
        "{}",
        stderr(&second)
    );
    assert!(
        stderr(&second).contains("enf: was loaded before"),
        "{}",
        stderr(&second)
    );
    assert_eq!(
        stdout(&first),
        stdout(&second),
        "the same data, the same tour"
    );
    for heading in [
        "What is loaded",
        "How complete it is",
        "What the data do not cover",
    ] {
        assert!(stdout(&first).contains(heading), "{}", stdout(&first));
    }
}

#[test]
fn chromium_from_kemi_to_tornio() {
    let folder = demo_data();
    let answer = paths_json(
        &folder.path().join("data"),
        &[
            "--from",
            "site:kemi-mine",
            "--to",
            "site:port-tornio-roytta",
            "--material",
            "material:chromium",
        ],
    );
    let paths = answer["paths"].as_array().unwrap();
    assert_eq!(paths.len(), 1, "exactly one path");
    let sites: Vec<&str> = paths[0]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["site"]["id"].as_str())
        .collect();
    let mut order = sites.clone();
    order.dedup();
    assert_eq!(
        order,
        [
            "site:kemi-mine",
            "site:tornio-ferrochrome",
            "site:tornio-steelworks",
            "site:port-tornio-roytta"
        ]
    );
    let moves: Vec<&Value> = paths[0]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["via"]["kind"] == "MOVEMENT")
        .collect();
    assert_eq!(moves.len(), 3);
    assert_eq!(
        (&moves[0]["via"]["mode"], &moves[0]["via"]["distanceKm"]),
        (&"ROAD".into(), &20.0.into())
    );
    let notes = moves[0]["via"]["assumptions"].to_string();
    assert!(
        notes.contains("SHORTER_THAN_GREAT_CIRCLE") && notes.contains("24.4"),
        "{notes}"
    );
    assert_eq!(moves[1]["via"]["mode"], "ON_SITE");
    assert!(
        moves[2]["via"]["distanceKm"].is_null(),
        "the harbour and the works have one position"
    );
    assert!(paths[0]["total"].is_null());
    assert_eq!(paths[0]["totalComplete"], false);
    assert_eq!(paths[0]["distanceKm"], 20.0);
    assert_eq!(answer["completeness"]["status"], "TRUNCATED");
    assert_eq!(answer["completeness"]["reasons"][0], "UNKNOWN_METRIC");
    let onward = paths[0]["continuesTo"].to_string();
    assert!(
        onward.contains("SEA") && onward.contains("Terneuzen"),
        "{onward}"
    );
    assert_eq!(answer["material"]["critical"], false);
}

#[test]
fn iron_from_kaunisvaara_to_narvik() {
    let folder = demo_data();
    let answer = paths_json(
        &folder.path().join("data"),
        &[
            "--from",
            "kaunisvaara-mine",
            "--to",
            "port-narvik",
            "--material",
            "iron",
        ],
    );
    let paths = answer["paths"].as_array().unwrap();
    assert_eq!(paths.len(), 1, "exactly one path");
    assert_eq!(
        paths[0]["total"], 376.0,
        "150 km by road and 226 km by rail"
    );
    assert_eq!(paths[0]["totalComplete"], true);
    assert_eq!(paths[0]["countries"], serde_json::json!(["SE", "NO"]));
    assert_eq!(paths[0]["leavesEu"], true);
    assert!(paths[0]["continuesTo"].to_string().contains("SEA"));
    assert_eq!(answer["completeness"]["status"], "EXHAUSTIVE");
}

#[test]
fn misuse_is_named_and_changes_nothing() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let kemi = ["--to", "site:port-tornio-roytta", "--material", "chromium"];
    for (arguments, expected) in [
        (
            &["--from", "site:kemi"][..],
            &["site:kemi", "site:kemi-mine"][..],
        ),
        (&["--from", "site:kemi-mien"], &["site:kemi-mine"]),
        (&["--from", "sites:kemi-mine"], &["sites"]),
        (&["--from", "kemi-mine", "-k", "0"], &["1", "200"]),
        (&["--from", "kemi-mine", "-k", "10000"], &["1", "200"]),
        (&["--from", "kemi-mine", "-k", "-1"], &["1", "200"]),
        (&["--from", "kemi-mine", "--year", "-5"], &["-5"]),
        (&["--from", "kemi-mine", "--revision", "99"], &["99"]),
        (&["--from", "kind=HARBUOR"], &["HARBUOR"]),
    ] {
        let mut all = vec!["paths"];
        all.extend(arguments);
        all.extend(kemi);
        let output = run(&data, &all);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}{}",
            stdout(&output),
            stderr(&output)
        );
        for word in expected {
            assert!(
                stderr(&output).contains(word),
                "{arguments:?}: {}",
                stderr(&output)
            );
        }
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn no_path_is_an_answer_of_its_own() {
    let folder = demo_data();
    let output = run(
        &folder.path().join("data"),
        &[
            "paths",
            "--from",
            "port-narvik",
            "--to",
            "kemi-mine",
            "--material",
            "chromium",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("No path is on record"),
        "{}",
        stdout(&output)
    );
    assert_eq!(stderr(&output), "", "nothing planned is in the way");
    let none = [
        "--from",
        "port-narvik",
        "--to",
        "kemi-mine",
        "--material",
        "chromium",
    ];
    let csv = run(
        &folder.path().join("data"),
        &[&["paths"], &none[..], &["--format", "csv"]].concat(),
    );
    let text = stdout(&csv);
    let row = text.lines().nth(1).unwrap();
    assert!(row.starts_with("none,,"), "{text}");
    assert!(
        text.lines()
            .next()
            .unwrap()
            .contains(",year,reason,message,")
    );
    assert!(row.contains(",2025,"), "{text}");
    let planned = run(
        &folder.path().join("data"),
        &[&["paths"], &none[..], &["--include-planned"]].concat(),
    );
    assert!(
        stdout(&planned).contains("among what operates or is planned in 2025"),
        "{}",
        stdout(&planned)
    );
}

#[test]
fn costs_need_a_rate_that_the_operator_sets() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let narvik = [
        "paths",
        "--from",
        "kaunisvaara-mine",
        "--to",
        "port-narvik",
        "--material",
        "iron",
        "--metric",
        "cost",
    ];
    let refused = run(&data, &narvik);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("`cost_rates.road`"),
        "{}",
        stderr(&refused)
    );
    let asked = |rates: &[(&str, &str)]| {
        let mut command = crate::program::ketju(&data);
        command.args(narvik);
        command.envs(rates.iter().copied());
        command.output().unwrap()
    };
    // 150 km by road at 0.1 EUR/t·km and 226 km by rail at 0.05: 15.00 + 11.30 EUR a tonne.
    let told = asked(&[
        ("KETJU_COST_RATES_ROAD", "0.1"),
        ("KETJU_COST_RATES_RAIL", "0.05"),
    ]);
    assert!(told.status.success(), "{}", stderr(&told));
    let text = stdout(&told);
    assert!(text.contains(", 26.30 EUR a tonne"), "{text}");
    assert!(
        text.contains("the rate of road that the operator has set, 0.1 EUR/t·km"),
        "{text}"
    );
    // Without a rate of the train the costs of the path are not known.
    let half = stdout(&asked(&[("KETJU_COST_RATES_ROAD", "0.1")]));
    assert!(half.contains("a leg of unknown costs"), "{half}");
    assert!(!half.contains("EUR a tonne"), "{half}");
    let negative = asked(&[("KETJU_COST_RATES_ROAD", "-1")]);
    assert_eq!(negative.status.code(), Some(2));
    assert!(
        stderr(&negative).contains("cost_rates.road"),
        "{}",
        stderr(&negative)
    );
}

#[test]
fn settings_say_where_they_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ketju.toml");
    let text = "workers = 3\nlisten = \"127.0.0.1:9\"\n[cost_rates]\nroad = 0.1\nsea = 0.01\n";
    std::fs::write(&file, text).unwrap();
    let output = crate::program::ketju(folder.path())
        .args([
            "config",
            "--format",
            "json",
            "--settings",
            file.to_str().unwrap(),
        ])
        .env("KETJU_QUEUE", "7")
        .env("KETJU_WORKERS", "4")
        .env("KETJU_COST_RATES_SEA", "0.02")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let settings: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let of = |name: &str| {
        let setting = settings
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["setting"] == name)
            .unwrap();
        (
            setting["value"].as_str().unwrap().to_owned(),
            setting["from"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(
        of("workers"),
        ("4".into(), "environment".into()),
        "the environment wins over the file"
    );
    assert_eq!(of("queue"), ("7".into(), "environment".into()));
    assert_eq!(of("data").1, "flag");
    let (listen, from) = of("listen");
    assert_eq!(listen, "127.0.0.1:9");
    assert!(
        from.starts_with("file ") && from.ends_with("ketju.toml"),
        "{from}"
    );
    assert_eq!(of("max_request_bytes").1, "default");
    let (road, from) = of("cost_rates.road");
    assert!(road == "0.1" && from.starts_with("file "), "{road} {from}");
    assert_eq!(of("cost_rates.sea"), ("0.02".into(), "environment".into()));
    assert_eq!(of("cost_rates.rail"), (String::new(), "default".into()));

    std::fs::write(&file, "[cost_rates]\nroda = 0.1\n").unwrap();
    let output = run(
        folder.path(),
        &["config", "--settings", file.to_str().unwrap()],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("roda"), "{}", stderr(&output));

    std::fs::write(&file, "wrokers = 3\n").unwrap();
    let output = run(
        folder.path(),
        &["config", "--settings", file.to_str().unwrap()],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("wrokers"), "{}", stderr(&output));
}

#[test]
fn a_broken_package_stores_nothing() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let package = folder.path().join("package");
    std::fs::create_dir(&package).unwrap();
    let descriptor = r#"{ "name": "broken", "title": "Broken", "version": "1", "referenceYear": 2025, "licences": [], "resources": [] }"#;
    std::fs::write(package.join("datapackage.json"), descriptor).unwrap();
    std::fs::write(package.join("sources.csv"), "id,title\nsrc-broken,A page\n").unwrap();
    std::fs::write(package.join("links.csv"), "id,from,to,product,sources\nnew-link,site:kevitsa,site:ronnskar,copper-concentrate,src-broken\n").unwrap();
    let before = run(&data, &["export", "csv"]);
    let output = run(
        &data,
        &["import", package.to_str().unwrap(), "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let report: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let problem = &report["problems"][0];
    assert_eq!(problem["file"], "links.csv");
    assert_eq!(problem["line"], 2);
    assert_eq!(problem["column"], "from");
    assert_eq!(problem["suggestion"], "site:kevitsa-mine");
    let after = run(&data, &["export", "csv"]);
    assert_eq!(before.stdout, after.stdout, "nothing is stored");
}

#[test]
fn a_second_demo_keeps_what_was_corrected_and_deleted() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let correction = "mutation { commit(input: { message: \"corrected\", changes: [
        { put: { material: { id: \"material:aggregates\", nameEn: \"Sand and gravel\", kind: MINERAL_COMMODITY } } }
        { delete: \"relation:kuopio-health-part-of-superecosystem\" }
    ] }) { changed deleted problems { message } } }";
    let file = folder.path().join("correction.graphql");
    std::fs::write(&file, correction).unwrap();
    let output = run(&data, &["query", file.to_str().unwrap()]);
    let answer: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(answer["data"]["commit"]["changed"], 1, "{answer}");
    assert_eq!(answer["data"]["commit"]["deleted"], 1, "{answer}");
    let before = run(&data, &["export", "csv"]);
    assert!(run(&data, &["demo", "--once"]).status.success());
    let after = run(&data, &["export", "csv"]);
    assert_eq!(before.stdout, after.stdout);
}

#[test]
fn a_group_says_that_its_members_are_not_looked_at() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let output = run(
        &data,
        &[
            "paths",
            "--from",
            "talga-vittangi",
            "--to",
            "kind=EXTERNAL",
            "--material",
            "graphite",
            "--include-planned",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("is a group"),
        "{}",
        stdout(&output)
    );
    let rare_earths = [
        "paths",
        "--from",
        "lkab-lulea-park",
        "--to",
        "reetec-heroya",
        "--material",
        "rare-earth-elements",
    ];
    let output = run(&data, &rare_earths);
    assert!(
        stdout(&output).contains("is a critical raw material of the EU"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn what_is_assumed_of_the_first_place_is_shown() {
    let folder = demo_data();
    let output = run(
        &folder.path().join("data"),
        &[
            "paths",
            "--from",
            "hannukainen",
            "--to",
            "kind=EXTERNAL",
            "--material",
            "copper",
            "--include-planned",
        ],
    );
    assert!(
        stdout(&output).contains("Besides: Hannukainen"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn reading_makes_no_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("misspelt");
    for arguments in [
        &["paths", "--from", "a", "--to", "b", "--material", "c"][..],
        &["export", "csv"],
    ] {
        let output = run(&data, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("there are no data in"),
            "{}",
            stderr(&output)
        );
        assert!(!data.exists());
    }
}

#[test]
fn where_there_is_no_path_it_says_why_and_what_could_be_added() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let question = [
        "paths",
        "--from",
        "terrafame-mine",
        "--to",
        "kind=HARBOUR",
        "--material",
        "nickel",
        "--candidates-within",
        "300",
    ];
    let output = run(&data, &question);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    for said in [
        "leaves the map",
        "Furthest stage: processing at Terrafame battery chemicals plant",
        "Goes to Renault (battery value chain), mode not stated; multi-year contract 2022",
        "Port of Oulu",
        "167.5",
        "Candidate routes (no source reports them)",
        "candidate",
        "Carried by none",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let csv = stdout(&run(&data, &[&question[..], &["--format", "csv"]].concat()));
    assert!(csv.starts_with("route,rank,"), "{csv}");
    assert!(
        csv.lines().skip(1).all(|it| it.starts_with("candidate,")),
        "{csv}"
    );
    assert!(csv.lines().count() > 10, "{csv}");
    let refused = run(&data, &[&question[..8], &["-1"]].concat());
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("above 0, to 5000"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn what_is_not_known_of_a_path_does_not_look_known() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let asked = [
        "paths",
        "--from",
        "kemi-mine",
        "--to",
        "kind=HARBOUR",
        "-k",
        "1",
    ];
    let ask = |more: &[&str]| {
        let all = [
            &asked[..],
            &["--material", "chromium", "--metric", "loss"],
            more,
        ]
        .concat();
        stdout(&run(&data, &all))
    };
    let text = ask(&[]);
    let headline = text.lines().next().unwrap();
    assert!(
        headline.contains("nothing known to be lost: recoveries not known are taken as 1"),
        "{text}"
    );
    assert!(!headline.contains("EUR"), "{text}");
    let csv = ask(&["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|it| it == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(&rows[1][at("distance_km")], "20.0", "{csv}");
    assert_eq!(&rows[1][at("link")], "link:fl-001", "{csv}");
    assert!(rows[1][at("sources")].starts_with("source:"), "{csv}");
    assert_eq!(&rows[rows.len() - 1][at("distance_km")], "", "{csv}");
    assert_eq!(&rows[1][at("recovery")], "", "{csv}");
}

#[test]
fn members_are_imported_once_and_found_in_the_directory() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let file = folder.path().join("members.csv");
    let header = "organisation,cluster,role,as_of,source\n";
    let rows = "Invented Works,cluster:georange,company member,2025,https://members.example/list\n";
    std::fs::write(&file, format!("{header}{rows}")).unwrap();
    let file = file.to_str().unwrap();
    let refused = run(&data, &["members", "import", file]);
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    let told = stdout(&refused);
    assert!(told.contains("members.csv:2"), "{told}");
    assert!(
        told.contains("unknown organisation `Invented Works`"),
        "{told}"
    );
    let arguments = ["members", "import", file, "--create"];
    let tried = run(&data, &[&arguments[..], &["--dry-run"]].concat());
    assert!(
        stderr(&tried).contains("would be: 3 created"),
        "{}",
        stderr(&tried)
    );
    let first = run(&data, &arguments);
    assert!(
        first.status.success(),
        "{}{}",
        stdout(&first),
        stderr(&first)
    );
    assert!(stderr(&first).contains("3 created"), "{}", stderr(&first));
    let second = run(&data, &arguments);
    assert!(
        stderr(&second).contains("nothing to do: 0 created"),
        "{}",
        stderr(&second)
    );
    let found = run(
        &data,
        &[
            "search",
            "inventd works",
            "--kind",
            "organisation",
            "--format",
            "csv",
        ],
    );
    assert!(
        stdout(&found).contains("organisation:invented-works,Invented Works,typo"),
        "{}",
        stdout(&found)
    );
}

#[test]
fn the_directory_lists_what_is_asked_for() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let told = |arguments: &[&str]| {
        let output = run(&data, &[&["directory"], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let leaching = [
        "clusters",
        "--process",
        "leaching",
        "--material",
        "nickel",
        "--format",
        "csv",
    ];
    assert!(told(&leaching).contains("cluster:batcircle"));
    let nearest = told(&["platforms", "--can-test", "ss-fecr-slag", "--format", "csv"]);
    let first = nearest.lines().nth(1).unwrap_or_default();
    assert!(first.contains("platform:oms-minipilot"), "{nearest}");
    // A facilitation platform tests nothing, however near; a word of the trade alone is no match.
    assert!(!nearest.contains("kemi-tornio-circular"), "{nearest}");
    let water = told(&[
        "platforms",
        "--can-test",
        "ss-hitura-water",
        "--format",
        "csv",
    ]);
    assert!(water.contains("savonia-waterlab"), "{water}");
    assert!(!water.contains("callio"), "{water}");
    let how = |row: &str| row.contains(",specific,");
    let groups: Vec<bool> = water.lines().skip(1).map(how).collect();
    assert!(groups.is_sorted_by(|a, b| a >= b), "{water}");
    let sludge = told(&[
        "platforms",
        "--can-test",
        "ss-kt-biosludge",
        "--format",
        "csv",
    ]);
    let first = sludge.lines().nth(1).unwrap_or_default();
    assert!(
        first.contains("ecosairila-platform") && how(first),
        "{sludge}"
    );
}

#[test]
fn the_directory_tells_dates_roles_and_what_it_refuses() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let told = |arguments: &[&str]| {
        let output = run(&data, &[&["directory"], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let undated = told(&["programmes", "--open-on", "2025-06", "--format", "csv"]);
    let marks = undated
        .lines()
        .skip(1)
        .map(|it| it.ends_with(",dates not on record"));
    let marks: Vec<bool> = marks.collect();
    assert!(marks.is_sorted() && marks.contains(&true), "{undated}");
    assert!(undated.contains(",end not on record"), "{undated}");
    assert!(told(&["clusters"]).contains(" in other roles"));
    let open = told(&["programmes", "--open-on", "2016-03", "--format", "json"]);
    let open: Value = serde_json::from_str(&open).expect("JSON");
    assert!(open["totalCount"].as_u64().is_some_and(|it| it > 0));
    let near = [
        "organisations",
        "--near",
        "62.89,27.68",
        "--within-km",
        "10",
    ];
    assert!(told(&near).contains("savonia"));
    let wrong = run(&data, &["directory", "programmes", "--near", "here"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("is no point"), "{}", stderr(&wrong));
    let empty = run(&data, &["search", " "]);
    assert!(
        stderr(&empty).contains("nothing to look for"),
        "{}",
        stderr(&empty)
    );
    let status = run(&data, &["match", "list", "--status", "FOO"]);
    let told = stderr(&status);
    assert!(
        told.contains("CONTACTED") && !told.contains("filter."),
        "{told}"
    );
}
