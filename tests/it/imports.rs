//! Imports as people make them: files of every form, alone and beside a server; bodies that break off.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::Served;
use crate::program::ketju;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// A server on an empty folder, and what its secret lets do.
struct Importing {
    _folder: TempDir,
    data: PathBuf,
    server: Served,
    secret: String,
}

impl Importing {
    fn start(most: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let mut command = ketju(&data);
        command.env("KETJU_MAX_IMPORT_BYTES", most);
        let server = Served::start_command(command);
        let told = fs::read(data.join("serve.json")).unwrap();
        let told: Value = serde_json::from_slice(&told).unwrap();
        Self {
            _folder: folder,
            secret: told["secret"].as_str().unwrap().to_owned(),
            data,
            server,
        }
    }

    fn head(&self, query: &str, length: &str) -> String {
        format!(
            "POST /import?{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {}\r\n{length}\r\n\r\n",
            self.secret
        )
    }

    fn import(&self, query: &str, body: &[u8]) -> (u16, String) {
        let mut request = self.head(query, &format!("Content-Length: {}", body.len()));
        // A place may still be taken by a request that was given up.
        for _ in 0..100 {
            let mut bytes = std::mem::take(&mut request).into_bytes();
            bytes.extend_from_slice(body);
            let answer = self.server.raw(&bytes);
            if answer.0 != 503 {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(50));
            request = self.head(query, &format!("Content-Length: {}", body.len()));
        }
        panic!("no import is taken any more");
    }

    fn revision(&self) -> Value {
        self.server.query("{ dataset { revision } }")["data"]["dataset"]["revision"].clone()
    }

    /// What lies in the data folder.
    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.data).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
        files.sort();
        files
    }
}

fn sources(count: usize) -> String {
    let line = |at| format!("{{\"id\":\"source:s{at}\",\"title\":\"Source {at}\"}}\n");
    (0..count).map(line).collect()
}

#[test]
fn nothing_is_stored_of_a_body_whose_client_goes() {
    let importing = Importing::start("67108864");
    let files = importing.files();
    let body = sources(5000);
    let chunk = format!("{:x}\r\n{body}\r\n", body.len());
    let (twice, chunked) = (
        format!("Content-Length: {}", 2 * body.len()),
        "Transfer-Encoding: chunked".to_owned(),
    );
    // All lines that arrive are whole, so that they would be stored if the end were not waited for.
    for (length, sent) in [(&twice, &body), (&chunked, &chunk)] {
        let mut stream = TcpStream::connect(&importing.server.address).unwrap();
        let head = importing.head("file=data.jsonl", length);
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        drop(stream);
    }
    let (status, text) = importing.import("file=data.jsonl", sources(3).as_bytes());
    assert_eq!(status, 200, "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&report["revision"], &report["created"]),
        (&1.into(), &3.into()),
        "{text}"
    );
    assert_eq!(importing.revision(), 1);
    assert_eq!(importing.files(), files, "nothing is left lying about");
}

#[test]
fn bodies_that_are_too_large_are_refused() {
    let importing = Importing::start("1000");
    let body = sources(100);
    let (status, text) = importing.import("file=data.jsonl", body.as_bytes());
    assert_eq!(status, 413, "{text}");
    assert!(text.contains("larger than 1000 bytes"), "{text}");
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let head = importing.head("file=data.jsonl", "Transfer-Encoding: chunked");
    let (status, text) = importing.server.raw((head + &chunked).as_bytes());
    assert_eq!(status, 413, "{text}");
    assert_eq!(importing.revision(), 0);
}

#[test]
fn options_in_the_address_are_those_of_the_command() {
    let importing = Importing::start("67108864");
    let body = "id;title\nreport;Selvitys \u{e4}\n";
    let latin1: Vec<u8> = body.chars().map(|it| u8::try_from(it).unwrap()).collect();
    let (status, text) = importing.import("file=sources.csv", &latin1);
    assert_eq!(status, 422, "{text}");
    assert!(text.contains("--encoding latin1"), "{text}");
    let (status, text) = importing.import("file=sources.csv&encoding=latin9", &latin1);
    assert_eq!(status, 400, "{text}");
    assert!(text.contains("did you mean `latin1`?"), "{text}");
    for (query, said) in [
        (
            "dryrun=true",
            "unknown parameter `dryrun`; did you mean `dryRun`?",
        ),
        ("dryRun=yes", "`dryRun` is `true` or `false`, and not `yes`"),
    ] {
        let (status, text) = importing.import(query, &latin1);
        assert_eq!(status, 400, "{text}");
        assert!(text.starts_with(said), "{text}");
    }
    let (status, text) = importing.import("form=cvs", &latin1);
    assert_eq!(status, 400, "{text}");
    let dry = importing.import("file=sources.csv&encoding=latin1&dryRun=true", &latin1);
    assert_eq!((dry.0, importing.revision()), (200, 0.into()), "{}", dry.1);
    let (status, text) = importing.import("file=sources.csv&encoding=latin1", &latin1);
    assert_eq!((status, importing.revision()), (200, 1.into()), "{text}");

    // The command sends what it is told, and prints what the server says.
    let path = importing.data.with_file_name("sources.csv");
    fs::write(&path, &latin1).unwrap();
    let path = path.to_str().unwrap();
    let beside = run(&importing.data, &["import", path, "--encoding", "latin1"]);
    assert!(stderr(&beside).contains("nothing to do: 0 created, 0 changed, 1 unchanged"));
    let refused = run(&importing.data, &["import", path]);
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    assert!(
        stdout(&refused).contains("sources.csv:2"),
        "{}",
        stdout(&refused)
    );
}

