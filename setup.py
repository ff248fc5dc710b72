"""What pyproject.toml can't say: the notebooks, which lie beside the packages, are packaged too."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["lobra", "lobra.*", "lobra_data", "lobra_data.*"]),
        "lobra.notebooks",
    ],
    package_dir={"lobra.notebooks": "notebooks"},
)
