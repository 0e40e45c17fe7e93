//! The rules of chains and paths, each on a network of a few lines.

mod answers;
mod chains;
mod choices;
mod ends;
mod laws;
mod limits;
mod measures;
mod pareto;
mod spread;
mod ways;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::Expect;
use expect_test::expect;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Mode;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Metric;
use crate::network::paths::Avoid;
use crate::network::paths::Endpoint;
use crate::network::paths::Path;
use crate::network::paths::PathAnswer;
use crate::network::paths::PathQuestion;
use crate::network::paths::PatternItem;
use crate::network::paths::PatternStep;
use crate::network::paths::paths;
use crate::network::search::Truncation;
use crate::network::text::snapshot;
use crate::network::uncertainty::Sampling;

/// `FROM TO MATERIAL` with `metric= k= steps= year=` and `planned`, `nearest`, and limits: `via=a,b`,
/// `avoid=site:a,country:RU,region:eu,mode:SEA`, `pattern=EXTRACTION,PROCESSING{1:3},HARBOUR`, `capacity=`. An end is
/// site slugs with commas, `kind:MINE`, `stage:PROCESSING`, `region:eu`, `organisation:a`, `cluster:a`,
/// `sources` or `sinks`. Ways: `side-streams`, `corridors`. Draws: `samples=`, `seed=`.
fn question(text: &str) -> PathQuestion {
    let words: Vec<&str> = text.split_whitespace().collect();
    let end = |word: &str| match word.split_once(':') {
        Some(("region", slug)) => Endpoint::Region(Id::new(Kind::Region, slug)),
        Some(("organisation", slug)) => Endpoint::Organisation(Id::new(Kind::Organisation, slug)),
        Some(("cluster", slug)) => Endpoint::Cluster(Id::new(Kind::Cluster, slug)),
        Some(("kind", kind)) => Endpoint::Kind(SiteKind::from_code(kind).unwrap()),
        Some(("stage", stage)) => Endpoint::Stage(Stage::from_code(stage).unwrap()),
        _ if word == "sources" => Endpoint::Sources,
        _ if word == "sinks" => Endpoint::Sinks,
        _ => Endpoint::Sites(word.split(',').map(|it| Id::new(Kind::Site, it)).collect()),
    };
    let mut question = PathQuestion::new(
        end(words[0]),
        end(words[1]),
        Id::new(Kind::Material, words[2]),
    );
    for word in &words[3..] {
        match word.split_once('=').unwrap_or((word, "")) {
            ("metric", it) => question.metric = Metric::from_code(it).unwrap(),
            ("k", it) => question.k = it.parse().unwrap(),
            ("steps", it) => question.max_steps = it.parse().unwrap(),
            ("year", it) => question.at.year = Some(it.parse().unwrap()),
            ("planned", _) => question.at.include_planned = true,
            ("nearest", _) => question.at.nearest_years = true,
            ("via", it) => question.via = it.split(',').map(|it| Id::new(Kind::Site, it)).collect(),
            ("avoid", it) => it.split(',').for_each(|it| avoid(&mut question.avoid, it)),
            ("pattern", it) => question.pattern = it.split(',').map(pattern_step).collect(),
            ("capacity", it) => question.min_capacity = Some(it.parse().unwrap()),
            ("samples", it) => sampling(&mut question).samples = it.parse().unwrap(),
            ("seed", it) => sampling(&mut question).seed = it.parse().unwrap(),
            ("side-streams", _) => question.ways.side_streams = true,
            ("corridors", _) => question.ways.corridors = true,
            other => panic!("no option {other:?}"),
        }
    }
    question
}

fn sampling(question: &mut PathQuestion) -> &mut Sampling {
    let usual = Sampling {
        samples: 200,
        seed: 1,
    };
    question.sampling.get_or_insert(usual)
}

fn avoid(avoid: &mut Avoid, word: &str) {
    match word.split_once(':').unwrap() {
        ("site", slug) => avoid.sites.push(Id::new(Kind::Site, slug)),
        ("country", code) => avoid.countries.push(code.into()),
        ("region", slug) => avoid.regions.push(Id::new(Kind::Region, slug)),
        ("mode", code) => avoid.modes.push(Mode::from_code(code).unwrap()),
        other => panic!("nothing to avoid {other:?}"),
    }
}

