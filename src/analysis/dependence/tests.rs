//! Dependence on small networks, worked out by hand, and against a brute force.

mod oracle;

use std::sync::Arc;

use super::*;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Id;
use crate::model::Kind;
use crate::model::codes::Stage;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::text::snapshot;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// The smelter in Finland takes 60 t from a mine in Russia and 40 t from a dealer of unknown country; the refinery takes 30 t
/// of the smelter and 10 t from Russia directly; the plant takes all of the refinery. A second works takes in what nobody is on
/// record to bring, and a third only from Sweden.
const CHAIN: &str = "
    region eu FI,SE
    region north NO
    product ore ORE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product metal REFINED carries=nickel
    site kola EXTERNAL country=RU
    site dealer EXTERNAL
    site lapp MINE country=SE status=OPERATING@2025
    site smelter PROCESSOR country=FI status=OPERATING@2025
    site refinery PROCESSOR country=FI status=OPERATING@2025
    site plant MANUFACTURER country=SE status=OPERATING@2025
    site lone PROCESSOR country=FI status=OPERATING@2025
    site clean PROCESSOR country=SE status=OPERATING@2025
    site later PROCESSOR country=FI status=PLANNED@2025
    activity lapp EXTRACTION out=ore
    activity smelter PROCESSING in=ore out=matte
    activity refinery PROCESSING in=matte out=metal
    activity lone PROCESSING in=ore out=metal
    activity clean PROCESSING in=ore out=metal
    activity later PROCESSING in=matte out=metal
    link a kola smelter ore
    link b dealer smelter ore
    link c smelter refinery matte
    link d kola refinery matte
    link e refinery plant metal
    link f lapp clean ore
    link g kola later matte status=PLANNED
    link h kola clean ore kind=CORRIDOR
    figure link:a flow 60 basis=GROSS year=2024
    figure link:b flow 40 basis=GROSS year=2024
    figure link:c flow 30 basis=GROSS year=2024
    figure link:d flow 10 basis=GROSS year=2024
";

fn asked(text: &str, edit: impl FnOnce(&mut ExposureQuestion)) -> (Arc<Snapshot>, ExposureAnswer) {
    let snapshot = Arc::new(snapshot(text));
    let find = |kind, slug: &str| snapshot.registry().find(&Id::new(kind, slug)).unwrap();
    let mut question = ExposureQuestion {
        country: "RU".to_owned(),
        region: find(Kind::Region, "eu"),
        materials: Some(vec![find(Kind::Material, "nickel")]),
        when: WHEN,
        budget: DEFAULT_BUDGET,
    };
    edit(&mut question);
    let answer = exposure(&snapshot, &question);
    (snapshot, answer)
}

fn lines(snapshot: &Snapshot, sites: &[ExposedSite]) -> Vec<String> {
    let registry = snapshot.registry();
    let line = |it: &ExposedSite| {
        let through = it.through.iter().map(|it| registry.slug(*it));
        let through: Vec<&str> = through.collect();
        let share = it.share.map_or("?".to_owned(), |it| format!("{it:.3}"));
        let directly = if it.is_direct { " directly" } else { "" };
        let (site, from) = (registry.slug(it.site), registry.slug(it.from));
        format!(
            "{site} {} {share}{directly} {from} [{}]",
            it.steps,
            through.join(",")
        )
    };
    sites.iter().map(line).collect()
}

