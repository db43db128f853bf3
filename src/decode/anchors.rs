//! Where the labels of a form stand in the flow: each row's label ends right before its run.

use super::glued::{GluedText, Token};
use crate::script::{enumerator, fold_char};

/// Letters and ideographs of a label without its ordinal.
pub(super) fn core(label: &str) -> Vec<char> {
    let start = enumerator(label).filter(|found| found.set_off(&['、', '.', ')'])).map_or(0, |found| found.end);
    label[start..].chars().filter_map(fold_char).filter(|c| c.is_alphanumeric()).collect()
}

/// The wordings of a label: as given, and without what stands in parentheses.
pub(super) fn wordings<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<Vec<char>> {
    let mut out: Vec<Vec<char>> = Vec::new();
    for label in labels {
        let full = core(label);
        let open = label.char_indices().skip(1).find(|(at, c)| matches!(c, '(' | '（') && *at > 6);
        let short = open.map(|(at, _)| core(&label[..at]));
        for wording in [Some(full), short].into_iter().flatten() {
            if !wording.is_empty() && !out.contains(&wording) {
                out.push(wording);
            }
        }
    }
    out
}

/// Where in its words the label of a token starts, if the words end with one of the wordings: in short
/// labels to the letter, in longer ones but for every fifth character.
pub(super) fn ends_with(token: &Token, wordings: &[Vec<char>]) -> Option<usize> {
    wordings.iter().filter_map(|wording| suffix(token, wording)).max()
}

/// Among how many characters at the end of a label the last one of its words must be.
const LAST: usize = 3;

fn suffix(token: &Token, wording: &[char]) -> Option<usize> {
    let words = &token.words;
    let exact = words.len().checked_sub(wording.len()).map(|start| (start, &words[start..]));
    if let Some((start, tail)) = exact
        && tail.iter().map(|(c, _)| c).eq(wording)
    {
        return Some(start);
    }
    let slack = wording.len() / 5;
    if slack == 0 || words.len() + slack < wording.len() {
        return None;
    }
    // Other words that go on behind a label are another label: letters that differ stand inside it.
    let last = words.last().map(|(c, _)| *c);
    if !wording.iter().rev().take(slack.min(LAST)).any(|&c| Some(c) == last) {
        return None;
    }
    // Each character of the wording that is nowhere in the words is one more that differs.
    if wording.iter().filter(|&&c| !token.letters.may(c)).nth(slack).is_some() {
        return None;
    }
    let window = &words[words.len().saturating_sub(wording.len() + slack)..];
    let (distance, length) = distance_to_suffix(window, wording);
    (distance <= slack).then(|| words.len() - length)
}

/// Least edit distance between a wording and any suffix of `words`, and that suffix's length.
fn distance_to_suffix(words: &[(char, usize)], wording: &[char]) -> (usize, usize) {
    // Both read backwards; row `i` holds distances between the last `i` characters of the wording and
    // the last `j` of the words.
    let mut row: Vec<usize> = (0..=words.len()).collect();
    for (i, expected) in wording.iter().rev().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, (c, _)) in words.iter().rev().enumerate() {
            let substituted = diagonal + usize::from(c != expected);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    let (length, distance) = row.iter().enumerate().min_by_key(|(_, distance)| **distance).unwrap_or((0, &usize::MAX));
    (*distance, length)
}

/// The best chain of rows in the form's order: for each row the token whose words end with its label, and
/// where the label starts there. Runs with at least `cells` digits count double; of equal chains the later. Tokens that
/// `skip` says are none of a row's.
pub(super) fn chain(
    flow: &GluedText,
    rows: &[Vec<Vec<char>>],
    cells: &[usize],
    skip: impl Fn(usize, &Token) -> bool,
) -> Vec<Option<(usize, usize)>> {
    struct Node {
        row: usize,
        token: usize,
        start: usize,
        before: Option<usize>,
    }
    let mut nodes: Vec<Node> = Vec::new();
    // For each row the best chain that ends with it.
    let mut ends: Vec<Option<(u32, usize)>> = vec![None; rows.len()];
    for (at, token) in flow.tokens.iter().enumerate().filter(|(at, token)| !skip(*at, token)) {
        let digits = flow.chars[token.run.clone()].iter().filter(|c| c.is_ascii_digit()).count();
        // From below, so that a token takes one row of a chain only.
        for row in (0..rows.len()).rev() {
            let Some(start) = ends_with(token, &rows[row]) else { continue };
            let weight = if digits >= cells[row] { 2 } else { 1 };
            // Of equal chains the later one, hence the last of the greatest.
            let best = ends[..row].iter().flatten().max_by_key(|(score, node)| (*score, *node));
            let score = best.map_or(0, |(score, _)| *score) + weight;
            if ends[row].is_none_or(|(known, _)| score >= known) {
                nodes.push(Node { row, token: at, start, before: best.map(|(_, node)| *node) });
                ends[row] = Some((score, nodes.len() - 1));
            }
        }
    }
    let mut found = vec![None; rows.len()];
    let mut next = ends.iter().flatten().max_by_key(|(score, node)| (*score, *node)).map(|(_, node)| *node);
    while let Some(node) = next.and_then(|node| nodes.get(node)) {
        found[node.row] = Some((node.token, node.start));
        next = node.before;
    }
    found
}
