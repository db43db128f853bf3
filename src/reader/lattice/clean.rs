//! A page as drawn comes in; out goes what a reader of it takes for characters and rulings: turned upright,
//! each character once, without underlines.

use std::collections::HashMap;

use super::cut::UNKNOWN;
use super::glyph::{Bounds, Direction, Glyph, Page};
use super::partial;
use super::ruling::{Line, Lines};
use super::text;
use crate::script::wide;

/// Pictures whose edges lie this near are strips of one.
const STRIP: f32 = 1.0;
/// Pictures as thin as this are lines.
const THIN: f32 = 4.0;
/// Lines that come this near meet.
const MEETS: f32 = 1.2;
/// What is longer is no hair line.
const HAIR: f32 = 80.0;
/// Loose lines on a page that may be hair lines; a drawing has more.
const MOST_HAIRS: usize = 1_000;
/// Characters of a page beside which hair lines are looked for.
const MOST_BESIDE: usize = 20_000;
/// Share of its advance width by which a copy of a character may be off.
const COPY: f32 = 0.4;
/// Copies of a character remembered on one spot.
const MOST_COPIES: usize = 64;
/// Characters looked at above one line; an underlined text has fewer.
const MOST_ABOVE: usize = 2_000;
/// The ends of an underline are those of its text within this.
const UNDERLINE: f32 = 1.2;
/// A line that strikes a text through runs as near to its middle, in font sizes; its ends are those of the text within
/// so much more.
const THROUGH: f32 = 0.22;
const STRUCK: f32 = 0.15;
/// A line that runs this near to the middle of a digit, in font sizes, runs through it.
const MIDDLE: f32 = 0.15;
/// Blanks between struck text and what follows it.
const MOST_BLANKS: usize = 4;

/// Puts pictures together that a scanner or a writer cut into strips or tiles; what is as thin as a line then is a
/// ruling line.
pub(in crate::reader) fn join_pictures(page: &mut Page) {
    let mut pictures = std::mem::take(&mut page.pictures);
    for upright in [true, false, true] {
        // In strips: the same ends on one axis, touching on the other.
        let key = |b: &Bounds| if upright { (b.x0, b.x1, b.y0, b.y1) } else { (b.y0, b.y1, b.x0, b.x1) };
        let near = |a: f32, b: f32| (a - b).abs() <= STRIP;
        pictures.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            let rounded = |value: f32| (value / STRIP).round() as i64;
            (rounded(a.0), rounded(a.1)).cmp(&(rounded(b.0), rounded(b.1))).then(a.2.total_cmp(&b.2))
        });
        let mut joined: Vec<Bounds> = Vec::with_capacity(pictures.len());
        for picture in pictures {
            let own = key(&picture);
            match joined.last_mut() {
                Some(last)
                    if {
                        let last = key(last);
                        near(last.0, own.0) && near(last.1, own.1) && own.2 <= last.3 + STRIP && own.3 >= last.2
                    } =>
                {
                    *last = last.around(&picture);
                }
                _ => joined.push(picture),
            }
        }
        pictures = joined;
    }
    for picture in pictures {
        if picture.width() <= THIN || picture.height() <= THIN {
            page.fill(picture);
        } else {
            page.pictures.push(picture);
        }
    }
}

