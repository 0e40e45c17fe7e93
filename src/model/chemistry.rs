//! How much of a compound is an element.
//!
//! Standard atomic weights of the elements 2021 (Prohaska et al. 2022, doi:10.1515/pac-2019-0603), abridged or
//! conventional values where an interval is given.

/// The mass of an element per mass of a compound; none if the formula cannot be read, holds an element without
/// an atomic weight here, or does not hold this one. `LCE` reads as lithium carbonate. O(length).
///
/// A formula is symbols with counts, groups in parentheses, and parts joined by `·` or `.` that may begin with a
/// count: `Cr2O3`, `Ca5(PO4)3F`, `NiSO4·6H2O`.
pub fn mass_fraction(formula: &str, element: &str) -> Option<f64> {
    let formula = if formula == "LCE" { "Li2CO3" } else { formula };
    let (mut whole, mut wanted) = (0.0, 0.0);
    for part in formula.split(['·', '.']) {
        let (count, part) = leading_count(part);
        let mut rest = part;
        let (mass, of_element) = group(&mut rest, element, 0)?;
        if !rest.is_empty() {
            return None;
        }
        whole += mass * count;
        wanted += of_element * count;
    }
    (wanted > 0.0).then_some(wanted / whole)
}

/// Deepest nesting of parentheses that is read.
const MAX_DEPTH: usize = 4;

/// Mass of a run of symbols and groups, and the part of it that is the element.
fn group(rest: &mut &str, element: &str, depth: usize) -> Option<(f64, f64)> {
    let (mut whole, mut wanted, mut is_empty) = (0.0, 0.0, true);
    while let Some(first) = rest.chars().next().filter(|it| *it != ')') {
        let (mass, of_element) = if first == '(' && depth < MAX_DEPTH {
            *rest = &rest[1..];
            let inner = group(rest, element, depth + 1)?;
            *rest = rest.strip_prefix(')')?;
            inner
        } else {
            let (symbol, after) = symbol(rest)?;
            *rest = after;
            let mass = atomic_weight(symbol)?;
            (mass, if symbol == element { mass } else { 0.0 })
        };
        let (count, after) = leading_count(rest);
        *rest = after;
        whole += mass * count;
        wanted += of_element * count;
        is_empty = false;
    }
    (!is_empty).then_some((whole, wanted))
}

/// A capital letter with the small letters after it.
fn symbol(text: &str) -> Option<(&str, &str)> {
    let small = text.chars().skip(1).take_while(char::is_ascii_lowercase);
    let len = 1 + small.count();
    text.starts_with(|it: char| it.is_ascii_uppercase())
        .then(|| text.split_at(len))
}

/// The whole number a text begins with, 1 if with none, and what follows.
fn leading_count(text: &str) -> (f64, &str) {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (count, rest) = text.split_at(digits);
    (count.parse().unwrap_or(1.0), rest)
}

fn atomic_weight(symbol: &str) -> Option<f64> {
    let at = WEIGHTS.binary_search_by(|(it, _)| (*it).cmp(symbol)).ok()?;
    Some(WEIGHTS[at].1)
}

/// By symbol.
const WEIGHTS: &[(&str, f64)] = &[
    ("Ag", 107.8682),
    ("Al", 26.9815384),
    ("As", 74.921595),
    ("Au", 196.96657),
    ("B", 10.81),
    ("Ba", 137.327),
    ("Be", 9.0121831),
    ("Bi", 208.9804),
    ("C", 12.011),
    ("Ca", 40.078),
    ("Cd", 112.414),
    ("Ce", 140.116),
    ("Cl", 35.45),
    ("Co", 58.933194),
    ("Cr", 51.9961),
    ("Cs", 132.90545),
    ("Cu", 63.546),
    ("Dy", 162.5),
    ("Er", 167.259),
    ("Eu", 151.964),
    ("F", 18.9984032),
    ("Fe", 55.845),
    ("Ga", 69.723),
    ("Gd", 157.25),
    ("Ge", 72.63),
    ("H", 1.008),
    ("Hf", 178.486),
    ("Hg", 200.592),
    ("Ho", 164.930329),
    ("In", 114.818),
    ("Ir", 192.217),
    ("K", 39.0983),
    ("La", 138.90547),
    ("Li", 6.94),
    ("Lu", 174.9668),
    ("Mg", 24.305),
    ("Mn", 54.938043),
    ("Mo", 95.95),
    ("N", 14.007),
    ("Na", 22.9897693),
    ("Nb", 92.90637),
    ("Nd", 144.242),
    ("Ni", 58.6934),
    ("O", 15.999),
    ("Os", 190.23),
    ("P", 30.973762),
    ("Pb", 207.2),
    ("Pd", 106.42),
    ("Pr", 140.90766),
    ("Pt", 195.084),
    ("Rb", 85.4678),
    ("Re", 186.207),
    ("Rh", 102.90549),
    ("Ru", 101.07),
    ("S", 32.06),
    ("Sb", 121.76),
    ("Sc", 44.955907),
    ("Se", 78.971),
    ("Si", 28.085),
    ("Sm", 150.36),
    ("Sn", 118.71),
    ("Sr", 87.62),
    ("Ta", 180.94788),
    ("Tb", 158.925354),
    ("Te", 127.6),
    ("Th", 232.0377),
    ("Ti", 47.867),
    ("Tl", 204.38),
    ("Tm", 168.934219),
    ("U", 238.02891),
    ("V", 50.9415),
    ("W", 183.84),
    ("Y", 88.905838),
    ("Yb", 173.045),
    ("Zn", 65.38),
    ("Zr", 91.224),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_those_of_the_tables() {
        for (formula, element, expected) in [
            ("Ni", "Ni", 1.0),
            ("Cr2O3", "Cr", 0.684_208),
            ("V2O5", "V", 0.560_172),
            ("TiO2", "Ti", 0.599_349),
            ("P2O5", "P", 0.436_427),
            ("Li2O", "Li", 0.464_540),
            ("LCE", "Li", 0.187_852),
            ("LiOH·H2O", "Li", 0.165_388),
            ("LiOH.H2O", "Li", 0.165_388),
            ("U3O8", "U", 0.848_005),
            ("Ca5(PO4)3F", "P", 0.184_259),
            ("Ca5(PO4)3F", "O", 0.380_704),
        ] {
            let found = mass_fraction(formula, element).unwrap();
            assert!(
                (found - expected).abs() < 1e-5,
                "{formula} {element}: {found}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_has_no_fraction() {
        for (formula, element) in [
            ("", "Ni"),
            ("Cr2O3", "Fe"),
            ("Xx2", "Xx"),
            ("cr", "Cr"),
            ("Ni(", "Ni"),
            ("Ni)", "Ni"),
            ("((((((Ni))))))", "Ni"),
            ("Ni0", "Ni"),
            ("elemental sulphur", "S"),
            ("Ni·", "Ni"),
            ("Höl", "H"),
        ] {
            assert_eq!(mass_fraction(formula, element), None, "{formula}");
        }
    }

    #[test]
    fn weights_are_in_order() {
        assert!(WEIGHTS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
