//! The commands and reports of policy as users meet them.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// The output of a command that is done.
fn done(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    let code = output.status.code();
    assert_eq!(code, Some(0), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn json(data: &Path, arguments: &[&str]) -> Value {
    let text = done(data, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

/// The records of a CSV text, each as its cells, after a header.
fn records(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |it: &csv::StringRecord| it.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = cells(reader.headers().expect("a header"));
    let rows = reader.records().map(|it| cells(&it.expect("a record")));
    (header, rows.collect())
}

#[test]
fn benchmarks_in_each_format() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let some = ["benchmarks", "nickel", "magnesium", "germanium"];
    let table = done(&data, &some);
    let rows = table.lines().take_while(|it| !it.is_empty());
    for row in rows {
        assert!(row.chars().count() <= 120, "{row}");
    }
    assert!(table.contains("Art. 5(1)(a)(ii)"), "{table}");
    let answer = json(&data, &some);
    let (header, rows) = records(&done(&data, &[&some[..], &["--format", "csv"]].concat()));
    let of = answer["byMaterial"].as_array().unwrap();
    assert_eq!(rows.len(), of.len());
    let at = |name: &str| header.iter().position(|it| it == name).expect("a column");
    for (row, it) in rows.iter().zip(of) {
        assert_eq!(row[at("material")], it["material"]["slug"]);
        assert_eq!(row[at("status")], it["status"]);
        let capacity = it["capacityTonnesPerYear"].as_f64();
        assert_eq!(row[at("capacity_tonnes_per_year")].parse().ok(), capacity);
        assert_eq!(
            row[at("sources")].is_empty(),
            it["sources"] == Value::Array(Vec::new())
        );
    }
    // Primary magnesium: a source states zero; that is a number, and misses.
    let magnesium = of
        .iter()
        .find(|it| it["material"]["slug"] == "magnesium" && it["benchmark"] == "PROCESSING");
    assert_eq!(magnesium.unwrap()["capacityTonnesPerYear"], 0.0);
    assert_eq!(magnesium.unwrap()["status"], "MISSED");
    let one = done(&data, &["benchmarks", "nickel", "--region", "fi"]);
    assert!(one.contains("counted: "), "{one}");
    assert!(one.contains("for Finland they are information"), "{one}");
}

#[test]
fn all_critical_materials_fit_into_one_answer() {
    let folder = demo_data();
    let answer = json(
        &folder.path().join("data"),
        &["benchmarks", "--all-critical"],
    );
    let of = answer["byMaterial"].as_array().unwrap();
    let slugs: BTreeSet<&str> = of
        .iter()
        .filter_map(|it| it["material"]["slug"].as_str())
        .collect();
    // 34 critical raw materials, some of them groups told with their members.
    assert!(slugs.len() >= 34, "{slugs:?}");
    assert_eq!(answer["notLookedAt"], Value::Array(Vec::new()));
}

#[test]
fn risk_in_each_format() {
    let folder = demo_data();
    let data = folder.path().join("data");
    // Worked by hand from the figures of the assessment (methods, section 7): gallium 3.801858.
    let gallium = json(&data, &["risk", "gallium"]);
    let risk = gallium["supplyRisk"].as_f64().unwrap();
    assert!((risk - 3.801_858).abs() < 1e-6, "{risk}");
    let text = done(&data, &["risk", "gallium"]);
    assert!(text.contains("HHI of global supply 5.033"), "{text}");
    let (header, terms) = records(&done(&data, &["risk", "gallium", "--format", "csv"]));
    let at = |name: &str| header.iter().position(|it| it == name).expect("a column");
    let global = terms
        .iter()
        .filter(|it| it[at("supply")] == "GLOBAL" && it[at("stage")] == "PROCESSING");
    let hhi: f64 = global
        .map(|it| it[at("contribution")].parse::<f64>().unwrap())
        .sum();
    assert!((hhi - 5.032_896).abs() < 1e-6, "{hhi}");
    let all = done(&data, &["risk"]);
    assert!(all.contains("critical_by_rule"), "{all}");
    let (_, rows) = records(&done(
        &data,
        &["risk", "gallium", "cobalt", "--format", "csv"],
    ));
    assert_eq!(rows.len(), 2);
}

#[test]
fn dependence_and_exposure() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let told = done(&data, &["dependence", "germanium"]);
    assert!(
        told.contains("CN 83 %") && told.contains("MISSED"),
        "{told}"
    );
    let (header, rows) = records(&done(
        &data,
        &["dependence", "germanium", "--format", "csv"],
    ));
    assert!(rows.iter().all(|it| it.len() == header.len()));
    assert!(rows.iter().any(|it| it.contains(&"region:cn".to_owned())));
    let told = done(
        &data,
        &["exposure", "ru", "--region", "fi", "--material", "nickel"],
    );
    assert!(
        told.contains("Nornickel Harjavalta nickel refinery"),
        "{told}"
    );
    let none = done(&data, &["exposure", "FJ", "--region", "fi"]);
    assert!(
        none.contains("0 receive something from Fiji") && none.contains("it is not known"),
        "{none}"
    );
    assert!(none.contains("Where the origin is not on record"), "{none}");
    let whole = done(
        &data,
        &["exposure", "RU", "--region", "fi", "--format", "csv"],
    );
    assert!(whole.contains("site:"), "{whole}");
}

#[test]
fn misuse_names_the_nearest() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for arguments in [
        &["benchmarks", "colbat"][..],
        &["risk", "colbat"],
        &["risk", "colbat", "nickel"],
        &["dependence", "colbat"],
        &["exposure", "RU", "--material", "colbat"],
        &["report", "material", "colbat"],
    ] {
        let output = run(&data, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            stderr(&output).contains("cobalt"),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "");
    }
    for arguments in [
        &["benchmarks", "--all-critical", "nickel"][..],
        &["report", "material", "nickel", "--format", "xlsx"],
        &["report", "material", "nickel", "-o", "nickel.doc"],
        &["report", "region", "finlnad"],
    ] {
        let output = run(&data, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_year_without_data_is_unknown_and_never_zero() {
    let folder = demo_data();
    let answer = json(
        &folder.path().join("data"),
        &["benchmarks", "nickel", "--year", "1950"],
    );
    let of = answer["byMaterial"].as_array().unwrap();
    assert!(!of.is_empty());
    for it in of {
        assert_eq!(it["status"], "UNKNOWN", "{it}");
        assert!(it["capacityTonnesPerYear"].is_null(), "{it}");
    }
}

/// Every tag is closed in order, but for those that never are.
fn assert_balanced(html: &str) {
    let body = html.split_once("</style>").expect("a style").1;
    let mut open: Vec<&str> = vec!["html", "head"];
    for tag in body.split('<').skip(1) {
        let tag = tag.split(['>', ' ', '\n']).next().unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed)),
            None if matches!(tag, "meta" | "br" | "!doctype") => (),
            None => open.push(tag),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

/// The values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> BTreeSet<&'a str> {
    let told = html.split(attribute).skip(1);
    told.filter_map(|it| it.split('"').next()).collect()
}

#[test]
fn a_page_of_a_material_or_region_is_whole() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (about, subject, words) in [
        (
            "material",
            "Koboltti",
            &["point I(d)", "Congo", "Art. 5(1)(a)(ii)", "Cite as"][..],
        ),
        ("material", "hree", &["group has the mean"]),
        (
            "region",
            "fi",
            &["Terrafame", "for Finland", "side-stream", "Cite as"],
        ),
        ("region", "region:enf", &["Terrafame"]),
    ] {
        let html = done(&data, &["report", about, subject]);
        assert_balanced(&html);
        assert!(!html.contains("<script"), "nothing runs");
        let (links, ids) = (values(&html, "href=\"#"), values(&html, "id=\""));
        let lost: Vec<_> = links.difference(&ids).collect();
        assert!(lost.is_empty(), "{subject}: {lost:?}");
        assert!(
            links.iter().any(|it| it.starts_with("source-")),
            "{subject} cites"
        );
        for word in words {
            assert!(html.contains(word), "{subject}: {word}");
        }
    }
}

/// A package with a material whose name a spreadsheet would run.
fn import_a_formula(folder: &Path) {
    let package = folder.join("package");
    std::fs::create_dir(&package).unwrap();
    let descriptor = r#"{ "name": "formula", "title": "Formula", "version": "1", "referenceYear": 2025, "licences": [], "resources": [] }"#;
    std::fs::write(package.join("datapackage.json"), descriptor).unwrap();
    let sources = "id,title\nsrc-formula,A <b>page</b>\n";
    std::fs::write(package.join("sources.csv"), sources).unwrap();
    let materials = "id,name_en,kind,sources\nformulium,=1+1,ELEMENT,src-formula\n";
    std::fs::write(package.join("materials.csv"), materials).unwrap();
    let output = run(&folder.join("data"), &["import", package.to_str().unwrap()]);
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
}

/// The text of a part of a workbook.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a zip");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("XML");
    text
}

#[test]
fn texts_never_run_as_formulas() {
    let folder = demo_data();
    let data = folder.path().join("data");
    import_a_formula(folder.path());
    let tidy = done(
        &data,
        &["report", "material", "formulium", "--format", "csv"],
    );
    let (header, rows) = records(&tidy);
    let columns = [
        "section", "item", "field", "value", "unit", "year", "article", "sources",
    ];
    assert_eq!(header, columns);
    let title = rows.iter().find(|it| it[2] == "title").unwrap();
    assert_eq!(title[3], "'=1+1");
    let runs = |it: &String| it.starts_with(['=', '+', '@']);
    assert!(!rows.iter().flatten().any(runs), "{tidy}");
    let html = done(&data, &["report", "material", "formulium"]);
    assert!(
        html.contains("A &#60;b&#62;page") || html.contains("A &lt;b&gt;page"),
        "{html}"
    );
    let file = folder.path().join("formulium.xlsx");
    done(
        &data,
        &[
            "report",
            "material",
            "formulium",
            "-o",
            file.to_str().unwrap(),
        ],
    );
    let workbook = std::fs::read(&file).unwrap();
    assert!(part(&workbook, "xl/sharedStrings.xml").contains("<t>=1+1</t>"));
    assert!(!part(&workbook, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn a_workbook_holds_the_tables_with_numbers_as_numbers() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let file = folder.path().join("gallium.xlsx");
    let path = file.to_str().unwrap();
    done(&data, &["report", "material", "gallium", "-o", path]);
    let workbook = std::fs::read(&file).unwrap();
    let sheets = part(&workbook, "xl/workbook.xml");
    let names: Vec<&str> = sheets
        .split("<sheet name=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .collect();
    for name in ["About", "Sentences", "Benchmarks", "Supply risk", "Sources"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let at = names.iter().position(|it| *it == "Supply risk").unwrap() + 1;
    let sheet = part(&workbook, &format!("xl/worksheets/sheet{at}.xml"));
    assert!(sheet.contains("state=\"frozen\""), "the header stays");
    // Supply risk of gallium at processing, as in `risk_in_each_format`.
    let numbers = sheet
        .split("<v>")
        .skip(1)
        .filter_map(|it| it.split('<').next()?.parse::<f64>().ok());
    assert!(
        numbers.into_iter().any(|it| (it - 3.801_858).abs() < 1e-6),
        "{sheet}"
    );
    done(&data, &["report", "material", "gallium", "-o", path]);
    assert_eq!(
        std::fs::read(&file).unwrap(),
        workbook,
        "the same report, the same bytes"
    );
}

#[test]
fn the_answers_and_the_tidy_table_of_a_report() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let answers = json(&data, &["report", "material", "nickel"]);
    for key in [
        "material",
        "benchmarks",
        "supplyRisk",
        "dependence",
        "gaps",
        "sites",
        "projects",
        "sideStreams",
        "regions",
        "dataset",
        "sources",
    ] {
        assert!(!answers[key].is_null(), "{key}");
    }
    let sites = answers["sites"]["PROCESSING"].as_array().unwrap();
    let (_, rows) = records(&done(
        &data,
        &["report", "material", "nickel", "--format", "csv"],
    ));
    let told = rows
        .iter()
        .filter(|it| it[0] == "sites/Sites" && it[2] == "site id");
    let processing = told.filter(|it| it[1].starts_with("processing / ")).count();
    assert_eq!(
        processing,
        sites.len(),
        "every site of the answer is in the table"
    );
    let known: BTreeSet<&str> = answers["sources"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    for row in &rows {
        let cited = row[7].split(';').filter(|it| !it.is_empty());
        cited.for_each(|it| assert!(known.contains(it), "{it}"));
    }
    let total = answers["gaps"]["totalCount"].as_u64().unwrap();
    let gaps = rows
        .iter()
        .filter(|it| it[0] == "gaps/Gaps" && it[2] == "gap id")
        .count();
    assert_eq!(gaps as u64, total);
}

#[test]
fn a_scenario_changes_the_benchmarks_and_is_named() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let file = folder.path().join("scenario.json");
    std::fs::write(&file, r#"[{ "closeCountry": "FI" }]"#).unwrap();
    let scenario = file.to_str().unwrap();
    let asked = ["benchmarks", "nickel", "--scenario", scenario, "--baseline"];
    let text = done(&data, &asked);
    assert!(
        text.contains("Under the scenario") && text.contains("Without the scenario"),
        "{text}"
    );
    let answer = json(&data, &asked);
    let processing = |answer: &Value| {
        let of = answer["byMaterial"].as_array().unwrap().iter();
        let mut of = of.filter(|it| it["benchmark"] == "PROCESSING");
        of.next().unwrap()["capacityTonnesPerYear"]
            .as_f64()
            .unwrap_or(0.0)
    };
    assert!(processing(&answer) < processing(&answer["baseline"]));
    let html = done(
        &data,
        &["report", "material", "nickel", "--scenario", scenario],
    );
    assert!(html.contains("<th scope=\"row\">Scenario</th>"), "{html}");
}

#[test]
fn a_refusal_names_value_argument_and_what_is_near() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (arguments, words) in [
        (
            &["benchmarks", "--region", "xx"][..],
            &["`xx`", "--region", "ketju search"][..],
        ),
        (
            &["report", "material", "unobtainium"],
            &["`unobtainium`", "SUBJECT", "ketju search"],
        ),
        (&["exposure", "ZZ"], &["`ZZ`", "country", "ketju search"]),
        (
            &["benchmarks", "--scenario", "nope"],
            &["`nope`", "scenario", "ketju search"],
        ),
        (
            &["benchmarks", "--region", "Europe"],
            &[
                "`Europe`",
                "--region",
                "`region:eu`",
                "`region:europe-undefined`",
            ],
        ),
        (
            &["exposure", "RU", "--region", "Europe"],
            &[
                "`Europe`",
                "--region",
                "`region:eu`",
                "`region:europe-undefined`",
            ],
        ),
        (&["exposure", "Russia"], &["`Russia`", "`RU`"]),
        (
            &["risk", "--year", "20255"],
            &["20255", "--year", "the nearest is 2200"],
        ),
    ] {
        let output = run(&data, arguments);
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        for word in words {
            assert!(told.contains(word), "{arguments:?}: {word}: {told}");
        }
        assert!(!told.contains("occurred while parsing"), "{told}");
        assert!(!told.contains("is no slug"), "{told}");
    }
}

#[test]
fn a_material_is_found_by_its_symbol_and_names() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let by_slug = done(&data, &["benchmarks", "nickel"]);
    for name in ["Ni", "Nikkeli", "material:nickel", "NICKEL"] {
        assert_eq!(done(&data, &["benchmarks", name]), by_slug, "{name}");
    }
    assert_eq!(
        done(&data, &["benchmarks", "nickel", "--region", "Finland"]),
        done(&data, &["benchmarks", "nickel", "--region", "fi"])
    );
    assert_eq!(
        done(&data, &["risk", "Ni"]),
        done(&data, &["risk", "nickel"])
    );
}

#[test]
fn what_is_planned_stands_apart_with_or_without_the_option() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let without = json(&data, &["benchmarks", "magnesium", "nickel"]);
    let with = json(
        &data,
        &["benchmarks", "magnesium", "nickel", "--include-planned"],
    );
    assert_eq!(without["byMaterial"], with["byMaterial"]);
    let told = done(&data, &["benchmarks", "magnesium", "--include-planned"]);
    assert!(told.contains("--include-planned changes nothing"), "{told}");
    assert!(
        told.contains("planned sites: ") && told.contains("planned projects: "),
        "{told}"
    );
    let plain = done(&data, &["benchmarks", "magnesium"]);
    assert!(!plain.contains("--include-planned"), "{plain}");
}

#[test]
fn a_material_that_is_not_strategic_is_information() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let told = done(&data, &["benchmarks", "iron"]);
    assert!(
        told.starts_with("Article 5(1) speaks of strategic raw materials.")
            && told.contains("iron"),
        "{told}"
    );
    assert!(!told.contains("Of the 0"), "{told}");
    let nickel = done(&data, &["benchmarks", "nickel"]);
    assert!(!nickel.contains("Article 5(1) speaks"), "{nickel}");
    let html = done(&data, &["report", "material", "iron"]);
    assert!(html.contains("Article 5(1) speaks"), "{html}");
    assert!(!html.contains("Of the 0"), "{html}");
}

#[test]
fn the_table_of_benchmarks_explains_its_signs() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let told = done(&data, &["benchmarks", "magnesium"]);
    assert!(
        told.contains(" +1") && told.contains("+1, +2, …: "),
        "{told}"
    );
    assert!(!told.contains("≤ 0 %"), "{told}");
    let nickel = done(&data, &["benchmarks", "nickel", "--region", "fi"]);
    assert!(nickel.contains("2021 to 2024 ("), "{nickel}");
    assert!(!nickel.contains("2021/2024 ("), "{nickel}");
    let answer = json(&data, &["benchmarks", "lithium"]);
    let forecasts = answer["byMaterial"][0]["consumption"].as_array().unwrap();
    let forecasts = forecasts
        .iter()
        .filter(|it| {
            let vintage = it["figure"]["vintage"].as_str();
            vintage.is_some_and(|it| it.starts_with("FORECAST"))
        })
        .count();
    assert!(forecasts > 0, "the data hold a forecast of lithium");
    let lithium = done(&data, &["benchmarks", "lithium"]);
    assert!(
        lithium.matches("(FORECAST; ").count() >= forecasts,
        "{lithium}"
    );
}

