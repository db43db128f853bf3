//! Gzip (RFC 1952): one compressed file, or a tar archive inside.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;

use super::{Opening, tar};
use crate::corpus::name;

pub(super) fn read(
    stream: &mut dyn Read,
    path: &str,
    within: &str,
    depth: u32,
    opening: &mut Opening<'_, '_>,
) -> ControlFlow<()> {
    let mut inflated = MultiGzDecoder::new(stream);
    let mut head = Vec::with_capacity(512);
    // A stream damaged this early fails again below, where it is told.
    let _ = (&mut inflated).take(512).read_to_end(&mut head);
    if tar::is_tar(&head) {
        return tar::read(&mut Cursor::new(head).chain(inflated), within, depth, opening);
    }
    let name = inflated.header().and_then(|header| header.filename()).filter(|name| !name.is_empty());
    let name = match stem(path) {
        Some(stem) => stem.to_owned(),
        None => name.map_or_else(|| "content".to_owned(), |raw| name::member(raw, false)),
    };
    let mut content = Vec::new();
    let read = opening.inflate(&mut Cursor::new(head).chain(inflated), None, &mut content);
    opening.member(&name, within, depth, read.map(|()| content.as_slice()))
}

/// File name without `.gz`; the name in the header is only as good as whoever packed it.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    (extension.eq_ignore_ascii_case("gz") && !stem.is_empty()).then_some(stem)
}
