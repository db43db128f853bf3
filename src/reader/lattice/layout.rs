//! Pages come in one by one; when all are in, the blocks of the document go out. Each page is reduced to
//! its tables, lines and pictures at once, so that only those are kept.

use std::collections::HashSet;

use super::aligned;
use super::column;
use super::frame::{Frame, frames};
use super::glyph::{Bounds, Direction, Glyph, Page};
use super::join;
use super::margin;
use super::prose;
use super::ruling::tidy;
use super::table::{Table, locate};
use super::text::{self, TextLine};
use crate::document::{Block, Picture, Role};
use crate::error::ReadError;
use crate::limits::Limits;

/// A page reduced to its items in reading order.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Page, from one.
    pub number: u32,
    /// Size as read (after turning).
    pub bounds: Bounds,
    /// How the page was turned for reading.
    pub direction: Direction,
    /// In reading order.
    pub items: Vec<Item>,
    /// A table runs over the edge of the page.
    pub cut: bool,
}

/// One thing on a page.
#[derive(Debug)]
pub(super) struct Item {
    /// Its box.
    pub bounds: Bounds,
    /// What it is.
    pub kind: Kind,
}

/// What stands on a page.
#[derive(Debug)]
pub(super) enum Kind {
    /// A line of text outside of tables.
    Line(TextLine),
    /// A running head, foot or page number.
    Margin(TextLine),
    /// A table.
    Table(Table),
    /// A picture that may carry text.
    Picture,
}

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
/// Characters looked at above one line; an underlined text has fewer.
const MOST_ABOVE: usize = 2_000;
/// More frames on one page are a drawing.
const MOST_FRAMES: usize = 500;
/// So many drawn shapes on a page without text are text turned into outlines.
const OUTLINES: u32 = 100;
/// The ends of an underline are those of its text within this.
const UNDERLINE: f32 = 1.2;

/// Collects the pages of a document.
#[derive(Debug)]
pub(in crate::reader) struct Layout {
    sheets: Vec<Sheet>,
    limits: Limits,
    cells: u64,
    characters: u64,
}

impl Layout {
    /// No pages yet.
    pub fn new(limits: Limits) -> Self {
        Self { sheets: Vec::new(), limits, cells: 0, characters: 0 }
    }

    /// Takes the next page.
    ///
    /// # Errors
    /// When the document passes the limits on characters or cells.
    pub fn page(&mut self, mut page: Page) -> Result<(), ReadError> {
        self.characters += page.glyphs.len() as u64;
        if self.characters > self.limits.characters {
            return Err(ReadError::limit("characters", self.limits.characters, self.characters));
        }
        let direction = straighten(&mut page);
        drop_repeated(&mut page.glyphs);
        drop_underlines(&mut page);
        let sheet = sheet(page, direction);
        for item in &sheet.items {
            if let Kind::Table(table) = &item.kind {
                self.cells += table.cells.len() as u64;
            }
        }
        if self.cells > u64::from(self.limits.cells) {
            return Err(ReadError::limit("cells", u64::from(self.limits.cells), self.cells));
        }
        self.sheets.push(sheet);
        Ok(())
    }

    /// Pages on which the page's edge cuts a table.
    pub fn cut(&self) -> Vec<u32> {
        self.sheets.iter().filter(|sheet| sheet.cut).map(|sheet| sheet.number).collect()
    }

    /// The blocks in reading order.
    pub fn finish(self) -> Vec<Block> {
        let mut sheets = self.sheets;
        margin::mark(&mut sheets);
        let mut blocks = Vec::new();
        let mut prose = prose::Prose::new(&sheets);
        for sheet in join::join(sheets) {
            prose.turn(&sheet);
            for item in sheet.items {
                match item.kind {
                    Kind::Line(line) => prose.line(line, &mut blocks),
                    Kind::Margin(line) => prose.aside(&line, Role::Margin, &mut blocks),
                    Kind::Table(table) => {
                        prose.end(&mut blocks);
                        blocks.push(Block::Grid(table.into_grid()));
                    }
                    Kind::Picture => {
                        prose.end(&mut blocks);
                        blocks.push(Block::Picture(Picture {
                            size: Some((item.bounds.width(), item.bounds.height())),
                            location: locate(sheet.number, sheet.direction, &item.bounds),
                        }));
                    }
                }
            }
        }
        prose.end(&mut blocks);
        blocks
    }
}

