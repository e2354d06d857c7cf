"""The tally: rules, counting, result, bundle. Pure: the standard library only, no database, no settings."""

from evaluation.tally.bundle import Bundle, FormRow, read_bundle, write_bundle
from evaluation.tally.canonical import canonical_json, fingerprint, read_json, read_toml
from evaluation.tally.check_inputs import check_inputs
from evaluation.tally.engine import Run, UnknownStage, inputs_digest, run, tally
from evaluation.tally.explain import Line, explain, reason_text
from evaluation.tally.faults import Fault, InputError, InputFault, RulesError, TallyError
from evaluation.tally.inputs import Decision, Entry, Inputs
from evaluation.tally.lint import lint, lint_for_portal, secrecy_faults, spell_out
from evaluation.tally.load import load_rules
from evaluation.tally.messages import MESSAGES, MESSAGES_ZH, message, message_zh
from evaluation.tally.result import result_bytes
from evaluation.tally.rules import Rules

__all__ = [
    "MESSAGES",
    "MESSAGES_ZH",
    "Bundle",
    "Decision",
    "Entry",
    "Fault",
    "FormRow",
    "InputError",
    "InputFault",
    "Inputs",
    "Line",
    "Rules",
    "RulesError",
    "Run",
    "TallyError",
    "UnknownStage",
    "canonical_json",
    "check_inputs",
    "explain",
    "fingerprint",
    "inputs_digest",
    "lint",
    "lint_for_portal",
    "load_rules",
    "message",
    "message_zh",
    "read_bundle",
    "read_json",
    "read_toml",
    "reason_text",
    "result_bytes",
    "run",
    "secrecy_faults",
    "spell_out",
    "tally",
    "write_bundle",
]
