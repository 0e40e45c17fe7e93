//! The rules of gaps, each on a network of a few lines.

mod amounts;
mod benchmarks;
mod closers;
mod laws;
mod oracle;
mod places;
mod stages;
mod streams;
mod ways;

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::Expect;

use crate::analysis::gaps::GapAnswer;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::SINGLE_POINT_SHARE;
use crate::analysis::gaps::Severity;
use crate::analysis::gaps::gaps;
use crate::model::Id;
use crate::model::Kind;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::text::snapshot;

/// `REGION` with `of= kind= stage= year= min= budget=` and `planned`.
fn question(snapshot: &Snapshot, text: &str) -> GapQuestion {
    let find = |kind, slug: &str| snapshot.registry().find(&Id::new(kind, slug)).unwrap();
    let mut words = text.split_whitespace();
    let mut question = GapQuestion {
        region: find(Kind::Region, words.next().unwrap()),
        materials: None,
        kinds: None,
        stages: None,
        min_severity: Severity::Low,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        single_point_share: SINGLE_POINT_SHARE,
        budget: DEFAULT_BUDGET,
    };
    for word in words {
        match word.split_once('=').unwrap_or((word, "")) {
            ("of", it) => {
                let rows = it.split(',').map(|it| find(Kind::Material, it));
                question.materials = Some(rows.collect());
            }
            ("kind", it) => question.kinds = Some(vec![GapKind::from_code(it).unwrap()]),
            ("stage", it) => question.stages = Some(vec![Stage::from_code(it).unwrap()]),
            ("min", it) => question.min_severity = Severity::from_code(it).unwrap(),
            ("year", it) => question.when.year = it.parse().unwrap(),
            ("budget", it) => question.budget = it.parse().unwrap(),
            ("planned", _) => question.when.include_planned = true,
            other => panic!("no option {other:?}"),
        }
    }
    question
}

fn answer(network: &str, asked: &str) -> (Arc<Snapshot>, GapAnswer) {
    let snapshot = Arc::new(snapshot(network));
    let found = gaps(&snapshot, &question(&snapshot, asked)).unwrap();
    (snapshot, found)
}

/// Asks and compares: a line per gap, with what would turn it around below it.
fn check(network: &str, asked: &str, expected: Expect) {
    let (snapshot, found) = answer(network, asked);
    let mut text = String::new();
    for gap in &found.gaps {
        let stage = gap.stage.map_or("-", Stage::code);
        let numbers = match (gap.shortfall_tonnes_per_year, gap.share) {
            (None, None) => String::new(),
            (tonnes, share) => format!(" [{tonnes:?} t/a, share {share:?}]"),
        };
        writeln!(
            text,
            "{} {} {} {stage}{numbers}\n  {}",
            gap.severity.code(),
            gap.kind.code(),
            snapshot.registry().slug(gap.material),
            gap.message
        )
        .unwrap();
        for flip in &gap.flipped_by {
            writeln!(text, "  ~ {}", flip.message).unwrap();
        }
    }
    expected.assert_eq(text.trim_end());
}

/// The kinds found, in order.
fn kinds(network: &str, asked: &str) -> Vec<&'static str> {
    let (_, found) = answer(network, asked);
    found.gaps.iter().map(|it| it.kind.code()).collect()
}
