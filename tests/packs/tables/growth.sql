-- Twelve accounts over 100 days from 2026-01-01: some stay, some leave, some come back, two are no people.
create table users (
  user_id bigint, device_id bigint, signed_up_at timestamp, country varchar, region varchar, language varchar,
  timezone varchar, age_band varchar, platform varchar, device_model varchar, device_tier varchar, channel varchar,
  acquisition_cost double, is_creator boolean, is_bot boolean, is_spam boolean, uninstalled_at timestamp,
  second_factor_since timestamp
);
insert into users values
  (1, 10, '2026-01-01 08:00', 'DE', 'EU', 'de', 'Europe/Berlin', '25-34', 'ios', 'phone a', 'high', 'organic', 0, true, false, false, null, '2026-01-05 10:00'),
  (2, 20, '2026-01-01 09:00', 'BR', 'LATAM', 'pt', 'America/Sao_Paulo', '18-24', 'android', 'phone b', 'low', 'paid_social', 1.5, true, false, false, null, null),
  (3, 30, '2026-01-02 23:30', 'DE', 'EU', 'de', 'Europe/Berlin', '16-17', 'android', 'phone b', 'low', 'referral', 0, false, false, false, '2026-02-01 10:00', null),
  (4, 40, '2026-01-03 10:00', 'ID', 'SEA', 'id', 'Asia/Jakarta', '35-49', 'android', 'phone c', 'mid', 'preinstall', 0.4, false, false, false, null, '2026-03-20 10:00'),
  (5, 50, '2026-01-10 12:00', 'US', 'US', 'en', 'America/New_York', '13-15', 'ios', 'phone a', 'high', 'paid_search', 2.5, false, false, false, null, null),
  (6, 60, '2026-01-10 13:00', 'US', 'US', 'en', 'America/New_York', '50+', 'ios', 'phone d', 'mid', 'organic', 0, true, false, false, null, '2026-01-11 09:00'),
  (7, 70, '2026-02-03 10:00', 'BR', 'LATAM', 'pt', 'America/Sao_Paulo', '25-34', 'android', 'phone b', 'low', 'paid_social', 1.5, false, false, false, null, null),
  (8, 80, '2026-02-03 11:00', 'DE', 'EU', 'de', 'Europe/Berlin', '25-34', 'ios', 'phone a', 'high', 'organic', 0, false, false, false, '2026-02-05 12:00', null),
  (9, 90, '2026-03-01 00:10', 'US', 'US', 'es', 'America/New_York', '18-24', 'android', 'phone c', 'mid', 'paid_search', 2.5, true, false, false, null, null),
  (10, 100, '2026-03-20 15:00', 'ID', 'SEA', 'id', 'Asia/Jakarta', '18-24', 'android', 'phone c', 'low', 'organic', 0, false, false, false, null, null),
  (11, 110, '2026-01-04 00:00', 'US', 'US', 'en', 'America/New_York', '25-34', 'android', 'phone d', 'mid', 'organic', 0, false, true, false, null, null),
  (12, 120, '2026-01-05 00:00', 'BR', 'LATAM', 'pt', 'America/Sao_Paulo', '25-34', 'android', 'phone b', 'low', 'organic', 0, false, false, true, null, null);

create table user_versions (user_id bigint, app_version varchar, valid_from timestamp, valid_to timestamp);
insert into user_versions
select user_id, '9.1.0', signed_up_at, timestamp '2026-03-05 12:00' from users where signed_up_at < '2026-03-05 12:00'
union all
select user_id, '9.2.0', greatest(signed_up_at, timestamp '2026-03-05 12:00'), null from users;

-- A user is active on every n-th day between two days; day 0 is 2026-01-01. Who has two rows pauses in between.
create table habits (user_id bigint, first_day int, last_day int, every int);
insert into habits values
  (1, 0, 99, 1), (2, 0, 99, 2), (3, 2, 30, 7), (4, 2, 20, 1), (4, 70, 99, 2), (5, 9, 40, 3), (6, 9, 99, 4),
  (7, 33, 60, 2), (8, 33, 34, 1), (9, 59, 99, 3), (10, 78, 99, 5), (11, 3, 99, 6), (12, 4, 40, 6);

create table sessions (
  session_id bigint, user_id bigint, device_id bigint, started_at timestamp, ended_at timestamp, foreground_ms bigint,
  entry varchar, country varchar, platform varchar, app_version varchar, is_automated boolean, received_at timestamp,
  day date
);
insert into sessions
select
  h.user_id * 1000 + d * 2 + k as session_id, h.user_id, h.user_id * 10 as device_id,
  greatest(timestamp '2026-01-01 09:00' + to_days(d) + to_hours(k * 9 + h.user_id % 7), u.signed_up_at + interval 1 minute) as start,
  start + to_minutes(4 + (h.user_id + d) % 12), (4 + (h.user_id + d) % 12) * 60000 - 1500,
  ['icon', 'push', 'link'][1 + (d + k) % 3], u.country, u.platform, case when d < 64 then '9.1.0' else '9.2.0' end,
  false, start + interval 20 minutes, cast(start as date)
