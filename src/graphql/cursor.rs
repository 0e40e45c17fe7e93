//! Cursors: where a page ends, so that the next can begin there whatever was committed in between.
//!
//! A cursor holds the sort key and the id of an item, the question it belongs to, and for ranked
//! answers the revision they were ranked at. To callers it is opaque.

use async_graphql::connection::CursorType as _;
use async_graphql::connection::OpaqueCursor;

use crate::graphql::error::ApiError;

/// Counts the layouts of cursors; one of another layout is refused.
const VERSION: u8 = 1;

/// Orders items: sort key, then id.
pub(crate) type Key = (String, String);

/// Where a page ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// What was asked, without the page: see [`Question`].
    pub(crate) question: u64,
    /// Revision a ranked answer continues at; 0 for answers that follow the data.
    pub(crate) revision: u64,
    /// Key of the item.
    pub(crate) key: Key,
}

impl Cursor {
    /// The text handed out.
    pub(crate) fn encode(&self) -> String {
        let (sort, id) = &self.key;
        // Hexadecimal, as a JSON number may lose digits on its way.
        let question = format!("{:x}", self.question);
        OpaqueCursor((VERSION, question, self.revision, sort.clone(), id.clone())).encode_cursor()
    }

    /// Reads a cursor of the question.
    ///
    /// # Errors
    /// `BAD_INPUT` if the text is no cursor or one of another question.
    pub(crate) fn decode(argument: &str, text: &str, question: u64) -> Result<Self, ApiError> {
        type Parts = (u8, String, u64, String, String);
        let refuse = |message: &str| Err(ApiError::bad_input(argument, text, message));
        let Ok(OpaqueCursor(parts)) = OpaqueCursor::<Parts>::decode_cursor(text) else {
            return refuse("this is no cursor: pass one that `edges` or `pageInfo` gave");
        };
        let (version, asked, revision, sort, id) = parts;
        if version != VERSION || asked != format!("{question:x}") {
            return refuse("this cursor belongs to another question: filter or order differ");
        }
        Ok(Self {
            question,
            revision,
            key: (sort, id),
        })
    }
}

/// Digests what is asked, so that a cursor can be told from one of another question.
#[derive(Clone, Copy)]
pub(crate) struct Question(u64);

impl Question {
    /// The question of a field.
    pub(crate) fn new(field: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).with(field)
    }

    /// The same with one more argument: 64-bit FNV-1a, which needs to tell apart, not to protect.
    pub(crate) fn with(self, argument: &str) -> Self {
        let bytes = argument.bytes().chain([0xff]);
        Self(bytes.fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The digest.
    pub(crate) fn digest(self) -> u64 {
        self.0
    }
}
