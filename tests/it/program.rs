//! The built program as the tests run it: commands, and a server on a free port.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

/// A command of the built program on a data folder, with no settings of the machine's.
pub(crate) fn ketju(data: &Path) -> Command {
    command_of(Command::new(env!("CARGO_BIN_EXE_ketju")), data)
}

/// The same on a disk that takes no files of more than so many bytes: writing on fails, as on one that is full.
pub(crate) fn ketju_within(data: &Path, bytes: u64) -> Command {
    // The signal that would end the program is ignored, and `ulimit` counts in blocks of 512 bytes.
    let limited = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"",
        bytes / 512
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &limited, env!("CARGO_BIN_EXE_ketju")]);
    command_of(shell, data)
}

fn command_of(mut command: Command, data: &Path) -> Command {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KETJU_")) {
        command.env_remove(name);
    }
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("--data")
        .arg(data)
        .env("KETJU_LOG", "warn");
    command
}

/// Runs a command to its end.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    ketju(data)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// What a command printed to stdout.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// What a command printed to stderr.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder with the data of `ketju demo`.
pub(crate) fn demo_data() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = run(&folder.path().join("data"), &["demo", "--once"]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder
}

/// Sends a request as it is written and returns status and body.
pub(crate) fn raw(address: &str, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    // A refusal may come before the whole body is sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    let body = answer
        .split_once("\r\n\r\n")
        .map_or(String::new(), |(_, body)| body.to_owned());
    (status, body)
}

/// A running server, stopped when dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
}

impl Served {
    /// Starts `ketju serve` on a free port and waits until it answers.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_command(ketju(data))
    }

    /// The same for a command with more settings.
    pub(crate) fn start_command(mut command: Command) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut log = BufReader::new(child.stderr.take().expect("piped"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert_ne!(
                log.read_line(&mut line).expect("readable"),
                0,
                "the server ended before it was ready"
            );
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().to_owned();
            }
        };
        // The pipe is read on, so that the server never waits for us.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { child, address }
    }

    /// Sends a request as it is written and returns status and body.
    pub(crate) fn raw(&self, request: &[u8]) -> (u16, String) {
        raw(&self.address, request)
    }

    /// `GET path`.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.raw(
            format!(
                "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.address
            )
            .as_bytes(),
        )
    }

    /// `POST /graphql` with a JSON body and more headers, each with its line end.
    pub(crate) fn post(&self, headers: &str, body: &str) -> (u16, String) {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.address,
            body.len(),
        );
        self.raw(request.as_bytes())
    }

    /// Answers a GraphQL document.
    pub(crate) fn query(&self, document: &str) -> Value {
        let (status, body) = self.post("", &serde_json::json!({ "query": document }).to_string());
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// Asks the server to stop and waits until it has.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) -> bool {
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()
            .expect("kill runs");
        assert!(asked.success());
        self.child.wait().expect("the server ends").success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
