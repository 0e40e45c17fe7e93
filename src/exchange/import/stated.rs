//! The options of an import as people state them: words on the command line and in addresses.

use crate::exchange::decimal::Decimal;
use crate::exchange::import::Encoding;
use crate::exchange::import::ImportForm;
use crate::exchange::import::Mapping;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::Undirected;
use crate::model::nearest;

/// Options in words; none are left to the file or to what is usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedOptions {
    /// A code of [`ImportForm`].
    pub form: Option<String>,
    /// A code of [`Encoding`].
    pub encoding: Option<String>,
    /// A code of [`Decimal`].
    pub decimal: Option<String>,
    /// A code of [`Undirected`].
    pub undirected: Option<String>,
    /// The text of a [`Mapping`].
    pub mapping: Option<String>,
}

impl StatedOptions {
    /// The options that the words mean.
    ///
    /// # Errors
    /// The first word that means nothing, with the words that are known.
    pub fn read(&self) -> Result<ReadOptions, String> {
        let form = code(&self.form, "form", ImportForm::CODES, ImportForm::from_code)?;
        let encoding = code(
            &self.encoding,
            "encoding",
            Encoding::CODES,
            Encoding::from_code,
        )?;
        let decimal = code(&self.decimal, "decimal", Decimal::CODES, Decimal::from_code)?;
        let edges = code(
            &self.undirected,
            "undirected",
            Undirected::CODES,
            Undirected::from_code,
        )?;
        let mapping = self.mapping.as_deref().map(Mapping::parse).transpose();
        Ok(ReadOptions {
            form,
            encoding: encoding.unwrap_or_default(),
            decimal,
            undirected: edges.unwrap_or_default(),
            mapping: mapping
                .map_err(|said| format!("the mapping: {said}"))?
                .unwrap_or_default(),
            ..ReadOptions::default()
        })
    }

    /// Those that are stated, by name, as an address has them.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("form", &self.form),
            ("encoding", &self.encoding),
            ("decimal", &self.decimal),
            ("undirected", &self.undirected),
            ("mapping", &self.mapping),
        ];
        all.into_iter()
            .filter_map(|(name, word)| Some((name, word.as_deref()?)))
    }
}

fn code<T>(
    word: &Option<String>,
    name: &str,
    known: &[&str],
    of: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, String> {
    let Some(word) = word else { return Ok(None) };
    if let Some(found) = of(word) {
        return Ok(Some(found));
    }
    let near = nearest(word, known.iter().copied()).map(|it| format!("; did you mean `{it}`?"));
    let (known, near) = (known.join(", "), near.unwrap_or_default());
    Err(format!("unknown {name} `{word}`; known are: {known}{near}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_or_refused_with_those_that_are_known() {
        let stated = |encoding: &str, decimal: &str| StatedOptions {
            encoding: Some(encoding.into()),
            decimal: Some(decimal.into()),
            ..StatedOptions::default()
        };
        let read = stated("latin1", "comma").read().unwrap();
        assert_eq!(read.encoding, Encoding::Latin1);
        assert_eq!(read.decimal, Some(Decimal::Comma));
        assert_eq!(
            StatedOptions::default().read().unwrap(),
            ReadOptions::default()
        );
        let refused = stated("latin-1", "comma").read().unwrap_err();
        let expected =
            "unknown encoding `latin-1`; known are: utf8, latin1; did you mean `latin1`?";
        assert_eq!(refused, expected);
        let stated = stated("utf8", "point");
        let pairs: Vec<_> = stated.pairs().collect();
        assert_eq!(pairs, [("encoding", "utf8"), ("decimal", "point")]);
    }
}
