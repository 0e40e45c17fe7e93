//! Unknown capacities by effect, and why nothing is delivered.

use super::*;
use crate::network::throughput::NoFlowReason;
use crate::network::throughput::Parts;

/// Two ways from a sender to a port, and the figures of their links.
fn ways(figures: &str) -> String {
    format!(
        "product a CONCENTRATE carries=nickel
        site sender EXTERNAL
        site east TERMINAL
        site west TERMINAL
        site port HARBOUR
        link east-in sender east a
        link east-out east port a
        link west-in sender west a
        link west-out west port a{figures}"
    )
}

/// By unknown: its slug, whether it was worked out, and what the upper answer is then.
fn unknowns(network: &str) -> Vec<(String, bool, Option<f64>)> {
    let (snapshot, answer) = asked(network, &of("nickel"));
    let told = answer.unknowns.iter();
    told.map(|it| {
        let slug = snapshot.registry().slug(it.record).to_owned();
        (slug, it.is_evaluated, it.upper_then)
    })
    .collect()
}

fn link(link: &str, quantity: &str, tonnes: f64) -> String {
    nickel(&format!("link:{link}"), quantity, tonnes, "")
}

#[test]
fn one_figure_does_not_bound_two_open_ways() {
    let told = unknowns(&ways(""));
    let all = ["east-in", "east-out", "west-in", "west-out"];
    let expected: Vec<_> = all.map(|it| (it.to_owned(), true, None)).into();
    assert_eq!(told, expected);
}

#[test]
fn what_bounds_an_open_answer_comes_first() {
    let figures = link("west-in", "capacity", 30.0) + &link("east-out", "flow", 5.0);
    let told = unknowns(&ways(&figures));
    let expected = [
        // Without a record the eastern way then carries nothing; with 5 on record it carries 5.
        ("east-in".to_owned(), true, Some(30.0)),
        ("east-out".to_owned(), true, Some(35.0)),
    ];
    assert_eq!(told, expected);
    let (_, answer) = asked(&ways(&figures), &of("nickel"));
    assert_eq!(answer.upper.delivered, None);
    assert!(answer.unknowns.iter().all(|it| it.effect.is_none()));
}

/// All nickel, and of the parts of the answer its unknowns alone.
fn unknowns_alone() -> ThroughputQuestion {
    let parts = Parts {
        unknowns: true,
        ..Parts::default()
    };
    ThroughputQuestion {
        parts,
        ..of("nickel")
    }
}

#[test]
fn a_small_budget_leaves_unknowns_open_and_says_so() {
    let figures = ["east-in", "west-in"]
        .map(|it| link(it, "capacity", 30.0))
        .concat();
    let network = ways(&figures);
    let whole = asked(&network, &unknowns_alone()).1;
    assert!(!whole.is_cut && whole.unknowns.iter().all(|it| it.is_evaluated));
    assert_eq!(whole.unknowns.len(), 2);
    let mut cut = 0;
    for budget in 0..whole.explored {
        let question = ThroughputQuestion {
            budget,
            ..unknowns_alone()
        };
        let Ok(answer) = throughput(&snapshot(&network), &question) else {
            continue;
        };
        assert_eq!(answer.upper, whole.upper);
        let open = answer.unknowns.iter().filter(|it| !it.is_evaluated);
        cut += usize::from(answer.is_cut && open.count() > 0);
    }
    assert!(cut > 0);
}

#[test]
fn at_most_twenty_are_worked_out() {
    let mut network = "product a CONCENTRATE carries=nickel
        site sender EXTERNAL
        site port HARBOUR"
        .to_owned();
    for at in 0..25 {
        network += &format!(
            "\nsite t{at} TERMINAL\nlink in{at} sender t{at} a\nlink out{at} t{at} port a"
        );
        network += &link(&format!("in{at}"), "capacity", f64::from(at + 1));
    }
    let answer = asked(&network, &unknowns_alone()).1;
    let worked_out = answer.unknowns.iter().filter(|it| it.is_evaluated);
    let effects: Vec<f64> = worked_out.filter_map(|it| it.effect).collect();
    let expected: Vec<f64> = (6..=25).rev().map(f64::from).collect();
    assert_eq!(effects, expected, "the widest first");
    assert_eq!(answer.unknowns.len(), 25);
    assert!(!answer.is_cut, "it is not the budget that leaves them out");
}

