//! What somebody has to know before they act on a match.

use crate::analysis::benchmarks::percent;
use crate::analysis::partners::Warning;
use crate::analysis::partners::components::code;
use crate::analysis::partners::components::code::By;
use crate::analysis::partners::components::code::spaced;
use crate::analysis::partners::components::composition;
use crate::analysis::partners::components::composition::told_range;
use crate::analysis::partners::gates::given_there;
use crate::analysis::partners::gates::is_perhaps_not_movable;
use crate::analysis::partners::gates::taker_name;
use crate::analysis::partners::offers::hazardous_by_code;
use crate::analysis::partners::offers::streams_of;
use crate::analysis::partners::offers::waste_codes;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::model::Kind;
use crate::model::Row;
use crate::model::WasteLikeness;
use crate::model::codes::Mode;
use crate::model::codes::PositionPrecision;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// All warnings of a pair: permit, codes, contents, place.
pub(in crate::analysis::partners) fn warnings(pair: &Pair<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut warn = |message: String, record: Option<Row>| {
        found.push(Warning { message, record });
    };
    if pair.offer.hazardous == Some(true)
        && pair.request.takes_hazardous.is_none()
        && pair.request.taker.is_some()
    {
        let taker = taker_name(pair);
        let text = format!("the stream is hazardous, and whether {taker} may take it is not known");
        warn(text, Some(pair.request.record));
    }
    if pair.offer.hazardous.is_none() && pair.request.takes_hazardous == Some(false) {
        let taker = taker_name(pair);
        let text = format!(
            "{taker} takes no hazardous waste, and whether the stream is hazardous is not known"
        );
        warn(text, Some(pair.request.record));
    }
    for (message, record) in on_record(pair) {
        warn(message, Some(record));
    }
    if let Some(By::Waste(likeness, offered, asked)) = code::fit(pair).map(|it| it.by) {
        if likeness == WasteLikeness::Mirror {
            let text = format!(
                "waste codes {} and {} are mirror entries: whether the waste is hazardous decides which one it is",
                spaced(&offered.code),
                spaced(&asked.code)
            );
            warn(text, pair.offer.record);
        }
        let sides = [
            (offered, pair.offer.record),
            (asked, Some(pair.request.record)),
        ];
        for (it, record) in sides.into_iter().filter(|(it, _)| it.is_assigned) {
            let code = spaced(&it.code);
            let text = format!(
                "waste code {code} was assigned by a compiler, no permit or source states it"
            );
            warn(text, record);
        }
    }
    for (limit, content) in composition::perhaps_over(pair) {
        let text = format!(
            "{} of {} may be over the {} that are allowed",
            told_range(content),
            in_sentence(pair.registry.name(limit.material)),
            percent(limit.fraction)
        );
        warn(text, Some(limit.figure));
    }
    if let Some(text) = assumed_distance(pair) {
        warn(text.to_owned(), None);
    }
    for (message, record) in uncertain_places(pair) {
        warn(message, record);
    }
    for (message, record) in missing_places(pair) {
        warn(message.to_owned(), record);
    }
    found
}