/// Turns a page whose text was set sideways (tables printed across without `/Rotate`) so that it reads to
/// the right; gives the direction that it had.
fn straighten(page: &mut Page) -> Direction {
    let mut counts = [0usize; 4];
    for glyph in page.glyphs.iter().filter(|glyph| !glyph.vertical) {
        counts[glyph.direction as usize] += 1;
    }
    let total: usize = counts.iter().sum();
    let turned = [Direction::Down, Direction::Left, Direction::Up]
        .into_iter()
        .find(|&direction| counts[direction as usize] * 10 > total * 6);
    let Some(direction) = turned else { return Direction::Right };
    let (width, height) = (page.width, page.height);
    // The turned page keeps coordinates that `Direction::restore` maps back to those of the printed page.
    for glyph in &mut page.glyphs {
        glyph.bounds = direction.straighten(&glyph.bounds);
        glyph.direction = match (glyph.direction as usize + 4 - direction as usize) % 4 {
            0 => Direction::Right,
            1 => Direction::Down,
            2 => Direction::Left,
            _ => Direction::Up,
        };
    }
    for ruling in &mut page.rulings {
        let line = if ruling.horizontal {
            Bounds { x0: ruling.from, x1: ruling.to, y0: ruling.at, y1: ruling.at }
        } else {
            Bounds { x0: ruling.at, x1: ruling.at, y0: ruling.from, y1: ruling.to }
        };
        let line = direction.straighten(&line);
        ruling.horizontal ^= direction != Direction::Left;
        (ruling.at, ruling.from, ruling.to) =
            if ruling.horizontal { (line.y0, line.x0, line.x1) } else { (line.x0, line.y0, line.y1) };
    }
    for picture in &mut page.pictures {
        *picture = direction.straighten(picture);
    }
    if direction != Direction::Left {
        (page.width, page.height) = (height, width);
    }
    direction
}

/// Drops a character that was drawn again at the same place: fake bold prints a text twice (in PDF also as
/// text render mode 2, ISO 32000-2 clause 9.3.6), and every number of it would double.
fn drop_repeated(glyphs: &mut Vec<Glyph>) {
    let mut seen: HashSet<(char, i32, i32)> = HashSet::with_capacity(glyphs.len());
    glyphs.retain(|glyph| {
        // Within about a tenth of an em: neighbouring places of a fourteenth.
        let step = (glyph.size * 0.07).max(0.05);
        let x = (glyph.bounds.x0 / step).round() as i32;
        let y = (glyph.bounds.y0 / step).round() as i32;
        let near = |dx: i32, dy: i32| (glyph.character, x.saturating_add(dx), y.saturating_add(dy));
        let repeated = (-1..=1).any(|dx| (-1..=1).any(|dy| seen.contains(&near(dx, dy))));
        if !repeated {
            seen.insert(near(0, 0));
        }
        !repeated
    });
}

/// Drops lines under words: from the left edge of one character to the right edge of another, just below
/// them. In a narrow cell they would pass for borders.
fn drop_underlines(page: &mut Page) {
    let mut feet: Vec<(f32, f32, f32, f32)> = page
        .glyphs
        .iter()
        .filter(|glyph| glyph.direction == Direction::Right && !glyph.character.is_whitespace())
        .map(|glyph| (glyph.bounds.y1, glyph.bounds.x0, glyph.bounds.x1, glyph.size))
        .collect();
    feet.sort_by(|a, b| a.0.total_cmp(&b.0));
    let largest = feet.iter().map(|foot| foot.3).fold(0.0, f32::max).min(80.0);
    page.rulings.retain(|ruling| {
        if !ruling.horizontal {
            return true;
        }
        let start = feet.partition_point(|foot| foot.0 < ruling.at - 0.2 * largest);
        let (mut left, mut right) = (f32::MAX, f32::MIN);
        for &(y, x0, x1, size) in
            feet[start..].iter().take(MOST_ABOVE).take_while(|foot| foot.0 <= ruling.at + 0.2 * largest)
        {
            let middle = (x0 + x1) * 0.5;
            if (y - ruling.at).abs() <= 0.2 * size && middle > ruling.from && middle < ruling.to {
                (left, right) = (left.min(x0), right.max(x1));
            }
        }
        (left - ruling.from).abs() > UNDERLINE || (right - ruling.to).abs() > UNDERLINE
    });
}

