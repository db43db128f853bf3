//! Labels put back together: lines of pieces in, rows with their labels out.
//!
//! A row's label may stand beside its figures, above them, below them, or around them, folded at the
//! width of its column; labels that belong to several rows stand in columns of their own in front, one
//! piece or one character to a line. Ordinals tell where a label begins.

mod stray;

use std::collections::BTreeMap;

use super::super::lines::{Opening, Piece, blank, display_width, is_figure, is_unit, opening};
use super::super::rows::Text;
use super::extent::is_rule;
use super::{Built, Laid, RowKind};

/// Indentation that two lines of one label may differ by.
const SLACK: usize = 3;

/// How much earlier than its column a folded line may end: a word, a bracket or a mark that does not fit moves on, in
/// narrow columns less of it.
fn uneven(reach: usize) -> usize {
    (reach / 3).min(6)
}

/// Columns that the line before a text may have left free: an ideograph goes wherever it fits, with the mark that may not
/// begin a line; what else there is moves on as a whole.
fn moves_on(text: &str) -> usize {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('\u{4e00}'..='\u{9fff}'), Some('，' | '。' | '、' | '；' | '）' | ')' | '”')) => 5,
        (Some('\u{4e00}'..='\u{9fff}'), _) => 3,
        _ => usize::MAX,
    }
}

/// Whether a text begins a label whatever stands above it: with an ordinal or an article.
fn begins(text: &str) -> bool {
    opening(text) != Opening::None || cites_article(text)
}

/// `第二十条第（一）项`
fn cites_article(text: &str) -> bool {
    text.starts_with('第') && text.chars().take(8).any(|c| c == '条')
}

/// So many pieces without figures are names of columns: fewer labels stand beside each other.
const NAMES: usize = 5;

/// How many columns of outer labels stand side by side at most.
const COLUMNS: usize = 8;
/// How many rows a group has at most.
const GROUP: usize = 64;

/// A piece of label that waits for its row.
#[derive(Debug)]
struct Waiting {
    text: Text,
    left: usize,
    /// It fills its column: the label may go on below it.
    full: bool,
    /// It does not reach beyond its column: it may be part of a label.
    fits: bool,
    at: usize,
    opens: bool,
}

/// A label in front of several rows.
#[derive(Debug)]
struct Outer {
    text: Text,
    /// One character to a line.
    vertical: bool,
    left: usize,
    /// The first row that it stands beside.
    row: usize,
}

struct Assembly<'a, 'b> {
    laid: &'b [Laid<'a>],
    /// Where the labels of numbered rows begin, where there are such.
    stub: Option<usize>,
    rows: Vec<Built<'a>>,
    waiting: Vec<Waiting>,
    outers: Vec<Outer>,
    /// Rows up to the last header, that one included.
    headed: usize,
    /// Line of the row before, where its label begins, and whether its label fills its column.
    last: Option<(usize, usize, bool)>,
    /// A line of figures without a label that may be the rest of the row above, or the beginning of the row below.
    stray: Option<usize>,
    /// How far labels reach, by where they begin.
    reach: BTreeMap<usize, usize>,
}

/// The rows of a region.
pub(super) fn assemble<'a>(laid: &[Laid<'a>]) -> Vec<Built<'a>> {
    let mut assembly = Assembly {
        laid,
        stub: stub_column(laid),
        rows: Vec::new(),
        waiting: Vec::new(),
        outers: Vec::new(),
        headed: 0,
        last: None,
        stray: None,
        reach: BTreeMap::new(),
    };
    // A line of several pieces without figures is a header; the citation of an article is no row's label.
    let of_row = |line: &&Laid| line.is_row() || line.pieces.len() == 1 && !cites_article(line.pieces[0].text);
    for piece in laid.iter().filter(of_row).filter_map(|line| line.labels().last()) {
        let reach = assembly.reach.entry(piece.left).or_default();
        *reach = piece.right.max(*reach);
    }
    // Where the figures of the next row begin, for each line.
    let mut next_figures = vec![None; laid.len()];
    let mut following = None;
    for (index, line) in laid.iter().enumerate().rev() {
        next_figures[index] = following;
        if line.is_row() {
            // Above figures without a label of their own an ordinal begins their label, wherever they stand.
            let alone = line.labels().is_empty() && line.values().len() > 1 && line.values()[0].left == 0;
            following = line.values().first().map(|piece| (piece.left, alone));
        }
    }
    for (index, line) in laid.iter().enumerate() {
        if is_rule(&line.line) {
            assembly.rule(line);
        } else if line.is_row() {
            assembly.row(index);
        } else if next_figures[index].is_some_and(|(left, alone)| {
            let label = alone && line.pieces.len() == 1 && line.opening() != Opening::None;
            let names = line.pieces.len() >= NAMES && line.opening() == Opening::None;
            !label && (names || line.pieces.iter().any(|piece| reaches(piece, left) || parts_at(piece, left).is_some()))
        }) {
            assembly.header(line, next_figures[index].map_or(0, |(left, _)| left));
        } else {
            assembly.label(index);
        }
    }
    assembly.settle(None);
    assembly.place_outers();
    assembly.rows
}

