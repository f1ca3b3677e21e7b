from pathlib import Path

from setuptools import find_packages, setup

ABOUT = {}
exec(Path(__file__).with_name("src").joinpath("library", "about.py").read_text(), ABOUT)

setup(
    name="library",
    version=ABOUT["VERSION"],
    package_dir={"": "src"},
    packages=find_packages("src"),
    install_requires=["flask>=3.0,<3.1", "click"],
    extras_require={"dev": ["pytest~=8.3"]},
    entry_points={"console_scripts": ["library-overdue=library.overdue:main"]},
)
