//! What every store must do.

use std::collections::BTreeMap;

use super::*;

#[derive(Clone, Debug)]
enum Op {
    Append(Vec<Change>),
    /// A commit that expects a head that far off.
    AppendStale(u64),
    /// A checkpoint at a share of the revisions there are, in percent.
    Checkpoint(u64, Vec<Change>),
    Discard(u64),
    Reopen,
}

/// What a store ought to hold.
#[derive(Clone, Default)]
struct Expected {
    commits: BTreeMap<u64, Commit>,
    checkpoints: BTreeMap<u64, Vec<Change>>,
    floor: u64,
}

fn any_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        8 => any_changes().prop_map(Op::Append),
        1 => (1_u64..4).prop_map(Op::AppendStale),
        2 => (0_u64..110, any_changes()).prop_map(|(at, state)| Op::Checkpoint(at, state)),
        1 => (0_u64..110).prop_map(Op::Discard),
        2 => Just(Op::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn stores_do_what_a_map_does(ops in vec(any_op(), 1..25)) {
        let mut memory = MemoryStore::new();
        let mut disk = OnDisk::new();
        let mut expected = Expected::default();
        for op in ops {
            apply(&memory, &mut expected.clone(), &op);
            apply(disk.store(), &mut expected, &op);
            if matches!(op, Op::Reopen) {
                memory.reopen();
                disk.reopen();
            }
            compare(&memory, &expected);
            compare(disk.store(), &expected);
            prop_assert_eq!(memory.backlog().unwrap(), disk.store().backlog().unwrap());
        }
    }
}

fn apply(store: &dyn Store, expected: &mut Expected, op: &Op) {
    let head = store.head().unwrap().revision;
    match op {
        Op::Append(changes) => {
            let commit = append(store, changes.clone());
            expected.commits.insert(commit.revision, commit);
        }
        Op::AppendStale(off) => {
            let commit = commit(store.head().unwrap(), Vec::new());
            let error = store.append(&commit, head + off).unwrap_err();
            let StoreError::Conflict { expected, found } = error else {
                panic!("{error}");
            };
            assert_eq!((expected, found), (head + off, head));
        }
        Op::Checkpoint(percent, state) => {
            let revision = head * percent / 100;
            let result = put_checkpoint(store, revision, state);
            if revision == 0 || revision > head {
                assert!(matches!(result, Err(StoreError::NoSuchRevision { .. })));
            } else if revision < expected.floor {
                assert!(matches!(result, Err(StoreError::Discarded { .. })));
            } else {
                result.unwrap();
                expected
                    .checkpoints
                    .entry(revision)
                    .or_insert(state.clone());
            }
        }
        Op::Discard(percent) => {
            let revision = head * percent / 100;
            if let Some((&floor, _)) = expected.checkpoints.range(..=revision).next_back() {
                expected.floor = floor;
                expected.checkpoints = expected.checkpoints.split_off(&floor);
            }
            assert_eq!(store.discard_before(revision).unwrap(), expected.floor);
        }
        Op::Reopen => {}
    }
}