/// Turns a page whose text was set sideways (tables printed across without `/Rotate`) so that it reads to
/// the right; gives the direction that it had.
pub(super) fn straighten(page: &mut Page) -> Direction {
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
    for glyph in page.glyphs.iter_mut().chain(&mut page.hidden) {
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
    let drawn = page.drawn.iter_mut().map(|drawn| &mut drawn.bounds);
    for bounds in page.pictures.iter_mut().chain(drawn).chain(&mut page.gone) {
        *bounds = direction.straighten(bounds);
    }
    if direction != Direction::Left {
        (page.width, page.height) = (height, width);
    }
    direction
}

/// Drops a character that was drawn again at nearly the same place, however often: fake bold prints a text two to
/// five times (in PDF also as text render mode 2, ISO 32000-2 clause 9.3.6), shadows once more, and every number of
/// it would double. A copy may be near any other copy of its character; the two ones of 11 stand a whole advance
/// width apart.
pub(super) fn drop_repeated(glyphs: &mut Vec<Glyph>) {
    // Places of a character, dropped ones too, by squares as large as a copy may be away.
    let mut seen: HashMap<Square, Vec<(f32, f32)>> = HashMap::with_capacity(glyphs.len());
    let mut marked = Marked::new(glyphs.len());
    glyphs.retain(|glyph| {
        if glyph.character.is_whitespace() {
            return true;
        }
        let width = if glyph.direction.is_level() { glyph.bounds.width() } else { glyph.bounds.height() };
        // Digits are at most this wide, whatever width a poor font states.
        let width = if wide(glyph.character) { width } else { width.min(glyph.size * 0.55) };
        let (along, across) = ((width * COPY).max(0.05), (glyph.size * COPY * 0.6).max(0.05));
        let (dx, dy) = if glyph.direction.is_level() { (along, across) } else { (across, along) };
        let step = dx.max(dy);
        let (x, y) = (glyph.bounds.x0, glyph.bounds.y0);
        let square = |value: f32| (value / step) as i32;
        let near = |&(a, b): &(f32, f32)| (a - x).abs() <= dx && (b - y).abs() <= dy;
        let repeated = (-1..=1).any(|column| {
            (-1..=1).any(|row| {
                let key = (glyph.character, square(x).saturating_add(column), square(y).saturating_add(row));
                marked.has(key) && seen.get(&key).is_some_and(|places| places.iter().any(near))
            })
        });
        let own = (glyph.character, square(x), square(y));
        marked.mark(own);
        let places = seen.entry(own).or_default();
        if places.len() < MOST_COPIES {
            places.push((x, y));
        }
        !repeated
    });
}

/// A character, and the column and row of a square.
type Square = (char, i32, i32);

/// Squares that may have been seen, a bit for each by a cheap hash. Of the nine squares around a character nearly all are
/// empty; asking a map that is safe from forged keys for each took a fifth of reading a PDF. A forged key costs that again.
struct Marked {
    words: Vec<u64>,
}

impl Marked {
    /// For so many squares.
    fn new(count: usize) -> Self {
        Self { words: vec![0; (count / 4 + 1).next_power_of_two()] }
    }

    /// The word and the bit of a square.
    fn place(&self, (character, column, row): Square) -> (usize, u64) {
        let key = (u64::from(u32::from(character)) << 40) ^ ((column as u64) << 20) ^ row as u64;
        // A multiplication carries all bits to the upper ones (Knuth 6.4).
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
        ((hash >> 6) as usize & (self.words.len() - 1), 1 << (hash & 63))
    }

    fn has(&self, square: Square) -> bool {
        let (word, bit) = self.place(square);
        self.words[word] & bit != 0
    }

    fn mark(&mut self, square: Square) {
        let (word, bit) = self.place(square);
        self.words[word] |= bit;
    }
}

/// Drops hair lines: short lines within a cell that end before the lines around them on both sides, where the table
/// itself is drawn with lines that meet. As borders they would cut the cell in two. One that has text on both sides
/// may be a border drawn too short, and stays.
pub(super) fn drop_hairs(lines: &mut Lines, glyphs: &[Glyph]) {
    let strict = |line: &Line, crossing: &[Line]| -> bool {
        let start = crossing.partition_point(|other| other.at < line.from - MEETS);
        crossing[start..]
            .iter()
            .take_while(|other| other.at <= line.to + MEETS)
            .any(|other| line.at >= other.from - MEETS && line.at <= other.to + MEETS)
    };
    let meets = |lines: &[Line], crossing: &[Line]| lines.iter().map(|line| strict(line, crossing)).collect::<Vec<_>>();
    let across = meets(&lines.horizontal, &lines.vertical);
    let down = meets(&lines.vertical, &lines.horizontal);
    let length = |lines: &[Line], meets: &[bool], wanted: bool| -> f32 {
        lines.iter().zip(meets).filter(|(_, meets)| **meets == wanted).map(|(line, _)| line.to - line.from).sum()
    };
    let (horizontal, vertical) = (&lines.horizontal, &lines.vertical);
    let firm = |meets: bool| length(horizontal, &across, meets) + length(vertical, &down, meets);
    let loose = across.iter().chain(&down).filter(|meets| !**meets).count();
    if loose > MOST_HAIRS || glyphs.len() > MOST_BESIDE || firm(true) <= firm(false) || loose == 0 {
        return;
    }
    let keep = |lines: &[Line], meets: &[bool], level: bool| -> Vec<Line> {
        let lengths = lines.iter().zip(meets).filter(|(_, meets)| **meets).map(|(line, _)| line);
        let borders: Vec<Line> = lengths.copied().collect();
        let stays = |line: &Line| line.to - line.from > HAIR || parts_text(line, &borders, glyphs, level);
        lines.iter().zip(meets).filter(|(line, meets)| **meets || stays(line)).map(|(line, _)| *line).collect()
    };
    let (horizontal, vertical) = (keep(horizontal, &across, true), keep(vertical, &down, false));
    *lines = Lines { horizontal, vertical };
}

/// Whether characters stand on both sides of a line, up to the next borders beside it.
fn parts_text(line: &Line, borders: &[Line], glyphs: &[Glyph], level: bool) -> bool {
    let beside = |other: &&Line| other.from < line.to && other.to > line.from;
    let before = borders.iter().filter(beside).map(|other| other.at).filter(|&at| at < line.at - MEETS);
    let after = borders.iter().filter(beside).map(|other| other.at).filter(|&at| at > line.at + MEETS);
    let (before, after) = (before.fold(f32::MIN, f32::max), after.fold(f32::MAX, f32::min));
    let (mut low, mut high) = (false, false);
    for glyph in glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()) {
        let (x, y) = glyph.bounds.center();
        let (own, along) = if level { (y, x) } else { (x, y) };
        if along >= line.from && along <= line.to {
            low |= own > before && own < line.at;
            high |= own < after && own > line.at;
        }
    }
    low && high
}

