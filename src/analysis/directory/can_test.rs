//! Which platforms can test a side-stream, by what their tags and services say.
//!
//! Who offers no test, pilot, laboratory, analysis, research or step tests nothing. Of the others a tag speaks for a stream
//! if it shares a concept with what the stream is called, what kind it is, or its product; less if with a material in it; if it says
//! no more than that a platform works with residues, or with those of the trade of the stream's site. A word of a trade
//! alone says nothing. A step speaks for a stream that a use or intake on record treats by it.

use std::collections::BTreeSet;

use crate::analysis::directory::members::steps;
use crate::analysis::directory::words::words_of;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::LegalStanding;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::codes;
use crate::model::stem::share_a_base;
use crate::model::tables::intake;
use crate::model::tables::material;
use crate::model::tables::platform;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::usage;

/// What a stream is, as concepts.
#[derive(Clone, Debug)]
pub struct StreamWords {
    name: String,
    /// What it is called, its kind and product, but for materials in it where there is more to it.
    own: BTreeSet<String>,
    /// Materials in it and their groups, but for what it is called by alone.
    held: BTreeSet<String>,
    /// What its site does.
    place: BTreeSet<String>,
    /// What is said of any residue: concepts.
    residue: BTreeSet<String>,
    /// The same as words, which may name no concept.
    general: Vec<String>,
    /// What is said of who tests: concepts and words.
    testing: (BTreeSet<String>, Vec<String>),
    /// Steps that uses and intakes on record treat it by: CGI codes with their narrower ones.
    steps: BTreeSet<String>,
}

codes! {
    /// How what a platform says speaks for a stream.
    pub enum TestsHow {
        /// It names the stream, its kind or product, or a step that it is treated by.
        Specific = "SPECIFIC",
        /// It names no more than a material in it.
        Material = "MATERIAL",
        /// It speaks of residues, or of those of the trade, in general.
        General = "GENERAL",
    }
}

/// What those say who test for others.
const TESTING: [&str; 5] = ["test", "pilot", "laboratory", "analysis", "research"];

/// Why a platform can test a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestReason {
    /// Tags and services that name the stream, its kind or product.
    pub naming: Vec<String>,
    /// Tags and services that name a material in it.
    pub holding: Vec<String>,
    /// Steps that it can try and the stream is treated by.
    pub by_step: Vec<String>,
    /// Tags that are of what is left over at such sites.
    pub by_place: Vec<String>,
    /// Tags that are of residues in general.
    pub general: Vec<String>,
}

impl StreamWords {
    /// Reads a side-stream.
    pub fn of(registry: &Registry, knowledge: &Knowledge, stream: Row) -> Self {
        let product = registry.reference(stream, side_stream::PRODUCT);
        let of_product = product.into_iter();
        let of_product = of_product.flat_map(|it| registry.references(it, product::MATERIALS));
        let stated = registry.references(stream, side_stream::MATERIALS);
        let materials: BTreeSet<Row> = stated.chain(of_product).collect();
        let groups = materials
            .iter()
            .flat_map(|it| registry.references(*it, material::GROUP));
        let held: BTreeSet<Row> = groups.chain(materials.iter().copied()).collect();
        let names = |row: Row| {
            let columns = [NAME_EN, NAME_FI, NAME_SV].into_iter();
            columns.filter_map(move |it| registry.text(row, it))
        };
        let of_stream = product.into_iter().chain([stream]).flat_map(names);
        let kind = registry.text(stream, side_stream::KIND);
        let at = registry.reference(stream, side_stream::SITE);
        let place = at.and_then(|it| registry.code::<SiteKind>(it, site::KIND));
        let concepts = |texts: &mut dyn Iterator<Item = &str>| -> BTreeSet<String> {
            texts.flat_map(|it| knowledge.concepts(it)).collect()
        };
        let general = [
            Kind::SideStream.code(),
            ProductForm::Residue.code(),
            LegalStanding::ByProduct.code(),
            LegalStanding::Waste.code(),
        ];
        let residue = concepts(&mut general.into_iter());
        let general: Vec<String> = general.iter().flat_map(|it| words_of(it)).collect();
        // That a mine and a stream have to do with mining joins them no more than that both are somewhere.
        let trades = concepts(&mut SiteKind::CODES.iter().copied());
        let is_telling =
            |it: &String| !residue.contains(it) && !trades.contains(it) && !is_one_of(it, &general);
        let mut own = concepts(&mut of_stream.chain(kind));
        own.retain(is_telling);
        let mut held = concepts(&mut held.into_iter().flat_map(names));
        // A copper slag is a slag: that something is of copper names it no more than by its material.
        if !own.is_subset(&held) {
            own.retain(|it| !held.contains(it));
        }
        held.retain(|it| is_telling(it) && !own.contains(it));
        let testing = concepts(&mut TESTING.into_iter());
        let testing_words = TESTING.iter().flat_map(|it| words_of(it)).collect();
        let codes = treatment(registry, stream);
        let steps = steps(knowledge, &codes);
        Self {
            name: registry.name(stream).to_owned(),
            own,
            held,
            place: concepts(&mut place.into_iter().map(SiteKind::code)),
            residue,
            general,
            testing: (testing, testing_words),
            steps: steps
                .into_iter()
                .map(str::to_owned)
                .chain(codes.iter().cloned())
                .collect(),
        }
    }
}

