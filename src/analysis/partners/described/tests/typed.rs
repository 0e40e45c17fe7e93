//! What somebody types, and what is read of it.

use super::*;

/// What somebody types, and what is read of it.
const TYPED: &[(&str, &str)] = &[
    (
        "smelter gloop, 300 000 t/a, Aaltola",
        "smelter gloop|gloop||300000||Aaltola|",
    ),
    (
        "Smelter gloop 1.2 Mt a year from Aaltola",
        "Smelter gloop|gloop||1200000||Aaltola|",
    ),
    // The Finnish case endings, and a slash before the Finnish year.
    (
        "sulattotahna 300 kt/vuosi Aaltolassa",
        "sulattotahna|gloop||300000||Aaltola|",
    ),
    ("gloop tar 3,000 tonnes per year", "gloop tar|tar||3000|||"),
    ("gloop tar 3.000.000 t/a", "gloop tar|tar||3000000|||"),
    ("gloop tar 2,5 kt/a", "gloop tar|tar||2500|||"),
    // Without a year it may be a stock.
    ("gloop tar 300 kt", "gloop tar 300 kt|tar|||||300,kt"),
    ("gloop tar, 10 02 07*", "gloop tar|tar|100207||||"),
    ("gloop tar EWC 100202", "gloop tar|tar|100202||||"),
    // Six digits with a unit are an amount; six that the list does not have are an error only if they are told as a code.
    ("gloop tar 100202 t/a", "gloop tar|tar||100202|||"),
    ("gloop tar EWC 999999", "unknown waste code `999999`"),
    ("gloop tar 999999", "gloop tar 999999|tar|||||999999"),
    (
        "gloop tar 9 % Cr",
        "gloop tar|tar|||chromium 0.0900..0.0900||",
    ),
    (
        "gloop tar, kromi 9-11 %",
        "gloop tar|tar|||chromium 0.0900..0.1100||",
    ),
    // Chromium is 0.684208 of the mass of its oxide.
    (
        "gloop tar 10% Cr2O3",
        "gloop tar|tar|||chromium 0.0684..0.0684||",
    ),
    // A slag of a metal is not the metal; the metal alone is.
    ("nickel gloop from Upland", "nickel gloop|-||||Upland|"),
    ("nickel", "nickel|metal|||||"),
    (
        "smelter gloop with frobnicate",
        "smelter gloop with frobnicate|gloop|||||with,frobnicate",
    ),
    (
        "gloop tar at the port of Aaltola",
        "gloop tar at the|tar||||Port of Aaltola|at,the",
    ),
    // A dash between parts is no sign.
    (
        "smelter gloop - 300 000 t/a - Aaltola",
        "smelter gloop|gloop||300000||Aaltola|",
    ),
    ("gloop tar-300 t/a", "gloop tar|tar||300|||"),
    // The middle of a range.
    ("gloop tar 5-10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5 – 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5 to 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5...10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5 kt/a - 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar between 5 and 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 1 000 ± 200 t/a", "gloop tar|tar||1000|||"),
    (
        "gloop tar 10 02 02 - 300 t/a",
        "gloop tar|tar|100202|300|||",
    ),
    (
        "gloop tar 250-300 000 t/a",
        "gloop tar|tar|||||250-300 000 t/a (the ends of the range are too far apart to be of one unit)",
    ),
    (
        "gloop tar 10-5 t/a",
        "gloop tar|tar|||||10-5 t/a (a range that runs backwards)",
    ),
    (
        "gloop tar over 300 t/a",
        "gloop tar|tar|||||over 300 t/a (a bound is no amount: say how much arises)",
    ),
    (
        "gloop tar <300 t/a, 200 t/a",
        "gloop tar|tar||200|||<300 t/a (a bound is no amount: say how much arises)",
    ),
    (
        "gloop tar 300 t/a, 200 t/a",
        "gloop tar|tar||300|||200 t/a (an amount is told before)",
    ),
    // Spellings in Finnish.
    ("sulattotahna 3 000 tonnia/v", "sulattotahna|gloop||3000|||"),
    (
        "sulattotahna 3 000 tonnia vuodessa",
        "sulattotahna|gloop||3000|||",
    ),
    ("sulattotahna 3 000 tn/vuosi", "sulattotahna|gloop||3000|||"),
    ("sulattotahna 3 000 t/v", "sulattotahna|gloop||3000|||"),
    // A unit of several meanings, unless it begins with one that is known.
    (
        "gloop tar 300 tons a year",
        "gloop tar|tar|||||300 tons a year (metric or short)",
    ),
    ("gloop tar 300 mt/a", "gloop tar|tar|||||300 mt/a (t or Mt)"),
    ("gloop tar 300 t Ni", "gloop tar 300 t Ni|tar|||||300,t,Ni"),
    (
        "gloop tar 9 % Cr, 11 % Cr",
        "gloop tar|tar|||chromium 0.0900..0.0900||11 % Cr (a share of it is told before)",
    ),
    (
        "gloop tar -5 % Cr",
        "`-0.05` is no mass fraction of Chromium between 0 and 1, or its bounds are the wrong way round",
    ),
    (
        "gloop tar -5 t/a",
        "`-5` tonnes a year cannot be offered; leave the amount out if it is not known",
    ),
    (
        "gloop tar 120 % Cr",
        "`1.2` is no mass fraction of Chromium between 0 and 1, or its bounds are the wrong way round",
    ),
    (
        "gloop tar in Norby",
        "`Norby` may be any of Norby (XX1), Norby (XX2); give a position instead",
    ),
    // A code says what it is; words that are not there are not known.
    ("100202", "waste (100202)|-|100202||||"),
    ("EWC 100202, Aaltola", "waste (100202)|-|100202|||Aaltola|"),
    (
        "jätekoodi 10 02 02, 5000 t/v",
        "waste (100202)|-|100202|5000|||",
    ),
    ("  , !", "say in words or by a waste code what it is"),
    (
        "20 kt/a, Aaltola",
        "nothing here says what it is; say it in words or by a waste code",
    ),
    (
        "9 % Cr",
        "nothing here says what it is; say it in words or by a waste code",
    ),
    ("order 100202-7", "order 100202-7|-|||||order,100202,7"),
    (
        "chromium-free, 5 kt/a",
        "nothing here says what it is; say it in words or by a waste code; not understood: chromium-free (said not to be in it; that is not compared)",
    ),
];

#[test]
fn words_amounts_codes_shares_and_places_are_told_apart() {
    for &(text, expected) in TYPED {
        let got = told(text);
        // Of contents and codes the bars are left out where both are empty.
        let plain = |it: &str| {
            it.replace('|', " ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(plain(&got), plain(expected), "{text}: {got}");
    }
}

#[test]
fn what_is_not_understood_switches_nothing_off() {
    // Not a residue: all that is understood has to be its name.
    let described = read(&of("nickel frobnicate 2018")).unwrap();
    assert!(described.offer.product.is_some());
    assert_eq!(described.concepts, ["nickel"]);
    assert_eq!(described.not_understood, ["frobnicate", "2018"]);
    let other = read(&of("nickel gloop")).unwrap();
    assert!(other.offer.product.is_none());
}
