//! Words for thousands and millions between a number and its unit: `1.3 million t/a`, `1,3 milj. t/v`.

use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// The words, folded, in English, Finnish and Swedish.
const SCALES: &[(f64, &[&str])] = &[
    (1e3, &["thousand", "tuhat", "tuhatta", "tuh", "tusen"]),
    (
        1e6,
        &[
            "million",
            "millions",
            "mio",
            "mln",
            "milj",
            "miljoona",
            "miljoonaa",
            "miljon",
            "miljoner",
        ],
    ),
    (
        1e9,
        &[
            "billion",
            "mrd",
            "miljardi",
            "miljardia",
            "miljard",
            "miljarder",
        ],
    ),
];

/// The scale that a token names, and the token after it and its dot.
pub(super) fn at(tokens: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    let word = fold(tokens.word(at)?);
    let (scale, _) = SCALES.iter().find(|it| it.1.contains(&word.as_str()))?;
    Some((*scale, at + 1 + usize::from(tokens.is_mark(at + 1, '.'))))
}
