//! Laws on random networks: what is undone is as it was, and a laid snapshot is its records.

use std::fmt::Write as _;

use super::*;
use crate::model::Registry;
use crate::model::codes::Stage;
use crate::network::dice::Dice;

const NETWORKS: u32 = 100;

/// Some sites of all standings, links of two products between them, side-streams and their links.
fn network(dice: &mut Dice) -> (String, usize) {
    let sites = 3 + dice.roll(5);
    let mut text = String::from(
        "region eu FI,SE
        product ore ORE carries=nickel
        product metal REFINED carries=nickel
        product dust RESIDUE\n",
    );
    for at in 0..sites {
        let kind = ["MINE", "PROCESSOR", "HARBOUR", "EXTERNAL"][dice.roll(4)];
        let status = [
            "",
            " status=OPERATING@2024",
            " status=PLANNED@2024",
            " status=CLOSED@2020",
        ];
        let country = ["", " country=FI", " country=SE"][dice.roll(3)];
        let _ = writeln!(text, "site s{at} {kind}{country}{}", status[dice.roll(4)]);
        match dice.roll(4) {
            0 => drop(writeln!(text, "activity s{at} PROCESSING in=ore out=metal")),
            1 => drop(writeln!(text, "activity s{at} EXTRACTION out=ore")),
            2 => drop(writeln!(text, "side-stream w{at} s{at} dust of=nickel")),
            _ => {}
        }
    }
    for at in 0..2 * sites {
        let (from, to) = (dice.roll(sites), dice.roll(sites));
        let product = ["ore", "metal"][dice.roll(2)];
        let of = ["", " of=nickel", " of=zinc"][dice.roll(3)];
        let status = ["", "", " status=PLANNED first=2027"][dice.roll(3)];
        let km = 1 + dice.roll(50);
        if from != to {
            let _ = writeln!(
                text,
                "link l{at} s{from} s{to} {product} mode=ROAD km={km}{of}{status}"
            );
        }
        if text.contains(&format!("side-stream w{from} ")) && from != to {
            let _ = writeln!(
                text,
                "link w{at} side-stream:w{from} s{to} dust mode=ROAD km={km}"
            );
        }
    }
    (text, sites)
}

/// All paths from anywhere to anywhere, as text.
fn all_paths(snapshot: &Snapshot) -> String {
    let mut question = PathQuestion::new(
        Endpoint::Stage(Stage::Extraction),
        Endpoint::Sinks,
        Id::new(Kind::Material, "nickel"),
    );
    let registry = snapshot.registry();
    let sites = registry.rows(Kind::Site).map(|it| registry.id(it));
    question.from = Endpoint::Sites(sites.collect());
    question.to = question.from.clone();
    question.ways.side_streams = true;
    question.k = 200;
    let found = paths(snapshot, &question).unwrap();
    let told = found.paths.iter().map(|path| {
        let places = path.steps.iter().map(|it| registry.slug(it.place));
        format!(
            "{} {:?} {}",
            path.id,
            path.total,
            places.collect::<Vec<_>>().join(">")
        )
    });
    let notes = found.basis.notes.iter().map(|it| it.message(registry));
    told.chain(notes).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_undone_is_as_it_was_and_what_is_laid_is_its_records() {
    let mut dice = Dice(7);
    let (mut with_paths, mut changed) = (0, 0);
    for _ in 0..NETWORKS {
        let (text, sites) = network(&mut dice);
        let snapshot = Arc::new(snapshot(&text));
        let base = all_paths(&snapshot);
        with_paths += usize::from(!base.is_empty());
        let id = Id::new(Kind::Site, format!("s{}", dice.roll(sites)));
        let close = || ScenarioChange::Close(id.clone());
        let open = || ScenarioChange::Open {
            what: id.clone(),
            year: None,
        };
        for undone in [
            vec![],
            vec![close(), open()],
            vec![close(), close(), open()],
            vec![open(), close(), open(), close()],
        ] {
            // Closing what operates on record and was only opened further stops it all the same.
            let row = snapshot.registry().find(&id).unwrap();
            let operates = snapshot.registry().operation(row, WHEN).operates;
            let is_as_it_was = match undone.last() {
                None => true,
                Some(ScenarioChange::Close(_)) => !operates,
                Some(_) => operates,
            };
            let laid = under(&snapshot, &undone, WHEN).unwrap();
            if is_as_it_was {
                assert_eq!(all_paths(&laid.snapshot), base, "{undone:?}\n{text}");
            }
        }
        for scenario in [
            vec![close()],
            vec![open()],
            vec![ScenarioChange::CloseCountry("FI".into()), open()],
        ] {
            let laid = under(&snapshot, &scenario, WHEN).unwrap();
            let records = laid.snapshot.registry().records().collect();
            let anew = Snapshot::new(Registry::of_records(records), 1, 2025);
            let found = all_paths(&laid.snapshot);
            assert_eq!(found, all_paths(&anew), "{scenario:?}\n{text}");
            changed += usize::from(found != base);
            if scenario.len() == 1 && matches!(scenario[0], ScenarioChange::Close(_)) {
                let passes = found
                    .lines()
                    .any(|it| it.contains(&format!("{}>", id.slug)));
                assert!(!passes, "{id} is closed\n{found}\n{text}");
            }
        }
    }
    assert!(with_paths > 30 && changed > 50, "{with_paths} {changed}");
}
