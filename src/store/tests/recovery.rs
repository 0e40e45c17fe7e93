//! What opening a folder puts right, and what it refuses.

use std::fs;

use super::*;
use crate::store::block::block_key;
use crate::store::block::seal;

fn keys(db: &sled::Db, tree: &str) -> Vec<(u64, u32)> {
    let tree = db.open_tree(tree).unwrap();
    let keys = tree.iter().keys().map(|key| {
        let key = key.unwrap();
        block::parse_key(&key).unwrap()
    });
    keys.collect()
}

/// Three commits, a checkpoint at the second.
fn filled() -> OnDisk {
    let disk = OnDisk::new();
    for slug in ["a", "b", "c"] {
        append(
            disk.store(),
            vec![site(slug, 40_000), site(slug, 40_000), site("x", 1)],
        );
    }
    put_checkpoint(disk.store(), 2, &[site("a", 70_000), site("b", 1)]).unwrap();
    disk
}

#[test]
fn blocks_of_an_interrupted_commit_are_removed() {
    let mut disk = filled();
    let before = all_commits(disk.store(), 0, 9).unwrap();
    let leave = |db: &sled::Db| {
        let blocks = db.open_tree("blocks").unwrap();
        for block in 0..3 {
            blocks.insert(block_key(4, block), b"half").unwrap();
        }
        blocks.insert(block_key(u64::MAX, 7), b"half").unwrap();
    };
    disk.tamper(leave).unwrap();
    assert_eq!(disk.store().head().unwrap().revision, 3);
    assert_eq!(all_commits(disk.store(), 0, 9).unwrap(), before);
    disk.tamper(|db| {
        let kept = [
            (1, 0),
            (1, 1),
            (1, 2),
            (2, 0),
            (2, 1),
            (2, 2),
            (3, 0),
            (3, 1),
            (3, 2),
        ];
        assert_eq!(keys(db, "blocks"), kept);
    })
    .unwrap();
    append(disk.store(), vec![]);
}

#[test]
fn blocks_of_a_refused_commit_are_not_left_below_the_next() {
    let mut disk = filled();
    let mut refused = commit(disk.store().head().unwrap(), vec![]);
    refused.changes = (0..3).map(|_| site("before", 70_000)).collect();
    refused.changes.push(site("too-long", 9_000_000));
    disk.store().append(&refused, 3).unwrap_err();
    append(disk.store(), vec![site("d", 1)]);
    disk.tamper(|db| assert_eq!(keys(db, "blocks")[9..], [(4, 0), (4, 1)]))
        .unwrap();
}

#[test]
fn a_checkpoint_without_its_header_does_not_count_and_is_removed() {
    let mut disk = filled();
    let leave = |db: &sled::Db| {
        let checkpoints = db.open_tree("checkpoints").unwrap();
        for revision in [1, 3] {
            let key = block_key(revision, 1);
            checkpoints
                .insert(key, seal("checkpoints", &key, b""))
                .unwrap();
        }
    };
    disk.tamper(leave).unwrap();
    assert_eq!(state_at(disk.store(), 3).unwrap().unwrap().0.revision, 2);
    assert_eq!(state_at(disk.store(), 1).unwrap(), None);
    disk.tamper(|db| assert_eq!(keys(db, "checkpoints"), [(2, 0), (2, 1), (2, 2)]))
        .unwrap();
}

#[test]
fn discarding_removes_blocks_and_keeps_headers() {
    let mut disk = filled();
    put_checkpoint(disk.store(), 3, &[site("a", 1)]).unwrap();
    assert_eq!(disk.store().discard_before(3).unwrap(), 3);
    let check = |db: &sled::Db| {
        assert_eq!(keys(db, "blocks"), [(1, 0), (2, 0), (3, 0)]);
        assert_eq!(keys(db, "checkpoints"), [(3, 0), (3, 1)]);
    };
    disk.tamper(check).unwrap();
    assert_eq!(
        disk.store().revision(1).unwrap().unwrap().message,
        "commit 1"
    );
}

