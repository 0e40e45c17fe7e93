//! Requests of one taker of which the same is told, and precedents that are another taker's.

use super::*;
use crate::analysis::partners::Component;

/// A plant with two lines that are alike in all that is told of them.
const LINES: &str = "site plant RECYCLER at=65,25 operator=recycling status=OPERATING@2024
    record site:plant name_en=Plant nace=38.32
    product paste CHEMICAL
    record product:paste name_en=Gloop
    product out-one CHEMICAL
    product out-two CHEMICAL
    activity plant RECYCLING in=paste out=out-one
    activity plant PROCESSING in=paste out=out-two";

fn messages(answer: &PartnersAnswer) -> Vec<&str> {
    answer
        .partners
        .iter()
        .map(|it| it.message.as_str())
        .collect()
}

#[test]
fn lines_of_which_the_same_is_told_are_one_row_that_names_them() {
    let (snapshot, answer) = asked(LINES, |_, _| {});
    let partner = only(&answer);
    assert_eq!((answer.total, answer.explored), (1, 2));
    let mut lines = ids(&snapshot, &partner.also);
    lines.extend(ids(&snapshot, &[partner.request.record]));
    lines.sort();
    assert_eq!(
        lines,
        [
            "activity:plant-processing-paste",
            "activity:plant-recycling-paste"
        ]
    );
    assert!(
        partner.message.ends_with(
            "The same is told of 2 lines of the taker: processing of gloop (activity:plant-processing-paste); \
             recycling of gloop (activity:plant-recycling-paste)."
        ),
        "{}",
        partner.message
    );
    let sources = ids(&snapshot, &answer.basis.sources);
    for id in lines {
        let of_line = format!("source:s-{}", id.trim_start_matches("activity:"));
        assert!(sources.contains(&of_line), "{of_line}: {sources:?}");
    }
    // The same for who asks by the need.
    let (_, answer) = asked(LINES, |snapshot, question| {
        question.subject = Subject::Need(row(snapshot, "site:plant"));
    });
    assert_eq!(only(&answer).also.len(), 1);
    assert_eq!(answer.total, 1);
}

#[test]
fn lines_of_which_anything_else_is_told_are_rows_of_their_own() {
    let slime = "product slime CHEMICAL
        record product:slime name_en=Slime_gloop\n";
    let other = slime.to_owned() + &LINES.replace("PROCESSING in=paste", "PROCESSING in=slime");
    let with = |more: &str| format!("{LINES}\n{more}");
    // An amount counts where it is one of what is offered; tonnes of another product say nothing of it.
    let of_offer = LINES.replace("in=paste", "in=gloop");
    let figure = "figure activity:plant-processing-gloop";
    for network in [
        // Other words, an amount, a match of the one alone.
        other,
        format!("{of_offer}\n{figure} capacity 900 side=INPUT basis=GROSS year=2024"),
        with("record match:one offer=heap request=activity:plant-processing-paste status=TESTED"),
    ] {
        let (_, answer) = asked(&network, |_, _| {});
        assert_eq!(
            answer.partners.len(),
            2,
            "{network}: {:?}",
            messages(&answer)
        );
        for it in &answer.partners {
            assert!(it.also.is_empty(), "{network}");
            let is_by_line = it
                .message
                .contains("This is told of one line of the taker: ");
            assert!(is_by_line, "{network}: {}", it.message);
        }
    }
}

/// A plant with so many lines that are alike, and more that is told of it.
fn plant_of(count: usize, more: &str) -> String {
    let lines = (1..=count)
        .map(|it| format!("record activity:line-{it} site=plant stage=RECYCLING inputs=paste\n"));
    format!(
        "site plant RECYCLER at=65,25 operator=recycling status=OPERATING@2024
        record site:plant name_en=Plant nace=38.32
        product paste CHEMICAL
        record product:paste name_en=Gloop
        {}{more}",
        lines.collect::<String>()
    )
}

#[test]
fn any_number_of_lines_that_are_alike_is_one_row() {
    for count in [2, 3, 4, 50] {
        let (_, answer) = asked(&plant_of(count, ""), |_, _| {});
        let partner = only(&answer);
        assert_eq!((answer.total, partner.also.len()), (1, count - 1));
        assert_eq!(answer.compared, count, "what is told is counted");
        let told = format!("The same is told of {count} lines of the taker: ");
        assert!(partner.message.contains(&told), "{}", partner.message);
    }
}

#[test]
fn lines_beyond_the_first_thousand_stay_apart() {
    let (_, answer) = asked(&plant_of(1_003, ""), |_, _| {});
    assert_eq!((answer.total, answer.compared), (4, 1_000));
    let joined: Vec<usize> = answer.partners.iter().map(|it| it.also.len()).collect();
    assert_eq!(joined, [999, 0, 0, 0]);
}

