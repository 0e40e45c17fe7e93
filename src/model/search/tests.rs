//! What is found by which text, and the walk of the dictionary against plain comparison.

use proptest::prelude::*;

use super::*;
use crate::model::ALIASES;
use crate::model::Id;
use crate::model::NAME_EN;
use crate::model::Record;
use crate::model::Value;
use crate::model::tables::table_of;

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
    let hits = SearchIndex::of(&registry, &Knowledge::default()).search(text, &[]);
    let found: Vec<(&str, MatchKind)> = hits
        .iter()
        .map(|it| (registry.slug(it.row), it.matched))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn every_word_must_be_there_however_many_they_are() {
    let name = "alpha bravo carol delta ember fjord gamma hotel india jumbo";
    let registry = registry(&format!("long {name}"));
    let index = SearchIndex::of(&registry, &Knowledge::default());
    assert_eq!(index.search(name, &[]).len(), 1);
    for words in [8, 9, 10] {
        let good: Vec<&str> = name.split(' ').take(words).collect();
        assert_eq!(index.search(&good.join(" "), &[]).len(), 1, "{words}");
        let bad = format!("{} xyzzyq", good.join(" "));
        assert_eq!(index.search(&bad, &[]).len(), 0, "{words}");
    }
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
    let repeated = SearchIndex::of(&registry(SITES), &Knowledge::default())
        .search(&"kemi ".repeat(100_000), &[]);
    assert_eq!(repeated.len(), 3, "what is too long is cut");
}

#[test]
fn kinds_narrow_the_search() {
    let registry = registry(SITES);
    let index = SearchIndex::of(&registry, &Knowledge::default());
    assert_eq!(index.search("kemi", &[Kind::Site]).len(), 3);
    assert_eq!(index.search("kemi", &[Kind::Cluster]), []);
}

#[test]
fn folding_keeps_letters_and_digits_of_all_alphabets() {
    assert_eq!(fold("  Ålö–Åland, Œuvre ß №7 "), "alo aland oeuvre ss no7");
    assert_eq!(fold("Ковдор"), "ковдор");
}

#[test]
fn plurals_and_inflections_are_words_and_come_after_what_is_written_so() {
    use MatchKind::*;
    let things = "
        slag Slag
        slags Slags and ashes
        kuona Kuona
        battery Battery recycler
        gruvan Gruvan";
    let found = |text: &str| found(&registry(things), text);
    assert_eq!(found("slags"), "slags Exact, slag Word");
    assert_eq!(found("kuonat"), "kuona Word");
    assert_eq!(found("KUONIEN"), "kuona Word");
    assert_eq!(found("batteries"), "battery Word");
    assert_eq!(found("battery recyclers"), "battery Word");
    assert_eq!(found("gruvor"), "gruvan Word");
    // An inflection is better than an error, which is better than nothing.
    let index = SearchIndex::of(&registry("one Kuonax\n two Kuona"), &Knowledge::default());
    let kinds: Vec<MatchKind> = index
        .search("kuonan", &[])
        .iter()
        .map(|it| it.matched)
        .collect();
    assert_eq!(kinds, [Word, Typo]);
}

#[test]
fn what_is_found_by_a_theme_comes_after_what_is_found_by_name() {
    let records = "
        cluster:named name_en=Water_cluster
        cluster:themed name_en=Circle themes=mine_water;dust
        cluster:mistyped name_en=Watex
        platform:lab name_en=Lab services=water_tests materials=slag city=Luleå
        organisation:firm name_en=Firm city=Waterford";
    let registry = registry_of(records);
    assert_eq!(
        found(&registry, "water"),
        "named Prefix, mistyped Typo, lab Text, themed Text, firm Text"
    );
    assert_eq!(
        found(&registry, "waters"),
        "named Word, lab Text, themed Text"
    );
    assert_eq!(found(&registry, "lulea slags"), "lab Text");
    assert_eq!(found(&registry, "lab water"), "lab Text");
}

