//! Words beside those for hazardous that turn them round or leave them open.
//!
//! Only what stands at them counts, or at a filler word beside them: in `hazardous jarosite not treated` there is no doubt.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// Words before that turn it round or leave it open, folded: `not classified as hazardous`, `perhaps hazardous`.
const DOUBTS: &[&str] = &[
    "no",
    "not",
    "non",
    "never",
    "neither",
    "nor",
    "without",
    "if",
    "whether",
    "unless",
    "may",
    "might",
    "maybe",
    "perhaps",
    "possibly",
    "potentially",
    "partly",
    "ei",
    "eika",
    "eivat",
    "ilman",
    "ehka",
    "mahdollisesti",
    "onko",
    "osin",
    "osittain",
    "inte",
    "ej",
    "icke",
    "utan",
    "inga",
    "inget",
    "kanske",
    "eventuellt",
    "delvis",
];

/// Words that may stand between such a word and what is said, folded.
const FILLERS: &[&str] = &[
    "a",
    "an",
    "any",
    "all",
    "the",
    "at",
    "as",
    "be",
    "been",
    "is",
    "are",
    "to",
    "of",
    "from",
    "known",
    "classified",
    "classed",
    "considered",
    "deemed",
    "regarded",
    "listed",
    "defined",
    "declared",
    "contain",
    "contains",
    "containing",
    "necessarily",
    "ole",
    "olla",
    "luokiteltu",
    "luokitella",
    "luokitellaan",
    "luokiteltava",
    "katsota",
    "pideta",
    "sisalla",
    "kuulu",
    "valttamatta",
    "lainkaan",
    "mitaan",
    "yhtaan",
    "tiettavasti",
    "en",
    "ett",
    "ar",
    "vara",
    "som",
    "av",
    "fran",
    "klassad",
    "klassat",
    "klassas",
    "klassificerad",
    "klassificerat",
    "klassificeras",
    "anses",
    "innehaller",
    "nagra",
    "nagon",
];

/// What leaves it open after what is said, whatever follows, folded: `hazardous or not`.
const OPEN: &[&str] = &["unknown", "unclear", "tuntematon", "okant"];

/// What turns it round after it, folded: `hazardous: no`. Before another word they may be of that.
const TURNED: &[&str] = &["no", "not", "ei", "nej", "inte"];

/// Words that may stand before those, folded.
const BEFORE_AFTER: &[&str] = &["or", "tai", "vai", "eller", "is"];

/// The tokens from a word of doubt before what is said, or to one after it; none if there is no doubt. What is said ends at
/// `core`, words that say nothing and go with it at `end`.
pub(super) fn around(
    tokens: &Tokens<'_>,
    at: usize,
    core: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let (before, after) = (before(tokens, at), after(tokens, core, end));
    let is_open = before.is_some() || after.is_some();
    is_open.then(|| (before.unwrap_or(at), after.map_or(end, |it| end.max(it))))
}

/// The first of the words of doubt right before a token.
fn before(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_free = |it: usize| {
        let is_from = is_said(tokens, it + 1, &["of", "from", "fran"]);
        is_from && is_said(tokens, it, &["free", "fri"])
    };
    let is_doubt = |it: usize| is_free(it) || is_said(tokens, it, DOUBTS);
    let is_joint = |it: usize| match tokens.get(it).map(|it| it.kind) {
        Some(Kind::Mark(it)) => matches!(it, ':' | '=' | '-' | '–' | '"' | '\''),
        _ => is_said(tokens, it, FILLERS),
    };
    let beside = (0..at)
        .rev()
        .take_while(|it| is_doubt(*it) || is_joint(*it));
    beside.filter(|it| is_doubt(*it)).last()
}

/// The token after the word or mark of doubt that follows what is said.
fn after(tokens: &Tokens<'_>, core: usize, end: usize) -> Option<usize> {
    let is_joint = |it: usize| {
        let is_sign = [':', '=', '-', '–']
            .iter()
            .any(|mark| tokens.is_mark(it, *mark));
        is_sign || is_said(tokens, it, BEFORE_AFTER)
    };
    let is_turned = |it: usize| is_said(tokens, it, TURNED);
    // Words that say nothing may have been read as a part of it: `hazardous waste: no`.
    let goes_with = |it: &usize| is_joint(*it) || (*it < end && !is_turned(*it));
    let at = (core..tokens.len())
        .find(|it| !goes_with(it))
        .unwrap_or(tokens.len());
    let follows = tokens.get(at + 1).map(|it| it.kind);
    let is_last = !matches!(follows, Some(Kind::Word | Kind::Digits));
    let is_led = at > core && is_joint(at - 1);
    let is_digits = follows == Some(Kind::Digits);
    let turns = is_turned(at) && (is_last || (is_led && !is_digits));
    let is_open = tokens.is_mark(at, '?') || is_said(tokens, at, OPEN);
    (turns || is_open).then_some(at + 1)
}

/// The first word that turns something round among some tokens.
pub(super) fn first(tokens: &Tokens<'_>, from: usize, to: usize) -> Option<usize> {
    (from..to).find(|it| is_said(tokens, *it, DOUBTS))
}

/// Whether one of some folded words stands at a token.
pub(super) fn is_said(tokens: &Tokens<'_>, at: usize, among: &[&str]) -> bool {
    let word = tokens.word(at).map(fold);
    word.is_some_and(|it| among.contains(&it.as_str()))
}
