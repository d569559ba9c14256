"""The files of a bundle against its manifest and against their own names."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from vs_workflow.exports.verifier.findings import HEX64, Json, Report, strict_json, trouble


def read_manifest(folder: Path, report: Report) -> Json | None:
    """The manifest, once every file was held against it."""
    try:
        manifest = strict_json((folder / "manifest.json").read_bytes())
        listed = {str(one["path"]): (one["size"], one["sha256"]) for one in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        report.wrong("manifest.json", "manifest", f"cannot be read: {trouble(error)}")
        return None
    if manifest.get("format") != "vs.bundle/1":
        report.wrong("manifest.json", "format", f"is not vs.bundle/1 but {manifest.get('format')}")
    there: set[str] = set()
    for top, names, files in os.walk(folder):
        for name in [*names, *files]:
            path = Path(top, name)
            shown = path.relative_to(folder).as_posix()
            if path.is_symlink():
                report.wrong(shown, "file", "is a link")
            elif path.is_file():
                there.add(shown)
    for name, (size, digest) in listed.items():
        if name not in there:
            report.wrong(name, "file", "is in the manifest and not here")
            continue
        data = (folder / name).read_bytes()
        if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            report.wrong(name, "file", "is not what the manifest says")
        stem = Path(name).name.partition(".")[0]
        if name.startswith(("rules/", "register/", "documents/")) and hashlib.sha256(data).hexdigest() != stem:
            report.wrong(name, "file", "is not what its name says")
    for name in sorted(there - set(listed) - {"manifest.json"}):
        report.wrong(name, "file", "is here and not in the manifest")
    return manifest


def attached(folder: Path, entries: list[Json], report: Report) -> None:
    """Records and documents that entries name and that are not in the bundle."""
    missing = {"register": 0, "documents": 0}
    for entry in entries:
        documents, facts = entry.get("documents", []), entry.get("facts", {})
        wanted = [("documents", str(one)) for one in (documents if isinstance(documents, list) else [])]
        if entry.get("kind") == "register" and isinstance(facts, dict):
            wanted.append(("register", str(facts.get("record"))))
        for place, digest in wanted:
            if not HEX64.match(digest):
                continue  # told where its line was judged; as a name of a file it could be anything
            name = f"{digest}.json" if place == "register" else digest
            missing[place] += not (folder / place / name).is_file()
    for place, count in missing.items():
        if count:
            report.limit(f"{count} named in entries are not in {place}/: left out, or destroyed")
