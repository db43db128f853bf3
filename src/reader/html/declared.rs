//! What is declared for an element (CSS Cascade 4, 6.1: important, inline, specificity, order): declarations in, and out
//! whether the element is there, seen, struck or raised. The rest of styling is never looked at.

mod names;
#[cfg(test)]
mod tests;

use memchr::memchr;

use super::ink::{self, Ink};
use super::selector::{plain, unescaped};
use names::{LONGEST, NAMES};

/// Properties that decide what is read, each a thing that a declaration says or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    /// `display: none`.
    Display,
    /// `visibility: hidden` or `collapse`.
    Visibility,
    /// `font-size: 0`, or too small to be seen.
    FontSize,
    /// `opacity: 0`.
    Opacity,
    /// `mso-hide: all`, Word's own.
    MsoHide,
    /// `content-visibility: hidden`.
    Contents,
    /// `text-decoration: line-through`.
    Line,
    /// `vertical-align: super` or `sub`.
    Align,
    /// `vertical-align: top`, and a size less than that around: a mark, where both hold.
    Topped,
    Small,
    /// `left: -9999px` and the like: outside of the window.
    Left,
    Top,
    Right,
    Margin,
    /// `text-indent: -9999px`, likewise.
    Indent,
    /// `transform: scale(0)`.
    Transform,
    /// `clip-path: inset(50%)`.
    Clip,
    /// `clip: rect(0, 0, 0, 0)`, of an element that is placed.
    Cut,
    /// `overflow: hidden`.
    Overflow,
    /// `height: 0`, `width: 0`, or the most that they may be; lines without height.
    Height,
    Width,
    MaxHeight,
    MaxWidth,
    Lines,
    /// `display: block` and the like: an element of the line that has a size of its own.
    Boxed,
    /// `position: relative`.
    Relative,
    /// `position: absolute` or `fixed`.
    Absolute,
    /// `top: -6px`, or `bottom: 6px`: above the line.
    Lifted,
    /// `color: transparent`.
    Clear,
    /// `color: white`.
    White,
    /// A background that white text is seen on.
    Painted,
    /// `unicode-bidi: bidi-override`, and `direction: rtl`.
    Overridden,
    Rightwards,
    /// `mso-list: Ignore`: the number of a list's item, as Word writes it down.
    Label,
    /// `float: right`, or an `order` of its own.
    Aside,
    /// `flex-direction: row-reverse`.
    Round,
    /// An `animation` that ends as it wants.
    Animated,
    /// `text-shadow`, or a background that is cut out by the text: text without a colour that is seen.
    Drawn,
    /// `content` of `::before` and `::after` that may say something, and that says a number.
    Generated,
    Numbered,
}

/// What of the rules for boxes holds for an element (Display 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Extent {
    /// Part of a line: it has no size, and nothing moves or turns it.
    #[default]
    Inline,
    /// A table, or a part of one: it is as large as what is in it.
    Part,
    Box,
}

const COUNT: usize = Property::Numbered as usize + 1;

/// What is declared: which properties, a bit for each, what each says, and how much the declaration that won weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declared {
    given: u64,
    values: u64,
    weights: [u32; COUNT],
    /// The colour of text and that of its ground, where the element says both.
    colors: [Option<u32>; 2],
}

impl Default for Declared {
    fn default() -> Self {
        Self { given: 0, values: 0, weights: [0; COUNT], colors: [None; 2] }
    }
}

/// Properties that take an element away with all that is in it.
const GONE: [Property; 11] = [
    Property::Display,
    Property::Opacity,
    Property::MsoHide,
    Property::Contents,
    Property::Left,
    Property::Top,
    Property::Right,
    Property::Margin,
    Property::Transform,
    Property::Clip,
    Property::Cut,
];
const NO_SIZE: [Property; 5] =
    [Property::Height, Property::Width, Property::MaxHeight, Property::MaxWidth, Property::Lines];
/// A size of text that nobody sees, in pixels or points.
const TOO_SMALL: f32 = 1.0;

const IMPORTANT: u32 = 1 << 31;
const INLINE: u32 = 1 << 30;
/// The number of what stands in no layer, above those of all layers; what each weighs, and selectors in it less than that.
pub(super) const LAYERS: u32 = 31;
pub(super) const OF_LAYER: u32 = (INLINE - 1) / (LAYERS + 1);

impl Declared {
    fn declare(&mut self, property: Property, weight: u32, value: bool) {
        let at = property as usize;
        if self.weights[at] <= weight {
            self.weights[at] = weight;
            self.given |= 1 << at;
            self.values = self.values & !(1 << at) | u64::from(value) << at;
        }
    }

