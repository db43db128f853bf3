//! Values of style declarations that decide whether text is seen: lengths, colours, clips and moves (CSS Values 4, Color 4,
//! Masking 1). Values in lower case in, what they mean out.

use crate::reader::look::WHITE;

/// What text is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Nothing: `transparent`.
    None,
    White,
    Seen,
}

/// Nothing is that far away but to be out of sight, in pixels, points or ems.
pub(super) const OUT_OF_SIGHT: f32 = -900.0;

/// Whether a value is one of `display` (Display 3).
pub(super) fn displays(value: &[u8]) -> bool {
    let words = [
        &b"none"[..],
        b"inline",
        b"block",
        b"contents",
        b"list-item",
        b"table",
        b"flex",
        b"grid",
        b"initial",
        b"unset",
        b"revert",
        b"inherit",
        b"flow",
        b"ruby",
        b"run-in",
        b"-webkit-",
        b"-moz-",
        b"math",
    ];
    value.is_ascii() && !value.contains(&b'\t') && words.iter().any(|word| value.starts_with(word))
}

/// Whether a size is told as a part of that around.
pub(super) fn of_around(value: &[u8]) -> bool {
    let relative =
        value.ends_with(b"em") && !value.ends_with(b"rem") || value.ends_with(b"%") || value.ends_with(b"ex");
    relative || matches!(value, b"larger" | b"smaller" | b"inherit" | b"unset")
}

/// A colour of an attribute, which may lack its sign (HTML standard 2.3.6), in small letters.
pub(super) fn hashed(value: &[u8]) -> Vec<u8> {
    let value = value.trim_ascii().to_ascii_lowercase();
    match value.len() == 6 && value.iter().all(u8::is_ascii_hexdigit) {
        true => [b"#", value.as_slice()].concat(),
        false => value,
    }
}

/// Whether a place is out of sight: as many pixels away, or a window, or all of what is around.
pub(super) fn far(value: &[u8]) -> bool {
    let part = [&b"%"[..], b"vw", b"vh"].iter().any(|unit| value.ends_with(unit));
    length(value).is_some_and(|at| if part { at <= -100.0 } else { at.abs() > -OUT_OF_SIGHT })
}

/// The number that a value begins with, its unit let be.
pub(super) fn length(value: &[u8]) -> Option<f32> {
    let value = value.strip_prefix(b"calc(").unwrap_or(value);
    let digits = |byte: &u8| byte.is_ascii_digit() || matches!(*byte, b'.' | b'-' | b'+');
    let signed = value.iter().take_while(|byte| digits(byte)).count();
    str::from_utf8(&value[..signed]).ok()?.parse().ok()
}

/// Whether a box of this size has no room for text.
pub(super) fn no_length(value: &[u8]) -> bool {
    let thin = value.ends_with(b"px") && length(value).is_some_and(|size| (0.0..=1.0).contains(&size));
    thin || length(value) == Some(0.0)
}

/// Numbers in a value, in order; a percentage is one of a hundred.
fn numbers(value: &[u8]) -> impl Iterator<Item = (f32, bool)> {
    let words = value.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'(' | b')' | b'/'));
    words.filter_map(|word| match word {
        // A part of a colour that is left out.
        b"none" => Some((0.0, false)),
        word => length(word).map(|number| (number, word.ends_with(b"%"))),
    })
}

/// Whether text of this size is not seen. Words (`small`) and what cannot be read are sizes to be seen.
pub(super) fn too_small(value: &[u8], least: f32) -> bool {
    let Some(number) = length(value) else { return false };
    let relative = value.ends_with(b"em");
    let part = if value.ends_with(b"%") { number / 100.0 } else { number };
    match relative || value.ends_with(b"%") {
        true => part < 0.1,
        false => number <= least,
    }
}