/// Whether a piece stands over figures: it begins where they do, its greater part does, or it runs
/// well into them. A folded label may reach over the first figure by a character or two.
fn reaches(piece: &Piece, figures: usize) -> bool {
    piece.left + 1 >= figures || piece.left + piece.right > 2 * figures || piece.right > figures + 12
}

/// Where a piece parts into two names, the second of which begins where figures do: `上一年项目数量 本年增/减`.
fn parts_at(piece: &Piece, figures: usize) -> Option<usize> {
    if !(piece.left + 1..piece.right).contains(&figures) {
        return None;
    }
    let mut blanks = piece.text.char_indices().filter(|(_, c)| blank(*c)).map(|(at, c)| at + c.len_utf8());
    blanks.find(|&at| piece.left + piece.pitch.of(&piece.text[..at]) == figures)
}

/// A piece of a header, parted where figures begin.
fn parted<'a>(piece: &Piece<'a>, figures: usize) -> Vec<Piece<'a>> {
    let Some(at) = parts_at(piece, figures) else { return vec![*piece] };
    let first = piece.text[..at].trim_end_matches(blank);
    vec![piece.part(first, piece.left), piece.part(&piece.text[at..], figures)]
}

/// The commonest column at which `1.`, `2.` ... begin.
fn stub_column(laid: &[Laid]) -> Option<usize> {
    let mut columns: Vec<usize> = laid
        .iter()
        .filter_map(|line| line.labels().last())
        .filter(|piece| matches!(opening(piece.text), Opening::Item(_)))
        .map(|piece| piece.left)
        .collect();
    columns.sort_unstable();
    columns.chunk_by(|a, b| a == b).max_by_key(|chunk| chunk.len()).map(|chunk| chunk[0])
}