fn compare(store: &dyn Store, expected: &Expected) {
    let head = expected.commits.last_key_value();
    let head = head.map_or(Head::EMPTY, |(&revision, commit)| Head {
        revision,
        chain: commit.chain,
    });
    assert_eq!(store.head().unwrap(), head);
    for at in 0..=head.revision + 1 {
        let known = store.revision(at).unwrap();
        let told = expected.commits.get(&at).map(|commit| Revision {
            revision: at,
            message: commit.message.clone(),
            author: commit.author.clone(),
            at_ms: commit.at_ms,
            chain: commit.chain,
            changes: commit.changes.len() as u64,
        });
        assert_eq!(known, told);
        let state = state_at(store, at).unwrap();
        let latest = expected.checkpoints.range(..=at).next_back();
        let latest = latest.map(|(&revision, state)| {
            let chain = expected.commits[&revision].chain;
            (Head { revision, chain }, state.clone())
        });
        assert_eq!(state, latest);
    }
    for (after, through) in [
        (0, u64::MAX),
        (expected.floor, u64::MAX),
        (head.revision / 2, head.revision),
        (expected.floor, head.revision / 2),
        (head.revision, u64::MAX),
        (u64::MAX, u64::MAX),
    ] {
        let commits = all_commits(store, after, through);
        if after < expected.floor.min(through) {
            let Err(StoreError::Discarded { revision, oldest }) = commits else {
                panic!("{commits:?}");
            };
            assert_eq!((revision, oldest), (after + 1, expected.floor));
        } else {
            let within = |it: &&Commit| it.revision > after && it.revision <= through;
            let wanted: Vec<_> = expected.commits.values().filter(within).cloned().collect();
            assert_eq!(commits.unwrap(), wanted);
        }
    }
}

#[test]
fn an_empty_store_has_nothing() {
    on_each(|subject| {
        let store = subject.store();
        assert_eq!(store.head().unwrap(), Head::EMPTY);
        assert_eq!(all_commits(store, 0, u64::MAX).unwrap(), []);
        assert_eq!(store.revision(0).unwrap(), None);
        assert_eq!(state_at(store, u64::MAX).unwrap(), None);
        assert_eq!(store.discard_before(u64::MAX).unwrap(), 0);
        assert_eq!(store.backlog().unwrap(), Backlog::default());
    });
}

#[test]
fn a_commit_over_several_blocks_comes_back_whole() {
    on_each(|subject| {
        // 300 sites of 1 kB: five blocks of 64 KiB; then one record of 3 MB.
        let many = (0..300).map(|it| site(&format!("s{it}"), 1000)).collect();
        let many = append(subject.store(), many);
        let long = append(
            subject.store(),
            vec![site("a", 10), site("long", 3_000_000), site("b", 10)],
        );
        subject.reopen();
        assert_eq!(all_commits(subject.store(), 0, 2).unwrap(), [many, long]);
    });
}

#[test]
fn a_commit_numbered_out_of_turn_is_a_conflict() {
    on_each(|subject| {
        let store = subject.store();
        let mut commit = commit(Head::EMPTY, vec![site("a", 1)]);
        commit.revision = 2;
        let error = store.append(&commit, 0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the commit follows revision 1, but the store is at revision 0"
        );
        assert_eq!(store.head().unwrap(), Head::EMPTY);
    });
}

#[test]
fn of_two_writers_with_one_head_one_wins() {
    on_each(|subject| {
        let store = subject.store();
        let mine = commit(Head::EMPTY, vec![site("mine", 1)]);
        let theirs = commit(Head::EMPTY, vec![site("theirs", 1)]);
        let won = std::thread::scope(|scope| {
            let tries = [&mine, &theirs].map(|it| scope.spawn(|| store.append(it, 0).is_ok()));
            tries.map(|it| it.join().unwrap())
        });
        assert_eq!(won.iter().filter(|it| **it).count(), 1);
        let winner = if won[0] { mine } else { theirs };
        assert_eq!(all_commits(store, 0, 9).unwrap(), [winner]);
    });
}

