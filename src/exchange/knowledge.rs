//! Our own tables of `fixtures/knowledge`, read once from inside the binary: words of several languages, which trades take
//! which wastes, where towns are, and what they are called in another language.
//!
//! The files are known good, since a test finds no problem in them; a row that could not be read would be left out and
//! reported by [`knowledge_problems`] rather than stop the program.

use std::sync::LazyLock;

use crate::exchange::code_lists::code_lists;
use crate::exchange::embedded::ListRow;
use crate::exchange::embedded::Loader;
use crate::model::Knowledge;
use crate::model::Problem;
use crate::model::PublishedList;
use crate::model::Town;
use crate::model::TradeLink;
use crate::model::fold;

static KNOWLEDGE: LazyLock<(Knowledge, Vec<Problem>)> =
    LazyLock::new(|| load([WORDS, TERMS, TAKERS, GAZETTEER, TOWNS]));

const WORDS: &str = include_str!("../../fixtures/knowledge/words.csv");
const TERMS: &str = include_str!("../../fixtures/knowledge/terms.csv");
const TAKERS: &str = include_str!("../../fixtures/knowledge/takers.csv");
const GAZETTEER: &str = include_str!("../../fixtures/knowledge/gazetteer.csv");
const TOWNS: &str = include_str!("../../fixtures/knowledge/towns.csv");

/// Longest text of a word or phrase, in bytes.
const MAX_WORD: usize = 100;

/// What this program was built with of words, wastes, trades and names of towns.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE.0
}

/// What is wrong with the embedded tables: nothing, as a test makes sure.
pub fn knowledge_problems() -> &'static [Problem] {
    &KNOWLEDGE.1
}

fn load([words, terms, takers, gazetteer, towns]: [&str; 5]) -> (Knowledge, Vec<Problem>) {
    let mut loader = Loader::of(Knowledge::new(code_lists().clone()));
    loader.read("words.csv", words, word);
    loader.read("terms.csv", terms, term);
    loader.read("takers.csv", takers, taker);
    loader.read("gazetteer.csv", gazetteer, in_gazetteer);
    loader.read("towns.csv", towns, town);
    (loader.made, loader.problems)
}

/// `concept,language,word,source`; an empty concept is of a word that says nothing.
fn word(knowledge: &mut Knowledge, row: &ListRow<'_>) -> Result<(), String> {
    let (word, concept) = (row.filled("word")?, row.text("concept"));
    row.filled("language")?;
    row.filled("source")?;
    if fold(word).is_empty() || word.len() > MAX_WORD {
        return Err(format!("`{word}` is no word"));
    }
    match knowledge.insert_word(word, concept) {
        Some(before) if before != concept => Err(format!(
            "`{word}` means `{concept}` here and `{before}` above"
        )),
        _ => Ok(()),
    }
}

/// `term,language,word,source`: another word for what texts of records say.
fn term(knowledge: &mut Knowledge, row: &ListRow<'_>) -> Result<(), String> {
    let (term, word) = (row.filled("term")?, row.filled("word")?);
    row.filled("language")?;
    row.filled("source")?;
    match knowledge.insert_term(term, word) {
        true => Ok(()),
        false => Err(format!("`{word}` is there twice for `{term}`")),
    }
}

/// `ewc,nace,application,source`; a code of two or four digits is of all below it.
fn taker(knowledge: &mut Knowledge, row: &ListRow<'_>) -> Result<(), String> {
    let (ewc, nace) = (row.filled("ewc")?, row.filled("nace")?);
    let is_on = |list, code: &str| match knowledge.lists.get(list, code) {
        Some(_) => Ok(()),
        None => Err(format!("`{code}` is not on the list")),
    };
    is_on(PublishedList::EwcPrefix, ewc)?;
    is_on(PublishedList::Nace, nace)?;
    let link = TradeLink {
        nace: nace.to_owned(),
        application: row.filled("application")?.to_owned(),
        source: row.filled("source")?.to_owned(),
    };
    knowledge.insert_taker(ewc, link);
    Ok(())
}

