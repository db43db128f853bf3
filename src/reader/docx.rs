//! Reader of docx (to come).

use super::Context;
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};

pub(super) fn read(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "docx"))
}
pub(super) fn read_flat(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "flat_opc"))
}
pub(super) fn read_wordml(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "wordml"))
}
