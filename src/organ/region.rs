//! The organ, and the division it belongs to.

use std::sync::LazyLock;

use regex::Regex;

use super::division::{self, Division};
use super::evidence::Evidence;
use super::{Identity, Level, OrganKind, Scope, name, national};
use crate::document::Document;
use crate::finding::Finding;

/// A name with where it was found.
struct FoundName<'a> {
    name: &'a str,
    place: &'static str,
}

/// The place of a name to be asked about the report.
const CONTACT: &str = "联系方式/contact";

/// The names of the organ, the most trusted first. A page's field and a file's name hold anything: only names are taken.
fn sources<'a>(document: &'a Document, evidence: &'a Evidence) -> Vec<FoundName<'a>> {
    let title = evidence.title.as_ref().map(|title| title.organ.as_str());
    let file = evidence.file.as_ref().map(|title| title.organ.as_str());
    // The office publishes for the government, too: 我旗2021年度….
    let office = |name: &&str| ["政府办", "政府办公室", "政府办公厅"].iter().any(|end| name.ends_with(end));
    let whole =
        || ["我省", "我市", "我县", "我区", "我州", "我旗", "我盟"].iter().any(|word| evidence.head.contains(word));
    let page = document.metadata.organ.as_deref().filter(|name| !(office(name) && whole()));
    let all = [
        (title, "标题/title"),
        (evidence.field.as_deref(), "填报单位/field"),
        (evidence.signature.as_deref(), "落款/signature"),
        (evidence.author.as_deref(), "正文/body"),
        (evidence.contact.as_deref(), CONTACT),
        (page, "网页信息/page metadata"),
        (file, "文件名/file name"),
    ];
    let named = all.into_iter().filter_map(|(name, place)| Some(FoundName { name: name?.trim(), place }));
    named.filter(|source| name::is_name(source.name)).collect()
}

/// What may name the place of an organ whose name does not: the text's beginning and end, path and page.
fn surroundings(document: &Document, evidence: &Evidence, path: &str) -> String {
    let metadata = &document.metadata;
    let texts = [&evidence.head, &evidence.tail].map(|text| ELSEWHERE.replace_all(text, ""));
    let pages = [&metadata.site, &metadata.title, &metadata.organ].map(|text| text.as_deref());
    let texts = texts.iter().map(|text| &**text).chain([path]).chain(pages.into_iter().flatten());
    texts.flat_map(|text| [text, "\n"]).collect()
}

/// Where an organ went to learn, or whom it helps: other places than its own.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:赴|前往|借鉴|学习|考察|参观|感谢|对口|支援|邀请|参照|来自|交流)[^，。；\n]{1,40}")
        .expect("the pattern is well formed")
});

/// Two names that do not go together.
fn disagreement(one: &FoundName<'_>, other: &FoundName<'_>) -> Finding {
    Finding::new("DOC-ORGAN")
        .with("observed", one.name)
        .with("place", one.place)
        .with("other", other.name)
        .with("other_place", other.place)
}

