//! A page that carries its body as data: in a `template` or `noscript`, in a field or an attribute, escaped as text, or as a string
//! in a script, from where a script puts it on the page. The text of a page without a table in, the markup of the one body
//! that it carries out. Where several may be meant, none is.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use memchr::memmem;
use serde_json::Value;

/// What a body that matters here holds.
const TABLE: &str = "<table";
/// How its first character is written where markup is escaped; JSON in a page escapes it as JavaScript does.
const ESCAPED: [&str; 5] = ["&lt;table", "\\u003ctable", "\\u003Ctable", "\\x3ctable", "\\x3Ctable"];
/// Elements whose content is not shown, or not at once.
const ELEMENTS: [&str; 4] = ["noscript", "template", "textarea", "script"];
/// Attributes that hold markup.
const ATTRIBUTES: [&str; 2] = ["srcdoc", "value"];
/// How much longer than any other the body of a page is.
const LONGER: usize = 4;
/// A function that decodes the string behind it.
const BASE64: &str = "atob(";
/// Bodies that are told apart.
const MOST: usize = 32;

/// The markup of the body that a page carries; `shown`: its text as it is seen.
pub(super) fn body(page: &str, shown: impl FnOnce() -> String) -> Option<String> {
    if !mentions_table(page) {
        return None;
    }
    let mut bodies: Vec<Cow<str>> = Vec::new();
    for element in ELEMENTS {
        for (tag, content) in contents(page, element) {
            match element {
                "script" if !tag.contains("text/html") && !tag.contains("template") => {
                    bodies.extend(strings(content, DATA).into_iter().map(Cow::Owned));
                }
                "textarea" => bodies.push(unescaped(content)),
                _ => bodies.push(Cow::Borrowed(content)),
            }
        }
    }
    for name in ATTRIBUTES {
        bodies.extend(values(page, name).map(unescaped));
    }
    bodies.push(Cow::Owned(shown()));
    only(bodies)
}

/// The markup of the one body that stands in a string of a script, or of data that is written as scripts are; in front of it the
/// title that stands beside it.
pub(in crate::reader) fn in_data(data: &str) -> Option<String> {
    if !mentions_table(data) {
        return None;
    }
    let mut bodies = Vec::new();
    match serde_json::from_str(data.trim()) {
        Ok(value) => members(&value, &mut bodies),
        Err(_) => bodies = strings(data, DATA),
    }
    only(bodies.into_iter().map(Cow::Owned).collect())
}

/// Longest title, in characters.
const TITLE: usize = 100;

/// The strings of data that hold tables, each with the title of the same object.
fn members(value: &Value, bodies: &mut Vec<String>) {
    if bodies.len() >= MOST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| members(item, bodies)),
        Value::Object(object) => {
            let named = |(name, _): &(&String, &Value)| name.to_ascii_lowercase().contains("title");
            let title = object.iter().filter(named).filter_map(|(_, value)| value.as_str());
            let title = title.map(str::trim).find(|title| !title.is_empty() && title.chars().count() <= TITLE);
            for value in object.values() {
                match value.as_str() {
                    Some(text) if has_table(text) => {
                        let title = title.filter(|title| !text.contains(title));
                        let head = title.map(|title| format!("<h1>{}</h1>", title.replace('<', "&lt;")));
                        bodies.push(head.unwrap_or_default() + text);
                    }
                    _ => members(value, bodies),
                }
            }
        }
        Value::String(text) if has_table(text) => bodies.push(text.clone()),
        _ => {}
    }
}

/// Whether a text is markup as it is written.
pub(super) fn is_source(text: &str) -> bool {
    has_table(text)
}

fn mentions_table(text: &str) -> bool {
    has_table(text)
        || ESCAPED.iter().any(|table| memmem::find(text.as_bytes(), table.as_bytes()).is_some())
        || text.contains(BASE64)
}

fn has_table(text: &str) -> bool {
    find(text, TABLE, 0).is_some()
}

/// The one body, or the one that is much longer than all others, as those of pieces of the page are not.
fn only(mut bodies: Vec<Cow<str>>) -> Option<String> {
    bodies.retain(|body| has_table(body));
    bodies.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    bodies.dedup();
    let second = bodies.get(1).map_or(0, |body| body.len());
    let first = bodies.into_iter().next()?;
    (second == 0 || first.len() >= LONGER * second).then(|| first.into_owned())
}

