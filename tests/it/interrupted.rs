//! Imports that end before their end, by command and over HTTP: on a full disk, and when the program is killed. What was there
//! before is there afterwards, whole.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::Served;
use crate::program::ketju;
use crate::program::ketju_within;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// Sites of an import that is killed.
const SITES: usize = 3000;

/// A data folder with one revision, and files to import.
struct Place {
    folder: TempDir,
}

impl Place {
    /// A place whose revision 1 has so many sources.
    fn with_sources(count: usize) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let first = place.sources("first", count);
        let output = run(&place.data(), &["import", first.to_str().unwrap()]);
        assert!(output.status.success(), "{}", stderr(&output));
        place
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Sources of about 500 bytes each, as JSON Lines.
    fn sources(&self, name: &str, count: usize) -> PathBuf {
        let note = "A remark that takes some room. ".repeat(15);
        let line = |at| {
            format!(
                "{{\"id\":\"source:{name}-{at}\",\"title\":\"{at}\",\"note\":\"{at} {note}\"}}\n"
            )
        };
        let path = self.folder.path().join(format!("{name}.jsonl"));
        fs::write(&path, (0..count).map(line).collect::<String>()).unwrap();
        path
    }

    /// Sites that are all named after a revision.
    fn sites(&self, revision: u64) -> PathBuf {
        let row = |at| format!("s{at},Revision {revision} of {at},MINE,FI\n");
        let rows: String = (0..SITES).map(row).collect();
        let path = self.folder.path().join("sites.csv");
        fs::write(&path, format!("id,name_en,kind,country\n{rows}")).unwrap();
        path
    }

    /// Revision and content hash, as a command finds them.
    fn dataset(&self) -> Value {
        let output = run(&self.data(), &["query", "src/cli/dataset.graphql"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let answer: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let dataset = &answer["data"]["dataset"];
        serde_json::json!([dataset["revision"], dataset["contentHash"]])
    }

    /// The store checks out.
    fn verify(&self) {
        let output = run(&self.data(), &["verify"]);
        assert!(output.status.success(), "{}", stdout(&output));
    }

    /// Bytes of the largest file of the data.
    fn largest(&self) -> u64 {
        let sizes = files(&self.data()).into_iter();
        sizes.map(size).max().unwrap_or(0)
    }

    /// Bytes of all files of the data.
    fn bytes(&self) -> u64 {
        files(&self.data()).into_iter().map(size).sum()
    }
}

/// All files below a folder; those that go meanwhile are not told.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let each = entries.map(|entry| match entry.path() {
        path if path.is_dir() => files(&path),
        path => vec![path],
    });
    each.flatten().collect()
}

fn size(path: PathBuf) -> u64 {
    fs::metadata(path).map_or(0, |it| it.len())
}

#[test]
fn a_full_disk_ends_an_import_and_harms_nothing() {
    let place = Place::with_sources(500);
    let before = place.dataset();
    let more = place.sources("more", 8000);
    // It runs full at several places of the way.
    for room in [100 << 10, 700 << 10, 2 << 20] {
        let mut import = ketju_within(&place.data(), place.largest() + room);
        let import = import.args(["import", more.to_str().unwrap()]);
        let output = import.stdin(Stdio::null()).output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{room}: {said}");
        assert!(said.contains("no room"), "{room}: {said}");
        assert_eq!(place.dataset(), before, "{room}");
        place.verify();
    }
    let output = run(&place.data(), &["import", more.to_str().unwrap()]);
    assert!(
        stderr(&output).contains("8000 created"),
        "{}",
        stderr(&output)
    );
    place.verify();
}

