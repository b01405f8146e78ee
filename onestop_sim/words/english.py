"""
What the program says, in English: key of an error or finding → sentence.

Names in braces are values of the error. The place (file, line, path) is put in front and the near
miss after it by `say`, so no sentence repeats them.
"""

from typing import Final

_DEFECT: Final = (
    "(replication {replication}, dossier {dossier}, t={at} s). "
    "This is a defect of the program, not of the scenario: please report it with the scenario and the seed."
)

SENTENCES: Final[dict[str, str]] = {
    # ── dates and times ──────────────────────────────────────────────────────────────────────
    "bad_date": "'{given}' is not a date of the calendar; write it as YYYY-MM-DD, such as 2023-01-18.",
    "bad_time_of_day": "'{given}' is not a time of day; write it in quotes as \"HH:MM\", 00:00 to 24:00.",
    "bad_shift": "'{given}' is not a shift; write it as \"07:00-11:30\", closing after it opens, in one day.",
    "bad_instant": "'{given}' is not a date with a time; write it as \"2023-01-18 15:20\".",
    "bad_time_limit": "'{given}' is not a time limit; write 3wd (working days), 1hd (half-days) or same_day.",
    "bad_pause": "'{given}' is not a pause; write it as \"2023-02-01 10:00..2023-02-03 09:00\", "
    "ending after it begins.",
    "year_not_covered": "{given} lies outside the years whose public holidays are known ({first} to {last}); "
    "move the period, or list the days off and the make-up days of that year under "
    "`legal_calendars: … overrides`.",
    "work_past_horizon": "work of {effort_s} s begun at t={start_s} s runs past the last shift of its "
    "calendar (closes at t={last_close_s} s); extend the horizon of the scenario.",
    "before_legal_calendar": "day {day} lies before the first working day of the legal calendar "
    "(day {first_day}).",
    "promise_past_horizon": "{n_wd} working days after day {day} lie beyond the legal calendar, which ends "
    "on day {last_day}; extend the horizon of the scenario.",
    # ── files ────────────────────────────────────────────────────────────────────────────────
    "file_missing": "there is no such file.",
    "file_unreadable": "the file cannot be read ({reason}).",
    "yaml_syntax": "this is not YAML: {problem}.",
    "yaml_tab": "a tab stands here; YAML is indented with spaces only.",
    "yaml_colon": "the ':' here cannot be read; put a text that holds one in quotes, and begin lines that "
    "belong together in the same column.",
    "yaml_too_large": "the file is larger than a scenario can be (2,000,000 bytes or 100,000 values).",
    "yaml_too_deep": "mappings and lists are nested more than {limit} deep; a scenario needs far fewer.",
    "yaml_too_many_aliases": "aliases expand to too much ({given}; at most {limit}); write the values out, "
    "or use `extends` or `templates`.",
    "yaml_tag": "the tag {given} is not allowed: a scenario holds data and runs nothing.",
    "yaml_duplicate_key": "'{given}' is there twice, first on line {first_line}; keep one of them.",
    "yaml_alias": "the alias *{given} stands for nothing above it, or for itself; known anchors: {known}.",
    "yaml_key": "a key must be a plain name, and << must merge a mapping ('{given}').",
    "yaml_number": "'{given}' is no finite number.",
    "yaml_many_documents": "a scenario is one YAML document; a second one begins here.",
    "yaml_not_a_mapping": "a scenario is a mapping of names to values, and this is not.",
    "extends_cycle": "`extends` goes round in a circle: {chain}. A scenario has at most one parent, and "
    "none of its ancestors may name it.",
    "extends_missing": "`extends` names '{given}', and there is no such file.",
    "extends_not_a_name": "`extends` must name one file, and {given} was given.",
    # ── scenario ─────────────────────────────────────────────────────────────────────────────
    "scenario_invalid": "{n_problems} problems:",
    "template_cycle": "`like` goes round in a circle: {chain}.",
    "template_unknown": "`like` names the template '{given}', which is not under `templates` ({known}).",
    "template_not_a_name": "`like` must name a template, or list several, and {given} was given.",
    "unknown_name": "'{given}' does not exist here; possible: {known}.",
    "unknown_word": "'{given}' is not possible here; possible: {known}.",
    "duration_unreadable": "'{given}' is no length of time: give a number with a unit ({known}), such as "
    '"12 min", or a distribution.',
    "truth_for_number": "'{given}' is a yes or no, and a number is asked for.",
    "range_half_given": "a range needs both ends, low and high.",
    "range_without_value": "the range {low} to {high} does not hold the value {value}.",
    "sd_too_large": "a standard deviation of {sd} is more than a hundred times the mean ({mean}).",
    "triangle_out_of_order": "a triangle needs low <= mode <= high and low < high; "
    "given: {low}, {mode}, {high}.",
    "weights_do_not_match": "{weights} weights for {values} values; each value needs one.",
    "weights_all_zero": "every weight is 0; at least one must be above it.",
    "mean_not_scalable": "a distribution with mean {present} cannot be stretched to the mean {mean}.",
    "period_reversed": "the period ends before it begins ({given}).",
    "periods_overlap": "the period begins on {given}, but the one before it ends on {before}; "
    "periods stand in order of time and do not overlap.",
    "office_level_or_unit": "an office stands in every unit of a `level` or in one `unit`: give one of the "
    "two, not both and not none ({given}).",
    "unit_cycle": "the unit belongs to itself: {given}.",
    "step_lacks": "'{given}' needs `{needed}`.",
    "step_name_taken": "every route has these steps of its own: {known}; give this one another name.",
    "one_signature": "exactly one step of a route signs (kind: sign); signing here: {given}.",
    "signature_for_all": "the step that signs is taken by every dossier; its share must be 1.",
    "after_signature": "'{given}' comes after the signature, when the dossier is decided; possible: {known}.",
    "period_without_volume": "no volume is given for: {given}.",
    "unit_without_population": "give `unit_weights`, or the population of: {given}.",
    "line_start_and_before": "`starts` and `before` belong together: a line that begins on a date replaces "
    "another one ({given}).",
    "rule_needed": "this needs a line in `{needed}`.",
    "calibrate_what": "name a scenario to be calibrated, or a folder to go on with (--resume).",
    "calibration_missing": "the scenario {given} declares nothing to be tuned: it has no "
    "`calibration: {{parameters: …}}`.",
    "calibration_without_figures": "no reported figure of {given} has the role `fitted`: there is nothing to "
    "tune to.",
    "calibration_no_like": "the fitted figure '{given}' has no statistic, or no period of the scenario has "
    "its days: nothing simulated can be held against it.",
    "calibration_too_many": "{n_free} free parameters and only {n_figures} independent fitted figures: any "
    "values could be had; keep no more parameters than figures (now: {known}).",
    "fitted_exists": "this file is there and is not as `calibrate` wrote it; --force writes over it.",
    "fitted_not_faithful": "the fitted scenario could not be written without changing something else (an "
    "anchor or alias at one of {known}?); write these numbers out in the file first.",
    "fitted_not_writable": "the fitted scenario cannot be written ({reason}).",
    "opening_and_number": "`opening: carried_over` and a number in `opening_unclosed` belong "
    "together ({given}).",
    "backlog_unknown": "give `carried_over`, or `open_within` and `open_overdue`.",
    "backlog_parts": "the parts add up to {parts}, the whole is {whole}.",
    "backlog_not_met": "{wanted} dossiers ({bucket}) are to be there on the first day, and only {found} can "
    "be drawn: among those filed before it hardly any stands so. Check the total, the scope and the delays.",
    "free_path_unknown": "the path {given} leads nowhere: there is no '{part}'; possible: {known}.",
    "free_path_no_number": "the path {given} does not end at a number that can be tuned (whole numbers of "
    "people or days cannot); it may go on with: {known}.",
    "free_path_twice": "the free parameter '{other}' has the same path, {given}.",
    "free_bounds_reversed": "the lower bound {low} must lie below the upper bound {high}.",
    "sub_model_empty": "nobody who files lives in {given} or below: a sub-model needs residents.",
    "sub_model_of_totals": "a scenario that begins with published totals has no sub-model: the totals are "
    "of the whole.",
    "sub_model_blind": "the sub-model has {n} of the figure '{figure}' on average ({given}), too few to "
    "search by; name more units in calibration.sub_model.",
    "free_value_outside": "{given} is {value}, outside the bounds {low} to {high}.",
    "free_bounds_too_wide": "the bounds {low} to {high} reach beyond the range that {given} itself states, "
    "{least} to {most}; widen that range, with a source, or narrow the bounds.",
    "free_value_refused": "the scenario does not hold with {given} ({place}: {reason}).",
    # ── pydantic's own findings ──────────────────────────────────────────────────────────────
    "missing": "this must be given.",
    "extra_forbidden": "there is no such key.",
    "nothing_to_remove": "there is nothing of this name to remove.",
    "int_type": "'{given}' is not a whole number.",
    "int_parsing": "'{given}' is not a whole number.",
    "int_from_float": "{given} is not a whole number.",
    "float_type": "'{given}' is not a number.",
    "float_parsing": "'{given}' is not a number.",
    "finite_number": "{given} is not a finite number.",
    "string_type": "'{given}' is not text.",
    "bool_type": "'{given}' is not true or false.",
    "bool_parsing": "'{given}' is not true or false.",
    "dict_type": "'{given}' is not a mapping of names to values.",
    "tuple_type": "'{given}' is not a list.",
    "list_type": "'{given}' is not a list.",
    "model_type": "'{given}' is not a mapping of names to values.",
    "model_attributes_type": "'{given}' is not a mapping of names to values.",
    "greater_than": "{given} is too small; it must be above {gt}.",
    "greater_than_equal": "{given} is too small; it must be {ge} or more.",
    "less_than": "{given} is too large; it must be below {lt}.",
    "less_than_equal": "{given} is too large; it must be {le} or less.",
    "literal_error": "'{given}' is not possible here; possible: {expected}.",
    "enum": "'{given}' is not possible here; possible: {expected}.",
    "union_tag_invalid": "the kind '{tag}' is not known; possible: {expected_tags}.",
    "union_tag_not_found": "`kind` must say which sort of thing this is.",
    "too_short": "at least {min_length} needed, {actual_length} given.",
    "too_long": "at most {max_length} possible, {actual_length} given.",
    "string_too_short": "'{given}' is too short; at least {min_length} characters.",
    "string_too_long": "'{given}' is too long; at most {max_length} characters.",
    "string_pattern_mismatch": "'{given}' is not a name: small letters, digits, '_', '-' and '.' only, "
    "beginning with a letter or digit.",
    "cannot_be_used": "'{given}' cannot be used here ({kind}).",
    # ── evidence ─────────────────────────────────────────────────────────────────────────────
    "evidence_empty": "the table of evidence has no rows.",
    "evidence_columns": "the columns do not match; missing: {missing}; unknown: {unknown}; "
    "possible: {known}.",
    "evidence_row_length": "the row has {given} cells, the header {expected}.",
    "evidence_value": "'{given}' cannot be used; possible: {expected}.",
    "evidence_unknown_word": "'{given}' is not known; possible: {known}.",
    "evidence_duplicate": "the id '{given}' is there twice, first on line {first_line}.",
    "naive_unknown": "'{given}' is neither a number nor the id of a reported figure of these reports.",
    # ── runs and results ─────────────────────────────────────────────────────────────────────
    "results_corrupt": "this is not a whole results folder of this program: {reason}.",
    "results_missing": "there is no such results folder.",
    "results_of_study": "the folder holds a study ({given}); this command needs the results of `run`.",
    "nothing_to_reproduce": "no scenario of this folder names reported figures (`reporting: evidence`).",
    "without_evidence": "the scenario names no reported figures (`reporting: evidence`) to be held against.",
    "same_scenario_twice": "the scenario '{given}' is there twice.",
    "page_without_fingerprints": "this page holds no fingerprints; `reproduce` writes one that does.",
    "results_foreign_version": "the folder was written by format {given}; this program reads format {known}.",
    "results_exist": "the folder exists and is never overwritten; give another --output, or none.",
    "file_exists": "the file exists and is never overwritten; give another name.",
    "file_unwritable": "the file cannot be written ({reason}); give another name.",
    "results_unwritable": "the folder cannot be written ({reason}); give another --output.",
    "resume_missing": "there is no unfinished work here; it lies in a folder that ends in '.partial'.",
    "resume_foreign": "another version began this work ({what}); its results would not fit together; "
    "begin anew.",
    "resume_busy": "another process works in this folder; wait until it has ended.",
    "resume_other_command": "this work was begun with `{command}`; go on with `{command} --resume`.",
    "resume_changed": "a scenario, or its evidence, has changed since this work was begun; put it back, or "
    "begin anew.",
    "replication_failed": "a replication failed, which is a defect of the program: {problem}.",
    "world_unknown": "there is no scenario '{given}' in these results; possible: {known}.",
    "compare_too_few": "a comparison needs a base and at least one variant.",
    "compare_periods": "{name} counts other periods ({given}) than the base ({expected}); only figures of "
    "the same days can be compared.",
    "what_if_missing": "there is no such folder of variants.",
    "usage_no_such_option": "there is no option {given}.",
    "usage_no_such_command": "there is no command '{given}'; possible: {known}.",
    "usage_missing": "{given} must be given.",
    "usage_without_value": "{given} needs a value behind it.",
    "usage_unknown_value": "'{given}' is not possible here; possible: {known}.",
    "usage_bad_value": "what was given is not {expected}.",
    "usage_extra": "more was given than the command takes: {given}.",
    "usage_other": "the command cannot be read ({given}).",
    "plan_corrupt": "this is not a whole plan: {reason}.",
    "log_corrupt": "this is not a whole event log: {reason}.",
    "too_few_replications": "{given} replications; at least 1 is needed, and 2 for intervals.",
    "bad_workers": "{given} workers; at least 1 is needed.",
    "engine_stale": (
        "the compiled engine was made of another {file} than the one that is there; compile it anew with "
        "`python compile_engine.py`, or remove it with `python compile_engine.py --remove`."
    ),
    "worker_lost": "a worker process ended before its time (often: no memory left); try fewer --workers.",
    "replication_unknown": "there is no replication {given}; the run has 0 to {last}.",
    "dossier_unknown": "there is no dossier '{given}' in replication {replication}; possible: a row number "
    "from 0 to {last}, or the 16 hexadecimal digits of a key.",
    "signed_before_received": "signed at {given}, before it was received ({received}).",
    # ── laws of the event log ────────────────────────────────────────────────────────────────
    "law_time_order": "the events of a dossier are out of order in time " + _DEFECT,
    "law_recorded_before": "something is recorded before it happened " + _DEFECT,
    "law_record_order": "the records of a dossier are out of order " + _DEFECT,
    "law_successor": "an event follows one that it cannot follow " + _DEFECT,
    "law_first_event": "a dossier's life begins in its middle " + _DEFECT,
    "law_holder": "nobody holds a dossier " + _DEFECT,
    "law_once": "what can happen only once happened twice " + _DEFECT,
    "law_officer_missing": "a service has no officer " + _DEFECT,
    "law_officer_place": "an officer works at a place that is not his " + _DEFECT,
    "law_finish": "a service ends that was not begun there by that officer " + _DEFECT,
    "law_two_at_once": "an officer serves two visitors at once " + _DEFECT,
    "law_off_duty": "a service begins while its officer is off duty " + _DEFECT,
    "law_promise": "a promised date is no closing time of a working day " + _DEFECT,
    "law_no_promise": "an accepted dossier has no date " + _DEFECT,
    "law_letter": "a letter of apology belongs to no dossier that is open or was late " + _DEFECT,
    "law_letter_date": "letters of apology and their new dates do not match " + _DEFECT,
    "law_conservation": "dossiers are lost or made " + _DEFECT,
    "law_outcome": "outcomes and events disagree " + _DEFECT,
    # ── findings of `check` ──────────────────────────────────────────────────────────────────
    "lint_overloaded": "{place} would be {utilisation} busy in period {period} ({load_h} h of work for "
    "{capacity_h} h of duty): its queue grows without end.",
    "lint_no_officer": "{place} has work ({load_h} h in period {period}) and nobody on duty.",
    "lint_nobody_skilled": "{place}: nobody there has the skill '{skill}' that {needed_by} asks for.",
    "lint_office_unreached": "no procedure, demand or step ever comes to this office.",
    "lint_no_such_place": "{unit} has no office '{office}', neither of its own nor of a unit above it.",
    "lint_procedure_unused": "no demand asks for this procedure.",
    "lint_limit_too_short": "the shortest path needs {needed_wd} working days, the limit is {limit}: every "
    "dossier would be late.",
    "lint_allotments_differ": "the allotments of the steps add up to {sum_wd} working days, the limit is "
    "{limit_wd}.",
    "lint_horizon_too_short": "the periods and the run-off have {given_wd} working days, the longest limit "
    "{limit_wd} ({procedure}): its dossiers cannot end in the run.",
    "lint_warm_up_too_short": "the warm-up is {given_wd} working days, for the longest limit it needs "
    "{needed_wd} ({procedure}): the period begins with too few open dossiers.",
    "lint_backlog_twice": "dossiers of {procedure} from {unit} are meant by the backlog '{other}' as well: "
    "if both totals hold them, they are counted twice; this one, which stands first, gets them.",
    "lint_warm_up_idle": "every dossier has an opening backlog, so the warm-up brings nobody; make it 0.",
    "lint_without_source": "{n} numbers have no source, {n_grade} no grade, such as {such_as}.",
    "lint_unknown_statistic": "row '{id}': the statistic '{given}' is not known; possible: {known}.",
    "lint_evidence_period": "row '{id}': no period of the scenario, nor several that follow one another, has "
    "the days {given}; it is compared with nothing; periods: {known}.",
    "lint_evidence_name": "row '{id}': the {what} '{given}' is not in the scenario; possible: {known}.",
    "lint_hours_closed": "demand falls between {hours}, when {desk} is never open; it would come at the "
    "next opening or not at all.",
    "lint_days_closed": "demand falls on {weekday}, when {desk} is never open.",
    "lint_fitted_stale": "{origin} has changed since this scenario was fitted: calibrate it again.",
    "lint_override_outside": "{given} lies outside the years of the calendar ({first} to {last}).",
    # ── audit ────────────────────────────────────────────────────────────────────────────────
    "audit_no_file": "audit needs a file of figures, or --template csv or xlsx for an empty one.",
    "audit_suffix": "'{given}' is no kind of file that can be audited; give .csv, .xlsx or .xlsm (an older "
    ".xls: save it as .xlsx).",
    "audit_template": "there is no template '{given}'; possible: csv, xlsx.",
    "audit_empty": "there are no figures in it.",
    "audit_columns": "the columns do not fit: unknown: {unknown}; twice: {twice}; '{name}' must be there; "
    "known: {known}.",
    "audit_cell": "'{given}' is no number; write 1234, 1.234 or 96,4% in a column of percentages, or "
    "nothing.",
    "audit_formula": "the formula {given} is no sum of cells of this sheet; type the number instead.",
    "audit_workbook": "this is no workbook of Excel that can be read ({reason}); save it as .xlsx without "
    "password.",
    "audit_too_large": "it is larger than a form can be (limit {limit}).",
    "audit_no_form": "no sheet holds Form II.06 (column numbers (3) to (13), or its headings); sheets: "
    "{known}.",
    "audit_too_few_replications": "{given} replications tell nothing of a spread; at least 2.",
    "audit_scenario_unrelated": "no figure of the table has days, level, unit and field of this scenario; "
    "its periods: {known}.",
}
