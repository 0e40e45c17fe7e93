//! What a file that was exported says of itself, as far as it can be held against what is in it.

use serde_json::Value as Json;

/// What an exported file says of itself; of other files nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedFacts {
    /// Title of the data.
    pub title: Option<String>,
    /// The revision it is of.
    pub revision: Option<u64>,
    /// Content hash of the whole revision, in hexadecimal.
    pub content_hash: Option<String>,
    /// Chain hash of that revision, in hexadecimal.
    pub chain_hash: Option<String>,
    /// Which part of the revision it is, in words; none where it is the whole.
    pub part: Option<String>,
    /// The hash of the records of that part.
    pub part_hash: Option<String>,
    /// The part that the revision itself is made of, in words; none where it is made of a whole.
    pub part_of: Option<String>,
    /// Terms of use, separated by `; `.
    pub licences: Option<String>,
    /// The year of questions that name none.
    pub reference_year: Option<String>,
}

/// Digits of a hash in hexadecimal.
const HASH_DIGITS: usize = 64;

/// The facts by the names of the API.
const NAMES: [&str; 9] = [
    "title",
    "revision",
    "contentHash",
    "chainHash",
    "part",
    "partHash",
    "partOf",
    "licences",
    "referenceYear",
];

impl StatedFacts {
    /// Whether it says what an export says: which revision it is of, and the hash of that.
    pub fn is_of_export(&self) -> bool {
        let is_hash = |it: &String| {
            it.len() == HASH_DIGITS && it.bytes().all(|digit| digit.is_ascii_hexdigit())
        };
        self.revision.is_some() && self.content_hash.as_ref().is_some_and(is_hash)
    }

    /// Takes a fact by its name, in the spelling of the API or of columns; what is told first counts, other names do not.
    pub(in crate::exchange) fn note(&mut self, name: &str, told: &str) {
        let fact = match name {
            "title" => &mut self.title,
            "contentHash" | "content_hash" => &mut self.content_hash,
            "chainHash" | "chain_hash" => &mut self.chain_hash,
            "part" => &mut self.part,
            "partOf" | "part_of" => &mut self.part_of,
            "licences" => &mut self.licences,
            "referenceYear" | "reference_year" => &mut self.reference_year,
            "partHash" | "part_hash" => &mut self.part_hash,
            "revision" => {
                self.revision = self.revision.or_else(|| told.trim().parse().ok());
                return;
            }
            _ => return,
        };
        fact.get_or_insert_with(|| told.to_owned());
    }

    /// Takes the facts among the members of an object.
    pub(in crate::exchange) fn of_json(json: &Json) -> Self {
        let mut facts = Self::default();
        for name in NAMES {
            match &json[name] {
                Json::String(told) => facts.note(name, told),
                Json::Number(told) => facts.note(name, &told.to_string()),
                Json::Array(told) => {
                    let texts = told.iter().filter_map(Json::as_str);
                    facts.note(name, &texts.collect::<Vec<_>>().join("; "));
                }
                _ => {}
            }
        }
        facts
    }
}
