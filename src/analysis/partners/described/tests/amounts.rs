//! Amounts: ranges, scales, and times other than a year.

use super::*;

#[test]
fn the_ends_of_a_range_are_told_where_its_middle_counts() {
    let between = |text: &str| read(&of(text)).unwrap().tonnes_between;
    assert_eq!(between("gloop tar 5-10 kt/a"), Some((5_000.0, 10_000.0)));
    assert_eq!(between("gloop tar 1 000 ± 200 t/a"), Some((800.0, 1_200.0)));
    assert_eq!(between("gloop tar 5 kt/a"), None);
    let told = Description {
        tonnes_per_year: Some(7.0),
        ..of("gloop tar 5-10 kt/a")
    };
    assert_eq!(read(&told).unwrap().tonnes_between, None);
}

#[test]
fn amounts_with_scales_and_other_times_are_read_or_told() {
    let tonnes = |text: &str| {
        let amount = read(&of(text)).unwrap().offer.amount;
        amount.map(|it| it.tonnes_per_year)
    };
    for (text, expected) in [
        ("gloop tar 1.3 million t/a", 1.3e6),
        ("gloop tar 1,3 milj. t/a", 1.3e6),
        ("gloop tar 2 miljoonaa tonnes per year", 2e6),
        ("gloop tar 2 miljoner t om året", 2e6),
        ("gloop tar 3 thousand tonnes a year", 3e3),
        ("gloop tar 1e3 t/a", 1e3),
        ("gloop tar 500 kg/d", 182.5),
        ("gloop tar 2 tonnes a day", 730.0),
    ] {
        let got = tonnes(text).unwrap_or_default();
        assert!((got - expected).abs() < 1e-6 * expected, "{text}: {got}");
    }
    for text in ["gloop tar 1e30 t/a", "gloop tar 300000000000 t/a"] {
        let error = read(&of(text)).unwrap_err();
        assert!(matches!(error, DescribeError::TooManyTonnes(_)), "{text}");
    }
    assert_eq!(tonnes("gloop tar 10000 million t/a"), Some(1e10));
    let field = Description {
        tonnes_per_year: Some(1.1e10),
        ..of("gloop tar")
    };
    let error = read(&field).unwrap_err();
    assert_eq!(error, DescribeError::TooManyTonnes(1.1e10));
    assert_eq!(
        told("gloop tar 12 t per week"),
        "gloop tar|tar|||||12 t per week (amounts a week are not read; say tonnes a year)"
    );
}
