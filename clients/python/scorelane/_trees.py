"""Models of trees: members of trees or linear ones, beside additive terms, with exact Shapley values (`kind` “trees”)."""

from __future__ import annotations

import math
import struct
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from ._additive import AdditiveScorer, compile_term, evaluate
from ._calibration import calibrate
from ._fields import Value

#: What LightGBM takes for zero.
_ZERO = 1e-35
_LARGEST = 1e100
#: Decisions of a tree whose effects are kept, over all of a member's trees; then it starts anew.
_MOST_KEPT = 200_000


class Parts(NamedTuple):
    """What the rows' effects are made of."""

    #: Per term and row.
    terms: List[List[float]]
    #: Per input and row; NaN is missing.
    inputs: List[List[float]]


class TreesScorer(AdditiveScorer):
    """Scores columns of valid values. A field's part of the trees is its path-dependent Shapley value (Lundberg et al. 2020)."""

    def __init__(self, artifact: Mapping[str, Any]):
        super().__init__(artifact)
        trees = artifact["trees"]
        place = {field["name"]: f for f, field in enumerate(artifact["schema"]["fields"])}
        inputs = trees["inputs"]
        self._input_fields = [place[spec["feature"]] for spec in inputs]
        self._read = [_compile_input(spec) for spec in inputs]
        self._members = [
            (_Forest if member["kind"] == "trees" else _Linear)(member, self._input_fields)
            for member in trees["members"]
        ]
        self.used |= {self._input_fields[i] for member in self._members for i in member.used}
        self.counts_missing |= set(self._input_fields)
        self._mean = sum(member.weight * member.link(member.mean) for member in self._members)

    @property
    def base(self) -> float:
        return self.intercept + self._mean

    @property
    def average(self) -> float:
        return super().average + self._mean

    def contributions(self, columns: Sequence[Sequence[Value]], rows: int) -> Tuple[List[float], Parts]:
        """The raw score per row, and what `effects` needs."""
        raw, terms = super().contributions(columns, rows)
        inputs = [
            evaluate(read, [columns[field]]) for read, field in zip(self._read, self._input_fields)
        ]
        of_trees = [0.0] * rows
        for member in self._members:
            scores = member.scores(inputs, rows)
            of_trees = [sum_ + member.weight * member.link(x) for sum_, x in zip(of_trees, scores)]
        return [sum_ + x for sum_, x in zip(raw, of_trees)], Parts(terms, inputs)

    def effects(self, parts: Any, rows: int, against_mean: bool) -> List[List[float]]:
        """Per field of the schema, and row. What trees contribute is against the average training lead either way."""
        effects = super().effects(parts.terms, rows, against_mean)
        for member in self._members:
            factors = [member.weight] * rows
            if member.is_linked:
                scores = member.scores(parts.inputs, rows)
                factors = [member.weight * member.slope(score) for score in scores]
            member.add_effects(parts.inputs, factors, effects)
        return effects


def _compile_input(spec: Mapping[str, Any]) -> Callable[[Value], float]:
    """An input is read as a term of the same shape is; None becomes NaN."""
    kinds = {"number": "linear", "bins": "binned", "level": "category"}
    term = {**spec, "kind": kinds[spec["kind"]], "missing": _or_nan(spec["missing"])}
    if spec["kind"] == "number":
        term["weight"] = 1
    elif spec["kind"] == "bins":
        term["values"] = [_or_nan(value) for value in spec["values"]]
    else:
        term["other"] = _or_nan(spec["other"])
    read = compile_term(term)
    if not spec.get("zero_is_missing"):
        return read

    def without_zeros(value: Value) -> float:
        x = read(value)
        return math.nan if abs(x) <= _ZERO else x

    return without_zeros


def _or_nan(value: Optional[float]) -> float:
    return math.nan if value is None else value


class _Member:
    """What is added to the raw score, `weight` times, through its link."""

    mean = 0.0
    #: Inputs that change it.
    used: Set[int] = set()

    def __init__(self, member: Mapping[str, Any]):
        self.weight: float = member["weight"]
        self._link: Optional[Mapping[str, Any]] = member.get("link")
        self.is_linked = self._link is not None

    def link(self, score: float) -> float:
        return score if self._link is None else calibrate(self._link, score)

    def slope(self, score: float) -> float:
        """By how much the linked number moves for each unit of the member's, between the average lead and this one."""
        if self._link is None:
            return 1.0
        distance = score - self.mean
        if abs(distance) < 1e-9:
            near = 1e-6
            return (self.link(score + near) - self.link(score - near)) / (2 * near)
        return (self.link(score) - self.link(self.mean)) / distance

    def scores(self, inputs: Sequence[Sequence[float]], rows: int) -> List[float]:
        raise NotImplementedError

    def add_effects(
        self, inputs: Sequence[Sequence[float]], factors: Sequence[float], effects: List[List[float]]
    ) -> None:
        raise NotImplementedError


