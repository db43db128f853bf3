"""Pages as scanners deliver them: clean page pictures come in, degraded ones go out.

A profile is a handful of numbers: skew in degrees, blur by the resolution, noise, a shadow over the page, JPEG quality,
a threshold for one bit, how faint rulings and ink are, a seal. The same seed gives the same page.
"""
import math
import zlib

import cv2
import numpy as np

PROFILES = {
    "clean": {},
    "light": {"skew": 0.5, "blur": 0.25, "noise": 5, "quality": 70},
    "medium": {"skew": 1.0, "blur": 0.32, "noise": 9, "shadow": 0.18, "quality": 50},
    "heavy": {"skew": 2.0, "blur": 0.42, "noise": 14, "shadow": 0.30, "quality": 40},
    "bilevel": {"skew": 0.7, "blur": 0.25, "noise": 7, "threshold": 150},
    "thin": {"skew": -1.2, "blur": 0.32, "noise": 10, "threshold": 105},
    "seal": {"skew": -0.8, "blur": 0.28, "noise": 6, "quality": 60, "seal": "red"},
    "grey_seal": {"skew": -0.8, "blur": 0.28, "noise": 6, "quality": 60, "seal": "grey"},
    "faint": {"skew": 0.8, "blur": 0.30, "noise": 7, "quality": 60, "rulings": 0.33, "ink": 0.7},
}


def rulings(grey, dpi):
    """What runs on for long along the rows or the columns."""
    ink = (grey < 140).astype(np.uint8)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, int(dpi * 0.3)), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((int(dpi * 0.22), 1), np.uint8))
    return cv2.dilate(np.maximum(across, down), np.ones((3, 3), np.uint8)) > 0


def seal(height, width, dpi, random):
    """A round seal with a star and strokes along its rim, as shares of ink."""
    ink = np.zeros((height, width), np.float32)
    radius = int(0.83 * dpi)
    x, y = int(width * random.uniform(0.35, 0.75)), int(height * random.uniform(0.25, 0.75))
    cv2.circle(ink, (x, y), radius, 1.0, max(2, int(dpi * 0.045)), cv2.LINE_AA)
    star = []
    for point in range(10):
        angle = point * math.pi / 5 - math.pi / 2
        reach = radius * (0.33 if point % 2 == 0 else 0.126)
        star.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    cv2.fillPoly(ink, [np.array(star, np.int32)], 1.0, cv2.LINE_AA)
    for place in range(11):
        angle = math.pi * (1.15 + 0.07 * place)
        cx, cy, half = x + radius * 0.74 * math.cos(angle), y + radius * 0.74 * math.sin(angle), radius * 0.085
        for stroke in range(4):
            row = int(cy - half + 2 * half * stroke / 3)
            cv2.line(ink, (int(cx - half), row), (int(cx + half), row), 1.0, max(1, int(dpi * 0.008)), cv2.LINE_AA)
        cv2.line(ink, (int(cx), int(cy - half)), (int(cx), int(cy + half)), 1.0, max(1, int(dpi * 0.01)), cv2.LINE_AA)
    return ink * random.uniform(0.75, 1.0, ink.shape) * 0.85


def degrade(page, dpi, profile, name):
    """One page (BGR, eight bits) by a profile; grey, colour or two values."""
    wanted = PROFILES[profile]
    random = np.random.default_rng(zlib.crc32(f"{name} {dpi} {profile}".encode()))
    light = page.astype(np.float32)
    if "rulings" in wanted:
        pale = np.where(rulings(page.min(axis=2), dpi), wanted["rulings"], wanted["ink"])[..., None]
        light = 255 - (255 - light) * pale
    if "seal" in wanted:
        red = np.array([50, 40, 215], np.float32) / 255
        light *= 1 - seal(*light.shape[:2], dpi, random)[..., None] * (1 - red)
    height, width = light.shape[:2]
    if "skew" in wanted:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), wanted["skew"] * random.uniform(0.85, 1.15), 1)
        light = cv2.warpAffine(light, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    if "blur" in wanted:
        light = cv2.GaussianBlur(light, (0, 0), wanted["blur"] * dpi / 72)
    if "shadow" in wanted:
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        light *= (1 - wanted["shadow"] * (across / width * 0.7 + down / height * 0.3) ** 1.5)[..., None]
    light = light * 0.97 + 4
    if wanted.get("seal") != "red":
        light = light.mean(axis=2)
    if "noise" in wanted:
        light = light + random.normal(0, wanted["noise"], light.shape)
    out = np.clip(light, 0, 255).astype(np.uint8)
    if "threshold" in wanted:
        return ((out >= wanted["threshold"]) * 255).astype(np.uint8)
    return out
