//! The conformance suite that every store passes, and what only the one on disk must withstand.

mod barrier;
mod conformance;
mod damage;
mod format;
mod many;
mod recovery;

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::model::*;
use crate::store::*;

/// A store that can be closed and opened again.
trait Subject {
    fn store(&self) -> &dyn Store;
    fn reopen(&mut self);
}

struct OnDisk {
    folder: TempDir,
    store: Option<DiskStore>,
}

impl OnDisk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Some(DiskStore::open(folder.path()).unwrap());
        Self { folder, store }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the store, hands out its trees, and tries to open it again.
    fn tamper(&mut self, with: impl FnOnce(&sled::Db)) -> Result<(), StoreError> {
        self.store = None;
        with(&raw(self.path()));
        self.store = Some(DiskStore::open(self.path())?);
        Ok(())
    }
}

impl Subject for OnDisk {
    fn store(&self) -> &dyn Store {
        self.store.as_ref().unwrap()
    }

    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(DiskStore::open(self.path()).unwrap());
    }
}

impl Subject for MemoryStore {
    fn store(&self) -> &dyn Store {
        self
    }

    fn reopen(&mut self) {}
}

/// The trees below a closed store. Threads of the store may hold its file a little longer.
fn raw(folder: &Path) -> sled::Db {
    let config = sled::Config::new().path(folder.join("sled"));
    loop {
        match config.open() {
            Ok(db) => return db,
            Err(error) if error.to_string().contains("could not acquire lock") => {
                std::thread::yield_now();
            }
            Err(error) => panic!("{error}"),
        }
    }
}

fn on_each(check: impl Fn(&mut dyn Subject)) {
    check(&mut MemoryStore::new());
    check(&mut OnDisk::new());
}

/// The commit that follows `head`.
fn commit(head: Head, changes: Vec<Change>) -> Commit {
    let revision = head.revision + 1;
    Commit {
        revision,
        chain: chain_hash(&head.chain, &changes),
        changes,
        message: format!("commit {revision}"),
        author: "tester".into(),
        at_ms: 1_700_000_000_000 + i64::try_from(revision).unwrap(),
    }
}

fn append(store: &dyn Store, changes: Vec<Change>) -> Commit {
    let head = store.head().unwrap();
    let commit = commit(head, changes);
    let after = store.append(&commit, head.revision).unwrap();
    assert_eq!(
        (after.revision, after.chain),
        (commit.revision, commit.chain)
    );
    commit
}

fn put_checkpoint(store: &dyn Store, revision: u64, state: &[Change]) -> Result<(), StoreError> {
    store.put_checkpoint(revision, &mut state.iter().cloned())
}

/// A site with a note of so many bytes.
fn site(slug: &str, note_bytes: usize) -> Change {
    let mut record = Record::new(Id::new(Kind::Site, slug));
    record.set(NAME_EN, Value::Text(format!("Site {slug}").into()));
    record.set(NOTE, Value::Text("x".repeat(note_bytes).into()));
    Change::Put(record)
}

fn all_commits(store: &dyn Store, after: u64, through: u64) -> Result<Vec<Commit>, StoreError> {
    store.commits(after, through)?.collect()
}

fn state_at(store: &dyn Store, at: u64) -> Result<Option<(Head, Vec<Change>)>, StoreError> {
    let Some(checkpoint) = store.checkpoint(at)? else {
        return Ok(None);
    };
    let state = checkpoint.state.collect::<Result<_, _>>()?;
    Ok(Some((checkpoint.head, state)))
}

fn any_id() -> impl Strategy<Value = Id> {
    let kind = prop::sample::select(Kind::ALL.to_vec());
    (kind, "[a-z0-9]{1,4}(-[a-z0-9]{1,9}){0,2}").prop_map(|(kind, slug)| Id::new(kind, slug))
}

/// A value of any type that the format has room for, whatever the column is for.
fn any_item() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{0,40}".prop_map(|it| Value::Text(it.into())),
        (1_usize..200_000).prop_map(|it| Value::Text("å".repeat(it / 2).into())),
        any::<i64>().prop_map(Value::Int),
        prop::num::f64::NORMAL.prop_map(Value::Number),
        Just(Value::Number(-0.0)),
        any::<bool>().prop_map(Value::Flag),
        any_id().prop_map(Value::Id),
        // The shortest closed list has one code.
        Just(Value::Code(0)),
    ]
}

fn any_record() -> impl Strategy<Value = Record> {
    let value = prop_oneof![
        4 => any_item(),
        1 => vec(any_item(), 0..4).prop_map(Value::List),
    ];
    // Every table but that of modes has at least the three columns of the envelope.
    let values = prop::collection::btree_map(0_u8..3, value, 0..4);
    let id = any_id().prop_filter("modes have no columns", |id| id.kind != Kind::Mode);
    (id, values).prop_map(|(id, values)| {
        let mut record = Record::new(id);
        for (column, value) in values {
            record.set(Column(column), value);
        }
        record
    })
}

fn any_changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        6 => any_record().prop_map(Change::Put),
        1 => any_id().prop_map(Change::Delete),
        1 => (any_id(), any_id()).prop_map(|(from, into)| Change::Merge { from, into }),
    ];
    vec(change, 0..8)
}
