//! Takers of a side-stream as changes, and what is left unused once they are laid over the data.

use std::sync::Arc;

use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::closers::Closer;
use crate::analysis::gaps::closers::closers;
use crate::analysis::gaps::gaps;
use crate::analysis::gaps::tests::question;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::analysis::unused::UnusedQuestion;
use crate::analysis::unused::UnusedStream;
use crate::analysis::unused::unused_streams;
use crate::model::CodeLists;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::network::Snapshot;
use crate::network::text::snapshot;

/// A pile of 1000 t a year, 3 % metal, that is stored; and a plant that asks for such slag.
const PILE: &str = "
    region eu FI
    region fi
    record region:fi country=FI level=0
    material metal critical symbol=V
    product slag RESIDUE state=SOLID carries=metal
    site works PROCESSOR country=FI at=65,24 status=OPERATING@2024
    site plant PROCESSOR country=FI at=65,24.1 status=OPERATING@2024
    side-stream pile works slag fate=STORED@2020
    figure side-stream:pile content 0.03 material=metal product=slag year=2020
    figure side-stream:pile generation 1000 product=slag basis=GROSS year=2024
    intake wish plant slag";

const AMOUNT: &str = "figure intake:wish intake-max 400 product=slag basis=GROSS year=2024";

/// What could take the pile.
fn takers(snapshot: &Arc<Snapshot>) -> Vec<Closer> {
    let question = question(snapshot, "fi of=metal kind=UNUSED_SIDE_STREAM");
    let found = gaps(snapshot, &question).unwrap();
    let [gap] = found.gaps.as_slice() else {
        panic!("{:?}", found.gaps)
    };
    assert_eq!(gap.kind, GapKind::UnusedSideStream);
    assert_eq!(gap.shortfall_tonnes_per_year, Some(30.0));
    let knowledge = Knowledge::new(CodeLists::default());
    let found = closers(snapshot, &knowledge, &question, gap, 1_000_000).unwrap();
    assert_eq!(found.not_laid, 0);
    found.found
}

fn unused(snapshot: &Arc<Snapshot>) -> Vec<UnusedStream> {
    let question = question(snapshot, "fi");
    let asked = UnusedQuestion {
        region: question.region,
        material: None,
        when: question.when,
    };
    unused_streams(snapshot, &asked).streams
}

#[test]
fn a_link_to_a_taker_ends_the_claim_that_nobody_takes_it() {
    let base = Arc::new(snapshot(&format!("{PILE}\n{AMOUNT}")));
    let found = takers(&base);
    let [closer] = found.as_slice() else {
        panic!("{found:?}")
    };
    let id = |kind, slug| Id::new(kind, slug);
    assert_eq!(
        closer.changes,
        [ScenarioChange::AddLink {
            from: id(Kind::SideStream, "pile"),
            to: id(Kind::Site, "plant"),
            product: id(Kind::Product, "slag"),
            materials: vec![id(Kind::Material, "metal")],
            mode: None,
            distance_km: None,
            capacity_tonnes_per_year: None,
        }]
    );
    // 400 of the 1000 t, each with 3 % metal; that all of it is used is not claimed.
    assert_eq!((closer.delivers, closer.closes), (Some(12.0), false));

    let before = unused(&base);
    assert_eq!((before[0].part, before[0].links.len()), (Some(1.0), 0));
    assert_eq!(before[0].tonnes_per_year.as_ref().unwrap().tonnes, 1000.0);
    let laid = under(&base, &closer.changes, question(&base, "fi").when).unwrap();
    // How much the link takes nobody says: that 1000 t are not used is claimed no more.
    let after = unused(&laid.snapshot);
    assert_eq!((after[0].part, after[0].links.len()), (None, 1));
    assert_eq!(after[0].tonnes_per_year, None);
    // The plant takes it then, and is nobody to be told of anew.
    assert!(takers(&laid.snapshot).is_empty());
}

#[test]
fn who_takes_an_unknown_amount_is_not_said_to_take_all() {
    let base = Arc::new(snapshot(PILE));
    let found = takers(&base);
    assert_eq!((found.len(), found[0].delivers), (1, None));
    // One who takes more than there is takes what there is.
    let more = format!("{PILE}\n{}", AMOUNT.replace("400", "4000"));
    assert_eq!(takers(&Arc::new(snapshot(&more)))[0].delivers, Some(30.0));
}