#[test]
fn a_server_on_a_full_disk_says_so_and_answers_on() {
    let place = Place::with_sources(8000);
    let before = place.dataset();
    let largest = place.largest();
    let server = Served::start_command(ketju_within(&place.data(), largest + (200 << 10)));
    let secret = secret(&place);
    // More than the disk takes while it arrives, then more than it takes of the store.
    let arriving = fs::read(place.sources("arriving", 20_000)).unwrap();
    let storing = fs::read(place.sources("storing", 7000)).unwrap();
    assert!(arriving.len() as u64 > largest + (200 << 10) && (storing.len() as u64) < largest);
    for (body, said) in [
        (&arriving, "cannot keep the file; nothing was stored"),
        (&storing, "no room to store it"),
    ] {
        let (status, text) = post(&server, &secret, body);
        assert_eq!(status, 507, "{text}");
        assert!(text.contains(said), "{text}");
    }
    // From then on nothing is written, and everything is answered.
    let (status, text) = post(&server, &secret, b"{\"id\":\"source:a\",\"title\":\"A\"}\n");
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("start ketju again"), "{text}");
    assert_eq!(
        server.query("{ dataset { revision } }")["data"]["dataset"]["revision"],
        1
    );
    drop(server);
    assert_eq!(place.dataset(), before);
    place.verify();
    let server = Served::start_command(ketju(&place.data()));
    let (status, text) = post(&server, &self::secret(&place), &storing);
    assert_eq!(status, 200, "{text}");
}

fn secret(place: &Place) -> String {
    let told = fs::read(place.data().join("serve.json")).unwrap();
    let told: Value = serde_json::from_slice(&told).unwrap();
    told["secret"].as_str().unwrap().to_owned()
}

fn post(server: &Served, secret: &str, body: &[u8]) -> (u16, String) {
    let head = format!(
        "POST /import?file=data.jsonl HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {secret}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    server.raw(&[head.as_bytes(), body].concat())
}

/// Waits until the data have grown by so many bytes, or `is_over`.
fn wait_for_growth(place: &Place, bytes: u64, mut is_over: impl FnMut() -> bool) {
    let before = place.bytes();
    while place.bytes() < before + bytes && !is_over() {
        std::thread::yield_now();
    }
}

/// After a kill: all sites are of one revision, which is the one before or the one that was under way.
fn check_sites(place: &Place, before: u64) -> u64 {
    let revision = place.dataset()[0].as_u64().unwrap();
    assert!((before..=before + 1).contains(&revision), "{revision}");
    if revision > 1 {
        let output = run(&place.data(), &["export", "jsonl", "--kind", "site"]);
        let text = stdout(&output);
        let name = format!("\"name_en\":\"Revision {revision} of ");
        assert_eq!(
            text.matches(&name).count(),
            SITES,
            "a mixture at {revision}"
        );
        assert_eq!(text.lines().count(), SITES + 1);
    }
    place.verify();
    revision
}

#[test]
fn a_command_that_is_killed_imports_all_or_nothing() {
    let place = Place::with_sources(1);
    let mut revision = 1;
    for growth in [1, 40 << 10, 150 << 10, 300 << 10] {
        let sites = place.sites(revision + 1);
        let mut import = ketju(&place.data());
        let import = import.args(["import", sites.to_str().unwrap()]);
        let quiet = import.stdout(Stdio::null()).stderr(Stdio::null());
        let mut import = quiet.spawn().unwrap();
        wait_for_growth(&place, growth, || import.try_wait().unwrap().is_some());
        // One that has ended cannot be killed, and is over.
        let _ = import.kill();
        import.wait().unwrap();
        revision = check_sites(&place, revision);
    }
}

#[test]
fn a_server_that_is_killed_while_it_imports_has_all_or_nothing() {
    check_ended(drop);
}

#[test]
fn a_server_that_is_told_to_stop_while_it_imports_has_all_or_nothing() {
    check_ended(|server| assert!(server.stop(), "it ends in order"));
}

/// A server that ends while a body arrives, and while it is stored.
fn check_ended(end: impl Fn(Served)) {
    let place = Place::with_sources(1);
    let mut revision = 1;
    for growth in [1, 100 << 10, 250 << 10] {
        let server = Served::start_command(ketju(&place.data()));
        let secret = secret(&place);
        let body = fs::read(place.sites(revision + 1)).unwrap();
        let address = server.address.clone();
        let posting = std::thread::spawn(move || {
            let head = format!(
                "POST /import?file=sites.csv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {secret}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            crate::program::raw(&address, &[head.as_bytes(), &body].concat())
        });
        wait_for_growth(&place, growth, || posting.is_finished());
        end(server);
        let (status, text) = posting.join().unwrap();
        let now = check_sites(&place, revision);
        assert!(
            status != 200 || now == revision + 1,
            "{text}: lost what was acknowledged"
        );
        revision = now;
    }
}
