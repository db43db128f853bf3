//! How the elements of a page look: what its style sheets declare for each, heard of the elements around it and before it,
//! and what an element hands on to what is in it.

use std::collections::{HashMap, HashSet};

use super::super::Hidden;
use super::super::address;
use super::super::compound::{AmongSiblings, Subject};
use super::super::custom::Environments;
use super::super::declared::{Declared, Extent};
use super::super::selector::Ancestor;
use super::super::style::StyleSheet;
use super::super::tag::{ElementGroup, StartTag, identity};
use super::scripted::Scripted;
use super::{Element, Flags, Tree};

/// Bytes of style sheets that are looked at.
const CSS_BYTES: usize = 1 << 20;
/// Elements around one whose colours are looked at.
const NEAR: usize = 16;
/// Elements whose children are counted.
const MAX_COUNTED: usize = 1 << 20;

/// What is declared for an element, and what it is to others.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    declared: Declared,
    /// Taken away with all that is in it.
    pub gone: bool,
    /// As a cell, it has no place in its row.
    pub no_slot: bool,
    /// How it lies among others.
    extent: Extent,
    /// What it fits of what rules ask of other elements.
    fits: u64,
    /// Its number among all elements.
    ordinal: u32,
    /// What of the things that rules ask for it was found to hold.
    holds: u64,
    /// What its last child fits, and what any of them does.
    last: u64,
    all: u64,
    /// Which child that is.
    youngest: u32,
    /// The custom properties that hold in it.
    environment: u32,
}

impl Look {
    /// Something is shown in it that the style sheet writes; whether that is a number.
    pub fn generated(&self) -> Option<bool> {
        self.declared.generated()
    }

    /// Put at the right edge, or in an order of its own.
    pub fn is_put_aside(&self) -> bool {
        self.declared.put_aside()
    }

    /// What is in it is put in the other order.
    pub fn is_turned_round(&self) -> bool {
        self.declared.turned_round()
    }

    /// The same with the colours of another.
    pub fn inked(mut self, other: Self) -> Self {
        self.declared = other.declared.inks_only();
        self
    }
}

/// Children of an element by its number: all for zero, those of one type for its identity.
type Children = HashMap<(u32, u64), u32>;
/// What elements hold of the things that rules ask for.
#[derive(Debug, Default)]
struct Holds {
    /// By the number of an element.
    of: HashMap<u32, u64>,
    /// By the number of the element around and a bit: the number of the last child that is such a thing.
    later: HashMap<(u32, u32), u32>,
}

impl Holds {
    fn of(&self, ordinal: u32, around: u32) -> u64 {
        let own = self.of.get(&ordinal).copied().unwrap_or(0);
        if self.later.is_empty() {
            return own;
        }
        let behind = |bit: &u32| self.later.get(&(around, *bit)).is_some_and(|last| *last > ordinal);
        (0..u64::BITS).filter(behind).fold(own, |all, bit| all | 1 << bit)
    }
}

/// What an earlier reading of the page found out.
#[derive(Debug, Default)]
pub(in super::super) struct Known {
    sheet: StyleSheet,
    children: Children,
    holds: Option<Holds>,
    /// The sheets of the page are among it.
    whole: bool,
    /// Identifiers of elements without text that the page's scripts name.
    scripted: HashSet<Vec<u8>>,
}

impl Known {
    /// What other files of the page say of its style.
    pub fn styled(css: &[u8]) -> Self {
        let mut known = Self::default();
        known.sheet.add(&css[..css.len().min(CSS_BYTES)]);
        known
    }
}

/// The page's own style sheets, and what they need to know of its elements.
#[derive(Debug, Default)]
pub(super) struct Looks {
    sheet: StyleSheet,
    /// The text of the sheet that is being read.
    css: Vec<u8>,
    /// The sheets are known from an earlier reading.
    whole: bool,
    /// The page would have been read otherwise with what is known now.
    again: bool,
    /// Rules that are not in the page hold as well.
    pub styled_elsewhere: bool,
    /// What `body` hands on.
    pub root: Flags,
    /// What `html` and `body` fit of what rules ask of other elements: they are not kept among the open ones.
    pub frame: u64,
    /// Of elements without one around them: what the last of them fits, and what any does; which it is.
    outermost: (u64, u64, u32),
    environment: u32,
    elements: u32,
    children: Children,
    totals: Children,
    /// What elements are found to hold, and what they were found to hold before.
    holds: Holds,
    held: Option<Holds>,
    environments: Environments,
    pub scripted: Scripted,
}

