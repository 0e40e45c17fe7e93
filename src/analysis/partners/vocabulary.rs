//! The words of offers and requests as numbers, with how rare each is.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Knowledge;

/// The concepts of some texts, numbered in order of first meeting in the sorted texts.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    numbers: BTreeMap<String, u32>,
    /// By number: the concept.
    concepts: Vec<String>,
    /// By number: `ln(1 + N / (1 + df))`.
    weights: Vec<f64>,
    /// `ln(1 + N)`: the weight of what is in no text.
    unknown_weight: f64,
}

impl Vocabulary {
    /// Numbers the concepts of some texts, each text being one document; their order does not matter.
    /// O(texts · log texts + words).
    pub fn of(knowledge: &Knowledge, texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        texts.sort_unstable();
        let mut made = Self::default();
        let mut documents: Vec<u32> = Vec::new();
        for text in &texts {
            for concept in knowledge.concepts(text) {
                let next = u32::try_from(made.concepts.len()).unwrap_or(u32::MAX);
                let number = *made.numbers.entry(concept).or_insert_with_key(|concept| {
                    made.concepts.push(concept.clone());
                    documents.push(0);
                    next
                });
                documents[number as usize] += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "fewer texts than 2^53")]
        let count = texts.len() as f64;
        let weight = |documents: f64| libm::log1p(count / (1.0 + documents));
        let weights = documents.iter().map(|it| weight(f64::from(*it)));
        made.weights = weights.collect();
        made.unknown_weight = weight(0.0);
        made
    }

    /// The concepts of some texts by number, ascending, each once. One that is in no text of the vocabulary gets a
    /// number above all others, in order of its name: it is like nothing, but has its weight.
    pub fn words<'t>(
        &self,
        knowledge: &Knowledge,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Vec<u32> {
        let concepts: BTreeSet<String> = texts
            .into_iter()
            .flat_map(|it| knowledge.concepts(it))
            .collect();
        self.numbers_of(&concepts)
    }

    /// The same of concepts.
    pub fn numbers_of(&self, concepts: &BTreeSet<String>) -> Vec<u32> {
        let mut next = self.concepts.len();
        let mut number = |concept: &String| {
            self.numbers.get(concept).copied().unwrap_or_else(|| {
                next += 1;
                u32::try_from(next - 1).unwrap_or(u32::MAX)
            })
        };
        let mut words: Vec<u32> = concepts.iter().map(&mut number).collect();
        words.sort_unstable();
        words
    }

    /// Whether a concept is in some text.
    pub fn has(&self, concept: &str) -> bool {
        self.numbers.contains_key(concept)
    }

    /// The concept of a number; none for one that is in no text of the vocabulary.
    pub fn concept(&self, word: u32) -> Option<&str> {
        self.concepts.get(word as usize).map(String::as_str)
    }

    /// How much a word weighs: `ln(1 + N / (1 + df))` for N texts of which df have it.
    pub fn idf(&self, word: u32) -> f64 {
        let known = self.weights.get(word as usize);
        known.copied().unwrap_or(self.unknown_weight)
    }

    /// Weighted Jaccard index of two ascending lists of words: the weight of those in both over that of those in
    /// either; none where a side has no words. O(a + b).
    pub fn likeness(&self, a: &[u32], b: &[u32]) -> Option<f64> {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let (mut shared, mut all) = (0.0, 0.0);
        let (mut at_a, mut at_b) = (0, 0);
        loop {
            let next = match (a.get(at_a), b.get(at_b)) {
                (Some(x), Some(y)) => *x.min(y),
                (Some(x), None) | (None, Some(x)) => *x,
                (None, None) => break,
            };
            let (in_a, in_b) = (a.get(at_a) == Some(&next), b.get(at_b) == Some(&next));
            let weight = self.idf(next);
            all += weight;
            if in_a && in_b {
                shared += weight;
            }
            at_a += usize::from(in_a);
            at_b += usize::from(in_b);
        }
        Some(if all > 0.0 { shared / all } else { 0.0 })
    }

    /// The share by weight of some words that are among others, both ascending; none where a side has no words.
    /// O(a · log b).
    pub fn found_in(&self, a: &[u32], b: &[u32]) -> Option<f64> {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let weight = |of: &mut dyn Iterator<Item = &u32>| of.map(|it| self.idf(*it)).sum::<f64>();
        let all = weight(&mut a.iter());
        let found = weight(&mut a.iter().filter(|it| b.binary_search(it).is_ok()));
        Some(if all > 0.0 { found / all } else { 0.0 })
    }
}
