//! What the reader of a format makes of one file, seen through a worker: the same confinement and limits as for a filing.

use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::child::{Child, Order};
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};
use crate::finding::Finding;
use crate::limits::Limits;
use crate::reader::Format;
use crate::run::error::RunError;
use crate::run::ledger::Unread;
use crate::run::options::Launch;
use crate::run::pipe::{Answer, Reply};

/// A document before any form is bound to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seen {
    /// What the bytes are.
    pub format: Format,
    /// The document, or why there is none.
    pub document: Result<Document, ReadError>,
    /// What was odd.
    pub notices: Vec<Finding>,
}

/// Has a worker look at a file.
///
/// # Errors
/// When no worker can be started. A worker that dies is told as the reason why there is no document.
pub fn look(unread: Unread, shown: &str, limits: Limits, launch: &Launch) -> Result<Seen, RunError> {
    let setup = super::setup(&unread, limits, true);
    let mut child = Child::start(launch, setup).map_err(|error| RunError::Worker { error })?;
    child.order(vec![Order { number: 1, shown: shown.to_owned(), unread: Arc::new(unread), skip: 0, spent: 0 }]);
    let since = Instant::now();
    let allowed = Duration::from_secs(limits.wall_seconds());
    let mut bytes = Vec::new();
    let error = loop {
        match child.answer(allowed.saturating_sub(since.elapsed())) {
            Ok((Answer { reply: Reply::Seen(last), .. }, part)) => {
                bytes.extend(part);
                if bytes.len() as u64 > limits.inflated_bytes {
                    let _ = child.end();
                    break ReadError::limit("document", limits.inflated_bytes, bytes.len() as u64);
                }
                if last {
                    let _ = child.end();
                    match postcard::from_bytes(&bytes) {
                        Ok(seen) => return Ok(seen),
                        Err(_) => break ReadError::new(ReadErrorKind::Crashed, "", "a document", "other bytes"),
                    }
                }
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => {
                let _ = child.end();
                break ReadError::new(ReadErrorKind::TimedOut, "", limits.wall_seconds().to_string(), "no answer");
            }
            Err(RecvTimeoutError::Disconnected) => break child.cause(&limits).error,
        }
    };
    Ok(Seen { format: Format::Unknown, document: Err(error), notices: Vec::new() })
}
