//! How far a table laid out with blanks reaches: from a line of several pieces to the heading or the
//! prose after it.

use super::super::lines::{Line, Opening, Pitch, blank, display_width, is_figure, opening};
use super::{Laid, are_columns};

/// How many lines with text to look ahead for more of the table.
const AHEAD: usize = 6;
/// How many lines with text a table may have before its first figures.
const HEADER: usize = 40;
/// Longest line of such a table, in bytes; wider than any page.
pub(super) const LINE: usize = 1600;
/// Wider than the label of a row.
const PROSE_WIDTH: usize = 60;

/// Whether a table may start here: several pieces in this line, and again soon.
pub(in super::super) fn starts(lines: &[Line]) -> bool {
    let columns = lines.first().is_some_and(has_columns) && following(lines).take(AHEAD).any(has_columns);
    columns || heads_figures(lines)
}

/// Whether the first line is the label of the figures that are all of the next, and so it goes on.
fn heads_figures(lines: &[Line]) -> bool {
    // Cheap looks first: few lines begin with a figure.
    let below = lines.iter().skip(1).find(|line| !line.is_blank());
    if !below.is_some_and(|line| line.text.trim_start().starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let label = |line: &Line| opening(line.trimmed()) != Opening::None && !line.text.contains('。');
    let mut next = following(lines);
    lines.first().is_some_and(label)
        && next.next().is_some_and(is_figures)
        && next.next().is_some_and(label)
        && next.next().is_some_and(is_figures)
}

/// A line of several figures and nothing else.
fn is_figures(line: &Line) -> bool {
    let text = line.trimmed();
    // Cheap looks first.
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(blank)
        && text.len() <= LINE
        && text.split(blank).filter(|word| !word.is_empty()).all(is_figure)
}

fn following<'a, 'b>(lines: &'b [Line<'a>]) -> impl Iterator<Item = &'b Line<'a>> {
    lines.iter().skip(1).filter(|line| !line.is_blank() && !is_page_number(line) && !is_rule(line))
}

/// Several pieces, or a label with several figures behind it.
fn has_columns(line: &Line) -> bool {
    let text = line.trimmed();
    // Cheap looks first: most lines are prose.
    if text.is_empty() || line.text.len() > LINE || text.contains('。') {
        return false;
    }
    match &line.pieces(Pitch::Display)[..] {
        [only] => {
            let mut parts = Vec::new();
            only.split_figures(&mut parts);
            are_columns(&parts)
        }
        pieces => !pieces.is_empty(),
    }
}

/// `- 5 -`, `第 5 页`.
pub(super) fn is_page_number(line: &Line) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―');
    // Cheap looks first: few lines begin so.
    if !line.trimmed().starts_with(|c: char| dash(c) || c == '第') {
        return false;
    }
    let text: String = line.text.chars().filter(|character| !blank(*character)).collect();
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let between = text.strip_prefix(dash).and_then(|rest| rest.strip_suffix(dash));
    between.is_some_and(|inner| digits(inner.trim_matches(dash)))
        || text.strip_prefix('第').and_then(|rest| rest.strip_suffix('页')).is_some_and(digits)
}

/// Strokes that rule a column: more than stand for no figure.
const STROKES: usize = 4;

/// Rules over or under columns: `----  ------`, one of them longer than a mark in a cell.
pub(super) fn is_rule(line: &Line) -> bool {
    let text = line.trimmed();
    text.starts_with(['-', '=', '─', '—'])
        && text.chars().all(|c| matches!(c, '-' | '=' | '─' | '—') || blank(c))
        && text.split(blank).any(|rule| rule.chars().take(STROKES).count() == STROKES)
}

/// The lines of the table that are neither blank nor numbers of pages, and how many it takes; `None` if there is none.
pub(super) fn measure<'a>(lines: &[Line<'a>], pitch: Pitch) -> Option<(Vec<Laid<'a>>, usize)> {
    let (mut used, mut figures) = (0, false);
    let mut table: Vec<Laid> = Vec::new();
    let mut ruled = false;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() || is_page_number(line) {
            continue;
        }
        let rule = is_rule(line);
        // The lower rule of one table and the upper one of the next part them.
        if line.text.len() > LINE || line.text.contains('。') || rule && ruled {
            break;
        }
        ruled = rule;
        if rule {
            table.push(Laid::new(*line, at, pitch));
            continue;
        }
        let laid = Laid::new(*line, at, pitch);
        if !laid.columns && !laid.is_row() && ends(&laid, table.last(), &lines[at..], pitch) {
            break;
        }
        used = at + 1;
        figures |= laid.is_row();
        table.push(laid);
        if table.len() > HEADER && !figures {
            return None;
        }
    }
    // A rule behind the last row is none of the table's.
    table.truncate(table.iter().take_while(|laid| laid.at < used).count());
    (used > 1).then_some((table, used))
}

/// Whether a line of one piece is the first after the table.
fn ends(laid: &Laid, before: Option<&Laid>, rest: &[Line], pitch: Pitch) -> bool {
    let text = laid.line.trimmed();
    let left = laid.pieces.first().map_or(0, |piece| piece.left);
    let next = following(rest).next();
    if laid.line.is_year() {
        return true;
    }
    if laid.opening() == Opening::Chapter && left <= 4 {
        // A label whose figures stand in a line of their own below.
        return next.is_none_or(|next| {
            let alone = is_figures(next) && !text.ends_with("情况");
            let next = Laid::new(*next, 0, pitch);
            !(next.is_row() && next.labels().is_empty() && (alone || next.values()[0].left > 8))
        });
    }
    if following(rest).take(AHEAD).any(has_columns) {
        // Two wide lines in a row are sentences, not labels.
        let wide = |line: &Line| display_width(line.trimmed()) >= PROSE_WIDTH;
        return wide(&laid.line) && next.is_some_and(wide);
    }
    // The end of a label in the last row.
    let goes_on = before.is_some_and(|before| before.is_row() && before.at + 1 == laid.at)
        && left > 0
        && opening(text) == Opening::None
        && display_width(text) < PROSE_WIDTH;
    !goes_on
}
