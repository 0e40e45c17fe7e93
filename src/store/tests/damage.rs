//! Damaged bytes give typed errors that name the place, never a panic, never other data.

use std::fs;

use super::*;
use crate::store::block::block_key;
use crate::store::block::unpack;

type Stored = (Vec<Commit>, Option<(Head, Vec<Change>)>);

/// Three commits, the second over two blocks; a checkpoint of two blocks at the second.
fn filled() -> (OnDisk, Stored) {
    let disk = OnDisk::new();
    let commits = vec![
        append(disk.store(), vec![site("a", 100)]),
        append(disk.store(), vec![site("b", 70_000), site("c", 100)]),
        append(disk.store(), vec![]),
    ];
    let state = vec![site("a", 70_000), site("c", 100)];
    put_checkpoint(disk.store(), 2, &state).unwrap();
    let head = Head {
        revision: 2,
        chain: commits[1].chain,
    };
    (disk, (commits, Some((head, state))))
}

fn read(store: &dyn Store) -> Result<Stored, StoreError> {
    for revision in 1..=store.head()?.revision {
        store.revision(revision)?;
    }
    Ok((all_commits(store, 0, u64::MAX)?, state_at(store, u64::MAX)?))
}

/// The key that reading complains about after a change of the trees.
fn complaint(disk: &mut OnDisk, change: impl FnOnce(&sled::Db)) -> (String, Flaw) {
    let result = disk.tamper(change).and_then(|()| read(disk.store()));
    match result {
        Err(StoreError::Damaged { key, flaw }) => (key, flaw),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let (mut disk, stored) = filled();
    let mut places = Vec::new();
    disk.tamper(|db| {
        for (tree, name) in [("blocks", "blocks"), ("checkpoints", "checkpoints")] {
            for item in db.open_tree(tree).unwrap().iter() {
                let (key, value) = item.unwrap();
                let (revision, block) = block::parse_key(&key).unwrap();
                places.push((tree, key, value, format!("{name}/{revision}/{block}")));
            }
        }
        let head = db.open_tree("meta").unwrap().get("head").unwrap().unwrap();
        places.push(("meta", "head".into(), head, "meta/head".into()));
    })
    .unwrap();
    // Three headers, one and two blocks; a header and two blocks; the head.
    assert_eq!(places.len(), 3 + 1 + 2 + 3 + 1);
    for (tree, key, value, place) in places {
        for at in [0, 8, value.len() / 2, value.len() - 1] {
            let flip = |db: &sled::Db| {
                let mut bytes = value.to_vec();
                bytes[at] ^= 1 << (at % 8);
                db.open_tree(tree).unwrap().insert(&key, bytes).unwrap();
            };
            assert_eq!(complaint(&mut disk, flip), (place.clone(), Flaw::Checksum));
            let shorten = |db: &sled::Db| {
                db.open_tree(tree)
                    .unwrap()
                    .insert(&key, &value[..at])
                    .unwrap();
            };
            assert_eq!(
                complaint(&mut disk, shorten),
                (place.clone(), Flaw::Checksum)
            );
        }
        let restore = |db: &sled::Db| {
            db.open_tree(tree).unwrap().insert(&key, &value).unwrap();
        };
        disk.tamper(restore).unwrap();
        assert_eq!(read(disk.store()).unwrap(), stored);
    }
}

#[test]
fn a_block_that_is_gone_is_named() {
    for (tree, revision, block) in [
        ("blocks", 1, 1),
        ("blocks", 2, 2),
        ("blocks", 1, 0),
        ("blocks", 3, 0),
        ("checkpoints", 2, 2),
    ] {
        let (mut disk, _) = filled();
        let remove = |db: &sled::Db| {
            let key = block_key(revision, block);
            assert!(db.open_tree(tree).unwrap().remove(key).unwrap().is_some());
        };
        let place = format!("{tree}/{revision}/{block}");
        assert_eq!(complaint(&mut disk, remove), (place, Flaw::Missing));
    }
}

#[test]
fn a_log_is_not_read_without_the_checkpoint_that_replaced_its_beginning() {
    let (mut disk, _) = filled();
    disk.store().discard_before(2).unwrap();
    let remove = |db: &sled::Db| {
        let checkpoints = db.open_tree("checkpoints").unwrap();
        checkpoints.remove(block_key(2, 0)).unwrap();
    };
    let place = "checkpoints/2/0".to_owned();
    assert_eq!(complaint(&mut disk, remove), (place, Flaw::Missing));
}

#[test]
fn a_header_that_announces_other_than_there_is_is_found() {
    for (changes, blocks, flaw) in [
        (1, 2, ("blocks/2/0", Flaw::Count)),
        (3, 2, ("blocks/2/0", Flaw::Count)),
        (2, 1, ("blocks/2/0", Flaw::Count)),
        (2, 3, ("blocks/2/3", Flaw::Missing)),
    ] {
        let (mut disk, (commits, _)) = filled();
        let announce = |db: &sled::Db| {
            let header = block::CommitHeader::V1 {
                message: String::new(),
                author: String::new(),
                at_ms: 0,
                chain: commits[1].chain,
                changes,
                blocks,
                total_bytes: 0,
            };
            let key = block_key(2, 0);
            let bytes = block::seal("blocks", &key, &block::encode(&header, vec![]).unwrap());
            db.open_tree("blocks").unwrap().insert(key, bytes).unwrap();
        };
        let (key, found) = complaint(&mut disk, announce);
        assert_eq!((key.as_str(), found), flaw);
    }
}

#[test]
fn a_block_under_another_key_is_found() {
    let (mut disk, _) = filled();
    let swap = |db: &sled::Db| {
        let blocks = db.open_tree("blocks").unwrap();
        let second = blocks.get(block_key(2, 2)).unwrap().unwrap();
        blocks.insert(block_key(1, 1), second).unwrap();
    };
    assert_eq!(
        complaint(&mut disk, swap),
        ("blocks/1/1".into(), Flaw::Checksum)
    );
}

#[test]
fn a_damaged_checkpoint_does_not_replace_the_log() {
    let (mut disk, (commits, _)) = filled();
    let damage = |db: &sled::Db| {
        let checkpoints = db.open_tree("checkpoints").unwrap();
        checkpoints
            .insert(block_key(2, 2), b"damaged block")
            .unwrap();
    };
    disk.tamper(damage).unwrap();
    let error = disk.store().discard_before(3).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { key, .. } if key == "checkpoints/2/2"));
    assert_eq!(all_commits(disk.store(), 0, 9).unwrap(), commits);
}

