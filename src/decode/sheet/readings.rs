//! What a run of figures of a statistics sheet can mean, column by column, and which of several readings the sheet's own
//! sums leave.

use rust_decimal::Decimal;

use crate::form::{SheetColumn as Column, SheetHeader as Header};

/// Digits of the largest figure.
const DIGITS: usize = 8;
/// Combinations that a sum is tried on, at most.
const COMBINATIONS: usize = 20_000;
/// Numbers of lines that may be left out between two rows.
const SKIPPED: u32 = 3;

/// A cell of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Number(Decimal),
    /// A mark that stands for no number.
    Mark,
}

/// One value for each column but those of codes, from left to right.
pub(super) type Reading = Vec<Cell>;

/// A figure without sign, as a sheet prints it.
fn number(text: &str) -> Option<Decimal> {
    let digits = text.replace(',', "");
    let plain = digits.len() == 1 || !digits.starts_with('0') || digits.starts_with("0.");
    let shape = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    (plain && shape && digits.chars().filter(char::is_ascii_digit).count() <= DIGITS).then(|| digits.parse().ok())?
}

fn cell(text: &str) -> Option<Cell> {
    let mark = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '—' | '–' | '−' | '/'));
    if mark { Some(Cell::Mark) } else { number(text).map(Cell::Number) }
}

/// The runs of a sheet's rows without the numbers of their lines, where those are printed; `None` where the numbers do not
/// count upwards, so that nothing is known of the digits.
pub(super) fn without_codes(runs: &[String], columns: &[Column]) -> Option<Vec<String>> {
    if !columns.contains(&Column::Code) {
        return Some(runs.to_vec());
    }
    // In the first column, else they cannot be told.
    if columns[0] != Column::Code || columns[1..].contains(&Column::Code) {
        return None;
    }
    let mut last = 0;
    let mut style: Option<bool> = None;
    let mut out = Vec::new();
    for run in runs {
        let found = (last + 1..=last + SKIPPED).find_map(|code| {
            let written = [(true, format!("{code:02}")), (false, code.to_string())];
            written.into_iter().find_map(|(padded, written)| {
                let fits = style.is_none_or(|style| style == padded) || code >= 10;
                let rest = run.strip_prefix(&written).filter(|_| fits)?;
                Some((code, padded, rest.trim_start().to_owned()))
            })
        });
        let (code, padded, rest) = found?;
        style = style.or((code < 10).then_some(padded));
        last = code;
        out.push(rest);
    }
    Some(out)
}

/// Whether figures that run together may be cut into columns: no row has fewer digits than columns, and where the header may
/// mean one column as well as two, some row cannot be one figure (`00`).
pub(super) fn may_be_cut<'r>(runs: impl Iterator<Item = &'r String>, columns: &[Column], header: &Header) -> bool {
    let mut proven = !header.parted;
    for run in runs {
        let solid: String = run.chars().filter(|c| !c.is_whitespace()).collect();
        if solid.chars().count() < columns.len() {
            return false;
        }
        let digits = solid.bytes().all(|byte| byte.is_ascii_digit());
        proven |= digits && solid.len() > 1 && solid.starts_with('0');
    }
    proven
}

/// Everything that a run may print in columns (those of codes left out). `may_cut`: its figures may run together.
pub(super) fn readings(run: &str, columns: &[Column], may_cut: bool) -> Vec<Reading> {
    let run: String = run.chars().filter(|c| c.is_ascii() || !c.is_alphabetic()).collect();
    let mut pieces: Vec<&str> = run.split_whitespace().collect();
    // The number of a page: - 5 -.
    if let [rest @ .., "-" | "—", page, "-" | "—"] = &pieces[..]
        && page.bytes().all(|byte| byte.is_ascii_digit())
        && !rest.is_empty()
    {
        pieces.truncate(pieces.len() - 3);
    }
    if pieces.len() == columns.len() {
        return pieces.into_iter().map(cell).collect::<Option<Reading>>().into_iter().collect();
    }
    let [piece] = pieces[..] else { return Vec::new() };
    if !may_cut {
        return Vec::new();
    }
    let mut out = Vec::new();
    cut(piece, columns.len(), &mut Vec::new(), &mut out);
    out.retain(|reading| holds(reading, columns));
    out
}

/// What a run of several columns may print besides if a blank cell left no trace in it. A figure that begins with a zero is
/// one, whatever stands behind it.
pub(super) fn with_blanks(run: &str, columns: &[Column]) -> Vec<Reading> {
    let solid = run.trim();
    let zero = solid.starts_with('0') && !solid.starts_with("0.");
    if columns.len() < 2 || zero || solid.contains(char::is_whitespace) {
        return Vec::new();
    }
    let mut whole = Vec::new();
    cut(solid, columns.len() - 1, &mut Vec::new(), &mut whole);
    let with_mark = |reading: &Reading, at: usize| {
        let mut reading = reading.clone();
        reading.insert(at, Cell::Mark);
        reading
    };
    let places = 0..columns.len();
    let mut out: Vec<Reading> =
        whole.iter().flat_map(|reading| places.clone().map(move |at| with_mark(reading, at))).collect();
    out.retain(|reading| holds(reading, columns));
    out
}

/// All ways to cut digits into so many cells.
fn cut(rest: &str, cells: usize, before: &mut Reading, out: &mut Vec<Reading>) {
    if cells == 1 {
        if let Some(last) = cell(rest) {
            out.push(before.iter().copied().chain([last]).collect());
        }
        return;
    }
    for at in rest.char_indices().map(|(at, _)| at).skip(1) {
        if let Some(first) = cell(&rest[..at]) {
            before.push(first);
            cut(&rest[at..], cells - 1, before, out);
            before.pop();
        }
    }
}

