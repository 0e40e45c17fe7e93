//! What must hold of every balance.

use super::oracle::Made;
use super::oracle::only;
use super::*;
use crate::network::dice::Dice;

fn sites() -> impl Iterator<Item = Vec<String>> {
    let mut dice = Dice(5);
    (0..200).map(move |_| Made::roll(&mut dice).lines())
}

/// A figure line with its number times so much.
fn scaled(line: &str, by: u32) -> String {
    let words = line.split_whitespace().enumerate();
    let words = words.map(|(at, word)| match (at, line.trim().starts_with("figure")) {
        (3, true) => (word.parse::<u32>().unwrap() * by).to_string(),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn scaling_all_figures_scales_residuals_and_changes_no_state() {
    for lines in sites() {
        let more: Vec<String> = lines.iter().map(|it| scaled(it, 8)).collect();
        let (one, eight) = (only(&lines.join("\n")), only(&more.join("\n")));
        assert_eq!(one.is_some(), eight.is_some());
        let (Some(one), Some(eight)) = (one, eight) else {
            continue;
        };
        let times = |it: Option<f64>| it.map(|it| it * 8.0);
        assert_eq!(eight.state, one.state, "{lines:?}");
        assert_eq!(eight.residual.value, times(one.residual.value));
        assert_eq!(eight.residual.low, times(one.residual.low));
        assert_eq!(eight.residual.high, times(one.residual.high));
    }
}

#[test]
fn what_only_passes_through_changes_no_residual() {
    let passing = [
        "product p COMPONENT carries=nickel",
        "link pin other works p",
        "link pout works other p",
        "figure link:pin flow 32 material=nickel basis=CONTAINED year=2024",
        "figure link:pout flow 32 material=nickel basis=CONTAINED year=2024",
    ];
    let mut compared = 0;
    for lines in sites() {
        let Some(before) = only(&lines.join("\n")) else {
            continue;
        };
        let after = [lines.join("\n"), passing.join("\n")].join("\n");
        let after = only(&after).unwrap();
        assert_eq!(after.residual, before.residual, "{lines:?}");
        compared += 1;
    }
    assert!(compared > 100);
}

#[test]
fn a_figure_that_counts_and_is_taken_away_leaves_the_balance_open_or_to_another_telling() {
    let mut opened = 0;
    for lines in sites() {
        let Some(before) = only(&lines.join("\n")) else {
            continue;
        };
        let figures = (0..lines.len()).filter(|at| lines[*at].starts_with("figure"));
        for at in figures {
            let mut fewer = lines.clone();
            fewer.remove(at);
            let Some(after) = only(&fewer.join("\n")) else {
                continue;
            };
            // Another telling of the same mass may come in its place; then each term that counts is known as before.
            let is_known = |it: &Balance| {
                let mut counted = it.terms.iter().filter(|it| it.left_out.is_none());
                counted.all(|it| it.unknown.is_none())
            };
            let open = BalanceState::Open;
            assert_eq!(after.state == open, !is_known(&after), "{fewer:?}");
            assert!(before.state != open || after.state == open || is_known(&after));
            opened += usize::from(before.state != open && after.state == open);
        }
    }
    assert!(opened > 20, "{opened}");
}

#[test]
fn the_order_of_import_does_not_matter() {
    let mut dice = Dice(3);
    for lines in sites().take(60) {
        let mut shuffled = lines.clone();
        dice.shuffle(&mut shuffled);
        let told_once = told(&lines.join("\n"));
        assert_eq!(told(&shuffled.join("\n")), told_once, "{lines:?}");
    }
}
