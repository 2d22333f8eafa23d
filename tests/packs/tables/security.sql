-- Logins of people and of automation, takeovers open and closed, sign-ups blocked or found fake late, spam seen.
create table logins (
  login_id bigint, user_id bigint, attempted_at timestamp, is_success boolean, is_attack boolean, is_valid_pair boolean,
  challenge varchar, challenge_outcome varchar, has_second_factor boolean, country varchar, platform varchar,
  app_version varchar, day date
);
insert into logins
select
  l, case when l % 17 = 0 then null else 1 + l % 9 end, timestamp '2026-01-08 06:00' + to_hours(l::int * 7) as moment,
  case when l % 6 = 5 then l % 30 = 5 else l % 8 <> 1 end, l % 6 = 5, case when l % 6 = 5 then l % 4 = 1 else l % 8 <> 1 end,
  case when l % 10 = 2 then 'captcha' when l % 10 = 4 then 'code' else 'none' end as asked,
  case when asked = 'none' then null when l % 40 = 4 then 'abandoned' when l % 30 = 2 then 'failed' when l = 132 then null else 'passed' end,
  l % 9 in (0, 5), ['DE', 'US', 'BR'][1 + l % 3], ['ios', 'android'][1 + l % 2], '9.1.0', cast(moment as date)
from range(150) t(l);
insert into logins select * from logins where login_id = 30;

create table takeovers (
  case_id bigint, user_id bigint, compromised_at timestamp, found_at timestamp, restored_at timestamp, entry varchar, loss double
);
insert into takeovers values
  (1, 2, '2026-01-15 03:00', '2026-01-15 20:00', '2026-01-16 09:00', 'stuffing', 0), (2, 2, '2026-02-10 03:00', '2026-02-11 03:00', '2026-02-20 03:00', 'stuffing', 120.5),
  (3, 5, '2026-02-12 10:00', '2026-02-12 12:00', '2026-02-12 18:00', 'phishing', 40), (4, 7, '2026-02-20 10:00', '2026-03-01 10:00', null, 'sim_swap', 900),
  (5, 6, '2026-03-03 10:00', '2026-03-04 10:00', '2026-03-05 22:00', 'phishing', null), (6, 9, '2026-04-09 10:00', '2026-04-10 08:00', null, 'phishing', 15);

create table registrations (
  attempt_id bigint, attempted_at timestamp, is_blocked boolean, user_id bigint, found_fake_at timestamp, country varchar,
  platform varchar, day date
);
insert into registrations
select
  r, timestamp '2026-01-02 08:00' + to_hours(r::int * 19) as moment, r % 3 = 0 as blocked, case when not blocked then 1000 + r end,
  case when not blocked and r % 7 = 1 then moment + to_days(case when r % 2 = 0 then 3 else 12 end) end,
  ['DE', 'US', 'ID'][1 + r % 3], ['ios', 'android'][1 + r % 2], cast(moment as date)
from range(110) t(r);

create table spam_views (
  view_id bigint, user_id bigint, seen_at timestamp, surface varchar, is_spam boolean, country varchar, day date
);
insert into spam_views
select
  s, 1 + s % 9, timestamp '2026-01-04 08:00' + to_hours(s::int * 11) as moment, ['comment', 'message', 'video', 'comment'][1 + s % 4],
  case when s = 77 then null else s % 23 = 0 end, ['DE', 'US', 'BR'][1 + s % 3], cast(moment as date)
from range(180) t(s);
