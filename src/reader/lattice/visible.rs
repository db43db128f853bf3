//! What was drawn comes in; what a reader of the page sees stays: characters in the colour of what they
//! stand on, transparent ones, those that an area or a picture was painted over, and watermarks go.
//!
//! A character is compared with what was painted under it (white on a dark fill is seen), and with what was
//! painted over it afterwards. A watermark is text paler (or far larger) than the text of its page that runs
//! over this text or over ruling lines; text turned across the page is one, too, and the readers leave it out.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{self, UNKNOWN};
use super::glyph::{Area, Bounds, Glyph, Ink, Page};
use super::partial;

/// Colours that differ by no more than this in every channel cannot be told apart.
const FAINTEST: u8 = 20;
/// Sides of the grid over a page in which areas are looked up.
const BUCKETS: usize = 24;
/// Areas looked at for one character; more on one spot is a drawing.
const MOST_LAYERS: usize = 256;
/// Part of a character's box, on each side, that need not be covered.
const RIM: f32 = 0.2;
/// Boxes as dark as this in every channel hide what lies under them, as do pictures that take less of the page.
const SHADE: u8 = 110;
const PICTURE: f32 = 0.5;
/// Whatever lies over a digit is seen where one channel is this dark.
const COLORED: u8 = 190;
/// So many of them are looked at on a page; more are a drawing.
const MOST_SHADES: usize = 500;
/// Share of a digit's ink that must be covered for it to be another.
const PART: f32 = 0.15;
/// Text with less than this share of the contrast of its page's text is pale.
const PALE: f32 = 0.62;
/// Text larger than its page's text by this factor may be a watermark whatever its colour.
const HUGE: f32 = 2.5;
/// Share of the characters of a watermark that run over something.
const OVERPRINTED: f32 = 0.15;
/// Text with less than this share of the contrast is hardly there: it is a watermark if it runs over little.
const FAINT: f32 = 0.3;
const FEW_OVERPRINTED: f32 = 0.03;
/// Characters on one page among which watermarks are looked for.
const MOST_GLYPHS: usize = 200_000;
/// Rulings looked at for one character of a watermark.
const MOST_RULINGS: usize = 2_000;
/// Text is as dark as this on most pages; where it is paler, all may be watermark (over a scan).
const DARK: f32 = 200.0;
/// Width and height, in points, of the squares in which overlapping characters are looked up.
const SQUARE: f32 = 24.0;

/// Ink and size (in half points) of text that is a watermark.
pub(super) type Mark = (Option<[u8; 3]>, u8, i32);

/// Sets the characters apart that cannot be seen; of numbers that are covered in part, nothing is known.
pub(in crate::reader) fn drop_hidden(page: &mut Page) {
    let layers = Layers::new(page);
    let bounds = page.bounds();
    page.gone.extend(shades(&page.areas, &layers, &bounds));
    let covers: Vec<Option<Cover>> = page.glyphs.iter().map(|glyph| cover(glyph, &layers, &page.areas)).collect();
    let gone: Vec<usize> = (0..covers.len()).filter(|&at| covers[at].is_some()).collect();
    let seen: Vec<bool> = page
        .glyphs
        .iter()
        .zip(&covers)
        .map(|(glyph, cover)| {
            glyph.character.is_whitespace()
                || (!matches!(cover, Some(Cover { whole: true, .. }))
                    && contrast(glyph, &layers, &page.areas) > FAINTEST)
        })
        .collect();
    // What was drawn after the cover stands on it.
    let under = |place: usize, glyph: &Glyph| covers[gone[place]].is_some_and(|cover| glyph.ink.above <= cover.area);
    partial::mark(&mut page.glyphs, &gone, under);
    let mut at = 0;
    let (hidden, gone, areas) = (&mut page.hidden, &mut page.gone, &page.areas);
    page.glyphs.retain_mut(|glyph| {
        let (seen, cover) = (seen[at], covers[at]);
        at += 1;
        // What covers it is seen itself.
        let colored = |color: [u8; 3]| color.into_iter().any(|channel| channel < COLORED);
        if glyph.is_digit()
            && cover.is_some_and(|cover| cover.whole && areas[cover.area as usize].color.is_some_and(colored))
        {
            gone.push(glyph.bounds);
        }
        if seen && cover.is_some() {
            glyph.character = UNKNOWN;
        }
        if !seen && bounds.holds(glyph.bounds.center()) {
            hidden.push(*glyph);
        }
        seen
    });
}

/// Areas under which something may lie: dark boxes, and pictures of a part of the page.
fn shades(areas: &[Area], layers: &Layers, page: &Bounds) -> Vec<Bounds> {
    let solid = |area: &Area| area.whole && area.alpha == 255;
    let shade = |(at, area): (usize, &Area)| {
        let dark = area.color.is_none_or(|color| color.into_iter().all(|channel| channel < SHADE));
        let part = area.bounds.width() * area.bounds.height() < PICTURE * page.width() * page.height();
        let middle = area.bounds.center();
        let over = |&index: &u32| index as usize > at && solid(&areas[index as usize]);
        let seen = || {
            let over: Vec<u32> = layers.at(middle).iter().copied().filter(over).collect();
            !over.iter().any(|&index| areas[index as usize].bounds.holds(middle))
        };
        (solid(area) && dark && part && seen()).then_some(area.bounds)
    };
    areas.iter().enumerate().filter_map(shade).take(MOST_SHADES).collect()
}