    /// Says nothing of a property, against declarations that weigh less.
    fn withdraw(&mut self, property: Property, weight: u32) {
        let at = property as usize;
        if self.weights[at] <= weight {
            self.weights[at] = weight;
            self.given &= !(1 << at);
            self.values &= !(1 << at);
        }
    }

    fn get(&self, property: Property) -> Option<bool> {
        let at = property as usize;
        (self.given >> at & 1 == 1).then_some(self.values >> at & 1 == 1)
    }

    fn says(&self, property: Property) -> bool {
        self.values >> property as usize & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.given == 0
    }

    /// Whether a property of this name is looked at; small letters.
    pub fn knows(name: &[u8]) -> bool {
        NAMES.contains(&name)
    }

    /// Takes over what another set declares, where it weighs more.
    pub fn overlay(&mut self, other: &Self) {
        for (at, &weight) in other.weights.iter().enumerate() {
            if (other.given >> at & 1 == 1 || weight > 0) && self.weights[at] <= weight {
                self.weights[at] = weight;
                self.given = self.given & !(1 << at) | other.given & 1 << at;
                self.values = self.values & !(1 << at) | other.values & 1 << at;
                if let Some(of) = color_of(at) {
                    self.colors[of] = other.colors[of];
                }
            }
        }
    }

    /// What `hidden=until-found` declares.
    pub fn hide_contents(&mut self) {
        self.declare(Property::Contents, 0, true);
    }

    /// Reads a declaration of the tag's own `style`.
    pub fn inline(&mut self, property: &[u8], value: &[u8]) {
        self.read(property, value, INLINE);
    }

    /// The colour of text that the tag gives by an attribute of its own.
    pub fn ink(&mut self, value: &[u8]) {
        self.property(b"color", &ink::hashed(value), 0);
    }

    /// A background that the tag gives by an attribute of its own: a colour, or the address of a picture.
    pub fn ground(&mut self, value: &[u8]) {
        let color = ink::hashed(value);
        let painted = ink::painted(&color).unwrap_or(false) || color.contains(&b'.');
        self.paint(Property::Painted, 0, ink::shade(&color));
        self.declare(Property::Painted, 0, painted);
    }

    /// Reads a declaration of some weight.
    pub fn read(&mut self, name: &[u8], value: &[u8], weight: u32) {
        if memchr(b'\\', name).is_some() || memchr(b'\\', value).is_some() {
            let [name, value] = [name, value].map(|text| plain(&unescaped(text)));
            return self.read_plain(&name, &value, weight);
        }
        self.read_plain(name, value.trim_ascii(), weight);
    }

    fn read_plain(&mut self, name: &[u8], value: &[u8], weight: u32) {
        let mut small = [0; LONGEST];
        let Some(small) = small.get_mut(..name.len()) else { return };
        small.copy_from_slice(name);
        small.make_ascii_lowercase();
        if !NAMES.contains(&&*small) {
            return;
        }
        let mut buffer = [0; 64];
        let long;
        let value = match buffer.get_mut(..value.len()) {
            Some(buffer) => {
                buffer.copy_from_slice(value);
                buffer.make_ascii_lowercase();
                &*buffer
            }
            None => {
                long = value.to_ascii_lowercase();
                long.as_slice()
            }
        };
        let (value, important) = match memchr(b'!', value) {
            Some(at) if value[at + 1..].trim_ascii() == b"important" => (value[..at].trim_ascii_end(), true),
            // No declaration at all.
            Some(_) => return,
            None => (value, false),
        };
        let weight = match important {
            // What is important weighs the more the earlier its layer is, and the least in none (Cascade 5, 6.4.4).
            true if weight < INLINE => IMPORTANT | ((LAYERS - weight / OF_LAYER) * OF_LAYER + weight % OF_LAYER),
            true => IMPORTANT | weight,
            false => weight,
        };
        if !value.is_empty() {
            self.property(small, value, weight);
        }
    }