impl Looks {
    pub fn new(Known { sheet, children, holds, whole, scripted }: Known) -> Self {
        let scripted = Scripted::known(scripted);
        Self { sheet, whole, totals: children, held: holds, scripted, ..Self::default() }
    }

    /// Takes text of a style sheet.
    pub fn style(&mut self, css: &[u8]) {
        if !self.whole {
            self.css.extend_from_slice(&css[..css.len().min(CSS_BYTES.saturating_sub(self.css.len()))]);
        }
    }

    /// A style sheet may have ended; `late` where tables were met before it.
    pub fn end_style(&mut self, late: bool) {
        if self.css.is_empty() {
            return;
        }
        let rules = self.sheet.rules();
        self.sheet.add(&std::mem::take(&mut self.css));
        self.again |= late && self.sheet.rules() > rules;
    }

    /// A style sheet that the page names: read where its address says all of it.
    pub fn link(&mut self, tag: &StartTag, late: bool) {
        match address::written_out(&tag.source) {
            Some(_) if tag.unheeded || !tag.styled_elsewhere => {}
            Some(css) => {
                self.style(&css);
                self.end_style(late);
            }
            None => self.styled_elsewhere |= tag.styled_elsewhere,
        }
    }

    /// What is known when the page has ended, and whether it is to be read again for it.
    pub fn known(self) -> (Known, bool) {
        let asks = self.sheet.asks();
        let (children, again) = match self.totals.is_empty() {
            true => (self.children, self.again || asks.ends),
            false => (self.totals, self.again),
        };
        let again = again || asks.holds && self.held.is_none();
        // What was counted while rules were not known is not what they ask for.
        let holds = self.held.or(Some(self.holds).filter(|_| self.whole || !self.again));
        let (scripted, found) = self.scripted.named();
        (Known { sheet: self.sheet, children, holds, whole: true, scripted }, again || found)
    }

    /// The number of an element among its siblings, and how many there are.
    fn place(&mut self, parent: u32, identity: u64) -> AmongSiblings {
        let mut count = |identity: u64| {
            if self.children.len() >= MAX_COUNTED {
                return (0, 0);
            }
            let number = self.children.entry((parent, identity)).or_default();
            *number += 1;
            (*number, self.totals.get(&(parent, identity)).copied().unwrap_or(0))
        };
        AmongSiblings { any: count(0), typed: count(identity) }
    }
}

