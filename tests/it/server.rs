//! The server as others meet it: routes, who may write, hostile requests.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::ops::Deref;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::Weak;

use ketju::store::DiskStore;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::program::Served;
use crate::program::demo_data;
use crate::program::ketju;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// A document that the program has at hand.
const QUESTION: &str = "src/cli/dataset.graphql";

/// A server for tests that only read.
struct ReadOnly {
    server: Served,
    _folder: TempDir,
}

impl Deref for ReadOnly {
    type Target = Served;

    fn deref(&self) -> &Served {
        &self.server
    }
}

/// The server that such tests share, started by the first and ended with the last. In a `static` it would outlive them.
fn read_only() -> Arc<ReadOnly> {
    static SHARED: Mutex<Weak<ReadOnly>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let folder = demo_data();
        let started = Arc::new(ReadOnly {
            server: Served::start(&folder.path().join("data")),
            _folder: folder,
        });
        *shared = Arc::downgrade(&started);
        started
    })
}

fn error_code(body: &str) -> String {
    let body: Value = serde_json::from_str(body).expect("JSON");
    body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// What a running server has written for other commands.
fn run_file(data: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(data.join("serve.json")).expect("a run file"))
        .expect("JSON")
}

fn put_source(slug: &str) -> String {
    let put = json!({ "source": { "id": format!("source:{slug}"), "title": "A report" } });
    json!({
        "query": "mutation($c: CommitInput!) { commit(input: $c) { revision { revision } created problems { message } } }",
        "variables": { "c": { "message": "test", "changes": [{ "put": put }] } },
    })
    .to_string()
}

#[test]
fn routes_answer() {
    let server = read_only();
    let (status, body) = server.get("/healthz");
    assert_eq!((status, body.as_str()), (200, "ok\n"));
    let (status, body) = server.get("/readyz");
    assert_eq!(status, 200);
    assert!(body.starts_with("ready at revision "), "{body}");
    let (status, body) = server.get("/");
    assert_eq!(status, 200);
    assert!(body.contains("Where to ask"), "{body}");
    assert_eq!(server.get("/export/csv").0, 200);
    let (status, body) = server.get("/export/pdf");
    assert_eq!(status, 404);
    assert!(body.contains("unknown format `pdf`"), "{body}");
    assert_eq!(server.get("/export/csv?at=999").0, 404);
    assert_eq!(server.get("/nowhere").0, 404);
}

#[test]
fn another_host_is_refused() {
    let server = read_only();
    for host in ["evil.example", "127.0.0.1.evil.example", ""] {
        let (status, _) = server.raw(
            format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
                .as_bytes(),
        );
        assert_eq!(status, 421, "{host}");
    }
    let (status, _) =
        server.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n");
    assert_eq!(status, 200);
}

#[test]
fn only_json_bodies_are_read() {
    let server = read_only();
    let body = r#"{"query":"{ dataset { revision } }"}"#;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(server.raw(request.as_bytes()).0, 415, "{content_type}");
    }
    assert_eq!(server.post("", body).0, 200);
    assert_eq!(server.post("", &format!("[{body}]")).0, 400, "no batches");
    assert_eq!(server.post("", "{").0, 400);
    assert_eq!(
        server.get("/graphql?query=%7Bdataset%7Brevision%7D%7D").0,
        200
    );
    assert_eq!(server.get("/graphql").0, 400);
}

