//! Who files: invented organs in real divisions, at every level.
//!
//! Division names and codes are those of GB/T 2260. The townships, bureaus and institutions under them are
//! invented, and so is every figure that the corpus lets an organ report.

use crate::random::Random;

/// An organ that files a report.
#[derive(Clone)]
pub struct Organ {
    /// Full name.
    pub name: String,
    /// Name in file names.
    pub slug: String,
    /// Division code by GB/T 2260.
    pub code: &'static str,
    /// Administrative level: `province`, `city`, `county`, `township`.
    pub level: &'static str,
    /// `government`, `department`, `township`, `other`.
    pub kind: &'static str,
    /// How the organ calls itself in its prose.
    pub own: &'static str,
}

/// Name, slug, code, level, kind, own.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// The organs of the first documents; each stands for a level and a kind.
const ORGANS: &[Row] = &[
    ("海宁市云溪镇人民政府", "haining-yunxi", "330481", "township", "township", "我镇"),
    ("绵阳市人民政府", "mianyang", "510700", "city", "government", "我市"),
    ("江苏省历史建筑保护局", "jiangsu-heritage", "320000", "province", "department", "我局"),
    ("浏阳市水土保持局", "liuyang-soil", "430181", "county", "department", "我局"),
    ("佛山市人民政府办公室", "foshan-office", "440600", "city", "department", "我办"),
    ("寿光市人民政府", "shouguang", "370783", "county", "government", "我市"),
    ("杭州市西湖区望湖街道办事处", "xihu-wanghu", "330106", "township", "township", "我街道"),
    ("遵义市茶产业服务中心", "zunyi-tea", "520300", "city", "other", "我中心"),
    ("甘肃省人民政府", "gansu", "620000", "province", "government", "我省"),
    ("昆山市公共交通局", "kunshan-transit", "320583", "county", "department", "我局"),
    ("晋江市石塘镇人民政府", "jinjiang-shitang", "350582", "township", "township", "我镇"),
    ("上海市徐汇区人民政府", "xuhui", "310104", "county", "government", "我区"),
    ("大理市洱西镇人民政府", "dali-erxi", "532901", "township", "township", "我镇"),
    ("洛阳市古城保护委员会", "luoyang-oldtown", "410300", "city", "department", "我委"),
    ("义乌市人民政府办公室", "yiwu-office", "330782", "county", "department", "我办"),
    ("宜昌市人民政府", "yichang", "420500", "city", "government", "我市"),
    ("曲阜市文物管理局", "qufu-relics", "370881", "county", "department", "我局"),
    ("北京市海淀区槐新庄街道办事处", "haidian-huaixinzhuang", "110108", "township", "township", "我街道"),
    ("江油市石碑乡人民政府", "jiangyou-shibei", "510781", "township", "township", "我乡"),
    ("山东省海岸带管理局", "shandong-coast", "370000", "province", "department", "我局"),
];

/// Counties whose invented townships fill a large corpus.
const COUNTIES: &[(&str, &str, &str)] = &[
    ("海宁市", "haining", "330481"),
    ("桐乡市", "tongxiang", "330483"),
    ("诸暨市", "zhuji", "330681"),
    ("义乌市", "yiwu", "330782"),
    ("昆山市", "kunshan", "320583"),
    ("张家港市", "zhangjiagang", "320582"),
    ("常熟市", "changshu", "320581"),
    ("寿光市", "shouguang", "370783"),
    ("曲阜市", "qufu", "370881"),
    ("浏阳市", "liuyang", "430181"),
    ("晋江市", "jinjiang", "350582"),
    ("仁怀市", "renhuai", "520382"),
    ("江油市", "jiangyou", "510781"),
];

/// First and second syllables of invented townships, with their spelling.
const FIRST: &[(&str, &str)] = &[
    ("云", "yun"),
    ("清", "qing"),
    ("龙", "long"),
    ("白", "bai"),
    ("青", "qing"),
    ("金", "jin"),
    ("石", "shi"),
    ("松", "song"),
    ("梅", "mei"),
    ("柳", "liu"),
];
const SECOND: &[(&str, &str)] = &[
    ("溪", "xi"),
    ("塘", "tang"),
    ("岭", "ling"),
    ("坪", "ping"),
    ("湖", "hu"),
    ("桥", "qiao"),
    ("沟", "gou"),
    ("渡", "du"),
];

/// The organ of the `index`-th document: the listed ones first, then invented townships.
pub fn organ(index: usize, random: &mut Random) -> Organ {
    if let Some(&(name, slug, code, level, kind, own)) = ORGANS.get(index) {
        return Organ { name: name.to_owned(), slug: slug.to_owned(), code, level, kind, own };
    }
    let &(county, county_slug, code) = random.pick(COUNTIES);
    let &(first, first_slug) = random.pick(FIRST);
    let &(second, second_slug) = random.pick(SECOND);
    Organ {
        name: format!("{county}{first}{second}镇人民政府"),
        slug: format!("{county_slug}-{first_slug}{second_slug}"),
        code,
        level: "township",
        kind: "township",
        own: "我镇",
    }
}
