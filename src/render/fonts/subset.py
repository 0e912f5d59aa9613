#!/usr/bin/env python3
"""Makes the faces beside this file from Liberation Serif: Latin, Cyrillic, typography; unhinted, renamed.

    python3 subset.py FOLDER

FOLDER holds LiberationSerif-{Regular,Bold,Italic}.ttf of version 2 (Debian 12: package fonts-liberation2,
/usr/share/fonts/truetype/liberation2; version 1 is under the GPL and is refused). Needs fontTools (Debian:
python3-fonttools). "Liberation" is a reserved font name of the OFL, hence another name. The same fonts and the same
fontTools give the same bytes.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Pult Serif"
KEPT = [
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x100),  # Latin-1: « » § ° × ± and Western names
    *range(0x401, 0x450), 0x451, 0x454, 0x456, 0x457, 0x45E,  # Russian, Belarusian, Ukrainian names
    0x490, 0x491,
    0x104, 0x105, 0x106, 0x107, 0x118, 0x119, 0x141, 0x142, 0x143, 0x144,  # Polish names
    0x15A, 0x15B, 0x179, 0x17A, 0x17B, 0x17C,
    0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212,  # hyphens, dashes, minus
    0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2039, 0x203A,  # quotes
    0x2020, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x20AC, 0x2116, 0x2122,  # • … ‰ ′ ″ € № ™
    0x2190, 0x2191, 0x2192, 0x2193, 0x2248, 0x2260, 0x2264, 0x2265,  # arrows, comparisons
]
# No ligatures: a glyph is a character, so words may be hyphenated after they have been shaped. GPOS has the kerning.
DROPPED = ["GSUB", "kern", "GDEF", "DSIG", "FFTM", "LTSH", "PCLT", "VDMX", "hdmx", "gasp", "meta"]


def make(source: Path, face: str) -> None:
    # The time in `head` is the source's, not this run's.
    font = TTFont(source / f"LiberationSerif-{face}.ttf", recalcTimestamp=False)
    if "Open Font License" not in font["name"].getDebugName(13):
        sys.exit(f"{face}: not under the SIL Open Font License")
    options = subset.Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = ["kern"]
    options.drop_tables += DROPPED
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=KEPT)
    worker.subset(font)
    names = {1: FAMILY, 2: face, 3: f"{FAMILY} {face}", 4: f"{FAMILY} {face}", 6: f"PultSerif-{face}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    font.save(Path(__file__).parent / f"PultSerif-{face}.ttf")


for face in ["Regular", "Bold", "Italic"]:
    make(Path(sys.argv[1]), face)
