-- Likes, comments, follows, messages and friendships.
create table social_actions (
  action_id bigint, user_id bigint, action varchar, video_id bigint, target_user_id bigint, acted_at timestamp,
  is_contact_unwanted boolean, comment_state varchar, country varchar, platform varchar, app_version varchar, day date
);
insert into social_actions
select
  n, user_id, kind, case when kind in ('follow', 'unfollow', 'block') then null else 1 + n % 15 end,
  case when kind in ('follow', 'unfollow', 'block') then 1 + n * 3 % 10 end, moment, kind = 'block' and n % 2 = 0,
  case when kind = 'comment' then ['visible', 'visible', 'hidden', 'visible', 'reported', 'removed'][1 + n % 6] end,
  country, platform, app_version, cast(moment as date)
from (
  select row_number() over (order by started_at, session_id) as n, user_id, started_at + interval 90 second as moment, country, platform, app_version,
    ['like', 'comment', 'like', 'follow', 'share', 'like', 'save', 'like', 'unfollow', 'comment', 'not_interested', 'like', 'hide', 'report', 'block', 'comment'][1 + n % 16] as kind
  from (select distinct session_id, user_id, started_at, country, platform, app_version from sessions)
);
-- A like delivered twice, a report of a contact, an action of a bot.
insert into social_actions select * from social_actions where action_id = 16;
insert into social_actions values
  (90001, 3, 'report', null, 12, '2026-01-16 10:00', true, null, 'DE', 'android', '9.1.0', '2026-01-16'),
  (90002, 11, 'like', 4, null, '2026-01-16 10:00', false, null, 'US', 'android', '9.1.0', '2026-01-16');

create table messages (
  message_id bigint, thread_id bigint, sender_id bigint, recipient_id bigint, sent_at timestamp, is_first boolean,
  is_by_follower boolean, replied_at timestamp, recipient_age_band varchar, is_spam boolean, country varchar,
  platform varchar, day date
);
insert into messages
select
  m, m // 3, 1 + m // 3 % 8, 1 + m // 3 * 3 // 4 % 10 as recipient, timestamp '2026-01-10 09:00' + to_hours(m::int * 18) as moment, m % 3 = 0, m // 3 % 4 > 0,
  case when m // 3 % 5 = 0 then moment + interval 30 hour when m // 3 % 5 < 4 then moment + interval 2 hour end, u.age_band, m = 60, 'DE', 'ios', cast(moment as date)
from range(120) t(m) left join users u on u.user_id = 1 + m // 3 * 3 // 4 % 10;

create table shares (
  share_id bigint, user_id bigint, shared_at timestamp, opens int, opened_active int, country varchar, day date
);
insert into shares
select i, 1 + i % 7, timestamp '2026-01-05 18:00' + to_hours(i::int * 31) as moment, i % 4, case when i % 4 > 1 then 1 else 0 end,
  ['DE', 'US', 'BR'][1 + i % 3], cast(moment as date)
from range(76) t(i);

create table friendships (user_a bigint, user_b bigint, became_mutual_at timestamp, ended_at timestamp);
insert into friendships values
  (1, 2, '2026-01-03 10:00', null), (1, 3, '2026-01-05 10:00', '2026-02-01 10:00'), (2, 4, '2026-01-20 10:00', null),
  (4, 5, '2026-02-03 10:00', '2026-02-04 10:00'), (6, 7, '2026-02-10 10:00', null), (1, 9, '2026-03-05 10:00', null),
  (8, 9, '2026-03-09 10:00', '2026-04-01 10:00'), (9, 10, '2026-04-10 12:00', null);
