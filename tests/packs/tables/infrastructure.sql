-- Three days of minutes and requests of two services, jobs, loads of tables, deployments and what a day costs.
create table service_minutes (
  minute timestamp, service varchar, region varchar, valid bigint, good bigint, fast bigint, target_ms int, day date
);
insert into service_minutes
select
  timestamp '2026-03-01 00:00' + to_minutes(m::int * 30) as moment, s, r, case when m % 97 = 5 then 0 else 1000 + m * 7 % 300 end as asked,
  asked - case when m between 40 and 44 and s = 'feed' then asked // 5 when m % 3 = 0 then 1 else 0 end as well,
  well - least(well, m * 11 % 60), case when s = 'feed' then 300 else 500 end, cast(moment as date)
from range(144) t(m), (values ('feed'), ('upload')) t2(s), (values ('EU'), ('US')) t3(r);

create table request_samples (
  sample_id bigint, requested_at timestamp, service varchar, region varchar, duration_ms bigint, is_good boolean, day date
);
insert into request_samples
select
  i, timestamp '2026-03-01 00:10' + to_minutes(i::int * 17) as moment, ['feed', 'upload'][1 + i % 2], ['EU', 'US', 'SEA'][1 + i % 3],
  case when i % 40 = 7 then null when i % 25 = 0 then 4000 + i else 40 + i * 37 % 400 end, i % 25 > 0, cast(moment as date)
from range(240) t(i);

create table cdn_minutes (
  minute timestamp, region varchar, segments bigint, segments_ok bigint, bytes bigint, bytes_edge bigint, day date
);
insert into cdn_minutes
select
  timestamp '2026-03-01 00:00' + to_hours(m::int) as moment, r, case when m = 9 then 0 else 5000 + m * 13 end as asked, asked - asked * (m % 4) // 200,
  asked * 250000 as sent, sent * (80 + m % 17) // 100, cast(moment as date)
from range(72) t(m), (values ('EU'), ('US')) t2(r);

create table jobs (
  job_id bigint, kind varchar, queued_at timestamp, started_at timestamp, finished_at timestamp, is_valid boolean,
  is_good boolean, region varchar, day date
);
insert into jobs
select
  j, ['upload', 'transcode'][1 + j % 2], timestamp '2026-03-01 01:00' + to_minutes(j::int * 41) as queued,
  case when j % 20 <> 19 then queued + to_seconds(j::int * 29 % 600) end as started, started + to_seconds(40 + j::int % 90),
  j % 15 <> 4, j % 15 <> 4 and j % 9 <> 2, ['EU', 'US'][1 + j % 2], cast(queued as date)
from range(100) t(j);

create table data_intervals (
  table_name varchar, interval_start timestamp, due_at timestamp, published_at timestamp, events_sent bigint,
  events_received bigint, is_restated boolean
);
insert into data_intervals
select
  t, timestamp '2026-03-01 00:00' + to_days(i::int) as start, start + interval 30 hour,
  case when i <> 11 or t = 'sessions' then start + to_hours(26 + i::int % 6) end as published, 10000 + i * 111,
  10000 + i * 111 - case when i = 4 then 900 else i % 3 end, i = 4
from range(20) t1(i), (values ('sessions'), ('views')) t2(t);

create table deploys (
  deploy_id bigint, service varchar, committed_at timestamp, deployed_at timestamp, is_failed boolean, restored_at timestamp,
  is_rework boolean
);
insert into deploys
select
  d, ['feed', 'upload'][1 + d % 2], timestamp '2026-02-20 09:00' + to_hours(d::int * 11) as committed, committed + to_hours(2 + d::int * 5 % 31) as deployed,
  d % 8 = 3 as failed, case when failed and d <> 35 then deployed + to_minutes(15 + d::int * 3) end, d % 8 = 4
from range(40) t(d);

create table costs (day date, item varchar, amount double);
insert into costs
select date '2026-01-01' + d::int, i, case i when 'compute' then 100 + d when 'storage' then 20 when 'egress' then 55.5 else 300 end
from range(100) t(d), (values ('compute'), ('storage'), ('egress'), ('content')) t2(i);
