//! Partners: who can use a side-stream, which streams meet a need, and why.
//!
//! Offers and requests are read from the records into one shape each (`offer`, `request`). A pair passes the gates
//! (`gates`) or is ruled out with the reason; what passes is scored by six components (`components`), each known or not, as
//! a weighted geometric mean of those known, and ordered by tier of confidence, score, id (`score`). The rest of an answer is what somebody needs to
//! act on it: the treatment that is missing and who offers it, the legal route, the clusters both could meet in.

mod answer;
mod brokers;
pub mod components;
pub mod described;
mod distance;
pub mod evaluation;
mod exchanges;
pub mod gates;
mod group;
pub mod index;
mod legal;
mod notes;
mod offers;
pub mod pair;
pub mod places;
pub mod precedents;
mod rejection;
mod requests;
pub mod score;
mod sentence;
pub mod sides;
mod telling;
mod told;
mod treatment;
pub mod vocabulary;
mod warnings;

pub use answer::Waiting;
pub use answer::partners;
pub use group::PartnerGroup;
pub use rejection::Rejection;
pub use rejection::RejectionReason;
pub use sentence::NEEDS;

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::LegalStanding;
use crate::model::codes::UseStatus;
use crate::model::codes::codes;
use crate::model::geo::Position;
use crate::model::hex;
use crate::network::paths::Basis;

codes! {
    /// What a score is made of.
    pub enum Component {
        /// Whether something like it is done already.
        Precedent = "PRECEDENT",
        /// Whether product, waste code or trade fit.
        Code = "CODE",
        /// Whether the contents fit.
        Composition = "COMPOSITION",
        /// How near the two are.
        Distance = "DISTANCE",
        /// How alike the words are.
        Text = "TEXT",
        /// Whether the amounts fit.
        Quantity = "QUANTITY",
    }
}

impl Component {
    /// How much the component weighs in a score, out of 11.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Precedent => 3.0,
            Self::Code | Self::Composition | Self::Distance => 2.0,
            Self::Text | Self::Quantity => 1.0,
        }
    }
}

/// A code of the List of Waste, two, four or six digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasteCode {
    /// The digits.
    pub code: String,
    /// Whether a compiler assigned it rather than a permit or source stating it.
    pub is_assigned: bool,
}

/// How much of a material is in a stream, as mass fractions. An end that nobody tells is none; at least one is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Which material.
    pub material: Row,
    /// The least it may be; equal to `high` where one number is told, none where only the most is.
    pub low: Option<f64>,
    /// The most it may be; none where only the least is told.
    pub high: Option<f64>,
    /// The figures it rests on; empty where somebody described it.
    pub figures: Vec<Row>,
}

/// A bound that a request sets to a content, as a mass fraction.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Which material.
    pub material: Row,
    /// The least or the most that may be in it.
    pub fraction: f64,
    /// The figure that says so.
    pub figure: Row,
}

/// Tonnes a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Tonnes of product a year; the middle where only a range is told.
    pub tonnes_per_year: f64,
    /// The figures it rests on; empty where somebody described it.
    pub figures: Vec<Row>,
}

/// Where something is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whereabouts {
    /// The position; none if not known.
    pub position: Option<Position>,
    /// The site it is at; none for what somebody described, and for kinds of use.
    pub site: Option<Row>,
    /// The smallest region known; none if not known.
    pub region: Option<Row>,
}

/// What is offered, in the shape in which it is compared. Empty lists and `None` are what is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The side-stream, the activity that gives `product` out, or the product where no place is told; none for what
    /// somebody described.
    pub record: Option<Row>,
    /// What it is called.
    pub name: String,
    /// Whether words say what it is; else the name is that of its waste code, and its words are not known.
    pub is_named: bool,
    /// The concepts of its names, kind and product, numbered by the vocabulary of the index, ascending.
    pub words: Vec<u32>,
    /// What it is.
    pub product: Option<Row>,
    /// Materials that a source names in it.
    pub materials: Vec<Row>,
    /// Its waste codes.
    pub ewc: Vec<WasteCode>,
    /// Trades of who gives it, NACE Rev. 2.
    pub nace: Vec<String>,
    /// Whether it is hazardous.
    pub hazardous: Option<bool>,
    /// As what the law sees it.
    pub legal_standing: Option<LegalStanding>,
    /// What is in it.
    pub contents: Vec<Content>,
    /// How much arises.
    pub amount: Option<Amount>,
    /// Where.
    pub whereabouts: Whereabouts,
    /// Who has it.
    pub operator: Option<Row>,
}

/// What is asked for, in the shape in which it is compared. Empty lists and `None` are what is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The intake, activity or use.
    pub record: Row,
    /// Who takes it: a site or an organisation; none for kinds of use.
    pub taker: Option<Row>,
    /// What it is called.
    pub name: String,
    /// The concepts of its names, application and products, numbered by the vocabulary of the index, ascending.
    pub words: Vec<u32>,
    /// Products it takes, any of them.
    pub products: Vec<Row>,
    /// Materials it wants, any of them.
    pub materials: Vec<Row>,
    /// Waste codes it takes, any of them.
    pub ewc: Vec<WasteCode>,
    /// Trades it is of, NACE Rev. 2.
    pub nace: Vec<String>,
    /// Whether it may take hazardous waste.
    pub takes_hazardous: Option<bool>,
    /// What has to be in it at least.
    pub required: Vec<Limit>,
    /// What may be in it at most.
    pub limits: Vec<Limit>,
    /// How much it takes.
    pub amount: Option<Amount>,
    /// Where.
    pub whereabouts: Whereabouts,
    /// The side-stream a source names for this use.
    pub stream: Option<Row>,
    /// How far the use is established; none for what is no use.
    pub use_status: Option<UseStatus>,
    /// What is done with it there, CGI codes.
    pub processes: Vec<String>,
    /// Steps that a stream needs before, CGI codes.
    pub treatment: Vec<String>,
    /// The rule under which it may be taken.
    pub legal_route: Option<String>,
    /// First and last day it holds.
    pub valid: (Option<String>, Option<String>),
}