/// Drops lines under words: from the left edge of one character to the right edge of another, just below
/// them. In a narrow cell they would pass for borders. A border may begin and end with text, too (no padding, values
/// set to the right): columns stand above it, or it meets the lines of the table at both ends.
pub(super) fn drop_underlines(lines: &mut Lines, glyphs: &[Glyph]) {
    let mut feet: Vec<(f32, f32, f32, f32)> = glyphs
        .iter()
        .filter(|glyph| glyph.direction == Direction::Right && !glyph.character.is_whitespace())
        .map(|glyph| (glyph.bounds.y1, glyph.bounds.x0, glyph.bounds.x1, glyph.size))
        .collect();
    feet.sort_by(|a, b| a.0.total_cmp(&b.0));
    let largest = feet.iter().map(|foot| foot.3).fold(0.0, f32::max).min(80.0);
    let Lines { horizontal, vertical } = lines;
    let mut above: Vec<(f32, f32)> = Vec::new();
    horizontal.retain(|line| {
        let start = feet.partition_point(|foot| foot.0 < line.at - 0.2 * largest);
        above.clear();
        let mut em: f32 = 0.0;
        for &(y, x0, x1, size) in
            feet[start..].iter().take(MOST_ABOVE).take_while(|foot| foot.0 <= line.at + 0.2 * largest)
        {
            let middle = (x0 + x1) * 0.5;
            if (y - line.at).abs() <= 0.2 * size && middle > line.from && middle < line.to {
                above.push((x0, x1));
                em = em.max(size);
            }
        }
        let (left, right) = above.iter().fold((f32::MAX, f32::MIN), |(l, r), it| (l.min(it.0), r.max(it.1)));
        if (left - line.from).abs() > UNDERLINE || (right - line.to).abs() > UNDERLINE {
            return true;
        }
        above.sort_by(|a, b| a.0.total_cmp(&b.0));
        let columns = above.windows(2).any(|pair| pair[1].0 - pair[0].1 > text::SEGMENT_GAP * em);
        columns || (meets(line, line.from, vertical) && meets(line, line.to, vertical))
    });
}