from habits h join users u using (user_id), range(100) days(d), range(2) twice(k)
where d between first_day and last_day and (d - first_day) % every = 0 and k <= (h.user_id + d) % 2;
-- The odd ones: delivered twice, late by two days, automated, of nobody known, without an end, longer than 16 hours.
insert into sessions select * from sessions where session_id = 1001;
insert into sessions values
  (90001, 2, 20, '2026-01-20 23:50', '2026-01-21 00:20', 1800000, 'icon', 'BR', 'android', '9.1.0', false, '2026-01-22 08:00', '2026-01-22'),
  (90002, 4, 40, '2026-02-10 03:00', '2026-02-10 03:10', 600000, 'push', 'ID', 'android', '9.1.0', true, '2026-02-10 03:20', '2026-02-10'),
  (90003, 999, 9990, '2026-02-11 10:00', '2026-02-11 10:05', 300000, 'link', null, 'android', '9.1.0', false, '2026-02-11 10:06', '2026-02-11'),
  (90004, 6, 60, '2026-02-12 10:00', null, null, 'icon', 'US', 'ios', '9.1.0', false, '2026-02-12 10:06', '2026-02-12'),
  (90005, 5, 50, '2026-01-30 01:00', '2026-01-30 23:00', 79200000, 'icon', 'US', 'ios', '9.1.0', false, '2026-01-30 23:05', '2026-01-30');

create table installs (
  install_id bigint, device_id bigint, user_id bigint, installed_at timestamp, registered_at timestamp,
  first_play_at timestamp, country varchar, platform varchar, channel varchar, cost double, uninstalled_at timestamp
);
insert into installs
select user_id, device_id, user_id, signed_up_at - interval 10 minute, signed_up_at,
  case when user_id <> 8 then signed_up_at + to_minutes(5 * user_id::int) end, country, platform, channel, acquisition_cost,
  uninstalled_at
from users;
insert into installs values
  (101, 1010, null, '2026-01-06 10:00', null, null, 'DE', 'ios', 'paid_search', 2.5, '2026-01-06 11:00'),
  (102, 1020, null, '2026-01-07 10:00', '2026-01-09 10:00', '2026-01-09 10:05', 'US', 'android', 'organic', 0, null),
  (103, 1030, null, '2026-02-07 10:00', null, null, 'BR', 'android', 'paid_social', 1.5, '2026-02-20 11:00'),
  (104, 1040, null, '2026-04-10 09:00', '2026-04-10 09:05', null, 'BR', 'android', 'organic', 0, null);

create table surveys (
  survey_id bigint, user_id bigint, kind varchar, asked_at timestamp, answered_at timestamp, score int, country varchar,
  platform varchar, day date
);
insert into surveys
select s, 1 + s % 9, case when s % 2 = 0 then 'csat' else 'nps' end, timestamp '2026-02-01 12:00' + to_days(s::int) as asked,
  case when s % 5 < 4 then asked + interval 1 hour end,
  case when s % 5 < 4 then case when s % 2 = 0 then 1 + s * 7 % 5 else s * 3 % 11 end end,
  ['DE', 'US', 'BR'][1 + s % 3], ['ios', 'android'][1 + s % 2], cast(asked as date)
from range(40) t(s);

create table releases (app_version varchar, platform varchar, released_at timestamp, full_rollout_at timestamp);
insert into releases values
  ('9.1.0', 'ios', '2025-12-20 10:00', '2025-12-27 10:00'), ('9.1.0', 'android', '2025-12-20 10:00', '2025-12-28 10:00'),
  ('9.2.0', 'ios', '2026-03-05 10:00', '2026-03-12 10:00'), ('9.2.0', 'android', '2026-03-05 10:00', null);

create table holidays (country varchar, day date, name varchar, kind varchar);
insert into holidays values
  ('DE', '2026-01-01', 'New Year', 'holiday'), ('US', '2026-01-19', 'Martin Luther King Day', 'holiday'),
  ('BR', '2026-02-17', 'Carnival', 'holiday'), ('ID', '2026-03-20', 'Eid al-Fitr', 'holiday');

create table experiments (experiment_id bigint, name varchar, unit varchar, started_at timestamp, ended_at timestamp);
insert into experiments values (1, 'longer feed', 'user', '2026-02-01', '2026-03-01');
create table assignments (experiment_id bigint, user_id bigint, variant varchar, assigned_at timestamp);
insert into assignments select 1, user_id, case when user_id % 2 = 0 then 'treatment' else 'control' end, '2026-02-01' from users;
create table exposures (experiment_id bigint, user_id bigint, variant varchar, exposed_at timestamp, day date);
insert into exposures
select experiment_id, user_id, variant, assigned_at + interval 3 hour, '2026-02-01' from assignments where user_id < 9;
