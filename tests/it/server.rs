//! The server as others meet it: routes, who may write, hostile requests.

use std::sync::LazyLock;

use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::program::Served;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// One server for the tests that only read.
static READ_ONLY: LazyLock<(TempDir, Served)> = LazyLock::new(|| {
    let folder = demo_data();
    let server = Served::start(&folder.path().join("data"));
    (folder, server)
});

fn server() -> &'static Served {
    &READ_ONLY.1
}

fn error_code(body: &str) -> String {
    let body: Value = serde_json::from_str(body).expect("JSON");
    body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
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
    let (status, body) = server().get("/healthz");
    assert_eq!((status, body.as_str()), (200, "ok\n"));
    let (status, body) = server().get("/readyz");
    assert_eq!(status, 200);
    assert!(body.starts_with("ready at revision "), "{body}");
    let (status, body) = server().get("/");
    assert_eq!(status, 200);
    assert!(body.contains("Where to ask"), "{body}");
    assert_eq!(server().get("/export/csv").0, 200);
    let (status, body) = server().get("/export/pdf");
    assert_eq!(status, 404);
    assert!(body.contains("unknown format `pdf`"), "{body}");
    assert_eq!(server().get("/export/csv?at=999").0, 404);
    assert_eq!(server().get("/nowhere").0, 404);
}

#[test]
fn another_host_is_refused() {
    for host in ["evil.example", "127.0.0.1.evil.example", ""] {
        let (status, _) = server().raw(
            format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
                .as_bytes(),
        );
        assert_eq!(status, 421, "{host}");
    }
    let (status, _) =
        server().raw(b"GET /healthz HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n");
    assert_eq!(status, 200);
}

#[test]
fn only_json_bodies_are_read() {
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
        assert_eq!(server().raw(request.as_bytes()).0, 415, "{content_type}");
    }
    assert_eq!(server().post("", body).0, 200);
    assert_eq!(server().post("", &format!("[{body}]")).0, 400, "no batches");
    assert_eq!(server().post("", "{").0, 400);
    assert_eq!(
        server().get("/graphql?query=%7Bdataset%7Brevision%7D%7D").0,
        200
    );
    assert_eq!(server().get("/graphql").0, 400);
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

    let run_file: Value =
        serde_json::from_slice(&std::fs::read(data.join("serve.json")).unwrap()).unwrap();
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
    let floods: Vec<_> = hostile_documents()
        .into_iter()
        .map(|(name, document)| {
            std::thread::spawn(move || {
                for _ in 0..5 {
                    let body = json!({ "query": document }).to_string();
                    let (status, body) = server().post("", &body);
                    assert!(matches!(status, 200 | 400 | 413), "{name}: {status} {body}");
                    assert!(!error_code(&body).is_empty(), "{name}: {body}");
                }
            })
        })
        .collect();
    for _ in 0..20 {
        assert!(server().query("{ dataset { revision } }")["data"]["dataset"]["revision"].is_u64());
    }
    floods
        .into_iter()
        .for_each(|flood| flood.join().expect("no flood got through"));
}

#[test]
fn huge_bodies_are_refused_unread() {
    let (status, _) = server().raw(
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{",
    );
    assert_eq!(status, 413);
    let deep = format!(
        "{{\"query\":\"{{ dataset {{ revision }} }}\",\"variables\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(server().post("", &deep).0, 400);
    assert!(server().query("{ dataset { revision } }")["errors"].is_null());
}
