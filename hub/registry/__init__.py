"""Adapters found and checked: folders of `adapters`, further folders, and entry points `hub.adapters`.

manifest.py  manifest.yaml read into hub.model.manifest
folders.py   where adapters lie, and their modules imported
discover.py  all of them together: one owner for each source, format and section
"""

from hub.model.registry import LoadedSource, Registry
from hub.registry.discover import discover
from hub.registry.manifest import SDK, read_manifest

__all__ = ["SDK", "LoadedSource", "Registry", "discover", "read_manifest"]
