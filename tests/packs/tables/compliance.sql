-- Reports and notices, restrictions, appeals, labels, privacy requests: open ones, ones without a decision, one sent twice.
create table reports (
  report_id bigint, reporter_id bigint, target_kind varchar, target_id bigint, category varchar, is_notice boolean,
  is_trusted_flagger boolean, is_safety boolean, reported_at timestamp, closed_at timestamp, decision varchar, ground varchar,
  is_automated boolean, country varchar, day date
);
insert into reports
select
  r, 1 + r % 9, ['video', 'comment', 'account', 'message'][1 + r % 4], 1 + r % 15,
  ['illegal_speech', 'minors', 'scams', 'intellectual_property', 'violence', 'other'][1 + r % 6] as kind, r % 3 = 0 as notice,
  notice and r % 12 = 0, kind in ('minors', 'scams', 'violence'), timestamp '2026-01-06 09:00' + to_hours(r::int * 19) as moment,
  case when r % 11 <> 10 then moment + to_hours(1 + r::int * 5 % 60) end as closed,
  case when closed is null then null when r % 5 < 2 then 'removed' when r % 5 = 2 then 'restricted' else 'kept' end as decided,
  case when decided in ('removed', 'restricted') then case when r % 2 = 0 then 'law' else 'terms' end end, r % 4 = 1,
  case when r % 29 = 28 then null else ['DE', 'FR', 'US', 'BR'][1 + r % 4] end, cast(moment as date)
from range(110) t(r);
insert into reports select * from reports where report_id = 24;

