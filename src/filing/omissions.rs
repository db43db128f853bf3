//! What a document left out, as findings. Hidden or struck content is no part of what was published; where it holds
//! numbers of a table, people should know that it is there.

use crate::document::{Omissions, Omitted};
use crate::finding::Finding;

/// The findings that tell of what was left out.
pub(super) fn findings(omissions: &Omissions) -> impl Iterator<Item = Finding> {
    let told = [("READ-CONCEALED", &omissions.hidden), ("READ-STRUCK", &omissions.struck)];
    told.into_iter().filter_map(|(code, omitted)| omitted.as_ref().map(|omitted| finding(code, omitted)))
}

fn finding(code: &'static str, omitted: &Omitted) -> Finding {
    Finding::new(code).with("count", omitted.count.to_string()).with("text", omitted.text.clone()).at(omitted.location)
}
