//! Words of sentences that may be quoted.

/// A name with a small first letter, unless it is an abbreviation.
pub(crate) fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            let rest = &name[first.len_utf8()..];
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => name.to_owned(),
    }
}

/// The same with a large first letter, to begin a sentence.
pub(crate) fn at_the_start(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A text as a sentence of its own: a large first letter, and one full stop at the end.
pub(crate) fn as_sentence(text: &str) -> String {
    format!("{}.", at_the_start(text.trim_end().trim_end_matches('.')))
}

/// Tonnes in t, kt or Mt, with four digits that matter.
pub(crate) fn tonnes_in_words(tonnes: f64) -> String {
    let rounded = significant(tonnes, 4);
    let (value, unit) = match rounded.abs() {
        size if size >= 1e6 => (rounded / 1e6, "Mt"),
        size if size >= 1e4 => (rounded / 1e3, "kt"),
        _ => (rounded, "t"),
    };
    // Dividing may leave a tail that is no digit of the number.
    format!("{} {unit}", significant(value, 4))
}

/// A number with so many digits that matter.
pub(crate) fn significant(value: f64, digits: u8) -> f64 {
    let digits = usize::from(digits.max(1) - 1);
    // Decimal digits are what is wanted, so that decimal text is the exact way to them.
    let rounded = format!("{value:.digits$e}").parse().unwrap_or(value);
    // There is no negative zero among tonnes.
    rounded + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_digits_that_matter() {
        assert_eq!(significant(123_456.789, 4), 123_500.0);
        assert_eq!(significant(0.1 + 0.2, 9), 0.3);
        assert_eq!(significant(-0.000_123_456, 2), -0.000_12);
        assert_eq!(significant(0.0, 9), 0.0);
        assert_eq!(significant(-0.0, 9).to_bits(), 0);
        assert_eq!(significant(f64::INFINITY, 9), f64::INFINITY);
    }

    #[test]
    fn tonnes_are_told_in_the_unit_that_suits() {
        for (tonnes, words) in [
            (0.0, "0 t"),
            (0.123_45, "0.1235 t"),
            (9_999.4, "9999 t"),
            (9_999.9, "10 kt"),
            (316_099.6, "316.1 kt"),
            (8_400_000.0, "8.4 Mt"),
        ] {
            assert_eq!(tonnes_in_words(tonnes), words);
        }
    }

    #[test]
    fn names_stand_within_and_at_the_start_of_sentences() {
        assert_eq!(in_sentence("Iron"), "iron");
        assert_eq!(in_sentence("PGM"), "PGM");
        assert_eq!(at_the_start("extraction at Ytre"), "Extraction at Ytre");
        assert_eq!(as_sentence("it is at Ytre"), "It is at Ytre.");
        assert_eq!(as_sentence("It is. So it is."), "It is. So it is.");
    }
}
