//! Sentences on streams without a recorded user.

use crate::analysis::gaps::listed;
use crate::analysis::streams::fate_word;
use crate::analysis::unused::Tonnes;
use crate::analysis::unused::UnusedContent;
use crate::analysis::unused::UnusedQuestion;
use crate::analysis::unused::UnusedStream;
use crate::analysis::unused::UnusedTotals;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Fate;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::words::in_sentence;
use crate::network::words::tonnes_in_words;

/// A sentence on one stream.
pub(super) fn message(registry: &Registry, when: When, of: &UnusedStream) -> String {
    let name = format!("{} of {}", registry.name(of.row), registry.name(of.site));
    let fate = match of.fates.as_slice() {
        [] | [Fate::Unknown] => ": what becomes of it is not on record".to_owned(),
        fates => {
            let words: Vec<&str> = fates.iter().map(|it| fate_word(*it)).collect();
            format!(" is {}", words.join(" and "))
        }
    };
    let mut text = format!("{name}{fate}; {}", yearly(registry, of));
    if let Some(stock) = &of.stock {
        let told = told_of(registry, stock);
        text += &format!("; {} lie there{told}", tonnes_in_words(stock.tonnes));
    }
    let critical = of.contents.iter().filter(|it| it.is_critical);
    let critical: Vec<String> = critical.map(|it| content_word(registry, it)).collect();
    if !critical.is_empty() {
        text += &format!("; of critical materials it holds {}", listed(critical));
    }
    if !of.links.is_empty() {
        let takers = of
            .links
            .iter()
            .filter_map(|it| registry.reference(*it, link::TO));
        let takers = listed(takers.map(|it| registry.name(it).to_owned()));
        text += &format!("; in part it goes to {takers}");
    }
    if let Some(whole) = of.told_in {
        text += &format!("; its tonnes are told with {}", registry.name(whole));
    }
    format!("{text} ({}).", when.year)
}

fn yearly(registry: &Registry, of: &UnusedStream) -> String {
    match (&of.tonnes_per_year, &of.generated, of.part) {
        (Some(unused), Some(whole), Some(part)) if part < 1.0 => format!(
            "{} of {} a year are not used{}",
            tonnes_in_words(unused.tonnes),
            tonnes_in_words(whole.tonnes),
            told_of(registry, whole)
        ),
        (Some(unused), ..) => {
            let told = told_of(registry, unused);
            format!(
                "{} a year are not used{told}",
                tonnes_in_words(unused.tonnes)
            )
        }
        (None, Some(whole), _) => format!(
            "of {} a year{} it is not on record how much is used",
            tonnes_in_words(whole.tonnes),
            told_of(registry, whole)
        ),
        (None, None, _) => "tonnes a year are not on record".to_owned(),
    }
}

/// What the figure of an amount counts, where that is not just the stream in a year.
fn told_of(registry: &Registry, amount: &Tonnes) -> String {
    let first: Option<Row> = amount.figures.first().copied();
    let columns = [figure::SCOPE, figure::DEFINITION].into_iter();
    let words = columns.filter_map(|it| registry.text(first?, it));
    let words: Vec<&str> = words.collect();
    match words.is_empty() {
        true => String::new(),
        false => format!(" (told of: {})", words.join(", ")),
    }
}

fn content_word(registry: &Registry, of: &UnusedContent) -> String {
    let name = in_sentence(registry.name(of.material));
    match (&of.tonnes_per_year, &of.stock) {
        (Some(it), _) => format!("{name} ({} a year)", tonnes_in_words(it.tonnes)),
        (None, Some(it)) => format!("{name} ({} in the stock)", tonnes_in_words(it.tonnes)),
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
    let yearly = match totals.per_year.tonnes {
        None => "no tonnes a year are on record".to_owned(),
        Some(tonnes) => format!(
            "{} a year by {} of them, unknown for {}",
            tonnes_in_words(tonnes),
            totals.per_year.known,
            totals.per_year.unknown
        ),
    };
    let stock = totals.stock.tonnes.map_or(String::new(), |it| {
        format!(
            "; {} lie at {} of them",
            tonnes_in_words(it),
            totals.stock.known
        )
    });
    let twice = match totals.told_elsewhere {
        0 => String::new(),
        1 => "; 1 is told with another and not added".to_owned(),
        many => format!("; {many} are told with others and not added"),
    };
    format!(
        "{region}, {year}: {count} {noun}{of} without a recorded user: {yearly}{stock}{twice}{}.",
        users(totals)
    )
}

fn users(totals: &UnusedTotals) -> String {
    match totals.with_user {
        0 => String::new(),
        many => format!(
            "; {many} more of unknown fate have a recorded user, how much these take is not on record"
        ),
    }
}
