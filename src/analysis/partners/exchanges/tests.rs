//! Whether an exchange goes on, as its link says.

use super::*;
use crate::network::text::snapshot;

#[test]
fn an_exchange_whose_link_is_in_use_no_more_is_over() {
    let snapshot = snapshot(
        "product gloop RESIDUE
        site works PROCESSOR
        site plant PROCESSOR
        side-stream heap works gloop
        link running side-stream:heap plant gloop
        link ended side-stream:heap plant gloop
        record link:ended status=HISTORICAL
        link named side-stream:heap plant gloop
        record link:named status=HISTORICAL
        record precedent:known waste=gloop receiver=plant status=IMPLEMENTED link=named
        record precedent:other waste=gloop receiver=plant status=IMPLEMENTED",
    );
    let registry = snapshot.registry();
    let told: Vec<(&str, bool, ExchangeStatus)> = all(registry)
        .iter()
        .map(|it| {
            let row = it.it.row.or(it.it.link).unwrap();
            (registry.slug(row), it.it.is_over, it.it.status)
        })
        .collect();
    let done = ExchangeStatus::Implemented;
    let expected = [
        ("known", true, done),
        ("other", false, done),
        ("ended", true, done),
        ("running", false, done),
    ];
    assert_eq!(told, expected);
}