fn sheet(page: Page, direction: Direction) -> Sheet {
    let area = match direction {
        Direction::Right => page.bounds(),
        _ => direction.straighten(&direction_page(&page, direction)),
    };
    let lines = tidy(&page.rulings);
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
    let mut items: Vec<Item> = Vec::new();
    let mut tables: Vec<Item> = Vec::new();
    let mut cut = false;
    for (frame, glyphs) in frames.iter().zip(&filled) {
        let visible = glyphs.iter().flatten().filter(|glyph| !glyph.character.is_whitespace()).count();
        if visible > 0 {
            let mut table = Table::ruled(frame, glyphs, page.number, direction);
            cut |= table.drop_cut(frame, &area);
            tables.push(Item { bounds: frame.bounds(), kind: Kind::Table(table) });
        }
    }
    let visible = page.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()).count();
    if page.shapes >= OUTLINES && visible < FEW_CHARACTERS && tables.is_empty() {
        tables.push(Item { bounds: area, kind: Kind::Picture });
    }
    for picture in &page.pictures {
        let share = picture.width() * picture.height() / (area.width() * area.height()).max(1.0);
        let whole = share >= PAGE_PICTURE;
        if (whole && visible < FEW_CHARACTERS)
            || (!whole && picture.width() >= TABLE_PICTURE.0 && picture.height() >= TABLE_PICTURE.1)
        {
            tables.push(Item { bounds: *picture, kind: Kind::Picture });
        }
    }
    tables.sort_by(|a, b| a.bounds.y0.total_cmp(&b.bounds.y0).then(a.bounds.x0.total_cmp(&b.bounds.x0)));
    // Text stands between the tables in bands; each band is read by itself.
    let mut text = text::lines(&loose).into_iter().peekable();
    for table in tables {
        let mut band = Vec::new();
        while let Some(line) = text.next_if(|line| line.bounds.center().1 < table.bounds.y0) {
            band.push(line);
        }
        items.extend(read_band(band, &lines.horizontal, page.number, direction));
        items.push(table);
    }
    items.extend(read_band(text.collect(), &lines.horizontal, page.number, direction));
    Sheet { number: page.number, bounds: area, direction, items, cut }
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

/// The printed page's box in the coordinates before turning.
fn direction_page(page: &Page, direction: Direction) -> Bounds {
    let (width, height) =
        if direction == Direction::Left { (page.width, page.height) } else { (page.height, page.width) };
    Bounds { x0: 0.0, y0: 0.0, x1: width, y1: height }
}

fn read_band(band: Vec<TextLine>, rules: &[super::ruling::Line], page: u32, direction: Direction) -> Vec<Item> {
    let mut items = Vec::new();
    for part in column::order(band) {
        items.extend(aligned::find(part, rules, page, direction));
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
        let mut bounds = first.bounds;
        while let Some(glyph) = glyphs.get(end).filter(|glyph| drawn_together(&glyphs[end - 1], glyph)) {
            bounds = bounds.around(&glyph.bounds);
            end += 1;
        }
        // A table that the page's edge cuts goes on beyond it, without its lines.
        let (x, y) = bounds.center();
        let middle = (x.clamp(area.x0, area.x1), y.clamp(area.y0, area.y1));
        let place = order.iter().find_map(|&index| Some((index, frames[index].cell_at(middle)?)));
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