/// Flips bytes of sled's own files. Where its log is damaged, sled takes the rest for torn off and
/// opens without it, so that it takes the witness to notice that commits are gone.
#[test]
fn damaged_files_never_give_other_data_nor_less() {
    let (mut disk, (mut commits, state)) = filled();
    disk.reopen();
    commits.push(append(disk.store(), vec![site("d", 10_000)]));
    let mut flaws = Vec::new();
    for name in ["db", "conf", "snap"] {
        for step in 0..24 {
            // What a killed process leaves: every acknowledged commit is in the files.
            let copy = tempfile::tempdir().unwrap();
            copy_folder(disk.path(), copy.path());
            let at = flip(&copy.path().join("sled"), name, step);
            match DiskStore::open(copy.path()).and_then(|store| read(&store)) {
                Ok((found, found_state)) => {
                    assert_eq!(found, commits, "{name} at {at}");
                    // A checkpoint may be lost: nothing follows from it as long as the log is whole.
                    assert!(
                        found_state.is_none() || found_state == state,
                        "{name} at {at}"
                    );
                }
                Err(StoreError::Corrupt { .. }) => {}
                Err(StoreError::Damaged { flaw, .. }) => flaws.push(flaw),
                Err(error) => panic!("{name} at {at}: {error:?}"),
            }
        }
    }
    assert!(flaws.contains(&Flaw::Behind), "{flaws:?}");
}

/// Flips bits in the file whose name starts so, `step` 24ths into what is written of it.
fn flip(folder: &Path, name: &str, step: usize) -> usize {
    let mut files = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    let file = files.find(|it| it.file_name().to_string_lossy().starts_with(name));
    let file = file.unwrap().path();
    let mut bytes = fs::read(&file).unwrap();
    let written = bytes.iter().rposition(|it| *it != 0).unwrap();
    let at = written * step / 24;
    bytes[at] ^= 0x55;
    fs::write(&file, bytes).unwrap();
    at
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn lengths_beyond_the_bytes_are_not_believed() {
    // A put of `site:a` with 2^63 values, then one with a text of 2^63 bytes.
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let values = [&[0, 5, 1, b'a'][..], &huge].concat();
    assert_eq!(unpack(&values), Err(Flaw::Undecodable));
    let text = [&[0, 5, 1, b'a', 1, 0, 0, 0][..], &huge].concat();
    assert_eq!(unpack(&text), Err(Flaw::Undecodable));
    // The same with one column, which is a text of one byte, is well formed.
    assert!(unpack(&[0, 5, 1, b'a', 1, 0, 0, 0, 1, b'x']).is_ok());
    // A kind, a column and a code that no list has, and a column stated twice.
    assert_eq!(unpack(&[1, 99, 1, b'a']), Err(Flaw::Kind));
    assert_eq!(
        unpack(&[0, 5, 1, b'a', 1, 99, 0, 0, 1, b'x']),
        Err(Flaw::Column)
    );
    assert_eq!(unpack(&[0, 5, 1, b'a', 1, 2, 0, 1, 99]), Err(Flaw::Code));
    let twice = [0, 5, 1, b'a', 2, 0, 0, 0, 1, b'x', 0, 0, 0, 1, b'x'];
    assert_eq!(unpack(&twice), Err(Flaw::Column));
}

proptest! {
    #[test]
    fn any_bytes_can_be_decoded_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let _ = unpack(&bytes);
    }

    #[test]
    fn any_change_of_a_block_can_be_decoded_or_refused(
        changes in any_changes(), at in any::<prop::sample::Index>(), to in any::<u8>(),
    ) {
        let mut blocks = Vec::new();
        block::pack(&changes, |_, bytes| { blocks.push(bytes.to_vec()); Ok(()) }).unwrap();
        for mut bytes in blocks {
            let at = at.index(bytes.len());
            bytes[at] = to;
            let _ = unpack(&bytes);
        }
    }
}