#[test]
fn writing_needs_the_secret() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let server = Served::start(&data);
    let (_, body) = server.post("", &put_source("src-without"));
    assert_eq!(error_code(&body), "UNAUTHENTICATED", "{body}");
    let (_, body) = server.post("Authorization: Bearer wrong\r\n", &put_source("src-wrong"));
    assert_eq!(error_code(&body), "UNAUTHENTICATED", "{body}");
    let mutation =
        "/graphql?query=mutation%7Bcommit(input:%7Bchanges:[],message:%22x%22%7D)%7Bcreated%7D%7D";
    let (_, body) = server.get(mutation);
    assert!(
        !error_code(&body).is_empty(),
        "a mutation by GET is refused: {body}"
    );
    let (status, _) = server.raw(b"POST /import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(status, 401);

    let run_file = run_file(&data);
    let secret = run_file["secret"].as_str().unwrap();
    let before = server.query("{ dataset { revision } }")["data"]["dataset"]["revision"]
        .as_u64()
        .unwrap();
    let (_, body) = server.post(
        &format!("Authorization: Bearer {secret}\r\n"),
        &put_source("src-right"),
    );
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(answer["data"]["commit"]["created"], 1, "{body}");
    let after = server.query("{ dataset { revision } }")["data"]["dataset"]["revision"]
        .as_u64()
        .unwrap();
    assert_eq!(after, before + 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(data.join("serve.json"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads the secret");
        assert!(server.stop(), "a stop is graceful");
        assert!(
            !data.join("serve.json").exists(),
            "the secret ends with the run"
        );
    }
}

#[test]
fn commands_work_beside_a_running_server() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let arguments = [
        "paths",
        "--from",
        "kemi-mine",
        "--to",
        "port-tornio-roytta",
        "--material",
        "chromium",
        "--format",
        "json",
    ];
    let alone = run(&data, &arguments);
    let package = folder.path().join("package");
    let _server = Served::start(&data);
    let beside = run(&data, &arguments);
    assert!(beside.status.success(), "{}", stderr(&beside));
    assert_eq!(
        stdout(&beside),
        stdout(&alone),
        "the same answer, byte for byte"
    );
    let exported = run(&data, &["export", "csv", "-o", package.to_str().unwrap()]);
    assert!(exported.status.success(), "{}", stderr(&exported));
    let imported = run(&data, &["import", package.to_str().unwrap()]);
    assert!(
        imported.status.success(),
        "{}{}",
        stdout(&imported),
        stderr(&imported)
    );
    assert!(
        stderr(&imported).contains("nothing to do"),
        "an export is what is there: {}",
        stderr(&imported)
    );
    let second = run(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("in use"), "{}", stderr(&second));
}

/// Documents that are small to send and would be dear to answer.
fn hostile_documents() -> Vec<(&'static str, String)> {
    let nested_lists = format!(
        "{{ node(id: {}1{}) {{ id }} }}",
        "[".repeat(2_000),
        "]".repeat(2_000)
    );
    let nested_fields = format!(
        "{}id{}",
        "{ node(id: \"site:x\") ".repeat(1_000),
        "}".repeat(1_000)
    );
    let mut doubling = String::from("{ ...f0 }");
    for at in 0..60 {
        doubling += &format!(
            " fragment f{at} on Query {{ ...f{} ...f{} }}",
            at + 1,
            at + 1
        );
    }
    doubling += " fragment f60 on Query { dataset { revision } }";
    let aliases: String = (0..1_500)
        .map(|at| format!("a{at}: dataset {{ revision }} "))
        .collect();
    let directives = "@skip(if: false) ".repeat(1_500);
    vec![
        ("nested lists", nested_lists),
        ("nested fields", nested_fields),
        ("doubling fragments", doubling),
        (
            "circular fragments",
            "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".into(),
        ),
        ("alias flood", format!("{{ {aliases} }}")),
        (
            "directive flood",
            format!("{{ dataset {{ revision {directives} }} }}"),
        ),
        (
            "huge document",
            format!("{{ dataset {{ revision }} }} # {}", "x".repeat(100_000)),
        ),
    ]
}

#[test]
fn hostile_documents_are_refused_while_others_are_served() {
    let server = read_only();
    let floods: Vec<_> = hostile_documents()
        .into_iter()
        .map(|(name, document)| {
            let server = Arc::clone(&server);
            std::thread::spawn(move || {
                for _ in 0..5 {
                    let body = json!({ "query": document }).to_string();
                    let (status, body) = server.post("", &body);
                    assert!(matches!(status, 200 | 400 | 413), "{name}: {status} {body}");
                    assert!(!error_code(&body).is_empty(), "{name}: {body}");
                }
            })
        })
        .collect();
    for _ in 0..20 {
        assert!(server.query("{ dataset { revision } }")["data"]["dataset"]["revision"].is_u64());
    }
    floods
        .into_iter()
        .for_each(|flood| flood.join().expect("no flood got through"));
}

#[test]
fn huge_bodies_are_refused_unread() {
    let server = read_only();
    let (status, _) = server.raw(
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{",
    );
    assert_eq!(status, 413);
    let deep = format!(
        "{{\"query\":\"{{ dataset {{ revision }} }}\",\"variables\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(server.post("", &deep).0, 400);
    assert!(server.query("{ dataset { revision } }")["errors"].is_null());
}

#[test]
fn an_import_without_the_secret_is_refused_before_its_body() {
    let server = read_only();
    // Were the body waited for, the answer would be that of the time limit.
    for length in ["Content-Length: 60000000", "Transfer-Encoding: chunked"] {
        let head = "POST /import HTTP/1.1\r\nHost: localhost\r\nConnection: close";
        let (status, body) = server.raw(format!("{head}\r\n{length}\r\n\r\n").as_bytes());
        assert_eq!(status, 401, "{length}: {body}");
    }
}

#[test]
fn few_imports_are_taken_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Served::start(&data);
    let run_file = run_file(&data);
    let secret = run_file["secret"].as_str().unwrap();
    let head = format!(
        "POST /import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 9\r\nAuthorization: Bearer {secret}\r\n"
    );
    // The server asks for the body of an import that it has let in, and is kept waiting for it.
    let mut slow: Vec<TcpStream> = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        write!(stream, "{head}Expect: 100-continue\r\n\r\n").unwrap();
        let mut asked = [0; 12];
        stream.read_exact(&mut asked).unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100");
        slow.push(stream);
    }
    let refused = server.raw(format!("{head}\r\n").as_bytes());
    assert_eq!(refused.0, 503, "{}", refused.1);
    assert!(refused.1.contains("too many imports"), "{}", refused.1);
    for mut stream in slow {
        stream.write_all(b"not a zip").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(" 422 "), "{answer}");
    }
    let taken = server.raw(format!("{head}\r\nnot a zip").as_bytes());
    assert_eq!(taken.0, 422, "{}", taken.1);
}

