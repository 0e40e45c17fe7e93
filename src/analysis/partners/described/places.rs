//! A place in the words of a description.

use crate::analysis::partners::described::Known;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::described::tokens::Kind as TokenKind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::analysis::partners::places::Found;
use crate::analysis::partners::places::PlaceError;
use crate::analysis::partners::places::Places;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::fold;
use crate::model::tables::site;

/// Most words of a place's name.
const LONGEST: usize = 4;

/// Most words that are compared with the names of places to ask back.
const MOST_ASKED: usize = 10;

/// Words that may stand before a place, folded.
const BEFORE: &[&str] = &["in", "at", "from", "near", "i", "fran", "vid"];

/// Whether a word means something else than a place: it names a material, or the word lists know it. A name of a place with a
/// capital is one, unless the lists have that very word: `Forssa` is a town, though `fors` is a word, and `multia` is soil.
pub(super) fn means_other(word: &str, known: &Known, knowledge: &Knowledge) -> bool {
    let is_name = word.starts_with(char::is_uppercase) && known.places.has(word);
    known.names.means(knowledge, &fold(word)) && (!is_name || knowledge.has_word(word))
}

/// Takes the first place out of the words, with the word that leads to it. A word that means something else is no place by
/// itself. Where it is the name of who runs a site at the next place, that one is meant.
///
/// # Errors
/// If what is named may be several places.
pub(super) fn take(
    tokens: &mut Tokens<'_>,
    registry: &Registry,
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
) -> Result<Option<Found>, PlaceError> {
    let Some((at, end, found)) = next(tokens, 0, &is_known_word, places) else {
        return Ok(None);
    };
    let further = next(tokens, end, &is_known_word, places);
    if let Some((second, after, Ok(there))) = further
        && let Some(phrase) = tokens.phrase(at, end)
        && runs_a_site(registry, &phrase, &there)
    {
        tokens.take(begin(tokens, second), after);
        let why = format!(
            "taken as who runs a site there; {} is used as the place",
            there.name
        );
        let from = begin(tokens, at);
        tokens.refuse(at, end, &why);
        tokens.take(from, at);
        return Ok(Some(there));
    }
    let found = found?;
    tokens.take(begin(tokens, at), end);
    Ok(Some(found))
}

/// Whether what is said is the name of an organisation, or its first words, that runs a site at a place. O(sites).
fn runs_a_site(registry: &Registry, said: &str, place: &Found) -> bool {
    let Some(middle) = place.whereabouts.position.filter(|_| !place.is_region) else {
        return false;
    };
    let said = fold(said);
    let is_named = |organisation: Row| {
        names_of(registry, organisation).any(|it| {
            let name = fold(it);
            let rest = name.strip_prefix(&said);
            rest.is_some_and(|it| it.is_empty() || it.starts_with(' '))
        })
    };
    registry.rows(Kind::Site).any(|it| {
        let position = registry.position(it);
        let is_there = position.is_some_and(|it| middle.distance_km(&it) <= middle.uncertainty_km);
        let operator = registry.reference(it, site::OPERATOR);
        is_there && operator.is_some_and(is_named)
    })
}

/// Refuses all places in the words, with the words that lead to them.
pub(super) fn refuse_all(
    tokens: &mut Tokens<'_>,
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
    why: &str,
) {
    while let Some((at, end, _)) = next(tokens, 0, &is_known_word, places) {
        let from = begin(tokens, at);
        tokens.refuse(at, end, why);
        tokens.take(from, at);
    }
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
    while let Some((at, end, found)) = next(tokens, 0, &is_known_word, places) {
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

/// Asks back for words that nobody knows and that are nearly the name of a place; the first few, since each is compared with
/// many names.
pub(super) fn ask_back(
    tokens: &mut Tokens<'_>,
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
) {
    let is_unknown = |it: &usize| {
        let word = tokens.word(*it);
        word.is_some_and(|it| !is_known_word(&fold(it)))
    };
    let unknown = (0..tokens.len()).filter(is_unknown).take(MOST_ASKED);
    for at in unknown.collect::<Vec<_>>() {
        let name = tokens.word(at).and_then(|it| places.near_miss(it));
        if let Some(name) = name {
            let from = begin(tokens, at);
            tokens.refuse(at, at + 1, &format!("did you mean `{name}`?"));
            tokens.take(from, at);
        }
    }
}

/// The first token of the place that begins at a token: the word that leads to it, if one does.
fn begin(tokens: &Tokens<'_>, at: usize) -> usize {
    let lead = at.checked_sub(1).and_then(|it| tokens.word(it));
    let is_lead = lead.is_some_and(|it| BEFORE.contains(&fold(it).as_str()));
    if is_lead { at - 1 } else { at }
}

/// The first place in the words from a token on: its tokens and what it is.
fn next(
    tokens: &Tokens<'_>,
    from: usize,
    is_known_word: impl Fn(&str) -> bool,
    places: &Places,
) -> Option<(usize, usize, Result<Found, PlaceError>)> {
    let starts =
        (from..tokens.len()).flat_map(|at| (1..=LONGEST).rev().map(move |it| (at, at + it)));
    let phrases = starts.filter_map(|(at, end)| {
        let is_word = |it: &usize| {
            tokens
                .get(*it)
                .is_some_and(|it| it.kind != TokenKind::Digits)
        };
        let begins = tokens.word(at).is_some() && tokens.word(end - 1).is_some();
        let is_phrase = begins && (at..end).all(|it| is_word(&it));
        Some((at, end, tokens.phrase(at, end).filter(|_| is_phrase)?))
    });
    let mut named = phrases.filter(|(at, end, phrase)| {
        let is_known_alone = end - at == 1 && is_known_word(phrase);
        !is_known_alone && places.knows(phrase)
    });
    named
        .next()
        .map(|(at, end, phrase)| (at, end, places.find(&phrase)))
}
