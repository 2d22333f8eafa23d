-- Sixty attempts to create a video: some are given up at each step, some fail, one is delivered twice, one is never played.
create table creations (
  creation_id bigint, user_id bigint, opened_at timestamp, edited_at timestamp, posted_at timestamp, uploaded_at timestamp,
  published_at timestamp, playable_at timestamp, failure varchar, review_ms bigint, video_id bigint, is_public boolean,
  country varchar, platform varchar, app_version varchar, day date
);
insert into creations
select
  c, 1 + c % 9 as creator, timestamp '2026-01-05 10:00' + to_hours(c::int * 31) as opened,
  case when c % 10 <> 3 then opened + interval 2 minute end as edited,
  case when c % 10 not in (3, 7) then opened + to_minutes(5 + c::int % 7) end as posted,
  case when c % 10 not in (3, 7) and c % 13 <> 4 then posted + to_seconds(20 + c::int * 7 % 90) end as uploaded,
  case when uploaded is not null and c % 13 not in (6, 8) then uploaded + to_minutes(1 + c::int % 40) end as published,
  case when c <> 50 then published + to_seconds(30 + c::int % 50) end,
  case when posted is null then null when c % 13 = 4 then 'network' when c % 13 = 6 then 'transcode' when c % 13 = 8 then 'rejected' end,
  case when uploaded is not null then 1000 + c * 937 % 60000 end, case when published is not null then 200 + c end,
  case when published is not null then c % 5 > 0 end, u.country, u.platform, '9.1.0', cast(opened as date)
from range(60) t(c) left join users u on u.user_id = 1 + c % 9;
insert into creations select * from creations where creation_id = 20;
-- The last post: 30 minutes later it is neither published nor failed, and the log ends.
insert into creations values
  (901, 2, '2026-03-25 10:00', '2026-03-25 10:02', '2026-03-25 10:05', '2026-03-25 10:06', null, null, null, null, null, null, 'BR', 'android', '9.1.0', '2026-03-25');

create table payouts (payout_id bigint, creator_id bigint, month date, paid_at timestamp, amount double);
insert into payouts values
  (1, 1, '2026-01-01', '2026-02-10 10:00', 40), (2, 6, '2026-01-01', '2026-02-10 10:00', 12.5), (3, 21, '2026-01-01', '2026-02-10 10:00', 900),
  (4, 1, '2026-02-01', '2026-03-10 10:00', 55), (5, 6, '2026-02-01', '2026-03-10 10:00', 0.75), (6, 22, '2026-02-01', '2026-03-11 10:00', 310),
  (7, 21, '2026-02-01', '2026-03-11 10:00', 1200), (8, 1, '2026-03-01', '2026-04-09 10:00', 20);

create table first_posts (video_id bigint, creator_id bigint, published_at timestamp, comments_24h int, likes_24h int);
insert into first_posts values
  (1, 2, '2026-01-02 10:00', 0, 10), (2, 6, '2026-01-05 10:00', 1, 0), (3, 9, '2026-01-08 10:00', 0, 9),
  (4, 21, '2026-01-11 10:00', 30, 400), (5, 22, '2026-01-14 10:00', 0, 0), (6, 1, '2026-02-17 10:00', 2, 11);

-- Who publishes again within a week, within four, never; and a creator whose first video is too young to tell.
insert into creators values
  (23, 'ugc', '2026-04-10 08:00', null, null, 'food', 'BR', false);
insert into videos values
  (30, 6, '2026-01-09 10:00', 21000, 'music', 'en', 'ugc', null, null, false, false, true, 0),
  (31, 23, '2026-04-10 08:00', 9000, 'food', 'pt', 'ugc', null, null, false, false, true, 0);
