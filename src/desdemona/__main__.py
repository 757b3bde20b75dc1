"""`python -m desdemona` is `desdemona`."""

from desdemona.cli.main import main

main()
