//! Random small networks that answers are compared on.

use std::fmt::Write as _;

use crate::network::dice::Dice;

const SITES: usize = 6;
const WORDS: [&str; 5] = ["slag", "dust", "gypsum", "brick", "road"];

/// A network of sites, streams, takers, uses, precedents and links with and without lengths.
pub(super) fn network(dice: &mut Dice) -> String {
    let mut text = String::from(
        "figure mode:road detour-factor 1.2 year=2020
        record region:land country=XX level=0
        record region:north parent=land
        record region:south parent=land\n",
    );
    let mut pick = |most: usize| dice.roll(most);
    for at in 0..4 {
        writeln!(text, "product p{at} RESIDUE state=SOLID").unwrap();
        let name = [WORDS[pick(5)], WORDS[pick(5)]].join("_");
        writeln!(text, "record product:p{at} name_en={name}").unwrap();
    }
    for at in 0..SITES {
        let status = ["OPERATING", "OPERATING", "PLANNED", "CLOSED"][pick(4)];
        let (north, east, owner) = (60 + pick(5), 20 + pick(5), at % 3);
        let (out, made, input) = (pick(4), pick(4), pick(4));
        let (four, two, prefix) = (pick(3), pick(3), pick(3));
        let taker = ["site:s0", "organisation:o1"][pick(2)];
        let of = [
            format!("side_stream=w{at}"),
            format!("products=p{}", pick(4)),
        ];
        let how = ["PRACTISED", "STUDIED", "PROPOSED"][pick(3)];
        let km = [String::new(), format!("km={}", 1 + pick(300))];
        let from = [format!("side-stream:w{at}"), format!("s{at}")];
        let lines = [
            format!(
                "site s{at} PROCESSOR at={north},{east} status={status}@2024 operator=o{owner}{}",
                ["", " region=north", " region=south", " region=land"][pick(4)]
            ),
            format!("side-stream w{at} s{at} p{out}"),
            format!("record side-stream:w{at} ewc_codes=10{four:02}{two:02}"),
            format!("activity s{at} RECYCLING in=p{input} out=p{made}"),
            format!(
                "record use:u{at} application={} status={how} {}",
                WORDS[pick(5)],
                of[pick(2)]
            ),
            format!(
                "link l{at} {} s{} p{} {}",
                from[pick(2)],
                pick(SITES),
                pick(4),
                km[pick(3).min(1)]
            ),
            format!(
                "record precedent:k{at} waste={} receiver={} status=IMPLEMENTED",
                WORDS[pick(5)],
                WORDS[pick(5)]
            ),
            format!(
                "record intake:i{at} taker={taker} ewc_codes=10{prefix:02} products=p{}",
                pick(4)
            ),
        ];
        // Half of the intakes are left out.
        let count = lines.len() - pick(2);
        writeln!(text, "{}", lines[..count].join("\n")).unwrap();
        writeln!(text, "{}", figures(at, count == lines.len(), &mut pick)).unwrap();
    }
    text
}

/// Contents told at both ends, at one or not at all, bounds of them, and amounts, of a stream and of who takes it.
fn figures(at: usize, has_intake: bool, pick: &mut impl FnMut(usize) -> usize) -> String {
    let mut text = String::new();
    for material in ["nickel", "zinc"] {
        let (low, width) = (pick(40), pick(20));
        let part = |it: usize| f64::from(u32::try_from(it).unwrap()) / 100.0;
        let (low, high) = (part(low), part(low + width));
        let told = match pick(5) {
            0 => format!("? low={low} high={high}"),
            1 => format!("? low={low}"),
            2 => format!("? high={high}"),
            3 => format!("{low}"),
            _ => String::new(),
        };
        let bound = part(pick(40));
        let quantity = ["content-min", "content-max", ""][pick(3)];
        let bounded = [format!("site:s{at}"), format!("use:u{at}")][pick(2)].clone();
        if !told.is_empty() {
            writeln!(
                text,
                "figure side-stream:w{at} content {told} material={material} year=2024"
            )
            .unwrap();
        }
        if !quantity.is_empty() {
            writeln!(
                text,
                "figure {bounded} {quantity} {bound} material={material} year=2024"
            )
            .unwrap();
        }
        if pick(3) == 0 {
            writeln!(text, "record side-stream:w{at} materials={material}").unwrap();
        }
        if has_intake && pick(2) == 0 {
            writeln!(text, "record intake:i{at} materials={material}").unwrap();
        }
    }
    let tonnes = [1 + pick(9000), 1 + pick(9000)];
    if pick(2) == 0 {
        writeln!(
            text,
            "figure side-stream:w{at} generation {} basis=GROSS year=2024",
            tonnes[0]
        )
        .unwrap();
    }
    if has_intake && pick(2) == 0 {
        writeln!(
            text,
            "figure intake:i{at} intake-max {} basis=GROSS year=2024",
            tonnes[1]
        )
        .unwrap();
    }
    text
}
