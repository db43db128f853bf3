//! A document's tables, one after another: recognised among its lines, and their rows bound, cell by cell.

use std::sync::{Arc, LazyLock};

use super::cell::{RowOf, figure, leave_open, spread, spread_down, torn};
use super::label::one_line;
use super::line::{self, Line};
use super::notes::BindNotes;
use super::prepared::Prepared;
use super::rows::{self, Match};
use super::{Bound, BoundTable, HeadingFigure, columns, disputes, sheet};
use super::{arranged, halves, header};
use crate::document::{Cell, Document};
use crate::figure::TableKind;
use crate::finding::Finding;
use crate::form::{Forms, forms};
use crate::number::read_cell;
use crate::script::enumerator;
use crate::variable::Unit;

/// Room for those of a whole form, so that they are not moved again and again.
const FIGURES: usize = 256;

static PREPARED: LazyLock<Prepared<'static>> = LazyLock::new(|| Prepared::new(forms()));

/// Binds a document's tables to the forms. `year` is the reporting year as far as it is known without the tables.
pub fn bind(document: &Document, year: Option<u16>) -> Bound {
    let prepared = &*PREPARED;
    let arranged = arranged::arranged(prepared, document);
    let document = arranged.as_ref().unwrap_or(document);
    let lines = halves::part(prepared, line::of_year(line::lines(document), document, year));
    let mut lines = header::part(prepared, lines);
    if lines.is_empty() {
        return Bound::default();
    }
    let mut context = BindNotes::default();
    rows::join_torn(prepared, &mut lines);
    let looks = rows::looks(prepared, &mut lines);
    let mut bound = Bound::default();
    bound.figures.reserve(FIGURES);
    for (found, rivals) in rows::recognise(prepared, &lines, &looks, year) {
        if rivals > 0 {
            let kind = found.table.kind.word();
            context
                .findings
                .push(Finding::new("BIND-SEVERAL").with("table", kind).with("count", (rivals + 1).to_string()));
        }
        if found.table.kind == TableKind::Sheet {
            sheet::bind(&found, &lines, year, &mut bound, &mut context);
        } else {
            bind_rows((prepared, &found), &lines, &looks, year, &mut bound, &mut context);
        }
    }
    bind_disputes(prepared, (&lines, &looks), year, &mut bound, &mut context);
    bound.tables.sort_by_key(|table| table.kind);
    bound.figures.sort_by_key(|figure| figure.table);
    bound.findings.append(&mut context.findings);
    bound
}

/// The rows of one block of a form that a match has.
struct BlockRows<'l, 'a> {
    /// Rows of the form.
    rows: Vec<usize>,
    /// Their lines.
    lines: Vec<&'l Line<'a>>,
    /// Their values, without what a converter repeated.
    values: Vec<columns::Row<'a>>,
}

fn parts<'l, 'a>(
    found: &Match<'_, '_>,
    places: &[Option<usize>],
    lines: &'l [Line<'a>],
    looks: &[rows::Looks],
) -> Vec<BlockRows<'l, 'a>> {
    let mut parts: Vec<BlockRows<'l, 'a>> = Vec::new();
    let table = found.table;
    parts.resize_with(table.columns.len(), || BlockRows { rows: Vec::new(), lines: Vec::new(), values: Vec::new() });
    // Of the block of the form and that of the document that the row before was of: rows share both.
    let (mut of, mut repeated) = (None, Vec::new());
    for (row, at) in places.iter().enumerate() {
        let Some(at) = at else { continue };
        let (block, line) = (table.rows[row].block, &lines[found.lines.start + at]);
        if of != Some((block, line.block)) {
            of = Some((block, line.block));
            repeated = header::repeated((found, block), (lines, looks), line.block);
        }
        let part = &mut parts[block];
        part.rows.push(row);
        part.lines.push(line);
        let values = header::without_repeated(line, &repeated);
        part.values.push(columns::Row { grid: line.block, ruled: line.grid.ruled, values });
    }
    parts
}

