"""The decorator that enters a written rule: name = id, docstring = public sentence."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from tiig.validate.numbers import rule_numbers
from tiig.validate.rules import Effect, Origin, Rule, Test

_ENTERED: dict[tuple[str, str], Rule] = {}


def rule(
    item: str,
    *,
    advice: str,
    effect: Effect = Effect.NOTE,
    weight: int = 1,
    origin: Origin = Origin.ROW,
) -> Callable[[Test], Test]:
    """Enter a function as a rule that blames `item`; its docstring is its sentence."""

    def enter(test: Test) -> Test:
        name: str = test.__name__
        _ENTERED[test.__module__, name] = Rule(
            id=name,
            number=rule_numbers()[name],
            item=item,
            effect=effect,
            sentence=" ".join((test.__doc__ or "").split()),
            advice=advice,
            weight=weight,
            origin=origin,
            test=test,
        )
        return test

    return enter


def rules_of(*modules: ModuleType) -> list[Rule]:
    """Return the rules that some modules have entered."""
    wanted = {module.__name__ for module in modules}
    return [entered for (module, _), entered in _ENTERED.items() if module in wanted]