/// A stage or kind of site, once or `{min:max}` times.
fn pattern_step(word: &str) -> PatternStep {
    let (word, repeats) = word
        .trim_end_matches('}')
        .split_once('{')
        .unwrap_or((word, "1:1"));
    let (min, max) = repeats.split_once(':').unwrap();
    let kind = || PatternItem::Kind(SiteKind::from_code(word).unwrap());
    PatternStep {
        what: Stage::from_code(word).map_or_else(kind, PatternItem::Stage),
        min: min.parse().unwrap(),
        max: max.parse().unwrap(),
    }
}

/// Asks and compares: a line per path, then the completeness, what was assumed, and links that cannot be used.
fn check(network: &str, asked: &str, expected: Expect) {
    let snapshot = snapshot(network);
    expected.assert_eq(&told(
        &snapshot,
        &paths(&snapshot, &question(asked)).unwrap(),
    ));
}

fn told(snapshot: &Snapshot, answer: &PathAnswer) -> String {
    let registry = snapshot.registry();
    let lines = answer.paths.iter().map(|it| tell_path(registry, it));
    let mut text: String = lines.collect();
    let it = &answer.completeness;
    if it.is_exhaustive() {
        text += "EXHAUSTIVE";
    } else {
        write!(text, "TRUNCATED {:?}", it.reasons).unwrap();
        it.next_at_least
            .iter()
            .for_each(|it| write!(text, ", next at least {it}").unwrap());
        if it.unpriced > 0 {
            write!(text, ", {} unpriced", it.unpriced).unwrap();
        }
    }
    text.push('\n');
    let notes = answer.basis.notes.iter().map(|it| it.code);
    // Most networks here have no emission rates.
    let codes: BTreeSet<&str> = notes
        .filter(|it| *it != AssumptionCode::EmissionsUnknown)
        .map(|it| it.code())
        .collect();
    if !codes.is_empty() {
        writeln!(text, "{}", codes.into_iter().collect::<Vec<_>>().join(" ")).unwrap();
    }
    if !answer.unmovable.is_empty() {
        writeln!(text, "unmovable {}", slugs(registry, &answer.unmovable)).unwrap();
    }
    text
}

/// `1. total (km, kg/t) countries: place/product >link MODE km> place/product; goes on by links`.
fn tell_path(registry: &Registry, path: &Path) -> String {
    let number = |it: Option<f64>| it.map_or_else(|| "?".into(), |it| it.to_string());
    let mut text = format!(
        "{}. {} ({} km",
        path.rank,
        number(path.total),
        path.distance_km
    );
    if !path.is_distance_complete {
        text += " known";
    }
    let countries = path.countries.join(">");
    write!(
        text,
        ", {} kg/t) {countries}",
        number(path.emissions_kg_per_tonne)
    )
    .unwrap();
    if path.leaves_eu {
        text += " leaves the EU";
    }
    text.push(':');
    for step in &path.steps {
        if let Some(arc) = &step.via {
            let (mode, km) = (arc.mode.map_or("", |it| it.code()), number(arc.distance_km));
            write!(text, " >{} {mode} {km}>", registry.slug(arc.record)).unwrap();
        }
        write!(
            text,
            " {}/{}",
            registry.slug(step.place),
            registry.slug(step.product)
        )
        .unwrap();
        if let Some(stage) = step.stage {
            write!(text, " {}", stage.code()).unwrap();
        }
    }
    if !path.continues_to.is_empty() {
        write!(text, "; goes on by {}", slugs(registry, &path.continues_to)).unwrap();
    }
    text + "\n"
}

fn slugs(registry: &Registry, rows: &[Row]) -> String {
    rows.iter()
        .map(|it| registry.slug(*it))
        .collect::<Vec<_>>()
        .join(" ")
}