#[test]
fn why_nothing_is_delivered_is_told() {
    let products = "product a CONCENTRATE carries=nickel
        product matte INTERMEDIATE carries=nickel";
    let line = "site pit MINE\nsite works PROCESSOR\nsite port HARBOUR
        activity pit EXTRACTION out=a
        activity works PROCESSING in=a out=matte
        link in pit works a\nlink out works port matte";
    let none = figure(
        "activity:works-processing-a",
        "recovery",
        0.0,
        "material=nickel product=matte",
    );
    let cycle = "site x PROCESSOR\nsite y PROCESSOR\nlink there x y a\nlink back y x a";
    use NoFlowReason::*;
    for (name, network, expected) in [
        ("empty", String::new(), Some(NoOrigin)),
        ("cycle", cycle.to_owned(), Some(NoOrigin)),
        (
            "mine only",
            "site pit MINE\nactivity pit EXTRACTION out=a".to_owned(),
            Some(NoDestination),
        ),
        (
            "apart",
            "site pit MINE\nactivity pit EXTRACTION out=a
            site works PROCESSOR\nsite port HARBOUR\nlink out works port matte"
                .to_owned(),
            Some(NoWay),
        ),
        (
            "nothing recovered",
            format!("{line}{none}"),
            Some(NothingPasses),
        ),
        (
            "no capacity",
            format!("{line}{}", link("out", "capacity", 0.0)),
            Some(NothingPasses),
        ),
        ("something", line.to_owned(), None),
    ] {
        let answer = asked(
            &format!("material nickel\n{products}\n{network}"),
            &of("nickel"),
        )
        .1;
        assert_eq!(answer.why_none, expected, "{name}");
        if expected.is_some() {
            assert_eq!(answer.status, AnswerStatus::Determined, "{name}");
            assert_eq!(answer.upper.delivered, Some(0.0), "{name}");
        }
    }
}

#[test]
fn open_ways_are_looked_at_once_for_all_unknowns() {
    let mut network = "product a CONCENTRATE carries=nickel
        site sender EXTERNAL
        site port HARBOUR"
        .to_owned();
    for at in 0..300 {
        network += &format!(
            "\nsite t{at} TERMINAL\nlink in{at} sender t{at} a\nlink out{at} t{at} port a"
        );
    }
    let snapshot = snapshot(&network);
    let none = ThroughputQuestion {
        parts: Parts::default(),
        ..of("nickel")
    };
    let none = throughput(&snapshot, &none).unwrap();
    let whole = throughput(&snapshot, &unknowns_alone()).unwrap();
    assert!(!whole.is_cut && whole.unknowns.len() == 600);
    assert!(whole.unknowns.iter().all(|it| it.is_evaluated));
    let work = whole.explored - none.explored;
    assert!(work < 2_000, "{work}");
    let question = ThroughputQuestion {
        budget: whole.explored - 1,
        ..unknowns_alone()
    };
    let cut = throughput(&snapshot, &question).unwrap();
    assert!(cut.is_cut && cut.cut.unknowns && cut.explored <= question.budget);
    assert!(cut.unknowns.iter().all(|it| !it.is_evaluated));
}

#[test]
fn what_is_cut_of_one_part_does_not_make_the_others_look_cut() {
    let mut network = "product a CONCENTRATE carries=nickel
        site t0 EXTERNAL
        site t25 HARBOUR"
        .to_owned();
    for at in 1..25 {
        network += &format!("\nsite t{at} TERMINAL");
    }
    for at in 0..25 {
        network += &format!("\nlink l{at} t{at} t{} a", at + 1);
        network += &link(&format!("l{at}"), "capacity", 10.0);
    }
    let answer = asked(&network, &of("nickel")).1;
    assert!(answer.is_cut);
    let cut = Parts {
        bottlenecks: true,
        ..Parts::default()
    };
    assert_eq!(answer.cut, cut);
    let lost = answer.upper.single_points.iter().map(|it| it.lost);
    assert!(lost.clone().count() >= 50 && lost.clone().all(|it| it == Some(10.0)));
}
