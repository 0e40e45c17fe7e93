//! The forms a word may be an inflection of: plurals and common case endings of English, Finnish and Swedish.
//!
//! No dictionary stands behind it: whoever asks takes the first form that is known to them, and the word itself where none is.

/// Letters of a base form at least.
const LEAST_STEM: usize = 3;

/// An ending and what stands in its place in the base form; longer ones first. Folded: `ä` is `a`, `ö` is `o`.
const ENDINGS: &[(&str, &str)] = &[
    // English.
    ("ies", "y"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ves", "f"),
    ("s", ""),
    // Finnish: plural, partitive, genitive, and the cases of place and material.
    ("iden", "i"),
    ("oita", "o"),
    ("oita", "a"),
    ("eita", "i"),
    ("eita", "e"),
    ("sta", ""),
    ("lla", ""),
    ("lta", ""),
    ("lle", ""),
    ("ssa", ""),
    ("jen", ""),
    ("ien", "i"),
    ("ien", "a"),
    ("ja", ""),
    ("ia", "a"),
    ("ia", "i"),
    ("ta", ""),
    ("et", "i"),
    ("et", "e"),
    ("et", ""),
    ("t", ""),
    ("n", ""),
    ("a", ""),
    // Swedish.
    ("arna", "a"),
    ("erna", ""),
    ("orna", "a"),
    ("or", "a"),
    ("ar", "e"),
    ("ar", ""),
    ("er", ""),
    ("en", ""),
    ("na", ""),
];

/// The forms that a folded word may be an inflection of, each once, the word itself first.
pub fn base_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    for (ending, instead) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending) else {
            continue;
        };
        let form = format!("{stem}{instead}");
        if form.chars().count() >= LEAST_STEM && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_forms_of_three_languages_are_among_those_found() {
        let cases = [
            ("slags", "slag"),
            ("batteries", "battery"),
            ("ashes", "ashe"),
            ("ashes", "ash"),
            ("mines", "mine"),
            ("kuonat", "kuona"),
            ("kuonaa", "kuona"),
            ("kuonan", "kuona"),
            ("kuonia", "kuona"),
            ("kuonien", "kuona"),
            ("akut", "aku"),
            ("tehtaat", "tehtaa"),
            ("slagger", "slagg"),
            ("gruvor", "gruva"),
        ];
        for (word, base) in cases {
            let forms = base_forms(word);
            assert_eq!(forms[0], word);
            assert!(forms.iter().any(|it| it == base), "{word}: {forms:?}");
        }
        assert_eq!(base_forms("gas"), ["gas"]);
    }
}
