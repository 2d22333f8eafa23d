-- Fifteen videos of six creators, and their plays: two or three a session, and some crowds.
create table videos (
  video_id bigint, creator_id bigint, published_at timestamp, duration_ms bigint, category varchar, language varchar,
  content_kind varchar, series_id bigint, episode int, is_duplicate boolean, is_low_quality boolean, is_eligible boolean,
  production_cost double
);
insert into videos
select v, [1, 2, 6, 9, 21, 22][1 + v % 6], timestamp '2025-12-30 10:00' + to_days(v::int * 3), 8000 + v * 7000,
  ['comedy', 'sports', 'music', 'news'][1 + v % 4], ['de', 'en'][1 + v % 2],
  case when v % 6 = 4 then 'pgc' when v % 6 = 5 then 'ogc' else 'ugc' end,
  case when v % 6 = 4 then 1 end, case when v % 6 = 4 then 1 + v // 6 end, v = 7, v in (3, 9), v <> 8,
  case when v % 6 in (4, 5) then 250.0 * v else 0 end
from range(1, 16) t(v);

create table creators (
  creator_id bigint, content_kind varchar, first_published_at timestamp, onboarded_at timestamp, certified_at timestamp,
  category varchar, country varchar, is_monetised boolean
);
insert into creators values
  (1, 'ugc', '2026-01-17 10:00', null, null, 'comedy', 'DE', true),
  (2, 'ugc', '2026-01-02 10:00', null, null, 'sports', 'BR', false),
  (6, 'ugc', '2026-01-05 10:00', null, null, 'music', 'US', true),
  (9, 'ugc', '2026-01-08 10:00', null, null, 'news', 'US', false),
  (21, 'pgc', '2026-01-11 10:00', '2026-01-03 10:00', '2026-01-09 10:00', 'comedy', 'US', true),
  (22, 'ogc', '2026-01-14 10:00', '2026-01-06 10:00', null, 'sports', 'DE', true);

create table views (
  view_id bigint, session_id bigint, user_id bigint, video_id bigint, creator_id bigint, started_at timestamp, feed varchar,
  position int, recommender varchar, watch_ms bigint, duration_ms bigint, startup_ms bigint, stall_ms bigint,
  outcome varchar, is_repeat boolean, video_age_hours int, category varchar, content_kind varchar, country varchar,
  platform varchar, app_version varchar, is_automated boolean, received_at timestamp, day date
);
-- Attempts before their numbers: who plays which video when. The crowds: 310 in the first day of video 5, 299 of video 6,
-- and the first hours of three new users, who watch 12, 10 and 9 videos.
create table attempts as
select session_id * 10 + k as n, session_id, user_id, 1 + (session_id * 3 + k * 5) % 15 as video_id, started_at + to_seconds(k::int * 40) as moment
from (select distinct session_id, user_id, started_at from sessions), range(3) t(k)
where (session_id + k) % 4 > 0
union all select 5000000 + i, null, 1 + i % 8, 5, timestamp '2026-01-14 10:30' + to_minutes(i::int * 4) from range(310) t(i)
union all select 6000000 + i, null, 1 + i % 8, 6, timestamp '2026-01-17 10:30' + to_minutes(i::int * 4) from range(299) t(i)
union all select 7000000 + u * 100 + i, null, u, 1 + (u + i) % 15, signed_up_at + to_minutes(i::int * 9)
from (values (2, 12), (5, 10), (9, 9)) t(u, plays) join users on user_id = u, range(12) t2(i) where i < plays;
insert into views
select
  n, a.session_id, a.user_id, video_id, v.creator_id, moment, ['for_you', 'for_you', 'following', 'search', 'profile'][1 + n % 5],
  n % 7, case when n % 5 > 2 then 'none' when n % 9 = 0 then 'explore' else 'main' end,
  case when n % 13 in (5, 9) then 0 else v.duration_ms * [5, 20, 60, 100, 130][1 + n % 5] // 100 end as watched, v.duration_ms,
  case when n % 13 not in (5, 9) then 150 + n * 37 % 900 end, case when n % 6 = 0 then n % 5 * 400 else 0 end,
  case when n % 13 = 5 then 'failed' when n % 13 = 9 then 'left' else 'played' end, n % 11 = 0,
  greatest(0, date_diff('hour', v.published_at, moment)), v.category, v.content_kind, u.country, u.platform, '9.1.0', false,
  moment + interval 1 minute, cast(moment as date)
from attempts a join videos v using (video_id) left join users u on u.user_id = a.user_id;
-- The odd ones: delivered twice, automated, by a bot, late, in no country.
insert into views select * from views where view_id = 10020;
insert into views values
  (9000001, null, 4, 2, 6, '2026-01-21 10:00', 'for_you', 1, 'main', 22000, 22000, 300, 0, 'played', false, 380, 'music', 'ugc', 'ID', 'android', '9.1.0', true, '2026-01-21 10:01', '2026-01-21'),
  (9000002, null, 11, 2, 6, '2026-01-21 10:05', 'for_you', 2, 'main', 22000, 22000, 300, 0, 'played', false, 380, 'music', 'ugc', 'US', 'android', '9.1.0', false, '2026-01-21 10:06', '2026-01-21'),
  (9000003, null, 2, 3, 9, '2026-01-21 23:59', 'for_you', 3, 'main', 500, 29000, 1200, 900, 'played', false, 310, 'news', 'ugc', null, 'android', '9.1.0', false, '2026-01-23 10:06', '2026-01-23');

create table searches (
  search_id bigint, user_id bigint, searched_at timestamp, results int, clicked_at timestamp, country varchar,
  platform varchar, app_version varchar, day date
);
insert into searches
select s, 1 + s % 8, timestamp '2026-01-15 10:00' + to_hours(s::int * 7) as moment, s % 4 * 5, case when s % 3 = 0 then moment + interval 20 second end,
  ['DE', 'US', 'BR'][1 + s % 3], ['ios', 'android'][1 + s % 2], '9.1.0', cast(moment as date)
from range(30) t(s);

create table notifications (
  notification_id bigint, user_id bigint, kind varchar, sent_at timestamp, delivered_at timestamp, opened_at timestamp,
  country varchar, platform varchar, day date
);
insert into notifications
select s, 1 + s % 8, ['friend', 'trend'][1 + s % 2], timestamp '2026-01-15 08:00' + to_hours(s::int * 9) as moment,
  case when s % 10 > 0 then moment + interval 5 second end, case when s % 4 = 1 then moment + interval 3 minute end,
  ['DE', 'US', 'BR'][1 + s % 3], ['ios', 'android'][1 + s % 2], cast(moment as date)
from range(30) t(s);

create table ads (
  ad_id bigint, user_id bigint, session_id bigint, shown_at timestamp, is_clicked boolean, revenue double, country varchar,
  platform varchar, day date
);
insert into ads
select row_number() over (order by session_id), user_id, session_id, started_at + interval 2 minute, session_id % 9 = 0, 0.004, country,
  platform, cast(started_at as date)
from (select distinct session_id, user_id, started_at, country, platform from sessions where session_id % 3 = 0 and session_id < 90000);
drop table attempts;
