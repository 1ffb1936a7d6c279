"""Every router of the API, by the name that begins the ids of its operations. A new noun adds its line here."""

from fastapi import APIRouter

from api.account_links.routes import router as account_links
from api.addresses.routes import router as address_search
from api.aftercare.routes import router as aftercare
from api.aggressors.routes import router as aggressors
from api.alarms.address_place import router as address_place
from api.alarms.hand_over import router as hand_over
from api.alarms.nearest import router as nearest_address
from api.alarms.routes import router as alarms
from api.attachments.routes import router as attachments
from api.audit.files import router as audit_file
from api.audit.routes import router as audit
from api.audit.routes import terms as retention_terms
from api.bans.routes import router as bans
from api.board.alarms import router as board_alarms
from api.board.places import router as places_on_the_map
from api.board.routes import router as board
from api.break_glass.routes import router as break_glass
from api.canary.routes import router as canary
from api.damages.routes import router as damages
from api.diary.feed import router as diary_feed
from api.diary.proposals import router as proposals
from api.diary.routes import router as diary
from api.drills.routes import router as drills
from api.functions.routes import router as functions
from api.guards.routes import router as guard_firms
from api.incidents.for_a_task import router as reports_for_tasks
from api.incidents.routes import router as incidents
from api.letters.routes import of_incidents as letters_of_incidents
from api.letters.routes import router as letters
from api.letters.templates import head as letterhead
from api.letters.templates import router as letter_templates
from api.looks.routes import mine as looks_at_me
from api.looks.routes import router as looks
from api.maps.routes import router as maps
from api.me.language import router as language
from api.me.number_check import router as number_check
from api.me.own_secrets import router as own_secrets
from api.me.phone_readiness import router as phone_readiness
from api.me.pushes import router as pushes
from api.me.routes import router as me
from api.me.wallet_card import router as wallet_card
from api.measures.photos import router as ban_photos
from api.measures.routes import router as measures
from api.monitoring.health import router as health
from api.monitoring.ready import router as ready
from api.passkeys.routes import router as passkeys
from api.past.files import router as past_files
from api.past.routes import router as past
from api.people.files import router as people_files
from api.people.routes import router as people
from api.police.routes import router as police
from api.protocol.reading import router as protocol_reading
from api.protocol.routes import router as protocol
from api.protocol.switching import router as protocol_switching
from api.reports.routes import router as reports
from api.risk_addresses.files import router as risk_files
from api.risk_addresses.routes import router as risk_addresses
from api.roster.duty_numbers import router as duty_numbers
from api.roster.files import router as roster_files
from api.roster.routes import router as roster
from api.scim.routes import router as scim
from api.scim.tokens import router as scim_tokens
from api.second_step.routes import router as second_step
from api.security_txt import router as security_txt
from api.sessions.passkeys import router as sessions_passkeys
from api.sessions.routes import router as sessions
from api.sessions.second_step import router as sessions_second_step
from api.sign_in_policy.routes import router as sign_in_policy
from api.simulator.routes import router as simulator
from api.single_sign_on.routes import router as sign_on
from api.single_sign_on.setting import router as sign_on_setting
from api.standing.routes import router as standing
from api.tasks.routes import of_incidents as tasks_of_incidents
from api.tasks.routes import router as tasks
from api.teams.protocol import router as team_protocol
from api.teams.routes import router as teams
from api.third_party_acts.routes import also as third_party_acts_csv
from api.third_party_acts.routes import of_incidents as third_party_act
from api.third_party_acts.routes import router as third_party_acts
from api.visits.beforehand import router as beforehand
from api.visits.routes import router as visits
from api.webhooks.cm import router as webhooks_cm
from api.webhooks.twilio import router as webhooks
from api.whereabouts.routes import router as whereabouts

ROUTERS: dict[str, APIRouter] = {
    # These are asked most, and a door is looked for in this order.
    "alarms": alarms,
    "visits": visits,
    "beforehand": beforehand,
    "board": board,
    "board_alarms": board_alarms,
    "tasks": tasks,
    "me": me,
    "sessions_second_step": sessions_second_step,
    "sessions_passkeys": sessions_passkeys,
    "sessions": sessions,
    "account_links": account_links,
    "sign_on": sign_on,
    "sign_on_setting": sign_on_setting,
    "scim_tokens": scim_tokens,
    "scim": scim,
    "break_glass": break_glass,
    "wallet_card": wallet_card,
    "language": language,
    "phone_readiness": phone_readiness,
    "own_secrets": own_secrets,
    "second_step": second_step,
    "passkeys": passkeys,
    "sign_in_policy": sign_in_policy,
    "number_check": number_check,
    "pushes": pushes,
    "people": people,
    "people_files": people_files,
    "audit": audit,
    "audit_file": audit_file,
    "retention_terms": retention_terms,
    "looks": looks,
    "looks_at_me": looks_at_me,
    "past": past,
    "past_files": past_files,
    "teams": teams,
    "team_protocol": team_protocol,
    "roster": roster,
    "roster_files": roster_files,
    "duty_numbers": duty_numbers,
    "address_search": address_search,
    "aftercare": aftercare,
    "guard_firms": guard_firms,
    "functions": functions,
    "drills": drills,
    "risk_addresses": risk_addresses,
    "risk_files": risk_files,
    "incidents": incidents,
    "attachments": attachments,
    "letters_of_incidents": letters_of_incidents,
    "letters": letters,
    "letter_templates": letter_templates,
    "letterhead": letterhead,
    "police": police,
    "damages": damages,
    "reports": reports,
    "tasks_of_incidents": tasks_of_incidents,
    "reports_for_tasks": reports_for_tasks,
    "measures": measures,
    "ban_photos": ban_photos,
    "aggressors": aggressors,
    "bans": bans,
    "third_party_acts": third_party_acts,
    "third_party_acts_csv": third_party_acts_csv,
    "third_party_act": third_party_act,
    "protocol": protocol,
    "protocol_reading": protocol_reading,
    "protocol_switching": protocol_switching,
    "hand_over": hand_over,
    "nearest_address": nearest_address,
    "address_place": address_place,
    "places_on_the_map": places_on_the_map,
    "maps": maps,
    "whereabouts": whereabouts,
    "canary": canary,
    "diary": diary,
    "diary_feed": diary_feed,
    "proposals": proposals,
    "webhooks": webhooks,
    "webhooks_cm": webhooks_cm,
    "simulator": simulator,
    "standing": standing,
    "ready": ready,
    "health": health,
    "security_txt": security_txt,
}
"""`visits` names the operations `visits_extend` and so on: generated clients lean on it, so a move keeps it."""
