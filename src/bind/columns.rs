//! Which value cell of a line belongs to which column of the form.
//!
//! By ordinal: in the official Word template the header's spans and the body's do not line up. Position
//! decides only where a line has more or fewer value cells than the form has columns, and only against
//! the lines that have exactly as many. What cannot be decided is left out, never guessed.

use crate::document::Cell;
use rust_decimal::Decimal;

use crate::number::{is_mark, is_value, read_cell};
use crate::script::YEAR_BEFORE;
use crate::variable::Unit;

use fnv::FnvHashMap;

/// A row of a block: its value cells from left to right.
#[derive(Debug)]
pub struct Row<'a> {
    /// Block of the document that its grid is.
    pub grid: usize,
    /// Columns are the source's own.
    pub ruled: bool,
    pub values: Vec<&'a Cell>,
}

/// The value cell of each form column; `None` where the line has none for it.
pub type Assigned<'a> = Vec<Option<&'a Cell>>;

/// The header cells above the columns of one block.
pub struct Header<'a> {
    /// For each form column the cell that prints exactly its label, if any.
    pub own: Vec<Option<&'a Cell>>,
    /// Cells that print something else: 备注, 上年总计, 同比增减.
    pub others: Vec<&'a Cell>,
    /// How its rows stand on the grid.
    pub footing: Footing,
    /// It names more columns than the form has.
    pub more: bool,
    /// The last of the form's columns is the sum of the others.
    pub summed: bool,
}

/// How the rows of a header stand on the grid, if a name of a value column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Footing {
    /// Nothing speaks against columns that are the grid's.
    #[default]
    Columns,
    /// Pushed to the left, what labels spanned filled up behind: values stand right behind labels.
    Filled,
    /// Pushed to the left: places on the grid tell nothing.
    Pushed,
}

/// Assigns the value cells of lines of one block. `None` for a line that cannot be decided.
pub fn assign<'a>(lines: &[Row<'a>], header: &Header<'_>, blanks: &Fronts) -> Vec<Option<Assigned<'a>>> {
    let columns = header.own.len();
    let usual = Usual::new(lines, columns);
    // Figures beyond the form's columns: no blank cell may be left out, and in a text any may have vanished.
    let is_figure = |cell: &Cell| !is_blank(cell) && is_value(&cell.text);
    let crowded = |line: &Row<'a>| line.values.iter().filter(|cell| is_figure(cell)).count() > columns;
    let crowded = lines.iter().any(crowded);
    // Words behind the figures are remarks: in a text they stand in no blank cell's place.
    let remark = |line: &Row<'a>| line.values.last().is_some_and(|last| !is_blank(last) && !is_figure(last));
    let remarked = header.more || lines.iter().any(|line| line.values.len() > columns && remark(line));
    let sums = if header.summed && crowded { surplus_by_sums(lines, columns) } else { None };
    let beside_another_year = header.others.iter().any(|cell| names_another_year(&cell.text));
    let decide = |line: &Row<'a>| {
        if let Some(kept) = sums.as_ref().filter(|kept| line.values.len() == kept.len()) {
            let own = line.values.iter().zip(kept).filter(|(_, kept)| **kept);
            return Some(own.map(|(&cell, _)| Some(cell)).collect());
        }
        if remarked && !line.ruled && line.values.len() <= columns && remark(line) {
            return None;
        }
        let full = line.values.len() > columns;
        // In a text nothing tells which of the cells are that year's where some are blank.
        if !line.ruled && beside_another_year {
            return None;
        }
        if full && (header.more || crowded) {
            return assign_beside_others(line, header);
        }
        if header.more && line.ruled {
            return assign_by_header(line, &header.own);
        }
        if crowded && !line.ruled {
            return None;
        }
        // Names say more than free space does.
        let usual = usual.of(line.grid);
        assign_beside_others(line, header)
            .or_else(|| assign_line(line, (columns, header.footing), usual, blanks))
            .or_else(|| match usual {
                Some(_) => None,
                None => assign_by_header(line, &header.own),
            })
    };
    lines.iter().map(decide).collect()
}

