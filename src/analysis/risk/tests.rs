mod more;

use crate::analysis::risk::MaterialRisk;
use crate::analysis::risk::disagreements;
use crate::analysis::risk::reliance::reliance;
use crate::analysis::risk::supply_risk;
use crate::analysis::risk::supply_risks;
use crate::model::Id;
use crate::model::Kind;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::chain::AssumptionCode;
use crate::network::text::snapshot;

const YEAR: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// The lines of a supply told as `country:share:governance:trade parameter`; of a governance of `-` there is none.
fn supply(quantity: &str, (material, stage): (&str, &str), told: &str) -> String {
    let scope = match quantity {
        "global-share" => "global",
        _ => "eu",
    };
    let lines = told.split_whitespace().map(|it| {
        let parts: Vec<&str> = it.split(':').collect();
        let [country, share, governance, trade] = parts[..] else {
            panic!("`{it}`")
        };
        let of = format!("stage={stage} partner=region:{country}");
        let mut lines = format!(
            "region in-{country} {country}\nfigure material:{material} {quantity} {share} {of} period=2016/2020\n"
        );
        if governance != "-" {
            lines += &format!("figure region:{country} governance {governance} period=2016/2020\n");
        }
        if trade != "-" {
            lines += &format!("figure material:{material} trade-parameter {trade} {of} scope={scope} period=2016/2020\n");
        }
        lines
    });
    lines.collect()
}

/// What is told once of a material: which supply is used, import reliance, end-of-life recycling, substitution.
fn single(material: &str, stage: &str, used: &str, [reliance, eol, si]: [&str; 3]) -> String {
    let field = stage.to_lowercase();
    let mut text = format!("statement material:{material} supply_used_{field} {used}@2023\n");
    for (quantity, value, rest) in [
        ("import-reliance", reliance, format!("stage={stage}")),
        ("eol-rir", eol, String::new()),
        ("substitution-sr", si, String::new()),
    ] {
        if value != "-" {
            text += &format!("figure material:{material} {quantity} {value} {rest} year=2023\n");
        }
    }
    text
}

fn material(snapshot: &Snapshot, slug: &str) -> crate::model::Row {
    let id = Id::new(Kind::Material, slug);
    snapshot.registry().find(&id).unwrap()
}

fn ask(text: &str, slug: &str, when: When) -> MaterialRisk {
    let snapshot = snapshot(&format!("material {slug}\n{text}"));
    supply_risk(&snapshot, material(&snapshot, slug), when)
}

/// What was assumed, each code once.
fn codes(risk: &MaterialRisk) -> Vec<AssumptionCode> {
    let mut codes: Vec<_> = risk.basis.notes.iter().map(|it| it.code).collect();
    codes.sort();
    codes.dedup();
    codes
}

#[track_caller]
fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 5e-7, "{found} for {expected}");
}

// The three supplies worked out to six digits in the design, from the shares of the assessment of 2023.
const OF_GALLIUM: &str = "cn:0.938:5.713535:1 ua:0.022:6.326249:1 ru:0.019:6.366748:1 jp:0.01:2.363939:1 kr:0.009:3.268716:1 de:0.003:2.117613:0.8";
const OF_GALLIUM_TO_EU: &str = "cn:0.69:5.713535:1 us:0.1:2.725219:1 gb:0.09:2.292353:1 de:0.02:2.117613:0.8 tw:0.02:2.780346:1 ua:0.02:6.326249:1 hk:0.01:2.405747:1 ru:0.01:6.366748:1";
const OF_COBALT: &str = "cd:0.628:8.253738:1.1 ru:0.066:6.366748:1 ca:0.041:1.846645:1 au:0.039:1.966677:1 cn:0.038:5.713535:1 cu:0.036:5.938562:1 ph:0.027:5.666099:1 pg:0.021:6.172674:1 mg:0.02:6.516761:1 zm:0.017:5.89025:1.1 ma:0.016:5.64288:1 fi:0.013:1.512869:0.8 za:0.008:4.891025:1 us:0.004:2.725219:1 zw:0.004:7.480691:1 id:0.003:5.311793:1 br:0.002:5.455803:1 tr:0.001:5.985205:1 bw:0.0005:3.835323:1 vn:0.0005:5.736679:1";
const OF_BORON: &str = "tr:0.484:5.985205:1 us:0.249:2.725219:1 cl:0.107:3.248976:1 bo:0.052:6.34164:1 cn:0.035:5.713535:1 ar:0.032:5.095944:1 ru:0.02:6.366748:1 pe:0.014:5.271073:1 kz:0.007:5.773059:1 ir:0:7.081204:1";
const OF_BORON_TO_EU: &str = "tr:0.99:5.985205:1";

