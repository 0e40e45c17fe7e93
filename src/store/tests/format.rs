//! The stored format: what is pinned, and what was written by earlier versions.

use std::fmt::Write as _;
use std::fs;

use expect_test::expect_file;

use super::*;
use crate::model::tables::table_of;

const TREES: [&str; 3] = ["meta", "blocks", "checkpoints"];

/// A line that moves or goes makes stored records unreadable: update the file only where lines and
/// codes are added at the end of their list.
#[test]
fn positions_of_kinds_columns_and_codes_are_pinned() {
    let mut text = String::new();
    for (number, kind) in Kind::ALL.iter().enumerate() {
        writeln!(text, "{number} {}", kind.code()).unwrap();
        let fields = table_of(*kind).map_or(&[][..], |table| table.fields);
        for (column, field) in fields.iter().enumerate() {
            write!(text, "  {column} {}", field.name).unwrap();
            if let FieldType::Code(codes) = field.of {
                write!(text, ": {}", codes.join(" ")).unwrap();
            }
            text.push('\n');
        }
    }
    expect_file!["../format.txt"].assert_eq(&text);
}

/// `fixtures/store-v1` holds the bytes of the three trees and, in words, what they mean. Every
/// later version must read it. It is the trees and not sled's own files since those take 512 KiB
/// for a single record, and sled is pinned to one version. Where the folder is missing it is
/// written, which is right only for a format that nobody has data in yet.
#[test]
fn stores_of_format_1_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/store-v1");
    if !folder.exists() {
        write_fixture(&folder);
        panic!("{} was missing and is written anew", folder.display());
    }
    let bytes = fs::read_to_string(folder.join("trees.txt")).unwrap();
    let meaning = fs::read_to_string(folder.join("meaning.txt")).unwrap();

    let mut disk = OnDisk::new();
    disk.tamper(|db| load(db, &bytes)).unwrap();
    assert_eq!(tell(disk.store()), meaning);
    let mut previous = CHAIN_START;
    for commit in disk.store().commits(0, u64::MAX).unwrap() {
        let commit = commit.unwrap();
        assert_eq!(chain_hash(&previous, &commit.changes), commit.chain);
        previous = commit.chain;
    }

    // As long as format 1 is what is written, the same content gives the same bytes.
    let mut again = OnDisk::new();
    for commit in disk.store().commits(0, u64::MAX).unwrap() {
        let commit = commit.unwrap();
        again.store().append(&commit, commit.revision - 1).unwrap();
    }
    let (head, state) = state_at(disk.store(), u64::MAX).unwrap().unwrap();
    put_checkpoint(again.store(), head.revision, &state).unwrap();
    again.tamper(|db| assert_eq!(dump(db), bytes)).unwrap();
}

/// The trees as lines of tree, key and value.
fn dump(db: &sled::Db) -> String {
    let mut text = String::new();
    for tree in TREES {
        for item in db.open_tree(tree).unwrap().iter() {
            let (key, value) = item.unwrap();
            writeln!(text, "{tree} {} {}", to_hex(&key), to_hex(&value)).unwrap();
        }
    }
    text
}

fn load(db: &sled::Db, text: &str) {
    for tree in TREES {
        db.open_tree(tree).unwrap().clear().unwrap();
    }
    for line in text.lines() {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap();
        let tree = db.open_tree(word()).unwrap();
        tree.insert(from_hex(word()), from_hex(word())).unwrap();
    }
}

/// What a store holds, in the names of the model.
fn tell(store: &dyn Store) -> String {
    let mut text = String::new();
    for commit in store.commits(0, u64::MAX).unwrap() {
        let Commit {
            revision,
            changes,
            message,
            author,
            at_ms,
            chain,
        } = commit.unwrap();
        let chain = hex(&chain);
        writeln!(
            text,
            "commit {revision} {message:?} {author:?} {at_ms} {chain}"
        )
        .unwrap();
        for change in changes {
            writeln!(text, "{}", change_json(&change)).unwrap();
        }
    }
    let (head, state) = state_at(store, u64::MAX).unwrap().unwrap();
    writeln!(text, "checkpoint {} {}", head.revision, hex(&head.chain)).unwrap();
    for change in state {
        writeln!(text, "{}", change_json(&change)).unwrap();
    }
    text
}

/// Every column of every table, with every code of every list.
fn write_fixture(folder: &Path) {
    let mut disk = OnDisk::new();
    let mut state: Vec<Change> = Kind::ALL.iter().filter_map(|it| full_record(*it)).collect();
    append(disk.store(), state.clone());
    let mut extremes = Record::new(Id::new(Kind::Figure, "0123456789abcdef"));
    extremes.set(
        NOTE,
        Value::List(
            [-0.0, f64::MAX, f64::MIN_POSITIVE, 0.1]
                .map(Value::Number)
                .to_vec(),
        ),
    );
    extremes.set(
        SOURCES,
        Value::List([i64::MIN, -1, i64::MAX].map(Value::Int).to_vec()),
    );
    let more = [
        Change::Put(extremes),
        Change::Delete(Id::new(Kind::Source, "every-column")),
        Change::Merge {
            from: Id::new(Kind::Site, "every-column"),
            into: Id::new(Kind::Site, "another"),
        },
    ];
    append(disk.store(), more.to_vec());
    append(disk.store(), vec![]);
    state.extend(more);
    put_checkpoint(disk.store(), 2, &state).unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("meaning.txt"), tell(disk.store())).unwrap();
    disk.tamper(|db| fs::write(folder.join("trees.txt"), dump(db)).unwrap())
        .unwrap();
}

fn full_record(kind: Kind) -> Option<Change> {
    let table = table_of(kind)?;
    let mut record = Record::new(Id::new(kind, "every-column"));
    for column in table.file_order() {
        let field = table.field(column);
        let one = match field.of {
            FieldType::Code(codes) => Value::List(
                (0..u16::try_from(codes.len()).unwrap())
                    .map(Value::Code)
                    .collect(),
            ),
            FieldType::Ref(kinds) => Value::List(
                kinds
                    .iter()
                    .map(|it| Value::Id(Id::new(*it, "every-column")))
                    .collect(),
            ),
            FieldType::Int(least, _) => Value::Int(least),
            FieldType::Number(least, _) => Value::Number(least),
            FieldType::Flag => Value::Flag(true),
            FieldType::Text | FieldType::Published(_) | FieldType::Date | FieldType::Period => {
                Value::Text(format!("{} å", field.name).into())
            }
        };
        record.set(column, one);
    }
    Some(Change::Put(record))
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        panic!("odd length");
    };
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap();
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high) * 16 + digit(*low)).unwrap();
    pairs.iter().map(byte).collect()
}