/// What was counted up to a year holds what was counted in it.
fn holds(reading: &Reading, columns: &[Column]) -> bool {
    let at = |wanted: Column| {
        let place = columns.iter().position(|column| *column == wanted)?;
        match reading.get(place) {
            Some(Cell::Number(number)) => Some(*number),
            _ => None,
        }
    };
    match (at(Column::Current), at(Column::Total)) {
        (Some(year), Some(all)) => year <= all,
        _ => true,
    }
}

/// Leaves out the readings of a total and its parts that satisfy the sum in no combination, where some combination does in
/// every column.
pub(super) fn settle(rows: &mut [Vec<Reading>], total: usize, parts: &[usize]) {
    let all: Vec<usize> = [total].into_iter().chain(parts.iter().copied()).collect();
    let combinations = all.iter().try_fold(1usize, |product, &row| product.checked_mul(rows[row].len()));
    let open = all.iter().any(|&row| rows[row].len() > 1);
    if !open || combinations.is_none_or(|count| count == 0 || count > COMBINATIONS) {
        return;
    }
    let mut kept: Vec<Vec<bool>> = all.iter().map(|&row| vec![false; rows[row].len()]).collect();
    let mut choice = vec![0; all.len()];
    loop {
        let chosen: Vec<&Reading> = all.iter().zip(&choice).map(|(&row, &at)| &rows[row][at]).collect();
        if sums(&chosen) {
            choice.iter().zip(&mut kept).for_each(|(&at, kept)| kept[at] = true);
        }
        // The next combination.
        let Some(place) = (0..all.len()).find(|&place| choice[place] + 1 < rows[all[place]].len()) else { break };
        choice[place] += 1;
        choice[..place].fill(0);
    }
    if kept[0].iter().any(|kept| *kept) {
        for (&row, kept) in all.iter().zip(&kept) {
            let mut kept = kept.iter();
            rows[row].retain(|_| *kept.next().unwrap_or(&true));
        }
    }
}

/// Whether the first reading is the sum of the others in every column.
fn sums(chosen: &[&Reading]) -> bool {
    let Some((total, parts)) = chosen.split_first() else { return false };
    total.iter().enumerate().all(|(column, total)| {
        let part = |reading: &&Reading| match reading.get(column) {
            Some(Cell::Number(number)) => *number,
            _ => Decimal::ZERO,
        };
        matches!(total, Cell::Number(total) if *total == parts.iter().map(part).sum())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(run: &str, columns: &[Column]) -> Vec<String> {
        let cell = |cell: &Cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Mark => "/".to_owned(),
        };
        readings(run, columns, true)
            .iter()
            .map(|reading| reading.iter().map(cell).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn runs_are_cut_into_columns() {
        use Column::{Current, Other, Total};
        let cases: &[(&str, &[Column], &[&str])] = &[
            ("36", &[Current], &["36"]),
            ("036", &[Current], &[]),
            ("36件", &[Current], &["36"]),
            ("36 52", &[Current], &[]),
            ("/", &[Current], &["/"]),
            ("36 - 5 -", &[Current], &["36"]),
            ("00", &[Current, Total], &["0 0"]),
            ("3652", &[Current, Total], &["3 652", "36 52"]),
            ("36 52", &[Current, Total], &["36 52"]),
            ("36 5", &[Current, Other], &["36 5"]),
            ("0.520.9", &[Current, Total], &["0.5 20.9", "0.52 0.9"]),
            ("—0", &[Current, Total], &["/ 0"]),
        ];
        for (run, columns, expected) in cases {
            assert_eq!(shown(run, columns), *expected, "{run}");
        }
    }

    #[test]
    fn a_blank_cell_may_have_left_no_trace() {
        let columns = [Column::Current, Column::Total];
        let blank = |run: &str| with_blanks(run, &columns).len();
        assert_eq!((blank("357"), blank("0115"), blank("00"), blank("3 57")), (2, 0, 0, 0));
        // Sums tell that nothing was blank.
        let of = |runs: &[&str]| {
            let all = |run: &&str| [readings(run, &columns, true), with_blanks(run, &columns)].concat();
            runs.iter().map(all).collect::<Vec<_>>()
        };
        let mut rows = of(&["1244", "519", "725"]);
        settle(&mut rows, 0, &[1, 2]);
        assert!(rows.iter().all(|row| row.len() == 1), "12 44 = 5 19 + 7 25: {rows:?}");
    }

    #[test]
    fn numbers_of_lines_are_taken_off_where_they_count_upwards() {
        let columns = [Column::Code, Column::Current];
        let runs = |runs: &[&str]| runs.iter().map(|&run| run.to_owned()).collect::<Vec<_>>();
        let read = |list: &[&str]| without_codes(&runs(list), &columns);
        assert_eq!(read(&["0136", "022", "040"]), Some(runs(&["36", "2", "0"])));
        assert_eq!(read(&["136", "22", "3 0"]), Some(runs(&["36", "2", "0"])));
        assert_eq!(read(&["136", "52"]), None, "a number that does not follow");
    }

    #[test]
    fn sums_choose_among_readings() {
        let columns = [Column::Current, Column::Total];
        let of = |runs: &[&str]| runs.iter().map(|run| readings(run, &columns, true)).collect::<Vec<_>>();
        let mut rows = of(&["1244", "519", "725"]);
        settle(&mut rows, 0, &[1, 2]);
        assert!(rows.iter().all(|row| row.len() == 1), "12 44 = 5 19 + 7 25: {rows:?}");
        // No combination holds: nothing is chosen.
        let mut rows = of(&["1299", "519", "725"]);
        let before = rows.clone();
        settle(&mut rows, 0, &[1, 2]);
        assert_eq!(rows, before);
    }
}
