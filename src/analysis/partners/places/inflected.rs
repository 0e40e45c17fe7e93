//! The names that an inflected name of a place may be of.
//!
//! Beside the base forms of any word: stems that end in `e` where the name ends in `i` (`Nummisalmella`), and the strong
//! grade of a weak one (`Uusvallassa`, `Kuhdessa`, `Nettingissä`). Whoever asks takes what is known.

use crate::model::stem::base_forms;

/// Weak grades and what stands in their place in the strong one, folded.
const GRADES: &[(&str, &str)] = &[
    ("ll", "lt"),
    ("nn", "nt"),
    ("rr", "rt"),
    ("mm", "mp"),
    ("ng", "nk"),
    ("d", "t"),
    ("v", "p"),
];

/// Endings of names in `nen`, whose stem is in `s`: `Aatalisissa`, `Aatalisten`, folded.
const OF_NEN: &[&str] = &[
    "sissa", "sista", "sisiin", "siin", "silla", "silta", "sille", "sten", "sessa", "sesta",
    "seen", "sella", "selta", "selle", "sena", "sen", "sta", "set", "sia",
];

/// The forms a folded name may be an inflection of, each once, the name itself first. Only the last word is inflected.
pub(super) fn forms(folded: &str) -> Vec<String> {
    let (before, last) = folded.rsplit_once(' ').unwrap_or(("", folded));
    let mut found: Vec<String> = Vec::new();
    let mut add = |form: String| {
        let whole = if before.is_empty() {
            form
        } else {
            format!("{before} {form}")
        };
        if !found.contains(&whole) {
            found.push(whole);
        }
    };
    let bases = base_forms(last);
    bases.iter().cloned().for_each(&mut add);
    for base in &bases {
        for strong in strong_grades(base) {
            add(strong);
        }
        if let Some(stem) = base.strip_suffix('e') {
            let nominative = format!("{stem}i");
            strong_grades(&nominative).for_each(&mut add);
            add(nominative);
        }
    }
    for ending in OF_NEN {
        let stem = last.strip_suffix(ending);
        if let Some(stem) = stem.filter(|it| it.chars().count() >= 3) {
            add(format!("{stem}nen"));
        }
    }
    found
}

/// A form with the last consonants before its last vowel in the strong grade.
fn strong_grades(form: &str) -> impl Iterator<Item = String> + '_ {
    let last = form.chars().next_back();
    let end = last.map_or(0, char::len_utf8);
    let (stem, vowel) = form.split_at(form.len() - end);
    let graded = GRADES.iter().filter_map(move |(weak, strong)| {
        let root = stem.strip_suffix(weak)?;
        Some(format!("{root}{strong}{vowel}"))
    });
    // A `k` that is gone in the weak grade: `Nurussa`.
    let lost = (stem.len() >= 2).then(|| format!("{stem}k{vowel}"));
    graded.chain(lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_among_the_forms_of_their_inflections() {
        for (inflected, name) in [
            ("morniossa", "mornio"),
            ("morniosta", "mornio"),
            ("nemissa", "nemi"),
            ("uusvallassa", "uusvalta"),
            ("uusvallan", "uusvalta"),
            ("kuhdessa", "kuhti"),
            ("nettingissa", "nettinki"),
            ("nurussa", "nurku"),
            ("nummisalmella", "nummisalmi"),
            ("aatalisissa", "aatalinen"),
            ("aatalisten", "aatalinen"),
            ("aatalisista", "aatalinen"),
            ("aatalisiin", "aatalinen"),
            ("aatalisen", "aatalinen"),
            ("aatalisessa", "aatalinen"),
            ("so i ganas", "so i gana"),
            ("mornio", "mornio"),
        ] {
            let forms = forms(inflected);
            assert!(forms.iter().any(|it| it == name), "{inflected}: {forms:?}");
        }
    }
}