/// `name,country,region,latitude,longitude,source`: a town and where it is; the region may be empty.
fn in_gazetteer(knowledge: &mut Knowledge, row: &ListRow<'_>) -> Result<(), String> {
    let degrees = |column: &str, most: f64| {
        let number = row.number(column)?;
        let is_on_earth = (-most..=most).contains(&number);
        is_on_earth
            .then_some(number)
            .ok_or_else(|| format!("`{number}` is no {column}"))
    };
    row.filled("source")?;
    let region = row.text("region");
    let town = Town {
        name: row.filled("name")?.to_owned(),
        country: row.filled("country")?.to_owned(),
        region: (!region.is_empty()).then(|| region.to_owned()),
        latitude: degrees("latitude", 90.0)?,
        longitude: degrees("longitude", 180.0)?,
    };
    match knowledge.insert_in_gazetteer(town) {
        Some(before) => Err(format!("`{}` is there twice", before.name)),
        None => Ok(()),
    }
}

/// `town,language,name,source`: what a town is called in another language than in the records and the gazetteer.
fn town(knowledge: &mut Knowledge, row: &ListRow<'_>) -> Result<(), String> {
    let (town, name) = (row.filled("town")?, row.filled("name")?);
    row.filled("language")?;
    row.filled("source")?;
    match knowledge.insert_town(name, town) {
        Some(before) if before != town => {
            Err(format!("`{name}` is `{town}` here and `{before}` above"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_without_fault() {
        assert_eq!(knowledge_problems(), []);
        assert!(knowledge().takers().count() > 0);
        assert_eq!(
            knowledge().concepts("teräskuonaa"),
            knowledge().concepts("steel slag")
        );
    }

    #[test]
    fn every_fault_of_a_row_is_told_with_its_line() {
        let words = "concept,language,word,source\n\
            slag,en,slag,s\nslag,fi,kuona,s\ndross,fi,Kuona,s\nslag,en,,s\nslag,,x,s\nslag,en,y,\nslag,en,--,s\n";
        let terms = "term,language,word,source\nslag,fi,kuona,s\nslag,fi,Kuona,s\nslag,fi,,s\n";
        let takers = "ewc,nace,application,source\n\
            1002,42.11,road bases,s\n1098,42.11,road bases,s\n1002,4211,road bases,s\n1002,42.11,,s\n";
        let towns = "town,language,name,source\nTornby,sv,Torn,s\nOther,sv,Torn,s\nOther,sv,,s\n";
        let gazetteer = "name,country,region,latitude,longitude,source\n\
            Tornby,XX,XX1,65.5,24,s\nTornby,XX,,65.5,24,s\nNorby,XX,,95,24,s\nSorby,XX,,65,east,s\nWestby,,,65,24,s\n";
        let (made, problems) = load([words, terms, takers, gazetteer, towns]);
        let told: Vec<String> = problems
            .iter()
            .map(|it| {
                let place = it.place.as_ref().unwrap();
                format!("{}:{} {}", place.file, place.line, it.message)
            })
            .collect();
        assert_eq!(
            told,
            [
                "words.csv:4 `Kuona` means `dross` here and `slag` above",
                "words.csv:5 no `word`",
                "words.csv:6 no `language`",
                "words.csv:7 no `source`",
                "words.csv:8 `--` is no word",
                "terms.csv:3 `Kuona` is there twice for `slag`",
                "terms.csv:4 no `word`",
                "takers.csv:3 `1098` is not on the list",
                "takers.csv:4 `4211` is not on the list",
                "takers.csv:5 no `application`",
                "gazetteer.csv:3 `Tornby` is there twice",
                "gazetteer.csv:4 `95` is no latitude",
                "gazetteer.csv:5 `east` in `longitude` is no number",
                "gazetteer.csv:6 no `country`",
                "towns.csv:3 `Torn` is `Other` here and `Tornby` above",
                "towns.csv:4 no `name`",
            ]
        );
        assert_eq!(made.takers_of("100202").count(), 1);
        assert_eq!(made.gazetteer().count(), 1);
        assert_eq!(made.towns().count(), 1);
    }
}
