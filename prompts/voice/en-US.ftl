### What the coach says. One sentence a line; names in braces are filled in by the program.
### Tone: a good teacher who is busy too. Short, concrete, no reproach, no exclamation marks.

## Times and dates

time-minutes = { $minutes } min
time-hours = { $hours } h
time-both = { $hours } h { $minutes }
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $day } { $month }
date-choice =
    { $date }{ $away ->
        [-1] {" "}(yesterday)
        [0] {" "}(today)
        [1] {" "}(tomorrow)
       *[other] {""}
    }
weekday =
    { $number ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
month =
    { $number ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
month-short =
    { $number ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
server-time = { $date }, { $time } ({ $moment })
quoted = "{ $words }"
list-comma = {", "}
list-and = { $first } and { $last }
list-and-more = { $names } and { $more } more
names-and-others =
    { $others ->
        [one] { $names } and 1 other
       *[other] { $names } and { $others } others
    }

## Commands, as Discord lists them (at most 100 characters)

cmd-join = Make a plan you can keep: a track, your hours a week, what you already know
cmd-next = What to do now: the step, the sources, the result to show
cmd-done = Finish what /next showed, or a whole lesson
cmd-log = Log time without finishing anything; without hours, see your last entries
cmd-undo = Take back your last /done, /log or plan change, up to 7 days later
cmd-plan = The weeks ahead, page by page
cmd-progress = How far you are: phases, hours by week, streak, forecast
cmd-portfolio = Finished work with links, yours or a member's
cmd-leaderboard = This server's board, fair to every pace
cmd-roadmap = A track at a glance, with your place in it
cmd-compare = Two tracks side by side; without options, three questions that lead to one
cmd-why = Why a topic matters, with sources and years
cmd-ask = Ask the knowledge base
cmd-catch-up = After missed weeks: shift, spread or trim what is left
cmd-pause = Pause for some weeks: nothing is asked, your streak stays, your dates move along
cmd-resume = End your pause early and go on now
cmd-settings = See or change your track, hours, time zone, reminders and board
cmd-leave = Stop being a member in this server; your plan stays
cmd-my-data = What I hold of you: take a copy or delete it
cmd-my-data-export = A file with everything I hold of you
cmd-my-data-delete = Delete everything I hold of you, after one more question
cmd-setup = The weekly post of this server
cmd-setup-weekly = Post the week's assignments and results to a channel every week
cmd-setup-cohort = Begin a cohort: one track, pace and start for all who join; with its name, see or end it
cmd-setup-reminder = A second, shorter post in the week: how far everybody is; without options, see it
cmd-setup-members = Who is here, and what managers can do: hide, remove or block somebody, strike a link
cmd-setup-show = What is posted where and when
cmd-setup-preview = See exactly what would be posted
cmd-setup-post-now = Post this week's assignments now
cmd-setup-off = Stop the weekly post and the reminder
cmd-setup-health = See how the last posts went, what is in the way and when the next ones come
cmd-hide-this-work = On one of my posts, in its menu under Apps: take the works on it off this server
cmd-help = The commands by what you want to do

opt-join-track = What you want to learn toward
opt-join-hours = Hours a week that you can promise, in quarters
opt-join-months = In how many months you want to be done
opt-join-also = A second specialization
opt-join-know = Skills you already have, separated by commas: python, git, sql
opt-join-start = The first day, as YYYY-MM-DD; today if you leave it out
opt-join-goal = Your goal in your own words: ML engineer, 12 months, 10 hours a week
opt-next-minutes = How many minutes you have right now
opt-done-lesson = Finish this whole lesson
opt-done-hours = Time you spent; the planned time if you leave it out
opt-done-link = Your work, deployed or in a repository
opt-done-note = A note to yourself
opt-log-hours = Time you spent, such as 1.5
opt-log-lesson = The lesson you spent it on
opt-log-note = A note to yourself
opt-log-day = The day, as YYYY-MM-DD, up to 7 days back; today if you leave it out
opt-plan-week = The number of the week to start from
opt-progress-member = Another member who shares their progress here
opt-portfolio-member = Another member who shares their progress here
opt-board-period = The time it covers
opt-board-by = What it ranks by
opt-roadmap-track = The track to show; yours if you leave it out
opt-compare-track = The first track; yours if you give only the other
opt-compare-with = The track to put beside it; yours if you leave it out
opt-why-topic = A topic of the knowledge base
opt-ask-question = Your question, in your own words
opt-pause-until = When you go on, as YYYY-MM-DD: that Monday, or the first one after it
opt-pause-weeks = How many weeks, this one counted in
opt-settings-timezone = Your time zone, such as Europe/Berlin
opt-settings-reminders = Reminders by direct message: your week, and a step if you have not begun
opt-settings-board = What this server's boards show of you
opt-settings-check = A skill to confirm by a few questions, such as python
opt-setup-channel = The channel to post in
opt-setup-day = The day of the week
opt-setup-time = The local time, as HH:MM
opt-setup-timezone = The time zone of this server, such as Europe/Berlin
opt-setup-role = A role to ping
opt-setup-silent = Post without a notification
opt-cohort-track = What the cohort learns toward
opt-cohort-hours = Hours a week that everybody promises, in quarters
opt-cohort-start = The first day, as YYYY-MM-DD; a Monday gives a whole first week
opt-cohort-name = What the cohort is called
opt-hide-message = The message that it is about; the last post
opt-help-command = The command to explain

## What an option takes

expect-integer = a whole number from { $least } to { $most }
expect-number = a number from { $least } to { $most }, such as 7.5
expect-spent = a number of hours such as 1.5, more than 0 and at most { $most }
expect-choice = one of: { $words }
expect-flag = yes or no
expect-user = a member
expect-channel = a channel
expect-role = a role
expect-message = a message
expect-date = a date such as 2026-12-07
expect-text = a word or a few

## Refusals: what is wrong and what to do instead

apology = Something went wrong on my side and nothing was changed. Try again in a minute; if it stays, tell whoever runs this coach the code { $code }.
apology-unshown = Something went wrong on my side when I showed the answer. What you asked for may be done: look before you ask again. If it stays, tell whoever runs this coach the code { $code }.
command-unknown = There is no command /{ $name }. /help lists the commands.
command-unknown-near = There is no command /{ $name }. Did you mean /{ $near }?
subcommand-unknown = /{ $name } needs one of these after it: { $subs }.
option-unknown = /{ $command } has no option { $name }. /help command:{ $command } lists its options.
option-missing =
    /{ $command } needs { $names }. Add { $count ->
        [one] it
       *[other] them
    } and send the command again.
option-wrong = { $name } takes { $expected }.
text-too-long = { $name } takes at most { $most } characters. Shorten it and send the command again.
needs-server = /{ $command } works only in a server where I am installed. Use it in one of its channels.
needs-manager = This is for people who may manage the server. Ask one of them.
not-joined = You have no plan yet. Start one with /join: it takes two minutes.
cool-down = That was a lot at once. I take more from you { $moment }; nothing is lost, and nothing was changed.
press-unknown = This button is from an older message and no longer fits. Use the command again to get a fresh one.
press-foreign = This button belongs to somebody else. Use /{ $command } to get your own.
track-unknown = There is no track "{ $given }". Choose one of: { $tracks }.
also-same = The second specialization is the same as the track. Choose another, or leave also: out.
start-past = The start { $date } is in the past. Choose today or a later day.
hours-wrong = Promise between 0.5 and 60 hours a week, in quarters of an hour: 7.5, 10, 12.25.
skill-unknown = I do not know the skill "{ $given }". These I know: { $skills }.
skill-unknown-near = I do not know the skill "{ $given }". Did you mean { $near }?
date-wrong = { $name } takes a date as YYYY-MM-DD, such as 2026-12-07; "{ $given }" is none.
day-out-of-range = You can log from { $first } to { $last }. Choose a day in between.
day-wrong = day takes a weekday, such as monday.
time-wrong = time takes HH:MM, such as 09:00.
lesson-unknown = There is no lesson "{ $given }". /plan and /roadmap list them.
lesson-unknown-near = There is no lesson "{ $given }". Did you mean { $near }?
lesson-named = { $id } ({ $title })
lesson-several = "{ $given }" could be { $lessons }. Name one of them.
lesson-not-in-plan = "{ $lesson }" is not in your plan. Open /plan, press Left out and put it back first.
link-wrong = link takes a web address that starts with http:// or https://, at most 500 characters long.
spent-wrong = "{ $given }" is not a time I can read. Write 1.5, 1:30, 1h30 or 45m, up to 16 hours.
needs-link = "{ $lesson }" is a project: add link: with the address of your work, deployed or in a repository.
too-much-time = A day holds at most 16 hours, and { $day } has { $left } left. Log less, or remove an entry with /log.
already-done = That is done already; nothing was counted twice. /next shows what follows.
steps-gone = The lesson changed since this was shown. /next shows what to do now.
nothing-to-undo = There is nothing of the last 7 days to take back.
member-not-shown = This member shares no progress here. /progress without a member shows yours.
portfolio-not-shown = This member shares no work here. /portfolio without a member shows yours.
leave-not-member = You are not a member in this server, so there is nothing to leave. /join makes you one.
compare-same = Two different tracks can be compared. Put one of these beside { $track }: { $tracks }.
compare-needs-tracks = There is nothing to ask about here. Name two of these with track: and with: { $tracks }.
my-data-too-long = Your record is too long for a file on Discord. Ask whoever runs this coach: their program can export it for you.
week-out-of-plan = Your plan runs from week { $first } to week { $last }. Choose a week in between.
topic-unknown = The knowledge base has nothing on "{ $given }". Try /ask with your own words.
zone-unknown = I do not know the time zone "{ $given }". Use a name such as Europe/Berlin, America/New_York or UTC.
zone-unknown-near = I do not know the time zone "{ $given }". Did you mean { $near }?
channel-closed = I cannot post in <#{ $channel }>. Give me View Channel and Send Messages there, or choose another channel.
board-needs-server = The board setting belongs to one server. Use /settings board: in that server.
board-not-member = You are not on this server's board yet. Use /join here to be on it.
already-in-plan = "{ $lesson }" is in your plan already.
cohort-name-taken = A cohort "{ $name }" is here already. Choose another name; /setup cohort name: alone shows the one that is here.
cohort-full = { $most } cohorts are the most that a server has at a time. End one first: /setup cohort lists them.
cohort-unknown = There is no cohort "{ $name }" here. Add track:, hours: and start: to begin it.
cohort-gone = This cohort has ended. /join makes a plan of your own.
cohort-over = "{ $name }" has reached the end of its track. /join makes a plan of your own.
reminder-needs-weekly = The reminder goes where the weekly post goes, and none is set up yet. Use /setup weekly channel: day: time: timezone: first.
cohort-needs-weekly = A cohort gets its week by the weekly post, and none is set up yet. Use /setup weekly channel: day: time: timezone: first.
pause-either = Give either until: or weeks:, not both.
pause-too-short = until: has to be later: a pause holds whole weeks, so this one lasts until { $date } at least.
pause-too-long = A pause lasts { $weeks } weeks at most, this one until { $date }. If you stay away for longer, come back with /join; all your progress is kept.
not-paused = Your plan is not paused. /next shows what to do now.
not-behind-now = Nothing is behind any more; nothing was changed. /next shows what to do now.
settings-same = That is what you have already; nothing was changed.

talk-unclear = I read that as { $command }, but I cannot read "{ $rest }". Write { $command } alone, or like this: done 1.5h, log 45m yesterday, next 25.

## What people type in direct messages: lists of words and phrases, misspelt ones are found by likeness

talk-fillers = please, pls, the, my, i, im, ive, have, has, got, only, just, left, to, can, could, you, me, a, an, for, is, it, with, of, on, at, in, and, ok, okay, hi, hey, hello, coach, want, would, like, lets, so, am, was, all, thing, things, stuff, lesson, thanks, thank, thx, cheers, great, cool, nice, good, morning, evening, night, bye, last, took, its
talk-next = next, whats next, what next, what now, what should do, what to do, what should do now, what do now, now what, continue, go on, todo, next step, next one, start now
talk-done = done, finished, finish, completed, complete, did, done now
talk-log = log, logged, studied, study, spent, worked, learned, learnt
talk-plan = plan, schedule, this week, week, my week, show plan, plan week
talk-not-now = not now, not today, cant today, no time, no time today, tired, too tired, later, maybe later, skip, skip today, tomorrow, another day
talk-board = board, leaderboard, ranking, rank
talk-progress = progress, status, stats, how doing, how far, streak
talk-help = help, commands, what can you do, how does this work, menu
talk-undo = undo, oops, revert, take back, that was wrong
talk-pause = pause, break, take break, holiday, vacation
talk-resume = resume, back, back again, unpause, end pause
talk-catch-up = catch up, behind, fell behind, missed weeks
talk-join = join, begin, sign up
talk-settings = settings, change settings, preferences, change hours, change track
talk-reminders-off = stop, unsubscribe, stop reminders, reminders off, no reminders, no more reminders, turn off reminders, stop reminding, dont remind, stop messages
talk-reminders-on = reminders on, remind me, start reminders, turn on reminders
talk-delete-data = delete data, erase data, delete account, delete everything
talk-export-data = export data, download data
talk-hours = h, hour, hours, hr, hrs
talk-minutes = m, min, mins, minute, minutes
talk-week = weeks
talk-today = today
talk-yesterday = yesterday
talk-numbers = half, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve
talk-hint-new = I plan your way to machine-learning engineering by the hours you have. Write join to begin, or ask me something, such as: why mlops.
talk-hint = If you want me to do something, a few words are enough: next, i have 20 min, done 1h, log 45m yesterday, plan, help.

## Buttons (at most 80 characters)

button-start = Start
button-open-end = No end date
button-show-plan = Show the plan
button-change = Change
button-join-reminders = Reminders: { $setting }
button-join-board =
    Board: { $setting ->
        [visible] visible
        [anonymous] anonymous
       *[hidden] hidden
    }
button-start-again = Make it anew
button-keep = Keep my plan
button-next = Next step
button-done = Done
button-log = Log time
button-why = Why?
button-not-now = Not now
button-resume = Resume
button-pause-weeks =
    { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    }
button-ways = Ways to catch up
button-shift = Shift
button-spread = Spread
button-trim = Trim
button-plan = My plan
button-my-plan = My plan
button-my-week = My week
button-board = Board
button-join = Join
button-join-cohort = Join { $name }
button-invite-again = Invite again
button-end-cohort = End it
button-keep-cohort = Let it run
button-reminder-off = Switch it off
button-next-message = Message { $number } of { $of }
button-join-again = Join again
button-join-track = Plan for { $track }
button-compare-with = Beside { $track }
button-ask-again = Ask me again
button-keep-data = Keep my data
button-delete-data = Delete everything
button-earlier = Earlier
button-later = Later
button-left-out = Left out
button-why-plan = Why
button-export = Export
button-remove = Remove
button-remove-number = Remove { $number }
button-preview = Preview
button-earlier-rows = Earlier places
button-more-rows = More places
button-partner = Find a partner: { $name }
button-apart = Stop looking
button-share = Share
button-share-sure = Share it with my name
button-take-back = Take back
button-kudos =
    { $count ->
        [0] Kudos
       *[other] Kudos ({ $count })
    }
button-kudos-for =
    Kudos: { $name }, { $lesson }{ $count ->
        [0] {""}
       *[other] {" "}({ $count })
    }
button-new-work = New work
button-clock = Start
button-why-score = Why this score?
button-together = Together
button-board-by =
    By { $kind ->
        [promise] promise
        [hours] hours
        [lessons] lessons
       *[streak] streak
    }

## Joining

join-form-title = Let us make a plan you can keep
join-form-title-again = You have a plan; change it here or keep it
join-form-text =
    { $track }, { $hours } a week, { $months ->
        [0] no end date
        [one] 1 month
       *[other] { $months } months
    }. You know: { $known }.
    { $verdict }
join-nothing-known = nothing of it yet
join-pick-track = Track
join-pick-hours = Hours a week
join-pick-months = Months
join-pick-known = You already know
join-menu-hours =
    { $hours ->
        [1] 1 hour a week
       *[other] { $hours } hours a week
    }
join-menu-hours-other = Other …
join-form-more = Also: { $more }.
preview-title = The plan, if you start it
preview-text = Its first weeks; nothing counts yet.
form-promise = Hours a week
form-promise-hint = 0.5 to 60, in quarters: 7.5
form-change-title = What else?
form-also = A second specialization (optional)
form-also-hint = Its name, such as vision; empty for none
form-start = The first day (optional)
form-start-hint = YYYY-MM-DD; empty for today
form-zone = Your time zone (optional)
form-zone-hint = Such as Europe/Berlin
join-menu-no-months = No end date
join-menu-months =
    { $months ->
        [one] 1 month
       *[other] { $months } months
    }
goal-understood = I read your goal as: { $parts }.
goal-unread = I could not read "{ $words }". Say it with track:, hours:, months:, know: or start:.
goal-nothing = I could read nothing of your goal. Write it like this: ML engineer, 12 months, 10 hours a week. Or pick below.
goal-also = and { $track }
goal-hours = { $time } a week
goal-months =
    { $months ->
        [one] 1 month
       *[other] { $months } months
    }
goal-start = from { $date }
goal-known = you know { $skills }
joined-title = Your plan is made
join-light =
    A light start: { $budget } of your { $hours }{ $days ->
        [7] {""}
        [one] , as 1 day of the week is left
       *[other] , as { $days } days of the week are left
    }.
heading-first-show = To show by the end of week 2
join-again = It takes the place of your old plan; all your progress is kept, and /undo brings the old one back.
joined-here = You are a member here now; your plan stays as it is.
first-step-heading = First step, { $time }: { $lesson }
left-out-heading =
    { $count ->
        [one] Left out for want of time: 1 lesson
       *[other] Left out for want of time: { $count } lessons
    }

## Whether the plan fits

verdict-fits =
    { $months ->
        [one] 1 month
       *[other] { $months } months
    } at { $hours } a week: it fits{ $spare ->
        [0] {""}
        [one] , with 1 spare week
       *[other] , with { $spare } spare weeks
    }. You finish by { $end }.
verdict-trimmed =
    { $months ->
        [one] 1 month
       *[other] { $months } months
    } at { $hours } a week: it fits when { $left ->
        [one] 1 lesson of less importance is
       *[other] { $left } lessons of less importance are
    } left out. You finish by { $end }.
verdict-late =
    { $months ->
        [one] 1 month
       *[other] { $months } months
    } at { $hours } a week: even the short path does not fit; it ends on { $end }. At { $needed } a week it would fit{ $enough ->
        [0] {""}
       *[other] , or at { $hours } in { $enough } months
    }.
verdict-stands = As it stands you finish by { $end }.
verdict-never =
    { $months ->
        [one] 1 month is
       *[other] { $months } months are
    } too short even for the short path; at your hours it ends on { $end }. Give it more months.
verdict-behind =
    As it stands you finish by { $end }, { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    } after the date you wanted. /catch-up shows what you can do.
verdict-open = At { $hours } a week you finish by { $end }.

## What to do now

next-title = { $time }: { $lesson }, step { $step } of { $of }
next-title-run = { $time }: { $lesson }, steps { $step } to { $last } of { $of }
next-too-long = Nothing that is open fits into { $time }. Begin with this one, and log the time you spend.
next-quiz = Nothing that is open fits into { $time }, but a few questions on { $lesson } do.
next-ahead = All that this week asked for is done. This is next week's, if you like.
next-step-line = **{ $time }** { $action }
source-line = [{ $title }](<{ $url }>), { $by } ({ $kind }). { $part }
heading-why = Why it matters
heading-sources = Where to learn it
heading-show = Show it
heading-show-at-end = To show at the end
heading-week = Your week
heading-place = Why now
heading-mistakes = Common mistakes
heading-next = Next
heading-check = Check yourself
not-now = Fine. It stays first in line; /next shows it again, and /next minutes:15 finds something short.
why-added = You put it into your plan yourself.
why-minimum = It is on the short path of { $track }: what you need even with little time.
why-core = Every full plan for { $track } holds it.
why-recommended = It is recommended; with less time it would be among the first to go.
why-needed = Another lesson of your plan needs it.
why-week = "{ $lesson }" (week { $week })
why-needed-by = You need it for { $lessons }.
why-needed-by-many = You need it for { $lessons } and { $more } more.
why-begun = You have begun it, and what is begun is finished first.
why-practice = Practice sticks in portions, so it comes back between other lessons.
why-itself = Nothing else waits for it; it stands where your track has its subject.
why-done = You have finished it.
why-finished = You have finished it; it is in no week ahead.
why-elsewhere = It is not part of your track.

clock-started = The clock runs. Press Done when it is done: the time is filled in then. Not now stops it.
clock-runs = The clock runs already; you pressed Start { $since }. Press Done when it is done.
clock-anew = You pressed Start { $time } ago and it was forgotten; the clock runs anew from now. Use Log time for what you did then.
clock-forgotten = You pressed Start { $time } ago, which is longer than I dare to assume. Press Done and say how long it was, or use /done hours:1.5.

## Pauses

pause-asks = How long? In a pause nothing is asked, your streak stays, and your dates move along.
paused-title = Your plan is paused
paused =
    { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    }, from { $first } to { $last }. Nothing is asked in that time, and your streak stays.
paused-end = After it everything moves along: you finish by { $end }.
wanted-moves = The date you wanted is { $date } now.
pause-running = Your plan is paused until { $last }; nothing is asked. It continues on { $back }.
pause-ahead = A pause lies ahead, from { $first } to { $last }.
next-paused = If you would like to do something all the same, this comes next. It counts for you.
resumed-title = Your plan goes on
resumed =
    { $weeks ->
        [one] 1 week of the pause is given back.
       *[other] { $weeks } weeks of the pause are given back.
    }

## Being behind

ways-title = Your plan can bend
behind-line =
    As it stands you finish by { $end }, { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    } later than { $due }. You can take one of these, or just go on; /undo takes it back.
way-shift = **Shift**: the same hours and all lessons. You finish by { $end }, and the date you wanted becomes { $wanted }.
way-shift-open = **Shift**: the same hours and all lessons. You finish by { $end }.
way-spread = **Spread**: { $budget } instead of { $hours } a week, from { $from } to { $to }. You finish by { $end }.
way-trim = **Trim**: leave out { $count ->
        [one] 1 lesson
       *[other] { $count } lessons
    } ({ $lessons }). You finish by { $end }.
no-spread-weeks = Spread is not open: no whole week of study is left before { $due }.
no-spread-much = Spread is not open: even a quarter more in every week until { $due } is not enough.
no-trim-nothing = Trim is not open: all that is left is on the short path, or was put in by you.
no-trim-much = Trim is not open: even the short path alone ends on { $end }, after { $due }.
ways-moved = This has changed since you were shown it. Here is how it stands now.
not-behind = Nothing is behind: you finish by { $end }, as agreed or sooner.
took-shift = Everything is shifted
took-spread = It is spread over the weeks ahead
took-trim = Your plan is trimmed
took = /undo takes this back.
welcome-back = Welcome back. Your plan can bend: as it stands you finish by { $end } instead of { $due }. The ways are below; or just begin with the step.
heading-ways = Ways to catch up

## The learner's own pace

pace-told = Going by the times you report, you take { $factor } times what I had planned. From this week on your plan counts with that: you finish by { $end }.
pace-fits = The date you wanted, { $date }, still holds.
pace-trim = To keep { $due }, Trim would leave out { $lessons }.
pace-late = { $due } no longer fits; /catch-up shows what you can do.

## What was done

done-lesson = Lesson finished: { $lesson }
done-steps =
    { $count ->
        [one] Step done: { $lesson }
       *[other] { $count } steps done: { $lesson }
    }
done-measured = { $time } logged.
done-estimated = { $time } logged, as planned.
next-line = **{ $lesson }**, { $time }: { $action }
done-capped = { $time } logged of { $planned } planned: a day holds at most 16 h.
week-so-far = This week { $kept } of { $promised } { $bar }
week-kept = This week's promise of { $promised } is kept ▰▰▰▰▰▰▰▰▰▰
week-no-promise = No promise this week; whatever you do counts for you.
streak-grew =
    { $weeks ->
        [one] This week counts: your streak begins.
       *[other] This week counts: { $weeks } weeks in a row.
    }
check-hint = Pick your answer
check-right = Right: { $option }
check-wrong = Not quite. The answer is: { $option }
check-title = { $skill }: question { $number } of { $of }
check-outcome = { $skill }: { $right } of { $of } right
check-stays-known = You know it, and your plan has nothing to change.
check-stays-unknown = Its lessons stay in your plan. What the answers above say is a good start.
check-now-known = You know it: what only teaches it is out of your plan.
check-no-longer-known = Some of it has gaps: its lessons are in your plan, and /undo takes them out again.
check-one-skill = check takes one skill, such as python. Check another one afterwards.
check-alone = check stands alone. Use it without other options.
check-no-questions = There are not enough questions on that. Say whether you know it with know:.
form-done-title = What did it take?
form-log-title = Log time
form-hours = Time spent
form-hours-hint = Planned: { $time }. Leave it empty if that is about right
form-hours-forgotten = You pressed Start { $time } ago. How long was it?
form-spent-hint = 1.5, 1:30 or 45m
form-link = Link to your work (optional)
form-link-project = Link to your work
form-link-hint = https://…
form-note = Note to yourself (optional)
form-note-hint = What to remember next time
logged = { $time } logged for { $date }.
log-title = Your last entries
log-line = { $number }. { $date }: { $time }, { $what }
log-needs-hours = This logged nothing: add hours:, such as hours:1.5.
log-empty = Nothing was logged in the last 7 days. /log hours:1.5 logs time.
entry-joined = your new plan
entry-changed = your plan change
entry-put-back = putting back "{ $lesson }"
entry-changed-parts = your change of { $what }
changed-track = track
changed-also = second specialization
changed-hours = hours
changed-months = months
changed-known = what you know
entry-paused = your pause
entry-resumed = the end of your pause
entry-recovered =
    { $how ->
        [shift] shifting your plan
        [spread] spreading what is left
       *[trim] trimming your plan
    }
entry-logged = { $lesson }
entry-logged-only = time without a lesson
entry-finished = { $lesson }, finished
entry-step = step { $step } of { $lesson }
entry-steps =
    { $count ->
        [one] a step of { $lesson }
       *[other] { $count } steps of { $lesson }
    }
entry-undone = taken back
undone = Taken back: { $what } ({ $date }).
undone-time = Taken back: { $time }, { $what } ({ $date }).

## The plan

plan-title = Your plan
plan-week-heading = Week { $number }, { $from } – { $to }: { $time } ({ $phase })
plan-pace = Its times go by your reports: { $factor } times what the lessons say.
plan-line = { $title } · { $time }
plan-line-done = ✓ { $title } · { $time }, done
plan-line-part = { $title } · { $time }, part { $part } of { $parts }
plan-catch-up-week = No new work: a week to catch up or to rest.
plan-paused-week = A pause: nothing is asked.
plan-finished = Nothing is left to do: your plan is finished. /roadmap shows the other tracks.
week-heading = { $from } – { $to }, { $time }
week-line = { $date } { $bar } { $kept } of { $promised }
plan-why-title = Why these lessons, and why now
plan-why-line = **{ $title }**
    { $why }
plan-why-hint = More about one
plan-export-title = Your plan as a calendar
plan-export = Open the file with your calendar. A later export updates these weeks in place; weeks after a new, earlier end stay there until you remove them.
calendar-week =
    Study { $time }: { $lesson }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
calendar-rest = No new study work
plan-holds-now = In your plan now
plan-holds-no-more = No longer in your plan
left-out-title = Left out of your plan
left-out-text = { $from } to { $to } of { $of }. Pick a lesson below to put it back.
left-out-nothing = Nothing is left out of your plan.
left-out-no-time = For want of time
left-out-optional = Optional
left-out-known = You know it
left-out-alternative = You take the other side
put-back-hint = Put back
put-back = "{ $lesson }" is back in your plan, from { $date }. { $verdict }

## Progress and boards

progress-title = Your progress
progress-title-of = Progress of { $name }
week-no-promise-of = No promise this week.
finish-of = As it stands the plan ends on { $end }.
finished-of = The plan is finished.
heading-phases = { $track }
heading-weeks = Kept of each week's promise
heading-so-far = So far
phase-line = { $bar } { $phase }: { $done } of { $all }
so-far-line =
    { $percent } % of the way; { $lessons ->
        [one] 1 lesson finished
       *[other] { $lessons } lessons finished
    }, { $time } logged.
streak-line =
    Streak: { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    }; { $freezes ->
        [one] 1 freeze
       *[other] { $freezes } freezes
    } left this quarter.
board-title =
    { $kind ->
        [promise] Board by promise kept
        [hours] Board by hours
        [lessons] Board by lessons
       *[streak] Board by weeks in a row
    }
board-week = Week of { $date }
board-month = { $month } { $year }
board-all = All time
board-caption = { $period }, { $zone }
board-line = { $place }. { $name }: { $value }
board-line-moved =
    { $place }. { $name }: { $value }, { $how ->
        [up] up { $by }
        [down] down { $by }
        [new] new here
       *[same] same place
    }
board-you = **{ $name } (you)**
board-promise = { $percent } % ({ $kept } of { $promised })
board-lessons =
    { $count ->
        [one] 1 lesson
       *[other] { $count } lessons
    }
board-streak =
    { $count ->
        [one] 1 week
       *[other] { $count } weeks
    }
board-empty = Nobody is on this board yet.
board-few = Fewer than five are on this board, and somebody wants no name on it: only your own place is shown.
board-few-together = Fewer than five are counted here, and one of them wants no name: a sum would tell what they did.
board-hidden = You are hidden on this server's boards. /settings board:visible shows you.
board-not-yet = You are not ranked here yet. Log time or finish a step.
board-not-yet-promise = You are not ranked here yet: this board counts a week's promise of at least 2 hours, once you have begun to keep it.
board-not-yet-lessons = You are not ranked here yet. Finish a lesson.
board-not-yet-streak = You are not ranked here yet: a streak begins with a week of which you keep 60 %.

together-title = Together
together-line =
    { $learners ->
        [one] 1 learner
       *[other] { $learners } learners
    }, { $time } logged; { $percent } % of what was promised is kept.
together-line-open =
    { $learners ->
        [0] Nobody has logged anything or promised anything in this time.
        [one] 1 learner, { $time } logged.
       *[other] { $learners } learners, { $time } logged.
    }
score-title = Why this score: { $board }
score-entry = • { $date }: { $time }, { $what }
score-entry-done = • { $date }: { $time }, { $what } (planned: { $planned })
score-nothing = Nothing was logged or finished in this time.
score-promise = That is { $spent } logged, and { $credited } planned for what was finished. The larger of the two counts, up to the { $promised } that you promised.
score-sum = **On the board: { $value }**
score-week = • { $week }: { $value }
score-week-small = • { $week }: { $value }; not counted, since promises of less than 2 hours are not ranked
score-pick = Explain a week
score-streak =
    • { $week }: { $kept } of { $promised }, { $fate ->
        [kept] counts
        [frozen] missed, a freeze kept your streak
        [open] not over yet
       *[missed] missed
    }
score-streak-rule = A week counts once 60 % of its promise is kept. Two missed weeks a quarter are forgiven.

portfolio-title = Your work
portfolio-title-of = Work of { $name }
portfolio-line = **{ $title }**, { $date }: <{ $link }>
portfolio-empty = Nothing is here yet. Every project that you finish appears here with its link, and so does any lesson that you finish with link: in /done.
portfolio-empty-of = { $name } has finished no work with a link yet.

## Shown to others

share-steps =
    { $name } did { $count ->
        [one] a step
       *[other] { $count } steps
    } of "{ $lesson }".
share-lesson = { $name } finished "{ $lesson }".
share-work = { $name } finished "{ $lesson }": { $link }
share-board =
    { $period }: { $name }, place { $place } on the board by { $kind ->
        [promise] promise kept
        [hours] hours
        [lessons] lessons
       *[streak] weeks in a row
    }, with { $value }.
share-progress =
    { $name } so far: { $lessons ->
        [one] 1 lesson finished
       *[other] { $lessons } lessons finished
    }, { $time } of study, a streak of { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    }.
share-ask =
    { $setting ->
        [anonymous] You stand on this server's boards under a pseudonym.
       *[hidden] You are hidden on this server's boards.
    } This would show your name to everybody in this channel. You can take it back afterwards.
share-pick = Share another of your works
share-needs-server = There is nobody to show it to here. Press Share in a channel of your server.
share-closed = You cannot write in this channel, so I show nothing here for you. Use the command in a channel where you can, and press Share there.
share-gone = There is nothing of that in your record to show. /progress and /portfolio have what there is.
share-twice = You have shown that in this server already. Take it back there first if you want it elsewhere.
share-taken-back = Taken back.
kudos-own = Kudos are for others to give. Yours can go to somebody else's work.
kudos-twice = You have given kudos for this already; once is enough.
kudos-gone = This is no longer shown, so there is nothing to give kudos for.
new-work-title = New work, week of { $date }
new-work-line =
    • { $name }, "{ $lesson }": { $link }{ $kudos ->
        [0] {""}
       *[other] {" "}({ $kudos } kudos)
    }
new-work-none = Nothing of that week is shown any more.
heading-new-work = New work to look at

## The roadmap

roadmap-title = Roadmap: { $track }
roadmap-text = { $goal } { $length }.
roadmap-length =
    { $lessons } lessons, { $time }{ $optional ->
        [0] {""}
       *[other] ; { $optional } optional ones besides
    }
roadmap-done = ✓ { $title } (done)
roadmap-here = ▸ { $title } (you are here)
roadmap-ahead = · { $title }
roadmap-optional = ◦ { $title } (optional)
roadmap-known = ✓ { $title } (you know it)
roadmap-left-out = – { $title } (left out of your plan)
roadmap-before = { $count } done before these
roadmap-more = … and { $count } more
roadmap-pick = Another track

## Pictures: what stands on them, and the same for who cannot see them

card-percent = { $percent } %
card-part = { $part } of { $all }
card-streak = Streak
card-freezes =
    { $count ->
        [one] 1 freeze left
       *[other] { $count } freezes left
    }
card-this-week = This week
card-no-promise = no promise
card-paused = paused until { $date }
card-way = of the way
card-finish = Finish
card-finished = done
card-date = { $date } { $year }
card-roadmap-here = Now: { $title }
card-done = done
card-now = now
card-ahead = ahead
card-optional = optional
card-known = known
card-left-out = left out
card-place = { $place }
card-new = new
card-kept = kept 60 % or more
card-logged = logged together
alt-share = { $title } { $share }
alt-week = { $date } { $kept } of { $promised }
alt-fact = { $label }: { $value }
alt-end = { $words }.
alt-you = { $name } (you)
alt-covers = { $heading } ({ $covers })
alt-progress = Progress of { $name }. { $track }: { $phases }. { $by_week }: { $weeks }. { $facts }.
alt-board = { $title }. { $caption }. { $rows }.
alt-roadmap = { $title }. { $length }. Done: { $phases }. Lessons { $counts }. { $here }
alt-server-week = { $title }. { $caption } { $facts } { $tracks } { $rows }

## Two tracks side by side

compare-title = { $one } or { $other }
compare-line = **{ $track }**: { $text }
compare-work = What the work is
compare-goal = Where it leads
compare-lessons = What there is to learn
compare-count = **{ $track }**: { $lessons ->
        [one] 1 lesson
       *[other] { $lessons } lessons
    }, { $time } without the optional ones
compare-shared =
    { $count ->
        [0] They share no lesson.
        [one] They share 1 lesson.
       *[other] They share { $count } lessons: what you finish counts on both.
    }
compare-only = Only in one of them
compare-nothing-only = nothing; the other holds all of it
compare-market = The market
compare-pick = { $track } beside another track
compare-question-title = Which track fits you? Question { $number } of { $of }
compare-question =
    { $number ->
        [1] What would you most like to work with?
        [2] Which work sounds best to you?
       *[3] What would you like to show at the end?
    }
compare-suggestion = I suggest { $track }
compare-reason =
    { $count ->
        [3] All your answers speak
       *[other] { $count } of your { $of } answers speak
    } for it: { $answers }.
compare-reason-first = Your answers point to three tracks. What you want to work with weighs most, as you meet it every day: { $answer }.

## The knowledge base

heading-facts = Facts
heading-fact = Fact { $number }
heading-todo = What to do
heading-in-plan = In your plan
fact-line = • { $text } ({ $year }: [{ $source }](<{ $url }>))
entry-in-plan = { $lesson }, week { $week }.
entry-lesson = Learned in the lesson "{ $lesson }".
ask-nothing = The knowledge base has nothing on that. It covers learning and working in machine learning; /why proposes its topics as you type.

## Settings

settings-title = Your settings
settings-changed = Your plan is changed
settings-saved = Your settings are changed
settings-track = Track
settings-also = Second specialization
settings-hours = Hours a week
settings-spread = For a while
settings-spread-line = { $budget } a week, from { $first } to { $last }
settings-pace = Pace
settings-pace-planned = As planned. Once you have reported times in three weeks, five hours in all, I go by yours.
settings-pace-own = { $factor } times what the lessons say, from { $time } that you reported.
settings-pause = Pause
settings-start = Started
settings-wanted = Wanted by
settings-known = You know
settings-cohort = Cohort
settings-zone = Time zone
settings-reminders = Reminders by direct message
settings-board = On this server's boards
settings-shares-gone =
    My posts of the last 30 days here that name you are being edited, and { $count ->
        [one] the one thing that you shared in this server is
       *[other] the { $count } things that you shared in this server are
    } being taken back.
settings-none = none
on = on
off = off
spread-ends = The weeks that asked for a little more end with it.
lower-from-next-week = This week's promise stays as it was; the new hours count from next week.

## Leaving, and what is held

leave-title = You have left this server
leave-done = Its board shows you no longer, and your results here are deleted. My posts of the last 30 days here that name you are being edited, and what you shared is being taken back. Your plan and your progress stay: use me in direct messages or another server. /join here makes you a member again.
my-data-title = Your data
my-data-export = The file holds everything that I keep of you: settings, plan, record, progress, promises, memberships, board rows, what you shared, and messages queued for you. With a plan there is a second file: its weeks as a calendar (.ics).
my-data-nothing = I hold nothing of you. /join would begin a plan.
my-data-ask-title = Delete everything?
my-data-ask = Your plan, record, progress, promises, memberships and board rows would go, in every server. This cannot be undone. /my-data export gives you a copy first.
my-data-kept = Everything stays as it is.
my-data-deleted-title = Everything is deleted
my-data-deleted =
    I hold nothing of you any more. Of the last 30 days, my posts that name you are being edited and what you shared is being taken back, within minutes, in channels that I still reach.{ $lost ->
        [0] {""}
        [one] {" "}Of one thing that you shared I do not know where it stands: press Take back there.
       *[other] {" "}Of { $lost } things that you shared I do not know where they stand: press Take back there.
    } What remains is beyond me: older messages, until somebody deletes them on Discord, and backups, for as long as whoever runs this coach keeps them; ask them. Where a manager blocked or hid you, that stays as a number without your name.

## Members, as managers see them

members-title = Members here
members-text =
    { $count ->
        [0] Nobody has joined here yet. Whoever uses /join in this server is listed here.
        [one] 1 member. Pick them to see more or to do something about it.
       *[other] { $count } members. Pick one to see more or to do something about it.
    }
members-line = • { $name }: { $about }
members-no-plan = no plan
members-active = last active { $date }
members-never-active = not seen yet
members-kept = { $percent } % of the promises kept
members-works =
    { $count ->
        [one] 1 work with a link
       *[other] { $count } works with a link
    }
members-moderated = hidden by a manager
members-left = left the server
members-hidden = hidden by their own choice
members-anonymous = without a name by their own choice
members-pick = Pick a member
members-joined = Joined
members-links = Works
members-link =
    <{ $link }>, { $state ->
        [struck] struck by a manager
        [waiting] waits for a manager
       *[shown] shown
    }
members-pick-link = Strike or show a link
members-strike = Strike { $link }
members-allow = Show { $link }
members-unknown = This person is not a member here, or no longer. /setup members shows who is.
members-forgotten = somebody who deleted their data
members-ask =
    { $what ->
        [block] { $name } would no longer be a member here and could not join again. Their plan stays theirs, outside this server.
       *[remove] { $name } would no longer be a member here: off the boards and posts, results here deleted. They may join again.
    }
members-done =
    { $what ->
        [hide] { $name } is on no board and in no post of this server any more; my posts of the last 30 days are edited.
        [show] { $name } is shown again, as far as they themselves want to be.
        [remove] { $name } is no longer a member here; my posts of the last 30 days are edited.
        [block] { $name } is no longer a member here and cannot join again; my posts of the last 30 days are edited.
        [strike] The link of { $name } is struck: nobody else here sees it.
       *[allow] The link of { $name } is shown here.
    }
button-back = Back
button-more-members = More
button-waiting =
    { $count ->
        [one] 1 link waits
       *[other] { $count } links wait
    }
button-blocked = Blocked ({ $count })
button-audit = What managers did
button-show-member = Show again
button-hide-member = Hide
button-remove-member = Remove
button-block-member = Block
button-deed =
    { $what ->
        [block] Block for good
       *[remove] Remove from here
    }
waiting-title = Links that wait
waiting-text = I do not know where these lead, so nobody else here sees them yet. Look at each before you show it.
waiting-line = • { $name }: { $link }
waiting-none = No link waits.
waiting-allow = Show these
waiting-strike = Strike these
blocked-title = Blocked here
blocked-line = • { $name }, since { $date }
blocked-none = Nobody is blocked here.
blocked-pick = Let somebody join again
blocked-here = A manager of this server decided that you cannot be a member here. Your plan is yours: use me in direct messages or in another server.
audit-title = What managers did
audit-none = Managers have not done anything here yet.
audit-line =
    • { $time }: { $manager } { $what ->
        [hide] hid { $member }.
        [show] showed { $member } again.
        [remove] removed { $member }.
        [block] blocked { $member }.
        [unblock] unblocked { $member }.
        [strike] struck a link of { $member }:
       *[allow] showed a link of { $member }:
    }
hide-work-title = The work is hidden
hide-work-done =
    { $count ->
        [one] The work of { $names } is struck: nobody else here sees it any more, and the post is edited.
       *[other] { $count } works of { $names } are struck: nobody else here sees them any more, and the post is edited.
    } /setup members shows it again.
hide-work-foreign = That message is not mine. I can hide works only on my own posts.
hide-work-none = That message shows no work of a member. /setup members strikes a link or hides a member.
post-taken-back = This part of the post was taken back, because it named somebody who is gone.
hide-work-hidden = A manager of this server took this work off.
link-waits = Others in this server see your link once a manager has looked at it: I do not know { $host } yet. It counts for you at once.
link-not-here = You may not show links in this channel, so I take none here and nothing was counted. Use another channel or a direct message to me, or leave link out.
portfolio-waits = { $line } (others here see it once a manager has looked at it)
portfolio-struck = { $line } (a manager of this server took it off here)
board-moderated = A manager of this server hides you on its boards. Your plan and your results are yours all the same.

## The weekly post

weekly-title = Week of { $date }
weekly-title-part = Week of { $date }, { $part } of { $parts }
weekly-text =
    { $learners ->
        [one] 1 learner
       *[other] { $learners } learners
    }, { $tracks ->
        [one] 1 track
       *[other] { $tracks } tracks
    }{ $cohorts ->
        [0] {""}
        [one] , 1 cohort
       *[other] , { $cohorts } cohorts
    }.
weekly-nobody = Nobody studies here this week. Press Join: a plan you can keep takes two minutes to make.
weekly-extra = An extra post: this week's went out before.
weekly-late = Late: this was due at { $moment }.
weekly-group = { $track } ({ $count })
weekly-lesson = { $title } ({ $count })
weekly-no-lessons = No new work this week: time to catch up.
heading-last-week = Last week
heading-board = Top of the board
weekly-finished =
    { $count ->
        [one] 1 learner has finished the track.
       *[other] { $count } learners have finished the track.
    }
weekly-results =
    { $kept ->
        [0] {""}
       *[other] { $kept } of { $promised } kept at least 60 % of their own promise;{" "}
    }{ $time } logged together.
weekly-quiet = A quiet week: nothing was logged. /next finds a step that is short enough for today.
assignment-title = Your week

## The reminder in the week

reminder-title = The week so far
reminder-text =
    { $learners ->
        [one] { $percent } % of this week's promise is kept so far, { $time } logged.
       *[other] { $started } of { $learners } have begun. Together { $percent } % of this week's promises are kept so far, { $time } logged.
    }
reminder-quiet = Nothing is logged yet. One short step opens the week; Next step finds yours.
reminder-ends = The week ends { $moment }.
nudge-title = Your week is open
nudge-text = This week asks for { $promised }; it ends { $moment }. Here is a step to begin with.
reminder-set-title = The reminder
reminder-line = A reminder follows every { $day } at { $time }.
reminder-set = It goes to <#{ $channel }> and says how far the server and each cohort are. Members with /settings reminders:on who have not begun get a step to begin with by direct message.
reminder-off = No reminder is set up. /setup reminder day: time: sets one: a second, shorter post that says how far everybody is.
reminder-is-off = The reminder is off. /setup reminder turns it on again.

## Cohorts

cohort-title = Cohort { $name }
cohorts-title = Cohorts of this server
cohort-none = No cohort runs here. /setup cohort track: hours: start: name: begins one: everybody who presses Join studies the same track at the same pace from the same day.
cohort-list = Press one to invite to it again or to end it.
cohort-agreed = { $track }, { $hours } a week, from { $start } to { $end }.
cohort-invited = The invitation goes to <#{ $channel }> now; one press on its Join button is enough.
cohort-posts = The weekly post carries the cohort's week, the first time on { $time }.
cohort-mid-week = It starts on a { $day }, so its first week holds only the share of its days that are left. A Monday gives a whole week.
cohort-first-week = The first week: { $week }
cohort-show-ahead =
    { $count ->
        [0] Nobody has joined yet.
        [one] 1 learner has joined.
       *[other] { $count } learners have joined.
    }
cohort-show-week =
    { $count ->
        [0] Nobody has joined yet
        [one] 1 learner is in it
       *[other] { $count } learners are in it
    }; this is its week { $number }.
cohort-show-finished =
    { $count ->
        [one] Its last week is over; 1 learner is in it.
       *[other] Its last week is over; { $count } learners are in it.
    }
cohort-end-ask = "{ $name }" would no longer be in the weekly post, and nobody could join it. Its learners keep their plans and go on at their own pace. This cannot be undone.
cohort-ended = "{ $name }" has ended. Its learners keep their plans and go on at their own pace.
cohort-invitation = One press on Join makes this your plan; whatever you have finished counts already.
cohort-invitation-late = It is under way. One press on Join makes it your plan: you begin with its first lesson today, at the same pace. Whatever you have finished counts already.
cohort-in = You are in { $name }: { $track }, from { $start }.
cohort-ask-title = Join { $name }?
cohort-ask = You have a plan. { $name } would take its place; compare the two, then press Join once more.
cohort-before = Your plan now
cohort-after = In the cohort
cohort-what-stays = What stays
cohort-plan-line = { $track }, { $hours } a week, from { $start }. { $verdict }
cohort-stays = All your progress, what you know and what you chose stay. /undo takes the change back for 7 days.
cohort-rests = Until { $start } nothing new is asked of you; this week's promise stays.
cohort-left = You study at your own pace now, no longer with your cohort. /undo takes that back.
cohort-nobody = Nobody has joined yet: one press makes you the first.
cohort-waiting =
    { $count ->
        [one] 1 learner has joined so far.
       *[other] { $count } learners have joined so far.
    }
cohort-heading = { $name }, week { $number } ({ $count })
cohort-week = { $track }, { $time }
cohort-starts = It starts on { $date }.
cohort-kept = Last week { $kept } of { $promised } kept at least 60 % of their own promise.
cohort-thread = { $name }, week { $number }
cohort-finished =
    The last week is behind you: { $track } in { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    }. Congratulations to everybody who walked it. Whoever has steps left goes on at their own pace, and /roadmap shows where to go next.

partner-title = Studying together
partner-waiting = You are on the list for "{ $lesson }". As soon as somebody else in { $name } who is on it presses too, you two learn each other's names; nobody else does. The list ends with the week.
partner-found = You and <@{ $partner }> are on the same lesson in { $name } and both look for company this week. Write to each other, here or in the week's thread.
partner-stopped = You are off the list. If you had a partner, they look on for somebody else.
partner-week-over = That week is over, and its list with it. The newest weekly post has a button for this one.
partner-not-in = This is for those who study in { $name }. Press Join on the post first.

## Setting up a server

setup-title = The weekly post
setup-weekly = Posts go to <#{ $channel }> every { $day } at { $time } ({ $zone }).
setup-role = They ping <@&{ $role }>.
setup-silent = They come without a notification.
setup-weekend = Weeks run from Monday to Sunday: a post on { $day } is about the week that is nearly over, with the results of the week before it. For the week ahead choose day:monday.
setup-next = The next ones
setup-none = No weekly post is set up. Use /setup weekly channel: day: time: timezone:.
setup-off = The weekly post is off, and so is the reminder. Members keep their plans; /setup weekly turns it on again.
setup-fault = Posting has stopped
setup-fault-text = { $fault } Mend it, then use /setup weekly again, or /setup post-now.
setup-runs = The last posts
run-line =
    { $at }{ $kind ->
        [extra] , extra
        [reminder] , reminder
        [invitation] , invitation
        [thread] , its thread
        [notice] , a message to you
       *[weekly] { "" }
    }: { $state ->
        [sent] { $late ->
            [0] posted in time.
           *[other] posted { $time } late.
        }
        [waiting] on its way.
        [skipped] skipped.
        [uncertain] perhaps posted; look in the channel.
       *[failed] not posted.
    }
fault-closed = I may not post in that channel. Give me View Channel, Send Messages and Embed Links there.
fault-gone = The channel is gone. Choose another one.
fault-direct = This person takes no direct messages from me. Ask them to allow messages from members of this server.
fault-late = It was tried { $tries ->
        [one] once
       *[other] { $tries } times
    } and is too late now.
fault-locked = That thread is locked. Unlock it or choose another channel.
fault-tag = This forum wants a tag on every post, and I cannot choose one. Switch that off or choose another channel.
fault-threads = I may not open threads there. Give me Create Public Threads and Send Messages in Threads.
fault-edit-gone = The message is not there any more, so nothing is left to take back.
fault-deleted = The post was deleted before its thread was opened.
fault-unreadable = Its answer was lost, and I may not read the channel to see whether it is there. Give me Read Message History.
fault-lost-gone = Its answer was lost, and the channel is gone.
fault-busy = Its answer was lost, and more was written in the channel since than I can look through.
fault-perhaps-deleted = Its answer was lost, and a message was deleted in the channel since; it may have been this one.
fault-inside = Something went wrong on my side; I try again.
access-full = I can post there, show embeds and attach pictures.
access-no-embed = I can post there but not show embeds; give me Embed Links there, or assignments come without their layout.
access-no-attach = I can post there but not attach pictures; give me Attach Files there, or boards come as words.
access-no-history = I can post there, but not read what is there; give me Read Message History, so that I never post twice after a crash.
access-no-threads = I can post there, but not open threads; give me Create Public Threads and Send Messages in Threads for a cohort's thread.
channel-not-yours = You cannot write in <#{ $channel }> yourself, so I do not post there for you. Choose another channel.
role-not-yours = You cannot ping <@&{ $role }> yourself, so I do not ping it for you. Leave role: out or choose another one.
post-not-yours = You cannot write in <#{ $channel }> yourself, or not ping the role of its posts, so I post nothing there for you. Ask a manager who can.
role-silent = I may not ping <@&{ $role }>: nobody in it is notified until the role can be mentioned by everybody.
health-title = How the posts are doing
health-running = Posts go out. If one cannot, I tell the manager who set them up by direct message.
health-stopped = Posts do not go out.
health-new = Nothing was posted yet.
greeting-title = Study coach is here
greeting-text = I plan your way to machine-learning engineering week by week, by the hours you have. Press Join or use /join to begin; /help shows the rest. To have the week's assignments posted here, a manager uses /setup weekly.
notice-title = A post needs you
notice-failed = The post to <#{ $channel }> of { $time } did not go out. { $why } Mend it, then use /setup weekly again, or /setup post-now.
notice-uncertain = The post to <#{ $channel }> of { $time } may or may not be there. { $why } Look whether it is; if not, use /setup post-now.
notice-thread = The post to <#{ $channel }> of { $time } is there, but its thread is not. { $why }
notice-skipped = The post to <#{ $channel }> of { $time } was skipped: I was away for too long. The next one comes as usual; /setup post-now posts this week's.
notice-reminder-skipped = The reminder to <#{ $channel }> of { $time } was skipped: I was away for too long. The next one comes as usual.
notice-foresight =
    The next post to <#{ $channel }>, { $time }, will not come through as it should:
    { $found }
found-asker = You cannot write in that channel yourself any more; another manager can use /setup weekly.
found-role-gone = The role that it pings is gone. Use /setup weekly again, with another one or none.
found-role-silent = I may not ping its role: nobody in it is notified until the role can be mentioned by everybody.
found-role-asker = You cannot ping its role yourself any more; another manager can use /setup weekly.
button-health = Health
post-now = This week's post goes to <#{ $channel }> now; the next one follows on { $next }.
post-now-extra = This week's post went out already; an extra one goes to <#{ $channel }> now.

## Help

help-title = What do you want to do?
help-text = I plan your way to machine-learning engineer by the hours you have. In direct messages, plain words work too: next, done 1.5h, log 2, plan.
help-start = Start and study
help-see = See where you stand
help-ask = Understand why
help-change = Change things
help-menu-line = *{ $name }* { $about }
help-line = `/{ $name }` { $about }
help-subs = What goes after it
help-more = More about one: `/help command:"{ $command } { $sub }"`
help-options = Options
help-option = `{ $name }` { $about }
help-option-takes = `{ $name }` { $about } ({ $takes })
help-needed = needed
help-where = Where it works
help-anywhere = In servers, in direct messages, and anywhere when you install me to yourself.
help-server = In servers where I am installed.
help-managers = In servers, for those who may manage the server.

## Reminders that could not be sent

reminders-refused = Your direct messages are closed to me, so your reminders are off. Allow messages from members of this server, then use /settings reminders:on.