/// Fills organ, division, level, kind and scope.
pub(super) fn place(
    document: &Document,
    evidence: &Evidence,
    path: &str,
    identity: &mut Identity,
    findings: &mut Vec<Finding>,
) {
    let sources = sources(document, evidence);
    let year = identity.year;
    let Some(first) = sources.first() else { return };
    identity.organ_printed = Some(first.name.to_owned());
    let named = name::organs(first.name);
    let [named] = named[..] else {
        // Two organs file together: neither is the organ.
        let both: Vec<FoundName<'_>> = named.iter().map(|name| FoundName { name, place: first.place }).collect();
        if let [one, other, ..] = &both[..] {
            findings.push(disagreement(one, other));
        }
        return;
    };
    let printed = name::normalize(named);
    let context = surroundings(document, evidence, path);
    let (own, rest) = own_region(&printed, year);
    let printed_region = !own.is_empty();
    let rest = if printed_region && rest != printed { behind_region(rest, &own) } else { rest };
    let (rank, bare) = if printed_region { (None, rest) } else { bare_rank(rest) };
    let central = national::is(&printed) || national::has_district(&printed);
    let elsewhere = |context: &str| region_elsewhere(&sources[1..], &printed, context, year);
    let mut candidates = if printed_region || central { own } else { elsewhere(&context) };
    if candidates.is_empty() && !central {
        candidates = elsewhere(&evidence.site);
    }
    // 广州市人民政府办公厅: only a department without a region is told by its name.
    let candidates = if printed_region { candidates } else { of_rank(candidates, rank, bare) };
    let decided = decide(&candidates, &context).or_else(|| decide(&candidates, &evidence.site));
    let decided = decided.filter(|division| !(rest == printed && is_stray(division, &printed, &context)));
    // 县人民政府 is any county's, and so is its office.
    if decided.is_none() && rank.is_some() && matches!(bare, "人民政府" | "政府" | "人民政府办公室" | "人民政府办公厅")
    {
        return;
    }
    // 县水利局: the rank is the division's own word, once there is one.
    let rest = if decided.is_some() && rank.is_some() { bare } else { rest };
    if let Some(division) = decided {
        identity.division_code = Some(division.code.to_owned());
        let [province, city, county] = division.chain();
        identity.province = province.map(|division| division.name.to_owned());
        identity.city = city.map(|division| division.name.to_owned());
        identity.county = county.map(|division| division.name.to_owned());
    } else if !central {
        let list: Vec<String> = candidates.iter().take(CANDIDATES).map(describe).collect();
        let list = if list.is_empty() { "—".to_owned() } else { list.join("、") };
        findings.push(Finding::new("DOC-DIVISION").with("observed", first.name).with("candidates", list));
    }
    let body = if rest.is_empty() && decided.is_some() { "人民政府" } else { rest };
    identity.kind = if national::behind(&printed) == Some("") { Some(OrganKind::Department) } else { name::kind(body) };
    identity.organ = Some(full_name(&printed, rest, printed_region, decided));
    identity.level = level(identity, &printed, decided);
    // A zone's committee may report on itself or on the zone.
    let zone = identity.kind == Some(OrganKind::Other) && printed_region && rest == printed;
    identity.scope = identity.kind.filter(|_| !zone).map(|kind| match kind {
        OrganKind::Government => Scope::Jurisdiction,
        _ => Scope::Organ,
    });
    findings.extend(
        sources[1..].iter().find(|other| disagrees(&printed, other, year)).map(|other| disagreement(first, other)),
    );
}

/// Whether a zone's name only happens to begin with the short name of a district (东湖高新区): nothing around it names the
/// district or its city.
fn is_stray(district: &Division, organ: &str, context: &str) -> bool {
    let [_, city, _] = district.chain();
    let named =
        |division: Division| context.contains(division.name) || context.contains(division::short(division.name));
    district.name.ends_with('区')
        && !district.code.ends_with("00")
        && organ.starts_with(division::short(district.name))
        && !organ.starts_with(district.name)
        && !context.contains(district.name)
        && !city.is_some_and(named)
}

/// Candidates shown in a finding.
const CANDIDATES: usize = 8;

/// What committees of the Party begin their names with.
const PARTY: &[&str] = &["中国共产党", "中共"];

