"""Runs onestop_sim from a checkout: `python run.py --help`."""

import sys

if __name__ == "__main__":
    try:
        from onestop_sim.app.first import refuses_engine

        if refuses_engine(sys.argv[1:]):
            raise SystemExit(2)
        from onestop_sim.app.cli import main
    except KeyboardInterrupt:  # whoever changes their mind at once gets no traceback either
        raise SystemExit(130) from None
    raise SystemExit(main())
