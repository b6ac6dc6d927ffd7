"""Chains → origins: one speaker is one origin through any number of carriers, and what names no one adds none.

Two speakers are told apart within one event. Persons and bodies meet by id, by name, and a spokesman with his body; the
words of a country ("Moscow said") are those of whichever body speaks for it there. Every origin that is not counted
says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.armedgroups import armed_group
from crossbearing.link.context import Context
from crossbearing.link.interest import against_interest
from crossbearing.link.lexicon import family
from crossbearing.link.names import (
    is_state,
    pack_kind,
    person_tokens,
    same_body,
    same_speaker,
    side_by_pack,
    standing_aside,
)
from crossbearing.link.speakers import (
    body_of,
    is_belief,
    is_call_sign,
    is_class,
    is_medium,
    is_named_force,
    via_opponent,
    witnessed,
)
from crossbearing.link.standing import private_person, told_side
from crossbearing.text import fold
from crossbearing.types import Claim, Origin, Source, Stance

STANCES: tuple[Stance, ...] = ("asserts", "denies", "doubts", "predicts")


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker of an event with all that it says there. `hands` are the folded names of those who passed it on."""

    name: str
    side: str | None
    kind: str
    ids: frozenset[str]
    names: frozenset[str]
    claims: tuple[Claim, ...]
    hands: frozenset[str]
    carriers: tuple[str, ...]
    named: bool
    counted: bool
    why_not: str | None
    rule: str | None
    medium: bool
    neutral: str | None
    backers: frozenset[str]
    known: bool

    def with_stance(self, stance: Stance) -> tuple[Claim, ...]:
        """Its claims of one stance."""
        return tuple(c for c in self.claims if c.stance == stance)

    def says(self, stance: Stance) -> bool:
        """Whether it takes that stance at least once."""
        return any(c.stance == stance for c in self.claims)


def voices_of(claims: Sequence[Claim], context: Context, taken_back: frozenset[str] = frozenset()) -> tuple[Voice, ...]:
    """Fold the claims of one event into voices, the largest first."""
    parts = [(source, claim) for claim in claims for source in _parts(claim, context)]
    groups = _fold(parts, context, taken_back)
    voices = [_voice([parts[i] for i in group], context, taken_back) for group in groups]
    voices = _fold_states(voices, context)
    voices = _quiet_media(voices, context)
    return tuple(sorted(voices, key=lambda v: (not v.counted, -len(v.claims), fold(v.name), v.name, v.claims[0].id)))


def rows(voices: Iterable[Voice]) -> tuple[Origin, ...]:
    """The board: one row for each voice and stance."""
    out = []
    for voice in voices:
        for stance in STANCES:
            said = voice.with_stance(stance)
            if said:
                out.append(
                    Origin(
                        name=voice.name,
                        side=voice.side,
                        named=voice.named,
                        counted=voice.counted,
                        stance=stance,
                        claims=tuple(dict.fromkeys(c.id for c in said)),
                        carriers=_carriers(said),
                        why_not=voice.why_not,
                        admission=voice.counted and any(against_interest(c, voice.side) for c in said),
                    )
                )
    order = {s: i for i, s in enumerate(STANCES)}
    return tuple(sorted(out, key=lambda o: (order[o.stance], not o.counted, -len(o.claims), fold(o.name), o.claims)))


def _parts(claim: Claim, context: Context) -> tuple[Source, ...]:
    """The speakers of a claim: coordinated sources ("Kyiv and Moscow") are two where a pack knows both."""
    source = claim.source
    if source.kind == "class" and is_named_force(source, context):
        source = replace(source, kind="organisation")
    if not source.name or " and " not in source.name or source.kind in ("class", "anonymous", "report"):
        return (source,)
    names = [n.strip() for n in source.name.split(" and ")]
    if not all(is_state(n, context.states) or any(fold(n) in p.actor_forms for p in context.packs) for n in names):
        return (source,)
    return tuple(
        replace(source, name=n, id=None, side=side_by_pack(n, None, context.packs) or source.side) for n in names
    )