#[test]
fn commands_find_a_server_that_listens_on_every_address() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut everywhere = ketju(&data);
    everywhere.args(["serve", "--listen", "0.0.0.0:0"]);
    let mut server = everywhere.stderr(Stdio::null()).spawn().unwrap();
    while !data.join("serve.json").exists() {
        assert_eq!(server.try_wait().unwrap(), None, "it does not start");
    }
    let asked = run(&data, &["query", QUESTION]);
    let address = run_file(&data)["address"].to_string();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(address.starts_with("\"127.0.0.1:"), "{address}");
    assert!(asked.status.success(), "{}", stderr(&asked));
    let answer: Value = serde_json::from_str(&stdout(&asked)).unwrap();
    assert_eq!(answer["data"]["dataset"]["revision"], 0);
}

/// A server is killed, a command takes the folder, and something else takes the port.
#[test]
fn the_secret_of_a_killed_server_is_sent_to_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let _other_command = DiskStore::open(&data).unwrap();
    let other_program = TcpListener::bind("127.0.0.1:0").unwrap();
    let left_behind = json!({
        "address": other_program.local_addr().unwrap().to_string(),
        "run": "00112233445566778899aabbccddeeff",
        "secret": "the-secret-of-the-run",
    });
    std::fs::write(data.join("serve.json"), left_behind.to_string()).unwrap();
    let listening = std::thread::spawn(move || {
        let mut heard = Vec::new();
        // The last connection is that of the test, which says nothing.
        loop {
            let (mut stream, _) = other_program.accept().unwrap();
            let mut bytes = [0; 4096];
            let count = stream.read(&mut bytes).unwrap();
            if count == 0 {
                return String::from_utf8(heard).unwrap();
            }
            heard.extend_from_slice(&bytes[..count]);
            let answer = "HTTP/1.1 200 OK\r\nketju-run: another\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let asked = run(&data, &["query", QUESTION]);
    drop(TcpStream::connect(left_behind["address"].as_str().unwrap()).unwrap());
    let heard = listening.join().unwrap();
    assert!(heard.starts_with("GET /readyz "), "{heard}");
    assert!(!heard.contains("the-secret-of-the-run"), "{heard}");
    assert_eq!(asked.status.code(), Some(2), "{}", stdout(&asked));
    assert!(stderr(&asked).contains("in use"), "{}", stderr(&asked));
}
