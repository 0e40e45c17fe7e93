use super::*;
use crate::model::CodeLists;
use crate::model::TradeLink;

fn exchange(case: &str, waste: &str, trades: &[&str]) -> Exchange {
    Exchange {
        case: case.to_owned(),
        waste: waste.to_owned(),
        ewc: Vec::new(),
        receiver: Vec::new(),
        receiver_nace: trades.iter().map(|it| (*it).to_owned()).collect(),
        status: ExchangeStatus::Implemented,
    }
}

/// Worked out by hand. Slag goes to 23.51 in cases 1 and 2, ash to 42.11 in all three, steam to 35.11 in case 3.
///
/// | asked of case | others take | by popularity | by score |
/// | --- | --- | --- | --- |
/// | 1 slag → 23.51 | 42.11 twice, 23.51 and 35.11 once | 2 (23.51 before 35.11) | 1: only slag is like slag |
/// | 1 ash → 42.11 | the same | 1 | 1 |
/// | 2 slag → 23.51 | the same | 2 | 1 |
/// | 2 ash → 42.11 | the same | 1 | 1 |
/// | 3 ash → 42.11 | 23.51 and 42.11 twice | 2 (by code) | 1 |
/// | 3 steam → 35.11 | the same | none | none: nobody else takes any |
///
/// MRR by popularity (1/2 + 1 + 1/2 + 1 + 1/2 + 0) / 6 = 3.5/6, by score 5/6.
fn small() -> Vec<Exchange> {
    vec![
        exchange("1", "slag", &["23.51"]),
        exchange("1", "ash", &["42.11"]),
        exchange("2", "slag", &["23.51"]),
        exchange("2", "ash", &["42.11"]),
        exchange("3", "ash", &["42.11"]),
        exchange("3", "steam", &["35.11"]),
        exchange("3", "water", &[]),
    ]
}

#[test]
fn a_small_file_comes_to_what_is_worked_out_by_hand() {
    let found = evaluate(&Knowledge::default(), &small(), 2000, 1).unwrap();
    assert_eq!((found.asked, found.cases), (6, 3));
    assert_eq!((found.without_truth, found.beyond_candidates), (1, 1));
    assert_eq!(found.candidates, (2, 3));
    let of = |measure: Measure| {
        let it = found.compared.iter().find(|it| it.measure == measure);
        let it = it.unwrap();
        assert_eq!(it.difference, it.score - it.popularity);
        (it.score, it.popularity)
    };
    assert_eq!(of(Measure::Hits(1)), (5.0 / 6.0, 2.0 / 6.0));
    assert_eq!(of(Measure::Hits(3)), (5.0 / 6.0, 5.0 / 6.0));
    assert_eq!(of(Measure::ReciprocalRank), (5.0 / 6.0, 3.5 / 6.0));
}

#[test]
fn the_case_asked_about_tells_neither_ranking_anything() {
    // Case 2 takes slag to 24.10, which no other case does: were it known, it would be ranked by both.
    let mut all = small();
    all.retain(|it| it.case != "2");
    let asked = exchange("2", "slag", &["24.10"]);
    for _ in 0..10 {
        all.push(asked.clone());
    }
    let found = evaluate(&Knowledge::default(), &all, 2000, 1).unwrap();
    // Ten of case 2, slag of case 1 and steam of case 3.
    assert_eq!(found.beyond_candidates, 12);
    let knowledge = Knowledge::default();
    let fold = Fold::of(&knowledge, &without_case(&all, "2"));
    assert_eq!(fold.rank_by_score(&asked), None);
    assert_eq!(fold.rank_by_popularity(&asked), None);
}

fn without_case<'a>(all: &'a [Exchange], case: &str) -> Vec<&'a Exchange> {
    all.iter().filter(|it| it.case != case).collect()
}

#[test]
fn the_order_of_the_file_and_of_its_cases_does_not_matter() {
    let one = evaluate(&Knowledge::default(), &small(), 2000, 1);
    let mut other = small();
    other.reverse();
    assert_eq!(evaluate(&Knowledge::default(), &other, 2000, 1), one);
    assert_ne!(evaluate(&Knowledge::default(), &small(), 50, 2), one);
}

#[test]
fn a_truth_of_two_digits_is_met_by_every_class_of_it_and_a_wider_candidate_is_not_right() {
    let others = [exchange("1", "slag", &["23.51"])];
    let knowledge = Knowledge::default();
    let fold = Fold::of(&knowledge, &others.iter().collect::<Vec<_>>());
    let rank = |truth: &str| fold.rank_by_score(&exchange("2", "slag", &[truth]));
    assert_eq!(rank("23"), Some(1));
    assert_eq!(rank("23.51"), Some(1));
    assert_eq!(rank("23.52"), None);
    let others = [exchange("1", "slag", &["23"])];
    let fold = Fold::of(&knowledge, &others.iter().collect::<Vec<_>>());
    assert_eq!(fold.rank_by_score(&exchange("2", "slag", &["23.51"])), None);
}

#[test]
fn the_table_of_takers_adds_candidates_and_finds_them_by_code() {
    let mut knowledge = Knowledge::new(CodeLists::default());
    let link = |nace: &str| TradeLink {
        nace: nace.to_owned(),
        application: "bricks".to_owned(),
        source: "s".to_owned(),
    };
    knowledge.insert_taker("1002", link("23.32"));
    let others = [exchange("1", "steam", &["35.11"])];
    let fold = Fold::of(&knowledge, &others.iter().collect::<Vec<_>>());
    let asked = Exchange {
        ewc: vec!["100202".to_owned()],
        ..exchange("2", "slag", &["23.32"])
    };
    assert_eq!(fold.rank_by_popularity(&asked), Some(2));
    assert_eq!(fold.rank_by_score(&asked), Some(1));
    let scored = fold.scored(&asked);
    let of_taker = scored[0].as_ref().unwrap();
    assert_eq!(of_taker.values[1], Some(0.8));
}

#[test]
fn too_few_cases_are_no_evaluation() {
    let one = [exchange("1", "slag", &["23.51"])];
    assert_eq!(evaluate(&Knowledge::default(), &one, 2000, 1), None);
    assert_eq!(evaluate(&Knowledge::default(), &[], 2000, 1), None);
    let without = [exchange("1", "slag", &[]), exchange("2", "slag", &[])];
    assert_eq!(evaluate(&Knowledge::default(), &without, 2000, 1), None);
}

/// Of two cases with the values 0 and 1 a drawn file has the mean 0, 1/2 or 1, with chances 1/4, 1/2, 1/4; of one case
/// it is always that case; where all cases are the same there is nothing to draw.
#[test]
fn intervals_follow_from_the_cases() {
    assert_eq!(interval(&[(0.0, 1), (1.0, 1)], 4000, 1), (0.0, 1.0));
    assert_eq!(interval(&[(3.0, 4)], 2000, 1), (0.75, 0.75));
    assert_eq!(interval(&[(1.0, 2); 9], 2000, 7), (0.5, 0.5));
    // 400 cases, half 0 and half 1: the mean lies at 1/2 with a standard error of 1/40, so that 95 % lie within
    // 1.96/40 = 0.049.
    let many: Vec<(f64, usize)> = (0..400).map(|it| (f64::from(it % 2), 1)).collect();
    let (low, high) = interval(&many, 4000, 3);
    assert!((low - 0.451).abs() < 0.006, "{low}");
    assert!((high - 0.549).abs() < 0.006, "{high}");
}
