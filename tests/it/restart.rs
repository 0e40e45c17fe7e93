//! The store under SIGKILL: what was acknowledged is there, whole, and nothing is half there.
//!
//! This binary starts itself as a writer that commits, writes checkpoints and discards in a loop,
//! and kills it at a moment drawn from a seed: after so many acknowledged commits and some spinning.
//! All that a commit holds follows from its number, so that the two need not share a memory.
//!
//! The same is done once more a layer up, with a writer that commits through [`App`].
//!
//! `KILLS` is the number of kills, 20 unless said.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests, of which clippy knows only the annotated functions"
)]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::env;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use ketju::app::App;
use ketju::app::CommitRequest;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::Settings;
use ketju::exchange::ReadOptions;
use ketju::exchange::read_import;
use ketju::model::CHAIN_START;
use ketju::model::Change;
use ketju::model::Commit;
use ketju::model::Hash;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::NAME_EN;
use ketju::model::NOTE;
use ketju::model::Record;
use ketju::model::Value;
use ketju::model::chain_hash;
use ketju::store::DiskStore;
use ketju::store::Store;
use ketju::store::StoreError;

const FOLDER: &str = "KETJU_TEST_WRITER_FOLDER";
/// How often the writer of the layer above is killed.
const APP_KILLS: u64 = 5;
/// How many records the writer turns over.
const RECORDS: u64 = 60;

type State = BTreeMap<Id, Record>;