/// Where a word of ASCII letters in lower case is, whatever the case of its letters in the text.
fn find(text: &str, word: &str, from: usize) -> Option<usize> {
    let (bytes, first) = (text.as_bytes(), word.as_bytes()[0]);
    let found = |at: &usize| {
        bytes[from + at..].get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes.get(from..)?).find(found).map(|at| from + at)
}

/// Start tags, and what stands between them and their end tags.
fn contents<'a>(page: &'a str, element: &'static str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let name = find(page, element, from)?;
            from = name + element.len();
            if !page[..name].ends_with('<') {
                continue;
            }
            let tag = from + page[from..].find('>')? + 1;
            let mut end = tag;
            while let Some(at) = find(page, element, end) {
                end = at + element.len();
                if page[..at].ends_with("</") {
                    let content = (&page[name..tag], &page[tag..at - 2]);
                    from = end;
                    return Some(content);
                }
            }
            return None;
        }
    })
    .take(MOST * MOST)
}

/// The values of an attribute that are quoted.
fn values<'a>(page: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = find(page, name, from)?;
            from = at + name.len();
            let rest = page[from..].trim_start();
            let Some(rest) = rest.strip_prefix('=').map(str::trim_start) else { continue };
            let Some(quote @ ('"' | '\'')) = rest.chars().next() else { continue };
            let value = &rest[1..1 + rest[1..].find(quote)?];
            from = page.len() - rest.len() + value.len() + 1;
            return Some(value);
        }
    })
    .filter(|value| mentions_table(value))
    .take(MOST)
}