    fn property(&mut self, name: &[u8], value: &[u8], weight: u32) {
        match name {
            b"display" if ink::displays(value) => {
                self.declare(Property::Display, weight, value == b"none");
                let boxed = [&b"block"[..], b"flex", b"grid", b"flow-root"];
                self.declare(Property::Boxed, weight, boxed.iter().any(|word| value.ends_with(word)));
            }
            b"visibility" => match value {
                b"hidden" | b"collapse" => self.declare(Property::Visibility, weight, true),
                b"visible" | b"initial" => self.declare(Property::Visibility, weight, false),
                _ => self.withdraw(Property::Visibility, weight),
            },
            b"font-size" => {
                self.declare(Property::Small, weight, ink::is_smaller(value));
                match ink::too_small(value, TOO_SMALL) {
                    // As large as a part of what is around it, which may be nothing.
                    false if ink::of_around(value) => self.withdraw(Property::FontSize, weight),
                    tiny => self.declare(Property::FontSize, weight, tiny),
                }
            }
            b"font" => {
                if let Some(tiny) = ink::font_without_size(value) {
                    self.declare(Property::FontSize, weight, tiny);
                }
            }
            b"opacity" => {
                if let Some(number) = ink::length(value) {
                    self.declare(Property::Opacity, weight, number < 0.02);
                }
            }
            b"text-decoration" | b"text-decoration-line" => {
                let struck = value.split(u8::is_ascii_whitespace).any(|word| word == b"line-through");
                self.declare(Property::Line, weight, struck);
            }
            b"vertical-align" | b"left" | b"right" | b"top" | b"bottom" => self.placed(name, value, weight),
            _ if name.starts_with(b"inset-") => self.placed(name, value, weight),
            b"margin-left" | b"margin-top" | b"margin-inline-start" | b"margin" => {
                let away = value
                    .split(u8::is_ascii_whitespace)
                    .any(|part| ink::length(part).is_some_and(|at| at < ink::OUT_OF_SIGHT));
                self.declare(Property::Margin, weight, away);
            }
            b"text-indent" => {
                // Behind the end of its line.
                let whole = value.ends_with(b"%") && ink::length(value) >= Some(100.0);
                self.declare(Property::Indent, weight, whole || ink::far(value));
            }
            b"transform" => self.declare(Property::Transform, weight, ink::moved_away(value)),
            b"clip-path" => self.declare(Property::Clip, weight, ink::clipped(value)),
            b"clip" => self.declare(Property::Cut, weight, ink::clipped(value)),
            // What can be rolled into sight has no room to be seen in either.
            b"overflow" | b"overflow-x" | b"overflow-y" => {
                let cut = matches!(value, b"hidden" | b"clip" | b"auto" | b"scroll");
                self.declare(Property::Overflow, weight, cut);
            }
            b"position" => {
                self.declare(Property::Relative, weight, value == b"relative");
                self.declare(Property::Absolute, weight, matches!(value, b"absolute" | b"fixed"));
            }
            b"color" | b"-webkit-text-fill-color" => {
                if let Some(ink) = ink::color(value) {
                    self.paint(Property::Clear, weight, ink::shade(value));
                    self.declare(Property::Clear, weight, ink == Ink::None);
                    self.declare(Property::White, weight, ink == Ink::White);
                }
            }
            b"background" | b"background-color" | b"background-image" => {
                self.paint(Property::Painted, weight, ink::shade(value));
                if let Some(painted) = ink::painted(value) {
                    self.declare(Property::Painted, weight, painted);
                }
            }
            _ => self.moved(name, value, weight),
        }
    }

    /// Properties that say where text stands: on its line, or how far from its place.
    fn placed(&mut self, name: &[u8], value: &[u8], weight: u32) {
        match name {
            b"vertical-align" => {
                self.declare(Property::Align, weight, ink::off_the_line(value));
                self.declare(Property::Topped, weight, matches!(value, b"top" | b"text-top"));
            }
            b"left" | b"inset-inline-start" => self.declare(Property::Left, weight, ink::far(value)),
            b"right" | b"inset-inline-end" => self.declare(Property::Right, weight, ink::far(value)),
            b"bottom" => {
                self.declare(Property::Top, weight, ink::far(value));
                if ink::off_the_line(value) {
                    self.declare(Property::Lifted, weight, true);
                }
            }
            b"inset-block-start" | b"inset-block-end" => self.declare(Property::Top, weight, ink::far(value)),
            b"top" => {
                self.declare(Property::Top, weight, ink::far(value));
                self.declare(
                    Property::Lifted,
                    weight,
                    ink::length(value).is_some_and(|at| at < 0.0 && ink::off_the_line(&value[1..])),
                );
            }
            _ => {}
        }
    }

