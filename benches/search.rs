//! How long does search as one types take over 100 000 names, against a plain scan of all names?
//!
//! 100 000 sites with names of two to four made-up words, or as many as `KETJU_BENCH_NAMES` says, from a fixed seed; 400
//! questions a kind. `cargo bench --bench search` prints one JSON object a line.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures and fails by panicking"
)]

#[expect(
    dead_code,
    reason = "of what the benches share only the dice are needed here"
)]
mod synthetic;

use std::time::Duration;
use std::time::Instant;

use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::NAME_EN;
use ketju::model::Record;
use ketju::model::Registry;
use ketju::model::SearchIndex;
use ketju::model::Value;
use ketju::model::fold;
use synthetic::Dice;

const QUESTIONS: usize = 400;
const PAGE: usize = 20;

fn main() {
    let count = std::env::var("KETJU_BENCH_NAMES").ok();
    let count = count.map_or(100_000, |it| it.parse().expect("a number of names"));
    let mut dice = Dice(7);
    let words: Vec<String> = (0..count / 4).map(|_| word(&mut dice)).collect();
    let names: Vec<String> = (0..count).map(|_| name(&mut dice, &words)).collect();
    let records = names.iter().enumerate().map(|(at, name)| {
        let mut record = Record::new(Id::new(Kind::Site, format!("s{at:06}")));
        record.set(NAME_EN, Value::Text(name.as_str().into()));
        record
    });
    let registry = Registry::of_records(records.collect());
    let started = Instant::now();
    let index = SearchIndex::of(&registry, ketju::exchange::knowledge());
    let built = started.elapsed().as_secs_f64() * 1_000.0;
    println!("{{\"names\":{count},\"build_index_ms\":{built:.1}}}");
    let folded: Vec<String> = names.iter().map(|it| fold(it)).collect();
    for letters in [1, 2, 3, 4, 6, 8] {
        let asked = |dice: &mut Dice| beginning(&names[dice.roll(names.len())], letters);
        measure(
            &index,
            &folded,
            &mut dice,
            &format!("prefix of {letters}"),
            asked,
        );
    }
    measure(
        &index,
        &folded,
        &mut dice,
        "one letter and another",
        |dice| {
            let name = &names[dice.roll(names.len())];
            format!(
                "{} {}",
                beginning(name, 1),
                beginning(&words[dice.roll(words.len())], 1)
            )
        },
    );
    measure(&index, &folded, &mut dice, "mistyped word", |dice| {
        let mut letters: Vec<char> = words[dice.roll(words.len())].chars().collect();
        let at = dice.roll(letters.len());
        letters[at] = 'z';
        letters.into_iter().collect()
    });
    measure(&index, &folded, &mut dice, "whole name", |dice| {
        names[dice.roll(names.len())].clone()
    });
}

/// Times the questions, and a plain scan for names that hold the text, of the same run.
fn measure(
    index: &SearchIndex,
    folded: &[String],
    dice: &mut Dice,
    what: &str,
    asked: impl Fn(&mut Dice) -> String,
) {
    let texts: Vec<String> = (0..QUESTIONS).map(|_| asked(dice)).collect();
    let mut found = 0;
    let mut times: Vec<Duration> = texts
        .iter()
        .map(|text| {
            let started = Instant::now();
            found += index.best(text, &[], None, PAGE).total;
            started.elapsed()
        })
        .collect();
    let mut scans: Vec<Duration> = texts
        .iter()
        .take(QUESTIONS / 10)
        .map(|text| {
            let started = Instant::now();
            let text = fold(text);
            let mut hits: Vec<(bool, &String)> = folded
                .iter()
                .filter(|it| it.contains(&text))
                .map(|it| (!it.starts_with(&text), it))
                .collect();
            hits.sort();
            std::hint::black_box(hits.len());
            started.elapsed()
        })
        .collect();
    times.sort();
    scans.sort();
    let ms = |times: &[Duration], hundredth: usize| {
        let at = times.get((times.len() - 1) * hundredth / 100);
        at.map_or(0.0, |it| it.as_secs_f64() * 1_000.0)
    };
    println!(
        "{{\"question\":\"{what}\",\"hits\":{:.0},\"p50_ms\":{:.3},\"p95_ms\":{:.3},\"worst_ms\":{:.3},\"scan_p50_ms\":{:.3},\"ratio\":{:.2}}}",
        found as f64 / QUESTIONS as f64,
        ms(&times, 50),
        ms(&times, 95),
        ms(&times, 100),
        ms(&scans, 50),
        ms(&times, 50) / ms(&scans, 50),
    );
}

/// A word of two to four syllables.
fn word(dice: &mut Dice) -> String {
    const STARTS: [&str; 16] = [
        "k", "t", "s", "m", "v", "l", "p", "r", "h", "n", "j", "kr", "st", "b", "d", "g",
    ];
    const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ä", "ö", "aa"];
    let syllables = 2 + dice.roll(3);
    (0..syllables)
        .map(|_| {
            format!(
                "{}{}",
                STARTS[dice.roll(STARTS.len())],
                VOWELS[dice.roll(VOWELS.len())]
            )
        })
        .collect()
}

fn name(dice: &mut Dice, words: &[String]) -> String {
    let count = 2 + dice.roll(3);
    let words: Vec<&str> = (0..count)
        .map(|_| words[dice.roll(words.len())].as_str())
        .collect();
    words.join(" ")
}

fn beginning(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}
