"""The two languages of the product."""

from __future__ import annotations

from typing import Literal

Lang = Literal["nl", "en"]
