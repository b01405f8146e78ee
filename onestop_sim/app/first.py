"""What is asked before other modules are imported: whether the compiled engine is one of these sources."""

from collections.abc import Sequence

from onestop_sim.app.usage import asked_lang
from onestop_sim.app.voice import VOICE
from onestop_sim.engine.compiled import is_compiled
from onestop_sim.errors import UserError
from onestop_sim.words.catalogue import lang_of_locale


def refuses_engine(arguments: Sequence[str]) -> bool:
    """
    Say in one message that the engine was compiled of other sources, if it was; return whether.

    Modules of such an engine need not fit those that are interpreted: already importing them could fail.
    """
    try:
        is_compiled()
    except UserError as problem:
        VOICE.lang = asked_lang(list(arguments)) or lang_of_locale()
        VOICE.complain(problem)
        return True
    return False