class _Linear(_Member):
    def __init__(self, member: Mapping[str, Any], fields: Sequence[int]):
        super().__init__(member)
        self._intercept: float = member.get("intercept", 0)
        self._coefficients: List[float] = member["coefficients"]
        self._means: List[float] = member["means"]
        self._fields = fields
        self.used = {i for i, coefficient in enumerate(self._coefficients) if coefficient}
        self.mean = self._add(self._means)

    def _add(self, numbers: Sequence[float]) -> float:
        total = self._intercept
        for coefficient, mean, x in zip(self._coefficients, self._means, numbers):
            total += coefficient * _count(x, mean)
        return total

    def scores(self, inputs: Sequence[Sequence[float]], rows: int) -> List[float]:
        return [self._add([column[row] for column in inputs]) for row in range(rows)]

    def add_effects(
        self, inputs: Sequence[Sequence[float]], factors: Sequence[float], effects: List[List[float]]
    ) -> None:
        for column, field, coefficient, mean in zip(inputs, self._fields, self._coefficients, self._means):
            into = effects[field]
            for row, factor in enumerate(factors):
                into[row] += factor * coefficient * (_count(column[row], mean) - mean)


def _count(x: float, mean: float) -> float:
    """An input that stays missing counts as its mean, and none for more than a sum can hold."""
    return mean if x != x else min(_LARGEST, max(-_LARGEST, x))


class _Leaf(NamedTuple):
    value: float
    #: Per field on the way: the splits by it as bits, those of them that go left, and the share of the training leads that go so.
    fields: List[Tuple[int, int, int, float]]