impl StreamWords {
    /// Whether a text that says no more than that speaks of residues.
    fn is_general(&self, text: &str, said: &BTreeSet<String>) -> bool {
        let words = words_of(text);
        let has_word = || words.iter().any(|it| is_one_of(it, &self.general));
        !said.is_disjoint(&self.residue) || has_word()
    }
}

impl StreamWords {
    /// Whether a platform offers tests: by its services, its scale, or any step.
    fn is_tested_by(&self, registry: &Registry, knowledge: &Knowledge, platform: Row) -> bool {
        let (concepts, words) = &self.testing;
        let scale = registry.text(platform, platform::SCALE);
        let mut told = registry.texts(platform, platform::SERVICES).chain(scale);
        let tells = |text: &str| {
            let said = knowledge.concepts(text);
            said.iter()
                .any(|it| concepts.contains(it) || is_one_of(it, words))
        };
        told.any(tells)
            || registry
                .texts(platform, platform::PROCESSES)
                .next()
                .is_some()
    }
}

/// Steps that uses and intakes of a stream, or of its product, say it is treated by. O(uses + intakes).
fn treatment(registry: &Registry, stream: Row) -> Vec<String> {
    let product = registry.reference(stream, side_stream::PRODUCT);
    let is_of = |row: Row, column| {
        let mut products = registry.references(row, column);
        product.is_some_and(|of| products.any(|it| it == of))
    };
    let uses =
        registry
            .rows(Kind::Use)
            .filter(|it| match registry.reference(*it, usage::SIDE_STREAM) {
                Some(of) => of == stream,
                None => is_of(*it, usage::PRODUCTS),
            });
    let of_uses = uses.flat_map(|it| registry.texts(it, usage::TREATMENT));
    let intakes = registry.rows(Kind::Intake);
    let intakes = intakes.filter(|it| is_of(*it, intake::PRODUCTS));
    let of_intakes = intakes.filter_map(|it| registry.text(it, intake::PROCESS));
    of_uses.chain(of_intakes).map(str::to_owned).collect()
}

/// Whether a word is a form of one of some.
fn is_one_of(word: &str, words: &[String]) -> bool {
    words.iter().any(|it| share_a_base(word, it))
}

/// Why a platform can test a stream; none if nothing it says speaks for it. O(words of its tags).
pub fn can_test(
    registry: &Registry,
    knowledge: &Knowledge,
    stream: &StreamWords,
    platform: Row,
) -> Option<TestReason> {
    if !stream.is_tested_by(registry, knowledge, platform) {
        return None;
    }
    let mut reason = TestReason::default();
    let processes = registry.texts(platform, platform::PROCESSES);
    let treating = processes.filter(|it| stream.steps.contains(*it));
    reason.by_step.extend(treating.map(str::to_owned));
    let tags = registry.texts(platform, platform::MATERIALS);
    let services = registry.texts(platform, platform::SERVICES);
    let texts = tags
        .map(|it| (it, true))
        .chain(services.map(|it| (it, false)));
    for (text, is_tag) in texts {
        let said: BTreeSet<String> = knowledge.concepts(text).into_iter().collect();
        let mut specific = &said - &stream.residue;
        specific.retain(|it| !is_one_of(it, &stream.general));
        if !specific.is_disjoint(&stream.own) {
            reason.naming.push(text.to_owned());
        } else if !specific.is_disjoint(&stream.held) {
            reason.holding.push(text.to_owned());
        } else if is_tag && specific.is_empty() {
            if stream.is_general(text, &said) {
                reason.general.push(text.to_owned());
            }
        } else if is_tag && specific.is_subset(&stream.place) && stream.is_general(text, &said) {
            reason.by_place.push(text.to_owned());
        }
    }
    (reason != TestReason::default()).then_some(reason)
}

impl TestReason {
    /// How it speaks for the stream.
    pub fn how(&self) -> TestsHow {
        if !self.naming.is_empty() || !self.by_step.is_empty() {
            TestsHow::Specific
        } else if !self.holding.is_empty() {
            TestsHow::Material
        } else {
            TestsHow::General
        }
    }

    /// A sentence that names platform and stream.
    pub fn message(&self, registry: &Registry, stream: &StreamWords, platform: Row) -> String {
        let quoted = |texts: &[String]| {
            let texts = texts.iter().map(|it| format!("`{it}`"));
            texts.collect::<Vec<_>>().join(", ")
        };
        let parts = [
            (
                "what it works with and offers names what the stream is: ",
                &self.naming,
            ),
            (
                "what it works with and offers names what is in the stream: ",
                &self.holding,
            ),
            (
                "it can try a step that the stream is treated by: ",
                &self.by_step,
            ),
            (
                "it works with what is left over at such sites: ",
                &self.by_place,
            ),
            ("it works with residues in general: ", &self.general),
        ];
        let told = parts.iter().filter(|(_, tags)| !tags.is_empty());
        let told = told.map(|(said, tags)| format!("{said}{}", quoted(tags)));
        let (platform, stream) = (registry.name(platform), &stream.name);
        let told = told.collect::<Vec<_>>().join("; ");
        format!("{platform} may be able to test {stream}: {told}.")
    }
}
