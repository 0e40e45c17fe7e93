//! Exchanges that exist or were studied, in the shape in which offers and requests are compared with them.

use crate::analysis::partners::WasteCode;
use crate::model::Row;
use crate::model::codes::ExchangeStatus;

/// One exchange. Empty lists and `None` are what is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedent {
    /// The record; none for what is no record, as in an evaluation.
    pub row: Option<Row>,
    /// The concepts of what is exchanged, numbered by the vocabulary, ascending.
    pub waste_words: Vec<u32>,
    /// Its waste codes.
    pub ewc: Vec<WasteCode>,
    /// What it is, where the link that is this exchange says so.
    pub product: Option<Row>,
    /// The concepts of who takes it and of what it becomes, ascending.
    pub receiver_words: Vec<u32>,
    /// The trades of who takes it, as the published list writes them.
    pub receiver_nace: Vec<String>,
    /// How far it came.
    pub status: ExchangeStatus,
    /// Whether it is over: its link is in use no more. It counts as much, for it was possible.
    pub is_over: bool,
    /// The link that is this exchange.
    pub link: Option<Row>,
    /// The side-stream that the link ships.
    pub stream: Option<Row>,
}

/// All exchanges that count for a question, those of hidden links left out.
#[derive(Clone, Debug, Default)]
pub struct Precedents {
    /// In order of id.
    pub all: Vec<Precedent>,
}

/// How much an exchange counts: 1 if it exists, 0.6 if planned, 0.4 if under study.
pub const fn status_weight(status: ExchangeStatus) -> f64 {
    match status {
        ExchangeStatus::Implemented => 1.0,
        ExchangeStatus::Planned => 0.6,
        ExchangeStatus::UnderStudy => 0.4,
    }
}
