//! The state of a stream, the years of its figures, takers that are gone, and counts that add up.

use super::*;

/// The only stream listed for a year, and the sentence on all; none if nothing is listed.
fn one_in(year: i32, network: &str) -> Option<UnusedStream> {
    let text = format!("{network}\nrecord region:fi country=FI level=0");
    let snapshot = Arc::new(snapshot(&text));
    let question = UnusedQuestion {
        region: snapshot
            .registry()
            .find(&Id::new(Kind::Region, "fi"))
            .unwrap(),
        material: None,
        when: When {
            year,
            nearest_years: false,
            include_planned: false,
        },
    };
    unused_streams(&snapshot, &question)
        .streams
        .into_iter()
        .next()
}

#[test]
fn old_figures_are_told_with_their_years_and_what_they_are_of() {
    let more =
        "figure side-stream:heap generation 1000 product=slag basis=GROSS year=2013 definition=dry
        figure side-stream:heap stock 5000 product=slag basis=GROSS";
    let (_, found) = answer(&heap("fate=STORED@2013", more), None);
    let it = &found.streams[0];
    assert_eq!(
        it.message,
        "heap of works is stored (as of 2013); about 1000 t a year are not used (told of: dry), by figures of 2013; 5000 t lie there, by undated figures (2025)."
    );
    assert_eq!((it.years.as_slice(), it.has_undated), (&[2013][..], true));
    assert_eq!(it.told_of.as_deref(), Some("dry"));
    let told = "; by figures of 2013 and undated ones.";
    assert!(found.message.ends_with(told), "{}", found.message);
}

#[test]
fn a_sentence_says_what_is_not_known_and_of_which_years() {
    let message = |fate: &str, more: &str| one_in(2025, &heap(fate, more)).unwrap().message;
    assert_eq!(
        message("fate=STORED;REUSED@2019", GENERATION),
        "heap of works is stored and reused (as of 2019); of 1000 t a year, by figures of 2020, it is not on record how much is used (2025)."
    );
    assert_eq!(
        message("fate=UNKNOWN@2019", ""),
        "heap of works: what becomes of it is told as not known (as of 2019); tonnes a year are not on record (2025)."
    );
    assert_eq!(
        message("", ""),
        "heap of works: what becomes of it is not on record; tonnes a year are not on record (2025)."
    );
    // A content of other years than the tonnes it is a part of tells them.
    let content = CONTENT.replace("2020", "2022");
    let told = message("fate=STORED@2019", &format!("{GENERATION}\n{content}"));
    let of = "it holds metal (30 t a year, by figures of 2020, 2022) (2025).";
    assert!(told.ends_with(of), "{told}");
    // What may not operate tells so, and its tonnes of the past are not shown as a year's.
    let closed = heap("fate=STORED@2019", GENERATION).replace("OPERATING", "CLOSED");
    let it = one_in(2025, &closed).unwrap();
    assert_eq!((it.arises(), &it.generated), (false, &None));
    assert_eq!(
        it.message,
        "heap of works is stored (as of 2019); its site does not operate, so that no tonnes a year are counted (2025)."
    );
}

#[test]
fn the_counts_of_the_sentence_add_up_and_tonnes_of_unknown_use_bound_nothing() {
    let more = format!(
        "{GENERATION}
        site shut PROCESSOR country=FI status=CLOSED@2020
        side-stream a shut slag fate=STORED@2020
        side-stream b works slag-b
        side-stream c works slag-c fate=STORED;REUSED@2020
        figure side-stream:c generation 70 product=slag-c basis=GROSS year=2021
        side-stream d works slag-c fate=STORED;REUSED@2020
        figure side-stream:d generation 70 product=slag-c basis=GROSS year=2021
        side-stream e works slag-b fate=UNKNOWN@2020
        figure side-stream:e generation 30 product=slag-b basis=GROSS year=2021
        product slag-b RESIDUE
        product slag-c RESIDUE"
    );
    let (snapshot, found) = answer(&heap("fate=STORED@2020", &more), None);
    let totals = &found.totals;
    assert_eq!(
        totals.at_most_more.tonnes,
        Some(100.0),
        "70 + 30, not twice 70"
    );
    let counts = [
        totals.per_year.known,
        totals.at_most_more.known,
        totals.at_most_more.unknown,
        totals.not_arising,
        totals.told_elsewhere,
    ];
    assert_eq!(counts, [1, 2, 1, 1, 1]);
    assert_eq!(counts.iter().sum::<usize>(), found.streams.len());
    assert_eq!(
        found.message,
        "fi, 2025: 6 side-streams not wholly taken by a recorded user: 1000 t a year are not used of 1; of 100 t a year that arise in 2, how much is not used is not known; 1 without tonnes of a whole year on record; 1 at sites that do not operate; 1 told with another and not added; by figures of 2020 to 2021."
    );
    // What arises decides where nothing is known of what is not used.
    let slugs = found
        .streams
        .iter()
        .map(|it| snapshot.registry().slug(it.row));
    assert_eq!(slugs.collect::<Vec<_>>(), ["heap", "c", "d", "e", "a", "b"]);
}