#[test]
fn a_country_is_meant_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sites.csv");
    fs::write(&path, "id,name_en,kind,country\na,A,MINE,Finland\n").unwrap();
    let data = folder.path().join("data");
    let output = run(
        &data,
        &["import", "--format", "json", path.to_str().unwrap()],
    );
    let told: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let problems = told["problems"].as_array().unwrap();
    let country = problems.iter().find(|it| it["column"] == "country");
    assert_eq!(country.unwrap()["suggestion"], "FI", "{told}");
}

#[test]
fn a_correction_over_http_gives_the_columns_that_it_corrects() {
    let importing = Importing::start("67108864");
    let whole = "id;title;note\ns;Title;first\n";
    let (status, text) = importing.import("file=sources.csv", whole.as_bytes());
    assert_eq!(status, 200, "{text}");
    let (status, text) = importing.import("file=sources.csv", b"id;note\ns;second\n");
    assert_eq!((status, importing.revision()), (200, 2.into()), "{text}");
    let (status, text) = importing.import("file=sources.csv", b"id;note\nother;second\n");
    assert_eq!((status, importing.revision()), (422, 2.into()), "{text}");
    assert!(text.contains("no column `title` in sources"), "{text}");
}

#[test]
fn every_form_is_imported_by_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let book = folder.path().join("book.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sources").unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 2, 29).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("d.m.yyyy");
    for (at, name) in (0..).zip(["id", "title", "date"]) {
        sheet.write_string(0, at, name).unwrap();
    }
    sheet.write_string(1, 0, "from-a-workbook").unwrap();
    sheet
        .write_formula(
            1,
            1,
            rust_xlsxwriter::Formula::new("=\"A \"&\"title\"").set_result("A title"),
        )
        .unwrap();
    sheet
        .write_datetime_with_format(1, 2, &day, &format)
        .unwrap();
    workbook.save(&book).unwrap();
    let lines = folder.path().join("lines.jsonl");
    fs::write(&lines, sources(2)).unwrap();
    let table = folder.path().join("sources.csv");
    fs::write(&table, "id;title\nfrom-a-table;A table\n").unwrap();
    for (path, created) in [(&book, 1), (&lines, 2), (&table, 1)] {
        let told = imported(&data, path);
        assert!(told.contains(&format!("{created} created")), "{told}");
        let again = imported(&data, path);
        assert!(again.contains("nothing to do"), "{again}");
    }
    let shown = run(&data, &["query", "src/cli/dataset.graphql"]);
    let answer: Value = serde_json::from_str(&stdout(&shown)).unwrap();
    assert_eq!(answer["data"]["dataset"]["revision"], 3);
}

fn imported(data: &Path, path: &Path) -> String {
    let output = run(data, &["import", path.to_str().unwrap()]);
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    stderr(&output)
}

#[test]
fn members_are_read_in_their_encoding_and_with_no_option_that_means_nothing() {
    let importing = Importing::start("67108864");
    let put = "{\"id\":\"cluster:ring\",\"name_en\":\"The Ring\",\"type\":\"CLUSTER\"}\n";
    let (status, text) = importing.import("file=data.jsonl", put.as_bytes());
    assert_eq!(status, 200, "{text}");
    let header = "organisation,cluster,role,as_of,source";
    let body = format!("{header}\nJ\u{e4}rvi Oy,ring,MEMBER,2024,https://example.org/list\n");
    let latin1: Vec<u8> = body.chars().map(|it| u8::try_from(it).unwrap()).collect();
    for (query, said) in [
        ("form=members&decimal=comma", "`decimal` means nothing"),
        (
            "form=members&undirected=double",
            "`undirected` means nothing",
        ),
        ("form=members&mapping=x", "`mapping` means nothing"),
        ("form=members&encoding=latin9", "did you mean `latin1`?"),
        ("form=csv&create=true", "state `form=members`"),
    ] {
        let (status, text) = importing.import(query, &latin1);
        assert_eq!(status, 400, "{query}: {text}");
        assert!(text.contains(said), "{query}: {text}");
    }
    let (status, text) = importing.import("form=members&create=true", &latin1);
    assert_eq!(status, 422, "{text}");
    let query = "form=members&create=true&encoding=latin1";
    let (status, text) = importing.import(query, &latin1);
    assert_eq!(status, 200, "{text}");

    // The command says the same, beside the server and alone.
    let path = importing.data.with_file_name("members.csv");
    fs::write(&path, &latin1).unwrap();
    let arguments = ["members", "import", path.to_str().unwrap(), "--create"];
    let data = importing.data.clone();
    let check = || {
        let refused = run(&data, &arguments);
        assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
        let told = run(&data, &[&arguments[..], &["--encoding", "latin1"]].concat());
        assert!(stderr(&told).contains("nothing to do"), "{}", stderr(&told));
    };
    check();
    drop(importing.server);
    check();
}
