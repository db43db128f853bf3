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

/// The number that a value begins with, its unit let be.
pub(super) fn length(value: &[u8]) -> Option<f32> {
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
    words.filter_map(|word| length(word).map(|number| (number, word.ends_with(b"%"))))
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
pub(super) fn moved_away(value: &[u8], out_of_sight: f32) -> bool {
    let scaled = value.starts_with(b"scale") && numbers(value).any(|(number, _)| number.abs() < 0.1);
    // Seen from its edge.
    let edge = [&b"rotatex(90deg"[..], b"rotatey(90deg"].iter().any(|turn| value.starts_with(turn));
    // The two factors of the axes come first and fourth.
    let flat = value.starts_with(b"matrix(")
        && [0, 3].into_iter().any(|at| numbers(value).nth(at).is_some_and(|(number, _)| number.abs() < 0.1));
    let windows = [&b"vw"[..], b"vh"].iter().any(|unit| memchr::memmem::find(value, unit).is_some());
    let far = if windows { -99.0 } else { out_of_sight };
    scaled || edge || flat || value.starts_with(b"translate") && numbers(value).any(|(number, _)| number < far)
}

/// Whether a `filter` leaves nothing to be seen.
pub(super) fn clear(value: &[u8]) -> bool {
    value.starts_with(b"opacity(") && numbers(value).next().is_some_and(|(number, _)| number < 0.02)
}

/// A colour as a number, where it is plain.
pub(super) fn shade(value: &[u8]) -> Option<u32> {
    let value = value.trim_ascii();
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
        b"white" => return Some(Ink::White),
        _ => {}
    }
    let channels = channels(value);
    let Some(channels) = channels.filter(|channels| channels.len() >= 3) else { return Some(Ink::Seen) };
    Some(match channels.get(3) {
        Some(alpha) if *alpha < 2.0 => Ink::None,
        _ if channels[..3].iter().all(|channel| *channel >= f32::from(WHITE)) => Ink::White,
        _ => Ink::Seen,
    })
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
