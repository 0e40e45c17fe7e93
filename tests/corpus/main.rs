//! The corpus of the fuzz targets, replayed on stable, and files that are far more to read than to send: no reader panics, none
//! takes more than 256 MiB for an input under 1 MB, and of each such file it is told what came of it.
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
mod mutations;
#[path = "../../fuzz/reads.rs"]
mod reads;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::panic;
use std::path::PathBuf;
use std::time::Instant;

use expect_test::expect_file;
use ketju::exchange::Mapping;
use ketju::exchange::PackageRead;
use ketju::exchange::ReadOptions;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const TARGETS: [&str; 7] = ["csv", "xlsx", "jsonl", "graphml", "gexf", "geojson", "zip"];

/// Bytes that reading an input of less than a million bytes may take, and a larger one for each million.
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
        let mut all = Vec::new();
        for file in files {
            let bytes = fs::read(&file).unwrap();
            measured(target, &file.display().to_string(), bytes.len(), || {
                reads::read(target, &bytes)
            });
            all.push(bytes);
        }
        mutate(target, &all);
    }
    let mut shown = String::new();
    for (target, name, bytes) in bombs::bombs() {
        for (is_mapped, options) in [(false, ReadOptions::default()), (true, reads::others())] {
            let is_foreign = ["graphml", "gexf", "geojson"].contains(&target);
            if is_mapped && !is_foreign {
                continue;
            }
            let with = if is_mapped { ", with a mapping" } else { "" };
            measured(target, name, bytes.len(), || {
                reads::read_by(target, &bytes, &options, &mut |read| {
                    writeln!(shown, "{target}, {name}{with}: {}", outcome(name, read)).unwrap();
                });
            });
        }
    }
    for (name, text) in bombs::mappings() {
        let mut said = String::new();
        measured("mapping", name, text.len(), || {
            said = Mapping::parse(&text).err().unwrap_or("read".into());
        });
        let first = said.lines().last().unwrap_or_default();
        writeln!(shown, "mapping, {name}: {}", cut(first)).unwrap();
    }
    expect_file!["outcomes.txt"].assert_eq(&shown);
}

/// Reads files like those of the corpus; `MUTATIONS` of each target, 100 unless said, from `FIRST_MUTATION` on.
fn mutate(target: &str, files: &[Vec<u8>]) {
    let number = |name, usual| env::var(name).map_or(usual, |it| it.parse().unwrap());
    let first: u64 = number("FIRST_MUTATION", 0);
    for at in first..first + number("MUTATIONS", 100) {
        let bytes = mutations::mutated(files, at);
        let name = format!("mutation {at}");
        let read = || reads::read(target, &bytes);
        let read = panic::AssertUnwindSafe(|| measured(target, &name, bytes.len(), read));
        if let Err(panicked) = panic::catch_unwind(read) {
            println!("{target}: {name} makes its reader panic");
            panic::resume_unwind(panicked);
        }
    }
}

/// Records, or the first reason why there are none, with its place.
fn outcome(name: &str, read: &PackageRead) -> String {
    let Some(error) = read.problems.iter().find(|it| it.is_error()) else {
        return format!(
            "{} records, {} warnings",
            read.records.len(),
            read.problems.len()
        );
    };
    let place = error
        .place
        .as_ref()
        .unwrap_or_else(|| panic!("{name}: nowhere: {error}"));
    assert!(
        place.line > 0 || error.message.contains('`'),
        "{name}: no place in {error}"
    );
    cut(&error.to_string())
}

/// The beginning of a text in one line.
fn cut(text: &str) -> String {
    let line = text.replace('\n', " ");
    let kept: String = line.chars().take(160).collect();
    if kept.len() < line.len() {
        kept + "…"
    } else {
        kept
    }
}

fn measured(target: &str, name: &str, bytes: usize, read: impl FnOnce()) {
    MEMORY.reset_peak_usage();
    let (before, start) = (MEMORY.current_usage(), Instant::now());
    read();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    let most = MOST * (1 + bytes / 1_000_000);
    assert!(taken < most, "{target} took {taken} bytes for {name}");
    let seconds = start.elapsed().as_secs();
    if taken > MOST / 8 || seconds > 1 {
        println!(
            "{target} {name}: {} MiB, {seconds} s for {bytes} bytes",
            taken >> 20
        );
    }
}
