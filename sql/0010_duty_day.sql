-- The ground of the duty day: the figures of law and policy that every hour after publication is measured by, the
-- police day, and who answers for an officer.
SET LOCAL ROLE evenhand_owner;

-- Pay is told as minutes paid for an hour worked, so that time and a third is a whole number.
INSERT INTO rule_figure VALUES
    ('day_start', '2003-04-01', 420, 'minutes', 'Police day from 07:00, fixed by the chief officer (Nottinghamshire, Staffordshire Federation); ask the customer'),
    ('rest_day_full_notice', '2003-04-01', 15, 'clear days', 'Police Regulations 2003 reg. 25 as cited by Nottinghamshire and Staffordshire Federation'),
    ('rest_day_renotify', '2003-04-01', 4, 'days', 'Police Regulations 2003 reg. 25, Annex G as cited by Nottinghamshire Federation: another rest day is notified within'),
    ('rest_day_pay', '2003-04-01', 90, 'minutes an hour', 'Time and a half under 15 days'' notice: Nottinghamshire, Staffordshire, Essex Federation'),
    ('rest_day_short_notice', '2003-04-01', 5, 'clear days', 'Double time under 5 days'' notice, abolished April 2012 (Winsor part 1): Essex Federation, from memory for 2003-2012'),
    ('rest_day_short_notice', '2012-04-01', 0, 'clear days', 'Winsor part 1: the five-day rate is abolished'),
    ('rest_day_short_pay', '2003-04-01', 120, 'minutes an hour', 'Double time under 5 days'' notice until April 2012: Essex Federation'),
    ('rest_day_minimum', '2003-04-01', 240, 'minutes', 'Annex H as cited by fedrep.info: at least four hours are compensated'),
    ('run_on_limit', '2003-04-01', 60, 'minutes', 'Annex H as cited by fedrep.info: a run-on from a tour of up to an hour'),
    ('run_on_unit', '2003-04-01', 15, 'minutes', 'Annex H as cited by fedrep.info: paid in quarters of an hour'),
    ('free_change_notice', '2003-04-01', 90, 'clear days', 'PNB circular 86/9: three months, read as 90 clear days by the branches'),
    ('early_start_notice', '2003-04-01', 8, 'hours', 'Police Regulations 2003 reg. 25: nwpolfed, lbpfed'),
    ('early_start_pay', '2003-04-01', 80, 'minutes an hour', 'Time and a third for an earlier start: nwpolfed (reg. 25)'),
    ('cancelled_cancellation', '2003-04-01', 8, 'clear days', 'Merseyside Federation: from 8 to 14 days the rest day is taken without pay, under 8 the officer chooses'),
    ('publication_notice', '2003-04-01', 1, 'months', 'Police Regulations 2003 reg. 22: published a month before it starts'),
    ('publication_horizon', '2003-04-01', 3, 'months', 'Police Regulations 2003 reg. 22: says three months ahead'),
    ('rest_day_spacing', '2003-04-01', 7, 'days', 'Police Regulations 2003 Annex E: at most seven days between rostered rest days'),
    ('rest_days_a_week', '2003-04-01', 2, 'days', 'fedrep.info no. 116; SI 1994/2195: two a week on average'),
    ('reference_weeks', '1998-10-01', 17, 'weeks', 'Working Time Regulations 1998 reg. 4'),
    ('weekly_hours', '1998-10-01', 48, 'hours', 'Working Time Regulations 1998 reg. 4'),
    ('weekly_hours_amber', '1998-10-01', 46, 'hours', 'Evenhand domain section 3.3: amber before red'),
    ('night_average', '1998-10-01', 480, 'minutes', 'Working Time Regulations 1998 reg. 6: eight hours in 24 on average'),
    ('night_special_hazard', '1998-10-01', 480, 'minutes', 'Working Time Regulations 1998 reg. 6(7): absolute where special hazards'),
    ('night_is_special_hazard', '1998-10-01', 0, 'yes or no', 'Whether armed night posts are special hazard: the customer must decide'),
    ('night_begins', '1998-10-01', 1380, 'minutes', 'Working Time Regulations 1998 reg. 2: night from 23:00'),
    ('night_ends', '1998-10-01', 360, 'minutes', 'Working Time Regulations 1998 reg. 2: night until 06:00'),
    ('night_worker', '1998-10-01', 180, 'minutes', 'Working Time Regulations 1998 reg. 2: three hours of night time; from memory'),
    ('weekly_rest', '1998-10-01', 1440, 'minutes', 'Working Time Regulations 1998 reg. 11: 24 hours in 7 days'),
    ('fortnightly_rest', '1998-10-01', 2880, 'minutes', 'Working Time Regulations 1998 reg. 11: or 48 hours in 14 days'),
    ('swap_answer', '2006-11-29', 72, 'hours', 'Evenhand design: an unanswered swap lapses by itself'),
    ('question_answer', '2006-11-29', 24, 'hours', 'Evenhand domain section 6: the supervisor has 24 hours, then Gold'),
    ('hospital_guards_expected', '2006-11-29', 4, 'guards', '001 paragraph 14: up to four at once'),
    ('guard_review', '2006-11-29', 7, 'days', 'Evenhand design: a hospital guard is reviewed weekly'),
    ('limited_duty_review', '2006-11-29', 28, 'days', 'Evenhand design: restricted and recuperative duty is reviewed every four weeks'),
    ('currency_warning_first', '2006-11-29', 90, 'days', 'Evenhand domain section 4.2'),
    ('currency_warning_second', '2006-11-29', 60, 'days', 'Evenhand domain section 4.2'),
    ('currency_warning_third', '2006-11-29', 30, 'days', 'Evenhand domain section 4.2'),
    ('currency_warning_last', '2006-11-29', 14, 'days', 'Evenhand domain section 4.2'),
    ('concern_acknowledge', '2006-11-29', 24, 'hours', 'Evenhand design: a concern is acknowledged within a day'),
    ('reminder_rhythm', '2006-11-29', 24, 'hours', 'Use of force rhythm, ux 6.4: daily until due, one overdue, then the next rank, then stop'),
    ('tell_at_once', '2006-11-29', 14, 'days', 'ux 6.4: a change inside 14 days is told at once, else in the daily digest'),
    ('no_pause_within', '2006-11-29', 7, 'days', 'ux 6.4: messages may be paused, never those about the next seven days');