/// Whether a name is that of a column of another year, or of what changed since.
fn names_another_year(name: &str) -> bool {
    let name = name.trim();
    ["同比", "比上年", "较上年"].iter().chain(YEAR_BEFORE).any(|word| name.starts_with(word))
}

/// Most columns of figures of a text that the form does not have: 上年总计, 同比.
const SURPLUS: usize = 2;
/// Fewest rows that must add up to something before sums tell columns apart.
const SUMS: usize = 3;

/// Which cells of a text's rows are the form's, where each has as many too many: the only ones that add up to their sum in
/// all rows. `None` where no rows or several ways do.
fn surplus_by_sums(lines: &[Row<'_>], columns: usize) -> Option<Vec<bool>> {
    let width = lines.iter().map(|line| line.values.len()).max().filter(|width| *width > columns)?;
    let whole: Vec<&Row<'_>> = lines.iter().filter(|line| line.values.len() == width).collect();
    // A row of another length may have lost a cell: so may the others, unless there are few such.
    if width > columns + SURPLUS || whole.iter().any(|line| line.ruled) || whole.len() * 4 < lines.len() * 3 {
        return None;
    }
    let number = |cell: &&Cell| match is_blank(cell) || is_mark(&cell.text) {
        true => Some(None),
        false => read_cell(&cell.text, Unit::Piece).value.map(Some),
    };
    // Parts in a hundred are no figures of the form; what is none in a row is so in all.
    let rows: Vec<Vec<Option<Option<Decimal>>>> =
        whole.iter().map(|line| line.values.iter().map(number).collect()).collect();
    let adds_up = |kept: &[bool]| {
        let mut known = 0;
        let sound = rows.iter().all(|row| {
            let own: Option<Vec<Option<Decimal>>> =
                row.iter().zip(kept).filter(|(_, kept)| **kept).map(|(cell, _)| *cell).collect();
            let Some((Some(total), parts)) = own.as_deref().and_then(|own| own.split_last()) else {
                return own.is_some();
            };
            known += usize::from(!total.is_zero());
            parts.iter().flatten().sum::<Decimal>() == *total
        });
        sound && known >= SUMS
    };
    let mut found: Option<Vec<bool>> = None;
    for kept in choices(width, columns) {
        let same = |known: &Vec<bool>| {
            let own = |kept: &[bool], row: &[Option<Option<Decimal>>]| {
                row.iter().zip(kept).filter(|(_, kept)| **kept).map(|(cell, _)| *cell).collect::<Vec<_>>()
            };
            rows.iter().all(|row| own(known, row) == own(&kept, row))
        };
        if adds_up(&kept) && !found.as_ref().is_some_and(same) {
            if found.is_some() {
                return None;
            }
            found = Some(kept);
        }
    }
    found
}

/// The ways to keep some of a few cells, in order.
fn choices(width: usize, kept: usize) -> impl Iterator<Item = Vec<bool>> {
    let masks = (0u32..1 << width).filter(move |mask| mask.count_ones() as usize == kept);
    masks.map(move |mask| (0..width).map(|at| mask >> at & 1 == 1).collect())
}

/// A table with columns that the form does not have: every form column is named, one value cell stands exactly under each
/// name, and each of the others exactly under a name of its own.
fn assign_beside_others<'a>(line: &Row<'a>, header: &Header<'_>) -> Option<Assigned<'a>> {
    if !line.ruled || line.values.len() <= header.own.len() || header.others.is_empty() {
        return None;
    }
    let own = |head: &Option<&Cell>| {
        let head = (*head)?;
        let mut cells = line.values.iter().copied().filter(|cell| is_under(head, cell));
        cells.next().filter(|_| cells.next().is_none()).map(Some)
    };
    let assigned: Assigned<'a> = header.own.iter().map(own).collect::<Option<_>>()?;
    // The order of columns is told by the header once more.
    let places = assigned.iter().flatten().map(|cell| cell.column);
    if !places.is_sorted() {
        return None;
    }
    let is_own = |cell: &Cell| assigned.iter().flatten().any(|own| std::ptr::eq(*own, cell));
    let told = |cell: &&Cell| is_blank(cell) || header.others.iter().any(|head| is_under(head, cell));
    line.values.iter().filter(|cell| !is_own(cell)).all(told).then_some(assigned)
}

/// Whether a cell stands exactly under another.
fn is_under(head: &Cell, cell: &Cell) -> bool {
    (head.column, head.column_span) == (cell.column, cell.column_span)
}

/// No line is whole (a page that cuts the table off, say): each value cell must stand exactly under a header cell.
fn assign_by_header<'a>(line: &Row<'a>, header: &[Option<&Cell>]) -> Option<Assigned<'a>> {
    let mut assigned: Assigned<'a> = vec![None; header.len()];
    if !line.ruled {
        return None;
    }
    for &cell in &line.values {
        let above = |head: &Option<&Cell>| head.is_some_and(|head| is_under(head, cell));
        let mut columns = header.iter().enumerate().filter(|(_, head)| above(head));
        match (columns.next(), columns.next()) {
            (Some((at, _)), None) => assigned[at] = Some(cell),
            (None, _) if !cell.has_text() => {}
            _ => return None,
        }
    }
    Some(assigned)
}