#[test]
fn two_supplies_are_weighed_by_import_reliance() {
    let at = ("m", "PROCESSING");
    let text = supply("global-share", at, OF_GALLIUM)
        + &supply("eu-sourcing-share", at, OF_GALLIUM_TO_EU)
        + &single("m", "PROCESSING", "GLOBAL_AND_EU", ["0.98", "0", "0.98"]);
    let risk = ask(&text, "m", YEAR);
    let stage = &risk.by_stage[0];
    close(stage.hhi_global, 5.032896);
    close(stage.hhi_eu, 2.771232);
    close(risk.supply_risk, 3.801858);
    assert_eq!(risk.bottleneck, Some(Stage::Processing));
    assert_eq!(stage.terms.len(), 14);
    // 0.938² · 5.713535 · 1
    close(stage.terms[0].contribution, 5.027019);
    assert_eq!(stage.missing, Vec::<String>::new());
    assert_eq!(codes(&risk), []);
    let told = stage.terms.iter().map(|it| it.contribution.unwrap());
    close(Some(told.sum()), 5.032896 + 2.771232);
}

#[test]
fn one_supply_alone_needs_no_import_reliance() {
    let at = ("m", "EXTRACTION");
    let text = supply("global-share", at, OF_COBALT)
        + &single("m", "EXTRACTION", "GLOBAL", ["-", "0.22", "0.98"]);
    let risk = ask(&text, "m", YEAR);
    close(risk.by_stage[0].hhi_global, 3.643968);
    close(risk.supply_risk, 2.785449);
    assert_eq!(risk.by_stage[0].hhi_eu, None);
    let of_eu = text.replace("GLOBAL@2023", "EU@2023");
    let risk = ask(&of_eu, "m", YEAR);
    assert_eq!(risk.supply_risk, None);
    assert_eq!(
        risk.missing[..1],
        ["extraction: shares of what the Union sources"]
    );
}

#[test]
fn a_supply_that_is_wholly_imported_counts_half_each() {
    let at = ("m", "EXTRACTION");
    let text = supply("global-share", at, OF_BORON)
        + &supply("eu-sourcing-share", at, OF_BORON_TO_EU)
        + &single("m", "EXTRACTION", "GLOBAL_AND_EU", ["1", "0.01", "0.99"]);
    let risk = ask(&text, "m", YEAR);
    close(risk.by_stage[0].hhi_global, 1.641462);
    close(risk.by_stage[0].hhi_eu, 5.866099);
    close(risk.supply_risk, 3.679080);
}

/// The uses of cobalt: 143 566.4 MEUR by shares, 6.82 by the index 0.97.
const USES: &str = "
figure material:m end-use-share 0.12 sector=C20 definition=catalysts year=2023
figure material:m end-use-share 0.13 sector=C20 definition=pigments year=2023
figure material:m end-use-share 0.11 sector=C20 definition=dryers year=2023
figure material:m end-use-share 0.14 sector=C25 definition=tools year=2023
figure material:m end-use-share 0.07 sector=C25 definition=magnets year=2023
figure material:m end-use-share 0.36 sector=C25 definition=alloys year=2023
figure material:m end-use-share 0.03 sector=C27 definition=batteries year=2023
figure material:m end-use-share 0.06 definition=other year=2023
figure region:eu value-added 132361 sector=C20 definition=chemicals year=2023
figure region:eu value-added 163568 sector=C25 year=2023
figure region:eu value-added 89422 sector=C27 year=2023
figure material:m substitution-ei 0.97 year=2023
region eu AT
";

