//! The corpus of the fuzz targets, replayed on stable, and files that unpack to far more than they are: no reader panics, and
//! none takes more than 256 MiB for an input under 1 MB.
//!
//! A binary of its own, since memory is counted for the whole process: there is one test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod bombs;
#[path = "../../fuzz/reads.rs"]
mod reads;

use std::fs;
use std::path::PathBuf;

use ketju::exchange::ReadOptions;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const TARGETS: [&str; 7] = ["csv", "xlsx", "jsonl", "graphml", "gexf", "geojson", "zip"];

/// Bytes that reading an input of less than a million bytes may take.
const MOST: usize = 256 << 20;

#[test]
fn no_input_makes_a_reader_panic_or_take_much_memory() {
    for target in TARGETS {
        let folder = PathBuf::from("fuzz/corpus").join(target);
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap_or_else(|_| panic!("{} has no corpus", folder.display()))
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{target} has no corpus");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            measured(target, &file.display().to_string(), &bytes, || {
                reads::read(target, &bytes)
            });
        }
    }
    for (target, name, bytes) in bombs::bombs() {
        let options = ReadOptions::default();
        measured(target, name, &bytes, || {
            reads::read_by(target, &bytes, &options)
        });
    }
}

fn measured(target: &str, name: &str, bytes: &[u8], read: impl FnOnce()) {
    assert!(bytes.len() < 1_000_000, "{name} is no small input");
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    read();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken < MOST, "{target} took {taken} bytes for {name}");
    if taken > MOST / 8 {
        println!(
            "{target} {name}: {} MiB for {} bytes",
            taken >> 20,
            bytes.len()
        );
    }
}