impl Tree<'_> {
    /// Whether a rule of the page asks for attributes beside class and identifier.
    pub fn asks_attributes(&self) -> bool {
        self.looks.sheet.asks().attributes
    }

    /// What is declared for a tag, as far as it is obeyed.
    pub(super) fn look(&mut self, tag: &StartTag) -> Look {
        self.looks.end_style(self.any_table);
        self.looks.elements += 1;
        let mut look = Look { declared: tag.declared, ordinal: self.looks.elements, ..Look::default() };
        look.environment = self.stack.last().map_or(self.looks.environment, |around| around.look.environment);
        if !self.looks.sheet.is_empty() || !tag.custom.is_empty() || !tag.pending.is_empty() {
            self.obey(tag, &mut look);
        }
        // The body of a page of WeChat is hidden until a script shows it.
        if tag.id == b"js_content" {
            look.declared = Declared::default();
        }
        let closed = tag.popover || tag.identity == identity(b"dialog") && !tag.opened;
        look.declared = look.declared.or_gone(tag.hidden || closed);
        let (part, inner) = match tag.kind {
            ElementGroup::Row | ElementGroup::Cell | ElementGroup::Column => (true, true),
            kind => (matches!(kind, ElementGroup::Table | ElementGroup::RowGroup), kind == ElementGroup::Inline),
        };
        if self.hidden == Hidden::Kept && !inner {
            look.declared = look.declared.shown();
        }
        look.extent = match tag.kind {
            _ if part => Extent::Part,
            ElementGroup::Inline | ElementGroup::Link | ElementGroup::Struck | ElementGroup::Raised => Extent::Inline,
            _ => Extent::Box,
        };
        look.gone = look.declared.gone(look.extent);
        look.no_slot = look.gone && look.declared.has_no_slot();
        look
    }

    /// Hears the style sheets for an element that starts.
    fn obey(&mut self, tag: &StartTag, look: &mut Look) {
        let height = self.parent(tag);
        let asks = self.looks.sheet.asks();
        let around = self.stack[..height].last().map(|element| element.look);
        let (before, earlier, youngest) =
            around.map_or(self.looks.outermost, |around| (around.last, around.all, around.youngest));
        let outer = around.map_or(0, |around| around.ordinal);
        let place = match asks.places && tag.kind != ElementGroup::Frame {
            true => self.looks.place(around.map_or(0, |around| around.ordinal), tag.identity),
            false => AmongSiblings::default(),
        };
        // What the page holds is kept under no element's number.
        let ordinal = if tag.kind == ElementGroup::Frame { 0 } else { look.ordinal };
        let holds = self.looks.held.as_ref().map_or(0, |held| held.of(ordinal, outer));
        let subject = Subject { place, before, earlier, holds, ..tag.subject() };
        let ancestor = |element: &Element| Ancestor { kind: element.kind, fits: element.look.fits };
        let frame = Ancestor { kind: ElementGroup::Frame, fits: self.looks.frame };
        let open = |at: usize| match at.checked_sub(height) {
            None => self.stack[..height].iter().rev().nth(at).map(ancestor),
            // `body`, and `html` around it.
            Some(above) => (above < 2).then_some(frame),
        };
        if asks.custom || !tag.custom.is_empty() || !tag.pending.is_empty() {
            let inline = (&tag.declared, tag.custom.as_slice(), tag.pending.as_slice());
            let within = around.map_or(self.looks.environment, |around| around.environment);
            let given = (&mut self.looks.environments, within);
            (look.declared, look.environment) = self.looks.sheet.declared_by_custom(&subject, &open, inline, given);
        } else {
            look.declared = self.looks.sheet.declared(&subject, &open, &tag.declared);
        }
        look.fits = self.looks.sheet.fits(&subject);
        if asks.holds && self.looks.held.is_none() {
            let bits = self.looks.sheet.is_held(&subject);
            let [deep, straight, next, later] = bits;
            self.hold(height, (deep, straight));
            *self.looks.holds.of.entry(youngest).or_default() |= if youngest > 0 { next } else { 0 };
            for bit in (0..u64::BITS).filter(|bit| later >> bit & 1 == 1) {
                self.looks.holds.later.insert((outer, bit), look.ordinal);
            }
        }
        if (asks.siblings || asks.holds) && tag.kind != ElementGroup::Frame {
            let (last, all, youngest) = match self.stack[..height].last_mut() {
                Some(Element { look, .. }) => (&mut look.last, &mut look.all, &mut look.youngest),
                None => {
                    let (last, all, youngest) = &mut self.looks.outermost;
                    (last, all, youngest)
                }
            };
            *last = look.fits;
            *all |= look.fits;
            *youngest = look.ordinal;
        }
    }

    /// Notes that the elements below this height of the stack hold something, at any depth and straight.
    fn hold(&mut self, height: usize, (deep, straight): (u64, u64)) {
        let holds = &mut self.looks.holds;
        let mut bits = deep | straight;
        for element in self.stack[..height].iter_mut().rev() {
            let look = &mut element.look;
            // What holds it already stands in elements that do.
            if bits & !look.holds == 0 || holds.of.len() >= MAX_COUNTED {
                return;
            }
            look.holds |= bits;
            *holds.of.entry(look.ordinal).or_default() |= bits;
            bits = deep;
        }
        *holds.of.entry(0).or_default() |= bits;
    }

    /// The innermost element holds text.
    pub(super) fn hold_text(&mut self) {
        if self.looks.sheet.asks().holds && self.looks.held.is_none() {
            let bits = self.looks.sheet.holds_text();
            self.hold(self.stack.len(), (0, bits));
        }
    }

    /// Height of the stack when the element that starts has closed what it closes: its parent is the last below.
    fn parent(&self, tag: &StartTag) -> usize {
        let top = self.stack.len();
        let innermost = |kinds: &[ElementGroup]| {
            let floor = self.tables.last().map_or(top, |table| table.stack.min(top));
            (floor..top).rev().find(|&height| kinds.contains(&self.stack[height].kind)).map_or(top, |height| height + 1)
        };
        match tag.kind {
            ElementGroup::Cell => innermost(&[ElementGroup::Row, ElementGroup::RowGroup, ElementGroup::Table]),
            ElementGroup::Row => innermost(&[ElementGroup::RowGroup, ElementGroup::Table]),
            ElementGroup::RowGroup | ElementGroup::Column | ElementGroup::Caption => innermost(&[ElementGroup::Table]),
            ElementGroup::Block
            | ElementGroup::Paragraph
            | ElementGroup::Item
            | ElementGroup::Heading
            | ElementGroup::Navigation
            | ElementGroup::Pre => self.below_paragraph(tag.kind == ElementGroup::Item, tag.identity),
            _ => top,
        }
    }

    /// A style may take the line of `s` and its like away.
    pub(super) fn strikes(tag: &StartTag, look: Look) -> bool {
        tag.kind == ElementGroup::Struck && look.declared.struck() != Some(false)
    }

    /// `html` or `body`.
    pub(super) fn start_frame(&mut self, look: Look) {
        self.looks.frame |= look.fits;
        self.looks.environment = look.environment;
        self.looks.root = self.inherited(Look::default().inked(look));
    }

    /// The properties that an element hands on to what is in it.
    pub(super) fn inherited(&self, look: Look) -> Flags {
        self.inherited_over(self.flags(), look)
    }

    /// The same over flags of what is around it.
    pub(super) fn inherited_over(&self, around: Flags, look: Look) -> Flags {
        let declared = look.declared;
        if declared.is_empty() {
            return around;
        }
        let turned = |flags: Flags, flag: Flags, said: Option<bool>| {
            said.map_or(flags, |said| flags.without(flag).with(flag, said))
        };
        let same = self.same_colors(declared.colors());
        let flags = turned(around, Flags::INVISIBLE, declared.invisible());
        let flags = turned(flags, Flags::TINY, declared.tiny());
        let flags = turned(flags, Flags::PAINTED, declared.painted());
        let flags = turned(flags, Flags::INDENTED, declared.indented(look.extent));
        let flags = turned(flags, Flags::SAME, same);
        let flags = turned(flags, Flags::CLEAR, declared.inks().map(|(clear, _)| clear));
        let flags = turned(flags, Flags::WHITE, declared.inks().map(|(_, white)| white));
        // White on a ground that a rule outside of the page may paint is taken to be seen.
        let pale = flags.has(Flags::WHITE) && !flags.has(Flags::PAINTED) && !self.looks.styled_elsewhere;
        turned(flags, Flags::PALE, Some(pale || flags.has(Flags::CLEAR)))
            .with(Flags::HIDDEN, look.gone)
            .with(Flags::STRUCK, declared.struck() == Some(true))
            .with(Flags::TURNED, declared.turned())
            .with(Flags::LABEL, declared.label())
            .with(Flags::RAISED, declared.raised(look.extent))
    }

    /// Whether text has the colour of its ground, where an element says one of the two.
    fn same_colors(&self, [ink, ground]: [Option<Option<u32>>; 2]) -> Option<bool> {
        if ink.is_none() && ground.is_none() {
            return None;
        }
        let around = |of: usize| {
            let near = self.stack.iter().rev().take(NEAR);
            near.filter_map(|element| element.look.declared.colors()[of]).next().flatten()
        };
        let ink = ink.unwrap_or_else(|| around(0));
        Some(ink.is_some() && ink == ground.unwrap_or_else(|| around(1)))
    }
}
