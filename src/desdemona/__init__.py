"""Desdemona, the test bench for emotion recognition systems.

The verbs of the command line, for Python: `measure`, `audit`, `load_system`, `render`. Each is imported when it is
first asked for, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desdemona.audits.audit import audit
    from desdemona.channels.measure import measure_recording as measure
    from desdemona.stimuli.render import render_phantom as render
    from desdemona.systems.profile import load_system

__all__ = ["audit", "load_system", "measure", "render"]
__version__ = "0.1.0"

VERBS = {
    "audit": ("desdemona.audits.audit", "audit"),
    "load_system": ("desdemona.systems.profile", "load_system"),
    "measure": ("desdemona.channels.measure", "measure_recording"),
    "render": ("desdemona.stimuli.render", "render_phantom"),
}


def __getattr__(name: str) -> object:
    """Import one of the verbs when it is first asked for."""
    if name not in VERBS:
        raise AttributeError(f"module 'desdemona' has no attribute '{name}'")
    module, attribute = VERBS[name]
    return getattr(import_module(module), attribute)
