"""The shape of the house: small modules, no circles, nothing that names a machine it was built on."""

import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "console", "content", "helpline", "locales", "storage", "suluh")
LONGEST = 300
PLACES = tuple(f"/{folder}/" for folder in ("work", "home", "Users"))


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    modules = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    ordered = list(TopologicalSorter(modules).static_order())  # raises CycleError and names the circle
    assert len(ordered) == len(modules) > 100


def test_every_module_is_small() -> None:
    sizes = {path: len(path.read_text().splitlines()) for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert len(sizes) > 100
    assert {path.name: size for path, size in sizes.items() if size > LONGEST and "versions" not in path.parts} == {}


def test_nothing_names_the_machine_it_was_built_on() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(tracked) > 300
    told = [name for name in tracked if any(place in (ROOT / name).read_text(errors="replace") for place in PLACES)]
    assert told == []
