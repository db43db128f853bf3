//! A clean page comes in; its tables, lines and pictures in reading order go out.

use super::aligned;
use super::boxes;
use super::clean;
use super::column;
use super::drawing;
use super::frame::{Frame, frames};
use super::glyph::{Bounds, Direction, Glyph, Page};
use super::item::{Content, PageItem, ReadPage};
use super::overrun;
use super::ruling::{Line, tidy};
use super::stack;
use super::table::{Table, join_lines, locate};
use super::text::{self, TextLine};
use crate::document::{Omission, Omissions};

/// A frame of one cell higher than this part of the page is decoration around the text.
const BORDER_SHARE: f32 = 0.3;
/// Share of a frame that its one written cell takes when the frame is a border.
const BORDER_AREA: f32 = 0.8;
/// A picture that takes at least this share of its page may be all of its content.
const PAGE_PICTURE: f32 = 0.5;
/// Fewer characters than this beside such a picture are its caption or page number.
const FEW_CHARACTERS: usize = 40;
/// A picture within a text that is at least this wide and high (in points) may be a table.
const TABLE_PICTURE: (f32, f32) = (200.0, 60.0);
/// Pictures of a page looked for in cells.
const MOST_PICTURES: usize = 1_000;
/// How far the middle of a character may stand above or below the table that it belongs to, in font sizes.
const OVERHANG: f32 = 0.3;
/// Lines of several parts in a frame without columns that make a table of it.
const FEWEST_DIVIDED: usize = 3;
/// More frames on one page are a drawing.
const MOST_FRAMES: usize = 500;
/// What ends this near to the edge of its page, in points, is cut by it.
const EDGE: f32 = 0.5;
/// So many drawn shapes on a page without text are text turned into outlines.
const OUTLINES: u32 = 100;

/// The box of a page that was turned by `direction` for reading.
pub(super) fn area(page: &Page, direction: Direction) -> Bounds {
    match direction {
        Direction::Right => page.bounds(),
        _ => direction.straighten(&direction_page(page, direction)),
    }
}

