"""A process that has imported all libraries, and from which commands are split off.

Most of the second that a refused command takes is importing. A command that is split off from
here (``fork``) finds everything imported. From there it is a process like any other: with its own
folder, words, files and environment, and an interpreter that ends as it always does.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

IMPORTED = (
    "jinja2",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "pandas",
    "pyarrow.parquet",
    "rich.progress",
    "ruamel.yaml",
    "scipy.stats",
    "simulation.experiments.compare",
    "simulation.experiments.robustness",
    "simulation.experiments.sensitivity",
    "simulation.experiments.sweeps.carry_out",
    "simulation.results.report",
    "simulation.scenario.catalogue",
    "simulation.scenario.docs",
)
SMALL = {
    "question": "What happens?",
    "days": 3,
    "network": {"kind": "community", "consumers": 60},
    "strategies": {"nothing": []},
}
SECONDS = 300


def serve() -> None:
    """Start a command for each line of the input; return in the process of the command."""
    from simulation import run
    from simulation.scenario import scenario_from

    for name in IMPORTED:
        importlib.import_module(name)
    run(scenario_from(SMALL), "nothing")  # which imports every plug-in and loads the compiled day
    gc.collect()
    gc.freeze()  # what is imported is not looked through when a command ends
    for line in sys.stdin:
        errand = json.loads(line)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that numpy's threads stay behind is as it should be
            child = os.fork()
        if not child:
            _become(errand)
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()


def _become(errand: dict[str, Any]) -> None:
    """Turn this process into what the command would find if it had been started alone."""
    signal.alarm(SECONDS)
    folder = Path(errand["folder"])
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(errand["environment"])
    sys.argv[1:] = errand["arguments"]
    if not errand["pictures"]:
        from simulation.results import files

        setattr(files, "write_figures", lambda *_: {})  # noqa: B010
        setattr(files, "page", lambda *_: "")  # noqa: B010
    for number, name in enumerate((os.devnull, errand["stdout"], errand["stderr"])):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY
        opened = os.open(name, flags)
        os.dup2(opened, number)
        os.close(opened)