/// Whether a line that crosses stands at this end of a line.
fn meets(line: &Line, end: f32, crossing: &[Line]) -> bool {
    let start = crossing.partition_point(|other| other.at < end - MEETS);
    let near = crossing[start..].iter().take_while(|other| other.at <= end + MEETS);
    near.into_iter().any(|other| line.at >= other.from - MEETS && line.at <= other.to + MEETS)
}

/// Takes struck text away, and the lines through it: from the left edge of one character to the right edge of another,
/// through their middle. Gives what each line struck, and where.
pub(super) fn drop_struck(page: &mut Page) -> Vec<(String, Bounds)> {
    let level = |glyph: &Glyph| glyph.direction == Direction::Right && !glyph.character.is_whitespace();
    let mut middles: Vec<(f32, usize)> = page
        .glyphs
        .iter()
        .enumerate()
        .filter(|(_, glyph)| level(glyph))
        .map(|(at, glyph)| (glyph.bounds.center().1, at))
        .collect();
    middles.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let glyphs = &page.glyphs;
    let largest = middles.iter().map(|&(_, at)| glyphs[at].size).fold(0.0, f32::max).min(80.0);
    let mut gone = vec![false; glyphs.len()];
    let mut struck = Vec::new();
    let mut several: Vec<usize> = Vec::new();
    // Digits that other lines run through.
    let mut crossed_out: Vec<usize> = Vec::new();
    page.rulings.retain(|ruling| {
        if !ruling.horizontal {
            return true;
        }
        let start = middles.partition_point(|middle| middle.0 < ruling.at - THROUGH * largest);
        let near = middles[start..].iter().take(MOST_ABOVE).take_while(|it| it.0 <= ruling.at + THROUGH * largest);
        let mut crossed: Vec<usize> = near
            .filter(|&&(y, at)| {
                let x = glyphs[at].bounds.center().0;
                (y - ruling.at).abs() <= THROUGH * glyphs[at].size && x > ruling.from && x < ruling.to
            })
            .map(|&(_, at)| at)
            .collect();
        crossed.sort_by(|&a, &b| glyphs[a].bounds.x0.total_cmp(&glyphs[b].bounds.x0).then(a.cmp(&b)));
        let Some(bounds) = crossed.iter().map(|&at| glyphs[at].bounds).reduce(|a, b| a.around(&b)) else { return true };
        let reach = UNDERLINE + STRUCK * glyphs[crossed[0]].size;
        // Where letters are set wide, the line strikes the space behind the last one, too.
        let behind = crossed.last().and_then(|&at| glyphs.get(at + 1..)).unwrap_or_default();
        let next = behind.iter().take(MOST_BLANKS).find(|next| !next.character.is_whitespace());
        let spaced = next.is_some_and(|next| (next.bounds.x0 - ruling.to).abs() <= UNDERLINE);
        if (bounds.x0 - ruling.from).abs() > reach || ((bounds.x1 - ruling.to).abs() > reach && !spaced) {
            let middle = |at: &usize| (glyphs[*at].bounds.center().1 - ruling.at).abs() <= MIDDLE * glyphs[*at].size;
            crossed_out.extend(crossed.iter().filter(|at| glyphs[**at].is_digit()).filter(|at| middle(at)));
            return true;
        }
        // A second line through the same text says nothing new.
        if !crossed.iter().all(|&at| gone[at]) {
            struck.push((crossed.iter().map(|&at| glyphs[at].character).collect(), bounds));
        }
        crossed.iter().for_each(|&at| gone[at] = true);
        // A line through more than one text was meant for one of them; what it struck of the others is not certain.
        if crossed.iter().any(|&at| glyphs[at].run != glyphs[crossed[0]].run) {
            several.extend(&crossed);
        }
        false
    });
    for at in crossed_out {
        page.glyphs[at].character = UNKNOWN;
    }
    let runs: Vec<u32> = several.iter().map(|&at| page.glyphs[at].run).collect();
    partial::mark(&mut page.glyphs, &several, |place, glyph| glyph.run == runs[place]);
    let mut gone = gone.into_iter();
    page.glyphs.retain(|_| !gone.next().unwrap_or(false));
    struck
}
