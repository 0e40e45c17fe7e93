//! `ketju verify FILE` of every form that `export` writes: what is whole is unchanged, what was touched is found, what cannot be
//! checked is never called unchanged.

use std::fs;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// The data of the demo, which these tests only read.
struct Demo(TempDir);

impl Demo {
    fn taken() -> Self {
        Self(demo_data())
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn exported(&self, folder: &TempDir, form: &str, name: &str, more: &[&str]) -> PathBuf {
        let path = folder.path().join(name);
        let arguments = ["export", form, "-o", path.to_str().unwrap()];
        let output = run(&self.data(), &[&arguments[..], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        path
    }
}

/// Status, standard output and standard error of a check against a data folder.
fn checked(data: &Path, file: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let file = file.to_str().unwrap();
    let output = run(data, &[&["verify", file], more].concat());
    (output.status.code(), stdout(&output), stderr(&output))
}

/// The forms that hold all of the records.
const WHOLE: [(&str, &str); 6] = [
    ("csv", "x.zip"),
    ("csv", "x"),
    ("jsonl", "x.jsonl"),
    ("xlsx", "x.xlsx"),
    ("graphml", "x.graphml"),
    ("gexf", "x.gexf"),
];

#[test]
fn whole_exports_are_unchanged_and_parts_are_by_their_own_hash() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no-data");
    let part = ["--region", "fi1d7", "--material", "nickel"];
    for (form, name) in WHOLE {
        for more in [&[][..], &part] {
            let path = demo.exported(&folder, form, name, more);
            let (status, said, error) = checked(&nowhere, &path, &["--format", "json"]);
            assert_eq!(status, Some(0), "{name} {more:?}: {said}{error}");
            let told: Value = serde_json::from_str(&said).unwrap();
            assert_eq!(told["unchanged"], true);
            assert_eq!(told["stated"], told["found"]);
            assert_eq!(told["part"].is_null(), more.is_empty(), "{told}");
            assert_eq!(told["stated"] == told["contentHash"], more.is_empty());
            assert!(told["records"].as_u64().unwrap() > 20, "{told}");
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            }
        }
    }
}

/// Replaces a text in a file, after so many places where it stands; in an archive in the first entry that holds it.
fn touch(path: &Path, past: usize, from: &str, to: &str) {
    let replaced = |text: &str| {
        let (at, _) = text.match_indices(from).nth(past)?;
        let (before, after) = text.split_at(at);
        Some(format!("{before}{}", after.replacen(from, to, 1)))
    };
    let bytes = fs::read(path).unwrap();
    if !bytes.starts_with(b"PK") {
        let text = String::from_utf8(bytes).unwrap();
        return fs::write(path, replaced(&text).unwrap()).unwrap();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut touched = 0;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        if let Some(other) = replaced(&text).filter(|_| touched == 0) {
            text = other;
            touched += 1;
        }
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(entry.name(), options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    assert_eq!(touched, 1, "{} has no {from}", path.display());
    fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn a_value_that_was_touched_is_told_with_its_row() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no-data");
    // The name of a site, in all forms.
    let (from, to) = ("Kemi mine (Elij\u{e4}rvi)", "Kemi pit");
    for (form, name) in WHOLE {
        let path = demo.exported(&folder, form, name, &["--kind", "site"]);
        let file = match path.is_dir() {
            true => path.join("sites.csv"),
            false => path.clone(),
        };
        // In a graph the label comes first, which no record holds.
        let past = if form.starts_with('g') { 1 } else { 0 };
        touch(&file, past, from, to);
        let (status, said, error) = checked(&demo.data(), &path, &[]);
        assert_eq!(status, Some(1), "{name}: {said}{error}");
        assert!(
            said.contains("Changed: it says it is a part of revision"),
            "{said}"
        );
        let told = format!("`site:kemi-mine`: name_en is `{to}`, on record `{from}`");
        assert!(said.contains(&told), "{name}: {said}");
        assert!(said.contains("1 record differs"), "{name}: {said}");
        // Without data of that content the hash alone speaks.
        let (status, said, _) = checked(&nowhere, &path, &[]);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains("Which rows differ cannot be told"), "{said}");
    }
}

#[test]
fn rows_that_are_missing_or_more_are_told() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let path = demo.exported(&folder, "jsonl", "x.jsonl", &[]);
    let text = fs::read_to_string(&path).unwrap();
    let is_mine = |it: &&str| it.contains("\"id\":\"site:kemi-mine\"");
    let mine = text.lines().find(is_mine).unwrap();
    let more = mine.replace("site:kemi-mine", "site:no-such-mine");
    let kept = text.lines().filter(|it| !is_mine(it));
    let lines: Vec<&str> = kept.chain([more.as_str()]).collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let (status, said, error) = checked(&demo.data(), &path, &["--format", "json"]);
    assert_eq!(status, Some(1), "{said}{error}");
    let told: Value = serde_json::from_str(&said).unwrap();
    let differing = told["differing"].as_array().unwrap();
    let became = |it: &Value| {
        (
            it["record"].clone(),
            it["became"].clone(),
            it["line"].clone(),
        )
    };
    let found: Vec<_> = differing.iter().map(became).collect();
    assert_eq!(
        found,
        [
            ("site:kemi-mine".into(), "DELETED".into(), Value::Null),
            (
                "site:no-such-mine".into(),
                "CREATED".into(),
                lines.len().into()
            ),
        ]
    );
    // A line that cannot be read is a fault, with its place.
    fs::write(
        &path,
        text.replacen("\"id\":\"site:kemi-mine\"", "\"id\":7", 1),
    )
    .unwrap();
    let (status, said, _) = checked(&demo.data(), &path, &[]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("x.jsonl:"), "{said}");
    assert!(said.contains("`site:kemi-mine` is missing"), "{said}");
}

#[test]
fn what_cannot_be_checked_is_never_called_unchanged() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let chain = ["--chain", "--material", "nickel"];
    let forms: [(&str, &str, &[&str], &str); 7] = [
        ("geojson", "x.geojson", &[], "is GeoJSON"),
        ("turtle", "x.ttl", &[], "is RDF"),
        ("parquet", "p.zip", &[], "is Parquet"),
        ("parquet", "p", &[], "is Parquet"),
        ("sankey", "x.json", &["--material", "nickel"], "is a chain"),
        ("graphml", "c.graphml", &chain, "chain of"),
        ("gexf", "c.gexf", &chain, "chain of"),
    ];
    for (form, name, more, why) in forms {
        let path = demo.exported(&folder, form, name, more);
        let (status, said, error) = checked(&demo.data(), &path, &[]);
        assert_eq!(status, Some(2), "{name}: {said}{error}");
        assert_eq!(said, "", "{name}");
        assert!(error.contains(why), "{name}: {error}");
        assert!(error.contains("nothing was checked"), "{name}: {error}");
    }
    // What no export wrote, a folder of something else, nothing at all.
    let other = folder.path().join("sites.csv");
    fs::write(&other, "id,name_en,kind\n").unwrap();
    for (path, why) in [
        (other, "states no revision and hash"),
        (folder.path().to_owned(), "states no revision and hash"),
        (folder.path().join("nothing"), "nothing"),
    ] {
        let (status, said, error) = checked(&demo.data(), &path, &[]);
        assert_eq!((status, said.as_str()), (Some(2), ""), "{error}");
        assert!(error.contains(why), "{error}");
    }
}

