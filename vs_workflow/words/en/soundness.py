"""Why rules cannot be adopted."""

from __future__ import annotations

SOUNDNESS: dict[str, tuple[str, str]] = {
    # names
    "sound.unknown": ("There is no {what} '{name}'.", "[Known: {known}.||There is none; add it first.]"),
    "sound.twice": ("'{name}' is there twice.", "Give one of the two another name, or take it away."),
    "sound.key-odd": (
        "'{found}' cannot be a key.",
        "Use lower case letters, digits and hyphens, at most {most} characters.",
    ),
    "sound.number-odd": ("'{found}' cannot be a number.", "Use letters and digits, at most {most} characters."),
    "sound.label-missing": ("The label in the language '{lang}' is missing or empty.", "Give labels in nl and en."),
    "sound.step-and-event": (
        "'{name}' is a step and an event too.",
        "Give one of the two another name.",
    ),
    # the road
    "sound.initial": (
        "There must be one state to begin with[, and these are several: {found}].",
        "Set initial = true at exactly one state.",
    ),
    "sound.initial-final": (
        "The state {state} is beginning and end at once.",
        "Let the lifecycle end in another state.",
    ),
    "sound.step-twice": (
        "From {state} there are two steps {step}.",
        "Give one of the two another name.",
    ),
    "sound.final-left": (
        "The step {step} leaves {state}, but that is an end.",
        "Take that state out of sources, or take final away.",
    ),
    "sound.state-unreachable": ("No step leads to {state}.", "Add a step, or take the state away."),
    "sound.no-way-out": (
        "From {state} no way leads to an end.",
        "Add a step, or make it a final state.",
    ),
    "sound.nothing-named": ("No {what} is named here.", "Name at least one."),
    "sound.says-nothing": ("'{parameter}' has no meaning here.", "Take it away."),
    "sound.too-many": ("There are {count} here, which is too many to prove anything of.", "Use at most {most}."),
    "sound.too-deep": ("The fields are nested too deeply.", "Nest at most {most} deep."),
    # what is asked
    "sound.needs-parameter": ("'{parameter}' needs '{needs}'.", "Fill in '{needs}'."),
    "sound.fact-type": (
        "The fact '{fact}' is of the type '{found}'.",
        "Expected: {expected}.",
    ),
    "sound.field-missing": (
        "The rows of '{fact}' lack the field '{field}' of the type '{expected}'.",
        "Add the field, required.",
    ),
    "sound.field-taken": (
        "The rows of '{fact}' cannot have a field '{field}': vs uses that name itself.",
        "Give the field another name.",
    ),
    "sound.rows-without-body": (
        "The rows of '{fact}' name no body.",
        "Give the rows a field body of the type body, or let opens make the bodies.",
    ),
    "sound.required-unguarded": (
        "'{fact}' is needed, but no guard asks for it.",
        "Add a guard that asks for the fact.",
    ),
    "sound.not-of-assignment": (
        "'{name}' does not belong to an assignment, and this can be read of an assignment only.",
        "Take it away, or set scope to assignment.",
    ),
    "sound.not-of-programme": (
        "'{name}' belongs to an assignment, and this is possible for the programme or a body only.",
        "Take it away, or set scope to programme or body.",
    ),
    # guards
    "sound.no-documents": (
        "'{name}' asks a document, but takes none.",
        "Set takes_documents = true.",
    ),
    "sound.never-meets": (
        "No body of the kind '{kind}' ever meets.",
        "Put a meeting in the calendar, or add an event that records one.",
    ),
    "sound.team-never-complete": (
        "Nobody can join the team, and the gaps cannot be accepted.",
        "Add an event with which somebody joins, or fill in accepted_in.",
    ),
    "sound.event-never-in-effect": (
        "In {state} the event {event} can never be in effect, and '{name}' asks for it.",
        "Allow the event earlier (in_states), or take the guard away.",
    ),
    "sound.sub-states-never": (
        "In {state} what '{name}' asks can never be: {states}.",
        "Allow the events of the offer earlier, or ask something else.",
    ),
    # roles
    "sound.role-scope": (
        "The role '{role}' is held for {scope}, and only this is possible here: {expected}.",
        "Name another role.",
    ),
    "sound.role-ungrantable": (
        "Nobody can ever grant the role '{role}'[ (granted by {granted_by})].",
        "Name in granted_by a role that somebody holds or can get.",
    ),
    "sound.one-body": (
        "The role '{role}' belongs to one single body of the kind '{kind}', and there are {bodies}.",
        "See to exactly one body of that kind.",
    ),
    "sound.holder-scope": ("The role '{role}' belongs to {scope}, not to {given}.", "Name what the role belongs to."),
    "sound.own-name": ("The role '{role}' of '{body}' is called '{own}' here.", "Write '{own}', without a body."),
    "sound.held-twice": (
        "'{person}' gets the role '{role}' that '{other}' has there already.",
        "Name each role once, with one holder.",
    ),
    "sound.excludes-itself": ("The role '{role}' excludes itself.", "Take it out of with_roles."),
    "sound.held-together": (
        "'{person}' has the roles '{role}' and '{other}', which do not go together.",
        "Give one of the two to somebody else.",
    ),
    "sound.nobody-yet": (
        "For the step {step} nobody holds the role ({roles}) yet at {assignments}.",
        "Grant the role before that time: vs grant {roles.key} PERSON.",
    ),
    # days
    "sound.year": ("{day} is outside the years {first} to {last}.", "Give another day."),
    "sound.zone": ("'{zone}' is not a time zone.", "Write a name such as Europe/Amsterdam."),
    "sound.hour": ("'{found}' is not a time.", "Write a time such as 06:00."),
    "sound.days-reversed": ("{last} is before {first}.", "Put the days in the right order."),
    "sound.number": ("{found} cannot stand here.", "Give a number from {least} to {most}."),
    "sound.outside-programme": (
        "{day} is outside the programme, which runs from {first} to {last}.",
        "Give a day within the programme.",
    ),
    "sound.never-satisfied": (
        "The milestone '{milestone}' can never be met.",
        "Name in satisfied_by a state or event that can come.",
    ),
    "sound.state-or-event": (
        "The milestone '{milestone}' names a state and an event at once, or neither.",
        "Name one of them in each line; a body belongs to an event only.",
    ),
    "sound.no-due-day": ("The milestone '{milestone}' has no day (due).", "Give it a day, or name another."),
}
