//! A place in the words of a description.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::analysis::partners::places::Found;
use crate::analysis::partners::places::PlaceError;
use crate::analysis::partners::places::Places;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::fold;

/// Most words of a place's name.
const LONGEST: usize = 4;

/// Words that may stand before a place, folded.
const BEFORE: &[&str] = &["in", "at", "from", "near", "i", "fran", "vid"];

/// Takes the first place out of the words, with the word that leads to it. A word that names a product or material, or that
/// the word lists know, is no place by itself.
///
/// # Errors
/// If what is named may be several places.
pub(super) fn take(
    tokens: &mut Tokens<'_>,
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
) -> Result<Option<Found>, PlaceError> {
    let Some((at, end, found)) = next(tokens, &is_known_word, places) else {
        return Ok(None);
    };
    let found = found?;
    tokens.take(begin(tokens, at), end);
    Ok(Some(found))
}

/// Refuses the places that are left in the words: one is used. A region around that one only says where it is.
pub(super) fn refuse_others(
    tokens: &mut Tokens<'_>,
    (registry, knowledge): (&Registry, &Knowledge),
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
    used: Option<&Found>,
) {
    let Some(used) = used else {
        return;
    };
    let around = registry.regions_around(used.whereabouts.region);
    while let Some((at, end, found)) = next(tokens, &is_known_word, places) {
        let is_said = |it: &Found| {
            let region = it.whereabouts.region.filter(|_| it.is_region);
            it.name == used.name || region.is_some_and(|it| around.contains(&it))
        };
        if found.is_ok_and(|it| is_said(&it)) {
            tokens.take(begin(tokens, at), end);
            continue;
        }
        let why = format!("a further place; {} is used", used.name);
        tokens.refuse(at, end, &why);
        // The words that lead to it or join it to the other say nothing.
        let lead = at.checked_sub(1);
        let is_empty = |it: &usize| {
            let word = tokens.word(*it);
            word.is_some_and(|it| knowledge.concepts(it).is_empty())
        };
        let from = lead.filter(is_empty).unwrap_or_else(|| begin(tokens, at));
        tokens.take(from, at);
    }
}

/// The first token of the place that begins at a token: the word that leads to it, if one does.
fn begin(tokens: &Tokens<'_>, at: usize) -> usize {
    let lead = at.checked_sub(1).and_then(|it| tokens.word(it));
    let is_lead = lead.is_some_and(|it| BEFORE.contains(&fold(it).as_str()));
    if is_lead { at - 1 } else { at }
}

/// The first place in the words: its tokens and what it is.
fn next(
    tokens: &Tokens<'_>,
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
) -> Option<(usize, usize, Result<Found, PlaceError>)> {
    let starts = (0..tokens.len()).flat_map(|at| (1..=LONGEST).rev().map(move |it| (at, at + it)));
    let phrases = starts.filter_map(|(at, end)| {
        let is_word = |it: &usize| tokens.get(*it).is_some_and(|it| it.kind != Kind::Digits);
        let begins = tokens.word(at).is_some() && tokens.word(end - 1).is_some();
        let is_phrase = begins && (at..end).all(|it| is_word(&it));
        Some((at, end, tokens.phrase(at, end).filter(|_| is_phrase)?))
    });
    let mut named = phrases.filter(|(at, end, phrase)| {
        let is_known_alone = end - at == 1 && is_known_word(&fold(phrase));
        !is_known_alone && places.knows(phrase)
    });
    named
        .next()
        .map(|(at, end, phrase)| (at, end, places.find(&phrase)))
}
