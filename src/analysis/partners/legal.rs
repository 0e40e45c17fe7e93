//! The rule under which a stream may be taken, in a sentence.

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::model::codes::LegalStanding;

/// The rule that the use or intake names, else what follows from how the law sees the stream; none if neither is known.
/// Articles are those of Directive 2008/98/EC on waste.
pub(super) fn route(offer: &Offer, request: &Request) -> Option<String> {
    let by_standing = || {
        let sentence = match offer.legal_standing? {
            LegalStanding::Waste => {
                "It is waste: who takes it needs a permit for its treatment (Directive 2008/98/EC, Article 23)"
            }
            LegalStanding::ByProduct => {
                "It is a by-product as long as its use is certain, lawful and needs no more than normal industrial practice (Directive 2008/98/EC, Article 5)"
            }
            LegalStanding::EndOfWaste => {
                "It has ceased to be waste as long as it meets the criteria for that (Directive 2008/98/EC, Article 6)"
            }
        };
        Some(sentence.to_owned())
    };
    request.legal_route.clone().or_else(by_standing)
}