/// What lies over a character.
#[derive(Debug, Clone, Copy)]
struct Cover {
    /// The area's place in drawing order.
    area: u32,
    /// It leaves nothing of the character to be seen; else a part of a digit is not.
    whole: bool,
}

/// What lies over a character that would be seen without it.
fn cover(glyph: &Glyph, layers: &Layers, areas: &[Area]) -> Option<Cover> {
    let over = |&&index: &&u32| index >= glyph.ink.above;
    let mut over = layers.at(glyph.bounds.center()).iter().filter(over).peekable();
    if over.peek().is_none() || glyph.character.is_whitespace() {
        return None;
    }
    let mut part = None;
    for &index in over {
        let area = &areas[index as usize];
        if !area.whole || area.alpha < 255 {
            continue;
        }
        if covers(area, &glyph.bounds) {
            return Some(Cover { area: index, whole: true });
        }
        let ink = cut::ink(glyph);
        let share = |part: Bounds| part.width() * part.height() / (ink.width() * ink.height()).max(0.01);
        if glyph.is_digit() && ink.meet(&area.bounds).is_some_and(|part| share(part) > PART) {
            part = Some(Cover { area: index, whole: false });
        }
    }
    part
}

/// Whether an area lies over a character, its rim aside.
fn covers(area: &Area, bounds: &Bounds) -> bool {
    let core = inner(bounds);
    area.bounds.holds((core.x0, core.y0)) && area.bounds.holds((core.x1, core.y1))
}

/// Drops the watermarks of a page; `known` are those of the pages before.
pub(super) fn drop_watermarks(page: &mut Page, known: &mut BTreeSet<Mark>) {
    if page.glyphs.len() > MOST_GLYPHS {
        return;
    }
    let layers = Layers::new(page);
    let seen: Vec<(usize, u8)> = page
        .glyphs
        .iter()
        .enumerate()
        .filter(|(_, glyph)| !glyph.character.is_whitespace())
        .map(|(at, glyph)| (at, contrast(glyph, &layers, &page.areas)))
        .collect();
    let median = |mut values: Vec<f32>| {
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let usual = median(seen.iter().map(|&(_, contrast)| f32::from(contrast)).collect());
    let size = median(seen.iter().map(|&(at, _)| page.glyphs[at].size).collect());
    // What each has of the page's contrast at most, and its characters.
    let mut groups: BTreeMap<Mark, (f32, Vec<usize>)> = BTreeMap::new();
    for &(at, contrast) in &seen {
        let glyph = &page.glyphs[at];
        if f32::from(contrast) < PALE * usual.max(DARK) || glyph.size > HUGE * size {
            let (most, members) = groups.entry(mark(glyph)).or_default();
            *most = most.max(f32::from(contrast) / usual.max(DARK));
            members.push(at);
        }
    }
    if groups.is_empty() && known.is_empty() {
        return;
    }
    let others: Vec<usize> = seen.iter().map(|seen| seen.0).collect();
    let squares = Squares::new(page, others.into_iter().filter(|&at| !groups.contains_key(&mark(&page.glyphs[at]))));
    for (mark, (contrast, members)) in &groups {
        let over = members.iter().filter(|&&at| squares.overprinted(page, &page.glyphs[at])).count();
        let share = if *contrast < FAINT { FEW_OVERPRINTED } else { OVERPRINTED };
        if over as f32 >= share * members.len() as f32 && over > 0 {
            known.insert(*mark);
        }
    }
    page.glyphs.retain(|glyph| !known.contains(&mark(glyph)));
}

fn mark(glyph: &Glyph) -> Mark {
    (glyph.ink.color, glyph.ink.alpha, (glyph.size * 2.0).round() as i32)
}

/// The largest difference of a channel between a character and what it stands on; zero when it is covered.
fn contrast(glyph: &Glyph, layers: &Layers, areas: &[Area]) -> u8 {
    let Ink { color, alpha, above } = glyph.ink;
    let bounds = &glyph.bounds;
    let differs = |ground: &Option<[u8; 3]>| match (blend(color, alpha, *ground), ground) {
        (Some(ink), Some(ground)) => ink.iter().zip(ground).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0),
        // On a picture or in a pattern: seen, as far as it is there at all.
        _ => alpha,
    };
    let near = layers.at(bounds.center());
    if near.is_empty() {
        // Most characters stand on the paper.
        return differs(&Some([255; 3]));
    }
    // What the character may stand on: one colour, or several where shapes are known by their box only.
    let mut grounds: Vec<Option<[u8; 3]>> = vec![Some([255; 3])];
    for &index in near {
        let area = &areas[index as usize];
        if index >= above {
            if area.whole && area.alpha == 255 && covers(area, bounds) {
                return 0;
            }
        } else if area.bounds.holds(bounds.center()) {
            if area.whole {
                grounds.iter_mut().for_each(|ground| *ground = blend(area.color, area.alpha, *ground));
                grounds.dedup();
            } else if grounds.len() < 8 {
                grounds.push(blend(area.color, area.alpha, grounds.first().copied().flatten()));
            }
        }
    }
    grounds.iter().map(differs).max().unwrap_or(0)
}

