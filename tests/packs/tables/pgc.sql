-- Two series of a partner: episodes early, in time to the second, late, never published, and planned for after the log ends.
create table planned_episodes (series_id bigint, episode int, creator_id bigint, planned_at timestamp, published_at timestamp);
insert into planned_episodes values
  (1, 1, 21, '2026-01-11 12:00', '2026-01-11 10:00'), (1, 2, 21, '2026-01-29 10:00', '2026-01-29 10:00'),
  (1, 3, 21, '2026-02-12 10:00', '2026-02-12 10:01'), (1, 4, 21, '2026-02-26 10:00', null),
  (2, 1, 22, '2026-02-01 09:00', '2026-01-31 18:00'), (2, 2, 22, '2026-02-15 09:00', '2026-02-20 09:00'),
  (2, 3, 22, '2026-03-01 09:00', '2026-03-01 08:59'), (2, 4, 22, '2026-05-01 09:00', null);

-- A partner who still publishes in the third month, one who does not, and one who came too late to tell.
insert into creators values (24, 'pgc', '2026-04-10 09:00', '2026-04-09 10:00', '2026-04-09 10:00', 'news', 'US', true);
insert into videos values
  (32, 21, '2026-03-10 10:00', 60000, 'comedy', 'en', 'pgc', 1, 3, false, false, true, 900),
  (33, 24, '2026-04-10 09:00', 45000, 'news', 'en', 'pgc', 3, 1, false, false, true, 400);
-- A hit: 120 plays of the first episode in its first week, each third too short to count; some go on to the second.
insert into views
select
  8000000 + i, null, u.user_id, 4, 21, timestamp '2026-01-12 10:00' + to_minutes(i::int * 5) as moment, 'for_you', 1, 'main',
  case when i % 3 = 0 and i % 2 = 0 then 900 else 36000 end, 36000, 320, 0, 'played', i > 8, date_diff('hour', timestamp '2026-01-11 10:00', moment),
  'comedy', 'pgc', u.country, u.platform, '9.1.0', false, moment + interval 1 minute, cast(moment as date)
from range(140) t(i) join users u on u.user_id = 1 + i % 8;
insert into views
select
  8001000 + i, null, u.user_id, 10, 21, timestamp '2026-01-29 11:00' + to_hours(i::int * 30) as moment, 'search', 1, 'none', 20000, 78000, 320, 0,
  'played', false, 1 + i * 30, 'comedy', 'pgc', u.country, u.platform, '9.1.0', false, moment + interval 1 minute, cast(moment as date)
from range(4) t(i) join users u on u.user_id = 1 + i;
