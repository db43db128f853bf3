//! Reader of HTML in any shape: pages saved from the web, pages that word processors wrote, fragments
//! of pages. Bytes in, a document out: paragraphs with their part in the page, cell grids with spans
//! resolved, pictures that may carry content, and what the page says about itself.
//!
//! The tokenizer is html5gum's; the tree ([`tree`]) keeps only what tables and text need of the HTML
//! standard's tree construction, so that a page is read in one pass without a DOM. Which grids are
//! tables of a form is left to others.

mod address;
mod blocks;
mod carried;
mod choice;
mod compound;
mod custom;
mod declared;
mod ink;
mod media;
mod metadata;
mod paragraph;
mod selector;
mod states;
mod style;
mod supports;
mod tag;
mod tree;

#[cfg(test)]
mod hidden;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

use encoding_rs::Encoding;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

use super::{Context, charset};
use crate::document::{Block, Budget, Document, Role};
use crate::error::ReadError;
#[cfg(feature = "ocr")]
use crate::reader::Notice;
pub(super) use carried::in_data;
use tag::StartTag;
use tree::{Known, Tree};

/// Reads a page that declares its own encoding, or none.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    #[cfg_attr(not(feature = "ocr"), allow(unused_mut))]
    let mut document = read_labelled(bytes, charset::declared(bytes), context)?;
    #[cfg(feature = "ocr")]
    if context.recogniser.is_there() {
        pictured(&mut document, context)?;
    }
    Ok(document)
}

/// Reads the pictures in a page and beside it; those that should lie beside it and do not are told.
#[cfg(feature = "ocr")]
fn pictured(document: &mut Document, context: &mut Context) -> Result<(), ReadError> {
    let beside = std::mem::take(&mut context.beside);
    let mut absent: Vec<String> = Vec::new();
    let read = super::scan::read_flow(document, context, |source, _| {
        let picture = super::scan::inline(source).or_else(|| beside.find(source).map(<[u8]>::to_vec));
        if picture.is_none() {
            absent.extend(super::beside::address(source));
        }
        picture
    });
    // A page within a document has nothing beside it.
    if let (Some(first), 0) = (absent.first(), context.depth) {
        context.notices.push(Notice::AbsentPictures { count: absent.len() as u64, first: first.clone() });
    }
    read
}

/// Reads a page whose encoding was declared outside of it (a MIME header); that label comes first. Its pictures keep
/// their addresses where something can read them.
pub(super) fn read_labelled(
    bytes: &[u8],
    label: Option<&'static Encoding>,
    context: &mut Context,
) -> Result<Document, ReadError> {
    read_styled(bytes, label, &[], context)
}

/// The same, with the style sheets that the page names and that came with it.
pub(super) fn read_styled(
    bytes: &[u8],
    label: Option<&'static Encoding>,
    css: &[u8],
    context: &mut Context,
) -> Result<Document, ReadError> {
    let decoded = charset::decode(bytes, label, &mut context.notices);
    let pictures = context.recogniser.is_there();
    let mut document = read_page(&decoded.text, Known::styled(css), &context.budget(), pictures, CARRIERS)?;
    document.encoding = Some(decoded.encoding.to_owned());
    Ok(document)
}

/// Reads a decoded page or a fragment of one.
pub(super) fn read_text(text: &str, budget: &Budget) -> Result<Document, ReadError> {
    read_page(text, Known::default(), budget, false, CARRIERS)
}

/// Reads a page; `pictures` keep their addresses, which may be all of their bytes, `carriers`: bodies in bodies that are looked for.
fn read_page(text: &str, known: Known, budget: &Budget, pictures: bool, carriers: u8) -> Result<Document, ReadError> {
    let mut built = build(text, Tree::new(budget, Hidden::Dropped, known), pictures)?;
    // Rules that stand behind what they hold for are known now, and then what follows each element.
    for _ in 0..3 {
        if !built.again {
            break;
        }
        built = build(text, Tree::new(budget, Hidden::Dropped, built.known), pictures)?;
    }
    // Pages that show their text by script alone keep it hidden until then.
    if built.hidden_tables > 0 && built.document.grids().next().is_none() {
        built = build(text, Tree::new(budget, Hidden::Kept, built.known), pictures)?;
    }
    let mut document = built.document;
    if carriers > 0 && document.grids().next().is_none() {
        carry(text, &mut document, carriers - 1, budget)?;
    }
    Ok(document)
}

/// Bodies in bodies.
const CARRIERS: u8 = 2;

/// Adds the body that a page without a table of its own carries as data, in place of its source if that is what the page shows.
fn carry(page: &str, document: &mut Document, carriers: u8, budget: &Budget) -> Result<(), ReadError> {
    let shown = || document.paragraphs().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n");
    let Some(body) = carried::body(page, shown) else { return Ok(()) };
    budget.text(&body)?;
    let carried = read_page(&body, Known::default(), budget, false, carriers)?;
    let length = |document: &Document| -> usize {
        document.paragraphs().filter(|text| text.role == Role::Body).map(|text| text.text.len()).sum()
    };
    let source =
        document.blocks.iter().any(|block| matches!(block, Block::Paragraph(text) if carried::is_source(&text.text)));
    // A page that shows as much has its own text.
    if carried.grids().next().is_none() || !source && length(document) > length(&carried) {
        return Ok(());
    }
    if source {
        document.blocks.retain(|block| !matches!(block, Block::Paragraph(text) if text.role == Role::Body));
    }
    document.blocks.extend(carried.blocks);
    Ok(())
}

/// What becomes of elements that are styled away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Dropped,
    /// What is hidden as a whole is what a script shows; rows, cells and words inside are hidden all the same.
    Kept,
}

/// Parse errors are not asked for: looking for them takes a third of the tokenizer's time.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

struct Built {
    document: Document,
    /// Tables met inside hidden elements.
    hidden_tables: u32,
    /// What is known now of the page, and whether it would have been read otherwise for it.
    known: Known,
    again: bool,
}

fn build(text: &str, mut tree: Tree<'_>, pictures: bool) -> Result<Built, ReadError> {
    let mut tag = StartTag::keeping(pictures);
    // A token means: stop, a limit was passed.
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                tag.whole_tag = tree.asks_attributes();
                tag.open(name);
            }
            CallbackEvent::AttributeName { name } => tag.attribute(name),
            CallbackEvent::AttributeValue { value } => tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => tree.start(&tag, self_closing),
            CallbackEvent::EndTag { name } => tree.end(tag::kind(name), tag::identity(name)),
            CallbackEvent::String { value } => tree.text(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        tree.stopped().then_some(())
    });
    emitter.naively_switch_states(true);
    // The reader over a string cannot fail.
    let _ = Tokenizer::new_with_emitter(text, Quiet(emitter)).next();
    tree.finish()
}