/// The divisions that the name itself gives, and what is left of the name.
fn own_region(organ: &str, year: Option<u16>) -> (Vec<Division>, &str) {
    let (rest, found) = division::prefix(organ, year);
    if !found.is_empty() {
        let joint = joint_region(rest, &found, year);
        let zoned = if joint.is_empty() { zone_region(rest, &found, year) } else { joint };
        if !zoned.is_empty() {
            return (zoned, organ);
        }
        let inner = branch_region(rest, &found, year);
        return if inner.is_empty() { (found, rest) } else { (inner, organ) };
    }
    // 中共青河县委办公室; 中国(上海)自由贸易试验区.
    if let Some(party) = PARTY.iter().find_map(|party| organ.strip_prefix(party)) {
        return (division::prefix(party, year).1, organ);
    }
    if let Some((place, _)) = organ.strip_prefix("中国(").and_then(|inside| inside.split_once(')')) {
        let named = division::shortly_named(place, year);
        return (named.into_iter().filter(|division| division.code.ends_with("0000")).collect(), organ);
    }
    // 国家税务总局青河县税务局, 国家统计局湖南调查总队: the region stands behind the head office.
    if let Some(branch) = national::behind(organ) {
        let (rest, found) = division::prefix(branch.trim_start_matches('驻'), year);
        return match division::short_at_start(branch.trim_start_matches('驻')) {
            _ if !found.is_empty() => (found, rest),
            Some((rest, division)) => (vec![division], rest),
            // 中山 is a city and a district of another one: teams are of cities.
            None => {
                let place = branch.strip_suffix("调查队").unwrap_or_default();
                let mut cities = division::shortly_named(place, year);
                cities.retain(|city| city.code.ends_with("00"));
                if let [city] = cities[..] { (vec![city], "调查队") } else { (Vec::new(), organ) }
            }
        };
    }
    // 河南银保监局, 连云港海事局.
    let bare = organ.strip_prefix("中华人民共和国").unwrap_or(organ);
    if let Some((rest, division)) = division::short_at_start(bare)
        && national::is_branch(rest)
    {
        return (vec![division], organ);
    }
    // 宿迁经济技术开发区, 平潭综合实验区: the zone bears the short name of the place that holds it.
    if is_zone(organ) {
        for length in (2..=5).rev() {
            let Some((end, _)) = organ.char_indices().nth(length) else { continue };
            let found = division::shortly_named(&organ[..end], year);
            if !found.is_empty() {
                // 重庆合川工业园区: of a place within it.
                let joint = joint_region(&organ[end..], &found, year);
                let inner = if joint.is_empty() { zone_region(&organ[end..], &found, year) } else { joint };
                return (if inner.is_empty() { found } else { inner }, organ);
            }
        }
    }
    (Vec::new(), organ)
}

/// Words that the names of zones have.
const ZONE: &[&str] = &[
    "开发区",
    "实验区",
    "高新",
    "新区",
    "园区",
    "示范区",
    "度假区",
    "风景",
    "保税区",
    "管理区",
    "新城",
    "起步区",
    "合作区",
];

fn is_zone(organ: &str) -> bool {
    ZONE.iter().any(|word| organ.contains(word))
}

/// The place within some others whose short name a zone bears behind theirs: 浙江省东阳经济开发区管理委员会.
fn zone_region(rest: &str, outer: &[Division], year: Option<u16>) -> Vec<Division> {
    if !is_zone(rest) || name::kind(rest) != Some(OrganKind::Other) {
        return Vec::new();
    }
    let inside = |length: usize| {
        let (end, _) = rest.char_indices().nth(length)?;
        let mut inner = division::shortly_named(&rest[..end], year);
        inner.retain(|inner| outer.iter().any(|outer| inner.within(outer) && inner != outer));
        (!inner.is_empty()).then_some(inner)
    };
    // 南昌 is the city before the county in it.
    let found = (2..=5).rev().find_map(inside).unwrap_or_default();
    let whole = |inner: &&Division| !found.iter().any(|other| other != *inner && inner.within(other));
    found.iter().filter(whole).copied().collect()
}

/// The district, named in brackets, that is governed as one with a zone: 泰州医药高新区(高港区)卫生健康委员会.
fn joint_region(rest: &str, outer: &[Division], year: Option<u16>) -> Vec<Division> {
    let Some((place, _)) =
        rest.split_once('(').filter(|(zone, _)| is_zone(zone)).and_then(|(_, inside)| inside.split_once(')'))
    else {
        return Vec::new();
    };
    let mut inner = division::named(place, year);
    inner.retain(|inner| outer.iter().any(|outer| inner.within(outer) && inner != outer));
    inner
}

/// What bureaus of a city in its districts do: 盐城市亭湖生态环境局.
const TRADES: &[&str] = &["生态环境", "环境保护", "公安", "自然资源", "国土资源", "市场监督管理", "烟草专卖", "气象"];

