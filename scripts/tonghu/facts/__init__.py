"""From a timeline to what held from which day to which day."""

from tonghu.facts.fold import Facts, fold
from tonghu.facts.predicate import Predicate, chosen, predicate
from tonghu.facts.spec import Effect, FactSpec, Spec, spec
from tonghu.facts.spells import Run, Steps, runs, value_on

__all__ = [
    "Effect", "FactSpec", "Facts", "Predicate", "Run", "Spec", "Steps",
    "chosen", "fold", "predicate", "runs", "spec", "value_on",
]  # fmt: skip
