"""`desdemona completion`: completion of commands in the shell."""

import click
from click.shell_completion import get_completion_class

from desdemona.cli.console import say


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands in your shell.

    For bash: desdemona completion bash > ~/.local/share/bash-completion/completions/desdemona
    """
    completion = get_completion_class(shell)
    if completion is None:  # pragma: no cover - the three shells above are always known to click
        raise click.BadParameter(shell)
    root = ctx.find_root().command
    say(completion(root, {}, "desdemona", "_DESDEMONA_COMPLETE").source())
