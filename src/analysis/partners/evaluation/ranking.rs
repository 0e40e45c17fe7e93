//! Trades ranked for a waste: by the score, and by how common they are.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::partners::Offer;
use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::Request;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::evaluation::Exchange;
use crate::analysis::partners::pair::Distance;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;
use crate::analysis::partners::pair::Terms;
use crate::analysis::partners::precedents::Precedent;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::score::better;
use crate::analysis::partners::score::judged;
use crate::analysis::partners::sides::OfferSide;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::PublishedList;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;

/// What is known without the case asked about.
pub(super) struct Fold<'a> {
    knowledge: &'a Knowledge,
    registry: Registry,
    vocabulary: Vocabulary,
    precedents: Precedents,
    /// A request for each candidate, in order of its code.
    requests: Vec<Request>,
    /// By candidate: how many exchanges of the other cases it takes.
    popularity: Vec<usize>,
}

impl<'a> Fold<'a> {
    pub(super) fn of(knowledge: &'a Knowledge, others: &[&Exchange]) -> Self {
        let mut popularity: BTreeMap<&str, usize> = BTreeMap::new();
        let mut applications: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for it in others.iter().flat_map(|it| &it.receiver_nace) {
            *popularity.entry(it).or_default() += 1;
        }
        for link in knowledge.takers().flat_map(|(_, links)| links) {
            popularity.entry(&link.nace).or_default();
            let of_trade = applications.entry(&link.nace).or_default();
            of_trade.insert(&link.application);
        }
        let record = |trade: &&str| Record::new(Id::new(Kind::Use, *trade));
        let registry = Registry::of_records(popularity.keys().map(record).collect());
        let words_of = |trade: &str| {
            let label = knowledge.lists.get(PublishedList::Nace, trade);
            let label = label.map(|it| it.label.clone());
            let applications = applications.get(trade).into_iter().flatten();
            let applications = applications.map(|it| (*it).to_owned());
            label.into_iter().chain(applications).collect::<Vec<_>>()
        };
        let of_trades = popularity.keys().flat_map(|it| words_of(it));
        let of_others = others.iter().flat_map(|it| {
            let receiver = it.receiver.join(" ");
            [it.waste.clone(), receiver]
        });
        let vocabulary = Vocabulary::of(knowledge, of_trades.chain(of_others));
        let words = |texts: &[String]| {
            let texts = texts.iter().map(String::as_str);
            vocabulary.words(knowledge, texts)
        };
        let requests = popularity.keys().filter_map(|trade| {
            let row = registry.find(&Id::new(Kind::Use, *trade))?;
            Some(request(row, trade, words(&words_of(trade))))
        });
        let requests = requests.collect();
        let precedents = others.iter().map(|it| Precedent {
            row: None,
            waste_words: words(std::slice::from_ref(&it.waste)),
            ewc: codes(it),
            product: None,
            receiver_words: words(&it.receiver),
            receiver_nace: it.receiver_nace.clone(),
            status: it.status,
            is_over: false,
            link: None,
            stream: None,
        });
        let precedents = Precedents {
            all: precedents.collect(),
        };
        Self {
            knowledge,
            precedents,
            requests,
            popularity: popularity.into_values().collect(),
            vocabulary,
            registry,
        }
    }

    /// How many candidates there are.
    pub(super) fn candidates(&self) -> usize {
        self.requests.len()
    }

    /// The rank of the first right candidate, the commonest in the other cases first, then by code.
    pub(super) fn rank_by_popularity(&self, exchange: &Exchange) -> Option<usize> {
        let mut order: Vec<usize> = (0..self.requests.len()).collect();
        order.sort_by_key(|it| (Reverse(self.popularity[*it]), *it));
        self.rank(&order, exchange)
    }

    /// The same by the order of partners; equal ones, and after all others those that are ruled out, by popularity in
    /// the other cases.
    pub(super) fn rank_by_score(&self, exchange: &Exchange) -> Option<usize> {
        let scored = self.scored(exchange);
        let mut order: Vec<usize> = (0..self.requests.len()).collect();
        order.sort_by(|a, b| {
            let by_score = match (&scored[*a], &scored[*b]) {
                (Ok(a), Ok(b)) => better(a, b),
                (a, b) => a.is_err().cmp(&b.is_err()),
            };
            let common = |it: &usize| Reverse(self.popularity[*it]);
            by_score.then(common(a).cmp(&common(b))).then(a.cmp(b))
        });
        self.rank(&order, exchange)
    }

    /// What each candidate comes to as a partner for the waste.
    pub(super) fn scored(&self, exchange: &Exchange) -> Vec<Result<Scored, RejectionReason>> {
        let texts = [exchange.waste.as_str()];
        let offer = Offer {
            record: None,
            name: exchange.waste.clone(),
            is_named: true,
            words: self.vocabulary.words(self.knowledge, texts),
            product: None,
            materials: Vec::new(),
            ewc: codes(exchange),
            nace: Vec::new(),
            hazardous: None,
            legal_standing: None,
            contents: Vec::new(),
            amount: None,
            whereabouts: Whereabouts::default(),
            operator: None,
        };
        let side = OfferSide::of(self.knowledge, &self.vocabulary, &self.precedents, &offer);
        let when = When {
            year: 0,
            nearest_years: false,
            include_planned: false,
        };
        let terms = Terms {
            when,
            within_km: None,
        };
        let pair = |request| Pair {
            registry: &self.registry,
            knowledge: self.knowledge,
            vocabulary: &self.vocabulary,
            offer: &offer,
            request,
            given: Given::Offer(&side),
            terms: &terms,
            distance: Distance::default(),
            precedents: &self.precedents,
            existing: None,
            operation: None,
            is_inside: None,
        };
        self.requests.iter().map(|it| judged(&pair(it))).collect()
    }

    fn rank(&self, order: &[usize], exchange: &Exchange) -> Option<usize> {
        let is_right = |it: &usize| {
            let mut of_candidate = self.requests[*it].nace.iter();
            of_candidate.any(|it| is_right(it, &exchange.receiver_nace))
        };
        order.iter().position(is_right).map(|it| it + 1)
    }
}

/// Whether a candidate is one of the trades that took it, or a narrower one: a truth of two digits is met by every class
/// of the division, since the source tells no more. A wider candidate than the truth is not right.
fn is_right(candidate: &str, truths: &[String]) -> bool {
    truths.iter().any(|it| candidate.starts_with(it.as_str()))
}

fn codes(exchange: &Exchange) -> Vec<WasteCode> {
    let stated = |code: &String| WasteCode {
        code: code.clone(),
        is_assigned: false,
    };
    exchange.ewc.iter().map(stated).collect()
}

/// A trade as a request: its label and what it is known to make of wastes are its words.
fn request(record: Row, trade: &str, words: Vec<u32>) -> Request {
    Request {
        record,
        taker: None,
        name: trade.to_owned(),
        words,
        products: Vec::new(),
        materials: Vec::new(),
        ewc: Vec::new(),
        nace: vec![trade.to_owned()],
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
    }
}
