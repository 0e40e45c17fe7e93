//! A match on one page: a stream and who could take it, to be printed and taken along.

mod way;
mod whom;

use std::collections::BTreeSet;

use anyhow::bail;
use serde_json::Value;
use serde_json::json;

use crate::cli::report::ask::Questions;
use crate::cli::report::basis::cited;
use crate::cli::report::card::way::the_way;
use crate::cli::report::card::whom::whom_to_call;
use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Document;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Sentence;
use crate::cli::report::document::Table;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::report::figures::codes;
use crate::cli::report::figures::short;
use crate::cli::report::figures::value;
use crate::cli::report::figures::when;
use crate::cli::report::figures::words;
use crate::cli::show::items;
use crate::cli::show::number;
use crate::cli::show::plain;

const CARD: &str = include_str!("card.graphql");

/// The nearest platforms that can test a stream.
const PILOTS: &str = include_str!("card_pilots.graphql");

/// What stands on the page where a fact is not on record.
const NOT_KNOWN: &str = "not known";
/// The same where there may be none.
const NONE: &str = "none on record";

/// Asks of a stream and who could take it.
///
/// # Errors
/// If the question is refused, or no pair comes of the two.
pub(super) fn ask(questions: &Questions<'_>, offer: &str, need: &str) -> anyhow::Result<Value> {
    let variables = json!({ "offer": offer, "need": need });
    let partners = questions.one(CARD, "partners", variables)?;
    if items(&partners["nodes"]).is_empty() {
        bail!("nothing on record of `{need}` asks for anything: no card can be made");
    }
    let mut answers = json!({ "partners": partners, "dataset": questions.dataset()? });
    if let Some(stream) = answers["partners"]["nodes"][0]["sideStream"]["id"].as_str() {
        let variables = json!({ "stream": stream });
        answers["pilots"] = questions.one(PILOTS, "platforms", variables)?;
    }
    answers["sources"] = questions.sources(&answers)?;
    Ok(answers)
}

/// The card.
pub(super) fn report(answers: &Value) -> Document {
    let partners = &answers["partners"];
    let pair = &partners["nodes"][0];
    let mut citing = Citing::default();
    let stream = plain(&partners["understood"]["name"]);
    let taker = plain(&pair["entity"]["name"]);
    let summary = match pair["rejectedBecause"].as_str() {
        Some(why) => format!("Ruled out: {why}"),
        None => plain(&pair["message"]),
    };
    let sections = vec![
        the_stream(partners, pair, &mut citing),
        the_fit(pair, &mut citing),
        the_way(pair, &answers["pilots"], &mut citing),
        whom_to_call(pair, &answers["pilots"], &mut citing),
        warnings(partners, pair),
    ];
    let basis = &partners["basis"];
    let mut about = vec![
        ("Revision", plain(&basis["revision"])),
        ("Year", plain(&basis["year"])),
    ];
    about.extend(
        basis["scenario"]
            .as_str()
            .map(|it| ("Scenario", it.to_owned())),
    );
    about.extend(cited(&answers["dataset"]));
    Document {
        title: format!("{stream} → {taker}"),
        summary,
        is_card: true,
        about,
        sections,
        sources: citing.sources(&answers["sources"]),
    }
}

/// Facts as rows of two columns.
struct Facts<'a> {
    rows: Vec<Row>,
    citing: &'a mut Citing,
}

impl<'a> Facts<'a> {
    fn new(citing: &'a mut Citing) -> Self {
        Self {
            rows: Vec::new(),
            citing,
        }
    }

    fn tell(&mut self, what: &str, told: String, record: &Value) {
        self.tell_of(what, told, [record]);
    }

    /// The same of several records.
    fn tell_of<'v>(
        &mut self,
        what: &str,
        told: String,
        records: impl IntoIterator<Item = &'v Value>,
    ) {
        if !told.is_empty() {
            let sources = self.citing.of_all(records);
            let cells = vec![Cell::text(what), Cell::text(told)];
            self.rows.push(Row::of(cells, sources));
        }
    }

    /// The same, or what to say where nothing is told: a page that is taken along says what nobody knows.
    fn tell_or(&mut self, what: &str, told: String, record: &Value, unknown: &str) {
        let told = match told.is_empty() {
            true => unknown.to_owned(),
            false => told,
        };
        self.tell(what, told, record);
    }

    fn table(self, name: &'static str, caption: &str) -> Table {
        Table {
            name,
            caption: caption.to_owned(),
            keys: 1,
            columns: vec![printed("what", ""), printed("told", "")],
            rows: self.rows,
        }
    }
}