#[test]
fn gaps_have_short_rules_and_tell_nothing_twice() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let told = done(&data, &["gaps", "--kind", "BENCHMARK", "--closers", "1"]);
    let rules = told.lines().filter(|it| it.starts_with('─'));
    let widths: Vec<usize> = rules.map(|it| it.chars().count()).collect();
    assert_eq!(widths, [120], "{told}");
    let answer = json(&data, &["gaps", "--kind", "BENCHMARK", "--closers", "1"]);
    let gaps = answer["nodes"].as_array().unwrap();
    assert!(!gaps.is_empty());
    for gap in gaps {
        let message = gap["message"].as_str().unwrap();
        assert_eq!(told.matches(message).count(), 1, "{message}");
    }
    assert!(
        told.contains("What would help with 1: BENCHMARK "),
        "{told}"
    );
}

#[test]
fn a_report_of_a_region_tells_all_it_asked_and_what_is_not_known() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let answers = json(&data, &["report", "region", "fi"]);
    let asked: BTreeSet<&str> = answers["exposures"]["byCountry"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["country"].as_str())
        .collect();
    // As `dependence nickel --region fi` tells: a country that is the largest nowhere, on which a site hangs.
    assert!(asked.contains("RU"), "{asked:?}");
    let html = done(&data, &["report", "region", "fi"]);
    assert!(!html.contains("No site is on record that hangs"), "{html}");
    assert!(html.contains("it is not known, in whole or part"), "{html}");
    assert!(html.contains("from where is not on record"), "{html}");
    assert!(
        html.contains("Asked for the third countries on which"),
        "{html}"
    );
    assert!(html.contains("(told for 2026)"), "a status of a later year");
    assert!(html.contains("copper-equivalent"), "definitions are told");
    // What is known of nothing is told in a sentence, not in rows; the tidy table has all rows.
    let benchmarks = html.split("id=\"benchmarks\"").nth(1).unwrap();
    let benchmarks = benchmarks.split("</section>").next().unwrap();
    let rows = benchmarks.split("</table>").next().unwrap();
    let rows = rows.matches("<tr>").count() - 1;
    let all = answers["benchmarks"]["byMaterial"]
        .as_array()
        .unwrap()
        .len();
    assert!(rows < all, "{rows} of {all}");
    assert!(
        benchmarks.contains("Nothing that would tell of"),
        "{benchmarks}"
    );
    let (_, tidy) = records(&done(&data, &["report", "region", "fi", "--format", "csv"]));
    let statuses = tidy
        .iter()
        .filter(|it| it[0] == "benchmarks/Benchmarks" && it[2] == "status");
    assert_eq!(statuses.count(), all);
}

#[test]
fn a_report_sets_numbers_and_articles_as_print_does() {
    let folder = demo_data();
    let data = folder.path().join("data");
    for (about, subject) in [("material", "nickel"), ("material", "copper")] {
        let html = done(&data, &["report", about, subject]);
        assert!(html.contains("<th scope=\"col\" class=\"n\">"), "{subject}");
        assert!(html.contains('\u{202f}'), "{subject}: thousands");
        assert!(!html.contains("Annex II (Annex II)"), "{subject}");
        for it in html.split("<li>").skip(1) {
            let sentence = it.split("</li>").next().unwrap();
            let behind = sentence.split(" (Art. ").nth(1);
            let article = behind
                .and_then(|it| it.split(") ").next())
                .unwrap_or("none");
            let told = sentence.matches(&format!("Art. {article}")).count();
            assert!(told <= 1, "{sentence}");
        }
    }
}
