//! The tree of trades: NACE codes of both revisions.

use std::collections::BTreeMap;

use crate::model::code_lists::CodeLists;
use crate::model::table::PublishedList;

/// What stands before a code of revision 2.1.
const REVISION_2_1: &str = "2.1:";

/// Divisions are numbered in two digits.
const DIVISIONS: usize = 100;

/// The section of every division of both revisions; 0 where there is no such division.
#[derive(Clone, Debug)]
pub(super) struct Trades {
    sections: [[u8; DIVISIONS]; 2],
}

impl Default for Trades {
    fn default() -> Self {
        Self {
            sections: [[0; DIVISIONS]; 2],
        }
    }
}

/// A code taken apart: the digits of its division, group and class as far as it goes.
struct Trade<'a> {
    revision: usize,
    /// The letter; 0 if the list does not have its division.
    section: u8,
    /// `24`, `24.1` or `24.10`; empty for a section.
    digits: &'a str,
}

impl Trades {
    /// Reads the list. O(codes · log codes).
    pub(super) fn of(lists: &CodeLists) -> Self {
        let mut made = Self::default();
        let wider: BTreeMap<&str, &str> = lists
            .codes(PublishedList::Nace)
            .filter_map(|(code, entry)| Some((code, entry.broader.as_deref()?)))
            .collect();
        for (code, section) in wider {
            let (revision, digits) = revision_of(code);
            let (_, letter) = revision_of(section);
            if let (Some(division), Some(letter)) = (division_of(digits), section_of(letter))
                && digits.len() == 2
            {
                made.sections[revision][division] = letter;
            }
        }
        made
    }

    pub(super) fn similarity(&self, a: &str, b: &str) -> f64 {
        let (Some(a), Some(b)) = (self.trade(a), self.trade(b)) else {
            return 0.0;
        };
        let shared = if a.revision == b.revision {
            a.shared_with(&b)
        } else if a.digits.len() >= 2 && a.digits.get(..2) == b.digits.get(..2) {
            2
        } else {
            0
        };
        2.0 * f64::from(shared) / f64::from(a.depth() + b.depth())
    }

    /// None of what is no code.
    fn trade<'a>(&self, code: &'a str) -> Option<Trade<'a>> {
        let (revision, digits) = revision_of(code);
        if let Some(section) = section_of(digits) {
            return Some(Trade {
                revision,
                section,
                digits: "",
            });
        }
        Some(Trade {
            revision,
            section: self.sections[revision][division_of(digits)?],
            digits,
        })
    }
}

impl Trade<'_> {
    /// 1 for a section, 2 for a division, 3 for a group, 4 for a class.
    fn depth(&self) -> u8 {
        match self.digits.len() {
            0 => 1,
            2 => 2,
            4 => 3,
            _ => 4,
        }
    }

    /// The depth of the narrowest code that holds both.
    fn shared_with(&self, other: &Self) -> u8 {
        let same = |width: usize| {
            let part = self.digits.get(..width);
            part.is_some() && part == other.digits.get(..width)
        };
        if same(5) {
            4
        } else if same(4) {
            3
        } else if same(2) {
            2
        } else {
            u8::from(self.section == other.section && self.section != 0)
        }
    }
}

fn revision_of(code: &str) -> (usize, &str) {
    match code.strip_prefix(REVISION_2_1) {
        Some(code) => (1, code),
        None => (0, code),
    }
}

fn section_of(code: &str) -> Option<u8> {
    match code.as_bytes() {
        [letter] if letter.is_ascii_uppercase() => Some(*letter),
        _ => None,
    }
}

fn division_of(digits: &str) -> Option<usize> {
    digits.get(..2)?.parse().ok()
}
