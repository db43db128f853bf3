//! Reader of workbooks (to come).

use super::Context;
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};

pub(super) fn read_xlsx(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "xlsx"))
}
pub(super) fn read_xls(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "xls"))
}
pub(super) fn read_ods(_bytes: &[u8], _context: &mut Context) -> Result<Document, ReadError> {
    Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "", "", "ods"))
}