/// The district that a bureau's branch serves: 上海市公安局长宁分局, 滁州市生态环境局凤阳县分局.
fn branch_region(rest: &str, outer: &[Division], year: Option<u16>) -> Vec<Division> {
    let branch = rest.strip_suffix("分局");
    let below = || TRADES.iter().find_map(|trade| rest.strip_suffix('局')?.strip_suffix(trade));
    let place =
        branch.and_then(|name| name.split_once('局').map(|(_, place)| place).or_else(|| name.strip_prefix("公安")));
    let Some(place) = place.or_else(below) else { return Vec::new() };
    let mut inner = division::named(place, year);
    if inner.is_empty() {
        inner = division::shortly_named(place, year);
    }
    inner.retain(|inner| outer.iter().any(|outer| inner.within(outer) && inner != outer));
    inner
}

/// What is left of a name behind its region, which may be printed twice (青河县青河县水利局, 青河县县水利局).
fn behind_region<'a>(rest: &'a str, own: &[Division]) -> &'a str {
    let again = own.iter().flat_map(|division| division.chain()).flatten().find_map(|outer| {
        let behind = rest.strip_prefix(outer.name)?;
        (!behind.is_empty()).then_some(behind)
    });
    let rest = again.unwrap_or(rest);
    match bare_rank(rest) {
        (Some(rank), bare) if own.iter().any(|division| division.name.ends_with(rank)) => bare,
        _ => rest,
    }
}

/// Words that begin like a rank and are none: 市场监督管理局, 区域合作办公室.
const NO_RANK: &[&str] = &[
    "市场", "市容", "市民", "市郊", "市级", "市直", "市区", "区域", "区块", "区级", "区直", "县域", "县级", "县直",
    "省级", "省直", "省际", "旗舰",
];

/// The rank that a name without its region starts with, and what follows: 县水利局, 市市场监督管理局.
fn bare_rank(name: &str) -> (Option<char>, &str) {
    // 自治区人民政府, 自治州水利局.
    let name = name.strip_prefix("自治").filter(|rest| rest.starts_with(['区', '州', '县', '旗'])).unwrap_or(name);
    let rank = name.chars().next().filter(|first| "省市区县州盟旗".contains(*first));
    let Some(rank) = rank else { return (None, name) };
    let rest = &name[rank.len_utf8()..];
    // 市政管理局 is of the city's works, 市政府办公室 of its government.
    let works =
        name.starts_with("市政") && !["市政府", "市政务", "市政协", "市政法"].iter().any(|word| name.starts_with(word));
    let word = works || NO_RANK.iter().any(|word| name.starts_with(word)) || rest.is_empty();
    if word { (None, name) } else { (Some(rank), rest) }
}

/// Whether a division has a rank, by its name and its code; without one, that of a province.
fn has_rank(division: &Division, rank: Option<char>) -> bool {
    match rank {
        // A district, or an autonomous region: 区水利局 is no bureau of 广东省.
        Some('区') => division.name.ends_with('区'),
        Some('省') => division.code.ends_with("0000") && !division.name.ends_with('市'),
        Some(rank) => {
            division.name.ends_with(rank)
                && (rank != '市' || !division.code.ends_with("0000") || division.name.ends_with('市'))
        }
        None => division.code.ends_with("0000"),
    }
}

/// The candidates of the rank that the name tells (县水利局 is of a county), else the one above them that has it; a
/// department called 厅 is of a province.
fn of_rank(candidates: Vec<Division>, rank: Option<char>, rest: &str) -> Vec<Division> {
    let fits = |division: &Division| has_rank(division, rank);
    if rank.is_none() && !rest.ends_with('厅') || candidates.iter().all(fits) {
        return candidates;
    }
    let mut out: Vec<Division> = candidates.iter().filter(|division| fits(division)).copied().collect();
    if out.is_empty() {
        for outer in candidates.iter().flat_map(|division| division.chain().into_iter().rev().flatten()).filter(fits) {
            if !out.contains(&outer) {
                out.push(outer);
            }
        }
    }
    out
}

