-- What happened in sessions: starts, crashes, slow frames; and pages of the web site.
create table app_performance (
  session_id bigint, user_id bigint, device_id bigint, happened_at timestamp, start_kind varchar, start_ms bigint,
  crashes int, anrs int, frames bigint, slow_frames bigint, frozen_frames bigint, country varchar, platform varchar,
  app_version varchar, device_model varchar, device_tier varchar, day date
);
insert into app_performance
select
  s.session_id, s.user_id, s.device_id, s.started_at, ['cold', 'warm', 'hot', 'cold'][1 + s.session_id % 4],
  [700, 1900, 2100, 1600, 5400, 900, 1500][1 + s.session_id % 7], case when s.session_id % 31 = 0 then 2 when s.session_id % 17 = 0 then 1 else 0 end,
  case when s.session_id % 23 = 0 then 1 else 0 end, 1000 + s.session_id % 500, s.session_id % 40, case when s.session_id % 6 = 0 then 2 else 0 end,
  s.country, s.platform, s.app_version, u.device_model, u.device_tier, s.day
from (select distinct * from sessions) s left join users u using (user_id);
-- One row delivered twice, one start that was never timed.
insert into app_performance select * from app_performance where session_id = 1001;
insert into app_performance values
  (90006, 2, 20, '2026-01-25 10:00', 'cold', null, 1, 0, 0, 0, 0, 'BR', 'android', '9.1.0', 'phone b', 'low', '2026-01-25');

create table page_loads (
  load_id bigint, user_id bigint, loaded_at timestamp, device_class varchar, lcp_ms bigint, inp_ms bigint, cls double,
  country varchar, day date
);
insert into page_loads
select i, case when i % 3 > 0 then 1 + i % 8 end, timestamp '2026-01-10 10:00' + to_hours(i::int * 5) as moment, ['phone', 'desktop'][1 + i % 2],
  900 + i * 613 % 3100, case when i % 7 > 0 then 40 + i * 31 % 320 end, (i * 17 % 30) / 100, ['DE', 'US', 'BR'][1 + i % 3], cast(moment as date)
from range(60) t(i);