/// Whether text of this size is less than that around it, as marks of notes are.
pub(super) fn is_smaller(value: &[u8]) -> bool {
    const WORDS: [&[u8]; 3] = [b"smaller", b"x-small", b"xx-small"];
    let most = match () {
        () if value.ends_with(b"%") => 85.0,
        () if value.ends_with(b"em") => 0.85,
        () if value.ends_with(b"pt") => 7.5,
        () => 10.0,
    };
    WORDS.contains(&value) || length(value).is_some_and(|size| size <= most)
}

/// Whether a font (`0/0 a`, `bold 12px/1.5 x`) has no size; `None` for one that does not say.
pub(super) fn font_without_size(value: &[u8]) -> Option<bool> {
    let mut sizes = value.split(u8::is_ascii_whitespace).filter_map(length).peekable();
    sizes.peek()?;
    Some(sizes.any(|size| size == 0.0))
}

/// Whether text stands above or below its line, by a word or by as much as marks of notes do.
pub(super) fn off_the_line(value: &[u8]) -> bool {
    let least = if value.ends_with(b"%") {
        25.0
    } else if value.ends_with(b"em") {
        0.25
    } else {
        2.5
    };
    matches!(value, b"super" | b"sub") || length(value).is_some_and(|number| number >= least)
}

/// Whether a `transform` leaves nothing, or moves it out of sight.
pub(super) fn moved_away(value: &[u8]) -> bool {
    value.split(|byte| *byte == b')').any(|function| step_away(function.trim_ascii_start()))
}

/// One function of a `transform`, without the bracket at its end.
fn step_away(value: &[u8]) -> bool {
    let scaled = value.starts_with(b"scale") && numbers(value).any(|(number, _)| number.abs() < 0.1);
    // The two factors of the axes come first and fourth, or first and sixth.
    let axes = if value.starts_with(b"matrix3d(") { [0, 5] } else { [0, 3] };
    let flat = value.starts_with(b"matrix")
        && axes.into_iter().any(|at| numbers(value).nth(at).is_some_and(|(number, _)| number.abs() < 0.1));
    let windows = [&b"vw"[..], b"vh"].iter().any(|unit| memchr::memmem::find(value, unit).is_some());
    let far = if windows { -99.0 } else { OUT_OF_SIGHT };
    let turned = value.starts_with(b"rotate") && on_edge(value);
    scaled || turned || flat || value.starts_with(b"translate") && numbers(value).any(|(number, _)| number < far)
}

/// Whether something is turned so that its edge alone is seen: `rotatex(90deg`, `x 90deg`, `rotate3d(1,0,0,.25turn`.
pub(super) fn on_edge(value: &[u8]) -> bool {
    let across = match value.strip_prefix(b"rotate3d(") {
        Some(axes) => numbers(axes).nth(2).is_some_and(|(z, _)| z == 0.0),
        None => [&b"rotatex("[..], b"rotatey(", b"x ", b"y "].iter().any(|axis| value.starts_with(axis)),
    };
    let words = value.rsplit(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'('));
    let turn = words.into_iter().find_map(|word| Some((length(word)?, word)));
    across
        && turn.is_some_and(|(number, word)| {
            let degrees = if word.ends_with(b"turn") { number * 360.0 } else { number };
            (degrees.abs() % 180.0 - 90.0).abs() < 1.0
        })
}

/// Whether a `filter` leaves nothing to be seen.
pub(super) fn clear(value: &[u8]) -> bool {
    let found = memchr::memmem::find(value, b"opacity(").map(|at| &value[at..]);
    found.and_then(|value| numbers(value).next()).is_some_and(|(number, _)| number < 0.02)
}

/// Whether a `mask` lets nothing through: a gradient between colours that are none.
pub(super) fn fades(value: &[u8]) -> bool {
    let Some(at) = memchr::memmem::find(value, b"gradient(") else { return false };
    let inside = &value[at + b"gradient(".len()..];
    let words = inside.split(|byte| matches!(byte, b',' | b' ' | b')')).filter(|word| !word.is_empty());
    let mut inks = words.map(color).peekable();
    inks.peek().is_some() && inks.all(|ink| ink == Some(Ink::None))
}