/// The export with one of the facts in its first line replaced.
fn with_fact(whole: &str, name: &str, other: Value) -> String {
    let (first, records) = whole.split_once('\n').unwrap();
    let mut facts: Value = serde_json::from_str(first).unwrap();
    let stated = facts["ketju"].get_mut(name).unwrap();
    assert_ne!(*stated, other);
    *stated = other;
    format!("{facts}\n{records}")
}

#[test]
fn what_a_file_says_of_itself_is_held_against_the_data_at_hand() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no-data");
    let path = demo.exported(&folder, "jsonl", "x.jsonl", &[]);
    let whole = fs::read_to_string(&path).unwrap();
    let (status, said, _) = checked(&demo.data(), &path, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("where it states them, are those of"),
        "{said}"
    );
    let cases: [(&str, Value, &str); 5] = [
        (
            "revision",
            3.into(),
            "it says it is of revision 3, and its chain hash is that of revision 4",
        ),
        (
            "title",
            "Other".into(),
            "title: the file says `Other`, on record is `",
        ),
        (
            "licences",
            serde_json::json!(["MIT"]),
            "licences: the file says `MIT`, on record is `",
        ),
        (
            "referenceYear",
            1999.into(),
            "reference year: the file says `1999`, on record is `2025`",
        ),
        (
            "chainHash",
            "c0ffee".into(),
            "chain hash: the file says `c0ffee`, on record is `",
        ),
    ];
    for (name, other, expected) in cases {
        fs::write(&path, with_fact(&whole, name, other)).unwrap();
        let (status, said, error) = checked(&demo.data(), &path, &[]);
        assert_eq!(status, Some(1), "{name}: {said}{error}");
        assert!(said.contains(expected), "{name}: {said}");
        assert!(
            said.contains("The rows are unchanged, but"),
            "{name}: {said}"
        );
        let (status, told, _) = checked(&demo.data(), &path, &["--format", "json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(
            (status, told["contradictions"].as_array().unwrap().len()),
            (Some(1), 1)
        );
        assert_eq!(told["unchanged"], true, "{told}");
        // The hash does not cover it, and without the data nobody can tell: that is said.
        let (status, said, _) = checked(&nowhere, &path, &[]);
        assert_eq!(status, Some(0), "{name}: {said}");
        assert!(said.contains("was not checked"), "{name}: {said}");
    }
}

