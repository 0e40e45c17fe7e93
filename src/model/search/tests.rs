//! What is found by which text, and the walk of the dictionary against plain comparison.

use proptest::prelude::*;

use super::*;
use crate::model::Id;
use crate::model::Record;
use crate::model::Value;

/// A registry of sites, a line each: slug, then names with `|` between.
fn registry(lines: &str) -> Registry {
    let record = |line: &str| {
        let (slug, names) = line.trim().split_once(' ').unwrap();
        let mut record = Record::new(Id::new(Kind::Site, slug));
        let mut names = names.split('|').map(|it| Value::Text(it.trim().into()));
        record.set(NAME_EN, names.next().unwrap());
        let aliases: Vec<Value> = names.collect();
        if !aliases.is_empty() {
            record.set(ALIASES, Value::List(aliases));
        }
        record
    };
    Registry::of_records(lines.trim().lines().map(record).collect())
}

const SITES: &str = "
    kemi-mine Kemi mine | Elijärvi
    kemi-harbour Port of Kemi, Ajos
    tornio-works Tornio works
    port-roytta Port of Tornio, Röyttä
    kevitsa-mine Kevitsa mine
    kemijarvi Kemijärvi
    lkab-malmberget LKAB Malmberget | Gällivare";

#[track_caller]
fn check(text: &str, expected: &[(&str, MatchKind)]) {
    let registry = registry(SITES);
    let hits = SearchIndex::of(&registry).search(text, &[]);
    let found: Vec<(&str, MatchKind)> = hits
        .iter()
        .map(|it| (registry.slug(it.row), it.matched))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn accents_case_and_marks_are_forgiven() {
    use MatchKind::*;
    check("ROYTTA", &[("port-roytta", Word)]);
    check("röyttä", &[("port-roytta", Word)]);
    check("elijarvi", &[("kemi-mine", Exact), ("kemijarvi", Typo)]);
    check("gallivare", &[("lkab-malmberget", Exact)]);
    check("tornio--röyttä", &[("port-roytta", Word)]);
    check("Ro\u{308}ytta\u{308}", &[("port-roytta", Word)]);
}

#[test]
fn exact_comes_before_prefix_before_word_before_typo() {
    use MatchKind::*;
    let kemi = [
        ("kemi-mine", Prefix),
        ("kemi-harbour", Prefix),
        ("kemijarvi", Prefix),
    ];
    check("kemi", &kemi);
    check("kemi mine", &[("kemi-mine", Exact)]);
    check("mine kemi", &[("kemi-mine", Word)]);
    check("tornio", &[("tornio-works", Prefix), ("port-roytta", Word)]);
    check("kevitza", &[("kevitsa-mine", Typo)]);
    check("malmbegret", &[("lkab-malmberget", Typo)]);
    check("tronio wokrs", &[("tornio-works", Typo)]);
}

#[test]
fn nothing_and_nonsense_find_nothing() {
    for text in ["", " ", "?!", "xyzzy", "kemi xyzzy", "\u{0}"] {
        check(text, &[]);
    }
    let repeated = SearchIndex::of(&registry(SITES)).search(&"kemi ".repeat(100_000), &[]);
    assert_eq!(repeated.len(), 3, "what is too long is cut");
}

#[test]
fn kinds_narrow_the_search() {
    let registry = registry(SITES);
    let index = SearchIndex::of(&registry);
    assert_eq!(index.search("kemi", &[Kind::Site]).len(), 3);
    assert_eq!(index.search("kemi", &[Kind::Cluster]), []);
}

#[test]
fn folding_keeps_letters_and_digits_of_all_alphabets() {
    assert_eq!(fold("  Ålö–Åland, Œuvre ß №7 "), "alo aland oeuvre ss no7");
    assert_eq!(fold("Ковдор"), "ковдор");
}

proptest! {
    #[test]
    fn the_dictionary_is_walked_as_if_every_word_was_compared(
        words in prop::collection::btree_set("[abc]{1,9}", 1..60),
        asked in "[abc]{1,9}",
    ) {
        let lines: String = words.iter().enumerate().map(|(at, word)| format!("{at} {word}\n")).collect();
        let registry = registry(&lines);
        let found: Vec<String> = SearchIndex::of(&registry)
            .search(&asked, &[])
            .iter()
            .map(|it| registry.name(it.row).to_owned())
            .collect();
        let allowed = match asked.len() { 0..=3 => 0, 4..=7 => 1, _ => 2 };
        for word in &words {
            let is_near = word.starts_with(&asked) || strsim::osa_distance(word, &asked) <= allowed;
            prop_assert_eq!(found.contains(word), is_near, "{}", word);
        }
    }
}
