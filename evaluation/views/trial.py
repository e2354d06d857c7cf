"""The trial run of a draft: made forms through its rules, computed for the page and kept nowhere."""

from typing import Any

from brandportal.kit.views import Page
from evaluation.forms.trial import TrialForm
from evaluation.selectors.rules import read_document
from evaluation.selectors.trial import SCENARIO_LABELS, TrialPage, trial_page
from evaluation.tally import Rules, RulesError, load_rules
from evaluation.trial import SCENARIOS, trial_run, usual_number
from evaluation.views.rounds import DraftMixin

FIRST_SEED = 1


class RoundTrialView(DraftMixin, Page):
    """Four situations, each with the same entries; nothing is written anywhere."""

    permission = "evaluation.view_trial"
    template_name = "evaluation/round_trial.html"
    step = "trial"

    @property
    def scenario(self) -> str:
        asked = self.request.GET.get("scenario", "")
        return asked if asked in SCENARIOS else SCENARIOS[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = self.rules_or_none()
        form = self.asked(rules) if rules else None
        trial = self.trial(rules, form) if rules and form else None
        tabs = [(key, label(), key == self.scenario) for key, label in SCENARIO_LABELS.items()]
        return super().get_context_data(
            scheme=self.scheme, trial=trial, form=form, tabs=tabs, scenario=self.scenario, **kwargs
        )

    def rules_or_none(self) -> Rules | None:
        try:
            return load_rules(read_document(self.round.rules))
        except RulesError:
            return None

    def asked(self, rules: Rules) -> TrialForm:
        usual = {"entries": str(usual_number(rules)), "seed": str(FIRST_SEED)}
        data = usual | {name: self.request.GET[name] for name in usual if name in self.request.GET}
        return TrialForm(data)

    def trial(self, rules: Rules, form: TrialForm) -> TrialPage | None:
        if not form.is_valid():
            return None
        facts = form.cleaned_data
        return trial_page(trial_run(rules, self.scenario, entries=facts["entries"], seed=facts["seed"]))