#[test]
fn a_site_of_unknown_status_is_told_apart_from_one_that_does_not_operate() {
    let more = format!(
        "{GENERATION}
        site shut PROCESSOR country=FI status=CLOSED@2020
        side-stream a shut slag fate=STORED@2020
        site dim PROCESSOR country=FI status=UNKNOWN@2020
        side-stream b dim slag fate=STORED@2020
        figure side-stream:b generation 10 product=slag basis=GROSS year=2020"
    );
    let (snapshot, found) = answer(&heap("fate=STORED@2020", &more), None);
    let totals = &found.totals;
    assert_eq!((totals.not_arising, totals.operation_unknown), (2, 1));
    let told =
        "1 at sites that do not operate; 1 at sites of which it is not known whether they operate;";
    assert!(found.message.contains(told), "{}", found.message);
    let slug = |it: &&UnusedStream| snapshot.registry().slug(it.row) == "b";
    let dim = found.streams.iter().find(slug).unwrap();
    assert_eq!((dim.site_phase, dim.arises()), (SitePhase::Unknown, false));
    let told = "whether its site operates is not known, so that no tonnes a year are counted";
    assert!(dim.message.contains(told), "{}", dim.message);
}

#[test]
fn tonnes_of_a_part_of_a_year_are_told_and_in_no_sum() {
    let part = "figure side-stream:heap generation 400 product=slag basis=GROSS year=2021 definition=March-to-July";
    let more = format!("{part}\n{CONTENT}");
    let (_, found) = answer(&heap("fate=STORED@2021", &more), None);
    let it = &found.streams[0];
    let tonnes = it.part_of_year.as_ref().map(|it| it.tonnes);
    assert_eq!(
        (tonnes, &it.generated, &it.tonnes_per_year),
        (Some(400.0), &None, &None)
    );
    assert_eq!(it.contents[0].tonnes_per_year, None);
    assert_eq!((it.years.as_slice(), it.has_undated), (&[2021][..], false));
    let totals = &found.totals;
    assert_eq!(
        (totals.per_year.tonnes, totals.at_most_more.tonnes),
        (None, None)
    );
    assert_eq!((totals.at_most_more.unknown, totals.years.len()), (1, 0));
    assert_eq!(
        it.message,
        "heap of works is stored (as of 2021); 400 t arose in a part of a year (told of: March-to-July), by figures of 2021, tonnes of a whole year are not on record; of critical materials it holds metal (tonnes not known) (2025)."
    );
    assert_eq!(
        found.message,
        "fi, 2025: 1 side-stream not wholly taken by a recorded user: 1 without tonnes of a whole year on record."
    );
    // What a link takes in a year is no share of that.
    let link = "link l side-stream:heap plant slag\nfigure link:l flow 400 basis=GROSS year=2021";
    let (_, found) = answer(&heap("fate=STORED@2021", &format!("{more}\n{link}")), None);
    assert_eq!(found.streams[0].part, None);
    // A figure of a whole year stands before it.
    let (_, found) = answer(
        &heap("fate=STORED@2021", &format!("{more}\n{GENERATION}")),
        None,
    );
    assert_eq!(found.totals.per_year.tonnes, Some(1000.0));
    assert_eq!(found.streams[0].part_of_year, None);
    // So do the tonnes of the material in it, whichever of the two is better founded: 0.03 of 1000.
    let worse = format!("{more}\n{GENERATION} confidence=ESTIMATED");
    let better = worse.replace("definition=March", "confidence=REPORTED definition=March");
    let (_, found) = answer(&heap("fate=STORED@2021", &better), None);
    let content = found.streams[0].contents[0].tonnes_per_year.as_ref();
    assert_eq!(content.map(|it| it.tonnes), Some(30.0));
    // What a link took in a part of a year is not what it takes in one.
    let link = link.replace("flow 400", "flow 400 definition=March-to-July");
    let (_, found) = answer(
        &heap("fate=STORED;REUSED@2021", &format!("{GENERATION}\n{link}")),
        None,
    );
    assert_eq!(found.streams[0].part, None);
}