/// What to know of a distance that is worked out from positions; nothing where the stream is taken on its site.
fn assumed_distance(pair: &Pair<'_>) -> Option<&'static str> {
    let is_assumed = pair.distance.km.is_some_and(|km| km > 0.0) && pair.distance.is_assumed;
    let mode = |it: Row| pair.registry.code::<Mode>(it, link::MODE);
    match pair.existing {
        _ if !is_assumed => None,
        None => Some(
            "the distance is worked out from positions, as the crow flies with a usual detour; no route is on record, and water in between is not seen",
        ),
        Some(link) if mode(link) == Some(Mode::OnSite) => None,
        Some(_) => Some(
            "the distance is worked out from positions, as the crow flies with a usual detour; the way it is taken by has no length on record, and water in between is not seen",
        ),
    }
}

/// What is on record of the same as somebody describes: that it is hazardous, and that the taker gives it itself.
fn on_record(pair: &Pair<'_>) -> Vec<(String, Row)> {
    let name = |it: Row| in_sentence(pair.registry.name(it));
    let hazard = perhaps_hazardous(pair).map(|(stream, what)| {
        let name = name(stream);
        let text =
            format!("the stream may be hazardous: {name}, which {what}, is on record as hazardous");
        (text, stream)
    });
    let given = given_there(pair).map(|stream| {
        let (taker, name) = (taker_name(pair), name(stream));
        let text = format!("{taker} gives such a stream itself at this place: {name}");
        (text, stream)
    });
    hazard.into_iter().chain(given).collect()
}

/// A stream on record that is hazardous and of the product of what somebody described, or arises there and has its words, where
/// they do not say whether theirs is; with what it is to theirs.
fn perhaps_hazardous(pair: &Pair<'_>) -> Option<(Row, &'static str)> {
    if pair.offer.record.is_some() || pair.offer.hazardous.is_some() {
        return None;
    }
    let (registry, lists) = (pair.registry, &pair.knowledge.lists);
    let is_hazardous = |it: &Row| {
        let codes = || waste_codes(registry, *it, side_stream::EWC_CODES);
        let told = registry.flag(*it, side_stream::HAZARDOUS);
        told.or_else(|| hazardous_by_code(lists, &codes())) == Some(true)
    };
    let product = pair.offer.product.into_iter();
    let mut of_product = product.flat_map(|it| streams_of(registry, it));
    let same = of_product.find(is_hazardous);
    let there = || match pair.given {
        Given::Offer(side) => {
            let streams = side.producers.iter().map(|it| it.1);
            let mut streams = streams.filter(|it| it.kind() == Kind::SideStream);
            streams.find(is_hazardous)
        }
        Given::Request(_) => None,
    };
    let same = same.map(|it| (it, "is the same product"));
    same.or_else(|| there().map(|it| (it, "arises there and has these words")))
}

/// Places of which only the area is known, where the distance is worked out from its middle, and whether that decides.
fn uncertain_places(pair: &Pair<'_>) -> Vec<(String, Option<Row>)> {
    let either_way = pair.distance.uncertain_km;
    let Some(km) = pair.distance.km.filter(|_| either_way > 0.0) else {
        return Vec::new();
    };
    let sides = [
        ("the stream", &pair.offer.whereabouts, pair.offer.record),
        ("the taker", &pair.request.whereabouts, pair.request.taker),
    ];
    let areas = sides.into_iter().filter_map(|(who, it, record)| {
        let position = it.position?;
        let is_area = position.precision == PositionPrecision::Area;
        let around = significant(position.uncertainty_km, 2);
        let text = format!(
            "of the place of {who} only the area is known, up to {around} km around its middle: the distance is that from the middle"
        );
        is_area.then_some((text, record))
    });
    let most = pair.terms.within_km;
    let undecided = most.filter(|most| (km - most).abs() <= either_way);
    let undecided = undecided.map(|most| {
        let most = significant(most, 3);
        format!("it is not known whether the two are within the {most} km asked")
    });
    let unmovable = is_perhaps_not_movable(pair)
        .then(|| "it is not known whether the two are near enough to move it as it is".to_owned());
    let open = undecided.into_iter().chain(unmovable);
    areas.chain(open.map(|it| (it, None))).collect()
}

/// Places that are not known, unless the distance is, or the request is a kind of use.
fn missing_places(pair: &Pair<'_>) -> Vec<(&'static str, Option<Row>)> {
    let (offer, request) = (pair.offer, pair.request);
    if pair.distance.km.is_some() || request.taker.is_none() {
        return Vec::new();
    }
    let of_offer = offer.whereabouts.position.is_none();
    let of_request = request.whereabouts.position.is_none();
    let offer = (
        "where the stream is is not known, so that distance does not count",
        offer.record,
    );
    let request = (
        "where the taker is is not known, so that distance does not count",
        request.taker,
    );
    [(of_offer, offer), (of_request, request)]
        .into_iter()
        .filter(|(is_missing, _)| *is_missing)
        .map(|(_, warning)| warning)
        .collect()
}
