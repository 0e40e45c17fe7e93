//! So many changes that they are encoded piece by piece: the blocks are those of one after the other.

use super::*;
use crate::store::block;
use crate::store::block::BLOCK_BYTES;

fn sources(count: usize) -> Vec<Change> {
    let title = crate::model::tables::source::TITLE;
    let source = |at: usize| {
        let mut record = Record::new(Id::new(Kind::Source, format!("s{at}")));
        record.set(title, Value::Text("x".repeat(at % 90).into()));
        Change::Put(record)
    };
    (0..count).map(source).collect()
}

#[test]
fn blocks_are_closed_where_one_after_the_other_would_be() {
    let changes = sources(10_000);
    let mut expected = vec![Vec::new()];
    for change in &changes {
        if expected.last().unwrap().len() >= BLOCK_BYTES {
            expected.push(Vec::new());
        }
        // A block of one change holds its bytes and nothing else.
        block::pack([change], |_, bytes| {
            expected.last_mut().unwrap().extend_from_slice(bytes);
            Ok(())
        })
        .unwrap();
    }
    let mut blocks = Vec::new();
    let packed = block::pack(&changes, |number, bytes| {
        blocks.push(bytes.to_vec());
        assert_eq!(number as usize, blocks.len());
        Ok(())
    })
    .unwrap();
    assert!(blocks.len() > 2);
    assert!(blocks == expected);
    let bytes: usize = blocks.iter().map(Vec::len).sum();
    assert_eq!((packed.changes, packed.bytes), (10_000, bytes as u64));
    let read = blocks.iter().flat_map(|it| block::unpack(it).unwrap());
    assert!(read.eq(changes));
}

#[test]
fn the_first_change_that_cannot_be_stored_is_the_one_told_of() {
    let mut changes = sources(6_000);
    for at in [5_000, 3_000, 5_999] {
        let Change::Put(record) = &mut changes[at] else {
            unreachable!();
        };
        record.set(Column(200), Value::Flag(true));
    }
    let error = block::pack(&changes, |_, _| Ok(())).unwrap_err();
    assert!(error.to_string().contains("s3000"), "{error}");
}
