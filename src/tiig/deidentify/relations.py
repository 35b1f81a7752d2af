"""Words for people by what they are to somebody, what they do, and what is done to them."""

from __future__ import annotations

from typing import Final

RELATIONS: Final = frozenset(
    "parents kids children sibling siblings friends mates pals neighbours colleagues flatmates "
    "housemates nieces nephews uncles aunts twins grandparents inlaws stepkids girlfriends "
    "teachers nurses escort escorts cpl corporal lt maj major wo dci dcs supt superintendent "
    "sarge sarg bobby coordinator liaison psych ot slt dietitian phleb radiographer sonographer "
    "pharmacist mum mam mom mummy mother dad daddy father stepdad stepmum stepfather stepmother "
    "stepson stepdaughter stepbrother stepsister sister brother bro sis son daughter dtr wife "
    "husband hubby partner expartner ex gf bf girlfriend boyfriend fella missus missis fiance "
    "fiancee mate friend pal buddy bestie flatmate housemate roommate cellmate inmate coworker "
    "workmate classmate teammate neighbour neighbor cousin cousins aunt aunty auntie uncle "
    "nephew niece nan nana nanna gran granny grandma grandmother grandad granddad grandfather "
    "grandson granddaughter godson goddaughter godfather godmother spouse sons daughters "
    "brothers sisters carer keyworker caseworker babysitter landlord landlady boss colleague "
    "manager supervisor teacher headteacher headmaster headmistress lecturer tutor pupil "
    "student apprentice trainee officer officers resident victim assailant assailants perp "
    "perps perpetrator attacker attackers aggressor offender suspect accused witness witnesses "
    "nok contact contacts solicitor sol lawyer advocate barrister sw hv idva isva midwife "
    "counsellor security steward porter nurse matron rn sn hca hcsw anp enp acp ssn nic "
    "consultant cons registrar reg sho spr physio surgeon anaesthetist clinician doc dentist "
    "optician psychiatrist psychologist receptionist clerk bailiff councillor mp paramedic emt "
    "pc dc ps ds di sgt sergeant insp inspector wpc pcso cso constable detective crew worker "
    "member toddler baby twin interpreter coach referee ref trainer chaplain imam priest vicar "
    "pastor rabbi deacon fr sr prof professor cllr judge capt captain named surname alias aka "
    "nickname nicknamed ip inlaw law lodger tenant caretaker warden childminder nanny bouncer "
    "doorman guard lifeguard driver cabbie courier owner chef barman barmaid gent mr mrs ms "
    "miss mx dr doctor mister rev reverend dame col lady hon".split()
)
"""Words behind which a name stands."""

TITLES: Final = frozenset(
    "mr mrs ms miss mx dr doctor mister rev prof fr sr pc dc ds di sgt ps wpc pcso col".split()
)
"""Those behind which nothing but a surname stands."""

OF_VENUES: Final = frozenset(
    "security steward bouncer worker staff landlord landlady owner manager crew member chef "
    "barman barmaid teacher pupil student resident tenant guard doorman driver".split()
)
"""Those behind which the name of a venue stands as well as a person's."""

AGENTS: Final = frozenset(
    "ring contact separated recognises recognised bleeped fastbleeped bit fighting defending "
    "protecting helping visiting seeing dating confronted grabbed re attn cc dw sw seenby under "
    "after when because cos that if than until since blamed accused by with w wiv between vs "
    "incl including involving against informed asked via regarding want wants wanting wanted "
    "met told spoke rang phoned texted emailed not inc saw hit punched pushed kicked attacked "
    "slapped stabbed assaulted headbutted bottled identified identifies says said states "
    "alleges blames blaming accusing names naming".split()
)
"""Words behind which somebody stands who did it, was there or was told."""

DONE_TO: Final = frozenset(
    "ring contact separated recognises recognised bit met fighting defending protecting helping "
    "visiting seeing dating confronted grabbed told informed asked accusing naming hit punched "
    "pushed kicked attacked slapped stabbed assaulted headbutted bottled saw inc not".split()
)
"""Those behind which an unknown word is as often a thing or a place."""

LEADING_TO: Final = frozenset(
    "letter copy email text message according "
    "disclosed reported referred handover listening talked speaking apologised lied lost "
    "belonging belongs known married spoke spoken talking related engaged handed given told "
    "said".split()
)
"""Words before `to` that make it lead to somebody."""

