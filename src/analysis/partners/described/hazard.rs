//! Whether what is described is hazardous: words that say so, the codes, and the field, which may contradict each other.
//!
//! The words are those of two concepts of the word lists. Where anything says that it is hazardous, it is taken to be.

mod doubts;
mod origin;

use crate::analysis::partners::described::codes::Told;
use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::CodeLists;
use crate::model::Knowledge;
use crate::model::PublishedList;

/// The concept of words for hazardous.
const HAZARDOUS: &str = "hazardous";

/// The concept of words for not hazardous.
const NOT_HAZARDOUS: &str = "non-hazardous";

/// Most tokens of such words: `not a hazardous waste`, `non-hazardous waste`.
const LONGEST: usize = 5;

/// What somebody says, in their words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    words: String,
    is_hazardous: bool,
}

/// Words that say whether it is hazardous, and the tokens they are.
struct Words {
    at: usize,
    /// The token after those that say it.
    core: usize,
    /// The token after those that say nothing and go with them.
    end: usize,
    is_hazardous: bool,
}

/// Takes the words that say whether it is hazardous out of the others; those that leave it open are refused, and those that
/// say where it is from stay.
pub(super) fn take(tokens: &mut Tokens<'_>, knowledge: &Knowledge) -> Vec<Said> {
    let mut said = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(found) = words(tokens, knowledge, at) else {
            at += 1;
            continue;
        };
        at = found.end;
        if origin::is_of_process(tokens, found.core) {
            continue;
        }
        if let Some((from, end)) = doubts::around(tokens, found.at, found.core, found.end) {
            let why =
                "this leaves open whether it is hazardous; say `hazardous` or `not hazardous`";
            tokens.refuse(from, end, why);
            at = end;
        } else if !origin::is_source(tokens, found.at, found.core) {
            // Words after it that turn round something else stay.
            let end = doubts::first(tokens, found.core, found.end).unwrap_or(found.end);
            if let Some(words) = tokens.phrase(found.at, end) {
                said.push(Said {
                    words,
                    is_hazardous: found.is_hazardous,
                });
            }
            tokens.take(found.at, end);
        }
    }
    said
}

/// The most of the words that begin at a token and say whether it is hazardous.
fn words(tokens: &Tokens<'_>, knowledge: &Knowledge, at: usize) -> Option<Words> {
    let longest = LONGEST.min(tokens.len() - at);
    (1..=longest).rev().find_map(|length| {
        let end = at + length;
        let is_text = |it: &usize| {
            let kind = tokens.get(*it).map(|it| it.kind);
            matches!(kind, Some(Kind::Word | Kind::Mark('-' | '–')))
        };
        let is_whole = tokens.word(at).is_some() && tokens.word(end - 1).is_some();
        if !is_whole || !(at..end).all(|it| is_text(&it)) {
            return None;
        }
        let concepts = knowledge.concepts(&tokens.phrase(at, end)?);
        let [concept] = &concepts[..] else {
            return None;
        };
        let is_same = |from: usize, end: usize| {
            let part = tokens.phrase(from, end).unwrap_or_default();
            knowledge.concepts(&part) == concepts
        };
        let is_hazardous = concept == HAZARDOUS;
        let says = is_hazardous || concept == NOT_HAZARDOUS;
        // Words that say nothing stay where they are, unless they go with what is said.
        let begins = !knowledge.concepts(tokens.word(at)?).is_empty()
            || (1..length).all(|it| !is_same(at + it, end));
        let core = (at + 1..end).find(|it| is_same(at, *it)).unwrap_or(end);
        (says && begins).then_some(Words {
            at,
            core,
            end,
            is_hazardous,
        })
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
    let codes = codes.iter().flat_map(|it| {
        let code = &it.code.code;
        let listed = lists
            .get(PublishedList::Ewc, code)
            .and_then(|it| it.hazardous);
        let starred = it.is_starred.then(|| (format!("waste code {code}*"), true));
        // The list says so beside the star only where it contradicts it.
        let listed = listed.filter(|it| !*it || starred.is_none());
        let listed = listed.map(|it| (format!("waste code {code}"), it));
        starred.into_iter().chain(listed)
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