impl<'a> Assembly<'a, '_> {
    /// How far the labels of rows reach in the column of a piece.
    fn reach(&self, piece: &Piece) -> Option<usize> {
        let near = self.reach.range(piece.left.saturating_sub(SLACK)..=piece.left + SLACK);
        near.map(|(_, right)| *right).max()
    }

    /// Whether a piece of label in a line reaches as far as any in its column, or as far as what stands below it allows:
    /// only there is a label folded.
    fn is_full(&self, piece: &Piece, index: usize) -> bool {
        let near = |below: &&Piece| below.left.abs_diff(piece.left) <= SLACK;
        let below = self.laid.get(index + 1).and_then(|line| line.pieces.iter().find(near));
        let most = below.map_or(usize::MAX, |below| moves_on(below.text));
        self.reach(piece).is_none_or(|reach| piece.right + uneven(reach).min(most) >= reach)
    }

    /// Whether a piece stands in the column of the rows' own labels.
    fn is_stub(&self, piece: &Piece) -> bool {
        self.stub.is_none_or(|stub| piece.left + SLACK >= stub)
    }

    /// Whether a label beside figures is their row's own wherever it stands: one with an ordinal, that of an item only where
    /// another label, a whole one, would take its place.
    fn is_own(&self, piece: &Piece) -> bool {
        match opening(piece.text) {
            Opening::Chapter | Opening::Section => true,
            Opening::Item(_) => self.waiting.last().is_some_and(|piece| piece.opens),
            _ => false,
        }
    }

    /// Strokes that rule columns; one over all of them tells nothing.
    fn rule(&mut self, line: &Laid<'a>) {
        if line.pieces.len() > 1 {
            self.header(line, 0);
            self.rows.iter_mut().rev().take(1).for_each(|row| row.kind = RowKind::Rule);
        }
    }

    /// A line of names over columns, the first figures below which begin at a column.
    fn header(&mut self, line: &Laid<'a>, figures: usize) {
        self.settle(None);
        self.last = None;
        let pieces = line.pieces.iter().flat_map(|piece| parted(piece, figures));
        let values = pieces.map(|piece| (piece, line.text(&piece))).collect();
        self.rows.push(Built {
            kind: RowKind::Header,
            labels: 0,
            torn: false,
            outer: Vec::new(),
            label: Vec::new(),
            values,
        });
        self.headed = self.rows.len();
    }

    /// A line of label pieces without figures.
    fn label(&mut self, index: usize) {
        let line = &self.laid[index];
        if let [front @ .., unit] = &line.pieces[..]
            && !front.is_empty()
            && is_unit(unit.text)
        {
            // A row of a sheet whose figures are blank.
            self.settle(None);
            self.last = None;
            let label = line.pieces.iter().map(|piece| line.text(piece)).collect();
            let (kind, outer, values) = (RowKind::Loose, Vec::new(), Vec::new());
            self.rows.push(Built { kind, labels: 0, torn: false, outer, label, values });
            return;
        }
        let (last, front) = match line.pieces.split_last() {
            Some((last, front)) if self.is_stub(last) => (Some(last), front),
            _ => (None, &line.pieces[..]),
        };
        for piece in front {
            self.outer(line, piece);
        }
        let Some(last) = last else { return };
        if self.stub.is_some() && front.is_empty() && last.left < SLACK && display_width(last.text) <= 2 {
            return self.outer(line, last);
        }
        let opens = begins(last.text);
        let fits = self.reach(last).is_none_or(|reach| last.right <= reach + uneven(reach));
        let full = fits && self.is_full(last, index);
        self.waiting.push(Waiting { text: line.text(last), left: last.left, full, fits, at: line.at, opens });
    }

    /// A line with figures.
    fn row(&mut self, index: usize) {
        let line = &self.laid[index];
        let (own, front) = match line.labels().split_last() {
            Some((last, front)) if self.is_stub(last) || self.is_own(last) => (Some(last), front),
            _ => (None, line.labels()),
        };
        let opens = own.is_some_and(|own| opening(own.text) != Opening::None);
        if !line.labels().iter().any(|piece| begins(piece.text)) && self.goes_on(index, line.labels().last()) {
            return;
        }
        let stray = self.stray.take().filter(|&stray| self.laid[stray].at + 1 == line.at);
        self.settle(Some((opens, own.is_none(), line.at)));
        let mut label: Vec<Text> = Vec::new();
        let mut left = own.map_or(0, |own| own.left);
        let full = own.is_none_or(|own| self.is_full(own, index));
        for piece in self.waiting.drain(..) {
            left = piece.left;
            match label.last_mut() {
                Some(text) => text.append(&piece.text.text),
                None => label.push(piece.text),
            }
        }
        match (own, label.last_mut()) {
            (Some(own), Some(text)) => text.append(own.text),
            (Some(own), None) => label.push(line.text(own)),
            (None, _) => {}
        }
        if self.stub.is_none() || own.is_none() && label.is_empty() {
            // Columns of labels are not known: every piece is a cell of its own.
            let pieces = front.iter().map(|piece| line.text(piece));
            label = pieces.chain(label).collect();
            if own.is_none() {
                self.continue_outer(&mut label, front);
            }
        } else {
            for piece in front {
                self.outer(line, piece);
            }
        }
        self.last = Some((line.at, left, full));
        let values = line.values().iter().map(|piece| (*piece, line.text(piece))).collect();
        let labels = line.labels().iter().map(|piece| piece.right).max().unwrap_or(0);
        self.rows.push(Built { kind: RowKind::Figures, labels, torn: false, outer: Vec::new(), label, values });
        self.open_below(index, stray);
    }

    /// A label folded in the column in front of the stub: its beginning was taken for an outer label.
    fn continue_outer(&mut self, label: &mut [Text], front: &[Piece]) {
        let (Some(text), Some(piece)) = (label.first_mut(), front.first()) else { return };
        let row = self.rows.len();
        let begins = |outer: &mut Outer| {
            outer.row == row
                && !outer.vertical
                && outer.left.abs_diff(piece.left) <= SLACK
                && opening(&outer.text.text) != Opening::None
        };
        if let Some(mut outer) = self.outers.pop_if(begins) {
            outer.text.append(&text.text);
            *text = outer.text;
        }
    }

    /// Settles the pieces that wait before a row (does its own label open with an ordinal, is it
    /// missing, and on which line), or before a header or the end: what belongs to the row before is
    /// appended there, what belongs to the row to come goes on waiting, the rest are rows of their own.
    fn settle(&mut self, next: Option<(bool, bool, usize)>) {
        if self.waiting.is_empty() {
            return;
        }
        let numbered = self.waiting.iter().position(|piece| piece.opens);
        let count = self.waiting.len();
        let touches_last = self.last.is_some_and(|(at, left, full)| {
            full && self.waiting[0].at == at + 1 && (left == 0 || self.waiting[0].left.abs_diff(left) <= SLACK)
        });
        // From here on pieces belong to the row to come.
        let split = match (numbered, next) {
            (_, None) => count,
            // A label that opens with an ordinal begins with it.
            (_, Some((true, ..))) => count,
            (Some(first), Some(_)) => first,
            (None, Some((_, missing, _))) if missing && !touches_last => 0,
            (None, Some((_, missing, at))) => {
                let touches_next = self.waiting[count - 1].at + 1 == at;
                if touches_next && (missing || !touches_last) { 0 } else { count }
            }
        };
        let split = split.max(self.ended(next));
        let keep = self.waiting.split_off(split);
        let mut at = self.last.filter(|(.., full)| *full).map(|(at, ..)| at);
        for piece in std::mem::replace(&mut self.waiting, keep) {
            let follows = !piece.opens && piece.fits && at.is_some_and(|at| piece.at == at + 1);
            let row = self.rows.last_mut().filter(|row| follows && row.kind == RowKind::Figures);
            match row.and_then(|row| row.label.last_mut()) {
                Some(text) => {
                    text.append(&piece.text.text);
                    at = Some(piece.at).filter(|_| piece.full);
                }
                None => {
                    at = None;
                    let label = vec![piece.text];
                    self.rows.push(Built {
                        kind: RowKind::Loose,
                        labels: 0,
                        torn: false,
                        outer: Vec::new(),
                        label,
                        values: Vec::new(),
                    });
                }
            }
        }
    }

    /// How many of the pieces that wait are labels of their own, of rows without figures: they end before their column does.
    /// The last piece may be all of the label of a row that has none beside its figures.
    fn ended(&self, next: Option<(bool, bool, usize)>) -> usize {
        let missing = next.is_none_or(|(_, missing, _)| missing);
        let last = self.waiting.len() - usize::from(missing);
        self.waiting[..last].iter().rposition(|piece| !piece.full).map_or(0, |at| at + 1)
    }

    fn outer(&mut self, line: &Laid<'a>, piece: &Piece<'a>) {
        let vertical = piece.left < SLACK && display_width(piece.text) <= 2;
        let row = self.rows.len();
        let begins = opening(piece.text) != Opening::None;
        let same =
            |outer: &&mut Outer| outer.vertical == vertical && (vertical || outer.left.abs_diff(piece.left) <= SLACK);
        let headed = self.headed;
        match self.outers.iter_mut().rev().take(COLUMNS).find(same) {
            // Not past a header, nor past the next label of the column.
            Some(outer) if !begins && outer.row >= headed && !is_figure(piece.text) => {
                outer.text.text.push_str(piece.text);
            }
            _ => self.outers.push(Outer { text: line.text(piece), vertical, left: piece.left, row }),
        }
    }

    /// Gives each outer label to the first row of its group: such labels are centred on their groups.
    fn place_outers(&mut self) {
        for outer in std::mem::take(&mut self.outers) {
            let begins = |row: &Built| row.label.last().map_or(Opening::None, |text| opening(&text.text));
            let mut row = outer.row.min(self.rows.len().saturating_sub(1));
            if self.rows.get(row).is_none_or(|row| row.kind != RowKind::Figures) {
                row = (row..self.rows.len()).find(|&row| self.rows[row].kind != RowKind::Loose).unwrap_or(row);
            }
            if let Some(header) = self.rows.get_mut(row).filter(|row| row.kind == RowKind::Header) {
                // What stands above names of columns is no label of what stands below them.
                header.outer.push(outer.text);
                continue;
            }
            let floor = row.saturating_sub(GROUP);
            while row > floor && self.rows[row - 1].kind == RowKind::Figures {
                let (above, here) = (begins(&self.rows[row - 1]), begins(&self.rows[row]));
                let goes_up = if outer.vertical {
                    above != Opening::Chapter && above != Opening::None
                } else {
                    matches!((above, here), (Opening::Item(above), Opening::Item(here)) if above < here)
                };
                if !goes_up {
                    break;
                }
                row -= 1;
            }
            if let Some(row) = self.rows.get_mut(row) {
                let at = if outer.vertical { 0 } else { row.outer.len() };
                row.outer.insert(at, outer.text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::{Pitch, split};
    use super::super::read;

    #[test]
    fn what_stands_above_names_of_columns_is_no_label_below_them() {
        let names = "结果维持          结果纠正          其他结果          尚未审结          总计\n";
        let text = format!(
            "行政复  议\n{names}未经复议直接起诉\n{names}                                    3                                   3\n"
        );
        let (rows, _) = read(&split(&text), Pitch::Display).expect("it is laid out");
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(rows[rows.len() - 1], ["", "", "3", "", "3"], "{rows:?}");
    }

    fn texts(text: &str) -> Vec<Vec<String>> {
        let (rows, _) = read(&split(text), Pitch::Display).expect("it is laid out");
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn a_label_without_figures_takes_none_of_the_next() {
        let right = "                                 甲  乙  总数\n（一）不予               1.秘密  5   2   7\n                         2.法规  1   0   1\n                         8.查询\n（四）无法         1.不掌握信息  4   0   4\n";
        let rows = texts(right);
        assert!(rows.contains(&vec!["8.查询".to_owned()]), "{rows:?}");
    }

    #[test]
    fn numbers_that_did_not_fit_go_on_in_the_next_line() {
        let folded = "1.重复申请信息类型  29  41  7   33\n内容不明确的情况    16  70      4\n2.其他              5   6   7   18\n";
        let rows = texts(folded);
        assert_eq!(
            rows[0],
            ["1.重复申请信息类型\n内容不明确的情况", "29 16", "41 70", "7", "33 4"]
                .map(|text| text.replace("29 16", "29\n16").replace("41 70", "41\n70").replace("33 4", "33\n4"))
        );
        // Whose a number without a label is nobody says.
        let alone = "1.重复申请  29  41\n            16\n2.其他      5   6\n";
        assert_eq!(texts(alone)[0], ["1.重复申请", "29 16", "41"]);
        // A part is a row, and no number goes on where there was room.
        for label in ["其中：网络", "网上的申请"] {
            let part = format!("1.重复申请  9  41\n{label}  6  5\n2.其他      5   6\n");
            assert_eq!(texts(&part).len(), 3, "{part}");
        }
    }

    #[test]
    fn figures_before_a_remark_are_figures() {
        let remarked = "（七）总计  37  4  1  42  含部门\n四、结转    1  0  0  1   含部门\n";
        assert_eq!(texts(remarked)[0], ["（七）总计", "37", "4", "1", "42", "含部门"]);
    }

    #[test]
    fn a_remark_is_none_of_the_columns() {
        let head = "                  甲    乙    丙    丁    备注\n";
        let text = format!(
            "{head}（七）总计        37    4     1     42    含部门\n四、结转          1     0     0     1\n五、其他                            1\n"
        );
        let rows = texts(&text);
        assert_eq!(rows[1], ["（七）总计", "37", "4", "1", "42", "含部门"]);
        assert_eq!(rows[2], ["四、结转", "1", "0", "0", "1"]);
        assert_eq!(rows[3], ["五、其他", "", "", "", "1"]);
    }

    #[test]
    fn letters_among_figures_stand_for_them() {
        let rows = texts(
            "名称          甲    乙    丙\n1.重复申请    3           o\n2.其他        5     6     7\n3.另有        5     6     7\n",
        );
        assert_eq!(rows[1], ["1.重复申请", "3", "", "o"]);
    }

    #[test]
    fn names_in_several_lines_say_where_columns_are() {
        let head = "项目        自然人  法人或其他组织  总计\n                    企业  机构\n";
        let text = format!(
            "{head}一、新收    4608    312   1         4921\n二、结转    10            3         13\n三、结果            2               2\n"
        );
        let rows = texts(&text);
        assert_eq!(rows[rows.len() - 2..], [["二、结转", "10", "", "3", "13"], ["三、结果", "", "2", "", "2"]]);
    }

    #[test]
    fn strokes_rule_columns() {
        let ruled = "名称        上年    本年\n----------  ------  ------\n规章                7\n规范性文件  3\n";
        let rows = texts(ruled);
        assert_eq!(rows[1..], [["规章", "", "7"], ["规范性文件", "3", ""]]);
    }
}
