//! Materials that are said not to be in it: `without chromium`, `chromium-free`, `free of lead`, `kromiton`, `ei sisällä lyijyä`.
//!
//! Nothing is compared by what is not in it; such words are told, and are no words of the stream.

use crate::analysis::partners::described::tokens::Kind;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// Words before a material that say that it is not in it, folded.
const BEFORE: &[&[&str]] = &[
    &["does", "not", "contain"],
    &["do", "not", "contain"],
    &["not", "containing"],
    &["free", "of"],
    &["free", "from"],
    &["without"],
    &["contains", "no"],
    &["no"],
    &["ei", "sisalla"],
    &["eivat", "sisalla"],
    &["ei", "ole"],
    &["ei", "lainkaan"],
    &["ilman"],
    &["ei"],
    &["innehaller", "inte"],
    &["innehaller", "inget"],
    &["innehaller", "ingen"],
    &["fri", "fran"],
    &["utan"],
    &["inget"],
    &["ingen"],
];

/// Words after a material that say so, folded.
const AFTER: &[&str] = &["free", "fri", "fritt", "fria", "vapaa"];

/// Ends of words that say so, folded; the longer first.
const ENDS: &[&str] = &[
    "ttomassa", "ttomasta", "ttomaan", "ttoman", "ttomat", "ttomia", "tonta", "ton", "fritt",
    "fria", "fri", "vapaa", "free",
];

/// Words that join materials, folded: `without chromium or nickel`.
const JOINTS: &[&str] = &["and", "or", "nor", "ja", "tai", "eika", "och", "eller"];

/// Why it does not count.
const WHY: &str = "said not to be in it; that is not compared";

/// Refuses materials that are said not to be in it, with the words that say so.
pub(super) fn refuse(tokens: &mut Tokens<'_>, is_material: impl Fn(&str) -> bool) {
    for at in 0..tokens.len() {
        let before = BEFORE.iter().find_map(|words| led(tokens, at, words));
        let end = before
            .and_then(|it| materials(tokens, it, &is_material))
            .or_else(|| followed(tokens, at, &is_material))
            .or_else(|| ended(tokens, at, &is_material));
        if let Some(end) = end {
            tokens.refuse(at, end, WHY);
        }
    }
}

/// The token after some words that stand at one.
fn led(tokens: &Tokens<'_>, at: usize, words: &[&str]) -> Option<usize> {
    let is_said =
        |(place, word): (usize, &&str)| tokens.word(place).map(fold).as_deref() == Some(*word);
    let mut all = (at..).zip(words);
    all.all(is_said).then_some(at + words.len())
}

/// The token after the materials that stand at one: `chromium`, `chromium or nickel`.
fn materials(tokens: &Tokens<'_>, at: usize, is_material: impl Fn(&str) -> bool) -> Option<usize> {
    let is_one = |at: usize| tokens.word(at).is_some_and(&is_material);
    let is_joint = |at: usize| {
        tokens
            .word(at)
            .is_some_and(|it| JOINTS.contains(&fold(it).as_str()))
    };
    let mut end = is_one(at).then_some(at + 1)?;
    while is_joint(end) && is_one(end + 1) {
        end += 2;
    }
    Some(end)
}

/// `chromium-free`, `chromium free`.
fn followed(tokens: &Tokens<'_>, at: usize, is_material: impl Fn(&str) -> bool) -> Option<usize> {
    let is_dash = tokens
        .get(at + 1)
        .is_some_and(|it| matches!(it.kind, Kind::Mark('-' | '–' | '‑')));
    let word = at + 1 + usize::from(is_dash);
    let is_after = tokens
        .word(word)
        .is_some_and(|it| AFTER.contains(&fold(it).as_str()));
    let is_of = is_after && tokens.word(at).is_some_and(is_material);
    // `chromium free of nickel` says it of the other.
    let goes_on =
        led(tokens, word, &["free", "of"]).or_else(|| led(tokens, word, &["free", "from"]));
    (is_of && goes_on.is_none()).then_some(word + 1)
}

/// `kromiton`, `kromfri`.
fn ended(tokens: &Tokens<'_>, at: usize, is_material: impl Fn(&str) -> bool) -> Option<usize> {
    let word = fold(tokens.word(at)?);
    let is_without = |end: &&str| {
        let stem = word.strip_suffix(*end);
        stem.is_some_and(|it| it.chars().count() > 2 && is_material(it))
    };
    ENDS.iter().any(is_without).then_some(at + 1)
}
