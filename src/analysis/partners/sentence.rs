//! The sentence of a match that may be quoted: stream, partner, number and unit.

use crate::analysis::partners::Component;
use crate::analysis::partners::Offer;
use crate::analysis::partners::Partner;
use crate::model::CodeLists;
use crate::model::Kind;
use crate::model::PublishedList;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::codes::UseStatus;
use crate::model::tables::activity;
use crate::network::words::as_sentence;
use crate::network::words::at_the_start;
use crate::network::words::in_sentence;
use crate::network::words::significant;
use crate::network::words::tonnes_in_words;

/// Who takes what, how far away, how well it fits and what is missing. The line of a taker is named where another of its lines
/// has a row of its own (`has_twin`).
pub(super) fn sentence(
    registry: &Registry,
    lists: &CodeLists,
    partner: &Partner,
    has_twin: bool,
) -> String {
    let (offer, request) = (&partner.offer, &partner.request);
    let stream = stream(registry, offer);
    let who = request.taker.map(|it| registry.name(it));
    let mut told = match (who, &partner.rejected, partner.existing) {
        (_, Some(rejection), _) => {
            let who = who.unwrap_or(&request.name);
            let why = in_sentence(&rejection.message);
            return as_sentence(&format!("{who} is no match for {stream}: {why}"));
        }
        (Some(who), None, Some(_)) => format!("{who} takes {stream} already"),
        (Some(who), None, None) => format!("{who} could take {stream}"),
        (None, None, _) => as_use(partner, &stream),
    };
    match partner.distance_km {
        Some(km) if km > 0.0 => told.push_str(&format!(", {} km away", significant(km, 3))),
        Some(_) => told.push_str(", at the same place"),
        None => (),
    }
    told.push_str(&format!(
        "; it fits to {:.2} by what is known ({:.0} % of what counts).",
        partner.score,
        partner.confidence * 100.0
    ));
    if let Some(best) = best(partner) {
        told.push_str(&format!(" {best}"));
    }
    if !partner.missing_treatment.is_empty() {
        let steps: Vec<&str> = partner
            .missing_treatment
            .iter()
            .map(|it| label(lists, it))
            .collect();
        told.push_str(&format!(" It needs {} before.", steps.join(", ")));
    }
    told.push_str(&lines(registry, partner, has_twin));
    as_sentence(&told)
}

/// By which of its activities and intakes the taker takes it, where the same is told of several, or where it has to be told apart
/// from another one.
fn lines(registry: &Registry, partner: &Partner, has_twin: bool) -> String {
    if partner.also.is_empty() {
        let own = || line(registry, partner.request.record);
        let told = has_twin.then(|| format!(" This is told of one line of the taker: {}.", own()));
        return told.unwrap_or_default();
    }
    let records = [partner.request.record]
        .into_iter()
        .chain(partner.also.iter().copied());
    let names = records.map(|it| line(registry, it));
    format!(
        " The same is told of {} lines of the taker: {}.",
        partner.also.len() + 1,
        names.collect::<Vec<_>>().join("; ")
    )
}

/// An activity by its stage and what it takes, an intake by its name, each with its id.
fn line(registry: &Registry, row: Row) -> String {
    let stage = registry.code::<Stage>(row, activity::STAGE);
    let stage = stage.filter(|_| row.kind() == Kind::Activity);
    let inputs = || registry.references(row, activity::INPUTS);
    let name = stage.map_or_else(
        || in_sentence(registry.name(row)),
        |stage| {
            let inputs = inputs().map(|it| in_sentence(registry.name(it)));
            let inputs = inputs.collect::<Vec<_>>().join(", ");
            format!("{} of {inputs}", stage.code().to_lowercase())
        },
    );
    format!("{name} ({})", registry.id(row))
}

/// A stream with its place and tonnes.
fn stream(registry: &Registry, offer: &Offer) -> String {
    let place = offer.whereabouts.site.map(|it| registry.name(it));
    let place = place.map_or_else(String::new, |it| format!(" of {it}"));
    let amount = offer.amount.as_ref();
    let amount = amount.map_or_else(String::new, |it| {
        format!(" ({} a year)", tonnes_in_words(it.tonnes_per_year))
    });
    format!("{}{place}{amount}", in_sentence(&offer.name))
}

/// A kind of use, and how far it is established.
fn as_use(partner: &Partner, stream: &str) -> String {
    let request = &partner.request;
    let own = request.stream.is_some() && request.stream == partner.offer.record;
    let of_what = if own { "it" } else { "such streams" };
    let how = match request.use_status {
        Some(UseStatus::Practised) => "practised",
        Some(UseStatus::Studied) => "studied",
        _ => "proposed",
    };
    format!(
        "{} is a use for {stream}, {how} for {of_what}",
        at_the_start(&request.name)
    )
}

/// What the most weighty known component says that is high.
fn best(partner: &Partner) -> Option<&str> {
    let told = partner
        .components
        .iter()
        .filter(|it| it.component != Component::Distance);
    let known = told.filter_map(|it| Some((it.value?, it)));
    let weight =
        |it: &(f64, &crate::analysis::partners::ComponentScore)| it.0 * it.1.component.weight();
    let best = known.reduce(|best, it| {
        if weight(&it) > weight(&best) {
            it
        } else {
            best
        }
    })?;
    (best.0 > 0.0).then_some(best.1.message.as_str())
}

/// What a process is called.
fn label<'a>(lists: &'a CodeLists, code: &'a str) -> &'a str {
    let entry = lists.get(PublishedList::Process, code);
    entry.map_or(code, |it| it.label.as_str())
}

/// The kinds that a need may be asked by; of a site or organisation it is all of theirs.
pub const NEEDS: &[Kind] = &[
    Kind::Intake,
    Kind::Activity,
    Kind::Use,
    Kind::Site,
    Kind::Organisation,
];