create table moderation_actions (
  action_id bigint, video_id bigint, creator_id bigint, target_kind varchar, posted_at timestamp, acted_at timestamp,
  views_before bigint, is_proactive boolean, is_automated boolean, restriction varchar, policy varchar, ground varchar,
  reason_sent_at timestamp, language varchar, country varchar, is_copyright boolean, is_restored boolean,
  restored_without_appeal boolean, day date
);
insert into moderation_actions
select
  a, case when a % 4 < 3 then 1 + a % 15 end, [1, 2, 6, 9, 21, 22][1 + a % 6], ['video', 'video', 'comment', 'account'][1 + a % 4],
  timestamp '2026-01-05 08:00' + to_hours(a::int * 15) as posted, posted + to_minutes(case when a % 9 = 4 then 2400 when a = 48 then 1440 else 5 + a::int * 13 % 700 end) as acted,
  case when a % 5 < 3 then 0 else a * 7 end, a % 6 <> 5, a % 3 <> 1,
  ['removal', 'removal', 'age_limit', 'suspension', 'demotion', 'removal', 'monetisation', 'suspension'][1 + a % 8],
  ['scams', 'violence', 'minors', 'intellectual_property', 'illegal_speech'][1 + a % 5] as rule, case when a % 7 = 2 then 'law' else 'terms' end,
  case when a % 16 <> 9 then acted + interval 10 minute end, ['de', 'en', 'fr'][1 + a % 3], ['DE', 'FR', 'US', 'BR'][1 + a // 2 % 4], rule = 'intellectual_property',
  a % 12 in (3, 7), a % 12 = 7, cast(acted as date)
from range(140) t(a);

create table appeals (
  appeal_id bigint, action_id bigint, kind varchar, appealed_at timestamp, decided_at timestamp, outcome varchar,
  country varchar, day date
);
insert into appeals
select
  p, p * 3 % 140, ['content', 'content', 'ban', 'age', 'copyright'][1 + p % 5], timestamp '2026-01-10 09:00' + to_hours(p::int * 43) as moment,
  case when p % 8 <> 7 then moment + to_hours(6 + p::int * 11 % 200) end as decided,
  case when decided is null then null when p % 3 = 0 then 'reversed' else 'upheld' end, ['DE', 'FR', 'US'][1 + p % 3], cast(moment as date)
from range(48) t(p);

create table review_labels (
  label_id bigint, view_id bigint, video_id bigint, sampled_at timestamp, stratum varchar, weight double, is_violating boolean,
  policy varchar, country varchar, day date
);
insert into review_labels
select
  l, 5000000 + l, 1 + l % 15, timestamp '2026-01-14 11:00' + to_hours(l::int * 9) as moment, case when l % 5 = 0 then 'risky' else 'usual' end as layer,
  case layer when 'risky' then 10 else 250 end, case layer when 'risky' then l % 15 = 0 else l = 113 end as bad,
  case when bad then 'violence' end, ['DE', 'US', 'BR'][1 + l % 3], cast(moment as date)
from range(220) t(l);

create table account_labels (
  label_id bigint, user_id bigint, sampled_at timestamp, stratum varchar, weight double, is_fake boolean, day date
);
insert into account_labels
select
  l, 1 + l % 12, timestamp '2026-01-03 11:00' + to_hours(l::int * 23) as moment, case when l % 4 = 0 then 'new' else 'old' end as layer,
  case layer when 'new' then 40 else 300 end, case layer when 'new' then l % 16 = 0 else l = 47 end, cast(moment as date)
from range(95) t(l);

create table decision_audits (
  audit_id bigint, action_id bigint, audited_at timestamp, language varchar, restriction varchar, is_automated boolean,
  is_wrong boolean, predicted boolean, actual boolean, day date
);
insert into decision_audits
select
  d, d % 140, timestamp '2026-01-12 12:00' + to_hours(d::int * 17) as moment, ['de', 'en', 'fr'][1 + d % 3], ['removal', 'demotion'][1 + d % 2],
  d % 4 > 0, (d % 10 < 7) <> (d % 9 < 6), d % 10 < 7, d % 9 < 6, cast(moment as date)
from range(120) t(d);

create table consents (
  consent_id bigint, user_id bigint, purpose varchar, shown_at timestamp, answered_at timestamp, answer varchar, country varchar,
  is_gpc boolean, is_gpc_honoured boolean, day date
);
insert into consents
select
  c, 1 + c % 9, ['ads', 'personalisation'][1 + c % 2], timestamp '2026-01-05 12:00' + to_hours(c::int * 25) as moment,
  case when c % 7 <> 6 then moment + interval 8 second end as answered, case when answered is null then null when c % 3 = 0 then 'refused' else 'granted' end,
  ['DE', 'US', 'FR'][1 + c % 3] as place, place = 'US' and c % 4 = 1, case when place = 'US' and c % 4 = 1 then c % 8 <> 5 end, cast(moment as date)
from range(90) t(c);

create table processing_events (
  event_id bigint, user_id bigint, happened_at timestamp, purpose varchar, needs_consent boolean, has_valid_record boolean,
  country varchar, day date
);
insert into processing_events
select
  e, 1 + e % 9, timestamp '2026-01-05 13:00' + to_hours(e::int * 15) as moment, ['ads', 'personalisation', 'security'][1 + e % 3], e % 3 < 2,
  case when e % 3 < 2 then e % 20 <> 10 end, ['DE', 'US', 'FR'][1 + e % 3], cast(moment as date)
from range(150) t(e);

create table privacy_requests (
  request_id bigint, user_id bigint, kind varchar, regime varchar, received_at timestamp, due_at timestamp, closed_at timestamp,
  outcome varchar, denial_reason varchar, country varchar
);
insert into privacy_requests
select
  q, 1 + q % 9, ['delete', 'correct', 'know', 'opt_out', 'limit'][1 + q % 5], case when q % 2 = 0 then 'gdpr' else 'ccpa' end as law,
  timestamp '2026-01-03 10:00' + to_hours(q::int * 37) as moment, case law when 'gdpr' then moment + interval 1 month else moment + interval 45 day end as due,
  case when q % 10 = 7 then null when q % 13 = 5 then due + to_hours(q::int) else moment + to_hours(2 + q::int * 53 % 600) end as closed,
  case when closed is null then null when q % 6 = 3 then 'denied' when q % 6 = 4 then 'partly' else 'complied' end as ended,
  case when ended = 'denied' then ['not_verifiable', 'exempt'][1 + q % 12 // 6] end, case law when 'gdpr' then 'DE' else 'US' end
from range(62) t(q);
-- Closed on the very moment it is due, and one that was denied with no reason given.
insert into privacy_requests values
  (100, 3, 'know', 'gdpr', '2026-01-31 09:00', '2026-02-28 09:00', '2026-02-28 09:00', 'complied', null, 'FR'),
  (101, 4, 'delete', 'ccpa', '2026-02-02 09:00', '2026-03-19 09:00', '2026-02-20 09:00', 'denied', null, 'US');

create table deletions (
  deletion_id bigint, user_id bigint, requested_at timestamp, erased_at timestamp, is_sampled boolean, residual_rows int
);
insert into deletions
select
  d, 2000 + d, timestamp '2026-01-06 10:00' + to_hours(d::int * 53) as moment, case when d <> 20 then moment + to_hours(20 + d::int * 7 % 400) end,
  d % 3 = 0 as looked, case when looked then case when d % 12 = 6 then 3 else 0 end end
from range(40) t(d);

create table age_checks (
  check_id bigint, user_id bigint, required_at timestamp, checked_at timestamp, method varchar, is_passed boolean, is_minor boolean,
  day date
);
insert into age_checks
select
  c, 1 + c % 12, timestamp '2026-01-04 10:00' + to_hours(c::int * 29) as moment, case when c % 6 <> 5 then moment + interval 3 minute end as done,
  ['estimation', 'document'][1 + c % 2], case when done is not null then c % 5 > 0 end, case when done is not null and c % 3 = 0 then c % 12 in (0, 9) end,
  cast(moment as date)
from range(72) t(c);

create table account_actions (
  action_id bigint, user_id bigint, kind varchar, found_at timestamp, is_reported boolean, removed_at timestamp,
  appealed_at timestamp, appeal_outcome varchar, country varchar, day date
);
insert into account_actions
select
  a, 3000 + a, ['under_age', 'spam', 'fake', 'ban'][1 + a % 4], timestamp '2026-01-05 11:00' + to_hours(a::int * 27) as moment, a % 3 = 0,
  case when a % 7 <> 6 then moment + to_hours(1 + a::int * 3 % 50) end as removed, case when removed is not null and a % 5 < 2 then removed + interval 1 day end as appealed,
  case when appealed is null or a = 61 then null when a % 10 < 2 then 'reversed' else 'upheld' end, ['DE', 'US', 'ID'][1 + a % 3], cast(moment as date)
from range(80) t(a);

create table authority_orders (order_id bigint, country varchar, category varchar, received_at timestamp, effected_at timestamp);
insert into authority_orders values
  (1, 'DE', 'illegal_speech', '2026-01-10 09:00', '2026-01-10 15:00'), (2, 'DE', 'minors', '2026-01-20 09:00', '2026-01-20 10:00'),
  (3, 'FR', 'illegal_speech', '2026-02-01 09:00', '2026-02-03 09:00'), (4, 'FR', 'scams', '2026-02-15 09:00', '2026-02-15 21:00'),
  (5, 'DE', 'illegal_speech', '2026-03-01 09:00', '2026-03-01 11:00'), (6, 'DE', 'violence', '2026-03-20 09:00', null),
  (7, 'US', 'scams', '2026-03-25 09:00', '2026-03-25 10:00'), (8, 'FR', 'illegal_speech', '2026-04-05 09:00', '2026-04-05 12:00');
