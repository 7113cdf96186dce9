"""The application: every endpoint in one list, every route guarded or named as open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from hub import __version__
from hub.api import description, errors, guard, health, metrics
from hub.api.certificates import BehindProxies
from hub.api.counts import Counts
from hub.api.hub import Hub
from hub.api.ssbtek import service as ssbtek
from hub.api.trace import Traced
from hub.api.v1 import (
    get_api_info,
    get_arende,
    get_fortsattning,
    get_intyg,
    get_kalla,
    get_kalla_drift,
    get_kalla_uppfoljning,
    get_kallor,
    get_kodverk,
    get_kontrollpunkt,
    get_loggpost,
    get_loggpost_bevis,
    get_openapi,
    post_aktualitetskontroller,
    post_arendehandelser,
    post_arendeladdningar,
    post_arendelista_inforande,
    post_arendelistor,
    post_driftmeddelanden,
    post_fragekontroller,
    post_intyg,
    post_intyg_bekraftelser,
    post_loggsokningar,
    post_medsignaturer,
    post_uppgiftsforfragningar,
    put_arende,
    put_arendelista_del,
)

ENDPOINTS = (
    post_uppgiftsforfragningar,
    put_arende,
    get_arende,
    post_arendehandelser,
    post_arendeladdningar,
    post_arendelistor,
    put_arendelista_del,
    post_arendelista_inforande,
    post_intyg,
    get_intyg,
    post_intyg_bekraftelser,
    post_aktualitetskontroller,
    post_driftmeddelanden,
    post_fragekontroller,
    get_kallor,
    get_kalla,
    get_kalla_drift,
    get_kalla_uppfoljning,
    get_kodverk,
    post_loggsokningar,
    get_loggpost,
    get_loggpost_bevis,
    get_kontrollpunkt,
    get_fortsattning,
    post_medsignaturer,
    get_api_info,
    get_openapi,
)


def build(examples: Path, hub: Hub | None = None) -> FastAPI:
    """The app over a hub; without one it can only describe itself.

    Raises RuntimeError when a route is neither guarded nor open: nothing is served then.
    """
    app = FastAPI(
        title="Nyttonav",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        # A redirect would repeat the caller's path in a header, whatever stood in it.
        redirect_slashes=False,
    )
    for endpoint in ENDPOINTS:
        app.include_router(endpoint.router, prefix=description.PREFIX)
    app.include_router(ssbtek.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.state.counts = Counts()
    app.state.schemas = examples
    errors.install(app)
    app.add_middleware(Traced)
    if hub is not None:
        app.state.hub = hub
        if hub.proxies is not None:
            app.add_middleware(BehindProxies, hub.proxies)
    if unguarded := guard.unguarded(app):
        raise RuntimeError(f"These routes lack a guard: {', '.join(unguarded)}. Give each a scope.")
    made: list[dict[str, Any]] = []

    def openapi() -> dict[str, Any]:
        if not made:
            made.append(description.build(app, examples))
        return made[0]

    app.openapi = openapi  # type: ignore[method-assign]
    return app
