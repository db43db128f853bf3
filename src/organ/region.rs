//! The organ, and the division it belongs to.

use super::division::{self, Division};
use super::evidence::Evidence;
use super::{Identity, Kind, Level, Scope, name};
use crate::document::Document;
use crate::finding::Finding;

/// A name with where it was found.
struct Source<'a> {
    name: &'a str,
    place: &'static str,
}

/// Fills organ, division, level, kind and scope.
pub(super) fn place(
    document: &Document,
    evidence: &Evidence,
    path: &str,
    identity: &mut Identity,
    findings: &mut Vec<Finding>,
) {
    let metadata = &document.metadata;
    let from = |name: Option<&'_ str>, place: &'static str| {
        name.map(str::trim).filter(|name| !name.is_empty()).map(|name| (name.to_owned(), place))
    };
    let found: Vec<(String, &'static str)> = [
        from(evidence.title.as_ref().map(|title| title.organ.as_str()), "标题/title"),
        from(evidence.signature.as_deref(), "落款/signature"),
        from(evidence.author.as_deref(), "正文/body"),
        from(metadata.organ.as_deref(), "网页信息/page metadata"),
        from(evidence.file.as_ref().map(|title| title.organ.as_str()), "文件名/file name"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sources: Vec<Source<'_>> = found.iter().map(|(name, place)| Source { name, place }).collect();
    let year = identity.year;
    let Some(first) = sources.first() else { return };
    let printed = name::normalize(first.name);
    let context: String = {
        let mut context = String::new();
        let texts = [Some(evidence.head.as_str()), Some(evidence.tail.as_str()), Some(path)];
        let pages = [&metadata.site, &metadata.title, &metadata.organ].map(|text| text.as_deref());
        for text in texts.into_iter().chain(pages).flatten() {
            context.push_str(text);
            context.push('\n');
        }
        context
    };
    let (own, rest) = own_region(&printed, year);
    let rest = rest.to_owned();
    let printed_region = !own.is_empty();
    let candidates = if printed_region { own } else { region_elsewhere(&sources[1..], &printed, &context, year) };
    let decided = decide(&candidates, &context);
    if let Some(division) = decided {
        identity.division_code = Some(division.code.to_owned());
        let [province, city, county] = division.chain();
        identity.province = province.map(|division| division.name.to_owned());
        identity.city = city.map(|division| division.name.to_owned());
        identity.county = county.map(|division| division.name.to_owned());
    } else if !is_national(&printed) {
        let list: Vec<String> = candidates.iter().take(CANDIDATES).map(describe).collect();
        let list = if list.is_empty() { "—".to_owned() } else { list.join("、") };
        findings.push(Finding::new("DOC-DIVISION").with("observed", first.name).with("candidates", list));
    }
    let body = if rest.is_empty() && decided.is_some() { "人民政府" } else { rest.as_str() };
    identity.kind = name::kind(body);
    identity.organ_printed = Some(first.name.to_owned());
    identity.organ = Some(full_name(&printed, &rest, printed_region, decided));
    identity.level = level(identity, &printed, decided);
    // A zone's committee may report on itself or on the zone.
    let zone = identity.kind == Some(Kind::Other) && printed_region && rest == printed;
    identity.scope = identity.kind.filter(|_| !zone).map(|kind| match kind {
        Kind::Government => Scope::Jurisdiction,
        _ => Scope::Organ,
    });
    if let Some(other) = sources[1..].iter().find(|other| disagrees(&printed, other, year)) {
        findings.push(
            Finding::new("DOC-ORGAN")
                .with("observed", first.name)
                .with("place", first.place)
                .with("other", other.name)
                .with("other_place", other.place),
        );
    }
}

/// Candidates shown in a finding.
const CANDIDATES: usize = 8;

fn is_national(organ: &str) -> bool {
    ["国务院", "国家", "中华人民共和国", "中国"].iter().any(|word| organ.starts_with(word))
}

/// The divisions that the name itself gives, and what is left of the name.
fn own_region(organ: &str, year: Option<u16>) -> (Vec<Division>, &str) {
    let (rest, found) = division::prefix(organ, year);
    if !found.is_empty() {
        return (found, rest);
    }
    // 国家税务总局青河县税务局: the region stands behind the head office.
    if is_national(organ) {
        for mark in ["总局", "中国", "国家", "部", "委员会", "局"] {
            let Some(at) = organ.find(mark).map(|at| at + mark.len()) else { continue };
            let (rest, found) = division::prefix(&organ[at..], year);
            if !found.is_empty() {
                return (found, rest);
            }
        }
        return (Vec::new(), organ);
    }
    // 宿迁经济技术开发区, 平潭综合实验区: the zone bears the short name of the place that holds it.
    let zone = ["开发区", "实验区", "高新", "新区", "园区", "示范区", "度假区", "风景", "保税区", "管理区", "新城"];
    if zone.iter().any(|word| organ.contains(word)) {
        for length in (2..=5).rev() {
            let Some((end, _)) = organ.char_indices().nth(length) else { continue };
            let found = division::shortly_named(&organ[..end], year);
            if !found.is_empty() {
                return (found, organ);
            }
        }
    }
    (Vec::new(), organ)
}

/// A name without a region takes it from the other names, else from what the text, the site and the folders name most.
fn region_elsewhere(others: &[Source<'_>], organ: &str, context: &str, year: Option<u16>) -> Vec<Division> {
    for other in others {
        let (found, _) = own_region(&name::normalize(other.name), year);
        if !found.is_empty() && !is_national(organ) {
            return found;
        }
    }
    if is_national(organ) {
        return Vec::new();
    }
    let mut counts: Vec<(Division, u32)> = Vec::new();
    for division in division::mentioned(context, year) {
        match counts.iter_mut().find(|(known, _)| *known == division) {
            Some((_, count)) => *count += 1,
            None => counts.push((division, 1)),
        }
    }
    // 青河镇人民政府: only a county that has such a town.
    let town = organ.trim_end_matches("人民政府").trim_end_matches("办事处");
    if town.ends_with(['镇', '乡']) || town.ends_with("街道") {
        let counties = division::counties_of_town(town, year);
        let named: Vec<Division> = counties
            .iter()
            .filter(|county| {
                counts.iter().any(|(division, _)| {
                    division == *county || county.within(division) && !division.code.ends_with("0000")
                })
            })
            .copied()
            .collect();
        return if named.is_empty() { counties } else { named };
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.into_iter().filter(|(_, count)| *count == most).map(|(division, _)| division).collect()
}

/// The one candidate, or the one whose province and prefecture the text names most.
fn decide(candidates: &[Division], context: &str) -> Option<Division> {
    if let [only] = candidates {
        return Some(*only);
    }
    let mut best: Option<(usize, Division)> = None;
    let mut tied = false;
    for candidate in candidates {
        let [province, city, _] = candidate.chain();
        let outer = [province, city].into_iter().flatten().filter(|outer| outer.code != candidate.code);
        let weight: usize = outer.map(|outer| context.matches(outer.name).count()).sum();
        match best {
            Some((most, _)) if weight < most => {}
            Some((most, _)) if weight == most => tied = true,
            _ => {
                best = Some((weight, *candidate));
                tied = false;
            }
        }
    }
    best.filter(|(weight, _)| *weight > 0 && !tied).map(|(_, division)| division)
}

/// `山东省淄博市张店区(370303)`.
fn describe(division: &Division) -> String {
    let names: String = division.chain().iter().flatten().map(|division| division.name).collect();
    format!("{names}({})", division.code)
}

/// The full name: with its region where the printed one has none, a district with its city, without the province above
/// a city. 市 alone is its government.
fn full_name(printed: &str, rest: &str, printed_region: bool, division: Option<Division>) -> String {
    let Some(division) = division else { return printed.to_owned() };
    let [province, city, county] = division.chain();
    let zone = rest == printed && printed_region;
    if zone || is_national(printed) {
        return printed.to_owned();
    }
    let rest = if rest.is_empty() { "人民政府" } else { rest };
    let mut full = String::new();
    match (province, city, county) {
        // Municipalities (no prefecture of their own) and provinces.
        (Some(province), None, county) => {
            if county.is_none_or(|county| county.name.ends_with('区') || county.name.ends_with('县')) {
                full.push_str(province.name);
            }
            full.extend(county.map(|county| county.name));
        }
        (_, Some(city), Some(county)) => {
            // A district is known by its city; a county or county-level city by itself, unless printed with it.
            if county.name.ends_with('区') || printed.contains(city.name) {
                full.push_str(city.name);
            }
            full.push_str(county.name);
        }
        (_, Some(city), None) => full.push_str(city.name),
        (None, None, _) => full.push_str(division.name),
    }
    full.push_str(rest);
    full
}

fn level(identity: &Identity, organ: &str, division: Option<Division>) -> Option<Level> {
    if identity.kind == Some(Kind::Township) {
        return Some(Level::Township);
    }
    let Some(division) = division else { return is_national(organ).then_some(Level::National) };
    Some(if division.code.ends_with("0000") {
        Level::Province
    } else if division.code.ends_with("00") {
        Level::City
    } else {
        Level::County
    })
}

/// Whether another name is of another organ. A government and the office that writes for it, a name and its longer
/// form, and the government whose site publishes are no disagreement.
fn disagrees(organ: &str, other: &Source<'_>, year: Option<u16>) -> bool {
    let other_name = name::normalize(other.name);
    let (own_regions, own) = own_region(organ, year);
    let (other_regions, others) = own_region(&other_name, year);
    let page = !matches!(other.place, "落款/signature" | "正文/body");
    let government = |rest: &str| rest.is_empty() || rest.starts_with("人民政府") || rest == organ;
    if own == others || (!own.is_empty() && !others.is_empty() && (own.contains(others) || others.contains(own))) {
        // The same name in two places.
        return !own_regions.is_empty()
            && !other_regions.is_empty()
            && !own_regions.iter().any(|own| other_regions.iter().any(|other| own.within(other) || other.within(own)));
    }
    if government(own) && government(others) {
        return false;
    }
    // A site's government or its offices publish for all organs; a file may be named after a folder.
    if page && (government(others) || !name::is_organ(&other_name)) {
        return false;
    }
    !others.is_empty() && !own.is_empty()
}
