//! Reader of rtf (to come).

use super::Context;
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};

pub(super) fn read(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "rtf"))
}
