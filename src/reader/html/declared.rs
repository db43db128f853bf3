//! What is declared for an element (CSS Cascade 4, 6.1: important, inline, specificity, order): declarations in, and out
//! whether the element is there, seen, struck or raised. The rest of styling is never looked at.

use memchr::memchr;

use super::ink::{self, Ink};

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
    /// `left: -9999px` and the like: outside of the window.
    Left,
    Top,
    Right,
    Margin,
    /// `text-indent: -9999px`, likewise.
    Indent,
    /// `transform: scale(0)`.
    Transform,
    /// `clip: rect(0, 0, 0, 0)`, `clip-path: inset(50%)`.
    Clip,
    /// `overflow: hidden`.
    Overflow,
    /// `height: 0`, `width: 0`, or the most that the height may be.
    Height,
    Width,
    MaxHeight,
    /// `display: block`, `position: absolute` and the like: an element of the line that has a size of its own.
    Boxed,
    /// `position: relative`.
    Relative,
    /// `top: -6px`: above the line.
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
    /// `content` of `::before` and `::after` that may say something.
    Generated,
}

const COUNT: usize = Property::Generated as usize + 1;

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
    Property::Indent,
    Property::Transform,
    Property::Clip,
];
const NO_SIZE: [Property; 3] = [Property::Height, Property::Width, Property::MaxHeight];
/// Nothing is that far away but to be out of sight, in pixels, points or ems.
const OUT_OF_SIGHT: f32 = -900.0;
/// A size of text that nobody sees, in pixels or points.
const TOO_SMALL: f32 = 1.0;

/// Names of the properties that are looked at, and the length of the longest.
const NAMES: [&[u8]; 47] = [
    b"width",
    b"font-size",
    b"color",
    b"height",
    b"background",
    b"vertical-align",
    b"display",
    b"position",
    b"text-indent",
    b"font",
    b"left",
    b"top",
    b"text-decoration",
    b"visibility",
    b"overflow",
    b"background-color",
    b"background-image",
    b"opacity",
    b"right",
    b"margin-left",
    b"margin-top",
    b"mso-hide",
    b"content-visibility",
    b"text-decoration-line",
    b"transform",
    b"clip",
    b"clip-path",
    b"max-height",
    b"direction",
    b"unicode-bidi",
    b"scale",
    b"translate",
    b"zoom",
    b"filter",
    b"float",
    b"order",
    b"flex-direction",
    b"flex-flow",
    b"mso-list",
    b"animation",
    b"inset",
    b"animation-name",
    b"-webkit-animation",
    b"text-shadow",
    b"background-clip",
    b"-webkit-background-clip",
    b"-webkit-text-fill-color",
];
const LONGEST: usize = 23;

const IMPORTANT: u32 = 1 << 31;
const INLINE: u32 = 1 << 30;
/// The most that a selector may weigh.
pub(super) const MOST_SPECIFIC: u32 = INLINE - 1;