#[test]
fn economic_importance_adds_up_the_uses() {
    let risk = ask(USES, "m", YEAR);
    // (0.36 · 132361 + 0.57 · 163568 + 0.03 · 89422) · 0.97 / 204200 · 10
    let expected = (0.36 * 132_361.0 + 0.57 * 163_568.0 + 0.03 * 89_422.0) * 0.97 / 20_420.0;
    close(risk.economic_importance, expected);
    assert!((expected - 6.82).abs() < 0.005, "{expected}");
    assert_eq!(codes(&risk), [AssumptionCode::UseWithoutSector]);
    let first = &risk.economic_terms[0];
    assert_eq!(first.application.as_deref(), Some("alloys"));
    assert_eq!(first.figures.len(), 3);
    let last = risk.economic_terms.last().unwrap();
    assert_eq!(
        (last.sector.as_deref(), last.contribution),
        (None, Some(0.0))
    );
}

#[test]
fn the_value_added_told_for_the_material_goes_first() {
    let own = "figure material:m value-added 100000 sector=C25 definition=alloys year=2023";
    let risk = ask(&format!("{USES}{own}"), "m", YEAR);
    let of = |name: &str| {
        let mut terms = risk.economic_terms.iter();
        let term = terms.find(|it| it.application.as_deref() == Some(name));
        term.unwrap().value_added_meur
    };
    assert_eq!(of("alloys"), Some(100_000.0));
    assert_eq!(of("tools"), Some(163_568.0));
}

#[test]
fn a_sector_without_value_added_makes_importance_unknown() {
    let text = USES.replace(
        "figure region:eu value-added 89422 sector=C27 year=2023",
        "",
    );
    let risk = ask(&text, "m", YEAR);
    assert_eq!(risk.economic_importance, None);
    let missing = &risk.missing;
    assert!(
        missing.contains(&"value added of sector C27".to_owned()),
        "{missing:?}"
    );
    let known = risk
        .economic_terms
        .iter()
        .filter(|it| it.contribution.is_some());
    assert_eq!(known.count(), 7);
}

#[test]
fn what_is_missing_is_unknown_and_named() {
    let at = ("m", "EXTRACTION");
    let text = supply("global-share", at, "aa:0.5:2:1 bb:0.2:-:1 cc:0:-:1")
        + &single("m", "EXTRACTION", "GLOBAL", ["-", "-", "-"]);
    let risk = ask(&text, "m", YEAR);
    assert_eq!(risk.by_stage[0].hhi_global, None);
    assert_eq!(risk.supply_risk, None);
    let contributions = risk.by_stage[0].terms.iter().map(|it| it.contribution);
    // A stated share of nothing adds nothing, whoever governs there.
    assert_eq!(
        contributions.collect::<Vec<_>>(),
        [Some(0.5), None, Some(0.0)]
    );
    assert_eq!(
        risk.missing,
        [
            "extraction: governance of bb, a country of the world's supply",
            "extraction: end-of-life recycling input rate",
            "extraction: substitution index of supply risk",
            "shares of end uses",
        ]
    );
    assert_eq!(risk.critical, None);
}

#[test]
fn a_trade_parameter_that_is_missing_is_one_and_said() {
    let at = ("m", "EXTRACTION");
    let text = supply("global-share", at, "aa:0.5:2:- bb:0.5:4:1.5")
        + &single("m", "EXTRACTION", "GLOBAL", ["-", "0", "1"]);
    let risk = ask(&text, "m", YEAR);
    close(risk.supply_risk, 0.25 * 2.0 + 0.25 * 4.0 * 1.5);
    assert_eq!(codes(&risk), [AssumptionCode::TradeParameterAssumed]);
    // One of the other supply is none of this one; one without scope is of both.
    let other = "figure material:m trade-parameter 3 stage=EXTRACTION partner=region:aa scope=eu year=2023\n";
    close(ask(&format!("{text}{other}"), "m", YEAR).supply_risk, 2.0);
    let both = "figure material:m trade-parameter 2 stage=EXTRACTION partner=region:aa year=2019\nfigure material:m trade-parameter 9 stage=EXTRACTION partner=region:bb year=2020\n";
    let risk = ask(&format!("{text}{other}{both}"), "m", YEAR);
    close(risk.supply_risk, 0.25 * 2.0 * 2.0 + 0.25 * 4.0 * 1.5);
    assert_eq!(codes(&risk), []);
}