#[test]
fn what_cannot_be_stored_is_refused_and_nothing_changes() {
    let with = |column: Column, value: Value| {
        let mut record = Record::new(Id::new(Kind::Site, "bad"));
        record.set(column, value);
        Change::Put(record)
    };
    let nested = Value::List(vec![Value::List(vec![Value::Flag(true)])]);
    let mut mode = Record::new(Id::new(Kind::Mode, "road"));
    mode.set(NOTE, Value::Text("a mode is no record".into()));
    let cases = [
        (with(NOTE, nested), Flaw::Nesting),
        (with(Column(200), Value::Flag(true)), Flaw::Column),
        (with(VISIBILITY, Value::Code(999)), Flaw::Code),
        (
            with(VISIBILITY, Value::List(vec![Value::Code(999)])),
            Flaw::Code,
        ),
        (Change::Put(mode), Flaw::Column),
        (site("long", 8 * 1024 * 1024), Flaw::TooLong),
    ];
    on_each(|subject| {
        append(subject.store(), vec![site("a", 1)]);
        for (change, flaw) in &cases {
            // Enough before it that a block is written by then.
            let changes = vec![site("before", 100_000), change.clone()];
            let bad = commit(subject.store().head().unwrap(), vec![]);
            let bad = Commit { changes, ..bad };
            let error = subject.store().append(&bad, 1).unwrap_err();
            let StoreError::Unstorable { id, flaw: found } = error else {
                panic!("{error}");
            };
            assert_eq!((&id, found), (change.id(), *flaw));
            let error = put_checkpoint(subject.store(), 1, &bad.changes).unwrap_err();
            assert!(matches!(error, StoreError::Unstorable { .. }));
        }
        let mut wordy = commit(subject.store().head().unwrap(), vec![]);
        wordy.message = "x".repeat(70_000);
        let error = subject.store().append(&wordy, 1).unwrap_err();
        assert!(matches!(
            error,
            StoreError::MessageTooLong { bytes: 70_006, .. }
        ));
        assert_eq!(subject.store().head().unwrap().revision, 1);
        assert_eq!(state_at(subject.store(), 1).unwrap(), None);
        // The store goes on, and the next commit has none of the refused blocks.
        let next = append(subject.store(), vec![site("b", 1)]);
        put_checkpoint(subject.store(), 2, &next.changes).unwrap();
        subject.reopen();
        assert_eq!(all_commits(subject.store(), 1, 2).unwrap(), [next]);
    });
}

#[test]
fn the_backlog_counts_what_a_start_reads() {
    on_each(|subject| {
        let store = subject.store();
        append(store, vec![site("a", 1000)]);
        let one = store.backlog().unwrap();
        // The note, and less than 100 bytes for the name, the id and the lengths.
        assert!((1000..1100).contains(&one.log_bytes), "{one:?}");
        assert_eq!(one.checkpoint_bytes, 0);
        append(store, vec![site("b", 1000)]);
        assert_eq!(store.backlog().unwrap().log_bytes, 2 * one.log_bytes);
        put_checkpoint(store, 1, &[site("a", 1000)]).unwrap();
        let told = store.backlog().unwrap();
        assert_eq!(
            (told.checkpoint_bytes, told.log_bytes),
            (one.log_bytes, one.log_bytes)
        );
        store.discard_before(1).unwrap();
        assert_eq!(store.backlog().unwrap(), told);
        subject.reopen();
        assert_eq!(subject.store().backlog().unwrap(), told);
    });
}

#[test]
fn readers_see_whole_commits_while_others_write() {
    on_each(|subject| {
        let store = subject.store();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 1..=40 {
                    append(store, vec![site("a", 40_000), site("b", 40_000)]);
                    if number % 8 == 0 {
                        put_checkpoint(store, number, &[site("a", 40_000)]).unwrap();
                        store.discard_before(number).unwrap();
                    }
                }
                done.store(true, std::sync::atomic::Ordering::Release);
            });
            while !done.load(std::sync::atomic::Ordering::Acquire) {
                match state_at(store, u64::MAX) {
                    Ok(state) => assert!(state.is_none_or(|(_, it)| it.len() == 1)),
                    Err(error) => assert!(matches!(error, StoreError::Discarded { .. }), "{error}"),
                }
                let after = store.head().unwrap().revision.saturating_sub(4);
                match all_commits(store, after, u64::MAX) {
                    Ok(commits) => assert!(commits.iter().all(|it| it.changes.len() == 2)),
                    Err(error) => assert!(matches!(error, StoreError::Discarded { .. }), "{error}"),
                }
            }
        });
        assert_eq!(store.head().unwrap().revision, 40);
    });
}