impl Declared {
    fn declare(&mut self, property: Property, weight: u32, value: bool) {
        let at = property as usize;
        if self.weights[at] <= weight {
            self.weights[at] = weight;
            self.given |= 1 << at;
            self.values = self.values & !(1 << at) | u64::from(value) << at;
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

    /// Takes over what another set declares, where it weighs more.
    pub fn overlay(&mut self, other: &Self) {
        if other.given == 0 {
            return;
        }
        for (at, &weight) in other.weights.iter().enumerate() {
            if other.given >> at & 1 == 1 && self.weights[at] <= weight {
                self.weights[at] = weight;
                self.given |= 1 << at;
                self.values = self.values & !(1 << at) | other.values & 1 << at;
                if let Some(of) = color_of(at) {
                    self.colors[of] = other.colors[of];
                }
            }
        }
    }

    /// Reads a declaration of the tag's own `style`.
    pub fn inline(&mut self, property: &[u8], value: &[u8]) {
        self.read(property, value, INLINE);
    }

    /// The colour of text that the tag gives by an attribute of its own.
    pub fn ink(&mut self, value: &[u8]) {
        self.property(b"color", &value.trim_ascii().to_ascii_lowercase(), 0);
    }

    /// A background that the tag gives by an attribute of its own: a colour, or the address of a picture.
    pub fn ground(&mut self, value: &[u8]) {
        let color = value.trim_ascii().to_ascii_lowercase();
        let painted = ink::painted(&color).unwrap_or(false) || color.contains(&b'.');
        self.declare(Property::Painted, 0, painted);
    }

    /// Reads a declaration of some weight.
    pub fn read(&mut self, name: &[u8], value: &[u8], weight: u32) {
        let mut small = [0; LONGEST];
        let Some(small) = small.get_mut(..name.len()) else { return };
        small.copy_from_slice(name);
        small.make_ascii_lowercase();
        if !NAMES.contains(&&*small) {
            return;
        }
        let mut buffer = [0; 64];
        let value = value.trim_ascii();
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
            Some(at) => (value[..at].trim_ascii_end(), value[at + 1..].trim_ascii() == b"important"),
            None => (value, false),
        };
        let weight = weight | if important { IMPORTANT } else { 0 };
        if !value.is_empty() {
            self.property(small, value, weight);
        }
    }

    fn property(&mut self, name: &[u8], value: &[u8], weight: u32) {
        let length = value.strip_prefix(b"calc(").unwrap_or(value);
        let far = || ink::length(length).is_some_and(|at| at < OUT_OF_SIGHT);
        match name {
            b"display" => {
                self.declare(Property::Display, weight, value == b"none");
                let boxed = [&b"block"[..], b"flex", b"grid", b"flow-root"];
                self.declare(Property::Boxed, weight, boxed.iter().any(|word| value.ends_with(word)));
            }
            b"visibility" => self.declare(Property::Visibility, weight, matches!(value, b"hidden" | b"collapse")),
            b"font-size" => self.declare(Property::FontSize, weight, ink::too_small(value, TOO_SMALL)),
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
            b"mso-hide" => self.declare(Property::MsoHide, weight, matches!(value, b"all" | b"screen")),
            b"content-visibility" => self.declare(Property::Contents, weight, value == b"hidden"),
            b"text-decoration" | b"text-decoration-line" => {
                let struck = value.split(u8::is_ascii_whitespace).any(|word| word == b"line-through");
                self.declare(Property::Line, weight, struck);
            }
            b"vertical-align" => self.declare(Property::Align, weight, ink::off_the_line(value)),
            b"left" => self.declare(Property::Left, weight, far()),
            b"right" => self.declare(Property::Right, weight, far()),
            b"top" => {
                self.declare(Property::Top, weight, far());
                self.declare(
                    Property::Lifted,
                    weight,
                    ink::length(value).is_some_and(|at| at < 0.0 && ink::off_the_line(&value[1..])),
                );
            }
            b"margin-left" | b"margin-top" => self.declare(Property::Margin, weight, far()),
            b"text-indent" => self.declare(Property::Indent, weight, far()),
            b"transform" => self.declare(Property::Transform, weight, ink::moved_away(value, OUT_OF_SIGHT)),
            b"clip" | b"clip-path" => {
                self.declare(Property::Clip, weight, ink::clipped(value));
            }
            b"overflow" => {
                self.declare(Property::Overflow, weight, matches!(value, b"hidden" | b"clip"));
            }
            b"height" => self.declare(Property::Height, weight, ink::no_length(value)),
            b"width" => self.declare(Property::Width, weight, ink::no_length(value)),
            b"max-height" => self.declare(Property::MaxHeight, weight, ink::no_length(value)),
            b"position" => {
                self.declare(Property::Relative, weight, value == b"relative");
                if matches!(value, b"absolute" | b"fixed") {
                    self.declare(Property::Boxed, weight, true);
                }
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

    /// Properties that put text elsewhere, or draw it so that it is not there.
    fn moved(&mut self, name: &[u8], value: &[u8], weight: u32) {
        let far = || ink::length(value).is_some_and(|at| at < OUT_OF_SIGHT);
        match name {
            // A size or a place of their own: nothing undoes what `transform` does.
            b"scale" | b"zoom" if ink::too_small(value, 0.1) && !value.starts_with(b"normal") => {
                self.declare(Property::Transform, weight, true);
            }
            b"animation" | b"animation-name" | b"-webkit-animation" => {
                self.declare(Property::Animated, weight, !value.starts_with(b"none"));
            }
            b"inset" => {
                let away = value.split(u8::is_ascii_whitespace).filter_map(ink::length).any(|at| at < OUT_OF_SIGHT);
                self.declare(Property::Left, weight, away);
            }
            b"text-shadow" => self.declare(Property::Drawn, weight, value != b"none"),
            b"background-clip" | b"-webkit-background-clip" => {
                self.declare(Property::Drawn, weight, value == b"text");
            }
            b"translate" if far() => self.declare(Property::Transform, weight, true),
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

    /// Whether it takes the element away; `boxed` for one that has a size of its own.
    pub fn gone(&self, boxed: bool) -> bool {
        if self.values == 0 {
            return false;
        }
        // Text that fades in is there in the end.
        let fades_in = self.says(Property::Animated);
        GONE.into_iter().any(|it| self.says(it) && !(fades_in && it == Property::Opacity))
            || self.says(Property::Overflow)
                && (boxed || self.says(Property::Boxed))
                && NO_SIZE.into_iter().any(|it| self.says(it))
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
        let same = self.colors[0].is_some() && self.colors[0] == self.colors[1];
        let clear = self.get(Property::Clear)? && !self.says(Property::Drawn);
        Some((clear || same, self.says(Property::White)))
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
        only
    }

    /// Reads what is declared for `::before` or `::after`: whether the style sheet writes something there.
    pub fn generate(&mut self, value: &[u8]) {
        let written = [&b"attr("[..], b"counter("].iter().any(|word| memchr::memmem::find(value, word).is_some())
            || value.iter().any(u8::is_ascii_digit);
        self.declare(Property::Generated, 0, written && !value.contains(&b'\\'));
    }

    pub fn generated(&self) -> bool {
        self.says(Property::Generated)
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

    pub fn raised(&self) -> bool {
        self.says(Property::Align) || self.says(Property::Relative) && self.says(Property::Lifted)
    }
}

/// Which of an element's two colours a property gives.
fn color_of(property: usize) -> Option<usize> {
    [Property::Clear, Property::Painted].iter().position(|of| *of as usize == property)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(declarations: &[(&str, &str)]) -> Declared {
        let mut declared = Declared::default();
        for (property, value) in declarations {
            declared.inline(property.as_bytes(), value.as_bytes());
        }
        declared
    }

    #[test]
    fn values() {
        let one = |property, value| declared(&[(property, value)]);
        assert_eq!(one("visibility", "collapse").invisible(), Some(true));
        assert_eq!(one("Visibility", "visible").invisible(), Some(false));
        for (size, tiny) in [("0", true), ("0px", true), ("0.0pt", true), ("1px", true), (".01em", true), ("1%", true)]
        {
            assert_eq!(one("font-size", size).tiny(), Some(tiny), "{size}");
        }
        for size in ["10px", "small", "1em", "1.2rem", "100%"] {
            assert_eq!(one("font-size", size).tiny(), Some(false), "{size}");
        }
        for (font, tiny) in [("0/0 a", Some(true)), ("bold 12px/1.5 x", Some(false)), ("inherit", None)] {
            assert_eq!(one("font", font).tiny(), tiny, "{font}");
        }
        assert_eq!(one("text-decoration", "underline line-through red").struck(), Some(true));
        assert_eq!(one("text-decoration", "underline").struck(), Some(false));
        assert!(one("vertical-align", "super").raised() && !one("vertical-align", "top").raised());
        assert!(one("vertical-align", "6pt").raised() && !one("vertical-align", "-1px").raised());
        assert!(declared(&[("position", "relative"), ("top", "-6.0pt")]).raised());
        assert!(!declared(&[("position", "relative"), ("top", "-1.0pt")]).raised());
    }

    #[test]
    fn out_of_sight() {
        for gone in [
            vec![("display", "none")],
            vec![("opacity", "0.0")],
            vec![("left", "-9999px")],
            vec![("top", "-999em")],
            vec![("inset", "-9999px auto auto -9999px")],
            vec![("margin-left", "-10000px")],
            vec![("text-indent", "-9999px")],
            vec![("transform", "scale(0)")],
            vec![("transform", "translateX(-9999px)")],
            vec![("clip", "rect(0 0 0 0)")],
            vec![("clip", "rect(1px, 1px, 1px, 1px)")],
            vec![("clip-path", "inset(50%)")],
            vec![("content-visibility", "hidden")],
            vec![("display", "inline-block"), ("height", "0"), ("overflow", "hidden")],
            vec![("position", "absolute"), ("width", "0px"), ("overflow", "hidden")],
            vec![("position", "absolute"), ("width", "1px"), ("height", "1px"), ("overflow", "hidden")],
            vec![("clip-path", "polygon(0 0, 0 0, 0 0)")],
            vec![("transform", "matrix(0, 0, 0, 0, 0, 0)")],
            vec![("transform", "translate(-200vw, 0)")],
            vec![("display", "block"), ("max-height", "0"), ("overflow", "hidden")],
        ] {
            assert!(declared(&gone).gone(false), "{gone:?}");
        }
        for seen in [
            vec![("display", "block")],
            vec![("opacity", ".5")],
            vec![("visibility", "hidden")],
            vec![("left", "-9px")],
            vec![("opacity", "0"), ("animation", "rise 1s forwards")],
            vec![("clip-path", "polygon(0 0, 100% 0, 100% 100%)")],
            vec![("transform", "matrix(1, 0, 0, 1, 0, 0)")],
            vec![("display", "block"), ("width", "1%"), ("overflow", "hidden")],
            vec![("transform", "scale(1.5)")],
            vec![("clip", "auto")],
            vec![("clip", "rect(0, 100px, 50px, 0)")],
            vec![("clip-path", "none")],
            vec![("height", "0"), ("overflow", "hidden")],
            vec![("display", "block"), ("height", "0")],
            vec![("display", "block"), ("height", "10px"), ("overflow", "hidden")],
        ] {
            assert!(!declared(&seen).gone(false), "{seen:?}");
        }
        assert!(declared(&[("height", "0"), ("overflow", "hidden")]).gone(true));
        assert!(!declared(&[("left", "-9999px")]).shown().gone(true));
    }

    #[test]
    fn inks_and_grounds() {
        let ink = |value| declared(&[("color", value)]).inks();
        for white in [
            "#fff",
            "#FFFFFF",
            "white",
            "rgb(255, 255,255)",
            "rgba(255 255 255 / 1)",
            "hsl(0,0%,100%)",
            "oklch(100% 0 0)",
        ] {
            assert_eq!(ink(white), Some((false, true)), "{white}");
        }
        for clear in ["transparent", "rgba(0,0,0,0)", "#0000", "#ffffff00", "rgb(1 2 3 / 0%)"] {
            assert_eq!(ink(clear), Some((true, false)), "{clear}");
        }
        for seen in ["#000", "red", "rgb(250,0,0)", "windowtext", "#eee"] {
            assert_eq!(ink(seen), Some((false, false)), "{seen}");
        }
        assert_eq!(declared(&[("color", "transparent"), ("text-shadow", "0 0 0 #000")]).inks(), Some((false, false)));
        assert_eq!(declared(&[("-webkit-text-fill-color", "transparent")]).inks(), Some((true, false)));
        assert_eq!(ink("inherit"), None);
        for (value, painted) in [
            ("#069", Some(true)),
            ("url(a.png) no-repeat", Some(true)),
            ("none", None),
            ("rgba(0,0,0,0)", None),
            ("white", Some(false)),
            ("#ffffff none", Some(false)),
            ("inherit", None),
        ] {
            assert_eq!(declared(&[("background", value)]).painted(), painted, "{value}");
        }
    }
}