#[test]
fn of_a_range_whose_use_is_not_known_its_upper_end_is_told() {
    let more = GENERATION.replace("generation 1000", "generation 1000 low=900 high=1200");
    let (_, found) = answer(&heap("fate=STORED;REUSED@2020", &more), None);
    assert_eq!(found.totals.at_most_more.tonnes, Some(1200.0));
    let (_, found) = answer(&heap("fate=STORED@2020", &more), None);
    assert_eq!(found.totals.per_year.tonnes, Some(1000.0));
}

#[test]
fn years_are_those_of_figures_that_are_told_or_added() {
    // Of a material that is not critical, and of a critical one in a stock that is named after its tonnes a year.
    let more = format!(
        "{GENERATION}
        figure side-stream:heap content 0.5 material=common product=slag
        figure side-stream:heap stock 5000 product=slag basis=GROSS year=2019
        {}",
        CONTENT.replace("2020", "2022")
    );
    let (_, found) = answer(&heap("fate=STORED@2020", &more), None);
    let it = &found.streams[0];
    assert_eq!(
        (it.years.as_slice(), it.has_undated),
        (&[2019, 2020, 2022][..], false)
    );
    let totals = &found.totals;
    assert_eq!(
        (totals.years.as_slice(), totals.has_undated),
        (&[2019, 2020, 2022][..], false)
    );
    assert!(
        found.message.ends_with("; by figures of 2019 to 2020."),
        "{}",
        found.message
    );
    // Of a stock alone nothing of what is in it is added.
    let (_, found) = answer(
        &heap("fate=STORED@2020", &more.replace(GENERATION, "")),
        None,
    );
    assert_eq!(found.streams[0].years, [2019, 2022]);
    assert_eq!(found.totals.years, [2019]);
}

#[test]
fn the_state_tells_what_kind_of_no_use_it_is() {
    let state = |fate: &str, more: &str| one_in(2025, &heap(fate, more)).map(|it| it.state);
    for (fate, expected) in [
        ("", UnusedState::NoneRecorded),
        ("fate=UNKNOWN@2020", UnusedState::Unknown),
        ("fate=STORED@2020", UnusedState::Stored),
        ("fate=LANDFILLED;STORED@2020", UnusedState::Landfilled),
        ("fate=BACKFILLED@2020", UnusedState::Backfilled),
        ("fate=STORED;BACKFILLED@2020", UnusedState::Backfilled),
        ("fate=STORED;REUSED@2020", UnusedState::Partly),
        ("fate=REUSED;UNKNOWN@2020", UnusedState::Partly),
    ] {
        assert_eq!(state(fate, ""), Some(expected), "{fate}");
    }
    let link = "link l side-stream:heap plant slag";
    assert_eq!(state("fate=STORED@2020", link), Some(UnusedState::Partly));
}

#[test]
fn a_stream_whose_takers_are_gone_has_no_user_from_the_year_after_on() {
    let stock = "figure side-stream:heap stock 5000 product=slag basis=GROSS year=2020";
    let link = "link l side-stream:heap plant slag status=HISTORICAL first=2022 last=2025";
    let network = |fate: &str, more: &str| heap(fate, &format!("{stock}\n{more}"));
    let reused = network("fate=REUSED@2025", link);
    assert_eq!(one_in(2025, &reused), None);
    let it = one_in(2026, &reused).unwrap();
    assert_eq!((it.part, it.former.len()), (None, 1));
    assert_eq!(it.state, UnusedState::NoneRecorded);
    assert_eq!(
        it.message,
        "heap of works was reused (as of 2025), but nobody on record takes it any more; tonnes a year are not on record; about 5000 t lie there, by figures of 2020; it was taken until 2025 by plant (2026)."
    );
    let it = one_in(2025, &network("fate=STORED@2025", link)).unwrap();
    let told = "; it was taken until 2025 by plant (2025).";
    assert!(it.message.ends_with(told), "{}", it.message);
    // A source that tells a use later than that stands, and so does another taker.
    assert_eq!(one_in(2026, &network("fate=REUSED@2026", link)), None);
    let other = format!("{link}\nlink m side-stream:heap plant slag");
    assert_eq!(one_in(2026, &network("fate=REUSED@2025", &other)), None);
    assert_eq!(
        one_in(2026, &network("fate=REUSED@2025", "")),
        None,
        "no taker is named"
    );
    // A taker that is shut takes nothing, whatever the link says.
    let shut = network("fate=REUSED@2020", "link l side-stream:heap plant slag");
    assert_eq!(one_in(2025, &shut), None);
    let shut = shut.replace(
        "site plant PROCESSOR country=SE",
        "site plant PROCESSOR country=SE status=CLOSED@2023",
    );
    let it = one_in(2025, &shut).unwrap();
    let told = "; it was taken by plant, which operates no longer (told of 2023) (2025).";
    assert!(it.message.ends_with(told), "{}", it.message);
}