    /// Properties that put text elsewhere, or draw it so that it is not there.
    fn moved(&mut self, name: &[u8], value: &[u8], weight: u32) {
        match name {
            // A size or a place of their own: nothing undoes what `transform` does.
            b"scale" if ink::too_small(value, 0.1) => self.declare(Property::Transform, weight, true),
            b"rotate" if ink::on_edge(value) => self.declare(Property::Transform, weight, true),
            // No size is none that is obeyed.
            b"zoom" if ink::too_small(value, 0.1) && ink::length(value) != Some(0.0) => {
                self.declare(Property::FontSize, weight, true);
            }
            b"mask" | b"mask-image" | b"-webkit-mask" | b"-webkit-mask-image" if ink::fades(value) => {
                self.declare(Property::Opacity, weight, true);
            }
            b"all" if matches!(value, b"unset" | b"initial" | b"revert" | b"revert-layer") => self.reset(weight),
            b"height" | b"block-size" => self.declare(Property::Height, weight, ink::no_length(value)),
            b"width" | b"inline-size" => self.declare(Property::Width, weight, ink::no_length(value)),
            b"max-height" | b"max-block-size" => self.declare(Property::MaxHeight, weight, ink::no_length(value)),
            b"max-width" | b"max-inline-size" => self.declare(Property::MaxWidth, weight, ink::no_length(value)),
            b"line-height" => self.declare(Property::Lines, weight, ink::length(value) == Some(0.0)),
            b"mso-hide" => self.declare(Property::MsoHide, weight, matches!(value, b"all" | b"screen")),
            b"content-visibility" => self.declare(Property::Contents, weight, value == b"hidden"),
            b"animation" | b"animation-name" | b"-webkit-animation" => {
                self.declare(Property::Animated, weight, !value.starts_with(b"none"));
            }
            b"inset" => {
                self.declare(Property::Left, weight, value.split(u8::is_ascii_whitespace).any(ink::far));
            }
            b"-webkit-text-stroke" | b"-webkit-text-stroke-color" => {
                let drawn = value.split(u8::is_ascii_whitespace).any(|word| ink::color(word) == Some(Ink::Seen));
                self.declare(Property::Drawn, weight, drawn && ink::length(value) != Some(0.0));
            }
            b"text-shadow" => self.declare(Property::Drawn, weight, value != b"none"),
            b"background-clip" | b"-webkit-background-clip" => {
                self.declare(Property::Drawn, weight, value == b"text");
            }
            b"translate" if ink::far(value) => self.declare(Property::Transform, weight, true),
            b"filter" if ink::clear(value) => self.declare(Property::Opacity, weight, true),
            b"mso-list" => self.declare(Property::Label, weight, value == b"ignore"),
            b"float" => self.declare(Property::Aside, weight, value == b"right"),
            b"order" => self.declare(Property::Aside, weight, ink::length(value) != Some(0.0)),
            b"flex-direction" | b"flex-flow" => {
                let reverse = memchr::memmem::find(value, b"-reverse").is_some();
                self.declare(Property::Round, weight, reverse);
            }
            b"direction" => self.declare(Property::Rightwards, weight, value == b"rtl"),
            b"unicode-bidi" => self.declare(Property::Overridden, weight, value.ends_with(b"override")),
            _ => {}
        }
    }

    /// Notes the colour of text or of its ground, where it counts.
    fn paint(&mut self, property: Property, weight: u32, color: Option<u32>) {
        if self.weights[property as usize] <= weight
            && let Some(of) = color_of(property as usize)
        {
            self.colors[of] = color;
        }
    }

    /// Takes back what else is declared (Cascade 4, 3.2).
    fn reset(&mut self, weight: u32) {
        for property in GONE.into_iter().chain(NO_SIZE).chain([
            Property::Overflow,
            Property::Boxed,
            Property::Relative,
            Property::Absolute,
            Property::Line,
        ]) {
            self.declare(property, weight, false);
        }
        for property in [Property::Visibility, Property::FontSize, Property::Indent, Property::Clear, Property::White] {
            self.withdraw(property, weight);
        }
    }

    /// The same, gone if so asked: what the attribute `hidden` does unless a rule shows the element.
    pub fn or_gone(mut self, hidden: bool) -> Self {
        if hidden && self.get(Property::Display).is_none() {
            self.declare(Property::Display, 0, true);
        }
        self
    }

    /// The same without what hides.
    pub fn shown(mut self) -> Self {
        for property in GONE.into_iter().chain(NO_SIZE).chain([Property::Visibility]) {
            self.weights[property as usize] = 0;
            self.given &= !(1 << property as usize);
            self.values &= !(1 << property as usize);
        }
        self
    }

    /// Whether it takes an element away with all that is in it.
    pub fn gone(&self, extent: Extent) -> bool {
        if self.values == 0 {
            return false;
        }
        let placed = self.says(Property::Absolute);
        let boxed = extent == Extent::Box || placed || self.says(Property::Boxed);
        let holds = |property| match property {
            // Text that fades in is there in the end.
            Property::Opacity => !self.says(Property::Animated),
            Property::Left | Property::Top | Property::Right => placed || self.says(Property::Relative),
            Property::Cut => placed,
            Property::Contents => boxed,
            Property::Transform => boxed || extent == Extent::Part,
            _ => true,
        };
        GONE.into_iter().any(|property| self.says(property) && holds(property))
            || boxed && self.says(Property::Overflow) && NO_SIZE.into_iter().any(|it| self.says(it))
    }