/// One component of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentScore {
    /// Which.
    pub component: Component,
    /// 0 to 1; none if it is not known.
    pub value: Option<f64>,
    /// A sentence that says why.
    pub message: String,
    /// Records it rests on: figures, precedents, uses, links.
    pub evidence: Vec<Row>,
}

/// Whose partners are asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Who takes a side-stream, or a product wherever it arises.
    Offer(Row),
    /// What meets a need: an intake, an activity, a use, or all needs of a site.
    Need(Row),
    /// One offer and one need, whatever comes of it.
    Pair(Row, Row),
    /// Who takes what somebody described.
    Described(Box<Offer>),
}

/// The question.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnersQuestion {
    /// Whose partners.
    pub subject: Subject,
    /// Only partners so near, in km; a partner whose place is not known stays, with a warning, unless it is a kind of use.
    pub within_km: Option<f64>,
    /// Only partners in these regions, their parts and members included; empty asks for all. Kinds of use stay.
    pub regions: Vec<Row>,
    /// Only who takes it, or only what it can become; a need and a pair are answered whatever it is.
    pub among: PartnerGroup,
    /// Whether what is ruled out is told too, after what is not.
    pub include_rejected: bool,
    /// Whether only what is ruled out is told, what would have been the first of it first.
    pub only_rejected: bool,
    /// Links whose existence is left out of account, with their shipment, parts and wholes, and the precedents they are: to see
    /// what would be found without them. Kinds of use stay, since other sources tell of them.
    pub hidden_links: Vec<Row>,
    /// So many of the first are not told, since a reader has them; they are only counted.
    pub skip: usize,
    /// How many partners are told after those; the others are only counted.
    pub first: usize,
    /// For which year.
    pub when: When,
    /// Pairs that may be looked at.
    pub budget: u64,
}

/// Something a reader has to know before they act on a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A sentence.
    pub message: String,
    /// The record it is of.
    pub record: Option<Row>,
}

/// An offer and a request, with what speaks for and against them.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    /// What is offered.
    pub offer: Offer,
    /// What is asked for.
    pub request: Request,
    /// Weighted geometric mean of the known components, 0.01 to 1.
    pub score: f64,
    /// Weight of the known components over the weight of all, 0 to 1.
    pub confidence: f64,
    /// 1 for a confidence of at least 0.5, 2 for at least 0.25, else 3.
    pub tier: u8,
    /// All six, in the order of [`Component::ALL`].
    pub components: Vec<ComponentScore>,
    /// The precedent that counts; none if none does.
    pub precedent: Option<Row>,
    /// The kilometres between the two, by road as far as known; none if a place is not known.
    pub distance_km: Option<f64>,
    /// Why it is ruled out; none if it is not.
    pub rejected: Option<Rejection>,
    /// The link on record by which the taker takes this stream already.
    pub existing: Option<Row>,
    /// Steps that are missing, CGI codes.
    pub missing_treatment: Vec<String>,
    /// Sites, platforms and organisations that offer such a step, the nearest first.
    pub treatment_offers: Vec<Row>,
    /// How many there are of these, told or not.
    pub treatment_offers_total: usize,
    /// Clusters both could meet in, those with both as members first.
    pub brokers: Vec<Row>,
    /// The rule under which it may be taken; none if not known.
    pub legal_route: Option<String>,
    /// What to know before acting.
    pub warnings: Vec<Warning>,
    /// The record of this offer and request being pursued; none if they are not.
    pub matching: Option<Row>,
    /// Other activities or intakes of the same taker of which the very same is told; they are no rows of their own.
    pub also: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

impl Partner {
    /// Hash of what is offered and asked for, the same in every revision that has both.
    pub fn id(&self, registry: &Registry) -> String {
        let id = |row: Option<Row>| row.map(|it| registry.id(it).to_string());
        let offer = id(self.offer.record).unwrap_or_else(|| self.offer.name.clone());
        let parts = [
            offer,
            id(self.offer.product).unwrap_or_default(),
            registry.id(self.request.record).to_string(),
        ];
        let digest = Sha256::digest(parts.join("\n"));
        format!("partner:{}", &hex(&digest.into())[..16])
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnersAnswer {
    /// The first of them after those skipped, by tier, then score, then id of the request and of the offer; what is ruled out comes last, by
    /// reason and id.
    pub partners: Vec<Partner>,
    /// How many there are, told or not; what is ruled out counts where the question asks for it.
    pub total: usize,
    /// What was made of the offer asked about; none for a need.
    pub offer: Option<Offer>,
    /// How many pairs each gate ruled out, told or not.
    pub rejected: Vec<(RejectionReason, usize)>,
    /// Takers ruled out since they do not operate, that would otherwise be among the first; none for a need and for a pair.
    pub waiting: Vec<Waiting>,
    /// Pairs told, shown or not, to see whether the same is told of them; 1 000 at most.
    pub compared: usize,
    /// Pairs looked at.
    pub explored: u64,
    /// Whether the budget ended the search before all pairs were looked at.
    pub is_cut: bool,
    /// What the partners told rest on, and the offer.
    pub basis: Basis,
}