SAYS: Final = frozenset(
    "says said say states stated reports reported claims claimed denies denied admits hit hits "
    "punched punches pushed kicked threw bit bites stabbed slapped attacked assaulted grabbed "
    "pulled rang rings called phoned drove brought took found saw sees witnessed present aware "
    "told asked gave gives works applied helped jumped broke came turned pressed held swung "
    "smashed headbutted bottled shoved tripped dropped chased threatened strangled poured spat "
    "landed lashed kneed elbowed restrained intervened confirms confirmed wants wanted thinks "
    "thought reckons advised discussed reviewed sutured translating interprets interpreting "
    "interpreted caught ran went got lost hurled lobbed chucked whacked clocked floored robbed "
    "mugged followed stalked harassed texted messaged stamped trod stood lives stays resides "
    "struck stuck swore tore fought flung knocked lamped decked clobbered nutted smacked "
    "thumped battered glassed choked spiked pinched raped groomed dragged lunged barged spilled "
    "spilt drank drives shot sat met made put kept let arrested declined collected did didn't "
    "twisted scratched tel mob visiting informed explains explained remembers fell left "
    "escorted accompanied cut has had is was".split()
)
"""Verbs behind a person; of a place few of them can be said."""

ACTS: Final = SAYS - frozenset("is was has had fell left".split())
"""Those that can hardly be said of a place."""

STRIKES: Final = frozenset(
    "says said states hit punched pushed kicked threw stabbed slapped bit headbutted bottled "
    "grabbed".split()
)
"""Those that only people do, whatever the word before them looks like."""

OWNED: Final = frozenset(
    "statement story fault parents children parent child son word words side keys property wife "
    "body foot feet leg back chest nose eye teeth tooth drink glass bottle belt stick door "
    "window tenancy boyfriend stepdad mum's sister's house flat home place room car bike dog "
    "phone mum mom dad mother father brother bro sister sis daughter husband partner gf bf "
    "girlfriend ex mate mates friend friends neighbour nan uncle aunty cousin family address "
    "garden kitchen bathroom party wedding shoe shoes hand arm knife birthday van baby kids "
    "face fist elbow head mobile number behaviour account version sofa bed ortho list".split()
)
"""What somebody has, and a place has not."""

AIMED: Final = frozenset(
    "swung shouted lunged laughed laughing shouting threw thrown looked looking staring stared "
    "spat aimed yelled angry swinging screaming pointed pointing swore swearing charged "
    "swiped".split()
)
"""Words before `at` that aim it at somebody."""

BEFORE_FROM: Final = frozenset(
    "call message text bite punch kick threats threat assault abuse blow statement info history "
    "hx letter referral email slap headbutt attack phonecall collateral separated away".split()
)
BEFORE_OF: Final = frozenset(
    "care custody name company behalf afraid scared frightened fear terrified accused".split()
)
BEFORE_FOR: Final = frozenset("asking waiting looking mistaken covering interpreter carer".split())
STAFF: Final = frozenset(
    "hca anp enp acp rn sn hcsw porter paramedic consultant cons registrar reg sho spr gp sw hv "
    "ortho idva solicitor physio midwife nurse matron sister security steward pcso "
    "counsellor".split()
)
"""Roles that stand behind a name too: `tx by Ffion HCA`."""
IN_BRACKETS: Final = frozenset(
    "surname pt staff ortho surg surgical med medical psych gp ed lead duty named passenger her "
    "his own aged age oncall known also aka or".split()
)
"""Words in brackets behind a name."""

NAMED_AS: Final = frozenset(
    "known goes identified described recognised believed thought named".split()
)
"""Words that name somebody with `as`, `by` or `is` behind them."""

NAMED: Final = frozenset(
    "named called nicknamed aka alias name nickname nicknames surname call calls".split()
)
SOMEBODY: Final = frozenset(
    "man male lad lads guy bloke woman female girl lady boy person someone somebody friend one "
    "neighbour he she name is youth kid known goes they people everyone".split()
)
"""Words before `called` that make it a name: an ambulance is called too."""

LITTLE: Final = frozenset("our big little lil wee young mad fat old tall mini baby".split())
FAMILIES: Final = frozenset("brothers sisters twins family lads boys clan kids crew".split())
"""What follows the name that people share."""

BOTH: Final = frozenset({"and", "n", "or", "v", "vs"})
PARTS: Final = frozenset(
    "st de da di la le van von der den al el ul ur ap ab bin ibn mac mc o dos della".split()
)
"""Small words inside surnames."""

LEADING: Final = {
    "to": LEADING_TO, "at": AIMED, "from": BEFORE_FROM, "of": BEFORE_OF, "for": BEFORE_FOR,
}  # fmt: skip
"""Words that lead to somebody, by what must stand before them for that."""
