//! The tree of wastes: codes of the List of Waste of two, four and six digits.

use crate::model::code_lists::CodeLists;
use crate::model::table::PublishedList;

/// How two codes of the List of Waste stand to each other; the nearer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WasteLikeness {
    /// The same six digits.
    Same,
    /// Mirror entries: the same waste with and without hazardous substances.
    Mirror,
    /// The same first four digits: the same process.
    SameProcess,
    /// The same first two digits: the same branch of origin.
    SameChapter,
    /// Nothing in common.
    Apart,
}

impl WasteLikeness {
    /// How much it counts in a score, 0 to 1.
    pub const fn value(self) -> f64 {
        match self {
            Self::Same => 1.0,
            Self::Mirror => 0.9,
            Self::SameProcess => 0.5,
            Self::SameChapter => 0.2,
            Self::Apart => 0.0,
        }
    }
}

/// A code of fewer digits stands for all below it, of which no single one is the other: at the best it is alike by the
/// digits it has.
pub(super) fn likeness(lists: &CodeLists, a: &str, b: &str) -> WasteLikeness {
    let same = |width: usize| {
        let part = a.get(..width);
        part.is_some() && part == b.get(..width)
    };
    if same(6) {
        WasteLikeness::Same
    } else if same(4) && is_mirror(lists, a, b) {
        WasteLikeness::Mirror
    } else if same(4) {
        WasteLikeness::SameProcess
    } else if same(2) {
        WasteLikeness::SameChapter
    } else {
        WasteLikeness::Apart
    }
}

/// Whether two codes are a pair told apart by hazardous substances alone: both are mirror entries, one is hazardous, and
/// the label of the other names it ("other than those mentioned in 10 02 07").
fn is_mirror(lists: &CodeLists, a: &str, b: &str) -> bool {
    let of = |code| {
        let entry = lists.get(PublishedList::Ewc, code)?;
        entry.mirror.then_some(entry)
    };
    let (Some(of_a), Some(of_b)) = (of(a), of(b)) else {
        return false;
    };
    match (of_a.hazardous, of_b.hazardous) {
        (Some(true), Some(false)) => names(&of_b.label, a),
        (Some(false), Some(true)) => names(&of_a.label, b),
        _ => false,
    }
}

/// Whether a label has a code in it, written `10 02 07`.
fn names(label: &str, code: &str) -> bool {
    label.match_indices(&code[..2]).any(|(at, _)| {
        let digits = label[at..].bytes().filter(|it| *it != b' ');
        code.bytes().eq(digits.take(code.len()))
    })
}