#[test]
fn other_words_for_what_is_said_find_it_behind_names() {
    let registry = registry_of(
        "platform:mill name_en=Mill services=pilot_plants scale=lab_to_pilot
        platform:named name_en=Koetehdas_works
        cluster:circle name_en=Circle themes=battery_metals",
    );
    let mut knowledge = Knowledge::default();
    for (term, word) in [
        ("pilot plants", "koetehdas"),
        ("pilot plants", "Pilottilaitos"),
        ("battery metals", "akkumetallit"),
        ("metals", "metallit"),
    ] {
        assert!(knowledge.insert_term(term, word));
    }
    assert!(!knowledge.insert_term("Pilot-plants", "KOETEHDAS"));
    let index = SearchIndex::of(&registry, &knowledge);
    for (asked, expected) in [
        ("koetehdas", "named mill"),
        ("pilottilaitos", "mill"),
        ("pilottilaitoks", "mill"),
        ("akkumetallit", "circle"),
        // The term of a part of what is said holds too.
        ("metallit", "circle"),
        ("circle akkumetallit", "circle"),
        ("mill akkumetallit", ""),
    ] {
        let hits = index.search(asked, &[]);
        let found: Vec<&str> = hits.iter().map(|it| registry.slug(it.row)).collect();
        assert_eq!(found.join(" "), expected, "{asked}");
    }
}

#[test]
fn an_address_is_no_name() {
    let registry = registry_of(
        "source:kemi-page title=https://example.org/kemi-harbour
        organisation:dredger name_en=Dredger city=Kemi services=depths_of_the_harbour
        source:paper title=Kemi_harbour
        site:kemi name_en=Port_of_Kemi",
    );
    // It comes last, also after what is inflected beside names.
    let expected = "kemi Exact, paper Prefix, dredger Text, kemi-page Text";
    assert_eq!(found(&registry, "kemi"), expected);
    let expected = "paper Word, dredger Text, kemi-page Text";
    assert_eq!(found(&registry, "harbours kemi"), expected);
    assert_eq!(found(&registry, "example page"), "kemi-page Text");
}

/// What is found, as `slug Kind` with commas between.
fn found(registry: &Registry, text: &str) -> String {
    let hits = SearchIndex::of(registry, &Knowledge::default()).search(text, &[]);
    let told = hits
        .iter()
        .map(|it| format!("{} {:?}", registry.slug(it.row), it.matched));
    told.collect::<Vec<_>>().join(", ")
}

/// A registry of records, a line each: the id, then `column=value`, with `_` for spaces and `;` between values.
fn registry_of(lines: &str) -> Registry {
    let record = |line: &str| {
        let (id, rest) = line.trim().split_once(' ').unwrap();
        let id = Id::parse(id).unwrap();
        let table = table_of(id.kind).unwrap();
        let mut record = Record::new(id);
        for part in rest.split(' ') {
            let (name, value) = part.split_once('=').unwrap();
            let column = table.column(name).unwrap();
            let texts = value
                .split(';')
                .map(|it| Value::Text(it.replace('_', " ").into()));
            let mut texts: Vec<Value> = texts.collect();
            record.set(
                column,
                match table.field(column).many {
                    true => Value::List(texts),
                    false => texts.remove(0),
                },
            );
        }
        record
    };
    Registry::of_records(lines.trim().lines().map(record).collect())
}

