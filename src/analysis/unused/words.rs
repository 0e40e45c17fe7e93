//! Sentences on streams without a recorded user.

use crate::analysis::gaps::listed;
use crate::analysis::streams::fates_as_of;
use crate::analysis::streams::how_surely;
use crate::analysis::streams::years_of;
use crate::analysis::streams::years_word;
use crate::analysis::unused::FormerLink;
use crate::analysis::unused::SitePhase;
use crate::analysis::unused::Sum;
use crate::analysis::unused::Tonnes;
use crate::analysis::unused::UnusedContent;
use crate::analysis::unused::UnusedQuestion;
use crate::analysis::unused::UnusedState;
use crate::analysis::unused::UnusedStream;
use crate::analysis::unused::UnusedTotals;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Fate;
use crate::model::codes::LinkStatus;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::statement;
use crate::network::words::in_sentence;
use crate::network::words::tonnes_in_words;

/// A sentence on one stream.
pub(super) fn message(registry: &Registry, when: When, of: &UnusedStream) -> String {
    let name = format!("{} of {}", registry.name(of.row), registry.name(of.site));
    let mut text = format!(
        "{name}{}; {}",
        fate(registry, of),
        yearly(registry, when, of)
    );
    if let Some(stock) = &of.stock {
        let told = told_in_brackets(registry, stock);
        let (about, years) = surely(registry, when, stock);
        text += &format!(
            "; {about}{} lie there{told}{years}",
            tonnes_in_words(stock.tonnes)
        );
    }
    let critical = of.contents.iter().filter(|it| it.is_critical);
    let critical: Vec<String> = critical.map(|it| content_word(registry, of, it)).collect();
    if !critical.is_empty() {
        text += &format!("; of critical materials it holds {}", listed(critical));
    }
    for it in of.links.iter().filter(|it| is_past(registry, **it)) {
        text += &format!(
            "; it was taken{} by {}",
            until(registry, *it),
            taker(registry, *it)
        );
    }
    let current = of.links.iter().filter(|it| !is_past(registry, **it));
    let takers: Vec<String> = current.map(|it| taker(registry, *it)).collect();
    if !takers.is_empty() {
        text += &format!("; in part it goes to {}", listed(takers));
    }
    for it in &of.former {
        text += &format!("; {}", former_word(registry, it));
    }
    text += &told_with(registry, of);
    format!("{text} ({}).", when.year)
}

/// With which streams its tonnes a year and its stock are told.
fn told_with(registry: &Registry, of: &UnusedStream) -> String {
    let with = |what: &str, whole: Option<Row>| {
        let whole = whole.map(|it| registry.name(it));
        whole.map_or(String::new(), |it| format!("; {what} told with {it}"))
    };
    match of.told_in == of.stock_told_in {
        true => with("its tonnes are", of.told_in),
        false => {
            with("its tonnes a year are", of.told_in) + &with("its stock is", of.stock_told_in)
        }
    }
}

/// What becomes of it, and of which year that is told.
fn fate(registry: &Registry, of: &UnusedStream) -> String {
    let as_of = of.statement;
    let as_of = as_of.and_then(|it| registry.int(it, statement::AS_OF));
    let is_left = of.state == UnusedState::NoneRecorded && !of.former.is_empty();
    match of.fates.as_slice() {
        [] if is_left => ": nobody on record takes it any more".to_owned(),
        [] => ": what becomes of it is not on record".to_owned(),
        [Fate::Unknown] => {
            let year = as_of.map_or(String::new(), |it| format!(" (as of {it})"));
            format!(": what becomes of it is told as not known{year}")
        }
        fates if is_left => format!(
            " was {}, but nobody on record takes it any more",
            fates_as_of(fates, as_of)
        ),
        fates => format!(" is {}", fates_as_of(fates, as_of)),
    }
}