/// Where values usually stand, by grid: one that a table goes on in may have more columns of labels, or fewer.
struct Usual {
    grids: Vec<(usize, Vec<usize>)>,
    /// In all of them, for a grid without a whole line.
    all: Option<Vec<usize>>,
}

impl Usual {
    fn new(lines: &[Row<'_>], columns: usize) -> Self {
        let all = usual_positions(lines, columns);
        let one = lines.iter().all(|line| line.grid == lines[0].grid);
        let grids = if one { Vec::new() } else { lines.chunk_by(|a, b| a.grid == b.grid).collect() };
        let usual = |grid: &[Row<'_>]| usual_positions(grid, columns).map(|usual| (grid[0].grid, usual));
        Self { grids: grids.into_iter().filter_map(usual).collect(), all }
    }

    fn of(&self, grid: usize) -> Option<&[usize]> {
        let own = self.grids.iter().find(|(known, _)| *known == grid).map(|(_, usual)| usual);
        own.or(self.all.as_ref()).map(Vec::as_slice)
    }
}

/// Grid columns of the value cells in most of the lines that have exactly as many as the form.
fn usual_positions(lines: &[Row<'_>], columns: usize) -> Option<Vec<usize>> {
    let mut seen: FnvHashMap<Vec<usize>, usize> = FnvHashMap::default();
    let mut whole = lines.iter().filter(|line| line.ruled && line.values.len() == columns).peekable();
    // Line after line has them where the one before does.
    let same = |one: &Row<'_>, other: &&Row<'_>| {
        one.values.iter().map(|cell| cell.column).eq(other.values.iter().map(|cell| cell.column))
    };
    while let Some(line) = whole.next() {
        let count = 1 + std::iter::from_fn(|| whole.next_if(|other| same(line, other))).count();
        *seen.entry(line.values.iter().map(|cell| cell.column).collect()).or_default() += count;
    }
    // Ties go to the rightmost: a blank stub cell in front looks like a value, nothing looks like one behind.
    seen.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then_with(|| a.cmp(b))).map(|(positions, _)| positions)
}

/// How many blank cells stand in front of the values of lines with more cells than columns, by their number of cells, as
/// lines of a table show that leave no choice; `None` where they disagree.
pub type Fronts = FnvHashMap<usize, Option<usize>>;

/// Learns from the lines of a block.
pub fn learn(fronts: &mut Fronts, lines: &[Row<'_>], columns: usize) {
    for line in lines.iter().filter(|line| line.values.len() > columns) {
        let is_blank = line.values.iter().all(|cell| !cell.has_text());
        match windows(&line.values, columns)[..] {
            [only] if !is_blank => {
                let front = fronts.entry(line.values.len()).or_insert(Some(only));
                *front = front.filter(|front| *front == only);
            }
            // The cells too many stand somewhere between; words among them are the name of a row within the row.
            [] if !line.ruled && columns > 1 && line.values.iter().all(|cell| is_value(&cell.text)) => {
                fronts.insert(line.values.len(), None);
            }
            _ => {}
        }
    }
}

/// Whether there is nothing in a cell; what could not be read is something.
pub(super) fn is_blank(cell: &Cell) -> bool {
    !cell.has_text() && cell.unread.is_none() && !cell.picture
}

/// How many blank cells may be left out in front, so that with others behind as many cells stay as there are columns.
pub(super) fn windows(values: &[&Cell], columns: usize) -> Vec<usize> {
    let blank = |cell: &&Cell| is_blank(cell);
    let surplus = values.len().saturating_sub(columns);
    let front = values.iter().take_while(|cell| blank(cell)).count();
    // A word in front of all figures stands in a label's place, or in a figure's: nobody can say which.
    if values.first().is_some_and(|first| !is_blank(first) && !is_value(&first.text)) {
        return Vec::new();
    }
    // Words behind the figures are a remark more likely than one of them.
    let remark = |cell: &&Cell| blank(cell) || !is_value(&cell.text);
    let back = values.iter().rev().take_while(|cell| remark(cell)).count();
    if front == values.len() {
        // All are blank: whichever are left out.
        return vec![0];
    }
    (surplus.saturating_sub(back)..=front.min(surplus)).collect()
}

fn assign_line<'a>(
    line: &Row<'a>,
    (columns, footing): (usize, Footing),
    usual: Option<&[usize]>,
    fronts: &Fronts,
) -> Option<Assigned<'a>> {
    let mut values: &[&'a Cell] = &line.values;
    let blank = is_blank;
    // In a picture a ruling may be made up or lost: a cell too many tells nothing of those in front of it.
    let pictured = line.values.iter().any(|cell| cell.recognised.is_some());
    // What lines of as many cells show comes before where values usually start: rows may be pushed to the left.
    let front = |values: &[&Cell]| {
        if pictured {
            return None;
        }
        let places = windows(values, columns);
        let known = fronts.get(&values.len()).copied().flatten().filter(|front| places.contains(front));
        let known = known.or_else(|| places.first().copied().filter(|_| footing == Footing::Filled));
        known.or_else(|| places.first().copied().filter(|_| places.len() == 1))
    };
    let known = front(values).filter(|_| values.len() > columns);
    let disagree = fronts.get(&values.len()) == Some(&None);
    if values.len() > columns && (known.is_none() && footing == Footing::Pushed || disagree && !line.ruled) {
        return None;
    }
    if let (None, Some(usual)) = (known, usual) {
        // Blank cells left of where values start are stub cells that lost their span.
        while let Some((first, rest)) = values.split_first()
            && blank(first)
            && usual.first().is_some_and(|&start| first.column < start)
            && (values.len() > columns || rest.iter().any(|cell| usual.contains(&cell.column)))
        {
            values = rest;
        }
    }
    if let Some(front) = known.or_else(|| front(values)).filter(|_| values.len() > columns) {
        values = &values[front..front + columns];
    }
    if values.len() == columns {
        return Some(values.iter().map(|&cell| Some(cell)).collect());
    }
    let usual = usual?;
    let mut assigned: Assigned<'a> = vec![None; columns];
    for &cell in values {
        let end = cell.column + cell.column_span;
        let covered = usual.iter().filter(|&&column| (cell.column..end).contains(&column)).count();
        let at = usual.iter().position(|&column| column == cell.column);
        match at {
            Some(at) if covered == 1 => assigned[at] = Some(cell),
            // One cell over several columns, or beside all of them: whose value would it be?
            _ if blank(cell) && covered == 0 => {}
            _ => return None,
        }
    }
    Some(assigned)
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::line::lines;
    use super::super::tests::{document, figures};
    use super::*;
    use crate::document::{Block, Document, GridBuilder, SourceLocation};

    /// Rows of `(text, column_span)`; returns the texts assigned to each of `columns`.
    fn assigned(rows: &[&[(&str, usize)]], columns: usize) -> Vec<Option<Vec<Option<String>>>> {
        let mut grid = GridBuilder::new();
        for row in rows {
            grid.start_row();
            for (text, span) in *row {
                grid.place(Cell { text: (*text).to_owned(), ..Cell::default() }, 1, *span);
            }
        }
        let mut document = Document::default();
        document.blocks.push(Block::Grid(grid.finish(SourceLocation::default())));
        let lines: Vec<Row<'_>> = lines(&document)
            .iter()
            .map(|line| Row { grid: line.block, ruled: line.grid.ruled, values: line.values().to_vec() })
            .collect();
        let text = |cell: &Cell| cell.text.clone();
        assign(
            &lines,
            &Header {
                own: vec![None; columns],
                others: Vec::new(),
                footing: Footing::Columns,
                more: false,
                summed: false,
            },
            &Fronts::default(),
        )
        .into_iter()
        .map(|line| line.map(|line| line.iter().map(|cell| cell.map(text)).collect()))
        .collect()
    }

    fn row(texts: &[&str]) -> Option<Vec<Option<String>>> {
        Some(texts.iter().map(|text| (*text != "~").then(|| (*text).to_owned())).collect())
    }

    /// A row within a row says nothing of the blank cells behind the others.
    #[test]
    fn a_split_row_leaves_the_others_alone() {
        let table = "| 第二十条第（五）项 | | | | | |
            | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 | | |
            | 行政许可 | 7 | 1 | 8 | | |
            | 其他对外管理服务事项 | 行政检查 | 2 | 0 | 3 | |";
        let read = figures(&bind(&document(false, &[table]), Some(2019)), &["pro_lic", "pro_svc"]);
        let open = "pro_svc_prev=! pro_svc_change=! pro_svc_decided=!";
        assert_eq!(read, format!("pro_lic_prev=7 pro_lic_change=1 pro_lic_decided=8 {open}"));
    }

    #[test]
    fn sums_tell_the_figures_of_another_year_in_a_text() {
        let head = "| | | | 上年总计 |\n| 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |";
        let labels = [
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "1.属于国家秘密",
            "（七）总计",
        ];
        let read = |rows: [&str; 5]| {
            let rows = labels.iter().zip(rows).map(|(label, row)| format!("| {label} | {} |", row.replace(' ', " | ")));
            let table = format!("{head}\n{}", rows.collect::<Vec<_>>().join("\n"));
            figures(&bind(&document(false, &[&table]), Some(2022)), &["req_new_tot", "req_carin_np"])
        };
        let open = "req_new_tot=! req_carin_np=!";
        let rows = ["5 1 0 0 0 0 6 23", "2 0 1 0 0 0 3 9", "3 0 0 0 0 0 3 4", "1 1 0 0 0 0 2 1", "7 0 0 0 0 1 8 0"];
        assert_eq!(read(rows), "req_new_tot=6 req_carin_np=2");
        // In front of the others, with rates of growth behind.
        let front = rows.map(|row| format!("{} {} 3.5%", &row[14..], &row[..13]));
        assert_eq!(read(front.each_ref().map(String::as_str)), "req_new_tot=6 req_carin_np=2");
        // A row that does not add up, and too few that add up to anything.
        assert_eq!(read([rows[0], rows[1], rows[2], "1 1 0 0 0 0 3 1", rows[4]]), open);
        let zeros = "0 0 0 0 0 0 0 4";
        assert_eq!(read([rows[0], rows[1], zeros, zeros, zeros]), open);
    }

    #[test]
    fn rows_whose_columns_are_not_known_are_rows_all_the_same() {
        let table = "| 一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |
            | 二、上年结转政府信息公开申请数量 | 2 2 |
            | （一）予以公开 | 3 1 4 |
            | （七）总计 | 4 1 5 |
            | 四、结转下年度继续办理 | 1 1 |";
        let read = figures(&bind(&document(false, &[table]), Some(2022)), &["req_new_tot", "req_total_tot"]);
        assert_eq!(read, "req_new_tot=6 req_total_tot=!");
    }

    #[test]
    fn a_word_in_front_of_the_figures_moves_none() {
        let table = "| 第二十条第（一）项 |
            | 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |
            | 规章 | 1 | 2 | 3 |
            | 规范性文件 | NaN | | 5 | |";
        let read = figures(&bind(&document(false, &[table]), Some(2019)), &["pro_norm"]);
        assert_eq!(read, "pro_norm_made=! pro_norm_newpub=! pro_norm_totpub=!");
    }

    #[test]
    fn by_ordinal() {
        let rows: &[&[(&str, usize)]] = &[
            &[("甲", 2), ("1", 1), ("2", 1), ("", 1)],
            &[("乙", 1), ("", 1), ("3", 1), ("", 1), ("5", 1)],
            &[("丙", 3), ("6", 1), ("7", 2), ("8", 1)],
        ];
        assert_eq!(assigned(rows, 3), [row(&["1", "2", ""]), row(&["3", "", "5"]), row(&["6", "7", "8"])]);
    }

    #[test]
    fn by_position_when_short() {
        let rows: &[&[(&str, usize)]] = &[
            &[("甲", 1), ("1", 1), ("2", 1), ("3", 1)],
            &[("乙", 1), ("4", 1), ("5", 1)],
            &[("丙", 1), ("6", 2), ("7", 1)],
        ];
        // The last row's merged cell belongs to no single column.
        assert_eq!(assigned(rows, 3), [row(&["1", "2", "3"]), row(&["4", "5", "~"]), None]);
    }

    #[test]
    fn a_table_that_goes_on_with_more_columns_of_labels() {
        let row = |grid: usize, texts: &[&str]| -> (usize, Vec<Cell>) {
            let cell = |(at, text): (usize, &&str)| Cell {
                column: 1 + grid + at,
                column_span: 1,
                row_span: 1,
                text: (*text).to_owned(),
                ..Cell::default()
            };
            (grid, texts.iter().enumerate().map(cell).collect())
        };
        let rows = [
            row(0, &["5", "6", "7"]),
            row(0, &["", "2", "3"]),
            row(1, &["1", "2", "3"]),
            row(1, &["4", "", "4"]),
            row(1, &["", "1", "1"]),
        ];
        let lines: Vec<Row<'_>> =
            rows.iter().map(|(grid, cells)| Row { grid: *grid, ruled: true, values: cells.iter().collect() }).collect();
        let header =
            Header { own: vec![None; 3], others: Vec::new(), footing: Footing::Columns, more: false, summed: false };
        let assigned = assign(&lines, &header, &Fronts::default());
        let texts: Vec<&str> = assigned[1].iter().flatten().map(|cell| cell.map_or("~", |cell| &cell.text)).collect();
        assert_eq!(texts, ["", "2", "3"]);
    }

    #[test]
    fn a_wall_made_up_in_a_picture_pushes_nothing_aside() {
        let row = |row: usize, cells: &[(usize, usize, &str)]| -> Vec<Cell> {
            let cell = |&(column, column_span, text): &(usize, usize, &str)| Cell {
                row,
                column,
                row_span: 1,
                column_span,
                text: text.to_owned(),
                recognised: (!text.is_empty()).then(Default::default),
                ..Cell::default()
            };
            cells.iter().map(cell).collect()
        };
        let rows = [
            row(0, &[(1, 1, "7"), (2, 2, "8"), (4, 1, "15")]),
            row(1, &[(1, 1, "2"), (2, 2, "1"), (4, 1, "3")]),
            // The second cell is parted.
            row(2, &[(1, 1, ""), (2, 1, "1"), (3, 1, ""), (4, 1, "1")]),
        ];
        let lines: Vec<Row<'_>> =
            rows.iter().map(|row| Row { grid: 0, ruled: true, values: row.iter().collect() }).collect();
        let header =
            Header { own: vec![None; 3], others: Vec::new(), footing: Footing::Columns, more: false, summed: false };
        let assigned = assign(&lines, &header, &Fronts::default());
        let texts = |line: &Assigned<'_>| -> Vec<String> {
            line.iter().map(|cell| cell.map_or("~".to_owned(), |cell| cell.text.clone())).collect()
        };
        assert_eq!(assigned[2].as_ref().map(texts), Some(["", "1", "1"].map(str::to_owned).to_vec()));
    }

    /// Values of columns 自然人, 总计, with whatever columns a header prints besides; `heads` and `values` from left to right.
    fn beside(heads: &[&str], values: &[&str]) -> Option<Vec<String>> {
        let cell = |row: usize| {
            move |(column, text): (usize, &&str)| Cell {
                row,
                column,
                row_span: 1,
                column_span: 1,
                text: (*text).to_owned(),
                ..Cell::default()
            }
        };
        let heads: Vec<Cell> = heads.iter().enumerate().map(cell(0)).collect();
        let values: Vec<Cell> = values.iter().enumerate().map(cell(1)).collect();
        let names = ["自然人", "总计"];
        let own = names.map(|name| heads.iter().find(|head| head.text == name)).to_vec();
        let others =
            heads.iter().filter(|head| !head.text.is_empty() && !names.contains(&head.text.as_str())).collect();
        let line = Row { grid: 0, ruled: true, values: values.iter().collect() };
        let assigned = assign(
            &[line],
            &Header { own, others, footing: Footing::Columns, more: false, summed: false },
            &Fronts::default(),
        )
        .remove(0)?;
        assigned.into_iter().map(|cell| cell.map(|cell| cell.text.clone())).collect()
    }

    #[test]
    fn columns_of_others_are_told_by_names_of_their_own() {
        let two = Some(vec!["1".to_owned(), "2".to_owned()]);
        assert_eq!(beside(&["自然人", "总计", "上年总计"], &["1", "2", "9"]), two);
        assert_eq!(beside(&["自然人", "去年自然人", "总计"], &["1", "9", "2"]), two);
        let second = Some(vec![String::new(), "2".to_owned()]);
        assert_eq!(beside(&["自然人", "总计", "备注"], &["", "2", "其中1件"]), second);
        assert_eq!(beside(&["自然人", "总计", "备注"], &["", "2", ""]), second);
        // A number that stands under no name might be anybody's.
        assert_eq!(beside(&["自然人", "总计", ""], &["1", "2", "9"]), None);
        assert_eq!(beside(&["自然人", "", "总计"], &["1", "9", "2"]), None);
        // No column is without a name of its own.
        assert_eq!(beside(&["自然人", "合计", "上年"], &["1", "2", "9"]), None);
    }

    #[test]
    fn beside_another_year_no_blank_cell_of_a_text_is_left_out() {
        let table = "| 项目 | 上年总计 | 申请人情况 |
            | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
            | 一、本年新收政府信息公开申请数量 | 14 | | | | | | | |
            | 二、上年结转政府信息公开申请数量 | 65 | | | | | | | |
            | （一）予以公开 | 42 | | | | | | | |";
        let bound = bind(&document(false, &[table]), None);
        assert!(!figures(&bound, &["req_new_np"]).contains("14"));
    }
}
