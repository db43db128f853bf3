//! Reader of PDF (ISO 32000-2): bytes come in; the glyphs, ruling lines and pictures of every page go to
//! [`super::lattice`], which gives the document.
//!
//! `hayro-syntax` opens the file (also damaged, also encrypted with an empty user password) and bounds page
//! trees and cross-reference chains; `hayro-interpret` runs the content streams against [`recorder`].
//! Characters come from `ToUnicode`, else from the predefined CMaps ([`encoding`]). Hidden text, which is
//! what recognition of a scan leaves, is told of and not used.

#[cfg(test)]
mod build;
mod encoding;
mod information;
mod recorder;
#[cfg(test)]
mod tests;

use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::recorder::Recorder;
use super::Context;
use super::lattice::Layout;
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};
use crate::finding::Finding;

/// Reads a PDF.
///
/// # Errors
/// When it cannot be opened, needs a password, or passes a limit.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(load_error)?;
    let pages = pdf.pages();
    if pages.len() as u64 > u64::from(context.limits.pages) {
        return Err(ReadError::limit("pages", u64::from(context.limits.pages), pages.len() as u64));
    }
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let mut layout = Layout::new(context.limits);
    let mut encodings = encoding::Encodings::default();
    let mut unmapped: Option<(u32, u64)> = None;
    let mut count = 0;
    for (index, page) in pages.iter().enumerate() {
        count = index as u32 + 1;
        encodings.learn(page.resources());
        let mut settings = settings.clone();
        if has_fields(page) {
            // Values filled into form fields stand in annotations.
            settings.render_content |= RenderContent::ANNOTATIONS;
        }
        let mut run = hayro_interpret::Context::new(
            Affine::new(page.initial_transform(true).as_coeffs()),
            // Wider than any page, so that every clip of the page is told.
            Rect::new(-1e6, -1e6, 1e6, 1e6),
            &cache,
            pdf.xref(),
            settings,
        );
        let (width, height) = page.render_dimensions();
        let mut recorder = Recorder::new(count, width, height, context.limits.characters, &mut encodings);
        interpret_page(page, &mut run, &mut recorder);
        let record = recorder.finish();
        if record.unmapped > 0 {
            unmapped.get_or_insert((count, 0)).1 += record.unmapped;
        }
        layout.page(record.page)?;
    }
    if let Some((page, glyphs)) = unmapped {
        let finding = Finding::new("READ-GLYPHS").with("count", glyphs.to_string()).with("page", page.to_string());
        context.findings.push(finding);
    }
    context.findings.extend(layout.findings());
    let metadata = information::metadata(&pdf);
    Ok(Document { blocks: layout.finish(), metadata, pages: Some(count), ..Document::default() })
}

fn load_error(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            ReadError::new(ReadErrorKind::Encrypted, "Encrypt", "an empty user password", "another password")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            ReadError::new(ReadErrorKind::Encrypted, "Encrypt", "a standard security handler", "another handler")
        }
        LoadPdfError::Decryption(_) => ReadError::damaged("Encrypt", "a valid encryption dictionary", "another"),
        LoadPdfError::Invalid => ReadError::damaged("xref", "a page tree", "none"),
    }
}

/// Whether form fields or free text lie over a page.
fn has_fields(page: &Page<'_>) -> bool {
    use hayro_syntax::object::{Array, Dict, Name};
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return false };
    annotations
        .iter::<Dict<'_>>()
        .any(|annotation| annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Widget"))
}
