//! Roles in words: codes, words that a source used before, and common words in English, Finnish and Swedish.

use crate::exchange::members::names::Names;
use crate::exchange::members::of_cell;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::codes::MembershipRole;
use crate::model::fold;
use crate::model::nearest;

/// A role, and the words of the source where they say more than its code.
pub(super) type Role = (MembershipRole, Option<String>);

/// Words for roles that their codes do not have.
const WORDS: [(&str, MembershipRole); 14] = [
    ("coordinator", MembershipRole::Manager),
    ("lead", MembershipRole::Manager),
    ("founding member", MembershipRole::Founder),
    ("initiator", MembershipRole::Founder),
    ("sponsor", MembershipRole::Supporter),
    ("ally", MembershipRole::Supporter),
    ("participant", MembershipRole::Other),
    ("muu", MembershipRole::Other),
    ("annan", MembershipRole::Other),
    ("osallistuja", MembershipRole::Other),
    ("deltagare", MembershipRole::Other),
    ("sponsori", MembershipRole::Supporter),
    ("grundande medlem", MembershipRole::Founder),
    ("vastuutaho", MembershipRole::Manager),
];

/// Words that are also the last part of longer ones, as Finnish and Swedish write them: `yritysjäsen`, `projektpartner`.
const ENDINGS: [(&str, MembershipRole); 16] = [
    ("koordinaattori", MembershipRole::Manager),
    ("koordinator", MembershipRole::Manager),
    ("vetäjä", MembershipRole::Manager),
    ("perustaja", MembershipRole::Founder),
    ("perustajajäsen", MembershipRole::Founder),
    ("grundare", MembershipRole::Founder),
    ("jäsen", MembershipRole::Member),
    ("medlem", MembershipRole::Member),
    ("kumppani", MembershipRole::Partner),
    ("samarbetspartner", MembershipRole::Partner),
    ("hankekumppani", MembershipRole::ProjectPartner),
    ("projektikumppani", MembershipRole::ProjectPartner),
    ("projektpartner", MembershipRole::ProjectPartner),
    ("tukija", MembershipRole::Supporter),
    ("kannattaja", MembershipRole::Supporter),
    ("stödjare", MembershipRole::Supporter),
];

/// Words by which a role is one of the past: who had it is no member.
const PAST: [&str; 13] = [
    "former",
    "ex",
    "past",
    "previous",
    "entinen",
    "ent",
    "aiempi",
    "eronnut",
    "tidigare",
    "fd",
    "f d",
    "utträdd",
    "avgången",
];

/// By virtue of an office, which is nothing of the past.
const EX_OFFICIO: &str = "ex officio";

/// Words by which a role is denied.
const DENIED: [&str; 7] = ["not", "non", "no", "ei", "inte", "icke", "nonmember"];

/// The role of a code or of words.
///
/// # Errors
/// A problem with the nearest word if no role is known by these.
pub(super) fn role(names: &Names, text: &str) -> Result<Role, Box<Problem>> {
    if let Some(role) = MembershipRole::from_code(text) {
        return Ok((role, None));
    }
    let folded = fold(text);
    let is_code = |it: &&MembershipRole| fold(it.code()) == folded;
    let named = MembershipRole::ALL.iter().find(is_code).copied();
    let known = named.or_else(|| names.role(&folded));
    match known.or_else(|| in_words(&folded)) {
        Some(role) => Ok((role, Some(text.to_owned()))),
        None => Err(Box::new(unknown(text, &folded))),
    }
}

/// All words that are known, with their roles and whether they are last parts of longer ones.
fn words() -> impl Iterator<Item = (&'static str, MembershipRole, bool)> {
    let codes = MembershipRole::ALL.iter().map(|it| (it.code(), *it, false));
    let words = WORDS.iter().map(|it| (it.0, it.1, false));
    codes
        .chain(words)
        .chain(ENDINGS.iter().map(|it| (it.0, it.1, true)))
}

/// The role of the longest words that are in a text: `project partner` before `partner`.
fn in_words(folded: &str) -> Option<MembershipRole> {
    if says(folded, &DENIED) {
        return None;
    }
    let padded = format!(" {folded} ");
    let is_in = |(word, _, is_ending): &(&str, MembershipRole, bool)| {
        let word = fold(word);
        let is_end = |it: &str| it.ends_with(&word);
        padded.contains(&format!(" {word} ")) || (*is_ending && folded.split(' ').any(is_end))
    };
    let found = words().filter(is_in);
    let (_, role, _) = found.max_by_key(|it| it.0.chars().count())?;
    Some(match is_past(folded) {
        true => MembershipRole::Other,
        false => role,
    })
}

/// Whether words tell a role of the past.
pub(super) fn is_past(text: &str) -> bool {
    says(&fold(text).replace(EX_OFFICIO, ""), &PAST)
}

/// Whether one of some words is in a text, alone or as the beginning of a role: `ickemedlem`.
fn says(folded: &str, of: &[&str]) -> bool {
    let padded = format!(" {folded} ");
    let is_role = |text: &str| words().any(|it| fold(it.0) == text);
    of.iter().map(|it| fold(it)).any(|it| {
        let begins = |word: &str| word.strip_prefix(&it).is_some_and(is_role);
        padded.contains(&format!(" {it} ")) || folded.split(' ').any(begins)
    })
}

fn unknown(text: &str, folded: &str) -> Problem {
    let by_fold: Vec<(String, &str)> = words().map(|it| (fold(it.0), it.0)).collect();
    let near = nearest(folded, by_fold.iter().map(|it| it.0.as_str()));
    let near = near.and_then(|near| by_fold.iter().find(|it| it.0 == near));
    let said = format!("unknown role `{text}`");
    let fault = of_cell(ProblemCode::UnknownCode, said, "role", text);
    let codes = MembershipRole::CODES.join(", ");
    let fault = fault.expected(format!("one of {codes}, or words used for one before"));
    fault.suggestion(near.map(|it| it.1.to_owned()))
}
