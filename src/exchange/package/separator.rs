//! What separates the cells of a CSV file, as its header says.

use crate::exchange::decimal::Decimal;
use crate::exchange::decimal::DecimalRule;
use crate::model::Problem;
use crate::model::ProblemCode;

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    Tab,
    Bar,
}

/// Those that are no comma.
const OTHERS: [Separator; 3] = [Separator::Semicolon, Separator::Tab, Separator::Bar];

impl Separator {
    /// The separator of a text, found in its header: a comma if it has one, or else the one other it has. A header of a
    /// single cell counts as separated by commas.
    ///
    /// The names of columns hold none of them, so that a header with two others means nothing.
    pub(super) fn of(text: &str) -> Result<Self, Box<Problem>> {
        let header = header(text);
        if let Some(stated) = stated(&header) {
            return Ok(stated);
        }
        if header.contains(',') {
            return Ok(Self::Comma);
        }
        let found = OTHERS.map(|it| header.contains(char::from(it.byte())).then_some(it));
        let found: Vec<Self> = found.into_iter().flatten().collect();
        match found[..] {
            [] => Ok(Self::Comma),
            [only] => Ok(only),
            [first, second, ..] => {
                let said = format!(
                    "the cells of the header are separated by {} and by {}",
                    first.words(),
                    second.words()
                );
                let problem = Problem::error(ProblemCode::Unreadable, said);
                Err(problem
                    .expected("one of `,`, `;`, tabs, `|` between all cells")
                    .into())
            }
        }
    }

    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// How it is called in a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Comma => "a comma",
            Self::Semicolon => "`;`",
            Self::Tab => "a tab",
            Self::Bar => "`|`",
        }
    }

    /// How numbers are read: as was stated, or else with a point where commas separate cells, and with either sign where
    /// something else does, since programs that separate by `;` do so because of the decimal comma.
    pub(super) fn decimal(self, stated: Option<Decimal>) -> DecimalRule {
        match (stated, self) {
            (Some(decimal), _) => DecimalRule::Stated(decimal),
            (None, Self::Comma) => DecimalRule::Stated(Decimal::Point),
            (None, _) => DecimalRule::Either,
        }
    }
}

/// The separator that a first line states for Excel, such as `sep=;`; no table has such a header.
pub(super) fn stated(line: &str) -> Option<Separator> {
    let sign = line.trim().strip_prefix("sep=")?;
    let all = [Separator::Comma].into_iter().chain(OTHERS);
    let is_sign = |it: &Separator| sign.bytes().eq([it.byte()]);
    // A tab at the end is trimmed off.
    all.into_iter()
        .find(is_sign)
        .or_else(|| sign.is_empty().then_some(Separator::Tab))
}

/// The first line that is not empty, without what stands in quotation marks.
fn header(text: &str) -> String {
    let mut is_quoted = false;
    let first = text.trim_start_matches(['\n', '\r']).chars();
    first
        .take_while(|it| !matches!(it, '\n' | '\r'))
        .filter(|it| {
            is_quoted ^= *it == '"';
            !is_quoted
        })
        .collect()
}