class _Tree:
    """A tree of a member. A child below 0 is the leaf ~child; splits are counted from 0 in the tree."""

    def __init__(self) -> None:
        #: Per split: input, threshold, whether missing goes left, codes that go left or None.
        self.splits: List[Tuple[int, float, bool, Optional[Set[int]]]] = []
        self.sides: List[List[int]] = []
        self.values: List[float] = []
        self.covers: List[float] = []
        self.leaves: List[_Leaf] = []
        #: A lead's decisions as bits → the effects of the fields.
        self.known: Dict[int, List[Tuple[int, float]]] = {}

    def leaf_values(self, rows: Sequence[Sequence[float]]) -> List[float]:
        """Of each row, a number per input, the leaf that it falls in. The loop calls nothing: it is where the time goes."""
        splits, sides, values = self.splits, self.sides, self.values
        first = 0 if splits else ~0
        found = []
        for row in rows:
            node = first
            while node >= 0:
                i, threshold, missing_left, codes = splits[node]
                x = row[i]
                if x != x:
                    left = missing_left
                elif codes is None:
                    left = x <= threshold
                else:
                    left = _is_in(x, codes)
                node = sides[node][0 if left else 1]
            found.append(values[~node])
        return found

    def decisions(self, row: Sequence[float]) -> int:
        """A bit per split: 1 where the row goes left."""
        bits, bit = 0, 1
        for i, threshold, missing_left, codes in self.splits:
            x = row[i]
            if missing_left if x != x else x <= threshold if codes is None else _is_in(x, codes):
                bits |= bit
            bit <<= 1
        return bits

    def cover(self, node: int) -> float:
        return self.covers[~node] if node < 0 else sum(self.cover(side) for side in self.sides[node])

    def mean(self, node: int) -> float:
        if node < 0:
            return self.values[~node]
        cover = self.cover(node)
        return sum(self.cover(side) / cover * self.mean(side) for side in self.sides[node])

    def lay_out_leaves(self, field_of: Sequence[int]) -> None:
        def visit(node: int, fields: Dict[int, Tuple[int, int, float]]) -> float:
            if node < 0:
                self.leaves.append(
                    _Leaf(self.values[~node], [(field, *step) for field, step in fields.items()])
                )
                return 0
            field = field_of[self.splits[node][0]]
            bits, lefts, share = fields.get(field, (0, 0, 1.0))
            cover, bit = self.cover(node), 1 << node
            for side, left in zip(self.sides[node], (bit, 0)):
                step = (bits | bit, lefts | left, share * (self.cover(side) / cover))
                visit(side, {**fields, field: step})
            return 0

        visit(0 if self.splits else ~0, {})

    def effects_of(self, decisions: int) -> List[Tuple[int, float]]:
        """With oₖ 1 where the lead goes field k's way and zₖ its share: vᵢ·(oⱼ − zⱼ)·∫₀¹ Πₖ≠ⱼ (a·oₖ + (1 − a)·zₖ) da over the leaves.

        The integrand is a polynomial, which ⌈m ÷ 2⌉ points of Gauss and Legendre integrate without error.
        """
        effects: Dict[int, float] = {}
        for value, fields in self.leaves:
            steps = [(field, decisions & bits == lefts, share) for field, bits, lefts, share in fields]
            for a, weight in _gauss_legendre((len(steps) + 1) // 2):
                factors = [(a if follows else 0) + (1 - a) * share for _, follows, share in steps]
                product = value * weight * math.prod(factors)
                for (field, follows, share), factor in zip(steps, factors):
                    effect = product / factor * (follows - share)
                    effects[field] = effects.get(field, 0.0) + effect
        return list(effects.items())


class _Forest(_Member):
    def __init__(self, member: Mapping[str, Any], fields: Sequence[int]):
        super().__init__(member)
        self._intercept: float = member.get("intercept", 0)
        self._float32: bool = member.get("float32", False)
        self._trees = _lay_out(member)
        self._kept = 0
        self.used = {at for at in member["input"] if at >= 0}
        self.mean = self._intercept + sum(tree.mean(0 if tree.splits else ~0) for tree in self._trees)
        for tree in self._trees:
            tree.lay_out_leaves(fields)

    def _rows(self, inputs: Sequence[Sequence[float]], rows: int) -> List[Tuple[float, ...]]:
        seen = [[_round(x) for x in column] for column in inputs] if self._float32 else inputs
        return list(zip(*seen)) if seen else [()] * rows

    def scores(self, inputs: Sequence[Sequence[float]], rows: int) -> List[float]:
        numbers = self._rows(inputs, rows)
        totals = [0.0] * rows
        for tree in self._trees:
            totals = [total + value for total, value in zip(totals, tree.leaf_values(numbers))]
        return [self._intercept + total for total in totals]

    def add_effects(
        self, inputs: Sequence[Sequence[float]], factors: Sequence[float], effects: List[List[float]]
    ) -> None:
        numbers = self._rows(inputs, len(factors))
        for tree in self._trees:
            for row, (factor, of_row) in enumerate(zip(factors, numbers)):
                for field, effect in self._effects_of(tree, tree.decisions(of_row)):
                    effects[field][row] += factor * effect

    def _effects_of(self, tree: _Tree, decisions: int) -> List[Tuple[int, float]]:
        found = tree.known.get(decisions)
        if found is None:
            if self._kept == _MOST_KEPT:
                self._kept = 0
                for each in self._trees:
                    each.known.clear()
            found = tree.known[decisions] = tree.effects_of(decisions)
            self._kept += 1
        return found


def _lay_out(member: Mapping[str, Any]) -> List[_Tree]:
    """The trees of the member's lists, in which a split comes before its left and then its right side."""
    trees: List[_Tree] = []
    open_: List[int] = []
    sets = [set(codes) for codes in member["sets"]]
    split = leaf = 0
    for at in member["input"]:
        if not open_:
            trees.append(_Tree())
        tree = trees[-1]
        node = ~len(tree.values) if at < 0 else len(tree.splits)
        if open_:
            tree.sides[open_[-1]].append(node)
        if at < 0:
            tree.values.append(member["value"][leaf])
            tree.covers.append(member["cover"][leaf])
            leaf += 1
        else:
            threshold, route = member["threshold"][split], member["route"][split]
            codes = sets[int(threshold)] if route & 2 else None
            tree.splits.append((at, threshold, bool(route & 1), codes))
            tree.sides.append([])
            open_.append(node)
            split += 1
        while open_ and len(tree.sides[open_[-1]]) == 2:
            open_.pop()
    return trees


def _is_in(x: float, codes: Set[int]) -> bool:
    return math.isfinite(x) and math.trunc(x) in codes


def _round(x: float) -> float:
    """The next number of 32 bits."""
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


_KNOWN_POINTS: Dict[int, List[Tuple[float, float]]] = {}


def _gauss_legendre(n: int) -> List[Tuple[float, float]]:
    """Points and weights on 0 to 1, exact for polynomials up to degree 2n − 1 (Press et al. 2007, §4.6.1)."""
    if n not in _KNOWN_POINTS:
        _KNOWN_POINTS[n] = [_solve_legendre(n, i) for i in range(n)]
    return _KNOWN_POINTS[n]


def _solve_legendre(n: int, i: int) -> Tuple[float, float]:
    x = math.cos(math.pi * (i + 0.75) / (n + 0.5))
    slope = 1.0
    for _ in range(100):
        before, value = 1.0, x
        for k in range(2, n + 1):
            before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
        slope = n * (x * value - before) / (x * x - 1)
        step = value / slope
        x -= step
        if abs(step) < 1e-16:
            break
    return (1 - x) / 2, 1 / ((1 - x * x) * slope * slope)
