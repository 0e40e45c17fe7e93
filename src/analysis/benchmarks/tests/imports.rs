//! Dependence on one third country.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::tests::answer;
use crate::analysis::benchmarks::tests::of;
use crate::model::codes::Stage;

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

#[test]
fn only_countries_tell_by_country() {
    let of =
        |from: &str| imports("cn", "10") + &imports(from, "75") + &in_all("85") + &consumed("100");
    check(&of("fi"), "eu", ("MET", Some(0.1)));
    for bloc in ["nordics", "europe-undefined"] {
        check(&of(bloc), "eu", ("UNKNOWN", Some(0.1)));
    }
}

#[test]
fn products_add_up_and_the_largest_telling_of_one_counts() {
    let of =
        |tonnes: &str, what: &str| imports("cn", tonnes).replace("year", &format!("{what} year"));
    let products = "product ore ORE carries=nickel\nproduct metal REFINED carries=nickel\n";
    for (a, b, expected) in [
        (
            ("40", "product=ore"),
            ("30", "product=metal"),
            ("MISSED", 0.7),
        ),
        (("40", "product=ore"), ("20", "product=metal"), ("MET", 0.6)),
        (
            ("70", "product=ore definition=a"),
            ("30", "product=ore definition=b"),
            ("MISSED", 0.7),
        ),
        (
            ("40", "product=ore definition=a"),
            ("30", "product=ore definition=b"),
            ("MET", 0.4),
        ),
        // Parts, or the same told twice.
        (
            ("40", "definition=a"),
            ("30", "definition=b"),
            ("DEPENDS_ON_FIGURE", 0.3),
        ),
        (("40", "definition=a"), ("20", "definition=b"), ("MET", 0.2)),
        (
            ("66", "definition=a"),
            ("70", "definition=b"),
            ("MISSED", 0.66),
        ),
    ] {
        let lines = products.to_owned() + &of(a.0, a.1) + &of(b.0, b.1) + &consumed("100");
        // A total above all parts leaves a rest that may be anybody's.
        let all = if expected.0 == "MET" {
            (expected.1 * 100.0_f64).to_string()
        } else {
            "200".to_owned()
        };
        let all = if a.1.starts_with("definition") && expected.0 == "MET" {
            "60".to_owned()
        } else {
            all
        };
        check(
            &(lines + &in_all(&all)),
            "eu",
            (expected.0, Some(expected.1)),
        );
    }
}

#[test]
fn totals_of_other_years_or_below_the_parts_tell_no_rest() {
    let told = imports("cn", "40") + &imports("ru", "20") + &consumed("100");
    check(&(told.clone() + &in_all("60")), "eu", ("MET", Some(0.4)));
    let earlier = in_all("60").replace("2024", "2023");
    check(&(told.clone() + &earlier), "eu", ("UNKNOWN", Some(0.4)));
    check(&(told + &in_all("50")), "eu", ("UNKNOWN", Some(0.4)));
}

fn sourced(from: &str, share: &str) -> String {
    format!(
        "figure material:nickel eu-sourcing-share {share} stage=PROCESSING partner=region:{from} period=2016/2020\n"
    )
}

#[test]
fn a_bound_names_its_own_country() {
    let lines = imports("cn", "40") + &consumed("100") + &sourced("ru", "0.3");
    let (_, it) = of(&lines, "eu", Benchmark::Dependence);
    assert!(
        it.message
            .contains("sources 30 % at processing of nickel from ru"),
        "{}",
        it.message
    );
    assert!(
        it.message.contains("40 % of the consumption"),
        "{}",
        it.message
    );
    assert!(it.message.contains("is imported from cn"), "{}", it.message);
}

#[test]
fn a_proven_bound_goes_before_what_some_figures_leave_open() {
    let lines = imports("cn", "40")
        + &imports("ru", "20")
        + &in_all("85")
        + &consumed("100")
        + &consumed("90").replace("year", "definition=b year");
    check(&lines, "eu", ("DEPENDS_ON_FIGURE", Some(0.444444)));
    check(
        &(lines.clone() + &sourced("ru", "0.65")),
        "eu",
        ("DEPENDS_ON_FIGURE", Some(0.444444)),
    );
    check(
        &(lines + &sourced("ru", "0.66")),
        "eu",
        ("MISSED", Some(0.66)),
    );
}

#[test]
fn messages_say_what_the_status_is() {
    let (mut without, mut seen) = (0, std::collections::BTreeSet::new());
    for cn in ["", "30", "66", "80"] {
        for fi in ["", "20"] {
            for all in ["", "20", "50", "90"] {
                for consumption in ["", "0", "100"] {
                    for share in ["", "0.3", "0.7"] {
                        let line = |it: &str, line: &dyn Fn(&str) -> String| {
                            if it.is_empty() {
                                String::new()
                            } else {
                                line(it)
                            }
                        };
                        let lines = line(cn, &|it| imports("cn", it))
                            + &line(fi, &|it| imports("fi", it))
                            + &line(all, &in_all)
                            + &line(consumption, &consumed)
                            + &line(share, &|it| sourced("ru", it));
                        let (_, it) = of(&lines, "eu", Benchmark::Dependence);
                        let says = |word: &str| it.message.contains(word);
                        let told = [
                            says("Art. 5(1)(b) is met.") && !says("whether"),
                            says(": more than the 65 %"),
                            says("depends on the figure"),
                            says("is not known") || says("cannot be judged"),
                        ];
                        let expected = ["MET", "MISSED", "DEPENDS_ON_FIGURE", "UNKNOWN"]
                            .map(|code| code == it.status.code());
                        assert_eq!(told, expected, "{lines}{}", it.message);
                        seen.insert(it.status.code());
                        without += usize::from(
                            it.status.code() == "MET" && it.largest_third_country.is_none(),
                        );
                    }
                }
            }
        }
    }
    assert!(seen.len() >= 3 && without > 0, "{seen:?} {without}");
}

#[test]
fn a_group_names_members_that_miss_it() {
    let lines = "material magnet strategic\nmaterial nickel strategic group=magnet\nmaterial cerium strategic group=magnet\n";
    let (snapshot, found) = answer(&format!("{lines}{}", sourced("cn", "0.9")), "eu");
    let slug = |it| snapshot.registry().slug(it);
    let group = found.by_material.iter().find(|it| {
        it.benchmark == Benchmark::Dependence
            && it.stage == Stage::Processing
            && slug(it.material) == "magnet"
    });
    let group = group.unwrap();
    assert_eq!(group.status.code(), "UNKNOWN");
    assert!(
        group
            .message
            .ends_with("cannot be judged; of its members nickel misses it."),
        "{}",
        group.message
    );
    let overall = found
        .overall
        .iter()
        .find(|it| it.benchmark == Benchmark::Dependence)
        .unwrap();
    assert!(overall.missed.is_empty());
    assert_eq!(
        overall
            .missed_by_members
            .iter()
            .map(|it| slug(*it))
            .collect::<Vec<_>>(),
        ["magnet"]
    );
}