#[test]
fn an_interrupted_discarding_is_finished() {
    let mut disk = filled();
    // As if the process had been killed right after the floor was written.
    let interrupt = |db: &sled::Db| {
        let floor = postcard::to_stdvec(&2_u64).unwrap();
        let meta = db.open_tree("meta").unwrap();
        meta.insert("floor", seal("meta", b"floor", &floor))
            .unwrap();
    };
    disk.tamper(interrupt).unwrap();
    assert!(matches!(
        all_commits(disk.store(), 0, 9),
        Err(StoreError::Discarded {
            revision: 1,
            oldest: 2
        })
    ));
    assert_eq!(all_commits(disk.store(), 2, 9).unwrap().len(), 1);
    disk.tamper(|db| {
        assert_eq!(keys(db, "blocks"), [(1, 0), (2, 0), (3, 0), (3, 1), (3, 2)]);
        assert_eq!(keys(db, "checkpoints"), [(2, 0), (2, 1), (2, 2)]);
    })
    .unwrap();
}

#[test]
fn a_newer_format_is_refused_and_left_alone() {
    let mut disk = filled();
    let renew = |db: &sled::Db| {
        let meta = db.open_tree("meta").unwrap();
        meta.insert("format", &7_u32.to_be_bytes()).unwrap();
        let blocks = db.open_tree("blocks").unwrap();
        blocks.insert(block_key(9, 0), b"of the future").unwrap();
    };
    let error = disk.tamper(renew).unwrap_err();
    assert!(matches!(
        error,
        StoreError::Newer {
            found: 7,
            known: 1,
            ..
        }
    ));
    assert!(
        error
            .to_string()
            .contains("use the newer ketju that wrote it"),
        "{error}"
    );
    assert_eq!(keys(&raw(disk.path()), "blocks").last(), Some(&(9, 0)));
}

#[test]
fn a_format_that_is_gone_or_no_format_is_damage() {
    for format in [None, Some(&b"1"[..]), Some(&[0, 0, 0, 0])] {
        let mut disk = filled();
        let change = |db: &sled::Db| {
            let meta = db.open_tree("meta").unwrap();
            match format {
                Some(bytes) => meta.insert("format", bytes).unwrap(),
                None => meta.remove("format").unwrap(),
            };
        };
        let error = disk.tamper(change).unwrap_err();
        assert!(
            matches!(&error, StoreError::Damaged { key, .. } if key == "meta/format"),
            "{error}"
        );
    }
}

#[test]
fn a_folder_is_open_once() {
    let mut disk = filled();
    // Whoever is refused must not have touched what the other may be writing.
    let snapshot = disk.path().join("sled/snap.0.generating");
    fs::write(&snapshot, b"half a snapshot").unwrap();
    let Err(error) = DiskStore::open(disk.path()) else {
        panic!("opened twice");
    };
    assert!(matches!(error, StoreError::InUse { .. }));
    assert!(snapshot.exists());
    let text = error.to_string();
    let folder = disk.path().display().to_string();
    assert!(text.contains(&folder) && text.contains("in use"), "{text}");
    disk.reopen();
    assert_eq!(disk.store().head().unwrap().revision, 3);
}

#[test]
fn leftovers_of_a_killed_start_are_removed() {
    let mut disk = filled();
    disk.store = None;
    let inner = disk.path().join("sled");
    // It sorts after every finished snapshot, and sled would read it as the newest.
    let leftover = inner.join("snap.FFFFFFFFFFFFFFFF.generating");
    fs::write(&leftover, b"half a snapshot").unwrap();
    disk.reopen();
    assert!(!leftover.exists());
    assert_eq!(all_commits(disk.store(), 0, 9).unwrap().len(), 3);
}

#[test]
fn a_start_killed_before_there_were_data_is_begun_anew() {
    let conf = {
        let disk = filled();
        fs::read(disk.path().join("sled/conf")).unwrap()
    };
    for length in 0..=conf.len() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("sled/blobs")).unwrap();
        fs::write(folder.path().join("sled/conf"), &conf[..length]).unwrap();
        let store = DiskStore::open(folder.path()).unwrap();
        assert_eq!(store.head().unwrap(), Head::EMPTY);
    }
}