/// A colour laid over another.
fn blend(color: Option<[u8; 3]>, alpha: u8, ground: Option<[u8; 3]>) -> Option<[u8; 3]> {
    match (color, ground, alpha) {
        (color, _, 255) => color,
        (_, ground, 0) => ground,
        (Some(color), Some(ground), alpha) => {
            let mix = |a: u8, b: u8| {
                let (a, b, alpha) = (u32::from(a), u32::from(b), u32::from(alpha));
                ((a * alpha + b * (255 - alpha) + 127) / 255) as u8
            };
            Some([mix(color[0], ground[0]), mix(color[1], ground[1]), mix(color[2], ground[2])])
        }
        _ => None,
    }
}

/// Areas by the part of the page that they touch, in drawing order.
struct Layers {
    page: Bounds,
    buckets: Vec<Vec<u32>>,
}

impl Layers {
    fn new(page: &Page) -> Self {
        let mut layers = Self { page: page.bounds(), buckets: Vec::new() };
        if page.areas.is_empty() {
            return layers;
        }
        layers.buckets = vec![Vec::new(); BUCKETS * BUCKETS];
        for (index, area) in page.areas.iter().enumerate() {
            let ((x0, y0), (x1, y1)) =
                (layers.bucket((area.bounds.x0, area.bounds.y0)), layers.bucket((area.bounds.x1, area.bounds.y1)));
            for row in y0..=y1 {
                for bucket in &mut layers.buckets[row * BUCKETS + x0..=row * BUCKETS + x1] {
                    if bucket.len() < MOST_LAYERS {
                        bucket.push(index as u32);
                    }
                }
            }
        }
        layers
    }

    fn bucket(&self, (x, y): (f32, f32)) -> (usize, usize) {
        let part = |value: f32, from: f32, to: f32| {
            let share = (value - from) / (to - from).max(1.0) * BUCKETS as f32;
            (share.max(0.0) as usize).min(BUCKETS - 1)
        };
        (part(x, self.page.x0, self.page.x1), part(y, self.page.y0, self.page.y1))
    }

    /// Indices of the areas that may hold a point.
    fn at(&self, point: (f32, f32)) -> &[u32] {
        let (x, y) = self.bucket(point);
        self.buckets.get(y * BUCKETS + x).map_or(&[], Vec::as_slice)
    }
}

/// Characters by the square of the page in which their middle stands.
struct Squares(BTreeMap<(i32, i32), Vec<usize>>);

impl Squares {
    fn new(page: &Page, members: impl Iterator<Item = usize>) -> Self {
        let mut squares: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
        for at in members {
            let (x, y) = page.glyphs[at].bounds.center();
            let square = squares.entry(((x / SQUARE) as i32, (y / SQUARE) as i32)).or_default();
            if square.len() < MOST_LAYERS {
                square.push(at);
            }
        }
        Self(squares)
    }

    /// Whether a character of a watermark runs over one of the text, or over a ruling line.
    fn overprinted(&self, page: &Page, glyph: &Glyph) -> bool {
        let core = inner(&glyph.bounds);
        if page.pictures.iter().take(MOST_LAYERS).any(|picture| picture.holds(core.center())) {
            return true;
        }
        let square = |value: f32| (value / SQUARE) as i32;
        for y in (square(core.y0) - 1..=square(core.y1) + 1).take(BUCKETS) {
            for x in (square(core.x0) - 1..=square(core.x1) + 1).take(BUCKETS) {
                let members = self.0.get(&(x, y)).map_or(&[][..], Vec::as_slice);
                if members.iter().any(|&at| inner(&page.glyphs[at].bounds).meet(&core).is_some()) {
                    return true;
                }
            }
        }
        page.rulings.iter().take(MOST_RULINGS).any(|ruling| {
            let (across, along) = if ruling.horizontal {
                ((core.y0, core.y1), (core.x0, core.x1))
            } else {
                ((core.x0, core.x1), (core.y0, core.y1))
            };
            ruling.at > across.0 && ruling.at < across.1 && ruling.from <= along.1 && ruling.to >= along.0
        })
    }
}

/// The box without its rim.
fn inner(bounds: &Bounds) -> Bounds {
    let (x, y) = (bounds.width() * RIM, bounds.height() * RIM);
    Bounds { x0: bounds.x0 + x, x1: bounds.x1 - x, y0: bounds.y0 + y, y1: bounds.y1 - y }
}
