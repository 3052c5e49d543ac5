"""The questionnaire: its document, its outcome and its form. Pure: no row, no clock.

A version is one JSON document. `document.check` names its faults and
`document.parse` makes values of it; `confirmations` lists what a publisher signs and
`changes` says how a version differs from the last. The rest reads the values:

    asked     which questions a form shows, which were not shown yet
    form      what a page needs, what it posts, how answers are put together
    outcome   `assess`: answers to a result; `worse`: two results to one, at the door
    summary   who a treatment is for, before anything is asked
    asking    the same on one page, follow-ups under their answer, for staff
    said      answers in words, for who reviews them
    editing   changes of a draft's document

Every answer is a choice and every choice carries its own outcome. The document may
change any wording and outcome; these rules are code and may not change:

 1. A list is answered by one of its own boxes, a question by one choice. What is
    missing, a consent too, makes the form incomplete; a blank follow-up does not.
 2. The worst decides: not_now, incomplete, clearance, adapt, clear.
 3. A choice with follow-ups stands, always as clearance, until all are answered;
    then their outcomes stand in its place. Each counts once it is answered.
 4. Only outcome and reason are replaced. Everything else adds up.
 5. A result lives as long as its shortest-lived answer; not_now gives no pass, and
    may be tried again after its longest wait, if all its answers name one.
 6. “None of these” beside another box, an unknown answer, and a follow-up without
    its box are unclear: clearance.
 7. A tick that is only for other treatments is ignored. Every other tick counts, and
    an urgent one always.
 8. What the treatment needs but should be left out is a mismatch: clearance. A scent
    is used if chosen, offered, and nothing speaks against it.
 9. At the door the worse of the two results stands.
10. A locked question holds only clearance and not_now; six are locked for good.
11. “Soon” is at arrival, and on the booking form less than 48 hours before the start.
12. `doctor` asks for a doctor's yes and changes no outcome.
13. `training` limits who may give the session and changes no outcome.
14. Only a question without any health in it may have a preset choice.

Where these leave room, the careful reading is taken: an unknown name or value is
unclear even for another treatment; an urgent box counts in whatever list it is sent;
“None of these” beside any other box is unclear even if that box is ignored.
"""