    /// Whether a cell has no place among the cells of its row.
    pub fn has_no_slot(&self) -> bool {
        [Property::Display, Property::MsoHide, Property::Absolute].into_iter().any(|it| self.says(it))
    }

    /// Inherited, and undone by an element inside: its first line begins out of sight.
    pub fn indented(&self, extent: Extent) -> Option<bool> {
        let boxed = extent != Extent::Inline || self.says(Property::Boxed) || self.says(Property::Absolute);
        self.get(Property::Indent).filter(|_| boxed)
    }

    /// Inherited, and undone by an element inside that says otherwise.
    pub fn invisible(&self) -> Option<bool> {
        self.get(Property::Visibility)
    }

    /// Inherited likewise.
    pub fn tiny(&self) -> Option<bool> {
        self.get(Property::FontSize)
    }

    /// Inherited likewise: whether text has no colour at all, and whether it is white.
    pub fn inks(&self) -> Option<(bool, bool)> {
        let drawn = self.says(Property::Drawn);
        Some((self.get(Property::Clear)? && !drawn, self.says(Property::White) && !drawn))
    }

    /// The colour of text and that of its ground, where they are declared: a number where it is plain.
    pub fn colors(&self) -> [Option<Option<u32>>; 2] {
        let drawn = self.says(Property::Drawn);
        let ink = self.get(Property::Clear).map(|_| self.colors[0].filter(|_| !drawn));
        [ink, self.get(Property::Painted).map(|_| self.colors[1])]
    }

    /// Whether there is a background that white text is seen on.
    pub fn painted(&self) -> Option<bool> {
        self.get(Property::Painted)
    }

    /// What is declared of colours.
    pub fn inks_only(&self) -> Self {
        let mut only = Self::default();
        for property in [Property::Clear, Property::White, Property::Painted] {
            if let Some(value) = self.get(property) {
                only.declare(property, 0, value);
            }
        }
        only.colors = self.colors;
        only
    }

    /// Reads a declaration for `::before` or `::after`: whether the style sheet writes something there.
    pub fn generate(&mut self, name: &[u8], value: &[u8], weight: u32) {
        let has = |words: &[&[u8]]| words.iter().any(|word| memchr::memmem::find(value, word).is_some());
        let written = has(&[b"attr(", b"counter("]);
        let numbered = value.iter().any(u8::is_ascii_digit) && !value.contains(&b'\\') && !has(&[b"attr("]);
        match name {
            b"content" => {
                self.declare(Property::Generated, weight, written || numbered);
                self.declare(Property::Numbered, weight, numbered || has(&[b"counter("]));
            }
            b"display" => self.declare(Property::Drawn, weight, value.trim_ascii() == b"none"),
            _ => {}
        }
    }

    /// Takes over what is declared for `::before` or `::after`.
    pub fn generates(&mut self, written: &Self) {
        let shown = !written.says(Property::Drawn);
        for property in [Property::Generated, Property::Numbered] {
            self.declare(property, written.weights[property as usize], shown && written.says(property));
        }
    }

    /// Something is written in it that the style sheet gives; whether that is a number.
    pub fn generated(&self) -> Option<bool> {
        self.says(Property::Generated).then(|| self.says(Property::Numbered))
    }

    /// Whether a line is drawn through it, if that is said.
    pub fn struck(&self) -> Option<bool> {
        self.get(Property::Line)
    }

    pub fn label(&self) -> bool {
        self.says(Property::Label)
    }

    pub fn put_aside(&self) -> bool {
        self.says(Property::Aside)
    }

    pub fn turned_round(&self) -> bool {
        self.says(Property::Round)
    }

    /// Set from right to left, digits too.
    pub fn turned(&self) -> bool {
        self.says(Property::Overridden) && self.says(Property::Rightwards)
    }

    /// Whether text stands off its line. Cells are aligned too, with all that is in them.
    pub fn raised(&self, extent: Extent) -> bool {
        self.says(Property::Align)
            || self.says(Property::Relative) && self.says(Property::Lifted)
            || extent == Extent::Inline && self.says(Property::Topped) && self.says(Property::Small)
    }
}

/// Which of an element's two colours a property gives.
fn color_of(property: usize) -> Option<usize> {
    [Property::Clear, Property::Painted].iter().position(|of| *of as usize == property)
}
