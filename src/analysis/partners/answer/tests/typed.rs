//! What somebody describes, beside what is on record of the same.

use super::*;
use crate::analysis::partners::described::Description;
use crate::analysis::partners::described::describe;

/// A works that gives a stream, who takes it by a link, and who is planned to take it by a precedent; takers have trades.
const NETWORK: &str = "record region:upland code=XX1
    product ore ORE state=SOLID
    product rind RESIDUE state=SOLID
    record product:rind name_en=Fine_grey_rind name_fi=Harmaa_kuori
    product paste RESIDUE state=SOLID
    site works PROCESSOR at=65,24 operator=smelting region=upland status=OPERATING@2024
    record site:works name_en=Works municipality=Aaltola
    activity works PROCESSING in=ore out=rind
    side-stream heap works rind
    record side-stream:heap name_en=Grey_rind_of_kiln_and_drum name_fi=Harmaa_kuori hazardous=true
    record side-stream:foam name_en=Blue_foam site=works hazardous=true
    site plant RECYCLER at=65.01,24 operator=recycling region=upland status=OPERATING@2024
    record site:plant name_en=Plant nace=38.32
    activity plant RECYCLING in=rind out=paste
    site kiln RECYCLER at=65.02,24 operator=burning region=upland status=OPERATING@2024
    record site:kiln name_en=Burner nace=23.51
    activity kiln RECYCLING in=paste out=ore
    link taken side-stream:heap plant rind
    link meant side-stream:heap kiln rind
    record link:meant status=PLANNED
    record precedent:meant waste=grey_rind receiver=Burner receiver_nace=23.51 status=PLANNED link=meant";

fn typed(text: &str) -> (Arc<Snapshot>, PartnersAnswer) {
    typed_in(NETWORK, text)
}

fn typed_in(network: &str, text: &str) -> (Arc<Snapshot>, PartnersAnswer) {
    let snapshot = Arc::new(snapshot(network));
    let knowledge = knowledge();
    let description = Description {
        text: text.to_owned(),
        ..Description::default()
    };
    let offer = describe(&snapshot, &knowledge, &description).unwrap().offer;
    let mut question = question(Subject::Described(Box::new(offer)));
    question.include_rejected = true;
    let answer = partners(&snapshot, &knowledge, &question);
    (snapshot, answer)
}

/// Whatever else the record of the stream says.
#[test]
fn who_takes_the_stream_of_the_record_comes_before_who_is_planned_to() {
    for text in ["grey rind, Aaltola", "grey rind", "harmaa kuori"] {
        let (snapshot, answer) = typed(text);
        let left = answer.partners.iter().filter(|it| it.rejected.is_none());
        let takers: Vec<&str> = left
            .filter_map(|it| Some(snapshot.registry().name(it.request.taker?)))
            .collect();
        assert_eq!(takers.first(), Some(&"Plant"), "{text}: {takers:?}");
        let precedents: Vec<Option<f64>> = answer
            .partners
            .iter()
            .map(|it| it.components[0].value)
            .collect();
        assert!(precedents[0] > Some(0.6), "{text}: {precedents:?}");
    }
}

#[test]
fn who_gives_the_stream_at_that_place_is_told_as_its_giver() {
    let (snapshot, answer) = typed("grey rind, Aaltola");
    let works = row(&snapshot, "site:works");
    let mut all = answer.partners.iter();
    let works = all.find(|it| it.request.taker == Some(works)).unwrap();
    let rejected = works.rejected.as_ref().unwrap();
    assert_eq!(rejected.reason, RejectionReason::Direction);
    assert_eq!(
        rejected.message,
        "Works is who gives grey rind of kiln and drum."
    );
}

#[test]
fn a_product_on_record_as_hazardous_may_be_so_here() {
    let (_, answer) = typed("fine grey rind, Aaltola");
    let offer = answer.offer.as_ref().unwrap();
    assert_eq!(offer.hazardous, None);
    let told = answer.partners.iter().flat_map(|it| &it.warnings);
    let told: Vec<&str> = told.map(|it| it.message.as_str()).collect();
    let text = "The stream may be hazardous: grey rind of kiln and drum, which is the same product, is on record as hazardous.";
    assert!(told.contains(&text), "{told:?}");
}

/// Without a product the stream that arises there tells of the hazard.
#[test]
fn a_stream_there_on_record_as_hazardous_is_told_without_a_product() {
    let (_, answer) = typed("blue foam, Aaltola");
    let told = answer.partners.iter().flat_map(|it| &it.warnings);
    let told: Vec<&str> = told.map(|it| it.message.as_str()).collect();
    let text = "The stream may be hazardous: blue foam, which arises there and has these words, is on record as hazardous.";
    assert!(told.contains(&text), "{told:?}");
}

/// A second works there.
const PRESS: &str =
    "site press PROCESSOR at=65.01,24 operator=pressing region=upland status=OPERATING@2024
    record site:press name_en=Press municipality=Aaltola
    activity press PROCESSING in=ore out=paste";

/// It gives what has the same words: nobody says whose is described, and either may take that of the other.
#[test]
fn of_several_givers_there_none_is_ruled_out() {
    let stream = "record side-stream:press-rind name_en=Flat_grey_rind site=press";
    let network = format!("{NETWORK}\n{PRESS}\n{stream}");
    let (snapshot, answer) = typed_in(&network, "grey rind, Aaltola");
    for id in ["site:works", "site:press"] {
        let site = row(&snapshot, id);
        let mut all = answer.partners.iter();
        let taker = all.find(|it| it.request.taker == Some(site)).unwrap();
        let reason = taker.rejected.as_ref().map(|it| it.reason);
        assert_ne!(reason, Some(RejectionReason::Direction), "{id}");
    }
}

/// What no stream tells is named by its product, not by the activity that gives it.
#[test]
fn a_giver_by_an_activity_is_told_with_its_product() {
    let output = "product rust RESIDUE state=SOLID
        record product:rust name_en=Loose_grey_rind
        activity press RECYCLING in=rind out=rust";
    let network = format!("{NETWORK}\n{PRESS}\n{output}");
    let (snapshot, answer) = typed_in(&network, "loose rind, Aaltola");
    let press = row(&snapshot, "site:press");
    let mut all = answer.partners.iter();
    let press = all.find(|it| it.request.taker == Some(press)).unwrap();
    let rejected = press.rejected.as_ref().unwrap();
    assert_eq!(rejected.reason, RejectionReason::Direction);
    assert_eq!(rejected.message, "Press is who gives loose grey rind.");
}