/// "about " where figures say only that, and their years, which are always told.
fn surely(registry: &Registry, when: When, of: &Tonnes) -> (&'static str, String) {
    let (about, _) = how_surely(registry, when, &of.figures);
    (about, format!(", by {}", years_word(registry, &of.figures)))
}

/// Whether a link in force in the year asked is told as one of the past.
fn is_past(registry: &Registry, of: Row) -> bool {
    registry.code(of, link::STATUS) == Some(LinkStatus::Historical)
}

fn until(registry: &Registry, of: Row) -> String {
    let last = registry.int(of, link::LAST_YEAR);
    last.map_or(String::new(), |it| format!(" until {it}"))
}

fn taker(registry: &Registry, of: Row) -> String {
    let to = registry.reference(of, link::TO);
    to.map_or_else(
        || "a taker not named".to_owned(),
        |it| registry.name(it).to_owned(),
    )
}

fn former_word(registry: &Registry, of: &FormerLink) -> String {
    let who = taker(registry, of.link);
    match (of.is_taker_shut, of.until) {
        (false, Some(year)) => format!("it was taken until {year} by {who}"),
        (false, None) => format!("it was once taken by {who}"),
        (true, Some(year)) => {
            format!("it was taken by {who}, which operates no longer (told of {year})")
        }
        (true, None) => format!("it was taken by {who}, which operates no longer"),
    }
}

fn yearly(registry: &Registry, when: When, of: &UnusedStream) -> String {
    let amount = of.tonnes_per_year.as_ref().or(of.generated.as_ref());
    let Some(amount) = amount else {
        if let Some(some) = &of.part_of_year {
            let (about, years) = surely(registry, when, some);
            let (told, tonnes) = (
                told_in_brackets(registry, some),
                tonnes_in_words(some.tonnes),
            );
            return format!(
                "{about}{tonnes} arose in a part of a year{told}{years}, tonnes of a whole year are not on record"
            );
        }
        let told = match of.site_phase {
            SitePhase::Operating => "tonnes a year are not on record",
            SitePhase::NotOperating => {
                "its site does not operate, so that no tonnes a year are counted"
            }
            SitePhase::Unknown => {
                "whether its site operates is not known, so that no tonnes a year are counted"
            }
        };
        return told.to_owned();
    };
    let (about, years) = surely(registry, when, amount);
    let told = told_in_brackets(registry, amount);
    let whole = of.generated.as_ref();
    let whole = whole
        .map(|it| tonnes_in_words(it.tonnes))
        .unwrap_or_default();
    let tonnes = tonnes_in_words(amount.tonnes);
    match (&of.tonnes_per_year, of.part) {
        (Some(_), Some(part)) if part < 1.0 => {
            format!("{about}{tonnes} of {whole} a year are not used{told}{years}")
        }
        (Some(_), _) => format!("{about}{tonnes} a year are not used{told}{years}"),
        (None, _) => {
            format!("of {about}{whole} a year{told}{years}, it is not on record how much is used")
        }
    }
}

