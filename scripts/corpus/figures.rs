//! What an organ reports: figures that reconcile, by variable code.
//!
//! The codes and the rows come from the program's own form files; the sums are made here, cell by cell from the
//! leaves up, so that they do not depend on the program's rules.

use std::collections::BTreeMap;

use gouji::internals::figure::{FormId, TableKind};
use gouji::internals::form::{FormBlock, RowRole, forms};

use crate::random::Random;

/// Values by variable code, as exact decimals in print.
pub type Values = BTreeMap<String, String>;

/// The applicant classes, without the total.
pub const CLASSES: [&str; 6] = ["np", "biz", "res", "ngo", "law", "oth"];

/// The block of the requests table of an edition.
pub fn requests_block(form: u16) -> &'static FormBlock {
    let form = forms().form(FormId(form)).expect("the edition is one of the form files");
    let table = form.table(TableKind::Requests).expect("editions since 2019 have a requests table");
    table.blocks.first().expect("the requests table has one block")
}

/// Rows whose figures add up to the total row.
pub fn leaves(form: u16) -> impl Iterator<Item = &'static str> {
    requests_block(form).rows.iter().filter(|row| row.role == RowRole::Outcome).map(|row| row.id.as_str())
}

/// A figure as an integer; zero when absent.
pub fn integer(values: &Values, code: &str) -> i64 {
    values.get(code).and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// Weight of a leaf among the outcomes: most requests are granted, or the information is not held.
fn weight(leaf: &str) -> i64 {
    match leaf {
        "granted" => 40,
        "una_nohold" => 25,
        "partial" | "rej_petit" => 8,
        "other" | "oth_misc" | "ref_query" => 5,
        "ref_secret" | "ref_law" | "rej_abuse" | "oth_nopay" => 1,
        _ => 2,
    }
}

/// A requests table: each class from its leaves up, then the totals.
pub fn requests(form: u16, size: i64, random: &mut Random, values: &mut Values) {
    let leaves: Vec<&str> = leaves(form).collect();
    let weights: i64 = leaves.iter().map(|leaf| weight(leaf)).sum();
    let mut put = |row: &str, class: &str, value: i64| values.insert(format!("req_{row}_{class}"), value.to_string());
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for class in CLASSES {
        let share = match class {
            "np" => size,
            "biz" => size / 6,
            _ if random.chance(40) => size / 40,
            _ => 0,
        };
        let handled = random.range(share / 2, share);
        let mut counts = vec![0; leaves.len()];
        for _ in 0..handled {
            let mut at = random.range(0, weights - 1);
            let leaf = leaves.iter().position(|leaf| {
                at -= weight(leaf);
                at < 0
            });
            counts[leaf.unwrap_or(0)] += 1;
        }
        let carried_out = random.range(0, (share / 12).min(handled));
        let carried_in = random.range(0, (share / 15).min(handled));
        let rows = [("new", handled + carried_out - carried_in), ("carin", carried_in), ("total", handled)];
        let outcomes = leaves.iter().copied().zip(counts);
        for (row, value) in rows.into_iter().chain([("carout", carried_out)]).chain(outcomes) {
            put(row, class, value);
            *sums.entry(row).or_default() += value;
        }
    }
    for (row, value) in sums {
        put(row, "tot", value);
    }
}

/// The three blocks of the disputes table.
pub fn disputes(size: i64, random: &mut Random, values: &mut Values) {
    for (block, size) in [("rev", size), ("lit1", size / 2), ("lit2", size / 3)] {
        let mut total = 0;
        for column in ["upheld", "corrected", "other", "pending"] {
            let count = if column == "upheld" { random.range(0, size) } else { random.range(0, size / 3) };
            total += count;
            values.insert(format!("{block}_{column}"), count.to_string());
        }
        values.insert(format!("{block}_total"), total.to_string());
    }
}

/// The proactive table of 2019 or 2021.
pub fn proactive(form: u16, level: &str, size: i64, random: &mut Random, values: &mut Values) {
    let makes_rules = matches!(level, "province" | "city");
    let mut put = |code: &str, value: i64| values.insert(format!("pro_{code}"), value.to_string());
    if form == 2021 {
        let issued = if makes_rules { random.range(0, 6) } else { 0 };
        let repealed = if makes_rules { random.range(0, 3) } else { 0 };
        put("reg_issued", issued);
        put("reg_repealed", repealed);
        put("reg_inforce", if makes_rules { random.range(20, 90) + issued } else { 0 });
        let issued = random.range(0, 2 + size / 20);
        put("norm_issued", issued);
        put("norm_repealed", random.range(0, 1 + size / 30));
        put("norm_inforce", issued + random.range(0, 5 + size / 2));
        put("lic_decided", random.range(0, size * 37));
        put("pen_decided", random.range(0, size * 21));
        put("coe_decided", random.range(0, size));
        let fee = decimals(random, size * 3);
        values.insert("pro_fee_amount".to_owned(), fee);
        return;
    }
    for row in ["reg", "norm"] {
        let most = if row == "reg" && !makes_rules { 0 } else { 2 + size / 20 };
        let made = random.range(0, most);
        let published = random.range(0, made);
        put(&format!("{row}_made"), made);
        put(&format!("{row}_newpub"), published);
        put(&format!("{row}_totpub"), published + random.range(0, most * 6));
    }
    for row in ["lic", "svc", "pen", "coe"] {
        let before = random.range(0, 3 + size / 3);
        let change = random.range(-before / 3, 1 + size / 30);
        put(&format!("{row}_prev"), before);
        put(&format!("{row}_change"), change);
        let decided = if before + change == 0 { 0 } else { random.range(0, size * 9) };
        put(&format!("{row}_decided"), decided);
    }
    let before = random.range(0, 4 + size / 20);
    put("fee_prev", before);
    put("fee_change", random.range(-before / 4, 2));
    let projects = random.range(0, 2 + size / 4);
    put("proc_projects", projects);
    let amount = if projects == 0 { "0".to_owned() } else { decimals(random, projects * 60) };
    values.insert("pro_proc_amount".to_owned(), amount);
}

/// An amount of 万元 with up to four decimals, never zero.
fn decimals(random: &mut Random, size: i64) -> String {
    let whole = random.range(1, size.max(2));
    match random.range(0, 3) {
        0 => whole.to_string(),
        1 => format!("{whole}.{}", random.range(1, 9)),
        2 => format!("{whole}.{:02}", random.range(0, 9) * 10 + random.range(1, 9)),
        _ => format!("{whole}.{:04}", random.range(0, 999) * 10 + random.range(1, 9)),
    }
}

/// The statistics sheet of 2014: totals follow from their parts.
pub fn sheet(size: i64, random: &mut Random, values: &mut Values) {
    let form = forms().form(FormId(2014)).expect("the edition is one of the form files");
    for block in form.tables.iter().flat_map(|table| &table.blocks) {
        for row in &block.rows {
            values.insert(row.id.clone(), random.range(0, size.max(2)).to_string());
        }
    }
    let put = |values: &mut Values, code: &str, value: i64| values.insert(code.to_owned(), value.to_string());
    let sum = |values: &Values, codes: &[&str]| codes.iter().map(|code| integer(values, code)).sum::<i64>();
    let channels = ["st_req_inperson", "st_req_fax", "st_req_online", "st_req_letter"];
    let received = sum(values, &channels);
    put(values, "st_req_total", received);
    let late = random.range(0, received / 9);
    put(values, "st_closed_total", received);
    put(values, "st_closed_extended", late);
    put(values, "st_closed_ontime", received - late);
    // Every request received is answered; the answers fall into eight kinds.
    let mut left = received;
    let answers = [
        "st_ans_already",
        "st_ans_partial",
        "st_ans_refused",
        "st_ans_notours",
        "st_ans_notexist",
        "st_ans_correct",
        "st_ans_otherway",
    ];
    for code in answers {
        let count = random.range(0, left / 3);
        put(values, code, count);
        left -= count;
    }
    put(values, "st_ans_granted", left);
    put(values, "st_ans_total", received);
    let mut refused = integer(values, "st_ans_refused");
    for code in ["st_ref_secret", "st_ref_commercial", "st_ref_privacy", "st_ref_safety", "st_ref_notinfo"] {
        let count = random.range(0, refused / 2);
        put(values, code, count);
        refused -= count;
    }
    put(values, "st_ref_law", refused);
    for (total, parts) in [
        ("st_rev_total", ["st_rev_upheld", "st_rev_corrected", "st_rev_other"]),
        ("st_lit_total", ["st_lit_upheld", "st_lit_corrected", "st_lit_other"]),
    ] {
        for part in parts {
            put(values, part, random.range(0, 3));
        }
        let count = sum(values, &parts);
        put(values, total, count);
    }
    let staff = sum(values, &["st_staff_full", "st_staff_part"]);
    put(values, "st_staff", staff);
    let published = size * 40 + random.range(0, size * 10);
    put(values, "st_pro_total", published);
    let documents = random.range(1, 9);
    put(values, "st_pro_normdocs", documents);
    put(values, "st_normdocs_issued", documents + random.range(0, 3));
    put(values, "st_pub_website", published - random.range(0, size));
    put(values, "st_press_conf", 4);
    put(values, "st_press_conf_head", random.range(0, 4));
    put(values, "st_interviews", 6);
    put(values, "st_interviews_head", random.range(0, 6));
    let responses = sum(values, &["st_resp_social", "st_resp_other", "st_interviews", "st_press_conf"]);
    put(values, "st_resp_total", responses);
    values.insert("st_budget".to_owned(), decimals(random, 30));
    put(values, "st_fees", 0);
}
