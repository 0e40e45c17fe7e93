//! What the documentation shows is what the program does: commands with their output, and GraphQL
//! documents.
//!
//! A block ```` ```console ```` holds commands behind `$ ` and what they print; a block
//! ```` ```graphql ```` holds a document, and a block ```` ```json ```` right after it the answer.
//! `UPDATE_EXPECT=1` writes what the program prints into the pages.

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

/// The pages that may hold such blocks.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs"))
        .expect("docs/")
        .map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> = docs
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    pages.push(root.join("README.md"));
    pages.sort();
    pages
}

/// A fenced block: its language, its text, and where the text stands in the page.
struct Block {
    language: String,
    text: String,
    start: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        match (&mut open, line.trim_end().strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    language: language.to_owned(),
                    text: String::new(),
                    start: at + line.len(),
                });
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => block.text += line,
            (None, None) => {}
        }
        at += line.len();
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// Replaces texts of the page, or fails if they differ.
fn compare(path: &Path, page: &str, changes: &[(&Block, String)]) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let mut updated = page.to_owned();
        for (block, text) in changes.iter().rev() {
            updated.replace_range(block.start..block.start + block.text.len(), text);
        }
        std::fs::write(path, updated).expect("a page that can be written");
        return;
    }
    for (block, text) in changes {
        assert_eq!(
            &block.text,
            text,
            "{}: the program says otherwise; UPDATE_EXPECT=1 updates the page",
            path.display()
        );
    }
}

/// The text with every moment set to one: when the data of a test were loaded is no part of a page.
fn at_one_moment(text: &str) -> String {
    const MOMENT: &str = "2026-01-31T09:00:00Z";
    let is_moment = |part: &str| {
        let like = |(it, shape): (u8, u8)| match shape {
            b'0'..=b'9' => it.is_ascii_digit(),
            other => it == other,
        };
        part.len() == MOMENT.len() && part.bytes().zip(MOMENT.bytes()).all(like)
    };
    let parts = text.split_inclusive([' ', '\n', ',', '"']);
    let parts = parts.map(|part| {
        let word = part.trim_end_matches([' ', '\n', ',', '"']);
        match is_moment(word) {
            true => part.replace(word, MOMENT),
            false => part.to_owned(),
        }
    });
    parts.collect()
}

/// The arguments of a command; a part in single quotes is one.
fn arguments(command: &str) -> Vec<&str> {
    let parts = command.split('\'').enumerate();
    let arguments = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().collect(),
        _ => vec![part],
    });
    arguments.collect()
}

#[test]
fn commands_print_what_the_pages_show() {
    let folder = demo_data();
    let mut shown = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).expect("UTF-8");
        let blocks = blocks(&page);
        let mut changes = Vec::new();
        for block in blocks.iter().filter(|it| it.language == "console") {
            let mut text = String::new();
            for command in block
                .text
                .lines()
                .filter_map(|line| line.strip_prefix("$ ketju "))
            {
                let arguments = arguments(command);
                let output = run(&folder.path().join("data"), &arguments);
                assert_ne!(
                    output.status.code(),
                    Some(2),
                    "{command}: {}",
                    stderr(&output)
                );
                text += &format!("$ ketju {command}\n{}", at_one_moment(&stdout(&output)));
                shown += 1;
            }
            changes.push((block, text));
        }
        compare(&path, &page, &changes);
    }
    assert!(shown >= 3, "README shows three worked questions");
}

#[test]
fn graphql_documents_answer_as_the_pages_show() {
    let folder = demo_data();
    let mut asked = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).expect("UTF-8");
        let blocks = blocks(&page);
        let mut changes = Vec::new();
        for (at, block) in blocks
            .iter()
            .enumerate()
            .filter(|(_, it)| it.language == "graphql")
        {
            let file = folder.path().join("document.graphql");
            std::fs::write(&file, &block.text).expect("a temporary file");
            let output = run(
                &folder.path().join("data"),
                &["query", file.to_str().expect("UTF-8")],
            );
            assert!(
                output.status.success(),
                "{}: {}{}",
                path.display(),
                block.text,
                stdout(&output)
            );
            asked += 1;
            let shown = blocks.get(at + 1).filter(|it| it.language == "json");
            if let Some(shown) = shown {
                let answer: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
                let text = serde_json::to_string_pretty(&answer["data"]).expect("JSON");
                changes.push((shown, format!("{text}\n")));
            }
        }
        compare(&path, &page, &changes);
    }
    assert!(asked >= 3, "the pages show how to ask");
}
