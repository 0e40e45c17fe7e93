//! The score of made pairs: laws over random ones, and single ones worked out by hand.

mod contents;
mod laws;
mod pairs;

use super::*;
use crate::analysis::partners::Amount;
use crate::analysis::partners::Content;
use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::pair::Distance;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Terms;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::sides::OfferSide;
use crate::analysis::partners::sides::RequestSide;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::exchange::knowledge;
use crate::model::Id;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::text::snapshot;

const RECORDS: &str = "
    material metals
    material metal group=metals
    material other
    material salt
    product dust RESIDUE carries=metal
    product melt RESIDUE state=MOLTEN
    site works PROCESSOR
    site taker PROCESSOR
    side-stream heap works dust
    side-stream other works dust
    figure site:taker capacity 1 year=2020
    record use:roads application=roads status=PRACTISED
    record precedent:p waste=slag receiver=Builders status=IMPLEMENTED";

/// A pair and what it stands on.
#[derive(Clone)]
struct Case {
    registry: Registry,
    vocabulary: Vocabulary,
    precedents: Precedents,
    offer: Offer,
    request: Request,
    km: Option<f64>,
    within_km: Option<f64>,
}

fn row(registry: &Registry, id: &str) -> Row {
    registry.find(&Id::parse(id).unwrap()).unwrap()
}

impl Case {
    /// Nothing is known of either side.
    fn empty() -> Self {
        let registry = snapshot(RECORDS).registry().clone();
        let texts = ["slag roads", "dust zinc", "ash", "steam"];
        let request = Request {
            record: row(&registry, "use:roads"),
            taker: Some(row(&registry, "site:taker")),
            name: "Roads".to_owned(),
            words: Vec::new(),
            products: Vec::new(),
            materials: Vec::new(),
            ewc: Vec::new(),
            nace: Vec::new(),
            takes_hazardous: None,
            required: Vec::new(),
            limits: Vec::new(),
            amount: None,
            whereabouts: Whereabouts::default(),
            stream: None,
            use_status: None,
            processes: Vec::new(),
            treatment: Vec::new(),
            legal_route: None,
            valid: (None, None),
        };
        let offer = Offer {
            record: None,
            name: "Dust".to_owned(),
            is_named: true,
            words: Vec::new(),
            product: None,
            materials: Vec::new(),
            ewc: Vec::new(),
            nace: Vec::new(),
            hazardous: None,
            legal_standing: None,
            contents: Vec::new(),
            amount: None,
            whereabouts: Whereabouts::default(),
            operator: None,
        };
        Self {
            vocabulary: Vocabulary::of(knowledge(), texts),
            precedents: Precedents::default(),
            registry,
            offer,
            request,
            km: None,
            within_km: None,
        }
    }

    fn row(&self, id: &str) -> Row {
        row(&self.registry, id)
    }

    fn words(&self, text: &str) -> Vec<u32> {
        self.vocabulary.words(knowledge(), [text])
    }

    /// Asks something of the pair, the offer or the request being given.
    fn ask<T>(&self, from_offer: bool, ask: impl FnOnce(&Pair<'_>) -> T) -> T {
        let (vocabulary, precedents) = (&self.vocabulary, &self.precedents);
        let offer = OfferSide::of(knowledge(), vocabulary, precedents, &self.offer);
        let request = RequestSide::of(knowledge(), vocabulary, precedents, &self.request);
        let given = match from_offer {
            true => Given::Offer(&offer),
            false => Given::Request(&request),
        };
        let terms = Terms {
            when: When {
                year: 2025,
                nearest_years: false,
                include_planned: false,
            },
            within_km: self.within_km,
        };
        ask(&Pair {
            registry: &self.registry,
            knowledge: knowledge(),
            vocabulary,
            offer: &self.offer,
            request: &self.request,
            given,
            terms: &terms,
            distance: Distance {
                km: self.km,
                is_assumed: true,
                uncertain_km: 0.0,
                evidence: [None, None],
                half_km: 100.0,
            },
            precedents,
            existing: None,
            operation: None,
            is_inside: None,
        })
    }

    fn scored(&self) -> Scored {
        self.ask(true, scored)
    }

    fn judged(&self) -> Result<Scored, RejectionReason> {
        self.ask(true, judged)
    }

    /// The sentence of a component.
    fn why(&self, component: Component) -> String {
        let told = self.ask(true, |it| told(it, &scored(it)));
        told.components[component as usize].message.clone()
    }

    fn warnings(&self) -> Vec<String> {
        let told = self.ask(true, |it| told(it, &scored(it)));
        told.warnings.into_iter().map(|it| it.message).collect()
    }
}

fn code(code: &str) -> WasteCode {
    WasteCode {
        code: code.to_owned(),
        is_assigned: false,
    }
}

fn content(material: Row, low: impl Into<Option<f64>>, high: impl Into<Option<f64>>) -> Content {
    Content {
        material,
        low: low.into(),
        high: high.into(),
        figures: Vec::new(),
    }
}

fn amount(tonnes_per_year: f64) -> Option<Amount> {
    Some(Amount {
        tonnes_per_year,
        figures: Vec::new(),
    })
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}
