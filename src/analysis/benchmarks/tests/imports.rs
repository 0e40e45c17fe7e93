//! Dependence on one third country.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::tests::of;

fn check(lines: &str, asked: &str, expected: (&str, Option<f64>)) {
    let (snapshot, it) = of(lines, asked, Benchmark::Dependence);
    let share = it
        .largest_third_country
        .map(|it| (it.share * 1e6).round() / 1e6);
    assert_eq!(
        (it.status.code(), share),
        expected,
        "{lines}\n{}",
        it.message
    );
    drop(snapshot);
}

fn imports(from: &str, tonnes: &str) -> String {
    format!(
        "figure region:eu imports {tonnes} material=nickel basis=CONTAINED partner=region:{from} year=2024\n"
    )
}

fn consumed(tonnes: &str) -> String {
    format!("figure region:eu consumption {tonnes} material=nickel basis=CONTAINED year=2024\n")
}

fn in_all(tonnes: &str) -> String {
    format!("figure region:eu imports {tonnes} material=nickel basis=CONTAINED year=2024\n")
}

#[test]
fn a_share_of_consumption_counts_not_of_imports() {
    // 66 of 100 t of imports, and 30 % of what is consumed.
    let all = imports("cn", "66") + &imports("ru", "34") + &in_all("100");
    check(&(all.clone() + &consumed("220")), "eu", ("MET", Some(0.3)));
    check(
        &(all.clone() + &consumed("100")),
        "eu",
        ("MISSED", Some(0.66)),
    );
    // Exactly 65 % meets.
    let exactly = imports("cn", "65") + &imports("ru", "35") + &in_all("100");
    check(
        &(exactly.clone() + &consumed("100")),
        "eu",
        ("MET", Some(0.65)),
    );
    check(
        &(exactly + &consumed("99.9")),
        "eu",
        ("MISSED", Some(0.650651)),
    );
    check(&all, "eu", ("UNKNOWN", None));
    check(&(all + &consumed("0")), "eu", ("UNKNOWN", None));
}

#[test]
fn countries_of_the_union_never_trip_it() {
    let own = imports("fi", "90") + &imports("cn", "10") + &in_all("100") + &consumed("100");
    check(&own, "eu", ("MET", Some(0.1)));
    // Nor for another region.
    let of_fi = own
        .replace("region:eu ", "region:fi ")
        .replace("partner=region:fi", "partner=region:se");
    check(&of_fi, "fi", ("MET", Some(0.1)));
}

#[test]
fn what_is_not_told_by_country_may_hide_one() {
    let told = imports("cn", "40") + &imports("ru", "20") + &consumed("100");
    check(&told, "eu", ("UNKNOWN", Some(0.4)));
    // Of 85 t in all 25 t are not told of: 40 + 25 is 65 %.
    check(&(told.clone() + &in_all("85")), "eu", ("MET", Some(0.4)));
    check(&(told + &in_all("86")), "eu", ("UNKNOWN", Some(0.4)));
}

#[test]
fn consumption_figures_that_differ_are_told() {
    let lines = imports("cn", "66")
        + &in_all("66")
        + &consumed("100")
        + &consumed("220").replace("year", "definition=b year");
    check(&lines, "eu", ("DEPENDS_ON_FIGURE", Some(0.3)));
}

#[test]
fn the_sourcing_of_the_union_is_a_lower_bound() {
    let share = |it: &str| {
        format!(
            "figure material:nickel eu-sourcing-share {it} stage=PROCESSING partner=region:cn period=2016/2020\n"
        )
    };
    let own = "figure material:nickel eu-sourcing-share 0.2 stage=PROCESSING partner=region:fi period=2016/2020\n";
    check(&share("0.66"), "eu", ("MISSED", Some(0.66)));
    check(&share("0.65"), "eu", ("UNKNOWN", Some(0.65)));
    check(own, "eu", ("UNKNOWN", None));
    // It says nothing of one country's consumption.
    check(&share("0.66"), "fi", ("UNKNOWN", None));
    let (snapshot, it) = of(&(share("0.66") + own), "fi", Benchmark::Dependence);
    let relative = it.relative.unwrap();
    assert_eq!(relative.own_share, 0.2);
    assert_eq!(relative.third_countries[0].share, 0.66);
    drop(snapshot);
    // Tonnes go first.
    let all = imports("cn", "30") + &in_all("30") + &consumed("100") + &share("0.9");
    check(&all, "eu", ("MET", Some(0.3)));
}