#[test]
fn sites_hang_directly_and_through_others() {
    let (snapshot, answer) = asked(CHAIN, |_| {});
    assert_eq!(
        lines(&snapshot, &answer.sites),
        [
            // 10 of 40 t directly, and 30 of 40 of which 60 % are from Russia: 0.25 + 0.75 · 0.6. The flow to the plant is not
            // on record, so that its share is not known, though there is only one way.
            "refinery 1 0.700 directly kola []",
            "smelter 1 0.600 directly kola []",
            "plant 2 ? kola [refinery]",
        ]
    );
    let registry = snapshot.registry();
    let unknown = answer.not_known.iter().map(|it| registry.slug(it.site));
    assert_eq!(unknown.collect::<Vec<_>>(), ["lone"]);
    assert_eq!(
        answer.sites[1].message,
        "smelter, 2025: nickel from RU (kola) reaches it directly, in 1 movement; that is 60 % of its recorded feed; \
         it is also fed from dealer, whose country is not on record."
    );
    assert_eq!(
        answer.sites[2].message,
        "plant, 2025: nickel from RU (kola) reaches it through refinery, in 2 movements; what part of its feed that is, is \
         not known; it is also fed from dealer, whose country is not on record."
    );
    assert_eq!(
        answer.not_known[0].message,
        "lone, 2025: it takes in nickel, and from where is not on record."
    );
    assert!(
        answer.message.starts_with(
            "eu, 2025: of 5 operating sites that take in nickel, 3 receive something from RU, directly or through others; of 1 it"
        ),
        "{}",
        answer.message
    );
    assert!(answer.not_looked_at.is_empty());
}

#[test]
fn planned_sites_count_only_if_asked_for_and_corridors_never() {
    let (snapshot, answer) = asked(CHAIN, |it| it.when.include_planned = true);
    let told = lines(&snapshot, &answer.sites);
    assert!(
        told.contains(&"later 1 1.000 directly kola []".to_owned())
            || told.contains(&"later 1 ? directly kola []".to_owned()),
        "{told:?}"
    );
    assert!(told.iter().all(|it| !it.starts_with("clean")), "{told:?}");
}

#[test]
fn sites_of_another_region_are_not_told() {
    let (snapshot, answer) = asked(CHAIN, |_| {});
    let sweden = snapshot.registry().find(&Id::new(Kind::Region, "se"));
    let (snapshot, of_sweden) = asked(CHAIN, |it| it.region = sweden.unwrap());
    assert_eq!(
        lines(&snapshot, &of_sweden.sites),
        ["plant 2 ? kola [refinery]"]
    );
    // Of the plant it is not known where the dealer's part comes from, and it hangs on Russia by another way.
    assert!(of_sweden.not_known.is_empty() && answer.sites.len() == 3);
}

#[test]
fn what_passes_a_country_twice_is_counted_once() {
    // 50 of the 100 t of the second Russian site come from the first, over Sweden; all of the works' feed is Russian.
    let text = "
        region eu FI,SE
        product ore ORE carries=iron
        site first EXTERNAL country=RU
        site middle TERMINAL country=SE status=OPERATING@2025
        site second TERMINAL country=RU status=OPERATING@2025
        site other EXTERNAL country=NO
        site works PROCESSOR country=FI status=OPERATING@2025
        link a first middle ore
        link b middle second ore
        link c other second ore
        link d second works ore
        figure link:a flow 50 basis=GROSS year=2024
        figure link:b flow 50 basis=GROSS year=2024
        figure link:c flow 50 basis=GROSS year=2024
        figure link:d flow 80 basis=GROSS year=2024";
    let (snapshot, answer) = asked(&text.replace("iron", "nickel"), |_| {});
    assert_eq!(
        lines(&snapshot, &answer.sites),
        [
            "middle 1 1.000 directly first []",
            "works 1 1.000 directly second []"
        ]
    );
    let (snapshot, answer) = asked(&text.replace("iron", "nickel"), |it| {
        it.country = "NO".into()
    });
    // Half of what the second site gives is from Norway.
    assert_eq!(
        lines(&snapshot, &answer.sites),
        ["works 2 0.500 other [second]"]
    );
}

#[test]
fn a_small_budget_says_what_was_not_looked_at() {
    let (_, answer) = asked(CHAIN, |it| it.budget = 1);
    assert!(answer.sites.is_empty());
    assert_eq!(answer.not_looked_at.len(), 1);
}

