//! Conditions on what a browser knows (Conditional Rules 3, 6): the text of `@supports` in, and out whether it holds in one of
//! today. A property that is not told apart here is known.

use super::selector::apart;

/// Conditions in brackets in one another that are looked at.
const NESTED: u32 = 8;

/// Whether a condition holds.
pub(super) fn holds(condition: &[u8]) -> bool {
    condition_holds(condition, NESTED)
}

fn condition_holds(text: &[u8], nested: u32) -> bool {
    let words: Vec<&[u8]> =
        apart(text, |byte| byte.is_ascii_whitespace()).into_iter().filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => false,
        [b"not", term] => !term_holds(term, nested),
        [first, rest @ ..] => rest.chunks(2).fold(term_holds(first, nested), |so_far, pair| match pair {
            [b"and", term] => so_far && term_holds(term, nested),
            [b"or", term] => so_far || term_holds(term, nested),
            _ => false,
        }),
    }
}

/// A condition in brackets, a declaration in brackets, or a function.
fn term_holds(term: &[u8], nested: u32) -> bool {
    let inside = |name: &[u8]| Some(term.strip_prefix(name)?.strip_suffix(b")")?.trim_ascii());
    if let Some(inside) = inside(b"(") {
        return match [&b"("[..], b"not ", b"selector("].iter().any(|word| inside.starts_with(word)) {
            true => nested > 0 && condition_holds(inside, nested - 1),
            false => declaration_holds(inside),
        };
    }
    match inside(b"selector(") {
        Some(selector) => !OTHERS.iter().any(|prefix| memchr::memmem::find(selector, prefix).is_some()),
        None => inside(b"font-tech(").or(inside(b"font-format(")).is_some(),
    }
}

/// What only other browsers know, or those of telephones.
const OTHERS: [&[u8]; 4] = [b"-ms-", b"-moz-", b"-o-", b"-khtml-"];
const OF_TELEPHONES: [&[u8]; 4] =
    [b"-webkit-touch-callout", b"-webkit-overflow-scrolling", b"-webkit-text-size-adjust", b"-apple-"];

/// Ways to lay out a box that are known (Display 3), each word of them.
const DISPLAYS: [&[u8]; 34] = [
    b"none",
    b"contents",
    b"block",
    b"inline",
    b"flow",
    b"flow-root",
    b"flex",
    b"grid",
    b"table",
    b"ruby",
    b"math",
    b"list-item",
    b"inline-block",
    b"inline-flex",
    b"inline-grid",
    b"inline-table",
    b"table-row",
    b"table-row-group",
    b"table-header-group",
    b"table-footer-group",
    b"table-column",
    b"table-column-group",
    b"table-cell",
    b"table-caption",
    b"ruby-text",
    b"-webkit-box",
    b"-webkit-inline-box",
    b"-webkit-flex",
    b"-webkit-inline-flex",
    b"initial",
    b"inherit",
    b"unset",
    b"revert",
    b"revert-layer",
];

fn declaration_holds(declaration: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', declaration) else { return false };
    let (name, value) = (declaration[..colon].trim_ascii(), declaration[colon + 1..].trim_ascii());
    let begins = |prefixes: &[&[u8]], text: &[u8]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    if value.is_empty() || begins(&OTHERS, name) || begins(&OTHERS, value) || begins(&OF_TELEPHONES, name) {
        return false;
    }
    let mut words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    match name {
        b"display" => words.all(|word| DISPLAYS.contains(&word)),
        b"grid-template-rows" | b"grid-template-columns" => words.all(|word| word != b"masonry"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn conditions_of_a_browser() {
        for condition in [
            "(display: grid)",
            "(display:inline flex)",
            "not (display: nope)",
            "(display:grid) and (not (display:inline-foo))",
            "(display:nope) or (position: sticky)",
            "((display:nope) or (display:flex)) and (--x: 1)",
            "selector(:has(a))",
            "not selector(::-moz-x)",
            "(-webkit-line-clamp: 2)",
        ] {
            assert!(holds(condition.as_bytes()), "{condition}");
        }
        for condition in [
            "",
            "(display: nope)",
            "not (display: grid)",
            "(-ms-ime-align: auto)",
            "(-moz-appearance:none)",
            "(-webkit-touch-callout: none)",
            "(display:grid) and (display:masonry)",
            "(display:grid",
            "selector(::-moz-x)",
            "(width: -moz-available)",
        ] {
            assert!(!holds(condition.as_bytes()), "{condition}");
        }
        assert!(!holds(&[b'('; 1_000]));
    }
}