fn the_stream(partners: &Value, pair: &Value, citing: &mut Citing) -> Section {
    let (read, stream) = (&partners["understood"], &pair["sideStream"]);
    let mut facts = Facts::new(citing);
    let site = &stream["site"];
    let where_it_is = [&site["name"], &site["municipality"], &site["country"]].map(plain);
    let where_it_is = where_it_is.into_iter().filter(|it| !it.is_empty());
    let where_it_is: Vec<String> = where_it_is.collect();
    facts.tell_or("arises at", where_it_is.join(", "), stream, NOT_KNOWN);
    facts.tell_or("what it is", plain(&stream["kind"]), stream, NOT_KNOWN);
    let product = plain(&pair["product"]["name"]);
    facts.tell_or("product", product, stream, NONE);
    for it in items(&stream["amounts"]) {
        facts.tell(&words(&it["quantity"]), short(it), it);
    }
    if items(&stream["amounts"]).is_empty() {
        let tonnes = read["tonnesPerYear"].as_f64();
        let tonnes =
            tonnes.map_or_else(|| NOT_KNOWN.to_owned(), |it| format!("{} t/a", number(it)));
        facts.tell("amount", tonnes, stream);
    }
    for it in items(&read["ewc"]) {
        let assigned = match it["isAssigned"] == true {
            true => ", assigned by a compiler",
            false => "",
        };
        let told = format!("{} {}{assigned}", plain(&it["code"]), plain(&it["label"]));
        facts.tell("waste code", told, stream);
    }
    if items(&read["ewc"]).is_empty() {
        facts.tell("waste code", NONE.to_owned(), stream);
    }
    let hazardous = match read["hazardous"].as_bool() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    facts.tell("hazardous", hazardous.to_owned(), stream);
    let standing = words(&stream["legalStanding"]);
    facts.tell_or("legal standing", standing, stream, NOT_KNOWN);
    let fate = codes(&stream["fate"]);
    facts.tell_or("what becomes of it", fate, stream, NOT_KNOWN);
    let facts = facts.table("Stream", "What is offered");
    let contents = contents(stream, citing);
    Section {
        anchor: "stream",
        title: "The stream".to_owned(),
        blocks: vec![
            Block::Table(facts),
            Block::table_or(contents, "What is in it is not on record."),
        ],
    }
}

fn contents(stream: &Value, citing: &mut Citing) -> Table {
    let rows = items(&stream["contents"]).iter().map(|it| {
        let name = it["containedOf"].as_str();
        let name = name.map_or_else(|| plain(&it["material"]["name"]), str::to_owned);
        let told = format!("{} {}", value(it), plain(&it["unit"]));
        let cells = vec![
            Cell::text(name),
            Cell::text(told),
            Cell::text(words(&it["confidence"])),
            Cell::text(plain(&it["id"])),
        ];
        Row::of(cells, citing.of(it)).in_year(when(it))
    });
    Table {
        name: "Contents",
        caption: "What is in it".to_owned(),
        keys: 1,
        columns: vec![
            printed("of", ""),
            printed("how much", ""),
            printed("confidence", ""),
            besides("figure", ""),
        ],
        rows: rows.collect(),
    }
}

/// The score with its six components in words.
fn the_fit(pair: &Value, citing: &mut Citing) -> Section {
    let rows = items(&pair["components"]).iter().map(|it| {
        let known = match it["value"].is_null() {
            true => Cell::text("not known"),
            false => Cell::number(&it["value"]),
        };
        let cells = vec![
            Cell::text(words(&it["component"])),
            Cell::number(&it["weight"]),
            known,
            Cell::text(plain(&it["message"])),
        ];
        Row::of(cells, citing.of(it))
    });
    let table = Table {
        name: "Components",
        caption: "What the score is made of, each 0 to 1".to_owned(),
        keys: 1,
        columns: vec![
            printed("component", ""),
            printed("weight", ""),
            printed("value", ""),
            printed("why", ""),
        ],
        rows: rows.collect(),
    };
    let hundredths = |key: &str| {
        let number = pair[key].as_f64().unwrap_or_default();
        format!("{number:.2}")
    };
    let told = format!(
        "Score {} of 1 by what is known; confidence {}, the part of the score that is known (tier {}).",
        hundredths("score"),
        hundredths("confidence"),
        plain(&pair["tier"]),
    );
    Section {
        anchor: "fit",
        title: "How well they fit".to_owned(),
        blocks: vec![Block::Paragraph(told), Block::Table(table)],
    }
}

fn warnings(partners: &Value, pair: &Value) -> Section {
    let told = items(&pair["warnings"]).iter().map(plain);
    let assumed = items(&partners["basis"]["assumptions"]).iter();
    let assumed = assumed.map(|it| plain(&it["message"]));
    // Several figures of one record may be alike in what is assumed of them: that is told once.
    let mut before = BTreeSet::new();
    let told = told.chain(assumed).filter(|it| before.insert(it.clone()));
    let sentences = told.map(|text| Sentence {
        text,
        article: String::new(),
        sources: Vec::new(),
    });
    let sentences: Vec<Sentence> = sentences.collect();
    let block = match sentences.is_empty() {
        true => Block::Paragraph("Nothing is doubted beyond what is not known above.".to_owned()),
        false => Block::Sentences(sentences),
    };
    Section {
        anchor: "warnings",
        title: "Before acting".to_owned(),
        blocks: vec![block],
    }
}
