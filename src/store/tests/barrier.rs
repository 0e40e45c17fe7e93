//! What is synced when a store flushes.

use std::fs;

use super::*;
use crate::store::barrier::Barrier;

/// Half a megabyte a commit, so that sled writes blobs.
fn filled_with_blobs() -> OnDisk {
    let disk = OnDisk::new();
    for slug in ["a", "b", "c"] {
        append(disk.store(), vec![site(slug, 500_000)]);
    }
    assert!(
        fs::read_dir(disk.path().join("sled/blobs"))
            .unwrap()
            .count()
            > 0,
        "these data must make sled write blobs"
    );
    disk
}

fn none() -> Vec<std::ffi::OsString> {
    Vec::new()
}

#[test]
fn no_blob_is_unsynced_after_a_commit_or_a_checkpoint() {
    let disk = filled_with_blobs();
    // Now and then sled rewrites a page on a thread of its own right after the flush.
    let ends_synced = |write: &dyn Fn()| {
        (0..5).any(|_| {
            write();
            disk.store
                .as_ref()
                .unwrap()
                .trees
                .barrier
                .unsynced()
                .unwrap()
                == none()
        })
    };
    assert!(ends_synced(&|| {
        append(disk.store(), vec![site("d", 500_000)]);
    }));
    assert!(ends_synced(&|| {
        let head = append(disk.store(), vec![]).revision;
        put_checkpoint(disk.store(), head, &[site("e", 700_000)]).unwrap();
    }));
}

#[test]
fn a_blob_that_grew_is_synced_again_and_one_that_is_gone_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("blobs")).unwrap();
    fs::write(folder.path().join("db"), b"").unwrap();
    let barrier = Barrier::open(folder.path()).unwrap();
    let blob = folder.path().join("blobs/17");
    fs::write(&blob, b"half").unwrap();
    assert_eq!(barrier.unsynced().unwrap(), ["17"]);
    barrier.sync().unwrap();
    assert_eq!(barrier.unsynced().unwrap(), none());
    fs::write(&blob, b"half and half").unwrap();
    assert_eq!(barrier.unsynced().unwrap(), ["17"]);
    fs::remove_file(&blob).unwrap();
    barrier.sync().unwrap();
    fs::write(&blob, b"half and half").unwrap();
    assert_eq!(barrier.unsynced().unwrap(), ["17"]);
}

#[test]
fn folders_are_made_as_deep_as_need_be() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b/c");
    let store = DiskStore::open(&deep).unwrap();
    assert_eq!(store.head().unwrap(), Head::EMPTY);
    assert!(deep.join("sled/db").exists());
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    assert!(matches!(
        DiskStore::open(&file.join("inner")),
        Err(StoreError::Io { .. })
    ));
}
