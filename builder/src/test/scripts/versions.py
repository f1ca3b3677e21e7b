"""Writes the files of versions that PythonPackageVersionTest and VersionSpecifiersTest compare with.

It is run by hand, when PEP 440 or its reading in the library `packaging` changes. From the root of the checkout:

    .ci/with-toolchain uv run --no-project --with packaging==26.3 builder/src/test/scripts/versions.py \\
        builder/src/test/resources/version

The answers are those of `packaging`, with pre-releases like other versions.
"""

import itertools
import pathlib
import sys

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

VERSIONS = """
0 0.0 0.1 1 1.0 1.0.0 v1.0 1.0.1 1.1 1.1.0 1.10 1.9 2 2.0 2.0.0 2.2 2.2.0 2.2.3 2.20 10.0 2024.1.1
1.0a1 1.0.a.1 1.0-alpha1 1.0b2 1.0.beta2 1.0rc1 1.0c1 1.0-preview1 1.0pre1 1.0rc1.post1 1.0a1.dev3 1.0a 1.0.dev 1.0.dev4
1.0.post1 1.0-1 1.0.rev2 1.0-r3 1.0.post 1.0.post1.dev2 1.0+abc 1.0+abc.5 1.0+abc-10 1.0+5 1.0+ubuntu_1 1.0.post1+local
2.2.post3 2.2rc1 2.2.0rc1 2.2.dev1 2.3a1 1!0.5 1!1.0 0!1.0 1!1.0.post1 1.0.0.0.0.1 1.0A1 1.0RC2 1.0.POST2 2.0.1+1.2
""".split()

SPECIFIERS = """
==1.0 ==1.0.* ==1.* !=1.0 !=1.0.* <1.0 <=1.0 >1.0 >=1.0 ~=1.0 ~=2.2 ~=2.2.0 ~=2.2.post3 ~=1.0rc1 ===1.0 ===1.0.0 ==1.0+abc
!=1.0+abc <1.0.post1 >1.0.post1 >1.0rc1 <1.0rc1 >=1.0.dev4 <=1.0.post1 ==2 ==2.* ==2.0.* ==1!1.0 ==1!1.* >=1!0 <1!1
>=1,<2 >=1.0,!=1.0.1,<2.2 >0,<1.0a1 ==1.0.post1 ==1.0a1 >=2.2rc1 ~=1!1.0 >2.2.post3 ==2.2.0.0 <2.2 >2.2 ==1.0.post.* ===1.0A1
""".split()


def main(folder: pathlib.Path) -> None:
    """Write both files."""
    ordered = sorted(VERSIONS, key=Version)
    lines = [" ".join(group) for _, group in itertools.groupby(ordered, key=Version)]
    (folder / "order.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = []
    for text in SPECIFIERS:
        try:
            specifiers = SpecifierSet(text)
        except InvalidSpecifier:
            rows.append(f"{text}\tinvalid")
            continue
        held = [version for version in VERSIONS if specifiers.contains(version, prereleases=True)]
        rows.append(f"{text}\t{' '.join(held)}")
    (folder / "specifiers.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
