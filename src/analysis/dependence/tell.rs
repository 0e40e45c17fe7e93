//! Sentences on dependence that may be quoted.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::dependence::DependenceAtStage;
use crate::analysis::dependence::DependenceQuestion;
use crate::analysis::dependence::ExposedSite;
use crate::analysis::dependence::UnknownOrigin;
use crate::analysis::dependence::exposed::ExposureQuestion;
use crate::analysis::dependence::feed::Way;
use crate::analysis::gaps::listed;
use crate::analysis::gaps::stage_word;
use crate::analysis::shares::CountryShare;
use crate::model::Registry;
use crate::model::Row;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// A share in percent, with three digits that matter.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", significant(share * 100.0, 3))
}

/// The name of a country on record; else its code.
pub(super) fn country<'a>(registry: &'a Registry, code: &'a str) -> &'a str {
    registry
        .country_named(code)
        .map_or(code, |it| registry.name(it))
}

/// How something from a country comes to a site.
pub(super) fn site(
    registry: &Registry,
    (site, material, year): (Row, Row, i32),
    way: &Way,
    code: &str,
) -> String {
    let names = |rows: &[Row]| listed(rows.iter().map(|it| registry.name(*it).to_owned()));
    let how = if way.through.is_empty() {
        "directly".to_owned()
    } else {
        format!("through {}", names(&way.through))
    };
    let steps = match way.steps {
        1 => "1 movement".to_owned(),
        many => format!("{many} movements"),
    };
    format!(
        "{}, {year}: {} from {} ({}) reaches it {how}, in {steps}",
        registry.name(site),
        in_sentence(registry.name(material)),
        country(registry, code),
        registry.name(way.from),
    )
}

/// What part of its feed that is.
pub(super) fn share(share: Option<f64>) -> String {
    share.map_or_else(
        || "; what part of its feed that is, is not known".to_owned(),
        |it| format!("; that is {} of its recorded feed", percent(it)),
    )
}

/// From where else something comes, of which the country is not known.
pub(super) fn besides(registry: &Registry, places: &[Row]) -> String {
    if places.is_empty() {
        return ".".to_owned();
    }
    let names = listed(places.iter().map(|it| registry.name(*it).to_owned()));
    format!("; it is also fed from {names}, whose country is not on record.")
}

/// That it is not known on whom a site hangs.
pub(super) fn unknown(
    registry: &Registry,
    (site, material, year): (Row, Row, i32),
    places: &[Row],
) -> String {
    let (name, material) = (registry.name(site), in_sentence(registry.name(material)));
    if places.is_empty() {
        return format!("{name}, {year}: it takes in {material}, and from where is not on record.");
    }
    let names = listed(places.iter().map(|it| registry.name(*it).to_owned()));
    format!("{name}, {year}: {material} comes to it from {names}, whose country is not on record.")
}

/// What is found in all.
pub(super) fn exposure(
    registry: &Registry,
    question: &ExposureQuestion,
    (sites, not_known): (&[ExposedSite], &[UnknownOrigin]),
    takers: usize,
) -> String {
    let mut hanging: Vec<Row> = sites.iter().map(|it| it.site).collect();
    hanging.sort_unstable();
    hanging.dedup();
    let mut unclear: Vec<Row> = not_known.iter().map(|it| it.site).collect();
    unclear.sort_unstable();
    unclear.dedup();
    let of = match question.materials.as_deref() {
        Some([one]) => in_sentence(registry.name(*one)),
        Some(_) => "the materials asked for".to_owned(),
        None => "a material on record".to_owned(),
    };
    let unclear = match unclear.len() {
        0 => String::new(),
        many => format!("; of {many} it is not known, in whole or part, from where they are fed"),
    };
    format!(
        "{}, {}: of {takers} operating sites that take in {of}, {} receive something from {}, directly or through others{unclear}. \
         That no other way is on record does not show that there is none.",
        registry.name(question.region),
        question.when.year,
        hanging.len(),
        country(registry, &question.country),
    )
}

/// From where the Union sources a stage, and how the benchmark stands. `of_world` is the third country with the largest
/// share of the world's supply.
pub(super) fn stage(
    registry: &Registry,
    question: &DependenceQuestion,
    told: &DependenceAtStage,
    of_world: Option<CountryShare>,
) -> String {
    let word = stage_word(told.stage);
    let material = in_sentence(registry.name(question.material));
    let of_country = |it: CountryShare| {
        let year = registry.figure_year(it.figure);
        let year = year.map_or(String::new(), |it| format!(" ({it})"));
        format!(
            "{} with {}{year}",
            registry.name(it.country),
            percent(it.share)
        )
    };
    let sourced = match (told.third_countries.first(), told.shares.is_empty()) {
        (Some(first), _) => format!(
            "of what the Union sources at {word} of {material} the most comes, of all third countries, from {}",
            of_country(*first)
        ),
        (None, false) => format!(
            "what the Union sources at {word} of {material} comes from no third country that is named"
        ),
        (None, true) => {
            let world = of_world.map_or(String::new(), |it| {
                format!(
                    "; of the world's supply {} has the most, of all third countries",
                    of_country(it)
                )
            });
            format!("from where the Union sources {material} at {word} is not on record{world}")
        }
    };
    let concentration = told.concentration.map_or(String::new(), |it| {
        format!(
            ". The concentration of the named suppliers is at least {} of 1; suppliers below 1 % are not named",
            significant(it, 3)
        )
    });
    let status = match told.status {
        BenchmarkStatus::Met => "is met",
        BenchmarkStatus::Missed => "is missed",
        BenchmarkStatus::DependsOnFigure => "is met or missed depending on the figure",
        BenchmarkStatus::Unknown => {
            "cannot be decided: what is consumed from each country is not on record"
        }
    };
    format!(
        "{}, {}: {sourced}{concentration}. At most {} of consumption from one third country ({}) {status}.",
        registry.name(question.region),
        question.when.year,
        percent(Benchmark::Dependence.threshold()),
        Benchmark::Dependence.article(),
    )
}
