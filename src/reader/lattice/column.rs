//! Lines of a band of text come in; where the band is set in two columns of running text, the left
//! column goes out first, then the right one.

use super::text::TextLine;

/// Fewer lines on either side are no column.
const FEWEST_LINES: usize = 6;
/// Share of a column's width that its lines fill on average when they are running text.
const FILLED: f32 = 0.7;

/// Parts of a band in reading order, each to be read by itself.
pub(super) fn order(band: Vec<TextLine>) -> Vec<Vec<TextLine>> {
    match gutter(&band) {
        None => vec![band],
        Some(gutter) => split(band, gutter),
    }
}

/// Middle of a strip between two columns of running text that no line of the columns crosses.
fn gutter(band: &[TextLine]) -> Option<f32> {
    let two: Vec<&TextLine> = band.iter().filter(|line| line.segments.len() == 2).collect();
    if two.len() < FEWEST_LINES || two.len() * 3 < band.len() * 2 {
        return None;
    }
    let edge = |side: usize, pick: fn(&super::glyph::Bounds) -> f32, far: fn(f32, f32) -> f32| {
        two.iter().filter_map(|line| line.segments.get(side)).map(|segment| pick(&segment.bounds)).reduce(far)
    };
    let (left, left_end) = (edge(0, |b| b.x0, f32::min)?, edge(0, |b| b.x1, f32::max)?);
    let (right, right_end) = (edge(1, |b| b.x0, f32::min)?, edge(1, |b| b.x1, f32::max)?);
    let filled = |side: usize, width: f32| {
        let sum: f32 = two.iter().filter_map(|line| line.segments.get(side)).map(|s| s.bounds.width()).sum();
        sum >= FILLED * width * two.len() as f32
    };
    let running = filled(0, left_end - left) && filled(1, right_end - right);
    (left_end < right && running).then_some((left_end + right) * 0.5)
}

fn split(band: Vec<TextLine>, gutter: f32) -> Vec<Vec<TextLine>> {
    let mut parts = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in band {
        if line.bounds.x0 < gutter && line.bounds.x1 > gutter && line.segments.len() == 1 {
            // A line across both columns ends them.
            parts.push(std::mem::take(&mut left));
            parts.push(std::mem::take(&mut right));
            parts.push(vec![line]);
            continue;
        }
        let at = line.segments.partition_point(|segment| segment.bounds.center().0 < gutter);
        left.extend(line.part(&line.segments[..at]));
        right.extend(line.part(&line.segments[at..]));
    }
    parts.push(left);
    parts.push(right);
    parts.retain(|part| !part.is_empty());
    for part in parts.iter_mut().filter(|part| part.len() > 1) {
        let left = part.iter().map(|line| line.bounds.x0).fold(f32::MAX, f32::min);
        let right = part.iter().map(|line| line.bounds.x1).fold(f32::MIN, f32::max);
        part.iter_mut().for_each(|line| line.column = Some((left, right)));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::text::{lines, samples::set};
    use super::*;

    #[test]
    fn two_columns_of_running_text() {
        let mut glyphs = set("全文标题横跨两栏的一行文字在此处写得很长", 10.0, 0.0, 10.0);
        for row in 0..8 {
            glyphs.extend(set("左栏文字一行十个字啊", 10.0, 20.0 + row as f32 * 15.0, 10.0));
            glyphs.extend(set("右栏文字一行十个字啊", 140.0, 20.0 + row as f32 * 15.0, 10.0));
        }
        let parts = order(lines(&glyphs));
        let first: Vec<_> = parts.iter().map(|part| (part.len(), part[0].text().chars().next())).collect();
        assert_eq!(first, [(1, Some('全')), (8, Some('左')), (8, Some('右'))]);
    }

    #[test]
    fn labels_with_numbers_are_no_columns() {
        let mut glyphs = Vec::new();
        for (row, label) in
            ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "收费", "采购"].iter().enumerate()
        {
            glyphs.extend(set(label, 10.0, row as f32 * 15.0, 10.0));
            glyphs.extend(set("12", 140.0, row as f32 * 15.0, 10.0));
        }
        assert_eq!(order(lines(&glyphs)).len(), 1);
    }
}