const KEMI: &str = "
    region eu FI,SE,NL
    product chromite CONCENTRATE carries=chromium,iron
    product liquid-ferrochrome INTERMEDIATE state=MOLTEN carries=chromium
    product stainless ALLOY carries=iron,chromium
    site kemi MINE country=FI at=65.78417,24.71,SITE status=OPERATING@2024
    site ferrochrome PROCESSOR country=FI at=65.7842,24.1758,SITE status=OPERATING@2024
    site steelworks MANUFACTURER country=FI at=65.7842,24.1758,SITE status=OPERATING@2024
    site roytta HARBOUR country=FI at=65.7842,24.1758,SITE
    site terneuzen EXTERNAL country=NL
    activity kemi EXTRACTION out=chromite
    activity ferrochrome PROCESSING in=chromite out=liquid-ferrochrome
    activity steelworks MANUFACTURING in=liquid-ferrochrome out=stainless
    link leg-1 kemi ferrochrome chromite mode=ROAD km=20 of=chromium
    link leg-2 ferrochrome steelworks liquid-ferrochrome mode=ON_SITE of=chromium
    link leg-3 steelworks roytta stainless of=iron,chromium
    link leg-4 roytta terneuzen stainless mode=SEA of=iron,chromium
    figure mode:road detour-factor 1.25 definition=road-fi-all year=2025
    figure mode:road emission-rate 95.02 definition=road-artic33-avg-uk year=2025";

const NARVIK: &str = "
    region eu FI,SE
    product magnetite CONCENTRATE carries=iron
    site kaunisvaara MINE country=SE at=67.383,23.35,SITE status=OPERATING@2024
    site pitkajarvi TERMINAL country=SE at=67.639,21.019,SITE
    site narvik HARBOUR country=NO at=68.43,17.43,LOCALITY
    site tata EXTERNAL country=NL
    activity kaunisvaara EXTRACTION out=magnetite
    link truck kaunisvaara pitkajarvi magnetite mode=ROAD km=150 of=iron
    link train pitkajarvi narvik magnetite mode=RAIL km=226 of=iron
    link ship narvik tata magnetite mode=SEA of=iron";

#[test]
fn chromium_leaves_kemi_by_one_path_of_incomplete_length() {
    // Great circle: 0.5342 degrees of longitude at 65.784 N, 111.195 * 0.5342 * cos 65.784 = 24.4 km.
    check(
        KEMI,
        "kemi roytta chromium",
        expect![[r#"
        1. ? (20 km known, ? kg/t) FI: kemi/chromite EXTRACTION >leg-1 ROAD 20> ferrochrome/chromite >ferrochrome-processing-chromite  0> ferrochrome/liquid-ferrochrome PROCESSING >leg-2 ON_SITE 0> steelworks/liquid-ferrochrome >steelworks-manufacturing-liquid-ferrochrome  0> steelworks/stainless MANUFACTURING >leg-3 UNKNOWN ?> roytta/stainless; goes on by leg-4
        TRUNCATED [UnknownMetric], 1 unpriced
        LENGTH_UNKNOWN RATE_ASSUMED SHORTER_THAN_GREAT_CIRCLE
    "#]],
    );
    let snapshot = snapshot(KEMI);
    let answer = paths(&snapshot, &question("kemi roytta chromium")).unwrap();
    let said = |code| {
        let note = answer
            .basis
            .notes
            .iter()
            .find(|it| it.code == code)
            .unwrap();
        note.message(snapshot.registry())
    };
    assert_eq!(
        said(AssumptionCode::ShorterThanGreatCircle),
        "the reported 20.0 km are shorter than the great circle of 24.4 km between the points"
    );
    assert_eq!(
        said(AssumptionCode::LengthUnknown),
        "the length is not known: the points are 0.0 km apart, within their uncertainty of 4.0 km"
    );
}

#[test]
fn iron_goes_from_kaunisvaara_to_narvik_by_one_path_and_that_is_all() {
    check(
        NARVIK,
        "kaunisvaara narvik iron",
        expect![[r#"
        1. 376 (376 km, ? kg/t) SE>NO leaves the EU: kaunisvaara/magnetite EXTRACTION >truck ROAD 150> pitkajarvi/magnetite >train RAIL 226> narvik/magnetite; goes on by ship
        EXHAUSTIVE
    "#]],
    );
    check(
        NARVIK,
        "sources sinks iron metric=STEPS",
        expect![[r#"
        1. 2 (376 km, ? kg/t) SE>NO leaves the EU: kaunisvaara/magnetite EXTRACTION >truck ROAD 150> pitkajarvi/magnetite >train RAIL 226> narvik/magnetite; goes on by ship
        2. 3 (376 km known, ? kg/t) SE>NO>NL leaves the EU: kaunisvaara/magnetite EXTRACTION >truck ROAD 150> pitkajarvi/magnetite >train RAIL 226> narvik/magnetite >ship SEA ?> tata/magnetite
        EXHAUSTIVE
        LENGTH_UNKNOWN
    "#]],
    );
}
