"""Invented counties as microdata: children that come, change and go from quarter to quarter."""

import random
from pathlib import Path
from typing import NamedTuple

from tonghu.period import calendar_window, day, iso
from tonghu.schema import load_schemas
from tonghu.source import read
from tonghu.statistics.candidate import Candidate
from tonghu.statistics.counting import Census, Person
from tonghu.statistics.definition import Definitions, definitions
from tonghu.statistics.folder import Issue
from tonghu.statistics.issue import Origin, Outcome, issued

ROOT = Path(__file__).resolve().parent.parent
QUARTERS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
SECRET = bytes(range(32))
ORIGIN = Origin({"commit": "0" * 40, "tree": "0" * 40}, "0" * 16, "0.1.0", "0" * 16)


def last_day(period: str) -> str:
    year, quarter = period.split("-Q")
    return iso(calendar_window("quarter", day(f"{year}-{int(quarter) * 3:02}-01")).last)


def defined(home: Path = ROOT) -> Definitions:
    lists = read("facts.yml", (home / "schemas/facts.yml").read_bytes()).data["facts"]
    named = frozenset(name for name, fact in lists.items() if fact.get("list"))
    return definitions(home, load_schemas(home), named, day("2030-01-01"))


class Child(NamedTuple):
    """An invented child; what it is like changes now and then."""

    township: int
    values: dict[str, tuple[str, ...]]


class County:
    """Children of an invented county; every quarter some come, some go, and some change."""

    def __init__(self, size: int, seed: int, turnover: float = 0.07, change: float = 0.12) -> None:
        self.dice = random.Random(seed)
        self.definitions = defined()
        self.turnover, self.change = turnover, change
        self.townships = max(1, min(24, size // 120))
        weights = [self.dice.uniform(0.4, 1.6) for _ in range(self.townships)]
        self.weights = weights
        self.size = size
        self.next = 0
        self.children: dict[str, Child] = {}
        while len(self.children) < size:
            self.born()

    def geos(self) -> list[str]:
        return [f"lanshan/t{number:02}" for number in range(self.townships)]

    def born(self) -> None:
        township = self.dice.choices(range(self.townships), self.weights)[0]
        self.children[f"C{self.next:06}"] = Child(township, self.likeness())
        self.next += 1

    def likeness(self) -> dict[str, tuple[str, ...]]:
        dice = self.dice
        left = dice.random() < 0.7
        registers: tuple[str, ...] = ("留守儿童",) if left else ("困境儿童",)
        if left and dice.random() < 0.2:
            registers = ("留守儿童", "困境儿童")
        types: tuple[str, ...] = ()
        if "困境儿童" in registers:
            every = self.definitions.dimensions["type"].values
            weights = [1, 3, 3, 1, 8, 5, 2, 4]
            types = tuple(sorted(set(dice.choices(every, weights, k=dice.choice([1, 1, 2])))))
        rating = self.rating() if left else "未评估"
        sex = dice.choice(["男", "女"])
        age = dice.choices(self.definitions.dimensions["age"].values, [2, 5, 3, 1])[0]
        stage = {"0-5岁": "学龄前", "6-11岁": "小学", "12-15岁": "初中"}.get(age, "高中阶段")
        if dice.random() < 0.01:
            stage = "辍学或不在学"
        return {
            "register": registers,
            "type": types,
            "rating": (rating,),
            "sex": (sex,),
            "age": (age,),
            "stage": (stage,),
        }

    def rating(self) -> str:
        return self.dice.choices(["好", "一般", "差", "未评估"], [60, 28, 7, 5])[0]

    def pass_quarter(self) -> None:
        for child in list(self.children):
            at = self.dice.random()
            if at < self.turnover / 2:
                del self.children[child]
            elif at < self.turnover / 2 + self.change:
                old = self.children[child]
                new = {**old.values}
                if new["rating"] != ("未评估",):
                    new["rating"] = (self.rating(),)
                if self.dice.random() < 0.1:
                    new["type"] = self.likeness()["type"]
                self.children[child] = Child(old.township, new)
        grown = int(self.size * self.turnover / 2)
        for _ in range(max(grown, 1)):
            self.born()

    def census(self) -> Census:
        people = {
            name: Person(f"lanshan/t{child.township:02}", self.profile(child))
            for name, child in self.children.items()
        }
        return Census(people, self.definitions)

    def profile(self, child: Child) -> tuple[tuple[str, ...], ...]:
        found = []
        values = dict(child.values)
        duties = self.definitions.dimensions["duty"].values[:3]
        done, late = self.definitions.dimensions["done"].values
        values["duty"] = duties
        values["done"] = tuple(done if self.dice.random() < 0.85 else late for _ in duties)
        for name, dimension in self.definitions.dimensions.items():
            if dimension.made:
                of, groups = dimension.made
                own = values[of]
                found.append(tuple(g for g, parts in groups.items() if set(parts) & set(own)))
            else:
                found.append(values[name])
        return tuple(found)


class Run(NamedTuple):
    """Five quarters of one county."""

    county: County
    issues: list[Issue]
    truth: dict[str, Census]
    outcomes: list[Outcome]


def five_quarters(county: County, secret: bytes = SECRET) -> Run:
    truth: dict[str, Census] = {}
    for period in QUARTERS:
        truth[last_day(period)] = county.census()
        county.pass_quarter()
    return issue_all(county, truth, secret)


def issue_all(county: County, truth: dict[str, Census], secret: bytes = SECRET) -> Run:
    issues: list[Issue] = []
    outcomes: list[Outcome] = []
    for period in QUARTERS:
        asof = last_day(period)
        candidate = Candidate(
            county.definitions, period, asof, truth[asof], "lanshan", county.geos(), issues,
            truth.get, secret,
        )  # fmt: skip
        outcomes.append(issued(candidate, ORIGIN))
        issues.append(outcomes[-1].issue)
    return Run(county, issues, truth, outcomes)