/// Names of colours that are written in numbers as well (Color 4, 6.1).
const NAMED: [(&[u8], u32); 18] = [
    (b"black", 0),
    (b"silver", 0xc0_c0_c0),
    (b"gray", 0x80_80_80),
    (b"grey", 0x80_80_80),
    (b"white", 0xff_ff_ff),
    (b"maroon", 0x80_00_00),
    (b"red", 0xff_00_00),
    (b"purple", 0x80_00_80),
    (b"fuchsia", 0xff_00_ff),
    (b"green", 0x00_80_00),
    (b"lime", 0x00_ff_00),
    (b"olive", 0x80_80_00),
    (b"yellow", 0xff_ff_00),
    (b"navy", 0x00_00_80),
    (b"blue", 0x00_00_ff),
    (b"teal", 0x00_80_80),
    (b"aqua", 0x00_ff_ff),
    (b"orange", 0xff_a5_00),
];

/// A colour as a number, where it is plain.
pub(super) fn shade(value: &[u8]) -> Option<u32> {
    let value = value.trim_ascii();
    if let Some((_, shade)) = NAMED.iter().find(|(name, _)| *name == value) {
        return Some(*shade);
    }
    if value.iter().all(u8::is_ascii_alphabetic) {
        return Some(value.iter().fold(1 << 31, |all: u32, byte| all.wrapping_mul(31) ^ u32::from(*byte)));
    }
    let channels = channels(value).filter(|channels| channels.len() == 3 && !value.starts_with(b"hsl"))?;
    Some(channels.iter().fold(0, |all, channel| all << 8 | *channel as u32))
}

/// Whether a `clip` or `clip-path` leaves nothing.
pub(super) fn clipped(value: &[u8]) -> bool {
    let mut all = numbers(value).peekable();
    let given = all.peek().is_some();
    if value.starts_with(b"rect(") {
        return given && all.all(|(number, _)| number <= 1.0);
    }
    if value.starts_with(b"xywh(") {
        return numbers(value).skip(2).take(2).any(|(number, _)| number <= 1.0);
    }
    if value.starts_with(b"ellipse(") {
        return numbers(value).take(2).any(|(number, _)| number == 0.0);
    }
    if value.starts_with(b"polygon(") {
        let first = all.peek().map(|(number, _)| *number);
        return given && all.all(|(number, _)| Some(number) == first);
    }
    let inset = value.starts_with(b"inset(") && numbers(value).any(|(number, part)| part && number >= 50.0);
    inset || value.starts_with(b"circle(") && numbers(value).next().is_some_and(|(number, _)| number == 0.0)
}

/// The channels of `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, from 0 to 255.
fn hex(digits: &[u8]) -> Option<Vec<f32>> {
    let width = match digits.len() {
        3 | 4 => 1,
        6 | 8 => 2,
        _ => return None,
    };
    let channel = |digits: &[u8]| {
        let number = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
        Some(f32::from(if width == 1 { number * 17 } else { number }))
    };
    digits.chunks(width).map(channel).collect()
}

