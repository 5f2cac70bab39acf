"""What pyproject.toml cannot say: every folder of `deskterm/` and of `data/` is shipped."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[
        *find_namespace_packages(include=["deskterm", "deskterm.*"], exclude=["*__pycache__"]),
        "deskterm.data",
        *(
            f"deskterm.data.{name}"
            for name in find_namespace_packages("data", exclude=["*__pycache__"])
        ),
    ]
)
