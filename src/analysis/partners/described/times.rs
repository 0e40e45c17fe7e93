//! The time that an amount is of: `t/a`, `tonnes a year`, `kg/d`, `t per week`.

use crate::analysis::partners::described::amounts::LONGEST_UNIT;
use crate::analysis::partners::described::amounts::listed;
use crate::analysis::partners::described::scales;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::CodeLists;
use crate::model::fold;

/// What stands after a unit of mass to say that it is a year's, folded, in English, Finnish and Swedish.
const A_YEAR: &[&str] = &[
    "a",
    "y",
    "yr",
    "pa",
    "year",
    "annum",
    "annually",
    "yearly",
    "vuosi",
    "v",
    "vuodessa",
    "vuosittain",
    "ar",
    "aret",
    "arligen",
];

/// Those that are whole words for one year, folded.
const YEARS: &[&str] = &["year", "yr", "annum", "vuosi", "ar", "aret"];

/// The word that may stand between the two whatever comes after it.
const PER: &str = "per";

/// Words that may stand between the two where a whole word comes after them: `50 000 t in a heap` is a stock.
const BEFORE_WORDS: &[&str] = &["a", "each", "in", "om", "i"];

/// Other times, folded, and what the unit lists call them.
const TIMES: &[(&str, &[&str])] = &[
    (
        "hour",
        &[
            "h", "hr", "hour", "hourly", "tunti", "tunnissa", "timme", "timmen",
        ],
    ),
    (
        "day",
        &[
            "d",
            "day",
            "daily",
            "vrk",
            "vuorokausi",
            "vuorokaudessa",
            "paiva",
            "paivassa",
            "dag",
            "dygn",
            "dagligen",
        ],
    ),
    (
        "week",
        &[
            "wk",
            "week",
            "weekly",
            "vk",
            "vko",
            "viikko",
            "viikossa",
            "viikoittain",
            "vecka",
            "veckan",
        ],
    ),
    (
        "month",
        &[
            "month",
            "monthly",
            "kk",
            "kuukausi",
            "kuukaudessa",
            "kuukausittain",
            "manad",
            "manaden",
        ],
    ),
    (
        "quarter",
        &["quarter", "quarterly", "kvartal", "vuosineljannes"],
    ),
];

/// How often a year something is that is told of the time that begins at a token, and the token after that: once for a
/// year, else as the unit list says of tonnes.
pub(super) fn rate(tokens: &Tokens<'_>, at: usize, lists: &CodeLists) -> Option<(f64, usize)> {
    let a_year = a_year(tokens, at).map(|end| (1.0, end));
    a_year.or_else(|| {
        let (time, end) = other(tokens, at)?;
        let unit = lists.unit(&format!("tonnes per {time}"))?;
        let (canonical, factor) = unit.canonical.as_ref()?;
        (canonical == "t/a").then_some((*factor, end))
    })
}

/// Refuses amounts of a time that the unit list does not have.
pub(super) fn refuse_others(tokens: &mut Tokens<'_>, lists: &CodeLists) {
    for at in 0..tokens.len() {
        let found = tokens.number(at, false).and_then(|number| {
            let from = scales::at(tokens, number.end).map_or(number.end, |it| it.1);
            let longest = LONGEST_UNIT.min(tokens.len() - from);
            (1..=longest).rev().find_map(|length| {
                let unit = listed(tokens, from, from + length, lists)?;
                let is_mass = unit.canonical.as_ref().is_some_and(|it| it.0 == "t");
                other(tokens, from + length).filter(|_| is_mass)
            })
        });
        if let Some((time, end)) = found {
            let article = if time == "hour" { "an" } else { "a" };
            let why = format!("amounts {article} {time} are not read; say tonnes a year");
            tokens.refuse(at, end, &why);
        }
    }
}

/// Another time than a year that begins at a token, and the token after it.
fn other(tokens: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    let has_sign = tokens.is_mark(at, '/') || is_said(tokens, at, &[PER]);
    let is_led = has_sign || is_said(tokens, at, BEFORE_WORDS);
    let at = at + usize::from(is_led);
    let said = fold(tokens.word(at)?);
    let known = TIMES.iter().find(|it| it.1.contains(&said.as_str()))?;
    // A single letter is a time only with its sign.
    (has_sign || said.len() > 1).then_some((known.0, at + 1))
}

/// The token after the words that say "a year" from a token on; none if they do not stand there.
pub(super) fn a_year(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_slash = tokens.is_mark(at, '/');
    let at = if is_slash { at + 1 } else { at };
    // `t a year` before `t a`.
    if is_said(tokens, at, &[PER]) && is_said(tokens, at + 1, A_YEAR) {
        return Some(at + 2);
    }
    if is_said(tokens, at, BEFORE_WORDS) {
        let is_in_a = is_said(tokens, at, &["in"]) && is_said(tokens, at + 1, &["a"]);
        let year = at + 1 + usize::from(is_in_a);
        if is_said(tokens, year, YEARS) {
            return Some(year + 1);
        }
    }
    let one = is_said(tokens, at, A_YEAR).then_some(at + 1)?;
    // `t p.a.` and `t a` alone are a year's only with their sign.
    let word = tokens.word(at).map(fold).unwrap_or_default();
    (is_slash || word.len() > 1).then_some(one)
}

/// Whether one of some folded words stands at a token.
fn is_said(tokens: &Tokens<'_>, at: usize, among: &[&str]) -> bool {
    let word = tokens.word(at).map(fold);
    word.is_some_and(|it| among.contains(&it.as_str()))
}
