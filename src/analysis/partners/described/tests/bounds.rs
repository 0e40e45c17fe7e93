//! Shares and their bounds.

use super::*;
use crate::analysis::partners::described::named::Names;

/// The bounds that are read, in order of the words, and what is refused.
fn shares_of(text: &str) -> String {
    let snapshot = snapshot(NETWORK);
    let registry = snapshot.registry();
    let names = Names::of(registry, &knowledge());
    let mut tokens = Tokens::of(text);
    let shares = shares::take(&mut tokens, (registry, &names), |_| false).unwrap();
    let number = |it: Option<f64>| it.map_or("-".to_owned(), |it| format!("{it:.4}"));
    let told = shares.contents.iter().map(|it| {
        let slug = registry.slug(it.material);
        format!("{slug} {}..{}", number(it.low), number(it.high))
    });
    let told: Vec<String> = told
        .chain(tokens.not_understood(|_| false, |_| None))
        .collect();
    told.join("; ")
}

#[test]
fn bounds_are_bounds() {
    for (text, expected) in [
        ("<0.5 % Cr", "chromium -..0.0050"),
        ("Cr < 0,5 %", "chromium -..0.0050"),
        ("Cr <= 0.5 %", "chromium -..0.0050"),
        ("≤ 0.5 % Cr", "chromium -..0.0050"),
        ("> 5 % Ni", "nickel 0.0500..-"),
        ("Ni ≥5%", "nickel 0.0500..-"),
        ("5 % < Ni", "nickel 0.0500..-"),
        ("at least 5 % Ni", "nickel 0.0500..-"),
        ("Ni at least 5 %", "nickel 0.0500..-"),
        ("at least Ni 5 %", "nickel 0.0500..-"),
        ("more than 5 % nickel", "nickel 0.0500..-"),
        ("5 % Ni or more", "nickel 0.0500..-"),
        ("5 % or more Ni", "nickel 0.0500..-"),
        ("no more than 5 % Ni", "nickel -..0.0500"),
        ("max. 5 % Ni", "nickel -..0.0500"),
        ("Ni 5 % max", "nickel -..0.0500"),
        ("up to 5 % Ni", "nickel -..0.0500"),
        ("alle 1 % kromia", "chromium -..0.0100"),
        ("kromia yli 1 %", "chromium 0.0100..-"),
        ("ei yli 1 % kromia", "chromium -..0.0100"),
        ("kromia vähintään 1 %", "chromium 0.0100..-"),
        ("kromia 1 % tai enemmän", "chromium 0.0100..-"),
        ("högst 1 % Cr", "chromium -..0.0100"),
        // The oxide of a bound is the metal's, by its part of the mass.
        ("< 10 % Cr2O3", "chromium -..0.0684"),
        // One bound each, and two of one material.
        (
            "at least 5 % Ni, max 3 % Cr",
            "nickel 0.0500..-; chromium -..0.0300",
        ),
        (
            "at least 5 % Ni max 3 % Cr",
            "nickel 0.0500..-; chromium -..0.0300",
        ),
        ("Cr > 1 %, Cr < 3 %", "chromium 0.0100..0.0300"),
        (
            "Cr 5 % Ni 3 %",
            "chromium 0.0500..0.0500; nickel 0.0300..0.0300",
        ),
        (
            "5 % Cr 3 % Ni",
            "chromium 0.0500..0.0500; nickel 0.0300..0.0300",
        ),
        ("5 to 10 % Cr", "chromium 0.0500..0.1000"),
        ("Cr 5 % - 10 %", "chromium 0.0500..0.1000"),
        ("Cr between 5 and 10 %", "chromium 0.0500..0.1000"),
        ("9 ± 1 % Cr", "chromium 0.0800..0.1000"),
        // What contradicts itself is not understood.
        (
            "< 5-10 % Cr",
            "< 5-10 % Cr (more than one bound at one number)",
        ),
        (
            "at least 5 % Cr or less",
            "at least 5 % Cr or less (more than one bound at one number)",
        ),
        (
            "Cr > 3 %, Cr < 1 %",
            "chromium 0.0300..-; Cr < 1 % (a share of it is told before)",
        ),
        // A bound of what is no material stays.
        ("< 5 % zz", "5; zz"),
    ] {
        assert_eq!(shares_of(text), expected, "{text}");
    }
}