#[test]
fn shares_above_the_whole_are_doubted_and_not_scaled() {
    let at = ("m", "EXTRACTION");
    let text = |shares: &str| {
        supply("global-share", at, shares) + &single("m", "EXTRACTION", "GLOBAL", ["-", "0", "1"])
    };
    let risk = ask(&text("aa:0.8:1:1 bb:0.26:1:1"), "m", YEAR);
    close(risk.supply_risk, 0.64 + 0.0676);
    assert_eq!(codes(&risk), [AssumptionCode::SharesAboveOne]);
    assert_eq!(risk.basis.notes[0].value, Some(1.06));
    let risk = ask(&text("aa:1.02:1:1"), "m", YEAR);
    assert_eq!(risk.basis.notes[0].value, Some(1.02));
    let risk = ask(&text("aa:0.8:1:1 bb:0.24:1:1"), "m", YEAR);
    assert_eq!(codes(&risk), []);
}

#[test]
fn import_reliance_follows_from_amounts_only_where_none_is_stated() {
    assert_eq!(reliance(20.0, 90.0, 10.0), Some(0.8));
    assert_eq!(reliance(100.0, 10.0, 30.0), Some(0.0));
    assert_eq!(reliance(10.0, 0.0, 10.0), None);
    let at = ("m", "EXTRACTION");
    let amounts = "region eu AT
        figure region:eu production 20 material=m stage=EXTRACTION basis=GROSS form=ore year=2020
        figure region:eu imports 90 material=m stage=EXTRACTION basis=GROSS form=ore year=2020
        figure region:eu exports 10 material=m stage=EXTRACTION basis=GROSS form=ore year=2020
        figure region:eu exports 900 material=m stage=EXTRACTION basis=GROSS form=sand year=2020
        figure region:eu imports 7 material=m stage=EXTRACTION basis=GROSS form=ore partner=region:at year=2020\n";
    let text = |stated| {
        supply("global-share", at, "aa:1:3:1")
            + &supply("eu-sourcing-share", at, "aa:0.5:3:1")
            + &single("m", "EXTRACTION", "GLOBAL_AND_EU", [stated, "0", "1"])
            + amounts
    };
    let risk = ask(&text("-"), "m", YEAR);
    assert_eq!(risk.by_stage[0].import_reliance, Some(0.8));
    assert_eq!(codes(&risk), [AssumptionCode::ImportRelianceComputed]);
    // 3 · 0.4 + 0.75 · 0.6
    close(risk.supply_risk, 1.65);
    let risk = ask(&text("0.5"), "m", YEAR);
    assert_eq!(risk.by_stage[0].import_reliance, Some(0.5));
    assert_eq!(codes(&risk), []);
    let risk = ask(&text("-0.5"), "m", YEAR);
    assert_eq!(risk.by_stage[0].import_reliance, Some(0.0));
    assert_eq!(codes(&risk), [AssumptionCode::NegativeImportReliance]);
    assert_eq!(risk.basis.notes[0].value, Some(-0.5));
    close(risk.supply_risk, 0.75);
    let none = text("-").replace("exports 10", "exports ?");
    let risk = ask(&none, "m", YEAR);
    assert!(
        risk.missing[0].starts_with("extraction: import reliance"),
        "{:?}",
        risk.missing
    );
}

/// Members `a` (higher at processing) and `b`, `c` that is not assessed, in the group `g` through `h`.
fn group() -> String {
    let of = |material, stage, shares| supply("global-share", (material, stage), shares);
    let mut text =
        "material c group=g\nmaterial a group=h\nmaterial h group=g\nmaterial b group=g critical\n"
            .to_owned();
    text += &of("a", "EXTRACTION", "aa:0.5:2:1");
    text += &of("a", "PROCESSING", "aa:1:2:1");
    text += &of("b", "PROCESSING", "bb:1:1:1");
    text += &single("a", "EXTRACTION", "GLOBAL", ["-", "0", "1"]);
    text += &single("a", "PROCESSING", "GLOBAL", ["-", "0", "1"]);
    text + &single("b", "PROCESSING", "GLOBAL", ["-", "0.5", "1"])
}