def _fold(parts: Sequence[tuple[Source, Claim]], context: Context, taken_back: frozenset[str]) -> list[list[int]]:
    parent = list(range(len(parts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    # sources written alike are compared once: an event may have thousands of claims by few speakers
    first_of: dict[tuple[object, ...], int] = {}
    for i, (source, claim) in enumerate(parts):
        j = first_of.setdefault((claim.id in taken_back, *_key(source, claim, context)), i)
        if j != i:
            parent[i] = j
    heads = sorted(first_of.values())
    # what was taken back stands in a row of its own
    gone = [claim.id in taken_back for _, claim in parts]
    bodies = {i: body_of(*parts[i], context) for i in heads if parts[i][0].kind in ("person", "organisation")}
    for n, i in enumerate(heads):
        for j in heads[:n]:
            if (
                gone[i] == gone[j]
                and root(i) != root(j)
                and _one_speaker(parts[j], parts[i], bodies.get(j), bodies.get(i), context)
            ):
                parent[root(i)] = root(j)
    groups: dict[int, list[int]] = {}
    for i in range(len(parts)):
        groups.setdefault(root(i), []).append(i)
    return [groups[k] for k in sorted(groups)]


def _key(source: Source, claim: Claim, context: Context) -> tuple[object, ...]:
    if claim.manner == "own_voice" or source.kind == "report":
        wire = next((link.name for link in claim.chain if link.role == "wire"), None)
        origin = context.lineage.get(claim.report.id, claim.report.id)
        head = context.heads.get(origin)
        return ("own", fold(wire or (head.publisher if head and head.publisher else None) or source.name or origin))
    if source.kind in ("class", "anonymous") or not source.name:
        return (source.kind, fold(source.name or ""), source.side)
    # what was written about a person may name the body, so it is part of the key
    written = fold(source.as_written or "") if source.kind == "person" else ""
    return (source.kind, source.id, fold(source.name), source.side, written)


def _one_speaker(
    a: tuple[Source, Claim], b: tuple[Source, Claim], a_body: str | None, b_body: str | None, context: Context
) -> bool:
    (p, one), (q, other) = a, b
    if "own_voice" in (one.manner, other.manner) or not p.name or not q.name:
        return False
    pair = frozenset({fold(p.name), fold(q.name)})
    if pair in context.rulings.different_speaker:
        return False
    if pair in context.rulings.same_speaker:
        return True
    if {p.kind, q.kind} & {"class", "anonymous", "report"}:
        return False
    if same_speaker(p, q, context.states):
        return True
    if p.side and q.side and p.side != q.side:
        return False
    if a_body and b_body:
        return same_body(a_body, b_body, p.side, q.side, context.states)
    if a_body and q.kind == "organisation":
        return same_body(a_body, q.name, p.side, q.side, context.states)
    if b_body and p.kind == "organisation":
        return same_body(p.name, b_body, p.side, q.side, context.states)
    return False


def _voice(parts: Sequence[tuple[Source, Claim]], context: Context, taken_back: frozenset[str]) -> Voice:
    sources = [s for s, _ in parts]
    claims = tuple(dict.fromkeys(c for _, c in parts))
    source = _fullest(sources)
    own = all(c.manner == "own_voice" or s.kind == "report" for s, c in parts)
    name = _own_name(claims[0], source, context) if own else source.name or source.as_written or "an unnamed source"
    neutral = None if own else next((n for s in sources if (n := standing_aside(s, context.packs))), None)
    side = side_by_pack(source.name, source.id, context.packs)
    backers: frozenset[str] = frozenset()
    if side is None and neutral is None:
        # a group under arms that calls itself by its country is not the state of that name
        group = next((g for s in sources if s.kind == "organisation" and (g := armed_group(s.name))), None)
        if group is not None:
            neutral, backers = group.group, group.backers
    if side is None and neutral is None:
        side = next((s.side for s in sources if s.side), None)
    if side is None and neutral is None and not own:
        neutral, backers = _apart(parts, context)
    if side is None and neutral is None and not own:
        side = next((told for s, c in parts if (told := told_side(s, c, context))), None)
    why, rule, named = _why_not(parts, own, side, context, taken_back)
    in_pack = any(s.id for s in sources) or pack_kind(source.name, None, context.packs) is not None
    return Voice(
        name=name,
        side=side,
        kind="report" if own else source.kind,
        ids=frozenset(s.id for s in sources if s.id),
        names=frozenset(fold(s.name) for s in sources if s.name),
        claims=claims,
        hands=frozenset(fold(link.name) for c in claims for link in c.chain[1:]),
        carriers=_carriers(claims),
        named=named,
        counted=why is None,
        why_not=why,
        rule=rule,
        medium=not own and is_medium(source, context) and not any(witnessed(c, context) for c in claims),
        neutral=None if side else neutral,
        backers=backers,
        known=in_pack,
    )


def _apart(parts: Sequence[tuple[Source, Claim]], context: Context) -> tuple[str | None, frozenset[str]]:
    """What a speaker of no side stands for: a group under arms with those behind it, or a private person for no one."""
    for source, claim in parts:
        if source.kind in ("person", "organisation"):
            group = armed_group(source.name, body_of(source, claim, context), source.as_written)
            if group is not None:
                return group.group, group.backers
    if all(private_person(s, c, context) for s, c in parts):
        return f"person {fold(parts[0][0].name or '')}", frozenset()
    return None, frozenset()


def _own_name(claim: Claim, source: Source, context: Context) -> str:
    wire = next((link.name for link in claim.chain if link.role == "wire"), None)
    return wire or context.publisher(claim) or source.name or "a report's own voice"


def _fullest(sources: Sequence[Source]) -> Source:
    """The source that names the speaker best: a body before its spokesman, an id, the fullest name."""
    return min(
        sources,
        key=lambda s: (
            s.kind != "organisation",
            s.id is None,
            s.name is None,
            -len(person_tokens(s.name or "")),
            -len(s.name or ""),
            s.name or "",
        ),
    )


def _why_not(
    parts: Sequence[tuple[Source, Claim]],
    own: bool,
    side: str | None,
    context: Context,
    taken_back: frozenset[str],
) -> tuple[str | None, str | None, bool]:
    """Why a voice is not counted, the rule, and whether it is named."""
    sources, claims = [s for s, _ in parts], [c for _, c in parts]
    kinds = {s.kind for s in sources}
    if own:
        return "the report says it in its own voice and gives no source", "origin.own_voice", False
    if kinds == {"anonymous"} or not any(s.name for s in sources):
        return "an unnamed source adds no origin", "origin.unnamed", False
    if kinds <= {"class", "anonymous"} or all(is_class(s, context) for s in sources):
        return "a class of people, none of them named", "origin.class", False
    if all(is_call_sign(s, c, context) for s, c in parts):
        return "a call sign or a changed name names no one", "origin.call_sign", False
    if all(c.id in taken_back for c in claims):
        return "it has taken this back", "origin.taken_back", True
    if {c.stance for c in claims} == {"doubts"} and all(is_medium(s, context) for s in sources):
        return "a medium that says only that it could not check", "origin.unverified", True
    if {c.stance for c in claims} == {"doubts"}:
        return "it doubts, and tells of nothing of its own", "origin.doubt", True
    if all(is_belief(c) for c in claims):
        return "a belief that is ascribed to it, not what it says to know", "origin.belief", True
    if all(via_opponent(c, side, context) for c in claims):
        return "its words are known only through an opponent", "origin.via_opponent", True
    return None, None, True


def _carriers(claims: Iterable[Claim]) -> tuple[str, ...]:
    names: Mapping[str, str] = {}
    for claim in claims:
        for link in claim.chain[1:]:
            if link.role in ("carrier", "wire"):
                names = {**names, fold(link.name): names.get(fold(link.name), link.name)}
    return tuple(names[k] for k in sorted(names))


def _fold_states(voices: Sequence[Voice], context: Context) -> list[Voice]:
    """Of one statement, a country's own name is no second origin beside a body or official that made it.

    Elsewhere who speaks under the country's name is not told: it stands in a row of its own, on the same side.
    """
    out = list(voices)
    if any(family(c.kind).shape != "speech" for v in voices for c in v.claims):
        return out
    for state in [v for v in voices if v.counted and v.kind == "organisation" and is_state(v.name, context.states)]:
        pairs = context.rulings.different_speaker
        bodies = [
            v
            for v in out
            if v is not state and v.counted and v.side == state.side and state.side is not None and not v.medium
            and v.kind in ("organisation", "person") and not is_state(v.name, context.states)
            and {c.stance for c in v.claims} & {c.stance for c in state.claims}
            and not any(frozenset({a, b}) in pairs for a in v.names for b in state.names)
        ]  # fmt: skip
        if not bodies:
            continue
        host = min(bodies, key=lambda v: (v.kind != "organisation", -len(v.claims), fold(v.name)))
        out.remove(state)
        out[out.index(host)] = replace(
            host,
            names=host.names | state.names,
            ids=host.ids | state.ids,
            claims=(*host.claims, *state.claims),
            hands=host.hands | state.hands,
            carriers=tuple(sorted({*host.carriers, *state.carriers}, key=fold)),
        )
    return out


def _quiet_media(voices: Sequence[Voice], context: Context) -> list[Voice]:
    """A medium that passes on another counted voice in this event has shown no source of its own."""
    out = []
    for voice in voices:
        if voice.counted and voice.medium:
            host = next(
                (
                    v
                    for v in voices
                    if v is not voice and v.counted and not v.medium and v.hands & voice.names
                    and {c.stance for c in v.claims} & {c.stance for c in voice.claims}
                ),
                None,
            )  # fmt: skip
            if host is not None:
                why = f"it passes on the words of {host.name}, and shows no source of its own"
                out.append(replace(voice, counted=False, why_not=why, rule="origin.carrier"))
                continue
        out.append(voice)
    return out
