//! Reader of PDF (ISO 32000-2): bytes come in; the glyphs, ruling lines and pictures of every page go to
//! [`super::lattice`], which gives the document.
//!
//! `hayro-syntax` opens the file (also damaged, also encrypted with an empty user password) and bounds page
//! trees and cross-reference chains; [`guard`] refuses what the interpreter could not bear; `hayro-interpret` runs
//! the content streams and the [`annotation`]s that are print against [`recorder`].
//! Characters come from `ToUnicode`, else from the predefined CMaps ([`encoding`]). Hidden text, which is
//! what recognition of a scan leaves, is told of and not used.

mod annotation;
#[cfg(test)]
mod build;
mod encoding;
mod guard;
mod information;
mod layer;
mod recorder;
#[cfg(feature = "ocr")]
mod scan;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::recorder::{Exhausted, Recorder};
use super::Context;
use super::lattice::{self, Layout};
use crate::document::{Block, Document, Place};
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Notice;

/// Paths, runs of text, pictures, clips and groups drawn by one file, those of forms as often as they are drawn. A page
/// of text and tables has a few thousand.
const MOST_OPERATIONS: u64 = 5_000_000;

/// Reads a PDF.
///
/// # Errors
/// When it cannot be opened, needs a password, or passes a limit.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    read_within(bytes, context, MOST_OPERATIONS)
}

/// Reads a PDF that may draw so many times.
fn read_within(bytes: &[u8], context: &mut Context, operations: u64) -> Result<Document, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(load_error)?;
    let pages = pdf.pages();
    context.budget().pages(pages.len())?;
    guard::check(&pdf)?;
    let cache = InterpreterCache::new();
    let mut layout = Layout::new(context.budget());
    let mut encodings = encoding::Encodings::default();
    let mut unmapped: Option<(u32, u64)> = None;
    let (mut count, mut allowance) = (0, operations);
    let mut small: HashMap<u32, f32> = HashMap::new();
    let hidden = layer::hidden(&pdf);
    let mut recognised = false;
    #[cfg(feature = "ocr")]
    let mut reading = super::scan::Allowance::new(&context.limits);
    for (index, page) in pages.iter().enumerate() {
        count = index as u32 + 1;
        encodings.learn(page.resources());
        let (width, height) = page.render_dimensions();
        let scale = enlarged(width, height);
        if scale > 1.0 {
            small.insert(count, scale);
        }
        let (width, height) = (width * scale, height * scale);
        let transform = transform(page, scale);
        let annotations = annotation::annotations(page, transform, &mut encodings);
        let blank = lattice::Page { number: count, width, height, ..lattice::Page::default() };
        let mut recorder =
            Recorder::new(blank, context.limits.glyphs(), allowance, &mut encodings, layer::Layers::of(&hidden));
        #[cfg(feature = "ocr")]
        if context.recogniser.is_there() {
            recorder.scans = Some(super::scan::Pictured::default());
        }
        draw(&pdf, (page, transform), &cache, RenderContent::PAGE, &mut recorder)
            .map_err(|Exhausted| exhausted(operations))?;
        if !annotations.is_empty() {
            recorder.annotate(annotations);
            draw(&pdf, (page, transform), &cache, RenderContent::ANNOTATIONS, &mut recorder)
                .map_err(|Exhausted| exhausted(operations))?;
        }
        #[cfg(feature = "ocr")]
        let scans = recorder.scans.take();
        #[cfg_attr(not(feature = "ocr"), allow(unused_mut))]
        let (mut record, rest) = recorder.finish();
        allowance = rest;
        #[cfg(feature = "ocr")]
        if let Some(scans) = scans.filter(|scans| !scans.is_empty()) {
            super::scan::read(&mut record.page, scans, &context.recogniser, &mut reading);
        }
        recognised |= record.page.recognised;
        if record.unmapped > 0 {
            unmapped.get_or_insert((count, 0)).1 += record.unmapped;
        }
        layout.page(record.page)?;
    }
    if let Some((page, glyphs)) = unmapped {
        context.notices.push(Notice::Glyphs { count: glyphs, page });
    }
    #[cfg(feature = "ocr")]
    context.notices.append(&mut reading.notices);
    context.notices.extend(layout.notices());
    let metadata = information::metadata(&pdf);
    let (mut blocks, omissions) = layout.finish();
    if !small.is_empty() {
        reduce(&mut blocks, &small);
    }
    Ok(Document { blocks, omissions, metadata, encoding: None, pages: Some(count), recognised, behind: Vec::new() })
}

/// Longest side of a page that is too small for the distances that tables and lines are known by, in points, and that to
/// which it is enlarged: the same page drawn at a tenth of its size is the same page.
const SMALL: f32 = 150.0;
const LARGE: f32 = 842.0;

/// By how much a page is enlarged for reading.
fn enlarged(width: f32, height: f32) -> f32 {
    let side = width.max(height);
    if side > 1.0 && side < SMALL { LARGE / side } else { 1.0 }
}

/// From the page's own coordinates to those in which it is read.
fn transform(page: &Page<'_>, scale: f32) -> Affine {
    Affine::scale(scale.into()) * Affine::new(page.initial_transform(true).as_coeffs())
}

/// Places on enlarged pages, by number, in points of the page as it is.
fn reduce(blocks: &mut [Block], small: &HashMap<u32, f32>) {
    for location in blocks.iter_mut().flat_map(Block::locations_mut) {
        let Some(scale) = location.page.and_then(|page| small.get(&page)) else { continue };
        if let Place::Box { x0, y0, x1, y1 } = &mut location.place {
            [x0, y0, x1, y1].into_iter().for_each(|side| *side /= scale);
        }
    }
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

fn exhausted(operations: u64) -> ReadError {
    ReadError::limit("operations", operations, operations + 1)
}

/// Runs a part of a page against the recorder.
fn draw<'a>(
    pdf: &'a Pdf,
    (page, transform): (&Page<'a>, Affine),
    cache: &InterpreterCache<'a>,
    part: RenderContent,
    recorder: &mut Recorder<'_>,
) -> Result<(), Exhausted> {
    let mut run = hayro_interpret::Context::new(
        transform,
        // Wider than any page, so that every clip of the page is told.
        Rect::new(-1e6, -1e6, 1e6, 1e6),
        cache,
        pdf.xref(),
        InterpreterSettings { render_content: part, ..InterpreterSettings::default() },
    );
    // The interpreter's state is of no use after it was left halfway, and is dropped here; so is the record.
    match catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut run, recorder))) {
        Ok(()) => Ok(()),
        Err(cause) if cause.is::<Exhausted>() => Err(Exhausted),
        Err(cause) => resume_unwind(cause),
    }
}