/// The items of a page, which takes `area` and was turned by `direction` for reading. `carried` are the columns of values
/// of the last table without ruled columns, where they would stand on this page.
pub(super) fn sheet(mut page: Page, direction: Direction, area: Bounds, carried: &mut Vec<(f32, f32)>) -> ReadPage {
    boxes::drop_inner(&mut page.rulings);
    let mut lines = tidy(&page.rulings);
    clean::drop_underlines(&mut lines, &page.glyphs);
    clean::drop_hairs(&mut lines, &page.glyphs);
    let mut frames = frames(&lines);
    // Frames of one cell around much of the page, and those off the page, are no tables.
    frames.retain(|frame| {
        let bounds = frame.bounds();
        let border = frame.cells.len() == 1 && bounds.height() > BORDER_SHARE * area.height();
        !border && bounds.meet(&area).is_some()
    });
    if frames.len() > MOST_FRAMES {
        frames.clear();
    }
    let (mut filled, mut loose) = assign(&page.glyphs, &frames, &area);
    for (frame, glyphs) in frames.iter().zip(&mut filled) {
        if is_border(frame, glyphs, &area) {
            // Double borders around the text have cells, too; the text stands in the large one.
            loose.extend(glyphs.drain(..).flatten());
        }
    }
    let mut items: Vec<PageItem> = Vec::new();
    // Where something stands that is no line of the text, and what is made of it.
    let mut tables: Vec<(Bounds, Vec<PageItem>)> = Vec::new();
    let single = |bounds: Bounds, kind: Content| (bounds, vec![PageItem { bounds, kind }]);
    let mut cut = false;
    // A drawing made of very many pictures is no table.
    let cell_pictures = &page.pictures[..page.pictures.len().min(MOST_PICTURES)];
    // Places of recognised digits are not exact.
    let drawn = if page.recognised { &[] } else { page.glyphs.as_slice() };
    let overrun = overrun::cells(drawn, &frames, &area);
    let shown = drawing::cells(&page, &frames, &filled, &loose);
    // How far digits reach that were cut off: what cuts one table of a page cuts all.
    let cut_off = page.hidden.iter().filter(|glyph| glyph.ink.alpha == 0 && glyph.is_digit());
    let beyond = cut_off.map(|glyph| glyph.bounds.center().0).fold(f32::NEG_INFINITY, f32::max);
    for (((frame, glyphs), overrun), shown) in frames.iter().zip(&filled).zip(&overrun).zip(&shown) {
        let visible = glyphs.iter().flatten().filter(|glyph| !glyph.character.is_whitespace()).count();
        if let Some(inside) = undivided(frame, glyphs).filter(|_| !page.recognised) {
            tables.push((frame.bounds(), read_band(inside, &lines.horizontal, carried, &page, direction)));
        } else if visible > 0 {
            let mut table = Table::ruled(frame, glyphs, cell_pictures, page.number, direction);
            table.tear(overrun);
            table.show(shown);
            cut |= table.drop_cut(frame, &area, beyond);
            table.recognise(frame, &page.readings);
            tables.push(single(frame.bounds(), Content::Table(table)));
        }
    }
    let visible = page.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()).count();
    if page.shapes >= OUTLINES && visible < FEW_CHARACTERS && tables.is_empty() {
        tables.push(single(area, Content::Picture));
    }
    for picture in &page.pictures {
        let share = picture.width() * picture.height() / (area.width() * area.height()).max(1.0);
        let whole = share >= PAGE_PICTURE;
        if (whole && visible < FEW_CHARACTERS)
            || (!whole && picture.width() >= TABLE_PICTURE.0 && picture.height() >= TABLE_PICTURE.1)
        {
            tables.push(single(*picture, Content::Picture));
        }
    }
    tables.sort_by(|(a, _), (b, _)| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    // Text stands between the tables in bands; each band is read by itself.
    let mut text = if page.recognised { text::lines(&loose) } else { read_lines(loose) }.into_iter().peekable();
    for (bounds, found) in tables {
        let mut band = Vec::new();
        while let Some(line) = text.next_if(|line| line.bounds.center().1 < bounds.y0) {
            band.push(line);
        }
        items.extend(read_band(band, &lines.horizontal, carried, &page, direction));
        items.extend(found);
    }
    items.extend(read_band(text.collect(), &lines.horizontal, carried, &page, direction));
    cut |= drop_ends(&mut items, &lines.horizontal, &area, beyond);
    let (cells, loose) = assign(&page.hidden, &frames, &area);
    let mut omissions = Omissions::default();
    for (region, frame, glyphs) in frames
        .iter()
        .zip(&cells)
        .flat_map(|(frame, cells)| frame.cells.iter().zip(cells).map(move |(region, glyphs)| (region, frame, glyphs)))
    {
        let place = locate(page.number, direction, &frame.cell_bounds(region));
        omissions.add(Omission::Hidden, &join_lines(&text::lines(glyphs)), place);
    }
    ReadPage { number: page.number, bounds: area, direction, items, cut, hidden: !loose.is_empty(), omissions }
}

/// Drops what may be cut of the tables whose columns are not ruled: their text or the rules between their rows run to the
/// edge of the page or beyond, or digits were cut off that reach `beyond` it. Tells whether there was anything.
fn drop_ends(items: &mut [PageItem], rules: &[Line], area: &Bounds, beyond: f32) -> bool {
    let edge = area.x1 - EDGE;
    let mut dropped = false;
    for item in items {
        let bounds = item.bounds;
        let Content::Table(table) = &mut item.kind else { continue };
        let within = |rule: &&Line| rule.at > bounds.y0 && rule.at < bounds.y1;
        let at_edge = || bounds.x1 >= edge || rules.iter().filter(within).any(|rule| rule.to >= edge);
        if !table.ruled && (beyond > bounds.x1 || at_edge()) {
            dropped |= table.drop_ends();
        }
    }
    dropped
}

/// Whether a frame is decoration: all text stands in one cell that takes nearly all of it and much of the
/// page.
fn is_border(frame: &Frame, glyphs: &[Vec<Glyph>], page: &Bounds) -> bool {
    let mut written = glyphs.iter().zip(&frame.cells).filter(|(glyphs, _)| !glyphs.is_empty());
    let (Some((_, cell)), None) = (written.next(), written.next()) else { return false };
    let (cell, whole) = (frame.cell_bounds(cell), frame.bounds());
    cell.height() > BORDER_SHARE * page.height()
        && cell.width() * cell.height() > BORDER_AREA * whole.width() * whole.height()
}

/// Lines of text, labels that are written one character a line among them.
fn read_lines(mut glyphs: Vec<Glyph>) -> Vec<TextLine> {
    let labels = stack::take(&mut glyphs);
    let mut lines = text::lines(&glyphs);
    stack::put(labels, &mut lines);
    lines
}