#[test]
fn all_forms_state_facts_that_are_those_of_their_revision() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    for (form, name) in WHOLE {
        let path = demo.exported(&folder, form, name, &["--kind", "site"]);
        let (status, said, error) = checked(&demo.data(), &path, &["--format", "json"]);
        assert_eq!(status, Some(0), "{name}: {said}{error}");
        let told: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(told["contradictions"], serde_json::json!([]), "{name}");
    }
}

#[test]
fn a_copy_that_was_imported_elsewhere_is_no_contradiction() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let path = demo.exported(&folder, "jsonl", "x.jsonl", &["--at", "1"]);
    let other = folder.path().join("other");
    let output = run(&other, &["import", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    // Revision 1 there holds the same by another way.
    let (status, said, _) = checked(&other, &path, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("unchanged"), "{said}");
}

#[test]
fn a_file_that_is_damaged_is_told_to_be_so() {
    let demo = Demo::taken();
    let folder = tempfile::tempdir().unwrap();
    let zip = demo.exported(&folder, "csv", "x.zip", &["--kind", "site"]);
    let graph = demo.exported(&folder, "graphml", "x.graphml", &["--kind", "site"]);
    for path in [&zip, &graph] {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }
    let missing = folder.path().join("missing.zip");
    for (path, why) in [
        (&zip, "the archive is cut off or none"),
        (&graph, "x.graphml`, line "),
        (&missing, "no such file or folder"),
    ] {
        let (status, said, error) = checked(&demo.data(), path, &[]);
        assert_eq!((status, said.as_str()), (Some(2), ""), "{error}");
        assert!(error.contains(why), "{error}");
        assert!(!error.contains("states no revision"), "{error}");
    }
    let output = run(
        &demo.data(),
        &["import", "--dry-run", zip.to_str().unwrap()],
    );
    let said = stdout(&output);
    assert!(said.contains("the archive is cut off or none"), "{said}");
}