-- The police day to which a moment belongs: 24 hours of wall clock from the force's day start, never from midnight.
CREATE FUNCTION police_day(at timestamptz) RETURNS date LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT ((at AT TIME ZONE 'Europe/London')
        - make_interval(mins => figure('day_start', (at AT TIME ZONE 'Europe/London')::date)))::date
$$;

-- Clear days of notice: neither the day of notice nor the day of duty counts; -1 on the day of duty itself.
CREATE FUNCTION clear_days(noticed_at timestamptz, duty_day date) RETURNS integer LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT duty_day - police_day(noticed_at) - 1
$$;

-- The accounts that answer for an officer: supervisors of the officer's team, never the officer; the lowest rank there is.
CREATE FUNCTION supervisors_of(of_officer text) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    WITH candidates AS (
        SELECT a.account_id, coalesce(seniority(a.rank), 0) AS seniority
        FROM officer o JOIN account a USING (team_id) JOIN account_role r ON r.account_id = a.account_id AND r.role = 'supervisor'
        WHERE o.officer_id = of_officer AND a.officer_id IS DISTINCT FROM of_officer
    )
    SELECT account_id FROM candidates WHERE seniority = (SELECT min(seniority) FROM candidates)
$$;

-- The accounts one step up from an account: the lowest rank above its own in its team, or, where the team has none,
-- in the command.
CREATE FUNCTION superiors_of(of_account bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    WITH own AS (
        SELECT coalesce(seniority(rank), 0) AS seniority, team_id FROM account WHERE account_id = of_account
    ), above AS (
        SELECT a.account_id, seniority(a.rank) AS seniority, a.team_id IS NOT DISTINCT FROM own.team_id AS near
        FROM own, account a JOIN account_role r ON r.account_id = a.account_id AND r.role = 'supervisor'
        WHERE seniority(a.rank) > own.seniority
    ), nearest AS (
        SELECT * FROM above WHERE near OR NOT EXISTS (SELECT FROM above WHERE near)
    )
    SELECT account_id FROM nearest WHERE seniority = (SELECT min(seniority) FROM nearest)
$$;

GRANT EXECUTE ON FUNCTION police_day, clear_days, supervisors_of, superiors_of TO evenhand_app;
