//! Pseudo-classes and pseudo-elements of selectors: one that no browser knows makes all that stand in its list none.

/// Those that browsers know (Selectors 4; HTML standard 4.16.3; Scoping 1; Pseudo-Elements 4), in order.
const KNOWN: [&[u8]; 78] = [
    b"active",
    b"after",
    b"any-link",
    b"autofill",
    b"backdrop",
    b"before",
    b"buffering",
    b"checked",
    b"cue",
    b"current",
    b"default",
    b"defined",
    b"dir",
    b"disabled",
    b"empty",
    b"enabled",
    b"file-selector-button",
    b"first",
    b"first-child",
    b"first-letter",
    b"first-line",
    b"first-of-type",
    b"focus",
    b"focus-visible",
    b"focus-within",
    b"fullscreen",
    b"future",
    b"grammar-error",
    b"has",
    b"highlight",
    b"host",
    b"host-context",
    b"hover",
    b"in-range",
    b"indeterminate",
    b"invalid",
    b"is",
    b"lang",
    b"last-child",
    b"last-of-type",
    b"left",
    b"link",
    b"marker",
    b"modal",
    b"not",
    b"nth-child",
    b"nth-last-child",
    b"nth-last-of-type",
    b"nth-of-type",
    b"only-child",
    b"only-of-type",
    b"optional",
    b"out-of-range",
    b"part",
    b"past",
    b"paused",
    b"picture-in-picture",
    b"placeholder",
    b"placeholder-shown",
    b"playing",
    b"popover-open",
    b"read-only",
    b"read-write",
    b"required",
    b"right",
    b"root",
    b"scope",
    b"selection",
    b"slotted",
    b"spelling-error",
    b"state",
    b"target",
    b"target-text",
    b"user-invalid",
    b"user-valid",
    b"valid",
    b"visited",
    b"where",
];

/// Whether a selector asks for one that is none. What stands in brackets is let be.
pub(super) fn is_none(selector: &[u8]) -> bool {
    if memchr::memchr(b':', selector).is_none() {
        return false;
    }
    let (mut depth, mut before) = (0_u32, b' ');
    selector.iter().enumerate().any(|(at, &byte)| {
        let escaped = std::mem::replace(&mut before, byte) == b'\\';
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && !escaped => return !begins_known(&selector[at + 1..]),
            _ => {}
        }
        false
    })
}

fn begins_known(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    let name = text[..length].to_ascii_lowercase();
    // The first of two colons, and what the browsers of most people call their own.
    text.first() == Some(&b':') || name.starts_with(b"-webkit-") || KNOWN.binary_search(&name.as_slice()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_unknown() {
        assert!(KNOWN.is_sorted());
        for known in
            ["a", "a:hover", ".a::before", ".md\\:bogus", "::-webkit-scrollbar", ":is(:bogus)", "[a=':x']", "A:Hover"]
        {
            assert!(!is_none(known.as_bytes()), "{known}");
        }
        for none in [":bogus", "a:bogus(x)", "::-moz-placeholder", "td :-ms-clear"] {
            assert!(is_none(none.as_bytes()), "{none}");
        }
    }
}
