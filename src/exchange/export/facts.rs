//! What data say of themselves: how they are named, cited and licensed.

use serde_json::Map;
use serde_json::Value as Json;

/// How the data of a revision are named and cited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetFacts {
    /// Titles of the packages loaded, joined.
    pub title: String,
    /// The revision described.
    pub revision: u64,
    /// When it was made, RFC 3339 in UTC; empty before the first commit.
    pub at: String,
    /// The year of questions that name none.
    pub reference_year: i32,
    /// SHA-256 of the canonical package, in hexadecimal.
    pub content_hash: String,
    /// Hash over all commits up to the revision, in hexadecimal.
    pub chain_hash: String,
    /// One line to cite the data by.
    pub citation: String,
    /// Terms of use of the packages loaded.
    pub licences: Vec<String>,
    /// The part of other data that these began with, in words; none if they did not.
    pub part_of: Option<String>,
}

impl DatasetFacts {
    /// The facts by the names they have in files, with the part of the data where it is not the whole; what is not known is left out.
    /// `revision` and `contentHash` are always there.
    pub(crate) fn told(&self, part: Option<&str>) -> Vec<(&'static str, String)> {
        let mut told = vec![
            ("title", self.title.clone()),
            ("revision", self.revision.to_string()),
            ("created", self.at.clone()),
            ("referenceYear", self.reference_year.to_string()),
            ("contentHash", self.content_hash.clone()),
            ("chainHash", self.chain_hash.clone()),
            ("citation", self.citation.clone()),
            ("licences", self.licences.join("; ")),
            ("part", part.unwrap_or_default().to_owned()),
            ("partOf", self.part_of.clone().unwrap_or_default()),
        ];
        told.retain(|(_, text)| !text.is_empty());
        told
    }

    /// The facts as JSON, by the names of the API; `at` is left out before the first commit.
    pub(crate) fn json(&self) -> Map<String, Json> {
        let told: [(&str, Json); 9] = [
            ("title", self.title.clone().into()),
            ("revision", self.revision.into()),
            ("at", self.at.clone().into()),
            ("referenceYear", self.reference_year.into()),
            ("contentHash", self.content_hash.clone().into()),
            ("chainHash", self.chain_hash.clone().into()),
            ("citation", self.citation.clone().into()),
            ("licences", self.licences.clone().into()),
            ("partOf", self.part_of.clone().into()),
        ];
        let known = told.into_iter().filter(|it| it.1 != "" && !it.1.is_null());
        known.map(|(name, it)| (name.to_owned(), it)).collect()
    }

    /// The same as a BibTeX entry, as LaTeX writes special characters; the year is left out before the first commit. It ends with a line break.
    pub fn bibtex(&self) -> String {
        let Self {
            revision,
            content_hash,
            ..
        } = self;
        let mut fields = vec![("title", format!("{{{}}}", latex(&self.title)))];
        let year = self.at.get(..4).map(str::to_owned);
        fields.extend(year.map(|it| ("year", it)));
        fields.push(("version", format!("Revision {revision}")));
        let part = self.part_of.as_ref();
        let part = part.map_or_else(String::new, |it| format!("; part: {it}"));
        fields.push((
            "note",
            latex(&format!("ketju:ketju@{revision}#{content_hash}{part}")),
        ));
        let fields = fields
            .iter()
            .map(|(name, text)| format!("  {name} = {{{text}}},\n"));
        format!(
            "@misc{{ketju-{revision},\n{}}}\n",
            fields.collect::<String>()
        )
    }
}

/// Text as LaTeX writes it. A brace is a command, since BibTeX counts braces even where they are escaped.
fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '%' | '&' | '#' | '$' | '_' => escaped.extend(['\\', letter]),
            _ if letter.is_whitespace() => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn bibtex_has_braces_that_match_and_no_bare_special_character() {
        let facts = DatasetFacts {
            title: r"Iron {50 %} & _gold_ #1, 3 $ ~a^b\c".into(),
            revision: 3,
            at: "2026-11-22T16:58:16Z".into(),
            content_hash: "c0ffee".into(),
            ..DatasetFacts::default()
        };
        expect![[r#"
            @misc{ketju-3,
              title = {{Iron \textbraceleft{}50 \%\textbraceright{} \& \_gold\_ \#1, 3 \$ \textasciitilde{}a\textasciicircum{}b\textbackslash{}c}},
              year = {2026},
              version = {Revision 3},
              note = {ketju:ketju@3\#c0ffee},
            }
        "#]].assert_eq(&facts.bibtex());
        let mut depth = 0;
        for letter in facts.bibtex().chars() {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            assert!(depth >= 0);
        }
        assert_eq!(depth, 0);
        let never_committed = DatasetFacts {
            at: String::new(),
            ..facts
        };
        assert!(!never_committed.bibtex().contains("year"));
    }
}
