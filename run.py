"""Runs onestop_sim from a checkout: `python run.py --help`."""

from onestop_sim.app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
