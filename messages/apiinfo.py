"""api-info as the national API profile defines it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from messages.base import Meddelande
from messages.values import Text


class ApiInfo(Meddelande):
    """Name, version, day of release, where the documentation lies, and the stage of the life cycle."""

    elementnamn: ClassVar[str] = "apiInfo"
    namnrymd: ClassVar[str] = "urn:nyttonav:api-info:1"

    apiName: Text
    apiVersion: Text
    apiReleased: date
    apiDocumentation: Text
    apiStatus: Text