/// The lines in a frame that divides no columns, where they have columns all the same: a box around a table, or
/// rulings between its rows alone.
fn undivided(frame: &Frame, glyphs: &[Vec<Glyph>]) -> Option<Vec<TextLine>> {
    if frame.xs.len() > 2 {
        return None;
    }
    let lines = read_lines(glyphs.concat());
    let several = lines.iter().filter(|line| line.segments.len() > 1).count();
    (several >= FEWEST_DIVIDED && several * 3 >= lines.len()).then_some(lines)
}

/// The printed page's box in the coordinates before turning.
fn direction_page(page: &Page, direction: Direction) -> Bounds {
    let (width, height) =
        if direction == Direction::Left { (page.width, page.height) } else { (page.height, page.width) };
    Bounds { x0: 0.0, y0: 0.0, x1: width, y1: height }
}

fn read_band(
    band: Vec<TextLine>,
    rules: &[Line],
    carried: &mut Vec<(f32, f32)>,
    page: &Page,
    direction: Direction,
) -> Vec<PageItem> {
    let mut items = Vec::new();
    for part in column::order(band) {
        if page.recognised {
            // Columns without rulings are not held to the places of recognised words.
            items.extend(part.into_iter().map(|line| PageItem { bounds: line.bounds, kind: Content::Line(line) }));
        } else {
            items.extend(aligned::find(part, rules, &page.hidden, carried, (page.number, direction)));
        }
    }
    items
}

/// Glyphs by frame and cell, and those in no frame. A glyph belongs to the smallest frame around its
/// middle: of nested tables the innermost wins. Digits drawn together stay together, by their common
/// middle. Off the page only what stands in a table is kept: a table wider than its page is still a
/// table, other text out there was cut off.
fn assign(glyphs: &[Glyph], frames: &[Frame], area: &Bounds) -> (Vec<Vec<Vec<Glyph>>>, Vec<Glyph>) {
    let mut filled: Vec<Vec<Vec<Glyph>>> = frames.iter().map(|frame| vec![Vec::new(); frame.cells.len()]).collect();
    let mut order: Vec<usize> = (0..frames.len()).collect();
    let size = |index: &usize| {
        let bounds = frames[*index].bounds();
        bounds.width() * bounds.height()
    };
    order.sort_by(|a, b| size(a).total_cmp(&size(b)));
    let mut loose = Vec::new();
    let mut start = 0;
    while let Some(first) = glyphs.get(start) {
        let mut end = start + 1;
        while glyphs.get(end).is_some_and(|glyph| drawn_together(&glyphs[end - 1], glyph)) {
            end += 1;
        }
        if first.direction == Direction::Right {
            end = end.max(match text::number_length(&glyphs[start..]) {
                // Two digits far apart may be two numbers.
                0..=2 => 0,
                length => start + length,
            });
        }
        let bounds = glyphs[start..end].iter().map(|glyph| glyph.bounds).fold(first.bounds, |a, b| a.around(&b));
        // A table that the page's edge cuts goes on beyond it, without its lines.
        let (x, y) = bounds.center();
        let middle = (x.clamp(area.x0, area.x1), y.clamp(area.y0, area.y1));
        let hold = |point: (f32, f32)| order.iter().find_map(|&index| Some((index, frames[index].cell_at(point)?)));
        // Text that is higher than its cell stands out of the table a little.
        let out = OVERHANG * first.size;
        let place =
            hold(middle).or_else(|| hold((middle.0, middle.1 + out))).or_else(|| hold((middle.0, middle.1 - out)));
        match place.and_then(|(frame, cell)| filled[frame].get_mut(cell)) {
            Some(cell) => cell.extend_from_slice(&glyphs[start..end]),
            None if area.holds((x, y)) => loose.extend_from_slice(&glyphs[start..end]),
            None => {}
        }
        start = end;
    }
    (filled, loose)
}

fn drawn_together(left: &Glyph, right: &Glyph) -> bool {
    let digit = |glyph: &Glyph| glyph.character.is_ascii_digit() || matches!(glyph.character, '.' | ',');
    left.run == right.run
        && digit(left)
        && digit(right)
        && left.direction == Direction::Right
        && right.direction == Direction::Right
        && (left.bounds.y0 - right.bounds.y0).abs() < 0.2 * left.size
        && (right.bounds.x0 - left.bounds.x1).abs() < 0.15 * left.size
}
