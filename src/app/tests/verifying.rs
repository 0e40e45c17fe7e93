//! Stores that do not fit together: each fault is found at its revision, and the rest is checked on.

use super::*;
use crate::app::verify::verify_store;
use crate::model::CHAIN_START;
use crate::model::Commit;
use crate::model::Hash;
use crate::model::chain_hash;
use crate::store::MemoryStore;

/// A store with commits of one source each, told `A1`, `A2`, …; the chain hash of some is not theirs.
fn store(commits: u64, forged: &[u64]) -> MemoryStore {
    let store = MemoryStore::default();
    let mut chain: Hash = CHAIN_START;
    for revision in 1..=commits {
        let changes = vec![put("a", &format!("A{revision}"))];
        chain = chain_hash(&chain, &changes);
        if forged.contains(&revision) {
            chain[0] ^= 1;
        }
        let commit = Commit {
            revision,
            changes,
            message: String::new(),
            author: String::new(),
            at_ms: 0,
            chain,
        };
        store.append(&commit, revision - 1).unwrap();
    }
    store
}

fn faults(store: &MemoryStore) -> Vec<(u64, String)> {
    let told = verify_store(store).unwrap();
    let faults = told.faults.iter();
    faults.map(|(at, fault)| (*at, fault.to_string())).collect()
}

fn checkpoint(store: &MemoryStore, revision: u64, title: &str) {
    let mut state = [put("a", title)].into_iter();
    store.put_checkpoint(revision, &mut state).unwrap();
}

#[test]
fn a_forged_commit_is_found_where_it_is_and_the_rest_is_whole() {
    let forged = store(5, &[2, 4]);
    let found = faults(&forged);
    let at: Vec<u64> = found.iter().map(|(at, _)| *at).collect();
    assert_eq!(at, [2, 4], "what follows a forged commit is chained to it");
    assert!(found[0].1.contains("its chain hash is"), "{found:?}");
    let told = verify_store(&forged).unwrap();
    assert_eq!((told.commits, told.changes, told.latest), (3, 3, 5));
    assert_eq!(faults(&store(5, &[])), []);
    let empty = verify_store(&MemoryStore::default()).unwrap();
    assert_eq!((empty.commits, empty.faults.len()), (0, 0));
}

#[test]
fn a_checkpoint_that_is_not_what_the_commits_come_to_is_found() {
    let store = store(6, &[]);
    checkpoint(&store, 2, "A2");
    checkpoint(&store, 4, "not A4");
    checkpoint(&store, 6, "A6");
    let found = faults(&store);
    let said = "its checkpoint is not what the commits come to, first in `source:a`";
    assert_eq!(found, [(4, said.to_owned())]);
    assert_eq!(verify_store(&store).unwrap().checkpoints, 2);
}

#[test]
fn after_a_discarding_the_chain_begins_at_the_checkpoint() {
    let store = store(6, &[2, 5]);
    checkpoint(&store, 3, "whatever it was");
    assert_eq!(store.discard_before(3).unwrap(), 3);
    let told = verify_store(&store).unwrap();
    assert_eq!((told.oldest, told.commits), (3, 2));
    assert_eq!(told.not_compared, [3], "nothing is left to compare it with");
    assert_eq!(told.faults.keys().copied().collect::<Vec<_>>(), [5]);
}

#[test]
fn what_is_broken_is_not_compacted() {
    let (settings, _) = Settings::load(&Flags::default(), Path::new("no-such-file.toml")).unwrap();
    let app = App::over(Arc::new(store(3, &[2])), &settings).unwrap();
    let refused = app.compact(Some(3)).unwrap_err();
    assert!(matches!(refused, AppError::Broken { revision: 2, .. }));
    assert!(
        refused.to_string().ends_with("; nothing was discarded"),
        "{refused}"
    );
    assert_eq!(titles(&app.snapshot_at(Some(1)).unwrap()), ["A1"]);
}