/// Text with its character references resolved, if its markup is written with them.
fn unescaped(text: &str) -> Cow<'_, str> {
    if has_table(text) {
        return Cow::Borrowed(text);
    }
    let tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::default());
    let texts = tokens.filter_map(|token| match token {
        Ok(Token::String(text)) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    Cow::Owned(texts.collect())
}

/// Data within data.
const DATA: u8 = 2;

/// The strings of a script that hold tables.
fn strings(script: &str, data: u8) -> Vec<String> {
    let mut strings = Vec::new();
    let mut from = 0;
    // A table that is in no string may be looked around for over the whole script.
    for _ in 0..MOST {
        let Some(at) = table(script, from) else { break };
        let Some((start, end)) = ['"', '\'', '`'].into_iter().find_map(|quote| string(script, at, quote)) else {
            from = at + 1;
            continue;
        };
        let value = resolved(&script[start..end]);
        match value.trim_start().starts_with(['{', '[']) {
            true if data > 0 => strings.extend(self::strings(&value, data - 1)),
            true => {}
            false => strings.push(value),
        }
        from = end;
    }
    let mut from = 0;
    while strings.len() < MOST
        && let Some(at) = script.get(from..).and_then(|rest| rest.find(BASE64))
    {
        from += at + BASE64.len();
        let rest = script[from..].trim_start();
        let Some(quote @ ('"' | '\'')) = rest.chars().next() else { continue };
        let Some(end) = rest[1..].find(quote) else { break };
        strings.extend(decoded(&rest[1..1 + end]));
    }
    strings
}

fn decoded(text: &str) -> Option<String> {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok()?;
    String::from_utf8(bytes).ok()
}

/// Where a table begins, as it is or escaped.
fn table(script: &str, from: usize) -> Option<usize> {
    let escaped = |table: &&str| memmem::find(script.as_bytes().get(from..)?, table.as_bytes()).map(|at| from + at);
    find(script, TABLE, from).into_iter().chain(ESCAPED.iter().filter_map(escaped)).min()
}

/// The bounds of the string with this quote around a place, if one may begin and end where it does.
fn string(script: &str, at: usize, quote: char) -> Option<(usize, usize)> {
    let free = |place: &usize| script[..*place].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0;
    let start = script[..at].rmatch_indices(quote).map(|(place, _)| place).find(free)?;
    let end = script[at..].match_indices(quote).map(|(place, _)| at + place).find(free)?;
    let opens = script[..start].trim_end().ends_with(['=', ':', '(', ',', '[', '+', '?']);
    let closes = script[end + 1..].trim_start().chars().next();
    (opens && closes.is_none_or(|c| matches!(c, ',' | ';' | ')' | '}' | ']' | '+' | '.' | '<')))
        .then_some((start + 1, end))
}

/// A string with its escapes resolved (ECMA-262, 12.9.4).
fn resolved(string: &str) -> String {
    // Halves of a pair are escaped one by one.
    let mut units: Vec<u16> = Vec::with_capacity(string.len());
    let mut rest = string.chars();
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' { rest.next() } else { None };
        let meant = match escaped {
            None => c,
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b' | 'f' | 'v' | '\n') => continue,
            Some(kind @ ('u' | 'x')) => {
                let length = if kind == 'u' { 4 } else { 2 };
                let digits = rest.as_str().get(..length);
                if let Some(unit) = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
                    units.push(unit);
                    rest = rest.as_str()[length..].chars();
                }
                continue;
            }
            Some(other) => other,
        };
        units.extend(meant.encode_utf16(&mut [0; 2]).iter());
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::super::read_text;
    use super::{in_data, resolved};
    use crate::document::{Budget, Document};

    const BODY: &str =
        "<p>一、总体情况</p><table><tr><td>规章</td><td>1</td></tr><tr><td>行政许可</td><td>20</td></tr></table>";

    fn figures(page: &str) -> (usize, String) {
        let document: Document = read_text(page, &Budget::default()).expect("within limits");
        let cells = document.grids().flat_map(|grid| grid.cells.iter().map(|cell| cell.text.as_str()));
        (
            document.paragraphs().filter(|text| text.text.contains("总体情况")).count(),
            cells.collect::<Vec<_>>().join(" "),
        )
    }

    #[test]
    fn the_body_that_a_page_carries_is_read() {
        let escaped = BODY.replace('<', "&lt;").replace('>', "&gt;");
        let json = BODY.replace('<', "\\u003c").replace("</", "<\\/");
        for carrier in [
            format!("<div id=app></div><noscript>{BODY}</noscript>"),
            format!("<template id=t>{BODY}</template>"),
            format!("<script type=\"text/html\">{BODY}</script>"),
            format!("<textarea hidden>{escaped}</textarea>"),
            format!("<div>{escaped}</div>"),
            format!("<iframe srcdoc=\"{escaped}\"></iframe>"),
            format!("<input type=hidden value='{escaped}'>"),
            format!("<script>var a = {{\"title\":\"年报\",\"content\":\"{json}\"}};</script>"),
            format!("<script>show('{BODY}');</script>"),
        ] {
            let page = format!("<html><title>年报</title><body><h1>年报</h1>{carrier}</body></html>");
            assert_eq!(figures(&page), (1, "规章 1 行政许可 20".to_owned()), "{page}");
        }
    }

    #[test]
    fn of_several_bodies_none_is_read() {
        let other = BODY.replace("20", "21");
        let page = format!("<script>var a = [\"{BODY}\", \"{other}\"];</script>");
        assert_eq!(figures(&page).1, "");
        // What the page shows comes first.
        let page = format!(
            "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table><noscript>{BODY}</noscript>"
        );
        assert_eq!(figures(&page).1, "甲 1 乙 2");
    }

    #[test]
    fn data_holds_one_body() {
        let data = format!("{{\"code\":0,\"data\":{{\"content\":\"{}\"}}}}", BODY.replace("</", "<\\/"));
        assert_eq!(in_data(&data).as_deref(), Some(BODY));
        assert_eq!(in_data("{\"content\":\"正文\"}"), None);
        let titled = data.replace("\"content\"", "\"Title\":\"年报\",\"content\"");
        assert_eq!(in_data(&titled), Some(format!("<h1>年报</h1>{BODY}")));
        let several = format!("[{data},{}]", data.replace("20", "21"));
        assert_eq!(in_data(&several), None);
        let within = format!("<script>var a = {};</script>", serde_json::Value::from(data));
        assert_eq!(figures(&within).1, "规章 1 行政许可 20");
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(resolved("a\\n\\u5e74\\\"\\x3c\\ud83d\\ude00\\/"), "a\n年\"<😀/");
    }
}
