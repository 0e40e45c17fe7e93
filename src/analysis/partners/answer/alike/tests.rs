use std::cell::Cell;

use super::*;

/// Puts together by a number and a word, and counts how often a word is asked for.
fn together(all: &[(u8, &'static str)]) -> (Vec<(usize, usize)>, usize) {
    together_within(all, usize::MAX)
}

/// The same, asking for so many words at most.
fn together_within(all: &[(u8, &'static str)], most: usize) -> (Vec<(usize, usize)>, usize) {
    let asked = Cell::new(0);
    let places: Vec<usize> = (0..all.len()).collect();
    let number = |at: &usize| Some(all[*at].0).filter(|it| *it > 0);
    let word = |at: &usize| {
        asked.set(asked.get() + 1);
        all[*at].1
    };
    let kept = alike(places, most, number, word).into_iter();
    let kept = kept.map(|it| (it.0, it.1.len()));
    (kept.collect(), asked.get())
}

#[test]
fn however_many_are_alike_each_is_told_once() {
    for count in [2, 3, 4, 50] {
        let (kept, asked) = together(&vec![(1, "same"); count]);
        assert_eq!(kept, [(0, count - 1)]);
        assert_eq!(asked, count, "not once for each pair of them");
    }
}

#[test]
fn what_has_numbers_of_its_own_is_not_told() {
    let all: Vec<(u8, &str)> = (1..=50).map(|it| (it, "same")).collect();
    let (kept, asked) = together(&all);
    assert_eq!((kept.len(), asked), (50, 0));
    // What has no numbers stays apart, though all of it is the same.
    let (kept, asked) = together(&[(0, "same"), (0, "same")]);
    assert_eq!((kept, asked), (vec![(0, 0), (1, 0)], 0));
}

#[test]
fn the_first_of_each_stands_in_its_place() {
    let all = [(1, "a"), (2, "a"), (1, "b"), (1, "a"), (2, "a"), (3, "a")];
    let (kept, asked) = together(&all);
    let expected = [(0, 1), (1, 1), (2, 0), (5, 0)];
    assert_eq!(kept, expected);
    assert_eq!(asked, 5);
}

#[test]
fn what_is_beyond_the_bound_stays_apart() {
    let all = [(2, "a"), (1, "a"), (1, "a"), (2, "a"), (2, "a")];
    let apart: Vec<(usize, usize)> = (0..5).map(|at| (at, 0)).collect();
    let first_two = vec![(0, 1), (1, 0), (2, 0), (4, 0)];
    let all_of_the_first = vec![(0, 2), (1, 0), (2, 0)];
    let joined = vec![(0, 2), (1, 1)];
    for (most, kept) in [
        (0, &apart),
        (1, &apart),
        (2, &first_two),
        (3, &all_of_the_first),
        (5, &joined),
        (6, &joined),
    ] {
        let expected = (kept.clone(), most.min(all.len()));
        assert_eq!(together_within(&all, most), expected, "{most}");
    }
}
