//! Whether bytes without any signature are text in an encoding that reports come in.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How much of the file is judged.
const HEAD: usize = 32 << 10;

pub(super) fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let cut = head.len() < bytes.len();
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return is_plausible(encoding, head, cut);
    }
    if memchr::memchr(0, head).is_some() {
        // Zero bytes are text in UTF-16 only: there they are all on one side of ASCII characters.
        let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
        let wide = if zeros(1) >= zeros(0) { UTF_16LE } else { UTF_16BE };
        let (most, least) = (zeros(0).max(zeros(1)), zeros(0).min(zeros(1)));
        return most > 8 * least && is_plausible(wide, head, cut);
    }
    is_plausible(UTF_8, head, cut) || is_plausible(GB18030, head, cut)
}

/// At most one character in fifty is undecodable or a control that text does not have.
fn is_plausible(encoding: &'static Encoding, head: &[u8], cut: bool) -> bool {
    if encoding == UTF_8 && is_sound(head) {
        return true;
    }
    let mut text = String::with_capacity(head.len() * 3 + 16);
    let _ = encoding.new_decoder().decode_to_string(head, &mut text, !cut);
    let mut characters = 0_usize;
    let mut strange = 0_usize;
    for character in text.chars() {
        characters += 1;
        strange += usize::from(match character {
            // Nearly all text.
            ' '..='~' | '\u{4e00}'..='\u{9fff}' => false,
            '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' => false,
            '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => true,
            other => other.is_control(),
        });
    }
    strange * 50 <= characters
}

/// Bytes that [`is_sound`] looks at in one go.
const STRETCH: usize = 128;

/// Whether bytes are UTF-8 without any strange character, as nearly all text is: told by the bytes that such characters begin with.
fn is_sound(head: &[u8]) -> bool {
    let usual = |byte: &u8| matches!(byte, b' '..=b'~' | 0x80..=0xbf | 0xc3..=0xed | 0xef | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\x1a');
    UTF_8.decode_without_bom_handling_and_without_replacement(head).is_some()
        // Whole stretches without a way out in between are compared many bytes at a time.
        && head.chunks(STRETCH).all(|stretch| stretch.iter().fold(true, |all, byte| all & usual(byte)))
        // U+F900 and above, but for U+FFFD.
        && memchr::memchr_iter(0xef, head).all(|at| head.get(at + 1).is_some_and(|second| (0xa4..0xbf).contains(second)))
}
