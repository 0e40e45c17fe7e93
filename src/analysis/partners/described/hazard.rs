//! Whether what is described is hazardous: words that say so, the codes, and the field, which may contradict each other.
//!
//! The words are those of two concepts of the word lists. Where anything says that it is hazardous, it is taken to be.

use crate::analysis::partners::described::codes::Told;
use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::CodeLists;
use crate::model::Knowledge;
use crate::model::PublishedList;
use crate::model::fold;

/// The concept of words for hazardous.
const HAZARDOUS: &str = "hazardous";

/// The concept of words for not hazardous.
const NOT_HAZARDOUS: &str = "non-hazardous";

/// Most tokens of such words: `not a hazardous waste`, `non-hazardous waste`.
const LONGEST: usize = 5;

/// Words before one of them that turn it round or leave it open, folded: `not classified as hazardous`, `perhaps hazardous`.
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

/// How many tokens before they stand at the most.
const DOUBT_BEFORE: usize = 4;

/// What leaves it open after one of them, folded: `hazardous: no`, `hazardous or not`.
const DOUBTS_AFTER: &[&str] = &[
    "no",
    "not",
    "unknown",
    "unclear",
    "ei",
    "tuntematon",
    "nej",
    "okant",
];

/// How many tokens after they stand at the most.
const DOUBT_AFTER: usize = 2;

/// What somebody says, in their words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    words: String,
    is_hazardous: bool,
}

/// Takes the words that say whether it is hazardous out of the others; those that leave it open are refused.
pub(super) fn take(tokens: &mut Tokens<'_>, knowledge: &Knowledge) -> Vec<Said> {
    let mut said = Vec::new();
    for at in 0..tokens.len() {
        let longest = LONGEST.min(tokens.len() - at);
        let found = (1..=longest).rev().find_map(|length| {
            let end = at + length;
            let is_text = |it: &usize| {
                let kind = tokens.get(*it).map(|it| it.kind);
                matches!(kind, Some(Kind::Word | Kind::Mark('-' | '–')))
            };
            let is_whole = tokens.word(at).is_some() && tokens.word(end - 1).is_some();
            if !is_whole || !(at..end).all(|it| is_text(&it)) {
                return None;
            }
            let words = tokens.phrase(at, end)?;
            let concepts = knowledge.concepts(&words);
            let [concept] = &concepts[..] else {
                return None;
            };
            let is_hazardous = concept == HAZARDOUS;
            let says = is_hazardous || concept == NOT_HAZARDOUS;
            // Words that say nothing stay where they are, unless they go with what is said.
            let begins = !knowledge.concepts(tokens.word(at)?).is_empty()
                || (1..length).all(|it| {
                    let rest = tokens.phrase(at + it, end).unwrap_or_default();
                    knowledge.concepts(&rest) != concepts
                });
            let is_said = says && begins;
            is_said.then_some((
                end,
                Said {
                    words,
                    is_hazardous,
                },
            ))
        });
        let Some((end, it)) = found else {
            continue;
        };
        match doubt(tokens, at, end) {
            Some((from, end)) => tokens.refuse(
                from,
                end,
                "this leaves open whether it is hazardous; say `hazardous` or `not hazardous`",
            ),
            None => {
                tokens.take(at, end);
                said.push(it);
            }
        }
    }
    said
}

/// The tokens from a word of doubt before what is said, or to one after it; none if there is no doubt.
fn doubt(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<(usize, usize)> {
    let word = |at: usize| tokens.word(at).map(fold);
    let is_within = |it: &usize| {
        let kind = tokens.get(*it).map(|it| it.kind);
        kind.is_some() && !matches!(kind, Some(Kind::Mark(',' | ';' | '.' | '(' | ')')))
    };
    let is_free = |it: usize| {
        let from = ["of", "from", "fran"];
        let is_from = word(it + 1).is_some_and(|it| from.contains(&it.as_str()));
        is_from && word(it).is_some_and(|it| it == "free" || it == "fri")
    };
    let before = (0..at).rev().take(DOUBT_BEFORE).take_while(is_within);
    let before = before
        .filter(|it| is_free(*it) || word(*it).is_some_and(|it| DOUBTS.contains(&it.as_str())))
        .last();
    // Words that say nothing may have been read as a part of it: `hazardous or not`.
    let after = (at + 1..tokens.len())
        .take(end - at - 1 + DOUBT_AFTER)
        .take_while(is_within);
    let after = after
        .filter(|it| {
            let is_doubt = |it: String| DOUBTS_AFTER.contains(&it.as_str());
            tokens.is_mark(*it, '?') || word(*it).is_some_and(is_doubt)
        })
        .last();
    let is_open = before.is_some() || after.is_some();
    is_open.then(|| {
        (
            before.unwrap_or(at),
            after.map_or(end, |it| end.max(it + 1)),
        )
    })
}

/// The concepts with that of hazardous, if words say so: a product may be named by it. None otherwise.
pub(super) fn named(said: &[Said], concepts: &[String]) -> Option<Vec<String>> {
    let is_said = said.iter().any(|it| it.is_hazardous);
    is_said.then(|| [concepts, &[HAZARDOUS.to_owned()]].concat())
}

/// Whether it is hazardous, if anything says so, and what contradicts that.
pub(super) fn judged(
    lists: &CodeLists,
    field: Option<bool>,
    words: Vec<Said>,
    codes: &[Told],
) -> (Option<bool>, Vec<String>) {
    let words = words.into_iter().map(|it| (it.words, it.is_hazardous));
    let field = field.map(|it| (format!("hazardous: {it}"), it));
    let codes = codes.iter().filter_map(|it| {
        let code = &it.code.code;
        let listed = lists
            .get(PublishedList::Ewc, code)
            .and_then(|it| it.hazardous);
        let is_hazardous = if it.is_starred { Some(true) } else { listed };
        let star = if it.is_starred { "*" } else { "" };
        Some((format!("waste code {code}{star}"), is_hazardous?))
    });
    let told: Vec<(String, bool)> = field.into_iter().chain(words).chain(codes).collect();
    let hazardous = told.iter().find(|it| it.1);
    let Some((by, _)) = hazardous else {
        return (told.first().map(|_| false), Vec::new());
    };
    let contradicts = told.iter().filter(|it| !it.1);
    let notes = contradicts.map(|(what, _)| {
        format!("{what} (not hazardous, but `{by}` is; it is taken to be hazardous)")
    });
    (Some(true), notes.collect())
}