/// The channels of a colour that is written in numbers, from 0 to 255; a fourth says how opaque it is.
fn channels(value: &[u8]) -> Option<Vec<f32>> {
    if let Some(digits) = value.strip_prefix(b"#") {
        return hex(digits);
    }
    if value.starts_with(b"rgb") {
        let mut channels: Vec<f32> =
            numbers(value).map(|(number, part)| if part { number * 2.55 } else { number }).collect();
        // What is opaque is one, or a hundred in the hundred.
        if let Some(alpha) = channels.get_mut(3).filter(|alpha| **alpha <= 1.0) {
            *alpha *= 255.0;
        }
        return Some(channels);
    }
    // Colours whose lightness comes first, of one or of a hundred.
    if let Some(least) = [&b"oklch("[..], b"oklab(", b"lch(", b"lab("].iter().position(|name| value.starts_with(name)) {
        let (light, part) = numbers(value).next()?;
        let light = if part || least > 1 { light / 100.0 } else { light };
        return Some(vec![light * 255.0; 3]);
    }
    if value.starts_with(b"hwb(") {
        let [white, black] = [1, 2].map(|at| numbers(value).nth(at).map_or(0.0, |(number, _)| number));
        let light = (white / (white + black).max(100.0) * 255.0).min(255.0);
        return Some([light; 3].into_iter().chain(numbers(value).nth(3).map(|(alpha, _)| alpha * 255.0)).collect());
    }
    if let Some(inside) = value.strip_prefix(b"color(") {
        return Some(numbers(inside).map(|(number, part)| if part { number * 2.55 } else { number * 255.0 }).collect());
    }
    if value.starts_with(b"hsl") {
        let channels: Vec<f32> = numbers(value).map(|(number, _)| number).collect();
        let light = channels.get(2)? * 2.55;
        return Some([light; 3].into_iter().chain(channels.get(3).map(|alpha| alpha * 255.0)).collect());
    }
    None
}

/// What a colour is; `None` for one that is that of the text around.
pub(super) fn color(value: &[u8]) -> Option<Ink> {
    let value = value.trim_ascii();
    match value {
        b"inherit" | b"currentcolor" | b"unset" | b"revert" => return None,
        b"transparent" => return Some(Ink::None),
        b"white" | b"snow" | b"canvas" | b"window" | b"field" => return Some(Ink::White),
        _ => {}
    }
    if let Some(inside) = value.strip_prefix(b"light-dark(") {
        return color(inside.split(|byte| *byte == b',').next().unwrap_or_default());
    }
    if let Some(inside) = value.strip_prefix(b"color-mix(") {
        return mixed(inside);
    }
    let channels = channels(value);
    let Some(channels) = channels.filter(|channels| channels.len() >= 3) else { return Some(Ink::Seen) };
    Some(match channels.get(3) {
        Some(alpha) if *alpha < 2.0 => Ink::None,
        _ if channels[..3].iter().all(|channel| *channel >= f32::from(WHITE)) => Ink::White,
        _ => Ink::Seen,
    })
}

/// What is mixed of two colours: `in srgb, white 100%, black 0%`.
fn mixed(inside: &[u8]) -> Option<Ink> {
    let inside = inside.strip_suffix(b")").unwrap_or(inside);
    let parts = inside.split(|byte| *byte == b',').skip(1).map(<[u8]>::trim_ascii);
    let inks = parts.filter_map(|part| {
        let share = part.ends_with(b"%").then(|| part.rsplit(u8::is_ascii_whitespace).next()).flatten();
        let ink = share.map_or(part, |share| &part[..part.len() - share.len()]);
        (share.and_then(length) != Some(0.0)).then(|| color(ink)).flatten()
    });
    inks.reduce(|one, other| if one == other { one } else { Ink::Seen })
}

/// Whether a background is one that white text is seen on; `None` where it shows what is behind it.
pub(super) fn painted(value: &[u8]) -> Option<bool> {
    if [&b"url("[..], b"gradient("].iter().any(|word| memchr::memmem::find(value, word).is_some()) {
        return Some(true);
    }
    // Colours in brackets are one word.
    let bracketed = value.contains(&b'(');
    let inks = |word: &[u8]| match word {
        b"none" | b"initial" => Some(Ink::None),
        _ => color(word),
    };
    match bracketed {
        true => inks(value),
        false => value.split(u8::is_ascii_whitespace).filter_map(inks).find(|ink| *ink != Ink::None),
    }
    .filter(|ink| *ink != Ink::None)
    .map(|ink| ink == Ink::Seen)
}
