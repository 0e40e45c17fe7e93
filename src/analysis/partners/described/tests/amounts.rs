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
        told("gloop tar 12 t/h"),
        "gloop tar|tar|||||12 t/h (amounts an hour are not read; say tonnes a year)"
    );
    assert_eq!(
        told("gloop tar 12 t per week"),
        "gloop tar|tar|||||12 t per week (amounts a week are not read; say tonnes a year)"
    );
}

#[test]
fn a_stock_is_no_amount_a_year() {
    for text in [
        "gloop tar 50000 t in a heap, Aaltola",
        "gloop tar 330 000 t in a yard",
        "gloop tar 20000 t in a landfill",
        "gloop tar 20 000 t i a hög",
        "gloop tar 20 000 t each a",
        "gloop tar 20 000 t in v",
        "gloop tar 20 000 t i d",
    ] {
        let described = read(&of(text)).unwrap();
        assert_eq!(described.offer.amount, None, "{text}");
        let told = described.not_understood;
        assert!(told.iter().any(|it| it == "t"), "{text}: {told:?}");
    }
    for text in [
        "gloop tar 300 t per a",
        "gloop tar 300 t/a",
        "gloop tar 300 t / a",
        "gloop tar 300 t a year",
        "gloop tar 300 t a yr",
        "gloop tar 300 t in a year",
        "gloop tar 300 t each year",
        "gloop tar 300 t per annum",
        "gloop tar 300 t i året",
        "gloop tar 300 t om år",
        "gloop tar 300 t per v",
    ] {
        let amount = read(&of(text)).unwrap().offer.amount;
        assert_eq!(amount.unwrap().tonnes_per_year, 300.0, "{text}");
        assert_eq!(read(&of(text)).unwrap().offer.name, "gloop tar", "{text}");
    }
}