#[test]
fn why_something_is_not_known_makes_no_row_of_its_own() {
    // What one intake asks for is on record, but not whether the heap has it; of the other not even what it asks for.
    let intakes = "material unobtainium symbol=Uo
        record intake:wish name_en=Gloop taker=site:plant products=paste materials=unobtainium
        record intake:plain name_en=Gloop taker=site:plant products=paste";
    let (_, answer) = asked(&plant_of(0, intakes), |_, _| {});
    assert_eq!(only(&answer).also.len(), 1, "{:?}", messages(&answer));
}

#[test]
fn rows_of_the_same_numbers_that_stay_apart_name_their_line() {
    let tested = "record match:one offer=heap request=activity:line-2 status=TESTED";
    let (_, answer) = asked(&plant_of(2, tested), |_, _| {});
    let mut told = messages(&answer);
    told.sort_unstable();
    let [one, two] = told[..] else {
        panic!("two: {told:?}");
    };
    for (message, id) in [(one, 1), (two, 2)] {
        let line = format!(
            " This is told of one line of the taker: recycling of gloop (activity:line-{id})."
        );
        assert!(message.ends_with(&line), "{message}");
    }
}

/// A buyer of the heap, and somebody of the same trade.
const TRADERS: &str =
    "record site:buyer kind=RECYCLER name_en=Buyer nace=46.77 latitude=65 longitude=25
    record site:trader kind=RECYCLER name_en=Trader nace=46.77 latitude=65 longitude=26
    product scrap SCRAP
    product bale SCRAP
    activity buyer RECYCLING in=scrap out=bale
    activity trader RECYCLING in=scrap out=bale
    product cake RESIDUE
    side-stream cake works cake
    record side-stream:cake name_en=Smelter_gloop_cake
    link sale side-stream:heap buyer gloop";

fn precedent_of_trader(more: &str) -> String {
    let (snapshot, answer) = asked(&format!("{TRADERS}\n{more}"), |_, _| {});
    let trader = Some(row(&snapshot, "site:trader"));
    let mut all = answer.partners.iter();
    let partner = all.find(|it| it.request.taker == trader).unwrap();
    let told = partner.components.iter();
    let mut told = told.filter(|it| it.component == Component::Precedent);
    told.next().unwrap().message.clone()
}

#[test]
fn the_sale_of_a_stream_is_told_as_another_takers() {
    // The trader asks for scrap, so that it is like the buyer in its trade alone.
    let alike = "; its waste is alike by 1, its taker by 0.5 at the most, since what is asked for is another product.";
    assert_eq!(
        precedent_of_trader(""),
        format!("Buyer takes this stream; no precedent of this partner itself{alike}")
    );
    // What is sold as a product of the site is the stream as well.
    let by_site = TRADERS.replace("side-stream:heap buyer", "works buyer");
    let sold = "record precedent:sold waste=Smelter_gloop_heap receiver=Buyer receiver_nace=46.77 status=IMPLEMENTED link=sale";
    let (snapshot, answer) = asked(&format!("{by_site}\n{sold}"), |_, _| {});
    let trader = Some(row(&snapshot, "site:trader"));
    let mut all = answer.partners.iter();
    let partner = all.find(|it| it.request.taker == trader).unwrap();
    let told = &partner.components[0].message;
    assert!(
        told.starts_with("Buyer takes this stream; no precedent of this"),
        "{told}"
    );
    // The trader has a precedent of its own, of a waste like it.
    assert_eq!(
        precedent_of_trader("link own side-stream:cake trader cake"),
        format!("Buyer takes this stream; another taker than this partner{alike}")
    );
}

#[test]
fn an_exchange_of_another_stream_says_whether_it_is_the_partners() {
    let of_other = "record precedent:k waste=Smelter_gloop_heap receiver=NAME receiver_nace=46.77 status=PLANNED";
    let told = |name: &str| {
        let hidden = TRADERS.replace("link sale side-stream:heap buyer gloop", "");
        let network = format!("{hidden}\n{}", of_other.replace("NAME", name));
        let (snapshot, answer) = asked(&network, |_, _| {});
        let trader = Some(row(&snapshot, "site:trader"));
        let mut all = answer.partners.iter();
        let partner = all.find(|it| it.request.taker == trader).unwrap();
        partner.components[0].message.clone()
    };
    let start = "An exchange like it is planned: Smelter gloop heap to";
    assert!(
        told("Somebody").starts_with(&format!(
            "{start} Somebody, none with this partner itself; "
        )),
        "{}",
        told("Somebody")
    );
    assert!(
        told("trader").starts_with(&format!("{start} trader; ")),
        "{}",
        told("trader")
    );
}
