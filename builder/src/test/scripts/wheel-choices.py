"""Writes the file of wheel choices that WheelChoicesTest compares with.

It is run by hand, when the rules of tags change: a new Python, a new manylinux, a new uv. From the root of the checkout:

    resources=builder/src/test/resources/feasibility
    .ci/with-toolchain uv lock --project "$resources"
    .ci/with-toolchain bash -c 'uv run --no-project --with packaging==26.3 builder/src/test/scripts/wheel-choices.py \\
        builder/src/test/resources/feasibility/uv.lock "$(command -v uv)" > /tmp/wheel-choices.json'
    mv /tmp/wheel-choices.json "$resources/wheel-choices.json" && rm "$resources/uv.lock"

Then look at the difference, and run WheelChoicesTest.

LOCK is a uv.lock of well-known packages with compiled code, made with `uv lock` from the
pyproject.toml beside the file of choices. The answers are those of the library `packaging`. With
UV, the path of a uv, uv is asked as well, for each package and target: offline and with an empty
cache it names the wheel that it would download. The script fails where the two differ.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor

from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

LEGACY = {(2, 17): "manylinux2014", (2, 12): "manylinux2010", (2, 5): "manylinux1"}
OLDEST = {"x86_64": 5, "aarch64": 17}
TARGETS = [
    (architecture, family, minor, python)
    for architecture in ("x86_64", "aarch64")
    for family, minor in (("glibc", 17), ("glibc", 28), ("glibc", 36), ("glibc", 39), ("musl", 2))
    for python in ((3, 11, 4), (3, 12, 1), (3, 13, 5), (3, 14, 0))
]


def platforms(architecture, family, minor):
    """The platform tags of a target, as packaging's _manylinux and _musllinux yield them on such a machine."""
    if family == "musl":
        for number in range(minor, -1, -1):
            yield f"musllinux_1_{number}_{architecture}"
    else:
        for number in range(minor, OLDEST[architecture] - 1, -1):
            yield f"manylinux_2_{number}_{architecture}"
            if (2, number) in LEGACY:
                yield f"{LEGACY[(2, number)]}_{architecture}"
    yield f"linux_{architecture}"


def ranks(architecture, family, minor, python):
    names = list(platforms(architecture, family, minor))
    interpreter = f"cp{python[0]}{python[1]}"
    tags = [*cpython_tags(python[:2], abis=[interpreter], platforms=names),
            *compatible_tags(python[:2], interpreter=interpreter, platforms=names)]
    result = {}
    for tag in tags:
        result.setdefault(tag, len(result))
    return result


def choice(files, ranked):
    best = None
    for name in files:
        _, _, build, tags = parse_wheel_filename(name)
        rank = min((ranked[tag] for tag in tags if tag in ranked), default=None)
        if rank is not None:
            key = (-rank, build)
            if best is None or key > best[0]:
                best = (key, name)
    return best[1] if best else None


def choice_of_uv(uv, folder, number, package, target):
    """The wheel that uv would download; None when it says that none fits."""
    architecture, family, minor, python = target
    lock = os.path.join(folder, f"pylock.p{number}.toml")
    wheels = "".join(
        f'{{ name = "{name}", url = "https://nowhere.invalid/{name}", hashes = {{ sha256 = "{"0" * 64}" }} }},'
        for name in package["wheels"])
    with open(lock, "w") as file:
        file.write(f'lock-version = "1.0"\ncreated-by = "test"\n[[packages]]\nname = "{package["name"]}"\n'
                   f'version = "{package["version"]}"\nwheels = [{wheels}]\n')
    platform = "unknown-linux-musl" if family == "musl" else f"manylinux_2_{minor}"
    run = subprocess.run(
        [uv, "pip", "sync", "--offline", "--no-config", "--preview-features", "pylock", "--cache-dir", folder,
         "--python", sys.executable, "--python-platform", f"{architecture}-{platform}",
         "--python-version", ".".join(map(str, python)), "--target", os.path.join(folder, f"t{number}"), lock],
        capture_output=True, text=True)
    named = re.search(r"https://nowhere.invalid/(\S+\.whl)", run.stderr)
    if not named and "wheel" not in run.stderr:
        sys.exit(f"uv says something unexpected about {package['name']}: {run.stderr}")
    return named.group(1).replace("%2B", "+") if named else None


def compare_with_uv(uv, packages, answers):
    questions = [(package, target, answer["choices"][index])
                 for target, answer in zip(TARGETS, answers)
                 for index, package in enumerate(packages) if package["wheels"]]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(4) as pool:
        said = pool.map(lambda numbered: choice_of_uv(uv, folder, numbered[0], *numbered[1][:2]), enumerate(questions))
        for (package, target, expected), actual in zip(questions, said):
            if actual != expected:
                sys.exit(f"{package['name']} for {target}: packaging chooses {expected}, uv {actual}")
    print(f"uv agrees in {len(questions)} cases", file=sys.stderr)


def main():
    with open(sys.argv[1], "rb") as file:
        lock = tomllib.load(file)
    packages = []
    for package in lock["package"]:
        if "registry" not in package["source"]:
            continue
        files = [wheel["url"].rsplit("/", 1)[1].replace("%2B", "+") for wheel in package.get("wheels", [])]
        packages.append({"name": package["name"], "version": package["version"],
                         "source": "sdist" in package, "wheels": sorted(files)})
    answers = []
    for target in TARGETS:
        ranked = ranks(*target)
        architecture, family, minor, python = target
        answers.append({
            "machine": architecture, "family": family, "minor": minor, "python": ".".join(map(str, python)),
            "choices": [choice(package["wheels"], ranked) for package in packages]})
    if len(sys.argv) > 2:
        compare_with_uv(sys.argv[2], packages, answers)
    json.dump({"packages": packages, "targets": answers}, sys.stdout, indent=0)
    print()


if __name__ == "__main__":
    main()
