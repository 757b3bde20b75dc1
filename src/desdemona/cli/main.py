"""`desdemona`: the commands, and the one place where errors are printed."""

import sys
from importlib import import_module

import click

from desdemona.cli.console import say, tell
from desdemona.errors import DesdemonaError, UnknownName

COMMANDS = {
    "audit": "Test a system, on phantoms or from its tables, and write a report.",
    "measure": "Measure the channels of recordings, sensor files and transcripts.",
    "phantom": "Draw a synthetic person with everything known, as a clip with its truth.",
    "manipulate": "Change a recording by known amounts, with what is true of it moved along.",
    "systems": "List the documented systems and whether each runs.",
    "channels": "List what can be measured, with unit and caveat.",
    "claims": "List what the industry claims, with what speaks against it and what findings say.",
    "harms": "List what such systems do to people, with the evidence and what findings say.",
    "show": "Show what is documented of one system, and what had to be assumed.",
    "models": "List the pinned models; fetch them.",
    "datasets": "List the known datasets; fetch them; make the four tables of them.",
    "provenance": "Write a provenance template for real recordings.",
    "completion": "Print the script that completes commands in your shell.",
}

WELCOME = """\
Desdemona tests machines that claim to read feelings, on people who do not exist.

Try first:
  desdemona audit tal-magic-mirror --out audit      a report on one documented system
  desdemona phantom --list                          the ready phantoms
  desdemona phantom calm --out calm.mp4             one of them, with her truth in calm.truth.csv
  desdemona measure calm.mp4 --out tracks.csv       what can be measured on her
  desdemona systems                                 all systems of the source report

Every command explains itself with --help."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return one command; an unknown name is answered with the nearest one."""
        if cmd_name not in COMMANDS:
            raise UnknownName("command", cmd_name, COMMANDS)
        command = import_module(f"desdemona.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their sentences, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyCommands, invoke_without_command=True)
@click.version_option(package_name="desdemona")
@click.pass_context
def desdemona(ctx: click.Context) -> None:
    """Test bench for emotion recognition systems."""
    if ctx.invoked_subcommand is None:
        say(WELCOME)


def main() -> None:
    """Run the command line and leave with its exit code (0 done, 1 a claim fails, 2 wrong use, 130 stopped)."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every expected error becomes one line on stderr."""
    try:
        code = desdemona.main(args=arguments, prog_name="desdemona", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DesdemonaError as error:
        tell(str(error))
        return 2
    except (KeyboardInterrupt, click.Abort):
        tell("stopped; no half-written file was left behind, and measuring and --all go on where they were")
        return 130
    return code if isinstance(code, int) else 0