/// Every record compared in the plainest way: (matched, cost, letters, kind and slug), in order.
fn plainly(registry: &Registry, text: &str) -> Vec<(MatchKind, u32, u32, String)> {
    let folded = fold(text);
    let asked: Vec<&str> = folded
        .split(' ')
        .filter(|it| !it.is_empty())
        .take(8)
        .collect();
    let mut found = Vec::new();
    for kind in Kind::ALL.iter().filter(|it| texts::is_searched(**it)) {
        for row in registry.rows(*kind) {
            let names = names_of(registry, row);
            let other = texts_of(registry, &Knowledge::default(), row);
            let cost_of = |asked: &&str| {
                let of = |texts: &[String], more: u32| {
                    let words = texts.iter().flat_map(|it| it.split(' ').map(str::to_owned));
                    let costs = words.filter_map(|it| cost_between(asked, &it));
                    costs.min().map(|it| it + more)
                };
                // A word of the names is no word of the texts.
                of(&names, 0).into_iter().chain(of(&other, 10_000)).min()
            };
            let costs: Option<Vec<u32>> = asked.iter().map(cost_of).collect();
            let Some(costs) = costs.filter(|it| !it.is_empty()) else {
                continue;
            };
            let cost: u32 = costs.iter().sum();
            let letters = |name: &String| u32::try_from(name.chars().count()).unwrap();
            let begun = names
                .iter()
                .filter(|it| it.starts_with(&folded))
                .map(letters)
                .min();
            let (matched, letters) = match begun {
                Some(it) if names.contains(&folded) => (MatchKind::Exact, it),
                Some(it) => (MatchKind::Prefix, it),
                None => {
                    let kind = match cost {
                        0..=99 => MatchKind::Word,
                        100..=9_999 => MatchKind::Typo,
                        _ => MatchKind::Text,
                    };
                    (kind, names.iter().map(letters).min().unwrap())
                }
            };
            found.push((
                matched,
                cost,
                letters,
                registry.id(row).to_string(),
                *kind as u8,
            ));
        }
    }
    found.sort_by(|a, b| (a.0, a.1, a.2, a.4, &a.3).cmp(&(b.0, b.1, b.2, b.4, &b.3)));
    found
        .into_iter()
        .map(|(a, b, c, d, _)| (a, b, c, d))
        .collect()
}

fn cost_between(asked: &str, word: &str) -> Option<u32> {
    let allowed = match asked.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let errors = strsim::osa_distance(asked, word);
    let inflected = crate::model::stem::share_a_base(asked, word).then_some(10);
    let mistyped = (errors <= allowed).then(|| 100 * u32::try_from(errors).unwrap());
    let begun = word.starts_with(asked).then_some(u32::from(word != asked));
    [begun, inflected, mistyped].into_iter().flatten().min()
}

proptest! {
    #[test]
    fn the_index_finds_what_comparing_every_record_finds(
        names in prop::collection::vec("[abst]{1,6}( [abst]{1,9}){0,2}", 1..40),
        themes in prop::collection::vec("[abst]{1,6}( [abst]{1,9}){0,1}", 0..20),
        asked in "[abst]{1,9}( [abst]{1,3}){0,2}",
        page in 1usize..7,
    ) {
        let mut lines: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let theme = themes.get(at).map(|it| format!(" themes={}", it.replace(' ', "_")));
                let theme = theme.unwrap_or_default();
                format!("cluster:x{at} name_en={}{theme}", name.replace(' ', "_"))
            })
            .collect();
        lines.push("site:s name_en=abba".into());
        let registry = registry_of(&lines.join("\n"));
        let index = SearchIndex::of(&registry, &Knowledge::default());
        let told = |hits: &[Hit]| -> Vec<(MatchKind, u32, u32, String)> {
            let told = hits.iter().map(|it| (it.matched, it.cost, it.letters, registry.id(it.row).to_string()));
            told.collect()
        };
        let expected = plainly(&registry, &asked);
        prop_assert_eq!(told(&index.search(&asked, &[])), expected.clone());
        // Page by page it is the same.
        let (mut paged, mut last) = (Vec::new(), None);
        loop {
            let best = index.best(&asked, &[], last.as_ref(), page);
            prop_assert_eq!(best.total, expected.len());
            prop_assert_eq!(best.before, paged.len());
            paged.extend(told(&best.hits));
            last = best.hits.last().copied();
            if last.is_none() {
                break;
            }
        }
        prop_assert_eq!(paged, expected);
    }

    #[test]
    fn the_dictionary_is_walked_as_if_every_word_was_compared(
        words in prop::collection::btree_set("[abc]{1,12}", 1..60),
        asked in "[abc]{1,12}",
    ) {
        let lines: String = words.iter().enumerate().map(|(at, word)| format!("{at} {word}\n")).collect();
        let registry = registry(&lines);
        let found: Vec<String> = SearchIndex::of(&registry, &Knowledge::default())
            .search(&asked, &[])
            .iter()
            .map(|it| registry.name(it.row).to_owned())
            .collect();
        for word in &words {
            let is_near = cost_between(&asked, word).is_some();
            prop_assert_eq!(found.contains(word), is_near, "{}", word);
        }
    }
}
