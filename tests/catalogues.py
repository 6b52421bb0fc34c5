"""Catalogues: every sentence of the code stands in `locales/`, and Indonesian is complete. `--update` takes new sentences in."""

import importlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from helpline.errors import HelplineError

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "locales"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
FOLDERS = ("helpline", "storage", "content", "bot", "console", "suluh")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ERRORS = (
    "storage.away",
    "storage.database",
    "storage.keycheck",
    "storage.staff",
    "storage.invitations",
    "console",
    "helpline.cases",
    "suluh.settings",
)


def sentences() -> Iterator[tuple[str, str]]:
    """File and msgid of every sentence in code and templates, and of every refusal that a person may be shown."""
    for folder in FOLDERS:
        found = extract_from_dir(
            str(ROOT / folder),
            METHODS,
            keywords={"_": None, "N_": None, "gettext": None},
            options_map={},
            comment_tags=("Translators:",),
        )
        for file, _line, message, _comments, _context in found:
            if isinstance(message, str) and message:
                yield f"{folder}/{file}", message
    for name in ERRORS:
        importlib.import_module(name)
    yield from ((kind.__module__, (kind.__doc__ or "").strip()) for kind in refusals(HelplineError))


def refusals(kind: type[HelplineError]) -> Iterator[type[HelplineError]]:
    for child in kind.__subclasses__():
        yield child
        yield from refusals(child)


def extracted() -> Catalog:
    """The template: all sentences, in the order of their files."""
    template = Catalog(project="Suluh", charset="utf-8", fuzzy=False)
    for place, message in sorted(set(sentences())):
        template.add(message, locations=[(place, 0)])
    return template


def kept(language: str) -> Catalog:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return f'msgid ""\nmsgstr ""\n{header(catalogue)}\n{out.getvalue().decode()}'


def header(catalogue: Catalog) -> str:
    """The header without dates and names, so that the file changes only when a sentence does."""
    plural = '"Plural-Forms: nplurals=1; plural=0;\\n"\n' if str(catalogue.locale) == "id" else ""
    language = f'"Language: {catalogue.locale}\\n"\n' if catalogue.locale else ""
    return f'"Project-Id-Version: Suluh\\n"\n{language}{plural}"Content-Type: text/plain; charset=utf-8\\n"\n'


def renewed(language: str) -> Catalog:
    """The catalogue with the sentences of today: translations are kept, gone sentences leave, new ones come in empty."""
    old, new = kept(language), Catalog(locale=language, fuzzy=False)
    for message in extracted():
        if message.id:
            known = old.get(message.id)
            new.add(message.id, known.string if known and not known.fuzzy else "", locations=message.locations)
    return new


def faults(language: str) -> Iterator[str]:
    """What is missing, stale or wrong in a catalogue that must be complete."""
    catalogue = kept(language)
    wanted = {str(message.id) for message in extracted() if message.id}
    present = {str(message.id): message for message in catalogue if message.id}
    yield from (f"{language}: not in the catalogue: {msgid}" for msgid in sorted(wanted - set(present)))
    yield from (f"{language}: no longer in the code: {msgid}" for msgid in sorted(set(present) - wanted))
    for msgid, message in present.items():
        if message.fuzzy or not message.string:
            yield f"{language}: not translated: {msgid}"
        elif set(PLACEHOLDER.findall(msgid)) != set(PLACEHOLDER.findall(str(message.string))):
            yield f"{language}: other placeholders: {msgid}"


def update() -> None:
    (LOCALES / "messages.pot").write_text(written(extracted()), encoding="utf-8")
    for folder in sorted(LOCALES.glob("*/LC_MESSAGES")):
        (folder / "messages.po").write_text(written(renewed(folder.parent.name)), encoding="utf-8")


def main() -> None:
    if "--update" in sys.argv:
        update()
    found = list(faults("id"))
    template = LOCALES / "messages.pot"
    if not template.exists() or template.read_text(encoding="utf-8") != written(extracted()):
        found.append("locales/messages.pot is not fresh: run `make locales`.")
    for fault in found:
        print(fault)
    if found:
        sys.exit(1)
    print(f"Catalogues are fresh; id holds {len(list(kept('id')))} sentences.")


if __name__ == "__main__":
    main()
