//! Media queries (Media Queries 4): the condition of a sheet or of a block in, and out whether it holds in the window of a
//! computer. What it may ask for that is not known here holds.

/// The window that pages are read in, in pixels.
const WIDTH: f32 = 1_440.0;
const HEIGHT: f32 = 900.0;

/// Whether one of the queries of a list holds; a list of nothing does.
pub(super) fn holds(list: &[u8]) -> bool {
    let list = list.to_ascii_lowercase();
    list.trim_ascii().is_empty() || list.split(|byte| *byte == b',').any(|query| query_holds(query.trim_ascii()))
}

fn query_holds(query: &[u8]) -> bool {
    let (query, denied) = match query.strip_prefix(b"not") {
        Some(rest) if rest.first().is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'(') => (rest, true),
        _ => (query, false),
    };
    let kind = query.split(|byte| *byte == b'(').next().unwrap_or_default();
    let mut words = kind.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let kind = words.all(|word| matches!(word, b"only" | b"all" | b"screen" | b"and" | b"or"));
    // Of conditions, one is enough where they are joined so.
    let any = memchr::memmem::find(query, b") or ").is_some();
    let mut features = query.split(|byte| *byte == b'(').skip(1).map(|feature| {
        let end = memchr::memchr(b')', feature).unwrap_or(feature.len());
        feature_holds(feature[..end].trim_ascii())
    });
    let features = if any { features.any(|holds| holds) } else { features.all(|holds| holds) };
    (kind && features) != denied
}

fn feature_holds(feature: &[u8]) -> bool {
    if let Some(at) = feature.iter().position(|byte| matches!(byte, b'<' | b'>')) {
        return range_holds(feature, at);
    }
    let Some(colon) = memchr::memchr(b':', feature) else { return true };
    let (name, value) = (feature[..colon].trim_ascii(), feature[colon + 1..].trim_ascii());
    let length = pixels(value);
    match (name, length) {
        (b"min-width" | b"min-device-width", Some(least)) => WIDTH >= least,
        (b"max-width" | b"max-device-width", Some(most)) => WIDTH <= most,
        (b"min-height" | b"min-device-height", Some(least)) => HEIGHT >= least,
        (b"max-height" | b"max-device-height", Some(most)) => HEIGHT <= most,
        (b"prefers-color-scheme", _) => value == b"light",
        (b"prefers-reduced-motion" | b"prefers-contrast", _) => value == b"no-preference",
        (b"hover" | b"any-hover", _) => value == b"hover",
        (b"pointer" | b"any-pointer", _) => value == b"fine",
        (b"orientation", _) => value == b"landscape",
        (name, _) => !name.starts_with(b"max-"),
    }
}

/// `width >= 400px`, `400px < width`, `400px < width <= 800px`.
fn range_holds(feature: &[u8], at: usize) -> bool {
    let (before, after) = (feature[..at].trim_ascii(), &feature[at + 1..]);
    // The second of two bounds.
    let rest = after.strip_prefix(b"=").unwrap_or(after);
    if let Some(next) = rest.iter().position(|byte| matches!(byte, b'<' | b'>'))
        && !range_holds(rest, next)
    {
        return false;
    }
    let (or_equal, after) = match after.strip_prefix(b"=") {
        Some(after) => (true, after),
        None => (false, after),
    };
    let size = |name: &[u8]| match name {
        b"width" => Some(WIDTH),
        b"height" => Some(HEIGHT),
        _ => None,
    };
    let after = after.split(|byte| matches!(byte, b'<' | b'>')).next().unwrap_or_default().trim_ascii();
    let sides = |side: &[u8]| size(side).or_else(|| pixels(side));
    let (Some(left), Some(right)) = (sides(before), sides(after)) else { return true };
    match feature[at] {
        _ if left == right => or_equal,
        b'<' => left < right,
        _ => left > right,
    }
}

/// A length in pixels.
fn pixels(value: &[u8]) -> Option<f32> {
    let number = super::ink::length(value)?;
    Some(if value.ends_with(b"em") { number * 16.0 } else { number })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn queries_of_a_window() {
        for query in [
            "",
            "all",
            "screen",
            "only screen and (min-width: 48em)",
            "print, screen",
            "not print",
            "not all and (max-width: 600px)",
            "(width >= 400px)",
            "(400px < width < 2000px)",
            "(prefers-color-scheme: light)",
            "(hover: hover) and (orientation:landscape)",
            "(max-width: 2000px)",
            "(max-width:600px) or (min-width:601px)",
            "screen and (-webkit-min-device-pixel-ratio:0)",
        ] {
            assert!(holds(query.as_bytes()), "{query}");
        }
        for query in [
            "print",
            "only print",
            "print and (min-width:1px)",
            "not screen",
            "not all",
            "(max-width: 767px)",
            "(width < 400px)",
            "(400px <= width <= 767px)",
            "(prefers-color-scheme:dark)",
            "(hover: none)",
            "speech, (pointer:coarse)",
            "not all and (min-width:1px)",
            "(max-resolution: 1dppx)",
        ] {
            assert!(!holds(query.as_bytes()), "{query}");
        }
    }
}
