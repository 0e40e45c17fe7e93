//! The near miss against a comparison of every letter with every other, and what it may cost.

use proptest::prelude::*;
use strsim::damerau_levenshtein;
use strsim::jaro_winkler;

use super::nearest;
use super::nearest_within;
use super::slip;

/// As [`nearest`] says it, with every candidate compared to its end.
fn compared<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let wanted = text.to_lowercase();
    let near = candidates.iter().filter_map(|candidate| {
        let lower = candidate.to_lowercase();
        let differ = damerau_levenshtein(&wanted, &lower);
        let longest = wanted.chars().count().max(lower.chars().count());
        let score = match () {
            () if lower.starts_with(&wanted) => 2.0,
            () if wanted.len() >= 4 && lower.contains(&wanted) => 1.5,
            () if differ * 3 <= longest => jaro_winkler(&wanted, &lower),
            () => return None,
        };
        Some((score, *candidate))
    });
    let best = near.reduce(
        |best, it| match it.0 > best.0 || (it.0 == best.0 && it.1 < best.1) {
            true => it,
            false => best,
        },
    );
    best.map(|it| it.1)
}

proptest! {
    #[test]
    fn the_nearest_is_that_of_all_letters_compared(
        text in "[abÄ]{1,9}",
        candidates in proptest::collection::vec("[abcä]{0,14}", 0..12),
    ) {
        let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
        prop_assert_eq!(nearest(&text, candidates.iter().copied()), compared(&text, &candidates));
    }
}

#[test]
fn long_candidates_are_near_only_if_they_hold_the_text() {
    let (text, long) = ("a".repeat(120), "a".repeat(90) + &"b".repeat(200));
    assert_eq!(nearest(&text, [long.as_str()]), None);
    let held = "b".repeat(100_000) + &text;
    assert_eq!(nearest(&text, [held.as_str()]), Some(held.as_str()));
    // Of a long text the first hundred letters are looked at, and half as many more may stand in a candidate.
    let near = "a".repeat(99) + &"c".repeat(50);
    assert_eq!(nearest(&text, [near.as_str()]), None);
    let near = "a".repeat(99) + &"c".repeat(20);
    assert_eq!(nearest(&text, [near.as_str()]), Some(near.as_str()));
}

#[test]
fn what_is_compared_is_counted_and_ends_the_search() {
    let left = |room: u64, text: &str, candidates: &[&str]| {
        let mut left = room;
        let found = nearest_within(text, candidates.iter().copied(), &mut left);
        (found.map(str::to_owned), left)
    };
    // Three bytes, and three letters with three letters.
    assert_eq!(
        left(100, "abd", &["abc"]),
        (Some("abc".into()), 100 - 3 - 9)
    );
    // Beginnings are found without, and so is what differs too much in length.
    assert_eq!(left(100, "abd", &["abdf"]), (Some("abdf".into()), 100 - 4));
    assert_eq!(left(100, "abd", &["abcdefgh"]), (None, 100 - 8));
    assert_eq!(left(20, "abd", &["abc", "abdefghijk", "abd"]), (None, 0));
    let long = "x".repeat(1_000_000);
    assert_eq!(left(1000, "abd", &["abd", &long]), (None, 0));
}

#[test]
fn a_slip_is_a_letter_or_two() {
    for (word, name, off) in [
        ("torino", "tornio", Some(1)),
        ("kokola", "kokkola", Some(1)),
        ("siilinjavi", "siilinjarvi", Some(1)),
        ("silinjavi", "siilinjarvi", Some(2)),
        ("tornio", "tornio", None),
        ("trnoi", "tornio", None),
        ("por", "pori", None),
    ] {
        assert_eq!(slip(word, name), off, "{word} {name}");
    }
}