/// What the figure of an amount counts, where that is not just the stream in a year.
pub(super) fn told_of(registry: &Registry, amount: &Tonnes) -> Option<String> {
    let first: Row = amount.figures.first().copied()?;
    let columns = [figure::SCOPE, figure::DEFINITION].into_iter();
    let words: Vec<&str> = columns.filter_map(|it| registry.text(first, it)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn told_in_brackets(registry: &Registry, amount: &Tonnes) -> String {
    let told = told_of(registry, amount);
    told.map_or(String::new(), |it| format!(" (told of: {it})"))
}

/// A material and its tonnes, with the years of their figures where they are not those of the tonnes of the stream.
fn content_word(registry: &Registry, stream: &UnusedStream, of: &UnusedContent) -> String {
    let name = in_sentence(registry.name(of.material));
    let years = |it: &Tonnes, whole: &Option<Tonnes>| {
        let whole = whole.as_ref().map(|it| years_of(registry, &it.figures));
        match whole == Some(years_of(registry, &it.figures)) {
            true => String::new(),
            false => format!(", by {}", years_word(registry, &it.figures)),
        }
    };
    match (&of.tonnes_per_year, &of.stock) {
        (Some(it), _) => {
            let years = years(it, &stream.tonnes_per_year);
            format!("{name} ({} a year{years})", tonnes_in_words(it.tonnes))
        }
        (None, Some(it)) => {
            let years = years(it, &stream.stock);
            format!(
                "{name} ({} in the stock{years})",
                tonnes_in_words(it.tonnes)
            )
        }
        (None, None) if of.figures.is_empty() => format!("{name} (how much is not on record)"),
        (None, None) => format!("{name} (tonnes not known)"),
    }
}

/// A sentence on all of them.
pub(super) fn summary(
    registry: &Registry,
    question: &UnusedQuestion,
    count: usize,
    totals: &UnusedTotals,
) -> String {
    let region = registry.name(question.region);
    let of = question.material;
    let of = of.map_or(String::new(), |it| {
        format!(" with {}", in_sentence(registry.name(it)))
    });
    let year = question.when.year;
    if count == 0 {
        return format!(
            "{region}, {year}: no side-stream{of} without a recorded user is on record{}.",
            users(totals)
        );
    }
    let noun = if count == 1 {
        "side-stream"
    } else {
        "side-streams"
    };
    let yearly = groups(totals);
    let stock = totals.stock.tonnes.map_or(String::new(), |it| {
        format!(
            "; besides, {} lie at {} of them",
            tonnes_in_words(it),
            totals.stock.known
        )
    });
    let years = years(registry, totals);
    format!(
        "{region}, {year}: {count} {noun}{of} not wholly taken by a recorded user: {yearly}{stock}{years}{}.",
        users(totals)
    )
}

/// The streams by what is known of their tonnes a year; the counts add up to all.
fn groups(totals: &UnusedTotals) -> String {
    let (unused, more) = (&totals.per_year, &totals.at_most_more);
    let tonnes = |it: &Sum| tonnes_in_words(it.tonnes.unwrap_or_default());
    let unused_words = format!("{} a year are not used of {}", tonnes(unused), unused.known);
    let more_words = format!(
        "of {} a year that arise in {}, how much is not used is not known",
        tonnes(more),
        more.known
    );
    let without = format!("{} without tonnes of a whole year on record", more.unknown);
    let unknown = totals.operation_unknown;
    let idle = totals.not_arising - unknown;
    let idle_words = format!("{idle} at sites that do not operate");
    let unknown_words = format!("{unknown} at sites of which it is not known whether they operate");
    let twice = format!("{} told with another and not added", totals.told_elsewhere);
    let groups = [
        (unused.known, unused_words),
        (more.known, more_words),
        (more.unknown, without),
        (idle, idle_words),
        (unknown, unknown_words),
        (totals.told_elsewhere, twice),
    ];
    let groups = groups.into_iter().filter(|it| it.0 > 0).map(|it| it.1);
    groups.collect::<Vec<_>>().join("; ")
}

/// Over which years the figures of the sums named are.
fn years(registry: &Registry, totals: &UnusedTotals) -> String {
    let sums = [&totals.per_year, &totals.at_most_more, &totals.stock].into_iter();
    let (years, has_undated) = years_of(registry, sums.flat_map(|it| &it.figures));
    let years: Vec<i32> = years.into_iter().collect();
    let undated = if has_undated { " and undated ones" } else { "" };
    match years.as_slice() {
        [] if has_undated => "; by undated figures".to_owned(),
        [] => String::new(),
        [year] => format!("; by figures of {year}{undated}"),
        [first, .., last] => format!("; by figures of {first} to {last}{undated}"),
    }
}

fn users(totals: &UnusedTotals) -> String {
    match totals.with_user {
        0 => String::new(),
        many => format!(
            "; {many} more of unknown fate have a recorded user, how much these take is not on record"
        ),
    }
}