/// A number that looks random and follows from another (SplitMix64).
fn draw(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The changes of a revision: mostly a few, sometimes none, sometimes several blocks of them.
fn changes(revision: u64) -> Vec<Change> {
    let (count, note) = match draw(revision) % 8 {
        0 => (0, 0),
        1 => (40, 9_000),
        2 => (2, 150_000),
        _ => (3, 60),
    };
    let change = |it: u64| {
        let random = draw(revision * 1000 + it);
        let id = Id::new(Kind::Site, format!("s{}", random % RECORDS));
        if random.is_multiple_of(11) {
            return Change::Delete(id);
        }
        let mut record = Record::new(id);
        record.set(NAME_EN, Value::Text(format!("{revision}.{it}").into()));
        record.set(
            NOTE,
            Value::Text(format!("{random:x}").repeat(note / 16).into()),
        );
        Change::Put(record)
    };
    (0..count).map(change).collect()
}

fn commit(revision: u64, previous: &Hash) -> Commit {
    let changes = changes(revision);
    Commit {
        revision,
        chain: chain_hash(previous, &changes),
        changes,
        message: format!("message of {revision}"),
        author: "writer".into(),
        at_ms: i64::try_from(revision).unwrap(),
    }
}

fn apply(state: &mut State, changes: Vec<Change>) {
    for change in changes {
        match change {
            Change::Put(record) => state.insert(record.id.clone(), record),
            Change::Delete(id) => state.remove(&id),
            Change::Merge { .. } => unreachable!("none is written"),
        };
    }
}

/// Not a test but the process that is killed: it returns at once unless it is started as such.
#[test]
fn writer_child() {
    let Ok(folder) = env::var(FOLDER) else {
        return;
    };
    let store = DiskStore::open(Path::new(&folder)).unwrap();
    let error = write_on(&store).unwrap_err();
    println!("\nfailed {error}");
    // Neither memory nor disk are certain now: the first attempt may fail for the same reason.
    let head = store.head().unwrap();
    let next = commit(head.revision + 1, &head.chain);
    store.append(&next, head.revision).unwrap_err();
    let error = store.append(&next, head.revision).unwrap_err();
    assert!(matches!(error, StoreError::Stopped), "{error}");
    println!("\nstopped");
}

/// Commits, writes checkpoints and discards until it is killed or something fails.
fn write_on(store: &dyn Store) -> Result<Infallible, StoreError> {
    let mut state = rebuild(store)?;
    loop {
        let head = store.head()?;
        let commit = commit(head.revision + 1, &head.chain);
        let head = store.append(&commit, head.revision)?;
        // On a line of its own, whatever the test runner has just printed.
        let mut out = std::io::stdout().lock();
        write!(out, "\nacknowledged {}\n", head.revision).unwrap();
        out.flush().unwrap();
        drop(out);
        apply(&mut state, commit.changes);
        let random = draw(head.revision ^ 0x00c0_ffee);
        if random.is_multiple_of(5) {
            let mut records = state.values().cloned().map(Change::Put);
            store.put_checkpoint(head.revision, &mut records)?;
        }
        if random.is_multiple_of(17) {
            store.discard_before(head.revision.saturating_sub(3))?;
        }
    }
}

/// The state at the head: the latest checkpoint and what came after.
fn rebuild(store: &dyn Store) -> Result<State, StoreError> {
    let mut state = State::new();
    let mut at = 0;
    if let Some(checkpoint) = store.checkpoint(u64::MAX)? {
        at = checkpoint.head.revision;
        apply(&mut state, checkpoint.state.collect::<Result<_, _>>()?);
    }
    for commit in store.commits(at, u64::MAX)? {
        apply(&mut state, commit?.changes);
    }
    Ok(state)
}

#[test]
fn no_acknowledged_commit_is_lost_when_the_writer_is_killed() {
    let kills = env::var("KILLS").map_or(20, |it| it.parse().unwrap());
    let mut folder = tempfile::tempdir().unwrap();
    let mut head = 0;
    for round in 0..kills {
        // Now and then from an empty folder, so that the first start is killed as well.
        if round % 10 == 0 {
            folder = tempfile::tempdir().unwrap();
            head = 0;
        }
        let acknowledged = kill(writer("writer_child", folder.path(), ""), draw(round));
        head = check(folder.path(), head, acknowledged.unwrap_or(head));
    }
}

/// As on a full disk: writes fail, the writer stops, and what it acknowledged is there.
#[test]
fn no_acknowledged_commit_is_lost_when_writes_fail() {
    for kilobytes in [1500, 2200, 3100] {
        let folder = tempfile::tempdir().unwrap();
        // Files may not grow beyond the limit; the signal that would say so is ignored.
        let limit = format!("trap '' XFSZ; ulimit -f {kilobytes};");
        let mut writer = writer("writer_child", folder.path(), &limit);
        let mut lines = lines_of(&mut writer);
        let last = lines.by_ref().map_while(acknowledged).last();
        assert!(
            lines.any(|it| it == "stopped"),
            "it went on after a failure"
        );
        assert!(writer.wait().unwrap().success());
        check(folder.path(), 0, last.expect("some commits fit"));
    }
}

fn writer(child: &str, folder: &Path, limit: &str) -> Child {
    Command::new("sh")
        .arg("-c")
        .arg(format!(
            "{limit} exec \"$0\" --exact restart::{child} --nocapture"
        ))
        .arg(env::current_exe().unwrap())
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The lines of the writer that say something.
fn lines_of(writer: &mut Child) -> impl Iterator<Item = String> + use<> {
    let out = BufReader::new(writer.stdout.take().unwrap());
    let told = ["acknowledged ", "failed ", "stopped"];
    out.lines()
        .map(|line| line.unwrap())
        .filter(move |line| told.iter().any(|it| line.starts_with(it)))
}

fn acknowledged(line: String) -> Option<u64> {
    let revision = line.strip_prefix("acknowledged ")?;
    Some(revision.parse().unwrap())
}

/// Kills the writer after some acknowledged commits and some spinning, and returns the last
/// revision that it acknowledged; none if there was none.
fn kill(writer: Child, seed: u64) -> Option<u64> {
    last_line_before_kill(writer, seed)
        .map(|line| acknowledged(line).expect("the writer goes on until it is killed"))
}

fn last_line_before_kill(mut writer: Child, seed: u64) -> Option<String> {
    let mut lines = lines_of(&mut writer);
    let count = usize::try_from(seed % 30).unwrap();
    let last = lines.by_ref().take(count).last();
    let spins = draw(seed) % (1 << (draw(seed + 1) % 24));
    for spin in 0..spins {
        std::hint::black_box(spin);
    }
    writer.kill().unwrap();
    // What it had printed before it ended was acknowledged, too.
    let last = lines.last().or(last);
    writer.wait().unwrap();
    last
}

/// Opens the store and compares all of it with what must be in it; returns its head.
fn check(folder: &Path, before: u64, acknowledged: u64) -> u64 {
    let store = DiskStore::open(folder).unwrap();
    let head = store.head().unwrap();
    assert!(
        head.revision >= acknowledged.max(before),
        "{head:?} {acknowledged}"
    );
    // One more may have become durable before it could be acknowledged.
    assert!(head.revision <= acknowledged + 1, "{head:?} {acknowledged}");

    let oldest = store.discard_before(0).unwrap();
    let mut chain = CHAIN_START;
    let mut state = State::new();
    let mut states = BTreeMap::new();
    for revision in 1..=head.revision {
        let expected = commit(revision, &chain);
        chain = expected.chain;
        let told = store.revision(revision).unwrap().unwrap();
        assert_eq!(
            (told.chain, told.message),
            (chain, expected.message.clone())
        );
        if revision > oldest {
            let mut commits = store.commits(revision - 1, revision).unwrap();
            assert_eq!(commits.next().unwrap().unwrap(), expected);
        }
        apply(&mut state, expected.changes);
        states.insert(revision, state.clone());
    }
    assert_eq!(head.chain, chain);
    assert_eq!(store.revision(head.revision + 1).unwrap(), None);

    let mut at = head.revision;
    while let Some(checkpoint) = store.checkpoint(at).unwrap() {
        let revision = checkpoint.head.revision;
        let found: Vec<Change> = checkpoint.state.collect::<Result<_, _>>().unwrap();
        let expected: Vec<Change> = states[&revision]
            .values()
            .cloned()
            .map(Change::Put)
            .collect();
        assert!(found == expected, "checkpoint {revision}");
        at = revision - 1;
    }
    assert!(
        at < oldest || oldest == 0,
        "the checkpoint at {oldest} is gone"
    );
    assert_eq!(rebuild(&store).unwrap(), state);
    head.revision
}

fn app(folder: &Path) -> std::sync::Arc<App> {
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-settings.toml")).unwrap();
    App::open(folder, &settings).unwrap()
}

/// Revision and content hash of what the program would serve.
fn served(app: &App) -> (u64, String) {
    let facts = app.dataset(&app.snapshot()).unwrap();
    (facts.revision, facts.content_hash)
}

/// The commit of a revision through the program: one to four sites, which are new or renamed.
fn commit_through(app: &App, revision: u64) {
    let change = |it: u64| {
        let random = draw(revision * 1000 + it);
        let mut record = Record::new(Id::new(Kind::Site, format!("s{}", random % RECORDS)));
        record.set(NAME_EN, Value::Text(format!("{revision}.{it}").into()));
        Change::Put(record)
    };
    let request = CommitRequest {
        changes: (0..=draw(revision) % 4).map(change).collect(),
        message: format!("message of {revision}"),
        author: "writer".into(),
        ..CommitRequest::default()
    };
    let outcome = app.commit(request).unwrap();
    let made = outcome.revision.map(|it| it.revision);
    assert_eq!(made, Some(revision), "{:?}", outcome.problems);
}

/// Not a test but the process that is killed: it returns at once unless it is started as such.
#[test]
fn app_writer_child() {
    let Ok(folder) = env::var(FOLDER) else {
        return;
    };
    let app = app(Path::new(&folder));
    loop {
        commit_through(&app, app.snapshot().revision() + 1);
        let (revision, hash) = served(&app);
        let mut out = std::io::stdout().lock();
        write!(out, "\nacknowledged {revision} {hash}\n").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn the_program_serves_what_it_acknowledged_when_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    // The same commits without a kill in between.
    let settings = Settings::load(&Flags::default(), Path::new("no-settings.toml")).unwrap();
    let expected = App::in_memory(&settings.0).unwrap();
    let mut before = 0;
    for round in 0..APP_KILLS {
        let writer = writer("app_writer_child", folder.path(), "");
        let last = last_line_before_kill(writer, draw(round));
        let app = app(folder.path());
        let (revision, hash) = served(&app);
        let acknowledged = last.as_deref().map(|line| {
            let (acknowledged, hash) = line
                .strip_prefix("acknowledged ")
                .and_then(|it| it.split_once(' '))
                .expect("the writer goes on until it is killed");
            (acknowledged.parse::<u64>().unwrap(), hash)
        });
        let at_least = acknowledged.map_or(before, |it| it.0);
        assert!(
            (at_least..=at_least + 1).contains(&revision),
            "{revision} {at_least}"
        );
        while expected.snapshot().revision() < revision {
            commit_through(&expected, expected.snapshot().revision() + 1);
            let (made, hash) = served(&expected);
            if let Some((_, told)) = acknowledged.filter(|it| it.0 == made) {
                assert_eq!(told, hash, "what was acknowledged as {made}");
            }
        }
        assert_eq!((revision, hash), served(&expected));
        before = revision;
    }
}

/// Sites of a package that is imported while the program is killed.
const SITES: u64 = 3000;

/// A package in which every site is named after the revision.
fn package_of(revision: u64) -> String {
    let row = |at| format!("s{at},Revision {revision},MINE,FI\n");
    let rows = (0..SITES).map(row);
    std::iter::once("id,name_en,kind,country\n".to_owned())
        .chain(rows)
        .collect()
}

/// Not a test but the process that is killed: it imports package after package.
#[test]
fn import_writer_child() {
    let Ok(folder) = env::var(FOLDER) else {
        return;
    };
    let app = app(Path::new(&folder));
    loop {
        let revision = app.snapshot().revision() + 1;
        let text = package_of(revision);
        let package = read_import("sites.csv", text.as_bytes(), &ReadOptions::default());
        let outcome = app.import(ImportRequest {
            package,
            author: "writer".into(),
            dry_run: false,
        });
        assert_eq!(outcome.unwrap().revision.unwrap().revision, revision);
        let mut out = std::io::stdout().lock();
        write!(out, "\nacknowledged {revision}\n").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn an_import_that_is_killed_leaves_a_whole_revision() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = 0;
    for round in 0..APP_KILLS {
        let writer = writer("import_writer_child", folder.path(), "");
        // Few are waited for, since each is large.
        let last = last_line_before_kill(writer, round % 3);
        let acknowledged = last.and_then(acknowledged).unwrap_or(before);
        let app = app(folder.path());
        let snapshot = app.snapshot();
        let revision = snapshot.revision();
        assert!(
            (acknowledged..=acknowledged + 1).contains(&revision),
            "{revision}"
        );
        let name = format!("Revision {revision}");
        let sites: Vec<_> = snapshot.registry().rows(Kind::Site).collect();
        let expected = if revision == 0 { 0 } else { SITES };
        assert_eq!(
            sites.len() as u64,
            expected,
            "all of a package, or none of it"
        );
        let is_of_it = |row: &_| snapshot.registry().record(*row).text(NAME_EN) == Some(&name);
        assert!(
            sites.iter().all(is_of_it),
            "a mixture at revision {revision}"
        );
        before = revision;
    }
}