#[test]
fn a_group_is_the_mean_of_its_members_that_are_assessed() {
    let risk = ask(&group(), "g", YEAR);
    // (2 + 0.5) / 2
    close(risk.supply_risk, 1.25);
    assert_eq!(risk.bottleneck, Some(Stage::Processing));
    assert_eq!(risk.members.len(), 2);
    assert_eq!(risk.by_stage, []);
    let missing = ["economic importance of a", "economic importance of b"];
    assert_eq!(risk.missing, missing);
    assert_eq!(codes(&risk), [AssumptionCode::MeanOfMembers]);
    // A member without a value makes the mean unknown, and is named.
    let text = group() + "figure material:c eol-rir 0.1 year=2023\n";
    let risk = ask(&text, "g", YEAR);
    assert_eq!((risk.supply_risk, risk.bottleneck), (None, None));
    assert_eq!(risk.missing[2], "supply risk of c");
}

#[test]
fn what_a_material_lacks_is_that_of_its_group() {
    let at = ("g", "EXTRACTION");
    let text = "material g\nmaterial a group=g\n".to_owned()
        + &supply("global-share", at, "aa:1:2:1.5")
        + &single("g", "EXTRACTION", "GLOBAL", ["-", "0.5", "1"])
        + "figure material:a substitution-sr 0.8 year=2023\n";
    let risk = ask(&text, "a", YEAR);
    close(risk.supply_risk, 2.0 * 1.5 * 0.5 * 0.8);
    assert_eq!(codes(&risk), [AssumptionCode::GroupFigure]);
    // Of a supply whose shares are the group's the trade parameters are so too, though the material has some of its own.
    let own = supply("eu-sourcing-share", ("a", "EXTRACTION"), "bb:1:9:1");
    let risk = ask(&(text + &own), "a", YEAR);
    assert_eq!(risk.by_stage[0].terms[0].trade_parameter, 1.5);
    assert_eq!(codes(&risk), [AssumptionCode::GroupFigure]);
}

/// One material at a supply risk and, of one use in a sector as large as the largest, an economic importance of ten times a share.
fn valued(risk: &str, share: &str, flags: &str) -> String {
    let at = ("m", "EXTRACTION");
    format!("material m {flags}\nregion eu AT\n")
        + &supply("global-share", at, &format!("aa:1:{risk}:1"))
        + &single("m", "EXTRACTION", "GLOBAL", ["-", "0", "1"])
        + &format!("figure material:m end-use-share {share} sector=C1 definition=all year=2023\n")
        + "figure material:m substitution-ei 1 year=2023\n"
        + "figure region:eu value-added 204200 sector=C1 year=2023\n"
}

#[test]
fn critical_is_what_reaches_both_thresholds_or_is_strategic() {
    for (risk, share, flags, expected) in [
        ("1", "0.28", "", Some(true)),
        ("0.99999", "0.9", "", Some(false)),
        ("9", "0.279999", "", Some(false)),
        ("0.1", "0.1", "strategic", Some(true)),
    ] {
        let found = ask(&valued(risk, share, flags), "m", YEAR);
        assert_eq!(found.critical, expected, "{risk} {share} {flags}");
        assert_eq!(codes(&found), []);
    }
}

#[test]
fn a_published_value_decides_only_where_none_is_computed() {
    let published = "figure material:m supply-risk-published 1.4 year=2020
        figure material:m supply-risk-published 0.4 year=2017
        figure material:m economic-importance-published 3.1 year=2017\n";
    let computed = ask(&(valued("0.5", "0.5", "") + published), "m", YEAR);
    assert_eq!((computed.critical, codes(&computed)), (Some(false), vec![]));
    // Without a value added, and with a stage that cannot be computed, what was published last stands in.
    let text = valued("0.5", "0.5", "").replace("figure region:eu", "figure region:aa")
        + "statement material:m supply_used_processing GLOBAL@2023\n"
        + published;
    let found = ask(&text, "m", YEAR);
    close(found.supply_risk, 0.5);
    assert_eq!(found.economic_importance, None);
    assert_eq!(found.critical, Some(true));
    let notes = found.basis.notes.iter();
    let used = notes.filter(|it| it.code == AssumptionCode::PublishedUsed);
    let used: Vec<Option<f64>> = used.map(|it| it.value).collect();
    assert_eq!(used, [Some(1.4), Some(3.1)]);
}