fn bind_rows(
    (prepared, found): (&Prepared<'_>, &Match<'_, '_>),
    lines: &[Line<'_>],
    looks: &[rows::Looks],
    year: Option<u16>,
    bound: &mut Bound,
    context: &mut BindNotes,
) {
    let table = found.table;
    let places = found.places();
    let blocks = parts(found, &places, lines, looks);
    let mut fronts = columns::Fronts::default();
    for (part, columns) in blocks.iter().zip(&table.columns) {
        columns::learn(&mut fronts, &part.values, columns.len());
    }
    let beside = header::years_are_beside(prepared, found, lines);
    let mut used: Vec<usize> = Vec::new();
    bound.figures.reserve(table.rows.iter().map(|row| row.row.variables.len()).sum());
    for (block, part) in blocks.iter().enumerate() {
        let width = table.columns[block].len();
        let names = header::header((prepared, found, block), lines, looks, year);
        let mut assigned = columns::assign(&part.values, &names, &fronts);
        if beside {
            drop_undated(&mut assigned, &part.values, &names);
        }
        drop_nameless(&mut assigned, &names, &heads(found, block, lines));
        // Names of its own above every column leave no doubt.
        if table.kind == TableKind::Proactive && names.own.iter().any(Option::is_none) {
            let rows =
                (0..table.rows.len()).filter(|&row| table.rows[row].block == block && !table.rows[row].is_heading());
            let first = rows.filter_map(|row| places[row]).min();
            if first.is_some_and(|first| header::is_of_another_edition((prepared, found, block), looks, first)) {
                assigned.fill(None);
            }
        }
        if width > 1 && are_above(part, lines, width) {
            assigned.fill(None);
        }
        let printed = header::column_labels(found, block, lines, looks);
        let order = header::header_order(found, block, lines, &names);
        let of_block = bound.figures.len();
        for row in (0..table.rows.len()).filter(|&row| table.rows[row].block == block) {
            let at = part.rows.iter().position(|known| *known == row);
            let line = at.map(|at| part.lines[at]);
            let cells = at
                .and_then(|at| assigned[at].clone())
                .filter(|_| !is_torn((prepared, found), (row, places[row]), lines));
            if let Some(line) = line {
                if cells.is_none() && !table.rows[row].is_heading() {
                    context.odd("BIND-COLUMNS", line, line.values().len(), width);
                }
                if !used.contains(&line.block) {
                    used.push(line.block);
                }
            }
            let cells = cells.unwrap_or_else(|| vec![None; width]);
            let cells: Vec<Option<&Cell>> = order.iter().map(|&at| cells[at]).collect();
            if table.rows[row].is_heading() {
                bind_heading(found, row, &cells, bound);
                continue;
            }
            let label = line.map_or(String::new(), |line| one_line(&line.path.join("/")));
            let of = RowOf { kind: table.kind, form: table.form, label: label.into(), line };
            let first = bound.figures.len();
            for (column, &variable) in table.rows[row].row.variables.iter().enumerate() {
                bound.figures.push(figure(&of, Some(variable), &printed[column], cells[column], context));
            }
            spread(&mut bound.figures[first..], context);
            for below in places[row].map_or(&[][..], |at| torn_off((prepared, found), (row, at), lines)) {
                let columns = below.values().iter().filter(|cell| cell.has_text()).map(|cell| cell.column);
                torn(&mut bound.figures[first..], columns, context);
            }
            if line.is_some_and(|line| is_shared(found, places[row], lines, (line, width))) {
                bound.figures[first..].iter_mut().for_each(|figure| leave_open(figure, context));
            }
        }
        spread_down(&mut bound.figures[of_block..], width, context);
    }
    extra_rows(found, lines, context);
    bound.tables.push(BoundTable { kind: table.kind, form: table.form, blocks: used });
}

/// The lines of a block's header that stand in columns of the source's own.
fn heads<'l, 'a>(found: &Match<'_, '_>, block: usize, lines: &'l [Line<'a>]) -> Vec<&'l Line<'a>> {
    found.headers[block].iter().map(|&at| &lines[at]).filter(|line| line.grid.ruled).collect()
}

/// Takes back the cells of a column that the header does not name while it names others, where there is nothing in any of
/// them or above them: a sheet that hides the column shows free space in its place, and free space tells no blank.
fn drop_nameless(assigned: &mut [Option<columns::Assigned<'_>>], names: &columns::Header<'_>, heads: &[&Line<'_>]) {
    if heads.is_empty() || names.own.iter().all(Option::is_none) {
        return;
    }
    let is_free = |cell: &Cell| {
        let under_nothing = |head: &&Line<'_>| head.grid.cell_at(head.row, cell.column).is_none_or(columns::is_blank);
        columns::is_blank(cell) && heads.iter().all(under_nothing)
    };
    for column in (0..names.own.len()).filter(|&column| names.own[column].is_none()) {
        if assigned.iter().flatten().filter_map(|line| line[column]).all(is_free) {
            assigned.iter_mut().flatten().for_each(|line| line[column] = None);
        }
    }
}

/// Takes back the figures of a table of two years side by side whose columns are not the source's own, or are not named one by
/// one: nobody can say which year they are of.
fn drop_undated(
    assigned: &mut [Option<columns::Assigned<'_>>],
    rows: &[columns::Row<'_>],
    names: &columns::Header<'_>,
) {
    let named = names.own.iter().all(Option::is_some);
    for (line, _) in assigned.iter_mut().zip(rows).filter(|(_, row)| !(named && row.ruled)) {
        *line = None;
    }
}

/// Whether a row without values may be one with a line of values beside it, so that nobody can say that it is blank: where
/// a page has no ruling lines, a line without a label, or one whose own values are not known; where a page ends with the
/// row, a line at the top of the next one that goes on with the label of no row. The same of a row with values, where only the
/// end of its label stands beside them, below figures that are no row's. `place` is that of the row among the lines of the
/// match.
fn is_torn(
    (prepared, found): (&Prepared<'_>, &Match<'_, '_>),
    (row, place): (usize, Option<usize>),
    lines: &[Line<'_>],
) -> bool {
    let Some(at) = place else { return false };
    let line = |at: usize| found.rows.get(at).map(|paired| (paired, &lines[found.lines.start + at]));
    let loose = |at: usize| {
        let beside = line(at).filter(|(paired, _)| paired.is_none());
        let torn = |line: &Line<'_>| line.values().iter().any(|cell| cell.unread.is_some());
        beside.is_some_and(|(_, line)| !line.grid.ruled && (line.has_values() && line.label.is_empty() || torn(line)))
    };
    let own = &lines[found.lines.start + at];
    let goes_on = || {
        let rows = (at + 1..found.rows.len()).map_while(line);
        let mut valued = rows.skip_while(|(paired, line)| paired.is_none() && !line.has_values());
        valued.next().is_some_and(|(paired, line)| {
            let begins = line.path.last().is_none_or(|text| enumerator(text.trim()).is_some());
            paired.is_none() && !begins && own.ends_page_before(line)
        })
    };
    let beheaded = || {
        let above = at.checked_sub(1).and_then(line).filter(|(paired, line)| paired.is_none() && line.has_values());
        above.is_some() && prepared.is_beheaded(&own.label, &found.table.rows[row].wordings)
    };
    if own.has_values() {
        return !own.grid.ruled && beheaded();
    }
    loose(at + 1) || at.checked_sub(1).is_some_and(loose) || goes_on()
}

/// The lines below a row of a text that go on with its label, or have none, and those without one at the top of the next page:
/// what they show are ends of its figures.
fn torn_off<'l, 'a>(
    (prepared, found): (&Prepared<'_>, &Match<'_, '_>),
    (row, at): (usize, usize),
    lines: &'l [Line<'a>],
) -> &'l [Line<'a>] {
    let own = found.lines.start + at;
    let wordings = &found.table.rows[row].wordings;
    let goes_on = |(paired, line): &(&Option<usize>, &Line<'_>)| {
        if paired.is_some() || line.block != lines[own].block {
            return false;
        }
        let nameless = !line.cells[..line.stub].iter().any(|cell| cell.has_text());
        // In a ruled table only the break of the page tells that a row goes on.
        if line.grid.ruled {
            return nameless && lines[own].ends_page_before(line);
        }
        nameless || line.label.enumerator.is_none() && prepared.is_fragment(&line.label, wordings)
    };
    let count = found.rows[at + 1..].iter().zip(&lines[own + 1..]).take_while(goes_on).count();
    &lines[own + 1..own + 1 + count]
}

/// Whether a row of a text may have some of its figures in the line above or below it, which is none of the form's rows and has no
/// more than the row's blanks could hold: a row that a program put down in two lines.
fn is_shared(
    found: &Match<'_, '_>,
    place: Option<usize>,
    lines: &[Line<'_>],
    (own, width): (&Line<'_>, usize),
) -> bool {
    let filled = |line: &Line<'_>| line.values().iter().filter(|cell| cell.has_text()).count();
    let figures = filled(own);
    let Some(at) = place.filter(|_| !own.grid.ruled && (1..width).contains(&figures)) else { return false };
    let beside = |at: usize| {
        let line = found.rows.get(at).filter(|paired| paired.is_none()).map(|_| &lines[found.lines.start + at]);
        line.is_some_and(|line| line.has_values() && figures + filled(line) <= width)
    };
    beside(at + 1) || at.checked_sub(1).is_some_and(beside)
}

/// Whether the rows of a text seem to have their figures above their labels: a line of figures without a label of the form stands
/// over the first row, and the last row has none. Then nobody can say which row any of them are of.
fn are_above(part: &BlockRows<'_, '_>, lines: &[Line<'_>], width: usize) -> bool {
    let [first, .., last] = part.lines.as_slice() else { return false };
    if last.has_values() || first.grid.ruled || !first.has_values() {
        return false;
    }
    let before = lines.iter().take_while(|line| !std::ptr::eq(*line, *first)).last();
    before.is_some_and(|line| {
        let values = line.values();
        let numbered = |(at, cell): (usize, &&Cell)| cell.text.trim() == (at + 1).to_string();
        let whole = values.len() == width && values.iter().all(|cell| cell.has_text());
        whole && !line.grid.ruled && !values.iter().enumerate().all(numbered)
    })
}

/// Numbers in a row that should only name a group.
fn bind_heading(found: &Match<'_, '_>, row: usize, cells: &[Option<&Cell>], bound: &mut Bound) {
    let block = &found.table.table.blocks[found.table.rows[row].block];
    for (column, cell) in cells.iter().enumerate() {
        // What a recogniser says of a cell that should be empty is no evidence.
        let Some(cell) = cell.filter(|cell| cell.recognised.is_none()) else { continue };
        let Some(value) = read_cell(&cell.text, Unit::Piece).value else { continue };
        let (group, column) = (found.table.rows[row].row.id.clone(), block.columns[column].id.clone());
        bound.headings.push(HeadingFigure { group, column, value, location: cell.location });
    }
}

/// Lines of figures inside the table that the form does not have.
fn extra_rows(found: &Match<'_, '_>, lines: &[Line<'_>], context: &mut BindNotes) {
    let paired = |at: &usize| found.rows[*at].is_some();
    let first = (0..found.rows.len()).find(paired);
    let last = (0..found.rows.len()).rfind(paired);
    let (Some(first), Some(last)) = (first, last) else { return };
    for at in first..=last {
        let line = &lines[found.lines.start + at];
        if found.rows[at].is_none() && line.has_values() {
            let values: Vec<String> = line.values().iter().map(|cell| one_line(&cell.text)).collect();
            let location = line.cells.first().map_or(line.grid.location, |cell| cell.location);
            context.findings.push(
                Finding::new("BIND-EXTRA-ROW")
                    .with("row", one_line(&line.path.join("/")))
                    .with("values", values.join(" "))
                    .at(location),
            );
        }
    }
}

fn bind_disputes(
    prepared: &Prepared<'_>,
    (lines, looks): (&[Line<'_>], &[rows::Looks]),
    year: Option<u16>,
    bound: &mut Bound,
    context: &mut BindNotes,
) {
    let known: &Forms = forms();
    // The table is the same in every edition that has it: it follows the filing's other tables, then the year.
    let mut editions = bound.tables.iter().rev().filter_map(|table| known.form(table.form));
    let due = || year.and_then(|year| known.for_year(year)).filter(|form| form.table(TableKind::Disputes).is_some());
    let edition = editions.next().or_else(due).unwrap_or(&known.forms[0]);
    let Some(table) = edition.table(TableKind::Disputes) else { return };
    let Some(found) = disputes::recognise(table, prepared, lines, looks, context) else { return };
    let mut blocks: Vec<usize> = found.lines.iter().map(|&at| lines[at].block).collect();
    blocks.dedup();
    let first = bound.figures.len();
    for (block, form) in table.blocks.iter().enumerate() {
        let line = found.lines.iter().map(|&at| &lines[at]).next();
        let of = RowOf { kind: TableKind::Disputes, form: edition.id, label: "".into(), line };
        for (column, &variable) in form.rows.iter().flat_map(|row| &row.variables).enumerate() {
            let label: Arc<str> = one_line(&found.labels[block][column]).into();
            bound.figures.push(figure(&of, Some(variable), &label, found.cells[block][column], context));
        }
    }
    spread(&mut bound.figures[first..], context);
    bound.tables.push(BoundTable { kind: TableKind::Disputes, form: edition.id, blocks });
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, figures};
    use super::bind;
    use crate::document::{Block, CellGrid, Unread};

    /// The end of a table of requests; the row of unpaid fees has no figures, a line behind it has.
    const TABLE: &str = "| 4.保护第三方合法权益 | 38 | 0 | 0 | 0 | 0 | 0 | 38 |
        | 6.属于四类过程性信息 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |
        | 1.本机关不掌握相关政府信息 | 8 | 0 | 0 | 0 | 0 | 0 | 8 |
        | 3.补正后申请内容仍不明确 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
        | 1.信访举报投诉类申请 | | | | | | | |
        | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |
        | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处 | | | | | | | |
        | | | | | | | | |
        | 理其政府信息公开申请 | 8 | 1 | 0 | 0 | 0 | 0 | 9 |
        | 3.其他 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |";
    /// The line with figures behind that row, and a blank one.
    const BEHIND: usize = 8;

    /// Figures of the row before that line and of another blank row, once something was done to the grid.
    fn read(ruled: bool, change: impl Fn(&mut CellGrid)) -> String {
        let mut document = document(ruled, &[TABLE]);
        document.blocks.iter_mut().for_each(|block| {
            if let Block::Grid(grid) = block {
                change(grid);
            }
        });
        figures(&bind(&document, Some(2022)), &["req_oth_nopay_np", "req_rej_petit_np"])
    }

    #[test]
    fn a_row_that_goes_on_over_the_page_is_not_blank() {
        let pages = |grid: &mut CellGrid| {
            grid.cells.iter_mut().for_each(|cell| cell.location.page = Some(1 + u32::from(cell.row + 1 >= BEHIND)));
        };
        assert_eq!(read(true, pages), "req_rej_petit_np=_ req_oth_nopay_np=!");
    }

    #[test]
    fn figures_typed_into_one_cell_leave_none_beside_it_blank() {
        let of = |cell: &str| {
            let table = TABLE.replace(
                "3.补正后申请内容仍不明确 | 3 | 0 | 0 | 0 | 0 | 0 | 3",
                &format!("3.补正后申请内容仍不明确 | {cell} | | | | | |"),
            );
            let own = ["req_una_unclear_np", "req_una_unclear_biz", "req_una_unclear_tot", "req_rej_petit_np"];
            figures(&bind(&document(true, &[&table]), Some(2022)), &own)
        };
        let open = "req_una_unclear_np=? req_una_unclear_biz=? req_una_unclear_tot=? req_rej_petit_np=_";
        assert_eq!((of("3  0  0  0  0  0  3"), of("12 -").as_str()), (open.to_owned(), open));
        assert_eq!(of("3"), "req_una_unclear_np=3 req_una_unclear_biz=_ req_una_unclear_tot=_ req_rej_petit_np=_");
        assert_eq!(of("3、0、0"), open);
        assert!(of("3、5").contains("req_una_unclear_biz=_"));
        // A remark on one figure says nothing of the others.
        assert!(of("3 见附件").contains("req_una_unclear_biz=_"));
    }

    #[test]
    fn a_column_typed_into_one_cell_leaves_none_below_it_blank() {
        let own = "3.补正后申请内容仍不明确 | 3 | 0 | 0 | 0 | 0 | 0 | 3";
        let typed = |cell: &str| {
            let table = TABLE.replace(own, &own.replacen("| 3", &format!("| {cell}"), 1));
            figures(&bind(&document(true, &[&table]), Some(2022)), &["req_una_unclear_np", "req_rej_petit_"])
        };
        let (read, below) = (typed("13\\n5\\n0"), "req_rej_petit_np=? req_rej_petit_biz=_");
        assert!(read.contains(below), "{read}");
        assert!(typed("13\\n5").contains("req_rej_petit_np=_"));
    }

    #[test]
    fn a_row_beside_figures_that_are_not_known_is_not_blank() {
        let torn = |grid: &mut CellGrid| {
            for cell in grid.cells.iter_mut().filter(|cell| cell.row + 1 >= BEHIND && cell.column > 0) {
                cell.text.clear();
                cell.unread = Some(Unread::Torn);
            }
        };
        assert_eq!(read(false, torn), "req_rej_petit_np=_ req_oth_nopay_np=!");
    }

    #[test]
    fn figures_that_go_on_in_the_line_below_are_left_open() {
        let read = |ruled: bool, last: &str| {
            let table = format!(
                "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
                | 行政处罚 | 3 | 0 | 6 |
                | 行政强 | 1992 | 11 | 2314 |
                {last}"
            );
            figures(&bind(&document(ruled, &[&table]), Some(2020)), &["pro_coe_"])
        };
        for last in ["| 制 | | | 3 |", "| | | | 3 |"] {
            assert_eq!(read(false, last), "pro_coe_prev=1992 pro_coe_change=11 pro_coe_decided=?", "{last}");
        }
        assert_eq!(read(true, "| | | | 3 |"), "pro_coe_prev=1992 pro_coe_change=11 pro_coe_decided=2314");
    }

    #[test]
    fn a_row_whose_label_begins_above_beside_figures_is_left_open() {
        let table = "
            | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
            | 行政许可 | 3 | 0 | 6 |
            | 项 其他对 | 1204 | 0 | 1230 |
            | 外管理服务事项 | | | 1 |";
        let read = figures(&bind(&document(false, &[table]), Some(2020)), &["pro_svc_"]);
        assert!(read.split(' ').all(|figure| figure.ends_with('!')), "{read}");
    }

    const AROUND: [&str; 4] = [
        "| 1.属于国家秘密 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |",
        "| 2.其他法律行政法规禁止公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
        "| 6.属于四类过程性信息 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |",
        "| 7.属于行政执法案卷 | 8 | 0 | 0 | 0 | 0 | 0 | 8 |",
    ];

    #[test]
    fn a_row_in_two_lines_has_no_blanks() {
        let table = |beside: &str| {
            let row = "| 4.保护第三方合法权益 | | | 0 | | | 0 | 1 |";
            let [one, two, three, four] = AROUND;
            [one, two, row, beside, three, four].join("\n")
        };
        let of = |ruled: bool, beside: &str| {
            figures(&bind(&document(ruled, &[&table(beside)]), Some(2022)), &["req_ref_third"])
        };
        let open = |read: &str| !read.contains('_') || !read.contains("=_");
        assert!(open(&of(false, "| （三）不予公开 | 1 | 0 | | 0 | 0 | | |")));
        // One that has more is a row of its own, and a sheet's cells stay where they are.
        assert!(!open(&of(false, "| 其中：网络申请 | 1 | 0 | 2 | 0 | 0 | 3 | 6 |")));
        assert!(!open(&of(true, "| （三）不予公开 | 1 | 0 | | 0 | 0 | | |")));
    }

    #[test]
    fn figures_above_the_labels_of_a_text_are_of_no_row() {
        let table = |first: &str| {
            let [one, two, three, four] = AROUND;
            [first, one, two, three, four, "| 8.属于行政查询事项 | | | | | | | |"].join("\n")
        };
        let of = |first: &str| {
            figures(&bind(&document(false, &[&table(first)]), Some(2022)), &["req_ref_secret_np", "req_ref_case_np"])
        };
        assert_eq!(
            of("| 自然人 商业企业 科研机构 其他 总计 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |"),
            "req_ref_secret_np=! req_ref_case_np=!"
        );
        assert_eq!(of("| 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |"), "req_ref_secret_np=4 req_ref_case_np=8");
    }
}
