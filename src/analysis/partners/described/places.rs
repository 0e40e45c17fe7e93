//! A place in the words of a description.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::analysis::partners::places::Found;
use crate::analysis::partners::places::PlaceError;
use crate::analysis::partners::places::Places;
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
    for at in 0..tokens.len() {
        for length in (1..=LONGEST).rev() {
            let is_word = |it: &usize| tokens.get(*it).is_some_and(|it| it.kind != Kind::Digits);
            let begins = tokens.word(at).is_some() && tokens.word(at + length - 1).is_some();
            if !begins || !(at..at + length).all(|it| is_word(&it)) {
                continue;
            }
            let Some(phrase) = tokens.phrase(at, at + length) else {
                continue;
            };
            if (length == 1 && is_known_word(&fold(&phrase))) || !places.knows(&phrase) {
                continue;
            }
            let found = places.find(&phrase)?;
            let lead = at.checked_sub(1).and_then(|it| tokens.word(it));
            let is_lead = lead.is_some_and(|it| BEFORE.contains(&fold(it).as_str()));
            tokens.take(if is_lead { at - 1 } else { at }, at + length);
            return Ok(Some(found));
        }
    }
    Ok(None)
}