#[test]
fn a_lower_bound_decides_only_where_it_is_high_enough() {
    let use_of =
        |share| format!("figure material:m end-use-share {share} definition=other year=2023\n");
    let published = "figure material:m economic-importance-published 3.1 year=2017\n";
    let text = valued("2", "0.1", "") + &use_of("0.9");
    assert_eq!(ask(&text, "m", YEAR).critical, None);
    let found = ask(&(text + published), "m", YEAR);
    assert_eq!(found.critical, Some(true));
    assert!(codes(&found).contains(&AssumptionCode::PublishedUsed));
    let found = ask(&(valued("2", "0.3", "") + &use_of("0.7")), "m", YEAR);
    assert_eq!(found.critical, Some(true));
    assert_eq!(codes(&found), [AssumptionCode::UseWithoutSector]);
}

#[test]
fn published_values_are_told_by_year_up_to_the_year_asked() {
    let text = "figure material:m supply-risk-published 0.4 year=2017
        figure material:m economic-importance-published 3.1 year=2017
        figure material:m supply-risk-published 1.1 year=2023 stage=EXTRACTION
        figure material:m supply-risk-published 2.1 year=2023 stage=PROCESSING
        figure material:m supply-risk-published 2.1 year=2023\n";
    let told = |year| {
        let risk = ask(text, "m", When { year, ..YEAR });
        let published = risk.published.into_iter();
        let told = published.map(|it| (it.year, it.supply_risk, it.stage, it.figures.len()));
        told.collect::<Vec<_>>()
    };
    let of_2017 = (2017, Some(0.4), None, 2);
    let of_2023 = (2023, Some(2.1), Some(Stage::Processing), 3);
    assert_eq!(told(2025), [of_2017, of_2023]);
    assert_eq!(told(2022), [of_2017]);
}

#[test]
fn a_year_before_all_figures_has_none_and_says_so() {
    let risk = ask(&valued("2", "0.5", ""), "m", When { year: 2010, ..YEAR });
    assert_eq!(risk.supply_risk, None);
    assert_eq!(risk.economic_importance, None);
    assert_eq!(risk.critical, None);
    assert_eq!(
        risk.missing,
        [
            "shares of a supply, and which supply is used, at extraction or processing up to 2010",
            "shares of end uses"
        ]
    );
    assert_eq!(
        risk.message,
        "M, 2010: supply risk not known, economic importance not known; whether it is critical by the rule of Article 4(2) is not known; not listed in Annex II; the rule of Regulation (EU) 2024/1252, which is of 2024, is applied to the data of 2010"
    );
    // Between two assessments the earlier one counts.
    let text = valued("2", "0.5", "")
        + "statement material:m supply_used_extraction EU@2017\nfigure material:m eol-rir 0.3 year=2017\n";
    let risk = ask(&text, "m", When { year: 2018, ..YEAR });
    assert_eq!(risk.by_stage[0].eol_rir, Some(0.3));
    assert_eq!(risk.by_stage[0].supply_risk, None);
}

#[test]
fn rule_and_list_are_compared_where_the_rule_can_tell() {
    let text = valued("2", "0.5", "") + "material listed critical\nmaterial other\n";
    let snapshot = snapshot(&text);
    let risks = supply_risks(&snapshot, None, YEAR);
    let slugs = risks.iter().map(|it| snapshot.registry().slug(it.material));
    assert_eq!(slugs.collect::<Vec<_>>(), ["listed", "m"]);
    let found = disagreements(snapshot.registry(), &risks);
    let told: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "M is critical by the rule and not listed in Annex II (supply risk 2, economic importance 5; thresholds 1 and 2.8)"
        ]
    );
    assert!(found[0].computed && !found[0].listed);
}
