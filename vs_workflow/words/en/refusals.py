"""Why a request is refused."""

from __future__ import annotations

REFUSALS: dict[str, tuple[str, str]] = {
    # order
    "order.step": (
        "The step {step} cannot be taken now: assignment {assignment} is at {state}; this step starts from {sources}.",
        "Possible now: {possible}[, by {who}].",
    ),
    "order.final": (
        "Assignment {assignment} is at {state}; that is the end, nothing follows.",
        (
            "If that is wrong, have the last step corrected: find its number with vs history {assignment.key}, "
            "then vs correct NUMBER."
        ),
    ),
    "order.event": (
        "{step} cannot be recorded now: assignment {assignment} is at {state}, and this belongs to {sources}.",
        "Possible now: {possible}[, by {who}].",
    ),
    "order.offer": (
        ("{event} is not possible now: [the offer to {body} is at {state}||nothing has been offered to {body} yet]."),
        ("[First {who} must bring the offer one step further.||See with vs show {assignment.key} where the offer is.]"),
    ),
    "order.elsewhere": ("{step} would lead from there to {state}, and led to {target}.", "See vs workflow show."),
    "unknown.assignment": ("There is no assignment {assignment}.", "vs status shows all assignments."),
    "unknown.step": (
        "The lifecycle knows no step or event {step}.",
        "vs workflow show lists all steps and events.",
    ),
    "event.place": (
        "{event} belongs to {scope}.",
        "Name the assignment only where the event belongs to one; vs workflow show says which do.",
    ),
    # role and mandate
    "role.not-held": (
        "Only a holder of this role may do this: {roles}[ ({who})][; you act as {you}].",
        (
            "[You have a mandate of {mandate_of}: give --behalf-of {mandate_of.key}. ]"
            "[Ask {who}, or ask for a mandate: "
            "vs mandate {actor.key} {held_for.key} --role {roles.key} --as {who.key} --from TODAY --until DATE.||"
            "Ask {who}, or ask for a mandate: "
            "vs mandate {actor.key} --role {roles.key} --as {who.key} --from TODAY --until DATE.||"
            "Nobody holds this role on that day; it is given with vs grant {roles.key} PERSON.]"
        ),
    ),
    "role.nobody": (
        "Nobody holds the role that this needs: {roles}.",
        "The role is given with vs grant {roles.key} PERSON; vs workflow show says by whom.",
    ),
    "role.no-body-there": (
        "{step} is for this role ({roles}) of a body whose own offer is at {states}; no offer is there yet.",
        "First such an offer must get there; vs show ASSIGNMENT shows the offers.",
    ),
    "role.period": (
        "{actor} has held this role ({roles}), but not on {on}: no. {grant} holds from {from}[ until {until}].",
        (
            "[You have a mandate of {mandate_of}: give --behalf-of {mandate_of.key}. ]"
            "[On that day this may be done by {who}.||Nobody holds this role on that day; "
            "it is given with vs grant {roles.key} PERSON.]"
        ),
    ),
    "mandate.none": (
        "{actor} has no mandate of {behalf_of} for this role ({roles}).",
        (
            "[This may be done by {who}. ]A mandate is given by the holder: "
            "vs mandate {actor.key}[ {held_for.key}] --role {roles.key} --as {behalf_of.key} --from DATE --until DATE."
        ),
    ),
    "mandate.period": (
        "The mandate of {behalf_of} for {actor} (no. {grant}) does not hold on {on}, only from {from} until {until}.",
        (
            "[On that day this may be done by {who}. ]A new mandate: "
            "vs mandate {actor.key}[ {held_for.key}] --role {roles.key} --as {behalf_of.key} --from DATE --until DATE."
        ),
    ),
    "mandate.rests-on-nothing": (
        (
            "The mandate of {behalf_of} for {actor} (no. {grant}) does not hold on {on}: "
            "{behalf_of} does not hold the role on that day."
        ),
        (
            "[On that day this may be done by {who}.||Nobody holds this role on that day; "
            "it is given with vs grant {roles.key} PERSON.]"
        ),
    ),
    "mandate.of-oneself": (
        "{actor} cannot act on behalf of himself or herself.",
        "Leave out --behalf-of: the own role counts then.",
    ),
    "mandate.no-grant": (
        (
            "[No. {grant} is not a role that {actor} holds||{actor} does not hold the role of this mandate]; "
            "a mandate can only rest on a role of one's own."
        ),
        "[Ask {who}.||Ask whoever holds the role; vs show ASSIGNMENT says who that is.]",
    ),
    "mandate.passed-on": (
        "No. {grant} is a mandate itself, and a mandate is not passed on.",
        "Ask the mandate of whoever holds the role; vs show ASSIGNMENT says who that is.",
    ),
    "mandate.grant-period": (
        (
            "A mandate can only be given while one holds the role: no. {grant} holds from {from}[ until {until}], "
            "today is {on}."
        ),
        "[Ask the mandate of {who}.||Have the role granted to somebody first: vs grant ROLE PERSON.]",
    ),
    "mandate.to-oneself": ("{actor} cannot give a mandate to himself or herself.", "Name somebody else as deputy."),
    # separation of duties
    "separation.acted": (
        "{people} did {other} (no. {seq}) and therefore cannot do {step} too, not with a mandate either.",
        "[This may be done by {who}.||Somebody else must be granted the role: vs grant ROLE PERSON.]",
    ),
    "separation.roles": (
        (
            "{person} already holds the role {other} (no. {grant}[, assignment {assignment}]), "
            "which does not go together with {role}."
        ),
        "Choose somebody else, or end the other role first: vs end {grant}.",
    ),
    # granting and ending roles
    "grant.never-own": (
        "{actor}, as {in_role}, may neither grant nor end a role of his or her own ({role}).",
        "[Ask {who}.||Somebody else who may grant the role must do this; vs workflow show says who.]",
    ),
    "grant.held-already": (
        "{person} holds this role already ({role}): no. {grant}, from {from}[ until {until}].",
        "Let the new one begin later, or end the old one first: vs end {grant}.",
    ),
    "grant.single": (
        "This role ({role}) has one holder at a time: {person} holds it from {from}[ until {until}] (no. {grant}).",
        "End that one first: vs end {grant} --on {start.key}.",
    ),
    "grant.scope": (
        "The role {role} belongs to {scope}, not to {given}.",
        "Name after the person what it belongs to: an assignment, a body, or nothing for the programme.",
    ),
    "grant.unknown": (
        "No. {grant} is not a grant and not a mandate.",
        "The numbers are in vs show ASSIGNMENT and in vs history.",
    ),
    "grant.unknown-role": ("There is no role '{role}'.", "vs workflow show lists all roles."),
    "grant.unknown-body": (
        "There is no body '{body}'.",
        "vs workflow show lists the bodies; a local body exists as soon as something was offered to it.",
    ),
    "grant.unknown-district": ("There is no district '{district}'.", "vs workflow show lists the districts."),
    "grant.unknown-person": (
        "{person} is not in the register of people.",
        "Put this person in it first: vs person {person.key} --name NAME.",
    ),
    "person.key": (
        "'{person.key}' cannot be the key of a person.",
        "Use lower case letters, digits and hyphens, as in burgemeester-a.",
    ),
    # days
    "date.future": (
        "{on} is in the future; today is {today}.",
        "Record it when it has happened, or give the right day with --on.",
    ),
    "date.before-programme": (
        "{on} is before the beginning on {first_day}.",
        "Give a day from {first_day} on.",
    ),
    "date.before-last-step": (
        "{on} is before the step before it: {step} was on {last_on} (no. {seq}).",
        "Give a day from {last_on} on with --on, or correct that step first: vs correct {seq}.",
    ),
    "date.before-assumed": (
        "{on} is before the step assumed before it: {step} on {last_on}.",
        "Assume the steps in the order of their days.",
    ),
    "date.before-state": (
        "On {on} the assignment was not at {state} yet; it is since {since}.",
        "Give a day from {since} on with --on.",
    ),
    "date.before-event": (
        "On {on} {event} had not happened yet; it did on {since} (entry {seq}).",
        "Give a day from {since} on with --on.",
    ),
    "date.before-offer": (
        "On {on} the offer to {body} was not at {state} yet; it is since {since}.",
        "Give a day from {since} on with --on.",
    ),
    "date.needs-reason": (
        "This is {days#day|days} after {on}; what is recorded more than {most#day|days} later needs a reason.",
        "Say with --reason why it is recorded only now[ ({who})].",
    ),
    "date.same-day": (
        "No. {seq} is on {on} already.",
        "Give the day that it should be with --on, or undo it with --annul.",
    ),
    "date.already-ended": (
        "This role ended on {until} already.",
        "An earlier day is possible: --on with a day before {until}.",
    ),
    "date.before-body": (
        "On {on} {body} did not exist yet; it does since {opened_on}.",
        "Give a day from {opened_on} on with --from.",
    ),
    "date.end-before-start": (
        "{on} is before the beginning of this role on {from}.",
        "Give a day from {from} on with --on.",
    ),
    "date.ends-before-it-begins": (
        "The end {until} is not after the beginning {on}.",
        "Give a later day with --until: the first day on which it no longer holds.",
    ),
    "date.migration-backdated": (
        "A move to other rules holds from today on: {on} is before today, {today}.",
        "Leave out --on.",
    ),
    "date.destruction-backdated": (
        "What is destroyed is destroyed today: {on} is before today, {today}.",
        "Leave out --on.",
    ),
    # destruction
    "destruction.not-final": (
        "{assignment} still runs ({state}); only an assignment that has ended may be destroyed.",
        "Bring it to its end first, or withdraw it.",
    ),
    "destruction.ground": (
        "It was not said on which ground {assignment} is destroyed.",
        "Name the selection list and the category: --ground TEXT",
    ),
    "destruction.declaration": (
        "To destroy {assignment} takes a signed declaration; an empty file is none.",
        "Hand it in: --declaration FILE",
    ),
    # other rules
    "migration.already": ("[{assignment}||The programme] goes by these rules already.", "Nothing need be done."),
    "migration.other-programme": (
        "The new file is of another programme: '{given}', not '{programme}'.",
        "Keep the key; for another programme: vs init.",
    ),
    "migration.other-first-day": ("The programme begins on {first_day}, not on {day}.", "Keep its first day."),
    "migration.other-zone": (
        "A programme keeps the time zone by which its days are told: {zone}, not {given}.",
        "Give the zone {zone} in the new file.",
    ),
    "migration.programme-first": (
        "{assignment} can only go by the rules that the programme goes by.",
        "Move the programme first: vs migrate FILE.",
    ),
    "migration.final": ("{assignment} has ended ({state}) and stays under the rules it ended by.", "Leave it out."),
    "migration.assignment-gone": (
        "The new rules do not know assignment {assignment} any more.",
        "Put it back in the new file; what need not go on is withdrawn, so that its trail can be found.",
    ),
    "migration.state-gone": (
        "The new rules do not know the state of {assignment}: {state.key}.",
        "Keep that state in the new lifecycle, or move it when it has left that state.",
    ),
    "migration.role-gone": (
        "The new rules do not know a role that somebody holds: {role.key} (no. {grant}).",
        "Keep that role in the new lifecycle, or end it first: vs end {grant}",
    ),
    "migration.body-gone": (
        "The new rules do not know a body in which somebody holds a role: {body.key} (no. {grant}).",
        "Keep that body in the new programme, or end it first: vs end {grant}",
    ),
    "migration.body-other": (
        "The body {body.key} was opened here ({opened}), and the new rules make it another ({given}).",
        "Give what the new programme adds a key of its own.",
    ),
    "date.mandate-backdated": (
        "A mandate does not work backwards: {on} is before today, {today}.",
        "Give a day from {today} on with --from.",
    ),
    # what came later
    "in-the-way.step": (
        "No. {seq} is in the way: {step}[ of assignment {assignment}] on {on}.[ {why}]",
        "Give another day, or first correct no. {seq}: vs correct {seq} --annul --reason WHY.",
    ),
    "in-the-way.grant": (
        "No. {seq} rests on this role: {step}[ of assignment {assignment}] on {on}.",
        "Let the role end after {on}, or correct no. {seq} first: vs correct {seq}.",
    ),
    # corrections
    "correct.not-correctable": (
        "No. {seq} is not a step or event that still counts, and cannot be corrected.",
        "A role is ended with vs end; the numbers are in vs history.",
    ),
    "correct.state-gone": (
        "Without no. {seq}, assignment {assignment} would be in a state that its rules do not know: {state.key}.",
        "First go by rules that have this state: vs migrate FILE {assignment}.",
    ),
    "correct.not-yours": (
        (
            "No. {seq} ({step}) may be undone only by who did it, by who holds that role now, "
            "or by the keeper who typed it[; you act as {you}]."
        ),
        "[Ask {who}.||Nobody can do this now; somebody must be granted the role first.]",
    ),
    "correct.not-your-day": (
        (
            "The day of no. {seq} ({step}) may be corrected only by who did it, on whose behalf, "
            "or by who keeps the days[; you act as {you}]."
        ),
        "[Ask {who}.||Nobody can do this now; somebody must be granted the role first.]",
    ),
    "correct.mandate": (
        "{actor} cannot correct no. {seq} ({step}) on behalf of {behalf_of}.",
        "[Ask {who}.||Leave out --behalf-of if you hold the role yourself.]",
    ),
    # guards
    "guard.document": ("A document is needed.", "Give it: --document FILE."),
    "guard.reason": ("A reason is needed.", "Give --reason WHY."),
    "guard.fact": (
        "A fact is missing: {fact}.",
        "Give --fact {fact.key}=..., or fill in the form: vs form[ {assignment.key}][ {step.key}].",
    ),
    "guard.confirmed": (
        "Not confirmed yet: {missing} ({fact}).",
        "Fill them in on the form (vs form[ {assignment.key}][ {step.key}]) and give it with --form.",
    ),
    "guard.records": (
        "A list is missing: {fact}.",
        "Fill it in on the form (vs form[ {assignment.key}][ {step.key}]) and give it with --form.",
    ),
    "guard.record-incomplete": (
        "{fact}: row {row} lacks {field}.",
        "Complete the row on the form, or take it out.",
    ),
    "guard.meeting": (
        "{body} does not meet on {on}, as far as is known.",
        (
            "If it did meet, have that recorded first[ by {who}]: "
            "vs record {held_event} --fact body={body.key} --on {on.key}."
        ),
    ),
    "guard.event": (
        "{event} has not been recorded for assignment {assignment} yet, or no longer holds.",
        "Needed first[, by {who}]: vs record {event.key} {assignment.key}.",
    ),
    "guard.sub-cases-open": (
        "Not finished yet at {waiting}[; now: {counts}].",
        "[It can go on there by {who}.||Nobody is a member there yet; members get their role with vs grant.]",
    ),
    "guard.sub-cases-none": (
        "No offer has succeeded[: {counts}].",
        "Offer it again or elsewhere, or withdraw the assignment.",
    ),
    "guard.composition": (
        "The team of assignment {assignment} is not complete; it lacks: {gaps}.",
        (
            "Let members join[ ({who})]: vs record {joins_event} {assignment.key}."
            "[ Or accept the gaps one by one on the form: vs form {assignment.key} {step.key}.]"
        ),
    ),
    "guard.composition-reason": (
        "The gaps in the team of assignment {assignment} are accepted, but without a reason ({gaps}).",
        "Give a reason: --reason WHY.",
    ),
    "guard.not-a-member": (
        "{person} is not in the team.",
        "Who is: vs show[ {assignment.key}][!assignment  ASSIGNMENT].",
    ),
    "guard.already-a-member": (
        "{person} is in the team already, since {since}.",
        "If that is wrong, record the leaving first, or correct the day with vs correct.",
    ),
    "guard.left-before-joined": (
        "{person} cannot have left before joining on {since}.",
        "Give a day from {since} on with --on.",
    ),
    "guard.district-missing": (
        "{person} needs a district: it belongs to {organisation}.",
        "Give --fact district=...",
    ),
    "guard.body-twice": (
        "{body} is in the list twice.",
        "Name each body once.",
    ),
    "guard.body-name": (
        "{fact}: one of the names has no letters or digits to make a key of, or is far too long.",
        "Write that name as it is.",
    ),
    "guard.body-district": (
        "{body} belongs to {district}, not to {given}.",
        "Take the district under which it is known.",
    ),
    # facts
    "fact.unknown-key": (
        "The fact '{found}' is not asked here.",
        "[Asked are: {expected}.||Asked are: {known}.||Nothing is asked here.]",
    ),
    "fact.wrong-type": (
        "{fact}: '{found}' is not of the right kind.",
        "Expected: [{expected}||{known}].",
    ),
    "fact.unknown-name": (
        "{fact}: '{found}' is not known.",
        "[Known are: {expected}.||Known are: {known}.||None is known yet.]",
    ),
}