/// Sourced: 0.6 + 0.2 + 0.1 (Sweden, of the Union): 0.36 + 0.04 + 0.01 = 0.41.
const SHARES: &str = "
    material nickel
    region eu FI,SE
    region world CN,RU,SE
    figure material:nickel eu-sourcing-share 0.6 stage=PROCESSING partner=region:cn year=2020
    figure material:nickel eu-sourcing-share 0.2 stage=PROCESSING partner=region:ru year=2020
    figure material:nickel eu-sourcing-share 0.1 stage=PROCESSING partner=region:se year=2020
    figure material:nickel eu-sourcing-share 0.9 stage=PROCESSING partner=region:ru year=2016
    figure material:nickel global-share 1 stage=EXTRACTION partner=region:cn year=2020
";

fn depends(text: &str, shocks: &[ScenarioChange]) -> (Arc<Snapshot>, Dependence) {
    let snapshot = Arc::new(snapshot(text));
    let laid = under(&snapshot, shocks, WHEN).unwrap().snapshot;
    let find = |kind, slug: &str| laid.registry().find(&Id::new(kind, slug)).unwrap();
    let question = DependenceQuestion {
        material: find(Kind::Material, "nickel"),
        region: find(Kind::Region, "eu"),
        when: WHEN,
        budget: DEFAULT_BUDGET,
    };
    let answer = dependence(&laid, &question).unwrap();
    (laid, answer)
}

/// By stage: shares, concentration.
fn stages(snapshot: &Snapshot, answer: &Dependence) -> Vec<String> {
    let registry = snapshot.registry();
    let line = |it: &DependenceAtStage| {
        let shares = it.shares.iter();
        let shares = shares.map(|it| format!("{} {:.6}", registry.slug(it.country), it.share));
        let shares: Vec<String> = shares.collect();
        let concentration = it.concentration.map(|it| format!("{it:.6}"));
        let concentration = concentration.unwrap_or("?".to_owned());
        format!("{} {} {concentration}", it.stage.code(), shares.join(" "))
    };
    answer.by_stage.iter().map(line).collect()
}

#[test]
fn shares_and_concentration_are_of_what_the_union_sources() {
    let (snapshot, answer) = depends(SHARES, &[]);
    assert_eq!(
        stages(&snapshot, &answer),
        [
            "EXTRACTION  ?",
            "PROCESSING cn 0.600000 ru 0.200000 se 0.100000 0.410000",
        ]
    );
    let processing = &answer.by_stage[1];
    let largest = processing.largest_third_country.unwrap();
    assert_eq!(
        (snapshot.registry().slug(largest.country), largest.share),
        ("cn", 0.6)
    );
    assert_eq!(processing.third_countries.len(), 2);
    let told = answer.exposures.iter().map(|it| it.country.as_str());
    assert_eq!(told.collect::<Vec<_>>(), ["CN", "RU"]);
}

#[test]
fn a_country_that_is_closed_leaves_the_others_their_proportions() {
    let close = |code: &str| ScenarioChange::CloseCountry(code.to_owned());
    let half = SHARES
        .replace("0.6 stage", "0.4 stage")
        .replace("0.2 stage", "0.1 stage")
        .replace(
            "0.1 stage=PROCESSING partner=region:se",
            "0.3 stage=PROCESSING partner=region:se",
        );
    // Without 0.4 the others are 1/6 and 0.5 of what is left, and what nobody names is the rest.
    let (snapshot, answer) = depends(&half, &[close("CN")]);
    let closed = "PROCESSING se 0.500000 ru 0.166667 0.277778";
    assert_eq!(stages(&snapshot, &answer), ["EXTRACTION  ?", closed]);
    let said: Vec<String> = answer
        .basis
        .notes
        .iter()
        .filter(|it| it.code == crate::network::chain::AssumptionCode::Scenario)
        .map(|it| it.message(snapshot.registry()))
        .collect();
    assert_eq!(
        said,
        [
            "the scenario takes cn with 1 out of the world's supply at extraction of nickel; nothing is left, so that no share \
             is known",
            "the scenario takes cn with 0.4 out of what the Union sources at processing of nickel; the shares of the other \
             countries are taken times 1.667, so that what is left keeps its proportions",
        ]
    );
    // One after the other is the same as both at once: 0.3 of the 0.5 that is left, which is exactly half.
    let both = "PROCESSING se 0.600000 0.360000";
    for order in [["CN", "RU"], ["RU", "CN"]] {
        let (snapshot, answer) = depends(&half, &order.map(close));
        assert_eq!(stages(&snapshot, &answer)[1], both);
    }
    let (snapshot, answer) = depends(&half, &[close("CN"), close("CN")]);
    assert_eq!(stages(&snapshot, &answer)[1], closed);
    assert_eq!(answer.by_stage[1].status, BenchmarkStatus::Unknown);
}

