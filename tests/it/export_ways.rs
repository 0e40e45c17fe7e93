//! Where an export goes: to what is no plain file, and to those who take it slowly.

use std::fs;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::program::Served;
use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// Names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_stays_what_it_is() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let out = folder.path().join("out");
    fs::create_dir_all(out.join("folder")).unwrap();
    let expected = stdout(&run(&data, &["export", "jsonl", "--kind", "source"]));
    assert!(expected.lines().count() > 100);
    let to = |name: &str| {
        let path = out.join(name);
        let path = path.to_str().unwrap();
        run(&data, &["export", "jsonl", "--kind", "source", "-o", path])
    };

    // A link leads where it led, and there is the file.
    fs::write(out.join("file"), "before").unwrap();
    std::os::unix::fs::symlink("file", out.join("link")).unwrap();
    let output = to("link");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(out.join("link").is_symlink());
    assert_eq!(fs::read_to_string(out.join("file")).unwrap(), expected);

    // A pipe hands on what is written.
    let pipe = out.join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reading = thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    let output = to("pipe");
    assert!(output.status.success(), "{}", stderr(&output));
    // Were it replaced, whoever reads it would wait for ever.
    use std::os::unix::fs::FileTypeExt as _;
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert_eq!(reading.join().unwrap(), expected);

    std::os::unix::fs::symlink("nothing", out.join("dangling")).unwrap();
    for (name, said) in [("folder", "is a folder"), ("dangling", "a link to nothing")] {
        let output = to(name);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    // What breaks off leaves what was there, and nothing else.
    let broken = out.join("file");
    let arguments = ["export", "jsonl", "--region", "nowhere", "-o"];
    let output = run(
        &data,
        &[&arguments[..], &[broken.to_str().unwrap()]].concat(),
    );
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("unknown region") && !said.contains("cannot write"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(out.join("file")).unwrap(), expected);
    assert_eq!(names(&out), ["dangling", "file", "folder", "link", "pipe"]);
}

/// Asks for a large export and takes the head of the answer alone.
fn begun(server: &Served) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let head = "GET /export/graphml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    (stream, String::from_utf8(status.to_vec()).unwrap())
}

#[test]
fn a_fifth_export_is_refused_until_another_is_given_up() {
    let folder = demo_data();
    let server = Served::start(&folder.path().join("data"));
    let mut slow: Vec<TcpStream> = Vec::new();
    for _ in 0..4 {
        let (stream, status) = begun(&server);
        assert_eq!(status, "HTTP/1.1 200");
        slow.push(stream);
    }
    let (status, body) = server.get("/export/csv");
    assert_eq!(status, 503, "{body}");
    assert!(body.contains("at once"), "{body}");
    // Questions are answered all the same.
    assert!(server.query("{ dataset { revision } }")["data"]["dataset"]["revision"].is_u64());
    slow.pop();
    // The place is free once the server has seen that nobody takes that export.
    while server.get("/export/jsonl?kind=source").0 == 503 {
        thread::yield_now();
    }
    // One that is taken slowly is whole all the same.
    let mut rest = Vec::new();
    slow[0].read_to_end(&mut rest).unwrap();
    let rest = String::from_utf8_lossy(&rest);
    assert!(rest.contains("</graphml>"), "{} bytes", rest.len());
    assert!(rest.ends_with("0\r\n\r\n"), "the end of a whole body");
}
