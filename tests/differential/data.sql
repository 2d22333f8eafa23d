-- Tables of a small video shop: nulls, keys without a match, duplicates, month ends and a leap day.
-- Every value is integer arithmetic on the row number, so the data are the same on every machine.

create or replace table time_spine_day as
select cast(d as date) as ds,
       cast(date '2023-01-01' + cast(floor(date_diff('day', date '2023-01-01', cast(d as date)) / 14) as integer) * 14
            as date) as sprint,
       case when extract('day' from d) >= 26
            then cast(date_trunc('month', d) + interval 25 day as date)
            else cast(date_trunc('month', d) - interval 1 month + interval 25 day as date) end as fiscal_month
from range(timestamp '2023-01-01', timestamp '2024-07-01', interval 1 day) as days(d);

create or replace table time_spine_hour as
select h as ts
from range(timestamp '2024-02-20', timestamp '2024-03-05', interval 1 hour) as hours(h);

create or replace table countries as
select * from (values ('us', 'americas', 'usd'), ('br', 'americas', 'brl'), ('jp', 'asia', 'jpy'),
                      ('de', 'europe', 'eur'), ('fr', null, 'eur')) as t(country_code, region, currency);

create or replace table creators as
select i as creator_id,
       'ch' || i as channel_code,
       (['us', 'br', 'jp', 'de', null, 'xx'])[1 + i % 6] as country_code,
       (['pro', 'amateur', null])[1 + i % 3] as level,
       cast(date '2023-11-01' + cast(i * 11 as integer) as date) as joined_on
from range(10) as r(i);

create or replace table videos as
select i as video_id,
       case when i % 11 = 5 then null else i % 12 end as creator_id,
       (['comedy', 'music', 'food', null])[1 + i % 4] as category,
       i % 5 = 0 as is_ad,
       10 + (i * 7) % 50 as duration_seconds,
       cast(date '2023-12-01' + cast((i * 5) % 100 as integer) as date) as published_on
from range(40) as r(i);

create or replace table video_tiers as
select i as video_id, 'bronze' as tier, timestamp '2023-01-01' as valid_from,
       timestamp '2024-01-10' + to_days(cast(i % 20 as integer)) as valid_to
from range(36) as r(i)
union all
select i, case when i % 7 = 3 then null when i % 2 = 0 then 'silver' else 'gold' end,
       timestamp '2024-01-10' + to_days(cast(i % 20 + case when i % 6 = 0 then 5 else 0 end as integer)),
       case when i % 3 = 0 then timestamp '2024-03-01' else null end
from range(36) as r(i)
union all
select i, 'platinum', timestamp '2024-03-01', null
from range(36) as r(i) where i % 9 = 0;

create or replace table users as
select i as user_id,
       'dev' || (i + 1000) as device_code,
       (['us', 'br', 'jp', 'de', 'fr', null, 'xx'])[1 + i % 7] as country_code,
       (['ios', 'android', 'web', null])[1 + (i * 3) % 4] as platform,
       i % 9 = 0 as is_staff,
       cast(date '2023-12-20' + cast((i * 13) % 90 as integer) as date) as signed_up_on
from range(70) as r(i);

create or replace table viewer_days as
select u as user_id,
       cast(date '2023-12-15' + cast(d as integer) as date) as ds_partitioned,
       (['new', 'loyal', 'asleep'])[1 + (u + d // 10) % 3] as segment
from range(70) as us(u), range(108) as ds(d)
where (u + d) % 4 <> 0;

create or replace table plays as
with days as (
    select i,
           case when i < 2400 then date '2023-12-15' + cast((i * i * 13 + i * 7 + i // 11) % 108 as integer)
                else date '2023-01-20' + cast((i * 7) % 60 as integer) end as d
    from range(2550) as r(i)
)
select i as play_id,
       case when i % 41 = 0 then null else (i * 37) % 83 end as user_id,
       case when i % 59 = 0 then null else (i * 53) % 47 end as video_id,
       cast(d as timestamp) + to_seconds((i * 9973) % 86400) as played_at,
       cast(d as date) as play_date,
       cast(d as date) as ds_partitioned,
       case when i % 29 = 0 then null else cast((i * 17) % 240 + 0.5 * (i % 3) as double) end as seconds,
       case when i % 31 = 0 then null else i % 4 = 0 end as liked,
       (['feed', 'search', 'share', null])[1 + (i // 3) % 4] as surface
from days
where extract('day' from d) % 9 <> 4;

-- Where a person came from depends on the person and the day alone, so that of two visits on one day
-- it never matters which one a conversion is given to.
create or replace table visits as
with raw as (
    select i as visit_id,
           case when i % 37 = 0 then null else (i * 11) % 60 end as user_id,
           cast((i * i * 7 + i * 3) % 91 as integer) as d,
           case when i % 5 = 0 then 0 else (i * 7919) % 86400 end as second_of_day
    from range(600) as r(i)
    union all
    select 600 + i, i % 10, 59, 28800 from range(20) as r(i)
)
select visit_id, user_id,
       cast(date '2024-01-01' + d as timestamp) + to_seconds(second_of_day) as visited_at,
       (['ads', 'friend', 'organic', null])[1 + (coalesce(user_id, 0) + d) % 4] as referrer,
       (['spring', 'summer'])[1 + (coalesce(user_id, 0) + d) % 2] as campaign
from raw;

create or replace table orders as
select i as order_id,
       case when i % 43 = 0 then null else (i * 19) % 72 end as user_id,
       case when i % 23 = 0 then null else (i * 29) % 44 end as video_id,
       cast(date '2024-01-01' + cast((i * i * 5 + i * 11) % 91 as integer) as timestamp)
           + to_seconds(case when i % 7 = 0 then 0 else (i * 6607) % 86400 end) as ordered_at,
       case when i % 13 = 0 then null
            else cast(date '2024-01-03' + cast((i * i * 5 + i * 11) % 91 as integer) as timestamp) end as paid_at,
       case when i % 17 = 0 then null else cast(((i * 997) % 10000) / 100.0 as decimal(12, 2)) end as amount,
       (['spring', 'summer', null])[1 + (i // 2) % 3] as campaign,
       i % 10 = 0 as is_refunded
from range(500) as r(i)
union all
select 500 + i, i % 10, i % 40,
       case when i % 2 = 0 then timestamp '2024-02-29 08:00:00' else timestamp '2024-03-07 08:00:00' end,
       null, 10.00, 'spring', false
from range(20) as r(i);

create or replace table wallets as
select u as user_id,
       cast(date '2024-01-01' + cast(d as integer) as date) as snapshot_on,
       (['cash', 'coins'])[1 + u % 2] as kind,
       case when (u + d) % 23 = 0 then null else cast((u * 31 + d * 17) % 500 as double) end as balance
from range(30) as us(u), range(91) as ds(d)
where (u * 7 + d * 3) % 5 <> 0 and not (u % 4 = 1 and d in (30, 59, 90)) and not (u = 7 and d > 40);

create or replace table monthly_costs as
select cast(date '2023-12-01' + to_months(cast(m as integer)) as date) as cost_month,
       case when c = 7 then null else c end as creator_id,
       cast(100 + c * 10 + m as double) as cost
from range(5) as ms(m), range(12) as cs(c)
where (m + c) % 4 <> 0;
