"""Builds the audio callback; without a C compiler the package installs all the same and the Python twin plays."""

from setuptools import find_packages, setup
from setuptools.command.build_ext import build_ext


class OptionalBuildExt(build_ext):
    def run(self) -> None:
        for extension in self.extensions:
            extension.optional = True
        super().run()


setup(
    packages=[*find_packages(include=["engine*", "demond*"]), "demond.mappings", "demond.systemd"],
    package_dir={"demond.mappings": "mappings", "demond.systemd": "systemd"},
    cffi_modules=["demond/playback/build_callback.py:ffibuilder"],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
    cmdclass={"build_ext": OptionalBuildExt},
)