#[test]
fn what_would_replace_more_than_half_is_not_known() {
    let close = |code: &str| ScenarioChange::CloseCountry(code.to_owned());
    let together = SHARES.replace("0.6 stage", "0.45 stage");
    // 0.6 alone, and 0.45 with 0.2 in either order.
    for (text, shocks) in [
        (SHARES, vec![close("CN")]),
        (&together, vec![close("CN"), close("RU")]),
        (&together, vec![close("RU"), close("CN")]),
    ] {
        let (snapshot, answer) = depends(text, &shocks);
        assert_eq!(stages(&snapshot, &answer)[1], "PROCESSING  ?");
        let processing = &answer.by_stage[1];
        assert_eq!(
            (processing.status, processing.largest_third_country),
            (BenchmarkStatus::Unknown, None)
        );
        let mut notes = answer
            .basis
            .notes
            .iter()
            .map(|it| it.message(snapshot.registry()));
        assert!(notes.any(|it| it.contains("more than half of it is gone")));
    }
}

#[test]
fn a_small_budget_counts_countries_and_sites() {
    let text = format!(
        "{CHAIN}region world RU,CN\nfigure material:nickel eu-sourcing-share 0.5 stage=PROCESSING partner=region:ru year=2020\nfigure material:nickel eu-sourcing-share 0.2 stage=PROCESSING partner=region:cn year=2020\n"
    );
    let (_, all) = depends(&text, &[]);
    assert_eq!(all.exposures.len(), 2);
    let alone = CHAIN.replace("country=RU", "country=FI");
    let (_, less) = depends(&alone, &[]);
    // Each of the two countries is a look at every site, and a walk of those that hang on it.
    assert!(
        all.explored > less.explored + 2 * 5,
        "{} {}",
        all.explored,
        less.explored
    );
}

#[test]
fn a_share_of_what_is_sourced_is_none_of_consumption() {
    let (_, answer) = depends(SHARES, &[]);
    assert!(answer.by_stage[1].largest_third_country.is_some());
    assert!(!answer.by_stage[1].is_of_consumption);
    let lines = "
        figure region:eu imports 70 material=nickel basis=CONTAINED stage=PROCESSING partner=region:cn year=2024
        figure region:eu consumption 100 material=nickel basis=CONTAINED year=2024";
    let (_, answer) = depends(&format!("{SHARES}{lines}"), &[]);
    assert!(answer.by_stage[1].is_of_consumption);
}

#[test]
fn a_share_that_is_set_acts_by_itself() {
    let snapshot = snapshot(SHARES);
    let registry = snapshot.registry();
    let nickel = registry.find(&Id::new(Kind::Material, "nickel")).unwrap();
    let supply = (crate::model::Quantity::EuSourcingShare, Stage::Processing);
    let shares = crate::analysis::shares::shares(registry, nickel, supply, WHEN).unwrap();
    let figure = registry.id(shares.by_country[0].figure);
    let change = crate::analysis::scenario::Amount::Set(0.3);
    let (snapshot, answer) = depends(SHARES, &[ScenarioChange::Figure { figure, change }]);
    assert_eq!(
        stages(&snapshot, &answer)[1],
        "PROCESSING cn 0.300000 ru 0.200000 se 0.100000 0.140000"
    );
}