/// A name without a region takes it from the other names, else from what the text, the site and the folders name most.
fn region_elsewhere(others: &[FoundName<'_>], organ: &str, context: &str, year: Option<u16>) -> Vec<Division> {
    for other in others {
        let (found, _) = own_region(&name::normalize(other.name), year);
        if !found.is_empty() {
            return found;
        }
    }
    let mut counts: Vec<(Division, u32)> = Vec::new();
    for division in division::mentioned(context, year) {
        match counts.iter_mut().find(|(known, _)| *known == division) {
            Some((_, count)) => *count += 1,
            None => counts.push((division, 1)),
        }
    }
    // 青河镇人民政府: only a county that has such a town.
    let town = bare_rank(organ).1.trim_end_matches("人民政府").trim_end_matches("办事处");
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
        // A town that the list lacks is of the one county that is named.
        let mut only = counts.iter().map(|(division, _)| *division).filter(|division| !division.code.ends_with("00"));
        return match (only.next(), only.next()) {
            _ if !named.is_empty() => named,
            (Some(county), None) if counties.len() != 1 => vec![county],
            _ => counties,
        };
    }
    // 市审计局: the one city whose government has the site, even where its province is named more often.
    if let (Some(rank), _) = bare_rank(organ) {
        let governs = |division: &Division| context.contains(&format!("{}人民政府", division.name));
        let mut ranked = counts.iter().map(|(division, _)| *division).filter(|division| has_rank(division, Some(rank)));
        if let (Some(only), None) = (ranked.next(), ranked.next())
            && governs(&only)
        {
            return vec![only];
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let found = counts.into_iter().filter(|(_, count)| *count == most).map(|(division, _)| division);
    // A company or a school above the schools of a county lies in a place without being of it.
    let alone = ["公司", "集团", "大学", "学院", "银行", "兵团"].iter().any(|end| organ.ends_with(end));
    found.filter(|division| !alone || organ.contains(division::short(division.name))).collect()
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
    if zone || national::is(printed) {
        return printed.to_owned();
    }
    // 第八师石河子市, 国网江苏省电力有限公司: the name holds its place; 张店民政局 begins with it.
    let place = division::short(division.name);
    let behind = printed.strip_prefix(place).filter(|behind| !printed_region && is_department(behind));
    let town = name::kind(rest) == Some(OrganKind::Township);
    if !printed_region && !town && behind.is_none() && printed.contains(place) {
        return printed.to_owned();
    }
    let rest = behind.unwrap_or(rest);
    let rest = if rest.is_empty() { "人民政府" } else { rest };
    let mut full = String::new();
    match (province, city, county) {
        // Municipalities (no prefecture of their own), counties right under a province, and provinces.
        (Some(province), None, county) => {
            let municipality = province.name.ends_with('市');
            if county.is_none_or(|county| municipality && county.name.ends_with(['区', '县'])) {
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

/// How the committees of villages and neighbourhoods end.
const VILLAGE: &[&str] = &["村民委员会", "居民委员会", "村委会", "居委会"];

/// Whether words are the name of a department and nothing before it.
fn is_department(words: &str) -> bool {
    words.chars().count() >= 3
        && words.ends_with(['局', '委', '办', '厅'])
        && name::kind(words) == Some(OrganKind::Department)
}

fn level(identity: &Identity, organ: &str, division: Option<Division>) -> Option<Level> {
    if identity.kind == Some(OrganKind::Township) {
        return Some(Level::Township);
    }
    // A village is below all levels.
    if VILLAGE.iter().any(|end| organ.ends_with(end)) {
        return None;
    }
    let Some(division) = division else {
        // A branch whose place is not known is of no known level either.
        let branch = |rest: &str| rest.ends_with(['局', '队', '行', '站', '关']);
        return national::behind(organ).filter(|rest| !branch(rest)).map(|_| Level::National);
    };
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
fn disagrees(organ: &str, other: &FoundName<'_>, year: Option<u16>) -> bool {
    let others = name::organs(other.name);
    let [other_one] = others[..] else { return false };
    let other_name = name::normalize(other_one);
    let (own_regions, own) = own_region(organ, year);
    let (other_regions, others) = own_region(&other_name, year);
    // Another organ may answer the telephone.
    if other.place == CONTACT {
        return false;
    }
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
    !others.is_empty() && !own.is_empty() && !shortens(bare_rank(others).1, bare_rank(own).1)
}

/// Whether one name of a department is the other one for short: 城管局 and 城市管理局.
fn shortens(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let mut letters = long.chars();
    short.chars().count() >= 3 && short.chars().all(|letter| letters.any(|other| other == letter))
}
